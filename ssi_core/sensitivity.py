"""What the core answers of what a total rests on: the causes of doubt, and the numbers that matter most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ssi_core.imported import SCHEMA
from ssi_core.model.estimate import Doubt
from ssi_core.model.sensitivity import Swing
from ssi_core.results import between

#: Swings named in a sentence.
NAMED = 3


@dataclass(frozen=True)
class Sensitivity:
    """What the total rests on.

    Attributes
    ----------
    as_of : datetime.date
        The day.
    interval : (float, float)
        10-90 % interval of the total.
    doubt : Doubt
        Shares of its width by cause.
    swings : tuple of Swing
        What each doubtful number does to the total, the widest first.
    """

    as_of: dt.date
    interval: tuple[float, float]
    doubt: Doubt
    swings: tuple[Swing, ...]

    @property
    def causes(self) -> tuple[tuple[str, float], ...]:
        """Cause of doubt in words, and the points of the interval's width that are due to it; they sum to the width."""
        width = self.interval[1] - self.interval[0]
        return (
            ("signals we can't see", self.doubt.missing * width),
            ("weights we don't know", self.doubt.weights * width),
            ("what the model leaves out", self.doubt.unexplained * width),
        )

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi sensitivity --json``."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "interval": list(self.interval),
            "causes": [{"cause": words, "points": points} for words, points in self.causes],
            "swings": [
                {
                    "key": s.key, "what": s.what, "base": s.base,
                    "settings": [{"value": v, "total": t} for v, t in zip(s.values, s.totals, strict=True)],
                }
                for s in self.swings
            ],
        }  # fmt: skip

    @property
    def causes_words(self) -> str:
        """Where the width of the interval comes from, in a sentence."""
        low, high = self.interval
        parts = [f"{points:.1f} come from {words}" for words, points in self.causes]
        return f"Of the {high - low:.1f} points of {between(self.interval)}, {', '.join(parts[:-1])} and {parts[-1]}."

    @property
    def swings_words(self) -> str:
        """What matters most, in a sentence."""
        said = "; ".join(s.words for s in self.swings[:NAMED])
        return f"From a total of {self.swings[0].base:.1f}, what matters most: {said}."
