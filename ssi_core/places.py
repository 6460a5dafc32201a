"""Paths -> the members behind them: folders, buckets, shared disks and globs, whatever ``fsspec`` opens.

Each zip is one member, and so is each folder that holds tables of an export: with all there is in it, the one zip
beside a workbook included. Where tables lie beside several zips nobody can tell whose they are, so they are left aside.
Listing opens no file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ssi_core.ingest.errors import IngestError, printable
from ssi_core.ingest.formats import BY_NAME
from ssi_core.ingest.names import base_of

#: Folders in folders that are looked into.
MOST_DEEP = 12
#: What a file system may tell of a file that changes when its content does.
_MARKS = ("etag", "ETag", "md5Hash", "crc32c", "mtime", "LastModified", "last_modified", "modified", "created")
#: Sales Navigator's table is nobody's export: it holds many members, and is one only where it is given by name.
_SEATS = ("activity", "activities")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of a member lie.

    Attributes
    ----------
    name : str
        As it was given or found: the archive's name in a table.
    path : str
        For ``fsspec``: an absolute path on this machine, else an address.
    kind : {"zip", "folder", "file"}
        A zip, a folder with an export in it, or any other file that was given by name.
    mark : str
        Changes when the content does, as far as the file system can tell without opening it; blank where it can't.
    """

    name: str
    path: str
    kind: Literal["zip", "folder", "file"]
    mark: str


def places(paths: Sequence[str | os.PathLike[str]], tell: Callable[[str], object] = lambda words: None) -> list[Place]:
    """List the members behind paths.

    Parameters
    ----------
    paths : sequence of path
        Zips, folders, other files and globs, on this machine or as addresses (``s3://``, ``memory://``, ``file://``).
    tell : callable
        Told in words what was left aside.

    Returns
    -------
    list of Place
        In the order of their names, each once.

    Raises
    ------
    IngestError
        If a path does not exist or can't be reached, or holds no member.
    """
    found: dict[str, Place] = {}
    for given in paths:
        many = list(_behind(os.fspath(given), tell))
        if not many:
            raise IngestError(f"no member in {given}: give zips, or folders that hold an export")
        for place in many:
            found.setdefault(place.path, place)
    return sorted(found.values(), key=lambda p: (p.name, p.path))


def is_hidden(inner: str) -> bool:
    """Whether a path inside a folder is what a Mac or an editor leaves beside the files."""
    return any(part.startswith(".") or part == "__MACOSX" for part in inner.split("/"))


def _behind(given: str, tell: Callable[[str], object]) -> Iterator[Place]:
    from fsspec.core import has_magic, url_to_fs

    try:
        fs, root = url_to_fs(given)
        if fs.exists(root):
            yield from _one(fs, fs.info(root), given.rstrip("/") or given, tell)
        elif has_magic(given):
            for info in sorted(fs.glob(root, detail=True).values(), key=lambda i: str(i["name"])):
                yield from _one(fs, info, _shown(fs, str(info["name"]), given), tell)
        else:
            raise IngestError(f"no such file or folder: {given}")
    except (ImportError, OSError, ValueError) as error:
        if isinstance(error, IngestError):
            raise
        raise IngestError(f"{given} can't be reached: {error}") from None


def _shown(fs: Any, path: str, given: str) -> str:
    # What a glob found, written as the glob was: relative where it was relative.
    if "://" in given:
        return str(fs.unstrip_protocol(path))
    return path if os.path.isabs(given) else os.path.relpath(path).replace(os.sep, "/")


def _one(fs: Any, info: dict[str, Any], name: str, tell: Callable[[str], object]) -> Iterator[Place]:
    if info["type"] == "directory":
        yield from _within(fs, str(info["name"]), name, tell, 0)
    else:
        kind: Literal["zip", "file"] = "zip" if name.lower().endswith(".zip") else "file"
        yield Place(printable(name), _address(fs, str(info["name"])), kind, _mark([info]))


def _within(fs: Any, folder: str, name: str, tell: Callable[[str], object], depth: int) -> Iterator[Place]:
    try:
        listed = fs.ls(folder, detail=True)
    except OSError:
        if depth == 0:
            raise
        yield Place(printable(name), _address(fs, folder), "folder", "")  # reading it will say why, and stop nobody
        return
    inside = [(str(i["name"]).rstrip("/").rsplit("/", 1)[-1], i) for i in listed]
    inside = sorted(((base, i) for base, i in inside if not is_hidden(base)), key=lambda pair: pair[0])
    files = [(base, i) for base, i in inside if i["type"] != "directory"]
    zips = [(base, i) for base, i in files if base.lower().endswith(".zip")]
    tables = [base for base, _ in files if _of_an_export(base)]
    if tables and len(zips) < 2:
        whole = [i for path, i in sorted(fs.find(folder, detail=True).items()) if not is_hidden(_inner(path, folder))]
        yield Place(printable(name), _address(fs, folder), "folder", _mark(whole))
        return
    if tables:
        tell(
            f"{name}: {', '.join(tables[:3])} left aside, since {len(zips)} archives lie beside: "
            "put what belongs to one member into a folder of their own"
        )
    for base, info in zips:
        yield Place(printable(f"{name}/{base}"), _address(fs, str(info["name"])), "zip", _mark([info]))
    if depth < MOST_DEEP:
        for base, info in inside:
            if info["type"] == "directory":
                yield from _within(fs, str(info["name"]), f"{name}/{base}", tell, depth + 1)


def _of_an_export(base: str) -> bool:
    lower = base.lower()
    if lower.endswith(".xlsx"):
        return lower.startswith(("aggregateanalytics", "content_"))
    known = base_of(base)
    return lower.endswith((".csv", ".tsv")) and known in BY_NAME and known not in _SEATS


def _inner(path: str, folder: str) -> str:
    return path[len(folder.rstrip("/")) + 1 :]


def _address(fs: Any, path: str) -> str:
    # A plain path on this machine, which is read as it lies; else an address that any machine can open.
    protocol = fs.protocol if isinstance(fs.protocol, str) else fs.protocol[0]
    return path if protocol in ("file", "local") else str(fs.unstrip_protocol(path))


def _mark(files: Sequence[dict[str, Any]]) -> str:
    told = hashlib.sha256()
    for info in files:
        marks = [f"{key}={info[key]}" for key in _MARKS if info.get(key) is not None]
        if not marks:
            return ""
        told.update(repr((str(info["name"]), info.get("size"), marks)).encode())
    return told.hexdigest()[:32]
