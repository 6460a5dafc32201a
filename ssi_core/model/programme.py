"""The plan as a small programme: whole actions, what they take, and a concave score that they add up to.

A signal's points are concave in what is added to its level, so they are the least of some lines; a pillar is the sum of
its signals' points, at most 25. :mod:`ssi_core.model.solver` solves it.

Source: MODEL, section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """A concave function as the least of some lines.

    Attributes
    ----------
    slope, offset : (J,) float64
        Of each line.
    """

    slope: Floats
    offset: Floats

    def at(self, x: Floats) -> Floats:
        """The function's value, the shape of `x`."""
        out: Floats = (np.asarray(x, np.float64)[..., None] * self.slope + self.offset).min(-1)
        return out

    def steepness(self, x: float) -> float:
        """Slope of the line that is the least at `x`; of two, the flatter one."""
        value = self.slope * x + self.offset
        return float(self.slope[value <= value.min() + 1e-9].min())


@dataclass(frozen=True)
class Liveliness:
    """What others give by themselves: as much as comes in now, in proportion to the effort, at most as now.

    Attributes
    ----------
    gives : (K,) float64
        What comes in of each signal at the full measure.
    each : (H,) float64
        Share of the full measure that one action makes; 0 throughout where nothing is done now.
    """

    gives: Floats
    each: Floats


@dataclass(frozen=True)
class Notes:
    """Notes on invitations: each needs one to stand on, and the first ones change nothing.

    Attributes
    ----------
    note, invite : int
        Rows of the two habits.
    free : float
        Notes that change nothing, since as many are written now.
    fed : int
        Column of the signal that depends on the notes beyond those.
    """

    note: int
    invite: int
    free: float
    fed: int


@dataclass(frozen=True)
class Evenness:
    """How near to its even share the last window's part of a habit must be to a whole number.

    An article every five weeks puts two or three into the window, where the even rate has two and a half: too far off
    for a plan that is to give what it promises. Where an action weighs less, whole ones come near enough by themselves.

    Attributes
    ----------
    share : float
        Share of a habit's actions that falls into the window, in (0, 1].
    off : (H,) float64
        How many actions a habit may be off; 0.5 and more is no restraint.
    free : (H,) int64
        Actions from which on a habit is under no restraint, since one more or less then weighs little.
    """

    share: float
    off: Floats
    free: Whole

    @property
    def bound(self) -> Whole:
        """Habits that are restrained."""
        return np.flatnonzero((self.off < 0.5) & (self.share < 1))

    def holds(self, actions: Whole) -> NDArray[np.bool_]:
        """(..., H) whether so many actions, (..., H), put a whole number into the window, or nearly so."""
        inside = actions * self.share
        near = np.abs(inside - np.rint(inside)) <= self.off + 1e-9
        return np.asarray(near | (actions >= self.free) | (self.share >= 1), np.bool_)


@dataclass(frozen=True)
class Programme:
    """What may be done, what it takes and what it brings.

    Attributes
    ----------
    minutes : (H,) float64
        What one action takes, > 0.
    most : (H,) int64
        Whole actions at most.
    feeds : (H, K) float64
        What one action adds to each signal's level.
    lines : sequence of Lines or None
        Points of each signal by what was added; None where nothing moves it.
    pillar : (K,) int64
        Which of the P pillars a signal belongs to.
    base : (P,) float64
        Points of each pillar that no signal with lines accounts for; may be below 0.
    cap : float
        Most points of a pillar.
    lively : Liveliness or None
        What others give by themselves.
    notes : Notes or None
        The one habit that leans on another.
    even : Evenness or None
        What whole actions must come near to.
    """

    minutes: Floats
    most: Whole
    feeds: Floats
    lines: Sequence[Lines | None]
    pillar: Whole
    base: Floats
    cap: float = 25.0
    lively: Liveliness | None = None
    notes: Notes | None = None
    even: Evenness | None = None

    def added(self, actions: Floats | Whole) -> Floats:
        """(..., K) what so many actions, (..., H), add to each signal."""
        done = np.asarray(actions, np.float64)
        out: Floats = done @ self.feeds
        if self.lively is not None:
            out = out + np.minimum(done @ self.lively.each, 1.0)[..., None] * self.lively.gives
        if self.notes is not None:
            beyond = np.minimum(done[..., self.notes.note], np.maximum(done[..., self.notes.invite], self.notes.free))
            out[..., self.notes.fed] = np.maximum(beyond - self.notes.free, 0.0)
        return out

    def points(self, actions: Floats | Whole) -> Floats:
        """(...,) points of so many actions, (..., H)."""
        added = self.added(actions)
        pillars = np.broadcast_to(self.base, (*added.shape[:-1], len(self.base))).copy()
        for k, lines in enumerate(self.lines):
            if lines is not None:
                pillars[..., self.pillar[k]] += lines.at(added[..., k])
        total: Floats = np.clip(pillars, 0.0, self.cap).sum(-1)
        return total

    def takes(self, actions: Floats | Whole) -> Floats:
        """(...,) minutes of so many actions, (..., H)."""
        out: Floats = np.asarray(actions, np.float64) @ self.minutes
        return out

    def allows(self, actions: Whole) -> NDArray[np.bool_]:
        """(...,) whether so many actions, (..., H), are evenly within the ceilings, and each note has an invitation."""
        within = ((actions >= 0) & (actions <= self.most)).all(-1)
        if self.notes is not None:
            within &= actions[..., self.notes.note] <= actions[..., self.notes.invite]
        if self.even is not None:
            within &= self.even.holds(actions).all(-1)
        return np.asarray(within, np.bool_)
