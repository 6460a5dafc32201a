"""What a missing signal is likely to be, given the signals that are known.

Each signal's share of its cap is Beta(2 t, 2 (1 - t)) with t its typical share. The shares hang together through
one common factor, "how active is this person": signal k has the normal score
``z = sqrt(r) F + sqrt(1 - r) e``, r = .35, and the share is the Beta quantile at Phi(z). The known signals say what F
is likely to be, F says what the missing ones are likely to be. F is one number, so its posterior is exact on a grid:
no sampling, no iteration.

Source of the numbers: MODEL, section 4 (own simulations). :data:`EDGE` is this module's: a share at or below it, or
at or above one less it, tells only on which side the member lies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.table import Model

Floats = NDArray[np.float64]

#: Correlation between the normal scores of any two signals.
CORRELATION = 0.35
#: Weight of the prior: a Beta's two parameters sum to this.
PRECISION = 2.0
#: Shares closer than this to 0 or 1 are censored there.
EDGE = 0.02

_Z = np.linspace(-6.0, 6.0, 481)  # normal scores at which the quantiles are tabulated
_F = np.linspace(-5.0, 5.0, 81)  # nodes of the common factor
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(40)  # for the expectation over e
_NODE_WEIGHTS = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()


def normal_cdf(z: Floats) -> Floats:
    """Normal distribution function."""
    return np.array([0.5 * math.erfc(-v / math.sqrt(2)) for v in z.ravel()]).reshape(z.shape)


def beta_cdf(a: float, b: float) -> tuple[Floats, Floats]:
    """Tabulate the distribution function of Beta(a, b).

    Parameters
    ----------
    a, b : float
        Both > 0; well below 1 the density is infinite at the ends, so the integral is taken over log x below one
        half and over log(1 - x) above, where it is smooth.

    Returns
    -------
    x, cdf : (n,) float64
        Increasing from 0 to 1; accurate to 1e-7.
    """
    log_nodes = np.linspace(math.log(1e-30), math.log(0.5), 2 * 1500 - 1)
    nodes = np.exp(log_nodes)
    tail = nodes[::2]

    def mass(p: float, q: float) -> Floats:
        density = nodes**p * (1 - nodes) ** (q - 1)
        # Simpson's rule: every second node is a middle.
        steps = (density[:-1:2] + 4 * density[1::2] + density[2::2]) / 6 * 2 * (log_nodes[1] - log_nodes[0])
        out: Floats = np.concatenate(([0.0], np.cumsum(steps))) + tail[0] ** p / p
        return out

    below, above = mass(a, b), mass(b, a)
    whole = below[-1] + above[-1]
    x = np.concatenate(([0.0], tail, 1 - tail[-2::-1], [1.0]))
    cdf = np.concatenate(([0.0], below / whole, 1 - above[-2::-1] / whole, [1.0]))
    return x, cdf


@dataclass(frozen=True)
class Copula:
    """Tables for one set of typical shares; K signals, G nodes of the common factor.

    Attributes
    ----------
    quantiles : (K, Z) float64
        Share of the cap at each normal score of the grid.
    means : (K, G) float64
        Mean share given the common factor.
    low, high : (K, G) float64
        Log-probability, given the common factor, of lying at or below :data:`EDGE`, at or above 1 - :data:`EDGE`.
    """

    quantiles: Floats
    means: Floats
    low: Floats
    high: Floats

    def posterior(self, shares: Floats) -> Floats:
        """Probability of each node of the common factor.

        Parameters
        ----------
        shares : (N, K) float64
            Shares of the cap, >= 0 (above 1 counts as at the cap); NaN where missing or no evidence.

        Returns
        -------
        (N, G) float64
            Rows sum to 1. Without any known signal: the standard normal on the grid.
        """
        at_low, at_high = shares <= EDGE, shares >= 1 - EDGE
        inside = ~(np.isnan(shares) | at_low | at_high)
        z = np.zeros(shares.shape)
        for k in np.flatnonzero(inside.any(0)):
            z[inside[:, k], k] = np.interp(shares[inside[:, k], k], self.quantiles[k], _Z)
        # Given F the scores are independent normals, so their log-likelihood needs only their number and their sum.
        number, total = inside.sum(1)[:, None], z.sum(1)[:, None]
        root = math.sqrt(CORRELATION)
        log = (root * _F * total - CORRELATION * _F**2 * number / 2) / (1 - CORRELATION) - _F**2 / 2
        log = log + at_low.astype(float) @ self.low + at_high.astype(float) @ self.high
        weight = np.exp(log - log.max(1, keepdims=True))
        out: Floats = weight / weight.sum(1, keepdims=True)
        return out

    def mean_shares(self, posterior: Floats) -> Floats:
        """(N, G) posterior -> (N, K) mean share of each signal, were it missing."""
        out: Floats = posterior @ self.means.T
        return out

    def factors(self, posterior: Floats, uniform: Floats) -> Floats:
        """(N, G) posterior, (M,) uniforms in (0, 1) -> (N, M) draws of the common factor."""
        step = _F[1] - _F[0]
        cdf = np.cumsum(posterior, 1)
        edges = _F + step / 2
        return np.stack([np.interp(uniform, row, edges) for row in cdf])

    def draws(self, factor: Floats, noise: Floats, k: int) -> Floats:
        """Shares of missing signal `k`.

        Parameters
        ----------
        factor : (N, M) float64
            Draws of the common factor.
        noise : (N, M) or (M,) float64
            Standard normals.
        k : int
            The signal.

        Returns
        -------
        (N, M) float64
            Shares of the cap, in [0, 1].
        """
        z = math.sqrt(CORRELATION) * factor + math.sqrt(1 - CORRELATION) * noise
        shares: Floats = np.interp(z, _Z, self.quantiles[k])
        return shares


@lru_cache(maxsize=16)
def _tables(typical: tuple[float, ...]) -> Copula:
    uniform = normal_cdf(_Z)
    quantiles, means = list[Floats](), list[Floats]()
    low, high = list[Floats](), list[Floats]()
    root, rest = math.sqrt(CORRELATION), math.sqrt(1 - CORRELATION)
    prior = np.exp(-(_F**2) / 2)
    prior /= prior.sum()
    for t in typical:
        x, cdf = beta_cdf(PRECISION * t, PRECISION * (1 - t))
        quantile = np.interp(uniform, cdf, x)
        score = np.interp(root * _F[:, None] + rest * _NODES[None, :], _Z, quantile)
        mean = score @ _NODE_WEIGHTS
        # The quadrature is off by some 1e-4; with nothing known the mean is `typical` by definition.
        means.append(mean * (t / (prior @ mean)))
        quantiles.append(quantile)
        for edge, sign, table in ((EDGE, 1, low), (1 - EDGE, -1, high)):
            z = np.interp(edge, quantile, _Z)
            table.append(np.log(np.maximum(normal_cdf(sign * (z - root * _F) / rest), 1e-300)))
    return Copula(np.array(quantiles), np.array(means), np.array(low), np.array(high))


def copula(model: Model) -> Copula:
    """Tables for the typical shares of `model`, made once."""
    return _tables(tuple(float(t) for t in model.typical))
