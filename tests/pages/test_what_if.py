"""What if: the page shows what `api.project` answers, whatever is moved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import scenario_bar, tried
from pages.shared.charts import projection
from ssi_core import api
from ssi_core.model.habits import HABIT_KEYS
from tests.pages.test_pages import ROOT, app, texts

READINGS = ROOT / "sample_data" / "official_readings.csv"


@pytest.fixture(scope="module")
def ready() -> api.Prospect:
    return api.prospect(api.read(api.sample_files()))


def opened() -> AppTest:
    at = app("pages/what_if.py")
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def slider(at: AppTest, habit: str) -> Any:
    return next(s for s in at.slider if s.key.startswith(f"whatif-{habit}-"))


def move(at: AppTest, habit: str, to: float) -> None:
    slider(at, habit).set_value(to).run()
    assert not at.exception


def headline(at: AppTest) -> str:
    return str(at.header[0].value)


def test_it_says_what_to_do_while_nobody_is_in_view() -> None:
    at = app("pages/what_if.py")
    assert not at.exception
    assert "LinkedIn export" in texts(at)
    assert not at.slider
    at.button(key="ask").click().run()
    assert not at.exception


def test_sliders_stand_at_ones_own_habits_and_the_line_goes_on_as_now(ready: api.Prospect) -> None:
    at, plain = opened(), ready.project()
    assert headline(at) == plain.headline
    assert plain.minutes_words in texts(at)
    assert projection.words(plain) in texts(at)
    assert len(at.slider) == len(HABIT_KEYS)
    for row in ready.habits:
        one = slider(at, row.key)
        assert one.value == row.start
        assert one.label.lower().startswith(row.label)
        assert one.max == row.most <= row.at_most
        assert abs(row.start - row.as_now) <= row.step / 2 + 1e-9
        assert row.own_words in texts(at).replace("Your own", "your own").replace("Probably", "probably").replace(
            "No file", "no file"
        )
    assert slider(at, "save_lead").disabled
    assert "Needs a Sales Navigator seat" in texts(at)


def test_a_slider_moves_the_number_to_what_the_core_says(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 25.0)
    move(at, "post", 2.5)
    expected = ready.project({"weekly": {"comment": 25, "post": 2.5}})
    assert headline(at) == expected.headline
    assert expected.headline != ready.project().headline
    assert projection.words(expected) in texts(at)
    assert expected.minutes_words in texts(at)
    assert expected.signal("comments_given").words in texts(at)
    table = at.dataframe[0].value.set_index("Signal")["What happens"]
    assert table.to_dict() == {s.label: s.words for s in expected.signals}


def test_a_step_back_and_all_the_way_back(ready: api.Prospect) -> None:
    at = opened()
    assert at.button(key="undo").disabled
    assert at.button(key="reset").disabled
    move(at, "comment", 25.0)
    once = headline(at)
    move(at, "react", 60.0)
    at.button(key="undo").click().run()
    assert headline(at) == once
    assert slider(at, "react").value == next(r.start for r in ready.habits if r.key == "react")
    at.button(key="reset").click().run()
    assert headline(at) == ready.project().headline
    assert slider(at, "comment").value == 7
    at.button(key="undo").click().run()
    assert headline(at) == once
    assert slider(at, "comment").value == 25


def test_a_slider_back_where_it_stood_is_going_on_as_now(ready: api.Prospect) -> None:
    at = opened()
    move(at, "react", 60.0)
    move(at, "react", 12.0)
    assert headline(at) == ready.project().headline
    assert json.loads(saved(at))["weekly"] == {}


def saved(at: AppTest) -> str:
    # What the download button would give: the scenario as `ssi project` takes it.
    return scenario_bar.as_json(at.session_state["ssi_scenario"].current)


def test_what_is_tried_outlives_a_walk_to_another_page_and_goes_with_the_member(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 25.0)
    once = headline(at)
    at.switch_page("pages/score.py").run()
    at.switch_page("pages/what_if.py").run()
    assert headline(at) == once
    assert slider(at, "comment").value == 25
    at.button(key="forget").click().run()
    at.button(key="sample").click().run()
    assert headline(at) == ready.project().headline
    assert at.button(key="undo").disabled


def test_weeks_off_a_later_start_a_fuller_profile_and_a_seat(ready: api.Prospect) -> None:
    at = opened()
    week = ready.mondays()[3]
    next(m for m in at.multiselect if m.label == "Weeks off").select(week).run()
    assert headline(at) == ready.project({"off": [week.isoformat()]}).headline
    next(m for m in at.multiselect if m.label == "Fill in on the profile").select("custom_address").run()
    at.toggle[0].set_value(True).run()
    move(at, "save_lead", 5.0)
    at.date_input[0].set_value(ready.mondays()[2]).run()
    assert not at.exception
    expected = ready.project(
        {
            "start": ready.mondays()[2].isoformat(), "weekly": {"save_lead": 5}, "off": [week.isoformat()],
            "profile": [{"field": "custom_address", "value": True}, {"field": "seat", "value": True}],
        }
    )  # fmt: skip
    assert headline(at) == expected.headline
    at.toggle[0].set_value(False).run()
    assert not at.error
    assert slider(at, "save_lead").disabled


def test_a_scenario_that_no_longer_fits_says_so_and_goes_on_as_now(ready: api.Prospect) -> None:
    at = opened()
    at.session_state["ssi_scenario"] = tried.Board((tried.Named("Leads", {"weekly": {"save_lead": 5}}),))
    at.run()
    assert not at.exception
    assert "without a Sales Navigator seat" in at.error[0].value
    assert headline(at) == ready.project().headline
    at.button(key="reset").click().run()
    assert not at.error


def test_the_five_best_next_actions_stand_below(ready: api.Prospect) -> None:
    at = opened()
    shown = texts(at)
    actions = api.score(api.read(api.sample_files())).next_best_actions
    assert all(a.why in shown for a in actions[:5])
    assert not any(a.why in shown for a in actions[5:])


def test_what_it_would_have_told_stands_there_too() -> None:
    told = api.backtest(api.read(api.sample_files()))
    assert told is not None
    assert told.words in texts(opened())


def test_eight_answers_are_enough() -> None:
    at = app("pages/score.py")
    at.button(key="ask").click().run()
    at.number_input(key="ask-connections").set_value(400)
    at.number_input(key="ask-comment").set_value(5)
    at.button(key="ask-done").click().run()
    at.switch_page("pages/what_if.py").run()
    assert not at.exception
    assert slider(at, "comment").value == 5
    assert "your own rate 5.0, as you told us" in texts(at).replace("Your own", "your own")
    assert "Too few dated days" in texts(at)
    before = headline(at)
    move(at, "comment", 40.0)
    assert headline(at) != before


def test_one_official_reading_is_enough(tmp_path: Path) -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("official_readings.csv", READINGS.read_bytes(), "text/csv")]).run()
    at.switch_page("pages/what_if.py").run()
    assert not at.exception
    before = headline(at)
    assert before == api.project(api.read([READINGS])).headline
    move(at, "comment", 40.0)
    assert headline(at) != before


def test_lines_have_dashes_of_their_own_and_words_of_the_same_numbers(ready: api.Prospect) -> None:
    result = ready.project({"weekly": {"comment": 25}})
    figure = projection.lines(result)
    named = {t.name: t for t in figure.data if t.name and t.line.width}
    assert {t.line.dash for t in named.values()} == {"solid", "dash", "dot"}
    for name, weeks in (("with these habits", result.points), ("as now", result.as_now), ("stop", result.stop)):
        assert list(named[name].y) == [result.today.total, *(w.total for w in weeks)]
    low, high = figure.layout.yaxis.range
    assert low <= min(w.total for w in result.stop)
    assert high >= max(w.p90 for w in result.points)
    words = projection.words(result)
    for figure_told in (result.today.total, result.end.total, result.as_now[-1].total, result.stop[-1].total):
        assert f"{figure_told:.1f}" in words
    assert projection.words(ready.project({}, 1))
