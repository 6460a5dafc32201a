"""Dates as LinkedIn and spreadsheets write them -> day numbers, a column at a time.

Formats are FORMATS, section 2. Days are as written: no zone is applied. Where a column could be read day first or
month first, the whole column decides, never one row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import day_number

#: What a cell becomes that holds no date.
BAD = int(np.iinfo(np.int32).min)

#: LinkedIn starts in 2003; an earlier day is a clock that was never set, or damage.
FIRST = day_number(dt.date(2003, 1, 1))

#: No date is longer; a pattern may take the square of a cell's length, and a damaged file may hold one of megabytes.
LONGEST = 200
#: Seconds of a day.
DAY_S = 86400
#: An impossible clock ends its own day rather than run into the next.
LAST_SECOND = 86399

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# Any space that shows up between a time and its AM or PM: ordinary, no-break, narrow no-break.
_CLOCK = r"(?:[,T]?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:UTC|GMT|Z)?)?"

_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}$")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[ -]([A-Za-z]{{3}})[a-z]*[ ,-]+(\d{{4}}|\d{{2}}){_CLOCK}$")
_MONTH_DAY = re.compile(rf"([A-Za-z]{{3}})[a-z]*\.? (\d{{1,2}}), (\d{{4}}){_CLOCK}$")
_JAVA = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) \d{2}:\d{2}:\d{2} \w+ (\d{4})$")
_TWO_WAY = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_CLOCK}$")
_PROSE = re.compile(r" on ([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}) at ")


@lru_cache(1 << 14)
def _day(year: str, month: int, day: str) -> int:
    y = int(year)
    try:
        number = day_number(dt.date(y + 2000 if y < 100 else y, month, int(day)))
    except ValueError:
        return BAD
    return number if number >= FIRST else BAD


def _named(month: str) -> int:
    return _MONTHS.get(month.lower(), 0)


_ONE_WAY: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (_ISO, lambda m: _day(m[1], int(m[2]), m[3])),
    (_DAY_MONTH, lambda m: _day(m[3], _named(m[2]), m[1])),
    (_MONTH_DAY, lambda m: _day(m[3], _named(m[1]), m[2])),
    (_JAVA, lambda m: _day(m[3], _named(m[1]), m[2])),
)


#: Cells from which on a column is looked at as a whole.
_LONG = 100
_USUAL = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^(\d{4}-\d\d-\d\d)(?: \d\d:\d\d:\d\d(?: UTC)?)?$",
        r"^(\d{4}/\d\d/\d\d) \d\d:\d\d:\d\d UTC$",
        r"^(\d\d [A-Z][a-z]{2} \d{4})$",
    )
)


def parse_days(cells: Sequence[str], order: bool | None = None) -> NDArray[np.int32]:
    """Day numbers of a column.

    Parameters
    ----------
    cells : sequence of str
        n cells as written.
    order : bool, optional
        Whether ``03/05/2024`` is day first; by default what the column itself says, else the US order.

    Returns
    -------
    (n,) int32
        Day numbers; :data:`BAD` where a cell holds no possible date.
    """
    whole = _parted(cells)
    if whole is not None:
        distinct = list(dict.fromkeys(whole))
        held = dict(zip(distinct, _each(distinct, order).tolist(), strict=True))
        return np.array([held[day] for day in whole], np.int32)
    return _each(cells, order)


def _each(cells: Sequence[str], order: bool | None) -> NDArray[np.int32]:
    found: dict[str, int] = {}
    two_way: dict[str, re.Match[str]] = {}
    usual, usual_build = _ONE_WAY[0]  # what the cell before was; no cell fits two of them
    for cell in dict.fromkeys(cells):
        text = cell.strip()
        found[cell] = BAD
        if len(text) > LONGEST:
            continue
        if match := usual.match(text):
            found[cell] = usual_build(match)
            continue
        for pattern, build in _ONE_WAY:
            if match := pattern.match(text):
                found[cell] = build(match)
                usual, usual_build = pattern, build
                break
        else:
            if match := _TWO_WAY.match(text):
                two_way[cell] = match
            elif match := _PROSE.search(text):
                found[cell] = _day(match[3], _named(match[1]), match[2])
    first = order if order is not None else _is_day_first(two_way.values())
    for cell, m in two_way.items():
        day, month = (m[1], m[3]) if first else (m[3], m[1])
        found[cell] = _day(m[4], int(month), day)
    return np.array([found[cell] for cell in cells], np.int32)


def _parted(cells: Sequence[str]) -> list[str] | None:
    # The days of a long column that is written one usual way throughout, without their clocks, taken apart at once.
    if len(cells) < _LONG:
        return None
    text = "\n".join(cells)
    if text.count("\n") != len(cells) - 1:
        return None
    for pattern in _USUAL:
        if pattern.match(text) and len(days := pattern.findall(text)) == len(cells):
            return days
    return None


def day_first(cells: Sequence[str]) -> bool | None:
    """Whether a column writes the day before the month; None where its cells do not tell.

    Parameters
    ----------
    cells : sequence of str
        As written; those that are no dates of two numbers and a year say nothing.
    """
    texts = {cell.strip() for cell in cells}
    return _is_day_first([m for text in texts if len(text) <= LONGEST and (m := _TWO_WAY.match(text))])


def _is_day_first(matches: Collection[re.Match[str]]) -> bool | None:
    # A first part above 12 can only be a day, a second part above 12 only be one under the US order. Without either,
    # dots are the European habit; slashes and hyphens in LinkedIn's own files are the US order.
    first = sum(int(m[1]) > 12 for m in matches)
    second = sum(int(m[3]) > 12 for m in matches)
    if first or second:
        return first > second
    return True if matches and all(m[2] == "." for m in matches) else None


def parse_seconds(cells: Sequence[str]) -> NDArray[np.int64]:
    """Seconds since 1970-01-01, for putting messages in order; BAD days give the least int64.

    Parameters
    ----------
    cells : sequence of str
        n cells as written; a date without a clock counts as midnight.
    """
    days = parse_days(cells).astype(np.int64)
    return np.where(days == BAD, np.iinfo(np.int64).min, days * DAY_S + clock_seconds(cells))


def clock_seconds(cells: Sequence[str]) -> NDArray[np.int64]:
    """Seconds of the day that each cell's clock shows; 0 where it shows none."""
    return np.array([_seconds(cell[:LONGEST]) for cell in cells], np.int64)


def unit_of(cells: Iterable[str]) -> int:
    """Seconds to which the times of a file are true: 1, 60 where none shows seconds, a day where none shows a clock.

    Parameters
    ----------
    cells : iterable of str
        As written. 2018 wrote minutes; a spreadsheet saves again without seconds, without a clock, or as midnight.
    """
    unit = DAY_S
    for cell in cells:
        match = _TIME.search(cell[:LONGEST])
        if match and match[0] not in _MIDNIGHT:
            if match[3]:
                return 1
            unit = 60
    return unit


#: A clock that a spreadsheet puts behind a mere day.
_MIDNIGHT = ("00:00:00", "00:00", "0:00:00", "0:00")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?")


def _seconds(cell: str) -> int:
    m = _TIME.search(cell)
    if not m:
        return 0
    hour = int(m[1])
    if m[4]:
        hour = hour % 12 + (12 if m[4] in "pP" else 0)
    return min(hour * 3600 + int(m[2]) * 60 + int(m[3] or 0), LAST_SECOND)
