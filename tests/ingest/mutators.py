"""Damage by kind: to bytes, tables, the parts of a workbook, a zip's own fields."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable

MIB = 1 << 20
#: More cells than this are left as they are.
MOST_CELLS = 500_000

# -------------------------------------------------------------------------------------------------- damage to bytes

Bytes = Callable[[random.Random, bytes], bytes]

NASTY = (
    b"\x00", b"\x00" * 40, b'"', b'""', b'"""', b'"' * 500, b"\\\"", b"\r", b"\r\n", b"\n", b"\n" * 300, b",",
    b"," * 300, b";", b"\t", b"\xff", b"\xfe", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"\x85", b"\x0b", b"\x1b[31m", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xd9\xa3",
    b"=cmd|' /C calc'!A0", b"-1", b"NaN", b"inf", b"1e999", b"9" * 400, b"1,000", b"0001-01-01 00:00:00",
    b"9999-12-31 23:59:59", b"1969-12-31 23:59:59 UTC", b"2026-07-02", b"1/1/00", b"31/31/2024",
    b"2024-02-30 00:00:00 UTC", b"99999-01-01", b"12/31/69, 11:59 PM", b"\xc2\xb2", b"\xd9\xa1/\xd9\xa1/2024",
    b"/in/", b"https://www.linkedin.com/in/", b"%ff%00", b"%" * 50, b"SPONSORED CONVERSATION",
    b"spinmail-quill-editor", b"2024-03-05 14:02:11", b"2024-03-05 14:02:11 UTC,https://a,", b"OUTGOING", b"<",
    b"&#0;", b"]]>",
)  # fmt: skip
NUMBERS = ("0", "-1", "1", "99999999999999999999", "1e308", "-1e308", "1e999", "NaN", "9" * 320, "0.5", "1,5", "")


def flip(r: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 8, 64)) if made else 0):
        made[r.randrange(len(made))] ^= 1 << r.randrange(8)
    return bytes(made)


def cut(r: random.Random, data: bytes) -> bytes:
    a, b = sorted((r.randint(0, len(data)), r.randint(0, len(data))))
    return r.choice((data[:a], data[a:], data[:a] + data[b:]))


def insert(r: random.Random, data: bytes) -> bytes:
    for _ in range(r.choice((1, 1, 3, 20))):
        at = r.randint(0, len(data))
        data = data[:at] + r.choice(NASTY) + data[at:]
    return data


def splice(r: random.Random, data: bytes) -> bytes:
    a, b = sorted((r.randint(0, len(data)), r.randint(0, len(data))))
    at = r.randint(0, len(data))
    return data[:at] + data[a : min(b, a + 5000)] * r.choice((1, 2, 5)) + data[at:]


def noise(r: random.Random, data: bytes) -> bytes:
    at = r.randint(0, len(data))
    return data[:at] + r.randbytes(r.choice((1, 4, 100, 3000))) + data[at + r.choice((0, 4, 100)) :]


RAW: tuple[Bytes, ...] = (flip, cut, insert, splice, noise)

# -------------------------------------------------------------------------------------------------- damage to tables


def huge_cell(r: random.Random, data: bytes) -> bytes:
    at = data.find(b",", r.randint(0, len(data)))
    if at < 0:
        at = len(data)
    unit = r.choice((
        b"x", b'"', b'""', b"a ", b"\n", b",", b"1", b"2024-03-05 ", b"\xc3\xa9", b"\\\"", b"/in/", b"%41", b" ",
        b"\x00",
    ))  # fmt: skip
    size = r.choice((100_000, 1_000_000, 3_000_000, 12_000_000))
    filler = unit * (size // len(unit))
    if r.random() < 0.5:
        filler = b'"' + filler.replace(b'"', b'""')[:size] + b'"'
    return data[: at + 1] + filler + data[at + 1 :]


def unquote_one(r: random.Random, data: bytes) -> bytes:
    at = data.find(b'"', r.randint(0, len(data)))
    return data if at < 0 else data[:at] + data[at + 1 :]


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b""]


def shuffle_lines(r: random.Random, data: bytes) -> bytes:
    lines = lines_of(data)
    if len(lines) > MOST_CELLS:  # five times as many would end the child
        return data
    a, b = r.randrange(len(lines)), r.randrange(len(lines))
    how = r.choice(("swap", "double", "drop", "blank", "many", "shuffle"))
    if how == "swap":
        lines[a], lines[b] = lines[b], lines[a]
    elif how == "double":
        lines[a:a] = [lines[b]] * min(r.choice((1, 3, 2000)), 1 + 30 * MIB // max(1, len(lines[b])))
    elif how == "drop":
        del lines[min(a, b) : max(a, b)]
    elif how == "blank":
        lines[a:a] = [b"\n", b"\r\n", b",,,,\n", b'""\n', b" \n"][: r.randint(1, 5)]
    elif how == "many":
        lines = lines[:1] + lines[1:] * r.choice((2, 5))
    else:
        r.shuffle(lines)
    return b"".join(lines)


def cells_of(data: bytes) -> list[list[bytes]]:
    if data.count(b",") + len(data.splitlines()) > MOST_CELLS:  # a gigabyte of cells here would end the child
        return [[data]]
    return [line.rstrip(b"\r\n").split(b",") for line in lines_of(data)]


def swap_columns(r: random.Random, data: bytes) -> bytes:
    rows = cells_of(data)
    width = max(map(len, rows))
    a, b = r.randrange(width), r.randrange(width)
    only = r.choice((None, 0))
    for number, row in enumerate(rows):
        if (only is None or number == only) and max(a, b) < len(row):
            row[a], row[b] = row[b], row[a]
    return b"\n".join(b",".join(row) for row in rows)


def poke_cells(r: random.Random, data: bytes) -> bytes:
    rows = cells_of(data)
    width = max(map(len, rows))
    column, way = r.randrange(width), r.choice(("one", "all", "random"))
    value = r.choice((*NASTY, *(n.encode() for n in NUMBERS)))
    for row in rows[1:] if way == "all" else r.sample(rows, min(len(rows), r.choice((1, 3, 20)))):
        if column < len(row):
            row[column] = r.choice(NASTY) if way == "random" else value
    return b"\n".join(b",".join(row) for row in rows)


def mangle_header(r: random.Random, data: bytes) -> bytes:
    lines = lines_of(data)
    for i in range(min(4, len(lines))):
        if r.random() < 0.6:
            lines[i] = r.choice((
                lambda d: insert(r, d), lambda d: flip(r, d), lambda d: d.upper(), lambda d: d.replace(b",", b";"),
                lambda d: d.replace(b",", b"\t"), lambda d: b'"' + d, lambda d: d.rstrip(b"\r\n") + b"," + d,
                lambda d: d.rstrip(b"\r\n") + b"," * 40_000 + b"\n", lambda d: b"\xef\xbb\xbf" + d, lambda d: d * 3,
                lambda d: b"sep=;\n" + d, lambda d: b"Notes:\n\n" + d, lambda d: d.replace(b" ", b"_"), lambda d: b"",
            ))(lines[i])  # fmt: skip
    return b"".join(lines)


def recode(r: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return r.choice((
        lambda: text.encode("utf-16"), lambda: text.replace(",", "\t").encode("utf-16"),
        lambda: text.encode("utf-16-be"),
        lambda: b"\xfe\xff" + text.encode("utf-16-le"), lambda: text.encode("cp1252", "replace"),
        lambda: text.encode("utf-16")[:-1], lambda: text.encode("utf-32"), lambda: text.encode("utf-7"),
        lambda: b"\xef\xbb\xbf" * 2 + data, lambda: data.replace(b"\n", b"\r"), lambda: data.replace(b"\n", b"\r\n"),
        lambda: text.replace("\n", "\u2028").encode(), lambda: text.replace(",", ";").encode(),
        lambda: zlib.compress(data),
    ))()  # fmt: skip


TABLE: tuple[Bytes, ...] = (
    *RAW, huge_cell, unquote_one, shuffle_lines, shuffle_lines, swap_columns, poke_cells, poke_cells, mangle_header,
    recode,
)  # fmt: skip

# ------------------------------------------------------------------------------------------------ damage to workbooks

ENTITIES = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def poke_xml(r: random.Random, data: bytes) -> bytes:
    spots = list(re.finditer(rb'"[^"<>]*"|>[^<>]*<', data))
    for _ in range(r.choice((1, 1, 3, 10)) if spots else 0):
        spot = r.choice(spots)
        if spot.end() > len(data):
            continue
        value = r.choice((
            b"XFD1048576", b"A1", b"ZZZZZZ99999999999", b"A0", b"", b"-1", b"s", b"str", b"b", b"d", b"e", b"inlineStr",
            b"999999999", b"1e308", b"NaN", b"9" * 330, b"2958466", b"-700000", b"#REF!", b"3/5/0001", b"12/31/9999",
            b"&lt;", b"&bogus;", b"\x00", b"A1:XFD1048576",
        ))  # fmt: skip
        open_, close = data[spot.start() : spot.start() + 1], data[spot.end() - 1 : spot.end()]
        data = data[: spot.start()] + open_ + value + close + data[spot.end() :]
    return data


def xml_shapes(r: random.Random, data: bytes) -> bytes:
    return r.choice((
        lambda: data.replace(b' r="', b' q="'),
        lambda: data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        lambda: data.replace(b"</sheetData>", b"<row>" + b"<c><v>1</v></c>" * 16000 + b"</row></sheetData>"),
        lambda: data.replace(b"</sheetData>", b"<row/>" * 200_000 + b"</sheetData>"),
        lambda: data.replace(b"<c ", b"<x:c "),
        lambda: data.replace(b"<v>", b"<v>9"),
        lambda: re.sub(rb"<v>[^<]*</v>", b"<v>1e308</v>", data),
        lambda: re.sub(rb"<t[^>]*>[^<]*</t>", b"<t>" + b"9" * 400 + b"</t>", data),
        lambda: data.replace(b"?>", b"?>" + ENTITIES, 1),
        lambda: b"<a>" * 100_000,
        lambda: data.replace(b"<t>", b"<t>&b;", 3),
        lambda: data[: len(data) // 2],
    ))()  # fmt: skip


# ------------------------------------------------------------------------------------------------- damage to archives


def lie(r: random.Random, data: bytes) -> bytes:
    """Wrong fields in the zip's directory, its local heads or its end."""
    made = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 5))):
        mark, spots = r.choice((
            (b"PK\x01\x02", (
                (8, 2), (10, 2), (12, 4), (16, 4), (20, 4), (24, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4),
            )),
            (b"PK\x03\x04", ((6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2))),
            (b"PK\x05\x06", ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2))),
        ))  # fmt: skip
        places = [m.start() for m in re.finditer(re.escape(mark), bytes(made))]
        if not places:
            continue
        at, size = r.choice(spots)
        start = r.choice(places) + at
        value = r.choice((
            0, 1, 8, 12, 14, 20, 93, 255, 65535, 70 * MIB, 100 * MIB, 2**31 - 1, 2**32 - 1, r.getrandbits(32),
        ))  # fmt: skip
        if r.random() < 0.3:
            value = 1 << r.randrange(32)
        made[start : start + size] = (value & ((1 << (8 * size)) - 1)).to_bytes(size, "little")
    return bytes(made[: len(data)])
