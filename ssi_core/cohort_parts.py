"""What may be seen of a cohort: frozen results that say themselves as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ssi_core.imported import SCHEMA
from ssi_core.sight import Sight


@dataclass(frozen=True)
class CohortMember:
    """One member, with all that a cohort is made of.

    Attributes
    ----------
    name : str
        For whoever may see it.
    points : mapping of str to float
        The total and the four pillars.
    before : mapping of str to float or None
        The same on an earlier day, where it is known.
    minutes : mapping of str to float or None
        Minutes a week by habit of what the member should do next; None where nobody worked it out.
    group : str
        A part of the cohort, a team for instance; blank for none.
    consent : datetime.date or None
        The day on which consent to be named was recorded.
    """

    name: str
    points: Mapping[str, float]
    before: Mapping[str, float] | None = None
    minutes: Mapping[str, float] | None = None
    group: str = ""
    consent: dt.date | None = None


@dataclass(frozen=True)
class Spread:
    """How some people lie: quartiles with straight lines between neighbours. Of their ends nothing is told.

    Attributes
    ----------
    people : int
        How many.
    low, median, high : float
        Lower quartile, median, upper quartile.
    """

    people: int
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Part:
    """A group of a cohort.

    Attributes
    ----------
    name : str
        The group's.
    people : int
        How many.
    spreads : mapping of str to Spread
        By measure; empty where they are held back.
    held_back : str
        Why; blank where they are shown.
    """

    name: str
    people: int
    spreads: Mapping[str, Spread]
    held_back: str = ""


@dataclass(frozen=True)
class HabitHours:
    """What all members together should do of a habit.

    Attributes
    ----------
    habit, label : str
        Key and name.
    hours : float
        Hours a week, all members together.
    mean_minutes : float
        Minutes a week of a member on average, over all of them.
    people : int
        Members who should do any of it.
    """

    habit: str
    label: str
    hours: float
    mean_minutes: float
    people: int


@dataclass(frozen=True)
class Step:
    """How far those came of whom both days are known.

    Attributes
    ----------
    change : Spread
        Of each one's own difference.
    rose : int
        Members who gained more than half a point.
    before, after : Spread or None
        How they lay; None where too few others are left, whose figures would follow.
    """

    change: Spread
    rose: int
    before: Spread | None
    after: Spread | None


@dataclass(frozen=True)
class Cohort:
    """What may be seen of a cohort.

    Attributes
    ----------
    people : int
        How many there are.
    sight : Sight
        The rules that were kept.
    spreads : mapping of str to Spread
        By measure, of all; empty where they are held back.
    parts : tuple of Part
        Groups in the order of their names.
    named : tuple of CohortMember
        Those who are seen by name, in the order of their names.
    habits : tuple of HabitHours
        What takes most first; empty where it is held back, or nobody worked it out.
    progress : mapping of str to Step
        By measure; empty where it is held back, or no earlier day is known.
    held_back : str
        Why the whole is not shown; blank where it is.
    """

    people: int
    sight: Sight
    spreads: Mapping[str, Spread]
    parts: tuple[Part, ...] = ()
    named: tuple[CohortMember, ...] = ()
    habits: tuple[HabitHours, ...] = ()
    progress: Mapping[str, Step] = field(default_factory=dict)
    held_back: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return {
            "schema": SCHEMA,
            "people": self.people,
            "sight": {"kind": self.sight.kind, "least": self.sight.least},
            "spreads": _plain(self.spreads),
            "groups": [
                {"name": p.name, "people": p.people, "spreads": _plain(p.spreads), "held_back": p.held_back}
                for p in self.parts
            ],
            "members": [{"name": m.name, "group": m.group, **m.points} for m in self.named],
            "habits": [
                {"habit": h.habit, "hours": h.hours, "mean_minutes": h.mean_minutes, "people": h.people}
                for h in self.habits
            ],
            "progress": {
                name: {
                    "change": vars(s.change), "rose": s.rose, "before": s.before and vars(s.before),
                    "after": s.after and vars(s.after),
                }
                for name, s in self.progress.items()
            },
            "held_back": self.held_back,
        }  # fmt: skip


def _plain(spreads: Mapping[str, Spread]) -> dict[str, Any]:
    return {name: vars(s) for name, s in spreads.items()}
