"""A level to which chance adds, up to a cap: closed forms against draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.model.capped import capped
from ssi_core.model.score import CURVES

Floats = NDArray[np.float64]


def one(old: float, mean: float, scale: float, cap: float, curve: str) -> tuple[float, float]:
    found = capped(*(np.array([v]) for v in (old, mean, scale, cap)), curve)
    return float(found[0][0]), float(found[1][0])


@pytest.mark.parametrize("curve", list(CURVES))
@pytest.mark.parametrize(
    ("old", "mean", "scale", "cap"),
    [(0, 5, 2, 20), (8, 5, 2, 10), (3, 40, 9, 30), (0, 0.1, 4, 3), (12, 3, 0.5, 100), (0, 200, 20, 150)],
)
def test_mean_and_variance_are_those_of_many_draws(
    curve: str, old: float, mean: float, scale: float, cap: float
) -> None:
    drawn = np.random.default_rng(1).gamma(mean / scale, scale, 400_000)
    share = CURVES[curve]((old + drawn) / cap)
    found = one(old, mean, scale, cap, curve)
    assert found[0] == pytest.approx(share.mean(), abs=2e-3)
    assert found[1] == pytest.approx(share.var(), abs=2e-3)


@pytest.mark.parametrize("curve", list(CURVES))
def test_without_a_new_part_it_is_the_curve_itself(curve: str) -> None:
    old = np.array([0.0, 3.0, 10.0, 25.0])
    share, variance = capped(old, np.zeros(4), np.ones(4), np.full(4, 10.0), curve)
    np.testing.assert_array_equal(share, CURVES[curve](old / 10))
    np.testing.assert_array_equal(variance, 0)


@pytest.mark.parametrize("curve", list(CURVES))
def test_a_new_part_that_is_next_to_nothing_changes_next_to_nothing(curve: str) -> None:
    share, variance = one(3, 1e-9, 2, 10, curve)
    assert share == pytest.approx(float(CURVES[curve](0.3)), abs=1e-9)
    assert variance == pytest.approx(0, abs=1e-9)


@given(
    old=st.floats(0, 20), mean=st.floats(0, 60), more=st.floats(0, 30), scale=st.floats(0.2, 30),
    drift=st.floats(0, 0.5), curve=st.sampled_from(list(CURVES)),
)  # fmt: skip
def test_more_to_come_never_means_less(
    old: float, mean: float, more: float, scale: float, drift: float, curve: str
) -> None:
    # As the projection has it: variance over mean rises with the mean, by the drift's square.
    few, many = (one(old, m, scale + drift**2 * m, 10, curve) for m in (mean, mean + more))
    assert many[0] >= few[0] - 1e-9
    assert 0 <= few[0] <= 1
    assert 0 <= few[1] <= 0.25 + 1e-9
