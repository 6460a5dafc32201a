"""What a worker does: one place -> the rows of its members, and the digest of what was read.

All of it is plain data, so that it goes to another process and another machine and comes back. A member that can't be
read is a row that says why, never an error.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from ssi_core.imported import Imported
from ssi_core.ingest import archive
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import Input, agreed_today
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.ingest.seats import Seat, seats_in
from ssi_core.ingest.source import ZIP, export_day
from ssi_core.member import Reading, Stated, Target
from ssi_core.model.table import Model
from ssi_core.places import Place, is_hidden
from ssi_core.reading import read
from ssi_core.scoring import score
from ssi_core.team_rows import TeamRow
from ssi_core.versions import package_version

#: What a file from elsewhere may take of the memory before it goes to a nameless file on disk.
IN_MEMORY = 64 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Terms:
    """What a row depends on beside the files; the same for all members of a run.

    Attributes
    ----------
    model : Model
        The table.
    today : datetime.date
        The day that the run began.
    as_of : datetime.date or None
        The day to stand on; None for each member's own last day.
    owner : str or None
        The name of the one member, where the files do not tell.
    stated : Stated or None
        What holds of every member.
    target : Target or None
        Whom they call the right people.
    readings : tuple of Reading or None
        Official readings of the one member.
    mappings : tuple of ColumnMapping
        What the columns of tables are that no one knows.
    """

    model: Model
    today: dt.date
    as_of: dt.date | None = None
    owner: str | None = None
    stated: Stated | None = None
    target: Target | None = None
    readings: tuple[Reading, ...] | None = None
    mappings: tuple[ColumnMapping, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """All that a row depends on, but for the day of the run: what was read before holds on another day, too."""
        return {
            "schema": 1, "package": package_version(), "model": self.model.version, "table": self.model.to_toml(),
            "as_of": None if self.as_of is None else self.as_of.isoformat(), "owner": self.owner,
            "stated": repr(self.stated), "target": repr(self.target), "readings": repr(self.readings),
            "mappings": [m.to_dict() | {"first": str(m.first), "last": str(m.last)} for m in self.mappings],
        }  # fmt: skip

    @property
    def key(self) -> str:
        """Short name of :attr:`told`."""
        return hashlib.sha256(json.dumps(self.told, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a place.

    Attributes
    ----------
    digest : str
        Of its content; blank where it could not be read to the end.
    rows : list of TeamRow
        In the order of their names.
    lasts : bool
        Whether the same content gives the same again; not where a disk or a network failed.
    """

    digest: str
    rows: list[TeamRow]
    lasts: bool = True


def answer(place: Place, terms: Terms) -> Answer:
    """Read and score a place; whatever goes wrong with it is in the row."""
    digest = ""
    try:
        with agreed_today(terms.today), _opened(place) as held:
            digest = held.digest
            return Answer(digest, list(_rows(place, held, terms)))
    except IngestError as error:
        return Answer(digest, [TeamRow(place.name, failed=_one_line(error))], bool(digest))
    except MemoryError:
        return Answer("", [TeamRow(place.name, failed="it takes more memory than there is here")], False)
    except Exception as error:  # one member never stops the rest, whatever it is
        why = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        return Answer("", [TeamRow(place.name, failed=f"can't be read: {_one_line(why)}")], False)


def digest_of(place: Place) -> str:
    """The digest of a place's content, without reading it as a member; blank where it can't be had."""
    try:
        with _opened(place) as held:
            return held.digest
    except Exception:  # reading it will say why
        return ""


@dataclass(frozen=True)
class _Held:
    digest: str
    inputs: list[Input]
    head: bytes


def _rows(place: Place, held: _Held, terms: Terms) -> Iterator[TeamRow]:
    if place.kind == "zip" and not held.head.startswith(ZIP):
        words = "an empty file" if not held.head else "no zip, whatever its name says"
        raise IngestError(f"{place.path.rpartition('/')[2]} is {words}: download it again")
    if place.kind == "file":
        with archive.sources(held.inputs) as sources:
            seats = [seat for source in sources for seat in seats_in(source, terms.mappings)]
        for seat in seats:
            yield _of_seat(place, seat, terms)
        if seats:
            return
    yield _row(place.name, "", _read(held.inputs, terms), terms)


def _of_seat(place: Place, seat: Seat, terms: Terms) -> TeamRow:
    name = f"{place.name}#{seat.person}"
    try:
        found = _read(seat.inputs, replace(terms, mappings=seat.mappings, as_of=terms.as_of or seat.until))
        kept = sum(e.rows_kept for e in found.ledger.entries)
        if not kept:
            raise IngestError("no figure at all: a seat that was never used, so nothing is known")
        return _row(name, seat.person, found, terms)
    except IngestError as error:
        return TeamRow(name, seat.person, failed=_one_line(error))


def _read(inputs: Sequence[Input], terms: Terms) -> Imported:
    return read(
        list(inputs), owner=terms.owner, as_of=terms.as_of, stated=terms.stated, target=terms.target,
        readings=terms.readings, mappings=terms.mappings,
    )  # fmt: skip


def _row(name: str, owner: str, found: Imported, terms: Terms) -> TeamRow:
    result = score(found, model=terms.model)
    points = {p.key: p.points for p in result.pillars}
    name_of = owner or found.ledger.owner or terms.owner or ""
    return TeamRow(
        name, name_of, result.as_of, result.total, *result.interval, points["brand"], points["find"],
        points["engage"], points["relationships"], result.coverage,
    )  # fmt: skip


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


@contextmanager
def _opened(place: Place) -> Iterator[_Held]:
    # On this machine files are read where they lie. From elsewhere they come whole, once, into memory or a nameless
    # file: a zip is read in many small pieces.
    local = "://" not in place.path
    told = hashlib.sha256(f"{export_day(place.path)}".encode())
    with ExitStack() as held:
        if local and place.kind != "folder":
            with Path(place.path).open("rb") as stream:
                head = _through(stream, told)
            yield _Held(told.hexdigest(), [place.path], head)
        elif local:
            for file in sorted(p for p in Path(place.path).rglob("*") if p.is_file()):
                inner = file.relative_to(place.path).as_posix()
                if not is_hidden(inner):
                    told.update(f"\0{inner}\0{file.stat().st_size}\0".encode())
                    with file.open("rb") as stream:
                        _through(stream, told)
            yield _Held(told.hexdigest(), [place.path], b"")
        else:
            inputs: list[Input] = []
            head = b""
            for path, inner in _files(place):
                if place.kind == "folder":
                    told.update(f"\0{inner}\0".encode())
                copy, head = _brought(path, told, held)
                inputs.append((_label(place, inner), copy))
            yield _Held(told.hexdigest(), inputs, head)


def _files(place: Place) -> list[tuple[str, str]]:
    from fsspec.core import url_to_fs

    if place.kind != "folder":
        return [(place.path, "")]
    fs, root = url_to_fs(place.path)
    inner = {path: path[len(root.rstrip("/")) + 1 :] for path in sorted(fs.find(root))}
    return [(str(fs.unstrip_protocol(p)), i) for p, i in inner.items() if not is_hidden(i)]


def _label(place: Place, inner: str) -> str:
    # What a local path would be called; with its folders only where these bear the day of the export.
    base = place.path.rstrip("/").rpartition("/")[2]
    name = f"{base}/{inner}" if inner else base
    dated = export_day(name) is None and export_day(place.path) is not None
    return f"{place.path}/{inner}".rstrip("/") if dated else name


def _brought(path: str, told: Any, held: ExitStack) -> tuple[BinaryIO, bytes]:
    import fsspec

    copy = held.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    with fsspec.open(path, "rb") as stream:
        head = _through(stream, told, copy)
    copy.seek(0)
    return cast(BinaryIO, copy), head


def _through(stream: Any, told: Any, copy: Any = None) -> bytes:
    head = b""
    while piece := stream.read(_CHUNK):
        head = head or piece[:512]
        told.update(piece)
        if copy is not None:
            copy.write(piece)
    return head

