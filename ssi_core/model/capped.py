"""A level to which chance adds, up to a cap: mean and variance of its share of points, in closed form.

The new part X is Gamma distributed. With P the regularised incomplete gamma function, ``E[min(X, u)]`` is
``mean P(a + 1, z) + u (1 - P(a, z))`` at ``z = u / scale``; the saturating curve needs ``E[exp(-s X); X < u]``, which
is a P too. scipy is imported when it is used.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.score import CURVES

Floats = NDArray[np.float64]

_KNEE, _FULL = 3.0, 1 - math.exp(-3.0)  # of the saturating curve


def capped(old: Floats, mean: Floats, scale: Floats, cap: Floats, curve: str) -> tuple[Floats, Floats]:
    """Mean and variance of a signal's share of points when a Gamma variable is added to a level.

    Parameters
    ----------
    old : (...) float64
        Level without the new part, >= 0.
    mean, scale : (...) float64
        Of the Gamma: its mean, >= 0, and its variance over its mean, > 0.
    cap : (...) float64
        Level at which the curve is full, > 0; may be of fewer dimensions.
    curve : {"ramp", "saturating"}
        The curve, as in :data:`ssi_core.model.score.CURVES`.

    Returns
    -------
    share, variance : (...) float64
        Both in [0, 1].
    """
    share = CURVES[curve](old / cap)
    variance = np.zeros(share.shape)
    at = (mean > 0) & (old < cap)
    if not at.any():
        return share, variance
    first, second = (_ramp if curve == "ramp" else _saturating)(
        old[at], mean[at], scale[at], np.broadcast_to(cap, old.shape)[at]
    )
    share[at] = first = np.clip(first, 0, 1)
    variance[at] = np.maximum(second - first**2, 0.0)
    return share, variance


def slope(old: Floats, mean: Floats, scale: Floats, cap: Floats, curve: str) -> Floats:
    """By how much a signal's share of points moves with the Gamma variable: their covariance over its variance.

    Of a Gamma variable X, ``cov(f(X), X) = scale E[X f'(X)]``, so this is the mean of the curve's steepness at a Gamma
    variable of one more in shape.

    Parameters
    ----------
    old, mean, scale, cap, curve
        As for :func:`capped`.

    Returns
    -------
    (...) float64
        Share for each unit, >= 0; 0 where nothing is added, or the level is full without.
    """
    from scipy.special import gammainc

    out = np.zeros(old.shape)
    at = (mean > 0) & (old < cap)
    if at.any():
        shape, full = mean[at] / scale[at] + 1, np.broadcast_to(cap, old.shape)[at]
        z = (full - old[at]) / scale[at]
        if curve == "ramp":
            out[at] = gammainc(shape, z) / full
        else:
            tilt = 1 + _KNEE / full * scale[at]
            start = _KNEE / _FULL / full * np.exp(-_KNEE * old[at] / full - shape * np.log(tilt))
            out[at] = start * gammainc(shape, z * tilt)
    return out


def _ramp(old: Floats, mean: Floats, scale: Floats, cap: Floats) -> tuple[Floats, Floats]:
    from scipy.special import gammainc, gammaln

    shape, room = mean / scale, cap - old
    z = room / scale
    below = gammainc(shape, z)
    # P(a + 1, z) = P(a, z) - z^a e^-z / Gamma(a + 1), and once more.
    step = np.exp(shape * np.log(z) - z - gammaln(shape + 1))
    once = below - step
    twice = once - step * z / (shape + 1)
    first = mean * once + room * (1 - below)
    second = mean * (mean + scale) * twice + room**2 * (1 - below)
    return (old + first) / cap, (old**2 + 2 * old * first + second) / cap**2


def _saturating(old: Floats, mean: Floats, scale: Floats, cap: Floats) -> tuple[Floats, Floats]:
    from scipy.special import gammainc

    shape, room = mean / scale, cap - old
    below = gammainc(shape, room / scale)

    def part(knee: float) -> Floats:
        # exp(-knee (old + new) / cap), over the part of the distribution below the cap.
        tilt = 1 + knee / cap * scale
        out: Floats = np.exp(-knee * old / cap - shape * np.log(tilt)) * gammainc(shape, room / scale * tilt)
        return out

    once, twice = part(_KNEE), part(2 * _KNEE)
    first = (below - once) / _FULL + 1 - below
    second = (below - 2 * once + twice) / _FULL**2 + 1 - below
    return first, second
