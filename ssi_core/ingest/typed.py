"""Official readings as a person types them in a table -> readings, and a sentence for every row that is none."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.readings import COLUMNS, blank, fault, reading_from, said, tells_more
from ssi_core.member import Reading, day_of


def readings_from_rows(
    rows: Sequence[Mapping[str, object]], last: int | None = None
) -> tuple[list[Reading], list[str]]:
    """Read a table that was typed.

    Parameters
    ----------
    rows : sequence of mapping
        By column of :data:`ssi_core.ingest.readings.COLUMNS`; a cell is blank (None, NaN, ""), a text, a number, a date
        or a truth. A row that is all blank is no row.
    last : int, optional
        Day number after which no reading can be.

    Returns
    -------
    readings : list of Reading
        One a day, oldest first; of two the one with more figures, then the later row.
    refused : list of str
        A sentence for each row that is not used, with its number (1 for the first), the value and the limit.
    """
    texts = [{name: _text(row.get(name)) for name in COLUMNS} for row in rows]
    days = parse_days([t["date"] for t in texts])
    kept: dict[int, tuple[int, Reading]] = {}
    refused = []
    for number, (cells, day) in enumerate(zip(texts, days, strict=True), 1):
        if not any(text for name, text in cells.items() if name not in ("seat", "break")) and not said(cells["break"]):
            continue
        try:
            reading = reading_of_row(cells, int(day), last)
        except IngestError as error:
            refused.append(f"Row {number}: {error}.")
            continue
        best = number, reading
        if reading.day in kept:
            before = kept[reading.day]
            best, (left, less) = (before, best) if tells_more(before[1], reading) else (best, before)
            best = best[0], replace(best[1], breaks=reading.breaks or before[1].breaks)
            if not blank(less):  # one that only marks a break is told by the other then
                refused.append(f"Row {left}: {day_of(less.day)} stands in row {best[0]} too: give one row a day.")
        kept[reading.day] = best
    return [kept[day][1] for day in sorted(kept)], refused


def readings_from_csv(text: str, last: int | None = None) -> list[Reading]:
    """Readings as :func:`ssi_core.ingest.readings.readings_csv` writes them.

    Parameters
    ----------
    text : str
        CSV with columns of :data:`ssi_core.ingest.readings.COLUMNS`, a row a day.
    last : int, optional
        Day number after which no reading can be.

    Raises
    ------
    IngestError
        If a row is no reading: a log that somebody edits by hand must not lose one in silence.
    """
    found, refused = readings_from_rows(list(csv.DictReader(io.StringIO(text.strip()))), last)
    if refused:
        raise IngestError(f"official readings: {' '.join(refused)}")
    return found


def reading_of_row(cells: Mapping[str, str], day: int, last: int | None) -> Reading:
    """One typed row as a reading.

    Parameters
    ----------
    cells : mapping of str to str
        By column of :data:`ssi_core.ingest.readings.COLUMNS`; ``date`` as it was written.
    day : int
        Day number of that date; :data:`ssi_core.ingest.dates.BAD` where it is none.
    last : int or None
        Day number after which no reading can be.

    Raises
    ------
    IngestError
        If it is none: no day, a day to come, no figure, or one out of range; in words.
    """
    if not cells["date"]:
        raise IngestError("no date: give the day on which LinkedIn showed it")
    if day == BAD:
        raise IngestError(f"{cells['date'][:40]!r} is no date: write YYYY-MM-DD")
    if last is not None and day > last:
        raise IngestError(f"{day_of(day)} is still to come: give a day up to {day_of(last)}")
    reading = reading_from(cells, day)
    if blank(reading) and not reading.breaks:
        raise IngestError("no total and no part above 0: a failed capture is no reading, so give figures or delete it")
    if wrong := fault(reading):
        raise IngestError(wrong)
    return reading


def _text(cell: object) -> str:
    # As a log would hold it; NaN is not equal to itself.
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:
        return ""
    if isinstance(cell, np.datetime64):
        return str(cell)[:10]
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, str):
        return cell.strip()
    truth = cell.item() if hasattr(cell, "item") else cell
    if isinstance(truth, bool):
        return "yes" if truth else "no"
    if isinstance(truth, float) and not math.isfinite(truth):
        return str(truth)
    return repr(truth) if isinstance(truth, (int, float)) else str(truth)
