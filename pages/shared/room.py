"""The session with the kept member: what is filed under them, and which meeting is under way.

What the records said last stays here: where they don't answer any more, the page goes on with that and says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import streamlit as st

from pages.shared import book, state
from ssi_core import api

#: Where refusals are noted for :func:`pages.shared.book.refused`.
KEY = "room"

_LAST = "ssi_room"
_CHOSEN = "ssi_room_session"


@dataclass(frozen=True)
class Room:
    """What is filed under a member.

    Attributes
    ----------
    member : str
        Their number.
    sessions : tuple of api.Filed
        By day.
    commitments : tuple of api.Filed
        By their first day.
    check_ins : tuple of api.Filed
        By day.
    """

    member: str
    sessions: tuple[api.Filed[api.Session], ...] = ()
    commitments: tuple[api.Filed[api.Commitment], ...] = ()
    check_ins: tuple[api.Filed[api.CheckIn], ...] = ()

    @property
    def begun(self) -> tuple[api.Filed[api.Session], ...]:
        """Sessions that were begun, by day."""
        return tuple(s for s in self.sessions if s.content.snapshot is not None)

    @property
    def planned(self) -> tuple[api.Filed[api.Session], ...]:
        """Sessions that were not begun yet, by day."""
        return tuple(s for s in self.sessions if s.content.snapshot is None)

    @property
    def next(self) -> api.Filed[api.Session] | None:
        """The first that is planned from today on; None where none is."""
        return next((s for s in self.planned if s.content.day >= api.today()), None)

    def before(self, session: api.Filed[api.Session] | None) -> api.Filed[api.Session] | None:
        """The last session that was begun before one, or before now; None where it was the first."""
        if session is None:
            return self.begun[-1] if self.begun else None
        earlier = [s for s in self.begun if s.id != session.id and s.content.day <= session.content.day]
        return earlier[-1] if earlier else None

    def agreed_in(self, session: str) -> tuple[api.Filed[api.Commitment], ...]:
        """What was agreed in a session."""
        return tuple(c for c in self.commitments if c.content.session == session)

    def due(self, session: api.Filed[api.Session] | None) -> tuple[api.Filed[api.Commitment], ...]:
        """What was agreed before a session, or before now, and has run since the one before it."""
        last = self.before(session)
        later = {s.id for s in self.begun if session is not None and s.content.day >= session.content.day}
        return tuple(
            c
            for c in self.commitments
            if c.content.session not in later
            and (session is None or _agreed_by(c, session.content.day))
            and (last is None or c.content.until >= last.content.day)
        )

    def own_word(self, one: api.Filed[api.Commitment]) -> str:
        """What the member says of a commitment themselves; blank where they said nothing."""
        found = api.own_word(one.content, [c.content for c in self.check_ins])
        return "" if found is None else found.sentence


def _agreed_by(one: api.Filed[api.Commitment], day: dt.date) -> bool:
    # Which session it was agreed in tells; of one that belongs to none, when it begins or when it was saved. What was
    # agreed before may begin later.
    return one.content.session is not None or min(one.content.start, one.saved.date()) <= day


def room(who: state.Kept) -> Room:
    """What is filed under a member; as last known where the records don't answer, which is noted then."""
    def look(records: api.Records) -> Room:
        shelves = (records.sessions, records.commitments, records.check_ins)
        return Room(who.id, *(shelf.of(who.id) for shelf in shelves))

    found = book.attempt(look, KEY)
    held: Room | None = st.session_state.get(_LAST)
    if found is None:
        return held if held is not None and held.member == who.id else Room(who.id)
    st.session_state[_LAST] = found
    return found


def current(held: Room) -> api.Filed[api.Session] | None:
    """The session under way: the one that was chosen, else one that was begun today; None where there is none."""
    member, chosen, day = st.session_state.get(_CHOSEN, ("", "", None))
    # A choice of another day is over: whoever left the page open begins anew.
    if member != held.member or day != api.today():
        today = [s for s in held.begun if s.content.day == api.today()]
        return today[-1] if today else None
    return next((s for s in held.begun if s.id == chosen), None)


def choose(member: str, session: str) -> None:
    """Turn to a session that was begun with a member; blank is none of them."""
    st.session_state[_CHOSEN] = (member, session, api.today())


def begin(who: state.Kept) -> None:
    """Begin a session: the score is frozen as it stands. One that was planned for today or before is that session."""
    loaded = state.loaded()
    if loaded is None:
        return
    frozen, today = api.snapshot(loaded.found, model=state.model()), api.today()

    def act(records: api.Records) -> api.Filed[api.Session]:
        due = [s for s in records.sessions.of(who.id) if s.content.snapshot is None and s.content.day <= today]
        if due:
            session = replace(due[-1].content, day=today, snapshot=frozen)
            return records.sessions.change(due[-1].id, session, version=due[-1].version)
        return records.sessions.add(who.id, api.Session(today, snapshot=frozen))

    begun = book.attempt(act, "begin")
    if begun is not None:
        choose(who.id, begun.id)
