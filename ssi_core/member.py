"""The nouns that travel from the files to the model: a member, what they did, what their profile says.

Days are whole numbers: the days since 1970-01-01, as ``numpy.datetime64[D]`` counts them. Nothing here holds
the text of a message or the name of another person; titles and companies of connections live in the
:class:`~ssi_core.network.Network` alone, which is never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.network import Network

EPOCH = dt.date(1970, 1, 1)

#: A day that never comes, for "not answered", "not accepted".
NEVER = int(np.iinfo(np.int32).max)

#: A day before any account: the reach of a file that goes back to the start.
LONG_AGO = int(np.iinfo(np.int32).min)

DAILY_INPUTS = (
    "original_posts", "reposts", "articles", "comments_given", "reactions_given", "messages_sent",
    "messages_received", "conversations_started", "conversations_answered", "invitations_sent",
    "invitations_accepted", "invitations_received", "connections_added", "people_searches",
    "endorsements_received", "endorsements_given", "recommendations_received", "recommendations_given",
    "follows", "active_days", "impressions", "engagement_received", "followers_gained",
    "profile_views_made", "leads_saved",
)  # fmt: skip
"""Daily inputs that the command line reports; an :class:`Activity` may hold others, for the model alone."""

#: What ``follows`` is the sum of.
FOLLOWS = ("people_followed", "companies_followed", "hashtags_followed")

STOCKS = (
    "connections", "senior_connections", "coworker_connections", "endorsements_received",
    "recommendations_received", "media_items", "skills", "positions", "education", "certifications",
)  # fmt: skip

CHECKLIST = (
    "photo", "headline", "about", "current_position", "past_position", "education", "five_skills",
    "location", "industry", "custom_address",
)  # fmt: skip


def day_number(day: dt.date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


def day_of(number: int) -> dt.date:
    """The inverse of :func:`day_number`."""
    return EPOCH + dt.timedelta(days=int(number))


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


class _Travels:
    # A read-only mapping can be neither pickled nor copied, as caches and process pools do: rebuild from plain ones.
    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        values = (getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]
        return type(self), tuple(dict(v) if isinstance(v, MappingProxyType) else v for v in values)


@dataclass(frozen=True)
class Trials:
    """Attempts that may succeed later: invitations (accepted?), opening messages (answered? personal?).

    Attributes
    ----------
    day : (n,) int32
        The day of the attempt.
    success_day : (n,) int32
        The first day on which the success was known; :data:`NEVER` where there was none.
    first, last : int
        Reach of the file behind them, in day numbers; `first` is :data:`LONG_AGO` where it goes back to the start.
    """

    day: NDArray[np.int32]
    success_day: NDArray[np.int32]
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.day.shape != self.success_day.shape:
            raise ValueError(f"{self.day.shape} days of attempts, {self.success_day.shape} of successes: give one each")


@dataclass(frozen=True)
class Activity(_Travels):
    """What a member did, a count a day.

    Attributes
    ----------
    first_day : int
        Day number of index 0 of every series.
    counts : mapping of str to (D,) float64
        Per input, the count of each day.
    covered : mapping of str to (D,) bool
        Whether a file speaks of that day. A day that is not covered is missing, not idle.
    from_the_start : frozenset of str
        Inputs whose files reach back to the account's first day, so that days before index 0 are covered, idle days.
    proxies : frozenset of str
        Inputs and ratio signals that stand for the signal rather than measure it.
    trials : mapping of str to Trials
        Attempts behind the ratio signals, by signal key.
    """

    first_day: int
    counts: Mapping[str, NDArray[np.float64]]
    covered: Mapping[str, NDArray[np.bool_]]
    from_the_start: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    trials: Mapping[str, Trials] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("counts", "covered", "trials"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))
        if set(self.counts) != set(self.covered):
            raise ValueError(f"counts of {sorted(self.counts)} but reach of {sorted(self.covered)}: give both")
        lengths = {len(series) for series in (*self.counts.values(), *self.covered.values())}
        if len(lengths) > 1:
            raise ValueError(f"series of {sorted(lengths)} days: all must be of one length")

    @property
    def days(self) -> int:
        """Length of the series in days."""
        return len(next(iter(self.counts.values()))) if self.counts else 0

    def until(self, day: int) -> Activity:
        """Return the same archive cut after `day` (a day number): what was known then."""
        keep = max(0, min(self.days, day - self.first_day + 1))
        trials = {}
        for key, t in self.trials.items():
            asked = t.day <= day
            success = np.where(t.success_day[asked] <= day, t.success_day[asked], NEVER).astype(np.int32)
            trials[key] = Trials(t.day[asked], success, t.first, min(t.last, day))
        return Activity(
            self.first_day,
            {k: v[:keep] for k, v in self.counts.items()},
            {k: v[:keep] for k, v in self.covered.items()},
            self.from_the_start,
            self.proxies,
            trials,
        )


@dataclass(frozen=True)
class Profile(_Travels):
    """Undated facts, held constant through a history.

    Attributes
    ----------
    checklist : mapping of str to bool
        Items of :data:`CHECKLIST` that are known, true where the item is filled in.
    stocks : mapping of str to float
        Undated stocks: skills, positions, education, certifications, and media items where they bear no date.
    proxies : frozenset of str
        Stocks that stand for the signal rather than measure it.
    """

    checklist: Mapping[str, bool] = field(default_factory=dict)
    stocks: Mapping[str, float] = field(default_factory=dict)
    proxies: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = set(self.checklist) - set(CHECKLIST)
        if unknown:
            raise ValueError(f"unknown checklist items {sorted(unknown)}: choose from {', '.join(CHECKLIST)}")
        object.__setattr__(self, "checklist", _frozen(self.checklist))
        object.__setattr__(self, "stocks", _frozen(self.stocks))


@dataclass(frozen=True)
class Stated(_Travels):
    """What the user said rather than exported.

    Attributes
    ----------
    seat : bool or None
        Whether the member has a Sales Navigator seat; None where nobody said.
    checklist : mapping of str to bool
        Answers about the profile, by item of :data:`CHECKLIST`.
    signals : mapping of str to float
        Levels by signal key, in the signal's own unit (a count per 90 days, a stock, a ratio from 0 to 1).
        They overrule the files.
    answers : mapping of str to float
        Levels by signal key or actions a week by habit key, from ``answers.csv``; used where no file speaks.
    weekly_log : tuple of (int, str, float)
        Rows of a ``weekly_log.csv``: day number of the week's first day, habit key, actions in that week; used where
        no file speaks.
    """

    seat: bool | None = None
    checklist: Mapping[str, bool] = field(default_factory=dict)
    signals: Mapping[str, float] = field(default_factory=dict)
    answers: Mapping[str, float] = field(default_factory=dict)
    weekly_log: tuple[tuple[int, str, float], ...] = ()

    def __post_init__(self) -> None:
        unknown = set(self.checklist) - set(CHECKLIST)
        if unknown:
            raise ValueError(f"unknown checklist items {sorted(unknown)}: choose from {', '.join(CHECKLIST)}")
        for name in ("checklist", "signals", "answers"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    def over(self, other: Stated) -> Stated:
        """Return `other` with everything that is said here put over it."""
        return Stated(
            other.seat if self.seat is None else self.seat,
            {**other.checklist, **self.checklist},
            {**other.signals, **self.signals},
            {**other.answers, **self.answers},
            tuple(dict.fromkeys((*other.weekly_log, *self.weekly_log))),
        )


#: Groups that LinkedIn's page compares a member with.
GROUPS = ("industry", "network", "team")


@dataclass(frozen=True)
class Group:
    """A group that LinkedIn's page compares a member with, as it stood on the day of a reading.

    Attributes
    ----------
    average : float or None
        Average total of the group, 0 to 100.
    top : float or None
        The member's rank: among the top N % of the group, 0 to 100; low is good.
    pillars : mapping of str to float
        Average of each pillar, 0 to 25, by pillar key; empty where not told.
    size : int or None
        People in the group.
    """

    average: float | None = None
    top: float | None = None
    pillars: Mapping[str, float] = field(default_factory=dict)
    size: int | None = None


@dataclass(frozen=True)
class Reading:
    """One official reading, as LinkedIn's own page showed it.

    Attributes
    ----------
    day : int
        Day number.
    total : float or None
        0 to 100; often rounded to a whole number. None where a row only marks a break.
    pillars : mapping of str to float
        0 to 25 by pillar key; empty where only the total was noted.
    groups : mapping of str to Group
        By :data:`GROUPS`; empty where not told.
    seat : bool or None
        Whether the page says that the member has a Sales Navigator seat; None where it does not say.
    breaks : bool
        Whether LinkedIn changed its formula between the day before and this one, so that older readings say nothing of
        how far the model is off from this day on.
    """

    day: int
    total: float | None
    pillars: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    seat: bool | None = None
    breaks: bool = False


@dataclass(frozen=True)
class Target:
    """Whom the member calls the right people.

    Attributes
    ----------
    titles, companies : tuple of str
        Words looked for in a connection's position or company, case aside. Both empty: VP or above.
    """

    titles: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """Everything the model needs to know of one person.

    Attributes
    ----------
    activity : Activity
        Dated counts.
    profile : Profile
        Undated facts.
    stated : Stated
        What the user said.
    seat_seen : bool
        Whether a Sales Navigator file was among the files, which only a seat holder has.
    readings : tuple of Reading
        Official readings, oldest first.
    last_day : int or None
        Last day with activity in any file; None where no file carries a date.
    network : Network
        Titles and companies of the connections; for this session alone, never to be stored.
    target : Target
        Whom the count of right people was made for.
    """

    activity: Activity = field(default_factory=lambda: Activity(0, {}, {}))
    profile: Profile = field(default_factory=Profile)
    stated: Stated = field(default_factory=Stated)
    seat_seen: bool = False
    readings: tuple[Reading, ...] = ()
    last_day: int | None = None
    network: Network = field(default_factory=Network)
    target: Target = field(default_factory=Target)

    @property
    def seat(self) -> bool:
        """Whether the member has a Sales Navigator seat.

        As stated, saved leads being as good as a word, else as the newest official reading that tells, else whether a
        Sales Navigator file is there.
        """
        if self.stated.seat is not None:
            return self.stated.seat
        if self.stated.signals.get("leads_saved", self.stated.answers.get("leads_saved", 0.0)) > 0:
            return True
        told = [r.seat for r in self.readings if r.seat is not None]
        return told[-1] if told else self.seat_seen
