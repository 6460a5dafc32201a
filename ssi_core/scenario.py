"""What somebody means to do, as ``habits.json`` has it -> a scenario, or words that say what is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.member import CHECKLIST, day_number, day_of
from ssi_core.model.future import Edit, Scenario, monday_of
from ssi_core.model.habits import HABIT_KEYS, HABITS, Habit, is_number
from ssi_core.model.signals import INDEX, SIGNALS

#: Weeks that may be looked ahead.
MOST_WEEKS = 104
#: The largest level that a profile edit may set.
MOST_LEVEL = 1_000_000.0

_KEYS = ("start", "weekly", "off", "profile")


def load_habits(path: str | os.PathLike[str]) -> Mapping[str, Any]:
    """Read a ``--habits`` JSON file; :func:`scenario_from` says what it may hold.

    Raises
    ------
    IngestError
        If it can't be read or is no JSON object.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(f"{path} can't be read: {error.strerror}") from None
    except ValueError as error:
        raise IngestError(f"{path} is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise IngestError(f"{path} must hold a JSON object with {', '.join(_KEYS)}")
    return data


def scenario_from(
    data: Mapping[str, Any], day: int, own: Mapping[str, float], seat: bool, habits: Sequence[Habit] = HABITS
) -> Scenario:
    """Check a scenario.

    Parameters
    ----------
    data : mapping
        ``{"start": "YYYY-MM-DD" or null, "weekly": {<habit>: actions a week}, "off": ["YYYY-MM-DD" of a week, ...],
        "profile": [{"on": "YYYY-MM-DD" or null, "field": <checklist item, signal or "seat">, "value"}, ...]}``, all of
        them optional. A week runs from Monday to Sunday. Also taken: days as :class:`datetime.date`.
    day : int
        Day number looked ahead from.
    own : mapping of str to float
        The member's own actions a week; a scenario may ask for as much even where that is above the ceiling.
    seat : bool
        Whether the member has a Sales Navigator seat.
    habits : sequence of Habit
        The model's habits, whose ceilings hold.

    Raises
    ------
    IngestError
        If a key is unknown, a value is out of range, or leads are to be saved without a seat.
    """
    if not isinstance(data, Mapping):
        raise IngestError(f"habits must be a JSON object with {', '.join(_KEYS)}")
    if unknown := sorted(set(data) - set(_KEYS)):
        raise IngestError(f"habits has unknown keys {', '.join(map(str, unknown))}: use {', '.join(_KEYS)}")
    start = None if data.get("start") is None else _day(data["start"], "start")
    if start is not None and start < day:
        raise IngestError(
            f"habits: start {day_of(start)} lies before {day_of(day)}, the day that is looked ahead from: "
            "give that day or a later one"
        )
    if start is not None and start > day + 7 * MOST_WEEKS:
        raise IngestError(
            f"habits: start {day_of(start)} is more than {MOST_WEEKS} weeks ahead: give a day up to "
            f"{day_of(day + 7 * MOST_WEEKS)}"
        )
    first = day + 1 if start is None else max(start, day + 1)
    edits = tuple(_edit(one, day, first) for one in _list(data, "profile"))
    weekly = _weekly(data.get("weekly"), own, {h.key: h for h in habits})
    if weekly.get("save_lead", 0.0) > 0 and not seat and not any(e.field == "seat" and e.value for e in edits):
        raise IngestError(
            f"habits: save_lead is {weekly['save_lead']:g}, and without a Sales Navigator seat no lead can be saved: "
            'set it to 0, or state the seat ("seat": true in the profile)'
        )
    off = frozenset(monday_of(_day(one, "off")) for one in _list(data, "off"))
    return Scenario(weekly, first, off, edits)


def weeks_from(weeks: Any) -> int:
    """How many weeks ahead, checked.

    Raises
    ------
    IngestError
        If it is no whole number from 1 to :data:`MOST_WEEKS`.
    """
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= MOST_WEEKS:
        raise IngestError(f"{weeks!r} weeks ahead: give a whole number from 1 to {MOST_WEEKS}")
    return weeks


def ceiling(habit: Habit, own: float) -> float:
    """Most actions a week that a scenario may ask for: the habit's ceiling, or the member's own rate above it."""
    return max(float(habit.at_most), own)


def day_on(on: dt.date | None, weeks: Any, day: int) -> int:
    """Day number to compare on, checked: the one given, else the end of so many weeks.

    Parameters
    ----------
    on : datetime.date or None
        The day.
    weeks : int
        Weeks ahead, where no day is given.
    day : int
        Day number looked ahead from.

    Raises
    ------
    IngestError
        If the day is not after that, or more than 104 weeks ahead; if `weeks` is no whole number from 1 to 104.
    """
    if on is None:
        return day + 7 * weeks_from(weeks)
    number = day_number(on)
    if number <= day:
        raise IngestError(f"on {on} is not after {day_of(day)}, the day that is looked ahead from: give a later day")
    if number > day + 7 * MOST_WEEKS:
        raise IngestError(
            f"on {on} is more than {MOST_WEEKS} weeks ahead: give a day up to {day_of(day + 7 * MOST_WEEKS)}"
        )
    return number


def _weekly(given: Any, own: Mapping[str, float], habits: Mapping[str, Habit]) -> dict[str, float]:
    given = {} if given is None else given
    if not isinstance(given, Mapping):
        raise IngestError(f"habits: weekly is {given!r}; give an object of habits and actions a week")
    out = {}
    for habit, actions in given.items():
        if habit not in HABIT_KEYS:
            raise IngestError(f"habits: there is no habit {habit!r}: choose from {', '.join(HABIT_KEYS)}")
        most = ceiling(habits[habit], own.get(habit, 0.0))
        if not is_number(actions) or actions < 0:
            raise IngestError(f"habits: {habit} is {actions!r} a week; give a number from 0 to {most:g}")
        if actions > most + 1e-9:
            raise IngestError(f"habits: {habit} is {actions:g} a week, at most {most:g} is allowed: lower it")
        out[habit] = float(actions)
    return out


def _edit(given: Any, day: int, first: int) -> Edit:
    if not isinstance(given, Mapping) or set(given) - {"on", "field", "value"} or "field" not in given:
        raise IngestError(f'habits: profile holds {given!r}; give {{"on": "YYYY-MM-DD", "field": ..., "value": ...}}')
    on = first if given.get("on") is None else _day(given["on"], "profile")
    if on < day:
        raise IngestError(
            f"habits: profile is to change on {day_of(on)}, before {day_of(day)}: give that day or a later one, or "
            "state it as it is"
        )
    name, value = given["field"], given.get("value")
    if not isinstance(name, str):
        raise IngestError(f"habits: profile field {name!r} is no name: give seat, an item of the checklist or a signal")
    if name == "seat" or name in CHECKLIST:
        if not isinstance(value, bool):
            raise IngestError(f"habits: profile {name} is {value!r}; give true or false")
        return Edit(max(on, day + 1), name, float(value))
    if name not in INDEX:
        raise IngestError(
            f"habits: profile has no field {name!r}: give seat, an item of the checklist ({', '.join(CHECKLIST)}) or a "
            "signal"
        )
    most = 1.0 if SIGNALS[INDEX[name]].kind in ("share", "ratio") else MOST_LEVEL
    if not is_number(value) or value is None or not 0 <= value <= most:
        raise IngestError(f"habits: profile {name} is {value!r}; give a number from 0 to {most:,.0f}")
    return Edit(max(on, day + 1), name, float(value))


def _list(data: Mapping[str, Any], key: str) -> Sequence[Any]:
    given = data.get(key)
    given = [] if given is None else given
    if not isinstance(given, (list, tuple)):
        raise IngestError(f"habits: {key} is {given!r}; give a list")
    return given


def _day(value: Any, where: str) -> int:
    if isinstance(value, dt.date):
        return day_number(value)
    try:
        if not isinstance(value, str):
            raise ValueError
        return day_number(dt.date.fromisoformat(value))
    except ValueError:
        raise IngestError(f"habits: {where} {value!r} is no day: write YYYY-MM-DD") from None
