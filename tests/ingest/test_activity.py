"""Rows -> daily counts, stocks and trials: active days, accepted invitations, how far files reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.activity import Tally
from ssi_core.member import LONG_AGO, NEVER, Target
from tests.ingest.exports import (
    COMMENTS,
    CONNECTIONS,
    INVITATIONS,
    OWNER,
    OWNER_URL,
    POST,
    REACTIONS,
    Found,
    day,
    read,
    table,
    zipped,
)

SIX = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
POSITIONS = "Company Name,Title,Description,Location,Started On,Finished On\n"
OWN = POSITIONS + "Example,Head,,,Mar 2022,\nFormer GmbH,Head,,,2014,Feb 2022\n"


def slug(name: str) -> str:
    return f"https://www.linkedin.com/in/{name}"


def network(*rows: tuple[str, str, str]) -> str:
    """Connections of (company, position, day)."""
    return CONNECTIONS + table([[f"P{i}", "X", slug(f"p{i}"), "", c, p, d] for i, (c, p, d) in enumerate(rows)])


# ------------------------------------------------------------------------------------------------------- active days


def test_acts_of_the_members_own_make_a_day_active() -> None:
    # One act a day, from the 1st to the 13th of March; and things that others do or that are no act, from the 20th on.
    found = read({
        "Shares.csv": "Date,ShareLink,ShareCommentary\n2024-03-01 09:00:00,a,words\n2024-03-02 09:00:00,b,\n",
        "Comments.csv": f"{COMMENTS}2024-03-03 09:00:00,{POST}1,yes\n",
        "Reactions.csv": f"{REACTIONS}2024-03-04 09:00:00,LIKE,{POST}1\n2024-03-04 10:00:00,LIKE,{POST}2\n",
        "Votes.csv": f"Date,Link,OptionText\n2024-03-05 09:00:00,{POST}1,Yes\n",
        "messages.csv": "From,To,Date,Subject,Content,Direction,Folder\n"
                        f"{OWNER},Ann First,2024-03-06 09:00:00 UTC,,hello,OUTGOING,SENT\n"
                        f"Bob Second,{OWNER},2024-03-20 09:00:00 UTC,,hello,INCOMING,INBOX\n",
        "Invitations.csv": f'{INVITATIONS}{OWNER},Ann First,"3/7/24, 2:02 PM",,OUTGOING,,\n'
                           f'Bob Second,{OWNER},"3/21/24, 2:02 PM",,INCOMING,,\n',
        "SearchQueries.csv": "Time,Search Query\n2024/03/08 09:00:00 UTC,sales\n",
        "Member_Follows.csv": "Date,Status,FullName\n2024-03-09 09:00:00,Active,Ann First\n",
        "Company Follows.csv": "Organization,Followed On\nExample,Sun Mar 10 14:02:11 UTC 2024\n",
        "Hashtag_Follows.csv": "HashTag,CreatedTime,LastModifiedTime,State\n#a,2024-03-11 09:00:00,,Follow\n",
        "Logins.csv": "Login Date,IP Address,User Agent,Login Type\nTue Mar 12 14:02:11 UTC 2024,,,x\n",
        "InstantReposts.csv": f"Date,Link\n2024-03-13 09:00:00,{POST}9\n",
        "Connections.csv": network(("Example", "Head", "22 Mar 2024")),
        "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
                                         "Endorsement Status\n2024/03/23 09:00:00 UTC,Selling,Ann,First,ACCEPTED\n",
    })  # fmt: skip
    assert found.on("active_days") == {f"2024-03-{d:02d}": 1 for d in range(1, 14)}
    assert "active_days" in found.member.activity.proxies
    assert found.on("follows") == {"2024-03-09": 1, "2024-03-10": 1, "2024-03-11": 1}


def test_a_search_is_a_proxy_of_a_search_for_people() -> None:
    found = read({"SearchQueries.csv": "Time,Search Query\n2024/03/05 09:00:00 UTC,sales\n"})
    assert "people_searches" in found.member.activity.proxies


# ------------------------------------------------------------------------------------------------------- connections


def test_seniors_and_the_right_people_are_told_by_title() -> None:
    text = network(("Example", "VP Sales", "05 Mar 2024"), ("Example", "Head of Sales ", "06 Mar 2024"),
                   ("Other", "", "07 Mar 2024"), ("", "", "08 Mar 2024"))  # fmt: skip
    found = read({"Connections.csv": text})
    assert found.on("senior_added") == found.on("right_people_added") == {"2024-03-05": 1}
    wanted = read({"Connections.csv": text}, target=Target(titles=("head of",)))
    assert wanted.on("senior_added") == {"2024-03-05": 1}
    assert wanted.on("right_people_added") == {"2024-03-06": 1}
    by_company = read({"Connections.csv": text}, target=Target(companies=("Other",)))
    assert by_company.on("right_people_added") == {"2024-03-07": 1}


def test_co_workers_are_told_by_the_members_own_positions_past_ones_included() -> None:
    text = network(("Example, Inc.", "Head", "05 Mar 2024"), ("EXAMPLE", "Head", "06 Mar 2024"),
                   ("Former", "Head", "07 Mar 2024"), ("Other", "Head", "08 Mar 2024"),
                   ("", "Head", "09 Mar 2024"))  # fmt: skip
    found = read({"Connections.csv": text, "Positions.csv": OWN})
    assert found.on("coworker_added") == {"2024-03-05": 1, "2024-03-06": 1, "2024-03-07": 1}


def test_a_network_without_titles_or_without_companies_says_what_it_can() -> None:
    titles = read({"Connections.csv": "First Name,Position,Connected On\nAnn,CEO,05 Mar 2024\n", "Positions.csv": OWN})
    assert titles.on("senior_added") == titles.on("right_people_added") == {"2024-03-05": 1}
    assert "coworker_added" not in titles.counts
    firms = {"Connections.csv": "First Name,Company,Connected On\nAnn,Example,05 Mar 2024\n", "Positions.csv": OWN}
    assert "senior_added" not in read(firms).counts
    assert read(firms).on("coworker_added") == {"2024-03-05": 1}
    assert read(firms, target=Target(companies=("example",))).on("right_people_added") == {"2024-03-05": 1}
    names = read({"Connections.csv": "First Name,Connected On\nAnn,05 Mar 2024\n", "Positions.csv": OWN})
    assert set(names.counts) == {"connections_added"}


def test_without_positions_co_workers_are_unknown() -> None:
    text = network(("Example", "Head", "05 Mar 2024"))
    assert "coworker_added" not in read({"Connections.csv": text}).counts
    assert "coworker_added" not in read({"Connections.csv": text, "Positions.csv": POSITIONS}).counts


# ------------------------------------------------------------------------------------------------------- invitations


def invited(*rows: tuple[str, str, str, str], header: str = INVITATIONS) -> str:
    """Invitations sent, of (name, address, day of March 2024, note)."""
    made = [[OWNER, n, f"3/{d}/24, 2:02 PM", note, "OUTGOING", OWNER_URL, u] for n, u, d, note in rows]
    return header + table([row[: header.count(",") + 1] for row in made])


def accepted(invitations: str, connections: str) -> Found:
    return read({"Invitations.csv": invitations, "Connections.csv": connections})


def joined(*rows: tuple[str, str, str], header: str = CONNECTIONS) -> str:
    """Connections of (name, address, day)."""
    made = [[n.split()[0], n.split()[1], u, "", "Example", "Head", d] for n, u, d in rows]
    return header + table([row if "URL" in header else [*row[:2], *row[3:]] for row in made])


def test_who_is_now_connected_accepted() -> None:
    # Ann joined on the day, Bob 3 weeks later, Cleo the day before by the other file's clock; Dan was connected years
    # before; Eve is not connected.
    found = accepted(
        invited(*((n, slug(n[:3].lower()), "5", "") for n in ("Ann X", "Bob X", "Cle X", "Dan X", "Eve X"))),
        joined(("Ann X", slug("ann"), "05 Mar 2024"), ("Bob X", slug("bob"), "26 Mar 2024"),
               ("Cle X", slug("cle"), "04 Mar 2024"), ("Dan X", slug("dan"), "05 Mar 2020")),
    )  # fmt: skip
    assert found.on("invitations_sent") == {"2024-03-05": 5}
    assert found.on("invitations_accepted") == {"2024-03-05": 3}
    trials = found.member.activity.trials["invite_acceptance"]
    assert trials.day.tolist() == [day("2024-03-05")] * 5
    later = [day("2024-03-05"), day("2024-03-26"), day("2024-03-05"), NEVER, NEVER]
    assert trials.success_day.tolist() == later
    assert "invite_acceptance" not in found.member.activity.proxies


def test_a_namesake_is_not_the_one_who_was_asked() -> None:
    found = accepted(invited(("Ann X", slug("ann-1"), "5", "")), joined(("Ann X", slug("ann-2"), "06 Mar 2024")))
    assert found.counts["invitations_accepted"] == 0


def test_addresses_are_compared_decoded() -> None:
    found = accepted(
        invited(("José X", slug("jos%C3%A9-x"), "5", "")), joined(("J. X", slug("José-X/"), "06 Mar 2024"))
    )
    assert found.counts["invitations_accepted"] == 1


@pytest.mark.parametrize(
    ("invitation_header", "connection_header"),
    [
        ("From,To,Sent At,Message,Direction\n", CONNECTIONS),
        (INVITATIONS, SIX),
        ("From,To,Sent At,Message,Direction\n", SIX),
    ],
    ids=["invitations before 2024", "connections before 2023", "both"],
)
def test_without_addresses_a_name_must_do_and_makes_it_a_proxy(invitation_header: str, connection_header: str) -> None:
    found = accepted(
        invited(("ann  x", slug("ann"), "5", ""), ("Bob X", slug("bob"), "5", ""), header=invitation_header),
        joined(("Ann X", slug("ann"), "06 Mar 2024"), header=connection_header),
    )
    assert found.counts["invitations_accepted"] == 1
    assert "invite_acceptance" in found.member.activity.proxies


def test_without_connections_nothing_is_known_of_acceptance() -> None:
    found = read({"Invitations.csv": invited(("Ann X", slug("ann"), "5", ""))})
    assert "invitations_accepted" not in found.counts
    assert "invite_acceptance" not in found.member.activity.trials


def test_invitations_received_are_never_accepted_ones() -> None:
    text = f'{INVITATIONS}Ann X,{OWNER},"3/5/24, 2:02 PM",,INCOMING,{slug("ann")},{OWNER_URL}\n'
    found = accepted(text, joined(("Ann X", slug("ann"), "05 Mar 2024")))
    assert (found.counts["invitations_received"], found.counts["invitations_accepted"]) == (1, 0)
    assert found.won("invite_acceptance") == (0, 0)


# ---------------------------------------------------------------------------------------------------------- outreach


def test_a_note_makes_an_invitation_personal() -> None:
    found = read({"Invitations.csv": invited(
        ("Ann X", "", "5", "We met in Exampleville"), ("Bob X", "", "6", ""), ("Cle X", "", "7", "  ")
    )})  # fmt: skip
    assert found.won("personal_outreach") == (3, 1)


def test_openings_and_invitations_are_outreach_together() -> None:
    # Two invitations, one with a note; one opening with words, one without: 3 attempts, 2 personal.
    letters = "From,To,Date,Subject,Content,Direction,Folder\n" + "".join(
        f"{OWNER},{to},2024-03-0{d} 09:00:00 UTC,,{words},OUTGOING,SENT\n"
        for to, d, words in (("Ann X", 8, "good morning"), ("Bob X", 9, ""))
    )
    found = read(
        {"Invitations.csv": invited(("Cle X", "", "5", "Hello"), ("Dan X", "", "6", "")), "messages.csv": letters}
    )
    assert found.won("personal_outreach") == (3, 2)


def test_neither_file_leaves_outreach_unknown() -> None:
    assert not read({"Reactions.csv": REACTIONS}).member.activity.trials


# ------------------------------------------------------------------------------------------------------------- reach


def covered(found: Found, name: str) -> tuple[int, int]:
    """First and last covered index of an input."""
    spoken = found.member.activity.covered[name].nonzero()[0]
    return int(spoken[0]), int(spoken[-1])


def test_files_go_back_to_the_start_and_up_to_the_exports_day() -> None:
    # The axis runs from the first row of any file, 1 March, to the export's day, the 20th.
    found = read({"Basic_LinkedInDataExport_03-20-2024.zip": zipped({
        "Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,a\n",
        "Connections.csv": network(("Example", "Head", "01 Mar 2024")),
    })})  # fmt: skip
    activity = found.member.activity
    assert (activity.first_day, activity.days) == (day("2024-03-01"), 20)
    assert covered(found, "reactions_given") == (0, 19)
    assert {"reactions_given", "connections_added", "active_days"} <= activity.from_the_start


@pytest.mark.parametrize(
    ("name", "text", "input_"),
    [
        ("Invitations.csv", invited(("Ann X", "", "5", "")), "invitations_sent"),
        ("activity.csv", "activityType,createdAt\nSAVED_LEAD,03-05-2024 09:00:00\n", "leads_saved"),
    ],
)
def test_files_of_recent_days_reach_back_to_their_first_row(name: str, text: str, input_: str) -> None:
    found = read({"a.zip": zipped({name: text, "Connections.csv": network(("Example", "Head", "01 Mar 2024"))},
                                  (2024, 3, 20, 0, 0, 0))})  # fmt: skip
    assert covered(found, input_) == (4, 19)
    assert input_ not in found.member.activity.from_the_start


def test_a_recent_file_without_rows_speaks_of_all_its_days() -> None:
    found = read({"Invitations.csv": INVITATIONS, "Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,a\n"})
    assert "invitations_sent" in found.member.activity.from_the_start


def test_loose_files_reach_up_to_the_last_day_of_all() -> None:
    found = read({"Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,a\n",
                  "Comments.csv": f"{COMMENTS}2024-03-09 09:00:00,{POST}1,yes\n"})  # fmt: skip
    assert covered(found, "reactions_given") == (0, 4)


def test_an_older_export_speaks_until_its_own_day() -> None:
    # Comments came with an export of the 10th only, reactions with that of the 20th.
    found = read({
        "LinkedInDataExport_03-10-2024.zip": zipped({"Comments.csv": f"{COMMENTS}2024-03-05 09:00:00,{POST}1,a\n"}),
        "LinkedInDataExport_03-20-2024.zip": zipped({"Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,a\n"}),
    })  # fmt: skip
    assert covered(found, "comments_given") == (0, 5)
    assert covered(found, "reactions_given") == (0, 15)


def test_media_is_what_was_uploaded_but_a_profile_photo() -> None:
    text = (
        "Date/Time,Media Description,Media Link\n"
        '"You uploaded a feed photo on March 5, 2024 at 2:02 PM (GMT)",,a\n'
        '"You uploaded a profile photo on March 6, 2024 at 2:02 PM (GMT)",,b\n'
        '"You uploaded a feed document on March 7, 2024 at 2:02 PM (GMT)",,c\n'
    )
    found = read({"Rich_Media.csv": text})
    assert found.on("media_added") == {"2024-03-05": 1, "2024-03-07": 1}
    assert "media_added" in found.member.activity.proxies
    assert found.member.profile.checklist == {"photo": True}


# --------------------------------------------------------------------------------------------------------- the tally

events = st.lists(st.integers(100, 130), max_size=12)


@given(events, events, st.integers(100, 130))
def test_a_tally_lays_every_event_on_its_day(one: list[int], other: list[int], last: int) -> None:
    tally = Tally()
    tally.add("reposts", one, (LONG_AGO, last))
    tally.add("reposts", other, (110, last))
    tally.act(other, (110, last))
    activity = tally.activity(last)
    series = activity.counts["reposts"]
    assert {activity.first_day + i: n for i, n in enumerate(series) if n} == {
        d: (one + other).count(d) for d in {*one, *other}
    }
    assert activity.counts["active_days"].sum() == len(set(other))
    assert activity.first_day == min([*one, *other, last])
    assert activity.first_day + activity.days - 1 == max([*one, *other, last])
    assert "reposts" in activity.from_the_start
    assert "active_days" not in activity.from_the_start


def test_an_empty_tally_is_a_day_without_series() -> None:
    activity = Tally().activity(100)
    assert (activity.first_day, activity.days, dict(activity.counts)) == (100, 0, {})
