"""Everything that was given -> one member and the ledger of what was done with it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import BinaryIO

from ssi_core.ingest import archive, tables, workbook
from ssi_core.ingest.assembly import assemble
from ssi_core.ingest.client_table import clients_in
from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import BY_NAME, UNUSED, Format
from ssi_core.ingest.gathered import SHEETS, Gathered, end_of, mapped, no_header, no_one_knows, own_up
from ssi_core.ingest.layout import UnknownTable, decode
from ssi_core.ingest.ledger import Entry, Ledger
from ssi_core.ingest.linkedin import select
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.names import base_of, squeeze
from ssi_core.ingest.page_data import page_data
from ssi_core.ingest.readings import fault, noted
from ssi_core.ingest.sheets import Sheet, first_rows, sheets_of
from ssi_core.ingest.source import Source
from ssi_core.ingest.ssi_page import LONGEST
from ssi_core.ingest.traces import OnTraces
from ssi_core.ingest.usage import select_usage
from ssi_core.member import Member, Target, day_number

Input = str | os.PathLike[str] | tuple[str, bytes | BinaryIO]

_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
#: No sheet of the analytics is larger, saved as CSV.
_ANALYTICS_BYTES = 4 << 20
#: The day that a run over many members began on, wherever and whenever each of them is read.
_AGREED: ContextVar[dt.date | None] = ContextVar("agreed", default=None)


@contextmanager
def agreed_today(day: dt.date) -> Iterator[None]:
    """Take `day` for today within a ``with``, whatever this machine's clock and environment say.

    Parameters
    ----------
    day : datetime.date
        One day for all members of a run, which may take past midnight and run in several time zones.
    """
    token = _AGREED.set(day)
    try:
        yield
    finally:
        _AGREED.reset(token)


def today() -> dt.date:
    """The day it is; the environment variable ``SSI_TODAY`` (YYYY-MM-DD) overrules the clock.

    Raises
    ------
    IngestError
        If ``SSI_TODAY`` is no date.
    """
    agreed = _AGREED.get()
    if agreed is not None:
        return agreed
    said = os.environ.get("SSI_TODAY", "").strip()
    if not said:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise IngestError(f"SSI_TODAY is {said!r}: give a day as YYYY-MM-DD") from None


def moment() -> dt.datetime:
    """The time it is, in UTC; where a run or ``SSI_TODAY`` names the day, on that day.

    Raises
    ------
    IngestError
        If ``SSI_TODAY`` is no date.
    """
    clock = dt.datetime.now(dt.UTC)
    named = _AGREED.get() is not None or bool(os.environ.get("SSI_TODAY", "").strip())
    # The day here and the hour in UTC would make a time that is up to a day off.
    return dt.datetime.combine(today(), clock.time(), dt.UTC) if named else clock


def read_member(
    inputs: Sequence[Input],
    owner: str | None = None,
    target: Target | None = None,
    mappings: Sequence[ColumnMapping] = (),
    on_file: Callable[[str], object] | None = None,
    on_traces: OnTraces | None = None,
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
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows.
    on_file : callable, optional
        Told the name of each file before it is read.
    on_traces : callable, optional
        Given what tells the rows apart; without it, nobody goes to the trouble.

    Raises
    ------
    IngestError
        If nothing in it can be used; the message says why.
    """
    now = day_number(today())
    found = Gathered(mappings=mappings)
    with archive.sources(inputs) as sources:
        # An export can't be newer than today, whatever a name or a clock says.
        for source in (replace(s, export_day=min(s.export_day, now)) if s.export_day else s for s in sources):
            if on_file is not None:
                on_file(source.name)
            entry = Entry(source.name)
            found.entries.append(entry)
            try:
                _read_one(source, entry, found, now)
                if not own_up(source, entry):  # not even a row, so not even a zero
                    found.forget(entry)
            except UnknownTable as error:
                if own_up(source, entry):
                    no_one_knows(error, entry, found)
            except IngestError as error:
                entry.unreadable(error.code, str(error))
        return assemble(found, now, owner, target or Target(), on_traces)


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
    mapping = entry.mapping = mapped(source, found.mappings)
    fmt = mapping.format if mapping else BY_NAME.get(base_of(source.base))
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
        _read_sheet(source, fmt, mapping, entry, found, now)
        return
    if fmt is None and lower.endswith(".json"):
        _read_page(source, entry, found, now)
        return
    if fmt is None and not lower.endswith((".csv", ".tsv", ".txt")):
        entry.note("not a table", "not a table: left alone")
        return
    try:
        table = tables.read_table(source, fmt, entry)
    except UnknownTable:
        if not _read_unlisted(source, fmt, entry, found, now):
            raise
    else:
        _keep(table, source, mapping, entry, found, now)


def _read_unlisted(source: Source, fmt: Format | None, entry: Entry, found: Gathered, now: int) -> bool:
    # What no header of a table tells: prose under the name of one, or a sheet of the analytics saved as CSV.
    if source.size > _ANALYTICS_BYTES:
        return False
    with source.open() as stream:
        text, entry.encoding = decode(stream.read())
    if fmt is not None:
        header = tuple(squeeze(c) for c in text.strip().partition("\n")[0].split(","))
        if header not in fmt.prose:
            return False
        entry.kind = fmt.kind
        entry.note("prose", "an older form of the file, which holds sentences and no rows: left alone")
        return True
    sheet = workbook.sheet_of(text, source.base)
    return sheet is not None and _read_analytics([sheet], source, entry, found, now)


def _read_analytics(book: list[Sheet], source: Source, entry: Entry, found: Gathered, now: int) -> bool:
    # Whether it is one of the analytics: a company page's, a creator's, those of one post.
    if workbook.is_company_page(book):
        entry.note("company page", "a company page's figures, not a member's own activity: left alone")
        return True
    daily = workbook.creator(book, entry, end_of(source, now))
    if daily is not None:
        entry.kind, entry.status = "creator_workbook", "read"
        found.books.append(daily)
        return True
    other = workbook.uncounted(book)
    if other is not None:
        entry.note(*other)
    return other is not None


def _keep(
    table: tables.Table | None,
    source: Source,
    mapping: ColumnMapping | None,
    entry: Entry,
    found: Gathered,
    now: int,
) -> None:
    if table is None:
        no_header(entry)
        return
    entry.kind = table.format.kind
    entry.status = "read" if entry.rows_read else "empty"
    if entry.kind == "readings" and mapping is None and (many := clients_in(source)) > 1:
        # As one person's, their readings would calibrate a member who is none of them.
        entry.unreadable(
            "clients",
            f"official readings of {many} clients, where one person's are read: bring the table on Today, or with "
            "ssi records bring",
        )
        return
    if mapping and mapping.kind == "usage_report":
        rows = select_usage(table, mapping, source, entry, end_of(source, now))
    else:
        rows = select(table, source, entry, end_of(source, now))
    found.rows.setdefault(table.format.kind, []).append(rows)


def _read_sheet(
    source: Source,
    fmt: Format | None,
    mapping: ColumnMapping | None,
    entry: Entry,
    found: Gathered,
    now: int,
) -> None:
    book = sheets_of(source)
    entry.encoding = "xlsx" if source.kind == "sheet" else "xls"
    rows = first_rows(book)
    if fmt is None and not tables.is_known(rows) and _read_analytics(book, source, entry, found, now):
        return
    _keep(tables.rows_table(rows, source, fmt, entry), source, mapping, entry, found, now)


def _read_page(source: Source, entry: Entry, found: Gathered, now: int) -> None:
    # The page's data, saved; dated by its name, else as its export, else today.
    reading = None
    if source.size <= LONGEST:
        with source.open() as stream:
            text, encoding = decode(stream.read())
        dated = _DAY.search(source.base)
        day = int(parse_days([dated[0]])[0]) if dated else end_of(source, now)
        try:
            reading = page_data(text, day)
        except IngestError:
            _start_page(entry, encoding)
            entry.reject("number", "a total, a part or a group's figure that is no number")
            return
    if reading is None:
        entry.note("not a table", "not a table: left alone")
        return
    _start_page(entry, encoding)
    if reading.day == BAD:
        entry.reject("date", "its name bears a day that does not exist")
    elif reading.day > end_of(source, now):
        entry.reject("future", "dated after the export")
    elif not reading.total and not any(reading.pillars.values()):
        entry.reject("zeros", "all zeros: a failed capture, so missing")
    elif fault(reading):
        entry.reject("range", "a pillar outside 0 to 25, or a total, an average or a rank outside 0 to 100")
    else:
        entry.span([reading.day])
        found.readings.append(noted(reading, source, entry))


def _start_page(entry: Entry, encoding: str) -> None:
    entry.kind, entry.status, entry.encoding, entry.rows_read = "readings", "read", encoding, 1


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
