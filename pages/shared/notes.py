"""Notes of a session: for the coach alone, and for the client; never written over what somebody else wrote.

What was read when the fields were filled is held, so that whoever saves after somebody else did is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from pages.shared import book
from pages.shared.words import capital, plain
from ssi_core import api

KEY = "notes"
_BASES = "ssi_notes"
_SAVED = "ssi_notes_saved"
_HEIGHT = 180


@dataclass(frozen=True)
class Base:
    """What the fields were filled with.

    Attributes
    ----------
    version : int
        Of the session as it was read.
    shared, private : str
        Its notes then.
    turn : int
        Number for the fields' keys; it rises when they are to be filled anew.
    """

    version: int
    shared: str
    private: str
    turn: int = 0


def _base(session: api.Filed[api.Session]) -> Base:
    bases: Mapping[str, Base] = st.session_state.get(_BASES, {})
    held = bases.get(session.id)
    if held is None:
        held = _use(session, Base(session.version, session.content.shared, session.content.private))
    elif held.version != session.version and _typed(session.id, held) == (held.shared, held.private):
        # Somebody else saved, and nothing was typed here: theirs is shown.
        held = _use(session, Base(session.version, session.content.shared, session.content.private, held.turn + 1))
    return held


def _use(session: api.Filed[api.Session], base: Base) -> Base:
    st.session_state[_BASES] = {**st.session_state.get(_BASES, {}), session.id: base}
    return base


def _keys(id: str, base: Base) -> tuple[str, str]:
    return f"shared-{id}-{base.turn}", f"private-{id}-{base.turn}"


def _typed(id: str, base: Base) -> tuple[str, str]:
    shared, private = _keys(id, base)
    return str(st.session_state.get(shared, base.shared)), str(st.session_state.get(private, base.private))


def unsaved(session: api.Filed[api.Session]) -> bool:
    """Whether anything was typed that is not saved."""
    base = _base(session)
    return _typed(session.id, base) != (base.shared, base.private)


def _save(session: api.Filed[api.Session]) -> None:
    base = _base(session)
    shared, private = _typed(session.id, base)
    content = replace(session.content, shared=shared, private=private)
    st.session_state[_SAVED] = ""
    done = book.attempt(lambda records: records.sessions.change(session.id, content, version=base.version), KEY)
    if done is not None:
        _use(done, Base(done.version, shared, private, base.turn))
        st.session_state[_SAVED] = done.id


def _take_theirs(session: api.Filed[api.Session]) -> None:
    base = _base(session)
    _use(session, Base(session.version, session.content.shared, session.content.private, base.turn + 1))
    book.refuse("", KEY)


def _keep_mine(session: api.Filed[api.Session]) -> None:
    # Seen and decided: the next save goes over what was read now, and over nothing that comes after it.
    base = _base(session)
    _use(session, replace(base, version=session.version))
    _save(session)


def draw(session: api.Filed[api.Session]) -> None:
    """Draw both fields and what saves them."""
    base = _base(session)
    shared, private = _keys(session.id, base)
    typed = _typed(session.id, base)
    left, right = st.columns(2)
    # Kept by the session while another page is shown: what was typed is not lost by turning to Present. Filled with
    # what was typed: a tap on a link right after the last letter draws another page and this one again, and a field
    # that is made anew by that would be blank.
    left.text_area(
        "Notes for the client", typed[0], height=_HEIGHT, key=shared, persist_state="session",
        help="They stand on Present and in the report.",
    )  # fmt: skip
    right.text_area(
        "For your eyes only", typed[1], height=_HEIGHT, key=private, persist_state="session",
        help="Never on Present, never in a report, never in a file that the client gets.",
    )  # fmt: skip
    st.button("Save the notes", on_click=_save, args=(session,), key="save-notes", type="primary")
    if refused := book.refused(KEY):
        st.error(f"{capital(plain(refused))}.", icon=":material/error:")
    if session.version != base.version and unsaved(session):
        _two_versions(session)
    elif unsaved(session):
        st.caption("Not saved yet.")
    elif st.session_state.get(_SAVED) == session.id:
        st.caption("Saved.")


def _two_versions(session: api.Filed[api.Session]) -> None:
    with st.container(border=True, key="two-versions"):
        st.write("**Somebody else saved these notes after you opened them.** Theirs:")
        st.markdown(f"For the client: {plain(session.content.shared) or 'nothing'}")
        st.markdown(f"For the coach alone: {plain(session.content.private) or 'nothing'}")
        with st.container(horizontal=True):
            st.button("Keep mine instead", on_click=_keep_mine, args=(session,), key="keep-mine")
            st.button("Take theirs", on_click=_take_theirs, args=(session,), key="take-theirs")
