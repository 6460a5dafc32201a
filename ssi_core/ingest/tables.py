"""Bytes -> table: sniff, decode, find the header, read tolerantly, count what was lost.

pyarrow reads the ordinary file as a stream, only the columns needed; what it can't read goes to the csv module, which
copes with cells of any size. Two of LinkedIn's files are not quite CSV and are split by their own rules.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from ssi_core.ingest.archive import BROKEN, Source
from ssi_core.ingest.arrays import binary_array
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS, Format, match_header
from ssi_core.ingest.ledger import Entry

if TYPE_CHECKING:
    import pyarrow as pa

HEAD_BYTES = 1 << 16
HEAD_RECORDS = 12
#: Above this many bytes a table is streamed rather than decoded as a whole.
WHOLE_BYTES = 32 << 20
#: What pyarrow parses at once, and up to 32 of which it may hold ready: 1 MiB takes a tenth longer, 4 MiB more memory.
BLOCK_BYTES = 2 << 20
LARGE_BLOCK_BYTES = 64 << 20
#: Deflated bytes read at once.
DEFLATED_BYTES = 4 << 20

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True)
class Layout:
    """How a table lies in its bytes.

    Attributes
    ----------
    format : Format
        What it is.
    columns : dict of str to int
        Our column names to positions.
    width : int
        Cells in the header.
    encoding, delimiter : str
        As found.
    body : int
        Bytes (of the UTF-8 text) before the first record after the header.
    """

    format: Format
    columns: dict[str, int]
    width: int
    encoding: str
    delimiter: str
    body: int


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


class UnknownTable(IngestError):  # noqa: N818
    """A table whose columns no one knows; the message names them."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of a whole file: by byte-order mark, else UTF-8, else cp1252, which never fails.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    text, encoding : str
        The text without a byte-order mark.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "utf-8-sig"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def find_layout(text: str, encoding: str, candidates: Sequence[Format], name: str) -> Layout | None:
    """Find the header among the first records, by content.

    Parameters
    ----------
    text : str
        The beginning of the file.
    encoding : str
        Its encoding, for the record.
    candidates : sequence of Format
        Formats to look for; where several fit, the one with most of its columns there.
    name : str
        The file, for the error.

    Returns
    -------
    Layout or None
        None where there is no text at all.

    Raises
    ------
    UnknownTable
        If no record is the header of a candidate; the message names the columns of the first record.
    """
    best: tuple[float, Layout] | None = None
    offset = 0
    lines = text.splitlines(keepends=True)
    for line in lines[:HEAD_RECORDS]:
        for delimiter in (",", "\t", ";"):
            cells = next(csv.reader([line], delimiter=delimiter), [])
            for fmt in candidates:
                columns = match_header(cells, fmt)
                if columns:
                    body = offset + len(line.encode())
                    fit = len(columns) + len(columns) / len(cells)
                    if best is None or fit > best[0]:
                        best = fit, Layout(fmt, columns, len(cells), encoding, delimiter, body)
        if best:
            return best[1]
        offset += len(line.encode())
    if not text.strip():
        return None
    first = next((line for line in lines if line.strip()), "")
    cells = next(csv.reader([first.strip()]), [])
    named = ", ".join("".join(filter(str.isprintable, c.strip()[:40])) for c in cells[:12])
    raise UnknownTable(f"{name}: no header that is known; its first line has the columns: {named}")


def header_candidates(fmt: Format | None) -> tuple[Format, ...]:
    """Formats to look for: the one that the name tells, else all that a header alone can tell."""
    return (fmt,) if fmt else tuple(f for f in FORMATS if f.by_header)


def read_table(source: Source, fmt: Format | None, entry: Entry) -> Table | None:
    """Read a table whole.

    Parameters
    ----------
    source : Source
        The file; at most :data:`WHOLE_BYTES` or so, as every file but messages is.
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
        text, encoding = decode(stream.read())
    text = text.replace("\x00", "")
    layout = find_layout(text[:HEAD_BYTES], encoding, header_candidates(fmt), source.name)
    entry.encoding = encoding
    if layout is None:
        return None
    entry.delimiter = layout.delimiter
    if encoding == "cp1252":
        entry.note("encoding", "not UTF-8: read as Windows-1252 (cp1252)")
    body = text.encode()[layout.body :]
    if layout.format.records == "stamped" and _is_stamped(layout):
        records = _stamped(body.decode(), entry)
        if records is not None:
            return _table(layout, ((i + 1, r) for i, r in enumerate(records)), entry)
    plain = _arrow_table(body, layout, entry)
    if plain is not None:
        return plain
    reader = csv.reader(io.StringIO(body.decode(), newline=""), delimiter=layout.delimiter)
    return _table(layout, _numbered(reader, entry), entry)


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
    layout = find_layout(text.getvalue()[:HEAD_BYTES], "xlsx", header_candidates(fmt), source.name)
    if layout is None:
        return None
    body = text.getvalue().encode()[layout.body :].decode()
    return _table(layout, _numbered(csv.reader(io.StringIO(body, newline="")), entry), entry)


def table_batch(table: Table) -> pa.RecordBatch:
    """The cells of a small table as the batch that :func:`stream_table` would give of it."""
    import pyarrow as pa

    return pa.record_batch({name: binary_array(c.encode() for c in cells) for name, cells in table.columns.items()})


def _arrow_table(body: bytes, layout: Layout, entry: Entry) -> Table | None:
    # None where a record is ragged or pyarrow gives up: the csv module then reads it with exact record numbers.
    import pyarrow as pa

    ragged: list[object] = []
    try:
        batches = list(_arrow_batches(io.BytesIO(body), layout, BLOCK_BYTES, ragged))
    except pa.ArrowInvalid:
        return None
    if ragged:
        return None
    columns = {name: [str(c) for b in batches for c in b.column(name).cast(pa.string()).to_pylist()]
               for name in layout.columns}  # fmt: skip
    number = sum(b.num_rows for b in batches)
    entry.rows_read += number
    return Table(layout.format, columns, list(range(1, number + 1)))


def _arrow_batches(stream: BinaryIO, layout: Layout, block: int, ragged: list[object]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    from pyarrow import csv as pa_csv

    def on_ragged(row: object) -> str:
        ragged.append(row)
        return "skip"

    names = [f"c{i}" for i in range(layout.width)]
    wanted = {names[position]: name for name, position in layout.columns.items()}
    # Without more threads for parsing: inflating has one of its own already, takes three times as long, and on two
    # processors would have to share its own.
    try:
        reader = pa_csv.open_csv(
            stream,
            read_options=pa_csv.ReadOptions(column_names=names, block_size=block, use_threads=False),
            parse_options=pa_csv.ParseOptions(
                delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=on_ragged
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(wanted),
                column_types={n: pa.binary() for n in wanted},
                check_utf8=False,
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise
    with reader:
        for batch in reader:
            yield batch.rename_columns(list(wanted.values()))


def _numbered(reader: Iterator[list[str]], entry: Entry) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            entry.note("damage", f"reading stopped: {error}", number + 1)
            return
        if record:
            number += 1
            yield number, record


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


def stream_table(
    source: Source, fmt: Format, entry: Entry, block: int | None = None
) -> tuple[Layout, Iterator[pa.RecordBatch]] | None:
    """Stream a large table.

    Parameters
    ----------
    source : Source
        The file, of any size.
    fmt : Format
        What it is.
    entry : Entry
        Takes the encoding, the delimiter and the remarks; the consumer counts the rows of the batches, this the others.
    block : int, optional
        Bytes that a cell must fit into; by default :data:`BLOCK_BYTES`.

    Returns
    -------
    (Layout, iterator of RecordBatch) or None
        Batches of binary columns under our names; None where the file is empty. The iterator raises
        ``pyarrow.ArrowInvalid`` where a cell does not fit a block: read again with :func:`stream_csv`.
    """
    opened = _open_body(source, fmt, entry)
    if opened is None:
        return None
    layout, body = opened
    block, small = block or BLOCK_BYTES, source.size <= WHOLE_BYTES
    if source.gzipped is not None and block == BLOCK_BYTES and not small and layout.encoding != "utf-16":
        body.close()
        return layout, _inflated(source, layout, entry)
    return layout, _checked(body, layout, entry, block, exact=small)


def _inflated(source: Source, layout: Layout, entry: Entry) -> Iterator[pa.RecordBatch]:
    # pyarrow inflates beside Python, where zipfile would wait for Python's lock at every block and leave new memory to
    # be paged in. Damage is left to zipfile, which knows the words for it: read again.
    import pyarrow as pa

    try:
        raw = pa.PythonFile(source.gzipped() if source.gzipped else source.open(), mode="r")
        stream = pa.CompressedInputStream(pa.BufferedInputStream(raw, DEFLATED_BYTES), "gzip")
        stream.read(layout.body + (3 if layout.encoding == "utf-8-sig" else 0))
        for number, batch in enumerate(_checked(stream, layout, entry, BLOCK_BYTES, exact=False)):
            # A batch a block, but for the last, which may be of rows put last.
            if (number - 1) * BLOCK_BYTES > source.size:
                raise pa.ArrowInvalid("it inflates past what the zip's directory says")
            yield batch
    except pa.ArrowInvalid:
        raise
    except BROKEN as error:
        raise pa.ArrowInvalid(str(error)) from None


def _checked(body: BinaryIO, layout: Layout, entry: Entry, block: int, exact: bool) -> Iterator[pa.RecordBatch]:
    # A row with too few or too many cells: the csv module, which knows its number, reads the file again. One that is
    # too large for that has such rows put last.
    import pyarrow as pa

    ragged: list[object] = []
    with body:
        yield from _arrow_batches(body, layout, block, ragged)
    if ragged and exact:
        raise pa.ArrowInvalid(f"{len(ragged)} records are not {layout.width} cells wide")
    records = (next(csv.reader([str(getattr(row, "text", ""))], delimiter=layout.delimiter), []) for row in ragged)
    fitted = [r for record in records if (r := _fitted(record, layout, entry, None)) is not None]
    if fitted:
        yield _batch(fitted, layout)


def _fitted(record: list[str], layout: Layout, entry: Entry, number: int | None) -> list[str] | None:
    # A record made as wide as the header; None, and counted out, where cells that hold something stand past it.
    if any(c.strip() for c in record[layout.width :]):
        entry.rows_read += 1
        entry.reject("columns", f"{len(record)} cells where the header has {layout.width}", number)
        return None
    return [*record[: layout.width], *[""] * (layout.width - len(record))]


def _batch(records: Sequence[list[str]], layout: Layout) -> pa.RecordBatch:
    import pyarrow as pa

    def column(position: int) -> pa.Array:
        return binary_array(record[position].encode("utf-8", "surrogateescape") for record in records)

    return pa.record_batch({name: column(position) for name, position in layout.columns.items()})


def stream_csv(source: Source, fmt: Format, entry: Entry, size: int = 20_000) -> Iterator[pa.RecordBatch]:
    """The same batches as :func:`stream_table` through the csv module, slower and for cells of any size."""
    opened = _open_body(source, fmt, entry)
    if opened is None:
        return
    layout, body = opened
    held: list[list[str]] = []
    characters = 0
    with io.TextIOWrapper(body, encoding="utf-8", errors="surrogateescape", newline="") as text:
        reader = csv.reader((line.replace("\x00", "") for line in text), delimiter=layout.delimiter)
        for number, record in _numbered(reader, entry):
            fitted = _fitted(record, layout, entry, number)
            if fitted is not None:
                held.append(fitted)
                characters += sum(map(len, fitted))
            if len(held) >= size or characters >= LARGE_BLOCK_BYTES:
                yield _batch(held, layout)
                held.clear()
                characters = 0
    if held:
        yield _batch(held, layout)


def _open_body(source: Source, fmt: Format, entry: Entry) -> tuple[Layout, BinaryIO] | None:
    stream = source.open()
    head = stream.read(HEAD_BYTES)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or source.size <= WHOLE_BYTES:
        data = head + stream.read()
        stream.close()
        text, encoding = decode(data)
        data = text.replace("\x00", "").encode()
        stream = cast(BinaryIO, io.BytesIO(data))
        head = stream.read(HEAD_BYTES)
    else:
        encoding = "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else "utf-8"
    mark = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    layout = None
    try:
        layout = find_layout(head[mark:].decode("utf-8", "replace"), encoding, (fmt,), source.name)
    finally:
        if layout is None:
            stream.close()
    entry.encoding = encoding
    if layout is None:
        return None
    if encoding == "cp1252":
        entry.note("encoding", "not UTF-8: read as Windows-1252 (cp1252)")
    entry.delimiter = layout.delimiter
    return layout, cast(BinaryIO, _Joined(head[mark + layout.body :], stream))


class _Joined(io.RawIOBase):
    # What was read ahead, then the rest of the stream.
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if self._head:
            if size is None or size < 0:
                out, self._head = self._head + self._rest.read(), b""
            else:
                out, self._head = self._head[:size], self._head[size:]
            return out
        return self._rest.read(-1 if size is None else size)

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._rest.close()
        super().close()
