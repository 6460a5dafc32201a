"""What a coach's records bring to a report: what was agreed, and sessions that were held. Never a private note."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ssi_core.commitments import Promised
from ssi_core.frozen import frozen_total
from ssi_core.imported import spoken
from ssi_core.ingest.errors import IngestError
from ssi_core.moved import NEAR_NOTHING, Why
from ssi_core.planned import NOUNS
from ssi_core.results import between
from ssi_core.wording import rate, weeks_apart


class Meeting(Protocol):
    """A session, of the records or anything with these."""

    @property
    def day(self) -> dt.date:
        """The day."""

    @property
    def shared(self) -> str:
        """Notes that the client reads."""

    @property
    def snapshot(self) -> Mapping[str, Any] | None:
        """What was frozen when it began: under ``score`` the answer of ``ssi score --json``."""


@dataclass(frozen=True)
class Agreed:
    """A row of what was agreed.

    Attributes
    ----------
    habit : str
        Key of the habit table.
    weekly : float
        Actions a week, > 0.
    start, until : datetime.date
        First and last day.
    kept : str
        Whether it was kept, in words; blank where nobody looked.

    Raises
    ------
    IngestError
        If the habit is unknown, the number none, or the days end before they start.
    """

    habit: str
    weekly: float
    start: dt.date
    until: dt.date
    kept: str = ""

    def __post_init__(self) -> None:
        if self.habit not in NOUNS:
            raise IngestError(f"a commitment to {self.habit!r}: choose a habit from {', '.join(NOUNS)}")
        if not (math.isfinite(self.weekly) and self.weekly > 0):
            raise IngestError(f"a commitment to {self.weekly} a week of {self.habit}: give more than 0")
        if self.until < self.start:
            raise IngestError(f"a commitment from {self.start} until {self.until} ends before it starts: swap the days")

    @property
    def words(self) -> str:
        """How much in a week: ``5 comments``, ``0.6 posts``, ``1 article every 4 weeks``; never another rate."""
        if (weeks := weeks_apart(self.weekly)) is not None:
            return f"1 {NOUNS[self.habit][0]} every {weeks} weeks"
        said = rate(self.weekly)
        return f"{said} {NOUNS[self.habit][said != '1']}"

    @property
    def pace(self) -> str:
        """The same as a promise: ``5 comments a week``, ``1 article every 4 weeks``."""
        return self.words if weeks_apart(self.weekly) is not None else f"{self.words} a week"

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "habit": self.habit, "weekly": self.weekly, "from": self.start.isoformat(),
            "until": self.until.isoformat(), "kept": self.kept,
        }  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A session that was held.

    Attributes
    ----------
    day : datetime.date
        The day.
    total : float or None
        The score frozen when it began; None where nothing was.
    interval : (float, float) or None
        Its 10-90 % interval.
    shared : str
        Notes that the client reads.
    """

    day: dt.date
    total: float | None = None
    interval: tuple[float, float] | None = None
    shared: str = ""

    @property
    def score_words(self) -> str:
        """``48.2 (43–54)``; blank where nothing was frozen."""
        if self.total is None:
            return ""
        return f"{self.total:.1f}" + (f" ({between(self.interval)})" if self.interval is not None else "")

    @property
    def day_words(self) -> str:
        """The day, as a person says it."""
        return spoken(self.day)

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "day": self.day.isoformat(), "total": self.total,
            "interval": None if self.interval is None else list(self.interval), "shared": self.shared,
        }  # fmt: skip


def agreed(commitment: Promised, kept: str = "") -> Agreed:
    """A commitment as a row of a report.

    Parameters
    ----------
    commitment : Promised
        As it was agreed.
    kept : str
        Whether it was kept, in words.
    """
    return Agreed(commitment.habit, float(commitment.weekly), commitment.start, commitment.until, kept)


def held(session: Meeting) -> Held:
    """A session as a row of a report: its day, the score frozen then, and the notes that the client reads.

    What was frozen and is no score is none.
    """
    total, interval = frozen_total(session.snapshot) or (None, None)
    return Held(session.day, total, interval, session.shared)


def frozen_words(last: Held | None, moved: Why) -> str:
    """That a session froze another score than its day has by now; blank where it did not.

    Parameters
    ----------
    last : Held or None
        The session.
    moved : Why
        What moved since its day, with what is known now.
    """
    then = None if last is None else last.total
    if then is None or abs(then - moved.start_total) < NEAR_NOTHING:
        return ""
    return (
        f"With what is known now, the score of that day is {moved.start_total:.1f}; the session froze {then:.1f}."
    )
