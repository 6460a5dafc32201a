"""What an activity holds of a stretch of days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import Activity
from ssi_core.model.stretch import Stretch, over
from tests.model.members import FIRST, acted, activities


def test_days_without_a_file_are_not_idle_days() -> None:
    held = acted({"a": [1, 2, 0, 4]}, {"a": [True, True, False, True]})
    assert over(held, ["a"], FIRST, FIRST + 3) == Stretch(7, 3, 4)
    assert over(held, ["a"], FIRST + 1, FIRST + 2) == Stretch(2, 1, 2)
    assert over(held, ["a"], FIRST + 2, FIRST + 2) is None
    assert over(held, ["b"], FIRST, FIRST + 3) is None
    assert over(held, ["a"], FIRST + 3, FIRST) is None


def test_days_before_the_archive_are_idle_where_the_file_goes_back_to_the_start() -> None:
    back = acted({"a": [1]}, from_the_start=frozenset({"a"}))
    assert over(back, ["a"], FIRST - 5, FIRST) == Stretch(1, 6, 6)
    assert over(back, ["a"], FIRST - 9, FIRST - 5) == Stretch(0, 5, 5)
    assert over(acted({"a": [1]}), ["a"], FIRST - 5, FIRST) == Stretch(1, 1, 6)
    assert over(back, ["a"], FIRST + 1, FIRST + 5) is None


def test_several_inputs_are_taken_together() -> None:
    held = acted({"a": [1, 0], "b": [0, 5]}, {"a": [True, False], "b": [False, True]})
    assert over(held, ["a", "b", "c"], FIRST, FIRST + 1) == Stretch(6, 2, 2)


def test_below_half_of_the_days_nothing_is_scaled() -> None:
    assert Stretch(6, 3, 6).scaled == 12
    assert Stretch(6, 2, 6).scaled is None
    assert Stretch(6, 6, 6).scaled == 6
    assert (Stretch(6, 6, 6).whole, Stretch(6, 5, 6).whole) == (True, False)


def test_corrections_never_make_less_than_nothing() -> None:
    assert over(acted({"a": [-3, 1]}), ["a"], FIRST, FIRST + 1) == Stretch(0, 2, 2)


@given(held=activities(), first=st.integers(-40, 300), size=st.integers(1, 120))
def test_a_stretch_is_the_days_in_it_one_by_one(held: Activity, first: int, size: int) -> None:
    for name, series in held.counts.items():
        total, covered = 0.0, 0
        for i in range(first, first + size):
            if 0 <= i < held.days and held.covered[name][i]:
                total, covered = total + series[i], covered + 1
            covered += i < 0 and name in held.from_the_start
        found = over(held, [name], FIRST + first, FIRST + first + size - 1)
        assert found == (Stretch(pytest.approx(total), covered, size) if covered else None)
    assert over(Activity(FIRST, {}, {}), ["a"], FIRST, FIRST) is None
