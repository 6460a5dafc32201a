"""A member and a model -> why the score moved between two days, and what leaves the window next."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from ssi_core.imported import Imported, day_in, member_in
from ssi_core.leaving import DAYS_AHEAD, Ahead, Leaves, LeavingDay
from ssi_core.member import Member, day_number, day_of
from ssi_core.model.calibration import calibration
from ssi_core.model.habits import HABITS
from ssi_core.model.history import levels_on
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.model.table import Model
from ssi_core.model.why import leaving, moves
from ssi_core.moved import DAYS_BACK, SignalMove, UnexplainedMove, Why, WrongDaysError
from ssi_core.wording import ACTS

#: Days that can be looked ahead.
MOST_AHEAD = 366


def why(
    found: Imported | Member, start: dt.date | None = None, end: dt.date | None = None, *, model: Model | None = None
) -> Why:
    """Why the score moved between two days.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    start : datetime.date, optional
        The earlier day; by default :data:`ssi_core.moved.DAYS_BACK` before the later one, and of a member of whom
        official readings alone bear a date no earlier than the first of these.
    end : datetime.date, optional
        The later day; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Why
        Per signal what came in, what aged out and the rest, and per pillar what no signal explains. The parts sum to
        the change of each pillar and of the total, with the official readings where there are any.

    Raises
    ------
    WrongDaysError
        If `start` lies after `end`.
    """
    member, model = member_in(found), model or Model()
    last = day_in(found, end)
    first = _since(member, last) if start is None else day_number(start)
    if first > last:
        raise WrongDaysError(f"from {day_of(first)} to {day_of(last)} ends before it starts: swap the days")
    held = calibration(member, model)
    whole = held.estimate(np.array([first, last], np.int64))
    split = moves(member, model, whole.levels, whole.fill)
    rows = zip(model.signals, split.came_in, split.aged_out, split.stock, split.notes, strict=True)
    left_over = np.diff(whole.unexplained - whole.clipped, axis=0)[0]
    pillars = [dict(zip(PILLAR_KEYS, map(float, day), strict=True)) for day in whole.pillars]
    totals = whole.pillars.sum(1)
    return Why(
        start=day_of(first),
        end=day_of(last),
        start_total=float(totals[0]),
        end_total=float(totals[1]),
        start_pillars=pillars[0],
        end_pillars=pillars[1],
        signals=tuple(
            SignalMove(s.key, s.label, s.pillar, float(came), float(aged), float(stock), note)
            for s, came, aged, stock, note in rows
        ),
        unexplained=tuple(UnexplainedMove(p, float(points)) for p, points in zip(PILLAR_KEYS, left_over, strict=True)),
        calibrated=held.calibrated,
        dated=bool(split.dated.any()),
        model_version=model.version,
    )


def _since(member: Member, last: int) -> int:
    # Before the first reading nothing at all is known of such a member: the score did not move there, it is not known.
    back = last - DAYS_BACK
    if member.activity.counts or member.stated.weekly_log:
        return back
    told = [r.day for r in member.readings if r.day <= last and (r.total is not None or r.pillars)]
    return max(back, min(told, default=back))


def ahead(
    found: Imported | Member, *, days: int = DAYS_AHEAD, as_of: dt.date | None = None, model: Model | None = None
) -> Ahead:
    """What leaves the look-back window on each of the next days, what that costs, and what makes up for it.

    Parameters
    ----------
    found : Imported or Member
        What :func:`read` gave.
    days : int
        Days to look ahead, 1 to 366.
    as_of : datetime.date, optional
        The day from which to look; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Ahead
        In points of the table: what readings add stays as it is. Signals that files cover in part, that the member
        stated, or that are missing do not age; see :func:`ssi_core.model.why.leaving`.

    Raises
    ------
    WrongDaysError
        If `days` is out of range.
    """
    if not 1 <= days <= MOST_AHEAD:
        raise WrongDaysError(f"{days} days ahead are outside 1 to {MOST_AHEAD}: choose a number within")
    member, model = member_in(found), model or Model()
    day = day_in(found, as_of)
    gone = leaving(member, model, levels_on(member, model, [day]), days)
    ages = ~np.isnan(gone.levels[0])

    def leaves(first: int, last: int) -> tuple[Leaves, ...]:
        # What leaves on days `first` to `last` - 1 ahead; the dearest first.
        rows = []
        for k in np.flatnonzero(ages & (gone.counts[first:last] != 0).any(0)):
            s, short = model.signals[k], float(gone.short[first:last, k].sum())
            rows.append(
                Leaves(
                    s.key, s.label, float(gone.counts[first:last, k].sum()), float(gone.points[first:last, k].sum()),
                    short, _actions(s.key, short), float(gone.levels[last, k]), float(model.enough[k]),
                )
            )  # fmt: skip
        return tuple(sorted(rows, key=lambda row: (row.points, -row.count)))

    def one(n: int) -> LeavingDay:
        return LeavingDay(
            day_of(day + n), day_of(day + n - model.window), float(gone.points[n - 1].sum()), leaves(n - 1, n)
        )

    return Ahead(
        as_of=day_of(day),
        window=model.window,
        days=tuple(one(n) for n in range(1, days + 1)),
        signals=leaves(0, days),
        still=tuple((s.label, reason) for s, reason in zip(model.signals, gone.still, strict=True) if reason),
        dated=bool(ages.any()),
    )


def _actions(signal: str, short: float) -> int:
    habit = next(h for h in HABITS if h.key == ACTS[signal].habit)
    each = {**habit.brings, **habit.feeds}[signal]
    return math.ceil(short / each - 1e-9)
