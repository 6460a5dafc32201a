"""Scenarios compared: the library's words and numbers, and the command line's."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ssi_core import api
from ssi_core.comparison import Compared, Difference
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.options import stems
from ssi_core.projecting import Prospect
from tests.nearly import same_week
from tests.test_cli import Ssi, ssi
from tests.test_projecting import files, ready, sample

__all__ = ["ready", "sample", "ssi"]

ON = dt.date(2026, 12, 29)
TWO: dict[str, dict[str, Any]] = {"Daily comments": {"weekly": {"comment": 21}}, "posts": {"weekly": {"post": 3}}}


@pytest.fixture(scope="module")
def held(ready: Prospect) -> api.Comparison:
    return ready.compare(TWO, ON)


# --------------------------------------------------------------------------------------------------------- the library


def test_every_scenario_is_as_it_is_projected(ready: Prospect, held: api.Comparison) -> None:
    assert [s.name for s in held.scenarios] == ["Daily comments", "posts", "as now", "stop"]
    for name, habits in TWO.items():
        ahead, found = ready.project(habits, 26), held.scenario(name)
        assert same_week(found.end, ahead.end)
        assert (found.weekly, found.minutes) == (ahead.weekly, ahead.minutes)
    assert same_week(held.scenario("as now").end, ahead.as_now[-1])
    assert same_week(held.scenario("stop").end, ahead.stop[-1])
    assert held.scenario("stop").minutes == 0
    assert (held.as_of, held.on) == (dt.date(2026, 6, 30), ON)


def test_every_pair_has_its_difference_either_way(held: api.Comparison) -> None:
    assert len(held.differences) == len(held.words) == 6
    for one in held.scenarios:
        for other in held.scenarios:
            if one is other:
                continue
            found, turned = held.difference(one.name, other.name), held.difference(other.name, one.name)
            assert found.points == pytest.approx(one.end.total - other.end.total, abs=1e-9)
            assert (found.points, found.p10, found.p90) == (-turned.points, -turned.p90, -turned.p10)
            assert found.p10 <= found.points <= found.p90
            assert found.minutes == pytest.approx(one.minutes - other.minutes)
    with pytest.raises(KeyError, match="no difference of 'posts' and 'posts'"):
        held.difference("posts", "posts")


def test_doing_more_can_only_lead_further(held: api.Comparison) -> None:
    assert held.difference("Daily comments").p10 > 0
    assert held.difference("stop").p90 < 0


def test_the_function_the_prospect_and_the_day_given_as_weeks_agree(
    sample: api.Imported, ready: Prospect, held: api.Comparison
) -> None:
    assert api.compare(sample, TWO, ON) == held
    assert api.compare(ready, TWO, None, 26) == held
    assert api.compare(sample, TWO, as_of=dt.date(2026, 3, 31)).on == dt.date(2026, 9, 29)


def test_stopping_begins_when_the_first_of_them_does(ready: Prospect) -> None:
    later = {"a": {"start": "2026-09-01", "weekly": {"comment": 9}}, "b": {"start": "2026-08-01"}}
    found = ready.compare(later, dt.date(2026, 8, 20))
    assert found.scenario("stop").start == dt.date(2026, 8, 1)
    # Until a scenario starts it is going on as now.
    assert found.difference("a").to_dict() == {
        "points": 0.0, "p10": 0.0, "p90": 0.0, "minutes_per_week": pytest.approx(6.0)
    }  # fmt: skip
    assert ready.compare(later, dt.date(2026, 7, 31)).difference("stop").points == 0
    assert found.difference("stop").points < -1


def test_the_same_habits_make_no_difference(ready: Prospect) -> None:
    found = ready.compare({"plain": {}, "spelled out": {"weekly": ready.weekly}}, ON)
    assert found.difference("plain").words == (
        "plain would make no difference to going on as now on 29 December 2026, for as much time"
    )
    assert found.difference("plain", "spelled out").points == 0


def test_minutes_are_the_models(sample: api.Imported) -> None:
    edited = api.Model().with_habits({"comment": {"minutes": 6.0}})
    plain, slow = (api.compare(sample, TWO, ON, model=m) for m in (None, edited))
    twice = {s.name: s.minutes + 3 * s.weekly["comment"] for s in plain.scenarios}
    assert {s.name: s.minutes for s in slow.scenarios} == pytest.approx(twice)


def of(points: float, p10: float, p90: float, minutes: float = 0.0, other: str = "as now") -> Difference:
    week = api.Week(dt.date(2027, 3, 1), 60.0, 50.0, 70.0, {})
    one = Compared("Daily comments", dt.date(2026, 7, 1), week, {}, 100.0 + minutes)
    return Difference(one, replace(one, name=other, minutes=100.0), points, p10, p90)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (of(3.1, 2.0, 4.4, 80), "would be 3.1 points (2.0 to 4.4) above going on as now on 1 March 2027, for 1 h 20 "
                                "min a week more"),
        (of(-3.1, -4.4, -2.0, -80, "posts"), "would be 3.1 points (2.0 to 4.4) below posts on 1 March 2027, for 1 h 20 "
                                             "min a week less"),
        (of(0.8, -0.4, 2.0), "would be 0.8 points above going on as now on 1 March 2027 (between 0.4 below and 2.0 "
                             "above), for as much time"),
        (of(-0.3, -0.9, 0.0, other="stop"), "would be 0.3 points (0.0 to 0.9) below stopping on 1 March 2027, for as "
                                            "much time"),
        (of(0.04, -0.04, 0.04), "would make no difference to going on as now on 1 March 2027, for as much time"),
        (of(0.0, 0.0, 0.6, 20), "would make no difference to going on as now on 1 March 2027 (between the same and 0.6 "
                                "above), for 20 min a week more"),
    ],
)  # fmt: skip
def test_a_difference_is_said_in_plain_words(found: Difference, words: str) -> None:
    assert found.words == f"Daily comments {words}"


def test_the_headline_says_who_leads(held: api.Comparison) -> None:
    best = held.scenario("posts").end
    assert held.headline == (
        f"posts leads furthest: {best.total:.0f} by 29 December 2026, probably {best.p10:.0f}\u2013{best.p90:.0f}; "
        "Daily comments: 69; as now 65; stop 39"
    )


def test_a_frame_and_a_notebooks_view_hold_the_same_numbers(held: api.Comparison) -> None:
    frame = held.to_frame()
    assert list(frame.index) == [s.name for s in held.scenarios]
    assert list(frame.columns) == ["total", "p10", "p90", *PILLAR_KEYS, "minutes", "more", "more_p10", "more_p90"]
    assert frame.loc["posts", "more"] == held.difference("posts").points
    assert frame.loc["as now", "more"] == 0
    assert held.words[0] in held._repr_html_()


REFUSED: dict[str, tuple[Any, dt.date | None, int, str]] = {
    "none": ({}, None, 26, "0 scenarios to compare: give one to 4, by name"),
    "five": ({str(i): {} for i in range(5)}, None, 26, "5 scenarios to compare: give one to 4"),
    "no mapping": ([{}], None, 26, "scenarios to compare: give one to 4, by name"),
    "blank name": ({" ": {}}, None, 26, "a scenario is called ' ': give it a name"),
    "taken name": ({"stop": {}}, None, 26, "a scenario is called 'stop', which is always there"),
    "a habit": ({"mine": {"weekly": {"post": 99}}}, None, 26, "mine: habits: post is 99 a week, at most 7"),
    "today": ({"a": {}}, dt.date(2026, 6, 30), 26, "on 2026-06-30 is not after 2026-06-30, the day .*: give a later"),
    "far off": ({"a": {}}, dt.date(2028, 6, 28), 26, "on 2028-06-28 is more than 104 weeks .* up to 2028-06-27"),
    "weeks": ({"a": {}}, None, 0, "whole number from 1 to 104"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_in_words(ready: Prospect, case: str) -> None:
    scenarios, on, weeks, words = REFUSED[case]
    with pytest.raises(api.IngestError, match=words):
        ready.compare(scenarios, on, weeks)


def test_the_last_day_allowed_is_104_weeks_ahead(ready: Prospect) -> None:
    assert ready.compare({"a": {}}, dt.date(2028, 6, 27)).on == ready.compare({"a": {}}, None, 104).on


def test_several_projections_are_those_of_each_alone(sample: api.Imported, ready: Prospect) -> None:
    several = TWO | {"later": {"start": "2026-08-01", "off": ["2026-08-10"]}, "plain": {}}
    together = api.prospect(sample).project_all(several, 9)
    assert list(together) == list(several)
    for name, habits in several.items():
        assert together[name] == ready.project(habits, 9)
    with pytest.raises(api.IngestError, match="later: habits: start"):
        ready.project_all({"later": {"start": "2020-01-01"}})


# ---------------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    for name, habits in TWO.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(habits))
    return [word for name in TWO for word in ("--habits", f"{name}.json")]


def test_compare_answers_as_the_library_does(ssi: Ssi, two: list[str], held: api.Comparison) -> None:
    said = ssi("compare", *files(), *two, "--on", "2026-12-29", "--json").json
    assert said == json.loads(json.dumps(held.to_dict()))
    assert said["schema"] == 1
    first = said["scenarios"][0]
    assert set(first["weekly"]) == set(HABIT_KEYS)
    assert first["minutes_per_week"] == pytest.approx(sum(h.minutes * first["weekly"][h.key] for h in HABITS))
    assert set(first["against"]) == {"posts", "as now", "stop"}
    assert first["against"]["stop"]["points"] == held.difference("Daily comments", "stop").points


def test_compare_prints_a_line_a_scenario_and_a_sentence_a_pair(
    ssi: Ssi, two: list[str], held: api.Comparison, tmp_path: Path
) -> None:
    said = ssi("compare", *files(), *two, "--weeks", 26)
    assert said.out.startswith(held.headline)
    for words in held.words:
        assert f"{words}." in said.out
    for s in held.scenarios:
        assert f"{s.name:<14}  {s.end.total:5.1f}" in said.out
    assert ssi("compare", *files(), *two, "--out", "answer.txt").out == ""
    assert (tmp_path / "answer.txt").read_text() == said.out


def test_names_are_the_files_own_and_each_is_another() -> None:
    given = [Path("a/mine.json"), Path("b/mine.json"), Path("stop.json"), Path("mine.txt"), Path("as now.json")]
    assert stems(given) == ["mine", "mine 2", "stop 2", "mine 3", "as now 2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "'--habits'"),
        (("--habits", "nowhere.json"), "can't be read"),
        (("--habits", "posts.json", "--on", "soon"), "--on 'soon' is no day: write YYYY-MM-DD"),
        (("--habits", "posts.json", "--on", "2026-06-01"), "give a later day"),
        (("--habits", "posts.json") * 5, "5 scenarios to compare: give one to 4"),
    ],
)
def test_what_can_not_be_used_is_one_line(ssi: Ssi, two: list[str], words: tuple[str, ...], message: str) -> None:
    said = ssi("compare", *files(), *words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert message in said.err
