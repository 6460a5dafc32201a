"""Next best actions: what one more action of each habit is worth, by the table's weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.habits import HABIT_KEYS, Habit
from ssi_core.model.history import PRIOR_TRIALS, Levels, ratio_counts
from ssi_core.model.score import CURVES, curve_stretch, standing
from ssi_core.model.signals import INDEX
from ssi_core.model.table import Model
from ssi_core.model.yields import effects, yields

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NextAction:
    """What the next action of a habit brings.

    Attributes
    ----------
    habit, label : str
        Key and name of the habit.
    points_per_hour : float
        Points of the next action over its hours; 0 where all it feeds is at the cap.
    why : str
        In words, with the member's own figures.
    """

    habit: str
    label: str
    points_per_hour: float
    why: str


def next_best_actions(member: Member, model: Model, levels: Levels, fill: Floats) -> tuple[NextAction, ...]:
    """Rank habits by the points per hour of their next action.

    Parameters
    ----------
    member : Member
        Whose habits.
    model : Model
        The table.
    levels : Levels
        Levels of one day, (1, K).
    fill : (1, K) float64
        Share of the cap at which a missing signal enters.

    Returns
    -------
    tuple of NextAction
        Best first; what brings nothing, what the model allows none of, and what needs a seat that the member lacks, is
        left out.
    """
    caps = model.enough * curve_stretch(model, model.curve)
    curve = CURVES[model.curve]
    # A missing signal stands where the headline puts it: at the level whose share of points is its fill.
    at = standing(levels.values[0], model, fill[0])
    x = at / caps
    out = []
    for habit, adds in zip(model.habits, next_steps(member, model, levels, at), strict=True):
        if not habit.at_most or (habit.seat_only and not member.seat):
            continue
        gain = (curve(x + adds / caps) - curve(x)) * model.max
        total = float(gain.sum())
        if total > 1e-12:
            most = int(np.argmax(gain))
            rate = total / (habit.minutes / 60)
            out.append(NextAction(habit.key, habit.label, rate, _why(habit, model, levels, most, total)))
    return tuple(sorted(out, key=lambda a: (-a.points_per_hour, a.habit)))


def next_steps(member: Member, model: Model, levels: Levels, at: Floats) -> Floats:
    """What the next action of each habit adds to the levels.

    Parameters
    ----------
    member : Member
        Whose habits.
    model : Model
        The table.
    levels : Levels
        Levels of one day, (1, K).
    at : (K,) float64
        The same without a gap, as :func:`ssi_core.model.score.standing` gives them.

    Returns
    -------
    (H, K) float64
        In each signal's own unit, in the order of the habit table.
    """
    steps = effects(yields(member, levels, at))
    steps[HABIT_KEYS.index("personal_note"), INDEX["personal_outreach"]] = _note(member, model, levels, at)
    return steps


def _note(member: Member, model: Model, levels: Levels, at: Floats) -> float:
    # One attempt more, and that a personal one.
    trials = member.activity.trials.get("personal_outreach")
    tried = 0.0 if trials is None else float(ratio_counts(trials, levels.days, model.window)[0][0])
    return max(0.0, 1 - float(at[INDEX["personal_outreach"]])) / (tried + 1 + PRIOR_TRIALS)


def _why(habit: Habit, model: Model, levels: Levels, k: int, gain: float) -> str:
    signal, level = model.signals[k], levels.values[0, k]
    enough = model.enough[k]
    if np.isnan(level):
        stands = f"{signal.label} is not known"
    elif signal.kind == "ratio":
        stands = f"{signal.label} stands at {level:.0%}, {enough:.0%} is enough"
    else:
        stands = f"{signal.label} stands at {level:,.0f}, {enough:,.0f} is enough"
    takes = f"{habit.minutes:g} minutes" if habit.minutes != 1 else "a minute"
    return f"{stands}; to {habit.label} takes {takes} and adds {gain:.2f} points"
