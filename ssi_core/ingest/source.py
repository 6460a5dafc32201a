"""One file to read: its name, its bytes, and what they and the name say of it."""

from __future__ import annotations

import datetime as dt
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from ssi_core.ingest.dates import FIRST
from ssi_core.ingest.errors import printable
from ssi_core.member import day_number

EXPORT_DATE = re.compile(r"LinkedInDataExport_(\d{2})-(\d{2})-(\d{4})", re.I)
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0"
#: What zipfile and its decompressors raise on damage, on an unknown method, on a password.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip


@dataclass
class Damage:
    """What was found wrong with a file's bytes while they were read.

    Attributes
    ----------
    words : str
        What is wrong; blank while nothing is.
    lost : int
        Bytes that could not be read.
    """

    words: str = ""
    lost: int = 0


@dataclass(frozen=True)
class Source:
    """One file to read.

    Attributes
    ----------
    name : str
        For people: ``export.zip/Connections.csv``.
    export : str
        The export that it belongs to: the archive or folder it lies in, told from any other of the same name.
    export_day : int or None
        Day number of the export, from its name, else from its members' times; None where neither says.
    open : callable
        Gives a fresh binary stream.
    kind : {"table", "sheet", "legacy-sheet", "other"}
        By its first bytes: text, XLSX, XLS, anything else.
    size : int
        Bytes, inflated.
    problem : (str, str) or None
        Code and words where it can't be opened.
    gzipped : callable or None
        Gives a large file that lies deflated in a zip as a gzip stream instead, for a reader that inflates by itself.
    damage : Damage
        Filled by a stream that ends early, after the last whole line before the damage.
    """

    name: str
    export: str
    export_day: int | None
    open: Callable[[], BinaryIO]
    kind: str = "table"
    size: int = 0
    problem: tuple[str, str] | None = None
    gzipped: Callable[[], BinaryIO] | None = None
    damage: Damage = field(default_factory=Damage)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", printable(self.name))

    @property
    def base(self) -> str:
        """Last part of the name."""
        return PurePosixPath(self.name.replace("\\", "/")).name


def kind_of(head: bytes, names: Sequence[str] = ()) -> str:
    """Tell a file by its first bytes, whatever its name says.

    Parameters
    ----------
    head : bytes
        At least the first 512 bytes.
    names : sequence of str
        Member names, where it is a zip.
    """
    if head.startswith(ZIP):
        return "sheet" if any(n.startswith("xl/") for n in names) else "zip"
    if head.startswith(OLE):
        return "legacy-sheet"
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return "table"
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"%PDF", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf")):
        return "other"
    return "table"


def export_day(name: str) -> int | None:
    """Day number in a name such as ``Complete_LinkedInDataExport_03-20-2024.zip``; the last where a path has two."""
    for month, day, year in reversed(EXPORT_DATE.findall(name)):
        try:
            number = day_number(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
        if number >= FIRST:
            return number
    return None
