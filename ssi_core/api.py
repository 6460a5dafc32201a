"""The one face of the core: pages, command line and notebooks call nothing deeper."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ssi_core.advising import playbook
from ssi_core.agenda import agenda
from ssi_core.agreeing import AGREED_DAYS, MOST_AGREED, feeding, from_weekly, room_left
from ssi_core.attention import Attention, attention
from ssi_core.backtest import NO_LOOK_BACK, Backtest, backtest
from ssi_core.bringing import Brought, Client, Filled, bring, brought
from ssi_core.cohort import cohort, cohort_member, cohort_members
from ssi_core.cohort_parts import Cohort, CohortMember, Spread
from ssi_core.cohort_text import (
    MEASURE_WORDS,
    cohort_headline,
    group_words,
    hours_words,
    people_words,
    spread_words,
    step_words,
)
from ssi_core.commitments import Check, check_all, checked
from ssi_core.comparing import compare
from ssi_core.comparison import AS_NOW, MOST_SCENARIOS, Compared, Comparison, Difference
from ssi_core.days import CLASS_WORDS, WEEKDAYS, Calendar
from ssi_core.demo import demo_records
from ssi_core.fields import Field, Item, checklist, fields
from ssi_core.guide import LINK_HOURS, PARTS, STEPS, Part, guide, reminder
from ssi_core.habit_rows import HabitRow
from ssi_core.heard import Heard, heard
from ssi_core.held_against import HeldAgainst, held_against
from ssi_core.homework import FORMS as HOMEWORK_FORMS
from ssi_core.homework import Homework, homework, pace
from ssi_core.imported import Imported, advice, ago, on_the_last, spoken, unspoken
from ssi_core.ingest import ssi_page, typed
from ssi_core.ingest.errors import IngestError, NothingUsableError
from ssi_core.ingest.importer import today
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.mapping import KINDS, ColumnMapping, mapping_from, suggest, words
from ssi_core.ingest.people import retargeted
from ssi_core.ingest.readings import reading_rows, readings_csv
from ssi_core.leaving import DAYS_AHEAD, Ahead
from ssi_core.level_table import Scored, score_frame, score_levels
from ssi_core.many import (
    Somebody,
    cohort_of,
    everybody,
    everybody_in,
    grouped,
    invented_team,
    who_csv,
    who_from,
)
from ssi_core.meeting import Prep, prep, preps
from ssi_core.member import CHECKLIST, Group, Reading, Stated, Target, day_number, day_of
from ssi_core.mix import NetworkMix, Slice, network_mix
from ssi_core.model.habits import HABITS, MOST_A_WEEK, MOST_MINUTES
from ssi_core.model.sensitivity import Swing
from ssi_core.model.signals import PILLARS, SIGNALS, WINDOW_RANGE
from ssi_core.model.table import Model
from ssi_core.moved import DAYS_BACK, Why, WrongDaysError, signed
from ssi_core.moving import ahead, why
from ssi_core.names import same_name
from ssi_core.network import Network
from ssi_core.notebook import notebook
from ssi_core.outcomes import CAUSE_WORDS, Outcome, Outcomes, outcomes
from ssi_core.own_word import Asked, OwnWord, own_word, ticked_words, to_ask, week_words
from ssi_core.planned import NOUNS, Binding, Plan, PlanWeek, Reason, counted, often, paced
from ssi_core.planning import MOST_HOURS, Planner, plan, planner
from ssi_core.playbook import Playbook, Step, Strategy, Tick, figure
from ssi_core.programme_rows import ProgrammeRows, programme_rows
from ssi_core.projecting import Prospect, habits_of, project, prospect
from ssi_core.projection import Projection, SignalAhead, Week, clock
from ssi_core.quarters import Quarter
from ssi_core.reading import read
from ssi_core.remembered import Remembered, forget, load_mappings, remember, remembered
from ssi_core.report.files import report_file
from ssi_core.report.logo import Logo, logo_from
from ssi_core.report.member_report import LONGEST_NAME, Report, paragraphs, report
from ssi_core.report.programme import ProgrammeReport, Quartiles, programme_report
from ssi_core.report.records import Agreed, Held, agreed, frozen_words, held
from ssi_core.request import request_text
from ssi_core.results import (
    PROVENANCE_WORDS,
    PillarScore,
    ScoreResult,
    between,
)
from ssi_core.rhythm import Rhythm, rhythm
from ssi_core.sample import app_folder, copy_sample, later_sample_files, sample_files
from ssi_core.scenario import MOST_WEEKS, load_habits
from ssi_core.scoring import against_readings, history, ranges, score, sensitivity
from ssi_core.sensitivity import Sensitivity
from ssi_core.sight import LEAST, Sight, allowed
from ssi_core.spreadsheet import harmless
from ssi_core.stated import MOST, load_profile, profile_from, stated_data, stated_from, template
from ssi_core.store.errors import NotFoundError, RecordsError, StaleError
from ssi_core.store.filed import CheckIn, Commitment, Filed, PlanRequest, Session, Ticked
from ssi_core.store.filed import Scenario as KeptScenario
from ssi_core.store.shared import WHAT_IT_HOLDS, is_shared, shared_counts, shared_from
from ssi_core.team import team
from ssi_core.team_rows import Team, TeamRow
from ssi_core.through_time import Against, History, Ranges
from ssi_core.titles import SENIOR
from ssi_core.wanted import wanted_from

if TYPE_CHECKING:
    from ssi_core.store.records import Records
    from ssi_core.store.roster import Listed as Listed

__all__ = [
    "AGREED_DAYS", "AS_NOW", "CAUSE_WORDS", "CHECKLIST", "CLASS_WORDS", "DAYS_AHEAD", "DAYS_BACK", "HABITS",
    "HOMEWORK_FORMS", "KINDS", "LEAST", "LINK_HOURS", "LONGEST_NAME", "MEASURE_WORDS", "MOST", "MOST_AGREED",
    "MOST_A_WEEK", "MOST_HOURS", "MOST_MINUTES", "MOST_SCENARIOS", "MOST_WEEKS", "NOUNS", "NO_LOOK_BACK", "PARTS",
    "PILLARS", "PROVENANCE_WORDS", "SENIOR", "SIGNALS", "STEPS", "WEEKDAYS", "WHAT_IT_HOLDS", "WINDOW_RANGE", "Against",
    "Agreed", "Ahead", "Asked", "Attention", "Backtest", "Binding", "Brought", "Calendar", "Check", "CheckIn", "Client",
    "Cohort", "CohortMember", "ColumnMapping", "Commitment", "Compared", "Comparison", "Difference", "Field", "Filed",
    "Filled", "Group", "HabitRow", "Heard", "Held", "HeldAgainst", "History", "Homework", "Imported", "IngestError",
    "Item", "KeptScenario", "Logo", "Model", "Network", "NetworkMix", "NotFoundError", "NothingUsableError", "Outcome",
    "Outcomes", "OwnWord", "Part", "PillarScore", "Plan", "PlanRequest", "PlanWeek", "Planner", "Playbook", "Prep",
    "ProgrammeReport", "ProgrammeRows", "Projection", "Prospect", "Quarter", "Quartiles", "Ranges", "Reading", "Reason",
    "RecordsError", "Remembered", "Report", "Rhythm", "ScoreResult", "Scored", "Sensitivity", "Session", "Sight",
    "SignalAhead", "Slice", "Somebody", "Spread", "StaleError", "Stated", "Step", "Strategy", "Swing", "Target", "Team",
    "TeamRow", "Tick", "Ticked", "UnknownHeader", "Week", "Why", "WrongDaysError", "advice", "against_readings",
    "agenda", "ago", "agreed", "ahead", "allowed", "app_folder", "attention", "backtest", "between", "bring", "brought",
    "check_all", "checked", "checklist", "clock", "cohort", "cohort_headline", "cohort_member", "cohort_members",
    "cohort_of", "compare", "copy_sample", "counted", "day_of", "demo_records", "everybody", "everybody_in", "feeding",
    "fields", "figure", "forget", "from_weekly", "frozen_words", "group_words", "grouped", "guide", "habits_of",
    "harmless", "heard", "held", "held_against", "history", "homework", "hours_words", "invented_team", "is_shared",
    "later_sample_files", "load_habits", "load_mappings", "load_profile", "logo_from", "mapping_from", "model_from",
    "network_mix", "notebook", "often", "outcomes", "own_word", "pace", "paced", "paragraphs", "pasted_reading",
    "people_words", "plain_kind", "plan", "planner", "playbook", "prep", "preps", "profile_from", "programme_report",
    "programme_rows", "project", "prospect", "ranges", "read", "reading_rows", "readings_csv", "readings_from_csv",
    "readings_from_rows", "records", "remember", "remembered", "reminder", "report", "report_file", "request_text",
    "rhythm", "room_left", "same_name", "sample_files", "score", "score_frame", "score_levels", "sensitivity",
    "shared_counts", "shared_from", "signed", "snapshot", "spoken", "spread_words", "standing_on", "stated_data",
    "stated_from", "step_words", "suggest", "team", "template", "ticked_words", "to_ask", "today", "wanted_from",
    "week_words", "who_csv", "who_from", "why", "with_readings", "with_stated", "with_target", "words",
]  # fmt: skip


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

    Returns
    -------
    Imported
        Whoever is known by readings alone stands on the last of them.
    """
    days = {r.day for r in readings}
    kept = () if instead else tuple(r for r in found.member.readings if r.day not in days)
    log = tuple(sorted((*kept, *readings), key=lambda r: r.day))
    return on_the_last(replace(found, member=replace(found.member, readings=log)), found.member.readings)


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
    return replace(found, member=member, missing=unspoken(member))


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
    member = retargeted(found.member, target)
    return found if member is found.member else replace(found, member=member)


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


def records(url: str | None = None, *, owner: str = "local") -> Records:
    """Coaching records: members, and what is filed under them.

    Nothing is made on disk, and no database asked, before something is saved or looked for.

    Parameters
    ----------
    url : str, optional
        The database; by default what ``SSI_DATABASE_URL`` says, else a file in the user's data folder
        (``SSI_DATA_DIR`` names another).
    owner : str
        Whose records: who is signed in. What another owner keeps is never found.
    """
    from ssi_core.store.records import Records  # the database library is only loaded where records are wanted

    return Records(url, owner)


def snapshot(found: Imported, *, model: Model | None = None) -> dict[str, Any]:
    """What a session freezes when it begins; see :func:`ssi_core.store.snapshots.snapshot`."""
    from ssi_core.store import snapshots

    return snapshots.snapshot(found, model)


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
