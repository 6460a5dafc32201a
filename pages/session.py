"""Session: a meeting with a client, minute by minute, and what they take home."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.shared import (
    against,
    agreeing,
    asked_for,
    author,
    book,
    checking_in,
    frame,
    kept,
    live,
    naming,
    newest,
    notes,
    planned_ahead,
    report_download,
    room,
    state,
    ways_in,
)
from pages.shared.charts import waterfall
from pages.shared.charts.palette import QUIET
from pages.shared.words import below, capital, plain
from ssi_core import api

_AGREED, _MOVED, _PILLAR, _AGREE, _HOME = steps = (
    "1. What was agreed", "2. Why it moved", "3. One pillar", "4. Agree", "5. Take home",
)  # fmt: skip
_WHAT = (
    "With a client beside you: what was agreed last time and whether it was done, why the score moved, one pillar with "
    "its habits live, at most three things to agree on, and a document that the client keeps."
)
_FORMS = (("Homework (Markdown)", "md", "text/markdown"), ("Homework (calendar, .ics)", "ics", "text/calendar"))


def _told(words: str) -> None:
    if words:
        st.error(f"{capital(plain(words))}.", icon=":material/error:")


def _checks(loaded: state.Loaded, promised: Sequence[api.Filed[api.Commitment]]) -> tuple[api.Check, ...]:
    return api.check_all(loaded.found, [c.content for c in promised], today=api.today())


def _agreed(
    who: state.Kept, held: room.Room, session: api.Filed[api.Session] | None, loaded: state.Loaded
) -> None:  # fmt: skip
    st.header("What was agreed, and whether it was done")
    promised = held.due(session)
    said = [
        f"- {check.sentence}" + (f"  \n  {own}" if (own := held.own_word(one)) else "")
        for one, check in zip(promised, _checks(loaded, promised), strict=True)
    ]
    first = held.before(session) is None
    none = "Nothing was agreed before." if first else "Nothing that has run since the last session."
    st.markdown("\n".join(said) or none)
    newest.draw(who)
    if promised:
        with st.expander("Check in: their own reading, and their own word"):
            checking_in.show(who, promised)


def _moved(loaded: state.Loaded, last: api.Filed[api.Session] | None) -> None:
    end = loaded.score.as_of
    start = None if last is None else min(last.content.day, end)
    result = api.why(loaded.found, start, end, model=state.model())
    st.header(capital(result.direction))
    if result.start == result.end:
        st.write(
            "One day is known so far: another official reading, or an export, tells what moves."
            if start is None
            else "The files end on the day of the last session or before: a newer export tells what happened since."
        )
        return
    if result.reasons:
        st.write(f"{capital(result.reasons)}.")
    if last is not None and (words := api.frozen_words(api.held(last.content), result)):
        st.write(words)
    if result.undated_words:
        st.info(result.undated_words, icon=":material/event_busy:")
        return
    said = waterfall.words(result)
    st.plotly_chart(waterfall.bars(result), alt=said, config=QUIET, key="session-waterfall")
    st.caption(said)


def _home(
    who: state.Kept, held: room.Room, session: api.Filed[api.Session], loaded: state.Loaded
) -> None:
    st.header("What they take home")
    promised = held.agreed_in(session.id)
    shared = session.content.shared
    if promised:
        with st.container(horizontal=True):
            for label, form, mime in _FORMS:
                st.download_button(
                    label,
                    partial(
                        api.homework, [c.content for c in promised], form, name=who.name, shared=shared,
                        coach=author.name(),
                    ),
                    f"homework.{form}", mime, key=f"homework-{form}", on_click="ignore", icon=":material/checklist:",
                )  # fmt: skip
    else:
        st.write("Homework comes once something is agreed.")
    checks = _checks(loaded, held.commitments)
    report_download.member(
        loaded, notes=shared, name=who.name, key="session-report",
        commitments=[
            api.agreed(c.content, check.verdict if check.days else "not begun yet")
            for c, check in zip(held.commitments, checks, strict=True)
        ],
        sessions=[api.held(s.content) for s in held.begun],
    )  # fmt: skip
    planned_ahead.draw(who, held)


def _before(who: state.Kept, held: room.Room, loaded: state.Loaded) -> None:
    # The day before, or the minute before: nothing is frozen yet.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Begin the session", type="primary", on_click=room.begin, args=(who,), key="begin",
                  icon=":material/play_arrow:")  # fmt: skip
        st.caption("The score is frozen as it stands then; notes and what is agreed go with it.")
    _told(book.refused("begin"))
    sheet = book.attempt(lambda records: api.prep(records, who.id, api.today(), model=state.model()), "prep")
    _agreed(who, held, None, loaded)
    if sheet is not None:
        with st.expander("The prep sheet", expanded=not held.commitments):
            st.markdown(below(sheet.markdown))
            st.download_button(
                "Prep sheet (Markdown)", sheet.markdown, "prep.md", "text/markdown", key="prep-md", on_click="ignore"
            )
    with st.expander("Ask them for their files"):
        due = None if held.next is None else held.next.content.day
        st.code(api.request_text(who.name, due), language=None, wrap_lines=True)
    planned_ahead.draw(who, held)


def _earlier(held: room.Room, session: api.Filed[api.Session] | None) -> None:
    st.header("Sessions so far")
    if not held.begun:
        st.write("None yet.")
        return
    days = {s.id: api.spoken(s.content.day) for s in held.begun}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if session is not None:
            st.button("Leave this session", on_click=room.choose, args=(held.member, ""), key="leave-session")
        others = [id for id in days if session is None or id != session.id]
        if others:
            chosen = st.selectbox(
                "Another one", others, len(others) - 1, days.__getitem__, key=f"another-{held.member}"
            )
            st.button("Open it", on_click=room.choose, args=(held.member, chosen), key="open-session")
    with st.expander("Two of them held against each other", expanded=session is None and len(held.begun) > 1):
        against.draw(held)


def _during(who: state.Kept, held: room.Room, session: api.Filed[api.Session], loaded: state.Loaded) -> None:
    frozen = api.held(session.content)
    st.write(f"Begun on {frozen.day_words} at {frozen.score_words}. That is frozen; what is read now is beside it.")
    st.page_link(
        "pages/present.py", label="Present: the same in large type, without your notes",
        icon=":material/present_to_all:", query_params=asked_for.link(),
    )  # fmt: skip
    step = st.segmented_control(
        "Step", steps, default=_AGREED, required=True, key=f"step-{session.id}", persist_state="session"
    )
    if step != _HOME:
        planned_ahead.tell_refusal()
    if step == _MOVED:
        _moved(loaded, held.before(session))
    elif step == _PILLAR:
        st.header("One pillar, live")
        live.draw(loaded)
    elif step == _AGREE:
        st.header("What is agreed")
        agreeing.draw(who, held, session, loaded)
    elif step == _HOME:
        _home(who, held, session, loaded)
    else:
        _agreed(who, held, session, loaded)
    st.header("Notes")
    notes.draw(session)


def draw() -> None:
    """Draw the page."""
    refused = asked_for.bring_in()
    who, loaded = kept.kept(), state.loaded()
    if who is None or loaded is None or refused:
        ways_in.to_a_member("A session", _WHAT, refused)
        return
    st.title(f"Session with {plain(who.name)}")
    if book.demo():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write("**Invented members**; nothing of it is kept.")
            st.button("Back to my own", on_click=kept.leave_example, key="end-demo")
    st.write(f"**{loaded.score.headline}** on {api.spoken(loaded.score.as_of)}.")
    held = room.room(who)
    if words := book.refused(room.KEY):
        st.error(f"{capital(plain(words))}. Below stands what was known last.", icon=":material/error:")
    session = room.current(held)
    if session is None:
        _before(who, held, loaded)
    else:
        _during(who, held, session, loaded)
    _earlier(held, session)
    with st.expander("What they are called"):
        naming.draw(who)


frame.page(draw)
