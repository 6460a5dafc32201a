"""A stored member and a later upload -> the member as they stand now, and how much of the upload was new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ssi_core.imported import Imported, unspoken
from ssi_core.ingest.people import retargeted
from ssi_core.member import NEVER, Member, Target, Trials
from ssi_core.store.ledgers import joined
from ssi_core.store.merge import FIGURES, Told, merged, outreach, tried
from ssi_core.store.rows import Known, KnownRows, salted


@dataclass(frozen=True)
class Combined:
    """What became of a later upload.

    Attributes
    ----------
    found : Imported
        The member as they stand now.
    digests : bytes or None
        Of all their rows, salted; None where either side was read without.
    new_rows : mapping of str to int
        By kind of file, rows of the upload that were not known before.
    known_rows : mapping of str to int
        Rows of the upload that were.
    """

    found: Imported
    digests: bytes | None
    new_rows: Mapping[str, int]
    known_rows: Mapping[str, int]

    @property
    def nothing_new(self) -> bool:
        """Whether every row of the upload was known: the same files again."""
        return bool(self.known_rows) and not any(self.new_rows.values())

    @property
    def sentence(self) -> str:
        """In words; blank where no rows could be compared."""
        new, known = sum(self.new_rows.values()), sum(self.known_rows.values())
        if not new and not known:
            return ""
        if not new:
            return f"All {known:,} rows of these files were there already: nothing counts twice."
        return f"{new:,} new rows; {known:,} were there already and count once."


def combined(held: Imported, digests: bytes | None, found: Imported, salt: bytes) -> Combined:
    """Put them together.

    Parameters
    ----------
    held : Imported
        As stored.
    digests : bytes or None
        Of the stored rows.
    found : Imported
        As read.
    salt : bytes
        The member's.
    """
    new = found.member
    target = new.target if new.target != Target() else held.member.target
    if target != new.target:
        new = retargeted(new, target)
    newer = _until(found) >= _until(held)
    fresh = None if found.traces is None else salted(found.traces, salt)
    known = None if digests is None else KnownRows.unpacked(digests)
    if fresh is None or known is None:
        member = merged(held.member, new, newer=newer)
        # Digests of some rows only would make the others disappear at the next upload: all of them or none.
        rows = fresh if known is None and not held.member.activity.counts else None
        return Combined(_whole(held, found, member), None if rows is None else rows.packed(), {}, {})
    # As in one reading: what the newer export says of a row stands, and the older one adds the rows it alone has.
    ahead, behind = (fresh, known) if newer else (known, fresh)
    only = {k: rows.take(rows.not_in(ahead.kinds[k])) if k in ahead.kinds else rows for k, rows in behind.kinds.items()}
    whole = {
        kind: ahead.kinds[kind].and_more(only[kind]) if kind in ahead.kinds and kind in only
        else ahead.kinds.get(kind, only.get(kind, _NONE))
        for kind in dict.fromkeys((*ahead.kinds, *only))
    }  # fmt: skip
    if "invitations" in whole:
        whole["invitations"] = _accepted(whole["invitations"], whole.get("connections"))
    told = Told(_series(only), _trials(held.member, new, newer, known, fresh, whole))
    twice = {kind: len(behind.kinds[kind]) - len(only[kind]) for kind in known.kinds if kind in fresh.kinds}
    return Combined(
        _whole(held, found, merged(held.member, new, newer=newer, told=told)),
        KnownRows(whole).packed(),
        {kind: max(0, len(k) - twice.get(kind, 0)) for kind, k in fresh.kinds.items()},
        twice,
    )


_NONE = Known(np.empty(0, np.int32), {}, {})


def _until(found: Imported) -> int:
    known = (found.ledger.known_until, found.ledger.last_day, found.member.last_day)
    return next((d for d in known if d is not None), -1)


def _whole(held: Imported, found: Imported, member: Member) -> Imported:
    # Without traces: those of the upload are not those of the whole, whose digests are stored.
    return Imported(
        member, joined(held.ledger, found.ledger), max(held.as_of, found.as_of), unspoken(member), traces=None
    )


def _series(only: Mapping[str, Known]) -> dict[str, Counter[int]]:
    # Days of active members come together by themselves, figures by their own rule, accepted invitations by trials.
    out: dict[str, Counter[int]] = {}
    for known in only.values():
        for name, takes in known.yields.items():
            if name not in FIGURES:
                out.setdefault(name, Counter()).update(known.days[takes].tolist())
    return out


def _accepted(invitations: Known, connections: Known | None) -> Known:
    # An invitation that one upload saw open may be a connection in the other.
    if connections is None or invitations.other is None or invitations.accepted is None or 1 not in connections.keys:
        return invitations
    joined_on = dict(zip(connections.keys[1].tolist(), connections.days.tolist(), strict=True))
    joined_on.pop(0, None)
    accepted = invitations.accepted.copy()
    for i in np.flatnonzero((accepted == NEVER) & (invitations.other > 0)).tolist():
        on = joined_on.get(int(invitations.other[i]))
        if on is not None and on >= invitations.days[i] - 1:
            accepted[i] = max(on, int(invitations.days[i]))
    return replace(invitations, accepted=accepted)


def _trials(
    old: Member, new: Member, newer: bool, known: KnownRows, fresh: KnownRows, whole: Mapping[str, Known]
) -> dict[str, Trials]:
    out: dict[str, Trials] = {}
    invited = whole.get("invitations")
    if invited is None or invited.noted is None or invited.accepted is None:
        return out
    sent = invited.yields["invitations_sent"]
    sides = [m.activity.trials.get("invite_acceptance") for m in (old, new)]
    reach = [t for t in sides if t is not None]
    if reach:
        out["invite_acceptance"] = Trials(
            invited.days[sent], invited.accepted[sent], min(t.first for t in reach), max(t.last for t in reach)
        )
    told = invited.noted >= 0
    both = [t.activity.trials["personal_outreach"] for t in (old, new) if "personal_outreach" in t.activity.trials]
    if both:
        days = invited.days[told]
        won = np.where(invited.noted[told] > 0, days, NEVER).astype(np.int32)
        before, now = (
            _openings(m.activity.trials.get("personal_outreach"), rows.kinds.get("invitations"))
            for m, rows in ((old, known), (new, fresh))
        )
        rest = tried(before, now, newer)
        out["personal_outreach"] = outreach(days, won, rest, both)
    return out


def _openings(trials: Trials | None, invited: Known | None) -> Trials | None:
    # Invitations come first among the attempts, opening messages after them.
    if trials is None:
        return None
    many = 0 if invited is None or invited.noted is None else int((invited.noted >= 0).sum())
    return Trials(trials.day[many:], trials.success_day[many:], trials.first, trials.last)
