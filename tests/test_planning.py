"""Plans as the library and the command line answer them."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest

from ssi_core import api
from ssi_core.member import Member, Stated
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.planning import Planner
from tests.model.test_whatif import LAST, busy
from tests.test_cli import LOG, Ssi, ssi

__all__ = ["ssi"]

HALF = dt.date(2026, 12, 29)  # 26 weeks after the sample's last day
QUARTER = dt.date(2026, 9, 29)
_READINGS = Path("official_readings.csv")


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="module")
def ready(sample: api.Imported) -> Planner:
    return api.planner(sample)


@pytest.fixture(scope="module")
def seventy(ready: Planner) -> api.Plan:
    return ready.plan(target=70, by=HALF)


def back(found: api.Imported | Member, plan: api.Plan, **how: Any) -> api.Week:
    """The plan's weekly habits, projected; the plan is for the end of a whole week."""
    weeks = (plan.by - plan.as_of).days // 7
    return api.project(found, {"weekly": plan.weekly}, weeks, **how).end


# ------------------------------------------------------------------------------------------------- reaching a target


def member(kind: str, sample: api.Imported, folder: Path) -> tuple[api.Imported | Member, dict[str, Any]]:
    half = tuple(replace(s, enough=s.enough / 2) if s.key == "comments_given" else s for s in api.Model().signals)
    match kind:
        case "files":
            return sample, {}
        case "readings too":
            return api.read(api.sample_files(), readings=folder / _READINGS), {}
        case "readings alone":
            return api.read([], readings=folder / _READINGS), {}
        case "answers":
            return Member(stated=Stated(answers={"comment": 5.0, "post": 1.0, "connections": 400.0}), last_day=LAST), {}
        case "nothing":
            return Member(last_day=LAST), {}
        case "saturating":
            return sample, {"model": api.Model(curve="saturating")}
        case "edited":
            return sample, {"model": api.Model(half, 60, edits=("half the comments are enough",))}
        case _:
            return replace(busy(), stated=replace(busy().stated, seat=True)), {}


KINDS = ("files", "readings too", "readings alone", "answers", "nothing", "saturating", "edited", "seat")


@pytest.mark.parametrize("weeks", [4, 13, 26])
@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_fed_back_reaches_its_target(kind: str, weeks: int, sample: api.Imported, sample_dir: Path) -> None:
    found, how = member(kind, sample, sample_dir)
    ready = api.planner(found, **how)
    by = ready.as_of + dt.timedelta(7 * weeks)
    low = ready.plan(target=0, by=by)
    share = 0.4 * (low.best_reachable - low.reached.total)
    for target in (low.reached.total + share, low.reached.total + 2 * share):
        plan = ready.plan(target=target, by=by)
        assert plan.feasible
        assert plan.reached.total >= target - 1e-6
        assert plan.reached.total <= target + 0.3
        end = back(found, plan, **how)
        assert end.date == by
        assert end.total == pytest.approx(plan.reached.total, abs=1e-9)
        assert end.interval == pytest.approx(plan.reached.interval, abs=1e-6)
        assert abs(plan.scheduled - plan.reached.total) <= 0.25
        assert plan.best_reachable >= plan.reached.total


def test_a_target_is_meant_on_the_readings_scale(sample: api.Imported, sample_dir: Path) -> None:
    plain = api.plan(sample, target=72, by=HALF)
    read = api.read(api.sample_files(), readings=sample_dir / _READINGS)
    told = api.plan(read, target=72, by=HALF)
    assert (plain.calibrated, told.calibrated) == (False, True)
    assert told.today.total == pytest.approx(api.score(read).total)
    assert told.reached.total == pytest.approx(72, abs=0.1)
    assert told.actions != plain.actions


def test_whole_actions_spread_over_whole_weeks(seventy: api.Plan) -> None:
    assert set(seventy.actions) == set(seventy.weekly) == set(HABIT_KEYS)
    assert len(seventy.schedule) == 26
    for i, week in enumerate(seventy.schedule):
        assert week.first == dt.date(2026, 7, 1) + dt.timedelta(7 * i)
        assert week.last == week.first + dt.timedelta(6)
        assert week.minutes == pytest.approx(sum(h.minutes * week.actions[h.key] for h in HABITS))
    for habit in HABITS:
        number = [week.actions[habit.key] for week in seventy.schedule]
        assert sum(number) == seventy.actions[habit.key]
        assert max(number) <= habit.at_most
        assert seventy.weekly[habit.key] == pytest.approx(seventy.actions[habit.key] / 26)
    assert seventy.minutes == pytest.approx(sum(h.minutes * seventy.weekly[h.key] for h in HABITS))
    assert sum(seventy.spent.values()) == pytest.approx(seventy.minutes)


def test_a_plan_stands_instead_of_what_is_done_now(sample: api.Imported, seventy: api.Plan) -> None:
    # Messages are sent a lot now, and are full anyway: the least effort stops them, and says so with a 0.
    now = api.project(sample, {}, 26)
    assert now.own["message"] > 10
    assert seventy.weekly["message"] == 0
    assert seventy.as_now.total == pytest.approx(now.end.total)
    assert seventy.own_minutes == pytest.approx(now.own_minutes)
    assert seventy.minutes < seventy.own_minutes


def test_a_plan_for_any_day_has_a_short_last_week(ready: Planner) -> None:
    plan = ready.plan(target=68, by=dt.date(2026, 8, 20))
    assert plan.feasible
    assert plan.schedule[-1].last == plan.by
    assert plan.minutes == pytest.approx(sum(w.minutes for w in plan.schedule) / 51 * 7)
    tomorrow = ready.plan(hours=10, by=dt.date(2026, 7, 1))
    assert len(tomorrow.schedule) == 1
    assert sum(tomorrow.actions.values()) > 0


def test_what_is_reached_anyway_takes_nothing(ready: Planner) -> None:
    plan = ready.plan(target=30, by=HALF)
    assert not any(plan.actions.values())
    assert plan.headline == "30 by 29 December 2026 takes nothing: what is there already is enough"
    assert plan.reached.total > 30
    assert api.agenda(plan, "ics").count(b"BEGIN:VEVENT") == 0
    assert "Nothing to do." in api.agenda(plan, "md").decode()


def test_dearer_minutes_and_excluded_habits_change_a_plan(ready: Planner, seventy: api.Plan) -> None:
    plan = ready.plan(target=70, by=HALF, minutes={"search": 20}, without=["article"])
    assert plan.feasible
    assert plan.actions["article"] == 0
    assert plan.actions["search"] < seventy.actions["search"] / 2
    assert plan.minutes > seventy.minutes
    assert plan.minutes_each["search"] == 20
    assert plan.reason("article").standing == "excluded"
    assert any(b.kind == "excluded" for b in plan.binding)


def test_no_more_notes_than_invitations_and_leads_only_with_a_seat(sample: api.Imported) -> None:
    plan = api.plan(sample, target=100, by=HALF)
    assert plan.actions["save_lead"] == 0
    assert plan.reason("save_lead").standing == "seat"
    assert 0 < plan.actions["personal_note"] <= plan.actions["invite"] <= 26 * 100
    for week in plan.schedule:
        assert week.actions["personal_note"] <= week.actions["invite"] <= 100
    seated = api.with_stated(sample, Stated(seat=True))
    assert api.plan(seated, target=70, by=HALF).actions["save_lead"] > 0


# ---------------------------------------------------------------------------------------------- the most for some hours


def test_the_most_for_some_hours(ready: Planner) -> None:
    plans = [ready.plan(hours=hours, by=QUARTER) for hours in (0.5, 1, 3, 6)]
    for plan in plans:
        assert plan.feasible
        assert plan.target is None
        assert plan.minutes <= plan.hours * 60 + 1e-6  # type: ignore[operator]
        assert plan.best_reachable == pytest.approx(plan.reached.total, abs=0.01)
    totals = [plan.reached.total for plan in plans]
    assert totals == sorted(totals)
    three = plans[2]
    assert three.headline.startswith(f"{api.clock(three.minutes)} a week reaches {three.reached.total:.1f} by ")
    assert three.binding[0].words.startswith("hours: 3 h a week is used up")


def test_the_way_there_and_back_take_the_same(ready: Planner) -> None:
    most = ready.plan(hours=2, by=QUARTER)
    least = ready.plan(target=most.reached.total, by=QUARTER)
    assert least.minutes == pytest.approx(most.minutes, rel=0.01)
    assert ready.plan(target=most.reached.total, by=QUARTER, hours=1).feasible is False


# -------------------------------------------------------------------------------------------------------- out of reach


def test_out_of_reach_is_answered_with_the_best_and_what_binds(ready: Planner) -> None:
    plan = ready.plan(target=80, by=QUARTER, hours=1)
    assert not plan.feasible
    assert plan.reached.total < 80
    assert plan.best_reachable == pytest.approx(plan.reached.total, abs=0.01)
    assert plan.best_reachable == pytest.approx(ready.plan(hours=1, by=QUARTER).reached.total, abs=0.02)
    words = f"80 by 29 September 2026 is out of reach within 1 h a week: {plan.best_reachable:.1f} is the most"
    assert plan.headline.startswith(words)
    kinds = [b.kind for b in plan.binding]
    assert kinds[0] == "hours"
    assert {"seat", "habits"} <= set(kinds)


def test_time_and_ceilings_bind_where_there_is_little_time(ready: Planner) -> None:
    plan = ready.plan(target=99, by=dt.date(2026, 7, 7))
    kinds = [b.kind for b in plan.binding]
    assert not plan.feasible
    assert "time" in kinds
    assert "hours" not in kinds
    ceilings = [b.words for b in plan.binding if b.kind == "ceiling"]
    assert any(words.startswith("ceiling: comments at most 70 a week") for words in ceilings)
    at_most = {h.key: h.at_most for h in HABITS}
    for habit, number in plan.actions.items():
        assert number <= at_most[habit]
    # Another day, more is within reach.
    assert ready.plan(target=99, by=QUARTER).best_reachable > plan.best_reachable


# ---------------------------------------------------------------------------------------------------------------- words


def test_words_say_what_to_do_first(seventy: api.Plan) -> None:
    hours, minutes = divmod(round(seventy.minutes), 60)
    assert seventy.headline.startswith(f"70 by 29 December 2026 takes {hours} h {minutes} min a week: ")
    assert "searches" in seventy.habits_words
    assert seventy.reached_words.startswith("Expected 70.0 on 29 December 2026, probably ")
    assert api.often("comment", 5.2) == "5 comments"
    assert api.often("post", 0.34) == "1 post every 3 weeks"
    assert api.often("post", 0.96) == "1 post"
    # Round figures where they miss by less than 15 %: 16 posts in 26 weeks are neither one a week nor one every two.
    assert api.often("post", 16 / 26) == "0.6 posts"
    assert api.often("post", 0.4) == "0.4 posts"
    assert api.often("post", 0.7) == "0.7 posts"
    assert api.often("post", 2.5) == "2.5 posts"
    assert api.often("post", 0.52) == "1 post every 2 weeks"
    assert api.often("comment", 14.4) == "14 comments"
    assert api.often("comment", 7.6) == "8 comments"
    assert api.often("post", 1.2) == "1.2 posts"
    assert api.counted("react", 1234) == "1,234 reactions"
    assert api.clock(180) == "3 h"


def test_every_habit_has_its_reason(seventy: api.Plan) -> None:
    assert [r.habit for r in seventy.reasons] == list(HABIT_KEYS)
    for reason in seventy.reasons:
        used = seventy.actions[reason.habit] > 0
        assert (reason.standing in ("used", "ceiling")) == used
        assert reason.words
    used = [r.margin for r in seventy.reasons if r.standing == "used"]
    left = [r.margin for r in seventy.reasons if r.standing == "dearer"]
    assert min(used) > max(left)
    assert seventy.reason("personal_note").standing == "no_invitation"
    assert "what is in the plan brings" in seventy.reason("message").words


def test_a_frame_has_a_row_a_week(seventy: api.Plan) -> None:
    frame = seventy.to_frame()
    assert len(frame) == 26
    assert frame["post"].sum() == seventy.actions["post"]
    assert "message" not in frame.columns
    assert "<table" in seventy._repr_html_()


# --------------------------------------------------------------------------------------------------------------- agenda


def test_a_calendar_file_has_a_day_long_event_a_week(seventy: api.Plan) -> None:
    made = api.agenda(seventy, "ics")
    assert made == api.agenda(seventy, "ics")
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert len(events) == 26
    assert len({str(e["uid"]) for e in events}) == 26
    for event, week in zip(events, seventy.schedule, strict=True):
        assert event.decoded("dtstart") == week.first
        assert event.decoded("dtend") == week.first + dt.timedelta(1)
        assert event.decoded("dtstamp") == dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
        for habit, number in week.done.items():
            assert api.counted(habit, number) in str(event["description"])


def test_a_checklist_has_every_action(seventy: api.Plan) -> None:
    text = api.agenda(seventy, "md").decode()
    assert text.startswith(f"# {seventy.headline}\n")
    assert text.count("## Week of ") == 26
    boxes = re.findall(r"^- \[ \] ([\d,]+) searche?s? \(", text, re.MULTILINE)
    assert sum(int(n.replace(",", "")) for n in boxes) == seventy.actions["search"]
    page = api.agenda(seventy, "html").decode()
    assert page.count("<section>") == 26
    assert "<script" not in page
    assert "http" not in page
    with pytest.raises(ValueError, match="choose md, ics or html"):
        api.agenda(seventy, "pdf")


# --------------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "a plan needs a target, or hours a week: give either or both"),
        ({"target": 101}, "target 101 is no score: give a number from 0 to 100"),
        ({"target": -1}, "target -1 is no score"),
        ({"target": float("nan")}, "target nan is no score"),
        ({"hours": 0}, "hours 0 a week: give a number above 0, up to 168"),
        ({"hours": 169}, "hours 169 a week"),
        ({"hours": 1, "by": dt.date(2026, 6, 30)}, "by 2026-06-30 is not after 2026-06-30"),
        ({"hours": 1, "by": dt.date(2029, 1, 1)}, "more than 104 weeks ahead: give a day up to 2028-06-27"),
        ({"hours": 1, "minutes": {"sing": 3}}, "minutes: there is no habit 'sing': choose from post, "),
        ({"hours": 1, "minutes": {"post": 0}}, "minutes: post is 0 an action; give a number above 0"),
        ({"hours": 1, "without": ["sing"]}, "without: there is no habit 'sing'"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(ready: Planner, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(api.IngestError) as told:
        ready.plan(**{"by": HALF, **asked})
    assert words in str(told.value)


def test_all_habits_excluded_leaves_nothing_to_do(ready: Planner) -> None:
    plan = ready.plan(target=70, by=HALF, without=HABIT_KEYS)
    assert not plan.feasible
    assert not any(plan.actions.values())
    assert plan.minutes == 0
    assert plan.best_reachable == pytest.approx(plan.reached.total)


# --------------------------------------------------------------------------------------------------------- command line

KEYS = {"schema", "feasible", "target", "by", "actions", "schedule", "weekly", "minutes_per_week", "reached",
        "best_reachable", "binding"}  # fmt: skip


@pytest.fixture(scope="module")
def paths() -> list[str]:
    return [str(p) for p in api.sample_files()]


def test_plan_answers_the_contract(ssi: Ssi, paths: list[str], sample: api.Imported) -> None:
    said = ssi("plan", *paths, "--target", "70", "--by", "2026-12-29", "--hours", "3", "--json")
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert set(answer) >= KEYS
    assert (answer["schema"], answer["feasible"], answer["target"], answer["by"]) == (1, True, 70, "2026-12-29")
    assert set(answer["reached"]) == {"total", "p10", "p90"}
    assert answer["reached"]["p10"] <= answer["reached"]["total"] <= answer["reached"]["p90"]
    assert answer["schedule"][0]["week"] == "2026-07-01"
    for habit, number in answer["actions"].items():
        assert isinstance(number, int)
        assert sum(week[habit] for week in answer["schedule"]) == number
        assert answer["weekly"][habit] == pytest.approx(number / 26)
    assert answer == json.loads(json.dumps(api.plan(sample, target=70, by=HALF, hours=3).to_dict()))


def test_a_plans_weekly_is_a_valid_habits_file(ssi: Ssi, paths: list[str], tmp_path: Path) -> None:
    for ask in (["--target", "74"], ["--hours", "2"], ["--target", "99"]):
        plan = ssi("plan", *paths, *ask, "--by", "2026-12-29", "--json").json
        (tmp_path / "habits.json").write_text(json.dumps({"weekly": plan["weekly"]}))
        ahead = ssi("project", *paths, "--habits", "habits.json", "--weeks", "26", "--json").json
        assert ahead["points"][-1]["date"] == "2026-12-29"
        assert ahead["points"][-1]["total"] == pytest.approx(plan["reached"]["total"], abs=0.25)
        assert ahead["minutes_per_week"] == pytest.approx(plan["minutes_per_week"])


def test_plan_prints_what_the_answer_says(ssi: Ssi, paths: list[str], sample: api.Imported, tmp_path: Path) -> None:
    said = ssi("plan", *paths, "--hours", "2", "--by", "2026-12-29", "--without", "article", "--minutes", "post=45",
               "--checklist", "weeks.md")  # fmt: skip
    plan = api.plan(sample, hours=2, by=HALF, without=["article"], minutes={"post": 45})
    assert said.out.startswith(f"{plan.headline}.\n")
    for words in itertools.chain((b.words for b in plan.binding), (r.words for r in plan.reasons)):
        assert words in said.out
    assert (tmp_path / "weeks.md").read_bytes() == api.agenda(plan, "md")


def test_plan_takes_what_the_other_commands_take(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("habit,value\ncomment,4\npost,1\n")
    (tmp_path / "profile.json").write_text('{"seat": true}')
    (tmp_path / "readings.csv").write_text(LOG)
    (tmp_path / "model.toml").write_text('curve = "saturating"\n')
    said = ssi(
        "plan", "answers.csv", "--target", "60", "--by", "2026-10-01", "--as-of", "2026-06-01", "--profile",
        "profile.json", "--readings", "readings.csv", "--model", "model.toml", "--out", "plan.json", "--json",
    )  # fmt: skip
    assert (said.code, said.out, said.err) == (0, "", "")
    answer = json.loads((tmp_path / "plan.json").read_text())
    assert answer["calibrated"]
    assert answer["model_version"].endswith("+edited")
    assert answer["actions"]["save_lead"] > 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--by", "2026-12-29"], "a plan needs a target, or hours a week"),
        (["--target", "70"], "--by"),
        (["--target", "70", "--by", "soon"], "--by 'soon' is no day: write YYYY-MM-DD"),
        (["--target", "70", "--by", "2020-01-01"], "by 2020-01-01 is not after 2026-06-30"),
        (["--target", "700", "--by", "2026-12-29"], "target 700.0 is no score"),
        (["--hours", "0", "--by", "2026-12-29"], "hours 0.0 a week: give a number above 0"),
        (["--hours", "x", "--by", "2026-12-29"], "'--hours'"),
        (["--hours", "1", "--by", "2026-12-29", "--minutes", "post"], "write HABIT=MINUTES"),
        (["--hours", "1", "--by", "2026-12-29", "--without", "sing"], "there is no habit 'sing'"),
        (["--hours", "1", "--by", "2026-12-29", "--checklist", "a.doc"], "end the name in .md, .ics or .html"),
    ],
)
def test_one_line_says_what_is_wrong(ssi: Ssi, paths: list[str], words: list[str], line: str) -> None:
    said = ssi("plan", *paths, *words)
    assert (said.code, said.out) == (2, "")
    assert line in said.err
    assert said.err.count("\n") == 1


def test_the_day_looked_ahead_from_may_be_another(sample: api.Imported) -> None:
    early = api.plan(sample, hours=1, by=dt.date(2026, 6, 30), as_of=dt.date(2026, 5, 1))
    assert early.as_of == dt.date(2026, 5, 1)
    assert early.schedule[0].first == dt.date(2026, 5, 2)


def test_what_a_compiled_library_prints_stays_out_of_the_answer(repo: Path) -> None:
    # HiGHS does so once in some hundred solves, past Python's own standard output.
    said = (
        "import os\nfrom ssi_core.options import unspoken\nprint('before')\n"
        "with unspoken():\n    os.write(1, b'HighsMipSolverData')\nprint('after')"
    )
    run = [sys.executable, "-c", said]
    done = subprocess.run(run, cwd=repo, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["before", "after"]
