"""The ensemble of plausible models, and what it makes of signals that are missing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core import api
from ssi_core.member import Member, Stated, day_of
from ssi_core.model.copula import copula
from ssi_core.model.ensemble import SIZE, Ensemble, ensemble, evidence, fill_of
from ssi_core.model.history import KNOWN, levels_on
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.results import ScoreResult
from tests.model.members import FIRST, TABLE, level_sets, saying, typical_levels

Floats = NDArray[np.float64]
DRAWN = ensemble(TABLE)
DAY = day_of(FIRST)
#: Four standard errors of a mean of SIZE draws of SD 1: what a right mean all but never strays.
STRAY = 4 / math.sqrt(SIZE)


def cloud(member: Member, model: Model = TABLE) -> Floats:
    """(M, 4) pillars of every model of the ensemble."""
    drawn = ensemble(model)
    levels = {w: levels_on(member, model, [FIRST], w) for w in drawn.windows(model)}
    return drawn.pillars(model, levels, copula(model))[0]


def scored(member: Member) -> ScoreResult:
    return api.score(member, as_of=DAY)


def width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


# --------------------------------------------------------------------------------------------------- the models drawn


def test_the_same_seed_draws_the_same_models_and_another_seed_others() -> None:
    one, again, other = (ensemble.__wrapped__(TABLE, 50, seed) for seed in (1, 1, 2))
    for name in Ensemble.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(again, name), name)
        assert not np.array_equal(getattr(one, name), getattr(other, name)), name


def test_a_thousand_models_unless_told_otherwise() -> None:
    assert len(DRAWN.window) == SIZE == 1000
    assert len(ensemble(TABLE, 7).window) == 7
    with pytest.raises(ValueError, match="an ensemble of 0 models: ask for at least 1"):
        ensemble(TABLE, 0)


def test_the_weights_of_a_pillar_sum_to_25_in_every_model() -> None:
    assert (DRAWN.weights >= 0).all()
    np.testing.assert_allclose(DRAWN.weights @ TABLE.membership, 25, rtol=1e-12)


def test_weights_scatter_around_the_table_as_a_dirichlet_of_concentration_24() -> None:
    # A share p of 25 points has the standard deviation 25 sqrt(p (1 - p) / 25).
    p = TABLE.max / 25
    sd = 25 * np.sqrt(p * (1 - p) / 25)
    assert (np.abs(DRAWN.weights.mean(0) - TABLE.max) < STRAY * sd).all()
    np.testing.assert_allclose(DRAWN.weights.std(0), sd, rtol=0.2)


def test_a_signal_that_counts_nothing_counts_nothing_in_any_model() -> None:
    model = Model.from_toml("[signals.active_groups]\nmax = 0\n[signals.comments_given]\nmax = 9")
    drawn = ensemble(model, 50)
    assert (drawn.weights[:, INDEX["active_groups"]] == 0).all()
    np.testing.assert_allclose(drawn.weights @ model.membership, 25, rtol=1e-12)


def test_caps_are_centred_so_that_they_raise_no_ones_points() -> None:
    # 1 / cap has the mean 1 and, at sigma .4, the SD sqrt(e^.16 - 1) = .42.
    inverse = 1 / DRAWN.caps
    assert (np.abs(inverse.mean(0) - 1) < 0.42 * STRAY).all()


@pytest.mark.parametrize(
    ("key", "sd"),
    [("comments_given", 0.4), ("media_items", 0.4), ("connections", 0.12), ("active_days", 0.2),
     ("reply_rate", 0.2), ("personal_outreach", 0.2), ("invite_acceptance", 0.2), ("profile_completeness", 0.0)],
)  # fmt: skip
def test_some_caps_are_surer_than_others(key: str, sd: float) -> None:
    assert np.log(DRAWN.caps[:, INDEX[key]]).std() == pytest.approx(sd, rel=0.1)


def test_windows_are_60_to_120_days() -> None:
    # A share of .4 or .15 of 1,000 models has a standard error of .016 or .011.
    share = {int(w): n / SIZE for w, n in zip(*np.unique(DRAWN.window, return_counts=True), strict=True)}
    assert share == pytest.approx({60: 0.15, 75: 0.15, 90: 0.4, 105: 0.15, 120: 0.15}, abs=0.05)
    assert DRAWN.windows(TABLE) == (60, 75, 90, 105, 120)


@pytest.mark.parametrize(
    ("window", "scaled"), [(30, (20, 25, 30, 35, 40)), (60, (40, 50, 60, 70, 80)), (180, (120, 150, 180, 210, 240))]
)
def test_an_edited_window_scales_the_windows(window: int, scaled: tuple[int, ...]) -> None:
    model = Model(window=window)
    assert ensemble(model).windows(model) == scaled


def test_a_small_ensemble_still_asks_for_the_tables_own_window() -> None:
    for seed in range(5):
        assert 90 in ensemble(TABLE, 1, seed).windows(TABLE)


def test_a_tenth_of_the_models_have_the_other_curve() -> None:
    assert DRAWN.other_curve.mean() == pytest.approx(0.1, abs=math.sqrt(0.1 * 0.9) * STRAY)


def test_missing_signals_are_drawn_at_every_quantile() -> None:
    np.testing.assert_allclose(np.sort(DRAWN.uniform), (np.arange(SIZE) + 0.5) / SIZE)


@pytest.mark.parametrize("apart", [0, 30, 240, 1000])
def test_what_a_missing_signal_does_is_remembered_for_some_eight_months(apart: int) -> None:
    # exp(-days / 240) over the models, and a standard normal on every day.
    everyone = np.arange(SIZE)
    drawn = np.concatenate(
        [DRAWN.own_part(np.array([FIRST, FIRST + apart]), everyone, k) for k in range(len(SIGNALS))], axis=1
    )
    assert drawn.std(1) == pytest.approx([1, 1], abs=0.03)
    assert (drawn[0] * drawn[1]).mean() == pytest.approx(math.exp(-apart / 240), abs=0.03)


def test_the_tables_own_models_differ_in_what_is_missing_alone() -> None:
    own = DRAWN.of_table(TABLE)
    levels = {w: levels_on(saying(typical_levels()), TABLE, [FIRST], w) for w in own.windows(TABLE)}
    known = own.pillars(TABLE, levels, copula(TABLE))[0]
    np.testing.assert_allclose(known, np.broadcast_to(pillars_of(levels[90].values[0], TABLE), known.shape), atol=1e-9)
    nothing = {w: levels_on(Member(), TABLE, [FIRST], w) for w in own.windows(TABLE)}
    assert own.pillars(TABLE, nothing, copula(TABLE))[0].sum(1).std() > 10


MEASURED = {"brand": (11, 13), "find": (4.4, 5.4), "engage": (1.6, 2.5), "relationships": (12, 16)}


@pytest.mark.parametrize("pillar", PILLAR_KEYS)
@pytest.mark.parametrize("known", ["all", "nothing"])
def test_the_ensembles_mean_of_a_typical_member_lands_on_the_measured_averages(pillar: str, known: str) -> None:
    # Without a seat. The mean of 1,000 models with a spread s is itself uncertain by s / sqrt(1000).
    drawn = cloud(saying(typical_levels()) if known == "all" else Member())[:, PILLAR_KEYS.index(pillar)]
    error = drawn.std() / math.sqrt(SIZE)
    low, high = MEASURED[pillar]
    assert error < 0.25
    assert low - 2 * error <= drawn.mean() <= high + 2 * error


# --------------------------------------------------------------------------------- what is missing, given what is known


def test_with_nothing_known_a_missing_signal_enters_at_its_typical_share() -> None:
    levels = levels_on(Member(stated=Stated(seat=True)), TABLE, [FIRST])
    np.testing.assert_allclose(fill_of(levels, TABLE)[0], TABLE.typical, rtol=1e-12)


def test_what_is_known_by_rule_tells_nothing_of_how_active_a_member_is() -> None:
    levels = levels_on(Member(), TABLE, [FIRST])
    assert levels.provenance[0, INDEX["leads_saved"]] == KNOWN
    assert np.isnan(evidence(levels, TABLE)).all()
    np.testing.assert_allclose(fill_of(levels, TABLE)[0], TABLE.typical, rtol=1e-12)


def test_evidence_is_the_share_of_the_cap() -> None:
    levels = levels_on(saying({"comments_given": 50.0, "connections": 2400.0}), TABLE, [FIRST])
    told = {s.key: v for s, v in zip(SIGNALS, evidence(levels, TABLE)[0], strict=True) if not np.isnan(v)}
    assert told == pytest.approx({"comments_given": 0.2, "connections": 2})


@given(levels=level_sets(), key=st.sampled_from(["comments_given", "connections", "articles"]), more=st.floats(0.01, 1))
def test_a_higher_level_never_lowers_the_headline_even_by_what_it_says_of_the_missing(
    levels: dict[str, float], key: str, more: float
) -> None:
    at = levels.get(key, 0.0)
    low, high = (scored(saying(levels | {key: x})) for x in (at, at + more * SIGNALS[INDEX[key]].enough))
    for a, b in zip(low.signals, high.signals, strict=True):
        assert b.points >= a.points - 1e-9, a.key


def test_an_active_members_missing_signals_are_drawn_high() -> None:
    busy = saying({key: SIGNALS[INDEX[key]].enough for key in ("comments_given", "reactions_given", "shares")})
    idle = saying(dict.fromkeys(("comments_given", "reactions_given", "shares"), 0.0))
    brand = PILLAR_KEYS.index("brand")  # of which nothing is known of either
    assert cloud(busy)[:, brand].mean() > cloud(Member())[:, brand].mean() > cloud(idle)[:, brand].mean()


@pytest.mark.parametrize("share", [0, 5])
def test_all_models_agree_at_the_very_ends(share: int) -> None:
    drawn = cloud(saying({s.key: share * s.enough for s in SIGNALS}, seat=True))
    assert ((drawn >= 0) & (drawn <= 25 + 1e-9)).all()
    if share == 0:
        assert (drawn == 0).all()
    assert np.median(drawn) == pytest.approx(25 * min(share, 1))


def test_points_of_a_model_by_hand() -> None:
    # One model with the table's weights but half of every cap, the ramp and 90 days: 50 of 250 comments are then 50 of
    # 125, so .4 x 7 = 2.8, and all else is known to be nothing.
    k = len(SIGNALS)
    model = Ensemble(
        TABLE.max[None], np.full((1, k), 0.5), np.array([90]), np.array([False]), np.array([0.5]), np.zeros((1, k)),
        np.zeros((1, k)), np.zeros((1, k)),
    )  # fmt: skip
    member = saying(dict.fromkeys(INDEX, 0.0) | {"comments_given": 50.0}, seat=True)
    levels = {90: levels_on(member, TABLE, [FIRST])}
    assert model.pillars(TABLE, levels, copula(TABLE))[0, 0] == pytest.approx([0, 0, 2.8, 0])
