"""Sales Navigator's usage report: figures of whole periods, a row a seat.

A report states how often something was done between two days, not when. Its total is laid evenly over the days of its
period, and the input is a proxy from then on: exact where a look-back window holds whole periods, in proportion to the
days elsewhere, and no statement on any one day. It enters only on days of which no file of events speaks, as an answer
or a weekly log would. A blank cell is a seat that was never used, or a metric that the report lacks: missing, not zero.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.layout import UnknownHeader, UnknownTable
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.mapping import METRICS, SSI, ColumnMapping
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.readings import decimal, readings_of
from ssi_core.ingest.source import Source
from ssi_core.ingest.tables import Table
from ssi_core.member import Reading, day_number

_RANGE = re.compile(r"\s+(?:-|\u2013|to|until)\s+|\s*\u2013\s*|\s+/\s+")


@dataclass(frozen=True)
class Period:
    """What was done from one day to another.

    Attributes
    ----------
    first, last : int
        Day numbers, both within.
    total : float
        How often.
    """

    first: int
    last: int
    total: float

    @property
    def days(self) -> int:
        """Length in days."""
        return self.last - self.first + 1


def select_usage(table: Table, mapping: ColumnMapping, source: Source, entry: Entry, last_day: int) -> Rows:
    """Rows of the member, with the days of their periods in the columns ``first`` and ``last``.

    Parameters
    ----------
    table : Table
        As read.
    mapping : ColumnMapping
        What its columns are, and who the member is.
    source : Source
        Where it came from.
    entry : Entry
        Its line of the ledger; a row of another person, without days or without a figure is rejected.
    last_day : int
        Day number of the export: no report speaks of later days.

    Raises
    ------
    UnknownTable
        If it holds several people and nobody said which of them is the member, or no days and nobody said which.
    """
    _asked(table, mapping, source)
    first, last = _days(table, mapping)
    figures = [table.column(name) for name in (*METRICS, *SSI)]
    people = table.column("person")
    good = []
    for i, number in enumerate(table.rows):
        if mapping.person and "person" in table.columns and squeeze(people[i]) != squeeze(mapping.person):
            entry.reject("another person", "another person's seat: not counted", number)
        elif first[i] == BAD or last[i] == BAD or last[i] < first[i]:
            entry.reject("date", "no days that can be read", number)
        elif first[i] > last_day:
            entry.reject("future", "begins after the export", number)
        elif not any(column[i].strip() for column in figures):
            entry.reject("blank", "no figure at all: a seat that was never used, so missing", number)
        elif not _are_numbers([column[i] for column in figures[: len(METRICS)]]):
            entry.reject("number", "a figure that is no number of 0 or more", number)
        else:
            good.append(i)
    last = np.minimum(last, last_day).astype(np.int32)
    cells = {name: [column[i] for i in good] for name, column in table.columns.items()}
    cells["first"], cells["last"] = [str(first[i]) for i in good], [str(last[i]) for i in good]
    entry.span([int(d) for i in good for d in (first[i], last[i])])
    same = replace(table.format, key=("first", "last", *METRICS, *SSI))
    numbers = np.array([table.rows[i] for i in good], np.int64)
    return Rows(same, source, entry, last[good], cells, numbers)


def _asked(table: Table, mapping: ColumnMapping, source: Source) -> None:
    people = tuple(dict.fromkeys(p.strip() for p in table.column("person") if p.strip()))
    said = {mapping.columns["person"]: people} if "person" in mapping.columns else {}
    header = UnknownHeader(mapping.titles or tuple(dict.fromkeys(mapping.columns.values())), said)
    if not mapping.person and len({squeeze(p) for p in people}) > 1:
        raise UnknownTable(f"{source.name}: it holds {len(people)} people's rows: say which of them is you", header)
    if mapping.lacks:
        raise UnknownTable(f"{source.name}: say {' and '.join(mapping.lacks)}", header)


def _days(table: Table, mapping: ColumnMapping) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    size, has = len(table.rows), table.columns
    if "period" in has:
        ends = [_RANGE.split(cell.strip()) for cell in has["period"]]
        days = parse_days([part for pair in ends for part in (pair[0], pair[-1])])
        return days[::2], days[1::2]
    if "end" in has and ("start" in has or mapping.first is None):
        last = parse_days(has["end"])
        return (parse_days(has["start"]) if "start" in has else last), last
    if "week" in has:
        first = parse_days(has["week"])
        return first, np.where(first == BAD, BAD, first + 6).astype(np.int32)
    if "day" in has:
        day = parse_days(has["day"])
        return day, day

    def said(day: dt.date | None) -> NDArray[np.int32]:
        return np.full(size, BAD if day is None else day_number(day), np.int32)

    return said(mapping.first), said(mapping.last)


def _are_numbers(cells: Sequence[str]) -> bool:
    try:
        return all(number is None or number >= 0 for number in map(_count, cells))
    except IngestError:
        return False


def _count(cell: str) -> float | None:
    # A count may have its thousands grouped, which a reading of 12,5 has not.
    return decimal(re.sub(r"(?<=\d)[,. ](?=\d{3}(?!\d))", "", cell))


def periods_of(files: Iterable[Rows]) -> dict[str, list[Period]]:
    """Stated totals by daily input, of rows that :func:`select_usage` gave."""
    found: dict[str, list[Period]] = {}
    for rows in files:
        for name in METRICS:
            for first, last, cell in zip(rows.column("first"), rows.column("last"), rows.column(name), strict=True):
                number = _count(cell)
                if number is not None:
                    found.setdefault(name, []).append(Period(int(first), int(last), number))
    return found


def usage_readings(files: Iterable[Rows]) -> list[Reading]:
    """Official readings in usage reports, each of the last day of its period; rows without one are left aside."""
    found: dict[int, Reading] = {}
    for rows in files:
        has = np.array([any(rows.column(name)[i].strip() for name in SSI) for i in range(len(rows))], bool)
        # A scratch ledger line: a row whose reading is no good may still hold good figures.
        mine = rows.take(has)
        scratch = Rows(rows.format, rows.source, Entry(rows.entry.name), mine.days, mine.cells, mine.numbers)
        for one in readings_of(scratch):
            found.setdefault(one.reading.day, one.reading)
    return list(found.values())
