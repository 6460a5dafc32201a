"""Small programmes by hand and at random: the solver against every possible plan, and against a greedy one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.model.programme import Evenness, Lines, Liveliness, Notes, Programme
from ssi_core.model.solver import GAP_MINUTES, GAP_POINTS, Solver

Floats = NDArray[np.float64]


def capped(slope: float, cap: float) -> Lines:
    """Points that rise with a level up to a cap."""
    return Lines(np.array([slope, 0.0]), np.array([0.0, cap]))


def small(
    minutes: list[float], feeds: list[list[float]], lines: list[Lines | None], most: int, **rest: object
) -> Programme:
    """A programme of one pillar."""
    return Programme(
        np.array(minutes), np.full(len(minutes), most), np.array(feeds), lines, np.zeros(len(lines), np.int64),
        np.zeros(1), **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def every(one: Programme) -> NDArray[np.int64]:
    """Every plan there is."""
    return np.array(list(itertools.product(*(range(int(n) + 1) for n in one.most))))


def greedy(one: Programme, target: float) -> NDArray[np.int64] | None:
    """Always the action that brings most points a minute; None where no action brings any before the target."""
    actions, each = np.zeros(len(one.minutes), np.int64), np.eye(len(one.minutes), dtype=np.int64)
    while one.points(actions) < target - 1e-9:
        more = actions + each
        gain = np.where(one.allows(more), (one.points(more) - one.points(actions)) / one.minutes, -1.0)
        if gain.max() <= 1e-12:
            return None
        actions = more[int(np.argmax(gain))]
    return actions


# ------------------------------------------------------------------------------------------------------------- by hand


def test_the_counterexample_to_greed() -> None:
    # MODEL, section 5. A gives 1.5 points a minute on s1, whose cap is 1; B gives .5 on s1 and .9 on s3, whose cap is
    # 1.8. Greed takes A first (1.5 against 1.4 a minute) until s1 is full, after 2/3 of a minute, and then needs B for
    # 2 minutes more: 2.67. B alone fills both in 2 minutes: 1 + 1.8 = 2.8. In sixtieths of a minute:
    tick = 1 / 60
    one = small([tick, tick], [[1.5 * tick, 0], [0.5 * tick, 0.9 * tick]], [capped(1, 1), capped(1, 1.8)], 600)
    eager = greedy(one, 2.8)
    assert eager is not None
    assert one.takes(eager) == pytest.approx(2 + 2 / 3, abs=tick)
    found = Solver(one).cheapest(2.8)
    assert found is not None
    np.testing.assert_array_equal(found, [0, 120])
    assert one.takes(found) == pytest.approx(2.0)


def test_out_of_reach_is_no_plan() -> None:
    one = small([1, 2], [[1, 0], [0, 1]], [capped(1, 3), capped(1, 4)], 10)
    np.testing.assert_array_equal(Solver(one).cheapest(7), [3, 4])
    assert Solver(one).cheapest(7.1) is None
    assert Solver(one).cheapest(7, minutes=10.9) is None
    np.testing.assert_array_equal(Solver(one).cheapest(7, minutes=11), [3, 4])


def test_the_most_for_some_minutes() -> None:
    one = small([1, 2], [[1, 0], [0, 3]], [capped(1, 3), capped(1, 4)], 10)
    np.testing.assert_array_equal(Solver(one).richest(2), [0, 1])
    np.testing.assert_array_equal(Solver(one).richest(0.5), [0, 0])
    assert one.points(Solver(one).richest(100)) == pytest.approx(7)


def test_a_pillar_is_full_at_its_cap() -> None:
    one = small([1, 5], [[1, 0], [0, 1]], [capped(1, 30), capped(1, 30)], 30)
    assert one.points(np.array([30, 30])) == 25
    np.testing.assert_array_equal(Solver(one).cheapest(25), [25, 0])
    assert Solver(one).cheapest(25.5) is None


def test_a_pillar_below_nought_counts_nought() -> None:
    # A reading may pull a pillar down so far that the first actions only bring it back to 0.
    one = Programme(
        np.array([1.0, 1.0]), np.array([20, 20]), np.eye(2), [capped(1, 20), capped(0.5, 20)], np.array([0, 1]),
        np.array([-3.0, 2.0]),
    )  # fmt: skip
    assert one.points(np.zeros(2)) == pytest.approx(2)
    np.testing.assert_array_equal(Solver(one).cheapest(2), [0, 0])
    np.testing.assert_array_equal(Solver(one).cheapest(4), [0, 4])  # before the first would bring anything
    np.testing.assert_array_equal(Solver(one).cheapest(12), [13, 0])
    for target in (2.5, 6, 12, 20, 28):
        found = Solver(one).cheapest(target)
        enough = [a for a in every(one) if one.points(a) >= target - 1e-9]
        assert found is not None
        assert one.takes(found) == min(one.takes(a) for a in enough)


def test_a_note_needs_an_invitation_and_the_first_ones_change_nothing() -> None:
    one = small(
        [2, 1], [[0, 0], [0, 0.1]], [capped(1, 5), capped(1, 5)], 8, notes=Notes(note=0, invite=1, free=2.5, fed=0)
    )
    assert one.points(np.array([2, 2])) == pytest.approx(0.2)
    assert one.points(np.array([4, 4])) == pytest.approx(1.9)
    assert not one.allows(np.array([4, 3]))
    # Half a point takes five invitations; by notes it would take three of each, and nine minutes. Three points are
    # two and a half of the fifth note, and half a one of the invitations.
    np.testing.assert_array_equal(Solver(one).cheapest(0.5), [0, 5])
    np.testing.assert_array_equal(Solver(one).cheapest(3), [5, 5])


def test_what_others_give_goes_with_the_effort_and_is_full_at_the_measure_of_now() -> None:
    one = small(
        [1, 1], [[1, 0], [0, 0]], [capped(1, 9), capped(1, 9)], 20,
        lively=Liveliness(np.array([0.0, 6.0]), np.array([0.25, 0.25])),
    )  # fmt: skip
    assert [float(one.points(np.array([n, 0]))) for n in (0, 2, 4, 6)] == pytest.approx([0, 5, 10, 12])
    np.testing.assert_array_equal(Solver(one).cheapest(9.5), [4, 0])


def test_a_dear_action_falls_whole_into_the_window() -> None:
    # At half of the time in the window, an odd number leaves half an action, and half a point, undecided.
    one = small([2.0], [[0.5]], [capped(2, 20)], 30, even=Evenness(0.5, np.array([0.1]), np.array([12])))
    assert [n for n in range(16) if one.allows(np.array([n]))] == [0, 2, 4, 6, 8, 10, 12, 13, 14, 15]
    np.testing.assert_array_equal(Solver(one).cheapest(5), [6])
    np.testing.assert_array_equal(Solver(one).cheapest(13), [13])


# ------------------------------------------------------------------------------------------------------------ at random


@st.composite
def programmes(draw: st.DrawFn, most: int = 6) -> Programme:
    """Three habits that feed three signals of two pillars in common."""
    few = st.sampled_from([0.0, 0.0, 0.3, 0.7, 1.0, 2.0])
    feeds = np.array([[draw(few) for _ in range(3)] for _ in range(3)])
    lines: list[Lines | None] = []
    for _ in range(3):
        first, cap = draw(st.sampled_from([0.5, 1.0, 2.0, 3.0])), draw(st.sampled_from([1.0, 2.0, 4.0]))
        lines.append(Lines(np.array([first, first / 3, 0.0]), np.array([0.0, cap / 3, cap])))
    minutes = np.array([draw(st.sampled_from([0.3, 1.0, 2.0, 3.0, 30.0])) for _ in range(3)])
    base = np.array([draw(st.sampled_from([-1.0, 0.0, 5.0, 23.0])) for _ in range(2)])
    many = np.array([draw(st.integers(0, most)) for _ in range(3)])
    lively = Liveliness(np.array([0.5, 0.0, 1.0]), minutes / 10) if draw(st.booleans()) else None
    notes = Notes(1, 0, draw(st.sampled_from([0.0, 1.5])), 2) if draw(st.booleans()) else None
    if notes is not None:
        feeds[:, 2] = 0
    return Programme(minutes, many, feeds, lines, np.array([0, 0, 1]), base, 25.0, lively, notes)


@settings(max_examples=60, deadline=None)
@given(one=programmes(), share=st.floats(0, 1))
def test_no_plan_at_all_is_cheaper(one: Programme, share: float) -> None:
    plans = every(one)
    plans = plans[one.allows(plans)]
    points = one.points(plans)
    target = float(points.min() + share * np.ptp(points))
    best = float(one.takes(plans[points >= target - 1e-9]).min())
    found = Solver(one).cheapest(target)
    assert found is not None
    assert one.allows(found)
    assert one.points(found) >= target - 1e-6
    assert one.takes(found) <= best * (1 + 2 * GAP_MINUTES) + 1e-9
    assert Solver(one).cheapest(float(points.max()) + 0.01) is None


@settings(max_examples=60, deadline=None)
@given(one=programmes(), limit=st.sampled_from([0.0, 0.5, 3.0, 10.0, 45.0, 500.0]))
def test_no_plan_at_all_brings_more_in_the_time(one: Programme, limit: float) -> None:
    plans = every(one)
    plans = plans[one.allows(plans) & (one.takes(plans) <= limit + 1e-9)]
    found = Solver(one).richest(limit)
    assert one.allows(found)
    assert one.takes(found) <= limit + 1e-6
    best = float(one.points(plans).max())
    assert one.points(found) >= best * (1 - 2 * GAP_POINTS) - 1e-6


@settings(max_examples=60, deadline=None)
@given(one=programmes(most=40), share=st.floats(0, 1))
def test_greed_never_does_better(one: Programme, share: float) -> None:
    top = float(one.points(np.where(np.arange(3) == 1, np.minimum(one.most, one.most[0]), one.most)))
    target = float(one.points(np.zeros(3))) * (1 - share) + top * share
    eager = greedy(one, target)
    found = Solver(one).cheapest(target)
    if eager is not None:
        assert found is not None
        assert one.takes(found) <= one.takes(eager) * (1 + 2 * GAP_MINUTES) + 1e-9


@given(one=programmes(), seed=st.integers(0, 999))
def test_points_rise_in_every_action(one: Programme, seed: int) -> None:
    rng = np.random.default_rng(seed)
    actions = rng.integers(0, one.most + 1)
    more = np.minimum(actions + rng.integers(0, 3, 3), one.most)
    assert one.points(more) >= one.points(actions) - 1e-9
