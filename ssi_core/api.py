"""The one face of the core: pages, command line and notebooks call nothing deeper."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import Imported, advice, spoken
from ssi_core.ingest import ssi_page, typed
from ssi_core.ingest.assembly import Ledger
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.importer import Input, read_member, today
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.mapping import KINDS, ColumnMapping, suggest, words
from ssi_core.ingest.readings import fault, reading_rows, readings_csv
from ssi_core.member import Group, Member, Reading, Stated, Target, day_number, day_of
from ssi_core.model.calibration import Calibration, calibration
from ssi_core.model.habits import HABITS
from ssi_core.model.history import MISSING, PROVENANCE, STOCK_INPUTS, WINDOW_INPUTS
from ssi_core.model.plan import next_best_actions
from ssi_core.model.rank import Rank, rank
from ssi_core.model.score import points_of
from ssi_core.model.sensitivity import Swing, swings
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX, PILLARS, SIGNALS, WINDOW_RANGE, Model
from ssi_core.remembered import Remembered, forget, load_mappings, remember, remembered
from ssi_core.results import (
    PROVENANCE_WORDS,
    LeftOut,
    PillarScore,
    RawScore,
    ScoreResult,
    Sensitivity,
    SignalScore,
    Unexplained,
    between,
)
from ssi_core.sample import app_folder, copy_sample, sample_files
from ssi_core.spreadsheet import harmless
from ssi_core.stated import load_profile, profile_from, template, understood
from ssi_core.through_time import Against, History

__all__ = [
    "KINDS", "PILLARS", "PROVENANCE_WORDS", "SIGNALS", "WINDOW_RANGE", "Against", "ColumnMapping", "Group",
    "History", "Imported", "IngestError", "Model", "NothingUsableError", "PillarScore", "Reading", "Remembered",
    "ScoreResult", "Sensitivity", "Swing", "UnknownHeader", "advice", "against_readings", "app_folder", "between",
    "copy_sample", "day_of", "forget", "harmless", "history", "load_mappings", "load_profile", "model_from",
    "pasted_reading", "plain_kind", "profile_from", "read", "reading_rows", "readings_csv", "readings_from_rows",
    "remember", "remembered", "sample_files", "score", "sensitivity", "spoken", "suggest", "template", "today",
    "with_readings", "words",
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
    readings: str | os.PathLike[str] | Sequence[Reading] | None = None,
    mappings: Sequence[ColumnMapping] = (),
    on_file: Callable[[str], object] | None = None,
) -> Imported:
    """Read a member's files.

    Parameters
    ----------
    paths : path, upload, or sequence of them
        Zips, folders, CSVs and XLSXs of one member, mixed; an upload is (name, bytes or seekable binary stream). It may
        be empty where there are readings.
    owner : str, optional
        The member's name, where the files do not tell whose messages these are.
    as_of : datetime.date, optional
        The day to stand on; by default the last day with activity, else the export's, else the last reading's.
    stated : Stated, optional
        What the user said, put over what ``answers.csv`` says.
    target : Target, optional
        Whom the member calls the right people; VP or above by default.
    readings : path or sequence of Reading, optional
        Official readings, as a log or as they are; they stand instead of any among the files.
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
    log = None if readings is None else _log(readings, mappings)
    if log and not inputs:
        member, ledger = Member(), Ledger((), False, None, None, None)
    else:
        member, ledger = read_member(inputs, owner, target, mappings, on_file)
    if log is not None:
        member = replace(member, readings=log)
    member = replace(member, stated=understood(member.stated, ledger))
    if stated is not None:
        member = replace(member, stated=stated.over(member.stated))
    shown = member.readings[-1].day if member.readings else None
    until = next((d for d in (ledger.last_day, ledger.known_until, shown) if d is not None), None)
    on = as_of or (day_of(until) if until is not None else today())
    return Imported(member, ledger, on, _unspoken(member))


def _log(
    readings: str | os.PathLike[str] | Sequence[Reading], mappings: Sequence[ColumnMapping]
) -> tuple[Reading, ...]:
    if isinstance(readings, (str, os.PathLike)):
        log, _ = read_member([readings], mappings=mappings)
        if not log.readings:
            raise IngestError(f"{readings} holds no official reading: give a CSV with a date, a total and four parts")
        return log.readings
    days = [r.day for r in readings]
    for reading in readings:
        if wrong := fault(reading):
            raise IngestError(f"the reading of {day_of(reading.day)}: {wrong}")
        if days.count(reading.day) > 1:
            raise IngestError(f"two readings of {day_of(reading.day)}: give one a day")
    return tuple(sorted(readings, key=lambda r: r.day))


def pasted_reading(text: str, day: dt.date) -> Reading:
    """The official reading in what was copied from LinkedIn's page; see :func:`ssi_core.ingest.ssi_page.pasted`.

    Parameters
    ----------
    text : str
        The page's data, its text, four numbers, or the total alone.
    day : datetime.date
        The day on which LinkedIn showed it.

    Raises
    ------
    IngestError
        If nothing in it is a reading, if all of it is zero, if a number is out of range, or the day is still to come.
    """
    if day > today():
        raise IngestError(f"{day} is still to come: give a day up to {today()}")
    return ssi_page.pasted(text, day_number(day))


def readings_from_rows(rows: Sequence[Mapping[str, object]]) -> tuple[list[Reading], list[str]]:
    """Official readings typed in a table, up to today; see :func:`ssi_core.ingest.typed.readings_from_rows`."""
    return typed.readings_from_rows(rows, day_number(today()))


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
        Total, interval, pillars, points per signal with provenance, and what would raise it. Where there are official
        readings, those of any day move it; the raw estimate stands beside it.
    """
    member, model = _of(found), model or Model()
    day = _day(found, as_of)
    held = calibration(member, model)
    whole = held.estimate(np.array([day], np.int64))
    levels, fill = whole.levels, whole.fill
    points = points_of(levels.values, model, fill)
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
    total = float(whole.pillars[0].sum())
    return ScoreResult(
        as_of=day_of(day),
        last_day=None if member.last_day is None else day_of(member.last_day),
        model_version=model.version,
        edits=model.edits,
        total=total,
        interval=_pair(whole.intervals.total[0]),
        coverage=float(model.max[levels.provenance[0] != MISSING].sum() / model.max.sum()),
        calibrated=held.calibrated,
        pillars=_pillars(whole.pillars[0], whole.intervals.pillars[0]),
        raw=RawScore(
            float(whole.table[0].sum()), _pair(whole.raw.total[0]), _pillars(whole.table[0], whole.raw.pillars[0])
        ),
        signals=signals,
        unexplained=tuple(
            Unexplained(key, float(u), float(c))
            for key, u, c in zip(PILLAR_KEYS, whole.unexplained[0], whole.clipped[0], strict=True)
        ),
        next_best_actions=next_best_actions(member, model, levels, fill),
        official=member.readings,
        left_out=_left_out(held),
        ranks=_ranks(member, day, total),
    )


def _pair(interval: NDArray[np.float64]) -> tuple[float, float]:
    return float(interval[0]), float(interval[1])


def _pillars(points: NDArray[np.float64], bands: NDArray[np.float64]) -> tuple[PillarScore, ...]:
    return tuple(
        PillarScore(key, PILLARS[key], float(p), PILLAR_MAX, _pair(band))
        for key, p, band in zip(PILLAR_KEYS, points, bands, strict=True)
    )


def _left_out(held: Calibration) -> tuple[LeftOut, ...]:
    days = held.reading_days()
    return tuple(LeftOut(day_of(d), float(e)) for d, e in zip(days, held.left_out(), strict=False))


def _ranks(member: Member, day: int, total: float) -> dict[str, Rank]:
    # Against the newest average of each group that was known on the day, else the first one after it.
    out = {}
    for name in ("industry", "network"):
        groups = [(r.day, r.groups[name].average) for r in member.readings if name in r.groups]
        told = [(on, average) for on, average in groups if average is not None]
        if told:
            before = [average for on, average in told if on <= day]
            out[name] = rank(total, before[-1] if before else told[0][1])
    return out


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
        One row a day, each equal to the score of the archive cut at that day, with the same readings.

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
    held = calibration(member, model)
    whole = held.estimate(np.arange(first, last + 1))
    return History(
        whole.levels.days, whole.pillars, whole.intervals.total, whole.levels.provenance, model.version,
        held.calibrated, whole.table, whole.raw.total, member.readings,
    )  # fmt: skip


def with_readings(found: Imported, readings: Sequence[Reading], *, instead: bool = False) -> Imported:
    """The same member with more official readings.

    Parameters
    ----------
    found : Imported
        What :func:`read` gave.
    readings : sequence of Reading
        Readings; one of a day that the member has a reading of takes its place.
    instead : bool
        Whether they take the place of all the member has.
    """
    days = {r.day for r in readings}
    kept = () if instead else tuple(r for r in found.member.readings if r.day not in days)
    log = tuple(sorted((*kept, *readings), key=lambda r: r.day))
    return replace(found, member=replace(found.member, readings=log))


def against_readings(found: Imported | Member, *, model: Model | None = None) -> tuple[Against, ...]:
    """Every official reading against the estimate of its day.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    tuple of Against
        Oldest first; rows that only mark a break are left out.
    """
    member = _of(found)
    held = calibration(member, model or Model())
    if not held.calibrated:
        return ()
    told = sorted((r for r in member.readings if r.total is not None or r.pillars), key=lambda r: r.day)
    whole = held.estimate(np.array([r.day for r in told], np.int64))
    left = held.left_out()
    return tuple(
        Against(r, float(whole.table[i].sum()), float(whole.pillars[i].sum()), float(left[i]) if len(left) else None)
        for i, r in enumerate(told)
    )


def sensitivity(
    found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None
) -> Sensitivity:
    """Which weights and caps matter most to the total, and where the width of its interval comes from.

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
    Sensitivity
        Swings, the widest first, and the split of the interval.
    """
    member, model = _of(found), model or Model()
    day = _day(found, as_of)
    held = calibration(member, model)
    band = held.estimate(np.array([day], np.int64)).intervals.total[0]
    return Sensitivity(day_of(day), _pair(band), held.doubt(day), swings(held, day))


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
