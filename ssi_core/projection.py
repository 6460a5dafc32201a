"""What the core answers of the weeks ahead: a projection beside going on as now and stopping, and why it moves."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.habit_rows import HabitRow
from ssi_core.imported import SCHEMA, spoken
from ssi_core.model.signals import PILLAR_KEYS, PILLARS
from ssi_core.moved import NEAR_NOTHING
from ssi_core.results import between

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Week:
    """The score to be expected at the end of a week.

    Attributes
    ----------
    date : datetime.date
        The week's last day.
    total : float
        0 to 100: the mean of the table's score over what may come, moved by the official readings where there are any.
    p10, p90 : float
        10-90 % interval.
    pillars : mapping of str to float
        Points by pillar; they sum to the total.
    """

    date: dt.date
    total: float
    p10: float
    p90: float
    pillars: Mapping[str, float]

    @property
    def interval(self) -> tuple[float, float]:
        """``(p10, p90)``."""
        return self.p10, self.p90

    def to_dict(self) -> dict[str, Any]:
        """A point of ``ssi project --json``."""
        return {
            "date": self.date.isoformat(), "total": self.total, "p10": self.p10, "p90": self.p90,
            "pillars": dict(self.pillars),
        }  # fmt: skip


@dataclass(frozen=True)
class SignalAhead:
    """Where a signal goes.

    Attributes
    ----------
    key, label, pillar : str
        As in the signal table.
    now, end : float
        Expected points as a share of the points at the cap, today and at the end; 0 to 1.
    full_now : bool
        Whether the level is at its cap today.
    full_since : datetime.date or None
        First day, to the week, of the stretch at the cap that goes on today; None where the level lies below it today,
        or nothing tells how it came about.
    longer : bool
        Whether that stretch begins before the days that were looked at.
    full_on, falls_on : datetime.date or None
        Last day of the first week at whose end the expected level is at the cap, or is below it again.
    """

    key: str
    label: str
    pillar: str
    now: float
    end: float
    full_now: bool
    full_since: dt.date | None
    longer: bool
    full_on: dt.date | None
    falls_on: dt.date | None

    @property
    def stays_full(self) -> bool:
        """Whether more of it changes nothing any more: at its cap at the end."""
        return (self.full_now or self.full_on is not None) and self.falls_on is None

    @property
    def words(self) -> str:
        """``at its cap since June 2026``, ``reaches its cap in the week of 5 March 2027``, ``from 36% to 52%``."""
        falls = "" if self.falls_on is None else f", below it from the week of {_first_day(self.falls_on)}"
        if self.full_now:
            since = "now" if self.full_since is None else f"since {self.full_since:%B %Y}"
            return f"at its cap {'for a year and more' if self.longer else since}{falls}"
        if self.full_on is not None:
            return f"reaches its cap in the week of {_first_day(self.full_on)}{falls}"
        before, after = f"{self.now:.0%}", f"{self.end:.0%}"
        return f"stays at {after} of its cap" if before == after else f"from {before} to {after} of its cap"


def _first_day(last: dt.date) -> str:
    return spoken(last - dt.timedelta(days=6))


@dataclass(frozen=True)
class Projection:
    """What a scenario does to the score.

    Attributes
    ----------
    as_of : datetime.date
        The day looked ahead from.
    start : datetime.date
        The scenario's first day.
    model_version : str
        Version of the model.
    calibrated : bool
        Whether official readings moved it.
    today : Week
        The score of `as_of`.
    points, as_now, stop : tuple of Week
        Ends of weeks: of the scenario, of going on as now, of stopping on `start`.
    weekly : mapping of str to float
        Actions a week by habit, as used.
    own : mapping of str to float
        Actions a week by habit, as now.
    minutes, own_minutes : float
        Minutes a week that either takes.
    signals : tuple of SignalAhead
        Where each signal goes.
    habits : tuple of HabitRow
        The habits.
    clipped : mapping of str to float
        Points by pillar that do not count at the end since no pillar goes above 25; below 0, points that are still to
        be made up for since none goes below 0.
    """

    as_of: dt.date
    start: dt.date
    model_version: str
    calibrated: bool
    today: Week
    points: tuple[Week, ...]
    as_now: tuple[Week, ...]
    stop: tuple[Week, ...]
    weekly: Mapping[str, float]
    own: Mapping[str, float]
    minutes: float
    own_minutes: float
    signals: tuple[SignalAhead, ...]
    habits: tuple[HabitRow, ...]
    clipped: Mapping[str, float]

    @property
    def end(self) -> Week:
        """The last week of the scenario."""
        return self.points[-1]

    @property
    def headline(self) -> str:
        """``62 by 26 May 2027, probably 57-67; as now 60, stop 41``."""
        return (
            f"{self.end.total:.0f} by {spoken(self.end.date)}, probably {between(self.end.interval)}; "
            f"as now {self.as_now[-1].total:.0f}, stop {self.stop[-1].total:.0f}"
        )

    @property
    def minutes_words(self) -> str:
        """``2 h 5 min a week; as now 1 h 40 min``."""
        return f"{clock(self.minutes)} a week; as now {clock(self.own_minutes)}"

    def words(self, name: str = "", beside: Mapping[str, Projection] | None = None) -> str:
        """What a chart of it shows, for whoever can't see it.

        Parameters
        ----------
        name : str
            What the scenario is called; blank while it is the only one.
        beside : mapping of str to Projection, optional
            Other scenarios by name.
        """
        halfway = self.points[len(self.points) // 2 - 1] if len(self.points) > 1 else self.end
        now, stop = self.as_now[-1], self.stop[-1]
        others = "".join(
            f"; {one.end.total:.1f} ({between(one.end.interval)}) with {called}"
            for called, one in (beside or {}).items()
        )
        return (
            f"From {self.today.total:.1f} on {spoken(self.as_of)} to {halfway.total:.1f} on {spoken(halfway.date)} "
            f"and {self.end.total:.1f} ({between(self.end.interval)}) on {spoken(self.end.date)} with "
            f"{name or 'these habits'}; {now.total:.1f} ({between(now.interval)}) as now, {stop.total:.1f} "
            f"({between(stop.interval)}) if everything stops{others}."
        )

    @property
    def clipped_words(self) -> tuple[str, ...]:
        """Why a slider moves nothing at first, or nothing any more, where the readings say so; a sentence a pillar."""
        said = []
        for key, points in self.clipped.items():
            if points <= -NEAR_NOTHING:
                said.append(
                    f"By your readings {PILLARS[key]} would end {-points:.1f} below 0: the first {-points:.1f} points "
                    "of its habits move nothing"
                )
            elif points >= NEAR_NOTHING:
                said.append(
                    f"By your readings {PILLARS[key]} would end {points:.1f} above 25, which do not count: more of its "
                    "habits moves nothing"
                )
        return tuple(said)

    def signal(self, key: str) -> SignalAhead:
        """Where one signal goes."""
        return next(s for s in self.signals if s.key == key)

    def habit_words(self, key: str) -> str:
        """Why more of a habit has stopped mattering, wholly or in part; blank where all of it still counts."""
        habit = next(h for h in self.habits if h.key == key)
        if habit.needs_seat and not self.weekly[key]:
            return "needs a Sales Navigator seat"
        fed = [self.signal(s) for s in habit.feeds]
        full = [s for s in fed if s.stays_full]
        said = "; ".join(f"{s.label} {s.words}" for s in full)
        if key == "personal_note" and self.weekly[key] > max(self.weekly["invite"], self.own[key]) + 1e-9:
            return f"only an invitation can bear a note: {self.weekly['invite']:.3g} a week are sent"
        if not full:
            return ""
        if len(full) < len(fed):
            return f"counts in part: {said}"
        when = "" if all(s.full_now for s in full) else " in the end"
        return f"more changes nothing{when}: {said}"

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi project --json``."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "weekly": dict(self.weekly),
            "points": [w.to_dict() for w in self.points],
            "as_now": [w.to_dict() for w in self.as_now],
            "stop": [w.to_dict() for w in self.stop],
            # Beyond the contract.
            "model_version": self.model_version,
            "calibrated": self.calibrated,
            "start": self.start.isoformat(),
            "minutes_per_week": self.minutes,
            "clipped": dict(self.clipped),
            "signals": [{"key": s.key, "now": s.now, "end": s.end, "words": s.words} for s in self.signals],
        }

    def rows(self) -> list[dict[str, Any]]:
        """A row a week, today first: date, total, p10, p90, four pillars, as_now, stop."""
        weeks = zip(
            (self.today, *self.points), (self.today, *self.as_now), (self.today, *self.stop), strict=True
        )
        return [
            {
                "date": one.date.isoformat(), "total": one.total, "p10": one.p10, "p90": one.p90,
                **{key: one.pillars[key] for key in PILLAR_KEYS}, "as_now": now.total, "stop": stop.total,
            }
            for one, now, stop in weeks
        ]  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The same, indexed by date."""
        import pandas as pd

        frame = pd.DataFrame(self.rows())
        frame["date"] = pd.to_datetime(frame["date"])
        return frame.set_index("date")

    def _repr_html_(self) -> str:
        words = html.escape(f"{self.headline}. {self.minutes_words}.")
        return f"<p>{words}</p>{self.to_frame().to_html(float_format='{:.1f}'.format)}"


def clock(minutes: float) -> str:
    """Minutes as ``2 h 5 min``, ``3 h`` or ``40 min``."""
    hours, rest = divmod(round(minutes), 60)
    if hours and rest:
        return f"{hours} h {rest} min"
    return f"{hours} h" if hours else f"{rest} min"
