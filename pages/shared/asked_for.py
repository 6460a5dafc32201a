"""The member that the address asks for, ``?member=``: opened from this owner's records, and from no other's."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.shared import book, giving_way, kept, reloading, state
from pages.shared.kept import PARAMETER

#: Where it is noted that what was there before a reload can't be brought back.
BACK = "bring-back"


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
        # A reload of their own page: what was typed and tried comes back with them.
        return "" if kept.bring_back() else book.refused(kept.KEY)
    if asked and (held is None or held.id != asked):
        found = kept.look(asked)
        if found is None:
            return book.refused(kept.KEY)
        words = kept.unkept(asked)
        if not words:
            kept.show(found)
        elif not giving_way.waits():  # what was pressed on the page since waits in its place
            giving_way.ask(partial(kept.open_member, asked), giving_way.OPEN, asked)
        return words
    if held is not None and not asked and not book.demo():
        st.query_params[PARAMETER] = held.id
    return ""


def bring_back() -> None:
    """Put in view again what was there before the reload; whom the address asked for is not asked for any more."""
    st.query_params.pop(PARAMETER, None)
    giving_way.clear()
    if not kept.bring_back():
        book.refuse(book.refused(kept.KEY), BACK)


def link() -> dict[str, str]:
    """Parameters of an address that asks for the member in view; none for an invented one."""
    held: state.Kept | None = kept.kept()
    return {} if held is None or book.demo() else {PARAMETER: held.id}
