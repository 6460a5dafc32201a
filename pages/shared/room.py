"""The session with the kept member: what is filed under them, and which meeting is under way.

What the records said last stays here: where they don't answer any more, the page goes on with that and says so.
"""

from __future__ import annotations

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
    """

    member: str
    sessions: tuple[api.Filed[api.Session], ...] = ()
    commitments: tuple[api.Filed[api.Commitment], ...] = ()

    @property
    def begun(self) -> tuple[api.Filed[api.Session], ...]:
        """Sessions that were begun, by day."""
        return tuple(s for s in self.sessions if s.content.snapshot is not None)

    @property
    def planned(self) -> tuple[api.Filed[api.Session], ...]:
        """Sessions that were not begun yet, by day."""
        return tuple(s for s in self.sessions if s.content.snapshot is None)

    def before(self, session: api.Filed[api.Session] | None) -> api.Filed[api.Session] | None:
        """The last session that was begun before one, or before now; None where it was the first."""
        if session is None:
            return self.begun[-1] if self.begun else None
        earlier = [s for s in self.begun if s.id != session.id and s.content.day <= session.content.day]
        return earlier[-1] if earlier else None

    def agreed_in(self, session: str) -> tuple[api.Filed[api.Commitment], ...]:
        """What was agreed in a session."""
        return tuple(c for c in self.commitments if c.content.session == session)

    def agreed_before(self, session: str | None) -> tuple[api.Filed[api.Commitment], ...]:
        """What was agreed elsewhere than in a session."""
        return tuple(c for c in self.commitments if session is None or c.content.session != session)


def room(who: state.Kept) -> Room:
    """What is filed under a member; as last known where the records don't answer, which is noted then."""
    found = book.attempt(
        lambda records: Room(who.id, records.sessions.of(who.id), records.commitments.of(who.id)), KEY
    )
    held: Room | None = st.session_state.get(_LAST)
    if found is None:
        return held if held is not None and held.member == who.id else Room(who.id)
    st.session_state[_LAST] = found
    return found


def current(held: Room) -> api.Filed[api.Session] | None:
    """The session under way: the one that was chosen, else one that was begun today; None where there is none."""
    chosen = st.session_state.get(_CHOSEN)
    if chosen == "":
        return None
    for one in reversed(held.begun):
        if one.id == chosen or (chosen is None and one.content.day == api.today()):
            return one
    return None


def choose(session: str | None) -> None:
    """Turn to a session that was begun; blank is none of them, None the one of today."""
    st.session_state[_CHOSEN] = session


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
        choose(begun.id)


def forget() -> None:
    """Drop what was known of the last member."""
    for key in (_LAST, _CHOSEN):
        st.session_state.pop(key, None)
