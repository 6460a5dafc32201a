"""Four ways into an empty app, the day that is scored, and what a reload offers back."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import stash
from ssi_core import api
from tests.pages.test_pages import app, texts

PAGE = "pages/score.py"


def test_the_empty_page_has_four_doors() -> None:
    at = app(PAGE)
    assert {"know", "ask", "files", "sample"} <= {b.key for b in at.button}


def test_four_numbers_give_level_and_weakest_pillar_at_once() -> None:
    at = app(PAGE)
    at.button(key="know").click().run()
    at.text_area(key="pasted").set_value("21 / 6.4 / 2.2 / 25")
    at.button(key="note").click().run()
    assert not at.exception
    reading = api.pasted_reading("21 / 6.4 / 2.2 / 25", api.today())
    right = api.score(api.read([], readings=[reading]))
    assert at.title[0].value == right.headline
    assert "Your weakest pillar: Engage with insights" in texts(at)
    assert "Your best next hour" in texts(at)


def test_what_is_no_score_is_refused_in_words_and_the_way_back_is_open() -> None:
    at = app(PAGE)
    at.button(key="know").click().run()
    at.text_area(key="pasted").set_value("hello")
    at.button(key="note").click().run()
    assert at.error
    assert at.text_area(key="pasted").value == "hello"
    at.button(key="doors").click().run()
    assert at.button(key="ask").label == "Answer eight questions"


def test_eight_answers_give_the_score_that_the_core_gives() -> None:
    at = app(PAGE)
    at.button(key="ask").click().run()
    given = {"connections": 800, "post": 1, "comment": 5, "search": 10, "invite": 5, "message": 7}
    for key, value in given.items():
        at.number_input(key=f"ask-{key}").set_value(value)
    at.button_group(key="ask-profile").set_value(["photo", "about"])
    at.radio(key="ask-seat").set_value("No")
    at.button(key="ask-done").click().run()
    assert not at.exception
    checklist = {item: item in ("photo", "about") for item in api.CHECKLIST}
    stated = api.Stated(seat=False, checklist=checklist, answers={k: float(v) for k, v in given.items()})
    right = api.score(api.read([], stated=stated))
    assert at.title[0].value == right.headline
    # By hand: 5 comments a week are 64.3 in 90 days of 250, so 1.8 of 7 points; 800 connections are 10 of 15.
    rows = {r["Signal"]: r for frame in at.dataframe for r in frame.value.to_dict("records")}
    assert rows["Comments given"]["Points"] == "1.8 of 7"
    assert rows["Connections"]["Points"] == "10.0 of 15"
    assert rows["Profile completeness"]["Points"] == "2.7 of 9"
    assert rows["Profile completeness"]["Where it comes from"] == "you told us"


def test_no_answer_at_all_is_said_and_one_is_enough() -> None:
    at = app(PAGE)
    at.button(key="ask").click().run()
    at.button(key="ask-done").click().run()
    assert "one number is enough" in at.error[0].value
    at.number_input(key="ask-comment").set_value(5)
    at.button(key="ask-done").click().run()
    assert at.title[0].value.startswith("Estimated SSI")


def test_the_day_lies_back_and_today_can_be_scored_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", "2026-11-30")
    at = app(PAGE)
    at.button(key="sample").click().run()
    assert "That day lies 5 months back, where the files end." in texts(at)
    at.button(key="stand-today").click().run()
    found = api.read(api.sample_files())
    today = api.score(found, as_of=dt.date(2026, 11, 30))
    assert at.title[0].value == today.headline
    assert "Our estimate for 30 November 2026" in texts(at)
    at.button(key="stand-back").click().run()
    assert at.title[0].value == api.score(found).headline


def test_a_day_within_a_week_is_not_remarked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", "2026-07-07")
    at = app(PAGE)
    at.button(key="sample").click().run()
    assert "lies" not in texts(at)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, ""), (7, ""), (8, "8 days back"), (14, "2 weeks back"), (61, "2 months back"), (731, "2 years back")],
)
def test_how_far_back_in_words(days: int, words: str) -> None:
    today = dt.date(2026, 11, 30)
    assert api.ago(today - dt.timedelta(days=days), today) == words


# --------------------------------------------------------------------------------------------------------- the reload


@pytest.fixture
def cookie(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    jar = {"_streamlit_xsrf": "2|01020304|0010203040506070|1"}
    monkeypatch.setattr(stash, "_cookies", lambda: jar)
    stash.drop()
    return jar


def reloaded() -> AppTest:
    return app(PAGE)


@pytest.mark.usefixtures("cookie")
def test_a_reload_says_what_was_lost_and_brings_it_back() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.switch_page("pages/profile.py").run()
    next(w for w in at.toggle if w.label.endswith("Active groups")).set_value(True).run()
    before = next(str(e.value) for e in at.header if "Estimated" in str(e.value))

    again = reloaded()
    assert "a reload starts from nothing" in texts(again)
    assert "an invented member \\(the sample\\)\\, 1 answer" in texts(again)
    again.button(key="bring-back").click().run()
    assert not again.exception
    assert again.title[0].value == before
    assert "a reload starts from nothing" not in texts(again)


@pytest.mark.usefixtures("cookie")
def test_a_reload_of_a_members_own_page_brings_back_what_was_typed_and_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    with closing(api.records()) as records:
        found = api.read(api.sample_files())
        ada, bo = (records.save_member(name, found).id for name in ("Ada", "Bo"))
        at = member_page(ada)
        at.switch_page("pages/what_if.py").run()
        next(s for s in at.slider if s.label.startswith("Comment on a post")).set_value(20.0).run()
        at.switch_page("pages/profile.py").run()
        next(w for w in at.toggle if w.label.endswith("Active groups")).set_value(True).run()

        again = member_page(ada)
        assert "a reload starts from nothing" not in texts(again), "nobody is gone from view"
        assert "not kept yet" in texts(again)
        assert again.session_state["ssi_scenario"].current.habits["weekly"] == {"comment": 20.0}
        again.button(key="keep-changes").click().run()
        assert "active_groups" in records.load(ada).found.member.stated.signals

        # With nothing typed, they are shown as they stand now: another tab may have been at work.
        held = records.load(ada)
        records.save(ada, api.with_stated(held.found, api.Stated(seat=True)), version=held.version)
        fresh = member_page(ada)
        assert fresh.session_state["ssi_kept"].version == held.version + 1
        assert fresh.session_state["ssi_scenario"].current.habits["weekly"] == {"comment": 20.0}
        # The address of another member is theirs.
        other = member_page(bo)
        assert other.title[0].value == "Session with Bo"
        assert "a reload starts from nothing" not in texts(other)


def member_page(member: str) -> AppTest:
    # A session of its own, as after a reload, at the address of a member.
    at = app("pages/session.py")
    at.query_params["member"] = member
    at.run()
    assert not at.exception
    return at


@pytest.mark.usefixtures("cookie")
def test_who_leaves_it_or_forgets_it_is_not_asked_again() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    again = reloaded()
    again.button(key="leave-it").click().run()
    assert "a reload starts from nothing" not in texts(reloaded())
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.button(key="forget").click().run()
    assert "a reload starts from nothing" not in texts(reloaded())


def test_another_browser_is_offered_nothing(cookie: dict[str, str]) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    cookie["_streamlit_xsrf"] = "2|01020304|0010203040506071|1"
    assert "a reload starts from nothing" not in texts(reloaded())
    cookie.clear()
    assert "a reload starts from nothing" not in texts(reloaded())


def test_a_browser_keeps_its_name_when_its_cookie_is_masked_anew(cookie: dict[str, str]) -> None:
    token = bytes(range(16))
    names = set()
    for mask in (bytes(4), b"\x01\x02\x03\x04", b"\xff\x00\xff\x00"):
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(token))
        cookie["_streamlit_xsrf"] = f"2|{mask.hex()}|{masked.hex()}|1764000000"
        names.add(stash.browser())
    assert len(names) == 1
    assert None not in names


@pytest.mark.parametrize("value", ["", "2|xx|yy|1", "junk", "2||00|1", "2|00||1"])
def test_a_cookie_that_is_none_names_nobody(cookie: dict[str, str], value: str) -> None:
    cookie["_streamlit_xsrf"] = value
    assert stash.browser() is None


def test_what_is_kept_ends_after_some_hours_and_for_the_oldest_of_many(
    cookie: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(stash, "_clock", lambda: clock[0])
    for i in range(stash.MOST_BROWSERS + 1):
        cookie["_streamlit_xsrf"] = f"2|00000000|{i:032x}|1"
        stash.keep("something", {})
    assert stash.kept() is not None
    clock[0] = stash.KEPT_S + 1.0
    assert stash.kept() is None
    clock[0] = 0.0
    cookie["_streamlit_xsrf"] = f"2|00000000|{0:032x}|1"
    assert stash.kept() is None


# -------------------------------------------------------------------------------------------------- what came back


def test_results_stand_beside_the_score_with_the_sentence_on_causes() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    held = api.outcomes(api.read(api.sample_files()))
    shown = texts(at)
    assert held.words in shown
    assert held.cause_words in shown
    for one in held.known:
        assert f"{one.label}  \n**{one.figure}**" in shown
        assert one.change_words in shown


def test_meetings_are_noted_and_survive_another_page() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.number_input(key="meetings-now").set_value(3)
    at.number_input(key="meetings-before").set_value(1)
    at.button(key="meetings-note").click().run()
    assert "Meetings  \n**3**" in texts(at)
    assert "2 more than before (1)" in texts(at)
    at.switch_page("pages/files.py").run()
    at.switch_page(PAGE).run()
    assert "Meetings  \n**3**" in texts(at)


def test_someone_without_files_is_told_what_would_tell_the_results() -> None:
    at = app(PAGE)
    at.button(key="ask").click().run()
    at.number_input(key="ask-comment").set_value(5)
    at.button(key="ask-done").click().run()
    assert "Messages received: not known, give messages.csv" in texts(at)
