"""What one action of a habit brings from others: learnt from the member's own year, shrunk to the assumption.

The history has the weight of its own actions, the assumption that of a few.

Source of the weights: own choice; a member's posts differ so much among themselves that four of them say about as much
as knowing nothing of the member.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.acts import dated_inputs
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.history import MEASURED, PROXY, Levels
from ssi_core.model.signals import INDEX, SIGNALS

Floats = NDArray[np.float64]

#: Days from which what an action brings is learnt (a year), and days of them that files must speak of.
LEARNT_DAYS = 364
LEAST_DAYS = 45
#: Weight of the assumption: posts, invitations that were accepted, endorsements given, searches.
PRIOR_POSTS, PRIOR_ACCEPTED, PRIOR_ENDORSED, PRIOR_SEARCHES = 4, 10, 10, 20

_CONTENT = ("post", "article", "repost")
_BY_KEY = {h.key: h for h in HABITS}


@dataclass(frozen=True)
class Yield:
    """What one action of a habit adds to a signal through others.

    Attributes
    ----------
    habit, signal : str
        Keys.
    each : float
        On average, in the signal's own unit; what is used.
    assumed : float
        What would be used of a member without history.
    learnt : bool
        Whether the member's own history has more say in it than the assumption.
    """

    habit: str
    signal: str
    each: float
    assumed: float
    learnt: bool

    @property
    def words(self) -> str:
        """``to write a post adds 18.2 to Engagement received, as your own last year shows``."""
        source = "as your own last year shows" if self.learnt else "our assumption"
        label = SIGNALS[INDEX[self.signal]].label
        return f"to {_BY_KEY[self.habit].label} adds {self.each:.2g} to {label}, {source}"


def effects(found: tuple[Yield, ...]) -> Floats:
    """(H, K) what one action of a habit adds to a signal's level, given what habits bring from others."""
    each = np.zeros((len(HABITS), len(INDEX)))
    for h, habit in enumerate(HABITS):
        for key, adds in habit.feeds.items():
            each[h, INDEX[key]] = adds
    for one in found:
        each[HABIT_KEYS.index(one.habit), INDEX[one.signal]] = one.each
    return each


def yields(member: Member, levels: Levels, at: Floats) -> tuple[Yield, ...]:
    """What one action of each habit brings from others.

    Parameters
    ----------
    member : Member
        Whose.
    levels : Levels
        Levels of one day, (1, K); nothing after that day is looked at.
    at : (K,) float64
        The same without a gap, as :func:`ssi_core.model.score.standing` gives them.
    """
    day = int(levels.days[0])
    return (
        *_from_content(member, day, "engagement_received"),
        *_from_content(member, day, "followers_gained"),
        *_from_invitations(member, levels, at),
        _plain("ask_recommendation", "recommendations_received"),
        _per_action(member, day, "endorse", "endorsements_received", PRIOR_ENDORSED),
        _per_action(member, day, "search", "profile_views_made", PRIOR_SEARCHES),
    )


def _plain(habit: str, signal: str) -> Yield:
    assumed = {**_BY_KEY[habit].feeds, **_BY_KEY[habit].brings}[signal]
    return Yield(habit, signal, assumed, assumed, False)


def year(member: Member, day: int, *inputs: str) -> tuple[Floats, ...] | None:
    """Counts of the last year's days of which files speak for every one of some daily inputs.

    Parameters
    ----------
    member : Member
        Whose.
    day : int
        Day number; the year ends on it.
    *inputs : str
        Daily inputs.

    Returns
    -------
    tuple of (d,) float64, or None
        One an input; None where the days are fewer than :data:`LEAST_DAYS`.
    """
    told = [acts for name in inputs if (acts := dated_inputs(member.activity, [name])) is not None]
    if len(told) < len(inputs):
        return None
    held = [acts.between(day - LEARNT_DAYS + 1, day) for acts in told]
    both = np.logical_and.reduce([covered for _, covered in held])
    return tuple(count[both] for count, _ in held) if both.sum() >= LEAST_DAYS else None


def _from_content(member: Member, day: int, signal: str) -> tuple[Yield, ...]:
    # One factor for all that is published: how much more it brings than assumed.
    factor, weight, prior = 1.0, 0.0, PRIOR_POSTS * _BY_KEY["post"].brings[signal]
    bring = [h for h in _CONTENT if signal in _BY_KEY[h].brings]
    counted = [h for h in bring if _BY_KEY[h].counted_in in member.activity.counts]
    held = year(member, day, signal, *(_BY_KEY[h].counted_in for h in counted)) if counted else None
    if held is not None:
        expected = sum(_BY_KEY[h].brings[signal] * float(n.sum()) for h, n in zip(counted, held[1:], strict=True))
        factor = (max(float(held[0].sum()), 0.0) + prior) / (expected + prior)
        weight = expected / (expected + prior)
    return tuple(
        Yield(h, signal, factor * _BY_KEY[h].brings[signal], _BY_KEY[h].brings[signal], weight >= 0.5) for h in bring
    )


def _from_invitations(member: Member, levels: Levels, at: Floats) -> tuple[Yield, ...]:
    # As many as are accepted; of the new connections the share that is senior, or that the member looks for.
    accepted = min(float(at[INDEX["invite_acceptance"]]), 1.0)
    known = levels.provenance[0, INDEX["invite_acceptance"]] in (MEASURED, PROXY)
    typical = SIGNALS[INDEX["invite_acceptance"]].typical * SIGNALS[INDEX["invite_acceptance"]].enough
    seniors = float(at[INDEX["senior_connections"]]) / max(float(at[INDEX["connections"]]), 1.0)
    assumed = min(seniors, 1.0)
    out = [Yield("invite", "connections", accepted, typical, known)]
    for signal, series in (("right_people_added", "right_people_added"), ("senior_connections", "senior_added")):
        share, weight = assumed, 0.0
        held = year(member, int(levels.days[0]), series, "connections_added")
        if held is not None:
            right, new = float(held[0].sum()), float(held[1].sum())
            share = min((right + assumed * PRIOR_ACCEPTED) / (new + PRIOR_ACCEPTED), 1.0)
            weight = new / (new + PRIOR_ACCEPTED)
        out.append(Yield("invite", signal, accepted * share, typical * assumed, weight >= 0.5))
    return tuple(out)


def _per_action(member: Member, day: int, habit: str, signal: str, prior: int) -> Yield:
    # So many an action, at most one: what comes in beyond that comes by itself.
    plain = _plain(habit, signal)
    held = year(member, day, signal, _BY_KEY[habit].counted_in)
    if held is None:
        return plain
    got, done = float(held[0].sum()), float(held[1].sum())
    each = min((got + plain.assumed * prior) / (done + prior), 1.0)
    return Yield(habit, signal, each, plain.assumed, done >= prior)
