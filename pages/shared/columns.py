"""What the columns of a table are, as the user said in this session or had remembered on this machine."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import signed_in
from ssi_core import api

_SAID, _REFUSED = "ssi_mappings", "ssi_refused"
#: Keys of the session that :mod:`pages.shared.state` drops with the member in view.
KEYS = (_SAID, _REFUSED)


def said() -> list[api.ColumnMapping]:
    """What the user said of tables in this session, the last word first."""
    return list(st.session_state.get(_SAID, []))


def remembered() -> api.Remembered:
    """Columns remembered on this machine; none where one has to sign in, since all who do share the machine."""
    return api.Remembered() if signed_in.required() else api.remembered()


def known() -> tuple[api.ColumnMapping, ...]:
    """Both, what was said in this session first."""
    return (*said(), *remembered().mappings)


def refused() -> str:
    """Why what the user asked to be remembered or forgotten could not be; blank where it could."""
    return str(st.session_state.get(_REFUSED, ""))


def say(mapping: api.ColumnMapping, keep: bool = False) -> None:
    """Take a table's columns as the user says.

    Parameters
    ----------
    mapping : api.ColumnMapping
        What they said.
    keep : bool
        Whether it is to be remembered on this machine.
    """
    st.session_state[_SAID] = [mapping, *(m for m in said() if m.signature != mapping.signature)]
    st.session_state[_REFUSED] = ""
    if keep and not signed_in.required():
        _try(api.remember, mapping)


def forget(mapping: api.ColumnMapping) -> None:
    """Remember a table's columns no longer, neither on this machine nor in this session."""
    st.session_state[_SAID] = [m for m in said() if m.signature != mapping.signature]
    st.session_state[_REFUSED] = ""
    _try(api.forget, mapping)


def _try(act: Callable[[api.ColumnMapping], object], mapping: api.ColumnMapping) -> None:
    try:
        act(mapping)
    except api.IngestError as error:
        st.session_state[_REFUSED] = str(error)
