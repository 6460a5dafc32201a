"""What the commands of `ssi` share: their options, what these read, and how they answer."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATHS...", help="Zip, folder, CSV or XLSX, mixed.", show_default=False)
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day to stand on.")]
Owner = Annotated[str | None, typer.Option(help="Your name, where the files do not tell whose they are.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of printing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="JSON: seat, checklist, signals, target.")
]
ReadingsFile = Annotated[
    Path | None, typer.Option("--readings", metavar="FILE", help="Official readings: a log, or page data.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="JSON: what the columns of an unknown table are.")
]
ModelFile = Annotated[Path | None, typer.Option("--model", metavar="FILE", help="TOML: an edited model.")]


class RefusedError(Exception):
    """Input that can't be used: one line on standard error, exit 2."""


def day(text: str | None, option: str = "--as-of") -> dt.date | None:
    """A day from an option, refused in words where it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"{option} {text!r} is no day: write YYYY-MM-DD") from None


def imported(
    paths: list[Path],
    as_of: str | None,
    owner: str | None,
    mapping: Path | None,
    profile: Path | None = None,
    readings: Path | None = None,
) -> Any:
    """What the options name, read; the :class:`ssi_core.imported.Imported` of every command."""
    from ssi_core import api

    kept = api.remembered()
    if kept.remark:
        print(f"ssi: {kept.remark}", file=sys.stderr)
    mappings = (*(api.load_mappings(mapping) if mapping else ()), *kept.mappings)
    stated, target = api.load_profile(profile) if profile else (None, None)
    return api.read(
        list(paths), owner=owner, as_of=day(as_of), stated=stated, target=target, readings=readings, mappings=mappings
    )


def model_in(path: Path | None) -> Any:
    """The model that ``--model`` names; None for the published one."""
    from ssi_core import api

    return api.model_from(path) if path else None


def minutes_of(given: list[str]) -> dict[str, float]:
    """Minutes by habit from ``HABIT=MINUTES``, refused in words where that is not what it is."""
    out = {}
    for text in given:
        habit, _, number = text.partition("=")
        try:
            out[habit.strip()] = float(number)
        except ValueError:
            raise RefusedError(f"--minutes {text!r}: write HABIT=MINUTES, comment=5 for instance") from None
    return out


@contextmanager
def unspoken() -> Iterator[None]:
    """Keep what compiled libraries print out of standard output, which programs read.

    The solver of plans (HiGHS) now and then prints a word there that none of its options stops. For the command line
    alone: it belongs to one thread.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def put(out: Path | None, text: str) -> None:
    """Print text, or write it where ``--out`` says."""
    text = text if text.endswith("\n") else text + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


def answer(out: Path | None, as_json: bool, data: Callable[[], dict[str, Any]], text: Callable[[], str]) -> None:
    """Answer as JSON or as text; only the one asked for is made."""
    put(out, json.dumps(data(), ensure_ascii=False, allow_nan=False, indent=2) if as_json else text())
