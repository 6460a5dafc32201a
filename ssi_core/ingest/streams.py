"""A table of any size as a stream of batches: pyarrow for the ordinary file, the csv module for what it can't read."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from ssi_core.ingest import layout as layouts
from ssi_core.ingest.arrays import binary_array
from ssi_core.ingest.formats import Format
from ssi_core.ingest.layout import Layout, find_layout, recoded
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.source import BROKEN, Source

if TYPE_CHECKING:
    import pyarrow as pa

#: Above this many bytes a table is streamed rather than decoded as a whole.
WHOLE_BYTES = 32 << 20
#: What pyarrow parses at once, and up to 32 of which it may hold ready: 1 MiB takes a tenth longer, 4 MiB more memory.
BLOCK_BYTES = 2 << 20
LARGE_BLOCK_BYTES = 64 << 20
#: Deflated bytes read at once.
DEFLATED_BYTES = 4 << 20


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
    packed = source.gzipped is not None and layout.encoding != "utf-16" and not source.damage.words
    if packed and block == BLOCK_BYTES and not small:
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
        yield from arrow_batches(body, layout, block, ragged)
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
        for number, record in numbered(reader, entry):
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
    whole = source.size <= WHOLE_BYTES
    head = stream.read(-1 if whole else layouts.HEAD_BYTES)
    if whole or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = head if whole else head + stream.read()
        stream.close()
        if source.damage.words:  # found out on the way: from now on nothing of it is taken but what is sound
            with source.open() as again:
                data = again.read()
        data, encoding = recoded(data)
        stream = cast(BinaryIO, io.BytesIO(data))
        head = stream.read(layouts.HEAD_BYTES)
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


def whole_body(source: Source, fmt: Format) -> tuple[bytes, Layout] | None:
    """The text (UTF-8) behind the header, and how it lies; None for a file too large to look at as a whole."""
    if source.size > WHOLE_BYTES:
        return None
    opened = _open_body(source, fmt, Entry(source.name))
    if opened is None:
        return None
    with opened[1] as body:
        return body.read(), opened[0]


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


def arrow_batches(stream: BinaryIO, layout: Layout, block: int, ragged: list[object]) -> Iterator[pa.RecordBatch]:
    """Binary batches of the wanted columns; records of another width go to `ragged`."""
    import pyarrow as pa
    from pyarrow import csv as pa_csv

    def on_ragged(row: object) -> str:
        ragged.append(row)
        return "skip"

    names = [f"c{i}" for i in range(layout.width)]
    wanted = {names[position]: name for name, position in layout.columns.items()}
    # Without more threads for parsing: inflating has one of its own already, takes three times as long, and on two
    # processors would have to share its own.
    with _without_a_word_on(on_ragged):
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


@contextmanager
def _without_a_word_on(handler: Callable[[object], str]) -> Iterator[None]:
    # Of a ragged row that is no UTF-8 either pyarrow gives up and is read again; what it writes on standard error of
    # its call back is nobody's business.
    before = sys.unraisablehook

    def said(unraisable: sys.UnraisableHookArgs) -> None:
        if unraisable.object is not handler:
            before(unraisable)

    sys.unraisablehook = said
    try:
        yield
    finally:
        sys.unraisablehook = before


def numbered(reader: Iterator[list[str]], entry: Entry) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with their numbers from 1; damage ends them and is noted."""
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
