"""Workbooks: the creator analytics, recognised by the shape of its sheets in any language, and tables saved as XLSX."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ssi_core.ingest.archive import Source
from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.ledger import Entry

Cell = object


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows of cells as calamine gives them."""

    name: str
    rows: list[list[Cell]]


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
    """

    first: int
    last: int
    series: dict[str, dict[int, float]]


def sheets(source: Source) -> list[Sheet]:
    """Read every sheet of an XLSX or XLS.

    Raises
    ------
    IngestError
        If the workbook can't be read.
    """
    import io

    import python_calamine

    try:
        with source.open() as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        return [Sheet(n, book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in book.sheet_names]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise IngestError(f"{source.name}: the workbook can't be read ({error}); export it again") from None


def text_rows(sheet: Sheet) -> list[list[str]]:
    """A sheet's cells as text, dates as ISO, without empty rows: what a CSV of it would hold."""
    rows = [[_text(c) for c in row] for row in sheet.rows]
    return [row for row in rows if any(c.strip() for c in row)]


def _text(cell: Cell) -> str:
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.isoformat(" ") if isinstance(cell, dt.datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


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
    """Whether it is a company page's export, which is nobody's own activity: dates with many figures each."""
    for sheet in book:
        rows = text_rows(sheet)
        widths = [sum(whole_number(c) is not None for c in r[1:]) for r in rows if r and parse_days([r[0]])[0] != BAD]
        if widths and max(widths) > 3:
            return True
    return False


def creator(book: Sequence[Sheet], source: Source, entry: Entry) -> Daily | None:
    """Daily figures, by shape: a date and two numbers are impressions and engagements, a date and one new followers.

    Parameters
    ----------
    book : sequence of Sheet
        All sheets.
    source : Source
        For its name.
    entry : Entry
        Takes the counts.

    Returns
    -------
    Daily or None
        None where no sheet has such a shape.
    """
    series: dict[str, dict[int, float]] = {}
    for sheet in book:
        rows = text_rows(sheet)
        filled = [[c for c in row if c.strip()] for row in rows]
        days = parse_days([row[0] if row else "" for row in rows])
        wide = [len(f) for f, d in zip(filled, days, strict=True) if d != BAD]
        if not wide or any("http" in c for row in rows for c in row):
            continue
        inputs = {3: ("impressions", "engagement_received"), 2: ("followers_gained",)}.get(int(np.median(wide)))
        if inputs is None:
            continue
        header_seen = False
        for number, (cells, day) in enumerate(zip(filled, days, strict=True), 1):
            if day == BAD:
                if header_seen:
                    entry.rows_read += 1
                    entry.reject("date", f"sheet {sheet.name}: no date that can be read", number)
                continue
            header_seen = True
            entry.rows_read += 1
            values = [whole_number(c) for c in cells[1:]]
            if len(values) != len(inputs) or None in values:
                entry.reject("number", f"sheet {sheet.name}: not {len(inputs)} whole numbers", number)
                continue
            entry.rows_kept += 1
            for name, value in zip(inputs, values, strict=True):
                at = series.setdefault(name, {})
                at[int(day)] = max(at[int(day)], float(value or 0)) if int(day) in at else float(value or 0)
        entry.span([int(d) for d in days])
    seen = [day for by_day in series.values() for day in by_day]
    return Daily(min(seen), max(seen), series) if seen else None


def overlay(books: Sequence[Daily]) -> dict[str, dict[int, float]]:
    """One series per input: of overlapping workbooks the one whose window ends later wins a day, ties the larger.

    LinkedIn revises recent days upward, so the later file knows better.
    """
    out: dict[str, dict[int, tuple[int, float]]] = {}
    for book in books:
        for name, by_day in book.series.items():
            best = out.setdefault(name, {})
            for day, value in by_day.items():
                best[day] = max(best.get(day, (book.last, value)), (book.last, value))
    return {name: {day: value for day, (_, value) in by_day.items()} for name, by_day in out.items()}
