"""Damages the sample's archive and workbook at random, by a seed, and looks whether reading holds its promises.

    python -m tests.ingest.mutation --minutes 30          as `make fuzz` does: until the time is up, exit 1 on a find
    python -m tests.ingest.mutation --seed 1234           one seed again, with its steps and the traceback
    python -m tests.ingest.mutation --seed 1234 --keep x  and its files, written to the folder x

Each input is read in a child process, which a watchdog ends where it hangs: so a hang or a crash is found as well.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import json
import os
import random
import re
import resource
import select
import struct
import subprocess
import sys
import time
import traceback
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
#: What reading one input may take: seconds of processor, MiB at the peak.
MOST_SECONDS = 10.0
MOST_MIB = 500
#: Seconds after which the watchdog ends a child that says nothing, on a machine that may be busy with other things.
WATCHDOG = 60.0
CLEAN = "clean"
MIB = 1 << 20
FIRST_DAY = dt.date(2003, 1, 1)
TODAY = "2026-07-01"
WHEN = (2026, 7, 1, 8, 0, 0)


@dataclass
class Case:
    """One damaged input: uploads by name, what was done to them, and whether large files are simulated."""

    seed: int
    files: list[tuple[str, bytes]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    streamed: bool = False


# ------------------------------------------------------------------------------------------------------- the sample

# Kinds of file that the sample lacks.
EXTRA = {
    "answers.csv": b"signal,value\nseat,yes\nprofile_views,12\ndaily_posting,3\n",
    "weekly_log.csv": b"week,habit,actions\n2026-06-01,posting,3\n2026-06-08,commenting,5\n",
    "activity.csv": b"activityId,activityType,createdAt,seatId\n1,SAVED_LEAD,03-05-2024 14:02:11,7\n"
    b"2,PROFILE_VIEWED,03-06-2024 14:02:11,7\n",
    "Likes.csv": "Date,Type,Link\n2019/03/05 14:02:11 UTC,LIKE,a\n".encode("utf-16"),
    "Hashtag_Follows (1).csv": b"Created Time;Hashtag;State\n05.03.2024;x;FOLLOW\n",
}


@cache
def sample(thin: bool) -> tuple[dict[str, bytes], dict[str, bytes], bytes]:
    """Members of the sample's archive, parts of its workbook, and its readings; thin ones have 80 lines a table."""
    folder = REPO / "sample_data"
    (archive,) = folder.glob("*.zip")
    (book,) = folder.glob("*.xlsx")
    members = {**unzipped(archive.read_bytes()), **EXTRA}
    if thin:
        members = {n: b"".join(d.splitlines(keepends=True)[:80]) for n, d in members.items()}
    return members, unzipped(book.read_bytes()), (folder / "official_readings.csv").read_bytes()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {i.filename: held.read(i) for i in held.infolist()}


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as made:
        warnings.simplefilter("ignore")  # two members of one name are wanted
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name, WHEN), data, method, compresslevel=1)
    return out.getvalue()


# -------------------------------------------------------------------------------------------------- damage to bytes

Bytes = Callable[[random.Random, bytes], bytes]

NASTY = (
    b"\x00", b"\x00" * 40, b'"', b'""', b'"""', b'"' * 500, b"\\\"", b"\r", b"\r\n", b"\n", b"\n" * 300, b",", b"," * 300, b";",
    b"\t", b"\xff", b"\xfe", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x85", b"\x0b",
    b"\x1b[31m", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xd9\xa3", b"=cmd|' /C calc'!A0", b"-1", b"NaN", b"inf", b"1e999",
    b"9" * 400, b"1,000", b"0001-01-01 00:00:00", b"9999-12-31 23:59:59", b"1969-12-31 23:59:59 UTC", b"2026-07-02",
    b"1/1/00", b"31/31/2024", b"2024-02-30 00:00:00 UTC", b"99999-01-01", b"12/31/69, 11:59 PM", b"\xc2\xb2", b"\xd9\xa1/\xd9\xa1/2024",
    b"/in/", b"https://www.linkedin.com/in/", b"%ff%00", b"%" * 50, b"SPONSORED CONVERSATION", b"spinmail-quill-editor",
    b"2024-03-05 14:02:11", b"2024-03-05 14:02:11 UTC,https://a,", b"OUTGOING", b"<", b"&#0;", b"]]>",
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
    unit = r.choice((b"x", b'"', b'""', b"a ", b"\n", b",", b"1", b"2024-03-05 ", b"\xc3\xa9", b"\\\"", b"/in/", b"%41", b" ", b"\x00"))
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
    a, b = r.randrange(len(lines)), r.randrange(len(lines))
    how = r.choice(("swap", "double", "drop", "blank", "many", "shuffle"))
    if how == "swap":
        lines[a], lines[b] = lines[b], lines[a]
    elif how == "double":
        lines[a:a] = [lines[b]] * r.choice((1, 3, 2000))
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
        lambda: text.encode("utf-16"), lambda: text.replace(",", "\t").encode("utf-16"), lambda: text.encode("utf-16-be"),
        lambda: b"\xfe\xff" + text.encode("utf-16-le"), lambda: text.encode("cp1252", "replace"),
        lambda: text.encode("utf-16")[:-1], lambda: text.encode("utf-32"), lambda: text.encode("utf-7"),
        lambda: b"\xef\xbb\xbf" * 2 + data, lambda: data.replace(b"\n", b"\r"), lambda: data.replace(b"\n", b"\r\n"),
        lambda: text.replace("\n", "\u2028").encode(), lambda: text.replace(",", ";").encode(), lambda: zlib.compress(data),
    ))()  # fmt: skip


TABLE: tuple[Bytes, ...] = (
    *RAW, huge_cell, unquote_one, shuffle_lines, shuffle_lines, swap_columns, poke_cells, poke_cells, mangle_header, recode,
)  # fmt: skip

# ------------------------------------------------------------------------------------------------ damage to workbooks


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
        lambda: data.replace(b"?>", b'?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', 1),
        lambda: b"<a>" * 100_000,
        lambda: data.replace(b"<t>", b"<t>&b;", 3),
        lambda: data[: len(data) // 2],
    ))()  # fmt: skip


def damaged_book(r: random.Random, case: Case) -> bytes:
    _, parts, _ = sample(True)
    parts = dict(parts)
    for _ in range(r.choice((0, 1, 1, 2, 4))):
        name = r.choice(list(parts))
        change = r.choice((*RAW, poke_xml, poke_xml, poke_xml, xml_shapes, xml_shapes))
        parts[name] = change(r, parts[name])
        case.steps.append(f"book {name}: {change.__name__}")
    members = list(parts.items())
    if r.random() < 0.15:
        a, b = r.randrange(len(members)), r.randrange(len(members))
        (na, da), (nb, db) = members[a], members[b]
        members[a], members[b] = (na, db), (nb, da)
        case.steps.append(f"book: contents of {na} and {nb} swapped")
    if r.random() < 0.05:
        members.append(("xl/workbook.bin", b"\x00"))
    return zipped(members)


# ---------------------------------------------------------------------------------------------------- an old workbook


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def biff(cells: list[tuple[int, int, str | float]], name: str = "Sheet1") -> bytes:
    """A BIFF8 stream of one sheet."""
    bof = struct.pack("<HHHHII", 0x600, 5, 0xDBB, 1996, 0x41, 6)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 1996, 0x41, 6))
    sheet += record(0x200, struct.pack("<IIHHH", 0, max(c[0] for c in cells) + 1, 0, max(c[1] for c in cells) & 0xFFFF, 0))
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


def old_book(cells: list[tuple[int, int, str | float]]) -> bytes:
    return ole(biff(cells))


def damaged_old_book(r: random.Random, case: Case) -> bytes:
    rows = [("Date", "Impressions", "Engagements"), *((f"{1 + i % 12}/{1 + i % 28}/2025", 10.0 * i, i) for i in range(60))]
    cells: list[tuple[int, int, str | float]] = [
        (y, x, c if isinstance(c, str) else float(c)) for y, row in enumerate(rows) for x, c in enumerate(row)
    ]
    if r.random() < 0.3:
        cells.append((r.choice((60, 5000, 65535)), r.choice((3, 255, 16383, 65535)), "far out"))
        case.steps.append("old book: a cell far out")
    stream = biff(cells)
    where = r.choice(("stream", "whole", "head", "none"))
    for _ in range(r.choice((1, 1, 3, 8)) if where == "stream" else 0):
        change = r.choice((flip, noise, cut, splice))
        stream = change(r, stream)
        case.steps.append(f"old book, stream: {change.__name__}")
    data = ole(stream)
    if where == "head":
        made = bytearray(data)
        for _ in range(r.choice((1, 2, 6))):
            at = r.randrange(8, 600) & ~3
            made[at : at + 4] = r.choice((b"\xff\xff\xff\xff", bytes(4), b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f", r.randbytes(4)))
        data = bytes(made)
    elif where == "whole":
        data = r.choice(RAW)(r, data)
    case.steps.append(f"old book: {where}")
    return data


# ------------------------------------------------------------------------------------------------- damage to archives


def lie(r: random.Random, data: bytes) -> bytes:
    """Wrong fields in the zip's directory, its local heads or its end."""
    made = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 5))):
        mark, spots = r.choice((
            (b"PK\x01\x02", ((8, 2), (10, 2), (12, 4), (16, 4), (20, 4), (24, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4))),
            (b"PK\x03\x04", ((6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2))),
            (b"PK\x05\x06", ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2))),
        ))  # fmt: skip
        places = [m.start() for m in re.finditer(re.escape(mark), bytes(made))]
        if not places:
            continue
        at, size = r.choice(spots)
        start = r.choice(places) + at
        value = r.choice((0, 1, 8, 12, 14, 20, 93, 255, 65535, 70 * MIB, 100 * MIB, 2**31 - 1, 2**32 - 1, r.getrandbits(32)))
        if r.random() < 0.3:
            value = 1 << r.randrange(32)
        made[start : start + size] = (value & ((1 << (8 * size)) - 1)).to_bytes(size, "little")
    return bytes(made[: len(data)])


NAMES = (
    "Connections.csv", "messages.csv", "messages.xlsx", "Comments.csv", "Shares_1.csv", "Shares_2.csv", "Skills.csv", "Profile.csv",
    "Activity.csv", "answers.csv", "weekly_log.csv", "SSI log.csv", "SearchQueries.csv", "Rich_Media.csv", "x.csv", "x.xls", "x.xlsx",
    "", "/", "..", "../../Connections.csv", "/etc/passwd", "C:\\x\\Reactions.csv", "Connections\x00.csv", "a\x1b[31m.csv", "a\nb.csv",
    "\u202evsc.snoitcennoC", "Articles/2024-01-01.html", "Articles/0001-01-01.html", "Articles/9999-12-31.html", "articles/x.html",
    "Basic_LinkedInDataExport_03-20-2024/Connections.csv", "Basic_LinkedInDataExport_01-01-9999/Skills.csv",
    "Basic_LinkedInDataExport_01-01-0001/Skills.csv", "Basic_LinkedInDataExport_13-45-2024.zip", "n" * 3000 + ".csv", "(" * 400 + ".csv",
    "messages.csv.zip", "Jobs/Votes.csv", "Endorsement Received Info.csv", "Recommendations.csv", "Company Follows (1) (2).csv",
)  # fmt: skip


def damaged_archive(r: random.Random, case: Case) -> bytes:
    thin = r.random() < 0.85
    table, _, _ = sample(thin)
    members = list(table.items())
    if r.random() < 0.3:
        members = r.sample(members, r.randint(1, 6))
    for _ in range(r.choice((0, 1, 1, 2, 3, 6))):
        at = r.randrange(len(members))
        name, data = members[at]
        step = r.choice(("damage", "damage", "damage", "damage", "rename", "double", "drop", "swap", "give", "book"))
        if step == "damage":
            change = r.choice(TABLE)
            members[at] = name, change(r, data)[: 30 * MIB]
            step = change.__name__
        elif step == "rename":
            members[at] = r.choice(NAMES), data
        elif step == "double":
            members.insert(r.randint(0, len(members)), (r.choice((name, r.choice(NAMES))), r.choice(TABLE)(r, data)[: 30 * MIB]))
        elif step == "drop" and len(members) > 1:
            del members[at]
        elif step == "swap":
            other = r.randrange(len(members))
            members[at], members[other] = (name, members[other][1]), (members[other][0], data)
        elif step == "book":
            members[at] = r.choice((name, name[:-4] + ".xlsx", "x.xlsx")), damaged_book(r, case)
        else:  # a workbook of one sheet in the place of a table
            members[at] = name, data[:1000] + r.choice(NASTY) * 1000
        case.steps.append(f"{name[:60]!r}: {step}")
    data = zipped(members, r.choice((zipfile.ZIP_DEFLATED,) * 5 + (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))
    for _ in range(r.choice((0, 0, 0, 0, 1, 1, 2))):
        change = r.choice((*RAW, lie, lie, lie, lie))
        data = change(r, data)
        case.steps.append(f"zip: {change.__name__}")
    if r.random() < 0.08:
        data = zipped([(r.choice(("inner.zip", r.choice(NAMES))), data), ("Votes.csv", b"Date,Link,OptionText\n")])
        case.steps.append("zip in a zip")
    return data


ZIPS = (
    "Complete_LinkedInDataExport_07-01-2026.zip", "export.zip", "Basic_LinkedInDataExport_01-01-9999.zip",
    "Basic_LinkedInDataExport_01-01-1900.zip", "Basic_LinkedInDataExport_03-20-2024.zip.zip", "x",
)  # fmt: skip


def mutate(seed: int) -> Case:
    """The input of a seed; the same for the same sample, whatever the machine."""
    r = random.Random(seed)
    case = Case(seed, streamed=r.random() < 0.25)
    table, _, log = sample(True)
    for _ in range(r.choice((1, 1, 1, 2, 3))):
        what = r.choice(("archive",) * 6 + ("loose",) * 4 + ("book",) * 2 + ("old book", "readings"))
        if what == "archive":
            case.files.append((r.choice(ZIPS), damaged_archive(r, case)))
            continue
        if what == "book":
            data, name = damaged_book(r, case), r.choice(("AggregateAnalytics_X_2025-07-01_2026-06-30.xlsx", r.choice(NAMES)))
            if r.random() < 0.3:
                data = r.choice((*RAW, lie))(r, data)
                case.steps.append("book: the zip itself")
        elif what == "old book":
            data, name = damaged_old_book(r, case), r.choice(("page_content_1.xls", r.choice(NAMES)))
        else:
            name, data = r.choice(list(table.items())) if what == "loose" else ("official_readings.csv", log)
            for _ in range(r.choice((1, 1, 2, 4))):
                change = r.choice(TABLE)
                data = change(r, data)[: 30 * MIB]
                case.steps.append(f"{name}: {change.__name__}")
            if r.random() < 0.2:
                name = r.choice(NAMES)
        case.files.append((name, data))
    return case


# ------------------------------------------------------------------------------------------------------- the promises


def verdict(case: Case) -> str:
    """What is wrong with how a case is read: ``clean``, or the first promise that is broken."""
    import ssi_core
    from ssi_core.ingest import streams
    from ssi_core.ingest.errors import IngestError

    sizes = streams.WHOLE_BYTES, streams.BLOCK_BYTES
    if case.streamed:  # what is done with large files, on small ones
        streams.WHOLE_BYTES, streams.BLOCK_BYTES = 0, 1 << 16
    began = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                found = ssi_core.read(list(case.files))
            except IngestError as error:
                return CLEAN if str(error).isprintable() else f"an error that can't be printed: {str(error)[:200]!r}"
            wrong = broken(found)
            if not wrong:
                result = ssi_core.score(found)
                numbers = [result.total, *result.interval, *(p.points for p in result.pillars)]
                if not all(0 <= n <= 100 for n in numbers):
                    wrong = f"a score out of range: {numbers}"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return f"{type(error).__name__} at {place}: {str(error)[:200]}\n{traceback.format_exc()}"
    finally:
        streams.WHOLE_BYTES, streams.BLOCK_BYTES = sizes
    took = time.process_time() - began
    if not wrong and took > MOST_SECONDS:
        wrong = f"took {took:.1f} s, more than {MOST_SECONDS:.0f}"
    return wrong or CLEAN


def broken(found: object) -> str:
    """The promise that a result breaks; blank where it keeps them all."""
    from ssi_core.imported import Imported
    from ssi_core.member import day_number

    assert isinstance(found, Imported)
    low, high = day_number(FIRST_DAY), day_number(dt.date.fromisoformat(os.environ["SSI_TODAY"]))
    for e in found.ledger.entries:
        counts = (e.rows_read, e.rows_kept, e.rows_duplicate, e.rows_rejected)
        if min(*counts, e.rows_repaired, e.bytes_rejected) < 0 or counts[0] != sum(counts[1:]):
            return f"a ledger line that does not add up: {e}"[:600]
        ahead = 731 if e.kind == "weekly_log" else 0
        if any(d is not None and not low <= d <= high + ahead for d in (e.first, e.last)):
            return f"a day out of range: {e}"[:600]
        if not e.name.isprintable() or not all(n.message.isprintable() for n in e.notes):
            return f"a ledger line that can't be printed: {e}"[:600]
    held, ledger = found.member.activity, found.ledger
    ends = [ledger.first_day, ledger.last_day, ledger.known_until, day_number(found.as_of)]
    if held.days:
        ends += [held.first_day, held.first_day + held.days - 1]
    if any(d is not None and not low <= d <= high for d in ends):
        return f"a day out of range: {ends}, from {low} to {high}"
    try:
        json.dumps(found.to_dict(), allow_nan=False).encode()
    except ValueError as error:
        return f"counts that JSON can't hold: {error}"
    return ""


# ------------------------------------------------------------------------------------------------- child and watchdog


def work() -> None:
    """The child: a seed a line in, a verdict a line out."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        case = mutate(int(line))
        before = peak()
        said = verdict(case)
        if said == CLEAN and peak() > MOST_MIB and peak() > before:
            said = f"{peak():.0f} MiB at the peak, more than {MOST_MIB}"
        print(json.dumps([case.seed, said, peak()]), flush=True)


def peak() -> float:
    """MiB that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else MIB)


@dataclass
class Watched:
    """A child that reads cases, begun anew whenever it had to be ended."""

    child: subprocess.Popen[str] | None = None

    def run(self, seed: int) -> tuple[str, float]:
        """Verdict and peak memory of a seed."""
        if self.child is None:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "tests.ingest.mutation", "--child"], cwd=REPO, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={**os.environ, "SSI_TODAY": TODAY},
            )  # fmt: skip
        child = self.child
        assert child.stdin
        assert child.stdout
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(f"{seed}\n")
            child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], WATCHDOG)
        line = child.stdout.readline() if ready else ""
        if not line:
            why = f"hung for {WATCHDOG:.0f} s" if not ready else ""
            errors = self.end()
            return why or f"the process ended with {child.returncode}: {errors[:400]}", 0.0
        _, said, held = json.loads(line)
        if held > MOST_MIB or said != CLEAN:
            self.end()
        return said, held

    def end(self) -> str:
        """End the child; what it said on its way."""
        child, self.child = self.child, None
        if child is None:
            return ""
        child.kill()
        return child.communicate()[1]


def finds(seeds: Iterator[int], until: float) -> Iterator[tuple[int, str, float]]:
    """Verdicts of seeds, one after the other, until the time is up."""
    watched = Watched()
    try:
        for seed in seeds:
            if time.monotonic() > until:
                return
            yield (seed, *watched.run(seed))
    finally:
        watched.end()


def fuzz(minutes: float, start: int) -> int:
    """Read damaged inputs until the time is up; the number of finds."""
    began, done, most = time.monotonic(), 0, 0.0
    found: dict[str, int] = {}
    for seed, said, held in finds(iter(range(start, start + 10**9)), began + 60 * minutes):
        done, most = done + 1, max(most, held)
        if said == CLEAN:
            continue
        kind = re.sub(r"\d+", "#", said.splitlines()[0]).partition(": Entry")[0][:60]
        found[kind] = found.get(kind, 0) + 1
        if found[kind] <= 3:
            print(f"seed {seed}: {said}\n  again: python -m tests.ingest.mutation --seed {seed}", flush=True)
    took = (time.monotonic() - began) / 60
    print(f"{done:,} inputs from seed {start} in {took:.1f} minutes, {most:.0f} MiB at the peak; {sum(found.values())} finds")
    for kind, times in found.items():
        print(f"  {times} x {kind}")
    return sum(found.values())


def replay(seed: int, keep: str | None) -> int:
    """Read one seed's input in this process, and say what was done to it."""
    os.environ["SSI_TODAY"] = TODAY
    case = mutate(seed)
    print("\n".join(case.steps))
    for number, (name, data) in enumerate(case.files):
        print(f"{name[:80]!r}: {len(data):,} bytes{', streamed' if case.streamed else ''}")
        if keep:
            Path(keep).mkdir(parents=True, exist_ok=True)
            plain = re.sub(r"[^\w.-]", "_", name)[-80:]
            (Path(keep) / f"{number}-{plain}").write_bytes(data)
    began = time.process_time()
    said = verdict(case)
    print(f"{time.process_time() - began:.1f} s, {peak():.0f} MiB\n{said}")
    return said != CLEAN


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--start", type=int, help="the first seed; by default a new one every minute")
    parser.add_argument("--seed", type=int, help="read this one again")
    parser.add_argument("--keep", help="folder for the files of --seed")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        work()
        return 0
    if args.seed is not None:
        return replay(args.seed, args.keep)
    start = args.start if args.start is not None else int(time.time()) // 60 * 1000
    return 1 if fuzz(args.minutes, start) else 0


if __name__ == "__main__":
    sys.exit(main())
