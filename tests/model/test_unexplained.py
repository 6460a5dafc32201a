"""What the model leaves out: its covariance in time, and draws that keep to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.model.unexplained import covariance, paths

BRAND, FIND = PILLAR_KEYS.index("brand"), PILLAR_KEYS.index("find")
SIZE = 4000


def days(*numbers: int) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)


def test_of_one_day_it_is_an_offset_of_1_5_points_and_a_part_that_wanders() -> None:
    own = covariance([100], [100])
    assert own.shape == (4, 4)
    assert np.diag(own) == pytest.approx([1.5**2 + sd**2 for sd in (0.6, 0.7, 0.5, 0.3)])
    assert own[BRAND, FIND] == pytest.approx(0.3 * 0.6 * 0.7)  # the offsets of two pillars are independent


@pytest.mark.parametrize(("apart", "left"), [(0, 1.0), (91, math.exp(-1)), (-91, math.exp(-1)), (10_000, 0.0)])
def test_the_part_that_wanders_is_forgotten_within_months_and_the_offset_never(apart: int, left: float) -> None:
    cross = covariance([500], [500 + apart])
    assert cross[BRAND, BRAND] == pytest.approx(1.5**2 + 0.36 * left)
    assert cross[BRAND, FIND] == pytest.approx(0.3 * 0.42 * left)


def test_a_break_starts_both_anew_on_its_own_day() -> None:
    assert (covariance([99], [100], [100]) == 0).all()
    assert (covariance([100], [150], [100]) == covariance([100], [150])).all()
    assert (covariance([99], [98], [100]) == covariance([99], [98])).all()
    assert (covariance([90], [130], [100, 120]) == 0).all()


def test_days_by_pillars_lie_side_by_side() -> None:
    whole = covariance([10, 40, 90], [10, 60])
    assert whole.shape == (12, 8)
    np.testing.assert_array_equal(whole[4:8, 4:8], covariance([40], [60]))


def test_draws_keep_to_the_covariance_on_the_days_given_and_on_others() -> None:
    given, others = days(100, 130, 200), days(90, 140, 400)
    held = paths(given, (150,), SIZE, 1)
    assert held.drawn.shape == (SIZE, 12)
    whole = np.concatenate((held.drawn, np.moveaxis(held.on(others), 1, 0).reshape(SIZE, -1)), axis=1)
    found = np.cov(whole.T)
    wanted = covariance(np.r_[given, others], np.r_[given, others], (150,))
    # Two other days know of each other through the given ones alone, so only what touches a given day is held to.
    error = 4 * np.sqrt(2 / SIZE) * 2.7
    np.testing.assert_allclose(found[:12], wanted[:12], atol=error)
    for i in range(3):
        own = slice(12 + 4 * i, 16 + 4 * i)
        np.testing.assert_allclose(found[own, own], wanted[own, own], atol=error)


def test_on_a_given_day_it_is_what_was_drawn_for_it() -> None:
    held = paths(days(100, 130), (), SIZE, 1)
    np.testing.assert_allclose(held.on(days(130))[0], held.drawn[:, 4:], atol=1e-3)


def test_a_day_does_not_depend_on_the_days_asked_with_it() -> None:
    held = paths(days(100, 130), (115,), 50, 1)
    many = days(80, 110, 131, 500)
    for i, day in enumerate(many):
        np.testing.assert_allclose(held.on(many)[i], held.on(days(day))[0], atol=1e-12)


def test_a_day_added_at_the_end_leaves_the_others_alone() -> None:
    few, more = (paths(days(*d), (), 50, 1) for d in ((100, 130), (100, 130, 160)))
    np.testing.assert_allclose(more.drawn[:, :8], few.drawn, atol=1e-6)


def test_without_given_days_every_day_is_drawn_by_itself() -> None:
    drawn = paths(days(), (), SIZE, 1).on(days(1, 1000))
    assert drawn.shape == (2, SIZE, 4)
    np.testing.assert_allclose(np.cov(drawn[1].T), covariance([1], [1]), atol=4 * np.sqrt(2 / SIZE) * 2.7)
    np.testing.assert_array_equal(drawn[0], drawn[1])


def test_the_seed_makes_the_draws() -> None:
    one, again, other = (paths(days(5), (), 10, seed).drawn for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
