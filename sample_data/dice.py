"""Seeded draws that stay the same between Python versions."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Dice:
    """
    Draws for one family of files.

    Everything is built on ``random.Random.random()``, the one stream whose values Python promises to keep. Each family
    has dice of its own, seeded by its name, so that a change to one file leaves the others alone.

    Parameters
    ----------
    seed : str
        Name of the family; a text seed goes through SHA-512, not through ``hash``.
    """

    def __init__(self, seed: str) -> None:
        self.unit = random.Random(f"ssi-coach sample: {seed}").random

    def chance(self, share: float) -> bool:
        """Return True in `share` of the draws."""
        return self.unit() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + int(self.unit() * (high - low + 1))

    def waiting(self, mean: float) -> float:
        """Return an exponential waiting time in the unit of `mean`."""
        return -mean * math.log(1.0 - self.unit())

    def spread(self, centre: float, sigma: float) -> float:
        """Return a log-normal value whose median is `centre`."""
        normal = math.sqrt(-2.0 * math.log(1.0 - self.unit())) * math.cos(2.0 * math.pi * self.unit())
        return centre * math.exp(sigma * normal)

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`, all alike."""
        return options[int(self.unit() * len(options))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """Return one key of `options`, by its weight."""
        left = self.unit() * sum(options.values())
        for option, weight in options.items():
            left -= weight
            if left < 0:
                return option
        return list(options)[-1]

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """Return a new list in random order."""
        order = list(values)
        for i in range(len(order) - 1, 0, -1):
            j = self.whole(0, i)
            order[i], order[j] = order[j], order[i]
        return order

    def token(self, length: int) -> str:
        """Return `length` letters and digits."""
        return "".join(self.pick(LETTERS) for _ in range(length))
