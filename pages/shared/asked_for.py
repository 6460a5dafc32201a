"""The member that the address asks for, ``?member=``: opened from this owner's records, and from no other's."""

from __future__ import annotations

import streamlit as st

from pages.shared import book, kept, reloading, state
from pages.shared.kept import PARAMETER


def opened() -> bool:
    """Whether a member of the records is in view, once whom the address asks for was looked for."""
    return not bring_in() and kept.kept() is not None


def bring_in() -> str:
    """Open the member that the address asks for, and let it name the one in view.

    Returns
    -------
    str
        Why they can't be opened; blank where they can, or where it asks for nobody.
    """
    asked, held = str(st.query_params.get(PARAMETER, "")), kept.kept()
    if asked and asked == reloading.lost_member():
        # A reload of their own page: what was typed and tried comes back with them. Without anything typed they are
        # shown as they stand now; where the records don't answer, as they were.
        reloading.bring_back()
        if not state.typed():
            kept.again()
        return ""
    if asked and (held is None or held.id != asked):
        return "" if kept.open_member(asked) else book.refused(kept.KEY)
    if held is not None and not asked and not book.demo():
        st.query_params[PARAMETER] = held.id
    return ""


def link() -> dict[str, str]:
    """Parameters of an address that asks for the member in view; none for an invented one."""
    held: state.Kept | None = kept.kept()
    return {} if held is None or book.demo() else {PARAMETER: held.id}
