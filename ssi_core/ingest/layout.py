"""How a table lies in its bytes: the encoding, the delimiter, the header found by content."""

from __future__ import annotations

import csv
import struct
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS, Format, match_header
from ssi_core.ingest.source import Source

HEAD_BYTES = 1 << 16
HEAD_RECORDS = 12
DELIMITERS = (",", "\t", ";")
#: Different texts kept of a column that no one knows.
MOST_WORDS = 500

_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")

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


@dataclass(frozen=True)
class UnknownHeader:
    """The header of a table that no one knows, for a person to say what its columns are.

    Attributes
    ----------
    titles : tuple of str
        Titles of its columns, as written.
    words : mapping of str to tuple of str
        The different texts of each column that holds texts rather than numbers, at most :data:`MOST_WORDS`: among them
        the member says which row is theirs. For the screen of this session alone: no answer and no file holds them.
    """

    titles: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


class UnknownTable(IngestError):  # noqa: N818
    """A table whose columns no one knows; the message names them.

    Parameters
    ----------
    message : str
        In words.
    header : UnknownHeader
        What a person needs to say what its columns are.
    """

    def __init__(self, message: str, header: UnknownHeader) -> None:
        super().__init__(message)
        self.header = header


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


def recoded(data: bytes) -> tuple[bytes, str]:
    """A whole file as UTF-8 without a byte-order mark and NULs, and its encoding: see :func:`decode`.

    Parameters
    ----------
    data : bytes
        The file; where it is such UTF-8 already it is given back as it is.
    """
    if b"\0" not in data and not data.startswith(_MARKS) and _is_utf8(data):
        return data, "utf-8"
    text, encoding = decode(data)
    return text.replace("\x00", "").encode(), encoding


def _is_utf8(data: bytes) -> bool:
    # pyarrow looks without making a text of it, which takes a third of the time and none of the memory.
    import pyarrow as pa

    ends = pa.py_buffer(struct.pack("<qq", 0, len(data)))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


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
        for delimiter in DELIMITERS:
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
    header = unknown_header(text if len(text) < HEAD_BYTES else text[: text.rfind("\n") + 1])
    named = ", ".join("".join(filter(str.isprintable, c[:40])) for c in header.titles[:12])
    raise UnknownTable(f"{name}: no header that is known; its first line has the columns: {named}", header)


def unknown_header(text: str) -> UnknownHeader:
    """What the header of an unknown table probably is: the first record as wide as most of the first ones.

    Parameters
    ----------
    text : str
        The beginning of the table, in whole lines.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    best = (0, 0, ",", 0)
    for delimiter in DELIMITERS:
        widths = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines[:HEAD_RECORDS]]
        common = Counter(w for w in widths if w > 1).most_common(1)
        if common:
            best = max(best, (common[0][1], common[0][0], delimiter, widths.index(common[0][0])), key=lambda b: b[:2])
    _, _, delimiter, at = best
    records = list(csv.reader(lines[at:], delimiter=delimiter))
    titles = [c.strip() for c in records[0]] if records else []
    words = {}
    for place, title in enumerate(titles):
        cells = dict.fromkeys(r[place].strip() for r in records[1:] if place < len(r))
        texts = [c for c in cells if any(ch.isalpha() for ch in c)][:MOST_WORDS]
        if title and texts:
            words[title] = tuple(texts)
    return UnknownHeader(tuple(titles), words)


def head_records(source: Source) -> list[list[str]]:
    """First records of a table, each as every delimiter would part it.

    Parameters
    ----------
    source : Source
        A table; only its beginning is read.
    """
    with source.open() as stream:
        head = stream.read(HEAD_BYTES)
    if len(head) == HEAD_BYTES:  # a character cut in two is no sign of another encoding
        head = head[: head.rfind(b"\n") + 1] or head
    text, _ = decode(head)
    lines = text.replace("\x00", "").splitlines()[:HEAD_RECORDS]
    return [next(csv.reader([line], delimiter=d), []) for line in lines for d in DELIMITERS]


def header_candidates(fmt: Format | None) -> tuple[Format, ...]:
    """Formats to look for: the one that the name tells, else all that a header alone can tell."""
    return (fmt,) if fmt else tuple(f for f in FORMATS if f.by_header)
