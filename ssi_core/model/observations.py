"""Official readings as figures that a linear update can use: which pillars each one counts, and how sure it is.

Source of the numbers: MODEL, sections 1 and 4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Reading
from ssi_core.model.signals import PILLAR_KEYS

Floats = NDArray[np.float64]

#: SD of one official figure around what the page would show on average that day: of a pillar, of a total (its daily
#: jitter), and of rounding to a whole number.
PILLAR_SD = 0.15
TOTAL_SD = 0.3
ROUNDING_SD = math.sqrt(1 / 12)
_P = len(PILLAR_KEYS)


@dataclass(frozen=True)
class Observations:
    """Official figures as linear functions of the pillars on their days.

    Attributes
    ----------
    days : (A,) int64
        Distinct days with a reading, increasing.
    values, sd : (O,) float64
        Figures, and the SD of each.
    rows : (O, 4 A) float64
        Ones where a figure counts a pillar of a day: one for a pillar, four for a total.
    reading : (O,) int64
        Which reading a figure belongs to, in order of their days.
    breaks : tuple of int
        Days from which the formula is another one.
    """

    days: NDArray[np.int64]
    values: Floats
    sd: Floats
    rows: Floats
    reading: NDArray[np.int64]
    breaks: tuple[int, ...]


def observations(readings: Sequence[Reading]) -> Observations:
    """What the readings say of the pillars.

    Parameters
    ----------
    readings : sequence of Reading
        In any order. A total is used where a pillar is missing, since it says nothing beyond its four pillars.
    """
    told = sorted((r for r in readings if r.total is not None or r.pillars), key=lambda r: r.day)
    days = sorted({r.day for r in told})
    values, sd, rows, which = list[float](), list[float](), list[Floats](), list[int]()
    for i, r in enumerate(told):
        at = _P * days.index(r.day)
        given = [*r.pillars.values()] + ([] if r.total is None else [r.total])
        rounding = ROUNDING_SD if all(float(v).is_integer() for v in given) else 0.0
        for p, key in enumerate(PILLAR_KEYS):
            if key in r.pillars:
                values.append(r.pillars[key])
                sd.append(math.hypot(PILLAR_SD, rounding))
                rows.append(_row(_P * len(days), slice(at + p, at + p + 1)))
                which.append(i)
        if r.total is not None and len(r.pillars) < _P:
            values.append(r.total)
            sd.append(math.hypot(TOTAL_SD, ROUNDING_SD if float(r.total).is_integer() else 0.0))
            rows.append(_row(_P * len(days), slice(at, at + _P)))
            which.append(i)
    return Observations(
        np.array(days, np.int64), np.array(values), np.array(sd), np.array(rows).reshape(len(rows), _P * len(days)),
        np.array(which, np.int64), tuple(sorted({r.day for r in readings if r.breaks})),
    )  # fmt: skip


def _row(size: int, ones: slice) -> Floats:
    out = np.zeros(size)
    out[ones] = 1.0
    return out
