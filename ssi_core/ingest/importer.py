"""Everything that was given -> one member and the ledger of what was done with it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from ssi_core.ingest import archive, tables, workbook
from ssi_core.ingest.assembly import SHEETS, Gathered, Ledger, assemble, end_of, no_header
from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import BY_NAME, UNUSED, Format, base_of
from ssi_core.ingest.layout import UnknownTable
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import select
from ssi_core.ingest.source import Source
from ssi_core.member import Member, Target, day_number

Input = str | os.PathLike[str] | tuple[str, bytes | BinaryIO]




def today() -> dt.date:
    """The day it is; the environment variable ``SSI_TODAY`` (YYYY-MM-DD) overrules the clock.

    Raises
    ------
    IngestError
        If ``SSI_TODAY`` is no date.
    """
    said = os.environ.get("SSI_TODAY", "").strip()
    if not said:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise IngestError(f"SSI_TODAY is {said!r}: give a day as YYYY-MM-DD") from None


def read_member(
    inputs: Sequence[Input], owner: str | None = None, target: Target | None = None
) -> tuple[Member, Ledger]:
    """Read everything that was given.

    Parameters
    ----------
    inputs : sequence
        Paths (zip, folder, CSV, XLSX), or uploads as (name, bytes or seekable binary stream), of one member.
    owner : str, optional
        The member's name, where the files do not tell.
    target : Target, optional
        Whom the member calls the right people; VP or above by default.

    Raises
    ------
    IngestError
        If nothing in it can be used; the message says why.
    """
    now = day_number(today())
    found = Gathered()
    with archive.sources(inputs) as sources:
        # An export can't be newer than today, whatever a name or a clock says.
        for source in (replace(s, export_day=min(s.export_day, now)) if s.export_day else s for s in sources):
            entry = Entry(source.name)
            found.entries.append(entry)
            try:
                _read_one(source, entry, found, now)
            except UnknownTable as error:
                entry.status = "ignored"
                entry.note("unknown", str(error))
                found.unknown.append(str(error))
            except IngestError as error:
                entry.unreadable(error.code, str(error))
        return assemble(found, now, owner, target or Target())


def _read_one(source: Source, entry: Entry, found: Gathered, now: int) -> None:
    if source.problem:
        entry.unreadable(*source.problem)
        return
    lower = source.base.lower()
    if "articles/" in source.name.lower() and lower.endswith((".html", ".htm")):
        _read_article(source, entry, found, now)
        return
    if source.kind == "other":
        entry.note("not a table", "not a table: left alone")
        return
    fmt = BY_NAME.get(base_of(source.base))
    if fmt is None and base_of(source.base) in UNUSED:
        entry.note("unused", "known, and holds nothing that the score uses")
        return
    if source.size == 0:
        entry.status = "empty"
        entry.kind = fmt.kind if fmt else ""
        entry.note("no header", "an empty file, without so much as a header: it says nothing")
        return
    if fmt and fmt.kind == "messages":
        entry.kind = fmt.kind
        found.letters.append((source, entry))
        return
    if source.kind in SHEETS:
        _read_sheet(source, fmt, entry, found, now)
        return
    if fmt is None and not lower.endswith((".csv", ".tsv", ".txt")):
        entry.note("not a table", "not a table: left alone")
        return
    table = tables.read_table(source, fmt, entry)
    _keep(table, source, entry, found, now)


def _keep(table: tables.Table | None, source: Source, entry: Entry, found: Gathered, now: int) -> None:
    if table is None:
        no_header(entry)
        return
    entry.kind = table.format.kind
    entry.status = "read" if entry.rows_read else "empty"
    rows = select(table, source, entry, end_of(source, now))
    found.rows.setdefault(table.format.kind, []).append(rows)


def _read_sheet(source: Source, fmt: Format | None, entry: Entry, found: Gathered, now: int) -> None:
    book = workbook.sheets(source)
    entry.encoding = "xlsx" if source.kind == "sheet" else "xls"
    rows = workbook.first_rows(book)
    if fmt is None and not tables.is_known(rows):
        if workbook.is_company_page(book):
            entry.note("company page", "a company page's figures, not a member's own activity: left alone")
            return
        daily = workbook.creator(book, entry, end_of(source, now))
        if daily is not None:
            entry.kind, entry.status = "creator_workbook", "read"
            found.books.append(daily)
            return
    _keep(tables.rows_table(rows, source, fmt, entry), source, entry, found, now)


def _read_article(source: Source, entry: Entry, found: Gathered, now: int) -> None:
    entry.kind, entry.rows_read = "article", 1
    day = int(parse_days([source.base.strip()[:10]])[0])
    if day == BAD:
        entry.status = "read"
        entry.reject("date", "its name does not begin with a day: a draft, or renamed")
    elif day > end_of(source, now):
        entry.status = "read"
        entry.reject("future", "dated after the export")
    else:
        entry.status, entry.rows_kept = "read", 1
        entry.span([day])
        found.articles.append((source, entry, day))


