"""What a missing signal is likely to be. Oracles: scipy, and the closed forms of the normal distribution."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import integrate, stats
from scipy.special import betainc

from ssi_core.model.copula import _F, CORRELATION, EDGE, Copula, beta_cdf, copula
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model

Floats = NDArray[np.float64]
K = len(SIGNALS)
R = 0.35
TABLE = Model()
NOTHING = np.full((1, K), np.nan)


def beta(k: int) -> stats.rv_continuous:
    """What MODEL says of the share of signal k: Beta(2 typical, 2 (1 - typical))."""
    t = SIGNALS[k].typical
    return stats.beta(2 * t, 2 * (1 - t))


def knowing(**shares: float) -> Floats:
    x = NOTHING.copy()
    for key, share in shares.items():
        x[0, INDEX[key]] = share
    return x


def imputed(shares: Floats, known: Copula | None = None) -> Floats:
    known = known or copula(TABLE)
    return known.mean_shares(known.posterior(shares))


@pytest.fixture(scope="module")
def crowd() -> Floats:
    """(20000, K) shares of members of whom nothing is known."""
    known, rng, size = copula(TABLE), np.random.default_rng(5), 20_000
    factor = known.factors(known.posterior(NOTHING), (rng.permutation(size) + 0.5) / size)
    return np.stack([known.draws(factor, rng.standard_normal(size), k)[0] for k in range(K)], 1)


# ------------------------------------------------------------------------------------------------------- the Beta table


@given(a=st.floats(0.01, 8), b=st.floats(0.01, 8))
def test_the_beta_table_agrees_with_scipy(a: float, b: float) -> None:
    x, cdf = beta_cdf(a, b)
    there = x <= 1 - 1e-9  # nearer to 1 the table holds what a float can't: 1 - 1e-30
    np.testing.assert_allclose(cdf[there], betainc(a, b, x[there]), rtol=0, atol=1e-6)


@pytest.mark.parametrize("typical", [0.005, 0.05, 0.5, 0.8, 0.995])
def test_the_beta_table_runs_from_0_to_1_and_never_falls(typical: float) -> None:
    x, cdf = beta_cdf(2 * typical, 2 * (1 - typical))
    for axis in (x, cdf):
        assert (np.diff(axis) >= 0).all()
        assert (axis[0], axis[-1]) == (0, 1)


# --------------------------------------------------------------------------------------------------- with nothing known


def test_with_nothing_known_the_mean_share_is_typical() -> None:
    np.testing.assert_allclose(imputed(NOTHING)[0], TABLE.typical, rtol=1e-12)


@given(typical=hnp.arrays(float, K, elements=st.floats(0.01, 0.99)))
def test_so_it_is_for_an_edited_table(typical: Floats) -> None:
    model = Model(tuple(replace(s, typical=float(t)) for s, t in zip(SIGNALS, typical, strict=True)))
    np.testing.assert_allclose(imputed(NOTHING, copula(model))[0], typical, rtol=1e-12)


def test_with_nothing_known_the_common_factor_is_standard_normal() -> None:
    weight = copula(TABLE).posterior(NOTHING)[0]
    np.testing.assert_allclose(weight, stats.norm.pdf(_F) / stats.norm.pdf(_F).sum(), rtol=1e-9)


@pytest.mark.parametrize("key", ["profile_completeness", "connections", "comments_given", "active_days"])
def test_the_shares_of_a_crowd_follow_their_beta(crowd: Floats, key: str) -> None:
    # 20,000 draws: the share of them below a quantile has a standard error of at most .0035.
    k = INDEX[key]
    for q in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert (crowd[:, k] <= beta(k).ppf(q)).mean() == pytest.approx(q, abs=0.012)


def test_any_two_signals_of_a_crowd_hang_together_at_35_percent(crowd: Floats) -> None:
    scores = np.stack([stats.norm.ppf(beta(k).cdf(np.minimum(crowd[:, k], 1 - 1e-12))) for k in range(K)], 1)
    pairs = np.corrcoef(scores.T)[np.triu_indices(K, 1)]
    assert pairs.mean() == pytest.approx(R, abs=0.01)
    assert pairs == pytest.approx(R, abs=0.03)  # 20,000 draws: a standard error of .006 a pair


@pytest.mark.parametrize("seat", [True, False])
def test_the_total_of_a_crowd_scatters_as_ranks_suggest(crowd: Floats, seat: bool) -> None:
    # "Top N %" of 15 readings is near a normal of SD 13, band 11 to 16.
    weights = TABLE.max.copy()
    if not seat:
        weights[INDEX["leads_saved"]] = 0
    assert 11 < (crowd @ weights).std() < 16


# ------------------------------------------------------------------------------------------------- given what is known


@given(x=hnp.arrays(float, (5, K), elements=st.one_of(st.just(math.nan), st.floats(0, 2))))
def test_the_common_factor_has_a_distribution(x: Floats) -> None:
    weight = copula(TABLE).posterior(x)
    assert (weight >= 0).all()
    np.testing.assert_allclose(weight.sum(1), 1, rtol=1e-12)


@given(
    shares=st.dictionaries(
        st.sampled_from(["connections", "comments_given", "active_days", "shares"]), st.floats(0.03, 0.6), min_size=1
    )
)
def test_the_common_factor_given_shares_inside_is_normal_in_closed_form(shares: dict[str, float]) -> None:
    # z_k = sqrt(r) F + sqrt(1 - r) e_k, F standard normal: given n scores that sum to S, F is normal with
    # variance (1 - r) / (1 - r + n r) and mean sqrt(r) S / (1 - r + n r). (Shares near a cap that few reach lead to
    # where the grid of F ends, at 5.)
    total = sum(stats.norm.ppf(beta(INDEX[key]).cdf(share)) for key, share in shares.items())
    n = len(shares)
    weight = copula(TABLE).posterior(knowing(**shares))[0]
    mean = weight @ _F
    assert mean == pytest.approx(math.sqrt(R) * total / (1 - R + n * R), abs=5e-3)
    assert weight @ (_F - mean) ** 2 == pytest.approx((1 - R) / (1 - R + n * R), abs=5e-3)


@pytest.mark.parametrize("share", [0.0, EDGE, 1 - EDGE, 1.0, 5.0])
def test_at_the_ends_a_share_tells_only_on_which_side_the_member_lies(share: float) -> None:
    # The likelihood of F is then a normal probability, not a density.
    k = INDEX["articles"]
    low = share <= EDGE
    edge = stats.norm.ppf(beta(k).cdf(EDGE if low else 1 - EDGE))
    below = stats.norm.cdf((edge - math.sqrt(R) * _F) / math.sqrt(1 - R))
    want = stats.norm.pdf(_F) * (below if low else 1 - below)
    np.testing.assert_allclose(copula(TABLE).posterior(knowing(articles=share))[0], want / want.sum(), atol=1e-4)


@pytest.mark.parametrize("known", [{"connections": 0.5}, {"comments_given": 0.9, "active_days": 0.7}, {"shares": 0.3}])
def test_the_imputed_share_is_the_conditional_mean(known: dict[str, float]) -> None:
    # Given n scores that sum to S, a missing score is normal with mean sqrt(r) E F and variance r Var F + 1 - r.
    total, n = sum(stats.norm.ppf(beta(INDEX[key]).cdf(share)) for key, share in known.items()), len(known)
    mean = R * total / (1 - R + n * R)
    sd = math.sqrt(R * (1 - R) / (1 - R + n * R) + 1 - R)
    got = imputed(knowing(**known))[0]
    for key in ("articles", "reactions_given", "media_items"):
        k = INDEX[key]
        want, _ = integrate.quad(lambda e, k=k: beta(k).ppf(stats.norm.cdf(mean + sd * e)) * stats.norm.pdf(e), -7, 7)
        assert got[k] == pytest.approx(want, abs=2e-3), key


@given(
    x=hnp.arrays(float, K, elements=st.one_of(st.just(math.nan), st.sampled_from([0.0, 1.0]), st.floats(0, 1.2))),
    k=st.integers(0, K - 1),
    share=st.floats(0, 1.2),
    more=st.floats(0, 1),
)
def test_a_higher_known_share_never_lowers_what_is_imputed(x: Floats, k: int, share: float, more: float) -> None:
    lower, higher = x.copy(), x.copy()
    lower[k], higher[k] = share, share + more
    low, high = imputed(np.stack([lower, higher]))
    assert (high >= low - 1e-9).all()


def test_an_active_member_is_likely_active_everywhere() -> None:
    busy = imputed(knowing(comments_given=0.9, reactions_given=0.9, shares=0.9))[0]
    idle = imputed(knowing(comments_given=0, reactions_given=0, shares=0))[0]
    assert (busy > TABLE.typical).all()
    assert (idle < TABLE.typical).all()


@given(u=st.lists(st.floats(0.001, 0.999), min_size=2, max_size=5, unique=True).map(sorted))
def test_a_higher_quantile_draws_a_higher_factor_and_share(u: list[float]) -> None:
    known = copula(TABLE)
    factor = known.factors(known.posterior(knowing(connections=0.9)), np.array(u))
    assert factor.shape == (1, len(u))
    assert (np.diff(factor[0]) >= 0).all()
    shares = known.draws(factor, np.zeros(len(u)), INDEX["articles"])[0]
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (np.diff(shares) >= 0).all()


def test_the_draws_scatter_around_what_is_imputed() -> None:
    # 20,000 draws of a share, whose SD is at most .5: a standard error of .0035.
    known, rng, size = copula(TABLE), np.random.default_rng(6), 20_000
    weight = known.posterior(knowing(connections=0.9, comments_given=0.5))
    factor = known.factors(weight, (rng.permutation(size) + 0.5) / size)
    for k in (INDEX["active_days"], INDEX["invite_acceptance"], INDEX["shares"]):
        draws = known.draws(factor, rng.standard_normal(size), k)
        assert draws.mean() == pytest.approx(known.mean_shares(weight)[0, k], abs=0.012)


def test_tables_are_made_once_for_equal_typical_shares() -> None:
    assert copula(Model()) is copula(Model(window=60))
    assert CORRELATION == R
