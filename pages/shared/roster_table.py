"""The roster: who needs the coach and why, a line each, and everybody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from pages.shared.words import capital, plain
from ssi_core import api


def show(found: Sequence[api.Attention], open_member: Callable[[str], object]) -> None:
    """Draw who needs the coach, and the others folded below.

    Parameters
    ----------
    found : sequence of api.Attention
        Everybody, the most pressing first.
    open_member : callable
        Called with the id of a member who is to be opened.
    """
    waiting = [one for one in found if one.reasons]
    others = [one for one in found if not one.reasons]
    st.header("Who needs you")
    if waiting:
        st.write(f"{len(waiting)} of {len(found)}, the most pressing first.")
    else:
        st.write("Nobody just now: no session is due, no commitment slips, no score fell, no files grew old.")
    for one in waiting:
        _line(one, open_member)
    if others:
        _others([one.listed for one in others], open_member, folded=bool(waiting))


def _line(one: api.Attention, open_member: Callable[[str], object]) -> None:
    who = one.listed
    with st.container(border=True, key=f"waits-{who.id}"):
        left, right = st.columns([4, 1], vertical_alignment="center")
        mark = ":material/priority_high: " if one.urgent else ""
        left.markdown(f"{mark}**{plain(who.name)}**  \n{plain(capital(one.words))}")
        left.caption(plain(who.words))
        right.button(f"Open {plain(who.name)}", on_click=open_member, args=(who.id,), key=f"open-{who.id}",
                     width="stretch", wrap=True)  # fmt: skip


def _others(listed: Sequence[api.Listed], open_member: Callable[[str], object], folded: bool) -> None:
    with st.expander(f"Everybody else ({len(listed)})", expanded=not folded, key="everybody-else"):
        table(listed, "everybody-else-table", "Everybody else")
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        names = {one.id: one.name for one in listed}
        chosen = left.selectbox("Member", list(names), format_func=names.__getitem__, key="open-who")
        right.button("Open", on_click=open_member, args=(chosen,), key="open-chosen", width="stretch")


def table(listed: Sequence[api.Listed], key: str, alt: str) -> None:
    """Draw members as a table.

    Parameters
    ----------
    listed : sequence of api.Listed
        In the order in which they are shown.
    key : str
        Key of the widget.
    alt : str
        What the table shows, for those who can't see it.
    """
    rows = [
        {
            "Name": one.name, "Score": f"{one.total:.0f} ({api.between(one.interval)})",
            "Since the import before": None if one.change is None else api.signed(one.change),
            "Score of": one.as_of, "Last session": one.last_session, "Next session": one.next_session,
        }
        for one in listed
    ]  # fmt: skip
    days = {name: st.column_config.DateColumn(format="localized") for name in ("Score of", "Last session",
                                                                               "Next session")}  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, key=key, alt=alt, column_config=days, placeholder="\u2013")
