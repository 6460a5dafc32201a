"""Session and Present: minute by minute with a member of real records, and what goes wrong meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import report_download
from pages.shared.words import plain
from ssi_core import api
from ssi_core.store.records import Records
from tests.pages.test_pages import app, texts

TODAY = dt.date(2026, 7, 1)
PRIVATE, SHARED = "wants to leave her job, tell nobody", "A good month: keep commenting on Tuesdays."


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    with closing(api.records()) as opened:
        yield opened


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read(api.sample_files(), traces=True)


@pytest.fixture
def mara(records: Records, found: api.Imported) -> str:
    return records.save_member("Mara [Sales](http://127.0.0.1/x)", found).id


def session(member: str) -> AppTest:
    at = app("pages/session.py")
    at.query_params["member"] = member
    at.run()
    assert not at.exception
    return at


def step(at: AppTest, words: str) -> None:
    control = next(c for c in at.segmented_control if c.label == "Step")
    control.set_value(next(o for o in control.options if words in o))
    at.run()
    assert not at.exception


def begun(member: str) -> AppTest:
    at = session(member)
    at.button(key="begin").click().run()
    assert not at.exception
    return at


def test_a_name_stays_words(mara: str) -> None:
    at = session(mara)
    assert at.title[0].value == r"Session with Mara \[Sales\]\(http\:\/\/127\.0\.0\.1\/x\)"


def test_the_score_is_frozen_when_it_begins_and_stays_so(records: Records, mara: str, found: api.Imported) -> None:
    at = begun(mara)
    [one] = records.sessions.of(mara)
    assert one.content.day == TODAY
    assert one.content.snapshot == api.snapshot(found)
    # Later the member says more of themselves: the score moves, the snapshot does not.
    held = records.load(mara)
    more = api.with_stated(held.found, api.Stated(signals={"comments_given": 900.0}))
    assert api.score(more).total > api.score(found).total + 1
    records.save(mara, more, version=held.version)
    again = session(mara)
    assert f"Begun on 1 July 2026 at {api.score(found).total:.1f}" in texts(again)
    assert api.score(more).headline in texts(again)
    assert at.title[0].value == again.title[0].value


def test_commitments_from_a_plan_count_with_the_minutes_that_it_was_asked_with(records: Records, mara: str) -> None:
    at = begun(mara)
    asked = {"target": 75.0, "by": dt.date(2026, 12, 29), "hours": None, "without": [], "minutes": {"comment": 200.0}}
    at.session_state["ssi_plan"] = {**asked, "goal": 0}
    step(at, "Agree")
    at.button(key="agree-plan").click().run()
    assert not at.exception
    found = records.load(mara).found
    rows = api.prospect(found).habits

    def right(**given: Any) -> set[tuple[str, float]]:
        weekly = api.plan(found, **given).weekly
        return {(c.habit, c.weekly) for c in api.from_weekly(weekly, rows, TODAY + dt.timedelta(days=1))}

    assert right(**asked) != right(**{**asked, "minutes": {}})
    assert {(c.content.habit, c.content.weekly) for c in records.commitments.of(mara)} == right(**asked)


def test_a_session_that_was_planned_is_the_one_that_begins(records: Records, mara: str) -> None:
    planned = records.sessions.add(mara, api.Session(dt.date(2026, 6, 30), private="ask about the fair"))
    begun(mara)
    [one] = records.sessions.of(mara)
    assert (one.id, one.content.day, one.content.private) == (planned.id, TODAY, "ask about the fair")
    assert one.content.snapshot is not None


def test_three_commitments_from_the_plan_in_one_click_and_no_fourth(records: Records, mara: str) -> None:
    at = begun(mara)
    step(at, "Agree")
    at.button(key="agree-plan").click().run()
    held = [c.content for c in records.commitments.of(mara)]
    assert len(held) == 3
    assert all(c.session == records.sessions.of(mara)[0].id for c in held)
    plan = api.plan(records.load(mara).found, by=dt.date(2026, 6, 30) + dt.timedelta(weeks=13), hours=2.0)
    assert {c.habit for c in held} <= {habit for habit, number in plan.actions.items() if number}
    assert all(api.pace(c) in texts(at).lower() for c in held)
    assert "take one away" in texts(at)
    assert not [b for b in at.button if b.key in ("agree-plan", "hand-agree")]
    at.button(key=f"drop-{records.commitments.of(mara)[0].id}").click().run()
    assert len(records.commitments.of(mara)) == 2
    assert at.button(key="agree-plan")


def agreed_by_hand(at: AppTest, session: str, habit: str) -> None:
    turn = next(g.key for g in at.button_group if str(g.key).startswith(f"hand-habit-{session}"))
    at.button_group(key=turn).set_value(habit)
    at.button(key="hand-agree").click().run()
    assert not at.exception


def test_two_tabs_agree_on_three_at_most(records: Records, mara: str) -> None:
    first = begun(mara)
    [of] = [s.id for s in records.sessions.of(mara)]
    step(first, "Agree")
    second, third = session(mara), session(mara)
    step(second, "Agree")
    step(third, "Agree")
    # All three show none; the first agrees on two, so there is room for one of the plan's three.
    agreed_by_hand(first, of, "comment")
    agreed_by_hand(first, of, "post")
    second.button(key="agree-plan").click().run()
    assert len(records.commitments.of(mara)) == 3
    assert not second.error
    agreed_by_hand(third, of, "search")
    assert "3 are agreed on already, in another tab: nothing was added" in third.error[0].value.replace("\\", "")
    assert len(records.commitments.of(mara)) == 3
    assert not [b for b in third.button if b.key in ("agree-plan", "hand-agree")], "it shows what is there by now"


def test_the_plan_taken_in_two_tabs_is_taken_once(records: Records, mara: str) -> None:
    first = begun(mara)
    step(first, "Agree")
    second = session(mara)
    step(second, "Agree")
    first.button(key="agree-plan").click().run()
    second.button(key="agree-plan").click().run()
    assert "nothing was added" in second.error[0].value
    assert len(records.commitments.of(mara)) == 3


def test_by_hand_with_when_and_what_may_get_in_the_way(records: Records, mara: str) -> None:
    at = begun(mara)
    step(at, "Agree")
    of = records.sessions.of(mara)[0].id
    at.button(key="hand-agree").click().run()
    assert "Choose what is to be done" in at.error[0].value
    at.button_group(key=f"hand-habit-{of}-0").set_value("comment")
    at.number_input(key=f"hand-weekly-{of}-0").set_value(10.0)
    at.text_input(key=f"hand-when-{of}-0").set_value("Tuesdays")
    at.text_input(key=f"hand-obstacle-{of}-0").set_value("the fair")
    at.button(key="hand-agree").click().run()
    assert not at.error
    [one] = records.commitments.of(mara)
    assert one.content == api.Commitment(
        "comment", 10.0, dt.date(2026, 7, 2), dt.date(2026, 7, 29), "Tuesdays", "the fair",
        records.sessions.of(mara)[0].id,
    )  # fmt: skip
    assert at.text_input(key=f"hand-when-{of}-1").value == "", "the fields are empty for the next"
    # Days in the wrong order: refused in words, and nothing typed is lost.
    at.button_group(key=f"hand-habit-{of}-1").set_value("post")
    at.date_input(key=f"hand-until-{of}-1").set_value(dt.date(2026, 6, 1))
    at.text_input(key=f"hand-when-{of}-1").set_value("Mondays")
    at.button(key="hand-agree").click().run()
    assert "ends before it starts" in at.error[0].value
    assert at.text_input(key=f"hand-when-{of}-1").value == "Mondays"
    assert len(records.commitments.of(mara)) == 1


def test_what_was_typed_by_hand_is_there_after_a_look_at_another_step(records: Records, mara: str) -> None:
    at = begun(mara)
    of = records.sessions.of(mara)[0].id
    step(at, "Agree")
    at.button_group(key=f"hand-habit-{of}-0").set_value("comment").run()
    at.number_input(key=f"hand-weekly-{of}-0").set_value(10.0).run()
    at.text_input(key=f"hand-when-{of}-0").set_value("Tuesdays").run()
    step(at, "One pillar")
    step(at, "Agree")
    at.button(key="hand-agree").click().run()
    [one] = [c.content for c in records.commitments.of(mara)]
    assert (one.habit, one.weekly, one.when) == ("comment", 10.0, "Tuesdays")


def test_a_field_that_is_made_anew_is_filled_with_what_was_typed(records: Records, mara: str) -> None:
    # A tap on a link right after the last letter draws another page and this one again: the browser then makes the
    # field anew, and fills it with its default.
    start = TODAY - dt.timedelta(days=10)
    records.commitments.add(mara, api.Commitment("comment", 5.0, start, start + dt.timedelta(days=27)))
    at = begun(mara)
    for words in ("Notes for the client", "For your eyes only", "What LinkedIn shows them", "In their words"):
        field = next(f for f in at.text_area if f.label == words)
        field.set_value(f"{words}: typed").run()
        assert next(f for f in at.text_area if f.label == words).proto.default == f"{words}: typed"
    step(at, "Agree")
    for words in ("When in the week", "What may get in the way"):
        next(f for f in at.text_input if f.label == words).set_value(f"{words}: typed").run()
        assert next(f for f in at.text_input if f.label == words).proto.default == f"{words}: typed"
    assert not at.exception
    assert not at.warning


def test_what_a_check_in_holds_is_there_after_a_look_at_another_step(records: Records, mara: str) -> None:
    records.commitments.add(mara, api.Commitment("comment", 5.0, dt.date(2026, 6, 15), dt.date(2026, 7, 12)))
    at = begun(mara)
    weeks = next(g for g in at.button_group if "weeks in which it was done" in g.label)
    weeks.set_value([dt.date(2026, 6, 15)]).run()
    at.text_area(key=f"checkin-reading-{mara}").set_value("48").run()
    at.date_input(key=f"checkin-day-{mara}").set_value(dt.date(2026, 6, 29)).run()
    at.text_area(key=f"checkin-words-{mara}").set_value("a busy month").run()
    step(at, "Agree")
    step(at, "What was agreed")
    assert at.text_area(key=f"checkin-words-{mara}").value == "a busy month"
    at.button(key="note-checkin").click().run()
    [said] = [c.content for c in records.check_ins.of(mara)]
    assert said.words == "a busy month"
    # The weeks of 15 and 22 June are over, that of 29 June is not: done in the first, not in the second.
    assert [(t.week.day, t.done) for t in said.ticks] == [(15, True), (22, False)]
    assert (dt.date(2026, 6, 29), 48.0) in [
        (api.day_of(r.content.day), r.content.total) for r in records.readings.of(mara)
    ]


def test_what_has_not_begun_is_called_so_in_the_report(
    records: Records, mara: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[api.Agreed] = []
    monkeypatch.setattr(report_download, "member", lambda *_, commitments, **__: given.extend(commitments))
    for start in (dt.date(2026, 6, 1), TODAY + dt.timedelta(days=1)):
        records.commitments.add(mara, api.Commitment("personal_note", 5.0, start, start + dt.timedelta(days=27)))
    at = begun(mara)
    step(at, "Take home")
    assert [(one.start.month, one.kept) for one in given[-2:]] == [(6, "can't be seen"), (7, "not begun yet")]


def test_of_one_reading_alone_no_move_is_told(records: Records) -> None:
    nova = records.save_member("Nova", api.read([], readings=[api.Reading(api.day_number(TODAY), total=44.0)])).id
    at = session(nova)
    assert "No session was held before. Up" not in texts(at)
    at.button(key="begin").click().run()
    step(at, "Why it moved")
    assert "One day is known so far: another official reading, or an export, tells what moves." in texts(at)


def test_what_was_tried_becomes_a_commitment(records: Records, mara: str) -> None:
    at = begun(mara)
    step(at, "Agree")
    assert at.button(key="agree-tried").disabled
    step(at, "One pillar")
    at.segmented_control[1].set_value("engage").run()
    slider = next(s for s in at.slider if s.label.startswith("Comment on a post"))
    before = texts(at)
    slider.set_value(20.0).run()
    assert texts(at) != before
    right = api.project(records.load(mara).found, {"weekly": {"comment": 20.0}}, weeks=13)
    assert right.headline in texts(at)
    step(at, "Agree")
    at.button(key="agree-tried").click().run()
    assert [(c.content.habit, c.content.weekly) for c in records.commitments.of(mara)] == [("comment", 20.0)]


def test_commitments_are_held_against_the_files(records: Records, mara: str, found: api.Imported) -> None:
    promised = api.Commitment("comment", 5.0, dt.date(2026, 6, 1), dt.date(2026, 6, 28))
    records.commitments.add(mara, promised)
    records.commitments.add(mara, replace(promised, habit="personal_note"))
    at = begun(mara)
    for one in (promised, replace(promised, habit="personal_note")):
        assert api.checked(found, one, today=TODAY).sentence in texts(at)
    assert "can't be seen, no file counts it" in texts(at)


def test_what_a_member_says_themselves_stands_under_what_no_file_shows(records: Records, mara: str) -> None:
    promised = api.Commitment("personal_note", 5.0, dt.date(2026, 6, 1), dt.date(2026, 6, 28))
    records.commitments.add(mara, promised)
    ticks = tuple(api.Ticked("personal_note", dt.date(2026, 6, day), day != 8) for day in (1, 8, 15))
    records.check_ins.add(mara, api.CheckIn(dt.date(2026, 6, 20), ticks))
    assert "By their own word: kept in 2 of the 3 weeks told" in texts(session(mara))


def test_what_ended_before_the_last_session_is_no_longer_asked_about(
    records: Records, mara: str, found: api.Imported
) -> None:
    old = api.Commitment("comment", 5.0, dt.date(2026, 3, 1), dt.date(2026, 3, 28))
    new = replace(old, start=dt.date(2026, 5, 4), until=dt.date(2026, 5, 31))
    for one in (old, new):
        records.commitments.add(mara, one)
    records.sessions.add(mara, api.Session(dt.date(2026, 5, 3), snapshot=api.snapshot(found)))
    words = texts(session(mara))
    assert api.checked(found, new, today=TODAY).sentence in words
    assert api.checked(found, old, today=TODAY).sentence not in words
    # Once there is nothing else, it is not said that nothing ever was agreed.
    records.commitments.remove(next(c.id for c in records.commitments.of(mara) if c.content == new), version=1)
    words = texts(session(mara))
    assert words.count("Nothing that has run since the last session.") == 2, "on the page, and on the prep sheet"
    assert "Nothing was agreed" not in words


def test_an_earlier_session_does_not_show_what_was_agreed_after_it(
    records: Records, mara: str, found: api.Imported
) -> None:
    first = records.sessions.add(mara, api.Session(dt.date(2026, 5, 1), snapshot=api.snapshot(found)))
    second = records.sessions.add(mara, api.Session(dt.date(2026, 6, 1), snapshot=api.snapshot(found)))
    kept = api.Commitment("comment", 5.0, dt.date(2026, 5, 2), dt.date(2026, 6, 20), session=first.id)
    later = replace(kept, habit="post", start=dt.date(2026, 6, 2), session=second.id)
    records.commitments.add(mara, kept)
    records.commitments.add(mara, later)
    at = session(mara)
    at.selectbox(key=f"another-{mara}").set_value(first.id).run()
    at.button(key="open-session").click().run()
    words = texts(at)
    assert "Nothing was agreed before." in words
    assert api.checked(found, later, today=TODAY).sentence not in words
    at.selectbox(key=f"another-{mara}").set_value(second.id).run()
    at.button(key="open-session").click().run()
    assert api.checked(found, kept, today=TODAY).sentence in texts(at)
    assert api.checked(found, later, today=TODAY).sentence not in texts(at)


def test_what_was_agreed_before_and_starts_later_is_still_there_once_a_session_begins(
    records: Records, mara: str, found: api.Imported
) -> None:
    first = records.sessions.add(mara, api.Session(dt.date(2026, 6, 1), snapshot=api.snapshot(found)))
    gone = records.sessions.add(mara, api.Session(dt.date(2026, 6, 8), snapshot=api.snapshot(found)))
    soon = api.Commitment("comment", 5.0, dt.date(2026, 7, 6), dt.date(2026, 8, 2), session=first.id)
    records.commitments.add(mara, soon)
    # Of a session that is there no more, and said on 1 July.
    records.commitments.add(mara, replace(soon, habit="repost", session=gone.id))
    records.sessions.remove(gone.id)
    said = [
        f"{what}, 5 a week: can't be seen yet, it begins on 6 July 2026."
        for what in ("Comment on a post", "Repost something", "Write a post")
    ]
    at = session(mara)
    assert [words in texts(at) for words in said] == [True, True, False]
    at.button(key="begin").click().run()
    assert [words in texts(at) for words in said] == [True, True, False]
    # What this session agrees on is no matter of before; nor did the first one know of what was said a month later.
    now = records.sessions.of(mara)[-1]
    records.commitments.add(mara, replace(soon, habit="post", session=now.id))
    assert [words in texts(at.run()) for words in said] == [True, True, False]
    at.selectbox(key=f"another-{mara}").set_value(first.id).run()
    at.button(key="open-session").click().run()
    assert "Nothing was agreed before." in texts(at)


def test_a_planned_session_is_moved_called_off_and_named_in_the_request(records: Records, mara: str) -> None:
    overdue = records.sessions.add(mara, api.Session(dt.date(2026, 6, 5)))
    at = session(mara)
    assert "overdue: it was never begun" in texts(at)
    assert "5 June" not in at.code[0].value, "nobody is asked to send files before a day that has passed"
    soon = records.sessions.add(mara, api.Session(dt.date(2026, 7, 8)))
    records.sessions.add(mara, api.Session(dt.date(2026, 8, 5)))
    at.run()
    assert "8 July 2026" in at.code[0].value
    at.date_input(key=f"move-to-{overdue.id}-1").set_value(dt.date(2026, 7, 3))
    at.button(key=f"move-it-{overdue.id}").click().run()
    assert not at.exception
    assert "3 July 2026" in at.code[0].value
    at.button(key=f"call-off-{overdue.id}").click().run()
    at.button(key=f"call-off-{soon.id}").click().run()
    assert [s.content.day for s in records.sessions.of(mara)] == [dt.date(2026, 8, 5)]
    assert "called off" in "".join(str(e.value) for e in at.success)


def test_a_day_that_has_a_session_takes_no_second_one(records: Records, mara: str) -> None:
    soon, later = (records.sessions.add(mara, api.Session(dt.date(2026, 7, day))) for day in (8, 15))
    at = session(mara)
    at.date_input(key=f"move-to-{later.id}-1").set_value(dt.date(2026, 7, 8))
    at.button(key=f"move-it-{later.id}").click().run()
    assert "has a session on 8 July 2026 already" in at.error[0].value
    # To its own day it may go: that is no second one.
    at.button(key=f"move-it-{soon.id}").click().run()
    assert not at.error
    for one in (soon, later):
        at.button(key=f"call-off-{one.id}").click().run()
    at.button(key="begin").click().run()
    step(at, "Take home")
    at.date_input(key=f"next-day-{mara}").set_value(TODAY)
    at.button(key="plan-next").click().run()
    assert "has a session on 1 July 2026 already" in at.error[0].value
    assert [s.content.day for s in records.sessions.of(mara)] == [TODAY]


def test_a_session_that_another_tab_began_is_not_called_off(records: Records, mara: str) -> None:
    planned = records.sessions.add(mara, api.Session(TODAY))
    first, second = session(mara), session(mara)
    first.button(key="begin").click().run()
    write(first, SHARED, PRIVATE)
    first.button(key="save-notes").click().run()
    second.button(key=f"call-off-{planned.id}").click().run()
    assert not second.exception
    assert "Someone else saved this session" in second.error[0].value
    [one] = records.sessions.of(mara)
    assert (one.id, one.content.shared, one.content.private) == (planned.id, SHARED, PRIVATE)
    assert one.content.snapshot is not None
    assert "Begun on 1 July 2026" in texts(second), "theirs is shown"
    second.run()
    assert not second.error, "told once"


def test_a_session_that_another_tab_moved_is_not_called_off(records: Records, mara: str) -> None:
    planned = records.sessions.add(mara, api.Session(dt.date(2026, 7, 8)))
    first, second = session(mara), session(mara)
    first.date_input(key=f"move-to-{planned.id}-1").set_value(dt.date(2026, 7, 15))
    first.button(key=f"move-it-{planned.id}").click().run()
    second.button(key=f"call-off-{planned.id}").click().run()
    assert "Someone else saved this session" in second.error[0].value
    assert [s.content.day for s in records.sessions.of(mara)] == [dt.date(2026, 7, 15)]
    second.button(key=f"call-off-{planned.id}").click().run()
    assert not second.error, "seen as it is now, it may go"
    assert records.sessions.of(mara) == ()


def test_a_commitment_that_was_changed_meanwhile_is_not_taken_away(records: Records, mara: str) -> None:
    at = begun(mara)
    step(at, "Agree")
    at.button(key="agree-plan").click().run()
    one = records.commitments.of(mara)[0]
    records.commitments.change(one.id, replace(one.content, when="Mondays"), version=one.version)
    at.button(key=f"drop-{one.id}").click().run()
    assert "Someone else saved this commitment" in at.error[0].value
    assert len(records.commitments.of(mara)) == 3
    at.button(key=f"drop-{one.id}").click().run()
    assert len(records.commitments.of(mara)) == 2


def test_a_member_is_called_by_another_name_and_what_was_typed_stays(records: Records, mara: str) -> None:
    records.save_member("Bo", records.load(mara).found)
    at = session(mara)
    at.text_input(key=f"name-{mara}-1").set_value("Bo")
    at.button(key="rename-member").click().run()
    assert "a member called 'Bo' is there already" in texts(at).replace("\\", "").lower().replace("bo", "Bo")
    at.text_input(key=f"name-{mara}-1").set_value("  Mara   Lind ")
    at.button(key="rename-member").click().run()
    assert at.title[0].value == "Session with Mara Lind"
    assert records.load(mara).name == "Mara Lind"
    # The version moved with it: whatever is kept next is no surprise.
    at.button(key="begin").click().run()
    assert not at.error


def test_two_members_have_a_session_each_on_one_day(records: Records, mara: str, found: api.Imported) -> None:
    bo = records.save_member("Bo", found).id
    at = begun(mara)
    step(at, "Take home")
    at.query_params["member"] = bo
    at.run()
    at.button(key="begin").click().run()
    assert "What was agreed, and whether it was done" in texts(at), "a session begins at its first step"
    at.query_params["member"] = mara
    at.run()
    assert "What they take home" in texts(at), "the one of today, at the step where it was left"
    assert [len(records.sessions.of(one)) for one in (mara, bo)] == [1, 1]


def test_what_was_said_of_one_member_is_not_said_on_anothers_page(
    records: Records, mara: str, found: api.Imported
) -> None:
    bo = records.save_member("Bo", found).id
    at = begun(mara)
    step(at, "Agree")
    at.button(key="hand-agree").click().run()
    assert "Choose what is to be done" in at.error[0].value
    at.switch_page("pages/plan.py").run()
    at.button(key="keep-plan").click().run()
    assert len(at.success) == 1
    at.switch_page("pages/what_if.py").run()
    at.file_uploader[0].set_value(("mine.json", b"{", "application/json")).run()
    assert "not JSON" in at.error[0].value
    at.switch_page("pages/session.py").run()
    at.query_params["member"] = bo
    at.run()
    at.button(key="begin").click().run()
    step(at, "Agree")
    assert not at.error
    for page in ("plan", "what_if"):
        at.switch_page(f"pages/{page}.py").run()
        assert not at.exception
        assert (len(at.success), len(at.error)) == (0, 0), page


def write(at: AppTest, shared: str, private: str) -> None:
    at.text_area[0].set_value(shared)
    at.text_area[1].set_value(private).run()


def test_notes_are_kept_and_the_private_ones_reach_neither_present_nor_homework(records: Records, mara: str) -> None:
    at = begun(mara)
    write(at, SHARED, PRIVATE)
    assert "Not saved yet." in texts(at)
    at.button(key="save-notes").click().run()
    [one] = records.sessions.of(mara)
    assert (one.content.shared, one.content.private) == (SHARED, PRIVATE)
    records.save_member("Somebody Else", records.load(mara).found)
    at.switch_page("pages/present.py").run()
    assert not at.exception
    words = texts(at)
    assert "A good month" in words
    assert "leave her job" not in words
    assert "Somebody Else" not in words
    assert not at.sidebar.children, "nothing stands around it"


def test_whoever_saves_second_is_told_and_nothing_is_written_over(records: Records, mara: str) -> None:
    first = begun(mara)
    second = session(mara)
    write(first, "of the first", "")
    first.button(key="save-notes").click().run()
    write(second, "of the second", "")
    second.button(key="save-notes").click().run()
    assert "Someone else saved this session" in second.error[0].value
    assert "of the first" in texts(second), "theirs is shown"
    assert second.text_area[0].value == "of the second", "and mine is kept"
    assert records.sessions.of(mara)[0].content.shared == "of the first"
    second.button(key="keep-mine").click().run()
    assert records.sessions.of(mara)[0].content.shared == "of the second"
    assert not second.error
    # The first, who typed nothing since, sees what stands now.
    first.run()
    assert first.text_area[0].value == "of the second"


def test_theirs_can_be_taken(records: Records, mara: str) -> None:
    first, second = begun(mara), session(mara)
    write(first, "of the first", "")
    first.button(key="save-notes").click().run()
    write(second, "of the second", "")
    second.button(key="save-notes").click().run()
    second.button(key="take-theirs").click().run()
    assert second.text_area[0].value == "of the first"
    assert not second.error
    assert records.sessions.of(mara)[0].content.shared == "of the first"


def test_the_records_gone_in_the_middle_leave_what_was_typed_and_say_so(
    records: Records, mara: str, tmp_path: Path
) -> None:
    at = begun(mara)
    step(at, "Agree")
    at.button(key="agree-plan").click().run()
    write(at, SHARED, PRIVATE)
    file = tmp_path / "data" / "records.sqlite3"
    kept = file.read_bytes()
    file.write_bytes(b"no database at all" * 100)
    at.button(key="save-notes").click().run()
    assert not at.exception
    assert any(r"is no database\, or is damaged" in e.value for e in at.error)
    assert "Below stands what was known last" in texts(at)
    assert (at.text_area[0].value, at.text_area[1].value) == (SHARED, PRIVATE)
    assert len([b for b in at.button if str(b.key).startswith("drop-")]) == 3, "what was agreed is still shown"
    file.write_bytes(kept)
    at.button(key="save-notes").click().run()
    assert not at.error
    assert records.sessions.of(mara)[0].content.shared == SHARED


def test_another_owners_member_is_not_found(records: Records, tmp_path: Path, found: api.Imported) -> None:
    with closing(api.records(owner="https://id.example somebody")) as theirs:
        id = theirs.save_member("Theirs", found).id
    for page in ("session", "present"):
        at = app(f"pages/{page}.py")
        at.query_params["member"] = id
        at.run()
        assert not at.exception
        assert "there is no such member among your records" in texts(at).lower()
        assert "Theirs" not in texts(at)


def test_two_sessions_are_held_against_each_other(records: Records, mara: str, found: api.Imported) -> None:
    earlier = api.standing_on(found, dt.date(2026, 5, 3))
    records.sessions.add(mara, api.Session(dt.date(2026, 5, 3), snapshot=api.snapshot(earlier)))
    at = begun(mara)
    one, two = (s.content for s in records.sessions.of(mara))
    right = api.held_against(one, two)
    assert plain(right.headline) in texts(at)
    for words in right.words:
        assert plain(words) in texts(at)
    # Since the last session, not since three months ago.
    step(at, "Why it moved")
    moved = api.why(found, dt.date(2026, 5, 3))
    assert moved.direction[1:] in texts(at)
    assert moved.direction.endswith("since 3 May 2026")


def test_a_signal_that_a_file_named_stays_words(records: Records, mara: str, found: api.Imported) -> None:
    lure = "![](http://127.0.0.1:9/x)"
    frozen = api.snapshot(found)
    pillar = frozen["score"]["signals"][0]["pillar"]
    more = {"key": lure, "pillar": pillar, "points": 3.0}
    other = {**frozen, "score": {**frozen["score"], "signals": [*frozen["score"]["signals"], more]}}
    records.sessions.add(mara, api.Session(dt.date(2026, 5, 3), snapshot=other))
    at = begun(mara)
    assert api.held_against(*(s.content for s in records.sessions.of(mara))).change == 0
    assert lure not in texts(at)


def test_the_example_is_one_click_away_from_an_address_that_names_nobody() -> None:
    at = session("nobody-of-that-number")
    assert "there is no such member among your records" in texts(at).lower()
    at.button(key="sample").click().run()
    assert not at.exception
    assert "Invented members" in texts(at)
    assert at.title[0].value.startswith("Session with ")


def test_a_session_in_the_example_keeps_nothing(records: Records, tmp_path: Path) -> None:
    at = app("pages/session.py")
    at.button(key="sample").click().run()
    assert not at.exception
    assert "Invented members" in texts(at)
    at.button(key="begin").click().run()
    assert not at.exception
    assert not (tmp_path / "data").exists()
    at.button(key="end-demo").click().run()
    assert not at.exception
    assert at.button(key="sample")
