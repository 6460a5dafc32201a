"""Present: what the client sees, in large type and with nothing around it; never a private note nor anybody else."""

from __future__ import annotations

import streamlit as st

from pages.shared import asked_for, frame, kept, room, state, ways_in
from pages.shared.charts import pillars
from pages.shared.charts.palette import QUIET
from pages.shared.words import capital, plain
from ssi_core import api

_WHAT = (
    "The client's own screen: the score, what moved it, what is agreed, in large type. Notes for your eyes only and "
    "other members never reach it."
)


def _paragraphs(text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            st.subheader(plain(line), anchor=False)


def _score(loaded: state.Loaded, last: api.Session | None) -> None:
    result = loaded.score
    st.title(result.headline, anchor=False)
    moved = api.why(loaded.found, None if last is None else min(last.day, result.as_of), model=state.model())
    known = moved.dated and moved.start < moved.end
    if known:
        st.header(f"{capital(moved.direction)}", anchor=False)
        if moved.reasons:
            st.subheader(f"{capital(moved.reasons)}.", anchor=False)
        if last is not None and (words := api.frozen_words(api.held(last), moved)):
            st.write(words)
    left, right = st.columns(2, gap="large")
    with left:
        said = pillars.words(result)
        st.plotly_chart(pillars.bars(result, large=True), alt=said, config=QUIET, key="present-bars")
    with right:
        points, before = moved.end_pillars, moved.start_pillars if known else None
        said = said if before is None else pillars.outline_words(points, before)
        st.plotly_chart(pillars.outlines(points, before, large=True), alt=said, config=QUIET, key="present-shape")
    st.write(said)


def _agreed(loaded: state.Loaded, held: room.Room, session: api.Filed[api.Session] | None) -> None:
    earlier = held.due(session)
    checks = api.check_all(loaded.found, [c.content for c in earlier], today=api.today())
    if checks:
        st.header("What we agreed, and how it went", anchor=False)
        for one, check in zip(earlier, checks, strict=True):
            st.subheader(check.sentence, anchor=False)
            if own := held.own_word(one):
                st.write(own)
    now = () if session is None else held.agreed_in(session.id)
    if now:
        st.header("What we agree on now", anchor=False)
        for one in now:
            words = f"{capital(api.pace(one.content))}, until {api.spoken(one.content.until)}"
            more = f" ({plain(one.content.when)})" if one.content.when else ""
            st.subheader(f"{words}{more}", anchor=False)


def draw() -> None:
    """Draw the page."""
    refused = asked_for.bring_in()
    who, loaded = kept.kept(), state.loaded()
    if who is None or loaded is None or refused:
        ways_in.to_a_member("Present", _WHAT, refused)
        return
    held = room.room(who)
    session = room.current(held)
    last = held.before(session)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.page_link("pages/session.py", label="Back to the session", icon=":material/arrow_back:",
                     query_params=asked_for.link())  # fmt: skip
    st.subheader(plain(who.name), anchor=False)
    _score(loaded, None if last is None else last.content)
    _agreed(loaded, held, session)
    if session is not None and session.content.shared.strip():
        st.header("Notes", anchor=False)
        _paragraphs(session.content.shared)


frame.page(draw)
