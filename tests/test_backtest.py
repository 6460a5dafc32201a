"""The projection asked some weeks ago: it sees nothing that came later, and what it said is held against today."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from ssi_core import api
from ssi_core.member import Member, Stated, day_of
from tests.model.members import FIRST, acted
from tests.model.test_whatif import _READINGS, LAST, busy
from tests.nearly import same_week
from tests.test_cli import Ssi, ssi
from tests.test_projecting import files

__all__ = ["ssi"]


def test_it_is_the_projection_of_the_archive_cut_at_that_day() -> None:
    member = replace(busy(), readings=_READINGS)
    told = api.backtest(member)
    assert told is not None
    day = LAST - 56
    assert told.stood == day_of(day)
    cut = replace(member, activity=member.activity.until(day), readings=())
    assert same_week(told.said, api.project(cut, {}, 8, as_of=day_of(day)).points[-1])
    assert told.said.date == day_of(LAST)
    assert told.total == pytest.approx(api.score(member).total, abs=1e-9)


def test_weeks_and_day_can_be_asked_for() -> None:
    told = api.backtest(busy(), weeks=4, as_of=day_of(LAST - 10))
    assert told is not None
    assert (told.stood, told.said.date) == (day_of(LAST - 38), day_of(LAST - 10))


def test_words_hold_both_numbers_and_whether_the_band_held() -> None:
    told = api.backtest(api.read(api.sample_files()))
    assert told is not None
    assert told.held
    assert told.words.startswith("Asked on 5 May 2026, going on as then would have made ")
    assert told.words.endswith(f"by 30 June 2026; the estimate is {told.total:.0f}, inside the band")
    missed = replace(told, total=told.said.p90 + 1)
    assert missed.words.endswith("outside the band, which one in five should be")


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(Member(stated=Stated(answers={"comment": 3.0})), id="answers"),
        pytest.param(Member(acted({"comments_given": [1.0] * 100}), last_day=FIRST + 99), id="too short"),
    ],
)
def test_without_habits_to_be_seen_there_is_nothing_to_say(member: Member) -> None:
    assert api.backtest(member) is None


# -------------------------------------------------------------------------------------------------- many looks back


def test_each_look_back_is_the_backtest_of_the_archive_cut_at_the_day_it_foretells() -> None:
    member = replace(busy(), readings=_READINGS)
    told = api.backtest(member)
    assert told is not None
    # A year of files: from 13 weeks in, every four weeks, up to eight weeks before the end.
    assert [look.stood for look in told.looks] == [day_of(LAST - 56 - 28 * i) for i in reversed(range(8))]
    assert told.looks[-1] == replace(told, looks=())
    for look in told.looks:
        day = look.said.date
        until = LAST - (told.said.date - day).days
        cut = replace(
            member, activity=member.activity.until(until), readings=tuple(r for r in _READINGS if r.day <= until)
        )
        alone = api.backtest(cut, as_of=day)
        assert alone is not None
        assert (alone.stood, alone.said) == (look.stood, look.said)
        assert alone.total == pytest.approx(look.total, abs=1e-9)
        assert look.looks == ()


def test_no_look_back_stands_where_there_were_no_habits_to_go_on_with() -> None:
    # Three years: idle for one, active for one, idle for one.
    comments = np.concatenate((np.zeros(364), np.ones(364), np.zeros(364)))
    told = api.backtest(Member(acted({"comments_given": list(comments)}), last_day=FIRST + 1091))
    assert told is not None
    stood = [(look.stood - day_of(FIRST)).days for look in told.looks]
    # The last 13 weeks before the last look hold the last act of day 727; two years of looks begin on day 335.
    assert told.stood == day_of(FIRST + 1035)
    assert stood == [n for n in range(1035 - 28 * 25, 1036, 28) if 364 + 90 <= n < 728 + 91]
    assert len(stood) == 13


def test_at_most_two_years_of_looks_back_are_taken() -> None:
    told = api.backtest(Member(acted({"comments_given": [1.0] * 1600}), last_day=FIRST + 1599), weeks=4)
    assert told is not None
    assert len(told.looks) == 26
    assert told.separate == 26


def looks(number: int, missed: int, weeks: int = 8) -> api.Backtest:
    """Looks back every four weeks from 4 March 2025 on, of which the first few missed."""
    first = dt.date(2025, 3, 4)

    def one(i: int) -> api.Backtest:
        stood = first + dt.timedelta(weeks=4 * i)
        week = api.Week(stood + dt.timedelta(weeks=weeks), 60.0, 55.0, 65.0, {})
        return api.Backtest(stood, week, 54.0 if i < missed else 60.0)

    all_of_them = tuple(one(i) for i in range(number))
    return replace(all_of_them[-1], looks=all_of_them)


def test_how_often_the_band_held_is_said_with_how_little_that_says() -> None:
    # Fourteen looks of eight weeks, four apart, span 60 weeks: seven fit beside each other. Of seven, Wilson's 80 %
    # interval around 12 of 14 is (.857 + .117 -+ 1.2816 sqrt(.0175 + .0084)) / 1.235 = .62 to .96.
    told = looks(14, 2)
    assert told.separate == 7
    assert told.coverage == pytest.approx(12 / 14)
    assert told.coverage_range == pytest.approx((0.622, 0.956), abs=1e-3)
    assert told.coverage_words == (
        "Over 14 such looks back since March 2025 the band held in 12 (86%), and four in five is what it promises. "
        "They overlap, so they tell as much as 7 separate ones: anything from 62% to 96% in the long run would fit them"
    )


def test_looks_that_do_not_overlap_are_only_few() -> None:
    told = looks(5, 0, weeks=4)
    assert (told.separate, told.coverage) == (5, 1.0)
    # All of five: (1 + .164 -+ .164) / 1.329.
    assert told.coverage_range == pytest.approx((0.753, 1.0), abs=1e-3)
    assert told.coverage_words is not None
    assert "held in 5 (100%)" in told.coverage_words
    assert "They are few: anything from 75% to 100%" in told.coverage_words


@pytest.mark.parametrize("number", [1, 2])
def test_of_too_few_looks_nothing_is_said(number: int) -> None:
    told = looks(number, 0)
    assert (told.coverage, told.coverage_range, told.coverage_words) == (None, None, None)
    assert looks(3, 1).coverage_words is not None


# ---------------------------------------------------------------------------------------------------- the command line


def test_project_says_how_well_it_would_have_told(ssi: Ssi) -> None:
    told = api.backtest(api.read(api.sample_files()))
    assert told is not None
    said = ssi("project", *files(), "--weeks", 1, "--backtest")
    assert f"  {told.words}.\n  {told.coverage_words}.\n" in said.out
    answer = ssi("project", *files(), "--weeks", 1, "--backtest", "--json").json["backtest"]
    assert answer == json.loads(json.dumps(told.to_dict()))
    assert len(answer["looks"]) == 22
    assert answer["coverage"] == sum(look["held"] for look in answer["looks"]) / 22
    assert "backtest" not in ssi("project", *files(), "--weeks", 1, "--json").json


def test_project_says_that_there_is_nothing_to_look_back_from(ssi: Ssi) -> None:
    with open("answers.csv", "w") as out:
        out.write("signal,value\ncomment,3\n")
    assert "Too few dated days" in ssi("project", "answers.csv", "--weeks", 1, "--backtest").out
    assert ssi("project", "answers.csv", "--weeks", 1, "--backtest", "--json").json["backtest"] is None
