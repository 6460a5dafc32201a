"""Who gives a report: the coach's own name and logo, said once for every page of this session."""

from __future__ import annotations

import streamlit as st

from pages.shared.words import plain
from ssi_core import api

_NAME = "ssi_author_name"
_LOGO = "ssi_author_logo"
_REFUSED = "ssi_author_refused"
_ROUND = "ssi_author_round"
#: Megabytes that the uploader takes; what is larger would be refused by the core in any case.
_MOST_MB = 2


def name() -> str:
    """The coach's name; blank where none was said."""
    return str(st.session_state.get(_NAME, ""))


def logo() -> api.Logo | None:
    """The coach's logo, made small and written anew; None without one."""
    held: api.Logo | None = st.session_state.get(_LOGO)
    return held


def fields(key: str) -> None:
    """Draw the fields for both; what is typed on one page stands on the next.

    Parameters
    ----------
    key : str
        Begins the keys of the widgets.
    """
    typed = f"{key}-coach"
    # Not as the default: a field whose default changes with what is typed in it is another field.
    st.session_state.setdefault(typed, name())
    st.session_state[_NAME] = st.text_input("Your own name", key=typed, max_chars=api.LONGEST_NAME)
    given = f"{key}-logo-{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        "Your logo (PNG or JPEG)", ["png", "jpg", "jpeg"], key=given, max_upload_size=_MOST_MB, on_change=_take,
        args=(given,),
    )  # fmt: skip
    if refused := st.session_state.get(_REFUSED):
        st.error(f"{plain(refused)}.", icon=":material/error:")
    if (held := logo()) is not None:
        st.image(held.png, width=160, alt="Your logo, as the report has it")
        st.button("Leave the logo out", key=f"{key}-no-logo", on_click=_drop)


def _take(key: str) -> None:
    upload = st.session_state.get(key)
    st.session_state[_REFUSED], st.session_state[_LOGO] = "", None
    if upload is None:
        return
    try:
        st.session_state[_LOGO] = api.logo_from(upload.getvalue(), upload.name)
    except api.IngestError as error:
        st.session_state[_REFUSED] = str(error)


def _drop() -> None:
    st.session_state[_REFUSED], st.session_state[_LOGO] = "", None
    # A new key gives an empty uploader.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
