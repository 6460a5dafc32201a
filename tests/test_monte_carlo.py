"""The simulation that the closed form is held against: its futures have the mean and spread reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.monte_carlo import futures
from benchmarks.projection_study import STANDS, lively
from ssi_core.member import LONG_AGO, NEVER, Activity, Member, Trials
from ssi_core.model.calibration import calibration
from ssi_core.model.history import levels_on, ratio_counts
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook

Floats = NDArray[np.float64]
TABLE = Model()
#: Every week the same count: phi is 2 with the weight of 6 weeks, against none in 12 degrees of freedom.
PHI = 2 * 6 / (12 + 6)
DRIFT, TOGETHER = 0.3, 0.4
#: The total of somebody of whom nothing is known but that there is no seat, so no leads: 6 points at .3 less.
UNKNOWN = float(pillars_of(np.full(24, np.nan), TABLE).sum()) - 6 * 0.3


def regular(**weekly: int) -> Member:
    """A year of so many of each every week, all on Wednesdays; the last day is a Sunday."""
    counts = {name: np.where(np.arange(STANDS + 1) % 7 == 2, float(n), 0.0) for name, n in weekly.items()}
    covered = {name: np.ones(STANDS + 1, bool) for name in counts}
    return Member(Activity(0, counts, covered, frozenset(counts)), last_day=STANDS)


def drawn(member: Member, weeks: list[int], draws: int = 8000) -> Floats:
    return futures(Outlook(calibration(member, TABLE), STANDS), weeks, draws, np.random.default_rng(1))


def by_chance(new: float, weeks: int) -> float:
    """Variance of what comes in, its drift aside."""
    return PHI * new * (1 + weeks / 13)


@pytest.mark.parametrize("weeks", [1, 4, 8])
def test_what_comes_in_is_as_uneven_as_the_last_weeks_and_drifts(weeks: int) -> None:
    found = drawn(regular(comments_given=10), [weeks])[0] - UNKNOWN
    new = 10 * weeks
    left = 10 * len([d for d in range(STANDS - 89 + 7 * weeks, STANDS + 1) if d % 7 == 2])
    a_point = 7 / 250
    assert found.mean() == pytest.approx((left + new) * a_point - 7 * 0.06, abs=0.03)
    assert found.std() == pytest.approx(a_point * math.sqrt(by_chance(new, weeks) + (DRIFT * new) ** 2), rel=0.05)


def test_every_post_is_a_share() -> None:
    found = drawn(regular(original_posts=1), [8])[0]
    count = math.sqrt(by_chance(8, 8) + (DRIFT * 8) ** 2)
    assert found.std() == pytest.approx(count * (3 / 26 + 5 / 39), rel=0.05)


def test_habits_drift_together_at_four_tenths() -> None:
    found = drawn(regular(comments_given=10, people_searches=8), [8])[0]
    comments, searches = 80 * 7 / 250, 64 * 6 / 200
    chance = by_chance(80, 8) * (7 / 250) ** 2 + by_chance(64, 8) * (6 / 200) ** 2
    drift = DRIFT**2 * (comments**2 + searches**2 + 2 * TOGETHER * comments * searches)
    assert found.std() == pytest.approx(math.sqrt(chance + drift), rel=0.05)


def test_no_week_has_more_than_seven_days_and_a_window_no_more_than_ninety() -> None:
    every_day = regular(active_days=7, comments_given=20)
    full = drawn(every_day, [20], 500)[0]
    assert full.max() == pytest.approx(UNKNOWN + 4 * 0.6 + 7 * 0.94)


def test_attempts_that_will_be_ripe_next_week_are_known_and_later_ones_are_not() -> None:
    whole = lively(11, 3)
    alone = replace(whole, activity=Activity(0, {}, {}, trials=whole.activity.trials))
    seen = replace(alone, activity=alone.activity.until(STANDS))
    outlook = Outlook(calibration(seen, TABLE), STANDS)
    found = futures(outlook, [1, 8], 500, np.random.default_rng(1), ripening=True)
    truth = pillars_of(levels_on(alone, TABLE, [STANDS + 7]).values, TABLE).sum(-1)
    np.testing.assert_allclose(found[0], truth[0], atol=1e-9)
    assert found[1].std() > 0.1


def test_a_ratio_is_held_while_others_take_the_place_of_what_made_it() -> None:
    # One attempt a day, every third a success, all of them ripe.
    day = np.arange(STANDS - 200, STANDS - 20, dtype=np.int32)
    attempts = Trials(day, np.where(day % 3 == 0, day + 1, NEVER).astype(np.int32), LONG_AGO, STANDS)
    name = "invite_acceptance"
    member = Member(Activity(0, {}, {}, trials={name: attempts}), last_day=STANDS)
    signal, typical = SIGNALS[INDEX[name]], SIGNALS[INDEX[name]].typical * SIGNALS[INDEX[name]].enough
    made, won = (int(n[0]) for n in ratio_counts(attempts, [STANDS], 90))
    level = (won + typical * 10) / (made + 10)
    found = drawn(member, [6])[0]
    held = pillars_of(np.where(np.arange(24) == INDEX[name], level, np.nan), TABLE).sum() - 6 * 0.3
    assert found.mean() == pytest.approx(held, abs=0.03)
    # What leaves is drawn without putting back; what comes has a chance that so many attempts tell.
    new, share = round(6 * 7 / 90 * made), won / made
    leaving = new * share * (1 - share) * (made - new) / (made - 1)
    coming = new * level * (1 - level) * (1 + (new - 1) / (made + 11))
    spread = math.sqrt(leaving + coming) / (made + 10) * signal.max / signal.enough
    assert found.std() == pytest.approx(spread, rel=0.06)
