"""Rows of LinkedIn's tables: which count, which are dated, which are the same row again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.dates import BAD, DAY_S, clock_seconds, day_first, parse_days, unit_of
from ssi_core.ingest.formats import Format
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.names import base_of, squeeze
from ssi_core.ingest.people import decoded, full_name, slug
from ssi_core.ingest.source import Source
from ssi_core.ingest.tables import Table

#: Days by which a weekly log may plan ahead.
PLANNED = 731


@dataclass
class Rows:
    """Rows of one file that count, before duplicates are found.

    Attributes
    ----------
    format : Format
        What the file is.
    source : Source
        Where it came from.
    entry : Entry
        Its line of the ledger.
    days : (n,) int32
        Day numbers; empty for undated facts.
    cells : dict of str to list of str
        n cells a column.
    numbers : (n,) int64
        Record numbers, for the ledger's notes.
    """

    format: Format
    source: Source
    entry: Entry
    days: NDArray[np.int32]
    cells: dict[str, list[str]]
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[str]:
        """Cells of a column, blank where the file lacks it."""
        return self.cells.get(name) or [""] * len(self)

    def take(self, mask: NDArray[np.bool_]) -> Rows:
        """The rows where `mask` is true."""
        if mask.all():
            return self
        cells = {k: [c for c, m in zip(v, mask, strict=True) if m] for k, v in self.cells.items()}
        days = self.days[mask] if len(self.days) else self.days
        return Rows(self.format, self.source, self.entry, days, cells, self.numbers[mask])


def select(table: Table, source: Source, entry: Entry, last_day: int) -> Rows:
    """Leave out the rows that are no activity or bear no possible date; each is counted as rejected, with its reason.

    Parameters
    ----------
    table : Table
        As read.
    source : Source
        Where it came from.
    entry : Entry
        Its line of the ledger.
    last_day : int
        Day number of the export; activity after it is in the future.
    """
    fmt = table.format
    n = len(table.rows)
    keep = np.ones(n, bool)

    def out(code: str, words: str, mask: NDArray[np.bool_]) -> None:
        for i in np.flatnonzero(mask & keep):
            entry.reject(code, words, table.rows[i])
        keep[mask] = False

    cells = list(table.columns.values())
    if n and not any(all(map(str.strip, column)) for column in cells):
        out("padding", "an empty row", np.array([not any(c.strip() for c in row) for row in zip(*cells, strict=True)]))
    for column, values in fmt.keep.items():
        if column in table.columns:
            wrong = np.array([squeeze(c) not in values for c in table.columns[column]], bool)
            out(fmt.dropped, f"{fmt.dropped}: not counted", wrong)
    days = np.empty(0, np.int32)
    if fmt.date is not None:
        days = _days_of(table.columns[fmt.date], last_day)
        out("date", "no date that can be read", days == BAD)
        out("future", "dated after the export", days > last_day + (PLANNED if fmt.kind == "weekly_log" else 0))
    rows = Rows(fmt, source, entry, days, table.columns, np.array(table.rows, np.int64)).take(keep)
    entry.span([int(d) for d in rows.days])
    return rows


def _days_of(cells: Sequence[str], last_day: int) -> NDArray[np.int32]:
    # Where a column tells neither the European nor the US order, the one that puts fewer rows after the export's day.
    days = parse_days(cells)
    if (days > last_day).any() and day_first(cells) is None:
        other = parse_days(cells, order=True)
        if (other > last_day).sum() < (days > last_day).sum():
            return other
    return days


def merge(files: Iterable[Rows]) -> list[Rows]:
    """Leave out rows that another file (or an earlier row) already gave; each is counted as a duplicate.

    A file that was saved again without seconds or without a clock comes after those that have them, and its rows are
    compared with theirs to the minute or the day: the n-th of a day is the n-th of that day.

    Parameters
    ----------
    files : iterable of Rows
        All of one kind, the newest export first.

    Returns
    -------
    list of Rows
        The same files, in the same order, with what is new in each.
    """
    files = list(files)
    if len(files) == 1 and _all_differ(files[0]):
        files[0].entry.rows_kept += len(files[0])
        return files
    times = [times_of(rows) for rows in files]
    units = [1 if time is None else unit_of(_dates(rows)) for rows, time in zip(files, times, strict=True)]
    out: dict[int, Rows] = {}
    seen = _Seen()
    for position in sorted(range(len(files)), key=lambda i: units[i]):
        rows, time = files[position], times[position]
        seen.to_unit(units[position])
        new = seen.new(rows, time)
        rows.entry.rows_kept += int(new.sum())
        rows.entry.rows_duplicate += int((~new).sum())
        out[position] = rows.take(new)
    return [out[i] for i in range(len(files))]


def times_of(rows: Rows) -> NDArray[np.int64] | None:
    """Seconds of each row, where its time is part of what tells it."""
    fmt = rows.format
    if fmt.date is None or fmt.date not in fmt.key:
        return None
    return rows.days.astype(np.int64) * DAY_S + clock_seconds(_dates(rows))


def _dates(rows: Rows) -> list[str]:
    return rows.column(rows.format.date or "")


@dataclass
class _Seen:
    # What the rows so far have left, with times cut to a unit. Rows of files true to the second are kept as they are,
    # so that what they left can be told again in minutes or days.
    unit: int = 1
    keys: set[Key] = field(default_factory=set)
    turns: Counter[tuple[Key, Key]] = field(default_factory=Counter)
    left: list[tuple[int | None, Identity]] = field(default_factory=list)

    def to_unit(self, unit: int) -> None:
        if unit == self.unit:
            return
        self.unit = unit
        self.keys.clear()
        self.turns.clear()
        counts: Counter[Key] = Counter()
        for time, identity in self.left:
            for key in self._cut(time, identity.leaves):
                self.keys.add(key)
                counts[key] += 1
                self.keys.add((*key, counts[key]))

    def new(self, rows: Rows, times: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        identities = _connections if rows.format.kind == "connections" else identities_of
        domain = whole_of(rows.source)
        new = np.ones(len(rows), bool)
        for i, identity in enumerate(identities(rows)):
            time = None if times is None else int(times[i])
            same_as, leaves = self._cut(time, identity.same_as), self._cut(time, identity.leaves)
            if identity.countable:
                (key,) = leaves
                self.turns[domain, key] += 1
                same_as = leaves = ((*key, self.turns[domain, key]),)
            new[i] = not any(key in self.keys for key in same_as)
            self.keys.update(leaves)
            if new[i] and time is not None:
                self.left.append((time, identity))
        return new

    def _cut(self, time: int | None, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        return keys if time is None else tuple((time // self.unit, *key) for key in keys)


Key = tuple[object, ...]


@dataclass(frozen=True)
class Identity:
    """What tells that two rows are one.

    Attributes
    ----------
    same_as : tuple of Key
        The row is a duplicate where any of these was left by an earlier row.
    leaves : tuple of Key
        What it leaves for later rows.
    countable : bool
        Equal rows of one file are several events; only across files is the n-th of them the same as the n-th.
    """

    same_as: tuple[Key, ...]
    leaves: tuple[Key, ...]
    countable: bool = False


def whole_of(source: Source) -> Key:
    """What tells the file that a source is or is a part of: parts of a split one count on together, any other anew."""
    split = re.search(r"_\d{1,3}\.\w+$", source.base)
    return (source.export, base_of(source.base)) if split else (source.export, source.name)


def identities_of(rows: Rows) -> Iterator[Identity]:
    """What tells each row of any kind but connections, its time aside where that is part of it."""
    # A kind without a key is told by all its cells. The time, where it is part of the key, is compared as a number.
    fmt = rows.format
    names = [n for n in fmt.key or fmt.columns if n != fmt.date or not fmt.key]
    columns = [_plain(rows.column(name)) for name in names]
    for cells in zip(*columns, strict=True) if columns else [()] * len(rows):
        yield Identity((cells,), (cells,), fmt.repeats)


def _plain(cells: Sequence[str]) -> list[str]:
    # Up to its last escape, links are mostly the same text.
    ends = [c.rfind("%") + 3 for c in cells]
    begins = {b: decoded(b) for b in {c[:at] for c, at in zip(cells, ends, strict=True) if at > 2}}
    return [(begins[c[:at]] + c[at:]).strip() if at > 2 else c.strip() for c, at in zip(cells, ends, strict=True)]


def _all_differ(rows: Rows) -> bool:
    # Whether no row of a file alone can be the same as another: a shorter way to what comparing them one by one finds.
    fmt = rows.format
    if fmt.repeats:
        return True
    if fmt.kind == "connections":
        addresses = [slug(url) for url in rows.column("url")]
        known = [a for a in addresses if a]
        names = zip(addresses, rows.column("first_name"), rows.column("last_name"), strict=True)
        return len(set(known)) == len(known) and not any(not a and full_name(f, last) for a, f, last in names)
    names_of = [n for n in fmt.key or fmt.columns if n != fmt.date or not fmt.key]
    columns: list[Sequence[object]] = [_plain(rows.column(name)) for name in names_of]
    if len(set(zip(*columns, strict=True))) == len(rows):
        return True
    times = times_of(rows)
    if times is None:
        return False
    columns.append((times // unit_of(_dates(rows))).tolist())
    return len(set(zip(*columns, strict=True))) == len(rows)


def _connections(rows: Rows) -> Iterator[Identity]:
    # By address where there is one; older files have names alone, so a name and a day must also find its address's row.
    # A row with neither is a hidden member: a connection of its own, counted per day.
    people = zip(rows.column("url"), rows.column("first_name"), rows.column("last_name"), rows.days, strict=True)
    for url, first, last, day in people:
        address, name = slug(url), full_name(first, last)
        if address:
            yield Identity(
                (("address", address), ("name", name, int(day))), (("address", address), ("addressed", name, int(day)))
            )
        elif name:
            yield Identity((("name", name, int(day)), ("addressed", name, int(day))), (("name", name, int(day)),))
        else:
            yield Identity((), (("hidden", int(day)),), countable=True)


def newest(files: list[Rows]) -> list[Rows]:
    """Keep the newest export's rows of a kind of undated facts; rows of older ones that it lacks no longer hold.

    Parameters
    ----------
    files : list of Rows
        All of one kind, the newest export first.
    """
    merged = merge(files)
    if not merged:
        return []
    latest = merged[0].source
    out = []
    for rows in merged:
        if rows.source.export == latest.export or rows.source.export_day == latest.export_day:
            out.append(rows)
        elif len(rows):
            rows.entry.rows_kept -= len(rows)
            rows.entry.reject("superseded", "a newer export no longer has these rows", count=len(rows))
    return out
