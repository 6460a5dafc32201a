"""Whole actions laid out over weeks: evenly, and so that weeks weigh much the same.

An even rhythm is what a habit is, and what the projection of a weekly rate assumes. When the first action of a habit
falls is free, as long as the last look-back window before the day holds as near to its even share as whole actions can.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.habits import HABIT_KEYS

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

#: Ways of beginning that are looked at, as shares of the time between two actions of a habit.
PHASES = 12

_NOTE, _INVITE = HABIT_KEYS.index("personal_note"), HABIT_KEYS.index("invite")


def timetable(actions: Whole, minutes: Floats, days: int, window: int) -> tuple[Whole, Whole]:
    """Lay actions out.

    Parameters
    ----------
    actions : (H,) int64
        Of each habit, in the order of the habit table; no more notes than invitations.
    minutes : (H,) float64
        What an action takes.
    days : int
        Days from the first to the last, >= 1; the last week may be a short one.
    window : int
        Look-back window in days: that many days before the end count.

    Returns
    -------
    laid : (W, H) int64
        Actions of each habit by week. Two weeks of seven days differ by one action of a habit at most; notes go with
        the invitations, and none is without.
    inside : (H,) int64
        Those that fall into the last window before the end.
    """
    weeks = math.ceil(days / 7)
    out = np.zeros((weeks, len(actions)), np.int64)
    load, inside = np.zeros(weeks), np.zeros(len(actions), np.int64)
    for h in np.argsort(-minutes, kind="stable"):
        number = int(actions[h])
        if number and h != _NOTE:
            out[:, h], inside[h] = _laid(number, minutes[h], days, window, load)
            load += out[:, h] * minutes[h]
    sent = np.cumsum(out[:, _INVITE])
    if actions[_NOTE]:
        out[:, _NOTE] = np.diff(sent * int(actions[_NOTE]) // int(sent[-1]), prepend=0)
        inside[_NOTE] = round(int(inside[_INVITE]) * int(actions[_NOTE]) / int(sent[-1]))
    return out, inside


def _laid(number: int, minutes: float, days: int, window: int, load: Floats) -> tuple[Whole, int]:
    # Of the ways to begin that leave in the window what is nearest to the even share, the one whose fullest week is
    # least full.
    at = (np.arange(1, number + 1) - np.arange(PHASES)[:, None] / PHASES) * (days / number)
    inside = (at > days - window + 1e-9).sum(1)
    off = np.abs(inside - number * min(window / days, 1.0))
    weeks = np.clip(np.ceil(at / 7 - 1e-9).astype(np.int64) - 1, 0, len(load) - 1)
    counts = [np.bincount(weeks[i], minlength=len(load)) for i in np.flatnonzero(off <= off.min() + 1e-9)]

    def full(count: Whole) -> tuple[float, float]:
        weighs = load + count * minutes
        return round(float(weighs.max()), 6), round(float((weighs**2).sum()), 6)

    return np.asarray(min(counts, key=full), np.int64), int(inside[np.argmin(off)])
