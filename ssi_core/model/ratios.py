"""Ratios in the days ahead: held at the member's own, raised by notes, and never quite what they were.

Volume moves no ratio, so doing more of anything never lowers the score. A note on an invitation that would have gone
without is one personal attempt more.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.history import PRIOR_TRIALS, RIPE_DAYS, ratio_counts
from ssi_core.model.signals import SIGNALS

Floats = NDArray[np.float64]

#: Columns of the ratio signals.
RATIOS = np.flatnonzero([s.kind == "ratio" for s in SIGNALS])


def tried(member: Member, day: int, windows: NDArray[np.int64]) -> Floats:
    """(R, K) attempts that count on a day, by look-back window; 0 for signals that are no ratios."""
    out = np.zeros((len(windows), len(SIGNALS)))
    for k in RATIOS:
        trials = member.activity.trials.get(SIGNALS[k].key)
        if trials is not None:
            for window in np.unique(windows):
                out[windows == window, k] = ratio_counts(trials, [day], int(window))[0][0]
    return out


def notes_beyond(weekly: Mapping[str, float], now: Mapping[str, float]) -> float:
    """Notes a week beyond those written now; no more invitations than are sent can bear one."""
    wanted = min(weekly["personal_note"], max(weekly["invite"], now["personal_note"]))
    return max(0.0, wanted - now["personal_note"])


def noted(
    ratio: Floats, attempts: Floats, notes: Floats, ahead: NDArray[np.int64], windows: NDArray[np.int64]
) -> Floats:
    """The share of personal attempts once more of them bear a note.

    Parameters
    ----------
    ratio : (R, T) float64
        The share without, 0 to 1.
    attempts : (R,) float64
        Attempts behind it.
    notes : (D,) float64
        Notes beyond those written now, from the day looked ahead from to the end of each day.
    ahead : (T,) int64
        Days counted from there, below D.
    windows : (R,) int64
        Look-back windows in days. An attempt counts from 14 days on.

    Returns
    -------
    (R, T) float64
        Rises in every note.
    """
    ripe = np.maximum(ahead - RIPE_DAYS, 0)
    gone = np.minimum(np.maximum(ahead - windows[:, None], 0), ripe)
    more = notes[ripe] - notes[gone]
    weight = attempts[:, None] + PRIOR_TRIALS
    return np.asarray((ratio * weight + more) / (weight + more), np.float64)


def wander(ratio: Floats, attempts: Floats, ahead: NDArray[np.int64], windows: NDArray[np.int64]) -> Floats:
    """Variance of a ratio on later days: other attempts take the place of those that made it.

    Parameters
    ----------
    ratio : (S, R, T, n) float64
        Expected, 0 to 1.
    attempts : (R, 1, n) float64
        Attempts a window.
    ahead : (T,) int64
        Days ahead.
    windows : (R,) int64
        Look-back windows in days.

    Returns
    -------
    (S, R, T, n) float64
        With f the share of the window that is new: f for the draw of the new ones, as much again for what leaves and
        for how far the true ratio is unknown.
    """
    new = np.minimum(ahead / windows[:, None], 1.0)[:, :, None]
    out: Floats = 2 * new * ratio * (1 - ratio) * attempts**2 / (attempts + PRIOR_TRIALS) ** 3
    return np.maximum(out, 0.0)
