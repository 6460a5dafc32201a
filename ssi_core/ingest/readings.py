"""What a user writes down: a log of official readings, answers, a weekly log."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.source import Source
from ssi_core.member import GROUPS, Group, Reading, day_of
from ssi_core.spreadsheet import csv_text

PILLARS = ("brand", "find", "engage", "relationships")

#: Columns of a log of official readings, as it is written.
COLUMNS = (
    "date", "total", *PILLARS,
    *(f"{group}_{name}" for group in GROUPS for name in ("average", "top", "size", *PILLARS)), "seat", "break",
)  # fmt: skip
#: Those that every log has.
USUAL = (
    "date", "total", *PILLARS, "industry_average", "network_average", "industry_top", "network_top", "seat", "break",
)  # fmt: skip

_YES = ("1", "1.0", "yes", "y", "true", "x", "ja", "j", "oui", "si", "sí")
_TOP = re.compile(r"^\s*top\s*|\s*%\s*$", re.I)


def decimal(cell: str) -> float | None:
    """A number with a decimal point or comma, or a percentage; None for a blank.

    Raises
    ------
    IngestError
        If the cell is neither.
    """
    text = cell.strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        if math.isfinite(number):
            return number
        raise ValueError
    except ValueError:
        raise IngestError(f"{cell.strip()[:40]!r} is not a number") from None






@dataclass(frozen=True)
class Noted:
    """A reading, and where it was noted.

    Attributes
    ----------
    reading : Reading
        The reading.
    entry : Entry
        Line of the ledger of its file.
    age : tuple
        Sorts the readings of one day that tell as much: the greatest stands.
    """

    reading: Reading
    entry: Entry
    age: tuple[object, ...]


def noted(reading: Reading, source: Source, entry: Entry, row: int = 0) -> Noted:
    """A reading of a file; the newer export and then the later name stand, in one file the first row."""
    day = math.inf if source.export_day is None else source.export_day
    return Noted(reading, entry, (day, source.base, -row, tuple(map(str, cells_of(reading)))))


def readings_of(rows: Rows) -> list[Noted]:
    """Official readings of a log; a row of zeros is a failed capture and left out.

    Parameters
    ----------
    rows : Rows
        Rows of a log; a row that holds no numbers, or numbers out of range, is rejected in its ledger line.
    """
    out = []
    for i, day in enumerate(rows.days):
        try:
            reading = reading_from({name: rows.column(name)[i] for name in COLUMNS[1:]}, int(day))
        except IngestError:
            rows.entry.reject("number", "a total, a part or a group's figure that is no number", int(rows.numbers[i]))
            continue
        if blank(reading) and not reading.breaks:
            rows.entry.reject("zeros", "all zeros: a failed capture, so missing", int(rows.numbers[i]))
        elif fault(reading):
            words = "a pillar outside 0 to 25, or a total, an average or a rank outside 0 to 100"
            rows.entry.reject("range", words, int(rows.numbers[i]))
        else:
            out.append(noted(_by_the_hundred(reading, rows), rows.source, rows.entry, i))
    return out


def _by_the_hundred(reading: Reading, rows: Rows) -> Reading:
    # A workbook holds a cell that shows 37 % as 0.37; LinkedIn's ranks are whole numbers.
    if rows.source.kind == "table" or not any(g.top is not None and 0 < g.top < 1 for g in reading.groups.values()):
        return reading
    groups = {k: replace(g, top=None if g.top is None else round(g.top * 100, 6)) for k, g in reading.groups.items()}
    return replace(reading, groups=groups)


def one_a_day(found: Iterable[Noted]) -> tuple[Reading, ...]:
    """One reading a day, oldest first: the one with most figures, then the latest; others are counted as duplicates.

    A break that any of a day's rows marks is a break of the day.

    Parameters
    ----------
    found : iterable of Noted
        In any order.
    """
    days: dict[int, list[Noted]] = {}
    for one in found:
        days.setdefault(one.reading.day, []).append(one)
    out = []
    for day in sorted(days):
        best = max(days[day], key=lambda n: (_figures(n.reading), n.age))
        for one in days[day]:
            if one is best:
                one.entry.rows_kept += 1
            else:
                one.entry.rows_duplicate += 1
        out.append(replace(best.reading, breaks=any(n.reading.breaks for n in days[day])))
    return tuple(out)


def tells_more(reading: Reading, other: Reading) -> bool:
    """Whether a reading holds more figures than another."""
    return _figures(reading) > _figures(other)


def _figures(reading: Reading) -> int:
    return sum(cell != "" for cell in cells_of(reading)[1:-2])


def reading_from(cells: Mapping[str, str], day: int) -> Reading:
    """One row of a log as a reading; four parts without a total make one, a row of zeros tells nothing.

    Parameters
    ----------
    cells : mapping of str to str
        By column of :data:`COLUMNS`, blank or absent where not told.
    day : int
        Day number.

    Raises
    ------
    IngestError
        If a cell is no number; the message names the column.
    """

    def number(name: str) -> float | None:
        cell = cells.get(name, "")
        try:
            return decimal(_TOP.sub("", cell) if name.endswith("_top") else cell)
        except IngestError as error:
            raise IngestError(f"{name.replace('_', ' ')}: {error}") from None

    def parts(before: str = "") -> dict[str, float]:
        return {p: v for p in PILLARS if (v := number(before + p)) is not None}

    pillars, total, groups = parts(), number("total"), {}
    if total is None and len(pillars) == len(PILLARS):
        total = sum(pillars.values())
    if not total and not any(pillars.values()):
        total, pillars = None, {}
    for name in GROUPS:
        size = number(f"{name}_size")
        group = Group(
            number(f"{name}_average"), number(f"{name}_top"), parts(f"{name}_"), None if size is None else int(size)
        )
        if group != Group():
            groups[name] = group
    return Reading(day, total, pillars, groups, said(cells.get("seat", "")), bool(said(cells.get("break", ""))))


def said(cell: str) -> bool | None:
    """Whether a cell says yes; None where it is blank."""
    return cell.strip().lower() in _YES if cell.strip() else None


def blank(reading: Reading) -> bool:
    """Whether a reading holds neither a total nor a part."""
    return reading.total is None and not reading.pillars


def fault(reading: Reading) -> str | None:
    """What is wrong with a reading's figures: the value and its limits, in words; None where all are possible."""
    figures: list[tuple[str, float | None, float]] = [(p, v, 25) for p, v in reading.pillars.items()]
    figures.append(("the total", reading.total, 100))
    for name, group in reading.groups.items():
        figures += [(f"the {name} average", group.average, 100), (f"the {name} rank", group.top, 100)]
        figures += [(f"{p} of the {name}", v, 25) for p, v in group.pillars.items()]
        figures += [(f"the size of the {name}", group.size, 1e10)]
    wrong = [(name, v, most) for name, v, most in figures if v is not None and not 0 <= v <= most]
    return f"{wrong[0][0]} is {wrong[0][1]:g}: give a number from 0 to {wrong[0][2]:,.0f}" if wrong else None


def cells_of(reading: Reading) -> tuple[object, ...]:
    """A reading as the row of a log, by :data:`COLUMNS`; blank where not told."""

    def put(value: object) -> object:
        return "" if value is None else value

    row = [day_of(reading.day).isoformat(), put(reading.total), *(put(reading.pillars.get(p)) for p in PILLARS)]
    for name in GROUPS:
        group = reading.groups.get(name, Group())
        row += [put(group.average), put(group.top), put(group.size), *(put(group.pillars.get(p)) for p in PILLARS)]
    seat = "" if reading.seat is None else "yes" if reading.seat else "no"
    return (*row, seat, "yes" if reading.breaks else "")


def reading_rows(readings: Iterable[Reading]) -> list[dict[str, object]]:
    """Readings as the rows of a table to type in, by :data:`USUAL`, oldest first; None where not told."""
    rows = [dict(zip(COLUMNS, cells_of(r), strict=True)) for r in sorted(readings, key=lambda r: r.day)]
    out = []
    for row in rows:
        cells: dict[str, object] = {name: None if row[name] == "" else row[name] for name in USUAL}
        for name in ("seat", "break"):
            cells[name] = None if cells[name] is None else cells[name] == "yes"
        out.append(cells)
    return out


def readings_csv(readings: Iterable[Reading]) -> str:
    """A log that reads back as the same readings; columns that few logs have are there where one tells them.

    Parameters
    ----------
    readings : iterable of Reading
        In any order; written oldest first.
    """
    rows = [cells_of(r) for r in sorted(readings, key=lambda r: r.day)]
    kept = [i for i, name in enumerate(COLUMNS) if name in USUAL or any(row[i] != "" for row in rows)]
    return csv_text([COLUMNS[i] for i in kept], [[row[i] for i in kept] for row in rows])










