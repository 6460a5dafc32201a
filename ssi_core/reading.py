"""Paths -> a member and the ledger of how they were read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from ssi_core.imported import Imported, unspoken
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import Input, read_member, today
from ssi_core.ingest.ledger import Ledger
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.readings import fault
from ssi_core.ingest.traces import Traces
from ssi_core.member import Member, Reading, Stated, Target, day_of
from ssi_core.stated import understood

Paths = Input | Sequence[Input]


def _listed(paths: Paths) -> list[Input]:
    # One path, one upload (a name and what it holds), or several of either.
    if isinstance(paths, (str, os.PathLike)):
        return [paths]
    if isinstance(paths, tuple) and len(paths) == 2 and not isinstance(paths[1], (str, os.PathLike, tuple)):
        return [paths]
    return list(paths)


def read(
    paths: Paths,
    *,
    owner: str | None = None,
    as_of: dt.date | None = None,
    stated: Stated | None = None,
    target: Target | None = None,
    readings: str | os.PathLike[str] | Sequence[Reading] | None = None,
    mappings: Sequence[ColumnMapping] = (),
    on_file: Callable[[str], object] | None = None,
    traces: bool = False,
) -> Imported:
    """Read a member's files.

    Parameters
    ----------
    paths : path, upload, or sequence of them
        Zips, folders, CSVs and XLSXs of one member, mixed; an upload is (name, bytes or seekable binary stream). It may
        be empty where there are readings or anything is stated.
    owner : str, optional
        The member's name, where the files do not tell whose messages these are.
    as_of : datetime.date, optional
        The day to stand on; by default the last day with activity, else the export's, else the last reading's.
    stated : Stated, optional
        What the user said, put over what ``answers.csv`` says.
    target : Target, optional
        Whom the member calls the right people; VP or above by default.
    readings : path or sequence of Reading, optional
        Official readings, as a log or as they are; they stand instead of any among the files.
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows; :func:`remembered` gives those that the user kept.
    on_file : callable, optional
        Told the name of each file before it is read, to show progress.
    traces : bool
        Whether the member may be saved: keeps digests of the rows, so that a later upload counts none of them twice.

    Returns
    -------
    Imported
        The member and the ledger.

    Raises
    ------
    IngestError
        If nothing in it can be used.

    Examples
    --------
    >>> from ssi_core.sample import sample_files
    >>> found = read(sample_files())
    >>> found.stocks["connections"]
    1900.0
    """
    inputs = _listed(paths)
    log = None if readings is None else _log(readings, mappings)
    kept: list[Traces] = []
    if not inputs and (log or (stated is not None and stated != Stated())):
        member, ledger = Member(), Ledger((), False, None, None, None)
    else:
        member, ledger = read_member(inputs, owner, target, mappings, on_file, kept.append if traces else None)
    if log is not None:
        member = replace(member, readings=log)
    member = replace(member, stated=understood(member.stated, ledger))
    if stated is not None:
        member = replace(member, stated=stated.over(member.stated))
    shown = member.readings[-1].day if member.readings else None
    until = next((d for d in (ledger.last_day, ledger.known_until, shown) if d is not None), None)
    on = as_of or (day_of(until) if until is not None else today())
    return Imported(member, ledger, on, unspoken(member), kept[0] if kept else None)


def _log(
    readings: str | os.PathLike[str] | Sequence[Reading], mappings: Sequence[ColumnMapping]
) -> tuple[Reading, ...]:
    if isinstance(readings, (str, os.PathLike)):
        log, _ = read_member([readings], mappings=mappings)
        if not log.readings:
            raise IngestError(f"{readings} holds no official reading: give a CSV with a date, a total and four parts")
        return log.readings
    days = [r.day for r in readings]
    for reading in readings:
        if wrong := fault(reading):
            raise IngestError(f"the reading of {day_of(reading.day)}: {wrong}")
        if days.count(reading.day) > 1:
            raise IngestError(f"two readings of {day_of(reading.day)}: give one a day")
    return tuple(sorted(readings, key=lambda r: r.day))
