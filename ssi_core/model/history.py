"""Daily activity -> window sums -> levels for any day, each with its provenance.

Every window sum is one cumulative sum and a difference, so a history costs O(days x signals) whatever the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssi_core.member import CHECKLIST, Member, Trials
from ssi_core.model.acts import dated_acts, logged_acts
from ssi_core.model.habits import HABITS
from ssi_core.model.signals import CHECKLIST_WEIGHTS, INDEX, SIGNAL_KEYS, WINDOW, Signal
from ssi_core.model.table import Model

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

PROVENANCE = ("measured", "proxy", "self_reported", "known", "missing")
MEASURED, PROXY, SELF_REPORTED, KNOWN, MISSING = range(5)

#: Ratios: weight of the prior in trials, and days an attempt is given before it counts. MODEL, section 2.
PRIOR_TRIALS = 10
RIPE_DAYS = 14
#: Share of a window that a file must cover before its count is scaled up rather than missing.
LEAST_COVER = 0.5
#: Days of a weekly log in the window for it to be used: one week says what a person means to do every week.
LEAST_LOGGED = 7

#: Daily inputs summed since the start, by stock signal.
STOCK_INPUTS: Mapping[str, str] = {
    "media_items": "media_added",
    "endorsements_received": "endorsements_received",
    "recommendations_received": "recommendations_received",
    "connections": "connections_added",
    "senior_connections": "senior_added",
    "coworker_connections": "coworker_added",
}


@dataclass(frozen=True)
class Levels:
    """Levels of N days.

    Attributes
    ----------
    days : (N,) int64
        Day numbers.
    values : (N, K) float64
        Level in each signal's own unit; NaN where missing.
    provenance : (N, K) int8
        Index into :data:`PROVENANCE`.
    """

    days: Days
    values: Floats
    provenance: NDArray[np.int8]


def levels_on(member: Member, model: Model, days: ArrayLike, window: int | None = None) -> Levels:
    """Levels on the given days.

    Parameters
    ----------
    member : Member
        What the files say and what the user said.
    model : Model
        The table; its window unless `window` is given.
    days : (N,) array_like of int
        Day numbers, in any order, inside or outside the archive.
    window : int, optional
        Look-back window in days. A window ends on its day and includes it.

    Returns
    -------
    Levels
        What a rule says (no seat, no leads), else what the user overruled, else what the files say, else what the user
        answered, else missing.
    """
    on = np.atleast_1d(np.asarray(days, np.int64))
    w = model.window if window is None else window
    values = np.full((len(on), len(SIGNAL_KEYS)), np.nan)
    provenance = np.full(values.shape, MISSING, np.int8)

    def put(key: str, level: Floats | float, code: NDArray[np.int8] | int) -> None:
        k = INDEX[key]
        free = (provenance[:, k] == MISSING) & ~np.isnan(level)
        values[:, k] = np.where(free, level, values[:, k])
        provenance[:, k] = np.where(free, code, provenance[:, k])

    if not member.seat:
        put("leads_saved", 0.0, KNOWN)
    for key, level in member.stated.signals.items():
        put(key, _in_window(model.signals[INDEX[key]], level, w), SELF_REPORTED)
    for signal in model.signals:
        put(signal.key, *_READERS[signal.kind](member, signal, on, w))
    for key, level in member.stated.answers.items():
        if key in INDEX:
            put(key, _in_window(model.signals[INDEX[key]], level, w), SELF_REPORTED)
    for said in (_logged(member, on, w), _answered_habits(member, w)):
        for key, acts in said.items():
            put(key, acts, SELF_REPORTED)
    return Levels(on, values, provenance)


def _in_window(signal: Signal, level: float, window: int) -> float:
    return level * window / WINDOW if signal.kind == "window" else level


def _share(member: Member, signal: Signal, on: Days, window: int) -> tuple[Floats | float, int]:
    # An item that nobody knows counts the typical share; the signal is then a proxy.
    del on, window
    known = {**member.profile.checklist, **member.stated.checklist}
    if not known:
        return np.nan, MISSING
    level = sum(CHECKLIST_WEIGHTS[item] * float(known.get(item, signal.typical)) for item in CHECKLIST)
    if len(known) < len(CHECKLIST):
        return level, PROXY
    return level, MEASURED if member.profile.checklist else SELF_REPORTED


def _stock(member: Member, signal: Signal, on: Days, window: int) -> tuple[Floats | float, int]:
    del window
    activity, key = member.activity, STOCK_INPUTS.get(signal.key)
    if key is not None and key in activity.counts:
        held: Floats = np.concatenate((np.zeros(1), np.cumsum(activity.counts[key])))
        code = PROXY if key in activity.proxies else MEASURED
        return held[np.clip(on - activity.first_day + 1, 0, activity.days)], code
    if signal.key in member.profile.stocks:
        code = PROXY if signal.key in member.profile.proxies else MEASURED
        return member.profile.stocks[signal.key], code
    return np.nan, MISSING


def _window(member: Member, signal: Signal, on: Days, window: int) -> tuple[Floats, NDArray[np.int8]]:
    acts = dated_acts(member.activity, signal.key)
    if acts is None:
        return np.full(on.shape, np.nan), np.full(on.shape, MISSING, np.int8)
    total, reach = acts.sums(on, window)
    level = _scaled(total, reach, window, LEAST_COVER * window)
    code = np.where(reach < window, PROXY, MEASURED).astype(np.int8)
    if acts.proxy:
        code[:] = PROXY
    return level, code


def _scaled(total: Floats, reach: Floats, window: int, least: float) -> Floats:
    # A workbook's negative day is a correction, so a window may sum below 0, which no level can be.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(reach >= least, np.maximum(total, 0) * window / reach, np.nan)


def _ratio(member: Member, signal: Signal, on: Days, window: int) -> tuple[Floats, NDArray[np.int8]]:
    t = member.activity.trials.get(signal.key)
    if t is None:
        return np.full(on.shape, np.nan), np.full(on.shape, MISSING, np.int8)
    tried, succeeded = ratio_counts(t, on, window)
    prior = signal.typical * signal.enough
    level = np.where(tried > 0, (succeeded + prior * PRIOR_TRIALS) / (tried + PRIOR_TRIALS), np.nan)
    reach = np.minimum(on, t.last) - np.maximum(on - window + 1, t.first) + 1
    level = np.where(reach >= LEAST_COVER * window, level, np.nan)
    code = np.where(reach < window, PROXY, MEASURED).astype(np.int8)
    if signal.key in member.activity.proxies:
        code[:] = PROXY
    return level, code


def ratio_counts(trials: Trials, on: ArrayLike, window: int) -> tuple[Floats, Floats]:
    """Ripe attempts in the window of each day, and those of them known by that day to have succeeded.

    Parameters
    ----------
    trials : Trials
        n attempts.
    on : (N,) array_like of int
        Day numbers.
    window : int
        Days; an attempt of day d counts on days d + 14 to d + window - 1.

    Returns
    -------
    tried, succeeded : (N,) float64
        Counts.
    """
    days = np.asarray(on, np.int64)
    start = trials.day.astype(np.int64) + RIPE_DAYS
    stop = trials.day.astype(np.int64) + window
    won = np.maximum(start, trials.success_day.astype(np.int64))

    def standing(begins: Days, ends: Days) -> Floats:
        begun = np.searchsorted(np.sort(begins), days, side="right")
        ended = np.searchsorted(np.sort(ends), days, side="right")
        return (begun - ended).astype(float)

    counted = won < stop
    return standing(start, stop), standing(won[counted], stop[counted])


_Reader = Callable[[Member, Signal, Days, int], tuple[Floats | float, NDArray[np.int8] | int]]
_READERS: Mapping[str, _Reader] = {"share": _share, "stock": _stock, "window": _window, "ratio": _ratio}


def _answered_habits(member: Member, window: int) -> dict[str, Floats | float]:
    # Actions a week -> counts in the window, through the member's own acts alone: what others do is not answered.
    level: dict[str, Floats | float] = {}
    for habit in HABITS:
        if habit.key in member.stated.answers:
            for key, each in habit.feeds.items():
                level[key] = level.get(key, 0.0) + each * member.stated.answers[habit.key] * window / 7
    return level


def _logged(member: Member, on: Days, window: int) -> dict[str, Floats | float]:
    return {key: _scaled(*acts.sums(on, window), window, LEAST_LOGGED) for key, acts in logged_acts(member).items()}
