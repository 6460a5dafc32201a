"""Answers against files."""

from __future__ import annotations

import datetime as dt

import pytest

from ssi_core import api
from ssi_core.heard import COUNTED, heard
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.signals import INDEX

NINETY = "".join(f"2026-01-{d:02d} 09:00:00,https://example.com/{d},Hello\n" for d in range(1, 23))
#: 23 comments in the 90 days to 31 March: 23 x 7 / 90 = 1.789 a week.
COMMENTS = ("Comments.csv", ("Date,Link,Message\n" + NINETY + "2026-03-31 09:00:00,https://example.com/x,Hi\n").encode())
CONNECTIONS = (
    "Connections.csv",
    b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    + b"".join(b"A,B%d,https://www.linkedin.com/in/b%d,,C,CEO,05 Mar 2024\n" % (i, i) for i in range(40)),
)
DAY = dt.date(2026, 3, 31)


def said(**answers: float) -> api.Imported:
    return api.read([COMMENTS, CONNECTIONS], as_of=DAY, stated=api.Stated(answers=answers))


def test_a_habit_is_held_against_the_files_week_by_week() -> None:
    (held,) = heard(said(comment=5))
    assert held.shown == pytest.approx(23 * 7 / 90)
    assert held.words == "you said 5 comments a week; your files show 1.8"


def test_a_stock_is_held_against_the_files_and_the_furthest_off_comes_first() -> None:
    first, second = heard(said(connections=50, comment=5))
    assert (first.key, second.key) == ("comment", "connections")
    assert second.words == "Connections: you said 50; your files show 40"


def test_where_no_file_speaks_there_is_nothing_to_hold_it_against() -> None:
    assert heard(said(search=5, active_groups=3, invite=10)) == ()
    assert heard(api.read([], stated=api.Stated(answers={"comment": 5}))) == ()


def test_a_typed_level_that_overrules_the_files_is_told_beside_them() -> None:
    found = api.read([COMMENTS], as_of=DAY, stated=api.Stated(signals={"comments_given": 100}))
    (held,) = heard(found)
    assert (held.said, held.shown) == (100, 23)


def test_every_habit_that_counts_by_itself_can_be_held_against_a_file() -> None:
    assert set(COUNTED) <= set(HABIT_KEYS)
    assert {signal for _, signal in COUNTED.values()} <= set(INDEX)
    for habit in HABITS:
        if habit.key in COUNTED:
            assert COUNTED[habit.key][1] in habit.feeds


def test_ssi_read_says_it_too() -> None:
    from ssi_core import text

    assert "you said 5 comments a week; your files show 1.8" in text.ledger(said(comment=5))
