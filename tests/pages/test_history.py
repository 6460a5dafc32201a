"""The History page: the estimate through time, and official readings pasted, typed and uploaded."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.charts import history
from ssi_core import api
from tests.pages.test_pages import ROOT, app, texts

PAGE = "pages/history.py"
LOG = ROOT / "sample_data" / "official_readings.csv"
# A new account, 2026, in the shape of the page's own data.
DATA = {
    "activeSeat": False,
    "memberScore": {
        "overall": 19.705751,
        "subScores": [
            {"pillar": "STRONG_RELATIONSHIP", "score": 2.6077502}, {"pillar": "PROFESSIONAL_BRAND", "score": 13.118002},
            {"pillar": "INSIGHT_ENGAGEMENT", "score": 0.29999998}, {"pillar": "FIND_RIGHT_PEOPLE", "score": 3.68},
        ],
    },
    "groupScore": [
        {"groupType": "NETWORK", "rank": 81, "score": {"overall": 32.72}},
        {"groupType": "INDUSTRY", "rank": 75, "score": {"overall": 30.99}},
    ],
}  # fmt: skip


def paste(at: AppTest, text: str, day: str = "2026-06-30") -> AppTest:
    at.text_area(key="pasted").set_value(text)
    at.date_input(key="pasted-day").set_value(dt.date.fromisoformat(day))
    return at.button(key="note").click().run()


def against(at: AppTest) -> pd.DataFrame:
    return next(f.value for f in at.dataframe if "Off by" in f.value)


def sidebar(at: AppTest) -> str:
    return " ".join(str(m.value) for m in at.sidebar.markdown)


def test_without_files_it_takes_a_reading_and_offers_the_sample() -> None:
    at = app(PAGE)
    assert not at.exception
    assert at.button(key="sample")
    assert at.text_area(key="pasted")
    assert "linkedin.com/sales/ssi" in texts(at)


def test_page_data_alone_gives_level_ranks_and_the_weakest_pillar() -> None:
    at = paste(app(PAGE), json.dumps(DATA))
    assert not at.exception
    said = str(at.success[0].value)
    for words in ("20 on 30 June 2026", "Engage with insights 0.3", "top 75 % of your industry", "top 81 % of your"):
        assert words in said
    at.switch_page("pages/score.py").run()
    assert not at.exception
    assert at.title[0].value.startswith("Estimated SSI: 20, probably 19\u201320")
    words = texts(at)
    assert "LinkedIn showed 19.7 (" in words
    assert "top 75 % of your industry" in words
    assert "Your weakest pillar: Engage with insights" in words
    assert "on 30 June 2026. Calibrated on one official reading" in words
    # By our own estimate 81 and 84: within 6 points of what the page showed.
    assert "among the top 81 % (76\u201385) of your industry and the top 84 %" in words


def test_the_sample_is_shown_day_by_day() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    found = api.read(api.sample_files())
    result = api.history(found, start=found.as_of - dt.timedelta(days=365))
    assert f"to {result.total[-1]:.1f} on 30 June 2026, at most {result.total.max():.1f}" in texts(at)
    assert all("Off by" not in f.value for f in at.dataframe)  # nothing to compare with


def test_the_pillars_are_shown_day_by_day() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    found = api.read(api.sample_files())
    result = api.history(found, start=found.as_of - dt.timedelta(days=365))
    shown = texts(at)
    for line in result.lines:
        assert line.words in shown
    total, pillars = (chart.proto for chart in at.get("plotly_chart")[:2])
    assert total.alt == history.words(result, [])
    assert pillars.alt == history.pillar_words(result, [])


def test_the_whole_archive_is_a_choice_away_and_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dt.date] = []
    computed = api.history

    def counted(found: api.Imported, *, start: dt.date, **rest: Any) -> api.History:
        asked.append(start)
        return computed(found, start=start, **rest)

    monkeypatch.setattr(api, "history", counted)
    at = app(PAGE)
    at.button(key="sample").click().run()
    choice = at.button_group(key="range")
    assert (choice.value, list(choice.options)) == ("The last year", ["The last year", "Everything"])
    choice.set_value("Everything").run()
    first = api.ranges(api.read(api.sample_files())).whole[0]
    assert asked == [dt.date(2025, 6, 30), first]
    assert "Week by week, from" in texts(at)
    at.button_group(key="range").set_value("The last year").run()
    at.button_group(key="range").set_value("Everything").run()
    assert asked == [dt.date(2025, 6, 30), first]
    # The choice holds on the way to another page and back; another member is computed anew.
    at.switch_page("pages/score.py").run()
    at.switch_page(PAGE).run()
    assert at.button_group(key="range").value == "Everything"
    assert len(asked) == 2
    paste(at, "15 / 7 / 8 / 20 = 50", "2026-06-29")
    assert len(asked) == 3


def test_where_there_is_no_more_than_a_year_there_is_nothing_to_choose(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("signal,value\nconnections,600\n")
    at = app("pages/files.py")
    at.file_uploader[0].set_value([("answers.csv", answers.read_bytes(), "text/csv")]).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    assert not at.button_group
    assert len(at.get("plotly_chart")) == 2


def test_readings_are_held_against_the_estimate_of_their_days() -> None:
    at = app("pages/files.py")
    at.file_uploader[0].set_value(
        [(p.name, p.read_bytes(), "application/octet-stream") for p in (*api.sample_files()[:2], LOG)]
    ).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    expected = api.against_readings(api.read([*api.sample_files()[:2], LOG]))
    shown = against(at)
    np.testing.assert_allclose(shown["Off by"], [a.residual for a in expected])
    np.testing.assert_allclose(shown["Estimate"], [a.calibrated for a in expected])
    np.testing.assert_allclose(shown["Off by, had it not been there"], [a.left_out for a in expected])
    words = texts(at)
    assert "On days it had not seen, the calibrated estimate was off by" in words
    assert "Estimated SSI: 61" in sidebar(at)


def test_a_pasted_reading_moves_the_member_in_view_and_never_another_one() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    assert "Estimated SSI: 65" in sidebar(at)
    paste(at, "15 / 7 / 8 / 20 = 50", "2026-06-29")
    assert "Estimated SSI: 50" in sidebar(at)
    paste(at, "15,5 7,5 8,5 20,5", "2026-06-30")
    assert len(against(at)) == 2
    assert "Estimated SSI: 52" in sidebar(at)
    at.switch_page("pages/files.py").run()
    at.button(key="sample").click().run()
    assert "Estimated SSI: 65" in sidebar(at), "the example is an invented member: it has no readings of mine"


def test_readings_typed_before_the_files_came_calibrate_them_and_go_with_another_persons_files() -> None:
    at = app(PAGE)
    paste(at, "15,5 7,5 8,5 20,5", "2026-06-30")
    at.switch_page("pages/files.py").run()
    mine = [(p.name, p.read_bytes(), "application/octet-stream") for p in api.sample_files()[:1]]
    at.file_uploader[0].set_value(mine).run()
    assert "Calibrated on one official reading" in texts(at.switch_page("pages/score.py").run())
    connections = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,,,C,CEO,05 Mar 2024\n"
    at.switch_page("pages/files.py").run()
    at.file_uploader[0].set_value([("Connections.csv", connections, "text/csv")]).run()
    at.button(key="files-all-the-same").click().run()
    assert "Calibrated" not in texts(at.switch_page("pages/score.py").run())


@pytest.mark.parametrize("text", ["", "hello", "0 0 0 0", "26 / 7 / 8 / 20"])
def test_what_is_no_reading_is_refused_and_the_readings_before_stay(text: str) -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    paste(at, "15 / 7 / 8 / 20 = 50", "2026-06-29")
    paste(at, text)
    assert not at.exception
    assert "The readings before stay" in at.error[0].value
    assert "Estimated SSI: 50" in sidebar(at)


def test_a_break_resets_what_older_readings_say() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    paste(at, "10 / 5 / 5 / 15", "2026-05-01")
    at.checkbox(key="pasted-break").check()
    paste(at, "15 / 7 / 8 / 20 = 50", "2026-06-29")
    assert against(at)["Break"].tolist() == [False, True]


def test_the_table_as_it_stands_is_used_unchanged() -> None:
    at = app(PAGE)
    at.button(key="sample").click().run()
    paste(at, json.dumps(DATA), "2026-06-29")
    before = sidebar(at)
    at.button(key="use-readings").click().run()
    assert not at.exception
    assert not at.error
    assert sidebar(at) == before


def test_page_and_command_line_say_the_same_with_readings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from ssi_core.cli import main

    sample = [str(p) for p in api.sample_files()[:2]]

    def ssi(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main([*arguments])
        return capsys.readouterr().out

    told = json.loads(ssi("score", *sample, "--readings", str(LOG), "--json"))
    last = json.loads(ssi("history", *sample, "--readings", str(LOG), "--json"))["days"][-1]
    assert told["calibrated"]
    assert last["date"] == told["as_of"]
    assert (last["total"], last["p10"], last["p90"]) == pytest.approx((told["total"], *told["interval"]), abs=1e-9)
    assert [last[p["key"]] for p in told["pillars"]] == pytest.approx([p["points"] for p in told["pillars"]], abs=1e-9)

    at = app("pages/files.py")
    at.file_uploader[0].set_value(
        [(Path(p).name, Path(p).read_bytes(), "application/octet-stream") for p in (*sample, LOG)]
    ).run()
    at.switch_page("pages/score.py").run()
    assert at.title[0].value == f"Estimated SSI: {told['total']:.0f}, probably {api.between(told['interval'])}"
    words = texts(at)
    for pillar in told["pillars"]:
        assert f"{pillar['points']:.1f} of 25 ({api.between(pillar['interval'])})" in words
    raw = told["raw"]
    assert f"without, the estimate is {raw['total']:.0f} ({raw['interval'][0]:.0f}" in words
    at.switch_page(PAGE).run()
    assert f"to {last['total']:.1f} on 30 June 2026" in texts(at)
    assert f"probably {last['p10']:.0f}\u2013{last['p90']:.0f}" in texts(at)
