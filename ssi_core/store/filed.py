"""What is filed under a member: sessions, commitments, check-ins, scenarios, plans, official readings."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ssi_core.member import Reading
from ssi_core.model.habits import HABIT_KEYS, MOST_A_WEEK
from ssi_core.store.errors import InvalidError

T = TypeVar("T")

#: Characters of a note.
LONGEST_NOTE = 100_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Filed(Generic[T]):
    """One thing as it is kept.

    Attributes
    ----------
    id : str
        Its number, which nobody can guess.
    member : str
        Id of the member it belongs to.
    version : int
        Counts how often it was saved; to be given back with a change.
    saved : datetime.datetime
        When it was last saved, in UTC.
    content : T
        What it is.
    """

    id: str
    member: str
    version: int
    saved: dt.datetime
    content: T


@dataclass(frozen=True)
class Session:
    """A meeting with a member, held or still to come.

    Attributes
    ----------
    day : datetime.date
        The day.
    private : str
        The coach's own notes; never shown to the client, never in a report.
    shared : str
        Notes that the client reads.
    snapshot : mapping or None
        The score, the model's version and the inputs as they stood when the session began; None before it did. Once
        there, it stays. See :func:`ssi_core.store.snapshots.snapshot`.
    """

    day: dt.date
    private: str = ""
    shared: str = ""
    snapshot: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        _note("private notes", self.private)
        _note("shared notes", self.shared)


@dataclass(frozen=True)
class Commitment:
    """What a member means to do, every week from one day until another.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    weekly : float
        Actions a week, > 0.
    start, until : datetime.date
        First and last day; both count.
    when : str
        When in the week, in the member's words.
    obstacle : str
        What may get in the way.
    session : str or None
        Id of the session in which it was agreed.
    """

    habit: str
    weekly: float
    start: dt.date
    until: dt.date
    when: str = ""
    obstacle: str = ""
    session: str | None = None

    def __post_init__(self) -> None:
        _habit(self.habit)
        if not math.isfinite(self.weekly) or not 0 < self.weekly <= MOST_A_WEEK:
            raise InvalidError(f"{self.weekly:g} a week of {self.habit}: give more than 0 and at most {MOST_A_WEEK:,}")
        if self.until < self.start:
            raise InvalidError(f"a commitment from {self.start} until {self.until} ends before it starts: swap them")
        _note("when", self.when)
        _note("what may get in the way", self.obstacle)


@dataclass(frozen=True)
class Ticked:
    """A member's own word on one week of a commitment.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    week : datetime.date
        First day of the week, as the commitment counts them.
    done : bool
        Whether they did what they had meant to.
    """

    habit: str
    week: dt.date
    done: bool

    def __post_init__(self) -> None:
        _habit(self.habit)


@dataclass(frozen=True)
class CheckIn:
    """What a member says between two sessions of how it goes; it never changes a score.

    Attributes
    ----------
    day : datetime.date
        The day they said it.
    ticks : tuple of Ticked
        Weeks they speak of, each once a habit.
    words : str
        Anything else, in their words.
    """

    day: dt.date
    ticks: tuple[Ticked, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        _note("their words", self.words)
        seen = set()
        for tick in self.ticks:
            if (tick.habit, tick.week) in seen:
                raise InvalidError(f"the week of {tick.week} is told twice of {tick.habit}: tell it once")
            seen.add((tick.habit, tick.week))


@dataclass(frozen=True)
class Scenario:
    """A what-if, as ``habits.json`` has it.

    Attributes
    ----------
    name : str
        What the user calls it.
    habits : mapping
        See :func:`ssi_core.scenario.scenario_from`.
    """

    name: str
    habits: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named(self.name)


@dataclass(frozen=True)
class PlanRequest:
    """What was asked of a plan; solved again, it gives the plan.

    Attributes
    ----------
    name : str
        What the user calls it.
    request : mapping
        ``target``, ``by``, ``hours``, ``minutes``, ``without``, as :func:`ssi_core.planning.plan` takes them; days as
        YYYY-MM-DD.
    """

    name: str
    request: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named(self.name)


#: An official reading is kept as the member's own noun.
Content = Session | Commitment | CheckIn | Scenario | PlanRequest | Reading


def named(name: str) -> str:
    """A name without blanks at its ends, checked."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidError(f"a name has 1 to {LONGEST_NAME} characters that can be printed: give another")
    return name


def _habit(key: str) -> None:
    if key not in HABIT_KEYS:
        raise InvalidError(f"there is no habit {key!r}: choose from {', '.join(HABIT_KEYS)}")


def _note(what: str, text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise InvalidError(f"{what}: {len(text):,} characters, {LONGEST_NOTE:,} can be kept: shorten them")
    if "\0" in text:
        raise InvalidError(f"{what} hold a zero byte, which no database keeps: take it out")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidError(
            f"{what} hold half a character, {text[error.start : error.end]!r}, which no file keeps: take it out"
        ) from None
