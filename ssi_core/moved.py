"""What the core answers of two days: why the score moved from the one to the other."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA, spoken
from ssi_core.model.signals import PILLARS
from ssi_core.model.why import BECAME_KNOWN, IMPUTED, NO_LONGER_KNOWN, OTHER_SOURCE, SCALED

if TYPE_CHECKING:
    import pandas as pd

#: Days between the two, where only one of them is named.
DAYS_BACK = 90
#: Points that a person reads as none.
NEAR_NOTHING = 0.05
#: Signals named one by one; what is left is the others.
NAMED = 6
_WITH, _AGAINST = 3, 1

#: What a person reads for why a signal moved without an act of theirs.
NOTE_WORDS: Mapping[str, str] = {
    BECAME_KNOWN: "became known: from then on a file or an answer tells it",
    NO_LONGER_KNOWN: "no longer known: no file reaches that far",
    IMPUTED: "imputed: not known, and the other signals make another figure likely",
    OTHER_SOURCE: "told by another source than before",
    SCALED: "scaled: files cover a part of the window, and the rest is taken at their pace",
}


class WrongDaysError(ValueError):
    """Days that can't be used: which, and what to give instead."""


def signed(points: float) -> str:
    """Points to one decimal with their sign; ``0.0`` where they round to none."""
    return f"{points:+.1f}" if abs(points) >= NEAR_NOTHING else "0.0"


def within(label: str) -> str:
    """A label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class SignalMove:
    """Why a signal's points moved.

    Attributes
    ----------
    signal, label, pillar : str
        As in the signal table.
    came_in, aged_out, stock : float
        Points: what came into the window brought, what left it cost, and the rest; they sum to the change.
    note : str
        Why there is a rest that is no stock's; blank elsewhere.
    """

    signal: str
    label: str
    pillar: str
    came_in: float
    aged_out: float
    stock: float
    note: str = ""

    @property
    def change(self) -> float:
        """Points on the last day less those on the first."""
        return self.came_in + self.aged_out + self.stock

    @property
    def words(self) -> str:
        """Why there is a rest that no act of the member's made; blank where there is none."""
        return NOTE_WORDS.get(self.note, "") if abs(self.stock) > 1e-9 else ""


@dataclass(frozen=True)
class UnexplainedMove:
    """Change of a pillar that no signal explains: what readings moved, less what was clipped."""

    pillar: str
    points: float


@dataclass(frozen=True)
class Step:
    """A step of the waterfall: its points, and the total before and after it."""

    label: str
    points: float
    before: float
    after: float


def steps(start: float, moves: Sequence[tuple[str, float]], left_over: float, most: int = NAMED) -> tuple[Step, ...]:
    """Steps of a waterfall from one total to another.

    Parameters
    ----------
    start : float
        The total before the first step.
    moves : sequence of (str, float)
        Signals that moved by name with their points, the furthest first.
    left_over : float
        Points that no signal explains.
    most : int
        Signals named one by one.

    Returns
    -------
    tuple of Step
        Those that moved, then ``the others`` and ``unexplained``, which are always there.
    """
    rest = sum(points for _, points in moves[most:])
    out, at = list[Step](), start
    for label, points in (*moves[:most], ("the others", rest), ("unexplained", left_over)):
        out.append(Step(label, points, at, at + points))
        at += points
    return tuple(out)


@dataclass(frozen=True)
class Why:
    """Why the score moved between two days.

    Attributes
    ----------
    start, end : datetime.date
        The days, `start` not after `end`.
    start_total, end_total : float
        Totals, 0 to 100; with the official readings where there are any.
    start_pillars, end_pillars : mapping of str to float
        Pillars by key, 0 to 25.
    signals : tuple of SignalMove
        A row a signal, in the table's order.
    unexplained : tuple of UnexplainedMove
        A row a pillar; with `signals` they sum to the change of each pillar and of the total.
    calibrated : bool
        Whether official readings moved the totals.
    dated : bool
        Whether any signal rests on something that bears a date.
    model_version : str
        Version of the model.
    """

    start: dt.date
    end: dt.date
    start_total: float
    end_total: float
    start_pillars: Mapping[str, float]
    end_pillars: Mapping[str, float]
    signals: tuple[SignalMove, ...]
    unexplained: tuple[UnexplainedMove, ...]
    calibrated: bool
    dated: bool
    model_version: str

    @property
    def change(self) -> float:
        """Total on the last day less that on the first."""
        return self.end_total - self.start_total

    @property
    def left_over(self) -> float:
        """Change that no signal explains, of all pillars."""
        return sum(u.points for u in self.unexplained)

    @property
    def movers(self) -> tuple[SignalMove, ...]:
        """Signals that moved, the furthest first."""
        moved = [s for s in self.signals if abs(s.change) > 1e-9]
        return tuple(sorted(moved, key=lambda s: -abs(s.change)))

    @property
    def direction(self) -> str:
        """``up 3.1 since 5 July 2026``."""
        moved = f"{'up' if self.change > 0 else 'down'} {abs(self.change):.1f}"
        return f"{'unchanged' if abs(self.change) < NEAR_NOTHING else moved} since {spoken(self.start)}"

    @property
    def reasons(self) -> str:
        """``comments given +2.1, original posts +0.9``: those of the change's own sign first; blank where none is."""
        up = self.change > 0
        parts = [(within(s.label), s.change) for s in self.signals] + [("unexplained", self.left_over)]
        parts = sorted((p for p in parts if abs(p[1]) >= NEAR_NOTHING), key=lambda p: -abs(p[1]))
        told = [p for p in parts if (p[1] > 0) == up][:_WITH], [p for p in parts if (p[1] > 0) != up][:_AGAINST]
        return "; ".join(", ".join(f"{label} {signed(points)}" for label, points in some) for some in told if some)

    @property
    def words(self) -> str:
        """``up 3.1 since 5 July 2026: comments given +2.1, original posts +0.9``."""
        return ": ".join(part for part in (self.direction, self.reasons) if part)

    @property
    def headline(self) -> str:
        """The same, with both totals."""
        return (
            f"{self.words[:1].upper()}{self.words[1:]}. From {self.start_total:.1f} on {spoken(self.start)} to "
            f"{self.end_total:.1f} on {spoken(self.end)}."
        )

    @property
    def undated_words(self) -> str:
        """That nothing bears a date, and what moved it then; blank where something does."""
        if self.dated:
            return ""
        words = "Nothing that is known here bears a date, so no act came in and none left"
        if abs(self.change) < NEAR_NOTHING:
            return f"{words}: the estimate stays at {self.end_total:.1f}."
        return f"{words}. The {signed(self.change)} points are what your official readings say of these days."

    def top(self, most: int = NAMED) -> tuple[Step, ...]:
        """Steps of a waterfall from the first total to the last.

        Parameters
        ----------
        most : int
            Signals named one by one, the furthest first.

        Returns
        -------
        tuple of Step
            Those that moved, then ``the others`` and ``unexplained``, which are always there.
        """
        return steps(self.start_total, [(s.label, s.change) for s in self.movers], self.left_over, most)

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi why --json``, but for what leaves next."""
        return {
            "schema": SCHEMA,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "from_total": self.start_total,
            "to_total": self.end_total,
            "change": self.change,
            "signals": [
                {"signal": s.signal, "came_in": s.came_in, "aged_out": s.aged_out, "stock": s.stock}
                for s in self.signals
            ],
            "unexplained": [{"pillar": u.pillar, "points": u.points} for u in self.unexplained],
            # Beyond the contract.
            "pillars": [
                {"key": key, "from": self.start_pillars[key], "to": self.end_pillars[key]} for key in PILLARS
            ],
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """A row a signal that moved, the furthest first, and a row a pillar for what no signal explains."""
        import pandas as pd

        rows = [
            (PILLARS[s.pillar], s.label, s.came_in, s.aged_out, s.stock, s.change, s.words) for s in self.movers
        ] + [(PILLARS[u.pillar], "unexplained", 0.0, 0.0, u.points, u.points, "") for u in self.unexplained if u.points]
        return pd.DataFrame(
            rows, columns=["pillar", "signal", "came in", "aged out", "stock", "change", "remark"]
        )  # fmt: skip

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(index=False, float_format="{:+.2f}".format)
        return f"<p>{html.escape(self.headline)}</p>{table}"
