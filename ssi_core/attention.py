"""Who waits for a coach, and why: sessions due, commitments that slip, scores that fell, files that grew old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.commitments import NOT_KEPT, PARTLY, Check, check_all
from ssi_core.imported import spoken
from ssi_core.member import day_of
from ssi_core.planned import NOUNS
from ssi_core.store.filed import Commitment, Session
from ssi_core.wording import plainly, rate

if TYPE_CHECKING:  # the roster needs the database library, which nobody pays for who keeps no records
    from ssi_core.store.records import Records
    from ssi_core.store.roster import Listed

#: Days without a session after which one that is not planned is missed.
LONGEST_WAIT = 35
#: Days after its end for which a commitment is still looked at: an export that shows its end comes later.
AFTERWARDS = 14
#: Points that a score falls by from one import to the next before it is told.
FALL = 2.0
#: Days that the files end before today.
OLD = 45

#: Kinds of reasons, the most pressing first; with the first three somebody waits for a session.
KINDS = ("today", "tomorrow", "overdue", "unplanned", "slips", "fell", "old")
_DUE = KINDS[:3]


@dataclass(frozen=True)
class Attention:
    """What waits with one member.

    Attributes
    ----------
    listed : Listed
        The member.
    reasons : tuple of str
        In words, the most pressing first; none where nothing waits.
    checks : tuple of Check
        Of the commitments that run, or ended up to :data:`AFTERWARDS` days ago.
    kinds : tuple of str
        Of each reason, which of :data:`KINDS` it is.
    """

    listed: Listed
    reasons: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether a session is due: today, tomorrow, or since a day that has passed."""
        return any(kind in _DUE for kind in self.kinds)

    @property
    def words(self) -> str:
        """``session due tomorrow; comments slip: 2 of 5 a week``, or ``Nothing waits.``."""
        return "; ".join(self.reasons) or "Nothing waits."

    def to_dict(self) -> dict[str, Any]:
        """A row for a program."""
        return {
            "member": self.listed.to_dict(), "urgent": self.urgent,
            "reasons": [{"kind": k, "words": w} for k, w in zip(self.kinds, self.reasons, strict=True)],
            "commitments": [c.to_dict() for c in self.checks],
        }  # fmt: skip


def attention(records: Records, today: dt.date) -> tuple[Attention, ...]:
    """Who waits, and why.

    Parameters
    ----------
    records : Records
        One owner's.
    today : datetime.date
        The day it is.

    Returns
    -------
    tuple of Attention
        Every member: those with the most pressing first reason first, then by name.
    """
    sessions: dict[str, list[Session]] = {}
    for held in records.sessions.every():
        sessions.setdefault(held.member, []).append(held.content)
    ended = today - dt.timedelta(days=AFTERWARDS)
    promised: dict[str, list[Commitment]] = {}
    for one in records.commitments.every():
        if one.content.start <= today and one.content.until >= ended:
            promised.setdefault(one.member, []).append(one.content)
    shown = {(held.member, day_of(held.content.day)) for held in records.readings.every()}
    out = []
    for listed in records.members():
        runs = promised.get(listed.id)
        # Files are loaded for those alone who have something to hold against them.
        checks = check_all(records.load(listed.id).found, runs, today=today) if runs else ()
        told = list(_reasons(listed, sessions.get(listed.id, ()), checks, today))
        if (age := (today - listed.as_of).days) >= OLD:
            # Who is known by readings alone stands on the last of them and never sent a file.
            alone = (listed.id, listed.as_of) in shown and not records.load(listed.id).found.member.activity.counts
            what = "official reading" if alone else "files"
            told.append(("old", f"no {what} since {spoken(listed.as_of)}, {age} days ago"))
        told.sort(key=lambda r: KINDS.index(r[0]))
        out.append(Attention(listed, tuple(words for _, words in told), checks, tuple(kind for kind, _ in told)))
    return tuple(sorted(out, key=_order))


def _order(one: Attention) -> tuple[int, str, str]:
    first = KINDS.index(one.kinds[0]) if one.kinds else len(KINDS)
    return first, one.listed.name.casefold(), one.listed.id


def _reasons(
    listed: Listed, sessions: Sequence[Session], checks: Sequence[Check], today: dt.date
) -> Iterator[tuple[str, str]]:
    begun = [s.day for s in sessions if s.snapshot is not None and s.day <= today]
    last = max(begun, default=None)
    # What was planned for a day before the last session was held then instead.
    planned = sorted({s.day for s in sessions if s.snapshot is None and (last is None or s.day > last)})
    for day in planned:
        if (kind := _due(day, today)) is not None:
            yield kind, _due_words(kind, day, today)
    if not planned:
        since = last or listed.created.date()
        wait = (today - since).days
        if wait > LONGEST_WAIT:
            held = f"the last was on {spoken(since)}, {wait} days ago" if last else f"none held in {wait} days"
            yield "unplanned", f"no session planned; {held}"
    for check in checks:
        if check.verdict in (PARTLY, NOT_KEPT) and check.weekly is not None:
            yield "slips", _slips(check)
    if listed.before is not None and listed.before - listed.total >= FALL - 1e-9:
        fall = listed.before - listed.total
        yield "fell", f"the score fell by {fall:.1f} since the import before, to {listed.total:.1f}"


def _due(day: dt.date, today: dt.date) -> str | None:
    away = (day - today).days
    return "overdue" if away < 0 else {0: "today", 1: "tomorrow"}.get(away)


def _due_words(kind: str, day: dt.date, today: dt.date) -> str:
    if kind != "overdue":
        return f"session due {kind}"
    days = (today - day).days
    return f"session overdue: planned for {spoken(day)}, {days} day{'s' if days > 1 else ''} ago, and never begun"


def _slips(check: Check) -> str:
    assert check.weekly is not None
    said = "fell short" if check.over else "slip"
    least = "at least " if check.lower_bound else ""
    done, meant = plainly(round(check.weekly, 1)), rate(check.promised)
    return f"{NOUNS[check.habit][1]} {said}: {least}{done} of {meant} a week"
