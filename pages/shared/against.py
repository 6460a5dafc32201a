"""Any two sessions of a member held against each other: two outlines, the waterfall, and words."""

from __future__ import annotations

import streamlit as st

from pages.shared.charts import pillars, waterfall
from pages.shared.charts.palette import QUIET
from pages.shared.room import Room
from pages.shared.words import capital, plain
from ssi_core import api


def draw(held: Room) -> None:
    """Draw the choice of two sessions, and what lies between them."""
    if len(held.begun) < 2:
        st.write("There is one session at most so far: from the second on, any two can be held against each other.")
        return
    ids = {s.id: api.spoken(s.content.day) for s in held.begun}
    left, right = st.columns(2)
    of = held.member
    first = left.selectbox("From the session of", list(ids), len(ids) - 2, ids.__getitem__, key=f"against-first-{of}")
    last = right.selectbox("to that of", list(ids), len(ids) - 1, ids.__getitem__, key=f"against-last-{of}")
    by_id = {s.id: s.content for s in held.begun}
    try:
        result = api.held_against(by_id[first], by_id[last])
    except api.RecordsError as error:
        st.error(f"{capital(plain(str(error)))}.", icon=":material/error:")
        return
    # A signal of another version of the model is called that, never as the file has it: these words are the core's own.
    st.subheader(plain(result.headline))
    for words in result.words:
        st.write(plain(words))
    shape, steps = st.columns([2, 3], gap="medium")
    before, after = ({key: pair[i] for key, pair in result.pillars.items()} for i in (0, 1))
    with shape:
        said = pillars.outline_words(after, before)
        st.plotly_chart(pillars.outlines(after, before), alt=said, config=QUIET, key="against-outlines")
        st.caption(said)
    with steps:
        said = waterfall.words(result)
        st.plotly_chart(waterfall.bars(result), alt=said, config=QUIET, key="against-steps")
        st.caption(plain(said))
