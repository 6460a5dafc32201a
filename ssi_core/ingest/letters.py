"""Messages files -> who wrote to whom: whose they are, read once in whatever way works."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ssi_core.ingest import profile, streams, tables
from ssi_core.ingest.conversations import Correspondence, correspond
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import BY_NAME
from ssi_core.ingest.gathered import SHEETS, Gathered, end_of, mapped, no_header, no_one_knows, own_up
from ssi_core.ingest.layout import UnknownTable
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import Rows, whole_of
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.messages import Messages
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.people import slug
from ssi_core.ingest.sheets import first_rows, sheets_of
from ssi_core.ingest.source import Source
from ssi_core.ingest.swallowed import own_up_to_lost_quotes


def correspondence(
    found: Gathered, files: Mapping[str, Sequence[Rows]], now: int, owner: str | None
) -> tuple[list[tuple[Source, Entry]], Correspondence | None, bool]:
    """Read every messages file and find out who wrote what.

    Order of trust for whose they are: what the user says, the two ends of invitations, the profile's name, the messages
    themselves.

    Parameters
    ----------
    found : Gathered
        The files; their ledger entries take the counts.
    files : mapping of str to sequence of Rows
        The other files by kind.
    now : int
        Today's day number.
    owner : str or None
        The member's name, where the user gives it.

    Returns
    -------
    list of (Source, Entry), Correspondence or None, bool
        The files read, what they say (None where nobody knows whose they are), whether the owner is known.
    """
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
