"""What the core answers of a plan: what to do each week, what it takes, what it reaches, and why this and not that."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA, spoken
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.projection import Week, clock
from ssi_core.results import between
from ssi_core.wording import weeks_apart

if TYPE_CHECKING:
    import pandas as pd

#: One and many of a habit's actions, as a person counts them.
NOUNS: Mapping[str, tuple[str, str]] = {
    "post": ("post", "posts"), "article": ("article", "articles"), "repost": ("repost", "reposts"),
    "comment": ("comment", "comments"), "react": ("reaction", "reactions"), "search": ("search", "searches"),
    "view_profile": ("profile viewed", "profiles viewed"), "save_lead": ("lead saved", "leads saved"),
    "invite": ("invitation", "invitations"), "personal_note": ("note on an invitation", "notes on invitations"),
    "message": ("message", "messages"),
    "ask_recommendation": ("request for a recommendation", "requests for a recommendation"),
    "endorse": ("endorsement", "endorsements"), "active_day": ("active day", "active days"),
}  # fmt: skip

#: Share by which a round figure may miss what it stands for: a headline is no place for 7.6 comments.
_ROUND = 0.15
#: Habits that a headline names, those that take most first.
_NAMED = 6


def counted(habit: str, number: int) -> str:
    """``1 post``, ``5 comments``."""
    return f"{number:,} {NOUNS[habit][number != 1]}"


def often(habit: str, weekly: float) -> str:
    """How much a week, in round figures where they lie within a seventh or so.

    Parameters
    ----------
    habit : str
        Key of the habit table.
    weekly : float
        Actions a week on average, > 0.

    Returns
    -------
    str
        ``5 comments``, ``1 post every 3 weeks``; between them ``0.6 posts``. What says no weeks is of one week.
    """
    whole = round(weekly)
    if whole and abs(weekly - whole) <= _ROUND * whole:
        return counted(habit, whole)
    if (weeks := weeks_apart(weekly, _ROUND / weekly)) is not None:
        return f"1 {NOUNS[habit][0]} every {weeks} weeks"
    return f"{weekly:.1f} {NOUNS[habit][1]}"


def paced(habit: str, weekly: float) -> str:
    """The same as a rate: ``5 comments a week``, ``1 post every 3 weeks``."""
    said = often(habit, weekly)
    return said if " every " in said else f"{said} a week"


@dataclass(frozen=True)
class PlanWeek:
    """A week of a plan.

    Attributes
    ----------
    first, last : datetime.date
        Its days; the last week of a plan may be a short one.
    actions : mapping of str to int
        Whole actions by habit, every habit named.
    minutes : float
        What they take.
    """

    first: dt.date
    last: dt.date
    actions: Mapping[str, int]
    minutes: float

    @property
    def done(self) -> dict[str, int]:
        """Those habits that have something to do."""
        return {habit: number for habit, number in self.actions.items() if number}


@dataclass(frozen=True)
class Reason:
    """Why a plan has so much of a habit.

    Attributes
    ----------
    habit : str
        Its key.
    standing : {"used", "ceiling", "dearer", "full", "excluded", "seat", "no_invitation"}
        In the plan; in it and at its ceiling; left out for others that bring more; left out since all it feeds is full;
        excluded by the user; in want of a seat; a note in want of an invitation.
    margin : float
        Points per hour a week at the margin: of the last action where the habit is in the plan, else of the next.
    words : str
        The same as a person reads it.
    """

    habit: str
    standing: str
    margin: float
    words: str


@dataclass(frozen=True)
class Binding:
    """What keeps a plan from doing better.

    Attributes
    ----------
    kind : {"hours", "ceiling", "time", "caps", "excluded", "seat", "habits"}
        The hours; a habit's ceiling; the weeks there are; signals at their caps; habits the user excludes; the want of
        a Sales Navigator seat; signals that no habit moves.
    words : str
        As a person reads it.
    """

    kind: str
    words: str


@dataclass(frozen=True)
class Plan:
    """What to do each week from tomorrow to a day: all of it, in place of what is done now.

    Attributes
    ----------
    as_of, by : datetime.date
        The day looked ahead from, and the day the plan is for.
    target : float or None
        Points to reach; None where the most for some hours was asked for.
    hours : float or None
        Hours a week at most; None without a limit.
    feasible : bool
        Whether the target is reached. Where it is not, the plan is the one that comes closest.
    actions : mapping of str to int
        Whole actions until then, every habit named.
    schedule : tuple of PlanWeek
        The same, week by week.
    weekly : mapping of str to float
        Actions a week on average: a scenario's ``weekly``, with 0 for what the plan does not do.
    minutes : float
        Minutes a week on average.
    minutes_each : mapping of str to float
        Minutes that an action takes, by habit, as used.
    own_minutes : float
        Minutes a week of going on as now.
    own_spent : mapping of str to float
        The same by habit.
    today, reached, as_now : Week
        The score today; on the plan's last day, as the projection of :attr:`weekly` has it; and there, were all to go
        on as now.
    scheduled : float
        What the schedule gives, whole actions falling as they do: within a quarter of a point of what is reached.
    best_reachable : float
        The best expected total by then, within the same hours and ceilings.
    binding : tuple of Binding
        What keeps it from doing better; what keeps it from the target first.
    reasons : tuple of Reason
        One a habit, in the order of the habit table.
    calibrated : bool
        Whether official readings moved the totals: a target is meant on their scale then.
    model_version : str
        Version of the model.
    """

    as_of: dt.date
    by: dt.date
    target: float | None
    hours: float | None
    feasible: bool
    actions: Mapping[str, int]
    schedule: tuple[PlanWeek, ...]
    weekly: Mapping[str, float]
    minutes: float
    minutes_each: Mapping[str, float]
    own_minutes: float
    own_spent: Mapping[str, float]
    today: Week
    reached: Week
    as_now: Week
    scheduled: float
    best_reachable: float
    binding: tuple[Binding, ...]
    reasons: tuple[Reason, ...]
    calibrated: bool
    model_version: str

    @property
    def habits_words(self) -> str:
        """What to do a week, what takes most first: ``2 posts, 5 comments, 1 article every 4 weeks``."""
        spent = self.spent
        order = sorted((h for h in HABIT_KEYS if self.actions[h]), key=lambda habit: -spent[habit])
        said = [often(habit, self.weekly[habit]) for habit in order[:_NAMED]]
        more = len(order) - _NAMED
        return ", ".join(said) + (f" and {more} habit{'s' if more > 1 else ''} more" if more > 0 else "")

    @property
    def weeks(self) -> int:
        """Weeks until its day, a short last one counted as whole."""
        return -(-(self.by - self.as_of).days // 7)

    @property
    def spent(self) -> dict[str, float]:
        """Minutes a week by habit; the shares sum to :attr:`minutes`."""
        return {habit: weekly * self.minutes_each[habit] for habit, weekly in self.weekly.items()}

    @property
    def headline(self) -> str:
        """``60 by 1 March 2027 takes 2 h 40 min a week: 5 comments, 1 post``."""
        until, takes = spoken(self.by), f"{clock(self.minutes)} a week"
        does = f": {self.habits_words}" if any(self.actions.values()) else ""
        if self.target is None:
            return f"{takes[0].upper()}{takes[1:]} reaches {self.reached.total:.1f} by {until}{does}"
        if not self.feasible:
            within = f" within {self.hours:g} h a week" if self.hours is not None else ""
            return (
                f"{self.target:g} by {until} is out of reach{within}: {self.best_reachable:.1f} is the most, for "
                f"{takes}{does}"
            )
        if not does:
            return f"{self.target:g} by {until} takes nothing: what is there already is enough"
        return f"{self.target:g} by {until} takes {takes}{does}"

    @property
    def reached_words(self) -> str:
        """Where the plan leads, beside going on as now."""
        return (
            f"Expected {self.reached.total:.1f} on {spoken(self.by)}, probably {between(self.reached.interval)}; "
            f"today {self.today.total:.1f}. Going on as now: {self.as_now.total:.1f} for {clock(self.own_minutes)} "
            "a week"
        )

    @property
    def promise_words(self) -> str:
        """What a plan is, and what it is not."""
        return (
            "The plan is all that you do, in place of what you do now: the way that takes the least time. It is as "
            "likely to end above the expected score as below it; nothing here is LinkedIn's number."
        )

    def reason(self, habit: str) -> Reason:
        """Why there is so much of a habit."""
        return next(r for r in self.reasons if r.habit == habit)

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi plan --json``."""
        return {
            "schema": SCHEMA,
            "feasible": self.feasible,
            "target": self.target,
            "by": self.by.isoformat(),
            "actions": dict(self.actions),
            "schedule": [{"week": week.first.isoformat(), **week.actions} for week in self.schedule],
            "weekly": dict(self.weekly),
            "minutes_per_week": self.minutes,
            "reached": {"total": self.reached.total, "p10": self.reached.p10, "p90": self.reached.p90},
            "best_reachable": self.best_reachable,
            "binding": [b.words for b in self.binding],
            # Beyond the contract.
            "as_of": self.as_of.isoformat(),
            "hours": self.hours,
            "headline": self.headline,
            "today": self.today.total,
            "scheduled": self.scheduled,
            "as_now": self.as_now.total,
            "minutes": self.spent,
            "own_minutes": dict(self.own_spent),
            "calibrated": self.calibrated,
            "model_version": self.model_version,
            "why": [{"habit": r.habit, "standing": r.standing, "margin": r.margin, "words": r.words}
                    for r in self.reasons],
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The schedule, a row a week, indexed by its first day; habits that the plan does not use are left out."""
        import pandas as pd

        used = [habit for habit, number in self.actions.items() if number]
        frame = pd.DataFrame(
            [{**{habit: week.actions[habit] for habit in used}, "minutes": week.minutes} for week in self.schedule],
            index=pd.DatetimeIndex([week.first for week in self.schedule], name="week"),
        )
        return frame

    def _repr_html_(self) -> str:
        words = html.escape(f"{self.headline}. {self.reached_words}.")
        return f"<p>{words}</p>{self.to_frame().to_html(float_format='{:.0f}'.format)}"
