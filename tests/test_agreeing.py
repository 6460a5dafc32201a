"""What can be agreed on, from a plan or from what was tried."""

from __future__ import annotations

import datetime as dt

import pytest

from ssi_core import api

START = dt.date(2026, 7, 2)


@pytest.fixture(scope="module")
def prospect() -> api.Prospect:
    return api.prospect(api.read(api.sample_files()))


def test_habits_of_a_pillar_are_those_that_move_a_signal_of_it(prospect: api.Prospect) -> None:
    engage = {row.key for row in api.feeding(prospect.habits, "engage")}
    signals = {s.key for s in api.SIGNALS if s.pillar == "engage"}
    assert {"comments_given", "reactions_given"} <= signals
    assert {"comment", "react"} <= engage
    assert "search" not in engage, "people are searched for in Find the right people"
    # Every habit but a note on an invitation, which feeds nothing by itself, stands under some pillar.
    everywhere = {row.key for pillar in api.PILLARS for row in api.feeding(prospect.habits, pillar)}
    assert everywhere == {h.key for h in api.HABITS if h.feeds or h.brings}


def test_the_three_that_take_most_beyond_now_in_whole_actions(prospect: api.Prospect) -> None:
    own = {row.key: row.as_now for row in prospect.habits}
    # Beyond now: 2 posts take 60 min, 10 comments 30, 30 reactions 9, and 4 searches 8.
    weekly = {"post": own["post"] + 2, "comment": own["comment"] + 10, "react": own["react"] + 30,
              "search": own["search"] + 4, "message": own["message"]}  # fmt: skip
    made = api.from_weekly(weekly, prospect.habits, START)
    assert [c.habit for c in made] == ["post", "comment", "react"]
    assert [c.weekly for c in made] == [max(1, round(weekly[c.habit])) for c in made]
    assert {(c.start, c.until) for c in made} == {(START, dt.date(2026, 7, 29))}, "28 days, both ends counted"
    assert [c.habit for c in api.from_weekly(weekly, prospect.habits, START, room=1)] == ["post"]
    assert api.from_weekly(weekly, prospect.habits, START, room=0) == ()
    assert api.from_weekly(weekly, prospect.habits, START, room=-1) == ()


def test_what_is_done_already_is_nothing_to_agree_on(prospect: api.Prospect) -> None:
    assert api.from_weekly({row.key: row.as_now for row in prospect.habits}, prospect.habits, START) == ()


@pytest.mark.parametrize(
    ("habit", "weekly", "words"),
    [("comment", 10.0, "10 comments a week"), ("post", 1.0, "1 post a week"), ("post", 2.5, "2.5 posts a week"),
     ("article", 0.25, "1 article every 4 weeks"), ("active_day", 3.0, "3 active days a week")],
)  # fmt: skip
def test_a_commitment_in_words(habit: str, weekly: float, words: str) -> None:
    assert api.pace(api.Commitment(habit, weekly, START, START)) == words


def test_less_than_one_a_week_is_agreed_as_one_every_so_many_weeks(prospect: api.Prospect) -> None:
    own = {row.key: row.as_now for row in prospect.habits}
    assert own["article"] < 0.27
    [made] = api.from_weekly({"article": 0.27}, prospect.habits, START)
    assert made.weekly == 0.25, "0.27 a week is one every 3.7 weeks, said as every 4"
    assert api.pace(made) == "1 article every 4 weeks"
    assert api.from_weekly({"article": 0.2}, prospect.habits, START) == (), "once in 5 weeks, and these are 4"


def test_room_for_three() -> None:
    assert [api.room_left(range(n)) for n in (0, 2, 3, 5)] == [3, 1, 0, 0]
