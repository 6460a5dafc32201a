"""Workbooks: the creator analytics, recognised by the shape of its sheets in any language, and tables saved as XLSX."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ssi_core.ingest.dates import BAD, day_first, parse_days
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.sheets import Sheet, filled


@dataclass(frozen=True)
class Daily:
    """Daily figures of one creator workbook.

    Attributes
    ----------
    first, last : int
        The window, in day numbers.
    series : dict of str to dict of int to float
        Input (``impressions``, ``engagement_received``, ``followers_gained``) to day to count; a negative day is a
        correction and stands.
    entry : Entry
        Its line of the ledger, in which days that another workbook gives are counted as duplicates.
    """

    first: int
    last: int
    series: dict[str, dict[int, float]]
    entry: Entry


















#: Figures a day on a sheet of a member's own: impressions and engagements.
_MOST_FIGURES = 2
_NUMBER = re.compile(r"^-?\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+$|^-?\d+(?:\.0+)?$")


def whole_number(cell: str) -> float | None:
    """``1,234``, ``1.234``, ``1 234``, ``63306.0`` -> the number; None for anything else."""
    text = cell.strip()
    if not _NUMBER.match(text):
        return None
    if re.fullmatch(r"-?\d+\.0+", text):
        return float(text)
    return float(re.sub(r"[^\d-]", "", text))


def is_company_page(book: Sequence[Sheet]) -> bool:
    """Whether it is a company page's export, which is nobody's own: dates, or pages, with many figures each."""
    for sheet in book:
        if sheet.rows and _RANGE.match(sheet.rows[0][0]) and any(_figures(row) > 1 for row in sheet.rows):
            return True  # how it compares with others, under the days that it speaks of
        days = parse_days([row[0] for row in sheet.rows])
        if any(_figures(row) > _MOST_FIGURES for row, day in zip(sheet.rows, days, strict=True) if day != BAD):
            return True
    return False


_RANGE = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*[-\u2013]\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*$")


def _figures(row: Sequence[str]) -> int:
    return sum(whole_number(c) is not None for c in row[1:])


def creator(book: Sequence[Sheet], entry: Entry, end: int) -> Daily | None:
    """Daily figures, by shape: a date and two numbers are impressions and engagements, a date and one new followers.

    Parameters
    ----------
    book : sequence of Sheet
        All sheets.
    entry : Entry
        Takes the counts.
    end : int
        Day number of the export; later days are in the future.

    Returns
    -------
    Daily or None
        None where no sheet has such a shape; nothing is then counted.
    """
    dailies = [(sheet, inputs) for sheet in book if (inputs := _inputs_of(sheet.rows))]
    order = _order([row[0] for sheet, _ in dailies for row in sheet.rows])
    series: dict[str, dict[int, float]] = {}
    own = Entry(entry.name)
    for sheet, inputs in dailies:
        name, rows = sheet.name, sheet.rows
        days = parse_days([row[0] for row in rows], order)
        body = int(np.argmax(days != BAD))
        for number, (row, day) in enumerate(zip(rows[body:], days[body:], strict=True), 1):
            values = [whole_number(c) for c in row[1:] if c.strip()]
            own.rows_read += 1
            if day == BAD:
                own.reject("date", f"sheet {name}: no date that can be read", number)
            elif day > end:
                own.reject("future", "dated after the export", number)
            elif len(values) != len(inputs) or None in values:
                own.reject("number", f"sheet {name}: not {len(inputs)} whole numbers", number)
            else:
                again = int(day) in series.get(inputs[0], ())
                own.rows_duplicate += again
                own.rows_kept += not again
                own.span([int(day)])
                for key, value in zip(inputs, values, strict=True):
                    at = series.setdefault(key, {})
                    at[int(day)] = max(at.get(int(day), -math.inf), float(value or 0))
    if own.first is None or own.last is None:
        return None
    entry.take(own)
    return Daily(own.first, own.last, series, entry)


#: What a sheet is of that holds no daily figures: its code in the ledger, and words.
_UNCOUNTED = {
    "single post": "the figures of one post, which the workbook of all posts counts by day: left alone",
    "creator sheet": "a summary, a ranking or the readers of the creator analytics, without figures by day: left alone",
}
_SUMMARIES = ("overallperformance", "topdemographics", "posturl")
_LEAST_FIGURES = 3


def uncounted(book: Sequence[Sheet]) -> tuple[str, str] | None:
    """Code and words of analytics that have no figures by day, so that nothing can be taken of them; None for others.

    Parameters
    ----------
    book : sequence of Sheet
        All sheets; one for a sheet that was saved as CSV.
    """
    code = None
    for sheet in book:
        pairs = [row for row in sheet.rows if len(row) > 1]
        figures = sum(whole_number(row[1]) is not None and not whole_number(row[0]) for row in pairs)
        if figures >= _LEAST_FIGURES and any("linkedin.com/" in row[1] for row in pairs):
            code = "single post"
        elif code is None and any(squeeze(c) in _SUMMARIES for row in sheet.rows[:_HEAD] for c in row):
            code = "creator sheet"
    return (code, _UNCOUNTED[code]) if code else None


def sheet_of(text: str, name: str) -> Sheet | None:
    """A sheet of the analytics that was saved as CSV; None where no title speaks of impressions, followers or posts.

    A workbook is told by its shape in any language. A CSV of dates and numbers may be anything, so a title must say.

    Parameters
    ----------
    text, name : str
        The file.
    """
    delimiter = max(",\t;", key=text[:_SNIFFED].count)
    rows = filled(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    said = " ".join(squeeze(c) for row in rows[:_HEAD] for c in row)
    return Sheet(name, rows) if any(title in said for title in _TITLES) else None


_HEAD = 12
_SNIFFED = 4096
#: Beginnings of the titles of daily figures in the languages of LinkedIn's pages, and those of the other sheets.
_TITLES = ("impres", "follower", "seguidor", "abonn", "posturl", "overallperformance", "topdemographics")

_INPUTS = {3: ("impressions", "engagement_received"), 2: ("followers_gained",)}


def _inputs_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    # By how many cells a dated row has; rankings of posts hold addresses.
    days = parse_days([row[0] for row in rows])
    wide = [sum(bool(c.strip()) for c in row) for row, day in zip(rows, days, strict=True) if day != BAD]
    if not wide or any("http" in c for row in rows for c in row):
        return ()
    return _INPUTS.get(int(np.median(wide)), ())


def _order(cells: Sequence[str]) -> bool | None:
    # The sheets of one workbook write dates alike, and day after day: where no day is above 12, the order in which
    # they lie closer together.
    order = day_first(cells)
    if order is not None:
        return order
    widths = {}
    for way in (False, True):
        days = parse_days(cells, way)
        good = days[days != BAD]
        widths[way] = int(good.max() - good.min()) if len(good) else 0
    return widths[True] < widths[False]


def overlay(books: Sequence[Daily]) -> dict[str, dict[int, float]]:
    """One series per input: of overlapping workbooks the one whose window ends later wins a day, ties the larger.

    LinkedIn revises recent days upward, so the later file knows better. A day that another workbook gives is moved from
    kept to duplicate in the ledger line of the one that loses it.

    Parameters
    ----------
    books : sequence of Daily
        In any order.
    """
    out: dict[str, dict[int, float]] = {}
    for inputs in _INPUTS.values():
        best: dict[int, tuple[int, tuple[float, ...], Daily]] = {}
        for book in books:
            for day in book.series.get(inputs[0], ()):
                own = (book.last, tuple(book.series[name][day] for name in inputs), book)
                held = best.setdefault(day, own)
                if held is own:
                    continue
                winner, loser = (own, held) if own[:2] > held[:2] else (held, own)
                larger = tuple(map(max, own[1], held[1]))
                best[day] = (winner[0], larger if own[0] == held[0] else winner[1], winner[2])
                loser[2].entry.rows_kept -= 1
                loser[2].entry.rows_duplicate += 1
        for position, name in enumerate(inputs if best else ()):
            out[name] = {day: values[position] for day, (_, values, _) in best.items()}
    return out
