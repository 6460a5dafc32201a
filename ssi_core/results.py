"""What the core answers: frozen results that say themselves as JSON, as a frame and as HTML."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA, spoken
from ssi_core.member import Reading, day_of
from ssi_core.model.plan import NextAction
from ssi_core.model.rank import Rank
from ssi_core.model.signals import PILLARS

if TYPE_CHECKING:
    import pandas as pd

#: What a person reads for each provenance.
PROVENANCE_WORDS: Mapping[str, str] = {
    "measured": "from your files",
    "proxy": "from your files, in part",
    "self_reported": "you told us",
    "known": "none without a seat",
    "missing": "not known",
}

def between(interval: tuple[float, float]) -> str:
    """An interval as a person reads it: ``43-54`` with a dash, with one decimal where it is narrower than a point."""
    low, high = interval
    digits = 1 if high - low < 1 else 0
    return f"{low:.{digits}f}\u2013{high:.{digits}f}"


@dataclass(frozen=True)
class PillarScore:
    """One pillar: points out of `max`, with its 10-90 % interval."""

    key: str
    label: str
    points: float
    max: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class SignalScore:
    """Where points come from.

    Attributes
    ----------
    key, pillar, label, kind : str
        As in the signal table.
    level : float or None
        In the signal's own unit; None where missing.
    enough, points, max : float
        Level at the cap, points, and points at the cap. Where missing, the points are the imputed ones.
    provenance : str
        ``measured``, ``proxy``, ``self_reported``, ``known`` or ``missing``.
    fill : str
        Which file or answer would give it.
    """

    key: str
    pillar: str
    label: str
    kind: str
    level: float | None
    enough: float
    points: float
    max: float
    provenance: str
    fill: str

    @property
    def share(self) -> float:
        """Points as a share of the points at the cap, 0 to 1."""
        return self.points / self.max if self.max else 0.0

    @property
    def level_words(self) -> str:
        """The level beside what is enough, as a person reads it."""
        if self.kind in ("share", "ratio"):
            return f"{'?' if self.level is None else f'{self.level:.0%}'} of {self.enough:.0%}"
        return f"{'?' if self.level is None else f'{self.level:,.0f}'} of {self.enough:,.0f}"


@dataclass(frozen=True)
class Unexplained:
    """Points of a pillar that no signal explains, and what clipping to 0-25 took."""

    pillar: str
    points: float
    clipped: float


@dataclass(frozen=True)
class RawScore:
    """The estimate as it is without the official readings: total, 10-90 % interval, pillars."""

    total: float
    interval: tuple[float, float]
    pillars: tuple[PillarScore, ...]


@dataclass(frozen=True)
class LeftOut:
    """A reading's day, and by how many points the estimate of it without that reading misses the reading."""

    day: dt.date
    error: float

    @property
    def words(self) -> str:
        """``28 June 2026: 1.2 below the reading``."""
        if abs(self.error) < 0.05:
            return f"{spoken(self.day)}: as the reading"
        return f"{spoken(self.day)}: {abs(self.error):.1f} {'above' if self.error > 0 else 'below'} the reading"


@dataclass(frozen=True)
class ScoreResult:
    """An estimated Social Selling Index that explains itself.

    Attributes
    ----------
    as_of : datetime.date
        The day it stands for.
    last_day : datetime.date or None
        Last day with activity in the files.
    model_version : str
        Version of the model, ``+edited`` where the user changed it.
    edits : tuple of str
        What the user changed.
    total : float
        0 to 100; the sum of the pillars.
    interval : (float, float)
        10-90 % interval of the total.
    coverage : float
        Share of the 100 points whose signals are not missing, 0 to 1.
    calibrated : bool
        Whether official readings moved the total.
    pillars, signals, unexplained : tuple
        The parts. Signals + unexplained - clipped = pillar; pillars = total.
    raw : RawScore
        The same without the readings.
    next_best_actions : tuple of NextAction
        Best first.
    official : tuple of Reading
        Official readings the user gave, oldest first.
    left_out : tuple of LeftOut
        What leaving out each reading does, from three readings on.
    ranks : mapping of str to Rank
        Of the total, among ``industry`` and ``network``, where a reading tells the group's average.
    """

    as_of: dt.date
    last_day: dt.date | None
    model_version: str
    edits: tuple[str, ...]
    total: float
    interval: tuple[float, float]
    coverage: float
    calibrated: bool
    pillars: tuple[PillarScore, ...]
    raw: RawScore
    signals: tuple[SignalScore, ...]
    unexplained: tuple[Unexplained, ...]
    next_best_actions: tuple[NextAction, ...]
    official: tuple[Reading, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    ranks: Mapping[str, Rank] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """``Estimated SSI: 48, probably 43-54``."""
        return f"Estimated SSI: {self.total:.0f}, probably {between(self.interval)}"

    @property
    def stands_for(self) -> str:
        """The day, and that it is an estimate, in words."""
        return f"Our estimate for {spoken(self.as_of)}, not LinkedIn's number"

    @property
    def weakest(self) -> PillarScore:
        """The pillar with the fewest points."""
        return min(self.pillars, key=lambda p: p.points)

    @property
    def coverage_words(self) -> str:
        """How much of the score rests on something known."""
        return f"{self.coverage:.0%} of the points rest on your files and answers; the rest is what they make likely"

    @property
    def missing(self) -> tuple[SignalScore, ...]:
        """Signals that neither a file nor an answer gives, the weightiest first."""
        gone = [s for s in self.signals if s.provenance == "missing"]
        return tuple(sorted(gone, key=lambda s: -s.max))

    @property
    def official_words(self) -> str:
        """The latest official reading, in words; blank without one."""
        told = [r for r in self.official if r.total is not None]
        if not told:
            return ""
        latest = told[-1]
        total = f"{latest.total:.1f}".removesuffix(".0")
        ranks = ", ".join(f"top {g.top:g} % of your {n}" for n, g in latest.groups.items() if g.top is not None)
        return f"LinkedIn showed {total}{f' ({ranks})' if ranks else ''} on {spoken(day_of(latest.day))}"

    @property
    def calibration_words(self) -> str:
        """What the readings did, in words; blank without any."""
        if not self.calibrated:
            return ""
        number = sum(r.total is not None or bool(r.pillars) for r in self.official)
        many = f"{number} official readings" if number > 1 else "one official reading"
        raw = f"{self.raw.total:.0f} ({between(self.raw.interval)})"
        words = f"Calibrated on {many}; without, the estimate is {raw}."
        if self.left_out:
            off = sum(abs(e.error) for e in self.left_out) / len(self.left_out)
            words += f" On days it had not seen, the calibrated estimate was off by {off:.1f} points."
        return words

    def unexplained_words(self, pillar: str) -> str:
        """What no signal explains in a pillar, and what clipping took, in words; blank where there is neither."""
        row = next(u for u in self.unexplained if u.pillar == pillar)
        if abs(row.points) < 0.05 and abs(row.clipped) < 0.05:
            return ""
        words = f"Unexplained, by your official readings: {row.points:+.1f} points"
        if abs(row.clipped) >= 0.05:
            words += f", of which {abs(row.clipped):.1f} {'above 25' if row.clipped > 0 else 'below 0'} do not count"
        return words

    @property
    def rank_words(self) -> str:
        """Rank among industry and network, in words; blank where no reading tells an average."""
        told = [f"{r.words} of your {name}" for name, r in self.ranks.items()]
        return f"By your total, you are probably among the {' and the '.join(told)}." if told else ""

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi score --json``."""

        def pillars(of: tuple[PillarScore, ...]) -> list[dict[str, Any]]:
            return [{"key": p.key, "points": p.points, "max": p.max, "interval": list(p.interval)} for p in of]

        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "model_version": self.model_version,
            "total": self.total,
            "interval": list(self.interval),
            "coverage": self.coverage,
            "calibrated": self.calibrated,
            "raw": {
                "total": self.raw.total, "interval": list(self.raw.interval), "pillars": pillars(self.raw.pillars),
            },
            "pillars": pillars(self.pillars),
            "signals": [
                {
                    "key": s.key, "pillar": s.pillar, "level": s.level, "enough": s.enough, "points": s.points,
                    "max": s.max, "provenance": s.provenance,
                }
                for s in self.signals
            ],
            "unexplained": [
                {"pillar": u.pillar, "points": u.points, "clipped": u.clipped} for u in self.unexplained
            ],
            "rank": {
                name: {"top": r.top, "low": r.low, "high": r.high} for name, r in self.ranks.items()
            } or None,
            "next_best_actions": [
                {"habit": a.habit, "points_per_hour": a.points_per_hour, "why": a.why} for a in self.next_best_actions
            ],
            # Beyond the contract, and only where there is something to tell.
            **({"left_out": [{"date": e.day.isoformat(), "error": e.error} for e in self.left_out]}
               if self.left_out else {}),
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """Points per signal, a row a signal."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "pillar": PILLARS[s.pillar], "signal": s.label, "level": s.level, "enough": s.enough,
                    "points": s.points, "max": s.max, "provenance": s.provenance,
                }
                for s in self.signals
            ]
        )  # fmt: skip

    def _repr_html_(self) -> str:
        words = html.escape(f"{self.headline}. {self.stands_for}. {self.coverage_words}.")
        return f"<p>{words}</p>{self.to_frame().to_html(index=False, float_format='{:.2f}'.format)}"
