"""What an activity holds of a stretch of days, and on how many of them any file speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssi_core.member import Activity
from ssi_core.model.acts import stretch
from ssi_core.model.history import LEAST_COVER


@dataclass(frozen=True)
class Stretch:
    """Some inputs over some days.

    Attributes
    ----------
    total : float
        Sum over the days of which a file speaks, 0 or more: a workbook's corrections may sum below 0, acts can't.
    covered, days : int
        Days of which a file speaks, and days in all.
    """

    total: float
    covered: int
    days: int

    @property
    def whole(self) -> bool:
        """Whether a file speaks of every day."""
        return self.covered == self.days

    @property
    def scaled(self) -> float | None:
        """The total scaled to all the days; None below half of them, by the rule of reach (MODEL, section 2)."""
        if not self.covered or self.covered < LEAST_COVER * self.days:
            return None
        return self.total * self.days / self.covered


def over(activity: Activity, names: Sequence[str], first: int, last: int) -> Stretch | None:
    """Sum inputs over days.

    Parameters
    ----------
    activity : Activity
        Dated counts.
    names : sequence of str
        Inputs; those that no file speaks of at all are left out.
    first, last : int
        Day numbers, both included.

    Returns
    -------
    Stretch or None
        A day counts as covered where a file speaks of any of the inputs; None where none is there, or no day of it is
        covered. A day that is not covered is missing, not idle.
    """
    if last < first or (held := stretch(activity, names, first, last)) is None:
        return None
    count, spoken = held
    covered = int(spoken.sum())
    return Stretch(max(float(count[spoken].sum()), 0.0), covered, len(spoken)) if covered else None
