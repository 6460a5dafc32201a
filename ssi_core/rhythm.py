"""When a member acts, day by day, and what becomes of invitations and conversations, quarter by quarter."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.days import Calendar, calendar_of, first_act, listed
from ssi_core.imported import SCHEMA, Imported, day_in, member_in
from ssi_core.member import Member, day_number, day_of
from ssi_core.quarters import Quarter, quarters_of

if TYPE_CHECKING:
    import pandas as pd


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
        said += f" {listed(gone)} {'is' if len(gone) == 1 else 'are'} in no file." if gone else ""
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
    first = day_number(start) if start else min(first_act(activity, last), last)
    if first > last:
        raise ValueError(f"a calendar from {day_of(first)} to {day_of(last)} ends before it starts: swap the days")
    return Rhythm(day_of(last), calendar_of(activity, first, last), quarters_of(activity, first, last))


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
