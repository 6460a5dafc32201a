"""Dated acts behind the window signals, a count a day, and how many fall into a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Activity, Member
from ssi_core.model.habits import HABIT_KEYS, HABITS

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

#: Daily inputs summed over the window, by signal; every other window signal sums the input of its own name.
WINDOW_INPUTS: Mapping[str, tuple[str, ...]] = {"shares": ("original_posts", "reposts")}


@dataclass(frozen=True)
class Dated:
    """Dated acts behind a window signal, from the files or from a weekly log.

    Attributes
    ----------
    first_day : int
        Day number of index 0.
    count : (D,) float64
        Acts of each day.
    covered : (D,) bool
        Whether anything speaks of that day.
    from_the_start : bool
        Whether days before index 0 are covered, idle days.
    proxy : bool
        Whether they stand for the signal rather than measure it.
    """

    first_day: int
    count: Floats
    covered: NDArray[np.bool_]
    from_the_start: bool = False
    proxy: bool = False

    def sums(self, on: Days, window: int) -> tuple[Floats, Floats]:
        """Acts, and covered days, among the `window` days that end on each day and include it: two (N,) float64."""
        end = on - self.first_day + 1
        reach = _difference(self.covered.astype(float), end, window)
        if self.from_the_start:
            reach += np.clip(window - end, 0, window)
        return _difference(self.count, end, window), reach

    def between(self, first: int, last: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Acts of each day, and whether anything speaks of it: two (last - first + 1,) arrays.

        Parameters
        ----------
        first, last : int
            Day numbers, inside or outside of what is told; both ends included.
        """
        count, covered = np.zeros(last - first + 1), np.zeros(last - first + 1, bool)
        low, high = max(first, self.first_day), min(last, self.first_day + len(self.count) - 1)
        if low <= high:
            there = slice(low - first, high - first + 1)
            inside = slice(low - self.first_day, high - self.first_day + 1)
            count[there], covered[there] = self.count[inside], self.covered[inside]
        if self.from_the_start:
            covered[: max(0, min(self.first_day - first, len(covered)))] = True
        return count, covered


def dated_acts(activity: Activity, key: str) -> Dated | None:
    """What the files say of a window signal, day by day; None where none speaks of it.

    Parameters
    ----------
    activity : Activity
        What the files say.
    key : str
        A window signal.
    """
    return dated_inputs(activity, WINDOW_INPUTS.get(key, (key,)))


def dated_inputs(activity: Activity, names: Sequence[str]) -> Dated | None:
    """What the files say of daily inputs taken together, day by day; None where none speaks of any.

    Parameters
    ----------
    activity : Activity
        What the files say.
    names : sequence of str
        Daily inputs; those that no file holds are left out.
    """
    keys = [k for k in names if k in activity.counts]
    if not keys:
        return None
    return Dated(
        activity.first_day,
        np.sum([activity.counts[k] for k in keys], axis=0),
        np.logical_or.reduce([activity.covered[k] for k in keys]),
        any(k in activity.from_the_start for k in keys),
        any(k in activity.proxies for k in keys),
    )


def stretch(activity: Activity, names: Sequence[str], first: int, last: int) -> tuple[Floats, NDArray[np.bool_]] | None:
    """What daily inputs hold of some days, taken together; None where no file holds any of them.

    Parameters
    ----------
    activity : Activity
        What the files say.
    names : sequence of str
        Daily inputs; those that no file holds are left out.
    first, last : int
        Day numbers, inside or outside the archive; both ends included.
    """
    acts = dated_inputs(activity, names)
    return None if acts is None else acts.between(first, last)


def logged_acts(member: Member) -> dict[str, Dated]:
    """What a weekly log says, by window signal.

    A week's actions are spread evenly over its seven days; a week that names no action of a habit logs none of it.

    Parameters
    ----------
    member : Member
        Whose log.
    """
    log = [row for row in member.stated.weekly_log if row[1] in HABIT_KEYS]
    if not log:
        return {}
    first, last = min(row[0] for row in log), max(row[0] for row in log) + 6
    written = np.zeros(last - first + 1, bool)
    acts: dict[str, Floats] = {}
    for start, key, actions in log:
        week = slice(start - first, start - first + 7)
        written[week] = True
        for signal, each in next(h for h in HABITS if h.key == key).feeds.items():
            acts.setdefault(signal, np.zeros(len(written)))[week] += each * actions / 7
    return {key: Dated(first, daily, written) for key, daily in acts.items()}


def _difference(series: Floats, end: Days, window: int) -> Floats:
    # Sum over the `window` days before index `end`; indices outside the series add nothing.
    running = np.concatenate(([0.0], np.cumsum(series)))
    size = len(series)
    out: Floats = running[np.clip(end, 0, size)] - running[np.clip(end - window, 0, size)]
    return out
