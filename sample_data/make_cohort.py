"""
Make a cohort of invented members, for demonstrations and load tests.

    python sample_data/make_cohort.py levels FILE.parquet [--members 10000] [--seed 1]
    python sample_data/make_cohort.py archives DIR [--members 200] [--broken 3] [--size sample|varied|small] [--seed 1]

Levels are drawn as the model itself expects members to be: one common factor, "how active is this person", behind all
signals. Archives are the sample's, thinned: each member keeps a share of the rows of each file, by the same factor, and
a name of their own. Everything is seeded: no clock, no network, no hash order.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it also runs as a script

from sample_data.make_sample import archive
from sample_data.people import OWNER
from sample_data.story import EXPORT
from ssi_core.model.copula import CORRELATION, copula
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model

MEMBERS, ARCHIVES = 10_000, 200
#: How large an archive is: about as the sample's, from nothing to that, a fiftieth of it.
SIZES = ("sample", "varied", "small")
#: Share of members with a Sales Navigator seat, and teams that they are in.
SEATS, TEAMS = 0.2, ("Inside sales", "Field sales", "Partners", "Customer success", "Marketing")
#: How often a signal is missing: what no export holds, what a workbook holds, what a Complete export holds.
UNKNOWN = {"active_groups": 0.9, "profile_views_made": 0.8, "engagement_received": 0.6, "followers_gained": 0.6}
SELDOM = 0.03
_ROWS = 65_536

#: Shares of a file's rows that a small archive keeps, so that hundreds are made and read in seconds.
SMALL = 0.02
#: Files that every member has whole: a profile has no volume.
_WHOLE = ("Profile.csv", "Positions.csv", "Education.csv", "Skills.csv", "Registration.csv", "Email Addresses.csv")


def level_batches(members: int = MEMBERS, seed: int = 1) -> Iterator[pa.RecordBatch]:
    """
    Draw levels.

    Parameters
    ----------
    members : int
        How many.
    seed : int
        The same seed gives the same members; more of them leave the first ones alone.

    Yields
    ------
    RecordBatch
        ``member``, ``team``, ``seat`` and a column a signal, null where missing.
    """
    model = Model()
    known = copula(model)
    for start in range(0, members, _ROWS):
        rng = np.random.default_rng([seed, start])
        size = min(_ROWS, members - start)
        factor = rng.standard_normal((_ROWS, 1))[:size]
        noise = rng.standard_normal((_ROWS, len(SIGNALS)))[:size]
        gone = rng.random((_ROWS, len(SIGNALS)))[:size]
        seat = rng.random(_ROWS)[:size] < SEATS
        team = rng.integers(0, len(TEAMS), _ROWS)[:size]
        columns: dict[str, pa.Array] = {
            "member": pa.array([f"Member {start + i + 1:05d}" for i in range(size)]),
            "team": pa.array([TEAMS[i] for i in team]),
            "seat": pa.array(seat),
        }
        for k, signal in enumerate(SIGNALS):
            share = known.draws(factor, noise[:, k : k + 1], k)[:, 0]
            # Who is at the cap may be far above it.
            level = np.where(share > 0.98, share + 0.5 * np.abs(noise[:, k]), share) * signal.enough
            level = np.minimum(level, 1.0) if signal.kind in ("share", "ratio") else np.round(level)
            if signal.key == "active_days":
                level = np.minimum(level, 90)
            lost = gone[:, k] < UNKNOWN.get(signal.key, SELDOM)
            if signal.key == "leads_saved":
                level, lost = np.where(seat, level, 0.0), np.zeros(size, bool)
            columns[signal.key] = pa.array(np.round(level, 4), mask=lost)
        yield pa.RecordBatch.from_pydict(columns)


def write_levels(path: Path, members: int = MEMBERS, seed: int = 1) -> Path:
    """Write :func:`level_batches` as Parquet, a batch in memory at a time."""
    batches = level_batches(members, seed)
    first = next(batches)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)
    return path


class Thinned:
    """
    The sample's archive, from which members are thinned.

    Parameters
    ----------
    size : {"sample", "varied", "small"}
        About as large as the sample's, anything from nothing to that, or a fiftieth of it.
    seed : int
        The same seed gives the same members.
    """

    def __init__(self, size: str = "sample", seed: int = 1) -> None:
        self._seed, self._size = seed, size
        files = archive().files
        self._files = {name: _records(content) for name, content in files.items()}
        if size == "small":
            rng = np.random.default_rng([seed, 0])
            for name, (header, records) in self._files.items():
                if name.endswith(".csv") and name not in _WHOLE:
                    keep = rng.random(len(records)) < SMALL
                    self._files[name] = header, [r for r, k in zip(records, keep, strict=True) if k]

    def member(self, number: int) -> dict[str, bytes]:
        """Return the files of one member by name."""
        rng = np.random.default_rng([self._seed, 1, number])
        common = rng.standard_normal()
        out = {}
        for name, (header, records) in self._files.items():
            own = math.sqrt(CORRELATION) * common + math.sqrt(1 - CORRELATION) * rng.standard_normal()
            share = 0.5 * (1 + math.erf(own / math.sqrt(2)))
            keep = share**2 if self._size == "varied" else 0.5 + 0.5 * share
            draws = rng.random(len(records))
            if not name.endswith(".csv"):
                if draws.size == 0 or draws[0] < share:
                    out[name] = header + b"".join(records)
                continue
            whole = name in _WHOLE
            kept = [r for r, d in zip(records, draws, strict=True) if whole or d < keep]
            out[name] = header + b"".join(kept)
        return {name: _renamed(content, number) for name, content in out.items()}


def _records(content: bytes) -> tuple[bytes, list[bytes]]:
    # Header and records as bytes. A record of several lines is told by the csv module, and by nothing else.
    lines = io.BytesIO(content).readlines()
    if len(lines) < 2:
        return content, []
    header, body = lines[0], lines[1:]
    records: list[bytes] = []
    taken = 0

    def feed() -> Iterator[str]:
        nonlocal taken
        for line in body:
            taken += 1
            yield line.decode("utf-8")

    start = 0
    for _ in csv.reader(feed()):
        records.append(b"".join(body[start:taken]))
        start = taken
    if records and not records[-1].endswith(b"\n"):
        records[-1] += b"\n"
    return header, records


def _renamed(content: bytes, number: int) -> bytes:
    last = OWNER.last.encode()
    return content.replace(last, last + b"-%04d" % number).replace(OWNER.slug.encode(), b"%s-%04d" % (
        OWNER.slug.encode(), number
    ))  # fmt: skip


def write_archives(
    folder: Path, members: int = ARCHIVES, broken: int = 0, size: str = "sample", seed: int = 1
) -> list[Path]:
    """
    Write archives ``member_0001.zip`` and so on.

    Parameters
    ----------
    folder : Path
        Where to; made if it is not there. Files of the same names are replaced.
    members : int
        How many.
    broken : int
        How many of them, at even distances, are damaged: in turn cut short, no zip at all, a zip without a known table.
    size : {"sample", "varied", "small"}
        About as large as the sample's, anything from nothing to that, or a fiftieth of it.
    seed : int
        The same seed gives the same members.
    """
    if not 0 <= broken <= members:
        raise ValueError(f"{broken} broken of {members} archives: give from 0 to {members}")
    folder.mkdir(parents=True, exist_ok=True)
    source = Thinned(size, seed)
    at = [(i + 1) * members // (broken + 1) for i in range(broken)]
    paths = []
    for number in range(1, members + 1):
        path = folder / f"member_{number:04d}.zip"
        path.write_bytes(_zipped(source.member(number)))
        if number - 1 in at:
            _break(path, at.index(number - 1) % 3)
        paths.append(path)
    return paths


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (EXPORT.year, EXPORT.month, EXPORT.day, 8, 14, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content, compresslevel=1)
    return out.getvalue()


def _break(path: Path, how: int) -> None:
    if how == 0:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif how == 1:
        path.write_bytes(b"<!doctype html><title>Sign in</title>\n")
    else:
        path.write_bytes(_zipped({"holiday.csv": b"Place,Photo\nExampleville,1\n"}))


def main(argv: list[str] | None = None) -> None:
    """Write what the command line asks for."""
    asked = argparse.ArgumentParser(description="Make a cohort of invented members.")
    kinds = asked.add_subparsers(dest="kind", required=True)
    levels = kinds.add_parser("levels", help="a table of levels as Parquet")
    archives = kinds.add_parser("archives", help="a folder of archives")
    levels.add_argument("out", type=Path)
    levels.add_argument("--members", type=int, default=MEMBERS)
    archives.add_argument("out", type=Path)
    archives.add_argument("--members", type=int, default=ARCHIVES)
    archives.add_argument("--broken", type=int, default=0)
    archives.add_argument("--size", choices=SIZES, default="sample")
    for kind in (levels, archives):
        kind.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(argv)
    if given.kind == "levels":
        print(write_levels(given.out, given.members, given.seed))
    else:
        made = write_archives(given.out, given.members, given.broken, given.size, given.seed)
        print(f"{len(made)} archives in {given.out}")


if __name__ == "__main__":
    main()
