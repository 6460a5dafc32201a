"""A workbook's bytes -> its sheets as rows of text, within limits."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from ssi_core.ingest import legacy
from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.ingest.source import BROKEN, Source

Cell = object
#: Limits of one workbook. A creator's has some thousand cells, 200,000 messages in a sheet 2.6 million.
MAX_CELLS = 3_000_000
MAX_INFLATED = 256 << 20
_NAMED = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_PLACE = re.compile(rb"<(?:\w+:)?c\b")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its cells as text, dates as ISO, without empty rows: what a CSV of it would hold."""

    name: str
    rows: list[list[str]]


def sheets_of(source: Source) -> list[Sheet]:
    """Read every sheet of an XLSX or XLS.

    Raises
    ------
    IngestError
        If the workbook can't be read, or would fill the memory.
    """
    import python_calamine

    with source.open() as stream:
        data = stream.read()
    if source.kind == "sheet":
        _fits(data, source.name)
    try:
        if source.kind == "legacy-sheet":
            data, cells = legacy.repacked(data)
            _few(cells, source.name)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [Sheet(n, filled(book.get_sheet_by_name(n).to_python(skip_empty_area=False))) for n in book.sheet_names]
    except LimitError:
        raise
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise IngestError(f"{source.name}: the workbook can't be read ({error}); export it again") from None
    except BaseException as error:
        # What the reader did not foresee comes as a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise IngestError(f"{source.name}: the workbook is damaged; export it again") from None


def _fits(data: bytes, name: str) -> None:
    # The reader sets up every cell between A1 and the last one, so that one stray cell far out takes gigabytes, and
    # ends the process where there are none. So the cells' own names are looked at first.
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {n.lower() for n in packed.namelist()}
            if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
                raise IngestError(f"{name} is no XLSX inside: save it as XLSX or CSV")
            if sum(i.file_size for i in packed.infolist()) > MAX_INFLATED:
                raise LimitError(f"{name} inflates past {MAX_INFLATED >> 20:,} MiB: save it as CSV")
            cells = sum(_area(packed.read(info)) for info in packed.infolist())
    except BROKEN as error:
        if isinstance(error, IngestError):
            raise
        raise IngestError(f"{name}: the workbook can't be read ({error}); export it again") from None
    _few(cells, name)


def _few(cells: int, name: str) -> None:
    if cells > MAX_CELLS:
        raise LimitError(f"{name} reaches over {cells:,} cells, most of them empty: delete what lies far out")


def _area(xml: bytes) -> int:
    # Rows x columns that a sheet may reach over, by the names of its rows and cells; 0 for other parts. One without a
    # name stands behind the one before it.
    if b"sheetData" not in xml:
        return 0
    named = _NAMED.findall(xml)
    places = set(named)
    row = max((int(number.lstrip(b"0")[:12] or 0) for _, number in places), default=0)
    column = max((_column(letters.upper()) for letters, _ in places), default=0)
    rows = _ROW.split(xml)
    cells = [len(_PLACE.findall(piece)) for piece in rows]
    if sum(cells) > sum(bool(letters) for letters, _ in named):
        column += max(cells)
    if len(rows) - 1 > sum(not letters for letters, _ in named):
        row += len(rows) - 1
    return row * column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = 26 * number + letter - 64
    return number


def filled(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Rows as text, those without any left out."""
    texts = ([_text(c) for c in row] for row in rows)
    return [row for row in texts if any(c.strip() for c in row)]


def first_rows(book: Sequence[Sheet]) -> list[list[str]]:
    """Cells of the first sheet with anything in it: the one that a table saved as a workbook is on."""
    return next((sheet.rows for sheet in book if sheet.rows), [])


def _text(cell: Cell) -> str:
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.isoformat(" ") if isinstance(cell, dt.datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
