"""A file's line in the ledger: its counts add up, its remarks name rows and reasons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.dates import BAD
from ssi_core.ingest.ledger import EXAMPLES, Entry
from tests.ingest.exports import adds_up, codes


def test_five_rows_of_a_file_are_named_and_every_reason_is_said() -> None:
    entry = Entry("a.csv")
    for row in range(1, 9):
        entry.reject("date", "no date", row)
    for row in range(9, 11):
        entry.reject("future", "too late", row)
    entry.note("encoding", "a remark on the file")
    assert entry.rows_rejected == 10
    assert [n.row for n in entry.notes if n.code == "date"] == list(range(1, EXAMPLES + 1))
    # No sixth row, but the reason, once.
    assert [n.row for n in entry.notes if n.code == "future"] == [None]
    assert codes(entry)[-1] == "encoding"


def test_a_reason_may_count_many_rows() -> None:
    entry = Entry("a.csv", rows_read=7)
    entry.reject("superseded", "an older export", count=7)
    assert adds_up(entry)
    assert [n.row for n in entry.notes] == [None]


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3))
def test_a_file_that_is_given_up_still_adds_up(counts: list[int]) -> None:
    kept, duplicate, rejected = counts
    entry = Entry("a.csv", rows_read=sum(counts) + 4, rows_kept=kept, rows_duplicate=duplicate, rows_rejected=rejected)
    entry.unreadable("damaged", "cut short")
    assert (entry.status, entry.rows_kept, entry.rows_rejected) == ("unreadable", 0, sum(counts) + 4)
    assert adds_up(entry)


def test_a_second_attempt_begins_with_nothing() -> None:
    entry = Entry("a.csv", kind="messages", encoding="utf-8")
    entry.rows_read = entry.rows_kept = 9
    for row in range(1, 9):
        entry.note("draft", "a draft", row)
    entry.start_again()
    entry.note("draft", "a draft", 1)
    assert (entry.rows_read, entry.rows_kept, codes(entry)) == (0, 0, ["draft"])
    assert (entry.kind, entry.encoding) == ("messages", "utf-8")


def test_the_span_is_that_of_the_days_that_are_days() -> None:
    entry = Entry("a.csv")
    entry.span([])
    entry.span([BAD])
    assert entry.first is entry.last is None
    entry.span([30, BAD, 20])
    entry.span([25])
    assert (entry.first, entry.last) == (20, 30)


def test_one_line_takes_another_in() -> None:
    entry, other = Entry("a.csv", rows_read=1, rows_kept=1, first=5, last=5), Entry("b.csv", rows_read=2, rows_kept=1)
    other.reject("date", "no date", 2)
    other.span([9])
    entry.take(other)
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected, entry.first, entry.last) == (3, 2, 1, 5, 9)
    assert codes(entry) == ["date"]
    assert adds_up(entry)


def test_a_reason_without_a_row_is_not_said_without_end() -> None:
    entry = Entry("a.csv", rows_read=100)
    for cells in range(100):
        entry.reject("columns", f"{cells} cells where the header has 13")
    entry.note("damaged", "a.csv is damaged")
    assert entry.rows_rejected == 100
    assert [n.code for n in entry.notes] == ["columns"] * 5 + ["damaged"]
