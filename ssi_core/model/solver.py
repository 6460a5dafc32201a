"""Solves a programme by HiGHS, through ``scipy.optimize.milp``, which is imported when it is used.

The least of some lines, and the least of a sum and 25, are plain constraints, because more points are never worse.
Greedy would not be exact, since one habit feeds several capped signals.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.programme import Programme, Whole

Floats = NDArray[np.float64]

#: Relative gaps at which the solver stops: 10 seconds in three hours, two hundredths of a point in 60. And the nodes it
#: may look at: a bound on work, not on time, so that one input has one answer.
GAP_MINUTES, GAP_POINTS, NODES = 1e-3, 3e-4, 3000
#: Share of all the minutes below which an action may be taken for divisible: it is made whole afterwards, which costs
#: less than the solver's own gap, and the solver is five times as fast.
FINE = 3e-3


class Solver:
    """A programme, ready to be solved for any target or limit.

    Parameters
    ----------
    of : Programme
        What may be done, what it takes and what it brings.
    """

    def __init__(self, of: Programme) -> None:
        self.of = of
        # Columns: actions (H, whole); the measure of liveliness; notes beyond the free ones, and whether there are any;
        # points by signal; points by pillar; whether a pillar that may sink below 0 does; and for habits that are to be
        # even, the actions within the window (whole), and whether there are so many that they need not be.
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
        self._switches = [c for c in (self._any, *range(sinks, sinks + pillars)) if self._upper[c] > 0]
        for i, h in enumerate(bound):
            self._even_rows(int(h), sinks + pillars + 2 * i)

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
        best: Whole | None = None
        for least, ways in self._ordered(target, None):
            if minutes is not None and least > minutes * (1 + GAP_MINUTES):
                break
            if best is not None and least >= self.of.takes(best):
                break
            found = self._solve(target, None, ways, self._coarse(least))
            if found is None:
                continue
            up: Whole = np.ceil(found - 1e-6).astype(np.int64)
            if minutes is not None and self.of.takes(up) > minutes * (1 + 1e-12):
                # What was rounded up has gone over a limit that whole numbers may keep to.
                found = self._solve(target, minutes, ways, np.ones(len(up), np.bool_))
                if found is None:
                    continue
                up = np.rint(found).astype(np.int64)
            if best is None or self.of.takes(up) < self.of.takes(best):
                best = up
        return best

    def _ordered(self, target: float | None, minutes: float | None) -> list[tuple[float, tuple[int, ...]]]:
        # The ways to set the switches, and the bound that divisible actions give for each, the most promising first.
        # Left to the solver, the switches make it ten times as slow, since they are worth little until they are whole.
        out = []
        for ways in itertools.product((0, 1), repeat=len(self._switches)):
            found = self._solve(target, minutes, ways, None)
            if found is not None:
                out.append((float(self.of.takes(found)) if minutes is None else -float(self.of.points(found)), ways))
        return sorted(out)

    def _coarse(self, minutes: float) -> NDArray[np.bool_]:
        # Habits whose actions must be whole from the start, where all of it takes so many minutes.
        out = self.of.minutes > FINE * minutes
        if self.of.even is not None:
            out[self.of.even.bound] = True
        return out

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
        best, most = np.zeros(len(self.of.minutes), np.int64), -np.inf
        for bound, ways in self._ordered(None, minutes):
            if -bound <= most * (1 + GAP_POINTS):
                break
            found = self._solve(None, minutes, ways, self._coarse(minutes))
            if found is not None:
                down = self._filled(np.floor(found + 1e-6).astype(np.int64), minutes)
                points = float(self.of.points(down))
                best, most = (down, points) if points > most else (best, most)
        return best

    def _filled(self, actions: Whole, minutes: float) -> Whole:
        # What rounding down left of the minutes goes to what brings most a minute.
        each = np.eye(len(actions), dtype=np.int64)
        while True:
            more = actions + each
            fits = self.of.allows(more) & (self.of.takes(more) <= minutes * (1 + 1e-12))
            gain = np.where(fits, (self.of.points(more) - self.of.points(actions)) / self.of.minutes, 0.0)
            best = int(np.argmax(gain))
            if gain[best] <= 1e-9:
                return actions
            actions = more[best]

    def _row(self, high: float, *parts: tuple[int | slice, float | Floats]) -> None:
        # The sum of the parts, each a column or some and what they are taken times, is at most so high.
        row = np.zeros(self._size)
        for at, value in parts:
            row[at] = value
        self._rows.append(row)
        self._high.append(high)

    def _signal_rows(self, k: int) -> None:
        of, lines = self.of, self.of.lines[k]
        assert lines is not None
        signal, actions = (self._signal[k], 1.0), slice(0, len(of.minutes))
        for slope, offset in zip(lines.slope, lines.offset, strict=True):
            if of.notes is not None and of.notes.fed == k:
                self._row(offset, signal, (self._beyond, -slope))
            else:
                gives = 0.0 if of.lively is None else of.lively.gives[k]
                self._row(offset, signal, (actions, -slope * of.feeds[:, k]), (self._live, -slope * gives))

    def _pillar_rows(self, p: int, sinks: int, signals: list[int]) -> None:
        of = self.of
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
        lively = self.of.lively
        if lively is None or not lively.each.any():
            self._upper[self._live] = 0
            return
        self._row(0.0, (slice(0, len(lively.each)), -lively.each), (self._live, 1.0))

    def _notes_rows(self) -> None:
        of, notes = self.of, self.of.notes
        if notes is None:
            self._upper[[self._beyond, self._any]] = 0
            return
        most = float(max(of.most[notes.note] - notes.free, 0.0))
        self._upper[self._beyond] = most
        self._row(0.0, (notes.note, -1.0), (self._beyond, 1.0), (self._any, notes.free))
        self._row(0.0, (self._beyond, 1.0), (self._any, -most))
        self._row(0.0, (notes.note, 1.0), (notes.invite, -1.0))

    def _even_rows(self, h: int, inside: int) -> None:
        even, many = self.of.even, inside + 1
        assert even is not None
        off, share, enough = float(even.off[h]), even.share, float(even.free[h])
        self._upper[many] = float(enough <= self.of.most[h])
        self._row(off, (inside, 1.0), (h, -share), (many, -0.5))
        self._row(off, (inside, -1.0), (h, share), (many, -0.5))
        self._row(0.0, (h, -1.0), (many, enough))

    def _solve(
        self, target: float | None, minutes: float | None, ways: tuple[int, ...], whole: NDArray[np.bool_] | None
    ) -> Floats | None:
        # The fewest minutes for a target; without one, the most points; with the switches set. Of the actions some are
        # to be whole; where that is not said, nothing at all is.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array

        of, rows, high = self.of, [*self._rows], [*self._high]
        spent, total = np.zeros(self._size), np.zeros(self._size)
        spent[: len(of.minutes)], total[self._pillars] = of.minutes, 1
        lower, upper = self._lower.copy(), self._upper.copy()
        lower[self._switches] = upper[self._switches] = ways
        if minutes is not None:
            rows.append(spent)
            high.append(minutes)
        if target is not None:
            rows.append(-total)
            high.append(-target)
        found = milp(
            -total if target is None else spent,
            integrality=np.zeros(self._size) if whole is None else np.concatenate((whole, self._whole[len(whole) :])),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(csc_array(np.array(rows)), -np.inf, np.array(high)),
            options={"mip_rel_gap": GAP_POINTS if target is None else GAP_MINUTES, "node_limit": NODES},
        )
        if found.x is None:
            return None
        out: Floats = np.maximum(found.x[: len(of.minutes)], 0.0)
        return out
