"""What the model leaves out: a term per pillar that no signal explains.

It is a Gaussian process in time: a constant offset, since no model of ours holds all that LinkedIn counts, plus a part
that wanders (Ornstein-Uhlenbeck) and lets an old reading say less. White noise in place of the wandering part covered
44-62 % where 80 % was promised. A break, a day on which LinkedIn changed its formula, starts both anew.

Source of the numbers: MODEL, section 4 (own simulations).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ssi_core.model.signals import PILLAR_KEYS

Floats = NDArray[np.float64]

#: SD of the constant offset of a pillar, in points; independent between pillars.
OFFSET_SD = 1.5
#: SD of the part that wanders, in points, its correlation between pillars, and its memory in days (13 weeks).
WANDER_SD: Mapping[str, float] = {"brand": 0.6, "find": 0.7, "engage": 0.5, "relationships": 0.3}
WANDER_CORRELATION = 0.3
MEMORY_DAYS = 13 * 7

_P = len(PILLAR_KEYS)
_SDS = np.array([WANDER_SD[p] for p in PILLAR_KEYS])
_WANDER = np.outer(_SDS, _SDS) * (WANDER_CORRELATION + (1 - WANDER_CORRELATION) * np.eye(_P))
_OFFSET = OFFSET_SD**2 * np.eye(_P)
# Keeps a covariance that is all but singular (a day next to a reading) positive definite; 1e-5 points.
_JITTER = 1e-10


def covariance(days: ArrayLike, others: ArrayLike, breaks: ArrayLike = ()) -> Floats:
    """Covariance of the unexplained term between days.

    Parameters
    ----------
    days, others : (N,), (A,) array_like of int
        Day numbers.
    breaks : (B,) array_like of int
        Days from which LinkedIn's formula is another one; what lies on either side of one is independent.

    Returns
    -------
    (4 N, 4 A) float64
        Points squared; day by day, within a day pillar by pillar.
    """
    one, two = np.asarray(days, float), np.asarray(others, float)
    near = np.exp(-np.abs(one[:, None] - two[None, :]) / MEMORY_DAYS)
    borders = np.sort(np.asarray(breaks, float))
    same = np.searchsorted(borders, one, "right")[:, None] == np.searchsorted(borders, two, "right")[None, :]
    both = np.where(same, 1.0, 0.0)
    out: Floats = np.einsum("na,pq->npaq", both * near, _WANDER) + np.einsum("na,pq->npaq", both, _OFFSET)
    return out.reshape(_P * len(one), _P * len(two))


@dataclass(frozen=True)
class Paths:
    """M draws of the unexplained term on A given days, and on any other day given those.

    Attributes
    ----------
    days : (A,) int64
        Day numbers, distinct.
    breaks : tuple of int
        As for :func:`covariance`.
    drawn : (M, 4 A) float64
        The term on those days.
    normals : (M, 4) float64
        Standard normals for any other day.
    """

    days: NDArray[np.int64]
    breaks: tuple[int, ...]
    drawn: Floats
    normals: Floats

    def on(self, days: NDArray[np.int64]) -> Floats:
        """The term on other days, (N, M, 4): a day depends on the given ones, not on those asked with it."""
        n, m = len(days), len(self.normals)
        own: Floats = covariance(days[:1], days[:1])  # the same on every day
        given = np.broadcast_to(own, (n, _P, _P))
        mean = np.zeros((n, m, _P))
        if len(self.days):
            cross = covariance(days, self.days, self.breaks)
            weights = _solved(covariance(self.days, self.days, self.breaks), cross.T).T
            mean = np.moveaxis((self.drawn @ weights.T).reshape(m, n, _P), 0, 1)
            told = np.einsum("npa,nqa->npq", weights.reshape(n, _P, -1), cross.reshape(n, _P, -1))
            given = own - told
        out: Floats = mean + np.einsum("npq,mq->nmp", np.linalg.cholesky(_positive(given)), self.normals)
        return out


def _positive(matrix: Floats) -> Floats:
    # On the very day of a reading the term is known, and rounding may leave a variance that ought to be 0 below it.
    lowest = np.linalg.eigvalsh(matrix).min(-1)
    lift = (_JITTER - np.minimum(lowest, 0.0))[..., None, None] * np.eye(matrix.shape[-1])
    return np.asarray(matrix + lift, np.float64)


def _solved(matrix: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(matrix + _JITTER * np.eye(len(matrix)), right), np.float64)


def paths(days: NDArray[np.int64], breaks: tuple[int, ...], size: int, seed: int) -> Paths:
    """Draw the unexplained term.

    Parameters
    ----------
    days : (A,) int64
        Distinct day numbers, increasing; none at all is fine.
    breaks : tuple of int
        As for :func:`covariance`.
    size : int
        M draws.
    seed : int
        The same seed gives the same draws; a day added at the end leaves the others' alone.
    """
    normals = np.random.default_rng([seed, 0]).standard_normal((size, _P))
    if not len(days):
        return Paths(days, breaks, np.zeros((size, 0)), normals)
    each = [np.random.default_rng([seed, 1 + i]).standard_normal((size, _P)) for i in range(len(days))]
    matrix = covariance(days, days, breaks)
    drawn = np.concatenate(each, axis=1) @ np.linalg.cholesky(_positive(matrix)).T
    return Paths(days, breaks, drawn, normals)
