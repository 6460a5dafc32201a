"""How a member's commitments go by their own word, which no file bears out and no score takes into account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ssi_core.commitments import Promised
from ssi_core.imported import spoken
from ssi_core.model.habits import HABITS
from ssi_core.store.filed import CheckIn, Ticked
from ssi_core.wording import often

_WEEK = dt.timedelta(days=7)
_LABELS = {h.key: h.label[0].upper() + h.label[1:] for h in HABITS}


@dataclass(frozen=True)
class OwnWord:
    """What a member said of one commitment.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    kept, told : tuple of datetime.date
        First days of the weeks in which they did it, and of all weeks they spoke of; the earliest first.
    weeks : int
        Weeks of the commitment, the last one perhaps cut short.
    last : datetime.date
        Last day of the latest week they spoke of.
    """

    habit: str
    kept: tuple[dt.date, ...]
    told: tuple[dt.date, ...]
    weeks: int
    last: dt.date

    @property
    def sentence(self) -> str:
        """In words: ``By their own word: kept in 2 of the 3 weeks told, 26 May to 15 June 2026``."""
        kept, told = len(self.kept), len(self.told)
        if told == 1:
            words = f"{'kept' if kept else 'not kept'} in the one week told"
        elif kept == told:
            words = f"kept in all {told} weeks told"
        else:
            words = f"kept in {kept or 'none'} of the {told} weeks told"
        return f"By their own word: {words}, {_span(self.told[0], self.last)}."

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "habit": self.habit, "kept": [d.isoformat() for d in self.kept], "told": [d.isoformat() for d in self.told],
            "weeks": self.weeks, "to": self.last.isoformat(), "sentence": self.sentence,
        }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a check-in asks about one commitment.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    weekly : float
        Actions a week that were meant.
    weeks : tuple of datetime.date
        First days of the weeks that have begun and of which nothing was said yet, the earliest first.
    over : tuple of datetime.date
        Those of them whose last day has passed.
    """

    habit: str
    weekly: float
    weeks: tuple[dt.date, ...]
    over: tuple[dt.date, ...]

    @property
    def words(self) -> str:
        """The commitment: ``Comment on a post, 10 a week``, ``Write an article, 1 every 4 weeks``."""
        return f"{_LABELS[self.habit]}, {often(self.weekly)}"

    def ticks(self, done: Collection[dt.date]) -> tuple[Ticked, ...]:
        """What is said by choosing the weeks in which it was done.

        Parameters
        ----------
        done : collection of datetime.date
            Of :attr:`weeks`. A week that is over and not among them counts as one in which it was not done; one that
            still runs is left to be told later.
        """
        return tuple(Ticked(self.habit, w, w in done) for w in self.weeks if w in done or w in self.over)


def weeks_of(promised: Promised, until: dt.date) -> tuple[dt.date, ...]:
    """First days of the weeks of a commitment that have begun by a day.

    They are counted from its own first day, every seven days, up to its last.
    """
    begun = (min(promised.until, until) - promised.start).days // 7 + 1
    return tuple(promised.start + i * _WEEK for i in range(begun))


def own_word(promised: Promised, check_ins: Iterable[CheckIn]) -> OwnWord | None:
    """What a member said of a commitment.

    Parameters
    ----------
    promised : Promised
        What was meant.
    check_ins : iterable of CheckIn
        Theirs, those of one day in the order in which they were made: the latest that speaks of a week stands.

    Returns
    -------
    OwnWord or None
        None where they never spoke of it.
    """
    weeks = weeks_of(promised, promised.until)
    said = _said(check_ins)
    told = tuple(week for week in weeks if (promised.habit, week) in said)
    if not told:
        return None
    kept = tuple(week for week in told if said[promised.habit, week])
    return OwnWord(promised.habit, kept, told, len(weeks), _last(promised, told[-1]))


def to_ask(promised: Sequence[Promised], check_ins: Iterable[CheckIn], today: dt.date) -> tuple[Asked, ...]:
    """What a check-in asks about commitments, each in its place.

    Parameters
    ----------
    promised : sequence of Promised
        What was meant. A week that two of one habit share is asked with the later of them: one answer holds for both.
    check_ins : iterable of CheckIn
        What was said before; nothing is asked twice.
    today : datetime.date
        The day of the check-in.
    """
    known = set(_said(check_ins))
    out = []
    for one in reversed(promised):
        weeks = tuple(week for week in weeks_of(one, today) if (one.habit, week) not in known)
        known |= {(one.habit, week) for week in weeks}
        out.append(Asked(one.habit, one.weekly, weeks, tuple(week for week in weeks if _last(one, week) < today)))
    return tuple(reversed(out))


def ticked_words(ticks: Iterable[Ticked]) -> str:
    """What was told, by habit: ``Comment on a post: done in 2 of 3 weeks``; blank where nothing was."""
    by_habit: dict[str, list[bool]] = {}
    for tick in ticks:
        by_habit.setdefault(tick.habit, []).append(tick.done)
    return "; ".join(f"{_LABELS[habit]}: {_counted(done)}" for habit, done in by_habit.items())


def week_words(week: dt.date, today: dt.date) -> str:
    """``week of 2 July``, with the year where it is another one than today's."""
    return f"week of {week.day} {week:%B}" if week.year == today.year else f"week of {spoken(week)}"


def _said(check_ins: Iterable[CheckIn]) -> dict[tuple[str, dt.date], bool]:
    return {(t.habit, t.week): t.done for one in sorted(check_ins, key=lambda c: c.day) for t in one.ticks}


def _counted(done: Sequence[bool]) -> str:
    if len(done) == 1:
        return "done in one week" if done[0] else "not done in one week"
    return f"done in {sum(done) or 'none'} of {len(done)} weeks"


def _last(promised: Promised, week: dt.date) -> dt.date:
    return week + min(_WEEK - dt.timedelta(days=1), promised.until - week)


def _span(first: dt.date, last: dt.date) -> str:
    if first == last:
        return spoken(first)
    since = f"{first.day} {first:%B}" if first.year == last.year else spoken(first)
    return f"{since} to {spoken(last)}"
