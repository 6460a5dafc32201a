"""What one change is worth in points, all else as the headline has it: a signal at its cap, an item, some actions.

An act is a cause, not evidence: what the missing signals are taken for stays as it is, as for the next best actions.
So where nothing is missing, a change is worth exactly the difference of two scores; with readings, by the table alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.habits import HABIT_KEYS, Habit
from ssi_core.model.history import MISSING, Levels
from ssi_core.model.plan import next_steps
from ssi_core.model.score import CURVES, curve_stretch, standing
from ssi_core.model.signals import CHECKLIST_WEIGHTS, INDEX
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

_PROFILE = INDEX["profile_completeness"]
_OUTREACH = INDEX["personal_outreach"]


@dataclass(frozen=True)
class Worth:
    """Points of changes, from where a member stands on one day.

    Attributes
    ----------
    member : Member
        Whose.
    model : Model
        The table.
    levels : Levels
        Levels of the day, (1, K).
    fill : (1, K) float64
        Share of the points at the cap at which a missing signal enters.
    """

    member: Member
    model: Model
    levels: Levels
    fill: Floats

    @cached_property
    def caps(self) -> Floats:
        """(K,) level at which the curve reaches all the points."""
        caps: Floats = self.model.enough * curve_stretch(self.model, self.model.curve)
        return caps

    @cached_property
    def at(self) -> Floats:
        """(K,) level of each signal; a missing one stands where the headline puts it."""
        return standing(self.levels.values[0], self.model, self.fill[0])

    @cached_property
    def _steps(self) -> Floats:
        return next_steps(self.member, self.model, self.levels, self.at)

    def gains(self, adds: Floats) -> Floats:
        """(K,) points that (K,) additions to the levels bring."""
        curve, x = CURVES[self.model.curve], self.at / self.caps
        return np.asarray((curve(x + adds / self.caps) - curve(x)) * self.model.max, np.float64)

    def at_cap(self, k: int) -> float:
        """Points that signal `k` brings at its cap."""
        return float(self.gains(self._one(k, max(0.0, self.caps[k] - self.at[k])))[k])

    def acting(self, habit: Habit, actions: float) -> Floats:
        """(K,) points that some actions of a habit bring, done now and all at once.

        Parameters
        ----------
        habit : Habit
            What is done.
        actions : float
            How often, >= 0.
        """
        each = self._each(habit)
        if habit.key == "personal_note" and each[_OUTREACH] > 0:
            # Each note is one attempt more and one success more: r' = (r T + n) / (T + n).
            left = 1 - self.at[_OUTREACH]
            tried = left / each[_OUTREACH] - 1
            return self.gains(self._one(_OUTREACH, left * actions / (tried + actions)))
        return self.gains(each * actions)

    def actions_to_cap(self, habit: Habit, k: int) -> float | None:
        """Actions of a habit that bring signal `k` to its cap; None where they do not feed it as a count."""
        each = float(self._each(habit)[k])
        if each <= 0 or self.model.signals[k].kind in ("ratio", "share"):
            return None
        return max(0.0, float(self.caps[k] - self.at[k])) / each

    def _each(self, habit: Habit) -> Floats:
        row: Floats = self._steps[HABIT_KEYS.index(habit.key)]
        return row

    def _one(self, k: int, level: float) -> Floats:
        out = np.zeros(len(self.at))
        out[k] = level
        return out

    def item(self, name: str) -> float:
        """Points that an item of the profile's checklist brings once it is filled in; 0 where it is, or counts nothing.

        An item that nobody knows counts the typical share, and so brings the rest. Where the level as a whole was
        stated, or nothing at all is known of the profile, the item is taken for that level's share.

        Parameters
        ----------
        name : str
            An item of :data:`ssi_core.member.CHECKLIST`.
        """
        known = {**self.member.profile.checklist, **self.member.stated.checklist}
        if "profile_completeness" in self.member.stated.signals:
            return 0.0
        if known and self.levels.provenance[0, _PROFILE] != MISSING:
            share = float(known.get(name, self.model.signals[_PROFILE].typical))
        else:
            share = min(1.0, float(self.at[_PROFILE] / self.caps[_PROFILE]))
        return float(self.gains(self._one(_PROFILE, CHECKLIST_WEIGHTS[name] * (1 - share)))[_PROFILE])
