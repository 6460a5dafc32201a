"""What a coach reads the day before a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.commitments import UNSEEN, Check, checked
from ssi_core.homework import pace
from ssi_core.imported import SCHEMA, spoken
from ssi_core.ingest.importer import today
from ssi_core.markdown import literal, quoted
from ssi_core.model.plan import NextAction
from ssi_core.model.table import Model
from ssi_core.moved import NEAR_NOTHING, SignalMove, Why, signed
from ssi_core.moving import why
from ssi_core.report.records import Held, frozen_words, held
from ssi_core.results import ScoreResult
from ssi_core.scoring import score
from ssi_core.store.filed import Commitment, Session
from ssi_core.wording import on_day

if TYPE_CHECKING:  # the database library is only loaded where records are wanted
    from ssi_core.store.kept import Loaded
    from ssi_core.store.records import Records

#: Days before a session by which the files should reach it; older ones are asked for anew.
FRESH = 14
#: Signals that are not known and are asked for; next best actions; signals named of what moved.
ASKED, BEST, NAMED = 3, 3, 6


@dataclass(frozen=True)
class Prep:
    """What there is to know before a session.

    Attributes
    ----------
    name : str
        The member.
    day : datetime.date
        The day of the session.
    score : ScoreResult
        As the files stand.
    last : Held or None
        The last session before that day; None where none was held.
    moved : Why or None
        What moved since then, or in the last :data:`ssi_core.moved.DAYS_BACK` days where none was held; None where the
        files end on or before the day of the last session, or a single day is known.
    checks : tuple of Check
        What was promised and was not over by the last session, held against the files.
    shared, private : str
        What was written last time: for the client, and for the coach alone.
    to_ask : tuple of str
        What the files don't tell.
    best : tuple of NextAction
        Next best actions, at most three.
    """

    name: str
    day: dt.date
    score: ScoreResult
    last: Held | None
    moved: Why | None
    checks: tuple[Check, ...]
    shared: str
    private: str
    to_ask: tuple[str, ...]
    best: tuple[NextAction, ...]

    @property
    def since_words(self) -> str:
        """When the last session was, what was frozen then, and which way the score went since."""
        if self.last is None:
            way = "" if self.moved is None else f" {_capital(self.moved.direction)}."
            return f"No session was held before.{way}"
        then = f", with a score of {self.last.score_words}" if self.last.score_words else ""
        said = f"Last session: {spoken(self.last.day)}{then}."
        if self.moved is None:
            return f"{said} The files end no later, so nothing that came after is known."
        return f"{said} {_capital(self.moved.direction)}."

    @property
    def moved_words(self) -> tuple[str, ...]:
        """Why the score moved, a sentence or a signal each; none where nothing can be told."""
        if self.moved is None:
            return ()
        said = [self.moved.headline]
        said += [words] if (words := frozen_words(self.last, self.moved)) else []
        said += [self.moved.undated_words] if self.moved.undated_words else []
        return (*said, *(_signal_words(s) for s in self.moved.movers[:NAMED] if abs(s.change) >= NEAR_NOTHING))

    @property
    def markdown(self) -> str:
        """The coach's own sheet, private notes included."""
        s = self.score
        lines = [f"# {literal(self.name)}, {on_day(self.day)}", "", f"**{s.headline}.** {s.stands_for}.", ""]
        lines += [self.since_words, "", f"{s.coverage_words}."]
        lines += ["", f"{s.official_words}. {s.calibration_words}"] if s.official_words else []
        none = "Nothing was agreed." if self.last is None else "Nothing that has run since the last session."
        lines += _part("What was agreed", [f"- {c.sentence}" for c in self.checks], none)
        lines += _part("What moved", [f"- {said}" for said in self.moved_words], "Nothing that can be told.")
        lines += _part("What we wrote last time", quoted(self.shared), "Nothing.")
        lines += _part("For your eyes only", quoted(self.private), "Nothing.")
        lines += _part("What to ask", [f"- {said}" for said in self.to_ask], "Nothing in particular.")
        best = [f"{i}. {_capital(a.label)}: {a.why}." for i, a in enumerate(self.best, 1)]
        lines += _part("Next best actions", best, "None brings a point.")
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi records prep --json``."""
        return {
            "schema": SCHEMA,
            "member": self.name,
            "day": self.day.isoformat(),
            "score": self.score.to_dict(),
            "last": None if self.last is None else self.last.to_dict(),
            "moved": None if self.moved is None else self.moved.to_dict(),
            "commitments": [c.to_dict() for c in self.checks],
            "shared": self.shared,
            "private": self.private,
            "to_ask": list(self.to_ask),
            "next_best_actions": [
                {"habit": a.habit, "points_per_hour": a.points_per_hour, "why": a.why} for a in self.best
            ],
        }


def prep(records: Records, member: str, day: dt.date, *, model: Model | None = None) -> Prep:
    """Prepare a session with a member.

    Parameters
    ----------
    records : Records
        One owner's.
    member : str
        Id of the member.
    day : datetime.date
        The day of the session; what was held before it counts as earlier.
    model : Model, optional
        An edited model; by default the published one.

    Raises
    ------
    NotFoundError
        If there is no such member, or it is another owner's.
    """
    loaded = records.load(member)
    result = score(loaded.found, model=model)
    earlier = [s.content for s in records.sessions.of(member) if s.content.snapshot is not None and s.content.day < day]
    last = earlier[-1] if earlier else None
    promised = [
        c.content for c in records.commitments.of(member) if last is None or c.content.until >= last.day
    ]
    # Days still to come count neither way.
    until = min(day, today())
    checks = tuple(checked(loaded.found, one, today=until) for one in promised)
    return Prep(
        name=loaded.name,
        day=day,
        score=result,
        last=None if last is None else held(last),
        moved=_since(loaded, last, result.as_of, model),
        checks=checks,
        shared=last.shared if last else "",
        private=last.private if last else "",
        to_ask=tuple(_asked(result, promised, checks, day, last)),
        best=result.next_best_actions[:BEST],
    )


def preps(records: Records, day: dt.date, *, model: Model | None = None) -> tuple[Prep, ...]:
    """Prepare every session that is planned for a day and was not begun, by name of the member.

    Parameters
    ----------
    records : Records
        One owner's.
    day : datetime.date
        The day.
    model : Model, optional
        An edited model; by default the published one.
    """
    planned = {s.member for s in records.sessions.every() if s.content.day == day and s.content.snapshot is None}
    return tuple(prep(records, m.id, day, model=model) for m in records.members() if m.id in planned)


def _since(loaded: Loaded, last: Session | None, as_of: dt.date, model: Model | None) -> Why | None:
    if last is None:
        moved = why(loaded.found, None, as_of, model=model)
        return moved if moved.start < moved.end else None  # one reading is all that is known of them
    return why(loaded.found, last.day, as_of, model=model) if last.day < as_of else None


def _signal_words(move: SignalMove) -> str:
    # What came in and what aged out, where there is more to say than the change itself.
    parts = (("came in", move.came_in), ("aged out", move.aged_out), ("the rest", move.stock))
    told = [f"{what} {signed(points)}" for what, points in parts if abs(points) >= NEAR_NOTHING]
    said = f"{move.label} {signed(move.change)}"
    said += f": {', '.join(told)}" if len(told) > 1 else ""
    return f"{said} ({move.words})" if move.words else said


def _asked(
    result: ScoreResult, promised: Sequence[Commitment], checks: Sequence[Check], day: dt.date, last: Session | None
) -> Iterator[str]:
    for one, check in zip(promised, checks, strict=True):
        if check.verdict == UNSEEN and check.days:
            yield f"How did it go with {pace(one)}? The files can't tell."
    for s in result.missing[:ASKED]:
        yield f"{s.label} is not known, up to {s.max:g} points. What would tell: {s.fill}."
    end = result.last_day
    if end is None:
        yield "No file of activity was read so far: ask for the export."
    elif (day - end).days > FRESH or (last is not None and end <= last.day):
        days = (day - end).days
        away = f"{days} day{'s' if days > 1 else ''} before this session"
        yield f"The files end on {spoken(end)}, {away}: ask for a new export."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _part(title: str, lines: Sequence[str], otherwise: str) -> list[str]:
    return ["", f"## {title}", "", *(lines or [otherwise])]
