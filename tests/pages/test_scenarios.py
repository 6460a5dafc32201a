"""Up to four scenarios side by side: named, duplicated, taken back, saved, loaded, and one of them in the address."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.shared import address, scenario_bar, tried
from pages.shared.charts import projection
from pages.shared.words import plain
from ssi_core import api
from ssi_core.member import CHECKLIST
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.scenario import scenario_from
from tests.pages.test_pages import app, texts
from tests.pages.test_what_if import headline, move, opened, slider


@pytest.fixture(scope="module")
def ready() -> api.Prospect:
    return api.prospect(api.read(api.sample_files()))


def board(at: AppTest) -> tried.Board:
    return at.session_state["ssi_scenario"]


def chooser(at: AppTest) -> Any:
    return next(b for b in at.button_group if b.label == "Scenario")


def click(at: AppTest, key: str) -> None:
    at.button(key=key).click().run()
    assert not at.exception


# ------------------------------------------------------------------------------------------------------ side by side


def test_a_copy_changes_by_itself_and_both_are_drawn(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 20.0)
    click(at, "duplicate")
    assert [s.name for s in board(at).scenarios] == ["Scenario 1", "Scenario 1 (2)"]
    move(at, "comment", 40.0)
    one, two = ready.project({"weekly": {"comment": 20}}), ready.project({"weekly": {"comment": 40}})
    assert headline(at) == two.headline
    assert projection.words(two, "Scenario 1 (2)", {"Scenario 1": one}) in texts(at)
    chooser(at).set_value("Scenario 1").run()
    assert headline(at) == one.headline
    assert slider(at, "comment").value == 20
    click(at, "remove")
    assert [s.name for s in board(at).scenarios] == ["Scenario 1 (2)"]
    assert headline(at) == two.headline


def test_four_are_the_most() -> None:
    at = opened()
    move(at, "comment", 20.0)
    for _ in range(3):
        assert not at.button(key="duplicate").disabled
        click(at, "duplicate")
    assert at.button(key="duplicate").disabled
    assert len({s.name for s in board(at).scenarios}) == 4


def test_every_change_is_taken_back_one_by_one(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 20.0)
    at.text_input[0].set_value("Daily comments").run()
    click(at, "duplicate")
    click(at, "remove")
    boards = []
    while not at.button(key="undo").disabled:
        click(at, "undo")
        boards.append([s.name for s in board(at).scenarios])
    assert boards == [
        ["Daily comments", "Daily comments (2)"], ["Daily comments"], ["Scenario 1"], ["Scenario 1"]
    ]  # fmt: skip
    assert headline(at) == ready.project().headline


def test_how_far_to_look(ready: api.Prospect) -> None:
    at = opened()
    next(b for b in at.button_group if b.label == "Weeks ahead").set_value("52").run()
    assert headline(at) == ready.project({}, 52).headline
    assert at.query_params == {"name": "Scenario 1", "weeks": "52"}


def test_a_name_is_words_and_nothing_else() -> None:
    at = opened()
    at.text_input[0].set_value("![x](http://example.org/a.png) <b>").run()
    click(at, "duplicate")
    assert "![x](http" not in "\n".join(str(c.value) for c in at.caption)
    drawn = projection.lines(api.project(api.read(api.sample_files())), "<b>%{x}", {})
    assert drawn.data[-1].name == "&lt;b&gt;% {x}"


# ------------------------------------------------------------------------------------------------------ save and load


def load(at: AppTest, name: str, content: str | bytes) -> None:
    held = content.encode() if isinstance(content, str) else content
    at.file_uploader[0].set_value((name, held, "application/json")).run()
    assert not at.exception


def test_what_is_saved_is_loaded_and_is_what_the_command_line_takes(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 20.0)
    once, saved = headline(at), scenario_bar.as_json(board(at).current)
    assert ready.project(json.loads(saved)).headline == once
    click(at, "reset")
    load(at, "more-comments.json", saved)
    assert headline(at) == once
    assert board(at).current.name == "More comments"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[1]", "habits must be a JSON object"),
        ('{"weekly": {"comment": 500}}', "at most 70 is allowed"),
        ('{"weekly": {"shout": 1}}', "there is no habit 'shout'"),
    ],
)
def test_what_cannot_be_loaded_says_why_and_changes_nothing(
    ready: api.Prospect, content: str | bytes, said: str
) -> None:
    at = opened()
    load(at, "habits.json", content)
    assert plain(said) in at.error[0].value
    assert headline(at) == ready.project().headline


# -------------------------------------------------------------------------------------------------------- the address


def test_what_is_tried_stands_in_the_address_and_nothing_while_nothing_is() -> None:
    at = opened()
    assert not at.query_params
    move(at, "comment", 20.0)
    assert at.query_params == {"name": "Scenario 1", "comment": "20"}
    click(at, "reset")
    assert not at.query_params


def linked(params: dict[str, Any]) -> AppTest:
    at = app("pages/what_if.py")
    for key, value in params.items():
        at.query_params[key] = value
    return at.run()


def test_a_link_waits_for_somebody_and_is_then_tried(ready: api.Prospect) -> None:
    at = linked({"name": "Daily comments", "comment": "20", "off": ["2026-08-03", "2026-08-10"], "profile": "seat"})
    assert "“Daily comments”" in at.info[0].value
    at.button(key="sample").click().run()
    assert not at.exception
    expected = ready.project(
        {
            "weekly": {"comment": 20}, "off": ["2026-08-03", "2026-08-10"],
            "profile": [{"field": "seat", "value": True}],
        }
    )  # fmt: skip
    assert headline(at) == expected.headline
    assert board(at).current.name == "Daily comments"


def test_a_link_outlives_the_way_to_the_files() -> None:
    at = linked({"comment": "20"})
    at.query_params.clear()
    at.switch_page("pages/score.py").run()
    at.button(key="sample").click().run()
    at.switch_page("pages/what_if.py").run()
    assert slider(at, "comment").value == 20


def test_forgetting_the_member_forgets_what_was_tried_in_the_address_too() -> None:
    at = opened()
    move(at, "comment", 20.0)
    click(at, "forget")
    assert not at.query_params
    assert not at.info


def test_a_link_beside_what_is_tried_is_another_scenario() -> None:
    at = opened()
    move(at, "comment", 20.0)
    at.switch_page("pages/score.py").run()
    at.query_params.clear()
    at.query_params["name"], at.query_params["post"] = "Writer", "2"
    at.switch_page("pages/what_if.py").run()
    assert [s.name for s in board(at).scenarios] == ["Scenario 1", "Writer"]
    assert slider(at, "post").value == 2


@pytest.mark.parametrize("params", [{"comment": "many"}, {"start": "never"}, {"profile": "wings"}, {"off": "x"}])
def test_a_link_that_says_nonsense_is_refused_in_words(ready: api.Prospect, params: dict[str, str]) -> None:
    at = linked(params)
    at.button(key="sample").click().run()
    assert not at.exception
    assert "The link can't be used" in at.error[0].value
    assert headline(at) == ready.project().headline


def test_other_parameters_are_left_alone() -> None:
    at = linked({"theme": "x"})
    at.button(key="sample").click().run()
    move(at, "comment", 20.0)
    assert at.query_params["theme"] == "x"


# ----------------------------------------------------------------------------------- any scenario, there and back again

_days = st.dates(min_value=api.day_of(20_635), max_value=api.day_of(20_900)).map(lambda day: day.isoformat())
_edits = st.one_of(
    st.fixed_dictionaries(
        {"on": st.none() | _days, "field": st.sampled_from([*CHECKLIST, "seat"]), "value": st.booleans()}
    ),
    st.fixed_dictionaries(
        {"on": st.none() | _days, "field": st.just("connections"), "value": st.floats(0, 1e6, allow_nan=False)}
    ),
)
_scenarios = st.fixed_dictionaries(
    {
        "start": st.none() | _days,
        "weekly": st.dictionaries(st.sampled_from(HABIT_KEYS), st.floats(0, 1e9, allow_nan=False)),
        "off": st.lists(_days, max_size=3),
        "profile": st.lists(_edits, max_size=3),
    }
)


@given(_scenarios, st.text(min_size=1, max_size=60), st.sampled_from(tried.WEEKS))
def test_any_scenario_comes_back_from_its_address(habits: dict[str, Any], name: str, weeks: int) -> None:
    named = tried.Named(tried.Board().free_name(name), tried.plain(habits))
    written = address.params(tried.Board((named,), 0, weeks))
    listed = {key: [value] if isinstance(value, str) else value for key, value in written.items()}
    if listed:
        assert address.scenario(listed) == (named, weeks)
    else:
        assert tried.Board((named,), 0, weeks) == tried.Board()


def test_an_edit_of_a_signal_and_one_on_a_day_are_what_the_core_reads() -> None:
    found = address.scenario({"profile": ["profile_completeness=0.5@2026-08-01", "about", "seat=false"]})
    assert found is not None
    read = scenario_from(found[0].habits, 20_635, {}, True)
    assert [(e.field, e.value, api.day_of(e.on).isoformat()) for e in read.edits] == [
        ("profile_completeness", 0.5, "2026-08-01"), ("about", 1, "2026-07-02"), ("seat", 0, "2026-07-02"),
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------------- on a day


def test_scenarios_are_compared_on_any_day(ready: api.Prospect) -> None:
    at = opened()
    move(at, "comment", 20.0)
    at.text_input[0].set_value("Comments").run()
    click(at, "duplicate")
    move(at, "post", 3.0)
    scenarios = {"Comments": {"weekly": {"comment": 20}}, "Comments (2)": {"weekly": {"comment": 20, "post": 3}}}
    found = ready.compare(scenarios, weeks=26)
    table = at.dataframe[0].value
    assert list(table["Scenario"]) == ["Comments", "Comments (2)", "as now", "stop"]
    assert all(said in texts(at) for said in found.words)
    day = ready.mondays()[5]
    next(d for d in at.date_input if d.label == "On").set_value(day).run()
    assert not at.exception
    assert all(said in texts(at) for said in ready.compare(scenarios, day).words)


def test_one_scenario_is_compared_once_that_is_asked_for(ready: api.Prospect) -> None:
    at = opened()
    assert not [d for d in at.date_input if d.label == "On"]
    at.session_state["compare"] = True
    at.run()
    assert not at.exception
    assert all(said in texts(at) for said in ready.compare({"Scenario 1": {}}).words)


def test_a_scenario_called_like_those_always_there_keeps_apart() -> None:
    at = opened()
    at.text_input[0].set_value("as now").run()
    move(at, "comment", 20.0)
    click(at, "duplicate")
    assert not at.error
    assert list(at.dataframe[0].value["Scenario"]) == ["as now (mine)", "as now (2)", "as now", "stop"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("![x](http://e.org/a.png) <b>", "x (http //e.org/a.png) b"), ("  Täglich  विचार 🚀 ", "Täglich विचार 🚀"),
        ("*_`$", ""),
    ],
)
def test_a_name_keeps_what_is_no_markup(given: str, kept: str) -> None:
    assert tried.clean(given) == kept


# ------------------------------------------------------------------------------------------- days that fit no field


def test_habits_that_start_later_than_the_chart_ends_are_shown_by_their_day() -> None:
    # The chart ends 26 weeks after 30 June, and 1 March 2027 is the 35th week: a scenario may begin in the 104th.
    at = opened()
    load(at, "later.json", '{"start": "2027-03-01", "weekly": {"comment": 20.0}}')
    assert next(d for d in at.date_input if d.label == "First day of these habits").value == dt.date(2027, 3, 1)


def test_habits_whose_first_day_has_passed_by_newer_files_are_told_to_fit_no_more() -> None:
    at = opened()
    edits = [{"on": "2026-06-10", "field": "about", "value": True}]
    held = {"start": "2026-06-01", "weekly": {"comment": 20.0}, "profile": edits}
    at.session_state[tried.SCENARIO] = tried.Board((tried.Named("Before", held),))
    at.run()
    assert not at.exception
    assert "What you tried no longer fits" in texts(at)
    assert next(d for d in at.date_input if d.label == "First day of these habits").value is None
