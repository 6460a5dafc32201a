"""What the commands of `ssi` share: their options, what these read, and how they answer."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from ssi_core.imported import Imported
    from ssi_core.model.table import Model

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


def notebook_file(path: Path | None) -> Path | None:
    """A file that ``--notebook`` names, refused in words where Jupyter would not open it by its name."""
    if path is not None and path.suffix.lower() != ".ipynb":
        raise RefusedError(f"--notebook {path}: end the name in .ipynb")
    return path


def stems(paths: Sequence[Path]) -> list[str]:
    """A name for each file: its own without the ending, and with a number where that is taken."""
    out: list[str] = []
    # What stands beside every comparison has its names already.
    taken = {"as now", "stop"}
    for path in paths:
        names = (path.stem, *(f"{path.stem} {i}" for i in range(2, len(paths) + 2)))
        out.append(next(name for name in names if name not in taken))
        taken.add(out[-1])
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


def say(out: Path | None, as_json: bool, data: Callable[[], dict[str, Any]], text: Callable[[], str]) -> None:
    """Answer as JSON or as text; only the one asked for is made."""
    put(out, json.dumps(data(), ensure_ascii=False, allow_nan=False, indent=2) if as_json else text())


@dataclass(frozen=True)
class Asked:
    """What was asked of a command that reads files.

    Attributes
    ----------
    paths, as_of, owner, mapping, profile, readings, model, as_json, out
        As the options give them; `profile`, `readings` and `model` are None for commands that score nothing.
    """

    paths: list[Path]
    as_of: str | None
    owner: str | None
    mapping: Path | None
    as_json: bool
    out: Path | None
    profile: Path | None = None
    readings: Path | None = None
    model: Path | None = None

    def found(self, *, traces: bool = False) -> Imported:
        """What the paths hold, read; with `traces`, so that it can be saved.

        Raises
        ------
        RefusedError, IngestError
            If an option or the input can't be used.
        """
        from ssi_core import api

        kept = api.remembered()
        if kept.remark:
            print(f"ssi: {kept.remark}", file=sys.stderr)
        mappings = (*(api.load_mappings(self.mapping) if self.mapping else ()), *kept.mappings)
        stated, target = api.load_profile(self.profile) if self.profile else (None, None)
        return api.read(
            list(self.paths), owner=self.owner, as_of=day(self.as_of), stated=stated, target=target,
            readings=self.readings, mappings=mappings, traces=traces,
        )  # fmt: skip

    def edited(self) -> Model | None:
        """The model that ``--model`` names; None for the published one."""
        from ssi_core import api

        return api.model_from(self.model) if self.model else None

    def notebook(self, path: Path | None, found: Imported, habits: Mapping[str, Any], weeks: int, **more: Any) -> None:
        """Write what was asked and what was given with it as a notebook, where ``--notebook`` says.

        Parameters
        ----------
        path : Path or None
            The file; None writes none.
        found : Imported
            What the paths hold.
        habits, weeks
            The scenario.
        **more
            As :func:`ssi_core.api.notebook` takes it.
        """
        from ssi_core import api

        if path is None:
            return
        stated, target = api.load_profile(self.profile) if self.profile else (None, None)
        text = api.notebook(
            found, habits, weeks, files=self.paths, owner=self.owner, stated=stated, target=target,
            readings=found.member.readings if self.readings else None, **more,
        )  # fmt: skip
        path.write_text(text, encoding="utf-8")

    def answer(self, data: Callable[[], dict[str, Any]], text: Callable[[], str]) -> None:
        """Answer as JSON or as text; only the one asked for is made."""
        say(self.out, self.as_json, data, text)


_PATHS = Annotated[
    list[Path], typer.Argument(metavar="PATHS...", help="Zip, folder, CSV or XLSX, mixed.", show_default=False)
]
_READING: Mapping[str, Any] = {
    "as_of": Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day to stand on.")],
    "owner": Annotated[str | None, typer.Option(help="Your name, where the files do not tell whose they are.")],
    "mapping": Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="JSON: what the columns of an unknown table are.")
    ],
}
_SCORING: Mapping[str, Any] = {
    "profile": Annotated[
        Path | None, typer.Option("--profile", metavar="FILE", help="JSON: seat, checklist, signals, target.")
    ],
    "readings": Annotated[
        Path | None, typer.Option("--readings", metavar="FILE", help="Official readings: a log, or page data.")
    ],
    "model": Annotated[Path | None, typer.Option("--model", metavar="FILE", help="TOML: an edited model.")],
}
Notebook = Annotated[
    Path | None,
    typer.Option("--notebook", metavar="FILE.ipynb", help="Write a notebook that reproduces this from the files."),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there instead of printing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_ANSWERING: Mapping[str, Any] = {"as_json": AsJson, "out": Out}

Command = Callable[..., None]


def reads(run: Command) -> Command:
    """Make a command of a function that takes :class:`Asked` first: PATHS and the options of reading come of it."""
    return _asking(run, {**_READING, **_ANSWERING})


def scores(run: Command) -> Command:
    """The same with the options of scoring: ``--profile``, ``--readings``, ``--model``."""
    return _asking(run, {**_READING, **_SCORING, **_ANSWERING})


def _asking(run: Command, shared: Mapping[str, Any]) -> Command:
    # Typer reads a command's signature: PATHS, the command's own options, then the shared ones.
    hints = get_type_hints(run, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in list(inspect.signature(run).parameters.values())[1:]]

    @functools.wraps(run)
    def command(**given: Any) -> None:
        asked = Asked(paths=given.pop("paths"), **{name: given.pop(name) for name in shared})
        run(asked, **given)

    kinds = inspect.Parameter
    keyword = [kinds("paths", kinds.KEYWORD_ONLY, annotation=_PATHS), *own]
    keyword += [
        kinds(name, kinds.KEYWORD_ONLY, default=False if name == "as_json" else None, annotation=annotation)
        for name, annotation in shared.items()
    ]
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p.replace(kind=kinds.KEYWORD_ONLY) for p in keyword]
    )
    command.__annotations__ = {p.name: p.annotation for p in keyword}
    return command
