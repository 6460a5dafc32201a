"""What official readings say, figure by figure."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ssi_core.member import Reading
from ssi_core.model.observations import observations
from ssi_core.model.signals import PILLAR_KEYS


def test_four_pillars_of_a_day_are_four_figures_and_their_total_says_nothing_more() -> None:
    seen = observations([Reading(50, 52.6, dict(zip(PILLAR_KEYS, (20.973, 6.38, 10.25, 15.0), strict=True)))])
    np.testing.assert_array_equal(seen.days, [50])
    np.testing.assert_array_equal(seen.values, [20.973, 6.38, 10.25, 15.0])
    np.testing.assert_array_equal(seen.rows, np.eye(4))
    assert seen.sd == pytest.approx([0.15] * 4)


def test_a_total_alone_observes_the_sum_and_a_rounded_one_less_surely() -> None:
    # The page's total jitters by .3 from day to day; rounding to a whole number adds sqrt(1/12) = .29.
    seen = observations([Reading(60, 48.0), Reading(50, 47.25)])
    np.testing.assert_array_equal(seen.values, [47.25, 48])
    np.testing.assert_array_equal(seen.rows, [[1] * 4 + [0] * 4, [0] * 4 + [1] * 4])
    assert seen.sd == pytest.approx([0.3, 0.416], abs=0.001)


def test_a_total_beside_some_pillars_tells_of_the_others() -> None:
    seen = observations([Reading(60, 48.5, {"find": 6.0})])
    np.testing.assert_array_equal(seen.values, [6, 48.5])
    np.testing.assert_array_equal(seen.rows, [[0, 1, 0, 0], [1, 1, 1, 1]])
    np.testing.assert_array_equal(seen.reading, [0, 0])


def test_pillars_noted_in_whole_points_are_rounded_ones() -> None:
    seen = observations([Reading(60, 48.0, dict(zip(PILLAR_KEYS, (20.0, 6.0, 7.0, 15.0), strict=True)))])
    assert seen.sd == pytest.approx([math.sqrt(0.15**2 + 1 / 12)] * 4)


def test_two_readings_of_one_day_are_two_readings() -> None:
    seen = observations([Reading(60, 48.0), Reading(60, 49.0)])
    np.testing.assert_array_equal(seen.days, [60])
    np.testing.assert_array_equal(seen.reading, [0, 1])


def test_a_row_that_only_marks_a_break_is_no_figure() -> None:
    seen = observations([Reading(60, 48.0), Reading(70, None, breaks=True)])
    assert seen.breaks == (70,)
    np.testing.assert_array_equal(seen.days, [60])
