"""When a member acts, day by day, and what becomes of invitations and conversations, quarter by quarter."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import SCHEMA, Imported, day_in, member_in, spoken
from ssi_core.member import Activity, Member, day_number, day_of
from ssi_core.model.acts import stretch
from ssi_core.model.stretch import over

if TYPE_CHECKING:
    import pandas as pd

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
        said = f"You acted on {active:,} of {_many(told, 'day')} {span}"
        if gone := len(self.days) - told:
            said += f"; {_many(gone, 'more day')} {'is' if gone == 1 else 'are'} in no file, which is not idle"
        if active:
            means = [self._mean(d) for d in range(7)]
            most, least = int(np.argmax(means)), int(np.argmin(means))
            said += f". Most on {WEEKDAYS[most]}s ({means[most]:.1f} a day)"
            said += f", least on {WEEKDAYS[least]}s ({means[least]:.1f})" if most != least else ""
        more = f" No file tells your {_listed(self.unknown)}; they are not in it." if self.unknown else ""
        return f"{said}.{more}"

    def _mean(self, weekday: int) -> float:
        days = self.covered & (self.weekday == weekday)
        return float(self.acts[days].mean()) if days.any() else 0.0


@dataclass(frozen=True)
class Quarter:
    """What became of a calendar quarter's invitations and conversations.

    Attributes
    ----------
    year, number : int
        2026, 1 to 4.
    first, last : datetime.date
        Its days; of the running quarter up to the day stood on.
    running : bool
        Whether it goes on after that day.
    invited, accepted : int or None
        Invitations sent in it, and those of them accepted by the day stood on; None where no file covers a day of it,
        `accepted` too where no connections are there to compare.
    begun, answered : int or None
        Conversations that the member began in it, and those of them answered by then; None where no file covers it.
    invitations_days, messages_days : int
        Days of it that the files cover.
    """

    year: int
    number: int
    first: dt.date
    last: dt.date
    running: bool
    invited: int | None
    accepted: int | None
    begun: int | None
    answered: int | None
    invitations_days: int
    messages_days: int

    @property
    def label(self) -> str:
        """``2026 Q2``."""
        return f"{self.year} Q{self.number}"

    @property
    def days(self) -> int:
        """Days of it, up to the day stood on."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """What was sent and what became of it, and which part no file covers."""
        parts = [
            _pair(self.invited, "invited", self.accepted, "accepted", self.invitations_days, self.days, "invitations"),
            _pair(self.begun, "begun", self.answered, "answered", self.messages_days, self.days, "conversations"),
        ]
        until = f", until {spoken(self.last)}" if self.running else ""
        return f"{self.label}{until}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Rhythm:
    """When a member acts, and what becomes of it.

    Attributes
    ----------
    as_of : datetime.date
        The day stood on: nothing known later counts.
    calendar : Calendar
        Day by day.
    quarters : tuple of Quarter
        Oldest first.
    """

    as_of: dt.date
    calendar: Calendar
    quarters: tuple[Quarter, ...]

    @property
    def funnel_words(self) -> str:
        """The newest quarter with anything in it against the one a year before, and which quarters no file covers."""
        told = [q for q in self.quarters if q.invited is not None or q.begun is not None]
        if not told:
            files = "Invitations.csv, Connections.csv and messages.csv"
            return f"No file tells of your invitations or conversations: give {files}."
        said = f"{told[-1].words}."
        earlier = [q for q in told if (q.year, q.number) == (told[-1].year - 1, told[-1].number)]
        said += f" A year before, {earlier[0].words}." if earlier else ""
        gone = [q.label for q in self.quarters if q.invited is None and q.begun is None]
        said += f" {_listed(gone)} {'is' if len(gone) == 1 else 'are'} in no file." if gone else ""
        return f"{said} Those of the last weeks may still be answered."

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi activity --json``; ``acts`` is null on a day that no file covers."""
        calendar = self.calendar
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "kinds": list(calendar.by_kind),
            "days": [
                {"date": day.isoformat(), "acts": _plain(acts) if covered else None}
                for day, acts, covered in zip(calendar.dates, calendar.acts, calendar.covered, strict=True)
            ],
            "quarters": [
                {
                    "quarter": f"{q.year}-Q{q.number}", "first": q.first.isoformat(), "last": q.last.isoformat(),
                    "running": q.running, "invited": q.invited, "accepted": q.accepted, "begun": q.begun,
                    "answered": q.answered, "invitations_days": q.invitations_days, "messages_days": q.messages_days,
                }
                for q in self.quarters
            ],
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The calendar, indexed by date: a column a kind, acts in all, and whether any file covers the day."""
        import pandas as pd

        calendar = self.calendar
        frame = pd.DataFrame({**calendar.by_kind, "acts": calendar.acts, "covered": calendar.covered})
        frame.index = pd.DatetimeIndex(pd.to_datetime([d.isoformat() for d in calendar.dates]), name="date")
        return frame

    def _repr_html_(self) -> str:
        said = html.escape(f"{self.calendar.words} {self.funnel_words}")
        return f"<p>{said}</p>{self.to_frame().to_html(max_rows=14)}"


def rhythm(
    found: Imported | Member, *, start: dt.date | None = None, end: dt.date | None = None
) -> Rhythm:
    """When a member acts, day by day, and what becomes of invitations and conversations, quarter by quarter.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    start, end : datetime.date, optional
        First and last day; by default the first with an act of the member's own and the day that was read for.

    Returns
    -------
    Rhythm
        Days from `start` to `end`; quarters from the one of `start` to that of `end`, the first of them whole.

    Raises
    ------
    ValueError
        If `start` lies after `end`.
    """
    activity = member_in(found).activity
    last = day_in(found, end)
    first = day_number(start) if start else min(_first_act(activity, last), last)
    if first > last:
        raise ValueError(f"a calendar from {day_of(first)} to {day_of(last)} ends before it starts: swap the days")
    return Rhythm(day_of(last), _calendar(activity, first, last), _quarters(activity, first, last))


def _first_act(activity: Activity, otherwise: int) -> int:
    firsts = [np.flatnonzero(activity.counts[n])[:1] for n in ACTS if n in activity.counts]
    return activity.first_day + min((int(at[0]) for at in firsts if len(at)), default=otherwise - activity.first_day)


def _calendar(activity: Activity, first: int, last: int) -> Calendar:
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


def _quarters(activity: Activity, first: int, last: int) -> tuple[Quarter, ...]:
    start, until, out = day_of(first), day_of(last), []
    year, number = start.year, (start.month - 1) // 3 + 1
    while (begins := dt.date(year, 3 * number - 2, 1)) <= until:
        ends = dt.date(year + number // 4, 3 * (number % 4) + 1, 1) - dt.timedelta(days=1)
        out.append(_quarter(activity, year, number, begins, ends, until))
        year, number = year + number // 4, number % 4 + 1
    return tuple(out)


def _quarter(activity: Activity, year: int, number: int, begins: dt.date, ends: dt.date, until: dt.date) -> Quarter:
    close = min(ends, until)
    low, high, known = day_number(begins), day_number(close), day_number(until)
    sent = over(activity, ("invitations_sent",), low, high)
    began = over(activity, ("conversations_started",), low, high)
    invited = None if sent is None else round(sent.total)
    begun = None if began is None else round(began.total)
    accepted = None if sent is None else _won(activity, "invite_acceptance", low, high, known)
    answered = None if began is None else _won(activity, "reply_rate", low, high, known)
    return Quarter(
        year, number, begins, close, ends > until, invited, accepted, begun, answered,
        0 if sent is None else sent.covered, 0 if began is None else began.covered,
    )  # fmt: skip


def _won(activity: Activity, key: str, low: int, high: int, known: int) -> int | None:
    # Attempts of these days that were known to have succeeded on the day stood on.
    trials = activity.trials.get(key)
    if trials is None:
        return None
    asked = (trials.day >= low) & (trials.day <= high)
    return int((asked & (trials.success_day <= known)).sum())


def _pair(
    tried: int | None, verb: str, won: int | None, became: str, covered: int, days: int, what: str
) -> str:
    if tried is None:
        return f"{what} not known, no file covers it"
    said = f"{_many(tried, 'conversation')} begun" if verb == "begun" else f"{tried:,} {verb}"
    share = f" ({won / tried:.0%})" if won is not None and tried else ""
    said += f", {became} not known" if won is None else f", {won:,} {became}{share}"
    return said + (f" (files cover {covered} of its {days} days)" if covered < days else "")


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
