"""What the core answers of many days: the estimate through time, and readings against it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import SCHEMA, spoken
from ssi_core.member import Reading, day_of
from ssi_core.model.history import MISSING
from ssi_core.model.signals import INDEX, PILLAR_KEYS, PILLARS, SIGNAL_KEYS, SIGNALS

if TYPE_CHECKING:
    import pandas as pd


#: Days beyond which one a week shows as much as every one, and is there in a moment.
MOST_DAYS = 3 * 365


@dataclass(frozen=True)
class Against:
    """An official reading against the estimate of its day.

    Attributes
    ----------
    reading : Reading
        As the page showed it.
    raw, calibrated : float or None
        Totals of the estimate on that day, without the readings and with them all.
    left_out : float or None
        Estimate less reading were this reading not there, from three readings on.
    """

    reading: Reading
    raw: float
    calibrated: float
    left_out: float | None

    @property
    def day(self) -> dt.date:
        """The day of the reading."""
        return day_of(self.reading.day)

    @property
    def official(self) -> float:
        """Its total; the sum of the pillars where they are all there, since the page rounds the total."""
        pillars = self.reading.pillars
        if len(pillars) == len(PILLAR_KEYS) or self.reading.total is None:
            return sum(pillars.values())
        return self.reading.total

    @property
    def residual(self) -> float:
        """Raw estimate less reading."""
        return self.raw - self.official


@dataclass(frozen=True)
class PillarLine:
    """One pillar through time.

    Attributes
    ----------
    key, label : str
        As in the signal table.
    points : (N,) float64
        0 to 25, a day each.
    interval : (N, 2) float64
        10-90 % interval of them.
    """

    key: str
    label: str
    points: NDArray[np.float64]
    interval: NDArray[np.float64]

    @property
    def words(self) -> str:
        """``Engage with insights from 14.2 to 12.3, at most 15.1 and at least 11.0``."""
        first, last, most, least = self.points[0], self.points[-1], self.points.max(), self.points.min()
        return f"{self.label} from {first:.1f} to {last:.1f}, at most {most:.1f} and at least {least:.1f}"


@dataclass(frozen=True)
class Ranges:
    """From where to where the estimate can be shown through time; both end on the same day.

    Attributes
    ----------
    year, whole : (datetime.date, datetime.date)
        The last year, and everything: from the archive's first day, or from some days before the first reading.
    """

    year: tuple[dt.date, dt.date]
    whole: tuple[dt.date, dt.date]

    @property
    def every(self) -> int:
        """Days between two that are shown of everything: each up to three years, beyond that one a week."""
        return 1 if (self.whole[1] - self.whole[0]).days <= MOST_DAYS else 7

    @property
    def longer(self) -> bool:
        """Whether there is more than the last year."""
        return self.whole[0] < self.year[0]


@dataclass(frozen=True)
class History:
    """The estimate day by day.

    Attributes
    ----------
    days : (N,) int64
        Day numbers.
    pillars : (N, 4) float64
        In the order of the pillars.
    interval : (N, 2) float64
        10-90 % interval of the total.
    provenance : (N, K) int8
        Index into :data:`ssi_core.model.history.PROVENANCE`.
    model_version : str
        Version of the model.
    calibrated : bool
        Whether official readings moved it.
    raw_pillars, raw_interval : (N, 4), (N, 2) float64
        The same without the readings.
    pillar_interval : (N, 4, 2) float64
        10-90 % interval of each pillar.
    official : tuple of Reading
        Official readings, oldest first.
    """

    days: NDArray[np.int64]
    pillars: NDArray[np.float64]
    interval: NDArray[np.float64]
    provenance: NDArray[np.int8]
    model_version: str
    calibrated: bool
    raw_pillars: NDArray[np.float64]
    raw_interval: NDArray[np.float64]
    pillar_interval: NDArray[np.float64]
    official: tuple[Reading, ...] = ()

    @property
    def total(self) -> NDArray[np.float64]:
        """(N,) total."""
        out: NDArray[np.float64] = self.pillars.sum(-1)
        return out

    @property
    def lines(self) -> tuple[PillarLine, ...]:
        """The four pillars, each through time."""
        return tuple(
            PillarLine(key, PILLARS[key], self.pillars[:, p], self.pillar_interval[:, p])
            for p, key in enumerate(PILLAR_KEYS)
        )

    @property
    def every(self) -> int:
        """Days from one to the next."""
        return int(self.days[1] - self.days[0]) if len(self.days) > 1 else 1

    @property
    def dates(self) -> list[dt.date]:
        """The days as dates."""
        return [day_of(int(d)) for d in self.days]

    @property
    def missing(self) -> dict[str, NDArray[np.bool_]]:
        """Per signal, (N,) whether it was missing on the day."""
        return {key: self.provenance[:, k] == MISSING for k, key in enumerate(SIGNAL_KEYS)}

    @property
    def reach(self) -> tuple[tuple[str, dt.date], ...]:
        """Signals that become known within these days, and from which day on; the latest last."""
        out = []
        for key, gone in self.missing.items():
            if gone[0] and not gone.all():
                out.append((SIGNALS[INDEX[key]].label, self.dates[int(np.flatnonzero(~gone)[0])]))
        return tuple(sorted(out, key=lambda pair: (pair[1], pair[0])))

    @property
    def reach_words(self) -> str:
        """The same in a sentence; blank where all that is known is known from the first day on."""
        if not self.reach:
            return ""
        told = "; ".join(f"{label} before {spoken(day)}" for label, day in self.reach)
        return f"What no file reaches is not known rather than idle, and counts as is likely given the rest: {told}."

    def rows(self) -> list[dict[str, Any]]:
        """A row a day: date, total, four pillars, p10, p90."""
        return [
            {
                "date": day_of(int(day)).isoformat(),
                "total": float(total),
                **dict(zip(PILLAR_KEYS, map(float, pillars), strict=True)),
                "p10": float(band[0]),
                "p90": float(band[1]),
            }
            for day, total, pillars, band in zip(self.days, self.total, self.pillars, self.interval, strict=True)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi history --json``."""
        return {"schema": SCHEMA, "model_version": self.model_version, "days": self.rows()}

    def to_frame(self) -> pd.DataFrame:
        """The same, indexed by date."""
        import pandas as pd

        frame = pd.DataFrame(self.rows())
        frame["date"] = pd.to_datetime(frame["date"])
        return frame.set_index("date")

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(max_rows=14, float_format="{:.1f}".format))
