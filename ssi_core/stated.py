"""What a person states rather than exports: a profile file, answers, a weekly log, and the templates for them."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import today
from ssi_core.ingest.ledger import Ledger
from ssi_core.member import CHECKLIST, Stated, Target, day_number, day_of
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.spreadsheet import csv_text

#: The largest count that a person may state: LinkedIn's own ceilings lie far below.
MOST = 1_000_000.0

#: Habits whose actions count by themselves; what an invitation or an endorsement brings depends on others.
ASKED_HABITS = tuple(h.key for h in HABITS if h.feeds)


def profile_from(data: Mapping[str, Any]) -> tuple[Stated, Target]:
    """What a ``--profile`` file says.

    Parameters
    ----------
    data : mapping
        ``{"seat": bool, "checklist": {<item>: bool}, "signals": {<signal>: level}, "target": {"titles": [...],
        "companies": [...]}}``, all of them optional.

    Raises
    ------
    IngestError
        If a key is unknown or a value is out of range.
    """
    if not isinstance(data, Mapping):
        raise IngestError("the profile must be a JSON object with seat, checklist, signals, target")
    _only(data, ("seat", "checklist", "signals", "target"), "profile")
    seat, checklist, signals = data.get("seat"), data.get("checklist") or {}, data.get("signals") or {}
    if seat is not None and not isinstance(seat, bool):
        raise IngestError(f"profile: seat is {seat!r}; give true or false")
    _only(checklist, CHECKLIST, "profile: checklist")
    _only(signals, tuple(INDEX), "profile: signals")
    for item, value in checklist.items():
        if not isinstance(value, bool):
            raise IngestError(f"profile: checklist {item} is {value!r}; give true or false")
    for key, level in signals.items():
        _amount(level, _most(key), f"profile: {key}")
    wanted = data.get("target") or {}
    _only(wanted, ("titles", "companies"), "profile: target")
    target = Target(_words(wanted, "titles"), _words(wanted, "companies"))
    return Stated(seat, dict(checklist), {k: float(v) for k, v in signals.items()}), target


def _words(wanted: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = wanted.get(key) or []
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        raise IngestError(f"profile: target {key} is {words!r}; give a list of words")
    return tuple(words)


def _only(data: Any, allowed: Sequence[str], where: str) -> None:
    if not isinstance(data, Mapping):
        raise IngestError(f"{where} must be a JSON object")
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise IngestError(f"{where} has unknown keys {', '.join(unknown)}: use {', '.join(allowed)}")


def load_profile(path: str | os.PathLike[str]) -> tuple[Stated, Target]:
    """Read a ``--profile`` JSON file; see :func:`profile_from`."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(f"{path} can't be read: {error.strerror}") from None
    except ValueError as error:
        raise IngestError(f"{path} is not JSON: {error}") from None
    return profile_from(data)


def stated_data(stated: Stated | None, target: Target | None = None) -> dict[str, Any]:
    """What was stated as plain data, for a file or a notebook; :func:`stated_from` reads it back.

    Parameters
    ----------
    stated : Stated or None
        What the user said; None is nothing.
    target : Target, optional
        Whom they call the right people; None where they never said.

    Returns
    -------
    dict
        As a ``--profile`` file has it, and beside that ``answers`` and ``weekly_log``; only what was said is there.
    """
    said = stated or Stated()
    log = [{"week": day_of(d).isoformat(), "habit": habit, "actions": n} for d, habit, n in said.weekly_log]
    told = {"checklist": said.checklist, "signals": said.signals, "answers": said.answers}
    return {
        **({} if said.seat is None else {"seat": said.seat}),
        **{name: dict(values) for name, values in told.items() if values},
        **({"weekly_log": log} if log else {}),
        **({} if target is None else
           {"target": {"titles": list(target.titles), "companies": list(target.companies)}}),
    }  # fmt: skip


def stated_from(data: Mapping[str, Any]) -> tuple[Stated, Target | None]:
    """What :func:`stated_data` wrote.

    Parameters
    ----------
    data : mapping
        What :func:`profile_from` takes, and ``{"answers": {<signal or habit>: number}, "weekly_log": [{"week":
        "YYYY-MM-DD", "habit", "actions"}, ...]}``, all of them optional.

    Returns
    -------
    stated : Stated
        What the user said.
    target : Target or None
        Whom they call the right people; None where `data` does not say.

    Raises
    ------
    IngestError
        If a key is unknown or a value is out of range.
    """
    if not isinstance(data, Mapping):
        raise IngestError("stated must be an object: seat, checklist, signals, target, answers, weekly_log")
    rest = {key: value for key, value in data.items() if key not in ("answers", "weekly_log")}
    said, target = profile_from(rest)
    answers, log = data.get("answers") or {}, data.get("weekly_log") or []
    _only(answers, (*INDEX, *HABIT_KEYS), "answers")
    if not isinstance(log, list):
        raise IngestError(f"weekly_log is {log!r}; give a list of weeks")
    weeks = tuple(_logged(row) for row in log)
    levels = {key: _amount(value, _most(key), f"answers: {key}") for key, value in answers.items()}
    return replace(said, answers=levels, weekly_log=weeks), target if "target" in data else None


def _logged(row: Any) -> tuple[int, str, float]:
    _only(row, ("week", "habit", "actions"), "weekly_log: a week")
    try:
        week = day_number(dt.date.fromisoformat(row["week"]))
    except (KeyError, TypeError, ValueError):
        raise IngestError(f"weekly_log: week {row.get('week')!r} is no day: write YYYY-MM-DD") from None
    if row.get("habit") not in HABIT_KEYS:
        raise IngestError(f"weekly_log: there is no habit {row.get('habit')!r}: choose from {', '.join(HABIT_KEYS)}")
    return week, row["habit"], _amount(row.get("actions"), MOST, f"weekly_log: {row['habit']}")


def _amount(value: Any, most: float, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        raise IngestError(f"{where} is {value!r}; give a number from 0 to {most:,.0f}")
    return float(value)


def template(kind: str) -> str:
    """CSV text of a template to fill in.

    Parameters
    ----------
    kind : {"answers", "weekly_log"}
        Answers to the questions that a file would answer, or a log of what was done each week.

    Raises
    ------
    IngestError
        If there is no such template.
    """
    if kind == "answers":
        asked = [*(s.key for s in SIGNALS if s.kind in ("stock", "share")), *ASKED_HABITS]
        return csv_text(["signal", "value"], [["seat", "no"], *([key, ""] for key in asked)])
    if kind == "weekly_log":
        monday = today() - dt.timedelta(days=today().weekday() + 7)
        return csv_text(["week", "habit", "actions"], [[monday.isoformat(), h, ""] for h in ASKED_HABITS])
    raise IngestError(f"no template {kind!r}: choose answers or weekly_log")


def understood(stated: Stated, ledger: Ledger) -> Stated:
    """Leave out what the model has no use for and tell it in the ledger, so that a slip of the pen is no silent zero.

    Parameters
    ----------
    stated : Stated
        As read.
    ledger : Ledger
        Takes the remarks.
    """

    def tell(kind: str, code: str, words: str) -> None:
        for entry in ledger.entries:
            if entry.kind == kind:
                entry.note(code, words)

    answers = {}
    for key, value in stated.answers.items():
        if key not in INDEX and key not in HABIT_KEYS:
            tell("answers", "unknown", f"{key} is neither a signal nor a habit: not used")
        elif key not in INDEX and key not in ASKED_HABITS:
            tell("answers", "no signal", f"{key} alone raises no signal, what others do with it does: not used")
        elif value > (most := _most(key)):
            tell("answers", "range", f"{key} is {value:g}, at most {most:,.0f} makes sense: not used")
        else:
            answers[key] = value
    for habit in sorted({h for _, h, _ in stated.weekly_log} - set(HABIT_KEYS)):
        tell("weekly_log", "unknown", f"{habit} is no habit: not used")
    for habit in sorted({h for _, h, _ in stated.weekly_log} & set(HABIT_KEYS) - set(ASKED_HABITS)):
        tell("weekly_log", "no signal", f"{habit} alone raises no signal, what others do with it does: not used")
    return replace(stated, answers=answers, weekly_log=tuple(w for w in stated.weekly_log if w[1] in ASKED_HABITS))


def _most(key: str) -> float:
    return 1.0 if key in INDEX and SIGNALS[INDEX[key]].kind in ("share", "ratio") else MOST
