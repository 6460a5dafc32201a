"""Reports from the pages: the file is the library's of the same, and tells nothing that the page holds back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared.team_state import Crew
from ssi_core import api
from tests.pages.test_pages import app, texts
from tests.report.samples import Page, logo, page_numbers_gone, squeezed

Buttons = dict[str, tuple[Callable[[], bytes], str]]


@pytest.fixture
def buttons(monkeypatch: pytest.MonkeyPatch) -> Buttons:
    """What the download buttons of the last runs give: by key, what makes the file, and the file's name."""
    held: Buttons = {}
    draw = st.download_button

    def download_button(label: str, data: Any, file_name: str, *more: Any, key: str, **options: Any) -> bool:
        held[key] = (data, file_name)
        assert options["on_click"] == "ignore"
        return draw(label, data, file_name, *more, key=key, **options)

    monkeypatch.setattr(st, "download_button", download_button)
    return held


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read(api.sample_files())


def pressed(buttons: Buttons, key: str) -> bytes:
    # As Streamlit does: on a thread without a session.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", None)
        return buttons[key][0]()


def scored() -> AppTest:
    at = app("pages/score.py")
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def field(at: AppTest, label: str) -> Any:
    return next(w for w in (*at.text_input, *at.date_input, *at.file_uploader, *at.checkbox) if w.label == label)


def put(at: AppTest, label: str, value: Any) -> None:
    field(at, label).set_value(value).run()
    assert not at.exception


# ------------------------------------------------------------------------------------------------------- the member


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_file_of_the_score_page_is_the_librarys(buttons: Buttons, found: api.Imported, form: str) -> None:
    scored()
    right = api.report_file(api.report(found, name=found.ledger.owner or ""), form)
    assert pressed(buttons, f"report-{form}") == right
    assert buttons[f"report-{form}"][1] == f"report-2026-06-30.{form}"


def test_what_is_asked_for_is_in_it_and_the_coach_is_said_once(buttons: Buttons, found: api.Imported) -> None:
    at, since = scored(), dt.date(2026, 2, 1)
    assert field(at, "Whom it is about").value == found.ledger.owner
    assert field(at, "What moved since").value == found.as_of - dt.timedelta(days=api.DAYS_BACK)
    put(at, "Whom it is about", "Mara <b>")
    put(at, "Your own name", "Zoë")
    put(at, "What moved since", since)
    put(at, "Your logo (PNG or JPEG)", ("mine.jpg", logo(form="JPEG"), "image/jpeg"))
    given = {"coach": "Zoë", "logo": logo(form="JPEG")}
    right = api.report(found, name="Mara <b>", since=since, **given)
    assert pressed(buttons, "report-html") == api.report_file(right, "html")
    # The same coach gives the report on a team.
    at.switch_page("pages/team.py").run()
    at.button(key="sample").click().run()
    assert not at.exception
    assert field(at, "Your own name").value == "Zoë"
    people = api.invented_team()
    rows = api.programme_rows(people)
    told = api.programme_report(rows.before, rows.after, key=rows.key, levels=rows.levels, **given)
    assert pressed(buttons, "programme-html") == api.report_file(told, "html")
    at.button(key="programme-no-logo").click().run()
    put(at, "Your own name", "Zoë C.")
    at.switch_page("pages/score.py").run()
    right = api.report(found, name=found.ledger.owner or "", coach="Zoë C.")
    assert pressed(buttons, "report-html") == api.report_file(right, "html")


def test_a_logo_that_can_not_be_used_is_refused_in_words_and_left_out(buttons: Buttons, found: api.Imported) -> None:
    at = scored()
    put(at, "Your logo (PNG or JPEG)", ("mine.png", logo(), "image/png"))
    assert at.button(key="report-no-logo")
    put(at, "Your logo (PNG or JPEG)", ("my_logo.png", b"<svg onload='alert(1)'/>", "image/png"))
    assert at.error[0].value.replace("\\", "").startswith("my_logo.png is an SVG, which may carry scripts")
    right = api.report_file(api.report(found, name=found.ledger.owner or ""), "html")
    assert pressed(buttons, "report-html") == right
    put(at, "Your logo (PNG or JPEG)", None)
    assert not at.error


def test_the_plan_goes_along_where_one_was_asked_for(buttons: Buttons, found: api.Imported) -> None:
    at = scored()
    assert "With the plan" not in [c.label for c in at.checkbox]
    at.switch_page("pages/plan.py").run()
    assert not at.exception
    wanted = at.session_state["ssi_plan"]
    at.switch_page("pages/score.py").run()
    name = found.ledger.owner or ""
    assert pressed(buttons, "report-html") == api.report_file(api.report(found, name=name), "html")
    put(at, "With the plan", True)
    plan = api.plan(found, target=wanted["target"], by=wanted["by"])
    right = api.report_file(api.report(found, name=name, plan=plan), "html")
    assert pressed(buttons, "report-html") == right
    at.session_state["ssi_plan"] = {**wanted, "by": found.as_of}
    at.run()
    assert not at.exception
    assert "By 2026-06-30 is not after 2026-06-30" in at.error[0].value.replace("\\", "")
    assert pressed(buttons, "report-html") == api.report_file(api.report(found, name=name), "html")


def test_another_member_gets_their_own_name(buttons: Buttons) -> None:
    page = (
        "from pages.shared import report_download, state\n"
        "import streamlit as st\n"
        "state.loaded() or state.open_sample()\n"
        "who = st.text_input('Kept', 'Ada', key='kept')\n"
        "report_download.member(state.loaded(), name=who)\n"
    )
    at = AppTest.from_string(page, default_timeout=30).run()
    put(at, "Whom it is about", "Ada L.")
    put(at, "Kept", "Bo")
    assert field(at, "Whom it is about").value == "Bo"
    assert squeezed("Ada") not in Page(pressed(buttons, "report-html").decode()).text


WITH_ALL = """
import datetime as dt
from pages.shared import report_download, state
from ssi_core import api
state.loaded() or state.open_sample()
loaded = state.loaded()
report_download.member(
    loaded, notes={notes}, name="Mara", key="session",
    commitments=[api.Agreed("comment", 5, dt.date(2026, 5, 1), dt.date(2026, 7, 31), "kept")],
    sessions=[api.Held(dt.date(2026, 5, 1), shared="We began."), api.Held(dt.date(2026, 6, 30))],
    plan=loaded.planner.plan(target=70, by=dt.date(2026, 12, 29)),
)
"""


def test_all_that_is_passed_is_in_it_and_it_tells_since_the_last_session(
    buttons: Buttons, found: api.Imported
) -> None:
    at = AppTest.from_string(WITH_ALL.format(notes="'Shared words.'"), default_timeout=30).run()
    assert not at.exception
    given: dict[str, Any] = {
        "notes": "Shared words.", "name": "Mara", "since": dt.date(2026, 5, 1),
        "commitments": [api.Agreed("comment", 5, dt.date(2026, 5, 1), dt.date(2026, 7, 31), "kept")],
        "sessions": [api.Held(dt.date(2026, 5, 1), shared="We began."), api.Held(dt.date(2026, 6, 30))],
    }  # fmt: skip
    plan = api.plan(found, target=70, by=dt.date(2026, 12, 29))
    right = api.report_file(api.report(found, plan=plan, **given), "html")
    assert pressed(buttons, "session-html") == right
    put(at, "With the plan", False)
    assert pressed(buttons, "session-html") == api.report_file(api.report(found, **given), "html")


def test_notes_that_are_too_long_are_refused_in_words(buttons: Buttons) -> None:
    at = AppTest.from_string(WITH_ALL.format(notes="'x' * 100_001"), default_timeout=30).run()
    assert not at.exception
    assert "The notes have 100,001 characters" in at.error[0].value.replace("\\", "")
    assert not buttons


def test_whoever_has_no_dates_is_not_asked_for_one(buttons: Buttons) -> None:
    page = (
        "from pages.shared import report_download, state\nfrom ssi_core import api\n"
        "state.use_stated(api.Stated(answers={'connections': 500.0}))\n"
        "report_download.member(state.loaded())\n"
    )
    at = AppTest.from_string(page, default_timeout=30).run()
    assert not at.exception
    assert not at.date_input
    right = api.report(api.read([], stated=api.Stated(answers={"connections": 500.0})))
    assert pressed(buttons, "report-html") == api.report_file(right, "html")


def test_of_readings_alone_it_tells_since_the_last_session_as_the_session_does(buttons: Buttons) -> None:
    page = (
        "import datetime as dt\nfrom pages.shared import report_download, state\nfrom ssi_core import api\n"
        "log = [api.Reading(api.day_number(dt.date(2026, 6, d)), total=40.0 + d) for d in (1, 10, 29)]\n"
        "state.use_readings(log)\n"
        "met = [api.Held(dt.date(2026, 6, d)) for d in (5, 12, 29)]\n"
        "report_download.member(state.loaded(), sessions=met)\n"
    )
    at = AppTest.from_string(page, default_timeout=30).run()
    assert not at.exception
    assert not at.date_input
    assert "What moved since 12 June 2026" in pressed(buttons, "report-html").decode()


# --------------------------------------------------------------------------------------------------------- the team


def team(people: list[api.Somebody], kind: str = "aggregate", consents: dict[str, dt.date] | None = None) -> AppTest:
    at = app("pages/team.py")
    at.session_state["ssi_team"] = Crew("mine", tuple(people), consents=consents or {})
    at.run()
    at.radio[0].set_value(kind).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_file_of_the_team_page_is_the_librarys_and_names_nobody(buttons: Buttons, form: str) -> None:
    at = app("pages/team.py")
    at.button(key="sample").click().run()
    put(at, "What the programme is called", "Spring")
    people = api.invented_team()
    rows = api.programme_rows(people)
    right = api.programme_report(rows.before, rows.after, key=rows.key, levels=rows.levels, title="Spring")
    data = pressed(buttons, f"programme-{form}")
    assert data == api.report_file(right, form)
    text = Page(data.decode()).text if form == "html" else page_numbers_gone(data)
    assert not [p.name for p in people if squeezed(p.name) in text or squeezed(p.group) in text]


def test_the_file_keeps_back_what_the_page_keeps_back(buttons: Buttons) -> None:
    # Of nine both days are known; how they lay would tell of the tenth, who is new.
    people = api.invented_team()[:10]
    people[9] = replace(people[9], before=None)
    at = team(people)
    found = api.cohort_of(people)
    step = found.progress["total"]
    assert step.before is None
    assert api.step_words("total", step, 9) in texts(at).replace("\\", "")
    text = Page(pressed(buttons, "programme-html").decode()).text
    everything = api.cohort_of(people, api.Sight("everything")).progress
    assert f"{step.rose}of9" in text
    for seen in everything.values():
        assert seen.before is not None
        assert seen.after is not None
        for lay in (seen.before, seen.after):
            assert squeezed(f"{lay.median:.1f} ({lay.low:.1f}\u2013{lay.high:.1f})") not in text
    assert "howtheylaybeforeandafterisheldback" in text.lower()
    # To whoever is alone with files of their own the page tells it, and so does the file.
    at.radio[0].set_value("everything").run()
    lay = everything["total"].before
    assert lay is not None
    text = Page(pressed(buttons, "programme-html").decode()).text
    assert squeezed(f"{lay.median:.1f} ({lay.low:.1f}\u2013{lay.high:.1f})") in text


def test_where_the_page_tells_nothing_there_is_no_file(buttons: Buttons) -> None:
    people = api.invented_team()
    new = [replace(one, before=None) for one in people[4:12]]
    for some, kind, consents in (
        (people[:4], "aggregate", None),
        ([*people[:4], *new], "aggregate", None),
        (people[:9], "named", {one.name: dt.date(2026, 5, 1) for one in people[:5]}),
    ):
        at = team(some, kind, consents)
        buttons.clear()
        at.run()
        assert not api.cohort_of(some, api.Sight(kind), consents=consents).progress  # type: ignore[arg-type]
        assert not {key for key in buttons if key.startswith("programme")}
        assert "A report on how far they came" not in [e.label for e in at.expander]


def test_four_of_ones_own_are_on_the_page_and_in_no_file(buttons: Buttons) -> None:
    people = api.invented_team()[:4]
    at = team(people, "everything")
    assert api.cohort_of(people, api.Sight("everything")).progress
    assert "It takes 5 people who are known on both days" in texts(at)
    buttons.clear()
    at.run()
    assert not {key for key in buttons if key.startswith("programme")}
