"""Official readings as they are typed in a table."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.readings import COLUMNS, cells_of, readings_csv
from ssi_core.ingest.typed import readings_from_csv, readings_from_rows
from ssi_core.member import Group, Reading
from tests.ingest.exports import day
from tests.ingest.test_readings import READING

TODAY = day("2026-07-01")
PARTS = {"brand": 21.0, "find": 6.4, "engage": 2.2, "relationships": 25.0}


@pytest.mark.parametrize(
    "date",
    [dt.date(2026, 5, 24), dt.datetime(2026, 5, 24, 8), pd.Timestamp("2026-05-24"),
     np.datetime64("2026-05-24T00:00:00", "ns"), "2026-05-24", "24.05.2026", "24 May 2026"],
)  # fmt: skip
def test_a_row_of_the_table(date: object) -> None:
    row = {
        "date": date, "total": 54.6, **PARTS, "industry_average": 33.75, "network_average": np.float64(46.19),
        "industry_top": 5, "network_top": "24%", "seat": True, "break": np.False_,
    }  # fmt: skip
    groups = {"industry": Group(33.75, 5), "network": Group(46.19, 24)}
    assert readings_from_rows([row], TODAY) == ([Reading(day("2026-05-24"), 54.6, PARTS, groups, True)], [])


@pytest.mark.parametrize("blank", [None, math.nan, pd.NA, pd.NaT, "", "  "])
def test_cells_may_be_blank(blank: object) -> None:
    rows = [dict.fromkeys(COLUMNS, blank), {**dict.fromkeys(COLUMNS, blank), "date": "2026-05-24", "total": 48}]
    assert readings_from_rows([*rows, {}], TODAY) == ([Reading(day("2026-05-24"), 48)], [])


@given(st.lists(READING, max_size=4, unique_by=lambda r: r.day))
def test_a_table_reads_back_the_same(log: list[Reading]) -> None:
    rows = [dict(zip(COLUMNS, cells_of(r), strict=True)) for r in log]
    assert readings_from_rows(rows, TODAY) == (sorted(log, key=lambda r: r.day), [])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"total": 48}, "Row 2: no date: give the day on which LinkedIn showed it."),
        ({"date": "soon", "total": 48}, "Row 2: 'soon' is no date: write YYYY-MM-DD."),
        ({"date": "2026-07-02", "total": 48}, "Row 2: 2026-07-02 is still to come: give a day up to 2026-07-01."),
        ({"date": "2026-06-02", "total": 148}, "Row 2: the total is 148: give a number from 0 to 100."),
        ({"date": "2026-06-02", "brand": -1}, "Row 2: brand is -1: give a number from 0 to 25."),
        ({"date": "2026-06-02", "total": 48, "network_top": 101},
         "Row 2: the network rank is 101: give a number from 0 to 100."),
        ({"date": "2026-06-02", "total": "many"}, "Row 2: total: 'many' is not a number."),
        ({"date": "2026-06-02", "total": math.inf}, "Row 2: total: 'inf' is not a number."),
        ({"date": "2026-06-02", "total": 0, "brand": 0},
         "Row 2: no total and no part above 0: a failed capture is no reading, so give figures or delete it."),
        ({"date": "2026-05-24", "total": 49, "brand": 3},
         "Row 1: 2026-05-24 stands in row 2 too: give one row a day."),
        ({"date": "2026-05-24", "total": 49}, "Row 1: 2026-05-24 stands in row 2 too: give one row a day."),
    ],
)  # fmt: skip
def test_a_row_that_is_none_is_told_by_its_number(row: dict[str, object], words: str) -> None:
    found, refused = readings_from_rows([{"date": "2026-05-24", "total": 48}, row], TODAY)
    assert refused == [words]
    assert len(found) == 1


def test_the_row_with_more_figures_stands() -> None:
    rows = [{"date": "2026-05-24", "total": 48, "brand": 3}, {"date": "24.05.2026", "total": 49}]
    found, refused = readings_from_rows(rows, TODAY)
    assert [r.total for r in found] == [48]
    assert refused == ["Row 2: 2026-05-24 stands in row 1 too: give one row a day."]


def test_a_break_may_stand_alone_or_beside_a_reading() -> None:
    two = [{"date": "2026-05-25", "total": 48}, {"date": "2026-05-25", "break": "x"}]
    rows = [{"date": "2026-05-24", "break": True}, *two]
    assert readings_from_rows(rows, TODAY) == (
        [Reading(day("2026-05-24"), None, breaks=True), Reading(day("2026-05-25"), 48, breaks=True)], [],
    )  # fmt: skip


@given(st.lists(READING | st.builds(Reading, st.integers(16000, 20000), st.none(), breaks=st.just(True)),
                max_size=5, unique_by=lambda r: r.day))  # fmt: skip
def test_a_written_log_is_typed_readings_again(log: list[Reading]) -> None:
    assert readings_from_csv(readings_csv(log), TODAY) == sorted(log, key=lambda r: r.day)


def test_a_row_of_a_written_log_that_is_none_is_an_error() -> None:
    text = readings_csv([Reading(day("2026-05-24"), 48.0)])
    with pytest.raises(IngestError, match=r"official readings: Row 2: total: 'many' is not a number\."):
        readings_from_csv(f"{text}2026-06-02,many\n", TODAY)
