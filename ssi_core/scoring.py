"""A member and a model -> the estimate of a day, of many days, and what it rests on."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import Imported, day_in, member_in
from ssi_core.member import Member, day_number, day_of
from ssi_core.model.calibration import Calibration, calibration
from ssi_core.model.history import MISSING, PROVENANCE
from ssi_core.model.plan import next_best_actions
from ssi_core.model.rank import Rank, rank
from ssi_core.model.score import points_of
from ssi_core.model.sensitivity import swings
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX, PILLARS
from ssi_core.model.table import Model
from ssi_core.results import (
    LeftOut,
    PillarScore,
    RawScore,
    ScoreResult,
    SignalScore,
    Unexplained,
)
from ssi_core.sensitivity import Sensitivity
from ssi_core.through_time import Against, History, Ranges


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
    member, model = member_in(found), model or Model()
    day = day_in(found, as_of)
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


#: Days of the last year, and days shown before the first official reading.
YEAR, BEFORE_READING = 365, 30


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
    every: int = 1,
    model: Model | None = None,
) -> History:
    """The estimate for every day of the archive.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    start, end : datetime.date, optional
        First and last day; by default the archive's first day and the day that was read for.
    every : int
        Days from one to the next, >= 1; the last day is always among them.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    History
        One row a day, each equal to the score of the archive cut at that day, with the same readings.

    Raises
    ------
    ValueError
        If `start` lies after `end`, or `every` is below 1.
    """
    member, model = member_in(found), model or Model()
    last = day_in(found, end)
    first = day_number(start) if start else min(member.activity.first_day if member.activity.days else last, last)
    if first > last:
        raise ValueError(f"a history from {day_of(first)} to {day_of(last)} ends before it starts: swap the days")
    if every < 1:
        raise ValueError(f"every {every} days: give 1 or more")
    held = calibration(member, model)
    whole = held.estimate(np.arange(last, first - 1, -every)[::-1])
    return History(
        whole.levels.days, whole.pillars, whole.intervals.total, whole.levels.provenance, model.version,
        held.calibrated, whole.table, whole.raw.total, whole.intervals.pillars, member.readings,
    )  # fmt: skip


def ranges(found: Imported | Member) -> Ranges:
    """From where to where a member's estimate can be shown through time.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.

    Returns
    -------
    Ranges
        They end on the day that was read for, or on the last official reading where that is later.
    """
    member = member_in(found)
    shown = [r.day for r in member.readings if r.total is not None or r.pillars]
    last = max([day_in(found, None), *shown])
    year = last - YEAR
    first = [member.activity.first_day] if member.activity.days else []
    whole = min([year, *first, *(d - BEFORE_READING for d in shown)])
    return Ranges((day_of(year), day_of(last)), (day_of(whole), day_of(last)))


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
    member = member_in(found)
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
    member, model = member_in(found), model or Model()
    day = day_in(found, as_of)
    held = calibration(member, model)
    band = held.estimate(np.array([day], np.int64)).intervals.total[0]
    return Sensitivity(day_of(day), _pair(band), held.doubt(day), swings(held, day))
