"""Bytes -> table: sniff, decode, find the header, read tolerantly, count what was lost.

pyarrow reads the ordinary file as a stream, only the columns needed; what it can't read goes to the csv module, which
copes with cells of any size. Two of LinkedIn's files are not quite CSV and are split by their own rules.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssi_core.ingest import layout as layouts
from ssi_core.ingest import streams
from ssi_core.ingest.arrays import binary_array
from ssi_core.ingest.formats import Format, match_header
from ssi_core.ingest.layout import HEAD_RECORDS, Layout, find_layout, header_candidates, recoded
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.source import Source
from ssi_core.ingest.streams import arrow_batches, numbered
from ssi_core.ingest.swallowed import own_up_to_lost_quotes

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Table:
    """A small table in memory.

    Attributes
    ----------
    format : Format
        What it is.
    columns : dict of str to list of str
        n cells each; columns that the file lacks are absent.
    rows : list of int
        Record numbers, 1 for the first after the header.
    """

    format: Format
    columns: dict[str, list[str]]
    rows: list[int]

    def column(self, name: str) -> list[str]:
        """Cells of a column, blank where the file lacks it."""
        return self.columns.get(name) or [""] * len(self.rows)


def read_table(source: Source, fmt: Format | None, entry: Entry) -> Table | None:
    """Read a table whole.

    Parameters
    ----------
    source : Source
        The file; at most :data:`ssi_core.ingest.streams.WHOLE_BYTES` or so, as every file but messages is.
    fmt : Format or None
        What its name says it is.
    entry : Entry
        Counts the rows read, repaired and rejected, and takes the remarks.

    Returns
    -------
    Table or None
        None where the file is empty, without so much as a header.
    """
    with source.open() as stream:
        data, encoding = recoded(stream.read())
    head = data[: 4 * layouts.HEAD_BYTES].decode("utf-8", "replace")[: layouts.HEAD_BYTES]
    layout = find_layout(head, encoding, header_candidates(fmt), source.name)
    entry.encoding = encoding
    if layout is None:
        return None
    entry.delimiter = layout.delimiter
    if encoding == "cp1252":
        entry.note("encoding", "not UTF-8: read as Windows-1252 (cp1252)")
    body = data[layout.body :]
    if layout.format.records == "stamped" and _is_stamped(layout):
        records = _stamped(body.decode(), entry)
        if records is not None:
            return _table(layout, ((i + 1, r) for i, r in enumerate(records)), entry)
    table = _arrow_table(body, layout, entry)
    if table is None:
        lines = io.TextIOWrapper(io.BytesIO(body), "utf-8", newline="")  # a StringIO takes four bytes a character
        reader = csv.reader(lines, delimiter=layout.delimiter)
        table = _table(layout, numbered(reader, entry), entry)
    own_up_to_lost_quotes(body, layout, entry.rows_read, entry)
    return table


def is_known(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet's first records hold the header of a table that is known by its header."""
    candidates = header_candidates(None)
    return any(match_header(list(row), fmt) for row in rows[:HEAD_RECORDS] for fmt in candidates)


def rows_table(rows: Iterable[Sequence[str]], source: Source, fmt: Format | None, entry: Entry) -> Table | None:
    """Read the first sheet of a workbook as a table.

    Parameters
    ----------
    rows : iterable of sequence of str
        The sheet's cells as text.
    source, fmt, entry
        As for :func:`read_table`.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    layout = find_layout(text.getvalue()[:layouts.HEAD_BYTES], "xlsx", header_candidates(fmt), source.name)
    if layout is None:
        return None
    body = text.getvalue().encode()[layout.body :].decode()
    return _table(layout, numbered(csv.reader(io.StringIO(body, newline="")), entry), entry)


def table_batch(table: Table) -> pa.RecordBatch:
    """The cells of a small table as the batch that :func:`ssi_core.ingest.streams.stream_table` would give of it."""
    import pyarrow as pa

    return pa.record_batch({name: binary_array(c.encode() for c in cells) for name, cells in table.columns.items()})


def _arrow_table(body: bytes, layout: Layout, entry: Entry) -> Table | None:
    # None where a record is ragged or pyarrow gives up: the csv module then reads it with exact record numbers.
    import pyarrow as pa

    ragged: list[object] = []
    try:
        batches = list(arrow_batches(io.BytesIO(body), layout, streams.BLOCK_BYTES, ragged))
    except pa.ArrowInvalid:
        return None
    if ragged:
        return None
    columns = {name: [c for b in batches for c in b.column(name).cast(pa.string()).to_pylist()]
               for name in layout.columns}  # fmt: skip
    number = sum(b.num_rows for b in batches)
    entry.rows_read += number
    return Table(layout.format, columns, list(range(1, number + 1)))


def _table(layout: Layout, records: Iterable[tuple[int, list[str]]], entry: Entry) -> Table:
    columns: dict[str, list[str]] = {name: [] for name in layout.columns}
    rows: list[int] = []
    last = layout.width - 1
    for number, record in records:
        entry.rows_read += 1
        if len(record) > layout.width and any(c.strip() for c in record[layout.width :]):
            if layout.format.records != "tail":
                entry.reject("columns", f"{len(record)} cells where the header has {layout.width}", number)
                continue
            record = [*record[:last], layout.delimiter.join(record[last:])]
            entry.rows_repaired += 1
            entry.note("columns", "cells past the last column joined to it", number)
        rows.append(number)
        for name, position in layout.columns.items():
            columns[name].append(record[position] if position < len(record) else "")
    return Table(layout.format, columns, rows)


def _is_stamped(layout: Layout) -> bool:
    # As LinkedIn lays it out; a spreadsheet that moved the columns or the delimiter also quoted what it had to.
    places = [layout.columns[name] for name in ("date", "link", "message")]
    return layout.delimiter == "," and places == [0, 1, 2]


_STAMP = re.compile(
    r"^\"?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?: UTC)?)\"?,\"?(https?:[^,\"\r\n]*)\"?,?", re.MULTILINE
)


def _stamped(body: str, entry: Entry) -> list[list[str]] | None:
    # Old files leave a comment of several lines unquoted, new ones escape a quote with a backslash, and either breaks
    # a CSV reader. A record starts only at a time stamp and an address; whatever follows belongs to its message.
    starts = list(_STAMP.finditer(body))
    if not starts:
        return None if body.strip() else []
    records = []
    before = body[: starts[0].start()].strip()
    if before:
        entry.rows_read += 1
        entry.reject("stamp", "text before the first time stamp", None)
        entry.bytes_rejected += len(before.encode())
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True), 1):
        message = body[start.end() : end.start() if end else len(body)].strip("\r\n")
        if "\n" in message and not message.startswith('"'):
            entry.rows_repaired += 1
            entry.note("continued", "a comment of several lines without quotes, put together", number)
        records.append([start[1], start[2], message])
    return records


