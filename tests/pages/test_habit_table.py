"""The table of habits: what is typed in it counts on every page, and can be taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ssi_core import api
from ssi_core.model.habits import HABIT_KEYS, HABITS
from tests.pages.test_pages import app, texts

PAGE = "pages/method.py"


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


def with_sample() -> AppTest:
    at = app(PAGE)
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def editor(at: AppTest) -> str:
    # Its key changes with the model in use.
    return next(str(e.key) for e in at.data_editor if str(e.key).startswith("habits-"))


def shown(at: AppTest) -> list[tuple[str, float, float]]:
    table = next(e.value for e in at.data_editor if str(e.key) == editor(at))
    return [tuple(row) for row in table.to_numpy().tolist()]


def put(at: AppTest, **rows: dict[str, float]) -> None:
    at.session_state[editor(at)] = {"edited_rows": {HABIT_KEYS.index(key): cells for key, cells in rows.items()}}
    at.button(key="use-habits").click().run()
    assert not at.exception


def test_it_shows_the_published_minutes_and_ceilings_with_or_without_files() -> None:
    published = [(f"{h.label[0].upper()}{h.label[1:]}", h.minutes, h.at_most) for h in HABITS]
    assert shown(app(PAGE)) == published
    at = with_sample()
    assert shown(at) == published
    assert "reset-habits" not in [b.key for b in at.button]


def test_what_is_typed_counts_on_every_page_and_moves_no_score(sample: api.Imported) -> None:
    at = with_sample()
    headline = api.score(sample).headline
    put(at, comment={"Minutes": 6, "At most a week": 40})
    model = api.Model().with_habits({"comment": {"minutes": 6, "at_most": 40}})
    assert at.session_state["ssi_model"] == model
    assert shown(at)[HABIT_KEYS.index("comment")] == ("Comment on a post", 6, 40)
    assert "comment minutes 3 -> 6; comment at_most 70 -> 40" in " ".join(str(i.value) for i in at.info)
    assert headline in texts(at)
    at.switch_page("pages/what_if.py").run()
    assert not at.exception
    assert api.project(sample, model=model).minutes_words in texts(at)
    comments = next(s for s in at.slider if s.key.startswith("whatif-comment-"))
    assert "6 min each" in comments.label
    assert comments.max == 40


def test_back_to_the_published_minutes_keeps_the_other_edits() -> None:
    at = with_sample()
    at.slider(key="window").set_value(60)
    at.button(key="use-model").click().run()
    put(at, comment={"Minutes": 6})
    assert at.session_state["ssi_model"].edits == ("window 60 days", "comment minutes 3 -> 6")
    at.selectbox(key="curve").set_value("saturating")
    at.button(key="use-model").click().run()
    assert at.session_state["ssi_model"].habit_edits == {"comment": {"minutes": 6.0}}
    at.button(key="reset-habits").click().run()
    assert at.session_state["ssi_model"].edits == ("window 60 days", "curve saturating")


def test_what_can_not_be_used_leaves_those_before() -> None:
    at = with_sample()
    put(at, invite={"At most a week": 500})
    assert "from 0 to 100" in at.error[0].value
    assert "ssi_model" not in at.session_state
    assert shown(at)[HABIT_KEYS.index("comment")] == ("Comment on a post", 3, 70)


def test_a_slider_that_may_not_move_breaks_no_page() -> None:
    at = with_sample()
    put(at, ask_recommendation={"At most a week": 0}, comment={"At most a week": 0})
    at.switch_page("pages/what_if.py").run()
    assert not at.exception
    assert not at.error


def test_a_model_file_brings_its_habits() -> None:
    at = with_sample()
    at.file_uploader[0].set_value([("mine.toml", b"[habits.post]\nminutes = 10\n", "text/plain")]).run()
    assert not at.exception
    assert shown(at)[0] == ("Write a post", 10, 7)
