"""Whole actions laid out over weeks: evenly, and so that weeks weigh much the same.

An even rhythm is what a habit is, and what the projection of a weekly rate assumes. How the first action of a habit
falls is free, within what counts: the last look-back window before the day holds at least the habit's even share.
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


def timetable(actions: Whole, minutes: Floats, days: int, window: int) -> Whole:
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
    (W, H) int64
        Actions of each habit by week. Two weeks of seven days differ by one action of a habit at most; notes go with
        the invitations, and none is without.
    """
    weeks = math.ceil(days / 7)
    out = np.zeros((weeks, len(actions)), np.int64)
    load = np.zeros(weeks)
    for h in np.argsort(-minutes, kind="stable"):
        number = int(actions[h])
        if number and h != _NOTE:
            out[:, h] = _laid(number, minutes[h], days, window, load)
            load += out[:, h] * minutes[h]
    sent = np.cumsum(out[:, _INVITE])
    if actions[_NOTE]:
        out[:, _NOTE] = np.diff(sent * int(actions[_NOTE]) // int(sent[-1]), prepend=0)
    return out


def _laid(number: int, minutes: float, days: int, window: int, load: Floats) -> Whole:
    # Of the ways to begin that leave enough in the window, the one whose fullest week is least full.
    best, least = None, (np.inf, np.inf)
    for phase in np.arange(PHASES) / PHASES:
        at = (np.arange(1, number + 1) - phase) * (days / number)
        if (at > days - window).sum() < number * min(window / days, 1.0) - 1e-9:
            continue
        week = np.minimum(np.ceil(at / 7 - 1e-9).astype(np.int64) - 1, len(load) - 1)
        count = np.bincount(week, minlength=len(load))
        full = load + count * minutes
        weight = (float(full.max()), float((full**2).sum()))
        if weight < least:
            best, least = count, weight
    assert best is not None  # the phase 0 always leaves enough
    return np.asarray(best, np.int64)
