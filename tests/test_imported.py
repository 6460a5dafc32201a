"""The ledger in words: for the terminal, a frame, a spreadsheet."""

import csv
import io

import pytest

from ssi_core import api, text
from tests.ingest.exports import COMMENTS, CONNECTIONS, POST, REACTIONS, zipped

FILES: dict[str, str | bytes] = {
    "Connections.csv": CONNECTIONS + "A,B,,,,,05 Mar 2024\n",
    "Gizmos.csv": "Gizmo,Colour\n1,red\n",
    "photo.jpg": b"\xff\xd8\xff\xe0 no table",
    "Reactions.csv": b"PK\x03\x04 broken",
    "Comments.csv": f"{COMMENTS}2026-03-05 09:00:00,{POST}1,a\n2026-03-05 09:00:00,{POST}1,a\nsecond line\n",
    "likes of mine.csv": (REACTIONS + "2026-03-05,LIKE,x\nnever,LIKE,x\n").replace(",", ";").encode("utf-16"),
    "=1+2.csv": "",
}


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read([(name, data.encode() if isinstance(data, str) else data) for name, data in FILES.items()])


def test_what_can_not_be_read_comes_first_then_what_no_one_knows(found: api.Imported) -> None:
    assert [e.name for e in found.lines][:2] == ["Reactions.csv", "Gizmos.csv"]
    assert [e.status for e in found.lines][-1] == "ignored"
    frame = found.to_frame().set_index("file")
    assert frame.loc["Reactions.csv", "what to do"].startswith("Download it again")
    assert frame.loc["Gizmos.csv", "what to do"].startswith("Say what its columns are")
    assert frame.loc["Connections.csv", "what to do"] == ""


def test_a_line_says_what_how_many_and_how_it_was_written(found: api.Imported) -> None:
    line = found.to_frame().set_index("file").loc["likes of mine.csv"]
    assert line["what it is"] == "your reactions"
    assert (line["encoding"], line["delimiter"]) == ("utf-16", "semicolon")
    assert (line["rows read"], line["kept"], line["rejected"]) == (2, 1, 1)
    assert (line["first day"], line["last day"]) == ("2026-03-05", "2026-03-05")
    assert line["remarks"] == "no date that can be read (row 2)"


def test_the_accounts_add_up_and_name_only_what_happened(found: api.Imported) -> None:
    # Read: 1 connection, 2 comments, 2 reactions; the second comment is another one (comments repeat).
    assert found.accounts == (
        "5 rows read: 4 kept, 1 of them repaired, 1 left out. "
        "Of 7 files: 1 can't be read, 1 with nothing in it, 2 left alone."
    )
    whole = api.read(("Connections.csv", (CONNECTIONS + "A,B,,,,,05 Mar 2024\n").encode()))
    assert whole.accounts == "1 row read: 1 kept."
    twice = {"Connections.csv": CONNECTIONS + "A,B,,,,,05 Mar 2024\n"}
    both = api.read([("a.zip", zipped(twice)), ("b.zip", zipped(twice))])
    assert both.accounts == "2 rows read: 1 kept, 1 there twice."


def test_the_csv_is_the_frame_and_runs_nothing(found: api.Imported) -> None:
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert len(rows) == len(FILES)
    assert {r["file"] for r in rows} == {*FILES, "'=1+2.csv"} - {"=1+2.csv"}
    assert not any(cell.startswith("=") for r in rows for cell in r.values())


def test_the_terminal_says_the_same(found: api.Imported) -> None:
    said = text.ledger(found)
    assert found.sentence in said
    assert found.accounts in said
    for words in (
        "read as your reactions", "utf-16, parted by a semicolon", "no date that can be read (row 2)",
        "Download it again", "Say what its columns are",
    ):  # fmt: skip
        assert f"      {words}" in said
    assert said.index("Reactions.csv") < said.index("Gizmos.csv") < said.index("Connections.csv")


def test_lost_bytes_are_said() -> None:
    stray = f"{COMMENTS}not a record\n2026-03-05 09:00:00,{POST}1,a\n"
    found = api.read(("Comments.csv", stray.encode()))
    assert "      12 bytes given up" in text.ledger(found)
    assert found.accounts == "2 rows read: 1 kept, 1 left out; 12 bytes given up."
    assert found.to_frame()["bytes given up"].tolist() == [12]


def test_the_owner_is_asked_for_where_there_are_messages_and_nobody_says_whose() -> None:
    words = 'give --owner "First Last"'
    letters = b"FROM,TO,DATE,CONTENT\nAnn A,Bob B,2024-03-05 14:02:11 UTC,hello\n"
    lonely = api.read([("messages.csv", letters)])
    assert lonely.wants_owner
    assert words in text.ledger(lonely)
    for other in (api.read([("messages.csv", letters)], owner="Ann A"), api.read([("Connections.csv", PEOPLE)])):
        assert not other.wants_owner
        assert words not in text.ledger(other)


PEOPLE = (CONNECTIONS + "A,B,,,,,05 Mar 2024\n").encode()
