"""The check-in on a page: what is chosen, pasted and written is filed under the member, or nothing of it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ssi_core import api
from ssi_core.store.records import Records
from tests.store.conftest import small

TODAY = dt.date(2026, 7, 1)
# From 10 June; the fourth week begins today.
W1, W2, W3, W4 = (dt.date(2026, 6, 10), dt.date(2026, 6, 17), dt.date(2026, 6, 24), TODAY)
NOTES = api.Commitment("personal_note", 2, W1, dt.date(2026, 7, 7))
LATER = api.Commitment("post", 1, dt.date(2026, 7, 2), dt.date(2026, 7, 30))

PAGE = """
import streamlit as st
from pages.shared import book, checking_in, kept, state
from ssi_core import api

name = st.session_state.get("name", "Mara")
if kept.kept() is None or kept.kept().name != name:
    kept.open_member(book.attempt(lambda records: records.find(name).id))
who = kept.kept()
if "typed" in st.session_state and state.stated() == api.Stated():
    state.use_stated(api.Stated(signals={"active_groups": 3.0}))
if who.id not in st.session_state:
    st.session_state[who.id] = book.attempt(lambda records: records.commitments.of(who.id))
checking_in.show(who, st.session_state[who.id])
st.text(f"in view: {[r.total for r in state.readings()]}, {dict(state.stated().signals)}")
st.text(f"score: {state.loaded().score.as_of}")
st.button("Keep", key="keep-changes", on_click=kept.save_changes)
if refused := book.refused(kept.KEY):
    st.error(refused)
"""


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """Mara, who promised notes from 10 June and posts from tomorrow, and Bob, who promised nothing."""
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    records = api.records()
    mara = records.save_member("Mara", small()).id
    records.save_member("Bob", small())
    for promised in (NOTES, LATER):
        records.commitments.add(mara, promised)
    yield records
    records.close()


@pytest.fixture
def mara(records: Records) -> str:
    return records.find("Mara").id


def page(**state: object) -> AppTest:
    at = AppTest.from_string(PAGE, default_timeout=30)
    for key, value in state.items():
        at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def noted(at: AppTest) -> AppTest:
    at.button(key="note-checkin").click().run()
    assert not at.exception
    return at


def reading(at: AppTest, mara: str, text: str) -> None:
    at.text_area(key=f"checkin-reading-{mara}").set_value(text)


def words(at: AppTest, mara: str, text: str) -> None:
    at.text_area(key=f"checkin-words-{mara}").set_value(text)


def captions(at: AppTest) -> list[str]:
    return [c.value for c in at.caption]


def test_weeks_that_have_begun_are_asked_about(records: Records, mara: str) -> None:
    at = page()
    [weeks] = at.button_group
    assert weeks.label == "Add a note to an invitation, 2 a week: weeks in which it was done"
    assert weeks.options == ["week of 10 June", "week of 17 June", "week of 24 June", "week of 1 July", "none of these"]
    assert not [b for b in at.button if b.key.startswith("checkin-back")]


def test_ticks_reading_and_words_are_filed_and_told(records: Records, mara: str) -> None:
    at = page()
    at.button_group[0].set_value([W1, W3])
    reading(at, mara, "48")
    words(at, mara, "  on ![](http://x) leave ")
    noted(at)
    [said] = [c.content for c in records.check_ins.of(mara)]
    ticks = [(t.habit, t.week, t.done) for t in said.ticks]
    assert ticks == [("personal_note", W1, True), ("personal_note", W2, False), ("personal_note", W3, True)]
    assert (said.day, said.words) == (TODAY, "on ![](http://x) leave")
    [kept] = [r.content for r in records.readings.of(mara)]
    assert (kept.total, api.day_of(kept.day)) == (48.0, TODAY)
    assert at.text[0].value == "in view: [48.0], {}"
    [told] = at.success
    assert told.value == (
        r"Noted\: 48 on 1 July 2026\; Add a note to an invitation\: done in 2 of 3 weeks\; their words\."
    )
    # What was said is not asked again; this week is, while nobody said it was done.
    assert at.button_group[0].options == ["week of 1 July"]
    assert "By their own word: kept in 2 of the 3 weeks told, 10 June to 30 June 2026." in captions(at)
    assert any(r"“on \!\[\]\(http\:\/\/x\) leave”" in m.value for m in at.markdown)
    assert [at.text_area(key=f"checkin-{what}-{mara}").value for what in ("reading", "words")] == ["", ""]
    assert not at.run().success  # once


def test_a_wrong_reading_files_nothing_and_what_was_typed_stays(records: Records, mara: str) -> None:
    at = page()
    at.button_group[0].set_value([W1])
    reading(at, mara, "480")
    words(at, mara, "busy")
    noted(at)
    [error] = at.error
    assert "480" in error.value
    assert error.value.endswith("What you typed stays here.")
    assert records.check_ins.of(mara) == records.readings.of(mara) == ()
    assert at.button_group[0].value == [W1]
    assert [at.text_area(key=f"checkin-{what}-{mara}").value for what in ("reading", "words")] == ["480", "busy"]
    reading(at, mara, "12.05 / 4.76 / 1 / 15")
    assert not noted(at).error
    assert len(records.check_ins.of(mara)) == 1
    assert [r.content.pillars["brand"] for r in records.readings.of(mara)] == [12.05]


def test_a_reading_of_another_day_alone_is_no_word_on_the_weeks(records: Records, mara: str) -> None:
    at = page()
    reading(at, mara, "50")
    at.date_input(key=f"checkin-day-{mara}").set_value(dt.date(2026, 6, 29))
    noted(at)
    assert records.check_ins.of(mara) == ()
    assert [api.day_of(r.content.day) for r in records.readings.of(mara)] == [dt.date(2026, 6, 29)]
    assert at.success[0].value == r"Noted\: 50 on 29 June 2026\."


def test_none_of_them_is_an_answer_and_nothing_chosen_is_none(records: Records, mara: str) -> None:
    at = page()
    assert "nothing is said yet" in noted(at).error[0].value.lower()
    at.button_group[0].set_value([W1, "none"])
    assert "take one of them back" in noted(at).error[0].value
    assert records.check_ins.of(mara) == ()
    at.button_group[0].set_value(["none"])
    assert not noted(at).error
    [said] = records.check_ins.of(mara)
    assert [(t.week, t.done) for t in said.content.ticks] == [(W1, False), (W2, False), (W3, False)]
    assert "By their own word: kept in none of the 3 weeks told, 10 June to 30 June 2026." in captions(at)


def test_the_last_can_be_taken_back_and_is_asked_again(records: Records, mara: str) -> None:
    for day, done in ((W2, False), (TODAY, True)):
        records.check_ins.add(mara, api.CheckIn(day, (api.Ticked("personal_note", day, done),), f"said {day.day}"))
    at = page()
    shown = [m.value for m in at.markdown if "said" in m.value]
    assert [line[:12] for line in shown] == ["1 July 2026\\", "17 June 2026"]
    assert at.button_group[0].options == ["week of 10 June", "week of 24 June", "none of these"]
    [back] = [b for b in at.button if b.key.startswith("checkin-back")]
    back.click().run()
    assert [c.content.day for c in records.check_ins.of(mara)] == [W2]
    assert "week of 1 July" in at.button_group[0].options


def test_what_was_said_differently_meanwhile_is_not_taken_back(records: Records, mara: str) -> None:
    said = records.check_ins.add(mara, api.CheckIn(TODAY, (), "said before"))
    at = page()
    records.check_ins.change(said.id, api.CheckIn(TODAY, (), "said since"), version=said.version)
    at.button(key=f"checkin-back-{said.id}").click().run()
    assert "Someone else saved this check" in at.error[0].value.replace("\\", "")
    assert [c.content.words for c in records.check_ins.of(mara)] == ["said since"]


def test_when_every_week_is_told_none_is_asked(records: Records, mara: str) -> None:
    ticks = tuple(api.Ticked("personal_note", week, True) for week in (W1, W2, W3, W4))
    records.check_ins.add(mara, api.CheckIn(TODAY, ticks))
    at = page()
    assert not at.button_group
    assert any("every week so far is told" in m.value for m in at.markdown)
    words(at, mara, "all well")
    assert noted(at).success[0].value == r"Noted\: their words\."


def test_what_was_typed_and_not_kept_yet_stays_beside_a_new_reading(records: Records, mara: str) -> None:
    at = page(typed=True)
    reading(at, mara, "48")
    noted(at)
    assert at.text[0].value == "in view: [48.0], {'active_groups': 3.0}"
    assert [r.content.total for r in records.readings.of(mara)] == [48.0]


def version(at: AppTest) -> int:
    return at.session_state["ssi_kept"].version


def test_what_was_typed_can_be_kept_after_a_new_reading_and_neither_is_lost(records: Records, mara: str) -> None:
    at = page(typed=True)
    reading(at, mara, "48")
    noted(at)
    assert (version(at), records.load(mara).version) == (2, 2)
    at.button(key="keep-changes").click().run()
    assert not at.error
    held = records.load(mara).found.member
    assert [r.total for r in held.readings] == [48.0]
    assert held.stated.signals == {"active_groups": 3.0}


def test_what_somebody_else_filed_is_not_written_over_by_what_was_typed(records: Records, mara: str) -> None:
    at = page(typed=True)
    records.readings.add(mara, api.Reading(api.day_number(W2), 40.0))
    reading(at, mara, "48")
    noted(at)
    assert at.text[0].value == "in view: [48.0], {'active_groups': 3.0}"
    at.button(key="keep-changes").click().run()
    assert "someone else saved Mara" in at.error[0].value
    held = records.load(mara).found.member
    assert [r.total for r in held.readings] == [40.0, 48.0]
    assert at.text[0].value == "in view: [48.0], {'active_groups': 3.0}"


@pytest.mark.parametrize("typed", [False, True])
def test_a_client_known_by_readings_alone_goes_on_to_the_new_one(records: Records, typed: bool) -> None:
    may = api.day_number(dt.date(2026, 5, 1))
    ada = records.save_member("Ada", api.read([], readings=[api.Reading(may, 42.0)])).id
    at = page(name="Ada", **({"typed": True} if typed else {}))
    assert at.text[1].value == "score: 2026-05-01"
    reading(at, ada, "60")
    noted(at)
    assert at.text[1].value == "score: 2026-07-01"
    assert at.text[0].value.startswith("in view: [42.0, 60.0]")
    assert version(at) == 2


def test_what_was_typed_about_one_is_not_there_for_another(records: Records, mara: str) -> None:
    at = page()
    words(at, mara, "busy")
    reading(at, mara, "x")
    assert noted(at).error
    at.session_state["name"] = "Bob"
    at.run()
    assert not at.error
    assert not at.button_group
    assert [a.value for a in at.text_area] == ["", ""]


def test_records_that_do_not_answer_are_told_and_take_nothing_away(
    records: Records, mara: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.check_ins.add(mara, api.CheckIn(W2, (api.Ticked("personal_note", W1, True),)))
    at = page()
    at.button_group[0].set_value([W2])
    words(at, mara, "busy")
    monkeypatch.setenv("SSI_DATABASE_URL", "postgresql://127.0.0.1:1/x")
    noted(at)
    assert all("does not answer" in e.value for e in at.error)
    assert len(at.error) == 2  # what was said before can't be read, what is said now can't be kept
    assert (at.button_group[0].value, at.text_area(key=f"checkin-words-{mara}").value) == ([W2], "busy")
    monkeypatch.delenv("SSI_DATABASE_URL")
    assert not noted(at).error
    assert len(records.check_ins.of(mara)) == 2


def test_a_member_who_was_forgotten_meanwhile_is_told_in_words(records: Records, mara: str) -> None:
    at = page()
    words(at, mara, "busy")
    records.forget(mara)
    noted(at)
    assert "no such member" in at.error[0].value
    assert at.text_area(key=f"checkin-words-{mara}").value == "busy"
