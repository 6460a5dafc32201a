"""Dates as LinkedIn and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ssi_core.ingest.dates import BAD, day_first, parse_days, parse_seconds
from ssi_core.member import day_number, day_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MARCH_5 = dt.date(2024, 3, 5)


def days(*cells: str, order: bool | None = None) -> list[dt.date | None]:
    return [None if n == BAD else day_of(int(n)) for n in parse_days(cells, order)]


def at(text: str) -> dt.datetime:
    """The moment that a cell is read as."""
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(parse_seconds([text])[0]))


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        ("05 Mar 2024", "Connections"),
        ("3/5/24, 2:02 PM", "Invitations, and Connections and Messages of 2018"),
        ("03/05/24, 02:02 PM", "Recommendations"),
        ("03/05/24 02:02 PM UTC", "Receipts_v2: the same without a comma"),
        ("2024-03-05 14:02:11", "Shares, Comments, Reactions, Votes, follows"),
        ("2024-03-05 14:02:11 UTC", "messages"),
        ("2024-03-05 14:02 UTC", "Learning"),
        ("2024/03/05 14:02:11 UTC", "Endorsements, SearchQueries"),
        ("Tue Mar 05 14:02:11 UTC 2024", "Company Follows, Logins"),
        ("Mar 5, 2024", "Publications, the analytics of a single post"),
        ("You uploaded a feed photo on March 5, 2024 at 2:02 PM (GMT)", "Rich_Media"),
        ("2024-03-05T14:02:11", "messages of 2020"),
        ("2024-03-05T14:02:11.250Z", "ISO with a fraction and a zone"),
        ("2024-03-05", "Verifications, readings"),
        ("3/5/2024", "the creator workbook in US English"),
        ("03-05-2024 14:02:11", "Sales Navigator's activity"),
        ("5-Mar-24", "saved again by a spreadsheet"),
        ("05-Mar-24", "saved again by a spreadsheet"),
        ("03/05/2024 14:02", "saved again by a spreadsheet"),
        ("05.03.2024", "saved again by a European spreadsheet"),
        ("05.03.24", "saved again by a European spreadsheet"),
        ("5 March 2024", "written by hand"),
        ("  05 Mar 2024 ", "with spaces around it"),
        ("2024-3-5", "without zeros"),
    ],
)
def test_every_form_is_the_fifth_of_march(cell: str, where: str) -> None:
    assert days(cell) == [MARCH_5], where


@pytest.mark.parametrize(
    "cell",
    [
        "", "   ", "N/A", "yesterday", "2023-02-29", "30 Feb 2024", "31 Apr 2024", "2024-13-01", "2024-00-10",
        "2024-01-00", "05 Foo 2024", "13/13/2024", "0/5/24, 2:02 PM", "20240305", "12345", "2024", "Mar 2024",
        "05 Mar", "05 Mar 2024 and more", "https://example.com/2024-03-05", "-1", "99999999-01-01", "\x00", "😀",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(cell: str) -> None:
    assert days(cell) == [None]


@pytest.mark.parametrize("filler", [" ", "0", "a", ":"])
def test_a_cell_longer_than_any_date_is_not_looked_at(filler: str) -> None:
    # Patterns may take the square of a cell's length, and a damaged file may hold a cell of megabytes.
    long = "2024-03-05 14:02" + filler * 3_000_000 + "UTC"
    assert days(long, "2024-03-05") == [None, MARCH_5]
    assert day_first([f"13/4/2024{filler * 3_000_000}x", "3/4/2024"]) is None
    assert days("2024-03-05 14:02" + " " * 100 + "UTC") == [MARCH_5]


def test_a_leap_day_is_a_day_in_a_leap_year_alone() -> None:
    assert days("29 Feb 2024", "29 Feb 2023", "2020-02-29", "2100-02-29") == [
        dt.date(2024, 2, 29), None, dt.date(2020, 2, 29), None,
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["2002-12-31", "31 Dec 2002", "0001-01-01 00:00:00", "1/1/1970", "31.12.1899"])
def test_a_day_before_linkedin_is_no_day(cell: str) -> None:
    assert days(cell) == [None]
    assert days("2003-01-01") == [dt.date(2003, 1, 1)]


def test_two_digit_years_are_of_this_century() -> None:
    assert days("5-Mar-03", "3/5/99") == [dt.date(2003, 3, 5), dt.date(2099, 3, 5)]


def test_an_empty_column_has_no_days() -> None:
    assert parse_days([]).shape == (0,)
    assert parse_seconds([]).shape == (0,)


# -------------------------------------------------------------------------------------- day first or month first


def test_a_part_above_12_decides_for_the_whole_column() -> None:
    # 3/4/2024 alone is the US order; beside 13/4/2024 it can only be the 3rd of April.
    assert days("3/4/2024") == [dt.date(2024, 3, 4)]
    assert days("3/4/2024", "13/4/2024") == [dt.date(2024, 4, 3), dt.date(2024, 4, 13)]
    assert days("3/4/2024", "4/13/2024") == [dt.date(2024, 3, 4), dt.date(2024, 4, 13)]


def test_one_slip_does_not_turn_the_column() -> None:
    # Two cells say month first, one says day first: that one is no date.
    assert days("3/4/2024", "3/14/2024", "3/15/2024", "16/3/2024") == [
        dt.date(2024, 3, 4), dt.date(2024, 3, 14), dt.date(2024, 3, 15), None,
    ]  # fmt: skip


def test_dots_are_day_first_where_nothing_decides() -> None:
    assert days("03.04.2024") == [dt.date(2024, 4, 3)]
    assert days("03.04.2024", "03/04/2024") == [dt.date(2024, 3, 4), dt.date(2024, 3, 4)]


def test_a_column_says_its_order_or_that_it_does_not() -> None:
    assert day_first(["3/4/2024", "13/4/2024"]) is True
    assert day_first(["3/4/2024", "4/13/2024"]) is False
    assert day_first(["3/4/2024", "05 Mar 2024", ""]) is None
    assert day_first(["3.4.2024"]) is True
    assert day_first([]) is None


def test_an_order_that_is_told_overrules_the_column() -> None:
    assert days("3/4/2024", order=True) == [dt.date(2024, 4, 3)]
    assert days("3.4.2024", order=False) == [dt.date(2024, 3, 4)]


# ------------------------------------------------------------------------------------------------------ the clock


@pytest.mark.parametrize(
    ("cell", "hour", "minute", "second"),
    [
        ("3/5/24, 12:00 AM", 0, 0, 0),
        ("3/5/24, 12:59 AM", 0, 59, 0),
        ("3/5/24, 1:00 AM", 1, 0, 0),
        ("3/5/24, 11:59 AM", 11, 59, 0),
        ("3/5/24, 12:00 PM", 12, 0, 0),
        ("3/5/24, 12:59 PM", 12, 59, 0),
        ("3/5/24, 1:00 PM", 13, 0, 0),
        ("3/5/24, 11:59 PM", 23, 59, 0),
        ("3/5/24, 2:02 p.m.", 14, 2, 0),
        ("03/05/24 02:02 PM UTC", 14, 2, 0),
        ("2024-03-05 14:02:11 UTC", 14, 2, 11),
        ("2024-03-05T14:02:11", 14, 2, 11),
        ("Tue Mar 05 14:02:11 UTC 2024", 14, 2, 11),
        ("05 Mar 2024", 0, 0, 0),
    ],
)
def test_moments(cell: str, hour: int, minute: int, second: int) -> None:
    assert at(cell) == dt.datetime(2024, 3, 5, hour, minute, second)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "  "], ids=["plain", "no-break", "narrow", "two"])
def test_any_space_stands_before_pm(space: str) -> None:
    assert at(f"3/5/24, 2:02{space}PM") == dt.datetime(2024, 3, 5, 14, 2)
    assert days(f"3/5/24, 2:02{space}PM") == [MARCH_5]


@pytest.mark.parametrize("cell", ["2024-03-05 25:00:00", "2024-03-05 23:99:99 UTC"])
def test_an_impossible_clock_stays_in_its_day(cell: str) -> None:
    assert at(cell) == dt.datetime(2024, 3, 5, 23, 59, 59)


def test_a_moment_without_a_day_comes_before_all_others() -> None:
    assert parse_seconds(["14:02", "2003-01-01"]).tolist() == [np.iinfo(np.int64).min, 12053 * 86400]


# ------------------------------------------------------------------------------------------------------ properties

WRITTEN: dict[str, Callable[[dt.datetime], str]] = {
    "DD Mon YYYY": lambda t: f"{t.day:02d} {MONTHS[t.month - 1]} {t.year}",
    "Mon D, YYYY": lambda t: f"{MONTHS[t.month - 1]} {t.day}, {t.year}",
    "D-Mon-YY": lambda t: f"{t.day}-{MONTHS[t.month - 1]}-{t.year % 100:02d}",
    "YYYY-MM-DD HH:MM:SS": lambda t: t.isoformat(" ", "seconds"),
    "YYYY-MM-DDTHH:MM:SS": lambda t: t.isoformat("T", "seconds"),
    "YYYY/MM/DD HH:MM:SS UTC": lambda t: f"{t:%Y/%m/%d %H:%M:%S} UTC",
    "Java": lambda t: f"Wed {MONTHS[t.month - 1]} {t.day:02d} {t:%H:%M:%S} UTC {t.year}",
    "prose": lambda t: f"You uploaded a photo on {LONG[t.month - 1]} {t.day}, {t.year} at 2:02 PM (GMT)",
}
US: dict[str, Callable[[dt.datetime], str]] = {
    "M/D/YY, h:mm AM": lambda t: f"{t.month}/{t.day}/{t.year % 100}, {t.hour % 12 or 12}:{t:%M} {'AP'[t.hour > 11]}M",
    "MM/DD/YYYY": lambda t: f"{t:%m/%d/%Y}",
    "MM-DD-YYYY HH:MM:SS": lambda t: f"{t:%m-%d-%Y %H:%M:%S}",
}
moments = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2026, 12, 31))


@given(st.lists(moments, min_size=1, max_size=5), st.sampled_from(sorted({**WRITTEN, **US})))
def test_what_is_written_is_read(when: list[dt.datetime], style: str) -> None:
    write = {**WRITTEN, **US}[style]
    assert parse_days([write(t) for t in when]).tolist() == [day_number(t.date()) for t in when]


@given(st.lists(moments, min_size=1, max_size=5))
def test_day_first_is_read_where_a_day_above_12_shows_it(when: list[dt.datetime]) -> None:
    assume(any(t.day > 12 for t in when))
    assert parse_days([f"{t.day}/{t.month}/{t.year}" for t in when]).tolist() == [day_number(t.date()) for t in when]


@given(st.lists(moments, min_size=1, max_size=5), st.sampled_from(["M/D/YY, h:mm AM", "YYYY-MM-DD HH:MM:SS"]))
def test_the_order_of_moments_survives(when: list[dt.datetime], style: str) -> None:
    written = [{**WRITTEN, **US}[style](t) for t in when]
    kept = [t.replace(second=0 if "AM" in style else t.second, microsecond=0) for t in when]
    assert parse_seconds(written).tolist() == [int((t - dt.datetime(1970, 1, 1)).total_seconds()) for t in kept]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_text_is_a_day_or_none_and_never_an_error(cells: list[str]) -> None:
    found = parse_days(cells)
    assert found.shape == (len(cells),)
    assert ((found == BAD) | (found > day_number(dt.date(1, 1, 1)) - 1)).all()
    assert ((parse_seconds(cells) == np.iinfo(np.int64).min) == (found == BAD)).all()


@pytest.mark.parametrize(
    "write", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S UTC", "%d %b %Y"]
)
@pytest.mark.parametrize(
    "odd", ["", "2024-02-30", "30 Feb 2024", "2024-03-05\n2024-03-06", " 2024-03-05 ", "05.03.2024", "1999-01-01"]
)
def test_a_long_column_is_read_as_its_cells_are(write: str, odd: str) -> None:
    cells = [(dt.datetime(2004, 1, 1) + dt.timedelta(hours=7 * i)).strftime(write) for i in range(120)]
    for column in (cells, [*cells, odd], [odd, *cells[1:]], [*cells[:60], "", odd, *cells[60:]]):
        assert parse_days(column).tolist() == [int(parse_days([cell])[0]) for cell in column]
