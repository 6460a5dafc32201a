"""What is written for a spreadsheet: no cell of it may be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What makes a spreadsheet compute a cell rather than show it; a tab or a return in front is skipped by some of them.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$")


def harmless(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; numbers and other texts stay as they are.

    Parameters
    ----------
    cell : object
        What is to be written.

    Examples
    --------
    >>> harmless("=HYPERLINK(1)"), harmless("-3.5"), harmless("Ann")
    ("'=HYPERLINK(1)", '-3.5', 'Ann')
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.match(cell):
        return f"'{cell}"
    return cell


def _cell(cell: object) -> object:
    # The csv module leaves a lone return unquoted, and a reader would then see two lines.
    return harmless(re.sub(r"\r\n?", "\n", cell) if isinstance(cell, str) else cell)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with LF line ends, every cell made harmless and a return in a cell made a line feed.

    Parameters
    ----------
    header : sequence of str
        Column names.
    rows : iterable of sequence
        Cells.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(c) for c in header])
    writer.writerows([_cell(c) for c in row] for row in rows)
    return out.getvalue()
