"""How far pillars and total spread around what is expected, when signals hang together.

Rates drift together: whoever lets up lets up everywhere, at correlation .4, and entirely where the same habit feeds
two signals. Counts hang together only as far as the same habits feed them: a post is an original post and a share.

Source of the numbers: MODEL, section 5; the share in a habit is its root, as a sum's correlation with its parts is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.signals import PILLAR_KEYS

Floats = NDArray[np.float64]

#: SD of the factor by which a rate drifts, and its correlation between signals that share no habit.
DRIFT, DRIFT_CORRELATION = 0.3, 0.4

_P = len(PILLAR_KEYS)


def spread_of(points: Floats, drift: Floats, kin: Floats, membership: Floats) -> tuple[Floats, Floats]:
    """SD of the pillars, and how they are joined.

    Parameters
    ----------
    points : (S, R, T, K) float64
        SD of each signal's points.
    drift : (S, R, T, K) float64
        Share of its variance that is drift.
    kin : (S, K, J) float64
        Roots of the shares that J sources have in each signal.
    membership : (K, 4) float64
        Pillars of the signals.

    Returns
    -------
    spread : (S, R, T, 4) float64
        SD of each pillar.
    common : (S, R, T) float64
        Correlation between pillars that gives the total its variance, 0 to 1.
    """
    size = kin.shape[-1]
    # Columns: for each pillar, every source.
    by_source = (membership[None, :, :, None] * kin[:, :, None, :]).reshape(len(kin), len(membership), _P * size)
    wide = (*points.shape[:-1], _P, size)
    drifting, counted = points * np.sqrt(drift), points * np.sqrt(1 - drift)
    one = (drifting @ by_source[:, None]).reshape(wide)
    two = (counted @ by_source[:, None]).reshape(wide)
    plain = drifting @ membership
    near = 1 - DRIFT_CORRELATION

    def squared(parts: Floats) -> Floats:
        return np.asarray(np.einsum("...j,...j->...", parts, parts), np.float64)

    each = DRIFT_CORRELATION * plain**2 + near * squared(one) + squared(two)
    total = DRIFT_CORRELATION * plain.sum(-1) ** 2 + near * squared(one.sum(-2)) + squared(two.sum(-2))
    spread: Floats = np.sqrt(each)
    alone = each.sum(-1)
    room = spread.sum(-1) ** 2 - alone
    common = np.divide(total - alone, room, out=np.zeros(room.shape), where=room > 1e-12)
    return spread, np.clip(common, 0.0, 1.0)
