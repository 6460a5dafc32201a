"""Rows that a quote without its closing one took into a cell: no reader gives them back, so their bytes are told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.layout import Layout
from ssi_core.ingest.ledger import Entry


def own_up_to_lost_quotes(body: bytes, layout: Layout, records: int, entry: Entry) -> None:
    """Count the bytes of lines that look like rows of the table, but lie inside a cell.

    Parameters
    ----------
    body : bytes
        The table behind its header, UTF-8.
    layout : Layout
        How it lies.
    records : int
        Rows that a reader made of it; with as many lines there is nothing to look for.
    entry : Entry
        Takes the bytes, and a note with the row that holds them.
    """
    if layout.format.date is None or body.count(b"\n") <= records or _are_plain(body, layout, records):
        return
    inside, lost = False, 0

    def lines() -> Iterator[str]:
        nonlocal inside, lost
        for line in io.TextIOWrapper(io.BytesIO(body), "utf-8", "replace", newline=""):
            if inside and (lost or _is_row(line, layout)):
                lost += len(line.encode())
            inside = True
            yield line

    number = 0
    for record in csv.reader(lines(), delimiter=layout.delimiter):
        number += bool(record)
        if lost:
            entry.bytes_rejected += lost
            entry.note("damage", "a quote that is never closed took the rows behind it into this one", number)
        inside, lost = False, 0


def _are_plain(body: bytes, layout: Layout, records: int) -> bool:
    # Whether counting quotes alone tells each line within a cell, and none of those has the delimiters of a row: where
    # as many lines end outside quotes as there are records, no quote stands where it means nothing. A large file's
    # lines need then not be read one by one.
    if body.count(b"\n") > 4 * records + 1_000:  # a cell of very many lines, of which a list would take too much memory
        return False
    data = np.frombuffer(body, np.uint8)
    ends = np.flatnonzero(data == 10)
    inside = np.searchsorted(np.flatnonzero(data == 34), ends) % 2 == 1
    last = len(data) > 0 and data[-1] != 10
    if len(ends) - int(inside.sum()) + last != records:
        return False
    starts, stops = ends[inside] + 1, np.r_[ends, len(data)][np.flatnonzero(inside) + 1]
    least, mark = max(layout.width - 1, 1), layout.delimiter.encode()
    return all(body.count(mark, at, to) < least for at, to in zip(starts.tolist(), stops.tolist(), strict=True))


def _is_row(line: str, layout: Layout) -> bool:
    if layout.delimiter not in line:
        return False
    cells = next(csv.reader([line], delimiter=layout.delimiter), [])
    place = layout.columns[layout.format.date or ""]
    return len(cells) == layout.width and bool(parse_days([cells[place]])[0] != BAD)
