"""Rows, letters and workbooks of all files -> one member."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ssi_core.ingest import activity, profile, readings, streams, tables, usage, workbook
from ssi_core.ingest.conversations import Correspondence, correspond
from ssi_core.ingest.edits import without_edits
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.formats import BY_NAME
from ssi_core.ingest.layout import HEAD_RECORDS, UnknownTable, head_records
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import Rows, merge, newest, whole_of
from ssi_core.ingest.mapping import ColumnMapping, mapping_of
from ssi_core.ingest.messages import Messages
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.people import slug
from ssi_core.ingest.remarks import Remark, remarks_on
from ssi_core.ingest.sheets import first_rows, sheets_of
from ssi_core.ingest.source import Source
from ssi_core.ingest.swallowed import own_up_to_lost_quotes
from ssi_core.member import LONG_AGO, Member, Reading, Stated, Target

#: Kinds of source that hold sheets.
SHEETS = ("sheet", "legacy-sheet")


@dataclass(frozen=True)
class Ledger:
    """What was read.

    Attributes
    ----------
    entries : tuple of Entry
        A line per file.
    owner_found : bool
        Whether the files or the user say whose they are; without, messages have no direction.
    first_day, last_day : int or None
        First and last day with activity, in day numbers.
    known_until : int or None
        Day up to which the files speak: the newest export's own, else the last day.
    remarks : tuple of Remark
        What the export as a whole is not.
    """

    entries: tuple[Entry, ...]
    owner_found: bool
    first_day: int | None
    last_day: int | None
    known_until: int | None
    remarks: tuple[Remark, ...] = ()


@dataclass
class Gathered:
    """What the files hold, before it is put together."""

    entries: list[Entry] = field(default_factory=list)
    rows: dict[str, list[Rows]] = field(default_factory=dict)
    letters: list[tuple[Source, Entry]] = field(default_factory=list)
    books: list[workbook.Daily] = field(default_factory=list)
    articles: list[tuple[Source, Entry, int]] = field(default_factory=list)
    readings: list[readings.Noted] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    mappings: Sequence[ColumnMapping] = ()

    def forget(self, entry: Entry) -> None:
        """Leave out the rows of a file that is given up."""
        kept = {kind: [r for r in rows if r.entry is not entry] for kind, rows in self.rows.items()}
        self.rows = {kind: rows for kind, rows in kept.items() if rows}


def assemble(found: Gathered, now: int, owner: str | None, target: Target) -> tuple[Member, Ledger]:
    """Put together what the files hold.

    Parameters
    ----------
    found : Gathered
        Rows, letters, workbooks and articles; their ledger entries gain what the merging finds.
    now : int
        Today's day number.
    owner : str or None
        The member's name, where the user gives it.
    target : Target
        The right people.

    Raises
    ------
    NothingUsableError
        If there is nothing that can be used.
    """
    files = {
        kind: (merge(rows) if rows[0].format.date or kind == "answers" else newest(rows))
        for kind, rows in found.rows.items()
        if kind != "readings"  # told by their day, however it is written
    }
    if "shares" in files:
        files["shares"] = without_edits(files["shares"])
    letters, wrote, owner_found = _correspondence(found, files, now, owner)
    logs = found.rows.get("readings", ())
    usable = bool(files) or bool(found.books) or bool(found.articles) or bool(letters) or bool(logs or found.readings)
    if not usable:
        raise NothingUsableError(_nothing(found), tuple(found.entries))
    log = _readings(found, files)

    books = workbook.overlay(found.books)
    moving = [e for e in found.entries if _moves(e, files) and e.first is not None and e.last is not None]
    first = min((e.first for e in moving if e.first is not None), default=None)
    last = max((e.last for e in moving if e.last is not None), default=None)
    read = [*logs, *(r for rows in files.values() for r in rows)]
    exports = [r.source.export_day for r in read if r.source.export_day is not None]
    exports += [s.export_day for s, _ in letters if s.export_day is not None]
    until = max([*exports, *([last] if last is not None else [])], default=None)

    tally = activity.Tally()
    loose_end = until if until is not None else now

    def span(rows: Rows) -> tuple[int, int]:
        own = rows.source.export_day
        return activity.span_of(rows, loose_end if own is None else own)

    companies = profile.own_companies(files)
    invitations = [(rows, span(rows)) for rows in files.get("invitations", [])]
    for kind, many in files.items():
        for rows in many:
            if rows.format.yields or rows.format.marks_active:
                activity.count_yields(tally, rows, span(rows))
            if kind == "connections":
                activity.count_connections(tally, rows, span(rows), companies, target)
    if invitations and "connections" in files:
        activity.join_invitations(tally, invitations, files["connections"])
    reach = None
    if wrote is not None and letters:
        ends = [loose_end if s.export_day is None else s.export_day for s, _ in letters]
        reach = (LONG_AGO, max(ends))
        activity.count_messages(tally, wrote, reach)
    activity.count_outreach(tally, invitations, wrote if letters else None, reach)
    if found.articles:
        end = max(loose_end if s.export_day is None else s.export_day for s, _, _ in found.articles)
        days = dict.fromkeys((s.base, day) for s, _, day in found.articles)
        tally.add("articles", [day for _, day in days], (LONG_AGO, end))
        seen: set[str] = set()
        for source, entry, _ in found.articles:
            if source.base in seen:
                entry.rows_kept, entry.rows_duplicate = 0, 1
            seen.add(source.base)
    tally.valued.update(books)
    tally.periods = usage.periods_of(files.get("usage_report", ()))

    member = Member(
        tally.activity(until if until is not None else now),
        profile.profile_of(files),
        _stated(files),
        seat_seen="navigator_activity" in files or "usage_report" in files,
        readings=log,
        last_day=last,
    )
    kinds = [*files, *(e.kind for _, e in letters)]
    said = remarks_on(kinds, [e.name for e in found.entries])
    return member, Ledger(tuple(found.entries), owner_found, first, last, until, said)


def _moves(entry: Entry, files: Mapping[str, Sequence[Rows]]) -> bool:
    if entry.kind in ("messages", "creator_workbook", "article"):
        return True
    return any(r.format.activity for r in files.get(entry.kind, ()))


def _correspondence(
    found: Gathered, files: Mapping[str, Sequence[Rows]], now: int, owner: str | None
) -> tuple[list[tuple[Source, Entry]], Correspondence | None, bool]:
    # Order of trust: what the user says, the two ends of invitations, the profile's name, the messages themselves.
    urls, names = _own_ends(files.get("invitations", ()))
    names |= profile.own_names(files)
    if owner:
        urls, names = set(), {squeeze(owner)}
    messages = Messages(digests=len(found.letters) > 1)
    read = []
    for source, entry in found.letters:
        try:
            held = _read_letters(source, entry, messages, end_of(source, now), found.mappings)
            if own_up(source, entry) and held:
                read.append((source, entry))
        except UnknownTable as error:
            if own_up(source, entry):
                no_one_knows(error, entry, found)
        except IngestError as error:
            entry.unreadable(error.code, str(error))
    if not read:
        return [], None, bool(names or urls)
    wrote = correspond(messages, urls, names, told=owner is not None)
    if wrote is None:
        why = "no one of that name wrote or was written to" if owner else "no file says whose messages these are"
        for _, entry in read:
            entry.note("owner", f"{why}, so none counts as sent: give the owner's name")
    return read, wrote, wrote is not None


def _own_ends(invitations: Iterable[Rows]) -> tuple[set[str], set[str]]:
    # Addresses and the commonest name on the member's own side of the invitations.
    urls, names = set[str](), Counter[str]()
    for rows in invitations:
        sides = (("from", "inviter_url"), ("to", "invitee_url"))
        people = [list(zip(rows.column(name), rows.column(url), strict=True)) for name, url in sides]
        for way, inviter, invitee in zip(rows.column("direction"), *people, strict=True):
            name, url = inviter if way.strip().lower() == "outgoing" else invitee
            urls.add(slug(url))
            names[squeeze(name)] += 1
    names.pop("", None)
    return urls - {""}, {name for name, _ in names.most_common(1)}


def _read_letters(
    source: Source, entry: Entry, messages: Messages, end: int, mappings: Sequence[ColumnMapping]
) -> bool:
    import pyarrow as pa

    mapping = mapped(source, mappings)
    fmt = mapping.format if mapping else BY_NAME["messages"]
    if source.kind in SHEETS:
        entry.encoding = "xlsx" if source.kind == "sheet" else "xls"
        table = tables.rows_table(first_rows(sheets_of(source)), source, fmt, entry)
        if table is None:
            no_header(entry)
            return False
        entry.rows_read -= len(table.rows)  # the next line counts them
        messages.read(iter([tables.table_batch(table)]), entry, end, whole_of(source))
        entry.status = "read" if entry.rows_read else "empty"
        return True
    source = _at_hand(source)
    known = source.damage.words
    for block in (streams.BLOCK_BYTES, streams.LARGE_BLOCK_BYTES):
        opened = streams.stream_table(source, fmt, entry, block)
        if opened is None:
            no_header(entry)
            return False
        try:
            messages.read(opened[1], entry, end, whole_of(source))
            break
        except pa.ArrowInvalid:  # a cell larger than a block, or a lost quote that swallows the rest
            entry.start_again()
    else:  # the csv module copes with any size
        messages.read(streams.stream_csv(source, fmt, entry), entry, end, whole_of(source))
    if source.damage.words != known:  # found out at the end: what was read before it may be garbled
        messages.forget(entry)
        entry.start_again()
        return _read_letters(source, entry, messages, end, mappings)
    held = streams.whole_body(source, fmt)
    if held is not None:
        own_up_to_lost_quotes(*held, entry.rows_read, entry)
    entry.status = "read" if entry.rows_read else "empty"
    return True


def _at_hand(source: Source) -> Source:
    # What is not streamed is inflated once, though it is read twice or more.
    if source.size > streams.WHOLE_BYTES:
        return source
    with source.open() as stream:
        data = stream.read()
    if source.damage.words:  # found out on the way: from now on nothing of it is taken but what is sound
        with source.open() as stream:
            data = stream.read()
    return replace(source, open=lambda: io.BytesIO(data))


def _stated(files: Mapping[str, Sequence[Rows]]) -> Stated:
    answers: dict[str, float] = {}
    seat = None
    for rows in files.get("answers", ()):
        given, said = readings.answers_of(rows)
        answers = {**given, **answers}
        seat = said if seat is None else seat
    weeks = tuple(w for rows in files.get("weekly_log", ()) for w in readings.weeks_of(rows))
    return Stated(seat=seat, answers=answers, weekly_log=weeks)


def _readings(found: Gathered, files: Mapping[str, Sequence[Rows]]) -> tuple[Reading, ...]:
    # A log's own word stands before what a usage report says of the same day.
    logs = [one for rows in found.rows.get("readings", ()) for one in readings.readings_of(rows)]
    log = readings.one_a_day([*found.readings, *logs])
    known = {r.day for r in log}
    told = [r for r in usage.usage_readings(files.get("usage_report", ())) if r.day not in known]
    return tuple(sorted((*log, *told), key=lambda r: r.day))


def _nothing(found: Gathered) -> str:
    if found.unknown:
        return "; ".join(found.unknown[:3])
    said = [e.notes[0].message for e in found.entries if e.notes]
    if not found.entries:
        return "no files in what was given: give a LinkedIn export (zip, folder, CSV or XLSX)"
    return "nothing here can be used: " + "; ".join(dict.fromkeys(said[:3]))


def end_of(source: Source, now: int) -> int:
    """Day number up to which a file may speak: that of its export, else today."""
    return now if source.export_day is None else source.export_day


def own_up(source: Source, entry: Entry) -> bool:
    """Say what of a file was lost to damage, and whether anything of it can be used."""
    if not source.damage.words:
        return True
    entry.bytes_rejected += source.damage.lost
    words = f"{source.name} is {source.damage.words}"
    if entry.rows_read:
        entry.note("damaged", words)
        return True
    entry.notes.clear()
    entry.unreadable("damaged", words)
    return False


def mapped(source: Source, mappings: Sequence[ColumnMapping]) -> ColumnMapping | None:
    """What the user said of a file with this header; None where they said nothing."""
    if not mappings or source.size == 0:
        return None
    if source.kind in SHEETS:
        return mapping_of(first_rows(sheets_of(source))[:HEAD_RECORDS], mappings)
    return mapping_of(head_records(source), mappings)


def no_one_knows(error: UnknownTable, entry: Entry, found: Gathered) -> None:
    """Enter a table whose columns no one knows, so that the user can say what they are."""
    entry.status, entry.unknown = "ignored", error.header
    entry.rows_read = entry.rows_kept = entry.rows_repaired = entry.rows_duplicate = entry.rows_rejected = 0
    entry.note("unknown", str(error))
    found.unknown.append(str(error))


def no_header(entry: Entry) -> None:
    """Enter a file that holds nothing, not even a header."""
    entry.status = "empty"
    entry.note("no header", "nothing in it, not even a header: it says nothing")
