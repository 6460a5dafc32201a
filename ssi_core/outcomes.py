"""What came back: invitations, messages, replies, reach and meetings, this window against the one before. No points."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ssi_core.imported import SCHEMA, Imported, day_in, member_in, spoken
from ssi_core.member import Member, day_of
from ssi_core.model.signals import WINDOW
from ssi_core.model.stretch import Stretch, over

if TYPE_CHECKING:
    import pandas as pd

#: What came back, as a person reads it, and which file tells; replies are dated by the answer, not by the opening.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "invitations_received": ("Invitations received", "Invitations.csv"),
    "messages_received": ("Messages received", "messages.csv"),
    "replies": ("Conversations you began that were answered", "messages.csv"),
    "impressions": ("Impressions", "the creator analytics workbook"),
    "followers_gained": ("Followers gained", "the creator analytics workbook"),
    "engagement_received": ("Engagement received", "the creator analytics workbook"),
    "meetings": ("Meetings", "your own count"),
}

#: Said wherever results stand beside a score.
CAUSE_WORDS = (
    "The score measures habits and these are results; that they move together does not show that either causes the "
    "other."
)


@dataclass(frozen=True)
class Outcome:
    """One thing that came back, in two windows.

    Attributes
    ----------
    key, label : str
        Its name, and as a person reads it.
    now, before : float or None
        Count in the window and in the one before it; None where no file covers at least half of it, which is not zero.
        Where a file covers a part, the count is scaled to the whole, by the same rule as the score's.
    part_now, part_before : bool
        Whether it is so scaled.
    fill : str
        Which file or answer tells it.
    """

    key: str
    label: str
    now: float | None
    before: float | None
    part_now: bool
    part_before: bool
    fill: str

    @property
    def change(self) -> float | None:
        """Now less before; None where either is not known."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def figure(self) -> str:
        """The count as a person reads it: ``1,204``, ``about 1,200`` where scaled, ``not known``."""
        if self.now is None:
            return "not known"
        return f"{'about ' if self.part_now else ''}{self.now:,.0f}"

    @property
    def change_words(self) -> str:
        """How it stands against the window before."""
        if self.now is None:
            return f"give {self.fill}"
        if self.before is None:
            return "the window before is in no file" if self.key != "meetings" else "the window before is not known"
        rounded = round(self.now) - round(self.before)
        about = "about " if self.part_now or self.part_before else ""
        if not rounded:
            return f"{about}as many as before ({self.before:,.0f})"
        return f"{about}{abs(rounded):,} {'more' if rounded > 0 else 'fewer'} than before ({self.before:,.0f})"

    @property
    def words(self) -> str:
        """``Messages received: 120, 15 more than before (105)``."""
        return f"{self.label}: {self.figure}, {self.change_words}"


@dataclass(frozen=True)
class Outcomes:
    """What came back, in a window and in the one before it.

    Attributes
    ----------
    as_of : datetime.date
        Last day of the window.
    window : int
        Days of each window; the one before ends on the day before this one begins.
    outcomes : tuple of Outcome
        In the order of :data:`OUTCOMES`.
    """

    as_of: dt.date
    window: int
    outcomes: tuple[Outcome, ...]

    @property
    def known(self) -> tuple[Outcome, ...]:
        """Those that some file or answer tells of this window."""
        return tuple(o for o in self.outcomes if o.now is not None)

    @property
    def words(self) -> str:
        """Which days are compared."""
        start = self.as_of - dt.timedelta(days=self.window - 1)
        return f"The {self.window} days from {spoken(start)} to {spoken(self.as_of)}, against the {self.window} before."

    @property
    def cause_words(self) -> str:
        """That neither the score nor these are shown to cause the other."""
        return CAUSE_WORDS

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi results --json``; null where no file covers, which is not zero."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "window": self.window,
            "outcomes": [
                {
                    "key": o.key, "now": o.now, "before": o.before, "change": o.change, "part_now": o.part_now,
                    "part_before": o.part_before,
                }
                for o in self.outcomes
            ],
            "note": self.cause_words,
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """A row each: now, before, change."""
        import pandas as pd

        rows = [{"result": o.label, "now": o.now, "before": o.before, "change": o.change} for o in self.outcomes]
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(index=False, na_rep="not known", float_format="{:,.0f}".format)
        return f"<p>{html.escape(f'{self.words} {self.cause_words}')}</p>{table}"


def outcomes(
    found: Imported | Member,
    *,
    as_of: dt.date | None = None,
    meetings: tuple[float | None, float | None] = (None, None),
) -> Outcomes:
    """What came back, this window against the one before.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    as_of : datetime.date, optional
        Last day of the window of 90 days; by default the day that was read for.
    meetings : (float or None, float or None)
        The user's own count of meetings in the window and in the one before, each 0 or more; None where not told.

    Returns
    -------
    Outcomes
        Counts, None where no file covers at least half a window. They carry no points.

    Raises
    ------
    ValueError
        If a number of meetings is below 0 or no number.
    """
    member, day = member_in(found), day_in(found, as_of)
    for told in meetings:
        if told is not None and not 0 <= told < np.inf:
            raise ValueError(f"{told} meetings: give a number of 0 or more, or nothing")
    rows = []
    for key, (label, fill) in OUTCOMES.items():
        if key == "meetings":
            rows.append(Outcome(key, label, *meetings, False, False, fill))
            continue
        now = _count(member, key, day - WINDOW + 1, day)
        before = _count(member, key, day - 2 * WINDOW + 1, day - WINDOW)
        values = [None if s is None else s.scaled for s in (now, before)]
        parts = [s is not None and v is not None and not s.whole for s, v in zip((now, before), values, strict=True)]
        rows.append(Outcome(key, label, values[0], values[1], parts[0], parts[1], fill))
    return Outcomes(day_of(day), WINDOW, tuple(rows))


def _count(member: Member, key: str, first: int, last: int) -> Stretch | None:
    if key != "replies":
        return over(member.activity, (key,), first, last)
    # The daily count is dated by the opening, and the newest openings have had no time to be answered.
    held, trials = over(member.activity, ("conversations_answered",), first, last), member.activity.trials
    if held is None or "reply_rate" not in trials:
        return None
    won = trials["reply_rate"].success_day
    return Stretch(float(((won >= first) & (won <= last)).sum()), held.covered, held.days)
