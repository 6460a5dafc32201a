"""Whether a commitment was kept, as far as the member's files show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from ssi_core.imported import Imported, member_in, spoken
from ssi_core.member import Activity, Member, day_number, day_of
from ssi_core.model.acts import stretch
from ssi_core.model.habits import HABITS
from ssi_core.wording import often, weeks_apart

#: Share of what was meant from which it counts as kept, and up to which as not: one missed day is no broken word.
KEPT, NOT = 0.9, 0.25
#: Days that must be seen for a verdict.
LEAST_DAYS = 7

KEPT_WORD, PARTLY, NOT_KEPT, UNSEEN = "kept", "partly", "not", "can't be seen"

_LABELS = {h.key: h for h in HABITS}
#: Inputs of which the files know some only: reading and browsing leave no trace.
_SOME_ONLY = ("active_days",)


class Promised(Protocol):
    """What is checked: a commitment of :mod:`ssi_core.store.filed`, or anything with these."""

    @property
    def habit(self) -> str:
        """Key of the habit table."""

    @property
    def weekly(self) -> float:
        """Actions a week, > 0."""

    @property
    def start(self) -> dt.date:
        """First day."""

    @property
    def until(self) -> dt.date:
        """Last day; it counts."""


@dataclass(frozen=True)
class Check:
    """A commitment against what the files show.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    promised : float
        Actions a week that were meant.
    verdict : {"kept", "partly", "not", "can't be seen"}
        Over the days that the files speak of.
    weekly : float or None
        Actions a week that the files show on those days; None where they show too few.
    actions : float or None
        Actions on those days; None where they show too few.
    first, last : datetime.date
        The days asked about: of the commitment those up to the day it was checked for.
    days_seen, days : int
        Of those days, how many the files speak of, and how many there are.
    over : bool
        Whether its last day has come.
    lower_bound : bool
        Whether the files may miss some, so that more may have been done.
    sentence : str
        In words.
    """

    habit: str
    promised: float
    verdict: str
    weekly: float | None
    actions: float | None
    first: dt.date
    last: dt.date
    days_seen: int
    days: int
    over: bool
    lower_bound: bool
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "habit": self.habit, "promised": self.promised, "verdict": self.verdict, "weekly": self.weekly,
            "actions": self.actions, "from": self.first.isoformat(), "to": self.last.isoformat(),
            "days_seen": self.days_seen, "days": self.days, "over": self.over, "lower_bound": self.lower_bound,
            "sentence": self.sentence,
        }  # fmt: skip


def checked(found: Imported | Member, promised: Promised, *, today: dt.date) -> Check:
    """Check one commitment.

    Parameters
    ----------
    found : Imported or Member
        The member, with files read since.
    promised : Promised
        What was meant.
    today : datetime.date
        Days after it are still to come and count neither way.

    Returns
    -------
    Check
        Over the days between `start` and `until` that a file speaks of; a day of which none speaks is not taken for
        an idle one. Below a week of such days it can't be seen.
    """
    habit = _LABELS[promised.habit]
    first, last = day_number(promised.start), min(day_number(promised.until), day_number(today))
    over = promised.until <= today
    days = max(0, last - first + 1)
    member = member_in(found)
    seen, actions, bound = _shown(member.activity, promised.habit, first, last) if days else (0, 0.0, False)

    def answer(verdict: str, weekly: float | None, words: str) -> Check:
        return Check(
            promised.habit, float(promised.weekly), verdict, weekly, None if weekly is None else actions,
            promised.start, max(promised.start, day_of(last)), seen, days, over, bound,
            f"{habit.label[0].upper()}{habit.label[1:]}, {often(promised.weekly)}: {words}.",
        )  # fmt: skip

    if not days:
        return answer(UNSEEN, None, f"can't be seen yet, it begins on {spoken(promised.start)}")
    if not habit.counted_in:
        return answer(UNSEEN, None, "can't be seen, no file counts it by itself; ask")
    least = min(LEAST_DAYS, (promised.until - promised.start).days + 1)
    if seen < least:
        return answer(UNSEEN, None, _unseen(promised.start, last, seen, days, least))
    weekly = actions / seen * 7
    share = weekly / promised.weekly
    verdict = KEPT_WORD if share >= KEPT - 1e-9 else NOT_KEPT if share <= NOT + 1e-9 else PARTLY
    said = {KEPT_WORD: "kept", PARTLY: "kept in part", NOT_KEPT: "not kept"}[verdict]
    told = _number(actions)
    words = f"{said}, {told} in {seen} days"
    if weeks_apart(promised.weekly) is None:
        words += f" {'is' if told == '1' else 'are'} {weekly:.1f} a week"
    if seen < days:
        words += f"; the files speak of {seen} of {days} days"
    if bound and verdict != KEPT_WORD:
        words += "; the files may miss some"
    if not over:
        words += f"; it runs until {spoken(promised.until)}"
    return answer(verdict, weekly, words)


def check_all(found: Imported | Member, promised: Iterable[Promised], *, today: dt.date) -> tuple[Check, ...]:
    """Check several commitments, in their order."""
    return tuple(checked(found, one, today=today) for one in promised)


def _shown(activity: Activity, habit: str, first: int, last: int) -> tuple[int, float, bool]:
    # Days that the files speak of, actions on them, and whether these may be fewer than there were.
    name = _LABELS[habit].counted_in
    told = stretch(activity, (name,), first, last) if name else None
    if told is None:
        return 0, 0.0, False
    counts, covered = told
    return int(covered.sum()), float(counts[covered].sum()), name in _SOME_ONLY


def _unseen(start: dt.date, last: int, seen: int, days: int, least: int) -> str:
    if seen == days:
        return f"can't be seen yet, it has run for {days} day{'s' if days > 1 else ''} and {least} are the least"
    if days == 1:
        return f"can't be seen, the files don't speak of {spoken(start)}; read a later export"
    many = f"{seen} of the {days} days" if seen else "none of the days"
    span = f"{spoken(start)} to {spoken(day_of(last))}"
    return f"can't be seen, the files speak of {many} from {span}; read a later export"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
