"""The kernel: a million people against a copy of their levels, and ten years of days in milliseconds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import ROUNDS, Result, alternate, seconds
from ssi_core.member import DAILY_INPUTS, LONG_AGO, NEVER, Activity, Member, Profile, Trials
from ssi_core.model import score
from ssi_core.model.history import levels_on
from ssi_core.model.score import pillars_of, points_of
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model

#: The project's limit: 1,000,000 people x 24 signals to pillars, at most 6 x a numpy copy; try for 3.
LIMIT, AIM = 6.0, 3.0
#: The project's limit: the kernel on a ten-year daily history takes at most 10 ms.
LIMIT_MS = 10.0
PEOPLE, MISSING, YEARS_IN_DAYS = 1_000_000, 0.2, 3_653


def people(n: int, seed: int = 1) -> NDArray[np.float64]:
    """(n, K) levels from 0 to 1.5 x the cap, one in five missing.

    Parameters
    ----------
    n : int
        People.
    seed : int
        The same seed gives the same levels.
    """
    rng = np.random.default_rng(seed)
    levels = rng.random((n, len(SIGNALS))) * (1.5 * Model().enough)
    levels[rng.random(levels.shape) < MISSING] = np.nan
    return levels


def member(days: int, seed: int = 1) -> Member:
    """Somebody with every input and every ratio on every one of so many days.

    Parameters
    ----------
    days : int
        Length of the archive; it starts at day number 0.
    seed : int
        The same seed gives the same member.
    """
    rng = np.random.default_rng(seed)
    inputs = (*DAILY_INPUTS, "media_added", "senior_added", "coworker_added", "right_people_added")
    counts = {name: rng.poisson(0.8, days).astype(float) for name in inputs}
    asked = np.sort(rng.integers(0, days, 2 * days)).astype(np.int32)
    won = np.where(rng.random(len(asked)) < 0.3, asked + rng.integers(0, 30, len(asked)), NEVER).astype(np.int32)
    trials = {s.key: Trials(asked, won, LONG_AGO, days) for s in SIGNALS if s.kind == "ratio"}
    activity = Activity(0, counts, {name: np.ones(days, bool) for name in inputs}, trials=trials)
    return Member(activity, Profile({"photo": True, "headline": True}), last_day=days - 1)


def mistakes(n: int) -> float:
    """Greatest difference, in points, between the kernel and the same from points by signal, one by one."""
    levels, model = people(n), Model()
    plain = np.array([[points_of(row, model) @ model.membership] for row in levels]).reshape(n, -1)
    return float(np.abs(pillars_of(levels, model) - plain).max())


def block_sizes(levels: NDArray[np.float64], model: Model) -> str:
    """Milliseconds by rows per block, in words: the kernel's own choice should be among the best."""
    own, told = score._BLOCK, []
    try:
        for rows in (own // 4, own, own * 4, len(levels)):
            score._BLOCK = rows
            told.append(f"{min(seconds(lambda: pillars_of(levels, model)) for _ in range(3)) * 1000:.0f} of {rows:,}")
    finally:
        score._BLOCK = own
    return f"in blocks of {own:,} rows; ms by block: " + ", ".join(told)


def measure() -> list[Result]:
    """Time of the kernel on a million people and on ten years; of window sums, for the record."""
    model, levels = Model(), people(PEOPLE)
    pillars_of(levels, model)
    ratio = alternate(lambda: seconds(levels.copy), lambda: seconds(lambda: pillars_of(levels, model)), AIM, 2 * ROUNDS)
    blocks = block_sizes(levels, model)
    one, days = member(YEARS_IN_DAYS), np.arange(YEARS_IN_DAYS)
    on = levels_on(one, model, days)
    sums = min(seconds(lambda: levels_on(one, model, days)) for _ in range(2 * ROUNDS))
    history = alternate(
        lambda: seconds(on.values.copy), lambda: seconds(lambda: pillars_of(on.values, model)), LIMIT, 2 * ROUNDS
    )
    milliseconds = min(history.works) * 1000
    known = 1 - float(np.isnan(on.values).mean())
    return [
        Result("kernel", ratio.value, LIMIT, details=f"{PEOPLE:,} x {len(SIGNALS)}, aim {AIM:g}: {ratio}; {blocks}"),
        Result(
            "kernel, ten years", milliseconds, LIMIT_MS, "ms",
            f"{YEARS_IN_DAYS:,} days, {known:.0%} of the levels known; ratio to a copy {history.value:.1f};"
            f" their window sums take {sums * 1000:.1f} ms",
        ),
    ]  # fmt: skip
