"""The member's two years: when she is active, how much, and how LinkedIn writes the moments down."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise

from sample_data.dice import Dice

FIRST = date(2024, 6, 20)  # first day of activity
LAST = date(2026, 6, 30)  # last day of anything
EXPORT = date(2026, 7, 1)  # day of the archive
RECENT = LAST - timedelta(days=89)  # first day of the last 90-day window
DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BY_WEEKDAY = (1.0, 1.15, 1.1, 1.0, 0.8, 0.03, 0.04)
DAYS_OFF = 0.17  # share of ordinary days without any activity
BREAKS = (
    (date(2024, 8, 5), date(2024, 8, 18)),
    (date(2024, 12, 21), date(2025, 1, 3)),
    (date(2025, 8, 4), date(2025, 8, 17)),
    (date(2025, 12, 20), date(2026, 1, 2)),
)
# Level of each kind of act at a few days, straight lines between: a slow start, a spell of posting in late 2025, a slow
# decline in spring 2026, and comments that pick up in the last eight weeks.
LEVELS: dict[str, tuple[tuple[date, float], ...]] = {
    "posts": (
        (FIRST, 0.25), (date(2025, 6, 30), 0.5), (date(2025, 9, 15), 0.8), (date(2025, 10, 6), 3.0),
        (date(2025, 12, 12), 2.7), (date(2026, 1, 20), 1.0), (LAST, 0.7),
    ),
    "comments": (
        (FIRST, 0.3), (date(2025, 8, 20), 0.6), (date(2025, 10, 20), 1.5), (date(2026, 1, 15), 1.1), (RECENT, 0.6),
        (date(2026, 5, 3), 0.5), (date(2026, 5, 7), 1.6), (LAST, 1.8),
    ),
    "messages": (
        (FIRST, 0.6), (date(2025, 6, 30), 0.95), (date(2025, 11, 10), 1.5), (date(2026, 1, 20), 1.0), (RECENT, 0.52),
        (LAST, 0.5),
    ),
    "rest": ((FIRST, 0.4), (date(2025, 6, 30), 0.7), (date(2025, 11, 10), 1.4), (date(2026, 2, 1), 1.1), (LAST, 0.8)),
}  # fmt: skip


def level(kind: str, day: date) -> float:
    """Return the level of `kind` on `day`, before weekends and holidays."""
    knots = LEVELS.get(kind, LEVELS["rest"])
    for (left, low), (right, high) in pairwise(knots):
        if day <= right:
            return low + (high - low) * ((day - left).days / (right - left).days)
    return knots[-1][1]


@cache
def away(day: date) -> bool:
    """Say whether the member is on holiday, or just away that day."""
    return any(start <= day <= end for start, end in BREAKS) or Dice(f"away {day}").chance(DAYS_OFF)


def weight(kind: str, day: date) -> float:
    """Return how likely an act of `kind` is on `day`; 0 while she is away."""
    return 0.0 if away(day) else level(kind, day) * BY_WEEKDAY[day.weekday()]


def days_between(first: date, last: date) -> list[date]:
    """Return all days, both ends included."""
    return [first + DAY * i for i in range((last - first).days + 1)]


def draw_days(dice: Dice, days: list[date], weights: Iterable[float], count: int, steady: bool = False) -> list[date]:
    """
    Return exactly `count` of `days`, sorted, drawn by weight.

    Parameters
    ----------
    dice : Dice
        Source of the draws.
    days, weights : list of date, iterable of float
        Days to draw from and how likely each is, of one length.
    count : int
        How many days to draw; a day may come more than once.
    steady : bool
        Draw once from each of `count` equal slices of the total weight, as of somebody who posts at a rhythm, and no
        day twice.
    """
    sums = list(accumulate(weights))
    drawn: list[date] = []
    while len(drawn) < count:
        share = (len(drawn) + dice.unit()) / count if steady else dice.unit()
        day = days[min(bisect(sums, share * sums[-1]), len(days) - 1)]
        if not (steady and day in drawn):
            drawn.append(day)
    return sorted(drawn)


def act_days(dice: Dice, kind: str, first: date, last: date, count: int, steady: bool = False) -> list[date]:
    """Return the sorted days of `count` acts of one kind, by the story of that kind."""
    days = days_between(first, last)
    return draw_days(dice, days, (weight(kind, day) for day in days), count, steady)


def uniform_days(dice: Dice, first: date, last: date, count: int) -> list[date]:
    """Return the sorted days of `count` things that others do, whose weekends are not the member's."""
    days = days_between(first, last)
    return draw_days(dice, days, (1.0 for _ in days), count)


def moment(dice: Dice, day: date) -> datetime:
    """Return a moment of a working day, in UTC."""
    return datetime(day.year, day.month, day.day, dice.whole(6, 18), dice.whole(0, 59), dice.whole(0, 59))


Stretch = tuple[date, date, int]  # first day, last day, and how many acts between them


def two_years(before: int, recent: int, first: date = FIRST) -> tuple[Stretch, ...]:
    """Return the stretches of the first archive: so many acts up to the last 90 days, and so many within them."""
    return ((first, RECENT - DAY, before), (RECENT, LAST, recent))


def moments(dice: Dice, kind: str, stretches: Iterable[Stretch], steady: bool = False) -> list[datetime]:
    """
    Return moments of acts of one kind, newest first, as the activity files list them.

    Parameters
    ----------
    dice : Dice
        Source of the draws.
    kind : str
        A key of `LEVELS`.
    stretches : iterable of Stretch
        How many acts when.
    steady : bool
        At a rhythm, and at most once a day.
    """
    days = [day for first, last, count in stretches for day in act_days(dice, kind, first, last, count, steady)]
    return sorted((moment(dice, day) for day in days), reverse=True)


def item_id(dice: Dice, when: datetime) -> int:
    """Return an id of a post: its Unix milliseconds stand above the lowest 22 bits, as in real ones."""
    return (((when - EPOCH) // timedelta(milliseconds=1) + dice.whole(0, 999)) << 22) + dice.whole(0, (1 << 22) - 1)


def day_month_year(day: date) -> str:
    """Write `05 Mar 2024`."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}"


def iso(when: datetime) -> str:
    """Write `2024-03-05 14:02:11`."""
    return when.isoformat(sep=" ", timespec="seconds")


def slashed(when: datetime) -> str:
    """Write `2024/03/05 14:02:11 UTC`."""
    return iso(when).replace("-", "/") + " UTC"


def clock(when: datetime) -> str:
    """Write `2:02 PM`."""
    return f"{when.hour % 12 or 12}:{when.minute:02d} {'AM' if when.hour < 12 else 'PM'}"


def us_short(when: datetime) -> str:
    """Write `3/5/24, 2:02 PM`."""
    return f"{when.month}/{when.day}/{when.year % 100:02d}, {clock(when)}"


def us_padded(when: datetime) -> str:
    """Write `03/05/24, 02:02 PM`."""
    return f"{when.month:02d}/{when.day:02d}/{when.year % 100:02d}, {clock(when).rjust(8, '0')}"


def us_day(day: date) -> str:
    """Write `3/5/2024`."""
    return f"{day.month}/{day.day}/{day.year}"


def java(when: datetime) -> str:
    """Write `Tue Mar 05 14:02:11 UTC 2024`."""
    day = f"{WEEKDAYS[when.weekday()]} {MONTHS[when.month - 1]} {when.day:02d}"
    return f"{day} {when.time().isoformat()} UTC {when.year}"


def prose(when: datetime) -> str:
    """Write `March 5, 2024 at 2:02 PM (GMT)`."""
    return f"{LONG_MONTHS[when.month - 1]} {when.day}, {when.year} at {clock(when)} (GMT)"
