"""Old workbooks (XLS): their one stream of records is taken out and looked through before a reader sets up any cell.

The reader of sheets sets up every cell between the first and the last one, so that a file of 5 KB with one stray cell
takes gigabytes, or ends the process. What is handed to it is therefore not the file but its stream in a new one: it
then sees what was looked at here, and nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SMALL = 4096
_NAMES = ("Workbook", "Book")
# Records that begin with a row and a column; the second also end with a last column.
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x207, 0x27E, 0x406, 0x206))
_SPREAD = frozenset((0xBD, 0xBE))
_END_OF_SHEET, _SHEET, _STRINGS, _REACH, _BEGIN = 0x0A, 0x85, 0xFC, 0x200, 0x809
#: Records of all sheets together: a stream of 7 MB has at most 700,000 cells, but many sheets may name the same place.
_MOST_RECORDS = 2_000_000


def repacked(data: bytes) -> tuple[bytes, int]:
    """A new file with the workbook's stream alone, and how many cells its sheets reach over together.

    Parameters
    ----------
    data : bytes
        The XLS.

    Raises
    ------
    ValueError
        If there is no such stream in it, or its chains of sectors lead nowhere.
    """
    try:
        name, stream = _workbook(data)
        return _packed(stream, name), _reach(stream)
    except (struct.error, IndexError):
        raise ValueError("no workbook inside") from None


# ------------------------------------------------------------------------------------------------ the compound file


def _workbook(data: bytes) -> tuple[str, bytes]:
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise ValueError("sectors of an unknown size")
    first_directory, _, _, first_small_table, _, more, _ = struct.unpack_from("<7I", data, 48)
    sector = 1 << shift

    def at(number: int) -> bytes:
        return data[(number + 1) * sector : (number + 2) * sector]

    listed = [*struct.unpack_from("<109I", data, 76)]
    for _ in range(len(data) // sector):
        if more >= _TABLE:
            break
        held = _numbers(at(more))
        listed, more = listed + held[:-1], held[-1]
    table = [n for place in listed if place < _TABLE for n in _numbers(at(place))]

    def chain(number: int, links: list[int]) -> Iterator[int]:
        for _ in range(len(links)):
            if number >= _TABLE:
                return
            yield number
            number = links[number]
        raise ValueError("a chain of sectors without an end")

    directory = b"".join(at(n) for n in chain(first_directory, table))
    entries = [directory[i : i + 128] for i in range(0, len(directory), 128)]
    for wanted in _NAMES:
        for entry in entries:
            name, start, size = _entry(entry)
            if name.lower() == wanted.lower():
                if size >= _SMALL:
                    return wanted, b"".join(at(n) for n in chain(start, table))[:size]
                _, root, _ = _entry(entries[0])
                held_small = b"".join(at(n) for n in chain(root, table))
                links = _numbers(b"".join(at(n) for n in chain(first_small_table, table)))
                return wanted, b"".join(held_small[n * 64 : n * 64 + 64] for n in chain(start, links))[:size]
    raise ValueError("no workbook inside")


def _numbers(raw: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))


def _entry(raw: bytes) -> tuple[str, int, int]:
    # Name, first sector and size of a line of the directory.
    (length,) = struct.unpack_from("<H", raw, 64)
    start, size = struct.unpack_from("<II", raw, 116)
    return raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), start, size


def _packed(stream: bytes, name: str) -> bytes:
    stream = stream.ljust(max(_SMALL, -(-len(stream) // _SECTOR) * _SECTOR), b"\x00")
    sectors = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < sectors + 1 + tables:
        tables += 1
    if tables > 109:
        raise ValueError("a workbook of more than 7 MB: save it as XLSX")
    links = [*range(1, sectors), _END, _END, *[_TABLE] * tables]
    links += [_FREE] * (tables * 128 - len(links))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<5H6x10I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, sectors, 0, _SMALL, _END, 0, _END, 0, sectors + 1
    )  # fmt: skip
    head += struct.pack("<108I", *(sectors + 1 + i if i < tables else _FREE for i in range(1, 109)))
    lines = (("Root Entry", 5, 1, _END, 0), (name, 2, _FREE, 0, len(stream)), *[("", 0, _FREE, 0, 0)] * 2)
    directory = b"".join(_line(*line) for line in lines)
    return head + stream + directory + struct.pack(f"<{len(links)}I", *links)


def _line(title: str, kind: int, child: int, start: int, size: int) -> bytes:
    name = title.encode("utf-16-le") + b"\x00\x00" if title else b""
    return name.ljust(64, b"\x00") + struct.pack("<HBB3I36xIQ", len(name), kind, 1, _FREE, _FREE, child, start, size)


# ------------------------------------------------------------------------------------------------------ the records


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    # Kind, place and length of each record.
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, min(length, len(stream) - place - 4)
        place += 4 + length


def _reach(stream: bytes) -> int:
    sheets = []
    for kind, place, length in _records(stream, 0):
        if kind == _SHEET and length >= 4:
            sheets.append(struct.unpack_from("<I", stream, place)[0])
        elif kind == _STRINGS and length >= 8 and struct.unpack_from("<I", stream, place + 4)[0] > len(stream):
            raise ValueError("more texts than it has bytes")
        elif kind == _END_OF_SHEET:
            break
    cells, left = 0, _MOST_RECORDS
    for start in sheets:
        area, seen = _area(stream, start, left)
        cells, left = cells + area, left - seen
    return cells


def _area(stream: bytes, start: int, most: int) -> tuple[int, int]:
    # Cells that a sheet reaches over, and the records looked at. What is drawn in a sheet begins and ends within it.
    row = column = depth = seen = 0
    for kind, place, length in _records(stream, start):
        seen += 1
        if seen > most:
            raise ValueError("too many records")
        if kind == _BEGIN:
            depth += 1
        elif kind == _END_OF_SHEET:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _REACH and length >= 10:
            first, rows, _, columns = struct.unpack_from("<IIHH" if length >= 12 else "<4H", stream, place)
            if first > rows:  # the reader takes the difference for a number of rows, below zero for billions
                raise ValueError("a sheet that ends before it begins")
            row, column = max(row, rows), max(column, columns)
        elif (kind in _CELLS or kind in _SPREAD) and length >= 4:
            y, x = struct.unpack_from("<HH", stream, place)
            row, column = max(row, y + 1), max(column, x + 1)
            if kind in _SPREAD:
                column = max(column, struct.unpack_from("<H", stream, place + length - 2)[0] + 1)
    return row * column, seen
