"""What became of a calendar quarter's invitations and conversations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ssi_core.days import many
from ssi_core.imported import spoken
from ssi_core.member import Activity, day_number, day_of
from ssi_core.model.stretch import over


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


def quarters_of(activity: Activity, first: int, last: int) -> tuple[Quarter, ...]:
    """Quarters from the one of day number `first`, whole, to that of `last`, up to that day."""
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
    said = f"{many(tried, 'conversation')} begun" if verb == "begun" else f"{tried:,} {verb}"
    share = f" ({won / tried:.0%})" if won is not None and tried else ""
    said += f", {became} not known" if won is None else f", {won:,} {became}{share}"
    return said + (f" (files cover {covered} of its {days} days)" if covered < days else "")
