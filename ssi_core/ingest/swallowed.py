"""Rows that a quote without its closing one took into a cell: no reader gives them back, so their bytes are told."""

from __future__ import annotations

import csv
import io

from ssi_core.ingest.dates import BAD, parse_days
from ssi_core.ingest.layout import Layout
from ssi_core.ingest.ledger import Entry


def own_up_to_lost_quotes(body: str, layout: Layout, records: int, entry: Entry) -> None:
    """Count the bytes of lines that look like rows of the table, but lie inside a cell.

    Parameters
    ----------
    body : str
        The table behind its header.
    layout : Layout
        How it lies.
    records : int
        Rows that a reader made of it; with as many lines there is nothing to look for.
    entry : Entry
        Takes the bytes, and a note with the row that holds them.
    """
    if layout.format.date is None or body.count("\n") <= records:
        return
    lines = list(io.StringIO(body, newline=""))
    reader = csv.reader(iter(lines), delimiter=layout.delimiter)
    at, number = 0, 0
    for record in reader:
        inner, at = lines[at + 1 : reader.line_num], reader.line_num
        number += bool(record)
        lost = next((i for i, line in enumerate(inner) if _is_row(line, layout)), None)
        if lost is not None:
            entry.bytes_rejected += sum(len(line.encode()) for line in inner[lost:])
            entry.note("damage", "a quote that is never closed took the rows behind it into this one", number)


def _is_row(line: str, layout: Layout) -> bool:
    if layout.delimiter not in line:
        return False
    cells = next(csv.reader([line], delimiter=layout.delimiter), [])
    place = layout.columns[layout.format.date or ""]
    return len(cells) == layout.width and bool(parse_days([cells[place]])[0] != BAD)
