"""The projection asked some weeks ago: it sees nothing that came later, and what it said is held against today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssi_core import api
from ssi_core.member import Member, Stated, day_of
from tests.model.members import FIRST, acted
from tests.model.test_whatif import _READINGS, LAST, busy


def test_it_is_the_projection_of_the_archive_cut_at_that_day() -> None:
    member = replace(busy(), readings=_READINGS)
    told = api.backtest(member)
    assert told is not None
    day = LAST - 56
    assert told.stood == day_of(day)
    cut = replace(member, activity=member.activity.until(day), readings=())
    assert told.said == api.project(cut, {}, 8, as_of=day_of(day)).points[-1]
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
