"""Why the score moved between two days, and what leaves the look-back window next.

A signal's change splits in three steps taken in turn, so that they sum to it: the old acts leave, the new ones come in,
the rest. At a cap, what leaves from above it costs nothing, then what comes in counts up to it.

Of a day in a window that no file covers, the level takes the mean of the covered days; so does the split. Such a day
comes in and leaves like any other; what moves because the mean of both windows differs is the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member, Trials
from ssi_core.model.acts import Dated, dated_acts, logged_acts
from ssi_core.model.history import (
    KNOWN,
    LEAST_LOGGED,
    MEASURED,
    MISSING,
    PRIOR_TRIALS,
    PROXY,
    RIPE_DAYS,
    STOCK_INPUTS,
    Levels,
)
from ssi_core.model.score import curve_stretch, points_of
from ssi_core.model.signals import Signal
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

#: Why a signal's change is not, or not only, of acts that left and came in.
BECAME_KNOWN, NO_LONGER_KNOWN, IMPUTED, OTHER_SOURCE, SCALED = (
    "became known", "no longer known", "imputed", "another source", "scaled",
)  # fmt: skip
#: Why a window signal does not age day by day.
STATED, UNKNOWN = "stated", "not known"


@dataclass(frozen=True)
class Moves:
    """The change between two days of K signals, in points.

    Attributes
    ----------
    came_in, aged_out, stock : (K,) float64
        What acts that came into the window brought, what those that left it cost (below 0, but for ratios, where a
        failed attempt that leaves brings points, and for corrections), and the rest: stocks, and what `notes` says.
        They sum to the change.
    notes : tuple of str
        Why there is a rest where there is more to say than that the stock moved; blank elsewhere.
    dated : (K,) bool
        Whether dated facts stand behind the signal on either day.
    """

    came_in: Floats
    aged_out: Floats
    stock: Floats
    notes: tuple[str, ...]
    dated: NDArray[np.bool_]


def moves(member: Member, model: Model, levels: Levels, fill: Floats) -> Moves:
    """Split the change of each signal between two days.

    Parameters
    ----------
    member : Member
        Whose.
    model : Model
        The table.
    levels : Levels
        Of two days, the earlier one first.
    fill : (2, K) float64
        Share of the cap at which a missing signal enters.

    Returns
    -------
    Moves
        Of ratios, attempts that ripen come in, as does an answer to one that is there already; attempts that leave the
        window age out. What became known, is known no longer, is imputed from other signals, or told by another source
        is a rest, since no act of the member's moved it.
    """
    rows = np.stack([levels.values[0]] * 3 + [levels.values[1]])
    notes, dated, log = [], np.zeros(len(model.signals), bool), logged_acts(member)
    start, end = int(levels.days[0]), int(levels.days[1])
    for k, signal in enumerate(model.signals):
        ends = [_source(member, signal, log, levels, i, k, model.window) for i in (0, 1)]
        dated[k] = any(source in ("files", "log") for source in ends)
        note = _note(ends[0], ends[1], bool(np.any(fill[0, k] != fill[1, k])))
        if ends[0] == ends[1] and start != end and dated[k]:
            middle = None
            if signal.kind == "ratio":
                middle = _ratio_between(member.activity.trials[signal.key], signal, start, end, model.window)
            elif signal.kind == "window":
                acts = dated_acts(member.activity, signal.key) if ends[0] == "files" else log[signal.key]
                middle, note = _window_between(acts, start, end, model.window)
            if middle is not None:
                rows[1:3, k] = np.where(np.isnan(middle), rows[3, k], middle)
        notes.append(note)
    aged_out, came_in, stock = np.diff(points_of(rows, model, np.stack([fill[0]] * 3 + [fill[1]])), axis=0)
    return Moves(came_in, aged_out, stock, tuple(notes), dated)


def _source(
    member: Member, signal: Signal, log: dict[str, Dated], levels: Levels, day: int, k: int, window: int
) -> str:
    # Who tells a signal on a day, in the order of `levels_on`.
    code = levels.provenance[day, k]
    if code == MISSING:
        return ""
    if code in (MEASURED, PROXY):
        undated = signal.kind == "share" or (
            signal.kind == "stock" and STOCK_INPUTS.get(signal.key) not in member.activity.counts
        )
        return "profile" if undated else "files"
    told = signal.key in member.stated.signals or signal.key in member.stated.answers or signal.key not in log
    if code == KNOWN or told or log[signal.key].sums(levels.days[day : day + 1], window)[1][0] < LEAST_LOGGED:
        return "said"
    return "log"


def _note(before: str, after: str, fill_moved: bool) -> str:
    if before == after:
        return IMPUTED if not before and fill_moved else ""
    if not before or not after:
        return NO_LONGER_KNOWN if before else BECAME_KNOWN
    return OTHER_SOURCE


def _window_between(acts: Dated | None, start: int, end: int, window: int) -> tuple[Floats, str]:
    # Levels once the old acts have left, and once the new ones have come in; NaN: the level of the last day.
    assert acts is not None
    shared = max(0, window - (end - start))  # days that lie in both windows: the last ones to the first day
    if not shared:
        return np.array([0.0, np.nan]), ""
    (old, new), (reach, later) = acts.sums(np.array([start, end], np.int64), window)
    (kept,), (covered,) = acts.sums(np.array([start], np.int64), shared)
    # Counts of the days that no file covers, one day's, in each of the two windows.
    mean, later_mean = old / reach, new / later
    gaps = shared - covered
    left = kept + gaps * mean
    came = (new - kept) + (window - shared - (later - covered)) * later_mean
    # A correction may bring a window below 0, which no level can be.
    if not gaps:
        return np.array([max(left, 0.0), np.nan]), ""
    return np.maximum([left, left + came], 0.0), SCALED


def _ratio_between(trials: Trials, signal: Signal, start: int, end: int, window: int) -> Floats:
    # The ratio of the attempts that count on both days, as it stood on the first one.
    day, success = trials.day.astype(np.int64), trials.success_day.astype(np.int64)
    both = (day + RIPE_DAYS <= start) & (day + window > end)
    won = both & (success <= start)
    prior = signal.typical * signal.enough
    return np.array([(won.sum() + prior * PRIOR_TRIALS) / (both.sum() + PRIOR_TRIALS), np.nan])


@dataclass(frozen=True)
class Leaving:
    """What leaves the window on each of the N days after a day, if nothing comes in.

    Attributes
    ----------
    counts : (N, K) float64
        Acts that leave on each day; below 0 where a correction does.
    points : (N, K) float64
        What that changes, given all that left before; below 0, or 0 above the cap.
    levels : (N + 1, K) float64
        Level on the day, and after each of the N; NaN where a signal does not age.
    short : (N, K) float64
        Acts on that day that keep its points where they are; above the cap fewer than leave.
    still : tuple of str
        Why a window signal does not age: ``scaled``, ``stated`` or ``not known``; blank for all others.
    """

    counts: Floats
    points: Floats
    levels: Floats
    short: Floats
    still: tuple[str, ...]


def leaving(member: Member, model: Model, levels: Levels, days: int) -> Leaving:
    """What leaves the window next.

    A signal ages where files cover its whole window. Where they cover a part, the rest of the window is taken at the
    same pace, so that no day's acts are known to leave. What a person states or logs stands for what they do every
    week, until they say otherwise. A signal that is missing holds no acts at all. Stocks stay; ratios move, but which
    way depends on who answered, and no number of acts makes up for it.

    Parameters
    ----------
    member : Member
        Whose.
    model : Model
        The table.
    levels : Levels
        Of the one day from which to look ahead; what happened after it is left out.
    days : int
        N >= 1.

    Returns
    -------
    Leaving
        By the table, without what readings add; imputed signals are held where they are.
    """
    day, window, k = int(levels.days[0]), model.window, len(model.signals)
    counts, held, still = np.zeros((days, k)), np.full((days + 1, k), np.nan), [""] * k
    ahead = np.arange(1, days + 1)
    for i, signal in enumerate(model.signals):
        if signal.kind != "window":
            continue
        code = levels.provenance[0, i]
        if code not in (MEASURED, PROXY):
            still[i] = {KNOWN: "", MISSING: UNKNOWN}.get(int(code), STATED)
            continue
        acts = dated_acts(member.activity, signal.key)
        assert acts is not None
        (total,), (reach,) = acts.sums(levels.days, window)
        if reach < window:
            still[i] = SCALED
            continue
        # On day n after, the acts of `window` days before it leave; what is not yet done can't.
        left, _ = acts.sums(day + ahead - window, 1)
        counts[:, i] = np.where(ahead <= window, left, 0.0)
        held[:, i] = np.maximum(total - np.concatenate(([0.0], np.cumsum(counts[:, i]))), 0.0)
    points = np.diff(points_of(held, model), axis=0)
    counted = np.minimum(held, model.enough * curve_stretch(model, model.curve))
    short = np.nan_to_num(np.maximum(counted[:-1] - counted[1:], 0.0))
    return Leaving(counts, points, held, short, tuple(still))
