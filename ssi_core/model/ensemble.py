"""Plausible models: weights, caps, windows and curves that might as well be LinkedIn's, and draws of what is missing.

All the doubt lives in one object, an ensemble of M models, from which every interval comes; what no model of ours
holds is :mod:`ssi_core.model.unexplained`, and the intervals are made in :mod:`ssi_core.model.calibration`.

Source of the numbers: MODEL, section 4 (own simulations; all members invented, so they test the statistics, not
LinkedIn's formula).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.copula import Copula, copula
from ssi_core.model.history import KNOWN, Levels
from ssi_core.model.score import CURVES, curve_stretch
from ssi_core.model.signals import PILLAR_KEYS, PILLAR_MAX
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

SIZE = 1000
SEED = 20261125
#: Concentration of the Dirichlet from which each pillar's weights are drawn.
CONCENTRATION = 24.0
#: SD of the logarithm of a cap, and the factor on it for the signals whose caps are surer.
CAP_SD = 0.4
SURER: Mapping[str, float] = {
    "profile_completeness": 0.0, "connections": 0.3, "active_days": 0.5, "reply_rate": 0.5,
    "personal_outreach": 0.5, "invite_acceptance": 0.5,
}  # fmt: skip
#: Look-back windows as shares of the table's own, and their probabilities.
WINDOWS = (60 / 90, 75 / 90, 1.0, 105 / 90, 120 / 90)
WINDOW_WEIGHTS = (0.15, 0.15, 0.4, 0.15, 0.15)
#: Probability of the curve that the table does not use.
OTHER_CURVE = 0.1
#: Memory of what a missing signal does beyond what the known ones say, in days: habits change within a year.
HABIT_DAYS = 240


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
    noise, other_noise : (M, K) float64
        Standard normals: each missing signal's own part.
    turn : (M, K) float64
        Radians a day at which a missing signal's own part turns from the one to the other.
    """

    weights: Floats
    caps: Floats
    window: NDArray[np.int64]
    other_curve: NDArray[np.bool_]
    uniform: Floats
    noise: Floats
    other_noise: Floats
    turn: Floats

    def own_part(self, days: NDArray[np.int64], m: NDArray[np.int64], k: int) -> Floats:
        """(N, M) a missing signal's own part on each day: standard normals with a memory of :data:`HABIT_DAYS`.

        One turning pair of normals a model: with Cauchy frequencies the correlation between two days, over models, is
        exp(-days between / memory), and a day's value depends on no other day asked for.
        """
        angle = days[:, None] * self.turn[m, k]
        out: Floats = np.cos(angle) * self.noise[m, k] + np.sin(angle) * self.other_noise[m, k]
        return out

    def pillars(self, model: Model, levels: Mapping[int, Levels], known: Copula) -> Floats:
        """Pillars of every model on every day, without what the models leave out.

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
            for other in (False, True):
                m = np.flatnonzero((self.window == window) & (self.other_curve == other))
                if not len(m):
                    continue
                x = self._shares(model, levels[int(window)], int(window), known, factor, m)
                curve = next(c for c in CURVES if (c != model.curve) == other)
                share = CURVES[curve](x / curve_stretch(model, curve))
                out[:, m] = (share * self.weights[m]) @ model.membership
        return out

    def _shares(
        self, model: Model, levels: Levels, window: int, known: Copula, factor: Floats, m: NDArray[np.int64]
    ) -> Floats:
        # (N, m, K) levels as shares of each model's own cap, the missing ones drawn.
        share_of_cap = levels.values / model.enough_for(window)
        x: Floats = share_of_cap[:, None, :] / self.caps[m]
        for k in np.flatnonzero(np.isnan(share_of_cap).any(0)):
            gone = np.isnan(share_of_cap[:, k])
            own = self.own_part(levels.days[gone], m, int(k))
            x[gone, :, k] = known.draws(factor[np.ix_(gone, m)], own, int(k))
        return x

    def shares_of_cap(self, model: Model, levels: Mapping[int, Levels], known: Copula, m: NDArray[np.int64]) -> Floats:
        """Levels of some of the models as shares of each one's own cap, before any curve; parameters as above.

        Parameters
        ----------
        model, levels, known
            As for :meth:`pillars`.
        m : (m,) int64
            Which models.

        Returns
        -------
        (N, m, K) float64
            What is missing is drawn.
        """
        base = levels[model.window]
        factor = known.factors(known.posterior(evidence(base, model)), self.uniform)
        out = np.empty((len(base.days), len(m), len(model.signals)))
        for window in np.unique(self.window[m]):
            at = np.flatnonzero(self.window[m] == window)
            out[:, at] = self._shares(model, levels[int(window)], int(window), known, factor, m[at])
        return out

    def of_table(self, model: Model) -> Ensemble:
        """The same draws of what is missing under the table's own weights, caps, window and curve."""
        size, k = self.weights.shape
        return replace(
            self,
            weights=np.broadcast_to(model.max, (size, k)),
            caps=np.ones((size, k)),
            window=np.full(size, model.window),
            other_curve=np.zeros(size, bool),
        )

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
    other_noise, turn = rng.standard_normal((size, k)), rng.standard_cauchy((size, k)) / HABIT_DAYS
    return Ensemble(weights, caps, window, other_curve, uniform, noise, other_noise, turn)
