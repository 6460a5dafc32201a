"""A member, a model and what somebody means to do -> the score to be expected, week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from ssi_core.comparison import AS_NOW, STOP, Compared, Comparison, checked, pairs
from ssi_core.habit_rows import HabitRow, HabitTable
from ssi_core.imported import Imported, day_in, member_in
from ssi_core.ingest.errors import IngestError
from ssi_core.member import Member, day_of
from ssi_core.model.acts import WINDOW_INPUTS
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Scenario, monday_of
from ssi_core.model.gap import gaps
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.history import MEASURED, PROXY, STOCK_INPUTS, levels_on
from ssi_core.model.signals import PILLAR_KEYS, SIGNAL_KEYS
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook, Projected, references
from ssi_core.projection import Projection, SignalAhead, Week
from ssi_core.scenario import ceiling, day_on, scenario_from, weeks_from

WEEKS = 26
#: Weeks back that are looked at for how long a signal has been at its cap.
_BACK = 53


class Prospect:
    """A member on a day, ready for any number of scenarios; made by :func:`prospect`.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Attributes
    ----------
    habits : tuple of HabitRow
        Every habit with the member's own rate, and what it brings.
    """

    def __init__(
        self, found: Imported | Member, as_of: dt.date | None = None, model: Model | None = None
    ) -> None:
        self._member, self._model = member_in(found), model or Model()
        self._day = day_in(found, as_of)
        held = calibration(self._member, self._model)
        self._calibrated = held.calibrated
        self._outlook = Outlook(held, self._day)
        self._beside: dict[tuple[int, ...], tuple[tuple[Week, ...], tuple[Week, ...]]] = {}
        self._since = self._full_since()
        self.habits: tuple[HabitRow, ...] = self._rows()

    @property
    def as_of(self) -> dt.date:
        """The day looked ahead from."""
        return day_of(self._day)

    @property
    def table(self) -> HabitTable:
        """The habits with the model they are from, as ``ssi habits`` lists them."""
        return HabitTable(self.as_of, self._model.version, self._model.edits, self.habits)

    @property
    def weekly(self) -> dict[str, float]:
        """The member's own actions a week by habit, as now."""
        return dict(self._outlook.learnt.weekly)

    def mondays(self, weeks: int = WEEKS) -> tuple[dt.date, ...]:
        """Mondays of the weeks ahead, for choosing weeks off."""
        first = monday_of(self._day + 1)
        return tuple(day_of(first + 7 * i) for i in range(weeks + 1))

    def project(self, habits: Mapping[str, Any] | None = None, weeks: int = WEEKS) -> Projection:
        """What a scenario does to the score.

        Parameters
        ----------
        habits : mapping, optional
            As :func:`ssi_core.scenario.scenario_from` takes it; nothing at all is going on as now.
        weeks : int
            How many, 1 to 104.

        Raises
        ------
        IngestError
            If a habit is unknown, a value out of range, or a day none.
        """
        return self.project_all({"": habits or {}}, weeks)[""]

    def project_all(self, scenarios: Mapping[str, Mapping[str, Any]], weeks: int = WEEKS) -> dict[str, Projection]:
        """What several scenarios do, by name: to the last digit as :meth:`project` has each, for less time.

        Parameters
        ----------
        scenarios : mapping of str to mapping
            By name, each as :func:`ssi_core.scenario.scenario_from` takes it.
        weeks : int
            How many, 1 to 104, from the day each starts.

        Raises
        ------
        IngestError
            If a habit is unknown, a value out of range, or a day none.
        """
        number = weeks_from(weeks)
        read = {name: self._scenario(name, habits) for name, habits in scenarios.items()}
        found = {}
        # Those that start on one day have the same weeks ahead of them, and are looked ahead of together.
        for first in {self._first(s): None for s in read.values()}:
            group = {name: s for name, s in read.items() if self._first(s) == first}
            days = tuple(first - 1 + 7 * i for i in range(1, number + 1))
            beside = () if days in self._beside else tuple(references(next(iter(group.values()))).values())
            one = self._outlook.project([*group.values(), *beside], days)
            if beside:
                self._beside[days] = _weeks(one, len(group))[1:], _weeks(one, len(group) + 1)[1:]
            for i, name in enumerate(group):
                found[name] = self._projection(one, i, first, *self._beside[days])
        return {name: found[name] for name in scenarios}

    def compare(
        self, scenarios: Mapping[str, Mapping[str, Any]], on: dt.date | None = None, weeks: int = WEEKS
    ) -> Comparison:
        """Scenarios on one day, beside going on as now and stopping; see :func:`ssi_core.comparing.compare`.

        Raises
        ------
        IngestError
            As for that.
        """
        named = {name: self._scenario(name, habits) for name, habits in checked(scenarios).items()}
        day = day_on(on, weeks, self._day)
        stop = references(Scenario(start=min(map(self._first, named.values()))))["stop"]
        given = {**named, AS_NOW: Scenario(), STOP: stop}
        found = gaps(self._outlook, tuple(given.values()), day)
        compared = tuple(
            Compared(name, day_of(self._first(scenario)), _weeks(found.projected, i)[1], weekly, self._minutes(weekly))
            for i, (name, scenario) in enumerate(given.items())
            for weekly in (self._used(found.projected, i),)
        )
        return Comparison(
            self.as_of, day_of(day), self._model.version, self._calibrated, compared,
            pairs(compared, found.points, found.band),
        )  # fmt: skip

    def _scenario(self, name: str, habits: Mapping[str, Any]) -> Scenario:
        try:
            return scenario_from(habits, self._day, self.weekly, self._member.seat, self._model.habits)
        except IngestError as error:
            raise IngestError(f"{name}: {error}" if name else str(error)) from None

    def _first(self, scenario: Scenario) -> int:
        return self._day + 1 if scenario.start is None else scenario.start

    def _used(self, one: Projected, i: int) -> dict[str, float]:
        return dict(zip(HABIT_KEYS, map(float, one.weekly[i]), strict=True))

    def _minutes(self, weekly: Mapping[str, float]) -> float:
        return sum(h.minutes * weekly[h.key] for h in self._model.habits)

    def _projection(
        self, one: Projected, i: int, first: int, as_now: tuple[Week, ...], stop: tuple[Week, ...]
    ) -> Projection:
        own, weekly, weeks = self.weekly, self._used(one, i), _weeks(one, i)
        return Projection(
            as_of=self.as_of,
            start=day_of(first),
            model_version=self._model.version,
            calibrated=self._calibrated,
            today=weeks[0],
            points=weeks[1:],
            as_now=as_now,
            stop=stop,
            weekly=weekly,
            own=own,
            minutes=self._minutes(weekly),
            own_minutes=self._minutes(own),
            signals=self._signals(one, i),
            habits=self.habits,
            clipped=dict(zip(PILLAR_KEYS, map(float, one.clipped[i, -1]), strict=True)),
        )

    def _full_since(self) -> dict[int, tuple[int, bool]]:
        # Of signals at their cap today whose days the files tell: since when, to the week, and whether since before the
        # days looked at.
        back = self._day - 7 * np.arange(_BACK)
        levels = levels_on(self._member, self._model, back)
        full = levels.values >= self._model.enough - 1e-9
        out = {}
        for k in np.flatnonzero(full[0]):
            if not self._dated(SIGNAL_KEYS[k], int(levels.provenance[0, k])):
                continue
            below = np.flatnonzero(~full[:, k])
            out[int(k)] = (int(back[below[0] - 1]), False) if len(below) else (int(back[-1]), True)
        return out

    def _dated(self, key: str, provenance: int) -> bool:
        held = self._member.activity
        inputs = {*WINDOW_INPUTS.get(key, (key,)), STOCK_INPUTS.get(key, key)}
        return provenance in (MEASURED, PROXY) and bool(inputs & set(held.counts) or key in held.trials)

    def _signals(self, one: Projected, i: int) -> tuple[SignalAhead, ...]:
        out = []
        for k, signal in enumerate(self._model.signals):
            full = one.reach[i, :, k] >= 1 - 1e-9
            since = self._since.get(k)
            later = np.flatnonzero(full)
            falls = np.flatnonzero(~full[later[0] :]) + later[0] if len(later) else later
            out.append(
                SignalAhead(
                    signal.key, signal.label, signal.pillar, float(one.shares[i, 0, k]), float(one.shares[i, -1, k]),
                    bool(full[0]), None if since is None else day_of(since[0]), since is not None and since[1],
                    day_of(int(one.days[later[0]])) if len(later) and not full[0] else None,
                    day_of(int(one.days[falls[0]])) if len(falls) else None,
                )
            )  # fmt: skip
        return tuple(out)

    def _rows(self) -> tuple[HabitRow, ...]:
        held, out = self._outlook.learnt, []
        for habit, own in zip(self._model.habits, held.own, strict=True):
            fed = [*habit.feeds, *(key for key in habit.brings if key not in habit.feeds)]
            fed += ["personal_outreach"] if habit.key == "personal_note" else []
            brings = tuple(y.words for y in held.yields if y.habit == habit.key)
            out.append(
                HabitRow(
                    habit.key, habit.label, habit.minutes, ceiling(habit, own.weekly), own.weekly, own.source,
                    own.words, tuple(fed), brings, habit.seat_only and not self._member.seat,
                )
            )  # fmt: skip
        return tuple(out)


def _weeks(one: Projected, i: int) -> tuple[Week, ...]:
    return tuple(
        Week(
            day_of(int(day)), float(pillars.sum()), float(band[0]), float(band[1]),
            dict(zip(PILLAR_KEYS, map(float, pillars), strict=True)),
        )
        for day, pillars, band in zip(one.days, one.pillars[i], one.band[i], strict=True)
    )  # fmt: skip


def prospect(found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None) -> Prospect:
    """Make a member ready for any number of scenarios: the first costs most, each further one some milliseconds.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.
    """
    return Prospect(found, as_of, model)


def habits_of(
    found: Imported | Member, *, as_of: dt.date | None = None, model: Model | None = None
) -> tuple[HabitRow, ...]:
    """Every habit with its minutes and ceiling, the member's own rate over the last 13 weeks, and what it brings.

    Parameters
    ----------
    found, as_of, model
        As for :func:`prospect`.
    """
    return prospect(found, as_of=as_of, model=model).habits


def project(
    found: Imported | Member,
    habits: Mapping[str, Any] | None = None,
    weeks: int = WEEKS,
    *,
    as_of: dt.date | None = None,
    model: Model | None = None,
) -> Projection:
    """What changed habits would do to the score, beside going on as now and stopping.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.api.read` gave.
    habits : mapping, optional
        What ``habits.json`` holds: ``start``, ``weekly``, ``off``, ``profile``; see
        :func:`ssi_core.scenario.scenario_from`. Habits that ``weekly`` does not name go on as now.
    weeks : int
        Weeks ahead, 1 to 104.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for.
    model : Model, optional
        An edited model; by default the published one.

    Returns
    -------
    Projection
        A point a week. The total is the mean of the table's score over what may come, with the readings' correction;
        the band is the estimate's own doubt and the future's together.

    Raises
    ------
    IngestError
        If a habit is unknown, a value out of range, or a day none.

    Examples
    --------
    >>> ahead = project(read(sample_files()), {"weekly": {"comment": 20}}, weeks=13)
    >>> ahead.points[-1].total > ahead.as_now[-1].total > ahead.stop[-1].total
    True
    """
    return prospect(found, as_of=as_of, model=model).project(habits, weeks)


__all__ = ["WEEKS", "IngestError", "Prospect", "habits_of", "project", "prospect"]
