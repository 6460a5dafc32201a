"""Sales Navigator's tables of a whole team -> what there is of each member, to be read as if it were theirs alone.

The activity table has a row an act, with the seat that did it; a usage report has a row a seat and period, and says who
it is in a column that a person named. Each member's part goes through the same reading as a table of one's own, so that
the numbers are the same. A seat without a row, or with blanks alone, is missing and never idle. Sources: FORMATS, 5
and 8.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.gathered import SHEETS, mapped
from ssi_core.ingest.importer import Input
from ssi_core.ingest.layout import DELIMITERS, HEAD_RECORDS, decode
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.sheets import first_rows, sheets_of
from ssi_core.ingest.source import Source
from ssi_core.member import day_of

_TYPE, _DATE, _SEATS = "activitytype", "createdat", ("seatid", "memberidentitykey")


@dataclass(frozen=True)
class Seat:
    """What a table of many members holds of one.

    Attributes
    ----------
    person : str
        Their name, key or seat, as the table says it.
    inputs : list of Input
        For :func:`ssi_core.reading.read`.
    mappings : tuple of ColumnMapping
        For the same.
    until : datetime.date or None
        The day up to which the table speaks of all its members, so that they can be held against each other.
    """

    person: str
    inputs: list[Input]
    mappings: tuple[ColumnMapping, ...] = ()
    until: dt.date | None = None


def seats_in(source: Source, mappings: Sequence[ColumnMapping] = ()) -> list[Seat]:
    """The members in a table of many; none where it is no such table.

    Parameters
    ----------
    source : Source
        A file.
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows; a usage report whose rows are said to be one person's is
        theirs alone.

    Returns
    -------
    list of Seat
        In the order of their names.
    """
    mapping = mapped(source, mappings)
    if mapping is not None:
        if mapping.kind != "usage_report" or "person" not in mapping.columns or mapping.person:
            return []
        return list(_of_report(source, mapping, mappings))
    if source.kind != "table":
        return []
    return list(_of_activity(source))


def _of_activity(source: Source) -> Iterator[Seat]:
    records = _records(source)
    header = next(records, [])
    titles = [squeeze(t) for t in header]
    keys = [titles.index(name) for name in _SEATS if name in titles]
    if _TYPE not in titles or _DATE not in titles or not keys:
        return
    parts: dict[str, io.StringIO] = {}
    names: dict[str, str] = {}
    dates: set[str] = set()
    unnamed = 0
    for cells in records:
        cells = cells + [""] * (len(header) - len(cells))
        seat = next((cells[k].strip() for k in keys if cells[k].strip()), "")
        if not seat:
            unnamed += any(cell.strip() for cell in cells)
            continue
        if seat not in parts:
            parts[seat] = io.StringIO()
            csv.writer(parts[seat], lineterminator="\n").writerow(header)
        csv.writer(parts[seat], lineterminator="\n").writerow(cells)
        dates.add(cells[titles.index(_DATE)][:10])
        # A person's key says more than the number of a seat, which may pass on.
        names[seat] = next(cells[k].strip() for k in reversed(keys) if cells[k].strip())
    if unnamed:
        raise IngestError(f"{source.name}: {unnamed} rows name no seat and no member: fill them in, or delete them")
    # All seats are told of up to the same day, which is the export's own: whoever did nothing since their last act was
    # idle, not unknown. The reading takes an export's day from its name.
    days = parse_days(list(dates))
    good = days[days != BAD]
    until = day_of(int(good.max())) if len(good) else None
    export = f"LinkedInDataExport_{until:%m-%d-%Y}/" if until else ""
    for seat in sorted(parts, key=lambda s: (names[s], s)):
        yield Seat(names[seat], [(f"{export}activity.csv", parts.pop(seat).getvalue().encode())], until=until)


def _of_report(source: Source, mapping: ColumnMapping, mappings: Sequence[ColumnMapping]) -> Iterator[Seat]:
    with source.open() as stream:
        data = stream.read()
    title = squeeze(mapping.columns["person"])
    people: dict[str, str] = {}
    at = None
    for cells in _records(source):
        if at is None:
            at = [squeeze(c) for c in cells].index(title) if mapping.fits(cells) else None
        elif at < len(cells) and cells[at].strip():
            people.setdefault(squeeze(cells[at]), " ".join(cells[at].split()))
    others = tuple(m for m in mappings if m is not mapping)
    for key in sorted(people, key=lambda k: (people[k], k)):
        yield Seat(people[key], [(source.base, data)], (replace(mapping, person=people[key]), *others))


def _records(source: Source) -> Iterator[list[str]]:
    if source.kind in SHEETS:
        yield from first_rows(sheets_of(source))
        return
    with source.open() as stream:
        text, _ = decode(stream.read())
    lines = text.replace("\x00", "").splitlines(keepends=True)
    head = lines[:HEAD_RECORDS]
    # The header is the widest of the first records, whichever of the delimiters parts it.
    best = max(DELIMITERS, key=lambda d: max((len(cells) for cells in csv.reader(head, delimiter=d)), default=0))
    yield from csv.reader(lines, delimiter=best)
