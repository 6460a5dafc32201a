"""What a plan is asked for by, checked: as it is asked, and as it was written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.model.habits import HABIT_KEYS, MOST_MINUTES, is_number

#: Hours of a week.
MOST_HOURS = 168.0

_KEYS = ("target", "by", "hours", "minutes", "without")


def wanted_from(data: Mapping[str, Any]) -> dict[str, Any]:
    """Check what was written down of a plan.

    Parameters
    ----------
    data : mapping
        ``{"target": points or null, "by": "YYYY-MM-DD", "hours": a week or null, "minutes": {<habit>: an action},
        "without": [<habit>, ...]}``; a target or hours, and a day.

    Returns
    -------
    dict
        As :func:`ssi_core.planning.plan` takes it. Whether the day can be reached is found out there.

    Raises
    ------
    IngestError
        If a key is unknown, there is no day, neither target nor hours, a number out of range, or a habit unknown.
    """
    if not isinstance(data, Mapping):
        raise IngestError(f"a plan must be a JSON object with {', '.join(_KEYS)}")
    if unknown := sorted(set(map(str, data)) - set(_KEYS)):
        raise IngestError(f"the plan has unknown keys {', '.join(unknown)}: use {', '.join(_KEYS)}")
    target, hours, without, minutes = (data.get(key) for key in ("target", "hours", "without", "minutes"))
    check_goal(target, hours)
    if not isinstance(without, (list, tuple, type(None))):
        raise IngestError(f"without is {without!r}; give a list of habits")
    if not isinstance(minutes, (Mapping, type(None))):
        raise IngestError(f"minutes is {minutes!r}; give an object of habits and minutes")
    return {
        "target": None if target is None else float(target),
        "by": _day(data.get("by")),
        "hours": None if hours is None else float(hours),
        "minutes": minutes_from(minutes),
        "without": without_from(without or ()),
    }


def check_goal(target: Any, hours: Any) -> None:
    """Check what is to be reached.

    Raises
    ------
    IngestError
        If there is neither target nor hours, or one of them is no number in its range.
    """
    if target is None and hours is None:
        raise IngestError("a plan needs a target, or hours a week: give either or both")
    if target is not None and not (is_number(target) and 0 <= target <= 100):
        raise IngestError(f"target {target} is no score: give a number from 0 to 100")
    if hours is not None and not (is_number(hours) and 0 < hours <= MOST_HOURS):
        raise IngestError(f"hours {hours} a week: give a number above 0, up to {MOST_HOURS:g}")


def minutes_from(given: Mapping[str, Any] | None) -> dict[str, float]:
    """Minutes that an action takes, by habit, checked.

    Raises
    ------
    IngestError
        If a habit is unknown, or its minutes are no number in their range.
    """
    out = {}
    for habit, each in (given or {}).items():
        _check_habit(habit, "minutes")
        if not (is_number(each) and 0 < each <= MOST_MINUTES):
            raise IngestError(f"minutes: {habit} is {each} an action; give a number above 0, up to {MOST_MINUTES:,.0f}")
        out[habit] = float(each)
    return out


def without_from(given: Collection[Any]) -> tuple[str, ...]:
    """Habits that are not to be done, each once.

    Raises
    ------
    IngestError
        If one is unknown.
    """
    for habit in given:
        _check_habit(habit, "without")
    return tuple(dict.fromkeys(given))


def _day(value: Any) -> dt.date:
    try:
        if not isinstance(value, str):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        raise IngestError(f"by {value!r} is no day: write YYYY-MM-DD") from None


def _check_habit(habit: Any, where: str) -> None:
    if habit not in HABIT_KEYS:
        raise IngestError(f"{where}: there is no habit {habit!r}: choose from {', '.join(HABIT_KEYS)}")
