"""Rank from a group's average, against every public rank that the project holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.model.rank import rank

# Total, average of the group, rank shown: MODEL, section 1. Where no average was noted there is no rank to compare.
PUBLIC = [
    (19.705751, 30.99, 75), (19.705751, 32.72, 81), (54.6, 33.75, 5), (54.6, 46.19, 24), (32.81, 29.25, 37),
    (52.603, 35, 10), (52.603, 36, 12), (52.798, 35, 10), (52.798, 36, 12), (52.048, 35, 10), (52.048, 36, 13),
    (52.748, 35, 10), (52.748, 36, 12), (52.648, 34, 9), (52.648, 36, 11),
]  # fmt: skip


@pytest.mark.parametrize(("total", "average", "shown"), PUBLIC)
def test_within_6_points_of_every_public_rank(total: float, average: float, shown: int) -> None:
    assert abs(rank(total, average).top - shown) < 6


def test_off_by_two_points_on_average() -> None:
    assert sum(abs(rank(t, a).top - s) for t, a, s in PUBLIC) / len(PUBLIC) < 2.0


def test_the_average_member_is_in_the_middle_whatever_the_spread() -> None:
    middle = rank(33, 33)
    assert (middle.low, middle.top, middle.high) == pytest.approx((50, 50, 50))
    assert middle.words == "top 50 %"


def test_one_spread_above_the_average_by_hand() -> None:
    # A Normal holds 15.87 % above one SD; with an SD of 11 or 16, 13 points are 1.182 or .8125 of it.
    above = rank(46, 33)
    assert (above.top, above.low, above.high) == pytest.approx((15.87, 11.86, 20.83), abs=0.02)
    assert above.words == "top 16 % (12–21)"


def test_nobody_is_among_the_top_0_percent() -> None:
    assert rank(100, 20).words == "top 1 %"


@given(total=st.floats(0, 100), more=st.floats(0.01, 50), average=st.floats(0, 100))
def test_more_points_never_rank_worse(total: float, more: float, average: float) -> None:
    worse, better = rank(total, average), rank(min(total + more, 100), average)
    assert better.top <= worse.top
    for r in (worse, better):
        assert 0 <= r.low <= r.top <= r.high <= 100
