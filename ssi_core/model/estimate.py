"""The estimate of some days, the interval around it, and what makes the interval wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.history import Levels
from ssi_core.model.signals import PILLAR_MAX

Floats = NDArray[np.float64]

#: Percentiles of every interval.
LOW, HIGH = 10, 90


@dataclass(frozen=True)
class Intervals:
    """10th and 90th percentiles on N days, widened where they must be to hold the headline.

    Attributes
    ----------
    total : (N, 2) float64
        Low and high of the total.
    pillars : (N, 4, 2) float64
        Low and high of each pillar.
    """

    total: Floats
    pillars: Floats


@dataclass(frozen=True)
class Estimate:
    """The estimate of N days.

    Attributes
    ----------
    levels : Levels
        What it is made of.
    fill : (N, K) float64
        Share of the cap at which a missing signal enters.
    table : (N, 4) float64
        The table's own pillars: the raw headline.
    raw : Intervals
        Around the raw headline, as if there were no readings.
    pillars : (N, 4) float64
        The headline, each in [0, 25]; the raw one where there are no readings.
    unexplained : (N, 4) float64
        Points that the readings put on top of the table's, before clipping.
    clipped : (N, 4) float64
        What clipping to [0, 25] took; below 0 where it gave. Table + unexplained - clipped = pillars.
    intervals : Intervals
        Around the headline.
    """

    levels: Levels
    fill: Floats
    table: Floats
    raw: Intervals
    pillars: Floats
    unexplained: Floats
    clipped: Floats
    intervals: Intervals


@dataclass(frozen=True)
class Ahead:
    """What is known on a day of later days, before anything is done on them.

    Attributes
    ----------
    table : (4,) float64
        The table's own pillars on the day.
    moved : (N, 4) float64
        Points that the readings put on top of the table's, on the later days.
    cloud : (N, M, 4) float64
        Pillars of the M draws on the later days, of which the spread alone matters.
    structure : (M, 4) float64
        Pillars of the M models on the day.
    fill : (1, K) float64
        Share of the points at which a missing signal enters.
    levels : mapping of int to Levels
        Levels of the day by look-back window.
    """

    table: Floats
    moved: Floats
    cloud: Floats
    structure: Floats
    fill: Floats
    levels: Mapping[int, Levels]


@dataclass(frozen=True)
class Doubt:
    """Where the width of a total's interval comes from: shares that sum to 1.

    Attributes
    ----------
    missing : float
        Signals that no file or answer gives.
    weights : float
        Weights, caps, windows and curves that LinkedIn does not publish.
    unexplained : float
        What the model leaves out, the jitter of the readings included.
    """

    missing: float
    weights: float
    unexplained: float


def bands(cloud: Floats, headline: Floats) -> tuple[Floats, Floats]:
    """Percentiles of draws, centred on a headline and clipped.

    Parameters
    ----------
    cloud : (N, M, 4) float64
        Pillars of M draws on N days, before clipping to [0, 25].
    headline : (N, 4) float64
        Pillars, before clipping.

    Returns
    -------
    total : (N, 2) float64
        Low and high of the total.
    pillars : (N, 4, 2) float64
        Low and high of each pillar.
    """
    centred, shown = _centred(cloud, headline)
    each = np.moveaxis(np.percentile(centred, (LOW, HIGH), axis=1), 0, -1)
    return _of_total(centred, shown), _holding(each, shown)


def total_band(cloud: Floats, headline: Floats) -> Floats:
    """(N, 2) percentiles of the total alone; as :func:`bands`, for a fifth of the time."""
    return _of_total(*_centred(cloud, headline))


def _centred(cloud: Floats, headline: Floats) -> tuple[Floats, Floats]:
    centred = cloud + (headline - cloud.mean(1))[:, None, :]
    return np.clip(centred, 0, PILLAR_MAX, out=centred), np.clip(headline, 0, PILLAR_MAX)


def _of_total(centred: Floats, shown: Floats) -> Floats:
    low_high = np.percentile(centred.sum(-1), (LOW, HIGH), axis=1)
    return _holding(np.moveaxis(low_high, 0, -1), shown.sum(-1))


def _holding(interval: Floats, headline: Floats) -> Floats:
    # Clipping moves the draws' middle away from a headline at the very end of the scale.
    return np.stack((np.minimum(interval[..., 0], headline), np.maximum(interval[..., 1], headline)), -1)
