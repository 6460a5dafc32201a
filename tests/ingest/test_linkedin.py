"""Rows of LinkedIn's tables: which count, which are the same row again, in one file and across exports."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.exports import (
    COMMENTS,
    CONNECTIONS,
    INVITATIONS,
    OWNER,
    OWNER_URL,
    POST,
    REACTIONS,
    Found,
    book,
    codes,
    read,
    table,
    zipped,
)

OLD = "Complete_LinkedInDataExport_03-10-2024.zip"
NEW = "Complete_LinkedInDataExport_03-24-2024.zip"
SIX = "First Name,Last Name,Email Address,Company,Position,Connected On\n"


def both(old: dict[str, str], new: dict[str, str]) -> Found:
    """Two exports, two weeks apart; whichever is given first."""
    given = [(OLD, zipped(old)), (NEW, zipped(new))]
    found, turned = read(given), read(given[::-1])
    assert found.counts == turned.counts
    assert found.sums == turned.sums
    return found


def people(*rows: tuple[str, str, str, str]) -> str:
    """Connections of (first name, last name, address, day)."""
    return CONNECTIONS + table([[f, n, u, "", "Example", "Head", d] for f, n, u, d in rows])


def slug(name: str) -> str:
    return f"https://www.linkedin.com/in/{name}"


# ---------------------------------------------------------------------------------------------------- what is rejected


def test_padding_is_rejected() -> None:
    found = read(
        {"Connections.csv": people(("Ann", "First", slug("ann"), "05 Mar 2024")) + ",,,,,,\n , ,,,,,\n,,,,,,\n"}
    )
    entry = found.entry("Connections.csv")
    assert found.counts["connections_added"] == 1
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (4, 1, 3)
    assert [(n.code, n.row) for n in entry.notes] == [("padding", 2), ("padding", 3), ("padding", 4)]


@pytest.mark.parametrize(
    ("name", "text", "input_", "kept", "code"),
    [
        ("Member_Follows.csv",
         "Date,Status,FullName\n2024-03-05 09:00:00,Active,Ann First\n2024-03-06 09:00:00,Unfollow,Bob Second\n",
         "follows", 1, "unfollow"),
        ("Hashtag_Follows.csv",
         "HashTag,CreatedTime,LastModifiedTime,State\n"
         "#a,2024-03-05 09:00:00,,Follow\n#b,2024-03-06 09:00:00,,Unfollow\n",
         "follows", 1, "unfollow"),
        ("Endorsement_Received_Info.csv",
         "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
         "2024/03/05 09:00:00 UTC,Selling,Ann,First,ACCEPTED\n2024/03/06 09:00:00 UTC,Selling,Bob,Second,PENDING\n",
         "endorsements_received", 1, "pending"),
        ("Endorsement_Given_Info.csv",
         "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status\n"
         "2024/03/05 09:00:00 UTC,Selling,Ann,First,x,PENDING\n"
         "2024/03/06 09:00:00 UTC,Selling,Bob,Second,y,WITHDRAWN\n",
         "endorsements_given", 1, "status"),
        ("Recommendations_Received.csv",
         "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
         'Ann,First,Example,Head,Fine,"03/05/24, 02:02 PM",VISIBLE\n'
         'Bob,Second,Example,Head,Fine,"03/06/24, 02:02 PM",HIDDEN\n',
         "recommendations_received", 1, "hidden"),
        ("Recommendations_Given.csv",
         "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
         'Ann,First,Example,Head,Fine,"03/05/24, 02:02 PM",\nBob,Second,Example,Head,Fine,none,\n',
         "recommendations_given", 1, "date"),
        ("Invitations.csv",
         INVITATIONS + f'{OWNER},Ann First,"3/5/24, 2:02 PM",,OUTGOING,,\n'
         f'{OWNER},Bob Second,"3/6/24, 2:02 PM",,SIDEWAYS,,\n',
         "invitations_sent", 1, "direction"),
        ("Company Follows.csv",
         "Organization,Followed On\nExample,Tue Mar 05 14:02:11 UTC 2024\nOther,Tue Foo 05 14:02:11 UTC 2024\n",
         "follows", 1, "date"),
        ("Reactions.csv", REACTIONS + "2024-03-05 09:00:00,LIKE,a\n2093-03-05 09:00:00,LIKE,b\n",
         "reactions_given", 1, "future"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_activity_is_rejected_and_says_why(
    name: str, text: str, input_: str, kept: int, code: str
) -> None:
    found = read({name: text})
    entry = found.entry(name)
    assert found.counts[input_] == kept
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (2, 1, 1)
    assert [(n.code, n.row) for n in entry.notes] == [(code, 2)]


def test_five_rows_of_a_reason_are_named_and_all_are_counted() -> None:
    found = read({"Reactions.csv": REACTIONS + "never,LIKE,a\n" * 9})
    entry = found.entry("Reactions.csv")
    assert entry.rows_rejected == 9
    assert [n.row for n in entry.notes] == [1, 2, 3, 4, 5]


def test_a_slip_of_the_year_does_not_move_the_last_day() -> None:
    found = read({"Reactions.csv": REACTIONS + "2024-03-05 09:00:00,LIKE,a\n2093-03-05 09:00:00,LIKE,b\n"})
    assert found.ledger.last_day == found.ledger.first_day == 19787


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        # Today is 1 July 2026. Month first, 10/05 would be October and so in the future: day first, then.
        (["10/05/2026", "03/04/2026"], ["2026-04-03", "2026-05-10"]),
        # Neither order is in the future: the US one.
        (["05/06/2026", "03/04/2026"], ["2026-03-04", "2026-05-06"]),
        # Both are, for the one row: the US one, and the row is rejected.
        (["08/09/2026", "03/04/2026"], ["2026-03-04"]),
        # A day above 12 says month first; the row in the future is a slip.
        (["10/05/2026", "03/14/2026"], ["2026-03-14"]),
    ],
)
def test_an_order_of_dates_that_puts_more_rows_after_the_export_is_the_wrong_one(
    cells: list[str], days: list[str]
) -> None:
    found = read({"Reactions.csv": REACTIONS + "".join(f"{c},LIKE,{c}\n" for c in cells)})
    assert sorted(found.on("reactions_given")) == days
    assert found.sums == (2, len(days), 0, 2 - len(days))


# --------------------------------------------------------------------------------------------------------- connections


def test_hidden_members_never_merge_within_one_export() -> None:
    found = read({"Connections.csv": CONNECTIONS + ",,,,,,11 Feb 2024\n" * 3 + ",,,,,,12 Feb 2024\n"})
    assert found.on("connections_added") == {"2024-02-11": 3, "2024-02-12": 1}
    assert found.sums == (4, 4, 0, 0)


def test_across_exports_the_larger_number_of_hidden_members_of_a_day_stands() -> None:
    # 11 February: 2 in the older, 3 in the newer. 12 February: 2 in the older, none in the newer (one has left).
    older = CONNECTIONS + ",,,,,,11 Feb 2024\n" * 2 + ",,,,,,12 Feb 2024\n" * 2
    newer = CONNECTIONS + ",,,,,,11 Feb 2024\n" * 3
    found = both({"Connections.csv": older}, {"Connections.csv": newer})
    assert found.on("connections_added") == {"2024-02-11": 3, "2024-02-12": 2}
    assert found.sums == (7, 5, 2, 0)


def test_a_person_is_told_by_the_address() -> None:
    # Ann three times under one address, written three ways; a namesake of hers on the same day is another person.
    found = read({"Connections.csv": people(
        ("Ann", "First", slug("ann-first"), "05 Mar 2024"),
        ("Ann", "First", "http://de.linkedin.com/in/Ann-First/", "05 Mar 2024"),
        ("Ann M.", "First, PhD", slug("ann%2Dfirst?trk=x"), "07 Mar 2024"),
        ("Ann", "First", slug("ann-first-2"), "05 Mar 2024"),
    )})  # fmt: skip
    assert found.counts["connections_added"] == 2
    assert found.sums == (4, 2, 2, 0)


def test_percent_encoded_addresses_are_decoded() -> None:
    found = both({"Connections.csv": people(("José", "X", slug("jos%C3%A9-x"), "05 Mar 2024"))},
                 {"Connections.csv": people(("José", "X", slug("josé-x"), "05 Mar 2024"))})  # fmt: skip
    assert found.sums == (2, 1, 1, 0)


def test_without_addresses_a_person_is_told_by_name_and_day() -> None:
    text = (
        SIX
        + "Ann,First,,Example,Head,05 Mar 2024\nAnn,First,,Other,Head,05 Mar 2024\n"
        + "Ann,First,,Example,Head,06 Mar 2024\n"
    )
    found = read({"Connections.csv": text})
    assert found.counts["connections_added"] == 2
    assert found.sums == (3, 2, 1, 0)


def test_an_old_export_without_addresses_and_a_new_one_with_them_are_one_network() -> None:
    old = SIX + "Ann,First,,Example,Head,05 Mar 2024\nBob,Second,,Example,Head,06 Mar 2024\n,,,,,07 Mar 2024\n"
    new = people(("ann", "FIRST ", slug("ann"), "05 Mar 2024"), ("Cleo", "Third", slug("cleo"), "08 Mar 2024"))
    found = both({"Connections.csv": old}, {"Connections.csv": new})
    assert found.on("connections_added") == {"2024-03-05": 1, "2024-03-06": 1, "2024-03-07": 1, "2024-03-08": 1}
    assert found.sums == (5, 4, 1, 0)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 28)), max_size=12), st.randoms(use_true_random=False))
def test_exports_that_overlap_are_the_union_by_address(rows: list[tuple[int, int]], dice: random.Random) -> None:
    made = [(f"P{n}", "X", slug(f"p{n}"), f"{d:02d} Feb 2024") for n, d in rows]
    left, right = [[r for r in made if dice.random() < 0.6] for _ in range(2)]
    found = both({"Connections.csv": people(*left)}, {"Connections.csv": people(*right)})
    union = len({r[2] for r in (*left, *right)})
    total = len(left) + len(right)
    assert found.sums == (total, union, total - union, 0)


# ----------------------------------------------------------------------------------------------------- the same again


@pytest.mark.parametrize(
    ("name", "header", "row", "input_", "kept"),
    [
        # One reaction per post and kind; a search or a comment may be made twice in one second.
        ("Reactions.csv", REACTIONS, f"2024-03-05 09:00:00,LIKE,{POST}1\n", "reactions_given", 1),
        ("SearchQueries.csv", "Time,Search Query\n", "2024/03/05 09:00:00 UTC,sales\n", "people_searches", 2),
        ("Comments.csv", COMMENTS, f"2024-03-05 09:00:00,{POST}1,yes\n", "comments_given", 2),
        ("Member_Follows.csv", "Date,Status,FullName\n", "2024-03-05 09:00:00,Active,Ann First\n", "follows", 1),
        ("Invitations.csv", INVITATIONS, f'{OWNER},Ann First,"3/5/24, 2:02 PM",,OUTGOING,,\n', "invitations_sent", 1),
    ],
)
def test_equal_rows_of_one_file(name: str, header: str, row: str, input_: str, kept: int) -> None:
    once = read({name: header + row * 2})
    assert once.counts[input_] == kept
    assert once.sums == (2, kept, 2 - kept, 0)
    # Three of them in a newer export: one more where they count singly.
    twice = both({name: header + row * 2}, {name: header + row * 3})
    assert twice.counts[input_] == (3 if kept == 2 else 1)


def test_links_are_compared_decoded() -> None:
    plain = "https://www.linkedin.com/feed/update/urn:li:activity:7"
    found = read({"Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,{plain}\n2024-03-05 09:00:00,LIKE,"
                  "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7\n"})  # fmt: skip
    assert found.sums == (2, 1, 1, 0)


def test_reactions_of_one_second_to_several_posts_are_several() -> None:
    found = read({"Reactions.csv": REACTIONS + "".join(f"2024-03-05 09:00:00,LIKE,{POST}{i}\n" for i in range(4))})
    assert found.on("reactions_given") == {"2024-03-05": 4}


def test_parts_of_a_split_file_count_on() -> None:
    row = f"2024-03-05 09:00:00,{POST}1,yes\n"
    parts = read({"a.zip": zipped({"Comments_1.csv": COMMENTS + row, "Comments_2.csv": COMMENTS + row})})
    assert parts.counts["comments_given"] == 2
    # A number as long as a member's is no part: those are two exports of one row.
    again = read({"a.zip": zipped({"Comments_900000001.csv": COMMENTS + row, "Comments.csv": COMMENTS + row})})
    assert again.counts["comments_given"] == 1


def test_twin_files_of_one_export_are_one() -> None:
    rows = [["2024/03/05 14:02:11 UTC", "Selling", "Ann", "First", "ACCEPTED"],
            ["2024/03/05 14:02:11 UTC", "Listening", "Ann", "First", "ACCEPTED"]]  # fmt: skip
    titles = ["Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name", "Endorsement Status"]
    old = ("\ufeff" + table([[*titles, "Display Status"], *([*r, "SHOWN"] for r in rows)], "\t")).encode("utf-16-le")
    found = read({"a.zip": zipped({
        "Endorsement Received Info.csv": old, "Endorsement_Received_Info.csv": table([titles, *rows]),
    })})  # fmt: skip
    assert found.counts["endorsements_received"] == 2
    assert found.sums == (4, 2, 2, 0)


def test_what_the_newest_profile_lacks_no_longer_holds() -> None:
    # Two skills then, two now, one of them the same.
    found = both({"Skills.csv": "Name\nSelling\nListening\n"}, {"Skills.csv": "Name\nSelling\nWriting\n"})
    assert found.member.profile.stocks["skills"] == 2
    old = found.entry(f"{OLD}/Skills.csv")
    assert (old.rows_kept, old.rows_duplicate, old.rows_rejected, codes(old)) == (0, 1, 1, ["superseded"])
    assert found.sums == (4, 2, 1, 1)


def test_a_profile_that_was_emptied_is_empty() -> None:
    found = both({"Skills.csv": "Name\nSelling\n"}, {"Skills.csv": "Name\n"})
    assert found.member.profile.stocks["skills"] == 0


def test_two_parts_of_one_days_export_make_one_profile() -> None:
    first, second = zipped({"Skills.csv": "Name\nSelling\n"}), zipped({"Skills.csv": "Name\nListening\n"})
    found = read({f"Complete_LinkedInDataExport_03-24-2024{n}.zip": z for n, z in (("", first), (" (1)", second))})
    assert found.member.profile.stocks["skills"] == 2


@pytest.mark.parametrize(
    ("name", "one", "two", "both_"),
    [
        (
            "answers.csv",
            "signal,value\nactive_groups,3\nconnections,500\n",
            "signal,value\ncomment,4\nconnections,600\n",
            3,
        ),
        (
            "weekly_log.csv",
            "week,habit,actions\n2026-06-15,comment,3\n",
            "week,habit,actions\n2026-06-22,comment,3\n",
            2,
        ),
        ("official_readings.csv", "Date,Total\n2026-05-01,40\n", "Date,Total\n2026-06-01,41\n2026-05-01,40\n", 2),
    ],
)
def test_what_a_user_wrote_in_two_files_is_joined(name: str, one: str, two: str, both_: int) -> None:
    found = read([(name, one.encode()), (name, two.encode())])
    m = found.member
    assert len(m.stated.answers) + len(m.stated.weekly_log) + len(m.readings) == both_
    assert found.sums[1] == both_


# ----------------------------------------------------------------------------------------------------------- by shape


@pytest.mark.parametrize(
    ("text", "posts", "reposts"),
    [
        # Paragraphs wrapped in quotes are one post; an empty text is a repost, however it is written.
        ('2024-03-05 09:11:22,a,"First line ""\n""""\n""Second line, with a comma""\n""""\n""#tag #tag2",,,M\n', 1, 0),
        ("2024-03-05 09:11:22,a,,,,MEMBER_NETWORK\n", 0, 1),
        ('2024-03-05 09:11:22,a,"",,,MEMBER_NETWORK\n', 0, 1),
        ('2024-03-05 09:11:22,a,"  \n ",,,MEMBER_NETWORK\n', 0, 1),
        ("2024-03-05 09:11:22,a,words,,,\n", 1, 0),
        ("2024-03-05 09:11:22,a,words,,\n", 1, 0),
    ],
)
def test_a_share_with_words_is_a_post_and_one_without_is_a_repost(text: str, posts: int, reposts: int) -> None:
    found = read({"Shares.csv": "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n" + text})
    assert (found.counts["original_posts"], found.counts["reposts"]) == (posts, reposts)


def test_reposts_come_from_two_files() -> None:
    found = read({
        "Shares.csv": "Date,ShareLink,ShareCommentary\n2024-03-05 09:00:00,a,\n",
        "InstantReposts_900000001.csv": "Date,Link\n2024-03-06 09:00:00,b\n2024-03-06 09:00:00,c\n",
    })  # fmt: skip
    assert found.on("reposts") == {"2024-03-05": 1, "2024-03-06": 2}


def test_a_table_saved_as_a_workbook_with_real_dates() -> None:
    rows = [["Date", "Type", "Link"], [dt.date(2024, 3, 5), "LIKE", "a"], [dt.datetime(2024, 3, 6, 9, 0), "LIKE", "b"]]
    found = read({"Reactions.xlsx": book({"Sheet1": rows})})
    assert found.on("reactions_given") == {"2024-03-05": 1, "2024-03-06": 1}


@pytest.mark.parametrize(
    ("rows", "input_"),
    [
        ([["Time", "Search Query"], ["2024/03/05 09:00:00 UTC", "sales"], ["2024/03/06 09:00:00 UTC", "1234"]],
         "people_searches"),
        ([["Date", "Status", "FullName"], ["2024-03-05 09:00:00", "Active", "Ann First"],
          ["2024-03-06 09:00:00", "Active", "Bob Second"]], "follows"),
    ],
)  # fmt: skip
def test_a_table_in_a_workbook_of_another_name_is_known_by_its_header(rows: list[list[str]], input_: str) -> None:
    # By shape alone it might be taken for a creator's figures.
    found = read({"book.xlsx": book({"Sheet1": rows})})
    assert found.counts[input_] == 2
    assert found.sums == (2, 2, 0, 0)


def test_an_address_book_is_no_network() -> None:
    header = "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt\n"
    found = read({"Contacts.csv": header + "x,Ann,First,,,,,\n", "Connections.csv": CONNECTIONS})
    assert found.counts["connections_added"] == 0
    assert found.entry("Contacts.csv").status == "ignored"


def test_sales_navigators_activity() -> None:
    # Two leads, one profile viewed, and two kinds that count nowhere but make their days active; a seat shows.
    text = "activityId,activityType,createdAt,seatId,memberIdentityKey\n" + "".join(
        f"{i},{kind},03-0{i}-2024 14:02:11,7,\n"
        for i, kind in enumerate(("SAVED_LEAD", "SAVED_LEAD", "PROFILE_VIEWED", "SAVED_ACCOUNT", "INMAIL_SENT"), 1)
    )
    found = read({"export.csv": text})
    assert (found.counts["leads_saved"], found.counts["profile_views_made"]) == (2, 1)
    assert found.counts["active_days"] == 5
    assert found.member.seat_seen
    assert not read({"Reactions.csv": REACTIONS}).member.seat_seen


def test_the_owners_own_address_is_no_invitation_of_another() -> None:
    text = INVITATIONS + f'Ann First,{OWNER},"3/5/24, 2:02 PM",Hello,INCOMING,{slug("ann")},{OWNER_URL}\n'
    found = read({"Invitations.csv": text})
    assert (found.counts["invitations_sent"], found.counts["invitations_received"]) == (0, 1)
