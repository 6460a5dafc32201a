"""What is kept with a member of the records: what was typed since, scenarios, plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ssi_core import api
from ssi_core.store.records import Records
from tests.pages.test_pages import app, texts


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    with closing(api.records()) as opened:
        yield opened


@pytest.fixture
def mara(records: Records) -> str:
    return records.save_member("Mara", api.read(api.sample_files())).id


def opened(member: str, page: str) -> AppTest:
    """A page with a member of the records in view, as one comes to it by way of Session."""
    at = app("pages/session.py")
    at.query_params["member"] = member
    at.run()
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def test_a_scenario_is_kept_under_its_name_and_opened_again(records: Records, mara: str) -> None:
    at = opened(mara, "what_if")
    slider = next(s for s in at.slider if s.label.startswith("Comment on a post"))
    slider.set_value(20.0).run()
    at.button(key="keep-scenario").click().run()
    assert not at.exception
    [one] = records.scenarios.of(mara)
    assert (one.content.name, dict(one.content.habits)) == ("Scenario 1", {"weekly": {"comment": 20.0}})
    # Kept again under the same name, it takes its own place.
    next(s for s in at.slider if s.label.startswith("Comment on a post")).set_value(30.0).run()
    at.button(key="keep-scenario").click().run()
    [one] = records.scenarios.of(mara)
    assert one.content.habits["weekly"] == {"comment": 30.0}

    fresh = opened(mara, "what_if")
    fresh.button(key="open-scenarios").click().run()
    right = api.project(records.load(mara).found, {"weekly": {"comment": 30.0}})
    assert right.headline in texts(fresh)
    fresh.button(key="drop-scenarios").click().run()
    assert records.scenarios.of(mara) == ()
    assert not [b for b in fresh.button if b.key == "open-scenarios"]


def test_what_was_kept_anew_in_another_tab_is_not_taken_away(records: Records, mara: str) -> None:
    held = records.scenarios.add(mara, api.KeptScenario("More", {"weekly": {"comment": 20.0}}))
    at = opened(mara, "what_if")
    other = api.KeptScenario("More", {"weekly": {"comment": 30.0}})
    records.scenarios.change(held.id, other, version=held.version)
    at.button(key="drop-scenarios").click().run()
    assert not at.exception
    assert "Someone else saved this scenario" in at.error[0].value
    assert [s.content for s in records.scenarios.of(mara)] == [other]
    at.button(key="drop-scenarios").click().run()
    assert records.scenarios.of(mara) == ()


def test_a_plan_is_kept_by_what_it_was_asked_and_opened_again(records: Records, mara: str) -> None:
    at = opened(mara, "plan")
    at.number_input[0].set_value(75.0).run()
    at.date_input[0].set_value(dt.date(2026, 12, 29)).run()
    at.button(key="keep-plan").click().run()
    assert not at.exception
    [one] = records.plans.of(mara)
    assert one.content.name == "Plan to 75 by 29 December 2026"
    assert dict(one.content.request) == {"target": 75.0, "by": "2026-12-29", "hours": None, "without": []}

    fresh = opened(mara, "plan")
    right = api.plan(records.load(mara).found, target=75.0, by=dt.date(2026, 12, 29))
    assert right.headline not in texts(fresh)
    fresh.button(key="open-plans").click().run()
    assert not fresh.exception
    assert right.headline in texts(fresh)
    assert fresh.number_input[0].value == 75.0


def test_what_was_typed_of_a_kept_member_is_kept_by_a_button_and_told_until_then(records: Records, mara: str) -> None:
    at = opened(mara, "profile")
    assert not [b for b in at.button if b.key == "keep-changes"]
    before = records.load(mara)
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    assert "not kept yet" in texts(at)
    assert records.load(mara).version == before.version
    at.button(key="keep-changes").click().run()
    assert not at.exception
    held = records.load(mara)
    assert "active_groups" in held.found.member.stated.signals
    assert "active_groups" not in before.found.member.stated.signals
    assert held.version == before.version + 1
    assert not [b for b in at.button if b.key == "keep-changes"]


def test_changes_that_somebody_else_was_faster_with_are_refused_and_stay(records: Records, mara: str) -> None:
    at = opened(mara, "score")
    at.session_state["ssi_stated"] = api.Stated(seat=True)
    at.run()
    held = records.load(mara)
    records.save(mara, api.with_stated(held.found, api.Stated(signals={"active_groups": 4.0})), version=held.version)
    at.button(key="keep-changes").click().run()
    assert "Someone else saved" in texts(at)
    assert at.session_state["ssi_stated"].seat is True
    assert records.load(mara).found.member.stated.seat is None, "nothing was written over"
    at.button(key="open-anew").click().run()
    assert not at.exception
    assert not [b for b in at.button if b.key == "keep-changes"]


def test_nothing_of_it_is_offered_where_nobody_is_kept() -> None:
    at = app("pages/plan.py")
    at.button(key="sample").click().run()
    assert not [b for b in at.button if b.key in ("keep-plan", "keep-changes")]
    assert at.button(key="forget").label == "Close and forget"


@pytest.mark.parametrize("by", ["2026-05-01", "2028-07-01"])
def test_a_plan_by_a_day_that_is_out_of_reach_by_now_opens_with_another_day_and_says_so(
    records: Records, mara: str, by: str
) -> None:
    # The sample ends on 30 June 2026: 104 weeks on is 27 June 2028, half a year of 26 weeks on is 29 December 2026.
    records.plans.add(mara, api.PlanRequest("Old", {"target": 75.0, "by": by, "hours": None, "without": []}))
    at = opened(mara, "plan")
    at.button(key="open-plans").click().run()
    assert not at.exception
    assert at.date_input[0].value == dt.date(2026, 12, 29)
    assert at.number_input[0].value == 75.0
    [info] = [i.value for i in at.info]
    assert f"asked for by {api.spoken(dt.date.fromisoformat(by))}" in info
    assert "a day from 1 July 2026 to 27 June 2028" in info
    at.date_input[0].set_value(dt.date(2026, 9, 1)).run()
    assert not at.info


def test_a_plan_asked_for_before_newer_files_came_is_none_of_a_day_that_has_passed(records: Records, mara: str) -> None:
    at = app("pages/session.py")
    at.query_params["member"] = mara
    at.run()
    at.session_state["ssi_plan"] = {
        "goal": 0, "target": 75.0, "by": dt.date(2026, 6, 30), "hours": None, "without": [],
    }  # fmt: skip
    at.switch_page("pages/plan.py").run()
    assert not at.exception
    assert at.date_input[0].value == dt.date(2026, 12, 29)
    assert "asked for by 30 June 2026" in at.info[0].value


PLAN_BY = {"by": "2026-12-29"}


def test_kept_scenarios_with_odd_content_are_refused_in_words(records: Records, mara: str) -> None:
    odd = ("abc", {"comment": "x"}, {"comment": 10**400}, {"zzz": 1})
    for number, weekly in enumerate(odd):
        records.scenarios.add(mara, api.KeptScenario(f"Odd {number}", {"weekly": weekly}))
    at = opened(mara, "what_if")
    box = next(s for s in at.selectbox if s.key == "kept-scenarios")
    before = texts(at)
    assert len(box.options) == len(odd)
    for name in box.options:
        next(s for s in at.selectbox if s.key == "kept-scenarios").select(name).run()
        at.button(key="open-scenarios").click().run()
        assert not at.exception
        assert any(f"{name} can\\'t be opened" in e.value for e in at.error), name
    at.switch_page("pages/what_if.py").run()
    assert at.header[0].value in before, "what was tried before stands"


def test_kept_plans_with_odd_content_are_refused_in_words(records: Records, mara: str) -> None:
    odd = ({"target": "abc"}, {"target": 70, "without": ["zzz"]}, {"target": 70, "hours": "x"}, {})
    for number, one in enumerate(odd):
        records.plans.add(mara, api.PlanRequest(f"Odd {number}", {**PLAN_BY, **one}))
    at = opened(mara, "plan")
    before = at.header[0].value
    names = next(s for s in at.selectbox if s.key == "kept-plans").options
    assert len(names) == len(odd)
    for name in names:
        next(s for s in at.selectbox if s.key == "kept-plans").select(name).run()
        at.button(key="open-plans").click().run()
        assert not at.exception
        assert any(f"{name} can\\'t be opened" in e.value for e in at.error), name
        assert at.header[0].value == before


def test_a_kept_plan_of_whole_numbers_and_of_fewer_words_opens(records: Records, mara: str) -> None:
    records.plans.add(mara, api.PlanRequest("Whole", {**PLAN_BY, "target": 75, "hours": 9}))
    at = opened(mara, "plan")
    at.button(key="open-plans").click().run()
    assert not at.exception
    assert [n.value for n in at.number_input[:2]] == [75.0, 9.0]
    right = api.plan(records.load(mara).found, target=75.0, by=dt.date(2026, 12, 29), hours=9.0)
    assert at.header[0].value == right.headline


def test_minutes_that_a_kept_plan_counts_with_are_used_told_kept_again_and_dropped(records: Records, mara: str) -> None:
    by, minutes = dt.date(2026, 12, 29), {"comment": 30.0}
    records.plans.add(mara, api.PlanRequest("Slow", {**PLAN_BY, "target": 75, "minutes": minutes}))
    found = records.load(mara).found
    plain = api.plan(found, target=75.0, by=by)
    slow = api.plan(found, target=75.0, by=by, minutes=minutes)
    assert slow.headline != plain.headline
    at = opened(mara, "plan")
    at.button(key="open-plans").click().run()
    assert not at.exception
    assert at.header[0].value == slow.headline
    assert "comment on a post 30 min" in texts(at)
    at.button(key="keep-plan").click().run()
    assert not at.exception
    again = next(p.content for p in records.plans.of(mara) if p.content.name != "Slow")
    assert dict(again.request) == {
        "target": 75.0, "by": "2026-12-29", "hours": None, "without": [], "minutes": minutes,
    }  # fmt: skip
    at.button(key="drop-minutes").click().run()
    assert not at.exception
    assert at.header[0].value == plain.headline
    assert not [b for b in at.button if b.key == "drop-minutes"]


def test_what_is_kept_comes_back_once_the_records_answer_again(
    records: Records, mara: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.plans.add(mara, api.PlanRequest("Mine", {**PLAN_BY, "target": 75.0}))
    at = opened(mara, "plan")
    monkeypatch.setenv("SSI_DATABASE_URL", "postgresql://127.0.0.1:1/x")
    at.run()
    assert any("does not answer" in e.value for e in at.error)
    monkeypatch.delenv("SSI_DATABASE_URL")
    at.run()
    assert not at.error
    assert next(s for s in at.selectbox if s.key == "kept-plans").options == ["Mine"]


# ---------------------------------------------------------------------------------- newer files beside what was typed


def typed_and_newer_files(mara: str) -> AppTest:
    at = opened(mara, "profile")
    next(w for w in at.toggle if w.label == "Set it myself: Active groups").set_value(True).run()
    at.switch_page("pages/session.py").run()
    [newest] = [one for one in at.file_uploader if one.key.startswith("newest-")]
    newest.set_value([(file.name, file.read_bytes(), "") for file in api.later_sample_files()]).run()
    assert not at.exception
    return at


def test_newer_files_take_nothing_away_that_was_typed_and_not_kept_yet(records: Records, mara: str) -> None:
    before = records.load(mara)
    at = typed_and_newer_files(mara)
    held = records.load(mara)
    assert held.found.as_of > before.found.as_of
    assert "active_groups" in held.found.member.stated.signals
    assert "not kept yet" not in texts(at)
    assert "What you had typed is kept too." in at.success[0].value
    assert api.score(held.found).headline in texts(at)


def test_newer_files_that_are_refused_leave_what_was_typed_to_be_kept(
    records: Records, mara: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def full(*args: object, **given: object) -> None:
            raise api.RecordsError("the disk is full: make room")

        patch.setattr(Records, "add_import", full)
        at = typed_and_newer_files(mara)
        assert any("he disk is full" in e.value for e in at.error)
    assert "active_groups" in at.session_state["ssi_stated"].signals
    at.button(key="keep-changes").click().run()
    assert not at.error, "nobody else saved meanwhile"
    assert "active_groups" in records.load(mara).found.member.stated.signals
