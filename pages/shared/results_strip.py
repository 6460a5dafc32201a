"""What came back, this window against the last: shown beside the score, and without points."""

from __future__ import annotations

import streamlit as st

from pages.shared import state
from ssi_core import api

_A_ROW = 4


def show(loaded: state.Loaded) -> None:
    """Draw the strip, and the boxes for meetings, which no file counts."""
    st.header("What came back")
    held = api.outcomes(loaded.found, as_of=loaded.score.as_of, meetings=state.meetings())
    st.write(f"{held.words} {held.cause_words}")
    known = held.known
    for start in range(0, len(known), _A_ROW):
        for column, one in zip(st.columns(_A_ROW), known[start : start + _A_ROW], strict=False):
            with column, st.container(border=True, height="stretch", key=f"result-{one.key}"):
                st.markdown(f"{one.label}  \n**{one.figure}**")
                st.caption(one.change_words)
    silent = [o for o in held.outcomes if o.now is None and o.key != "meetings"]
    if silent:
        st.caption("Not known: " + "; ".join(o.words for o in silent) + ".")
    with st.form("meetings", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        now = _box(f"Meetings in these {held.window} days", held.outcomes[-1].now, "meetings-now")
        before = _box(f"Meetings in the {held.window} before", held.outcomes[-1].before, "meetings-before")
        if st.form_submit_button("Note meetings", key="meetings-note"):
            state.use_meetings(now, before)
            st.rerun()


def _box(label: str, value: float | None, key: str) -> float | None:
    shown = None if value is None else int(value)
    given = st.number_input(label, min_value=0, value=shown, step=1, placeholder="not noted", key=key, width=220)
    return None if given is None else float(given)
