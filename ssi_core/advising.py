"""A member and a model -> their playbook: an hour of each habit, each item, each signal at its cap, in points."""

from __future__ import annotations

import datetime as dt

import numpy as np

from ssi_core.fields import checklist, fields
from ssi_core.imported import Imported, day_in, member_in
from ssi_core.member import Member, day_of
from ssi_core.mix import network_mix
from ssi_core.model.ensemble import fill_of
from ssi_core.model.habits import Habit
from ssi_core.model.history import levels_on
from ssi_core.model.signals import INDEX, PROFILE, STRATEGIES
from ssi_core.model.table import Model
from ssi_core.model.worth import Worth
from ssi_core.playbook import ITEMS, Playbook, Step, Strategy, Tick
from ssi_core.results import SignalScore
from ssi_core.scoring import score

#: Points below which a step is not told: no reader would see them move.
LEAST = 0.005


def playbook(
    found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None
) -> Playbook:
    """The five strategies with a member's own figures.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    as_of : datetime.date, optional
        The day to stand on; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Playbook
        Every step's points are the score's with it less the score's without, by the table; see
        :mod:`ssi_core.model.worth`.
    """
    member, model = member_in(found), model or Model()
    day = day_in(found, as_of)
    result = score(found, as_of=day_of(day), model=model)
    levels = levels_on(member, model, [day])
    worth = Worth(member, model, levels, fill_of(levels, model))
    ticks = tuple(Tick(i, ITEMS[i.key], worth.item(i.key)) for i in checklist(found, model))
    strategies = []
    for key in STRATEGIES:
        signals = tuple(s for s in result.signals if model.signals[INDEX[s.key]].strategy == key)
        steps = [*_hours(member, worth, key), *(_filling(ticks) if key == PROFILE else ()), *_caps(worth, signals)]
        strategies.append(Strategy(key, signals, model.window, tuple(s for s in steps if s.points >= LEAST)))
    likely = {f.key: f.likely for f in fields(None, result, model) if f.level is None}
    return Playbook(day_of(day), result, tuple(strategies), ticks, network_mix(found, as_of=day_of(day)), likely)


def _filling(ticks: tuple[Tick, ...]) -> list[Step]:
    # Where nobody knows, looking comes first.
    return [
        Step("item", t.key, f"{'Fill in' if t.item.state is False else 'See that it is there'}: {t.label}", t.gain)
        for t in sorted(ticks, key=lambda t: -t.gain)
        if not t.item.state
    ]


def _hours(member: Member, worth: Worth, strategy: str) -> list[Step]:
    # A habit stands where most of its points do.
    out = []
    for habit in worth.model.habits:
        if not habit.at_most or (habit.seat_only and not member.seat):
            continue
        actions = max(1.0, min(60 // habit.minutes, float(habit.at_most)))
        gains = worth.acting(habit, actions)
        if gains.sum() > 0 and worth.model.signals[int(np.argmax(gains))].strategy == strategy:
            minutes = actions * habit.minutes
            out.append(Step("habit", habit.key, _often(habit, actions), float(gains.sum()), actions, minutes))
    return sorted(out, key=lambda s: -s.points / (s.minutes or 1))


def _caps(worth: Worth, signals: tuple[SignalScore, ...]) -> list[Step]:
    out = []
    for signal in signals:
        k = INDEX[signal.key]
        if signal.provenance == "known" or signal.kind == "share":
            continue
        stands, _, enough = signal.level_words.partition(" of ")
        label = f"Bring {_lower(signal.label)} {'' if signal.level is None else f'from {stands} '}to {enough}"
        way = _way(worth, k)
        if way is None:
            out.append(Step("signal", signal.key, label, worth.at_cap(k)))
        else:
            habit, n = way
            step = Step("signal", signal.key, label, worth.at_cap(k), n, n * habit.minutes, _times(habit, n))
            out.append(step)
    return sorted(out, key=lambda s: -s.points)


def _way(worth: Worth, k: int) -> tuple[Habit, float] | None:
    # The habit that brings a signal to its cap in the least time, within a window and its ceiling a week.
    ways = []
    for habit in worth.model.habits:
        actions = worth.actions_to_cap(habit, k)
        if actions is None or not habit.at_most or (habit.seat_only and not worth.member.seat):
            continue
        whole = float(np.ceil(actions - 1e-9))
        counted = worth.model.signals[k].kind == "window"
        if not counted or whole <= habit.at_most * worth.model.window / 7:
            ways.append((habit, whole))
    return min(ways, key=lambda way: way[0].minutes * way[1], default=None)


def _often(habit: Habit, actions: float) -> str:
    return _times(habit, actions).capitalize()


def _times(habit: Habit, actions: float) -> str:
    return habit.label if actions == 1 else f"{habit.label}, {actions:,.0f} times"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
