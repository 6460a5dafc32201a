"""Which weights and caps matter most to a member's total.

Each weight and each cap is set to its 10th and to its 90th percentile in the ensemble while all else stays as the table
has it (a pillar's other weights shrink or grow together, so that they sum to 25), and so are the window and the curve.
With readings each total is the calibrated one, moved by the same gain: then little is left to swing, since readings fix
the level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ssi_core.model.calibration import Calibration
from ssi_core.model.ensemble import ensemble
from ssi_core.model.estimate import HIGH, LOW
from ssi_core.model.signals import CURVES, PILLAR_MAX, WINDOW_RANGE, Signal
from ssi_core.model.table import Model

#: Windows that are compared, in days.
WINDOWS = (60, 90, 120)


@dataclass(frozen=True)
class Swing:
    """What one doubtful number does to the total.

    Attributes
    ----------
    key : str
        Signal key, ``window`` or ``curve``.
    label : str
        What a person reads.
    what : {"weight", "cap", "window", "curve"}
        Which number.
    values : tuple of str
        The settings tried, in words.
    totals : tuple of float
        The total under each, 0 to 100.
    base : float
        The total as shown.
    """

    key: str
    label: str
    what: str
    values: tuple[str, ...]
    totals: tuple[float, ...]
    base: float

    @property
    def name(self) -> str:
        """``Connections, cap``, or what is set where that is no signal's."""
        return self.label if self.what in ("window", "curve") else f"{self.label}, {self.what}"

    @property
    def words(self) -> str:
        """``Connections, cap: 52.0 at 800, 49.0 at 1,600``."""
        return f"{self.name}: " + ", ".join(f"{t:.1f} at {v}" for v, t in zip(self.values, self.totals, strict=True))

    @property
    def width(self) -> float:
        """Points between the lowest and the highest total, the one shown included."""
        return max(*self.totals, self.base) - min(*self.totals, self.base)


def swings(held: Calibration, day: int) -> tuple[Swing, ...]:
    """Every doubtful number's swing, the widest first.

    Parameters
    ----------
    held : Calibration
        A member and their readings, by the model that is swung.
    day : int
        Day number.
    """
    model, drawn = held.model, ensemble(held.model)
    base = held.total_under(model, day)

    def swing(key: str, label: str, what: str, tried: Sequence[tuple[str, Model]]) -> Swing:
        totals = tuple(held.total_under(other, day) for _, other in tried)
        return Swing(key, label, what, tuple(words for words, _ in tried), totals, base)

    out = []
    for k, s in enumerate(model.signals):
        if s.max > 0:
            weights = np.percentile(drawn.weights[:, k], (LOW, HIGH))
            out.append(swing(s.key, s.label, "weight", [(f"{w:.1f} points", _weighing(model, k, w)) for w in weights]))
        caps = s.enough * np.percentile(drawn.caps[:, k], (LOW, HIGH))
        if caps[1] > caps[0]:
            out.append(swing(s.key, s.label, "cap", [(_amount(s, c), _capped(model, k, c)) for c in caps]))
    low, high = WINDOW_RANGE
    windows = [w for w in WINDOWS if low <= w <= high]
    out.append(swing("window", "Look-back window", "window",
                     [(f"{w} days", replace(model, window=w)) for w in windows]))  # fmt: skip
    out.append(swing("curve", "Curve", "curve", [(c, replace(model, curve=c)) for c in CURVES]))
    return tuple(sorted(out, key=lambda s: -s.width))


def _amount(signal: Signal, cap: float) -> str:
    return f"{cap:.0%}" if signal.kind in ("share", "ratio") else f"{cap:,.0f}" if cap >= 10 else f"{cap:.1f}"


def _capped(model: Model, k: int, cap: float) -> Model:
    changed = replace(model.signals[k], enough=float(cap))
    return replace(model, signals=(*model.signals[:k], changed, *model.signals[k + 1 :]))


def _weighing(model: Model, k: int, weight: float) -> Model:
    signal, others = model.signals[k], PILLAR_MAX - model.signals[k].max
    scale = (PILLAR_MAX - weight) / others if others else 1.0
    return replace(
        model,
        signals=tuple(
            s if s.pillar != signal.pillar else replace(s, max=float(weight) if s.key == signal.key else s.max * scale)
            for s in model.signals
        ),
    )
