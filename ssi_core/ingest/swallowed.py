"""Rows that a quote without its closing one took into a cell: no reader gives them back, so their bytes are told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.layout import Layout
from ssi_core.ingest.ledger import Entry


def own_up_to_lost_quotes(body: bytes, layout: Layout, records: int, entry: Entry) -> None:
    """Count the bytes of lines that look like rows of the table, but lie inside a cell.

    Parameters
    ----------
    body : bytes
        The table behind its header.
    layout : Layout
        How it lies.
    records : int
        Rows that a reader made of it; with as many lines there is nothing to look for.
    entry : Entry
        Takes the bytes, and a note with the row that holds them.
    """
    if layout.format.date is None or body.count(b"\n") <= records:
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


def _is_row(line: str, layout: Layout) -> bool:
    if layout.delimiter not in line:
        return False
    cells = next(csv.reader([line], delimiter=layout.delimiter), [])
    place = layout.columns[layout.format.date or ""]
    return len(cells) == layout.width and bool(parse_days([cells[place]])[0] != BAD)
