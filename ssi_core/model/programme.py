"""The plan as a small mixed-integer programme: whole actions, what they take, and a concave score they add up to.

A signal's points are concave in what comes in a week, so they are the least of some lines; a pillar is the sum of its
signals' points, at most 25. Both are plain constraints, because more points are never worse. Solved by HiGHS through
``scipy.optimize.milp``, which is imported when it is used.

Source: MODEL, section 5. Greedy is not exact, since one habit feeds several capped signals.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

#: Relative gaps at which the solver stops: 10 seconds in three hours, two hundredths of a point in 60. And the nodes it
#: may look at: a bound on work, not on time, so that one input has one answer.
GAP_MINUTES, GAP_POINTS, NODES = 1e-3, 3e-4, 3000


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

    def cheapest(self, target: float, minutes: float | None = None) -> Whole | None:
        """Whole actions that reach a target in the fewest minutes.

        Parameters
        ----------
        target : float
            Points.
        minutes : float, optional
            Most minutes.

        Returns
        -------
        (H,) int64 or None
            None where the target is out of reach.
        """
        # The fewest minutes are within a limit, or none are: without it as a row, the solver is faster.
        found = self._system.solve(target, None)
        over = found is not None and minutes is not None and self.takes(found) > minutes * (1 + 1e-12)
        return self._system.solve(target, minutes) if over else found

    def richest(self, minutes: float) -> Whole:
        """Whole actions that bring the most points in so many minutes.

        Parameters
        ----------
        minutes : float
            Most minutes, >= 0.

        Returns
        -------
        (H,) int64
            Of none where no action fits.
        """
        best = self._system.solve(None, minutes)
        return np.zeros(len(self.minutes), np.int64) if best is None else best

    @functools.cached_property
    def _system(self) -> _System:
        return _System(self)


class _System:
    # Columns: actions (H, whole), the measure of liveliness, notes beyond the free ones and whether there are any (0 or
    # 1), points by signal, points by pillar, for pillars that may sink below 0 whether they stay there (0 or 1), and of
    # habits that are to be even the actions within the window (whole) and whether there are enough not to be (0 or 1).
    def __init__(self, of: Programme) -> None:
        self._of = of
        actions, pillars = len(of.minutes), len(of.base)
        moving = [k for k, lines in enumerate(of.lines) if lines is not None]
        bound = () if of.even is None else of.even.bound
        self._size = actions + 3 + len(moving) + 2 * pillars + 2 * len(bound)
        self._rows: list[Floats] = []
        self._high: list[float] = []
        self._live, self._beyond, self._any = actions, actions + 1, actions + 2
        self._signal = {k: actions + 3 + i for i, k in enumerate(moving)}
        self._pillars = slice(actions + 3 + len(moving), actions + 3 + len(moving) + pillars)
        sinks = self._pillars.stop
        self._upper = np.full(self._size, np.inf)
        self._lower = np.zeros(self._size)
        self._upper[:actions] = of.most
        self._upper[[self._live, self._any]] = 1.0
        self._upper[self._pillars] = of.cap
        self._whole = np.zeros(self._size)
        self._whole[[*range(actions), self._any, *range(sinks, self._size)]] = 1
        for k in moving:
            self._signal_rows(k)
        for p in range(pillars):
            self._pillar_rows(p, sinks + p, [k for k in moving if of.pillar[k] == p])
        self._lively_rows()
        self._notes_rows()
        for i, h in enumerate(bound):
            self._even_rows(int(h), sinks + pillars + 2 * i)

    def _row(self, high: float, *parts: tuple[int | slice, float | Floats]) -> None:
        # The sum of the parts, each a column or some and what they are taken times, is at most so high.
        row = np.zeros(self._size)
        for at, value in parts:
            row[at] = value
        self._rows.append(row)
        self._high.append(high)

    def _signal_rows(self, k: int) -> None:
        of, lines = self._of, self._of.lines[k]
        assert lines is not None
        signal, actions = (self._signal[k], 1.0), slice(0, len(of.minutes))
        for slope, offset in zip(lines.slope, lines.offset, strict=True):
            if of.notes is not None and of.notes.fed == k:
                self._row(offset, signal, (self._beyond, -slope))
            else:
                gives = 0.0 if of.lively is None else of.lively.gives[k]
                self._row(offset, signal, (actions, -slope * of.feeds[:, k]), (self._live, -slope * gives))

    def _pillar_rows(self, p: int, sinks: int, signals: list[int]) -> None:
        of = self._of
        least = of.base[p] + sum(float(lines.at(np.zeros(1))[0]) for k in signals if (lines := of.lines[k]) is not None)
        pillar, parts = (self._pillars.start + p, 1.0), [(self._signal[k], -1.0) for k in signals]
        if least >= 0:
            self._upper[sinks] = 0
            self._row(of.base[p], pillar, *parts)
        else:
            # Clipped at 0: a pillar that would lie below counts 0, and then no more.
            self._row(of.base[p], pillar, *parts, (sinks, least))
            self._row(of.cap, pillar, (sinks, of.cap))

    def _lively_rows(self) -> None:
        lively = self._of.lively
        if lively is None or not lively.each.any():
            self._upper[self._live] = 0
            return
        self._row(0.0, (slice(0, len(lively.each)), -lively.each), (self._live, 1.0))

    def _notes_rows(self) -> None:
        of, notes = self._of, self._of.notes
        if notes is None:
            self._upper[[self._beyond, self._any]] = 0
            return
        most = float(max(of.most[notes.note] - notes.free, 0.0))
        self._upper[self._beyond] = most
        self._row(0.0, (notes.note, -1.0), (self._beyond, 1.0), (self._any, notes.free))
        self._row(0.0, (self._beyond, 1.0), (self._any, -most))
        self._row(0.0, (notes.note, 1.0), (notes.invite, -1.0))

    def _even_rows(self, h: int, inside: int) -> None:
        even, many = self._of.even, inside + 1
        assert even is not None
        off, share, enough = float(even.off[h]), even.share, float(even.free[h])
        self._upper[many] = float(enough <= self._of.most[h])
        self._row(off, (inside, 1.0), (h, -share), (many, -0.5))
        self._row(off, (inside, -1.0), (h, share), (many, -0.5))
        self._row(0.0, (h, -1.0), (many, enough))

    def solve(self, target: float | None, minutes: float | None) -> Whole | None:
        # The fewest minutes for a target; without one, the most points.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array

        of, rows, high = self._of, [*self._rows], [*self._high]
        spent, total = np.zeros(self._size), np.zeros(self._size)
        spent[: len(of.minutes)], total[self._pillars] = of.minutes, 1
        if minutes is not None:
            rows.append(spent)
            high.append(minutes)
        if target is not None:
            rows.append(-total)
            high.append(-target)
        found = milp(
            -total if target is None else spent,
            integrality=self._whole,
            bounds=Bounds(self._lower, self._upper),
            constraints=LinearConstraint(csc_array(np.array(rows)), -np.inf, np.array(high)),
            options={"mip_rel_gap": GAP_POINTS if target is None else GAP_MINUTES, "node_limit": NODES},
        )
        if found.x is None:
            return None
        out: Whole = np.rint(found.x[: len(of.minutes)]).astype(np.int64)
        return out
