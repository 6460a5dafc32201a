"""The estimate of some days, the interval around it, and what makes the interval wide."""

from __future__ import annotations

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
    centred = np.clip(cloud + (headline - cloud.mean(1))[:, None, :], 0, PILLAR_MAX)
    shown = np.clip(headline, 0, PILLAR_MAX)
    total = np.moveaxis(np.percentile(centred.sum(-1), (LOW, HIGH), axis=1), 0, -1)
    each = np.moveaxis(np.percentile(centred, (LOW, HIGH), axis=1), 0, -1)
    return _holding(total, shown.sum(-1)), _holding(each, shown)


def _holding(interval: Floats, headline: Floats) -> Floats:
    # Clipping moves the draws' middle away from a headline at the very end of the scale.
    return np.stack((np.minimum(interval[..., 0], headline), np.maximum(interval[..., 1], headline)), -1)
