"""Limits on what is opened, and the streams that hold to them."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import BinaryIO

from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.ingest.source import BROKEN

MIB = 1 << 20
#: Limits. LinkedIn's own archives hold some 60 members and a few MB; a network of 30,000 and 500,000 messages 300 MB.
MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 2048 * MIB
MAX_TOTAL_BYTES = 4096 * MIB
MAX_NESTED_BYTES = 1024 * MIB
MAX_DEPTH = 2
#: From this size on a member is taken for a table without a look, and is not held in memory.
LARGE_BYTES = 64 * MIB


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
    """Counts what is inflated, since a zip's directory may understate it, and turns damage into one kind of error."""

    def __init__(self, raw: BinaryIO, name: str, limit: int) -> None:
        self._raw, self._name, self._left, self._limit = raw, name, limit, limit

    def readable(self) -> bool:  # noqa: D102
        return True

    def read(self, size: int | None = -1) -> bytes:  # noqa: D102
        try:
            data = self._raw.read(-1 if size is None else size)
        except BROKEN as error:
            raise damaged(self._name, error) from None
        self._left -= len(data)
        if self._left < 0:
            raise LimitError(f"{self._name} inflates past {self._limit // MIB:,} MiB")
        return data

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # noqa: D102
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:  # noqa: D102
        self._raw.close()
        super().close()


class Gzipped(io.RawIOBase):
    """The deflated bytes of a member in the frame of a gzip file, which holds the same sum and size."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        stored = copy.copy(info)
        stored.compress_type, stored.file_size = zipfile.ZIP_STORED, info.compress_size
        del stored.CRC  # it is that of the inflated bytes
        self._raw = archive.open(stored)
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
