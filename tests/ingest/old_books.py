"""Old workbooks (XLS) made by hand: a stream of records, and the compound file around it."""

from __future__ import annotations

import struct


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def biff(cells: list[tuple[int, int, str | float]], name: str = "Sheet1") -> bytes:
    """A BIFF8 stream of one sheet."""
    bof = struct.pack("<HHHHII", 0x600, 5, 0xDBB, 1996, 0x41, 6)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 1996, 0x41, 6))
    rows, columns = max(c[0] for c in cells) + 1, max(c[1] for c in cells) & 0xFFFF
    sheet += record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    for row, column, value in cells:
        if isinstance(value, str):
            sheet += record(0x204, struct.pack("<HHHHB", row, column, 0, len(value), 0) + value.encode("latin-1"))
        else:
            sheet += record(0x203, struct.pack("<HHHd", row, column, 0, value))
    sheet += record(0x0A, b"")
    tail = record(0x42, struct.pack("<H", 1200)) + record(0x0A, b"")
    head = record(0x809, bof)
    bound = 4 + 8 + len(name)
    offset = len(head) + bound + len(tail)
    return head + record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name.encode()) + tail + sheet


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream, of at least 4,096 bytes so that it needs no small sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\x00")
    sectors = len(stream) // 512
    fat_sectors = 1
    while fat_sectors * 128 < sectors + fat_sectors + 1:
        fat_sectors += 1
    end, free, fat_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat = [*range(1, sectors), end, end, *([fat_mark] * fat_sectors)]
    fat += [free] * (fat_sectors * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, sectors, 0, 4096, end, 0, end, 0,
                        sectors + 1)  # fmt: skip
    head += b"".join(struct.pack("<I", sectors + 1 + i if i < fat_sectors else free) for i in range(1, 109))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = title.encode("utf-16-le") + b"\x00\x00" if title else b""
        return raw.ljust(64, b"\x00") + struct.pack(
            "<HBBIII16xI8x8xIQ", len(raw), kind, 1, free, free, child, 0, start, size
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 0, len(stream)) + entry("", 0, free, 0, 0) * 2
    return head + stream + directory + b"".join(struct.pack("<I", f) for f in fat)
