"""No cell that is written may be taken for a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.spreadsheet import csv_text, harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0", "\uff1d1", "-", "+"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-3.5", "-1e-7", "7", "Ann", "a=b", "2026-03-05", "", 3, -2.5, None])
def test_numbers_and_words_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_no_cell_of_a_csv_begins_a_formula_and_nothing_else_changes(rows: list[tuple[str, str]]) -> None:
    written = csv_text(["a", "b"], rows)
    back = list(csv.reader(io.StringIO(written, newline="")))[1:]
    for given_row, row in zip(rows, back, strict=True):
        for cell, after in zip(given_row, row, strict=True):
            before = cell.replace("\r\n", "\n").replace("\r", "\n")
            assert after in (before, "'" + before)
            if after.strip("\x00 \t\r\n")[:1] in ("=", "+", "@"):
                raise AssertionError(f"{after!r} would be run")
