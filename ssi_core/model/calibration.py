"""Official readings move the estimate and narrow its interval.

One linear (Kalman, kriging) update of what the ensemble predicts, jointly for the four pillars and any days: with A
the predictions at the readings and B those at the wanted days, ``B + cov(B, A) (cov(A, A) + R)^-1 (d + e - A)``. The
headline is the table's score moved by the same gain times how far the table was off at the readings; the draws are
centred on it, clipped pillar by pillar, and their percentiles are the interval. Without readings the same holds with
nothing to move by. Readings fix the level; they teach next to nothing about the weights.

Every reading informs every day, those before it too; only a break stands between them.

Source of the numbers: MODEL, section 4 (own simulations, ``benchmarks/calibration_study.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member, Reading
from ssi_core.model.copula import copula
from ssi_core.model.ensemble import SEED, ensemble, fill_of
from ssi_core.model.estimate import Ahead, Doubt, Estimate, Intervals, bands
from ssi_core.model.history import Levels, levels_on
from ssi_core.model.observations import PILLAR_SD, observations
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX
from ssi_core.model.table import Model
from ssi_core.model.unexplained import covariance, paths

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

#: Weight, in figures, of the prior that the model's own spread is right; readings further off than it says widen the
#: interval, as the posterior of a Student process does.
SPREAD_PRIOR = 4.0
#: Readings from which on the leave-one-out error is told.
LEAST_LEFT_OUT = 3

_DAYS_AT_ONCE = 64
_P = len(PILLAR_KEYS)


class Calibration:
    """A member's readings against what the ensemble says of their days.

    Attributes
    ----------
    member : Member
        Whose.
    model : Model
        The table.
    seen : Observations
        The readings; without any, the estimate is the table's own.
    """

    def __init__(self, member: Member, model: Model, readings: Sequence[Reading]) -> None:
        self.member, self.model = member, model
        self.seen = observations(readings)
        self._drawn, self._known = ensemble(model), copula(model)
        self._gains: dict[int, Floats] = {}
        self._days: dict[int, tuple[Floats, Floats, Floats, dict[int, Levels]]] = {}
        seen, size = self.seen, len(self._drawn.window)
        self._paths = paths(seen.days, seen.breaks, size, SEED + 1)
        noise = np.random.default_rng([SEED, 2]).standard_normal((len(seen.values), size)).T * seen.sd
        # Without readings the draws are other ones than beside readings, so that the raw interval is always the same.
        self._free = paths(seen.days[:0], (), size, SEED + 1)
        self._table, structure = np.zeros((0, _P)), np.zeros((0, size, _P))
        if self.calibrated:
            self._table, structure, *_ = self._predicted(seen.days)
        self._structure = _flat(structure)
        # Of every draw: how far the figures, each with its own jitter, lie from what the draw says.
        self._off = seen.values + noise - (self._structure + self._paths.drawn) @ seen.rows.T
        spread = _covariance(self._structure, self._structure) + covariance(seen.days, seen.days, seen.breaks)
        self._spread = seen.rows @ spread @ seen.rows.T + np.diag(seen.sd**2)
        self._residual = seen.values - seen.rows @ self._table.ravel()
        surprise = float(self._residual @ np.linalg.solve(self._spread, self._residual)) if self.calibrated else 0.0
        self._widen = math.sqrt(max(1.0, (SPREAD_PRIOR + surprise) / (SPREAD_PRIOR + len(seen.values))))
        # What the page shows jitters from day to day, and it is the page that an interval is held against.
        self._jitter = PILLAR_SD * np.random.default_rng([SEED, 3]).standard_normal((size, _P))

    def _predicted(self, days: Days) -> tuple[Floats, Floats, Floats, dict[int, Levels]]:
        # The table's pillars (N, 4), every model's (N, M, 4), the fill, and the levels that they were made of.
        levels = {w: levels_on(self.member, self.model, days, w) for w in self._drawn.windows(self.model)}
        own = levels[self.model.window]
        fill = fill_of(own, self.model)
        return (
            pillars_of(own.values, self.model, fill),
            self._drawn.pillars(self.model, levels, self._known),
            fill,
            levels,
        )

    def _gain(self, days: Days, structure: Floats) -> Floats:
        # (4 N, O): points of a pillar on a day for a point that a figure lies off.
        seen = self.seen
        cross = _covariance(_flat(structure), self._structure) + covariance(days, seen.days, seen.breaks)
        return np.asarray(np.linalg.solve(self._spread, seen.rows @ cross.T).T, np.float64)

    @property
    def calibrated(self) -> bool:
        """Whether there is any reading to move the estimate."""
        return bool(len(self.seen.values))

    def reading_days(self) -> list[int]:
        """Day numbers of the readings that count, oldest first; two of one day are two."""
        figures = self.seen.rows.argmax(1) // _P if self.calibrated else np.zeros(0, np.int64)
        return [int(self.seen.days[figures[self.seen.reading == i][0]]) for i in range(self._number)]

    @property
    def _number(self) -> int:
        return int(self.seen.reading.max(initial=-1)) + 1

    def estimate(self, days: Days) -> Estimate:
        """The estimate of N days; a day's does not depend on the days asked for with it.

        Parameters
        ----------
        days : (N,) int64
            Day numbers, before, between or after the readings.
        """
        whole = [self._block(days[i : i + _DAYS_AT_ONCE]) for i in range(0, len(days), _DAYS_AT_ONCE)]
        values, codes, *rest = (np.concatenate(part) for part in zip(*whole, strict=True))
        fill, table, moved, *bands = rest
        raw, own = Intervals(*bands[:2]), Intervals(*bands[2:])
        headline = np.clip(table + moved, 0, PILLAR_MAX)
        return Estimate(
            Levels(days, values, codes), fill, table, raw, headline, moved, table + moved - headline, own
        )  # fmt: skip

    def _block(self, days: Days) -> tuple[NDArray[Any], ...]:
        table, structure, fill, levels = self._predicted(days)
        raw = own = bands(self._raw_cloud(days, structure), table)
        moved = np.zeros(table.shape)
        if self.calibrated:
            moved, cloud = self._told(days, structure)
            own = bands(cloud, table + moved)
        held = levels[self.model.window]
        return held.values, held.provenance, fill, table, moved, *raw, *own

    def _raw_cloud(self, days: Days, structure: Floats) -> Floats:
        return np.asarray(structure + self._free.on(days) + self._jitter, np.float64)

    def _told(self, days: Days, structure: Floats) -> tuple[Floats, Floats]:
        # What the readings add to the table's pillars (N, 4), and the draws that are left of the cloud (N, M, 4).
        gain, shape = self._gain(days, structure), (len(days), _P)
        moved = (gain @ self._residual).reshape(shape)
        pulled = np.moveaxis((self._off @ gain.T).reshape(-1, *shape), 1, 0)
        cloud = structure + self._paths.on(days) + pulled
        return moved, self._widen * (cloud - cloud.mean(1, keepdims=True)) + self._jitter

    def ahead(self, day: int, days: Days) -> Ahead:
        """What the readings and the doubt of a day come to on later days, were the member to stay as on that day.

        Parameters
        ----------
        day : int
            Day number from which the look goes ahead.
        days : (N,) int64
            Day numbers; on `day` itself all is as :meth:`estimate` has it.
        """
        if day not in self._days:
            self._days[day] = self._predicted(np.array([day], np.int64))
        table, structure, fill, levels = self._days[day]
        still = np.broadcast_to(structure, (len(days), *structure.shape[1:]))
        if self.calibrated:
            moved, cloud = self._told(days, still)
        else:
            moved, cloud = np.zeros((len(days), _P)), self._raw_cloud(days, still)
        return Ahead(table[0], moved, cloud, structure[0], fill, levels)

    def total_under(self, other: Model, day: int) -> float:
        """The total on a day by another table, moved by the same gain.

        Parameters
        ----------
        other : Model
            A table that differs in numbers alone.
        day : int
            Day number.
        """
        days = np.array([day, *self.seen.days], np.int64)
        levels = levels_on(self.member, other, days)
        table = pillars_of(levels.values, other, fill_of(levels, other))
        moved = np.zeros(_P)
        if self.calibrated:
            if day not in self._gains:
                self._gains[day] = self._gain(days[:1], self._predicted(days[:1])[1])
            moved = self._gains[day] @ (self.seen.values - self.seen.rows @ table[1:].ravel())
        return float(np.clip(table[0] + moved, 0, PILLAR_MAX).sum())

    def table_and_draws(self, days: Days) -> tuple[Floats, Floats]:
        """The table's pillars (N, 4), and those of the M draws (N, M, 4), before any reading moves them."""
        table, structure, *_ = self._predicted(days)
        return table, structure + self._paths.on(days)

    def residuals(self) -> tuple[Floats, Floats]:
        """How far the figures lie from the table (O,), and, each with its own jitter, from the M draws (M, O)."""
        return self._residual, self._off

    def left_out(self) -> Floats:
        """What the estimate of each reading's day would be without that reading: errors of the total.

        Returns
        -------
        (n,) float64
            Estimate less reading, in points of the total, in order of the readings' days; empty below
            :data:`LEAST_LEFT_OUT` readings.
        """
        seen = self.seen
        number = self._number
        if number < LEAST_LEFT_OUT:
            return np.zeros(0)
        # With Q the inverse of the spread, leaving out block i moves its prediction by Q_ii^-1 (Q r)_i.
        inverse = np.linalg.inv(self._spread)
        pulled = inverse @ self._residual
        out = np.zeros(number)
        for i in range(number):
            own = np.flatnonzero(seen.reading == i)
            off = np.linalg.solve(inverse[np.ix_(own, own)], pulled[own])
            predicted = seen.values[own] - off
            top = PILLAR_MAX * seen.rows[own].sum(1)
            parts, whole = np.clip(predicted, 0, top) - seen.values[own], seen.rows[own].sum(1) > 1
            # A total stands for all four pillars; beside some of them it is the better word.
            out[i] = parts[whole][0] if whole.any() else parts.sum()
        return out

    def doubt(self, day: int) -> Doubt:
        """Split the width of the total's interval on a day by its cause.

        The draws are a sum of three parts, and each part's share is its covariance with the sum over the sum's
        variance (Euler's allocation), so that the shares add up.

        Parameters
        ----------
        day : int
            Day number.
        """
        days, seen = np.array([day], np.int64), self.seen
        _, structure, _, levels = self._predicted(days)
        table_only = self._drawn.of_table(self.model)
        missing = _flat(table_only.pillars(self.model, levels, self._known))
        weights, left = _flat(structure) - missing, _flat(self._paths.on(days))
        if self.calibrated:
            at = {w: levels_on(self.member, self.model, seen.days, w) for w in (self.model.window,)}
            missing_there = _flat(table_only.pillars(self.model, at, self._known))
            gain = self._gain(days, structure).T
            there = ((self._structure - missing_there) @ seen.rows.T, missing_there @ seen.rows.T)
            left = left + (self._off + self._structure @ seen.rows.T) @ gain
            weights, missing = weights - there[0] @ gain, missing - there[1] @ gain
        left = left + self._jitter / self._widen
        parts = np.stack([part.sum(1) for part in (missing, weights, left)])
        parts -= parts.mean(1, keepdims=True)
        share = np.maximum(parts @ parts.sum(0), 0.0)
        return Doubt(*map(float, share / share.sum()))


def calibration(member: Member, model: Model, readings: Sequence[Reading] | None = None) -> Calibration:
    """Hold a member's official readings against the model.

    Parameters
    ----------
    member : Member
        Whose levels and readings.
    model : Model
        The table.
    readings : sequence of Reading, optional
        By default the member's own; an empty one gives the raw estimate.
    """
    return Calibration(member, model, member.readings if readings is None else readings)


def _flat(cloud: Floats) -> Floats:
    # (N, M, 4) -> (M, 4 N)
    return np.moveaxis(cloud, 1, 0).reshape(cloud.shape[1], -1)


def _covariance(one: Floats, two: Floats) -> Floats:
    # Of columns, over M draws.
    return np.asarray((one - one.mean(0)).T @ (two - two.mean(0)) / max(len(one) - 1, 1), np.float64)


