"""Opens whatever was given (zip, zip in zip, folder, loose CSV or XLSX, uploads), within limits.

Nothing is unpacked to disk: every member is a stream. A member's name is only ever a label, so a path in it that
climbs out of its folder is harmless.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ssi_core.ingest import limits
from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.ingest.limits import Budget, Gzipped, Kept, Limited, damaged
from ssi_core.ingest.source import BROKEN, EXPORT_DATE, ZIP, Damage, Source, export_day, kind_of
from ssi_core.member import day_number

# What a Mac or an editor leaves beside the files; `./` and `../` are no names.
_SHADOW = re.compile(r"(^|/)(__MACOSX/|\.(?!\.?/))")


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
        budget, out = Budget(held), list[Source]()
        for given in inputs:
            out.extend(_given(given, budget))
        # The newest export first; one without a day is taken for today's.
        out.sort(key=lambda s: (s.export_day is not None, -(s.export_day or 0), s.name, s.export))
        return Sources(out, held.pop_all())


def _given(given: str | os.PathLike[str] | tuple[str, bytes | BinaryIO], budget: Budget) -> Iterator[Source]:
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
    dated = [i for i, part in enumerate(parts) if EXPORT_DATE.search(part)]
    return "/".join([whole, *parts[: dated[-1] + 1]]) if dated else whole


def _file(name: str, export: str, path: Path, budget: Budget) -> Iterator[Source]:
    def reopen() -> BinaryIO:
        return path.open("rb")

    when = _When(named=export_day(str(path)))
    yield from _one(name, export, when, reopen, path.stat().st_size, budget, depth=0)


def _upload(name: str, held: bytes | bytearray | BinaryIO, budget: Budget) -> Iterator[Source]:
    def reopen() -> BinaryIO:
        if isinstance(held, (bytes, bytearray)):
            return io.BytesIO(held)
        held.seek(0)
        return cast(BinaryIO, Kept(held))

    size = len(held) if isinstance(held, (bytes, bytearray)) else held.seek(0, 2)
    again = budget.again(name)
    label = f"upload{again}/{name}" if again else name
    yield from _one(label, f"uploads{again}", _When(named=export_day(name)), reopen, size, budget, depth=0)


@dataclass(frozen=True)
class _When:
    # The day of an export: by the deepest name that bears one, else by the latest time inside the deepest zip.
    named: int | None = None
    stamped: int | None = None

    @property
    def day(self) -> int | None:
        return self.stamped if self.named is None else self.named


def _one(
    name: str, export: str, when: _When, reopen: Callable[[], BinaryIO], size: int, budget: Budget, depth: int
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
    elif depth >= limits.MAX_DEPTH:
        words = f"{name} lies more than {limits.MAX_DEPTH} zips deep: unpack it once"
        yield Source(name, export, day, reopen, "other", size, ("nested", words))
    else:
        yield from _members(name, f"{export}/{name}", when, archive, budget, depth)


def _members(
    name: str, whole: str, when: _When, archive: zipfile.ZipFile, budget: Budget, depth: int
) -> Iterator[Source]:
    infos = [i for i in archive.infolist() if not i.filename.endswith("/") and not _SHADOW.search(i.filename)]
    dated = [day_number(dt.date(*i.date_time[:3])) for i in infos if _plausible(i)]
    by_time = max(dated, default=when.stamped)
    for info in infos:
        label = f"{name}/{info.filename.lstrip('/')}"
        named = export_day(info.filename)
        own = _When(when.named if named is None else named, by_time)
        export = _export_in(whole, info.filename)

        damage = Damage()

        def reopen(info: zipfile.ZipInfo = info, label: str = label, damage: Damage = damage) -> BinaryIO:
            try:
                raw = archive.open(info)
            except BROKEN as error:
                raise damaged(label, error) from None
            rest = partial(limits.whole_lines, archive, info, damage)
            return cast(BinaryIO, Limited(cast(BinaryIO, raw), label, limits.MAX_MEMBER_BYTES, rest, damage))

        def gzipped(info: zipfile.ZipInfo = info) -> BinaryIO:
            return cast(BinaryIO, Gzipped(archive, info))

        problem = None
        if info.flag_bits & 1:
            problem = ("encrypted", f"{label} is encrypted: unpack it with its password and give the files")
        elif info.file_size > limits.MAX_MEMBER_BYTES:
            problem = ("limit", f"{label} would inflate past {limits.MAX_MEMBER_BYTES // limits.MIB:,} MiB")
        budget.add(label, 0 if problem else info.file_size)
        if problem:
            yield Source(label, export, own.day, reopen, "other", info.file_size, problem)
        elif info.filename.lower().endswith((".zip", ".xlsx")) or info.file_size < limits.LARGE_BYTES:
            yield from _nested(label, export, own, reopen, info.file_size, budget, depth + 1, damage)
        else:
            deflated = info.compress_type == zipfile.ZIP_DEFLATED
            packed = gzipped if deflated else None
            yield Source(label, export, own.day, reopen, "table", info.file_size, gzipped=packed, damage=damage)


def _nested(
    label: str,
    export: str,
    when: _When,
    reopen: Callable[[], BinaryIO],
    size: int,
    budget: Budget,
    depth: int,
    damage: Damage,
) -> Iterator[Source]:
    # A zip or a sheet inside a zip needs seeking, so it alone is held in memory.
    held = b""
    try:
        with reopen() as stream:
            head = stream.read(512)
            if head.startswith(ZIP):
                if size > limits.MAX_NESTED_BYTES:
                    raise LimitError(f"{label} is over {limits.MAX_NESTED_BYTES // limits.MIB:,} MiB: unpack it once")
                held = head + stream.read()
                if damage.words:
                    raise IngestError(f"{label} is {damage.words}")
    except IngestError as error:
        yield Source(label, export, when.day, reopen, "other", size, (error.code, str(error)))
        return
    if held:
        yield from _one(label, export, when, lambda: io.BytesIO(held), size, budget, depth)
    else:
        yield Source(label, export, when.day, reopen, kind_of(head), size, damage=damage)


def _plausible(info: zipfile.ZipInfo) -> bool:
    # 1980 is the zip format's own zero; LinkedIn starts in 2003.
    try:
        dt.date(*info.date_time[:3])
    except ValueError:
        return False
    return info.date_time[0] >= 2003
