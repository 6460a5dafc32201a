"""One scenario against another: the closed form against a simulation of one person in one future, and small cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.calibration import calibration
from ssi_core.model.capped import capped, slope
from ssi_core.model.future import Edit, Scenario, dispersion, monday_of
from ssi_core.model.gap import Gaps, gaps
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.history import levels_on
from ssi_core.model.score import CURVES, points_of
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.spread import DRIFT, DRIFT_CORRELATION
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook
from tests.model.members import FIRST, TABLE, members, saying, typical_levels
from tests.model.test_whatif import BUSY, CEILING, KINDS, LAST, STOP, WEEKS, busy, idle, outlook

Floats = NDArray[np.float64]

NOW = Scenario()
END = WEEKS[-1]


def held(one: Outlook, *scenarios: Scenario, day: int = END) -> Gaps:
    return gaps(one, scenarios, day)


# ------------------------------------------------------------------------------------------------- against simulation


def certain(member: Member, model: Model) -> Outlook:
    """A member ready to look ahead, of whose model there is no doubt: every looker is the table."""
    one = Outlook(calibration(member, model), LAST)
    rows, models = np.zeros(len(one.models.window), np.int64), one.models
    one.models = replace(
        models, curves=models.curves[rows], window=models.window[rows], weights=models.weights[rows],
        level=models.level[rows], cap=models.cap[rows],
    )  # fmt: skip
    one._tried = one._tried[rows]
    return one


def both_lived(one: Outlook, two: tuple[Scenario, Scenario], weeks: int, draws: int) -> tuple[Floats, Floats]:
    """(draws, K) levels after whole weeks under A and under B, lived by the same person in the same future.

    Of every source, A and B share the counts of what both do; the rate of each part is known from some weeks only, and
    one drift bears on both.
    """
    rng = np.random.default_rng(11)
    phi, counted = dispersion(one.member, one.day)
    coming = [one.sources(one.weekly(s)) for s in two]
    shared, own = rng.standard_normal((draws, 1)), {j: rng.standard_normal((draws, 1)) for j in range(len(HABITS) + 1)}
    base = np.repeat(levels_on(idle(one.member, weeks), one.model, [one.day + 7 * weeks]).values, draws, 0)
    now = levels_on(one.member, one.model, [one.day]).values[0]
    levels = base.copy(), base.copy()

    def counts(rate: float, k: int, drift: Floats) -> Floats:
        if rate <= 0:
            return np.zeros(draws)
        known = rng.gamma(rate * counted[k] / phi[k], phi[k] / counted[k], (draws, 1))
        over = max(phi[k] - 1, 0.05)
        return rng.poisson(rng.gamma(np.maximum(known * drift, 1e-9) / over, over, (draws, weeks))).sum(1)

    for k, signal in enumerate(SIGNALS):
        if signal.kind == "ratio":
            levels[0][:, k] = levels[1][:, k] = now[k]
            continue
        for j in range(len(HABITS) + 1):
            a, b = coming[0][k, j], coming[1][k, j]
            z = np.sqrt(DRIFT_CORRELATION) * shared + np.sqrt(1 - DRIFT_CORRELATION) * own[j]
            drift = 1 + (DRIFT * z if signal.key != "active_days" else 0)
            alike = counts(min(a, b), k, drift)
            levels[0][:, k] += alike + counts(a - min(a, b), k, drift)
            levels[1][:, k] += alike + counts(b - min(a, b), k, drift)
    return levels


PAIRS = {
    "a little more": ({"comment": 7.0}, {"comment": 10.0}),
    "much more, up to the cap": ({"comment": 7.0}, {"comment": 25.0}),
    "beyond the cap": ({"comment": 22.0}, {"comment": 40.0}),
    "several": ({}, {"comment": 15.0, "react": 30.0, "search": 12.0, "message": 9.0}),
    "this for that": ({"comment": 15.0, "search": 4.0}, {"comment": 7.0, "search": 12.0}),
    "from nothing": ({"view_profile": 0.0, "search": 0.0}, {"view_profile": 20.0}),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_mean_spread_and_band_are_those_of_a_simulated_person(pair: str) -> None:
    model, weeks = Model(window=84), 12
    two = tuple(Scenario(w) for w in PAIRS[pair])
    one = certain(busy(), model)
    found = gaps(one, two, LAST + 7 * weeks)
    a, b = both_lived(one, two, weeks, 20_000)  # type: ignore[arg-type]
    more = (points_of(b, model) - points_of(a, model)).sum(1)
    assert found.points[1, 0] == pytest.approx(more.mean(), abs=0.1)
    assert 0.9 < found.spread[1, 0] / more.std() < 1.1
    low, high = np.percentile(more, (10, 90))
    assert found.band[1, 0] == pytest.approx((low, high), abs=0.15 * (high - low) + 0.02)
    # Not two people: what both do would count twice.
    assert found.spread[1, 0] < 0.5 * np.hypot(*found.projected.spread[:, 1])


def test_the_band_is_that_of_all_models_and_futures_together() -> None:
    # Comments alone: the same person writes 7 or 21 a week, by weights, caps, windows and curves that nobody knows.
    two, k = (Scenario({"comment": 7.0}), Scenario({"comment": 21.0})), INDEX["comments_given"]
    rng = np.random.default_rng(5)
    parts, models = BUSY.drawn(two, [END]).parts, BUSY.models
    phi, counted = dispersion(BUSY.member, BUSY.day)
    more = []
    for r in range(1, len(models.window)):
        weeks = models.window[r] / 7
        z, unit = 1 + DRIFT * rng.standard_normal(4000), phi[k] * (1 + weeks / counted[k])
        few = rng.gamma(7 * weeks / unit, unit, 4000) * z
        many = few + rng.gamma(14 * weeks / unit, unit, 4000) * z
        a, b = (CURVES[models.curves[r]](np.maximum(x, 0) / models.cap[r, k]) for x in (few, many))
        assert parts.old[:, r, 1, k] == pytest.approx(0)
        more.append(models.weights[r, k] * (b - a))
    low, high = np.percentile(more, (10, 90))
    assert held(BUSY, *two).band[1, 0] == pytest.approx((low, high), abs=0.1 * (high - low))


# ------------------------------------------------------------------------------------------------------------ by hand


def only(**weekly: float) -> Scenario:
    return Scenario(dict.fromkeys(HABIT_KEYS, 0.0) | weekly)


#: Somebody who has done nothing of late, and whom others' answers move no more.
IDLE = outlook(
    saying(
        typical_levels() | {"original_posts": 0.0, "shares": 0.0, "comments_given": 0.0, "engagement_received": 1e4,
                            "followers_gained": 1e4, "right_people_added": 0.0}
    )
)  # fmt: skip


def of_counts(mean: float, weeks: float) -> float:
    """Variance of counts that are not shared: bouts, and a rate that is known from 13 weeks."""
    return 2 * mean * (1 + weeks / 13)


def test_the_same_is_no_difference_and_sure() -> None:
    for one in KINDS.values():
        twice = Scenario({"comment": 9.0}), Scenario({"comment": 9.0}), NOW, Scenario(one.learnt.weekly)
        found = held(one, *twice)
        for i, j in ((0, 1), (2, 3)):
            assert (found.points[i, j], found.spread[i, j], *found.band[i, j]) == (0, 0, 0, 0)


def test_two_posts_a_week_beyond_one_add_the_chance_of_one() -> None:
    found = held(IDLE, only(post=2.0), only(post=1.0), day=LAST + 28)
    # Four posts more, in both signals together; the drift bears on those four alone.
    sd = np.sqrt(of_counts(4.0, 4) + (DRIFT * 4.0) ** 2)
    assert found.spread[0, 1] == pytest.approx(sd * (3 / 26 + 5 / 39), rel=0.03)
    assert found.points[0, 1] == pytest.approx(4 * (3 / 26 + 5 / 39), rel=0.03)


def test_posts_in_place_of_reposts_share_nothing_but_the_drift_of_everything() -> None:
    found = held(IDLE, only(post=1.0), only(repost=1.0), day=LAST + 28)
    # Shares: four of the one less four of the other; original posts: the same four posts once more.
    drift, counts = (DRIFT * 4.0) ** 2, of_counts(4.0, 4)
    far, near = DRIFT_CORRELATION, 1 - DRIFT_CORRELATION
    posts, shares = 3 / 26, 5 / 39
    by_hand = (far * posts**2 + near * ((posts + shares) ** 2 + shares**2)) * drift
    by_hand += ((posts + shares) ** 2 + shares**2) * counts
    assert found.spread[0, 1] == pytest.approx(np.sqrt(by_hand), rel=0.03)
    assert found.points[0, 1] == pytest.approx(4 * posts, rel=0.03)


def test_another_week_off_is_another_weeks_chance_and_no_difference_on_average() -> None:
    first, second = (frozenset({monday_of(LAST + 1) + 7 * i}) for i in (1, 2))
    week = only(comment=20.0).weekly
    found = held(IDLE, Scenario(week, off=first), Scenario(week, off=second), day=LAST + 35)
    assert found.points[0, 1] == pytest.approx(0, abs=1e-9)
    assert found.spread[0, 1] == pytest.approx(np.sqrt(2 * of_counts(20.0, 4)) * 7 / 250, rel=0.03)
    low, high = found.band[0, 1]
    assert low == pytest.approx(-high, rel=0.3)
    assert low < 0


def test_what_an_edit_of_the_profile_brings_is_certain_but_for_weights() -> None:
    found = held(BUSY, Scenario(edits=(Edit(LAST + 15, "media_items", 3.0),)), NOW)
    assert found.points[0, 1] == pytest.approx(2 * 2 / 3)
    assert found.spread[0, 1] == 0
    assert 0 < found.band[0, 1, 0] < found.band[0, 1, 1] < 3
    assert (held(certain(busy(), TABLE), Scenario(edits=(Edit(LAST + 15, "media_items", 3.0),)), NOW).band[0, 1]
            == pytest.approx(2 * 2 / 3, abs=1e-9))  # fmt: skip


# ------------------------------------------------------------------------------------------------------ what must hold


@pytest.mark.parametrize("kind", KINDS)
def test_more_of_a_habit_is_nothing_less_whatever_comes(kind: str) -> None:
    one = KINDS[kind]
    for habit, own in zip(HABITS, one.learnt.own, strict=True):
        most = max(CEILING[habit.key], own.weekly)
        # What goes on as now where nobody knows how often that is may be more than what is named.
        first = 1 if own.source == "assumed" else 0
        steps = [own.weekly + (most - own.weekly) * i / 3 for i in range(first, 4)]
        found = held(one, *(Scenario({habit.key: n}) for n in steps))
        for i in range(len(steps)):
            assert (found.band[i, :i] >= 0).all(), habit.key
            assert (found.band[:i, i] <= 0).all(), habit.key


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_way_round_it_is_the_negative_with_its_ends_swapped(kind: str) -> None:
    three = Scenario({"comment": 20.0}), Scenario({"post": 3.0, "react": 0.0}), STOP
    found, turned = held(KINDS[kind], *three), held(KINDS[kind], *three[::-1])
    np.testing.assert_array_equal(found.points, -found.points.T)
    np.testing.assert_array_equal(found.band, -found.band.transpose(1, 0, 2)[..., ::-1])
    np.testing.assert_allclose(turned.points[::-1, ::-1], found.points, atol=1e-12)
    np.testing.assert_allclose(turned.band[::-1, ::-1], found.band, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_points_are_the_projections_and_lie_in_the_band(kind: str) -> None:
    found = held(KINDS[kind], Scenario({"invite": 30.0, "personal_note": 9.0}), Scenario({"post": 3.0}), NOW, STOP)
    total = found.projected.pillars[:, 1].sum(-1)
    np.testing.assert_allclose(found.points, total[:, None] - total, atol=1e-9)
    assert (found.band[..., 0] <= found.points).all()
    assert (found.points <= found.band[..., 1]).all()
    assert (np.diagonal(found.band.transpose(2, 0, 1), axis1=1, axis2=2) == 0).all()


def test_the_band_of_a_difference_is_narrower_than_that_of_either() -> None:
    # The estimate's own doubt cancels, and so does the chance in all that both do.
    found = held(BUSY, Scenario({"comment": 12.0}), NOW)
    width = np.diff(found.band[0, 1])[0]
    assert width < 0.3 * np.diff(found.projected.band[0, 1])[0]


@settings(max_examples=25, deadline=None)
@given(member=members(), day=st.integers(0, 260), curve=st.sampled_from(list(CURVES)))
def test_whatever_the_archive_it_is_a_number(member: Member, day: int, curve: str) -> None:
    one = outlook(member, Model(curve=curve), FIRST + day)
    later = Scenario({"post": 3.0, "invite": 9.0, "personal_note": 9.0}, FIRST + day + 20)
    for on in (7, 30, 200):
        found = held(one, Scenario({"comment": 20.0, "react": 0.0}), later, NOW, STOP, day=FIRST + day + on)
        assert np.isfinite(found.band).all()
        assert np.isfinite(found.spread).all()
        assert (found.band[..., 0] <= found.points).all()


def test_beside_others_it_is_the_same() -> None:
    few = Scenario({"comment": 20.0}), NOW
    alone, beside = held(BUSY, *few), held(BUSY, few[0], STOP, few[1], Scenario({"react": 90.0}))
    np.testing.assert_array_equal(beside.band[0, 2], alone.band[0, 1])


@pytest.mark.parametrize("curve", list(CURVES))
@pytest.mark.parametrize(("old", "mean", "scale", "cap"), [(0, 5, 2, 20), (8, 5, 2, 10), (3, 40, 9, 30), (0, 1, 4, 3)])
def test_the_slope_is_the_covariance_over_the_variance(
    curve: str, old: float, mean: float, scale: float, cap: float
) -> None:
    drawn = np.random.default_rng(1).gamma(mean / scale, scale, 400_000)
    share = CURVES[curve]((old + drawn) / cap)
    given = [np.array([float(v)]) for v in (old, mean, scale, cap)]
    by_hand = np.cov(share, drawn)[0, 1] / (mean * scale)
    assert slope(*given, curve)[0] == pytest.approx(by_hand, rel=0.03)
    assert slope(*given, curve)[0] ** 2 * mean * scale <= capped(*given, curve)[1][0] + 1e-12
    assert slope(np.array([cap * 1.0]), *given[1:], curve)[0] == 0
