"""What is read of the score that a session froze, whoever wrote the file it came from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ssi_core.model.signals import PILLARS


@dataclass(frozen=True)
class Frozen:
    """A score as it was frozen.

    All of it is in points. This program freezes a total of 0 to 100 and pillars of 0 to 25; of a file that came from
    elsewhere no more is known than that nothing lies beyond 1000 either way.

    Attributes
    ----------
    total : float
        Score, which its pillars sum to within a millionth.
    interval : (float, float)
        10th and 90th percentile beside it.
    pillars : mapping of str to float
        Points of each of the four pillars, by key.
    signals : mapping of (str, str) to float
        Points by pillar and signal; a signal may be one of another model.
    model : (str, tuple of str)
        Version of the model, and what was edited in it.
    """

    total: float
    interval: tuple[float, float]
    pillars: Mapping[str, float]
    signals: Mapping[tuple[str, str], float]
    model: tuple[str, tuple[str, ...]]


def frozen(snapshot: Mapping[str, Any]) -> Frozen:
    """Read all of a snapshot that is ever told.

    Parameters
    ----------
    snapshot : mapping
        As :func:`ssi_core.store.snapshots.snapshot` makes it; what it holds beyond ``score`` and ``model`` is not read.

    Returns
    -------
    Frozen
        The score, its parts and the model that made it.

    Raises
    ------
    ValueError
        If it is no score of this program: a part is missing or of another kind, a pillar unknown, points beyond 1000
        either way, or the pillars do not sum to the total.
    """
    try:
        score, model = snapshot["score"], snapshot["model"]
        total, interval = _score(score)
        read = Frozen(
            total, interval,
            {p["key"]: _number(p["points"]) for p in score["pillars"]},
            {(s["pillar"], s["key"]): _number(s["points"]) for s in score["signals"]},
            (str(model["version"]), tuple(str(e) for e in model["edits"])),
        )  # fmt: skip
        whole = set(read.pillars) == set(PILLARS) and all(p in PILLARS and isinstance(k, str) for p, k in read.signals)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no score of this program: {error}") from None
    if not whole or abs(total - math.fsum(read.pillars.values())) > 1e-6:
        raise ValueError("no score of this program: its parts are not its whole")
    return read


def frozen_total(snapshot: Mapping[str, Any] | None) -> tuple[float, tuple[float, float]] | None:
    """Read the total and its interval alone.

    Parameters
    ----------
    snapshot : mapping or None
        As for :func:`frozen`, whose other parts need not be there; None where nothing was frozen.

    Returns
    -------
    (float, (float, float)) or None
        Total, and 10th and 90th percentile beside it, in points as in :class:`Frozen`; None where nothing was frozen,
        or nothing that can be read.
    """
    try:
        return None if snapshot is None else _score(snapshot["score"])
    except (KeyError, TypeError, ValueError):
        return None


def _score(score: Any) -> tuple[float, tuple[float, float]]:
    low, high = score["interval"]
    return _number(score["total"]), (_number(low), _number(high))


def _number(value: Any) -> float:
    # No points, nor an end of an interval, lie further out; nan is no number here either.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= 1000:
        raise ValueError(f"{type(value).__name__} where points must be")
    return float(value)
