"""Edited minutes and ceilings in every answer of the library and the command line; the score is none of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ssi_core import api
from ssi_core.member import Member, Stated
from ssi_core.model.habits import HABITS
from tests.model.test_whatif import LAST
from tests.test_cli import Ssi, ssi

__all__ = ["ssi"]

HALF = dt.date(2026, 12, 29)
SAID = Member(stated=Stated(answers={"comment": 1.0, "post": 1.0, "connections": 400.0}), last_day=LAST)


def edited(**rows: dict[str, float]) -> api.Model:
    return api.Model().with_habits(rows)


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


def row(rows: tuple[api.HabitRow, ...], key: str) -> api.HabitRow:
    return next(r for r in rows if r.key == key)


# --------------------------------------------------------------------------------------------------------- the library


def test_the_score_stays_as_it_is(sample: api.Imported) -> None:
    model = edited(comment={"minutes": 6, "at_most": 3}, post={"minutes": 5})
    one, other = api.score(sample), api.score(sample, model=model)
    assert (one.total, one.interval, one.signals) == (other.total, other.interval, other.signals)
    assert other.model_version.endswith("+edited")


def test_minutes_of_all_doubled_double_a_plans_minutes_and_leave_its_actions(sample: api.Imported) -> None:
    double = edited(**{h.key: {"minutes": 2 * h.minutes} for h in HABITS})
    one, other = (api.plan(sample, target=70, by=HALF, model=m) for m in (None, double))
    assert other.actions == one.actions
    assert other.minutes == pytest.approx(2 * one.minutes)
    assert other.own_minutes == pytest.approx(2 * one.own_minutes)
    assert other.reached == one.reached
    assert [w.minutes for w in other.schedule] == pytest.approx([2 * w.minutes for w in one.schedule])


def test_minutes_that_a_plan_is_given_come_before_the_models(sample: api.Imported) -> None:
    found = api.plan(sample, hours=1, by=HALF, minutes={"repost": 1}, model=edited(repost={"minutes": 9}))
    assert found.minutes_each["repost"] == 1
    assert found.minutes_each["comment"] == 3


def test_half_the_minutes_double_the_points_per_hour_of_the_next_action(sample: api.Imported) -> None:
    def rates(model: api.Model | None) -> dict[str, float]:
        return {a.habit: a.points_per_hour for a in api.score(sample, model=model).next_best_actions}

    one, other = rates(None), rates(edited(comment={"minutes": 1.5}))
    assert other.pop("comment") == pytest.approx(2 * one.pop("comment"))
    assert other == one
    best = api.score(sample, model=edited(comment={"minutes": 1.5})).next_best_actions
    assert "to comment on a post takes 1.5 minutes" in next(a.why for a in best if a.habit == "comment")


def test_a_ceiling_of_three_comments_caps_slider_scenario_and_plan() -> None:
    model = edited(comment={"at_most": 3})
    ready = api.prospect(SAID, model=model)
    assert (row(ready.habits, "comment").at_most, row(ready.habits, "comment").most) == (3, 3)
    assert ready.project({"weekly": {"comment": 3}}, 4).weekly["comment"] == 3
    with pytest.raises(api.IngestError, match="comment is 4 a week, at most 3 is allowed: lower it"):
        ready.project({"weekly": {"comment": 4}})
    by = ready.as_of + dt.timedelta(weeks=10)
    free, capped = (api.plan(SAID, hours=20, by=by, model=m) for m in (None, model))
    assert free.actions["comment"] > 30
    assert capped.actions["comment"] == 30
    assert any("ceiling: comments at most 3 a week" in b.words for b in capped.binding)
    reason = next(r for r in capped.reasons if r.habit == "comment")
    assert "3 a week, the most there may be" in reason.words


def test_a_ceiling_of_none_leaves_a_habit_out_of_plans_and_advice(sample: api.Imported) -> None:
    model = edited(ask_recommendation={"at_most": 0}, repost={"at_most": 0})
    by = api.prospect(SAID).as_of + dt.timedelta(weeks=10)
    found = api.plan(SAID, hours=20, by=by, model=edited(ask_recommendation={"at_most": 0}))
    assert found.actions["ask_recommendation"] == 0
    assert "left out, as you asked" in next(r for r in found.reasons if r.habit == "ask_recommendation").words
    assert "repost" not in {a.habit for a in api.score(sample, model=model).next_best_actions}
    assert "repost" in {a.habit for a in api.score(sample).next_best_actions}
    steps = [t.key for s in api.playbook(sample, model=model).strategies for t in s.steps if t.kind == "habit"]
    assert "repost" not in steps


def test_what_the_member_does_already_stays_possible(sample: api.Imported) -> None:
    ready = api.prospect(sample, model=edited(comment={"at_most": 0}))
    own = row(ready.habits, "comment")
    assert own.at_most == own.as_now == pytest.approx(7, abs=0.1)
    assert own.moves
    assert ready.project().weekly["comment"] == own.as_now
    assert ready.project().end.total == api.project(sample).end.total


def test_a_slider_with_nowhere_to_go_still_has_two_ends() -> None:
    shut = row(api.habits_of(SAID, model=edited(ask_recommendation={"at_most": 0})), "ask_recommendation")
    assert (shut.at_most, shut.most, shut.start, shut.moves) == (0, shut.step, 0, False)


def test_the_playbook_counts_with_the_models_minutes_and_ceilings(sample: api.Imported) -> None:
    def hour(model: api.Model | None) -> api.Step:
        book = api.playbook(sample, model=model)
        return next(t for s in book.strategies for t in s.steps if (t.kind, t.key) == ("habit", "comment"))

    assert (hour(None).actions, hour(None).minutes) == (20, 60)
    assert (hour(edited(comment={"minutes": 6})).actions, hour(edited(comment={"minutes": 6})).minutes) == (10, 60)
    assert (hour(edited(comment={"at_most": 4})).actions, hour(edited(comment={"at_most": 4})).minutes) == (4, 12)


def test_a_projection_tells_the_models_minutes(sample: api.Imported) -> None:
    one, other = (api.project(sample, {"weekly": {"comment": 14}}, model=m)
                  for m in (None, edited(comment={"minutes": 6})))  # fmt: skip
    assert other.minutes == pytest.approx(one.minutes + 3 * 14)
    assert other.own_minutes == pytest.approx(one.own_minutes + 3 * one.own["comment"])


# ---------------------------------------------------------------------------------------------------- the command line


def habit(answer: Any, key: str) -> Any:
    return next(h for h in answer["habits"] if h["key"] == key)


FILES = [str(path) for path in api.sample_files()]


def test_habits_lists_what_the_library_answers(ssi: Ssi, sample: api.Imported) -> None:
    said, rows = ssi("habits", *FILES, "--json").json, api.habits_of(sample)
    assert said["schema"] == 1
    assert said["as_of"] == "2026-06-30"
    assert [h["key"] for h in said["habits"]] == [h.key for h in HABITS]
    assert said["habits"] == [r.to_dict() for r in rows]
    assert said["minutes_per_week"] == pytest.approx(api.project(sample).own_minutes)
    text = ssi("habits", *FILES).out
    assert all(r.words in text for r in rows)
    assert all(words in text for r in rows for words in r.brings)


def test_a_model_file_changes_minutes_and_no_score(ssi: Ssi, tmp_path: Path) -> None:
    model = tmp_path / "model.toml"
    model.write_text("[habits.comment]\nminutes = 6\nat_most = 40\n")
    with_it = ("--model", str(model))
    said = ssi("habits", *FILES, *with_it, "--json").json
    assert (habit(said, "comment")["minutes"], habit(said, "comment")["at_most"]) == (6, 40)
    assert "Edited: comment minutes 3 -> 6; comment at_most 70 -> 40." in ssi("habits", *FILES, *with_it).out
    plan = ("plan", *FILES, "--target", "70", "--by", "2026-12-29", "--json")
    # A comment in the plan takes six minutes, or there is none of them any more.
    one, other = ssi(*plan).json, ssi(*plan, *with_it).json
    assert other["minutes_per_week"] >= one["minutes_per_week"]
    assert other["reached"]["total"] >= 70
    one, other = (ssi("project", *FILES, "--json", *more).json for more in ((), with_it))
    assert other["minutes_per_week"] == pytest.approx(one["minutes_per_week"] + 3 * one["weekly"]["comment"])
    assert other["points"] == one["points"]
    one, other = (ssi("score", *FILES, "--json", *more).json for more in ((), with_it))
    assert (one["total"], one["interval"], one["signals"]) == (other["total"], other["interval"], other["signals"])


def test_a_model_file_that_can_not_be_used_is_refused_in_one_line(ssi: Ssi, tmp_path: Path) -> None:
    model = tmp_path / "model.toml"
    model.write_text("[habits.comment]\nminutes = 0\n")
    said = ssi("plan", *FILES, "--hours", "2", "--by", "2026-12-29", "--model", str(model))
    assert said.code == 2
    assert "habits.comment.minutes is 0: give a number above 0, up to 10,080" in said.err
