"""Scenarios as they are projected: points, bands and shares, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Projected:
    """S scenarios on T days, the first of which is the day looked ahead from.

    Attributes
    ----------
    days : (T,) int64
        Day numbers.
    weekly : (S, H) float64
        Actions a week by habit, as used.
    pillars : (S, T, 4) float64
        Expected points, each in [0, 25]: the mean of the table's score, moved by the readings and clipped.
    band : (S, T, 2) float64
        10th and 90th percentiles of the total.
    shares : (S, T, K) float64
        Expected points of each signal as a share of its points at the cap, by the table.
    reach : (S, T, K) float64
        Expected level as a share of the level at the cap; above 1 where it goes beyond.
    spread : (S, T) float64
        SD of the table's total that is due to the future alone.
    clipped : (S, T, 4) float64
        What clipping the expected points took; below 0 where it gave.
    """

    days: Days
    weekly: Floats
    pillars: Floats
    band: Floats
    shares: Floats
    reach: Floats
    spread: Floats
    clipped: Floats


@dataclass(frozen=True)
class Parts:
    """What S scenarios make of each signal on T days in R models, the first of which is the table.

    Attributes
    ----------
    old : (S, R, T, K) float64
        What is left of the past, and what an edit of the profile sets.
    mean, scale, drift : (S, R, T, K) float64
        Of the new part: its mean, its variance over its mean, and as much of that as is drift.
    kin : (S, K, J) float64
        Roots of the shares that J sources have in each signal.
    kept : (S, R, K) float64
        By how much the scenario's own rate is another in each model.
    share, variance : (S, R, T, K) float64
        Of the share of points; where the level is a ratio, of the chance in that.
    """

    old: Floats
    mean: Floats
    scale: Floats
    drift: Floats
    kin: Floats
    kept: Floats
    share: Floats
    variance: Floats

    @property
    def of_drift(self) -> Floats:
        """(S, R, T, K) share of the new part's variance that is drift."""
        return np.asarray(self.drift / self.scale, np.float64)


@dataclass(frozen=True)
class Drawn:
    """A projection, and what it is read off.

    Attributes
    ----------
    projected : Projected
        The projection.
    parts : Parts
        Signal by signal.
    table : (S, T, 4) float64
        Expected points before clipping to [0, 25].
    cloud : (S, T, M, 4) float64
        Pillars of the M draws, of which the spread alone matters.
    """

    projected: Projected
    parts: Parts
    table: Floats
    cloud: Floats
