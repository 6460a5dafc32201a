"""What can be agreed on: at most three commitments, taken from a plan, from what was tried, or said by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from ssi_core.habit_rows import HabitRow
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model
from ssi_core.store.filed import Commitment

#: Commitments of a session at most: what is more than a few is kept by nobody.
MOST_AGREED = 3
#: Days that a commitment runs, where nobody says otherwise.
AGREED_DAYS = 28


def feeding(rows: Iterable[HabitRow], pillar: str, model: Model | None = None) -> tuple[HabitRow, ...]:
    """Habits that move a pillar, by themselves or by what they bring from others.

    Parameters
    ----------
    rows : iterable of HabitRow
        The member's habits.
    pillar : str
        Its key.
    model : Model, optional
        An edited model; by default the published one.
    """
    signals = {s.key for s in SIGNALS if s.pillar == pillar}
    moving = {h.key for h in (model or Model()).habits if signals & {*h.feeds, *h.brings}}
    return tuple(row for row in rows if row.key in moving)


def from_weekly(
    weekly: Mapping[str, float], rows: Iterable[HabitRow], start: dt.date, *, room: int = MOST_AGREED
) -> tuple[Commitment, ...]:
    """Habits that are to be done more than now, those first that take the most time beyond it, as commitments.

    Parameters
    ----------
    weekly : mapping of str to float
        Actions a week by habit, of a plan or of what was tried.
    rows : iterable of HabitRow
        The member's habits.
    start : datetime.date
        First day; they run for :data:`AGREED_DAYS` days.
    room : int
        How many at most.

    Returns
    -------
    tuple of Commitment
        In whole actions a week, or one every so many weeks where it is less; nothing that falls due less than once.
    """
    # What falls due less than once in these days can't be checked at their end.
    least = 7 / AGREED_DAYS
    more = sorted(
        ((weekly[r.key] - r.as_now) * r.minutes, r.key)
        for r in rows
        if weekly.get(r.key, 0) > r.as_now + 1e-9 and _whole(weekly[r.key]) >= least - 1e-9
    )
    until = start + dt.timedelta(days=AGREED_DAYS - 1)
    dearest = [habit for _, habit in reversed(more)][: max(0, room)]
    return tuple(Commitment(habit, _whole(weekly[habit]), start, until) for habit in dearest)


def room_left(agreed: Sequence[object]) -> int:
    """How many may still be agreed on in a session, 0 or more."""
    return max(0, MOST_AGREED - len(agreed))


def _whole(weekly: float) -> float:
    # A plan's average is nothing to promise. What is agreed is a number that is said and checked as it stands.
    return float(max(1, round(weekly))) if weekly > 2 / 3 else 1 / round(1 / weekly)
