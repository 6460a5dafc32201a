"""Whole actions laid out over weeks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.timetable import timetable

MINUTES = np.array([h.minutes for h in HABITS])
NOTE, INVITE, POST, ARTICLE = (HABIT_KEYS.index(key) for key in ("personal_note", "invite", "post", "article"))


@given(
    actions=st.lists(st.integers(0, 300), min_size=len(HABITS), max_size=len(HABITS)), days=st.integers(1, 400),
    window=st.integers(30, 180),
)  # fmt: skip
def test_all_of_it_is_laid_out_evenly(actions: list[int], days: int, window: int) -> None:
    wanted = np.array(actions)
    wanted[NOTE] = min(wanted[NOTE], wanted[INVITE])
    laid, inside = timetable(wanted, MINUTES, days, window)
    assert laid.shape == (math.ceil(days / 7), len(HABITS))
    np.testing.assert_array_equal(laid.sum(0), wanted)
    assert (laid >= 0).all()
    assert (laid[:, NOTE] <= laid[:, INVITE]).all()
    plain = np.arange(len(HABITS)) != NOTE
    whole = laid[: days // 7, plain]
    if len(whole):
        assert (np.ptp(whole, axis=0) <= 1).all()
        assert (whole.max(0) <= np.ceil(wanted[plain] * 7 / days)).all()
    share = wanted * min(1.0, window / days)
    assert (np.abs(inside - share)[plain] <= 0.5 + 1e-6).all()


def test_weeks_weigh_much_the_same() -> None:
    actions = np.zeros(len(HABITS), np.int64)
    actions[[POST, ARTICLE]] = 8, 4
    laid, _ = timetable(actions, MINUTES, 12 * 7, 90)
    # Twelve weeks hold four articles and eight posts without any two in one.
    assert ((laid @ MINUTES) <= 120).all()
    assert (laid.sum(1) == 1).all()


@pytest.mark.parametrize("days", [1, 6, 7, 8])
def test_a_short_plan_has_a_short_last_week(days: int) -> None:
    actions = np.full(len(HABITS), 3)
    laid, inside = timetable(actions, MINUTES, days, 90)
    assert len(laid) == (1 if days <= 7 else 2)
    np.testing.assert_array_equal(inside, actions)
