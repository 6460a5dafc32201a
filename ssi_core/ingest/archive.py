"""Opens whatever was given (zip, zip in zip, folder, loose CSV or XLSX, uploads), within limits.

Nothing is unpacked to disk: every member is a stream. A member's name is only ever a label, so a path in it that
climbs out of its folder is harmless.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.member import day_number

MIB = 1 << 20
#: Limits. LinkedIn's own archives hold some 60 members and a few MB; a network of 30,000 and 500,000 messages 300 MB.
MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 2048 * MIB
MAX_TOTAL_BYTES = 4096 * MIB
MAX_NESTED_BYTES = 1024 * MIB
MAX_DEPTH = 2
#: From this size on a member is taken for a table without a look, and is not held in memory.
LARGE_BYTES = 64 * MIB

# What a Mac or an editor leaves beside the files; `./` and `../` are no names.
_SHADOW = re.compile(r"(^|/)(__MACOSX/|\.(?!\.?/))")
_EXPORT_DATE = re.compile(r"LinkedInDataExport_(\d{2})-(\d{2})-(\d{4})", re.I)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"
#: What zipfile and its decompressors raise on damage, on an unknown method, on a password.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip


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
    """

    name: str
    export: str
    export_day: int | None
    open: Callable[[], BinaryIO]
    kind: str = "table"
    size: int = 0
    problem: tuple[str, str] | None = None
    gzipped: Callable[[], BinaryIO] | None = None

    @property
    def base(self) -> str:
        """Last part of the name."""
        return PurePosixPath(self.name.replace("\\", "/")).name


class Sources(list[Source]):
    """Files to read, and the archives behind them, which stay open until :meth:`close` or the end of a ``with``."""

    def __init__(self, sources: Iterable[Source], held: ExitStack) -> None:
        super().__init__(sources)
        self._held = held

    def close(self) -> None:
        """Close every archive; a source can't be opened any more."""
        self._held.close()

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass
class _Budget:
    held: ExitStack
    members: int = 0
    inflated: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def again(self, name: str) -> str:
        # Tells the second of one name or path from the first, so that its rows are looked for among the first's.
        self.seen[name] = self.seen.get(name, 0) + 1
        return f" [{self.seen[name]}]" if self.seen[name] > 1 else ""

    def add(self, name: str, size: int) -> None:
        self.members += 1
        self.inflated += size
        if self.members > MAX_MEMBERS:
            raise LimitError(f"{name}: more than {MAX_MEMBERS:,} files: give the export alone")
        if self.inflated > MAX_TOTAL_BYTES:
            raise LimitError(f"{name}: more than {MAX_TOTAL_BYTES // MIB:,} MiB in all: give the export alone")


class _Limited(io.RawIOBase):
    # Counts what is inflated, since a zip's directory may understate it, and turns damage into one kind of error.
    def __init__(self, raw: BinaryIO, name: str, limit: int) -> None:
        self._raw, self._name, self._left, self._limit = raw, name, limit, limit

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        try:
            data = self._raw.read(-1 if size is None else size)
        except BROKEN as error:
            raise _damaged(self._name, error) from None
        self._left -= len(data)
        if self._left < 0:
            raise LimitError(f"{self._name} inflates past {self._limit // MIB:,} MiB")
        return data

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Gzipped(io.RawIOBase):
    # The deflated bytes of a member between the head and the tail of a gzip file, which holds the same sum and size.
    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        stored = copy.copy(info)
        stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
        del stored.CRC  # it is that of the inflated bytes
        self._raw = archive.open(stored)
        self._head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
        self._tail = struct.pack("<LL", info.CRC, info.file_size & 0xFFFFFFFF)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        head, self._head = self._head, b""
        data = head or self._raw.read(-1 if size is None else size)
        if not data:
            data, self._tail = self._tail, b""
        return data

    def close(self) -> None:
        self._raw.close()
        super().close()


def _damaged(name: str, error: Exception) -> IngestError:
    return error if isinstance(error, IngestError) else IngestError(f"{name} is damaged ({error}): export it again")


def kind_of(head: bytes, names: Sequence[str] = ()) -> str:
    """Tell a file by its first bytes, whatever its name says.

    Parameters
    ----------
    head : bytes
        At least the first 512 bytes.
    names : sequence of str
        Member names, where it is a zip.
    """
    if head.startswith(_ZIP):
        return "sheet" if any(n.startswith("xl/") for n in names) else "zip"
    if head.startswith(_OLE):
        return "legacy-sheet"
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return "table"
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"%PDF", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf")):
        return "other"
    return "table"


def export_day(name: str) -> int | None:
    """Day number in a name such as ``Complete_LinkedInDataExport_03-20-2024.zip``; the last where a path has two."""
    for month, day, year in reversed(_EXPORT_DATE.findall(name)):
        try:
            return day_number(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return None


def sources(inputs: Sequence[str | os.PathLike[str] | tuple[str, bytes | BinaryIO]]) -> Sources:
    """List every file in what was given.

    Parameters
    ----------
    inputs : sequence
        Paths of zips, folders, CSVs and XLSXs, or uploads as (name, bytes or seekable binary stream).

    Returns
    -------
    Sources
        A list in a fixed order, whatever the order of `inputs`; use it in a ``with``. A file that can't be opened is
        listed with its problem.

    Raises
    ------
    IngestError
        If a path does not exist.
    LimitError
        If there are too many files or bytes.
    """
    with ExitStack() as held:
        budget, out = _Budget(held), list[Source]()
        for given in inputs:
            out.extend(_given(given, budget))
        # The newest export first; one without a day is taken for today's.
        out.sort(key=lambda s: (s.export_day is not None, -(s.export_day or 0), s.name, s.export))
        return Sources(out, held.pop_all())


def _given(given: str | os.PathLike[str] | tuple[str, bytes | BinaryIO], budget: _Budget) -> Iterator[Source]:
    if isinstance(given, tuple):
        yield from _upload(*given, budget)
        return
    path = Path(given)
    if not path.exists():
        raise IngestError(f"no such file or folder: {path}")
    again = budget.again(str(path))
    if not path.is_dir():
        yield from _file(path.name, f"{path.parent}{again}", path, budget)
        return
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        inner = file.relative_to(path).as_posix()
        if not _SHADOW.search(inner):
            yield from _file(f"{path.name}/{inner}", _export_in(f"{path}{again}", inner), file, budget)


def _export_in(whole: str, inner: str) -> str:
    # A folder or a zip may hold several exports, each in a folder that bears its date.
    parts = PurePosixPath(inner).parts[:-1]
    dated = [i for i, part in enumerate(parts) if _EXPORT_DATE.search(part)]
    return "/".join([whole, *parts[: dated[-1] + 1]]) if dated else whole


def _file(name: str, export: str, path: Path, budget: _Budget) -> Iterator[Source]:
    def reopen() -> BinaryIO:
        return path.open("rb")

    when = _When(named=export_day(str(path)))
    yield from _one(name, export, when, reopen, path.stat().st_size, budget, depth=0)


def _upload(name: str, held: bytes | bytearray | BinaryIO, budget: _Budget) -> Iterator[Source]:
    def reopen() -> BinaryIO:
        if isinstance(held, (bytes, bytearray)):
            return io.BytesIO(held)
        held.seek(0)
        return cast(BinaryIO, _Kept(held))

    size = len(held) if isinstance(held, (bytes, bytearray)) else held.seek(0, 2)
    again = budget.again(name)
    label = f"upload{again}/{name}" if again else name
    yield from _one(label, f"uploads{again}", _When(named=export_day(name)), reopen, size, budget, depth=0)


class _Kept(io.RawIOBase):
    # A view of an upload that its reader may close without closing the upload itself.
    def __init__(self, held: BinaryIO) -> None:
        self._held = held

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._held.read(-1 if size is None else size)

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._held.seek(offset, whence)

    def tell(self) -> int:
        return self._held.tell()


@dataclass(frozen=True)
class _When:
    # The day of an export: by the deepest name that bears one, else by the latest time inside the deepest zip.
    named: int | None = None
    stamped: int | None = None

    @property
    def day(self) -> int | None:
        return self.stamped if self.named is None else self.named


def _one(
    name: str, export: str, when: _When, reopen: Callable[[], BinaryIO], size: int, budget: _Budget, depth: int
) -> Iterator[Source]:
    if depth == 0:
        budget.add(name, size)
    day = when.day
    try:
        with reopen() as stream:
            head = stream.read(512)
    except BROKEN as error:
        words = f"{name} can't be opened: {error}"
        yield Source(name, export, day, reopen, "other", size, ("damaged", words))
        return
    kind = kind_of(head)
    if kind != "zip":
        yield Source(name, export, day, reopen, kind, size)
        return
    stream = budget.held.enter_context(reopen())
    try:
        archive = budget.held.enter_context(zipfile.ZipFile(stream))
        names = archive.namelist()
    except BROKEN as error:
        words = f"{name} is a zip without a readable end ({error}): it may be cut short, download it again"
        yield Source(name, export, day, reopen, "other", size, ("damaged", words))
        return
    if kind_of(head, names) == "sheet":
        yield Source(name, export, day, reopen, "sheet", size)
    elif depth >= MAX_DEPTH:
        words = f"{name} lies more than {MAX_DEPTH} zips deep: unpack it once"
        yield Source(name, export, day, reopen, "other", size, ("nested", words))
    else:
        yield from _members(name, f"{export}/{name}", when, archive, budget, depth)


def _members(
    name: str, whole: str, when: _When, archive: zipfile.ZipFile, budget: _Budget, depth: int
) -> Iterator[Source]:
    infos = [i for i in archive.infolist() if not i.filename.endswith("/") and not _SHADOW.search(i.filename)]
    dated = [day_number(dt.date(*i.date_time[:3])) for i in infos if _plausible(i)]
    by_time = max(dated, default=when.stamped)
    for info in infos:
        label = f"{name}/{info.filename.lstrip('/')}"
        named = export_day(info.filename)
        own = _When(when.named if named is None else named, by_time)
        export = _export_in(whole, info.filename)

        def reopen(info: zipfile.ZipInfo = info, label: str = label) -> BinaryIO:
            try:
                raw = archive.open(info)
            except BROKEN as error:
                raise _damaged(label, error) from None
            return cast(BinaryIO, _Limited(cast(BinaryIO, raw), label, MAX_MEMBER_BYTES))

        def gzipped(info: zipfile.ZipInfo = info) -> BinaryIO:
            return cast(BinaryIO, _Gzipped(archive, info))

        problem = None
        if info.flag_bits & 1:
            problem = ("encrypted", f"{label} is encrypted: unpack it with its password and give the files")
        elif info.file_size > MAX_MEMBER_BYTES:
            problem = ("limit", f"{label} would inflate past {MAX_MEMBER_BYTES // MIB:,} MiB")
        budget.add(label, 0 if problem else info.file_size)
        if problem:
            yield Source(label, export, own.day, reopen, "other", info.file_size, problem)
        elif info.filename.lower().endswith((".zip", ".xlsx")) or info.file_size < LARGE_BYTES:
            yield from _nested(label, export, own, reopen, info.file_size, budget, depth + 1)
        else:
            deflated = info.compress_type == zipfile.ZIP_DEFLATED
            yield Source(label, export, own.day, reopen, "table", info.file_size, gzipped=gzipped if deflated else None)


def _nested(
    label: str, export: str, when: _When, reopen: Callable[[], BinaryIO], size: int, budget: _Budget, depth: int
) -> Iterator[Source]:
    # A zip or a sheet inside a zip needs seeking, so it alone is held in memory.
    held = b""
    try:
        with reopen() as stream:
            head = stream.read(512)
            if head.startswith(_ZIP):
                if size > MAX_NESTED_BYTES:
                    raise LimitError(f"{label} is over {MAX_NESTED_BYTES // MIB:,} MiB: unpack it once")
                held = head + stream.read()
    except IngestError as error:
        yield Source(label, export, when.day, reopen, "other", size, (error.code, str(error)))
        return
    if held:
        yield from _one(label, export, when, lambda: io.BytesIO(held), size, budget, depth)
    else:
        yield Source(label, export, when.day, reopen, kind_of(head), size)


def _plausible(info: zipfile.ZipInfo) -> bool:
    # 1980 is the zip format's own zero; LinkedIn starts in 2003.
    try:
        dt.date(*info.date_time[:3])
    except ValueError:
        return False
    return info.date_time[0] >= 2003
