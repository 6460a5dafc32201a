"""What became of the last thing asked of the records, told beside where it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.shared import book
from pages.shared.words import plain
from ssi_core import api

T = TypeVar("T")

_DONE = "ssi_done"


def ask(act: Callable[[api.Records], T], key: str, said: Callable[[T], str]) -> bool:
    """Do something with the records and note what came of it; whether it went well.

    Parameters
    ----------
    act : callable
        Is given the records.
    key : str
        Where it is told; see :func:`tell`.
    said : callable
        What was done, in words, from what `act` gave.
    """
    clear(key)
    answer = book.attempt(lambda records: (act(records),), key)
    if answer is None:
        return False
    note(said(answer[0]), key)
    return True


def note(words: str, key: str) -> None:
    """Note what was done, in words."""
    st.session_state[_DONE] = {**st.session_state.get(_DONE, {}), key: words}


def clear(*keys: str) -> None:
    """Tell no longer what came of these."""
    for key in keys:
        book.refuse("", key)
    held = st.session_state.get(_DONE, {})
    st.session_state[_DONE] = {key: words for key, words in held.items() if key not in keys}


def clear_all() -> None:
    """Tell no longer what came of anything: what was said of one member is nothing to say of the next."""
    book.clear()
    st.session_state.pop(_DONE, None)


def done(key: str) -> str:
    """What was done last, in words; blank where nothing was."""
    return str(st.session_state.get(_DONE, {}).get(key, ""))


def tell(key: str) -> None:
    """Draw what came of it; nothing where nothing was asked."""
    if refused := book.refused(key):
        st.error(f"{_sentence(refused)}", icon=":material/error:")
    elif words := done(key):
        st.success(_sentence(words), icon=":material/check:")


def _sentence(words: str) -> str:
    return plain(words[:1].upper() + words[1:] + ("" if words.endswith((".", "?")) else "."))
