"""The Playbook page: five strategies, ticks, the right people, the network; and the section of days on History."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import rhythm_view, state
from pages.shared.charts import network, rhythm
from ssi_core import api
from ssi_core.member import Member
from ssi_core.network import Network
from tests.model.members import FIRST, acted, tried
from tests.pages.test_pages import app, texts

PAGE = "pages/playbook.py"


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="module")
def book(found: api.Imported) -> api.Playbook:
    return api.playbook(found)


def opened(page: str = PAGE) -> AppTest:
    at = app(page)
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def test_every_figure_and_step_is_the_cores(book: api.Playbook) -> None:
    at = opened()
    shown = texts(at)
    assert book.balance in shown
    assert book.scale_words in shown
    labels = [e.label for e in at.expander]
    for strategy in book.strategies:
        assert f"**{strategy.label}**: {strategy.points:.1f} of {strategy.max:g} points" in labels
        for said in (*strategy.figures, *strategy.missing_words):
            assert said in shown
        for kind in ("habit", "item", "signal"):
            for step in [s for s in strategy.steps if s.kind == kind][:4]:
                assert step.words in shown


def test_whom_the_member_knows_and_follows(book: api.Playbook) -> None:
    shown = texts(opened())
    assert book.network.words in shown
    assert book.network.follows_words in shown
    assert "the 138 senior connections of the score" in shown


def test_a_tick_counts_in_the_checklist_and_nowhere_else(found: api.Imported) -> None:
    at = opened()
    photo = next(c for c in at.segmented_control if c.label == "Profile photo")
    assert photo.value == "Yes"
    photo.set_value("No").run()
    assert not at.exception
    without = api.with_stated(found, api.Stated(checklist={"photo": False}))
    assert api.score(without).headline in texts(at)
    assert "Fill in: Profile photo: +1.35 points" in texts(at)
    assert "not filled in, you told us" in texts(at)


def test_the_right_people_are_counted_anew_without_reading(found: api.Imported) -> None:
    at = opened()
    at.text_area[0].set_value("buyer\n\n  head of purchasing ")
    at.text_area[1].set_value("")
    at.button(key="use-target").click().run()
    assert not at.exception
    wanted = api.with_target(found, api.Target(("buyer", "head of purchasing")))
    mix, signal = api.network_mix(wanted), signal_of(wanted)
    assert mix.target_words.replace("\u201c", "") in texts(at).replace("\\", "").replace("\u201c", "")
    assert f"In the score: {api.figure(signal, 90)}" in texts(at)
    assert at.text_area[0].value == "buyer\nhead of purchasing"
    at.button(key="vp-target").click().run()
    assert "the rank of vice president or above" in texts(at)
    assert f"In the score: {api.figure(signal_of(found), 90)}" in texts(at)
    assert at.text_area[0].value == ""


def signal_of(found: api.Imported) -> object:
    return next(s for s in api.score(found).signals if s.key == "right_people_added")


def test_words_that_the_user_types_never_become_a_picture() -> None:
    at = opened()
    at.text_area[1].set_value("![x](http://example.com/x.png)")
    at.button(key="use-target").click().run()
    assert not at.exception
    assert "![x](http" not in texts(at)


def test_a_member_known_by_one_reading_alone() -> None:
    at = app("pages/history.py")
    at.text_area(key="pasted").set_value("33")
    at.button(key="note").click().run()
    assert not at.exception
    at.switch_page(PAGE).run()
    assert not at.exception
    shown = texts(at)
    assert "Your weakest pillar is" in shown
    assert "Whom you are looking for counts once Connections.csv" in shown
    assert "No file tells what your connections do: give Connections.csv." in shown


def test_a_member_of_answers_alone() -> None:
    at = app("pages/score.py")
    found = api.read([], stated=api.Stated(answers={"connections": 800.0, "comment": 5.0}))
    at.session_state["ssi_loaded"] = state.Loaded("what you told us", found, api.score(found), None)
    at.switch_page(PAGE).run()
    assert not at.exception
    said = api.playbook(found)
    assert said.balance in texts(at)
    assert "Connections: 800; 1,200 is enough. 10.0 of 15 points, you told us." in texts(at)
    at.switch_page("pages/history.py").run()
    assert not at.exception
    assert "No file tells what you did" in texts(at)


def test_a_file_that_can_not_be_used_leaves_the_member_in_view(book: api.Playbook) -> None:
    at = opened()
    at.switch_page("pages/files.py").run()
    at.file_uploader[0].set_value([("Gizmo.csv", b"Gizmo,Stars\nA,5\n", "text/csv")]).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    assert book.balance in texts(at)


# ------------------------------------------------------------------------------------------------------------- charts


def test_bars_hold_the_cores_counts_and_set_the_seniors_off(book: api.Playbook) -> None:
    mix = book.network
    (bars,) = network.bars(mix.seniority, api.SENIOR).data
    assert list(bars.x) == [p.count for p in reversed(mix.seniority)]
    assert sum(n for n, shape in zip(bars.x, bars.marker.pattern.shape, strict=True) if not shape) == mix.senior
    assert "Manager, head, team lead 670" in network.words(mix.seniority)
    assert "Legal" not in network.words(mix.functions)


def test_companies_of_one_beginning_keep_a_bar_each_and_no_name_is_markup() -> None:
    names = ["A very long company name, first house of it all", "A very long company name, first house of it too",
             "<b>Bold</b> & Sons"]  # fmt: skip
    mix = api.network_mix(Member(network=Network.of([FIRST] * 3, [""] * 3, names)), as_of=dt.date(2026, 2, 1))
    figure = network.bars(mix.companies)
    assert len(set(figure.data[0].y)) == 3
    ticks = figure.layout.yaxis.ticktext
    assert all(len(line) <= 40 for t in ticks for line in t.split("<br>"))
    assert not any("<b>" in t for t in ticks)
    assert "&amp; Sons" in " ".join(ticks)
    assert network.bars(()).data[0].x == ()


def test_strategies_show_points_and_what_is_still_to_be_had(book: api.Playbook) -> None:
    points, room = network.strategies(book).data
    for i, strategy in enumerate(reversed(book.strategies)):
        assert points.x[i] == strategy.points
        assert points.x[i] + room.x[i] == pytest.approx(strategy.max)
    assert "Expand your network 28.2 of 44" in network.strategies_words(book)


def test_the_calendar_hatches_days_in_no_file_and_shades_the_rest() -> None:
    held = Member(acted({"comments_given": [0, 3, 25]}, {"comments_given": [True, True, True]}))
    days = api.rhythm(held, start=dt.date(2025, 12, 31), end=dt.date(2026, 1, 4)).calendar
    shaded, hatched = rhythm.calendar(days).data
    assert list(shaded.z) == [0, 1, 4]
    assert list(shaded.y) == ["Thursday", "Friday", "Saturday"]
    assert [c[1] for c in shaded.customdata] == [0, 3, 25]
    assert list(hatched.y) == ["Wednesday", "Sunday"]
    assert set(shaded.x) == {"2025-12-29"}
    assert list(hatched.customdata) == ["31 December 2025", "4 January 2026"]
    whole = api.rhythm(held, start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 3)).calendar
    assert len(rhythm.calendar(whole).data) == 1


def test_quarters_hold_the_cores_numbers_and_say_where_no_file_is() -> None:
    days = [False] * 80 + [True] * 285
    held = acted({"invitations_sent": [0] * 80 + [1] * 285}, {"invitations_sent": days},
                 trials={"invite_acceptance": tried([85, 100], [90, None])})  # fmt: skip
    quarters = api.rhythm(Member(held), start=dt.date(2025, 12, 1), end=dt.date(2026, 7, 31)).quarters
    figure = rhythm.invitations(quarters)
    _, sent, _, accepted = figure.data
    assert list(sent.y) == [q.invited for q in quarters] == [None, 10, 91, 31]
    assert list(accepted.y) == [None, 1, 0, 0]
    assert list(sent.text) == ["", "10", "91", "31"]
    assert [a.x for a in figure.layout.annotations] == ["2025<br>Q4"]
    hollow = [colour != sent.marker.line.color for colour in sent.marker.color]
    assert hollow[1:] == [True, False, False]
    assert all(v is None for v in rhythm.conversations(quarters).data[1].y)


# -------------------------------------------------------------------------------------------------- the days on History


def test_history_tells_the_days_and_the_quarters(found: api.Imported) -> None:
    shown = texts(opened("pages/history.py"))
    back = dt.timedelta(days=1)
    year = api.rhythm(found, start=found.as_of - rhythm_view.CALENDAR_DAYS * back)
    longer = api.rhythm(found, start=found.as_of - rhythm_view.QUARTER_DAYS * back)
    assert year.calendar.words in shown
    assert longer.funnel_words in shown
    assert len(longer.quarters) == 8
    for quarter in longer.quarters:
        assert quarter.words in shown
