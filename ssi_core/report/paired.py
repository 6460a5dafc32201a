"""Pairs of numbers, before and after -> by how much they moved, with an interval that supposes no distribution.

Wilcoxon's signed ranks: the estimate is the median of all averages of two differences (Hodges and Lehmann); its
interval lies between two of these averages, which the distribution of the rank sum picks. A closed form: no draws, no
seed; one wild person moves it little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Probability that the interval leaves out: 80 %, as every interval here.
LEFT_OUT = 0.2
#: People up to whom the rank sum's distribution is counted out; beyond, it is as good as Normal.
_EXACT = 60


@dataclass(frozen=True)
class Shift:
    """By how much pairs moved.

    Attributes
    ----------
    estimate : float
        Hodges and Lehmann's; half of all averages of two differences lie below it.
    low, high : float
        An interval that holds it with a probability of at least 80 %, never the smallest and the largest difference
        from five pairs on.
    """

    estimate: float
    low: float
    high: float

    @property
    def interval(self) -> tuple[float, float]:
        """``(low, high)``."""
        return self.low, self.high


def shift(differences: NDArray[np.float64]) -> Shift:
    """By how much pairs moved, of their differences.

    Parameters
    ----------
    differences : (n,) float64
        After less before, n >= 5.

    Raises
    ------
    ValueError
        If there are fewer than five.
    """
    values = np.sort(np.asarray(differences, float))
    n = len(values)
    if n < 5:
        raise ValueError(f"{n} pairs: five at least are needed")
    count = n * (n + 1) // 2
    k = _rank(n)
    middle = (_average(values, (count + 1) // 2) + _average(values, count // 2 + 1)) / 2
    return Shift(middle, _average(values, k), _average(values, count + 1 - k))


def _rank(n: int) -> int:
    # The largest k with P(W < k) <= half of what is left out, W being the sum of signed ranks: k-th from either end.
    if n > _EXACT:
        mean, spread = n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return max(1, math.floor(mean - 1.2815515655446004 * spread))
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1.0
    for rank in range(1, n + 1):
        ways[rank:] = ways[rank:] + ways[:-rank].copy()
    below = np.cumsum(ways) / 2.0**n
    return max(1, int(np.searchsorted(below, LEFT_OUT / 2 + 1e-12, side="right")))


def _average(values: NDArray[np.float64], k: int) -> float:
    # The k-th smallest average of two (a value and itself among them), found by halving: n log n each, however many.
    low, high = float(values[0]), float(values[-1])
    i = np.arange(len(values))
    for _ in range(80):
        middle = (low + high) / 2
        upto = np.searchsorted(values, 2 * middle - values, side="right")
        if int(np.maximum(upto - i, 0).sum()) >= k:
            high = middle
        else:
            low = middle
    return high
