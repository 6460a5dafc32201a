"""What an export as a whole is not, and that what it lacks is missing rather than zero."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from ssi_core import api, text
from ssi_core.member import day_of
from tests.ingest.exports import COMMENTS, CONNECTIONS, INVITATIONS, POST, REACTIONS, book, table, zipped

PROFILE = "First Name,Last Name,Headline,Summary\nTest,Owner,Example,About me\n"
SKILLS = "Name\nExample\n"
PEOPLE = CONNECTIONS + "Ann,First,https://www.linkedin.com/in/ann,,,Example,05 Mar 2024\n"
INVITED = INVITATIONS + 'Test Owner,Ann First,"3/5/24, 2:02 PM",,OUTGOING,,https://www.linkedin.com/in/ann\n'
COMMENT = COMMENTS + f"2024-03-05 09:00:00,{POST}1,Well said\n"

COMPLETE, BASIC = "Complete_LinkedInDataExport_03-20-2024.zip", "Basic_LinkedInDataExport_03-20-2024.zip"


def read(files: dict[str, str], name: str = COMPLETE) -> api.Imported:
    return api.read([(name, zipped(files))])


@pytest.mark.parametrize(
    ("name", "files", "said"),
    [
        (COMPLETE, {"Profile.csv": PROFILE, "Skills.csv": SKILLS}, ["first part"]),
        (BASIC, {"Profile.csv": PROFILE}, ["first part", "basic"]),
        (BASIC, {"Profile.csv": PROFILE, "Connections.csv": PEOPLE, "Invitations.csv": INVITED}, ["basic"]),
        ("export.zip", {"Profile.csv": PROFILE, "Connections.csv": PEOPLE}, ["basic"]),
        ("export.zip", {"Connections.csv": PEOPLE}, ["basic"]),
        (COMPLETE, {"Profile.csv": PROFILE, "Connections.csv": PEOPLE, "Comments.csv": COMMENT}, []),
        # A header alone is a zero, so activity is known.
        (COMPLETE, {"Profile.csv": PROFILE, "Connections.csv": PEOPLE, "Comments.csv": COMMENTS}, []),
        ("export.zip", {"answers.csv": "signal,value\nactive_groups,3\n"}, []),
    ],
    ids=["the first mail", "basic, profile alone", "basic by name", "basic by content", "one file", "complete",
         "complete and idle", "answers"],
)  # fmt: skip
def test_an_export_says_what_it_is_not(name: str, files: dict[str, str], said: list[str]) -> None:
    assert [r.code for r in read(files, name).remarks] == said


def test_a_basic_archive_beside_a_complete_one_is_no_lack() -> None:
    both = api.read([(BASIC, zipped({"Connections.csv": PEOPLE})), (COMPLETE, zipped({"Comments.csv": COMMENT}))])
    assert both.remarks == ()


def test_remarks_are_said_by_every_face() -> None:
    found = read({"Profile.csv": PROFILE, "Connections.csv": PEOPLE}, BASIC)
    (remark,) = found.remarks
    assert "Complete" in remark.message
    assert remark.message in text.ledger(found)
    assert remark.message in found._repr_html_()
    assert json.loads(json.dumps(found.to_dict()))["remarks"] == [{"code": "basic", "message": remark.message}]
    assert "remarks" not in read({"Comments.csv": COMMENT}).to_dict()  # the contract's answer, and nothing else


def test_the_first_part_leaves_network_and_activity_missing() -> None:
    found = read({"Profile.csv": PROFILE, "Skills.csv": SKILLS})
    assert found.counts == {}
    assert set(found.stocks) == {"skills"}
    unknown = {"connections", "senior_connections", "comments_given", "reactions_given", "messages_sent", "shares",
               "active_days", "invite_acceptance", "personal_outreach", "people_searches"}  # fmt: skip
    assert unknown <= set(found.missing)
    by_key = {s.key: s for s in api.score(found).signals}
    assert {by_key[k].provenance for k in unknown} == {"missing"}
    assert {by_key[k].level for k in unknown} == {None}


def test_a_basic_archive_leaves_activity_missing_and_knows_the_network() -> None:
    found = read({"Connections.csv": PEOPLE, "Invitations.csv": INVITED}, BASIC)
    assert found.counts["invitations_sent"] == 1
    assert found.stocks["connections"] == 1
    assert {"comments_given", "reactions_given", "shares", "people_searches"} <= set(found.missing)
    assert "connections" not in found.missing


# ----------------------------------------------------------------------------------------------- days before the reach


def missing_until(found: api.Imported, key: str) -> dt.date | None:
    """The last day of the history on which a signal was missing."""
    told = api.history(found)
    days = told.days[told.missing[key]]
    return day_of(int(days[-1])) if len(days) else None


def test_days_before_a_workbooks_window_are_missing_in_the_history() -> None:
    # The workbook speaks of 2 April to 30 June. On 15 May it covers 29 + 15 = 44 of the 90 days before, which is less
    # than half; on 16 May it covers 45.
    days = [dt.date(2026, 4, 2) + dt.timedelta(i) for i in range(90)]
    figures = book({"ENGAGEMENT": [["Date", "Impressions", "Engagements"],
                                   *([f"{d.month}/{d.day}/{d.year}", 100, 7] for d in days)]})  # fmt: skip
    comments = COMMENTS + f"2026-01-01 09:00:00,{POST}1,Well said\n2026-06-30 09:00:00,{POST}2,Thanks\n"
    found = api.read([("Content.xlsx", figures), ("Comments.csv", comments.encode())])
    assert missing_until(found, "engagement_received") == dt.date(2026, 5, 15)
    # Comments go back to the start: the days between are idle.
    assert missing_until(found, "comments_given") is None


def test_days_before_recent_invitations_are_missing_in_the_history() -> None:
    # The oldest invitation is of 2 April, so on 15 May 44 of 90 days are spoken of, and on 16 May half.
    asked = [["Test Owner", f"Person {i}", f"{m}/{d}/26, 2:02 PM", "", "OUTGOING", "", f"https://www.linkedin.com/in/p{i}"]
             for i, (m, d) in enumerate([(4, 2), (5, 1), (6, 1)])]  # fmt: skip
    people = CONNECTIONS + "Old,Friend,https://www.linkedin.com/in/old,,,,01 Jan 2026\n"
    loose = [("Invitations.csv", (INVITATIONS + table(asked)).encode()), ("Connections.csv", people.encode()),
             ("Reactions.csv", f"{REACTIONS}2026-06-30 09:00:00,LIKE,{POST}1\n".encode())]  # fmt: skip
    found = api.read(loose)
    assert missing_until(found, "invite_acceptance") == dt.date(2026, 5, 15)
    assert missing_until(found, "connections") is None
