"""What the core answers of habits: what an action takes and brings, how often it may be done and is done now."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from ssi_core.imported import SCHEMA

_STEPS, _STEPS_A_SLIDER = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0), 60


@dataclass(frozen=True)
class HabitRow:
    """A habit as a slider needs it.

    Attributes
    ----------
    key, label : str
        Key, and one action as a person says it.
    minutes : float
        Minutes an action takes.
    at_most : float
        Most actions a week that a scenario may ask for: the ceiling, or the member's own rate where that is above it.
    as_now : float
        The member's own actions a week.
    source : {"measured", "self_reported", "assumed", "unknown"}
        How that is known.
    own_words : str
        The same as a person reads it.
    feeds : tuple of str
        Signals that it moves.
    brings : tuple of str
        What an action brings from others, in words: learnt or assumed.
    needs_seat : bool
        Whether it takes a Sales Navigator seat that the member lacks.
    """

    key: str
    label: str
    minutes: float
    at_most: float
    as_now: float
    source: str
    own_words: str
    feeds: tuple[str, ...]
    brings: tuple[str, ...]
    needs_seat: bool

    @property
    def step(self) -> float:
        """A sensible step of the slider: some sixty of them from nothing to the ceiling."""
        return max((s for s in _STEPS if s <= self.at_most / _STEPS_A_SLIDER), default=_STEPS[0])

    @property
    def most(self) -> float:
        """Upper end of the slider: a whole number of steps, at least one, and beyond that at most :attr:`at_most`."""
        return max(1, math.floor(self.at_most / self.step + 1e-9)) * self.step

    @property
    def moves(self) -> bool:
        """Whether the slider has anywhere to go: not where the model allows none and the member does next to none."""
        return self.at_most >= self.step

    @property
    def start(self) -> float:
        """The member's own rate to the nearest step: where the slider stands while the habit goes on as now."""
        return min(round(self.as_now / self.step) * self.step, self.most)

    @property
    def takes(self) -> str:
        """``3 min each``."""
        return f"{self.minutes:g} min each"

    @property
    def words(self) -> str:
        """``comment on a post: 3 min each, at most 70 a week; your own rate 6.9, from your last 13 weeks``."""
        own = "needs a Sales Navigator seat" if self.needs_seat else self.own_words
        return f"{self.label}: {self.takes}, at most {_few(self.at_most)} a week; {own}"

    def to_dict(self) -> dict[str, Any]:
        """A habit of ``ssi habits --json``."""
        return {
            "key": self.key, "label": self.label, "minutes": self.minutes, "at_most": self.at_most,
            "as_now": self.as_now, "source": self.source, "feeds": list(self.feeds), "brings": list(self.brings),
            "needs_seat": self.needs_seat,
        }  # fmt: skip


def _few(number: float) -> str:
    # A ceiling is whole; a member's own rate above it may not be.
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


@dataclass(frozen=True)
class HabitTable:
    """A member's habits by a model.

    Attributes
    ----------
    as_of : datetime.date
        The day up to which the member's own rates are counted.
    model_version : str
        Version of the model.
    edits : tuple of str
        What the user changed in it, in words.
    rows : tuple of HabitRow
        The habits, in the order of the habit table.
    """

    as_of: dt.date
    model_version: str
    edits: tuple[str, ...]
    rows: tuple[HabitRow, ...]

    @property
    def minutes(self) -> float:
        """Minutes a week that all of it takes as now."""
        return sum(row.minutes * row.as_now for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi habits --json``."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "model_version": self.model_version,
            "minutes_per_week": self.minutes,
            "habits": [row.to_dict() for row in self.rows],
        }
