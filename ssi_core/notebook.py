"""A member and a scenario -> a notebook that gives the same numbers wherever it lies beside the same files."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ssi_core.cells import BESIDE, CHART, CHECK, literal
from ssi_core.given import given
from ssi_core.imported import Imported
from ssi_core.ingest.errors import IngestError, printable
from ssi_core.member import Reading, Stated, Target
from ssi_core.model.table import Model
from ssi_core.planned import Plan
from ssi_core.planning import plan as planned
from ssi_core.projecting import WEEKS, project
from ssi_core.projection import Projection
from ssi_core.results import ScoreResult
from ssi_core.scoring import score
from ssi_core.version import __version__

#: What a plan is asked for by; all of it but `by` may be left out.
PLAN_KEYS = ("target", "by", "hours", "minutes", "without")

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def notebook(
    found: Imported,
    habits: Mapping[str, Any] | None = None,
    weeks: int = WEEKS,
    *,
    files: Sequence[str | os.PathLike[str]],
    owner: str | None = None,
    stated: Stated | None = None,
    readings: Sequence[Reading] | None = None,
    target: Target | None = None,
    model: Model | None = None,
    as_of: dt.date | None = None,
    plan: Mapping[str, Any] | None = None,
    name: str = "",
) -> str:
    """Write a scenario down as a Jupyter notebook that reproduces it from the files that lie beside it.

    It holds what the program knows beside the files as plain data, and the code that gives the score, the projection
    beside going on as now and stopping, its chart, and a plan where one is asked for. The last cell says whether the
    totals are those of now. Column mappings that a file was read by are written down too. No row of a file is in it,
    and no path of this machine.

    Parameters
    ----------
    found : Imported
        What :func:`ssi_core.api.read` gave, with all that was typed put in.
    habits, weeks
        The scenario, as for :func:`ssi_core.api.project`.
    files : sequence of path
        What was read, or its names; empty where the member is made of answers or readings alone.
    owner : str, optional
        The member's name, where it was given because the files do not tell.
    stated : Stated, optional
        What was typed beside the files; it is in `found` already.
    readings : sequence of Reading, optional
        Official readings that were typed; in `found` already. None where none were; an empty one where those of the
        files were all taken away.
    target : Target, optional
        Whom the member calls the right people, where they said; in `found` already.
    model : Model, optional
        An edited model; by default the published one.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    plan : mapping, optional
        What a plan is asked for by: ``{"target", "by", "hours", "minutes", "without"}``, as for
        :func:`ssi_core.api.plan`; ``by`` may be a text.
    name : str
        A title.

    Returns
    -------
    str
        An ``.ipynb`` file, without outputs; the same input gives the same text.

    Raises
    ------
    IngestError
        If the scenario or the plan can't be used.
    """
    at = found if as_of is None else replace(found, as_of=as_of)
    asked = None if plan is None else _plan_data(plan)
    shown = _Shown(
        score(at, model=model),
        project(at, habits, weeks, model=model),
        None if asked is None else planned(at, **{**asked, "by": _day(asked["by"])}, model=model),
        at.sentence,
    )
    told = given(at, files, owner, stated, readings, target, model)
    edited = ", model=model" if told.model else ""
    cells = [
        _Cell("about", _about(shown, name or "What if?"), False),
        _Cell("files", told.files),
        _Cell("typed", told.typed),
        _Cell("read", f"{BESIDE}\n{told.read}print(found.sentence)\n"),
        _Cell("score", f"score = api.score(found{edited})\nscore\n"),
        _Cell("scenario", _scenario(habits, weeks, edited)),
        _Cell("chart", CHART),
        *([] if asked is None else [_Cell("plan", _plan(asked, edited))]),
        _Cell("check", f"{shown.code}\n{CHECK}"),
    ]
    return _written(cells)


@dataclass(frozen=True)
class _Cell:
    key: str
    source: str
    runs: bool = True


@dataclass(frozen=True)
class _Shown:
    # What the program shows now, to be held against what the notebook gives later.
    score: ScoreResult
    ahead: Projection
    plan: Plan | None
    found: str

    @property
    def code(self) -> str:
        ends = (("scenario", self.ahead.end, "ahead.points[-1]"), ("as now", self.ahead.as_now[-1], "ahead.as_now[-1]"),
                ("stop", self.ahead.stop[-1], "ahead.stop[-1]"))  # fmt: skip
        low, high = self.score.interval
        rows: list[tuple[str, float, str]] = [
            ("score", self.score.total, "score.total"),
            ("score, p10", low, "score.interval[0]"),
            ("score, p90", high, "score.interval[1]"),
        ]
        for what, week, name in ends:
            rows.append((f"{what}, last week", week.total, f"{name}.total"))
            rows += [(f"{what}, {p}", getattr(week, p), f"{name}.{p}") for p in ("p10", "p90")]
        if self.plan is not None:
            rows += [
                ("plan, reached", self.plan.reached.total, "plan.reached.total"),
                ("plan, minutes a week", self.plan.minutes, "plan.minutes"),
                ("plan, most by then", self.plan.best_reachable, "plan.best_reachable"),
            ]
        here = "".join(f"    {literal(what)}: {code},\n" for what, _, code in rows)
        return (
            "from ssi_core import __version__\n\n"
            "# What the app showed, and what it was made of.\n"
            f"SHOWN = {literal({what: value for what, value, _ in rows})}\n"
            f"FOUND = {literal(self.found)}\n"
            f"MODEL_VERSION, VERSION = {literal(self.score.model_version)}, {literal(__version__)}\n\n"
            f"here = {{\n{here}}}"
        )


def _about(shown: _Shown, title: str) -> str:
    words = [f"# {_plain(title)}", f"**{shown.ahead.headline}.** {shown.ahead.minutes_words}."]
    words += [] if shown.plan is None else [f"**{shown.plan.headline}.** {shown.plan.reached_words}."]
    words.append(
        f"{shown.score.stands_for}. Written by SSI Coach {__version__} with model {shown.score.model_version}; it runs "
        "wherever that is installed: put it in a folder with your files and run all cells. Nothing leaves your machine."
    )
    return "\n\n".join(words)


def _plain(text: str) -> str:
    # A name called ![](http://...) must stay words and never fetch a picture.
    return _PUNCTUATION.sub(r"\\\1", printable(" ".join(text.split())))


def _scenario(habits: Mapping[str, Any] | None, weeks: int, edited: str) -> str:
    return (
        "# Actions a week, as habits.json has them; a habit that is not named goes on as now.\n"
        f"HABITS = {literal(_plainly(habits or {}))}\nWEEKS = {weeks}\n\n"
        f"ahead = api.project(found, HABITS, WEEKS{edited})\nahead\n"
    )


def _plan(asked: Mapping[str, Any], edited: str) -> str:
    return (
        "# The least that reaches a target; without one, the most that so many hours a week reach.\n"
        f"PLAN = {literal(asked)}\n\n"
        f'plan = api.plan(found, **{{**PLAN, "by": dt.date.fromisoformat(PLAN["by"])}}{edited})\n'
        'print(f"{plan.headline}. {plan.reached_words}.")\nplan\n'
    )


def _plan_data(plan: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(plan) - set(PLAN_KEYS)):
        raise IngestError(f"plan has unknown keys {', '.join(map(str, unknown))}: use {', '.join(PLAN_KEYS)}")
    if plan.get("by") is None:
        raise IngestError("plan: by is missing: give the day to be there")
    held = {key: _plainly(plan[key]) for key in PLAN_KEYS if plan.get(key) not in (None, {}, [], ())}
    return {**held, "by": _day(held["by"]).isoformat()}


def _plainly(value: Any) -> Any:
    # Days as texts, whatever holds them; the rest as it is.
    if isinstance(value, Mapping):
        return {key: _plainly(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plainly(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value.isoformat() if isinstance(value, dt.date) else value


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise IngestError(f"plan: by {text!r} is no day: write YYYY-MM-DD") from None


def _written(cells: Sequence[_Cell]) -> str:
    # Loaded only now: the command line starts without it.
    import nbformat

    made = []
    for cell in cells:
        source = cell.source.rstrip("\n")
        if cell.runs:
            made.append(nbformat.v4.new_code_cell(source, id=cell.key))
        else:
            made.append(nbformat.v4.new_markdown_cell(source, id=cell.key))
    book = nbformat.v4.new_notebook(
        cells=made,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(book)
    return f"{nbformat.writes(book)}\n"
