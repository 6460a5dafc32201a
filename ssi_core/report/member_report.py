"""A member -> all that a report on them says, as one frozen object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ssi_core.imported import SCHEMA, Imported, day_in, member_in, spoken
from ssi_core.ingest.errors import IngestError
from ssi_core.member import Member, day_of
from ssi_core.model.table import Model
from ssi_core.moved import Why
from ssi_core.moving import why
from ssi_core.planned import Plan
from ssi_core.report.blocks import Document
from ssi_core.report.logo import Logo, logo_from
from ssi_core.report.records import Agreed, Held
from ssi_core.results import ScoreResult, between
from ssi_core.scoring import YEAR, history, score
from ssi_core.through_time import History

#: Characters of notes, and of a name.
LONGEST_NOTES, LONGEST_NAME = 100_000, 200


@dataclass(frozen=True)
class Report:
    """What a client keeps.

    Attributes
    ----------
    name : str
        Whom it is about; blank where nobody is named.
    score : ScoreResult
        The estimate of the day.
    why : Why
        What moved since an earlier day.
    history : History or None
        The last year; None where nothing bears a date.
    plan : Plan or None
        Where one was asked for.
    notes : tuple of str
        Paragraphs.
    commitments : tuple of Agreed
        What was agreed.
    sessions : tuple of Held
        Sessions that were held, oldest first.
    coach : str
        Who gives it; blank where nobody is named.
    logo : Logo or None
        The coach's.
    model : Model
        What it was computed with.
    read : str
        What was read, in a sentence; blank where no file was.
    """

    name: str
    score: ScoreResult
    why: Why
    history: History | None
    plan: Plan | None
    notes: tuple[str, ...]
    commitments: tuple[Agreed, ...]
    sessions: tuple[Held, ...]
    coach: str
    logo: Logo | None
    model: Model
    read: str

    @property
    def as_of(self) -> dt.date:
        """The day it stands for."""
        return self.score.as_of

    @property
    def history_words(self) -> str:
        """What the line of the year shows; blank without one."""
        h = self.history
        if h is None:
            return ""
        total, first, last = h.total, h.dates[0], h.dates[-1]
        words = (
            f"From {total[0]:.1f} on {spoken(first)} to {total[-1]:.1f} on {spoken(last)}, at most {total.max():.1f} "
            f"and at least {total.min():.1f}; on the last day probably "
            f"{between((float(h.interval[-1, 0]), float(h.interval[-1, 1])))}."
        )
        told = [r for r in h.official if r.total is not None and h.days[0] <= r.day <= h.days[-1]]
        if told:
            shown = f"{told[-1].total:.1f}".removesuffix(".0")
            words += f" LinkedIn showed {shown} on {spoken(day_of(told[-1].day))}; its numbers are the diamonds."
        return words

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi report --json``: each part as the command of its own has it."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "name": self.name,
            "coach": self.coach,
            "score": self.score.to_dict(),
            "why": self.why.to_dict(),
            "plan": None if self.plan is None else self.plan.to_dict(),
            "notes": list(self.notes),
            "commitments": [row.to_dict() for row in self.commitments],
            "sessions": [row.to_dict() for row in self.sessions],
        }

    @property
    def document(self) -> Document:
        """The same, laid out."""
        from ssi_core.report.member_document import document

        return document(self)


def report(
    found: Imported | Member,
    *,
    model: Model | None = None,
    as_of: dt.date | None = None,
    since: dt.date | None = None,
    plan: Plan | None = None,
    notes: str = "",
    name: str = "",
    coach: str = "",
    logo: bytes | Logo | None = None,
    commitments: Sequence[Agreed] = (),
    sessions: Sequence[Held] = (),
) -> Report:
    """All that a report on a member says.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    model : Model, optional
        An edited model; by default the published one.
    as_of : datetime.date, optional
        The day it stands for; by default the one that was read for.
    since : datetime.date, optional
        The day since which it tells what moved; by default that of :func:`ssi_core.api.why`.
    plan : Plan, optional
        As :func:`ssi_core.api.plan` gives it.
    notes : str
        Plain text that the client reads; a blank line parts paragraphs.
    name, coach : str
        Whom it is about, and who gives it.
    logo : bytes or Logo, optional
        The coach's, a PNG or a JPEG; see :func:`ssi_core.report.logo.logo_from`.
    commitments : sequence of Agreed
        What was agreed, of :func:`ssi_core.report.records.agreed`.
    sessions : sequence of Held
        Sessions that were held, of :func:`ssi_core.report.records.held`.

    Returns
    -------
    Report
        Its numbers are those of :func:`ssi_core.score`, :func:`ssi_core.api.why` and the plan.

    Raises
    ------
    IngestError
        If notes or a name are too long, or the logo can't be used.
    WrongDaysError
        If `since` lies after the day it stands for.
    """
    model = model or Model()
    day = day_in(found, as_of)
    if isinstance(found, Imported):
        found = replace(found, as_of=day_of(day))
    last = day_of(day)
    files = isinstance(found, Imported) and bool(found.ledger.entries)
    return Report(
        name=one_line(name, "the member's name"),
        score=score(found, as_of=last, model=model),
        why=why(found, since, last, model=model),
        history=_year(found, day, model),
        plan=plan,
        notes=paragraphs(notes),
        commitments=tuple(commitments),
        sessions=tuple(sorted(sessions, key=lambda s: s.day)),
        coach=one_line(coach, "the coach's name"),
        logo=logo_from(logo) if isinstance(logo, (bytes, bytearray)) else logo,
        model=model,
        read=found.sentence if isinstance(found, Imported) and files else "",
    )


def _year(found: Imported | Member, day: int, model: Model) -> History | None:
    # From a year back, or from the first day that anything is known of; what bears no date has no history.
    member = member_in(found)
    begun = [member.activity.first_day] if member.activity.days else []
    begun += [r.day for r in member.readings if r.total is not None or r.pillars]
    first = max(day - YEAR, min(begun, default=day))
    if first >= day:
        return None
    return history(found, start=day_of(first), end=day_of(day), model=model)


def paragraphs(notes: str) -> tuple[str, ...]:
    """Plain text -> its paragraphs; a single line break stays within one.

    Raises
    ------
    IngestError
        If it is too long.
    """
    if len(notes) > LONGEST_NOTES:
        raise IngestError(f"the notes have {len(notes):,} characters, {LONGEST_NOTES:,} are taken: shorten them")
    out: list[list[str]] = [[]]
    for line in notes.splitlines():
        if line.strip():
            out[-1].append(line.rstrip())
        elif out[-1]:
            out.append([])
    return tuple("\n".join(lines) for lines in out if lines)


def one_line(name: str, what: str) -> str:
    """A name without line breaks.

    Parameters
    ----------
    name : str
        As given.
    what : str
        Whose it is, for errors.

    Raises
    ------
    IngestError
        If it is longer than :data:`LONGEST_NAME`.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise IngestError(f"{what} has {len(name):,} characters, {LONGEST_NAME} are taken: shorten it")
    return name
