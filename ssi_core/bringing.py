"""A coach's own spreadsheet of clients and their official scores, brought into the records all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ssi_core.imported import Imported, on_the_last, spoken
from ssi_core.ingest.client_table import client_lines
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import today
from ssi_core.ingest.readings import PILLARS
from ssi_core.ingest.typed import reading_of_row
from ssi_core.member import Reading, day_number, day_of
from ssi_core.reading import read
from ssi_core.store.filed import named

if TYPE_CHECKING:
    from ssi_core.store.kept import Loaded
    from ssi_core.store.records import Records


@dataclass(frozen=True)
class Client:
    """A client of the spreadsheet.

    Attributes
    ----------
    name : str
        As it was first written.
    readings : tuple of Reading
        One a day, oldest first; at least one.
    """

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Brought:
    """What a spreadsheet holds.

    Attributes
    ----------
    clients : tuple of Client
        In the order in which they first stand in it.
    remarks : tuple of str
        A sentence for each row that is not used, with its number (1 for the first below the header) and why.
    """

    clients: tuple[Client, ...]
    remarks: tuple[str, ...]

    @property
    def words(self) -> str:
        """In one sentence."""
        many = sum(len(one.readings) for one in self.clients)
        said = f"{_many(len(self.clients), 'client')} with {_many(many, 'reading')}"
        return f"{said}; {_many(len(self.remarks), 'remark')}." if self.remarks else f"{said}."


@dataclass(frozen=True)
class Filled:
    """What became of a client.

    Attributes
    ----------
    id, name : str
        Number and name of the member.
    new : bool
        Whether they were not there before.
    added : tuple of datetime.date
        Days whose readings were kept, oldest first.
    there : int
        Days that the member had a reading of: those stand as they were.
    """

    id: str
    name: str
    new: bool
    added: tuple[dt.date, ...]
    there: int

    def to_dict(self) -> dict[str, Any]:
        """A line of ``ssi records bring --json``."""
        days = [day.isoformat() for day in self.added]
        return {"id": self.id, "name": self.name, "new": self.new, "added": days, "there": self.there}

    @property
    def sentence(self) -> str:
        """In words."""
        if not self.added:
            return f"{self.name}: nothing new, {_many(self.there, 'day')} there already."
        first, last = (spoken(day) for day in (self.added[0], self.added[-1]))
        span = f"of {first}" if first == last else f"from {first} to {last}"
        said = f"{self.name}{' is new' if self.new else ''}: {_many(len(self.added), 'reading')} {span}"
        return f"{said}; {_many(self.there, 'day')} there already." if self.there else f"{said}."


def brought(name: str, data: bytes) -> Brought:
    """Read a spreadsheet of clients, days and four pillars or a total; see :mod:`ssi_core.ingest.client_table`.

    Parameters
    ----------
    name : str
        Of the file.
    data : bytes
        CSV or XLSX.

    Returns
    -------
    Brought
        Names that differ in case and blanks alone are one client; of a day that stands twice the last row stands.

    Raises
    ------
    IngestError
        If it is no such table, or no row of it can be used.
    """
    lines, remarks = client_lines(name, data)
    last = day_number(today())
    names: dict[str, str] = {}
    found: dict[str, dict[int, tuple[int, Reading]]] = {}
    for line in lines:
        if not line.client and not any(cell.strip() for cell in line.cells.values()):
            continue
        try:
            client = named(line.client) if line.client else ""
            if not client:
                raise IngestError("no client: give a name")
            if percent := next((c for c in ("total", *PILLARS) if line.cells.get(c, "").strip().endswith("%")), None):
                raise IngestError(f"{percent}: {line.cells[percent].strip()[:40]!r} is a share: give points")
            reading = reading_of_row({"date": "", "break": "", **line.cells}, line.day, last)
        except ValueError as error:  # the ingest's own, and the records' where a name can't be kept
            remarks.append(f"Row {line.row}{_of(line.client)}: {error}.")
            continue
        key = client.casefold()
        names.setdefault(key, client)
        before = found.setdefault(key, {}).get(reading.day)
        if before is not None:
            remarks.append(
                f"Row {before[0]}{_of(client)}: {day_of(reading.day)} stands in row {line.row} too, and that one is "
                "taken."
            )
        found[key][reading.day] = line.row, reading
    if not found:
        why = f": {remarks[0].removesuffix('.')}" if remarks else ", there is none"
        raise IngestError(f"{name}: no row of it can be used{why}")
    clients = (
        Client(names[key], tuple(reading for _, (_, reading) in sorted(days.items()))) for key, days in found.items()
    )
    return Brought(tuple(clients), tuple(remarks))


def bring(records: Records, clients: Sequence[Client]) -> tuple[Filled, ...]:
    """Keep clients: a name that is not there becomes a member, one that is gets the readings it lacks.

    Parameters
    ----------
    records : Records
        Whose.
    clients : sequence of Client
        From :func:`brought`.

    Returns
    -------
    tuple of Filled
        In their order.

    Raises
    ------
    RecordsError
        If any of it can't be kept; then none of it was.
    """
    there = {one.name.casefold(): one.id for one in records.members()}
    held = {c.name: records.load(there[key]) for c in clients if (key := c.name.casefold()) in there}
    new = [(c.name, read([], readings=c.readings)) for c in clients if c.name not in held]
    changed = [(one, found) for c in clients if (one := held.get(c.name)) and (found := _filled(one, c)) is not None]
    saved = iter(records.save_all(new, changed))
    ids = {name: next(saved).id for name, _ in new}
    out = []
    for c in clients:
        one = held.get(c.name)
        days = set() if one is None else {r.day for r in one.found.member.readings}
        lacking = tuple(day_of(r.day) for r in c.readings if r.day not in days)
        id, name = (ids[c.name], c.name) if one is None else (one.id, one.name)
        out.append(Filled(id, name, one is None, lacking, len(c.readings) - len(lacking)))
    return tuple(out)


def _filled(held: Loaded, client: Client) -> Imported | None:
    # The member with the readings that they lack; None where they lack none.
    member = held.found.member
    days = {r.day for r in member.readings}
    more = tuple(r for r in client.readings if r.day not in days)
    if not more:
        return None
    log = tuple(sorted((*member.readings, *more), key=lambda r: r.day))
    return on_the_last(replace(held.found, member=replace(member, readings=log)), member.readings)


def _of(client: str) -> str:
    return f" ({client[:60]})" if client else ""


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
