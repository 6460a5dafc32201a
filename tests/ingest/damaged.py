"""Damaged inputs, each by its seed: archives, loose tables, workbooks new and old, one to three at once."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.ingest.mutators import MIB, NASTY, RAW, TABLE, cut, flip, lie, noise, poke_xml, splice, xml_shapes
from tests.ingest.old_books import biff, ole

REPO = Path(__file__).resolve().parents[2]
WHEN = (2026, 7, 1, 8, 0, 0)
#: Of a table no more is kept, however often it was made larger.
MOST_BYTES = 30 * MIB


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


# ---------------------------------------------------------------------------------------------------------- workbooks


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


def damaged_old_book(r: random.Random, case: Case) -> bytes:
    days = [(f"{1 + i % 12}/{1 + i % 28}/2025", 10.0 * i, float(i)) for i in range(60)]
    rows: list[tuple[str | float, ...]] = [("Date", "Impressions", "Engagements"), *days]
    cells = [(y, x, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
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
            made[at : at + 4] = r.choice((
                b"\xff\xff\xff\xff", bytes(4), b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f", r.randbytes(4),
            ))  # fmt: skip
        data = bytes(made)
    elif where == "whole":
        data = r.choice(RAW)(r, data)
    case.steps.append(f"old book: {where}")
    return data


# ----------------------------------------------------------------------------------------------------------- archives

NAMES = (
    "Connections.csv", "messages.csv", "messages.xlsx", "Comments.csv", "Shares_1.csv", "Shares_2.csv", "Skills.csv",
    "Profile.csv", "Activity.csv", "answers.csv", "weekly_log.csv", "SSI log.csv", "SearchQueries.csv",
    "Rich_Media.csv", "x.csv", "x.xls", "x.xlsx", "", "/", "..", "../../Connections.csv", "/etc/passwd",
    "C:\\x\\Reactions.csv", "Connections\x00.csv", "a\x1b[31m.csv", "a\nb.csv", "\u202evsc.snoitcennoC",
    "Articles/2024-01-01.html", "Articles/0001-01-01.html", "Articles/9999-12-31.html", "articles/x.html",
    "Basic_LinkedInDataExport_03-20-2024/Connections.csv", "Basic_LinkedInDataExport_01-01-9999/Skills.csv",
    "Basic_LinkedInDataExport_01-01-0001/Skills.csv", "Basic_LinkedInDataExport_13-45-2024.zip", "n" * 3000 + ".csv",
    "(" * 400 + ".csv", "messages.csv.zip", "Jobs/Votes.csv", "Endorsement Received Info.csv", "Recommendations.csv",
    "Company Follows (1) (2).csv",
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
            members[at] = name, change(r, data)[:MOST_BYTES]
            step = change.__name__
        elif step == "rename":
            members[at] = r.choice(NAMES), data
        elif step == "double":
            other = r.randint(0, len(members))
            twin = r.choice((name, r.choice(NAMES)))
            members.insert(other, (twin, r.choice(TABLE)(r, data)[:MOST_BYTES]))
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
    methods = (*[zipfile.ZIP_DEFLATED] * 5, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    data = zipped(members, r.choice(methods))
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
            data = damaged_book(r, case)
            name = r.choice(("AggregateAnalytics_X_2025-07-01_2026-06-30.xlsx", r.choice(NAMES)))
            if r.random() < 0.3:
                data = r.choice((*RAW, lie))(r, data)
                case.steps.append("book: the zip itself")
        elif what == "old book":
            data, name = damaged_old_book(r, case), r.choice(("page_content_1.xls", r.choice(NAMES)))
        else:
            name, data = r.choice(list(table.items())) if what == "loose" else ("official_readings.csv", log)
            for _ in range(r.choice((1, 1, 2, 4))):
                change = r.choice(TABLE)
                data = change(r, data)[:MOST_BYTES]
                case.steps.append(f"{name}: {change.__name__}")
            if r.random() < 0.2:
                name = r.choice(NAMES)
        case.files.append((name, data))
    return case
