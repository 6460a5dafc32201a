"""A member's own acts, day by day; a day that no file covers is not an idle one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import spoken
from ssi_core.member import Activity, day_of
from ssi_core.model.acts import stretch

#: A member's own acts: the daily inputs that a file dates, and what a person calls them.
ACTS: Mapping[str, str] = {
    "original_posts": "posts", "reposts": "reposts", "articles": "articles", "comments_given": "comments",
    "reactions_given": "reactions", "messages_sent": "messages", "invitations_sent": "invitations",
    "people_searches": "searches",
}  # fmt: skip

#: Acts of a day from which on it belongs to the next class, and the classes in words.
CLASSES = (1, 4, 10, 20)
CLASS_WORDS = ("none", "1\u20133", "4\u20139", "10\u201319", "20+")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Calendar:
    """A member's own acts, day by day.

    Attributes
    ----------
    days : (N,) int64
        Day numbers, one after another.
    acts : (N,) float64
        Acts of each day; 0 where no file covers it.
    covered : (N,) bool
        Whether any file of acts speaks of the day. A day without a file is not an idle day.
    by_kind : mapping of str to (N,) float64
        The same by input, of those that some file tells.
    """

    days: NDArray[np.int64]
    acts: NDArray[np.float64]
    covered: NDArray[np.bool_]
    by_kind: Mapping[str, NDArray[np.float64]]

    @property
    def dates(self) -> list[dt.date]:
        """The days as dates."""
        return [day_of(int(d)) for d in self.days]

    @property
    def weekday(self) -> NDArray[np.int64]:
        """(N,) day of the week, 0 for Monday to 6 for Sunday."""
        return (self.days + 3) % 7  # 1970-01-01 was a Thursday

    @property
    def monday(self) -> NDArray[np.int64]:
        """(N,) day number of the Monday of each day's week."""
        return self.days - self.weekday

    @property
    def classes(self) -> NDArray[np.int64]:
        """(N,) class of each day's acts, 0 to 4: index into :data:`CLASS_WORDS`."""
        return np.searchsorted(np.array(CLASSES), self.acts, side="right").astype(np.int64)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Kinds of acts that no file tells, in words."""
        return tuple(words for name, words in ACTS.items() if name not in self.by_kind)

    @property
    def words(self) -> str:
        """On how many days the member acted, on which weekday most, and what no file tells."""
        span = f"from {spoken(day_of(int(self.days[0])))} to {spoken(day_of(int(self.days[-1])))}"
        told = int(self.covered.sum())
        if not told:
            return f"No file tells what you did {span}: give a Complete export."
        active = int((self.acts > 0).sum())
        said = f"You acted on {active:,} of {many(told, 'day')} {span}"
        if gone := len(self.days) - told:
            said += f"; {many(gone, 'more day')} {'is' if gone == 1 else 'are'} in no file, which is not idle"
        if active:
            means = [self._mean(d) for d in range(7)]
            most, least = int(np.argmax(means)), int(np.argmin(means))
            said += f". Most on {WEEKDAYS[most]}s ({means[most]:.1f} a day)"
            said += f", least on {WEEKDAYS[least]}s ({means[least]:.1f})" if most != least else ""
        more = f" No file tells your {listed(self.unknown)}; they are not in it." if self.unknown else ""
        return f"{said}.{more}"

    def _mean(self, weekday: int) -> float:
        days = self.covered & (self.weekday == weekday)
        return float(self.acts[days].mean()) if days.any() else 0.0


def first_act(activity: Activity, otherwise: int) -> int:
    """Day number of the first act of the member's own, or `otherwise` where there is none."""
    firsts = [np.flatnonzero(activity.counts[n])[:1] for n in ACTS if n in activity.counts]
    return activity.first_day + min((int(at[0]) for at in firsts if len(at)), default=otherwise - activity.first_day)


def calendar_of(activity: Activity, first: int, last: int) -> Calendar:
    """The days from `first` to `last`, both day numbers and both included."""
    days = np.arange(first, last + 1)
    covered, by_kind = np.zeros(len(days), bool), {}
    for name in ACTS:
        held = stretch(activity, [name], first, last)
        if held is not None:
            count, told = held
            by_kind[name] = np.where(told, count, 0.0)
            covered |= told
    acts = np.sum(list(by_kind.values()), axis=0) if by_kind else np.zeros(len(days))
    return Calendar(days, acts, covered, by_kind)


def many(number: int, noun: str) -> str:
    """A number of things: ``1 day``, ``2 days``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Words as a list: ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
