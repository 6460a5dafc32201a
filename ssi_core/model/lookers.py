"""The models that look ahead: the table, and 64 of the ensemble that are spread over its curves, windows and totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.copula import copula
from ssi_core.model.ensemble import ensemble
from ssi_core.model.estimate import Ahead
from ssi_core.model.score import CURVES, curve_stretch
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

#: Models of the ensemble that look ahead; each speaks for its neighbours.
MODELS = 64


@dataclass(frozen=True)
class Lookers:
    """R + 1 models; the first is the table.

    Attributes
    ----------
    curves : (R + 1,) str
        Names of their curves.
    window : (R + 1,) int64
        Look-back windows in days.
    weights : (R + 1, K) float64
        Points at the cap.
    level : (R + 1, K) float64
        Level on the day looked ahead from, in each signal's own unit; what is missing is drawn, by the table as likely.
    cap : (R + 1, K) float64
        Level at which the model's own curve is full.
    speaks : (M,) int64
        For every model of the whole ensemble, which of the R speaks for it.
    """

    curves: NDArray[np.str_]
    window: NDArray[np.int64]
    weights: Floats
    level: Floats
    cap: Floats
    speaks: NDArray[np.int64]

    def stretches(self) -> Iterator[tuple[str, slice]]:
        """Runs of models with one curve."""
        starts = [0, *(np.flatnonzero(self.curves[1:] != self.curves[:-1]) + 1), len(self.curves)]
        for start, stop in pairwise(starts):
            yield str(self.curves[start]), slice(int(start), int(stop))


def lookers(model: Model, now: Ahead, at: Floats) -> Lookers:
    """Choose models that stand for the ensemble.

    Parameters
    ----------
    model : Model
        The table.
    now : Ahead
        What is known on the day looked ahead from.
    at : (K,) float64
        Levels as the table's headline has them, without a gap.
    """
    drawn = ensemble(model)
    order = np.lexsort((now.structure.sum(1), drawn.window, drawn.other_curve))
    size = len(order)
    number = min(MODELS, size)
    chosen = order[((np.arange(number) + 0.5) * size / number).astype(np.int64)]
    speaks = np.empty(size, np.int64)
    speaks[order] = np.arange(size) * number // size
    other = next(c for c in CURVES if c != model.curve)
    curves = np.array([model.curve, *np.where(drawn.other_curve[chosen], other, model.curve)])
    window = np.concatenate(([model.window], drawn.window[chosen]))
    enough = np.stack([model.enough_for(int(w)) for w in window])
    enough[1:] *= drawn.caps[chosen]
    shares = drawn.shares_of_cap(model, now.levels, copula(model), chosen)[0]
    return Lookers(
        curves, window, np.concatenate((model.max[None], drawn.weights[chosen])),
        np.concatenate((at[None], shares * enough[1:])), enough * np.stack([curve_stretch(model, c) for c in curves]),
        speaks,
    )  # fmt: skip
