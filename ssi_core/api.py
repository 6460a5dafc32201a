"""The one face of the core: pages, command line and notebooks call nothing deeper."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ssi_core.advising import playbook
from ssi_core.agenda import agenda
from ssi_core.backtest import NO_LOOK_BACK, Backtest, backtest
from ssi_core.comparing import compare
from ssi_core.comparison import AS_NOW, MOST_SCENARIOS, Compared, Comparison, Difference
from ssi_core.days import CLASS_WORDS, WEEKDAYS, Calendar
from ssi_core.fields import Field, Item, checklist, fields
from ssi_core.guide import LINK_HOURS, PARTS, STEPS, Part, guide, reminder
from ssi_core.habit_rows import HabitRow
from ssi_core.heard import Heard, heard
from ssi_core.imported import Imported, advice, ago, spoken
from ssi_core.ingest import ssi_page, typed
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.importer import Input, read_member, today
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.ledger import Ledger
from ssi_core.ingest.mapping import KINDS, ColumnMapping, mapping_from, suggest, words
from ssi_core.ingest.people import right_people
from ssi_core.ingest.readings import fault, reading_rows, readings_csv
from ssi_core.leaving import DAYS_AHEAD, Ahead
from ssi_core.member import CHECKLIST, Group, Member, Reading, Stated, Target, day_number, day_of
from ssi_core.mix import NetworkMix, Slice, network_mix
from ssi_core.model.acts import WINDOW_INPUTS
from ssi_core.model.habits import HABITS, MOST_A_WEEK, MOST_MINUTES
from ssi_core.model.history import STOCK_INPUTS
from ssi_core.model.sensitivity import Swing
from ssi_core.model.signals import PILLARS, SIGNALS, WINDOW_RANGE
from ssi_core.model.table import Model
from ssi_core.moved import DAYS_BACK, Why, WrongDaysError, signed
from ssi_core.moving import ahead, why
from ssi_core.network import Network
from ssi_core.notebook import notebook
from ssi_core.outcomes import CAUSE_WORDS, Outcome, Outcomes, outcomes
from ssi_core.planned import NOUNS, Binding, Plan, PlanWeek, Reason, counted, often
from ssi_core.planning import MOST_HOURS, Planner, plan, planner
from ssi_core.playbook import Playbook, Step, Strategy, Tick, figure
from ssi_core.projecting import Prospect, habits_of, project, prospect
from ssi_core.projection import Projection, SignalAhead, Week, clock
from ssi_core.quarters import Quarter
from ssi_core.remembered import Remembered, forget, load_mappings, remember, remembered
from ssi_core.report.files import report_file
from ssi_core.report.logo import Logo, logo_from
from ssi_core.report.member_report import Report, report
from ssi_core.report.programme import ProgrammeReport, programme_report
from ssi_core.report.records import Agreed, Held, agreed, held
from ssi_core.results import (
    PROVENANCE_WORDS,
    PillarScore,
    ScoreResult,
    between,
)
from ssi_core.rhythm import Rhythm, rhythm
from ssi_core.sample import app_folder, copy_sample, sample_files
from ssi_core.scenario import MOST_WEEKS, load_habits
from ssi_core.scoring import against_readings, history, ranges, score, sensitivity
from ssi_core.sensitivity import Sensitivity
from ssi_core.spreadsheet import harmless
from ssi_core.stated import MOST, load_profile, profile_from, stated_data, stated_from, template, understood
from ssi_core.through_time import Against, History, Ranges
from ssi_core.titles import SENIOR

__all__ = [
    "AS_NOW", "CAUSE_WORDS", "CHECKLIST", "CLASS_WORDS", "DAYS_AHEAD", "DAYS_BACK", "HABITS", "KINDS", "LINK_HOURS",
    "MOST", "MOST_A_WEEK", "MOST_HOURS", "MOST_MINUTES", "MOST_SCENARIOS", "MOST_WEEKS", "NOUNS", "NO_LOOK_BACK",
    "PARTS", "PILLARS", "PROVENANCE_WORDS", "SENIOR", "SIGNALS", "STEPS", "WEEKDAYS", "WINDOW_RANGE", "Against",
    "Ahead", "Backtest", "Binding", "Calendar", "ColumnMapping", "Compared", "Comparison", "Difference", "Field",
    "Group", "HabitRow", "Heard", "History", "Imported", "IngestError", "Item", "Model", "Network", "NetworkMix",
    "NothingUsableError", "Outcome", "Outcomes", "Part", "PillarScore", "Plan", "PlanWeek", "Planner", "Playbook",
    "Projection", "Prospect", "Quarter", "Ranges", "Reading", "Reason", "Remembered", "Rhythm", "ScoreResult",
    "Sensitivity", "SignalAhead", "Slice", "Stated", "Step", "Strategy", "Swing", "Target", "Tick", "UnknownHeader",
    "Week", "Why", "WrongDaysError", "advice", "against_readings", "agenda", "ago", "ahead", "app_folder", "backtest",
    "between", "checklist", "clock", "compare", "copy_sample", "counted", "day_of", "fields", "figure", "forget",
    "guide", "habits_of", "harmless", "heard", "history", "load_habits", "load_mappings", "load_profile",
    "mapping_from", "model_from", "network_mix", "notebook", "often", "outcomes", "pasted_reading", "plain_kind",
    "plan", "planner", "playbook", "profile_from", "project", "prospect", "ranges", "read", "reading_rows",
    "readings_csv", "readings_from_csv", "readings_from_rows", "remember", "remembered", "reminder", "rhythm",
    "sample_files", "score", "sensitivity", "signed", "spoken", "standing_on", "stated_data", "stated_from", "suggest",
    "template", "today", "why", "with_readings", "with_stated", "with_target", "words",
]  # fmt: skip
# What a client keeps.
__all__ += [
    "Agreed", "Held", "Logo", "ProgrammeReport", "Report", "agreed", "held", "logo_from", "programme_report", "report",
    "report_file",
]  # fmt: skip

Paths = Input | Sequence[Input]


def _listed(paths: Paths) -> list[Input]:
    # One path, one upload (a name and what it holds), or several of either.
    if isinstance(paths, (str, os.PathLike)):
        return [paths]
    if isinstance(paths, tuple) and len(paths) == 2 and not isinstance(paths[1], (str, os.PathLike, tuple)):
        return [paths]
    return list(paths)


def read(
    paths: Paths,
    *,
    owner: str | None = None,
    as_of: dt.date | None = None,
    stated: Stated | None = None,
    target: Target | None = None,
    readings: str | os.PathLike[str] | Sequence[Reading] | None = None,
    mappings: Sequence[ColumnMapping] = (),
    on_file: Callable[[str], object] | None = None,
) -> Imported:
    """Read a member's files.

    Parameters
    ----------
    paths : path, upload, or sequence of them
        Zips, folders, CSVs and XLSXs of one member, mixed; an upload is (name, bytes or seekable binary stream). It may
        be empty where there are readings or anything is stated.
    owner : str, optional
        The member's name, where the files do not tell whose messages these are.
    as_of : datetime.date, optional
        The day to stand on; by default the last day with activity, else the export's, else the last reading's.
    stated : Stated, optional
        What the user said, put over what ``answers.csv`` says.
    target : Target, optional
        Whom the member calls the right people; VP or above by default.
    readings : path or sequence of Reading, optional
        Official readings, as a log or as they are; they stand instead of any among the files.
    mappings : sequence of ColumnMapping
        What the columns of tables are that no one knows; :func:`remembered` gives those that the user kept.
    on_file : callable, optional
        Told the name of each file before it is read, to show progress.

    Returns
    -------
    Imported
        The member and the ledger.

    Raises
    ------
    IngestError
        If nothing in it can be used.

    Examples
    --------
    >>> found = read(sample_files())
    >>> found.stocks["connections"]
    1900.0
    """
    inputs = _listed(paths)
    log = None if readings is None else _log(readings, mappings)
    if not inputs and (log or (stated is not None and stated != Stated())):
        member, ledger = Member(), Ledger((), False, None, None, None)
    else:
        member, ledger = read_member(inputs, owner, target, mappings, on_file)
    if log is not None:
        member = replace(member, readings=log)
    member = replace(member, stated=understood(member.stated, ledger))
    if stated is not None:
        member = replace(member, stated=stated.over(member.stated))
    shown = member.readings[-1].day if member.readings else None
    until = next((d for d in (ledger.last_day, ledger.known_until, shown) if d is not None), None)
    on = as_of or (day_of(until) if until is not None else today())
    return Imported(member, ledger, on, _unspoken(member))


def _log(
    readings: str | os.PathLike[str] | Sequence[Reading], mappings: Sequence[ColumnMapping]
) -> tuple[Reading, ...]:
    if isinstance(readings, (str, os.PathLike)):
        log, _ = read_member([readings], mappings=mappings)
        if not log.readings:
            raise IngestError(f"{readings} holds no official reading: give a CSV with a date, a total and four parts")
        return log.readings
    days = [r.day for r in readings]
    for reading in readings:
        if wrong := fault(reading):
            raise IngestError(f"the reading of {day_of(reading.day)}: {wrong}")
        if days.count(reading.day) > 1:
            raise IngestError(f"two readings of {day_of(reading.day)}: give one a day")
    return tuple(sorted(readings, key=lambda r: r.day))


def pasted_reading(text: str, day: dt.date) -> Reading:
    """The official reading in what was copied from LinkedIn's page; see :func:`ssi_core.ingest.ssi_page.pasted`.

    Parameters
    ----------
    text : str
        The page's data, its text, four numbers, or the total alone.
    day : datetime.date
        The day on which LinkedIn showed it.

    Raises
    ------
    IngestError
        If nothing in it is a reading, if all of it is zero, if a number is out of range, or the day is still to come.
    """
    if day > today():
        raise IngestError(f"{day} is still to come: give a day up to {today()}")
    return ssi_page.pasted(text, day_number(day))


def readings_from_rows(rows: Sequence[Mapping[str, object]]) -> tuple[list[Reading], list[str]]:
    """Official readings typed in a table, up to today; see :func:`ssi_core.ingest.typed.readings_from_rows`."""
    return typed.readings_from_rows(rows, day_number(today()))


def readings_from_csv(text: str) -> list[Reading]:
    """Official readings as :func:`readings_csv` writes them, up to today; a row that is none is an error."""
    return typed.readings_from_csv(text, day_number(today()))


def _unspoken(member: Member) -> tuple[str, ...]:
    # Signals of which no file, answer or rule says anything at all, on whatever day.
    held, said = member.activity, {**member.stated.signals, **member.stated.answers}
    habits = set(said) | {habit for _, habit, _ in member.stated.weekly_log}
    fed = {key for h in HABITS for key in h.feeds if h.key in habits}
    spoken = set(said) | fed | set(member.profile.stocks) | set(held.trials)
    spoken |= {key for key, name in STOCK_INPUTS.items() if name in held.counts}
    spoken |= {s.key for s in SIGNALS if s.kind == "window"
               if any(n in held.counts for n in WINDOW_INPUTS.get(s.key, (s.key,)))}  # fmt: skip
    if member.profile.checklist or member.stated.checklist:
        spoken.add("profile_completeness")
    if not member.seat:
        spoken.add("leads_saved")
    return tuple(s.key for s in SIGNALS if s.key not in spoken)


def with_readings(found: Imported, readings: Sequence[Reading], *, instead: bool = False) -> Imported:
    """The same member with more official readings.

    Parameters
    ----------
    found : Imported
        What :func:`read` gave.
    readings : sequence of Reading
        Readings; one of a day that the member has a reading of takes its place.
    instead : bool
        Whether they take the place of all the member has.
    """
    days = {r.day for r in readings}
    kept = () if instead else tuple(r for r in found.member.readings if r.day not in days)
    log = tuple(sorted((*kept, *readings), key=lambda r: r.day))
    return replace(found, member=replace(found.member, readings=log))


def with_stated(found: Imported, stated: Stated) -> Imported:
    """The same member with what they said put over what was said before.

    Parameters
    ----------
    found : Imported
        What :func:`read` gave.
    stated : Stated
        Typed levels overrule the files; typed answers are used where no file speaks.
    """
    member = replace(found.member, stated=stated.over(found.member.stated))
    return replace(found, member=member, missing=_unspoken(member))


def with_target(found: Imported, target: Target) -> Imported:
    """The same member with another notion of the right people, counted without reading files again.

    Parameters
    ----------
    found : Imported
        What :func:`read` gave.
    target : Target
        Titles and companies to look for; without any, VP or above.

    Returns
    -------
    Imported
        As :func:`read` with that target gives it. A member whose connections are not at hand stays as they are.
    """
    member, name = found.member, "right_people_added"
    activity, network = member.activity, member.network
    if name not in activity.counts or not len(network):
        return found
    days = network.day[right_people(network, target)] - activity.first_day
    series = np.bincount(days, minlength=activity.days).astype(float)
    activity = replace(activity, counts={**activity.counts, name: series})
    return replace(found, member=replace(member, activity=activity, target=target))


def standing_on(found: Imported, day: dt.date) -> Imported:
    """The same member, scored on another day.

    Parameters
    ----------
    found : Imported
        What :func:`read` gave.
    day : datetime.date
        Any day; a file that does not reach it is scaled or missing, by the rule of reach.
    """
    return replace(found, as_of=day)


def model_from(path: str | os.PathLike[str]) -> Model:
    """Read a ``--model`` TOML file; see :meth:`Model.from_toml`.

    Raises
    ------
    IngestError
        If it can't be read or holds a value out of range.
    """
    try:
        return Model.from_toml(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise IngestError(f"{path} can't be read: {error.strerror}") from None
    except ValueError as error:
        raise IngestError(f"{path}: {error}") from None
