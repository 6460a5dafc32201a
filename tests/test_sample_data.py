"""The sample: the script makes the committed files, and they hold what its story says, counted by plain csv code."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from sample_data.make_sample import ARCHIVE, LATER, READINGS, WORKBOOK, build
from ssi_core import api
from ssi_core.commitments import checked
from ssi_core.store.filed import Commitment
from ssi_core.store.records import Records

FOLDER = Path(__file__).parents[1] / "sample_data"
EXPORT = date(2026, 7, 1)
WINDOW = (date(2026, 4, 2), date(2026, 6, 30))
OWNER_URL = "https://www.linkedin.com/in/mara-lindqvist-sample"
MEMBER = "_900000001.csv"
Row = dict[str, str]


def members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    """Name, date and inflated bytes of each member; the deflated bytes depend on the zlib at hand."""
    with zipfile.ZipFile(path) as archive:
        return [(member.filename, member.date_time, archive.read(member)) for member in archive.infolist()]


def contents(folder: Path) -> list[object]:
    return [*(members(folder / name) for name in (ARCHIVE, WORKBOOK, LATER)), (folder / READINGS).read_bytes()]


ARCHIVED = {name: content.decode() for name, _, content in members(FOLDER / ARCHIVE)}
LATER_ARCHIVED = {name: content.decode() for name, _, content in members(FOLDER / LATER)}


def rows(name: str, archived: dict[str, str] = ARCHIVED) -> list[Row]:
    text = archived[name]
    if name == "Connections.csv":
        text = text.split("\n\n", 1)[1]  # after the notes
    return list(csv.DictReader(io.StringIO(text)))


def days(found: Iterable[Row], column: str, pattern: str) -> list[date]:
    return [datetime.strptime(row[column], pattern).date() for row in found]


def recent(found: Iterable[date]) -> int:
    return sum(WINDOW[0] <= day <= WINDOW[1] for day in found)


def sent_messages(found: Iterable[Row]) -> list[Row]:
    return [row for row in found if row["SENDER PROFILE URL"] == OWNER_URL and row["IS MESSAGE DRAFT"] == "No"]


# ------------------------------------------------------------------------------------------------ made, not written


def test_script_makes_the_committed_files(tmp_path: Path) -> None:
    assert build(tmp_path) == [tmp_path / name for name in (ARCHIVE, WORKBOOK, READINGS, LATER)]
    assert contents(tmp_path) == contents(FOLDER)


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_hash_order_changes_nothing(tmp_path: Path, seed: str) -> None:
    script = [sys.executable, str(FOLDER / "make_sample.py"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed})
    assert contents(tmp_path) == contents(FOLDER)


def test_files_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (ARCHIVE, WORKBOOK, READINGS, LATER)) < 900_000


# ------------------------------------------------------------------------------------------ nothing real, nothing late


def test_members_are_dated_on_the_day_of_the_export() -> None:
    assert {date(*stamp[:3]) for _, stamp, _ in members(FOLDER / ARCHIVE)} == {EXPORT}
    assert max(date(*stamp[:3]) for _, stamp, _ in members(FOLDER / WORKBOOK)) <= EXPORT


DATES: tuple[tuple[str, Callable[[re.Match[str]], date]], ...] = (
    (r"\b(20\d\d)[-/](\d\d)[-/](\d\d)\b", lambda m: date(int(m[1]), int(m[2]), int(m[3]))),
    (r"\b(\d{1,2})/(\d{1,2})/(\d\d), \d", lambda m: date(2000 + int(m[3]), int(m[1]), int(m[2]))),
    (r"\b(\d\d [A-Z][a-z]{2} 20\d\d)\b", lambda m: datetime.strptime(m[1], "%d %b %Y").date()),
    (r"\b([A-Z][a-z]{2} \d\d), (20\d\d) ", lambda m: datetime.strptime(f"{m[1]} {m[2]}", "%b %d %Y").date()),
    (r"\b([A-Z][a-z]+ \d{1,2}), (20\d\d) at", lambda m: datetime.strptime(f"{m[1]} {m[2]}", "%B %d %Y").date()),
    (r" ([A-Z][a-z]{2} \d\d) \S+ UTC (20\d\d)", lambda m: datetime.strptime(f"{m[1]} {m[2]}", "%b %d %Y").date()),
)


@pytest.mark.parametrize(("archived", "last"), [(ARCHIVED, WINDOW[1]), (LATER_ARCHIVED, date(2026, 8, 31))])
def test_nothing_happens_after_the_last_day(archived: dict[str, str], last: date) -> None:
    found = [
        read(match) for text in archived.values() for pattern, read in DATES for match in re.finditer(pattern, text)
    ]
    assert len(found) > 12_000
    assert max(found) == last


def test_no_real_host_is_named() -> None:
    with zipfile.ZipFile(FOLDER / WORKBOOK) as book:
        cells = book.read("xl/sharedStrings.xml").decode().partition("<si>")[2]  # the rest names XML schemas
    both = {**ARCHIVED, **{f"later {name}": text for name, text in LATER_ARCHIVED.items()}}
    for name, text in {**both, WORKBOOK: cells, READINGS: (FOLDER / READINGS).read_text()}.items():
        hosts = re.findall(r"(?:https?:)?//([^/\s\"'<>,\])]+)", text) + re.findall(r"@([\w.-]+\w)", text)
        hosts += re.findall(r"\b(?:[\w-]+\.)+(?:com|org|net|io|de|eu|co|ai|dev|app|info|biz|edu|gov)\b", text)
        assert set(hosts) <= {"www.linkedin.com", "example.com"}, name


# -------------------------------------------------------------------------------------------------------- the facts


def test_connections() -> None:
    found = rows("Connections.csv")
    assert ARCHIVED["Connections.csv"].startswith("Notes:\n")
    assert not ARCHIVED["Connections.csv"].endswith("\n")
    named = [row for row in found if row["URL"]]
    assert (len(found), len(found) - len(named)) == (1900, 30)
    assert all(set(row.values()) == {"", row["Connected On"]} for row in found if not row["URL"])
    assert len({unquote(row["URL"]) for row in named}) == len(named)
    on = days(found, "Connected On", "%d %b %Y")
    assert on == sorted(on, reverse=True)
    assert recent(on) == 45
    high = re.compile(r"(VP|SVP|EVP|Vice|Senior Vice|Chief|C[EFTO]O\b|President)")
    senior = [row for row in found if high.match(row["Position"])]
    assert (len(senior), recent(days(senior, "Connected On", "%d %b %Y"))) == (94, 12)
    own = {row["Company Name"] for row in rows("Positions.csv")}
    assert sum(row["Company"].strip() in own for row in found) == 42


def test_invitations() -> None:
    connected = {
        unquote(row["URL"]): datetime.strptime(row["Connected On"], "%d %b %Y").date()
        for row in rows("Connections.csv")
        if row["URL"]
    }
    found = rows("Invitations.csv")
    outgoing = [row for row in found if row["Direction"] == "OUTGOING"]
    accepted = [row for row in outgoing if row["inviteeProfileUrl"] in connected]
    assert (len(found), len(outgoing), len(accepted)) == (715, 540, 218)
    sent = days(accepted, "Sent At", "%m/%d/%y, %I:%M %p")
    waits = [connected[row["inviteeProfileUrl"]] - day for row, day in zip(accepted, sent, strict=True)]
    assert timedelta(0) <= min(waits)
    assert max(waits) <= timedelta(30)
    on = days(found, "Sent At", "%m/%d/%y, %I:%M %p")
    assert min(on) >= WINDOW[1] - timedelta(399)
    assert recent(days(outgoing, "Sent At", "%m/%d/%y, %I:%M %p")) == 85
    assert sum(bool(row["Message"]) for row in outgoing) == 32


def test_messages() -> None:
    found = rows("messages.csv")
    assert len(found) == 6000
    assert len(ARCHIVED["messages.csv"].partition("\n")[0].split(",")) == 13
    assert sum(row["IS MESSAGE DRAFT"] == "Yes" for row in found) == 12
    assert sum(row["CONVERSATION TITLE"] == "Sponsored Conversation" for row in found) == 40
    assert sum(row["FROM"] == "LinkedIn Member" for row in found) == 100
    sent = sent_messages(found)
    assert (len(sent), recent(days(sent, "DATE", "%Y-%m-%d %H:%M:%S UTC"))) == (2740, 221)


def test_conversations() -> None:
    talks: dict[str, list[Row]] = {}
    previous = ""
    for row in rows("messages.csv"):
        key = row["CONVERSATION ID"]
        assert key == previous or key not in talks, "a conversation is not contiguous"
        talks.setdefault(key, []).append(row)
        previous = key
    assert len(talks) == 1019
    begun = answered = 0
    for talk in talks.values():
        real = sorted((row for row in talk if row["IS MESSAGE DRAFT"] == "No"), key=lambda row: row["DATE"])
        if real and real[0]["SENDER PROFILE URL"] == OWNER_URL:
            begun += 1
            answered += any(row["SENDER PROFILE URL"] != OWNER_URL for row in real)
    assert (begun, answered) == (518, 151)


def test_posts_and_comments() -> None:
    shares = rows("Shares" + MEMBER)
    posts = [row for row in shares if row["ShareCommentary"]]
    stamp = "%Y-%m-%d %H:%M:%S"
    assert (len(posts), recent(days(posts, "Date", stamp))) == (110, 14)
    reposts = [row for row in shares if not row["ShareCommentary"]] + rows("InstantReposts" + MEMBER)
    assert (len(reposts), recent(days(reposts, "Date", stamp))) == (68, 6)
    assert sum('\n""\n' in row["ShareCommentary"] for row in posts) > 40  # paragraphs in quotes
    # The csv module can't read the comments' escape style; a comment starts at a time and an address.
    comments = re.findall(r"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d,http", ARCHIVED["Comments" + MEMBER], re.MULTILINE)
    assert (len(comments), recent(map(date.fromisoformat, comments))) == (450, 90)
    assert '\\"' in ARCHIVED["Comments" + MEMBER]


@pytest.mark.parametrize(
    ("name", "column", "pattern", "count", "in_window"),
    [
        ("Reactions" + MEMBER, "Date", "%Y-%m-%d %H:%M:%S", 1500, 160),
        ("SearchQueries.csv", "Time", "%Y/%m/%d %H:%M:%S UTC", 700, 60),
        ("Votes.csv", "Date", "%Y-%m-%d %H:%M:%S", 25, 3),
        ("Logins.csv", "Login Date", "%a %b %d %H:%M:%S UTC %Y", 178, 28),
        ("Endorsement_Received_Info.csv", "Endorsement Date", "%Y/%m/%d %H:%M:%S UTC", 60, 3),
        ("Recommendations_Received.csv", "Creation Date", "%m/%d/%y, %I:%M %p", 3, 0),
        ("Recommendations_Given.csv", "Creation Date", "%m/%d/%y, %I:%M %p", 4, 0),
    ],
)
def test_other_activity(name: str, column: str, pattern: str, count: int, in_window: int) -> None:
    found = rows(name)
    assert (len(found), recent(days(found, column, pattern))) == (count, in_window)


def test_social_proof() -> None:
    assert sum(row["Endorsement Status"] == "ACCEPTED" for row in rows("Endorsement_Received_Info.csv")) == 56
    assert {row["Status"] for row in rows("Recommendations_Received.csv")} == {"VISIBLE"}
    assert len(rows("Skills.csv")) == 24
    written = sorted(name[len("Articles/Articles/") :][:10] for name in ARCHIVED if name.startswith("Articles/"))
    assert (len(written), recent(map(date.fromisoformat, written))) == (4, 1)


def test_readings() -> None:
    readings = list(csv.DictReader(io.StringIO((FOLDER / READINGS).read_text())))
    parts = [[float(row[key]) for key in ("Brand", "People", "Insights", "Relationships")] for row in readings]
    assert len(readings) == 11
    assert sum(not any(row) for row in parts) == 1  # a failed capture
    assert [int(row["Total"]) for row in readings] == [round(sum(row)) for row in parts]
    assert readings[-1]["Date"] == "2026-06-28"
    assert [readings[-1][f"{name} {what}"] for name in ("Industry", "Network") for what in ("average", "top")] == [
        "36", "3", "43", "8"
    ]  # fmt: skip


def test_the_readings_are_such_as_the_estimate_thinks_likely() -> None:
    # An example whose own numbers lie outside the interval would say that the interval is wrong.
    found = api.read([FOLDER / ARCHIVE, FOLDER / WORKBOOK], readings=FOLDER / READINGS)
    low, high = api.score(found).raw.interval
    newest = api.against_readings(found)[-1]
    assert low < newest.official < high


def test_workbook() -> None:
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_path(FOLDER / WORKBOOK)
    assert book.sheet_names == ["DISCOVERY", "ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"]
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    assert all(isinstance(cell, str) for sheet in sheets.values() for row in sheet for cell in row)
    engagement, followers = sheets["ENGAGEMENT"][1:], sheets["FOLLOWERS"][3:]
    assert len(engagement) == len(followers) == 365
    assert sheets["FOLLOWERS"][0][0] == "Total followers on 6/30/2026:"
    assert sum(int(row[2].replace(",", "")) for row in engagement[-90:]) == 396
    assert sum(int(row[1]) for row in followers[-90:]) == 60


# --------------------------------------------------------------------------------------------- two months later

AGREED = (date(2026, 7, 2), date(2026, 7, 29))
STAMP = "%Y-%m-%d %H:%M:%S"


def commented(archived: dict[str, str]) -> list[date]:
    found = re.findall(r"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d,http", archived["Comments" + MEMBER], re.MULTILINE)
    return [date.fromisoformat(day) for day in found]


def between(found: Iterable[date], first: date, last: date) -> int:
    return sum(first <= day <= last for day in found)


def test_the_later_export_is_of_its_day() -> None:
    assert {date(*stamp[:3]) for _, stamp, _ in members(FOLDER / LATER)} == {date(2026, 9, 1)}


def test_the_later_export_holds_every_row_of_the_first() -> None:
    assert list(LATER_ARCHIVED) == list(ARCHIVED)
    for name, text in ARCHIVED.items():
        header = text.index("\n\n") + 2 if name == "Connections.csv" else 0  # below the notes
        head = text[: text.find("\n", header)]
        assert LATER_ARCHIVED[name].startswith(head), name
        assert LATER_ARCHIVED[name].endswith(text.removeprefix(head)), name


@pytest.mark.parametrize(
    ("name", "column", "pattern", "more"),
    [
        ("Connections.csv", "Connected On", "%d %b %Y", 16),
        ("Invitations.csv", "Sent At", "%m/%d/%y, %I:%M %p", 21),
        ("Shares" + MEMBER, "Date", STAMP, 12),
        ("InstantReposts" + MEMBER, "Date", STAMP, 1),
        ("Reactions" + MEMBER, "Date", STAMP, 125),
        ("SearchQueries.csv", "Time", "%Y/%m/%d %H:%M:%S UTC", 34),
        ("Votes.csv", "Date", STAMP, 2),
        ("Logins.csv", "Login Date", "%a %b %d %H:%M:%S UTC %Y", 22),
        ("Endorsement_Received_Info.csv", "Endorsement Date", "%Y/%m/%d %H:%M:%S UTC", 3),
        ("Endorsement_Given_Info.csv", "Endorsement Date", "%Y/%m/%d %H:%M:%S UTC", 2),
    ],
)
def test_two_more_months(name: str, column: str, pattern: str, more: int) -> None:
    found = rows(name, LATER_ARCHIVED)
    assert len(found) - len(rows(name)) == more
    assert between(days(found, column, pattern), date(2026, 7, 1), date(2026, 8, 31)) == more


def test_what_was_agreed_is_kept_in_part() -> None:
    # Ten comments and two posts a week, for four weeks: 40 and 8.
    posts = days((r for r in rows("Shares" + MEMBER, LATER_ARCHIVED) if r["ShareCommentary"]), "Date", STAMP)
    sent = days(
        (r for r in rows("Invitations.csv", LATER_ARCHIVED) if r["Direction"] == "OUTGOING"),
        "Sent At", "%m/%d/%y, %I:%M %p",
    )  # fmt: skip
    comments = commented(LATER_ARCHIVED)
    assert (between(comments, *AGREED), between(posts, *AGREED), between(sent, *AGREED)) == (48, 4, 4)
    # The four weeks before had 35, the 33 days after have 52: more than ten a week still.
    assert between(comments, date(2026, 6, 3), date(2026, 6, 30)) == 35
    assert (between(comments, date(2026, 7, 30), date(2026, 8, 31)), len(comments)) == (52, 551)


def test_each_row_of_both_exports_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", "2026-09-01")  # before it, an export of that day would not be believed
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    kept = records.save_member("Mara", api.read(api.sample_files(), traces=True))
    added = records.add_import(kept.id, api.read(api.later_sample_files(), traces=True), version=1)
    found = records.load(kept.id).found
    records.close()
    alone = api.read([*api.later_sample_files(), FOLDER / WORKBOOK])
    assert (found.counts, found.stocks) == (alone.counts, alone.stocks)
    assert api.score(found).to_dict() == api.score(alone).to_dict()
    assert found.counts["comments_given"] == 551
    assert not added.combined.nothing_new
    checks = [
        checked(found, Commitment(habit, weekly, *AGREED), today=date(2026, 9, 1))
        for habit, weekly in (("comment", 10), ("post", 2))
    ]
    assert [(c.verdict, c.actions, c.days_seen) for c in checks] == [("kept", 48, 28), ("partly", 4, 28)]
