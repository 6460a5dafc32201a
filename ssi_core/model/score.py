"""Curves and the kernel: levels -> points -> pillars -> total.

One function scores one person today, a ten-year daily history, a million people or ten thousand draws: the leading
axes of `levels` are anything, the last one is the signals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

_KNEE = 3.0  # the saturating curve is at 95 % of its asymptote at its own c
_FULL = 1 - math.exp(-_KNEE)

# Rows per block, so that a block of 24 signals (768 kB) stays in a core's cache; measured in benchmarks/kernel.py.
_BLOCK = 4096


def ramp(x: ArrayLike) -> Floats:
    """Return ``min(1, x)``: linear up to the cap.

    Parameters
    ----------
    x : (...) array_like
        Level as a share of its cap, >= 0. NaN stays NaN.
    """
    share: Floats = np.minimum(np.asarray(x, float), 1.0)
    return share


def saturating(x: ArrayLike) -> Floats:
    """Return ``(1 - exp(-3 x)) / (1 - exp(-3))``, capped at 1: steep first, then flat.

    Parameters
    ----------
    x : (...) array_like
        Level as a share of the curve's own cap c, >= 0. NaN stays NaN.
    """
    share: Floats = np.minimum(np.expm1(-_KNEE * np.asarray(x, float)) / -_FULL, 1.0)
    return share


CURVES: Mapping[str, Callable[[ArrayLike], Floats]] = {"ramp": ramp, "saturating": saturating}
"""Every curve is 0 at 0, 1 from some finite share on, increasing and concave; one contract test holds them to it."""


def level_of(share: ArrayLike, curve: str) -> Floats:
    """The inverse of a curve: the level, as a share of the curve's own cap, that gives a share of the points.

    Parameters
    ----------
    share : (...) array_like
        Share of the points at the cap, 0 to 1.
    curve : {"ramp", "saturating"}
        One of :data:`CURVES`.
    """
    points = np.asarray(share, float)
    return points if curve == "ramp" else np.asarray(np.log1p(-points * _FULL) / -_KNEE, np.float64)


@lru_cache(maxsize=64)
def _stretch(weights: tuple[float, ...], typical: tuple[float, ...]) -> float:
    # By how much the saturating curve's cap exceeds the ramp's, so that a typical member's pillar is the same under
    # both. At equal caps the curve lifts a typical member by half. Bisection: the left side falls in the stretch.
    w, t = np.array(weights), np.array(typical)
    goal, low, high = float(w @ t), 1.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if float(w @ saturating(t / middle)) > goal else (low, middle)
    return (low + high) / 2


def curve_stretch(model: Model, curve: str) -> Floats:
    """(K,) factor on each cap that makes `curve` agree with the ramp on a typical member, pillar by pillar."""
    out = np.ones(len(model.signals))
    if curve == "ramp":
        return out
    for pillar in PILLAR_KEYS:
        members = [k for k, s in enumerate(model.signals) if s.pillar == pillar and s.max > 0]
        weights = tuple(float(model.max[k]) for k in members)
        out[members] = _stretch(weights, tuple(float(model.typical[k]) for k in members))
    return out


def points_of(levels: ArrayLike, model: Model, fill: ArrayLike | None = None) -> Floats:
    """Points of each signal.

    Parameters
    ----------
    levels : (..., K) array_like of float64
        Levels in each signal's own unit, >= 0; NaN where missing.
    model : Model
        The table.
    fill : (..., K) or (K,) array_like, optional
        Share of the cap, 0 to 1, at which a missing signal enters. Default: the typical share.

    Returns
    -------
    (..., K) float64
        Points, each in [0, max].

    Raises
    ------
    ValueError
        If the last axis is not K long.
    """
    x = np.asarray(levels, float)
    if x.shape[-1:] != model.max.shape:
        raise ValueError(f"levels of shape {x.shape}: the last axis must hold the {len(model.max)} signals")
    caps = model.enough * curve_stretch(model, model.curve)
    share = np.where(np.isnan(x), model.typical if fill is None else fill, CURVES[model.curve](x / caps))
    return share * model.max


def standing(levels: ArrayLike, model: Model, fill: ArrayLike) -> Floats:
    """Levels with the missing ones put where the headline has them: at the level that gives their share of points.

    Parameters
    ----------
    levels : (..., K) array_like of float64
        As for :func:`points_of`.
    model : Model
        The table.
    fill : (..., K) or (K,) array_like
        Share of the points at the cap at which a missing signal enters.

    Returns
    -------
    (..., K) float64
        In each signal's own unit, none missing.
    """
    x = np.asarray(levels, float)
    caps = model.enough * curve_stretch(model, model.curve)
    return np.where(np.isnan(x), level_of(fill, model.curve) * caps, x)


def pillars_of(levels: ArrayLike, model: Model, fill: ArrayLike | None = None) -> Floats:
    """Pillars of many people, days or draws, in blocks that stay in the cache.

    Parameters
    ----------
    levels : (..., K) array_like of float64
        As for :func:`points_of`.
    model : Model
        The table.
    fill : (..., K) or (K,) array_like, optional
        As for :func:`points_of`.

    Returns
    -------
    (..., 4) float64
        Pillars in the order of :data:`ssi_core.model.signals.PILLAR_KEYS`, each in [0, 25].
    """
    x = np.asarray(levels, float)
    k = len(model.max)
    if x.shape[-1:] != (k,):
        raise ValueError(f"levels of shape {x.shape}: the last axis must hold the {k} signals")
    flat = x.reshape(-1, k)
    fills = np.asarray(model.typical if fill is None else fill, float)
    shared = fills.ndim == 1
    if not shared:
        fills = np.broadcast_to(fills, x.shape).reshape(-1, k)
    weights = model.max[:, None] * model.membership
    out = np.empty((len(flat), weights.shape[1]))
    for start in range(0, len(flat), _BLOCK):
        block = slice(start, start + _BLOCK)
        if model.curve == "ramp" and shared:
            _ramp_block(flat[block], model.enough, weights, fills, out[block])
        else:
            caps = model.enough * curve_stretch(model, model.curve)
            share = CURVES[model.curve](flat[block] / caps)
            np.matmul(np.where(np.isnan(share), fills if shared else fills[block], share), weights, out=out[block])
    return out.reshape(*x.shape[:-1], weights.shape[1])


def _ramp_block(x: Floats, caps: Floats, weights: Floats, fill: Floats, out: Floats) -> None:
    # min(1, x / cap) w = min(x, cap) (w / cap), which saves a pass over the data; a missing level is let in at its
    # cap (fmin passes NaN over) and taken back to `fill`, since a masked copy would cost more than all the rest.
    np.matmul(np.fmin(x, caps), weights / caps[:, None], out=out)
    lost = np.isnan(x)
    if lost.any():
        out -= lost.astype(np.float64) @ ((1 - fill)[:, None] * weights)
    np.clip(out, 0.0, PILLAR_MAX, out=out)


def pillars_of_columns(
    columns: Sequence[tuple[Floats, NDArray[np.bool_] | None] | None], size: int, model: Model
) -> Floats:
    """The same for a table whose columns lie side by side, each missing level at the typical share.

    Parameters
    ----------
    columns : sequence of K (values, gone) or None
        Levels of one signal, (N,) float64, >= 0, and where they are missing; None where all are. NaN is missing, too.
    size : int
        N.
    model : Model
        The table.

    Returns
    -------
    (4, N) float64
        Pillars, each in [0, 25].

    Raises
    ------
    ValueError
        If a level is below 0; the message names the signal.
    """
    out = np.zeros((len(PILLAR_KEYS), size))
    level = np.empty(size)
    caps = model.enough * curve_stretch(model, model.curve)
    for k, (signal, column) in enumerate(zip(model.signals, columns, strict=True)):
        pillar = out[PILLAR_KEYS.index(signal.pillar)]
        if column is None:
            pillar += signal.typical * signal.max
            continue
        values, gone = column
        np.minimum(values, caps[k], out=level)  # for the curves, which are full at their cap
        fill = level_of(signal.typical, model.curve) * caps[k]
        if gone is not None:
            np.putmask(level, gone, fill)
        low = level.min(initial=np.inf)
        if np.isnan(low):
            np.putmask(level, np.isnan(level), fill)
            low = level.min(initial=np.inf)
        if low < 0:
            raise ValueError(f"{signal.key} is {low:g}: a level is 0 or more")
        if model.curve == "ramp":
            level *= signal.max / caps[k]
            pillar += level
        else:
            pillar += CURVES[model.curve](level / caps[k]) * signal.max
    return np.clip(out, 0.0, PILLAR_MAX, out=out)


def total_of(pillars: ArrayLike) -> Floats:
    """Sum of the four pillars, in [0, 100]: (..., 4) -> (...)."""
    total: Floats = np.asarray(pillars, float).sum(-1)
    return total
