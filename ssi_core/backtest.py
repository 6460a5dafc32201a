"""What the projection would have said some weeks ago of today, from the same archive cut at that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ssi_core.imported import Imported, member_in, spoken
from ssi_core.member import Member
from ssi_core.model.table import Model
from ssi_core.projecting import prospect
from ssi_core.projection import Week
from ssi_core.results import between

#: Weeks that are hidden.
HIDDEN_WEEKS = 8
#: Days of dated activity that must lie before them, for habits to be seen at all.
_LEAST_DAYS = 91


@dataclass(frozen=True)
class Backtest:
    """Going on as then, against what the estimate is today.

    Attributes
    ----------
    stood : datetime.date
        The day looked ahead from.
    said : Week
        What the projection says of today from there.
    total : float
        What the estimate of today is.
    """

    stood: dt.date
    said: Week
    total: float

    @property
    def held(self) -> bool:
        """Whether today's estimate lies inside the band."""
        return self.said.p10 <= self.total <= self.said.p90

    @property
    def words(self) -> str:
        """``Asked on 5 May 2026, going on as then would have been 63 (57-69) by 30 June 2026; the estimate is 65``."""
        inside = "inside the band" if self.held else "outside the band, which one in five should be"
        return (
            f"Asked on {spoken(self.stood)}, going on as then would have made {self.said.total:.0f} "
            f"({between(self.said.interval)}) by {spoken(self.said.date)}; the estimate is {self.total:.0f}, {inside}"
        )


def backtest(
    found: Imported | Member,
    *,
    weeks: int = HIDDEN_WEEKS,
    as_of: dt.date | None = None,
    model: Model | None = None,
) -> Backtest | None:
    """Hide the last weeks of a member's archive, look ahead from there, and compare.

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
        dated activity lie before them: there is nothing to look ahead from.
    """
    now = prospect(found, as_of=as_of, model=model)
    stood = now.as_of - dt.timedelta(weeks=weeks)
    member, day = member_in(found), (stood - dt.date(1970, 1, 1)).days
    dated = [name for name, covered in member.activity.covered.items() if covered.any()]
    if not dated or day - member.activity.first_day < _LEAST_DAYS:
        return None
    then = replace(
        member, activity=member.activity.until(day), readings=tuple(r for r in member.readings if r.day <= day)
    )
    said = prospect(then, as_of=stood, model=model).project({}, weeks)
    return Backtest(stood, said.points[-1], now.project({}, 1).today.total)
