"""How a table lies in its bytes: the encoding, the delimiter, the header found by content."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS, Format, match_header

HEAD_BYTES = 1 << 16
HEAD_RECORDS = 12

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
