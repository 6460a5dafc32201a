"""A scenario laid over the days ahead: what is left of the past on each, and how many weeks of new habits count.

What was done ages out of the window day by day, as it was done; what is known only as a level (stated, or likely given
the rest) ages out evenly. Stocks stay. Days are counted from the day that is looked ahead from: 0 is that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.acts import WINDOW_INPUTS, Dated, dated_acts, dated_inputs, logged_acts
from ssi_core.model.history import LEAST_LOGGED, MEASURED, PROXY, SELF_REPORTED, STOCK_INPUTS, Levels
from ssi_core.model.learnt import RECENT_DAYS
from ssi_core.model.signals import CHECKLIST_WEIGHTS, INDEX, SIGNALS, WINDOW

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

#: Variance of a week's count over its mean, and the weight of that assumption in weeks; people do things in bouts, and
#: one post's engagement comes all at once. Own choice, checked in ``benchmarks/projection_study.py``.
DISPERSION, DISPERSION_WEEKS = 2.0, 6.0
OTHER_DISPERSION: Mapping[str, float] = {"engagement_received": 30.0, "followers_gained": 4.0, "active_days": 0.6}
LEAST_DISPERSION = 0.2

_WINDOW = np.array([s.kind == "window" for s in SIGNALS])
_STOCK = np.array([s.kind == "stock" for s in SIGNALS])


@dataclass(frozen=True)
class Edit:
    """Something about the profile that is another from a day on.

    Attributes
    ----------
    on : int
        Day number.
    field : str
        An item of the checklist, a signal's key, or ``seat``.
    value : float
        1 or 0 for an item of the checklist and the seat; else the level, in the signal's own unit.
    """

    on: int
    field: str
    value: float


@dataclass(frozen=True)
class Scenario:
    """What somebody means to do.

    Attributes
    ----------
    weekly : mapping of str to float
        Actions a week by habit; a habit that is not named goes on as now.
    start : int or None
        Day number of the first day; until then all goes on as now. None: the day after the one looked ahead from.
    off : frozenset of int
        Day numbers of the Mondays of weeks in which nothing is done, and nothing comes in.
    edits : tuple of Edit
        Changes of the profile.
    """

    weekly: Mapping[str, float] = field(default_factory=dict)
    start: int | None = None
    off: frozenset[int] = frozenset()
    edits: tuple[Edit, ...] = ()


def monday_of(day: int) -> int:
    """Day number of the Monday of a day's week."""
    return day - (day + 3) % 7


def phases(scenario: Scenario, day: int, last: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """On which days the habits as now are kept up, and on which those of the scenario; on a day off neither.

    Parameters
    ----------
    scenario : Scenario
        What is meant to be done.
    day, last : int
        Day numbers: looked ahead from, and up to.

    Returns
    -------
    before, own : (last - day,) bool
        Of the days after `day`.
    """
    ahead = day + 1 + np.arange(last - day)
    begun = ahead >= (day + 1 if scenario.start is None else scenario.start)
    off = np.isin(ahead - (ahead + 3) % 7, list(scenario.off))
    return ~begun, begun & ~off


def weeks_of(scenario: Scenario, day: int, last: int) -> tuple[Floats, Floats]:
    """Weeks during which the habits as now, and those of the scenario, have been kept up.

    Parameters
    ----------
    scenario, day, last
        As for :func:`phases`.

    Returns
    -------
    before, own : (last - day + 1,) float64
        Weeks from `day` to the end of each day.
    """
    before, own = phases(scenario, day, last)
    return weeks_until(before), weeks_until(own)


def weeks_until(on: NDArray[np.bool_]) -> Floats:
    """(D + 1,) weeks that the first 0, 1, ... D days hold of those that are marked."""
    out: Floats = np.concatenate(([0.0], np.cumsum(on) / 7))
    return out


def since(scenario: Scenario, member: Member, day: int, ahead: Days, window: int) -> NDArray[np.int64]:
    """(T, K) day, counted from `day`, after which what is done counts on each of the days ahead.

    Parameters
    ----------
    scenario : Scenario
        Its edits of the profile start a stock anew, and hold the level of any other signal.
    member : Member
        Whether there is a seat.
    day : int
        Day number looked ahead from.
    ahead : (T,) int64
        Days counted from `day`.
    window : int
        Look-back window in days.
    """
    out = np.where(_WINDOW, np.maximum(ahead - window, 0)[:, None], 0)
    leads = INDEX["leads_saved"]
    for edit in sorted(scenario.edits, key=lambda e: e.on):
        after = ahead >= edit.on - day
        if edit.field in INDEX:
            k = INDEX[edit.field]
            out[after, k] = max(edit.on - 1 - day, 0) if _STOCK[k] else ahead[after]
        elif edit.field == "seat" and edit.value:
            out[after, leads] = np.maximum(out[after, leads], edit.on - 1 - day)
    out[~_seated(scenario, member, day, ahead), leads] = ahead[~_seated(scenario, member, day, ahead)]
    return out


def _seated(scenario: Scenario, member: Member, day: int, ahead: Days) -> NDArray[np.bool_]:
    out = np.full(len(ahead), member.seat)
    for edit in sorted(scenario.edits, key=lambda e: e.on):
        if edit.field == "seat":
            out[ahead >= edit.on - day] = bool(edit.value)
    return out


def edited(scenario: Scenario, member: Member, day: int, ahead: Days, window: int) -> tuple[Floats, Floats]:
    """What edits of the profile make of the levels.

    Parameters
    ----------
    scenario, member, day, ahead, window
        As for :func:`since`.

    Returns
    -------
    level : (T, K) float64
        The level from which new activity is counted; NaN where nothing was edited.
    more : (T,) float64
        What is added to the share of the checklist.
    """
    level, more = np.full((len(ahead), len(INDEX)), np.nan), np.zeros(len(ahead))
    typical = SIGNALS[INDEX["profile_completeness"]].typical
    stands = {**member.profile.checklist, **member.stated.checklist}
    items = {item: float(stands.get(item, typical)) for item in CHECKLIST_WEIGHTS}
    for edit in sorted(scenario.edits, key=lambda e: e.on):
        after = ahead >= edit.on - day
        if edit.field in items:
            more[after] += CHECKLIST_WEIGHTS[edit.field] * (edit.value - items[edit.field])
            items[edit.field] = edit.value
        elif edit.field in INDEX:
            k = INDEX[edit.field]
            level[after, k] = edit.value * (window / WINDOW if _WINDOW[k] else 1.0)
            if edit.field == "profile_completeness":
                more[after] = 0.0
    lost = ~_seated(scenario, member, day, ahead)
    level[lost, INDEX["leads_saved"]] = 0.0
    return level, more


def remaining(member: Member, levels: Levels, ahead: Days, window: int) -> tuple[Floats, Floats]:
    """What is left of today's levels on the days ahead, were nothing more done.

    Parameters
    ----------
    member : Member
        Whose files.
    levels : Levels
        Levels of one day for that window, (1, K).
    ahead : (T,) int64
        Days counted from it.
    window : int
        Look-back window in days.

    Returns
    -------
    left : (T, K) float64
        Levels of window signals that files or a weekly log count, each day leaving as it was; NaN for all others.
    even : (T, K) float64
        Share of the level that is left of any other signal: what is known only as a level ages out evenly.
    """
    day = int(levels.days[0])
    even = np.where(_WINDOW, np.maximum(1 - ahead / window, 0.0)[:, None], 1.0)
    left = np.full(even.shape, np.nan)
    for k, acts in _dated(member, levels, window).items():
        count, covered = acts.between(day - window + 1, day)
        # A day of which nothing speaks counts as the others do on average, as in the level itself.
        daily = count + ~covered * (count.sum() / max(int(covered.sum()), 1))
        rest = np.concatenate((np.cumsum(daily[::-1])[::-1], [0.0]))
        left[:, k] = np.maximum(rest[np.minimum(ahead, window)], 0.0)
    return left, even


def _dated(member: Member, levels: Levels, window: int) -> dict[int, Dated]:
    # By signal, the days behind its level: of the files, or of a weekly log where that is what counts.
    out, log = {}, logged_acts(member)
    said = {*member.stated.signals, *member.stated.answers}
    for k in np.flatnonzero(_WINDOW):
        key, code = SIGNALS[k].key, levels.provenance[0, k]
        acts = dated_acts(member.activity, key) if code in (MEASURED, PROXY) else None
        if code == SELF_REPORTED and key not in said:
            acts = log.get(key)
            # Fewer days of a log are not used, and a habit that was answered is.
            if acts is not None and acts.sums(levels.days, window)[1][0] < LEAST_LOGGED:
                acts = None
        if acts is not None:
            out[int(k)] = acts
    return out


def dispersion(member: Member, day: int) -> tuple[Floats, Floats]:
    """How unevenly things come in from week to week.

    Parameters
    ----------
    member : Member
        Whose files.
    day : int
        Day number; the 13 weeks that end on it are looked at.

    Returns
    -------
    phi : (K,) float64
        Variance of a week's count over its mean, shrunk to :data:`DISPERSION`.
    weeks : (K,) float64
        Weeks that rates were counted over, 1 to 13.
    """
    phi = np.array([OTHER_DISPERSION.get(s.key, DISPERSION) for s in SIGNALS])
    weeks = np.full(len(SIGNALS), RECENT_DAYS / 7)
    for k, signal in enumerate(SIGNALS):
        names = WINDOW_INPUTS.get(signal.key, (STOCK_INPUTS.get(signal.key, signal.key),))
        acts = dated_inputs(member.activity, names)
        if acts is None:
            continue
        count, covered = (part.reshape(-1, 7).sum(1) for part in acts.between(day - RECENT_DAYS + 1, day))
        full = count[covered == 7]
        weeks[k] = max(covered.sum() / 7, 1.0) if covered.any() else weeks[k]
        if len(full) > 1 and full.mean() > 0:
            surprise = ((full - full.mean()) ** 2).sum() / full.mean()
            phi[k] = (surprise + DISPERSION_WEEKS * phi[k]) / (len(full) - 1 + DISPERSION_WEEKS)
    return np.maximum(phi, LEAST_DISPERSION), weeks
