"""Present: what the client sees, in large type and with nothing around it; never a private note nor anybody else."""

from __future__ import annotations

import streamlit as st

from pages.shared import asked_for, frame, kept, room, state
from pages.shared.charts import pillars
from pages.shared.charts.palette import QUIET
from pages.shared.words import capital, plain
from ssi_core import api

_TALL = 420


def _empty(refused: str) -> None:
    st.title("Present")
    if refused:
        st.error(f"{capital(plain(refused))}.", icon=":material/error:")
    st.write(
        "The client's own screen: the score, what moved it, what is agreed, in large type. Notes for your eyes only "
        "and other members never reach it. It takes somebody whom you keep: open their LinkedIn export on "
        "Files and keep them on Today."
    )
    with st.container(horizontal=True):
        st.button("Show me an example", type="primary", on_click=kept.open_example, key="sample")
        if st.button("Choose or keep a member", key="to-today"):
            st.switch_page("pages/today.py")


def _paragraphs(text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            st.subheader(plain(line), anchor=False)


def _score(loaded: state.Loaded, last: api.Session | None) -> None:
    result = loaded.score
    st.title(result.headline, anchor=False)
    before = None if last is None else api.held(last)
    if before is not None and before.total is not None:
        st.header(f"{before.day_words}: {before.score_words}. Now: {result.total:.1f}.", anchor=False)
    moved = api.why(loaded.found, None if last is None else min(last.day, result.as_of), model=state.model())
    if moved.dated:
        st.subheader(f"{capital(moved.words)}.", anchor=False)
    left, right = st.columns([2, 1])
    with left:
        st.plotly_chart(pillars.bars(result), alt=pillars.words(result), config=QUIET, key="present-bars")
    with right:
        points = {p.key: p.points for p in result.pillars}
        earlier = None
        if last is not None and last.snapshot is not None:
            earlier = {p["key"]: p["points"] for p in last.snapshot["score"]["pillars"]}
        said = pillars.words(result) if earlier is None else pillars.outline_words(points, earlier)
        st.plotly_chart(pillars.outlines(points, earlier, tall=_TALL), alt=said, config=QUIET, key="present-shape")
        st.caption(said)


def _agreed(loaded: state.Loaded, held: room.Room, session: api.Filed[api.Session] | None) -> None:
    earlier = held.agreed_before(None if session is None else session.id)
    checks = api.check_all(loaded.found, [c.content for c in earlier], today=api.today())
    if checks:
        st.header("What we agreed, and how it went", anchor=False)
        for check in checks:
            st.subheader(check.sentence, anchor=False)
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
        _empty(refused)
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
