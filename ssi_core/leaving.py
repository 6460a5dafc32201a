"""What the core answers of the days ahead: what leaves the look-back window, what it costs, and what stands still."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA, spoken
from ssi_core.model.why import SCALED, STATED, UNKNOWN
from ssi_core.moved import NEAR_NOTHING, signed
from ssi_core.wording import ACTS, on_day, plainly

if TYPE_CHECKING:
    import pandas as pd

#: Days looked ahead.
DAYS_AHEAD = 30


#: What a person reads for why a signal does not age.
STILL_WORDS: Mapping[str, str] = {
    SCALED: "files cover a part of its window only, and no day's acts are known to leave",
    STATED: "you told us, and it holds until you say otherwise",
    UNKNOWN: "not known",
}


def _finely(points: float) -> str:
    # Points with their sign, to one decimal; to two where one would show none.
    return f"{points:+.1f}" if abs(points) >= NEAR_NOTHING else f"{points:+.2f}"


@dataclass(frozen=True)
class Leaves:
    """What of one signal leaves the window, on one day or on several.

    Attributes
    ----------
    signal, label : str
        As in the signal table.
    count : float
        Acts that leave; below 0 where a correction does.
    points : float
        What that changes, <= 0 but for a correction; 0 where the level stays at or above the cap.
    short : float
        Acts that keep the points where they are; above the cap fewer than leave.
    actions : int
        Actions of the habit `habit` that bring as much.
    level, enough : float
        What is left in the window, and what is enough.
    """

    signal: str
    label: str
    count: float
    points: float
    short: float
    actions: int
    level: float
    enough: float

    @property
    def habit(self) -> str:
        """Key of the habit that makes up for it."""
        return ACTS[self.signal].habit

    @property
    def free(self) -> bool:
        """Whether it leaves from above the cap and costs nothing yet."""
        return self.count > 0 and abs(self.points) < 1e-9

    @property
    def counted(self) -> str:
        """``14 comments``."""
        return ACTS[self.signal].counted(self.count)

    @property
    def stand_still(self) -> str:
        """``write 14``; where others decide, how many actions of one's own that takes."""
        need = max(1, -int(-(self.short - 1e-9) // 1))
        if self.signal == "active_days" and need == 1:
            return "be active that day"
        said = f"{ACTS[self.signal].do} {need:,}"
        if self.signal == "active_days":
            return f"{said} days"
        if self.habit == "invite":
            return f"{said} (an accepted invitation each)"
        if self.actions != need:
            return f"{said} (about {self.actions:,} {'post' if self.actions == 1 else 'posts'} of yours)"
        return said

    @property
    def spare_words(self) -> str:
        """Why it costs nothing yet: ``190 are left, 150 are enough``."""
        if self.level < self.enough:
            return "it has no weight in this model"
        return f"{plainly(self.level)} are left, {plainly(self.enough)} are enough"

    @property
    def free_words(self) -> str:
        """``40 messages leave and cost nothing yet: 190 are left, 150 are enough``."""
        leave = "leaves and costs" if self.count == 1 else "leave and cost"
        return f"{self.counted} {leave} nothing yet: {self.spare_words}"

    @property
    def cost_words(self) -> str:
        """``42 comments leave: -1.2; write 42 to stand still``."""
        leave = "leaves" if self.count == 1 else "leave"
        return f"{self.counted} {leave}: {_finely(self.points)}; {self.stand_still} to stand still"


@dataclass(frozen=True)
class LeavingDay:
    """What leaves the window on a day.

    Attributes
    ----------
    day, done : datetime.date
        The day, and the day on which it was done.
    points : float
        What that changes, given all that left before; <= 0 but for corrections.
    signals : tuple of Leaves
        The dearest first; empty where nothing leaves.
    """

    day: dt.date
    done: dt.date
    points: float
    signals: tuple[Leaves, ...]

    @property
    def words(self) -> str:
        """``14 comments from August leave on Tuesday 3 March 2026: -0.4; write 14 to stand still``."""
        if not self.signals:
            return f"nothing leaves on {on_day(self.day)}"
        first, others = self.signals[0], len(self.signals) - 1
        month = f"from {self.done:%B}"
        if first.count < 0:
            return f"a correction {month} leaves on {on_day(self.day)}: {signed(self.points)}"
        beside = f"{others} other signal{'s' if others > 1 else ''}"
        leaves = f"{first.counted} {month} {'leaves' if first.count == 1 else 'leave'} on {on_day(self.day)}"
        if first.free:
            rest = f", and so {'does' if others == 1 else 'do'} {beside}" if others else ""
            return f"{leaves}: nothing lost yet, {first.spare_words}{rest}"
        rest = f", {_finely(self.points)} with {beside}" if others else ""
        still = "make up for it" if first.count == 1 else "make up for them"
        return f"{leaves}: {_finely(first.points)}{rest}; {first.stand_still} to {still if others else 'stand still'}"


@dataclass(frozen=True)
class Ahead:
    """What leaves the look-back window next, if nothing comes in.

    Attributes
    ----------
    as_of : datetime.date
        The day from which to look ahead.
    window : int
        Look-back window in days.
    days : tuple of LeavingDay
        One a day, from the day after on.
    signals : tuple of Leaves
        What leaves on all these days, a row a signal of which anything does, the dearest first.
    still : tuple of (str, str)
        Label, and why, of the window signals that do not age day by day: ``scaled``, ``stated`` or ``not known``.
    dated : bool
        Whether any signal ages.
    """

    as_of: dt.date
    window: int
    days: tuple[LeavingDay, ...]
    signals: tuple[Leaves, ...]
    still: tuple[tuple[str, str], ...]
    dated: bool

    @property
    def points(self) -> float:
        """What leaves on all the days, in points; <= 0 but for corrections."""
        return sum(d.points for d in self.days)

    @property
    def free(self) -> tuple[Leaves, ...]:
        """Signals of which something leaves that costs nothing yet."""
        return tuple(s for s in self.signals if s.free)

    @property
    def costly(self) -> tuple[Leaves, ...]:
        """Signals of which so much leaves that it costs anything that a person would notice, the dearest first."""
        return tuple(s for s in self.signals if s.points <= -NEAR_NOTHING)

    def dearest(self, most: int = 3) -> tuple[LeavingDay, ...]:
        """The days that cost most, the dearest first; only such as cost anything that a person would notice."""
        dear = sorted((d for d in self.days if d.points <= -NEAR_NOTHING), key=lambda d: (d.points, d.day))
        return tuple(dear[:most])

    @property
    def words(self) -> str:
        """What leaves, in a sentence."""
        until = spoken(self.days[-1].day)
        if not self.dated and any(reason == SCALED for _, reason in self.still):
            return (
                f"Files cover only a part of the {self.window} days to {spoken(self.as_of)}, so no day's acts are "
                "known to leave the window: look from the day the files end, or give a newer export."
            )
        if not self.dated:
            return "Nothing that is known of these signals bears a date, so nothing is known to leave the window."
        if not self.signals:
            return f"Nothing leaves the window until {until}."
        if self.points > -NEAR_NOTHING:
            return f"What leaves the window until {until} costs nothing."
        said = f"If nothing comes in, {-self.points:.1f} points leave the window of {self.window} days until {until}"
        dear = self.dearest(1)
        return f"{said}, the most on {on_day(dear[0].day)} ({signed(dear[0].points)})." if dear else f"{said}."

    @property
    def still_words(self) -> str:
        """Which signals do not age day by day, and why; blank where all do."""
        told = []
        for reason, why in STILL_WORDS.items():
            labels = [label for label, r in self.still if r == reason]
            if labels:
                told.append(f"{', '.join(labels)} ({why})")
        return f"Left out: {'; '.join(told)}." if told else ""

    def rows(self) -> list[dict[str, Any]]:
        """A row a day, as ``ssi why --json`` gives them."""
        return [
            {
                "date": d.day.isoformat(),
                "points": d.points,
                "signals": [{"signal": s.signal, "count": s.count, "points": s.points} for s in d.signals],
                "words": d.words,
            }
            for d in self.days
        ]

    def to_dict(self) -> dict[str, Any]:
        """The same with the day it stands for."""
        return {"schema": SCHEMA, "as_of": self.as_of.isoformat(), "ahead": self.rows()}

    def to_frame(self) -> pd.DataFrame:
        """A row a day: points, and what leaves in words."""
        import pandas as pd

        frame = pd.DataFrame([{"date": d.day, "points": d.points, "what leaves": d.words} for d in self.days])
        frame["date"] = pd.to_datetime(frame["date"])
        return frame.set_index("date")

    def _repr_html_(self) -> str:
        import pandas as pd

        with pd.option_context("display.max_colwidth", None):  # a sentence cut short says nothing
            return f"<p>{html.escape(self.words)}</p>{self.to_frame().to_html(float_format='{:+.2f}'.format)}"
