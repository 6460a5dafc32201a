"""The one face of the core: pages, command line and notebooks call nothing deeper."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ssi_core.imported import Imported, advice
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.importer import Input, read_member, today
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.mapping import KINDS, ColumnMapping, suggest, words
from ssi_core.member import Member, Stated, Target, day_number, day_of
from ssi_core.model.ensemble import fill_of, intervals
from ssi_core.model.habits import HABITS
from ssi_core.model.history import MISSING, PROVENANCE, STOCK_INPUTS, WINDOW_INPUTS, levels_on
from ssi_core.model.plan import next_best_actions
from ssi_core.model.score import pillars_of, points_of
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX, PILLARS, SIGNALS, Model
from ssi_core.remembered import Remembered, forget, load_mappings, remember, remembered
from ssi_core.results import (
    PROVENANCE_WORDS,
    History,
    PillarScore,
    ScoreResult,
    SignalScore,
    Unexplained,
)
from ssi_core.sample import app_folder, copy_sample, sample_files
from ssi_core.spreadsheet import harmless
from ssi_core.stated import load_profile, profile_from, template, understood

__all__ = [
    "KINDS", "PILLARS", "PROVENANCE_WORDS", "ColumnMapping", "History", "Imported", "IngestError", "Model",
    "NothingUsableError", "PillarScore", "Remembered", "ScoreResult", "UnknownHeader", "advice", "app_folder",
    "copy_sample", "forget", "harmless", "history", "load_mappings", "load_profile", "model_from", "plain_kind",
    "profile_from", "read", "remember", "remembered", "sample_files", "score", "suggest", "template", "words",
]  # fmt: skip

Paths = Input | Sequence[Input]


def _listed(paths: Paths) -> list[Input]:
    # One path, one upload (a name and what it holds), or several of either.
    if isinstance(paths, (str, os.PathLike)):
        return [paths]
    if isinstance(paths, tuple) and len(paths) == 2 and not isinstance(paths[1], (str, os.PathLike, tuple)):
        return [paths]
    return list(paths)


def read(
    paths: Paths,
    *,
    owner: str | None = None,
    as_of: dt.date | None = None,
    stated: Stated | None = None,
    target: Target | None = None,
    readings: str | os.PathLike[str] | None = None,
    mappings: Sequence[ColumnMapping] = (),
    on_file: Callable[[str], object] | None = None,
) -> Imported:
    """Read a member's files.

    Parameters
    ----------
    paths : path, upload, or sequence of them
        Zips, folders, CSVs and XLSXs of one member, mixed; an upload is (name, bytes or seekable binary stream).
    owner : str, optional
        The member's name, where the files do not tell whose messages these are.
    as_of : datetime.date, optional
        The day to stand on; by default the last day with activity.
    stated : Stated, optional
        What the user said, put over what ``answers.csv`` says.
    target : Target, optional
        Whom the member calls the right people; VP or above by default.
    readings : path, optional
        A log of official readings.
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows; :func:`remembered` gives those that the user kept.
    on_file : callable, optional
        Told the name of each file before it is read, to show progress.

    Returns
    -------
    Imported
        The member and the ledger.

    Raises
    ------
    IngestError
        If nothing in it can be used.

    Examples
    --------
    >>> found = read(sample_files())
    >>> found.stocks["connections"]
    1900.0
    """
    inputs = _listed(paths)
    member, ledger = read_member(inputs, owner, target, mappings, on_file)
    if readings is not None:
        log, _ = read_member([readings], mappings=mappings)
        if not log.readings:
            raise IngestError(f"{readings} holds no official reading: give a CSV with a date, a total and four parts")
        member = replace(member, readings=log.readings)
    member = replace(member, stated=understood(member.stated, ledger))
    if stated is not None:
        member = replace(member, stated=stated.over(member.stated))
    until = next((d for d in (ledger.last_day, ledger.known_until) if d is not None), None)
    on = as_of or (day_of(until) if until is not None else today())
    return Imported(member, ledger, on, _unspoken(member))


def _unspoken(member: Member) -> tuple[str, ...]:
    # Signals of which no file, answer or rule says anything at all, on whatever day.
    held, said = member.activity, {**member.stated.signals, **member.stated.answers}
    habits = set(said) | {habit for _, habit, _ in member.stated.weekly_log}
    fed = {key for h in HABITS for key in h.feeds if h.key in habits}
    spoken = set(said) | fed | set(member.profile.stocks) | set(held.trials)
    spoken |= {key for key, name in STOCK_INPUTS.items() if name in held.counts}
    spoken |= {s.key for s in SIGNALS if s.kind == "window"
               if any(n in held.counts for n in WINDOW_INPUTS.get(s.key, (s.key,)))}  # fmt: skip
    if member.profile.checklist or member.stated.checklist:
        spoken.add("profile_completeness")
    if not member.seat:
        spoken.add("leads_saved")
    return tuple(s.key for s in SIGNALS if s.key not in spoken)


def _of(found: Imported | Member) -> Member:
    return found.member if isinstance(found, Imported) else found


def _day(found: Imported | Member, as_of: dt.date | None) -> int:
    if as_of is not None:
        return day_number(as_of)
    if isinstance(found, Imported):
        return day_number(found.as_of)
    return found.last_day if found.last_day is not None else day_number(today())


def score(found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None) -> ScoreResult:
    """Estimate the Social Selling Index.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    as_of : datetime.date, optional
        The day to score; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    ScoreResult
        Total, interval, pillars, points per signal with provenance, and what would raise it.
    """
    member, model = _of(found), model or Model()
    day = _day(found, as_of)
    levels = levels_on(member, model, [day])
    fill = fill_of(levels, model)
    points = points_of(levels.values, model, fill)
    pillars = points @ model.membership
    band = intervals(member, model, levels.days, pillars)
    provenance = [PROVENANCE[c] for c in levels.provenance[0]]
    signals = tuple(
        SignalScore(
            s.key, s.pillar, s.label, s.kind, None if np.isnan(level) else float(level), float(enough), float(p),
            float(s.max), source, s.fill,
        )
        for s, level, enough, p, source in zip(
            model.signals, levels.values[0], model.enough, points[0], provenance, strict=True
        )
    )  # fmt: skip
    return ScoreResult(
        as_of=day_of(day),
        last_day=None if member.last_day is None else day_of(member.last_day),
        model_version=model.version,
        edits=model.edits,
        total=float(pillars[0].sum()),
        interval=(float(band.total[0, 0]), float(band.total[0, 1])),
        coverage=float(model.max[levels.provenance[0] != MISSING].sum() / model.max.sum()),
        calibrated=False,
        pillars=tuple(
            PillarScore(key, PILLARS[key], float(p), PILLAR_MAX, (float(b[0]), float(b[1])))
            for key, p, b in zip(PILLAR_KEYS, pillars[0], band.pillars[0], strict=True)
        ),
        signals=signals,
        unexplained=tuple(Unexplained(key, 0.0, 0.0) for key in PILLAR_KEYS),
        next_best_actions=next_best_actions(member, model, levels, fill),
        official=member.readings,
    )


def history(
    found: Imported | Member,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    model: Model | None = None,
) -> History:
    """The estimate for every day of the archive.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    start, end : datetime.date, optional
        First and last day; by default the archive's first day and the day that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    History
        One row a day, each equal to the score of the archive cut at that day.

    Raises
    ------
    ValueError
        If `start` lies after `end`.
    """
    member, model = _of(found), model or Model()
    last = _day(found, end)
    first = day_number(start) if start else min(member.activity.first_day if member.activity.days else last, last)
    if first > last:
        raise ValueError(f"a history from {day_of(first)} to {day_of(last)} ends before it starts: swap the days")
    levels = levels_on(member, model, np.arange(first, last + 1))
    pillars = pillars_of(levels.values, model, fill_of(levels, model))
    band = intervals(member, model, levels.days, pillars)
    return History(levels.days, pillars, band.total, levels.provenance, model.version)


def model_from(path: str | os.PathLike[str]) -> Model:
    """Read a ``--model`` TOML file; see :meth:`Model.from_toml`.

    Raises
    ------
    IngestError
        If it can't be read or holds a value out of range.
    """
    try:
        return Model.from_toml(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(f"{path} can't be read: {error.strerror}") from None
    except ValueError as error:
        raise IngestError(f"{path}: {error}") from None
