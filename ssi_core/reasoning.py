"""Why a plan has so much of this and none of that, and what keeps it from doing better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import spoken
from ssi_core.member import day_of
from ssi_core.model.habits import HABIT_KEYS, HABITS, Habit
from ssi_core.model.programme import Whole
from ssi_core.model.response import Response
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.planned import NOUNS, Binding, Reason, paced

Floats = NDArray[np.float64]

#: Share of the points at the cap from which a signal counts as full: in expectation no level is wholly certain.
FULL = 0.98
#: Points an hour a week below which more of a habit is told to change nothing, and points below which nothing is told.
LEAST, TOLD = 0.05, 0.1
#: Weeks longer that a plan out of reach is looked at.
LONGER = 26

_NOTE, _INVITE = HABIT_KEYS.index("personal_note"), HABIT_KEYS.index("invite")
_OUTREACH = INDEX["personal_outreach"]


class Margins:
    """What one action more or less of each habit is worth in a plan.

    Parameters
    ----------
    response : Response
        What actions bring.
    actions : (H,) int64
        The plan.

    Attributes
    ----------
    total : float
        Its expected total.
    more, less : (H,) float64
        Points per hour a week that the next action would bring, and that the last one brings; 0 where there is none.
    full : (K,) bool
        Signals at their caps by then.
    bears : bool
        Whether there is an invitation for a note that would change something.
    """

    def __init__(self, response: Response, actions: Whole) -> None:
        self.response, self.actions = response, actions
        each = np.eye(len(actions), dtype=np.int64)
        # The first notes change nothing, since as many are written now: one more is one beyond those.
        free = int(np.floor(response.outlook.learnt.weekly["personal_note"] * response.weeks))
        step = np.ones(len(actions), np.int64)
        step[_NOTE] = max(1, free + 1 - int(actions[_NOTE]))
        self.bears = bool(actions[_INVITE] >= actions[_NOTE] + step[_NOTE])
        fewer = np.maximum(actions - each, 0)
        fewer[_INVITE, _NOTE] = min(fewer[_INVITE, _NOTE], fewer[_INVITE, _INVITE])
        found = response.points(np.concatenate((actions[None], actions + each * step[:, None], fewer)))
        self.total = float(found[0])
        hour = response.weeks * 60 / response.minutes
        size = len(actions)
        self.more: Floats = np.maximum(found[1 : size + 1] - self.total, 0) * hour / step
        self.less: Floats = np.where(actions > 0, (self.total - found[size + 1 :]) * hour, 0.0)
        self.shares: Floats = response.shares(actions)
        self.full = self.shares >= FULL

    @property
    def used(self) -> NDArray[np.bool_]:
        """(H,) habits in the plan."""
        return np.asarray(self.actions > 0, np.bool_)

    @property
    def capped(self) -> NDArray[np.bool_]:
        """(H,) habits in the plan as often as their ceilings let them be."""
        return np.asarray(self.used & (self.actions >= self.response.most), np.bool_)


def reasons(margins: Margins, without: tuple[str, ...]) -> tuple[Reason, ...]:
    """One a habit, in the order of the habit table.

    Parameters
    ----------
    margins : Margins
        The plan.
    without : tuple of str
        Habits that the user excludes, by name or by a ceiling of none.
    """
    return tuple(_reason(margins, h, habit, without) for h, habit in enumerate(HABITS))


def _reason(margins: Margins, h: int, habit: Habit, without: tuple[str, ...]) -> Reason:
    more, less, response = float(margins.more[h]), float(margins.less[h]), margins.response
    many = NOUNS[habit.key][1].capitalize()
    if habit.key in without:
        return Reason(habit.key, "excluded", more, f"{many}: left out, as you asked{_would(more)}")
    if habit.seat_only and not response.outlook.member.seat:
        return Reason(habit.key, "seat", 0.0, f"{many}: takes a Sales Navigator seat")
    if margins.used[h]:
        weekly = float(response.weekly(margins.actions)[h])
        said = f"{many}: {paced(habit.key, weekly)}; the last of them "
        said += f"bring {_rate(less)}"
        if margins.capped[h]:
            most = f"{_most(response, h)} a week, the most there may be"
            return Reason(habit.key, "ceiling", less, f"{said}; {most}" + (_would(more) if more > LEAST else ""))
        return Reason(habit.key, "used", less, said + _filled(margins, h))
    if h == _NOTE and not margins.bears:
        sent = "too few for them to count" if margins.used[_INVITE] else "none"
        return Reason(habit.key, "no_invitation", more, f"{many}: each needs an invitation, and the plan sends {sent}")
    if more < LEAST:
        return Reason(habit.key, "full", more, f"{many}: more changes nothing{_filled(margins, h)}")
    said = f"{many}: none; the first would bring {_rate(more)}{_against(margins, more)}"
    return Reason(habit.key, "dearer", more, said)


def _would(more: float) -> str:
    return f"; more would bring {_rate(more)} at first" if more > LEAST else ""


def _most(response: Response, h: int) -> str:
    # A ceiling is whole; where it is low, a member's own rate above it may be a post every other week.
    most = float(response.ceiling[h])
    return f"{most:.0f}" if most >= 2 else f"{most:.2g}"


def _rate(points: float) -> str:
    # At the margin: an hour a week is more than one action, and the later ones bring less.
    return f"{points:.1f} points per hour a week"


def _against(margins: Margins, more: float) -> str:
    # What is in the plan brings more at its own margin; whole actions may leave a little undecided.
    price = margins.less[margins.used & ~margins.capped]
    if not len(price):
        return ", and the target needs none of it"
    if more <= float(price.min()) + 1e-9:
        return f", what is in the plan brings {float(price.min()):.1f} or more"
    return ", but whole actions of it fit no better"


def _filled(margins: Margins, h: int) -> str:
    feeds = np.flatnonzero(margins.response.outlook.learnt.each[h] > 0)
    feeds = np.array([_OUTREACH]) if h == _NOTE else feeds
    names = [SIGNALS[k].label for k in feeds if margins.full[k]]
    return f"; all but full by then: {', '.join(names)}" if names else ""


def bindings(
    margins: Margins, target: float | None, hours: float | None, feasible: bool, without: tuple[str, ...]
) -> tuple[Binding, ...]:
    """What keeps a plan from doing better, what weighs most first.

    Parameters
    ----------
    margins : Margins
        The plan.
    target, hours : float or None
        What was asked for.
    feasible : bool
        Whether the target is reached.
    without : tuple of str
        Habits that the user excludes, by name or by a ceiling of none.

    Returns
    -------
    tuple of Binding
        Of a target that is reached, only the ceilings and the excluded habits that would have made it cheaper.
    """
    out, more, used = [], margins.more, margins.used
    reaches = target is not None and feasible
    price = float(margins.less[used & ~margins.capped].min(initial=np.inf)) if reaches else LEAST
    open_ = ~margins.capped & (margins.response.most > 0)
    if hours is not None and not reaches and (more[open_] > LEAST).any():
        out.append(Binding("hours", f"hours: {hours:g} h a week is used up; more would bring "
                           f"{_rate(float(more[open_].max()))} at first"))  # fmt: skip
    for h in np.argsort(-more, kind="stable"):
        habit = HABITS[h]
        if margins.capped[h] and more[h] > price:
            out.append(Binding("ceiling", f"ceiling: {NOUNS[habit.key][1]} at most {_most(margins.response, h)} a "
                               f"week; more would bring {_rate(float(more[h]))} at first"))  # fmt: skip
        if habit.key in without and more[h] > price:
            out.append(Binding("excluded", f"excluded: {NOUNS[habit.key][1]}; they would bring "
                               f"{_rate(float(more[h]))} at first"))  # fmt: skip
    return tuple(out) if reaches else (*out, *_time(margins), *_caps(margins), *_beyond(margins))


def _time(margins: Margins) -> list[Binding]:
    response = margins.response
    until = response.day + 7 * LONGER
    longer = Response(response.outlook, until)
    kept = response.weekly(margins.actions) * longer.weeks
    total = float(longer.points(kept[None])[0])
    if total < margins.total + TOLD:
        return []
    return [Binding("time", f"time: kept up until {spoken(day_of(until))}, the same would reach {total:.1f}")]


def _caps(margins: Margins) -> list[Binding]:
    fed = (margins.response.outlook.learnt.each > 0).any(0)
    names = [SIGNALS[k].label for k in np.flatnonzero(margins.full & fed)]
    return [Binding("caps", f"caps: all but full by then, so more hardly counts: {', '.join(names)}")] if names else []


def _beyond(margins: Margins) -> list[Binding]:
    # Signals that no habit moves, and what they leave undone.
    response = margins.response
    fed = np.array((response.outlook.learnt.each > 0).any(0))
    fed[_OUTREACH] = True
    out = []
    if not response.outlook.member.seat:
        fed[INDEX["leads_saved"]] = True
        points = float(response.outlook.model.max[INDEX["leads_saved"]])
        out.append(Binding("seat", f"seat: without Sales Navigator, Leads saved and its {points:g} points stay away"))
    left = np.where(fed, 0.0, (1 - margins.shares) * response.outlook.model.max)
    names = [SIGNALS[k].label for k in np.argsort(-left, kind="stable") if left[k] >= TOLD]
    if names:
        out.append(Binding("habits", f"habits: no habit moves {', '.join(names)}; {left.sum():.1f} points lie there"))
    return out
