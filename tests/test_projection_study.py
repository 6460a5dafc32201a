"""The projection study: its members, its verdict, and that it holds for a few dozen of them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import projection
from benchmarks.projection_study import (
    EVERYDAY,
    HEAVIER,
    KNOWING,
    PAGE_WEEKS,
    STANDS,
    WEEKS,
    WORLDS_AHEAD,
    Row,
    Width,
    World,
    broken,
    future,
    lively,
    page,
    rows,
    scaled_width,
    table,
    widths,
)
from ssi_core.model.history import levels_on
from ssi_core.model.table import Model


def test_a_member_drifts_goes_on_holiday_and_rests_at_weekends() -> None:
    many, holiday = [lively(11, i) for i in range(40)], EVERYDAY.holiday_days
    daily = np.array([m.activity.counts["reactions_given"] for m in many])
    # Day 0 is a Monday here.
    by_weekday = daily[:, : 52 * 7].reshape(len(many), 52, 7).sum((0, 1))
    assert by_weekday[5:].mean() < 0.6 * by_weekday[:5].mean()
    weeks = daily[:, : 52 * 7].reshape(len(many), 52, 7).sum(2)
    busy = weeks[weeks.mean(1) > 3]
    assert len(busy) > 10
    assert np.median(busy.var(1) / busy.mean(1)) > 2, "counts come in bouts"
    active = daily[daily.mean(1) > 1]
    away = [np.convolve(d == 0, np.ones(holiday), "valid").max() == holiday for d in active]
    assert np.mean(away) > 0.5
    again = lively(11, 3)
    np.testing.assert_array_equal(again.activity.counts["reactions_given"], daily[3])
    assert not np.isnan(levels_on(again, Model(), [STANDS]).values).any(), "all of them is known"


def test_in_the_heavier_world_drift_is_twice_as_strong_and_habits_stop_or_double() -> None:
    calm, heavy = ([lively(11, i, world).activity.counts for i in range(40)] for world in WORLDS_AHEAD)
    assert HEAVIER.wander == 2 * EVERYDAY.wander
    assert HEAVIER.holiday_days / HEAVIER.holiday_weeks > 2 * EVERYDAY.holiday_days / EVERYDAY.holiday_weeks
    busy = {
        name: [(c[name][1:], h[name][1:]) for c, h in zip(calm, heavy, strict=True) if c[name].sum() > 200]
        for name in ("reactions_given", "followers_gained")
    }
    once, again = ({name: [pair[i] for pair in of] for name, of in busy.items()} for i in (0, 1))

    def unevenness(of: list[np.ndarray]) -> float:
        weeks = np.array([d[: 68 * 7].reshape(68, 7).sum(1) for d in of])
        return float(np.median(weeks.var(1) / np.maximum(weeks.mean(1), 1)))

    def stopped(of: list[np.ndarray]) -> float:
        return float(np.mean([d[-60:].sum() == 0 for d in of]))

    for name in once:
        assert unevenness(again[name]) > 1.5 * unevenness(once[name]), name
    # One habit in four stops on some day, 7 in 8 of those before the last 60; what others do does not stop.
    assert stopped(once["reactions_given"]) == 0
    assert 0.05 < stopped(again["reactions_given"]) < 0.45
    assert stopped(again["followers_gained"]) == 0


@pytest.mark.parametrize("world", WORLDS_AHEAD, ids=lambda w: w.key)
def test_the_band_holds_what_comes_for_a_few_dozen_members(world: World) -> None:
    # Of 40 truths, the standard error of a coverage is 6 to 8 %; the whole study has 400 members.
    both = np.array([future(i, world, 200) for i in range(40)])
    found = rows(world.key, both[:, 0])
    assert [r.weeks for r in found] == list(WEEKS)
    for row in found:
        assert world.least - 0.12 <= row.coverage <= world.most + 0.09
        assert abs(row.bias) < row.off
    assert [r.width for r in found] == sorted(r.width for r in found)
    for one in widths(world.key, both[:, :2], 20):
        assert 0.5 < one.coverage < 0.95
        assert 0.75 < one.ratio < 1.8
        assert 0 < one.error < 1


def test_a_simulation_that_knows_more_is_told_and_not_judged() -> None:
    wide = [Width("everyday" + more, 1, 0.8, 1.3, 1.0, 0.05) for more in ("", KNOWING)]
    assert len(broken([], wide)) == 1
    assert table([], wide).count("1.30 (0.05)") == 2


def test_the_page_is_held_too() -> None:
    found = rows("page", np.array([page(i) for i in range(20)]))
    assert [r.weeks for r in found] == list(PAGE_WEEKS)
    assert 0.6 <= np.mean([r.coverage for r in found]) <= 0.97


@pytest.mark.parametrize(
    ("kind", "coverage", "faults"),
    [
        ("everyday", 0.8, 0), ("everyday", 0.74, 1), ("everyday", 0.91, 1), ("page", 0.74, 1), ("page", 0.91, 1),
        ("heavier", 0.62, 0), ("heavier", 0.61, 1), ("heavier", 0.95, 0),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_said(kind: str, coverage: float, faults: int) -> None:
    row = Row(kind, 4, coverage, 0.03, 0.8, -0.1, 2.3)
    assert len(broken([row])) == faults
    assert f"| {kind} | 4 | {coverage:.0%} (3%) | 2.3 | 0.80 | -0.10 |" in table([row])


@pytest.mark.parametrize(("weeks", "width", "faults"), [(8, 3.6, 0), (8, 3.61, 1), (1, 3.61, 1), (13, 4.0, 0)])
def test_a_band_that_is_too_wide_is_said(weeks: int, width: float, faults: int) -> None:
    one = Width("heavier", weeks, 0.79, width, 3.0, 0.04)
    assert len(broken([], [one])) == faults
    assert f"| heavier | {weeks} | 79% | {width:.2f} | 3.00 | {width / 3:.2f} (0.04) |" in table([], [one])


def test_a_band_is_scaled_until_it_holds_four_in_five() -> None:
    # Bands of 1 below and 3 above the middle. Truths above by .3, .9 and 3.6 of the 3, below by .2 and .5 of the 1:
    # .1, .3, 1.2, .2, .5 half-widths away. Half a half-width holds four of the five, and is 2 wide.
    above = np.array([0.3, 0.9, 3.6, -0.2, -0.5])
    errors = np.stack((-above, -1 - above, 3 - above), 1)
    assert scaled_width(errors) == pytest.approx(2.0)
    assert scaled_width(errors * 7) == pytest.approx(14.0)
    # To double a band of the same truths changes nothing once it is scaled.
    assert scaled_width(np.stack((-above, -2 - above, 6 - above), 1)) == pytest.approx(2.0)


def test_a_band_of_no_width_holds_what_it_says_alone() -> None:
    sure = np.zeros((5, 3))
    assert scaled_width(sure) == 0
    wrong = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 2.0]])
    assert scaled_width(np.concatenate((sure[:4], wrong[1:]))) == 0
    assert np.isinf(scaled_width(np.concatenate((wrong[:1], wrong[:1], wrong[1:]))))


def test_the_speed_is_measured_on_four_scenarios_of_a_calibrated_member() -> None:
    ready = projection.outlook()
    assert ready.held.calibrated
    found = projection.four(ready, 4)
    assert found.pillars.shape == (4, 5, 4)
    assert (found.pillars[3, -1].sum() < found.pillars[2, -1].sum() < found.pillars[:2, -1].sum(-1)).all()
