"""The five strategies with a member's own figures: what stands, what is missing, what to do and what it is worth."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.fields import Item
from ssi_core.imported import SCHEMA
from ssi_core.mix import NetworkMix
from ssi_core.results import PROVENANCE_WORDS, PillarScore, ScoreResult, SignalScore

if TYPE_CHECKING:
    import pandas as pd

#: Items of the profile's checklist, as a person reads them.
ITEMS: Mapping[str, str] = {
    "photo": "Profile photo", "headline": "A headline of your own (more than \u201ctitle at company\u201d)",
    "about": "About section", "current_position": "Current position with a description",
    "past_position": "A past position", "education": "Education", "five_skills": "Five skills",
    "location": "Location", "industry": "Industry", "custom_address": "Custom profile address",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes
    ----------
    kind : {"habit", "item", "signal"}
        An hour of a habit; an item of the profile's checklist; a signal brought to its cap.
    key : str
        The habit, the item or the signal.
    label : str
        What to do, in words.
    points : float
        Points of the score with it, less those without, by the table's weights.
    actions : float or None
        Times that a habit's action is done for it: whole, at least one; an hour of a habit is at most its ceiling a
        week. None where no habit does it.
    minutes : float or None
        What that takes.
    how : str
        What is done for it, where the label does not say; blank otherwise.
    """

    kind: str
    key: str
    label: str
    points: float
    actions: float | None = None
    minutes: float | None = None
    how: str = ""

    @property
    def words(self) -> str:
        """What to do, what it is worth and what it takes."""
        takes = [part for part in (self.how, "" if self.minutes is None else spell(self.minutes)) if part]
        return f"{self.label}: {self.points:+.2f} points" + (f" ({', '.join(takes)})" if takes else "")


@dataclass(frozen=True)
class Tick:
    """One item of the profile's checklist, and what ticking it brings.

    Attributes
    ----------
    item : Item
        Whether it is filled in, who says so, and the points that it counts where it is.
    label : str
        As a person reads it.
    gain : float
        Points that filling it in adds to the score as it stands: the rest of what an unknown one counts already.
    """

    item: Item
    label: str
    gain: float

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key

    @property
    def words(self) -> str:
        """Whether it is filled in and who says so, in words."""
        if self.item.state is None:
            return "not known"
        return f"{'filled in' if self.item.state else 'not filled in'}, {PROVENANCE_WORDS[self.item.provenance]}"


@dataclass(frozen=True)
class Strategy:
    """One of the five strategies.

    Attributes
    ----------
    key : str
        As in the signal table: ``expand your network``.
    signals : tuple of SignalScore
        What it raises.
    window : int
        Days of the look-back window.
    steps : tuple of Step
        An hour of each habit, best first; then the checklist's items; then each signal at its cap, most points first.
    """

    key: str
    signals: tuple[SignalScore, ...]
    window: int
    steps: tuple[Step, ...]

    @property
    def label(self) -> str:
        """``Expand your network``."""
        return self.key.capitalize()

    @property
    def points(self) -> float:
        """Points of its signals."""
        return sum(s.points for s in self.signals)

    @property
    def max(self) -> float:
        """Points of its signals at their caps."""
        return sum(s.max for s in self.signals)

    @property
    def room(self) -> float:
        """Points still to be had."""
        return self.max - self.points

    @property
    def missing(self) -> tuple[SignalScore, ...]:
        """Its signals that neither a file nor an answer gives, the weightiest first."""
        return tuple(sorted((s for s in self.signals if s.provenance == "missing"), key=lambda s: -s.max))

    @property
    def figures(self) -> tuple[str, ...]:
        """A sentence a signal: the member's own figure, what is enough, and the points."""
        return tuple(figure(s, self.window) for s in self.signals)

    @property
    def words(self) -> str:
        """Points of points possible, and the best thing to do."""
        said = f"{self.points:.1f} of {self.max:g} points."
        best = next((s for s in self.steps if s.kind == "habit"), None)
        return f"{said} Worth most an hour: {best.words}." if best else said

    @property
    def missing_words(self) -> tuple[str, ...]:
        """Which file or answer would tell what is not known."""
        return tuple(f"{s.label} (up to {s.max:g} points): give {s.fill}" for s in self.missing)


@dataclass(frozen=True)
class Playbook:
    """What a member can do, strategy by strategy.

    Attributes
    ----------
    as_of : datetime.date
        The day it stands on.
    score : ScoreResult
        The score of that day.
    strategies : tuple of Strategy
        The five, in their order; their points sum to the table's total.
    checklist : tuple of Tick
        The profile's items.
    network : NetworkMix
        Whom the member knows and follows.
    likely : mapping of str to float
        By signal that nobody knows, the level at which it enters the score, a count being of 90 days.
    """

    as_of: dt.date
    score: ScoreResult
    strategies: tuple[Strategy, ...]
    checklist: tuple[Tick, ...]
    network: NetworkMix
    likely: Mapping[str, float]

    @property
    def weakest(self) -> PillarScore:
        """The pillar with the fewest points."""
        return self.score.weakest

    @property
    def most_to_gain(self) -> Strategy:
        """The strategy with most still to be had that the member can have: what takes a seat they lack is left out."""
        return max(self.strategies, key=lambda s: s.room - sum(x.max for x in s.signals if x.provenance == "known"))

    @property
    def balance(self) -> str:
        """How far the pillars lie apart, which is the weakest, and which strategy has most to gain there."""
        low, high = self.weakest, max(self.score.pillars, key=lambda p: p.points)
        said = f"Your weakest pillar is {low.label}, {low.points:.1f} of {low.max:.0f}"
        if high.points - low.points < 1:
            return f"{said}; the four lie less than a point apart, so no side is neglected."
        # What takes a seat that the member lacks is no room of theirs.
        room = {
            s.key: sum(x.max - x.points for x in s.signals if x.pillar == low.key and x.provenance != "known")
            for s in self.strategies
        }
        most = max(room, key=lambda key: room[key])
        return (
            f"{said}; your strongest is {high.label}, {high.points:.1f}, {high.points - low.points:.1f} points apart. "
            f"Most of what is missing there lies in \u201c{most}\u201d: up to {room[most]:.1f} points."
        )

    @property
    def scale_words(self) -> str:
        """What the points of a step mean."""
        said = "Points of a step are by this model's weights, all else as it stands; LinkedIn publishes none."
        return f"{said} Your official readings move the level, not these." if self.score.calibrated else said

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi playbook --json``."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "model_version": self.score.model_version,
            "weakest": self.weakest.key,
            "balance": self.balance,
            "strategies": [
                {
                    "key": s.key, "points": s.points, "max": s.max,
                    "signals": [
                        {"key": x.key, "level": x.level, "enough": x.enough, "points": x.points, "max": x.max,
                         "provenance": x.provenance, "words": said, "likely": self.likely.get(x.key)}
                        for x, said in zip(s.signals, s.figures, strict=True)
                    ],
                    "missing": [{"signal": x.key, "max": x.max, "give": x.fill} for x in s.missing],
                    "steps": [
                        {"kind": t.kind, "key": t.key, "words": t.label, "how": t.how, "points": t.points,
                         "actions": t.actions, "minutes": t.minutes}
                        for t in s.steps
                    ],
                }
                for s in self.strategies
            ],
            "checklist": [
                {"item": t.key, "done": t.item.state, "provenance": t.item.provenance, "points": t.item.points,
                 "gain": t.gain}
                for t in self.checklist
            ],
            "network": {k: v for k, v in self.network.to_dict().items() if k not in ("schema", "as_of")},
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The steps, a row each."""
        import pandas as pd

        columns = ["strategy", "kind", "what to do", "points", "actions", "minutes"]
        rows = [[s.label, t.kind, t.label, t.points, t.actions, t.minutes] for s in self.strategies for t in s.steps]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(index=False, na_rep="", float_format="{:.2f}".format)
        return f"<p>{html.escape(self.balance)}</p>{table}"


def figure(signal: SignalScore, window: int) -> str:
    """A signal's level beside what is enough, its points and where it is known from, as a sentence."""
    points = f"{signal.points:.1f} of {signal.max:g} points"
    if signal.provenance == "known":
        return f"{signal.label}: counts only with a Sales Navigator seat, which you do not have. {points}."
    if signal.level is None:
        return f"{signal.label}: not known, taken as is likely given the rest. {points}."
    whole = signal.kind in ("share", "ratio")
    level = f"{signal.level:.0%}" if whole else f"{signal.level:,.0f}"
    enough = f"{signal.enough:.0%}" if whole else f"{signal.enough:,.0f}"
    span = f" in the last {window} days" if signal.kind in ("window", "ratio") else ""
    return f"{signal.label}: {level}{span}; {enough} is enough. {points}, {PROVENANCE_WORDS[signal.provenance]}."


def spell(minutes: float) -> str:
    """Minutes in words: ``45 minutes``, ``6 hours``, ``1 hour 30 minutes``; the exact minute only below ten hours."""
    whole = max(1, round(minutes))
    hours, rest = divmod(whole, 60)
    if hours >= 10:
        return f"{round(minutes / 60):,} hours"
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{rest} minute{'s' if rest > 1 else ''}"] if rest else []
    return " ".join(parts)
