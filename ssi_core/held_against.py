"""Two sessions held against each other, from what each of them froze: nothing is scored again."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ssi_core.frozen import Frozen, frozen
from ssi_core.imported import SCHEMA, spoken
from ssi_core.model.signals import INDEX, PILLAR_KEYS, PILLARS, SIGNALS
from ssi_core.moved import NAMED, NEAR_NOTHING, Step, signed, steps, within
from ssi_core.store.errors import RecordsError
from ssi_core.store.filed import Session

#: What a signal is called that this version of the model does not have; a second one bears a number behind it.
UNKNOWN = "A signal of another model"
#: Signals named one by one.
_NAMED = 3


@dataclass(frozen=True)
class FrozenMove:
    """A signal's points in two sessions.

    Attributes
    ----------
    key, label, pillar : str
        As in the signal table; of a signal that is not in it, the label says so and the key is as it was frozen. No two
        of one answer bear the same label.
    before, after : float
        Points; 0 where the model of that day had no such signal.
    """

    key: str
    label: str
    pillar: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """Points in the later session less those in the earlier one."""
        return self.after - self.before


@dataclass(frozen=True)
class HeldAgainst:
    """Two sessions held against each other.

    Attributes
    ----------
    first, last : datetime.date
        Days of the two sessions.
    totals : (float, float)
        Scores frozen then.
    intervals : ((float, float), (float, float))
        Their 10-90 % intervals.
    pillars : mapping of str to (float, float)
        Points of each pillar.
    signals : tuple of FrozenMove
        In the table's order.
    unexplained : mapping of str to float
        Change of each pillar that no signal explains; with the signals' changes they sum to the pillars', and those
        to the change of the total.
    same_model : bool
        Whether both rest on one version of the model with the same edits.
    """

    first: dt.date
    last: dt.date
    totals: tuple[float, float]
    intervals: tuple[tuple[float, float], tuple[float, float]]
    pillars: Mapping[str, tuple[float, float]]
    signals: tuple[FrozenMove, ...]
    unexplained: Mapping[str, float]
    same_model: bool

    @property
    def change(self) -> float:
        """The later total less the earlier one."""
        return self.totals[1] - self.totals[0]

    @property
    def start(self) -> dt.date:
        """The earlier day, by the name that :class:`ssi_core.moved.Why` has for it."""
        return self.first

    @property
    def end(self) -> dt.date:
        """The later day, likewise."""
        return self.last

    @property
    def start_total(self) -> float:
        """The earlier total, likewise."""
        return self.totals[0]

    @property
    def end_total(self) -> float:
        """The later total, likewise."""
        return self.totals[1]

    def top(self, most: int = NAMED) -> tuple[Step, ...]:
        """Steps of a waterfall from the earlier total to the later one; see :func:`ssi_core.moved.steps`."""
        moves = sorted(((s.label, s.change) for s in self.signals if abs(s.change) > 1e-9), key=lambda m: -abs(m[1]))
        return steps(self.totals[0], moves, math.fsum(self.unexplained.values()), most)

    @property
    def movers(self) -> tuple[FrozenMove, ...]:
        """Signals that moved, the furthest first."""
        moved = [s for s in self.signals if abs(s.change) >= NEAR_NOTHING]
        return tuple(sorted(moved, key=lambda s: -abs(s.change)))

    @property
    def headline(self) -> str:
        """``48.2 on 3 May 2026, 52.9 on 1 July 2026: 4.7 up``."""
        return (
            f"{self.totals[0]:.1f} on {spoken(self.first)}, {self.totals[1]:.1f} on {spoken(self.last)}: "
            f"{_way(self.change)}"
        )

    @property
    def words(self) -> tuple[str, ...]:
        """A sentence a pillar, what moved most first; the signals that moved most; what no signal explains."""
        order = sorted(self.pillars, key=lambda key: -abs(self.pillars[key][1] - self.pillars[key][0]))
        said = [_pillar_words(key, *self.pillars[key]) for key in order]
        if most := self.movers[:_NAMED]:
            said.append(f"What moved most: {', '.join(f'{within(s.label)} {signed(s.change)}' for s in most)}.")
        left = {key: points for key, points in self.unexplained.items() if abs(points) >= NEAR_NOTHING}
        if left:
            parts = ", ".join(f"{within(PILLARS[key])} {signed(points)}" for key, points in left.items())
            said.append(f"What no signal explains: {parts}.")
        if not self.same_model:
            said.append("The model changed between them, so part of the difference may be the model's.")
        return tuple(said)

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi records compare --json``."""
        return {
            "schema": SCHEMA,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "from_total": self.totals[0],
            "to_total": self.totals[1],
            "from_interval": list(self.intervals[0]),
            "to_interval": list(self.intervals[1]),
            "change": self.change,
            "pillars": [{"key": key, "from": a, "to": b} for key, (a, b) in self.pillars.items()],
            "signals": [
                {"signal": s.key, "pillar": s.pillar, "from": s.before, "to": s.after} for s in self.signals
            ],
            "unexplained": [{"pillar": key, "points": points} for key, points in self.unexplained.items()],
            "same_model": self.same_model,
            "words": [self.headline, *self.words],
        }  # fmt: skip


def held_against(before: Session, after: Session) -> HeldAgainst:
    """Hold a session against an earlier one.

    Parameters
    ----------
    before, after : Session
        Two sessions with a snapshot, the earlier one first.

    Returns
    -------
    HeldAgainst
        From the snapshots alone, so that it says what was said then, whatever files or models came later.

    Raises
    ------
    RecordsError
        If one of them froze no score, or none that can be read, or if `before` is the later one.
    """
    if before.day > after.day:
        raise RecordsError(f"the session of {before.day} is later than that of {after.day}: swap them")
    one, two = _frozen(before), _frozen(after)
    keys = sorted(one.signals.keys() | two.signals.keys(), key=lambda k: (PILLAR_KEYS.index(k[0]), _place(k[1]), k[1]))
    moved = tuple(
        FrozenMove(at[1], label, at[0], one.signals.get(at, 0.0), two.signals.get(at, 0.0))
        for at, label in zip(keys, _labels([key for _, key in keys]), strict=True)
    )
    return HeldAgainst(
        first=before.day,
        last=after.day,
        totals=(one.total, two.total),
        intervals=(one.interval, two.interval),
        pillars={key: (one.pillars[key], two.pillars[key]) for key in PILLAR_KEYS},
        signals=moved,
        unexplained={
            key: two.pillars[key] - one.pillars[key] - math.fsum(s.change for s in moved if s.pillar == key)
            for key in PILLAR_KEYS
        },
        same_model=one.model == two.model,
    )


def _frozen(session: Session) -> Frozen:
    if session.snapshot is None:
        raise RecordsError(
            f"the session of {session.day} froze no score, since it was never begun: choose one that was"
        )
    try:
        return frozen(session.snapshot)
    except ValueError:
        raise RecordsError(
            f"what the session of {session.day} froze is no score of this program: choose another session"
        ) from None


def _place(key: str) -> int:
    return INDEX.get(key, len(INDEX))


def _labels(keys: Iterable[str]) -> Iterator[str]:
    # A chart has one row for all that is called the same, so what would be is numbered.
    seen = Counter[str]()
    for label in map(_label, keys):
        seen[label] += 1
        yield label if seen[label] == 1 else f"{label} ({seen[label]})"


def _label(key: str) -> str:
    # A signal of another version of the model has no label here, and its key may be anybody's text.
    return SIGNALS[INDEX[key]].label if key in INDEX else UNKNOWN


def _way(change: float) -> str:
    if abs(change) < NEAR_NOTHING:
        return "unchanged"
    return f"{abs(change):.1f} {'up' if change > 0 else 'down'}"


def _pillar_words(key: str, before: float, after: float) -> str:
    way = _way(after - before)
    if way == "unchanged":
        return f"{PILLARS[key]}: unchanged at {after:.1f}."
    return f"{PILLARS[key]}: {way}, from {before:.1f} to {after:.1f}."
