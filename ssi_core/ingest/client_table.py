"""A coach's spreadsheet of clients, days and scores -> rows of cells, whichever way round it lies.

Long, a row a client and day, or wide, a row a client and a column a day: its total, or with a pillar's name beside the
day that pillar's points.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ssi_core.ingest import archive, tables
from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS, match_header
from ssi_core.ingest.layout import DELIMITERS, HEAD_RECORDS, UnknownTable, recoded
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.readings import COLUMNS, PILLARS
from ssi_core.ingest.sheets import first_rows, sheets_of
from ssi_core.ingest.source import Source
from ssi_core.member import day_of

SHEETS = ("sheet", "legacy-sheet")
_CLIENT = ("client", "clientname", "name", "member", "membername", "fullname", "person", "coachee", "kunde")
_MORE: Mapping[str, tuple[str, ...]] = {
    "brand": ("establish", "establishbrand", "establishyourbrand", "personalbrand"),
    "find": ("findpeople", "findrighttargets", "prospects"),
    "engage": ("engageinsights", "engagement", "insight"),
    "relationships": ("build", "buildrelationship", "buildingrelationships"),
    "date": ("week", "month", "readon", "asof", "on"),
}
_LOG = next(f for f in FORMATS if f.kind == "readings")
_LONG = replace(
    _LOG, kind="clients", names=(), required=("client", "date"),
    columns={"client": _CLIENT, **{c: (*aliases, *_MORE.get(c, ())) for c, aliases in _LOG.columns.items()}},
)  # fmt: skip
_NO_DAYS = replace(_LONG, required=("client",), required_any=())
_PARTED = re.compile(r"(?P<day>.*\d)\s*[-:|,/]?\s+(?P<what>\D+)|(?P<first>\D+?)\s*[-:|,/]?\s+(?P<then>\d.*)")
#: Characters of a column's title that may be a day, or a day and a pillar.
_LONGEST_TITLE = 80
_NEEDED = (
    "a table of clients has a column with the client's name and one with the day, and the total or all four pillars; "
    "or a row a client and a column a day"
)


@dataclass(frozen=True)
class Line:
    """What a row, or in a wide table a row's cells of one day, says of a client.

    Attributes
    ----------
    row : int
        Number of the row, 1 for the first below the header.
    client : str
        As written, blanks at its ends and doubled ones aside.
    day : int
        Day number; :data:`ssi_core.ingest.dates.BAD` where there is none.
    cells : mapping of str to str
        By column of :data:`ssi_core.ingest.readings.COLUMNS`.
    """

    row: int
    client: str
    day: int
    cells: Mapping[str, str]


def client_lines(name: str, data: bytes) -> tuple[list[Line], list[str]]:
    """Read the table.

    Parameters
    ----------
    name : str
        Of the file, for errors.
    data : bytes
        CSV (comma, semicolon or tab) or XLSX.

    Returns
    -------
    lines : list of Line
        In the order of the table.
    remarks : list of str
        Of rows that can't be taken apart.

    Raises
    ------
    IngestError
        If it is no such table.
    """
    with archive.sources([(name, data)]) as found:
        if len(found) != 1 or found[0].kind not in ("table", *SHEETS):
            raise IngestError(f"{name}: give one table, as CSV or XLSX; {_NEEDED}")
        source, entry = found[0], Entry(name)
        rows = first_rows(sheets_of(source)) if source.kind in SHEETS else None
        try:
            if rows is None:
                table = tables.read_table(source, _LONG, entry)
            else:
                table = tables.rows_table(rows, source, _LONG, entry)
        except UnknownTable as error:
            lines = _wide(_records(source) if rows is None else iter([rows]))
            if lines is None:
                raise IngestError(f"{error}; {_NEEDED}") from None
            return lines, []
    if table is None:
        raise IngestError(f"{name}: the file is empty; {_NEEDED}")
    columns = {column: table.column(column) for column in COLUMNS}
    days = parse_days(columns["date"]).tolist()
    lines = [
        Line(row, _name(client), day, {column: cells[i] for column, cells in columns.items()})
        for i, (row, client, day) in enumerate(zip(table.rows, table.column("client"), days, strict=True))
    ]
    return lines, [f"Row {n.row}: {n.message}." if n.row else f"{n.message}." for n in entry.notes]


def clients_in(source: Source) -> int:
    """How many clients a long table tells of; 0 where it is none.

    Parameters
    ----------
    source : Source
        A table or a workbook whose first sheet is one.
    """
    try:
        if source.kind in SHEETS:
            table = tables.rows_table(first_rows(sheets_of(source)), source, _LONG, Entry(source.name))
        else:
            table = tables.read_table(source, _LONG, Entry(source.name))
    except UnknownTable:
        return 0
    return 0 if table is None else len({_name(c).casefold() for c in table.column("client")} - {""})


def _name(cell: str) -> str:
    return " ".join(cell.split())


def _records(source: Source) -> Iterator[list[list[str]]]:
    with source.open() as stream:
        text = recoded(stream.read())[0].decode()
    for delimiter in DELIMITERS:
        yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _wide(tables_: Iterator[list[list[str]]]) -> list[Line] | None:
    # None where no record is a header with a client's column and a day's.
    for records in tables_:
        filled = [record for record in records if any(cell.strip() for cell in record)]
        for at, header in enumerate(filled[:HEAD_RECORDS]):
            days = _days(header)
            if days and (match_header(header, _NO_DAYS) or not header[0].strip()):
                return _lines(filled[at + 1 :], match_header(header, _NO_DAYS) or {"client": 0}, days)
    return None


def _days(header: Sequence[str]) -> dict[int, tuple[int, str]]:
    # Position of a column -> its day, and which figure stands in it.
    told: dict[int, tuple[str, str]] = {}
    for place, title in enumerate(header):
        # Blanks squeezed, and no longer than a day and a pillar can be: what parts them would look at every blank.
        text = " ".join(title.split())
        if len(text) > _LONGEST_TITLE:
            continue
        told[place] = text, "total"
        if parted := _PARTED.fullmatch(text):
            day, what = (parted["day"], parted["what"]) if parted["day"] else (parted["then"], parted["first"])
            figure = next((c for c in ("total", *PILLARS) if squeeze(what) in _LONG.columns[c]), None)
            if figure is not None:
                told[place] = day, figure
    days = parse_days([day for day, _ in told.values()]).tolist()
    return {p: (day, figure) for (p, (_, figure)), day in zip(told.items(), days, strict=True) if day != BAD}


def _lines(
    records: Sequence[Sequence[str]], columns: Mapping[str, int], days: Mapping[int, tuple[int, str]]
) -> list[Line]:
    out = []
    for row, record in enumerate(records, 1):
        at = columns["client"]
        client = _name(record[at]) if at < len(record) else ""
        by_day: dict[int, dict[str, str]] = {}
        for place, (day, figure) in days.items():
            if place < len(record) and record[place].strip():
                by_day.setdefault(day, {})[figure] = record[place]
        out += [
            Line(row, client, day, {"date": day_of(day).isoformat(), **cells}) for day, cells in sorted(by_day.items())
        ]
    return out
