"""Rows to the bytes of LinkedIn's files, with their different escape styles."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Row = Sequence[str]


def table(header: str, rows: Iterable[Row], quote_all: bool = False) -> bytes:
    """
    Return RFC 4180 with LF.

    Parameters
    ----------
    header : str
        Names of the columns, joined by commas.
    rows : iterable of sequences of str
        Cells, as many as there are names.
    quote_all : bool
        Quote every field, as in the messages of 2026; else only where needed.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()


def bare_table(header: str, rows: Iterable[Row]) -> bytes:
    """Return lines that quote nothing, as SearchQueries.csv does even with a comma in the query."""
    return "\n".join((header, *(",".join(row) for row in rows), "")).encode()


def backslash_table(header: str, rows: Iterable[Row]) -> bytes:
    r"""Return the comments' style since 2023: quoted where needed, a quote inside written ``\"``."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '\\"') + '"' if any(mark in text for mark in ',"\n') else text

    return bare_table(header, ([cell(text) for text in row] for row in rows))


def without_last_newline(content: bytes) -> bytes:
    """Return `content` as Connections.csv and two others end: without a newline."""
    return content.removesuffix(b"\n")


def paragraph_quotes(text: str) -> str:
    """Return a post of several lines with LinkedIn's artefact: paragraphs in quotes, a blank line a pair of them."""
    return text.replace("\n", '"\n"')
