"""Plausible models, and the interval that their doubt makes.

Weights and caps are uncertain, some signals are missing, and no model of ours holds all that LinkedIn counts. All of
it lives in one object, an ensemble of M models, from which every interval comes. The headline is the table's own
score; the interval beside it runs from the ensemble's 10th to its 90th percentile.

Source of the numbers: MODEL, section 4 (own simulations; all members invented, so they test the statistics, not
LinkedIn's formula).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.copula import Copula, copula
from ssi_core.model.history import KNOWN, Levels, levels_on
from ssi_core.model.score import CURVES, curve_stretch
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX, Model

Floats = NDArray[np.float64]

SIZE = 1000
SEED = 20261125
#: Concentration of the Dirichlet from which each pillar's weights are drawn.
CONCENTRATION = 10.0
#: SD of the logarithm of a cap, and the factor on it for the signals whose caps are surer.
CAP_SD = 0.5
SURER: Mapping[str, float] = {
    "profile_completeness": 0.0, "connections": 0.3, "active_days": 0.5, "reply_rate": 0.5,
    "personal_outreach": 0.5, "invite_acceptance": 0.5,
}  # fmt: skip
#: Look-back windows as shares of the table's own, and their probabilities.
WINDOWS = (60 / 90, 75 / 90, 1.0, 105 / 90, 120 / 90)
WINDOW_WEIGHTS = (0.15, 0.15, 0.4, 0.15, 0.15)
#: Probability of the curve that the table does not use.
OTHER_CURVE = 0.25
#: Unexplained: SD of a constant offset per pillar, SD of what wanders with 13 weeks' memory, and its correlation
#: between pillars. On a single day only the wandering part's stationary spread matters.
OFFSET_SD = 1.5
WANDER_SD: Mapping[str, float] = {"brand": 0.6, "find": 0.7, "engage": 0.5, "relationships": 0.3}
WANDER_CORRELATION = 0.3

#: Percentiles of every interval.
LOW, HIGH = 10, 90
_DAYS_AT_ONCE = 64


@dataclass(frozen=True)
class Ensemble:
    """M models of K signals.

    Attributes
    ----------
    weights : (M, K) float64
        Points at the cap; a pillar's sum to 25.
    caps : (M, K) float64
        Factor on the cap, mean of its inverse 1.
    window : (M,) int64
        Look-back window in days.
    other_curve : (M,) bool
        Whether the model has the curve that the table does not use.
    uniform : (M,) float64
        Quantile at which the common factor of the missing signals is drawn.
    noise : (M, K) float64
        Standard normals: each missing signal's own part.
    unexplained : (M, 4) float64
        Points that the model leaves out, by pillar.
    """

    weights: Floats
    caps: Floats
    window: NDArray[np.int64]
    other_curve: NDArray[np.bool_]
    uniform: Floats
    noise: Floats
    unexplained: Floats

    def pillars(self, model: Model, levels: Mapping[int, Levels], known: Copula) -> Floats:
        """Pillars of every model on every day.

        Parameters
        ----------
        model : Model
            The table that the ensemble was drawn around.
        levels : mapping of int to Levels
            Levels of the same N days by window, for every window in :attr:`window` and the table's own.
        known : Copula
            What missing signals are likely to be.

        Returns
        -------
        (N, M, 4) float64
            Each in [0, 25].
        """
        base = levels[model.window]
        factor = known.factors(known.posterior(evidence(base, model)), self.uniform)
        out = np.empty((len(base.days), len(self.window), len(PILLAR_KEYS)))
        for window in np.unique(self.window):
            share_of_cap = levels[int(window)].values / model.enough_for(int(window))
            for other in (False, True):
                m = np.flatnonzero((self.window == window) & (self.other_curve == other))
                if not len(m):
                    continue
                x = share_of_cap[:, None, :] / self.caps[m]
                for k in np.flatnonzero(np.isnan(share_of_cap).any(0)):
                    gone = np.isnan(share_of_cap[:, k])
                    x[gone, :, k] = known.draws(factor[np.ix_(gone, m)], self.noise[m, k], int(k))
                curve = next(c for c in CURVES if (c != model.curve) == other)
                share = CURVES[curve](x / curve_stretch(model, curve))
                out[:, m] = (share * self.weights[m]) @ model.membership
        return np.clip(out + self.unexplained, 0, PILLAR_MAX)

    def windows(self, model: Model) -> tuple[int, ...]:
        """Look-back windows for which levels are needed, in days."""
        return tuple(sorted({int(w) for w in self.window} | {model.window}))


def evidence(levels: Levels, model: Model) -> Floats:
    """(N, K) shares of the cap that tell how active a member is: what is known by rule tells nothing."""
    return np.where(levels.provenance == KNOWN, np.nan, levels.values / model.enough)


def fill_of(levels: Levels, model: Model) -> Floats:
    """(N, K) share of the cap at which a missing signal enters the headline, given the known ones."""
    known = copula(model)
    return known.mean_shares(known.posterior(evidence(levels, model)))


@lru_cache(maxsize=16)
def ensemble(model: Model, size: int = SIZE, seed: int = SEED) -> Ensemble:
    """Draw an ensemble around a table.

    Parameters
    ----------
    model : Model
        The table.
    size : int
        M >= 1.
    seed : int
        The same seed gives the same models.
    """
    if size < 1:
        raise ValueError(f"an ensemble of {size} models: ask for at least 1")
    rng = np.random.default_rng(seed)
    k = len(model.signals)
    weights = np.zeros((size, k))
    for p in range(len(PILLAR_KEYS)):
        members = np.flatnonzero((model.membership[:, p] > 0) & (model.max > 0))
        shares = rng.dirichlet(CONCENTRATION * model.max[members] / PILLAR_MAX, size)
        weights[:, members] = PILLAR_MAX * shares
    sd = np.array([CAP_SD * SURER.get(s.key, 1.0) for s in model.signals])
    # Centred so that the mean of 1 / cap is 1: uncentred caps inflate a total by 2 points.
    caps = np.exp(sd * rng.standard_normal((size, k)) + sd**2 / 2)
    windows = np.array([max(1, round(model.window * share)) for share in WINDOWS])
    window = rng.choice(windows, size, p=WINDOW_WEIGHTS)
    other_curve = rng.random(size) < OTHER_CURVE
    uniform = rng.permutation((np.arange(size) + 0.5) / size)
    noise = rng.standard_normal((size, k))
    wander_sd = np.array([WANDER_SD[p] for p in PILLAR_KEYS])
    correlation = np.full((len(wander_sd),) * 2, WANDER_CORRELATION)
    np.fill_diagonal(correlation, 1.0)
    wander = rng.standard_normal((size, len(wander_sd))) @ np.linalg.cholesky(correlation).T * wander_sd
    unexplained = OFFSET_SD * rng.standard_normal(wander.shape) + wander
    return Ensemble(weights, caps, window, other_curve, uniform, noise, unexplained)


@dataclass(frozen=True)
class Intervals:
    """10th and 90th percentiles on N days, widened where they must be to hold the headline.

    Attributes
    ----------
    total : (N, 2) float64
        Low and high of the total.
    pillars : (N, 4, 2) float64
        Low and high of each pillar.
    """

    total: Floats
    pillars: Floats


def intervals(member: Member, model: Model, days: NDArray[np.int64], pillars: Floats) -> Intervals:
    """The doubt beside the headline.

    Parameters
    ----------
    member : Member
        Whose levels.
    model : Model
        The table.
    days : (N,) int64
        Day numbers.
    pillars : (N, 4) float64
        The headline's pillars on those days; every interval holds its own headline.
    """
    drawn, known = ensemble(model), copula(model)
    total, each = np.empty((len(days), 2)), np.empty((len(days), pillars.shape[1], 2))
    for start in range(0, len(days), _DAYS_AT_ONCE):
        block = slice(start, start + _DAYS_AT_ONCE)
        levels = {w: levels_on(member, model, days[block], w) for w in drawn.windows(model)}
        cloud = drawn.pillars(model, levels, known)
        total[block] = np.moveaxis(np.percentile(cloud.sum(-1), (LOW, HIGH), axis=1), 0, -1)
        each[block] = np.moveaxis(np.percentile(cloud, (LOW, HIGH), axis=1), 0, -1)
    return Intervals(_holding(total, pillars.sum(-1)), _holding(each, pillars))


def _holding(interval: Floats, headline: Floats) -> Floats:
    # At the very ends the ensemble lies on one side: all caps met gives 100 by the table and less by most models.
    return np.stack((np.minimum(interval[..., 0], headline), np.maximum(interval[..., 1], headline)), -1)
