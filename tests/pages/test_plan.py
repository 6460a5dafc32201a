"""Plan: the page shows what `api.plan` answers, takes it to What if, and says what is out of reach."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.charts import plan as chart
from ssi_core import api
from tests.pages.test_pages import app, texts

BY = dt.date(2026, 12, 29)


@pytest.fixture(scope="module")
def planner() -> api.Planner:
    return api.planner(api.read(api.sample_files()))


def opened() -> AppTest:
    at = app("pages/plan.py")
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def widget(at: AppTest, name: str) -> Any:
    kinds = (*at.number_input, *at.date_input, *at.multiselect, *at.button_group)
    return next(w for w in kinds if w.key.startswith(f"plan-{name}-"))


def test_it_offers_the_next_five_points_in_half_a_year(planner: api.Planner) -> None:
    # The sample stands at 65.3 on 30 June: 70 is the first multiple of five at least four points above.
    at, plan = opened(), planner.plan(target=70, by=BY)
    assert widget(at, "target").value == 70
    assert widget(at, "by").value == BY
    assert widget(at, "hours").value is None
    assert at.header[0].value == plan.headline
    shown = texts(at)
    assert plan.reached_words in shown
    assert all(r.words in shown for r in plan.reasons)
    table = at.dataframe[0].value
    assert list(table["In all"]) == [f"{n:,}" for n in plan.actions.values() if n]
    weeks = at.dataframe[1].value
    assert len(weeks) == len(plan.schedule) == 26
    assert weeks["Minutes"].tolist() == [round(week.minutes) for week in plan.schedule]


def test_a_target_out_of_reach_is_answered_with_the_best_and_with_what_binds(planner: api.Planner) -> None:
    at = opened()
    widget(at, "target").set_value(95.0).run()
    widget(at, "hours").set_value(2.0).run()
    assert not at.exception
    plan = planner.plan(target=95, by=BY, hours=2)
    assert not plan.feasible
    assert at.header[0].value == plan.headline
    assert "out of reach within 2 h a week" in plan.headline
    shown = texts(at)
    assert all(b.words[1:] in shown for b in plan.binding)
    assert "What keeps it from the target" in shown


def test_the_most_of_some_hours(planner: api.Planner) -> None:
    at = opened()
    widget(at, "goal").set_value("Make the most of my hours").run()
    assert not at.exception
    assert widget(at, "hours").value == 3
    assert not [w for w in at.number_input if w.key.startswith("plan-target")]
    assert at.header[0].value == planner.plan(hours=3, by=BY).headline
    widget(at, "hours").set_value(5.0).run()
    widget(at, "goal").set_value("Reach a score").run()
    assert widget(at, "hours").value == 5
    assert at.header[0].value == planner.plan(target=70, by=BY, hours=5).headline
    widget(at, "hours").set_value(None).run()
    assert not at.exception
    assert at.header[0].value == planner.plan(target=70, by=BY).headline
    at.switch_page("pages/score.py").run()
    at.switch_page("pages/plan.py").run()
    assert widget(at, "hours").value is None


def test_what_one_will_not_do_is_left_out(planner: api.Planner) -> None:
    at = opened()
    widget(at, "without").select("search").run()
    plan = planner.plan(target=70, by=BY, without=["search"])
    assert at.header[0].value == plan.headline
    assert "Searches" not in set(at.dataframe[0].value["What"])


def test_one_click_puts_the_plan_on_what_if_and_there_it_reaches_the_target(planner: api.Planner) -> None:
    at, plan = opened(), planner.plan(target=70, by=BY)
    at.button(key="try-plan").click().run()
    at.switch_page("pages/what_if.py").run()  # AppTest follows no switch_page by itself
    assert not at.exception
    there = api.project(api.read(api.sample_files()), {"weekly": plan.weekly})
    assert there.end.date == BY
    assert there.end.total == pytest.approx(plan.reached.total, abs=1e-9)
    assert there.end.total >= 70
    assert at.header[0].value == there.headline
    assert at.session_state["ssi_scenario"].current.name == "Plan to 70"


def test_what_was_asked_outlives_a_walk_to_another_page_and_goes_with_the_member() -> None:
    at = opened()
    widget(at, "target").set_value(75.0).run()
    at.switch_page("pages/score.py").run()
    at.switch_page("pages/plan.py").run()
    assert widget(at, "target").value == 75
    at.button(key="forget").click().run()
    at.button(key="sample").click().run()
    assert widget(at, "target").value == 70


def test_nothing_to_do_is_said(planner: api.Planner) -> None:
    at = opened()
    widget(at, "target").set_value(5.0).run()
    assert not at.exception
    assert at.header[0].value == planner.plan(target=5, by=BY).headline
    assert "takes nothing" in at.header[0].value


def test_the_bars_are_the_minutes_of_the_plan(planner: api.Planner) -> None:
    plan = planner.plan(target=70, by=BY)
    figure, said = chart.bars(plan), chart.words(plan)
    own, planned = figure.data
    assert sum(planned.x) == pytest.approx(plan.minutes)
    assert list(planned.x) == sorted(planned.x)
    assert own.marker.pattern.shape
    for minutes in (*own.x, *planned.x):
        assert f"{minutes:.0f}" in said
    own_rates = {row.key: row.as_now for row in api.habits_of(api.read(api.sample_files()))}
    for habit, minutes in plan.own_spent.items():
        assert minutes == pytest.approx(own_rates[habit] * plan.minutes_each[habit])
