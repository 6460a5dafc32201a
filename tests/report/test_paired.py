"""The interval of paired differences holds what it promises, and is what a count over all pairs gives."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.report.paired import LEFT_OUT, _rank, shift

values = st.lists(st.floats(-100, 100, allow_nan=False), min_size=5, max_size=40)


def averages(x: np.ndarray) -> np.ndarray:
    return np.sort([(a + b) / 2 for a, b in itertools.combinations_with_replacement(x, 2)])


@given(values)
def test_it_is_the_count_over_all_pairs(x: list[float]) -> None:
    found, walsh = shift(np.array(x)), averages(np.array(x))
    k = _rank(len(x))
    assert found.estimate == pytest.approx(np.median(walsh), abs=1e-9)
    assert found.interval == pytest.approx((walsh[k - 1], walsh[len(walsh) - k]), abs=1e-9)
    assert found.low <= found.estimate + 1e-9
    assert found.estimate <= found.high + 1e-9


@pytest.mark.parametrize("n", range(5, 13))
def test_the_rank_is_that_of_all_signs(n: int) -> None:
    sums = np.array([sum(r for r, up in zip(range(1, n + 1), ups, strict=True) if up)
                     for ups in itertools.product((0, 1), repeat=n)])  # fmt: skip
    k = _rank(n)
    assert 2 * (sums < k).mean() <= LEFT_OUT
    assert 2 * (sums < k + 1).mean() > LEFT_OUT
    assert k > 1  # the smallest and the largest difference are nobody's to see


def test_many_people_go_on_where_few_end() -> None:
    assert abs(_rank(61) - _rank(60)) < 40
    x = np.random.default_rng(0).normal(3, 2, 5000)
    found = shift(x)
    assert found.low < 3.05
    assert found.high > 2.95
    assert found.high - found.low < 0.2


def test_it_holds_as_often_as_it_promises() -> None:
    rng = np.random.default_rng(1)
    held = [s.low <= 1 <= s.high for s in (shift(1 + rng.standard_t(3, 9)) for _ in range(600))]
    assert 0.77 <= np.mean(held) <= 0.9


def test_fewer_than_five_are_refused() -> None:
    with pytest.raises(ValueError, match="4 pairs"):
        shift(np.zeros(4))
