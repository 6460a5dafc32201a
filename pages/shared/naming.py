"""What a kept member is called: by another name, at the owner's wish."""

from __future__ import annotations

import streamlit as st

from pages.shared import book, notices, state
from pages.shared.state import Kept
from ssi_core import api

KEY = "naming"


def draw(who: Kept) -> None:
    """Draw the name, and what changes it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"name-{who.id}-{who.version}"
        st.text_input("Name", who.name, max_chars=200, key=key)
        st.button("Rename", on_click=_rename, args=(who, key), key="rename-member")
    notices.tell(KEY)


def _rename(who: Kept, key: str) -> None:
    wanted = str(st.session_state.get(key, ""))

    def rename(records: api.Records) -> Kept:
        saved = records.rename(who.id, wanted, version=who.version)
        return Kept(who.id, records.load(who.id).name, saved.version)  # as the records write it

    done = book.attempt(rename, KEY)
    if done is not None:
        notices.note(f"They are called {done.name} now", KEY)
        state.call(done)
