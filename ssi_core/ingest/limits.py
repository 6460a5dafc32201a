"""Limits on what is opened, and the streams that hold to them."""

from __future__ import annotations

import copy
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import BinaryIO

from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.ingest.source import BROKEN, Damage

MIB = 1 << 20
#: Limits. LinkedIn's own archives hold some 60 members and a few MB; a network of 30,000 and 500,000 messages 300 MB.
MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 2048 * MIB
MAX_TOTAL_BYTES = 4096 * MIB
MAX_NESTED_BYTES = 1024 * MIB
MAX_DEPTH = 2
#: From this size on a member is taken for a table without a look, and is not held in memory.
LARGE_BYTES = 64 * MIB
_PIECE_BYTES = 64


@dataclass
class Budget:
    """What has been opened so far, against the limits."""

    held: ExitStack
    members: int = 0
    inflated: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def again(self, name: str) -> str:
        """Suffix that tells the second of a name from the first, whose rows its own are compared with."""
        self.seen[name] = self.seen.get(name, 0) + 1
        return f" [{self.seen[name]}]" if self.seen[name] > 1 else ""

    def add(self, name: str, size: int) -> None:
        """Count a file of `size` bytes; raises LimitError past a limit."""
        self.members += 1
        self.inflated += size
        if self.members > MAX_MEMBERS:
            raise LimitError(f"{name}: more than {MAX_MEMBERS:,} files: give the export alone")
        if self.inflated > MAX_TOTAL_BYTES:
            raise LimitError(f"{name}: more than {MAX_TOTAL_BYTES // MIB:,} MiB in all: give the export alone")


class Limited(io.RawIOBase):
    """Counts what is inflated, since a zip's directory may understate it; at damage it ends early, and says so.

    Parameters
    ----------
    raw : binary stream
        The member.
    name : str
        The member, for the errors.
    limit : int
        Bytes past which it is refused.
    rest : callable, optional
        Gives what can still be read after so many bytes, where the stream breaks; without, damage is an error.
    damage : Damage, optional
        Takes what was wrong.
    """

    def __init__(
        self,
        raw: BinaryIO,
        name: str,
        limit: int,
        rest: Callable[[int], Iterator[bytes]] | None = None,
        damage: Damage | None = None,
    ) -> None:
        self._raw, self._name, self._left, self._limit = raw, name, limit, limit
        self._rest, self._damage = rest, damage
        # Once it is known to be damaged, nothing of it is taken from a reader that does not see where.
        self._pieces = rest(0) if rest and damage and damage.words else None
        self._held = b""

    def readable(self) -> bool:  # noqa: D102
        return True

    def read(self, size: int | None = -1) -> bytes:  # noqa: D102
        data = self._read(-1 if size is None else size)
        self._left -= len(data)
        if self._left < 0:
            raise LimitError(f"{self._name} inflates past {self._limit // MIB:,} MiB")
        return data

    def _read(self, size: int) -> bytes:
        if self._pieces is None:
            try:
                return self._raw.read(size)
            except BROKEN as error:
                if self._rest is None or self._damage is None:
                    raise damaged(self._name, error) from None
                self._damage.words = f"damaged ({error}): read as far as it goes; export it again"
                self._pieces = self._rest(self._limit - self._left)
        held = [self._held]
        missing = size - len(self._held)
        while (size < 0 or missing > 0) and (piece := next(self._pieces, None)) is not None:
            held.append(piece)
            missing -= len(piece)
        data = b"".join(held)
        end = len(data) if size < 0 else size
        self._held = data[end:]
        return data[:end]

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # noqa: D102
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:  # noqa: D102
        self._raw.close()
        super().close()


def whole_lines(archive: zipfile.ZipFile, info: zipfile.ZipInfo, damage: Damage, skip: int) -> Iterator[bytes]:
    """What can be read of a damaged member: lines of text up to the damage.

    Inflating often goes on behind it, but gives other bytes, so the first line that is no text is where it ends.

    Parameters
    ----------
    archive, info
        The zip and its member.
    damage : Damage
        Takes the number of bytes lost.
    skip : int
        Bytes that were read already.
    """
    good, held, wide, whole = skip, list[bytes](), False, True
    pieces = _inflated(archive, info)
    given = 0
    try:
        for new in pieces:
            wide = wide or (given == 0 and new.startswith((b"\xff\xfe", b"\xfe\xff")))
            new, given = new[max(0, skip - given) :], given + len(new)
            end = new.rfind(b"\n") + 1
            if end:
                lines = b"".join((*held, new[:end]))
                clean = len(lines) if wide else _text_in(lines)
                if clean:
                    good += clean
                    yield lines[:clean]
                if clean < len(lines):
                    whole = False
                    break
                held.clear()
            held.append(new[end:])
    except BROKEN:
        whole = False
    rest = b"".join(held)
    if whole and rest and given == info.file_size and (wide or _text_in(rest) == len(rest)):
        good += len(rest)
        yield rest
    damage.lost = max(0, info.file_size - good)


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    # No more than the directory says, and little at a time, since inflating gives nothing of a piece with damage in it.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    left = info.file_size
    with archive.open(_stored(info)) as raw:
        while left > 0 and (piece := raw.read(_PIECE_BYTES if inflate else min(left, MIB))):
            new = inflate.decompress(piece, left) if inflate else piece
            left -= len(new)
            yield new
            if inflate and inflate.eof:
                return


_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def _text_in(lines: bytes) -> int:
    # Bytes up to the end of the last line before the first that is no text; a line without an end counts whole or not.
    at = len(lines)
    if match := _NO_TEXT.search(lines):
        at = match.start()
    try:
        lines[:at].decode()
    except UnicodeDecodeError as error:
        at = error.start
    return at if at == len(lines) else lines.rfind(b"\n", 0, at) + 1


def _stored(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    # The member as if its packed bytes were its content, without the sum, which is that of the inflated ones.
    stored = copy.copy(info)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
    del stored.CRC
    return stored


class Gzipped(io.RawIOBase):
    """The deflated bytes of a member in the frame of a gzip file, which holds the same sum and size."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._raw = archive.open(_stored(info))
        self._head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
        self._tail = struct.pack("<LL", info.CRC, info.file_size & 0xFFFFFFFF)

    def readable(self) -> bool:  # noqa: D102
        return True

    def read(self, size: int | None = -1) -> bytes:  # noqa: D102
        head, self._head = self._head, b""
        data = head or self._raw.read(-1 if size is None else size)
        if not data:
            data, self._tail = self._tail, b""
        return data

    def close(self) -> None:  # noqa: D102
        self._raw.close()
        super().close()


class Kept(io.RawIOBase):
    """A view of an upload that its reader may close without closing the upload itself."""

    def __init__(self, held: BinaryIO) -> None:
        self._held = held

    def readable(self) -> bool:  # noqa: D102
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def read(self, size: int | None = -1) -> bytes:  # noqa: D102
        return self._held.read(-1 if size is None else size)

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # noqa: D102
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: D102
        return self._held.seek(offset, whence)

    def tell(self) -> int:  # noqa: D102
        return self._held.tell()


def damaged(name: str, error: Exception) -> IngestError:
    """The one error for damage, whatever zipfile raised."""
    return error if isinstance(error, IngestError) else IngestError(f"{name} is damaged ({error}): export it again")
