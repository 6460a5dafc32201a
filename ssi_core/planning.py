"""A member and a target, or hours -> what to do each week, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from ssi_core.imported import Imported, day_in, member_in
from ssi_core.ingest.errors import IngestError
from ssi_core.member import Member, day_number, day_of
from ssi_core.model.aim import cheapest, most, richest
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Scenario
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.programme import Whole
from ssi_core.model.response import Response
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.model.solver import Solver
from ssi_core.model.table import Model
from ssi_core.model.timetable import timetable
from ssi_core.model.whatif import Outlook, Projected
from ssi_core.planned import Plan, PlanWeek
from ssi_core.projection import Week
from ssi_core.reasoning import Margins, bindings, reasons
from ssi_core.scenario import MOST_WEEKS
from ssi_core.wanted import MOST_HOURS, check_goal, minutes_from, without_from


class Planner:
    """A member on a day, ready for any number of plans; made by :func:`planner`.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.
    """

    def __init__(self, found: Imported | Member, as_of: dt.date | None = None, model: Model | None = None) -> None:
        self._model = model or Model()
        self._day = day_in(found, as_of)
        held = calibration(member_in(found), self._model)
        self._calibrated = held.calibrated
        self._outlook = Outlook(held, self._day)

    @property
    def as_of(self) -> dt.date:
        """The day looked ahead from."""
        return day_of(self._day)

    def plan(
        self,
        *,
        target: float | None = None,
        by: dt.date,
        hours: float | None = None,
        minutes: Mapping[str, float] | None = None,
        without: Collection[str] = (),
    ) -> Plan:
        """The plan that reaches a target in the least time, or the most in so many hours; see :func:`plan`.

        Raises
        ------
        IngestError
            As for :func:`plan`.
        """
        until = self._until(by)
        check_goal(target, hours)
        response = Response(self._outlook, until, minutes_from(minutes), without_from(without))
        solver = Solver(response.programme())
        limit = None if hours is None else hours * 60 * response.weeks
        actions = None if target is None else cheapest(response, solver, target, limit)
        feasible = target is None or actions is not None
        if actions is None:
            actions = best = richest(response, solver, limit)
        else:
            best = most(solver, limit)
        reachable = float(response.points(best[None])[0])
        now, then = self._project(response, actions, until)
        weekly = dict(zip(HABIT_KEYS, map(float, response.weekly(actions)), strict=True))
        own = self._outlook.learnt.weekly
        laid, inside = timetable(actions, response.minutes, until - self._day, self._model.window)
        margins = Margins(response, actions)
        reached = _week(then, 0)
        return Plan(
            as_of=self.as_of,
            by=by,
            target=target,
            hours=hours,
            feasible=feasible,
            actions=dict(zip(HABIT_KEYS, map(int, actions), strict=True)),
            schedule=self._weeks(response, laid, until),
            weekly=weekly,
            minutes=float(solver.of.takes(actions)) / response.weeks,
            minutes_each=dict(zip(HABIT_KEYS, map(float, response.minutes), strict=True)),
            own_minutes=float(response.minutes @ [own[key] for key in HABIT_KEYS]),
            own_spent={key: float(each) * own[key] for key, each in zip(HABIT_KEYS, response.minutes, strict=True)},
            today=now,
            reached=reached,
            scheduled=float(response.points(actions[None], inside[None])[0]),
            as_now=_week(then, 1),
            best_reachable=max(reachable, reached.total),
            binding=bindings(margins, target, hours, feasible, response.without),
            reasons=reasons(margins, response.without),
            calibrated=self._calibrated,
            model_version=self._model.version,
        )

    def _until(self, by: dt.date) -> int:
        until = day_number(by)
        if until <= self._day:
            raise IngestError(f"by {by} is not after {self.as_of}, the day that is looked ahead from: give a later day")
        if until > self._day + 7 * MOST_WEEKS:
            raise IngestError(
                f"by {by} is more than {MOST_WEEKS} weeks ahead: give a day up to {day_of(self._day + 7 * MOST_WEEKS)}"
            )
        return until

    def _project(self, response: Response, actions: Whole, until: int) -> tuple[Week, Projected]:
        own = Scenario(dict(zip(HABIT_KEYS, map(float, response.weekly(actions)), strict=True)))
        found = self._outlook.project([own, Scenario()], [until])
        return _week(found, 0, 0), found

    def _weeks(self, response: Response, laid: Whole, until: int) -> tuple[PlanWeek, ...]:
        first = self._day + 1
        return tuple(
            PlanWeek(
                day_of(first + 7 * i), day_of(min(first + 7 * i + 6, until)),
                dict(zip(HABIT_KEYS, map(int, row), strict=True)), float(row @ response.minutes),
            )
            for i, row in enumerate(laid)
        )  # fmt: skip


def _week(found: Projected, scenario: int, at: int = -1) -> Week:
    pillars, band = found.pillars[scenario, at], found.band[scenario, at]
    by_pillar = dict(zip(PILLAR_KEYS, map(float, pillars), strict=True))
    return Week(day_of(int(found.days[at])), float(pillars.sum()), float(band[0]), float(band[1]), by_pillar)


def planner(found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None) -> Planner:
    """Make a member ready for any number of plans.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.
    """
    return Planner(found, as_of, model)


def plan(
    found: Imported | Member,
    *,
    target: float | None = None,
    by: dt.date,
    hours: float | None = None,
    minutes: Mapping[str, float] | None = None,
    without: Collection[str] = (),
    as_of: dt.date | None = None,
    model: Model | None = None,
) -> Plan:
    """What to do each week to reach a target in the least time; without a target, to get the most out of some hours.

    The plan is all that the member does from the day after `as_of`, in place of what they do now: whole actions, kept
    up evenly until the day. What is there already and still counts by then counts. A target is met where the
    projection's expected total is at least the target; with official readings, on their scale.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    target : float, optional
        Points, 0 to 100.
    by : datetime.date
        The day to be there: after the day looked ahead from, by 104 weeks at most.
    hours : float, optional
        Hours a week at most, on average over the weeks; above 0, up to 168.
    minutes : mapping of str to float, optional
        Minutes that an action takes, by habit, in place of the model's; above 0.
    without : collection of str
        Habits that are not to be done at all.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Plan
        Where the target is out of reach, the plan that comes closest, and what binds.

    Raises
    ------
    IngestError
        If there is neither target nor hours, a number is out of range, a habit unknown, or the day too early or late.

    Examples
    --------
    >>> found = plan(read(sample_files()), target=70, by=dt.date(2026, 12, 29))
    >>> found.feasible and found.reached.total >= 70
    True
    """
    return planner(found, as_of=as_of, model=model).plan(
        target=target, by=by, hours=hours, minutes=minutes, without=without
    )


__all__ = ["MOST_HOURS", "Plan", "Planner", "plan", "planner"]
