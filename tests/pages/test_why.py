"""The Why page: two days, the steps between them, and what leaves next, with the numbers of the core."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.charts import leaving, waterfall
from ssi_core import api
from tests.pages.test_pages import ROOT, app, texts

PAGE = "pages/why.py"
LOG = ROOT / "sample_data" / "official_readings.csv"


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read(api.sample_files())


def opened(paths: list[Path]) -> AppTest:
    """The page with these files in view."""
    at = app("pages/files.py")
    at.file_uploader[0].set_value([(p.name, p.read_bytes(), "application/octet-stream") for p in paths]).run()
    return at.switch_page(PAGE).run()


def dates(at: AppTest) -> tuple[dt.date, dt.date]:
    first, last = at.date_input
    return first.value, last.value


def shows(at: AppTest, why: api.Why) -> bool:
    shown = texts(at)
    told = (why.direction[1:], why.reasons[1:], waterfall.words(why))
    return all(words in shown for words in told)


def charts(at: AppTest) -> list[str]:
    return [chart.proto.alt for chart in at.get("plotly_chart")]


def test_without_a_member_it_says_what_it_takes_and_offers_the_sample() -> None:
    at = app(PAGE)
    assert not at.exception
    assert at.button(key="sample").label == "Show me an example"
    assert "LinkedIn export" in texts(at)
    assert not at.date_input


def test_the_sample_is_compared_with_90_days_before(found: api.Imported) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    assert not at.exception
    assert dates(at) == (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    why, ahead = api.why(found, dt.date(2026, 4, 1)), api.ahead(found)
    assert shows(at, why)
    assert charts(at) == [waterfall.words(why), leaving.words(ahead)]
    table = at.dataframe[0].value
    assert list(table["signal"]) == list(why.to_frame()["signal"])
    for column in ("came in", "aged out", "stock", "change"):
        assert table[column].fillna(0).tolist() == why.to_frame()[column].tolist()
    shown = texts(at)
    assert ahead.words in shown
    assert leaving.caption(ahead) in shown
    for day in ahead.dearest():
        assert day.words[1:] in shown
    for signal in ahead.costly:
        assert f"**{signal.label}**: {signal.cost_words}" in shown
    assert ahead.still_words in shown


def test_other_days_give_other_numbers_and_are_kept(found: api.Imported) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.date_input[0].set_value(dt.date(2025, 9, 1)).run()
    at.date_input[1].set_value(dt.date(2026, 1, 15)).run()
    assert not at.exception
    assert shows(at, api.why(found, dt.date(2025, 9, 1), dt.date(2026, 1, 15)))
    # What leaves next is told from the day that was read for.
    assert api.ahead(found).words in texts(at)


def test_days_in_the_wrong_order_are_refused_and_the_last_ones_stay(found: api.Imported) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.date_input[0].set_value(dt.date(2026, 5, 1)).run()
    at.date_input[1].set_value(dt.date(2026, 4, 1)).run()
    assert not at.exception
    said = at.error[0].value
    assert "From 2026-05-01 to 2026-04-01 ends before it starts: swap the days" in said
    assert "1 May 2026 to 30 June 2026" in said
    assert shows(at, api.why(found, dt.date(2026, 5, 1)))
    at.date_input[0].set_value(dt.date(2026, 3, 1)).run()
    assert not at.error
    assert shows(at, api.why(found, dt.date(2026, 3, 1), dt.date(2026, 4, 1)))


def test_readings_move_what_no_signal_explains() -> None:
    paths = [*api.sample_files()[:2], LOG]
    at = opened(paths)
    assert not at.exception
    why = api.why(api.read(paths), dt.date(2026, 4, 1))
    assert why.calibrated
    assert shows(at, why)
    assert "unexplained" in at.dataframe[0].value["signal"].tolist()


def test_an_edited_model_is_the_one_that_is_explained(found: api.Imported) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    edited = api.Model.edited({}, window=60)
    at.session_state["ssi_model"] = edited
    at.run()
    assert shows(at, api.why(found, dt.date(2026, 4, 1), model=edited))
    assert api.ahead(found, model=edited).words in texts(at)


def test_a_member_of_answers_alone_is_told_that_nothing_bears_a_date(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("signal,value\nconnections,600\ncomment,3\n")
    at = opened([answers])
    assert not at.exception
    assert not at.get("plotly_chart")
    assert "Nothing that is known here bears a date" in at.info[0].value
    assert "Unchanged since" in texts(at)
    assert "nothing is known to leave the window" in texts(at)


def test_a_member_known_by_readings_alone_is_told_so_in_words() -> None:
    at = opened([LOG])
    assert not at.exception
    assert not at.get("plotly_chart")
    assert "are what your official readings say of these days" in at.info[0].value


def test_of_readings_alone_it_begins_with_the_first_of_them(tmp_path: Path) -> None:
    log = tmp_path / "readings.csv"
    log.write_text("Date,Brand,Find,Engage,Relationships\n2026-06-01,10,9,8,15\n2026-06-29,11,9,9,15\n")
    at = opened([log])
    assert [field.value for field in at.date_input] == [dt.date(2026, 6, 1), dt.date(2026, 6, 29)]
    assert "since 1 June 2026" in texts(at)


def test_a_weekly_log_alone_has_steps(tmp_path: Path) -> None:
    log = tmp_path / "weekly_log.csv"
    log.write_text("week,habit,actions\n2026-03-02,comment,5\n2026-05-04,comment,30\n")
    at = opened([log])
    assert not at.exception
    assert not at.info


def test_the_same_day_twice_moves_nothing() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    at.date_input[0].set_value(dt.date(2026, 6, 30)).run()
    assert not at.exception
    assert "Unchanged since 30 June 2026" in texts(at)
    assert "nothing moved." in texts(at)


# -------------------------------------------------------------------------------------------------------------- charts


def test_the_waterfall_walks_from_the_first_total_to_the_last(found: api.Imported) -> None:
    why = api.why(found, dt.date(2026, 4, 1))
    _, up, down, totals = waterfall.bars(why).data
    assert list(totals.x) == [why.start_total, why.end_total]
    steps = {s.label.lower(): s for s in why.top() if s.points}
    bars = [(y.lower(), x, base) for bar in (up, down) for y, x, base in zip(bar.y, bar.x, bar.base, strict=True)]
    assert len(bars) == len(steps)
    for name, points, base in bars:
        assert (points, base) == (steps[name].points, steps[name].before)
    assert all(x > 0 for x in up.x)
    assert all(x < 0 for x in down.x)
    assert up.marker.pattern.shape != down.marker.pattern.shape  # never colour alone
    assert sum(x for _, x, _ in bars) == pytest.approx(why.change)
    low, high = waterfall.bars(why).layout.xaxis.range
    assert low < min(s.after for s in steps.values()) <= max(s.after for s in steps.values()) < high
    words = waterfall.words(why)
    assert f"From {why.start_total:.1f} on 1 April 2026 to {why.end_total:.1f} on 30 June 2026" in words
    for step in steps.values():
        assert f"{step.label} {api.signed(step.points)}" in words


def test_bars_of_what_leaves_are_the_days_points(found: api.Imported) -> None:
    ahead = api.ahead(found)
    down, up = leaving.bars(ahead).data
    assert [*down.y, *up.y] == [d.points for d in ahead.days]
    assert list(down.x) == [d.day.isoformat() for d in ahead.days]
    words = leaving.words(ahead)
    assert ahead.words in words
    for day in ahead.dearest(1):
        assert f"{api.signed(day.points)} on {api.spoken(day.day)}" in words
