"""Results: what came back, this window against the one before, without points."""

from __future__ import annotations

import streamlit as st

from pages.shared import state
from ssi_core import api


def show(loaded: state.Loaded) -> None:
    """Draw the strip of results and the two numbers that only the member knows."""
    st.header("What came back")
    # Meetings belong to the person in view: another one's start empty.
    keys = [f"meetings-{name}-{state.person_round()}" for name in ("now", "before")]
    with st.expander("Meetings: your own count"):
        columns = st.columns(2)
        told = [
            column.number_input(label, 0, 10_000, None, 1, key=key, persist_state="session", placeholder="not told")
            for column, label, key in zip(
                columns, ("Meetings in the last 90 days", "Meetings in the 90 days before"), keys, strict=True
            )
        ]
    result = api.outcomes(loaded.found, as_of=loaded.score.as_of, meetings=(told[0], told[1]))
    st.write(result.words)
    with st.container(horizontal=True):
        for outcome in result.known:
            st.metric(
                outcome.label, outcome.figure, outcome.change_words, delta_color="off", delta_arrow="off", border=True,
                width=230,
            )  # fmt: skip
    gone = [o for o in result.outcomes if o.now is None]
    if gone:
        st.caption("Not known: " + "; ".join(f"{o.label.lower()} ({o.change_words})" for o in gone) + ".")
    st.caption(result.cause_words)
