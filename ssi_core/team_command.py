"""`ssi team` and `ssi levels`: many members from a terminal."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssi_core.options import AsJson, Out, RefusedError, day, put, say

if TYPE_CHECKING:
    from ssi_core.team_rows import Progress, Team

#: Seconds between two updates of a line on a terminal.
UPDATE_S = 0.2
#: Lines of progress where there is no terminal.
LINES = 10


def team(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATHS...", help="Folders, zips, globs, addresses.", show_default=False)
    ],
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes here; by default one a processor.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://...", help="A Dask scheduler, whose workers do the work.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    parquet: Annotated[str | None, typer.Option(metavar="FILE", help="Write Parquet.")] = None,
    resume: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep results there as they come, and begin from what is there."),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day to stand on.")] = None,
    owner: Annotated[str | None, typer.Option(help="The member's name, where there is one alone.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON: what the columns of an unknown table are.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON: seat, checklist, signals, target, of every member.")
    ] = None,
    readings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Official readings, where there is one member alone.")
    ] = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML: an edited model.")] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Score many members: each zip, and each folder with an export, is a row. What was done before is not read again.

    Results are kept beside the file that is written (FILE.resume), or where --resume says; nothing is kept otherwise.
    """
    from ssi_core import api

    if as_json and as_csv:
        raise RefusedError("--json and --csv together: choose one")
    kept = api.remembered()
    if kept.remark:
        print(f"ssi: {kept.remark}", file=sys.stderr)
    stated, target = api.load_profile(profile) if profile else (None, None)
    shown = _Shown(quiet=as_json and not sys.stderr.isatty())
    found = api.team(
        list(paths), workers=workers, scheduler=scheduler, as_of=day(as_of), owner=owner, stated=stated, target=target,
        readings=api.read([], readings=readings).member.readings if readings else None,
        mappings=(*(api.load_mappings(mapping) if mapping else ()), *kept.mappings),
        model=api.model_from(model) if model else None, resume=resume or _beside(out, parquet), on_progress=shown.tell,
    )  # fmt: skip
    shown.end(found)
    if parquet:
        found.to_parquet(parquet)
    if as_json:
        put(out, json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False, indent=2))
    elif as_csv:
        put(out, found.to_csv())
    elif out is not None or not parquet:
        put(out, text(found))


def _beside(out: Path | None, parquet: str | None) -> Path | None:
    # A bucket takes no appends: there, --resume names a folder on this machine.
    written = str(out) if out is not None else parquet
    return None if written is None or "://" in written else Path(f"{written}.resume")


def text(found: Team) -> str:
    """A line a member, as a person reads it, and why some failed."""
    from ssi_core.results import between

    wide = min(60, max([len("member"), *(len(r.archive) for r in found.rows)]))
    lines = [f"{'member':<{wide}}  {'day':<10} total  probably  brand  find  engage  relationships  known"]
    for r in found.rows:
        name = r.archive if len(r.archive) <= wide else "…" + r.archive[1 - wide :]
        if r.total is None or r.p10 is None or r.p90 is None or r.coverage is None:
            lines.append(f"{name:<{wide}}  {r.failed}")
            continue
        lines.append(
            f"{name:<{wide}}  {r.as_of} {r.total:6.1f}  {between((r.p10, r.p90)):>8} {r.brand:6.1f} {r.find:5.1f} "
            f"{r.engage:7.1f} {r.relationships:14.1f} {r.coverage:6.0%}"
        )
    said = f"{found.sentence} Model {found.model_version}; our estimate, not LinkedIn's number."
    return "\n".join([*lines, "", said])


class _Shown:
    # Progress on standard error: one line that changes on a terminal, some lines elsewhere.

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._began, self._shown = time.monotonic(), 0.0
        self._lines = 0

    def tell(self, progress: Progress) -> None:
        """Tell how far it is, now and then."""
        if self._quiet:
            return
        if self._terminal:
            now = time.monotonic()
            if now - self._shown >= UPDATE_S or progress.done == progress.of:
                self._shown = now
                line = f"{self._words(progress)}{self._pace(progress, now)}"
                print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        elif progress.done * LINES // progress.of > self._lines:
            self._lines = progress.done * LINES // progress.of
            print(f"ssi: {self._words(progress)}", file=sys.stderr, flush=True)

    def _words(self, progress: Progress) -> str:
        words = f"{progress.done:,} of {progress.of:,}"
        words += f", {progress.kept:,} from before" if progress.kept else ""
        return words + (f", {progress.failed:,} failed" if progress.failed else "")

    def _pace(self, progress: Progress, now: float) -> str:
        read = progress.done - progress.kept
        if not read or progress.done == progress.of:
            return ""
        left = (now - self._began) / read * (progress.of - progress.done)
        return f", about {left:.0f} s left" if left < 120 else f", about {left / 60:.0f} min left"

    def end(self, found: Team) -> None:
        """Close the line, and say what was left aside."""
        if self._terminal and not self._quiet:
            print(file=sys.stderr)
        for words in found.aside:
            print(f"ssi: {words}", file=sys.stderr)
        if not self._quiet:
            kept = f", {found.kept:,} were done before" if found.kept else ""
            print(f"ssi: {found.read:,} read{kept}", file=sys.stderr)


def levels(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="Parquet, a column a signal; or a folder of it.", show_default=False)
    ],
    parquet: Annotated[str, typer.Option(metavar="FILE", help="Write totals and pillars there.", show_default=False)],
    missing: Annotated[
        str, typer.Option(metavar="likely|typical", help="Where a missing signal enters.", show_default=True)
    ] = "likely",
    model: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML: an edited model.")] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Score a table of levels, a million members in one go: a column a signal, what else there is carried over."""
    from ssi_core import api

    edited = api.model_from(model) if model else None
    found = api.score_levels(table, parquet, model=edited, missing=missing)  # type: ignore[arg-type]
    said = {"schema": 1, "members": found.members, "mean": found.mean, "signals": list(found.signals),
            "model_version": found.model_version}  # fmt: skip
    say(out, as_json, lambda: said, lambda: found.sentence)
