"""Somebody else comes into view: where something typed would go with who is there, that is said first and waits."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import kept
from pages.shared.words import capital, plain

#: What a button says that goes on without what was typed.
OPEN, EXAMPLE, FILES = "Open all the same", "Show the example all the same", "Open these files all the same"

_WAITS = "ssi_waits"


def ask(act: Callable[[], object], button: str, id: str = "") -> None:
    """Put somebody else in view; where something typed would go with who is there, let it wait for a word.

    Parameters
    ----------
    act : callable
        Puts them in view.
    button : str
        What goes on all the same.
    id : str
        Who comes, of the members of the records; blank for anybody else.
    """
    clear()
    if kept.unkept(id):
        st.session_state[_WAITS] = act, button, id
    else:
        act()


def clear() -> None:
    """Let nothing wait any more."""
    st.session_state.pop(_WAITS, None)


def waits() -> bool:
    """Whether anything waits. Once what was typed is kept or closed, nothing does."""
    held = st.session_state.get(_WAITS)
    if held is not None and not kept.unkept(held[2]):
        clear()
        return False
    return held is not None


def words() -> str:
    """Why it waits, as a sentence; blank where nothing waits."""
    return f"{capital(plain(kept.unkept(st.session_state[_WAITS][2])))}." if waits() else ""


def tell() -> None:
    """Draw why it waits, and what goes on all the same; nothing where nothing waits."""
    if waits():
        st.error(words(), icon=":material/error:")
        go_on()


def go_on() -> None:
    """Draw the button that goes on all the same, of what waits."""
    st.button(st.session_state[_WAITS][1], on_click=_go_on, key="all-the-same")


def _go_on() -> None:
    held = st.session_state.pop(_WAITS, None)
    if held is not None:
        held[0]()
