# ruff: noqa: E501 - lines as an export has them
"""Section 2 of the format notes: every pattern of a date, in each of the files that it is used in."""

from __future__ import annotations

import pytest

from ssi_core.imported import iso
from tests.ingest.exports import POST, book, read, table

ASKED = "From,To,Sent At,Message,Direction"
MESSAGES = "From,To,Date,Subject,Content,Direction,Folder"
GOT = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status"
LETTERS = "CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER"
RECOMMENDED = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
LOGINS = "Login Date,IP Address,User Agent,Login Type"
CONNECTED = "First Name,Last Name,Email Address,Company,Position,Connected On"

#: Pattern, file, header, a row with the date, all of 5 March 2024.
ROWS = [
    ("DD Mon YYYY", "Connections.csv", CONNECTED, ["Ann", "First", "", "", "", "05 Mar 2024"]),
    ("M/D/YY, h:mm AM", "Invitations.csv", ASKED, ["Test Owner", "Ann First", "3/5/24, 2:02 PM", "", "OUTGOING"]),
    ("M/D/YY, h:mm AM", "Connections.csv", CONNECTED, ["Ann", "First", "", "", "", "3/5/24, 2:02 PM"]),
    ("M/D/YY, h:mm AM", "Messages.csv", MESSAGES, ["Test Owner", "Ann", "3/5/24, 2:02 PM", "", "Hi", "OUTGOING", "SENT"]),
    ("MM/DD/YY, hh:mm AM", "Recommendations_Given.csv", RECOMMENDED, ["Ann", "First", "", "", "x", "03/05/24, 02:02 PM", ""]),
    ("MM/DD/YY hh:mm PM UTC", "Reactions.csv", "Date,Type,Link", ["03/05/24 02:02 PM UTC", "LIKE", POST]),
    ("YYYY-MM-DD HH:MM:SS", "Shares.csv", "Date,ShareLink,ShareCommentary", ["2024-03-05 14:02:11", POST, "Hi"]),
    ("YYYY-MM-DD HH:MM:SS", "Comments.csv", "Date,Link,Message", ["2024-03-05 14:02:11", f"{POST}1", "Hi"]),
    ("YYYY-MM-DD HH:MM:SS", "Reactions.csv", "Date,Type,Link", ["2024-03-05 14:02:11", "LIKE", POST]),
    ("YYYY-MM-DD HH:MM:SS", "Votes.csv", "Date,Link,OptionText", ["2024-03-05 14:02:11", POST, "Yes"]),
    ("YYYY-MM-DD HH:MM:SS", "Member_Follows.csv", "Date,Status,FullName", ["2024-03-05 14:02:11", "Active", "Ann First"]),
    ("YYYY-MM-DD HH:MM:SS", "Hashtag_Follows.csv", "HashTag,CreatedTime,LastModifiedTime,State", ["#a", "2024-03-05 14:02:11", "", "Follow"]),
    ("YYYY-MM-DD HH:MM:SS UTC", "messages.csv", LETTERS, ["c", "Test Owner", "Ann", "2024-03-05 14:02:11 UTC", "Hi", "INBOX"]),
    ("YYYY-MM-DD HH:MM:SS UTC", "Comments.csv", "Date,Link,Message", ["2024-03-05 14:02:11 UTC", f"{POST}1", "Hi"]),
    ("YYYY-MM-DD HH:MM UTC", "Reactions.csv", "Date,Type,Link", ["2024-03-05 14:02 UTC", "LIKE", POST]),
    ("YYYY/MM/DD HH:MM:SS UTC", "Endorsement_Received_Info.csv", GOT, ["2024/03/05 14:02:11 UTC", "x", "Ann", "First", "ACCEPTED"]),
    ("YYYY/MM/DD HH:MM:SS UTC", "SearchQueries.csv", "Time,Search Query", ["2024/03/05 14:02:11 UTC", "clerk"]),
    ("Dow Mon DD HH:MM:SS UTC YYYY", "Company Follows.csv", "Organization,Followed On", ["Example", "Tue Mar 05 14:02:11 UTC 2024"]),
    ("Dow Mon DD HH:MM:SS UTC YYYY", "Logins.csv", LOGINS, ["Tue Mar 05 14:02:11 UTC 2024", "", "", "SIGNIN"]),
    ("prose", "Rich_Media.csv", "Date/Time,Media Description,Media Link", ["You uploaded a feed photo on March 5, 2024 at 2:02 PM (GMT)", "", "a"]),
    ("ISO T", "messages.csv", MESSAGES.upper(), ["Test Owner", "Ann", "2024-03-05T14:02:11", "", "Hi", "OUTGOING", "INBOX"]),
    ("YYYY-MM-DD", "Reactions.csv", "Date,Type,Link", ["2024-03-05", "LIKE", POST]),
    ("MM-DD-YYYY HH:MM:SS", "activity.csv", "activityId,activityType,createdAt,seatId", ["1", "SAVED_LEAD", "03-05-2024 14:02:11", "7"]),
    ("re-saved 5-Mar-24", "Connections.csv", CONNECTED, ["Ann", "First", "", "", "", "5-Mar-24"]),
    ("re-saved 05-Mar-24", "Connections.csv", CONNECTED, ["Ann", "First", "", "", "", "05-Mar-24"]),
    ("re-saved 3/5/2024", "Reactions.csv", "Date,Type,Link", ["3/5/2024", "LIKE", POST]),
    ("re-saved 03/05/2024 14:02", "Hashtag_Follows.csv", "HashTag,CreatedTime,LastModifiedTime,State", ["#a", "03/05/2024 14:02", "", "Follow"]),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "name", "header", "row"), ROWS, ids=[f"2 {p} in {n}" for p, n, _, _ in ROWS])
@pytest.mark.parametrize("saved", ["csv", "xlsx"])
def test_every_pattern_is_the_day_it_says(pattern: str, name: str, header: str, row: list[str], saved: str) -> None:
    del pattern
    rows = [header.split(","), row]
    data = table(rows).encode() if saved == "csv" else book({"Sheet1": rows})
    found = read({name: data}, owner="Test Owner")
    entry = found.entry(name)
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (1, 1, 0)
    assert (iso(entry.first), iso(entry.last)) == ("2024-03-05", "2024-03-05")


UNDATED = {
    "Positions.csv": ("Company Name,Title,Description,Location,Started On,Finished On", "Example,Clerk,,,{},{}", "positions"),
    "Education.csv": ("School Name,Start Date,End Date,Notes,Degree Name,Activities", "Example,{},{},,,", "education"),
    "Certifications.csv": ("Name,Url,Authority,Started On,Finished On,License Number", "Example,,Body,{},{},", "certifications"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDATED, ids=lambda n: f"2 Mon YYYY or YYYY or blank in {n}")
def test_a_month_a_year_or_nothing_is_no_reason_to_leave_a_row_out(name: str) -> None:
    header, row, stock = UNDATED[name]
    rows = [row.format(*dates).replace("Example", f"Example {i}", 1)
            for i, dates in enumerate([("Mar 2024", ""), ("2024", "Mar 2024"), ("", "")])]  # fmt: skip
    found = read({name: "\n".join([header, *rows])})
    assert found.member.profile.stocks[stock] == 3
    assert found.ledger.last_day is None


@pytest.mark.parametrize("cell", ["N/A", "", "Mar 2024", "2024", "Mar 5", "13/13/24, 2:02 PM", "2024-02-30 09:00:00"])
def test_2_a_date_without_a_day_is_rejected_and_named_by_its_row(cell: str) -> None:
    found = read({"Reactions.csv": f'Date,Type,Link\n2024-03-05 09:00:00,LIKE,a\n"{cell}",LIKE,b\n'})
    entry = found.entry("Reactions.csv")
    assert (entry.rows_kept, entry.rows_rejected) == (1, 1)
    assert [(n.code, n.row) for n in entry.notes] == [("date", 2)]


def test_2_day_and_month_are_decided_for_the_column() -> None:
    # The 25th says that the day comes first, so the row above is of 5 April.
    found = read({"Reactions.csv": "Date;Type;Link\n05/04/2024;LIKE;a\n25/04/2024;LIKE;b\n"})
    assert sorted(found.on("reactions_given")) == ["2024-04-05", "2024-04-25"]


def test_2_an_order_that_lies_after_the_export_is_not_the_one() -> None:
    # Exported on 20 March 2024: 03/04/2024 can't be 4 March and 05/03 not 3 May, so the day comes first.
    found = read(
        {
            "Complete_LinkedInDataExport_03-20-2024/Reactions.csv": "Date,Type,Link\n05/03/2024,LIKE,a\n06/03/2024,LIKE,b\n"
        }
    )
    assert sorted(found.on("reactions_given")) == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize(("clock", "hour"), [("12:00 AM", 0), ("12:59 PM", 12), ("1:00 PM", 13), ("11:59 PM", 23)])
def test_2_noon_and_midnight(clock: str, hour: int) -> None:
    # A message at that hour comes before one a minute after it, and after one a minute before it, of the same day.
    rows = [["Test Owner", "Ann", f"3/5/24, {clock}", "", "Hi", "OUTGOING", "SENT"],
            ["Ann", "Test Owner", f"2024-03-05T{hour:02}:{clock.split(':')[1][:2]}:30", "", "Ho", "INCOMING", "INBOX"]]  # fmt: skip
    found = read({"messages.csv": table([MESSAGES.split(","), *rows])})
    # The owner wrote first, by half a minute.
    assert found.counts["conversations_started"] == 1
