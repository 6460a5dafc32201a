"""Scoring and calibrating a member with 12 readings, and what the Method page asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.kernel import member
from benchmarks.measure import ROUNDS, Result, alternate, seconds
from ssi_core import api
from ssi_core.member import Member, Reading
from ssi_core.model.signals import PILLAR_KEYS

#: The project's limit: scoring and calibrating takes under 100 ms.
LIMIT_MS = 100.0
#: Against scoring the same member without readings: what twelve more days and the update may cost.
LIMIT = 4.0
READINGS, DAYS = 12, 730


def calibrated(readings: int = READINGS) -> tuple[Member, Member]:
    """A member with two years of every input, without readings and with so many, two weeks apart.

    Parameters
    ----------
    readings : int
        How many.
    """
    plain = member(DAYS)
    on = DAYS - 1 - 14 * np.arange(readings)[::-1]
    pillars = [dict(zip(PILLAR_KEYS, (15.0 + 0.1 * i, 7.125, 6.2, 18.35), strict=True)) for i in range(readings)]
    log = tuple(Reading(int(d), float(round(sum(p.values()))), p) for d, p in zip(on, pillars, strict=True))
    return plain, replace(plain, readings=log)


def measure() -> list[Result]:
    """Time of a calibrated score, against the raw one and in milliseconds; of the sensitivity, for the record."""
    plain, held = calibrated()
    ratio = alternate(
        lambda: seconds(lambda: api.score(plain)), lambda: seconds(lambda: api.score(held)), LIMIT, 2 * ROUNDS
    )
    swings = min(seconds(lambda: api.sensitivity(held)) for _ in range(ROUNDS))
    return [
        Result(
            "calibrated score", min(ratio.works) * 1000, LIMIT_MS, "ms",
            f"{READINGS} readings, {DAYS} days of every input; the sensitivity takes {swings * 1000:.0f} ms",
        ),
        Result("calibrated score over a raw one", ratio.value, LIMIT, details=str(ratio)),
    ]  # fmt: skip
