"""Curves and the kernel: levels -> points -> pillars -> total."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from ssi_core.model.score import _BLOCK, CURVES, curve_stretch, pillars_of, points_of, total_of
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNALS
from ssi_core.model.table import Model

Floats = NDArray[np.float64]
K = len(SIGNALS)
MODELS = {curve: Model(curve=curve) for curve in CURVES}

curves = pytest.mark.parametrize("curve", CURVES)
shares = st.one_of(st.sampled_from([0.0, 1.0, 1.5, math.nan]), st.floats(0, 3))
known_shares = st.one_of(st.sampled_from([0.0, 1.0, 1.5]), st.floats(0, 3))


def level_sets(elements: st.SearchStrategy[float] = shares) -> st.SearchStrategy[Floats]:
    """Levels of one person, from 0 to three times the cap; some missing."""
    return hnp.arrays(float, K, elements=elements).map(lambda x: x * Model().enough)


def some_levels(*leading: int, missing: bool = True) -> Floats:
    """Levels of many, a fifth of them missing."""
    rng = np.random.default_rng(1)
    x = rng.uniform(0, 1.5, (*leading, K)) * Model().enough
    if missing:
        x[rng.random(x.shape) < 0.2] = np.nan
    return x


# ---------------------------------------------------------------------------------------------- the contract of a curve

GRID = np.linspace(0, 60, 6001)


@curves
def test_a_curve_gives_nothing_for_nothing(curve: str) -> None:
    assert CURVES[curve](0.0) == 0


@curves
def test_a_curve_gives_everything_from_some_share_on(curve: str) -> None:
    y = CURVES[curve](GRID)
    full = int(np.argmax(y == 1))
    assert full > 0
    assert (y[full:] == 1).all()
    assert CURVES[curve](1e12) == 1


@curves
def test_a_curve_increases_until_it_is_full_and_never_falls(curve: str) -> None:
    y = CURVES[curve](GRID)
    full = int(np.argmax(y == 1))
    assert (np.diff(y[: full + 1]) > 0).all()
    assert (np.diff(y) >= 0).all()
    assert y.max() == 1


@curves
@given(a=st.floats(0, 5), b=st.floats(0, 5), t=st.floats(0, 1))
def test_a_curve_is_concave(curve: str, a: float, b: float, t: float) -> None:
    f = CURVES[curve]
    assert f(t * a + (1 - t) * b) >= t * f(a) + (1 - t) * f(b) - 1e-12


@curves
def test_a_curve_keeps_what_is_missing(curve: str) -> None:
    y = CURVES[curve]([0.5, math.nan, 2.0])
    assert np.isnan(y).tolist() == [False, True, False]


def test_curves_by_hand() -> None:
    assert CURVES["ramp"]([0, 0.25, 1, 7]).tolist() == [0, 0.25, 1, 1]
    # (1 - e^-1.5) / (1 - e^-3) = .77687 / .95021
    assert CURVES["saturating"](0.5) == pytest.approx(0.81757, abs=1e-5)
    assert CURVES["saturating"](1.0) == 1


# --------------------------------------------------------------------------------------------------------------- points


def test_points_by_hand() -> None:
    x = np.zeros(K)
    x[INDEX["comments_given"]] = 125  # half of the 250 that are enough for 7 points
    x[INDEX["connections"]] = 1900  # more than the 1,200 that are enough for 15
    x[INDEX["invite_acceptance"]] = 0.2  # two fifths of the .5 that are enough for 4
    x[INDEX["articles"]] = np.nan  # typical: a tenth of 5
    points = points_of(x, Model())
    want = {"comments_given": 3.5, "connections": 15, "invite_acceptance": 1.6, "articles": 0.5}
    assert {s.key: p for s, p in zip(SIGNALS, points, strict=True) if p} == pytest.approx(want)
    assert pillars_of(x, Model()) == pytest.approx([0.5, 0, 3.5, 16.6])
    assert total_of(pillars_of(x, Model())) == pytest.approx(20.6)


def test_nothing_done_is_nothing_and_everything_is_100() -> None:
    for model in MODELS.values():
        assert pillars_of(np.zeros(K), model).tolist() == [0, 0, 0, 0]
        full = pillars_of(1e6 * model.enough, model)
        assert full == pytest.approx([25] * 4)
        assert total_of(full) == pytest.approx(100)


def test_a_fill_says_at_what_share_a_missing_signal_enters() -> None:
    gone = np.full(K, np.nan)
    fill = np.linspace(0, 1, K)
    for model in MODELS.values():
        assert points_of(gone, model, fill) == pytest.approx(fill * model.max)
        assert points_of(np.zeros(K), model, fill).tolist() == [0] * K


@curves
@given(x=level_sets())
def test_points_and_pillars_are_bounded(curve: str, x: Floats) -> None:
    model = MODELS[curve]
    points, pillars = points_of(x, model), pillars_of(x, model)
    assert ((points >= 0) & (points <= model.max)).all()
    assert ((pillars >= 0) & (pillars <= 25 + 1e-9)).all()
    assert 0 <= total_of(pillars) <= 100 + 1e-9


@curves
@given(x=level_sets(known_shares), k=st.integers(0, K - 1), more=st.floats(0, 2))
def test_more_of_a_signal_never_lowers_anything(curve: str, x: Floats, k: int, more: float) -> None:
    model = MODELS[curve]
    y = x.copy()
    y[k] += more * model.enough[k]
    assert (points_of(y, model) >= points_of(x, model)).all()
    assert (pillars_of(y, model) >= pillars_of(x, model) - 1e-12).all()


@curves
@given(x=level_sets(), order=st.permutations(range(K)))
def test_the_order_of_the_signals_changes_nothing(curve: str, x: Floats, order: list[int]) -> None:
    model = MODELS[curve]
    shuffled = replace(model, signals=tuple(model.signals[k] for k in order))
    assert pillars_of(x[order], shuffled) == pytest.approx(pillars_of(x, model), abs=1e-9)
    assert points_of(x[order], shuffled) == pytest.approx(points_of(x, model)[order], abs=1e-9)


@curves
@given(x=level_sets())
def test_points_of_the_signals_sum_to_the_total(curve: str, x: Floats) -> None:
    model = MODELS[curve]
    assert points_of(x, model).sum() == pytest.approx(total_of(pillars_of(x, model)), abs=1e-9)


# ---------------------------------------------------------------------------------------------- many at once, in blocks


@curves
@pytest.mark.parametrize("rows", [0, 1, _BLOCK - 1, _BLOCK, _BLOCK + 1, 2 * _BLOCK + 3])
@pytest.mark.parametrize("fill", ["typical", "one for all", "one for each"])
def test_pillars_are_the_points_gathered(curve: str, rows: int, fill: str) -> None:
    model, x, rng = MODELS[curve], some_levels(rows), np.random.default_rng(2)
    given_fill = {"typical": None, "one for all": rng.random(K), "one for each": rng.random((rows, K))}[fill]
    want = points_of(x, model, given_fill) @ model.membership
    np.testing.assert_allclose(pillars_of(x, model, given_fill), want, rtol=0, atol=1e-9)


@curves
@pytest.mark.parametrize("leading", [(), (3,), (2, 3), (2, 0, 3), (2, 3, 4)])
def test_leading_axes_are_anything(curve: str, leading: tuple[int, ...]) -> None:
    model, x = MODELS[curve], some_levels(*leading)
    fill = np.random.default_rng(3).random(x.shape)
    for f in (None, fill):
        got = pillars_of(x, model, f)
        assert got.shape == (*leading, 4)
        np.testing.assert_allclose(got, points_of(x, model, f) @ model.membership, rtol=0, atol=1e-9)
        assert total_of(got).shape == leading


@pytest.mark.parametrize("gone", [True, False])
def test_a_person_scores_the_same_alone_and_in_a_crowd(gone: bool) -> None:
    x, model = some_levels(_BLOCK + 5, missing=gone), Model()
    crowd = pillars_of(x, model)
    for i in (0, _BLOCK - 1, _BLOCK, _BLOCK + 4):
        assert crowd[i] == pytest.approx(pillars_of(x[i], model), abs=1e-9)


def test_levels_are_left_as_they_were() -> None:
    x = some_levels(10)
    before = x.copy()
    pillars_of(x, Model())
    points_of(x, Model())
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("shape", [(), (K - 1,), (K + 1,), (K, 3), (1,)])
@pytest.mark.parametrize("kernel", [points_of, pillars_of])
def test_a_last_axis_that_is_not_the_signals_is_refused(kernel: object, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="the last axis must hold the 24 signals"):
        kernel(np.zeros(shape), Model())  # type: ignore[operator]


# --------------------------------------------------------------------------------- the two curves agree where it counts


@given(typical=hnp.arrays(float, K, elements=st.floats(0.02, 0.98)))
def test_a_typical_member_scores_the_same_under_both_curves(typical: Floats) -> None:
    signals = tuple(replace(s, typical=float(t)) for s, t in zip(SIGNALS, typical, strict=True))
    ramp, saturating = Model(signals), Model(signals, curve="saturating")
    assert pillars_of(typical * ramp.enough, saturating) == pytest.approx(
        pillars_of(typical * ramp.enough, ramp), abs=1e-9
    )


def test_the_cap_of_the_saturating_curve_is_moved_out_by_one_factor_a_pillar() -> None:
    model = Model()
    assert (curve_stretch(model, "ramp") == 1).all()
    stretch = curve_stretch(model, "saturating")
    for p, pillar in enumerate(PILLAR_KEYS):
        factors = set(stretch[model.membership[:, p] == 1])
        assert len(factors) == 1, pillar
        assert factors.pop() > 1


def test_at_equal_caps_the_saturating_curve_would_lift_a_typical_member_by_half_and_more() -> None:
    # Why the caps are moved at all: (1 - e^-3t) / (1 - e^-3) is above t everywhere between 0 and 1, three times as
    # high for the small shares that engagement typically has.
    model = Model()
    lifted = (CURVES["saturating"](model.typical) * model.max).sum() / (model.typical * model.max).sum()
    assert lifted > 1.5


def test_a_signal_without_weight_does_not_stretch() -> None:
    text = 'curve = "saturating"\n[signals.active_groups]\nmax = 0\n[signals.comments_given]\nmax = 9'
    model = Model.from_toml(text)
    assert curve_stretch(model, "saturating")[INDEX["active_groups"]] == 1
    assert pillars_of(model.typical * model.enough, model) == pytest.approx(
        pillars_of(model.typical * model.enough, replace(model, curve="ramp")), abs=1e-9
    )
