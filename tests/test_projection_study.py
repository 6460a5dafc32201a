"""The projection study: its members, its verdict, and that it holds for a few dozen of them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import projection
from benchmarks.projection_study import (
    HOLIDAY_DAYS,
    LEAST,
    MOST,
    PAGE_WEEKS,
    STANDS,
    WEEKS,
    Row,
    broken,
    future,
    lively,
    page,
    rows,
    table,
)
from ssi_core.model.history import levels_on
from ssi_core.model.table import Model


def test_a_member_drifts_goes_on_holiday_and_rests_at_weekends() -> None:
    many = [lively(11, i) for i in range(40)]
    daily = np.array([m.activity.counts["reactions_given"] for m in many])
    # Day 0 is a Monday here.
    by_weekday = daily[:, : 52 * 7].reshape(len(many), 52, 7).sum((0, 1))
    assert by_weekday[5:].mean() < 0.6 * by_weekday[:5].mean()
    weeks = daily[:, : 52 * 7].reshape(len(many), 52, 7).sum(2)
    busy = weeks[weeks.mean(1) > 3]
    assert len(busy) > 10
    assert np.median(busy.var(1) / busy.mean(1)) > 2, "counts come in bouts"
    active = daily[daily.mean(1) > 1]
    away = [np.convolve(d == 0, np.ones(HOLIDAY_DAYS), "valid").max() == HOLIDAY_DAYS for d in active]
    assert np.mean(away) > 0.5
    again = lively(11, 3)
    np.testing.assert_array_equal(again.activity.counts["reactions_given"], daily[3])
    assert not np.isnan(levels_on(again, Model(), [STANDS]).values).any(), "all of them is known"


def test_the_band_holds_what_comes_for_a_few_dozen_members() -> None:
    # Of 60 truths, the standard error of a coverage is 5 %; the whole study has 200 of either kind.
    found = rows("future", np.array([future(i) for i in range(60)]))
    assert [r.weeks for r in found] == list(WEEKS)
    for row in found:
        assert LEAST - 0.07 <= row.coverage <= MOST + 0.07
        assert abs(row.bias) < row.off
    assert [r.width for r in found] == sorted(r.width for r in found)


def test_the_page_is_held_too() -> None:
    found = rows("page", np.array([page(i) for i in range(20)]))
    assert [r.weeks for r in found] == list(PAGE_WEEKS)
    assert 0.6 <= np.mean([r.coverage for r in found]) <= 0.97


@pytest.mark.parametrize(("coverage", "faults"), [(0.8, 0), (0.74, 1), (0.91, 1)])
def test_what_does_not_hold_is_said(coverage: float, faults: int) -> None:
    row = Row("future", 4, coverage, 0.03, 0.8, -0.1, 2.3)
    assert len(broken([row])) == faults
    assert f"| future | 4 | {coverage:.0%} (3%) | 2.3 | 0.80 | -0.10 |" in table([row])


def test_the_speed_is_measured_on_four_scenarios_of_a_calibrated_member() -> None:
    ready = projection.outlook()
    assert ready.held.calibrated
    found = projection.four(ready, 4)
    assert found.pillars.shape == (4, 5, 4)
    assert (found.pillars[3, -1].sum() < found.pillars[2, -1].sum() < found.pillars[:2, -1].sum(-1)).all()
