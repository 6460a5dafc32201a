"""A plan over all habits: the least for a target within some hours, and the most for the hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from benchmarks.calibration import calibrated
from benchmarks.measure import ROUNDS, Result, seconds
from ssi_core import api
from ssi_core.planned import Plan
from ssi_core.planning import Planner

#: The project's limit: a plan over all habits in at most 200 ms.
LIMIT_MS = 200.0
WEEKS, HOURS = 26, 4.0
#: Of the way from doing nothing to the best there is.
SHARES = (0.25, 0.5, 0.75)


def planner() -> Planner:
    """A member with two years of every input and twelve readings, ready for plans."""
    return api.planner(calibrated()[1])


def targets(ready: Planner, by: dt.date) -> list[float]:
    """Targets within :data:`HOURS` a week, easy ones and hard ones.

    Parameters
    ----------
    ready : Planner
        Whose.
    by : datetime.date
        The day to be there.
    """
    low, high = ready.plan(target=0, by=by).reached.total, ready.plan(hours=HOURS, by=by).reached.total
    return [low + share * (high - low) for share in SHARES]


def plans(ready: Planner, by: dt.date, goals: list[float]) -> list[Plan]:
    """The least for each target, and the most for the hours."""
    return [*(ready.plan(target=goal, by=by, hours=HOURS) for goal in goals), ready.plan(by=by, hours=HOURS)]


def _best(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(ROUNDS))


def measure() -> list[Result]:
    """Time of the slowest of the plans, each at its best."""
    ready = planner()
    by = ready.as_of + dt.timedelta(7 * WEEKS)
    goals = targets(ready, by)
    least = [_best(partial(ready.plan, target=goal, by=by, hours=HOURS)) for goal in goals]
    most = _best(partial(ready.plan, by=by, hours=HOURS))
    whole = _best(planner)
    told = ", ".join(f"{1000 * t:.0f}" for t in least)
    return [
        Result(
            "plan", 1000 * max(*least, most), LIMIT_MS, "ms",
            f"{WEEKS} weeks, {HOURS:g} h a week: {told} for {len(goals)} targets, {1000 * most:.0f} for the most; "
            f"making the member ready takes {1000 * whole:.0f}",
        )
    ]  # fmt: skip
