"""What the projection would have said some weeks ago of today, and earlier of other days, from the archive cut there.

Looks back that are four weeks apart and reach eight weeks ahead overlap, so there are fewer separate ones than looks,
and so few that the share of those that held says little more than whether something is badly off. The words say both.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ssi_core.imported import Imported, day_in, member_in, spoken
from ssi_core.member import Member, day_of
from ssi_core.model.acts import dated_inputs
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Scenario
from ssi_core.model.habits import HABITS
from ssi_core.model.learnt import RECENT_DAYS
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook, Projected
from ssi_core.projection import Week
from ssi_core.results import between
from ssi_core.scenario import weeks_from

#: Weeks that are hidden, and between one look back and the next.
HIDDEN_WEEKS, APART_WEEKS = 8, 4
#: Looks back at most, two years of them, and at least for their share to be told.
MOST_LOOKS, LEAST_LOOKS = 26, 3

#: What is said where there is nothing to look back from.
NO_LOOK_BACK = "Too few dated days lie in the files to look back from."

_OWN_ACTS = tuple(dict.fromkeys(h.counted_in for h in HABITS if h.counted_in))
_Z = 1.2816  # of 80 %


@dataclass(frozen=True)
class Backtest:
    """Going on as then, against what the estimate was in the end.

    Attributes
    ----------
    stood : datetime.date
        The day looked ahead from.
    said : Week
        What the projection says from there of the day foretold.
    total : float
        What the estimate of that day is.
    looks : tuple of Backtest
        This look back and earlier ones, every four weeks, oldest first; of each the archive is cut at its days. At most
        :data:`MOST_LOOKS`; a look itself has none.
    """

    stood: dt.date
    said: Week
    total: float
    looks: tuple[Backtest, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the estimate lies inside the band."""
        return self.said.p10 <= self.total <= self.said.p90

    @property
    def words(self) -> str:
        """``Asked on 5 May 2026, going on as then would have made 63 (57-69) by 30 June 2026; the estimate is 65``."""
        inside = "inside the band" if self.held else "outside the band, which one in five should be"
        return (
            f"Asked on {spoken(self.stood)}, going on as then would have made {self.said.total:.0f} "
            f"({between(self.said.interval)}) by {spoken(self.said.date)}; the estimate is {self.total:.0f}, {inside}"
        )

    @property
    def separate(self) -> int:
        """How many of the looks fit beside each other without sharing a day."""
        if not self.looks:
            return 0
        ahead = (self.said.date - self.stood).days
        return ((self.looks[-1].said.date - self.looks[0].stood).days) // ahead

    @property
    def coverage(self) -> float | None:
        """Share of the looks whose band held, 0 to 1; None below :data:`LEAST_LOOKS` of them."""
        if len(self.looks) < LEAST_LOOKS:
            return None
        return sum(look.held for look in self.looks) / len(self.looks)

    @property
    def coverage_range(self) -> tuple[float, float] | None:
        """Which shares in the long run these looks leave likely (Wilson's 80 % interval, by the separate ones)."""
        if self.coverage is None:
            return None
        size, share = max(self.separate, 1), self.coverage
        middle, weight = share + _Z**2 / (2 * size), 1 + _Z**2 / size
        reach = _Z * math.sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
        return (middle - reach) / weight, (middle + reach) / weight

    @property
    def coverage_words(self) -> str | None:
        """``Over 14 such looks back since March 2025 the band held in 12 (86 %)``, and how much that says."""
        if self.coverage is None or self.coverage_range is None:
            return None
        number, held = len(self.looks), sum(look.held for look in self.looks)
        few = f", so they tell as much as {self.separate} separate ones" if self.separate < number else ""
        low, high = self.coverage_range
        return (
            f"Over {number} such looks back since {self.looks[0].stood:%B %Y} the band held in {held} "
            f"({self.coverage:.0%}), and four in five is what it promises. "
            f"{'They overlap' if few else 'They are few'}{few}: anything from {low:.0%} to {high:.0%} in the long run "
            "would fit them"
        )

    def to_dict(self) -> dict[str, Any]:
        """``backtest`` of ``ssi project --backtest --json``."""
        return {
            **self._look(), "words": self.words, "looks": [look._look() for look in self.looks],
            "coverage": self.coverage, "separate": self.separate,
            "coverage_range": None if self.coverage_range is None else list(self.coverage_range),
            "coverage_words": self.coverage_words,
        }  # fmt: skip

    def _look(self) -> Mapping[str, Any]:
        return {"stood": self.stood.isoformat(), **self.said.to_dict(), "estimate": self.total, "held": self.held}


class _Archive:
    # A member's archive cut at any day, looked ahead from there; each day is made ready once.
    def __init__(self, member: Member, model: Model, day: int, weeks: int) -> None:
        self._member, self._model, self._weeks = member, model, weeks
        #: Today nothing is hidden.
        self._ready = {day: Outlook(calibration(member, model), day)}
        acts = dated_inputs(member.activity, _OWN_ACTS)
        done = np.zeros(0) if acts is None else acts.count
        self._acts = np.concatenate(([0.0], np.cumsum(done)))

    def look(self, stood: int) -> Backtest:
        until = stood + 7 * self._weeks
        said = self._at(stood).project([Scenario()], [until])
        return Backtest(day_of(stood), _week(said, 1), float(self._at(until).now.sum()))

    def has_habits(self, stood: int) -> bool:
        # Own acts in the 13 weeks before, which begin no earlier than the first act of all: else nothing was seen yet,
        # or there was nothing to go on with.
        day = stood - self._member.activity.first_day + 1
        if not self._acts[-1] or not RECENT_DAYS <= day < len(self._acts):
            return False
        first = int(np.argmax(self._acts > 0)) - 1
        return bool(day - RECENT_DAYS >= first and self._acts[day] > self._acts[day - RECENT_DAYS])

    def _at(self, day: int) -> Outlook:
        if day not in self._ready:
            held = self._member
            cut = replace(
                held, activity=held.activity.until(day), readings=tuple(r for r in held.readings if r.day <= day)
            )
            self._ready[day] = Outlook(calibration(cut, self._model), day)
        return self._ready[day]


def _week(found: Projected, at: int) -> Week:
    pillars, band = found.pillars[0, at], found.band[0, at]
    by_pillar = dict(zip(PILLAR_KEYS, map(float, pillars), strict=True))
    return Week(day_of(int(found.days[at])), float(pillars.sum()), float(band[0]), float(band[1]), by_pillar)


def backtest(
    found: Imported | Member,
    *,
    weeks: int = HIDDEN_WEEKS,
    as_of: dt.date | None = None,
    model: Model | None = None,
) -> Backtest | None:
    """Hide the last weeks of a member's archive, look ahead from there, and compare; then the same from earlier days.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    weeks : int
        Weeks to hide, 1 to 104.
    as_of : datetime.date, optional
        The day that is foretold; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Backtest or None
        Habits go on as in the 13 weeks before; readings of the hidden weeks are hidden too. None where no 13 weeks of
        dated activity lie before them: there is nothing to look ahead from. Its :attr:`Backtest.looks` stand on days on
        which the member had been active for 13 weeks, and in the last 13.
    """
    member, day = member_in(found), day_in(found, as_of)
    stood = day - 7 * weeks_from(weeks)
    dated = [name for name, covered in member.activity.covered.items() if covered.any()]
    if not dated or stood - member.activity.first_day < RECENT_DAYS:
        return None
    archive = _Archive(member, model or Model(), day, weeks)
    days = [stood - 7 * APART_WEEKS * i for i in reversed(range(MOST_LOOKS))]
    looks = tuple(archive.look(d) for d in days if archive.has_habits(d))
    return replace(archive.look(stood), looks=looks)
