"""A quote that is never closed takes the rows behind it into a cell: their bytes are told, for every kind of table."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.ingest.exports import CONNECTIONS, INVITATIONS, OWNER, PEOPLE_2022, REACTIONS, codes, read

LETTERS = "CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER\n"
#: A header, and a row with two places: before an ordinary cell, and for a number.
TABLES = {
    "Reactions.csv": (REACTIONS, "2024-03-05 14:02:11,{}LIKE,https://example.com/{}\n"),
    "Connections.csv": (CONNECTIONS, "Ann,First,https://www.linkedin.com/in/a{1},{0},Example,Clerk,05 Mar 2024\n"),
    "Connections 2022.csv": (PEOPLE_2022, "Ann{1},First,,{0}Example,Clerk,05 Mar 2024\n"),
    "Invitations.csv": (INVITATIONS, "Test Owner,Ann {1},3/5/2024 14:02,{0}Hi,OUTGOING,,\n"),
    "Shares.csv": ("Date,ShareLink,ShareCommentary,SharedUrl\n", "2024-03-05 14:02:11,https://example.com/{1},words,{0}a\n"),
    "SearchQueries.csv": ("Time,Search Query\n", "2024/03/05 14:02:11 UTC,{}clerk{}\n"),
    "Logins.csv": ("Login Date,IP Address,User Agent,Login Type\n", "Tue Mar 05 14:02:11 UTC 2024,{},x{},SIGNIN\n"),
    "messages.csv": (LETTERS, "c{1},Test Owner,Ann,2024-03-05 14:02:11 UTC,{0}Hi,INBOX\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("slowly", [False, True])
def test_rows_behind_a_lost_quote_are_told_in_bytes(name: str, slowly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if slowly:
        monkeypatch.setattr("ssi_core.ingest.tables._arrow_table", lambda *_: None)
    header, row = TABLES[name]
    # The quote opens in the second of five rows and never closes: three rows lie in it.
    rows = [row.format('"' if i == 2 else "", i) for i in range(1, 6)]
    found = read({name: header + "".join(rows), "Votes.csv": "Date,Link,OptionText\n"}, OWNER)
    entry = found.entry(name)
    assert entry.rows_read == 2
    assert entry.bytes_rejected == len("".join(rows[2:]))
    assert [(n.code, n.row) for n in entry.notes if n.code == "damage"] == [("damage", 2)]


@pytest.mark.parametrize("name", TABLES)
def test_a_whole_table_has_lost_nothing(name: str) -> None:
    header, row = TABLES[name]
    found = read({name: header + "".join(row.format("", i) + "\n" for i in range(1, 6))}, OWNER)
    assert (found.entry(name).rows_read, found.entry(name).bytes_rejected) == (5, 0)
    assert codes(found.entry(name)) == []


def test_a_text_of_several_lines_is_no_loss() -> None:
    words = '"First, of all\n\u2028\n2024-03-05, a day\n2024-03-05 14:02:11 it was\n\nBest"'
    found = read({"Shares.csv": f"Date,ShareLink,ShareCommentary,SharedUrl\n2024-03-05 14:02:11,a,{words},\n"})
    assert (found.entry("Shares.csv").rows_read, found.entry("Shares.csv").bytes_rejected) == (1, 0)


def test_millions_of_lines_in_one_cell_are_not_held_at_once() -> None:
    body = b'"2024-03-05 09:00:00","' + b"\n" * 2_000_000 + b'",a\n'
    tracemalloc.start()
    try:
        entry = read({"Reactions.csv": (REACTIONS.encode() + body).decode()}).entry("Reactions.csv")
        assert tracemalloc.get_traced_memory()[1] < 40 << 20  # as a list of lines it took 60 MB
    finally:
        tracemalloc.stop()
    assert (entry.rows_kept, entry.bytes_rejected) == (1, 0)
