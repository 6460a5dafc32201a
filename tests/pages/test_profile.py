"""The Profile page: every figure can be set, the score answers at once, and the files' word can be had back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ssi_core import api
from tests.pages.test_pages import app, texts

PAGE = "pages/profile.py"


def opened() -> AppTest:
    at = app(PAGE)
    at.button(key="sample").click().run()
    return at


def widget(at: AppTest, kind: str, label: str):  # type: ignore[no-untyped-def]
    return next(w for w in getattr(at, kind) if w.label.startswith(label))


def headline(at: AppTest) -> str:
    return next(str(e.value) for e in at.header if "Estimated" in str(e.value))


def test_setting_a_missing_signal_moves_the_score_as_the_core_does() -> None:
    at = opened()
    widget(at, "toggle", "Set it myself: Active groups").set_value(True).run()
    widget(at, "number_input", "Active groups").set_value(4).run()
    assert not at.exception
    right = api.score(api.with_stated(api.read(api.sample_files()), api.Stated(signals={"active_groups": 4.0})))
    assert headline(at) == right.headline
    assert "**Active groups**: 1.6 of 2 points" in texts(at)  # 2 x 4 / 5
    assert "you told us" in texts(at)


def test_a_figure_of_the_files_is_overruled_and_had_back() -> None:
    at = opened()
    before = headline(at)
    widget(at, "toggle", "Set it myself: Comments given").set_value(True).run()
    assert headline(at) == before, "it starts from what the files say"
    widget(at, "slider", "Comments given").set_value(0).run()
    assert "**Comments given**: 0.0 of 7 points" in texts(at)
    assert "your files show" in texts(at)
    at.button(key="take-back").click().run()
    assert headline(at) == before
    assert "your files show" not in texts(at)


def test_the_checklist_is_filled_in_and_can_be_answered_and_left_open_again() -> None:
    at = opened()
    before = headline(at)
    address = widget(at, "segmented_control", "A custom address")
    assert address.value is None
    assert widget(at, "segmented_control", "An About text").value == "Yes"
    widget(at, "segmented_control", "An About text").set_value("No").run()
    assert headline(at) != before
    assert widget(at, "segmented_control", "An About text").label == "An About text (1.35 points, you told us)"
    widget(at, "segmented_control", "An About text").set_value(None).run()
    assert headline(at) == before


def test_a_seat_opens_the_leads() -> None:
    at = opened()
    assert not any(w.label.endswith("Leads saved") for w in at.toggle)
    widget(at, "segmented_control", "A Sales Navigator seat").set_value("Yes").run()
    assert any(w.label.endswith("Leads saved") for w in at.toggle)


def test_what_was_typed_survives_another_page_and_goes_with_forget() -> None:
    at = opened()
    widget(at, "toggle", "Set it myself: Active groups").set_value(True).run()
    widget(at, "number_input", "Active groups").set_value(5).run()
    moved = headline(at)
    at.switch_page("pages/score.py").run()
    assert at.title[0].value == moved
    at.switch_page(PAGE).run()
    assert widget(at, "number_input", "Active groups").value == 5
    at.button(key="forget").click().run()
    at.button(key="sample").click().run()
    assert headline(at) != moved


def test_someone_without_files_fills_it_in_by_hand() -> None:
    at = app("pages/score.py")
    at.button(key="ask").click().run()
    at.number_input(key="ask-connections").set_value(800)
    at.button(key="ask-done").click().run()
    at.switch_page(PAGE).run()
    assert not at.exception
    assert "What no file gave" in texts(at)
    assert "What the files gave" not in texts(at)
    widget(at, "segmented_control", "A photo").set_value("Yes").run()
    assert "Back to the answers" in [b.label for b in at.button]
    at.button(key="take-back").click().run()
    right = api.score(api.read([], stated=api.Stated(answers={"connections": 800.0})))
    assert headline(at) == right.headline
