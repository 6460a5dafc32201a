"""What is agreed on in a session: at most three commitments, from the plan, from what was tried, or by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pages.shared import book, state, tried
from pages.shared.room import Room
from pages.shared.words import capital, plain
from ssi_core import api

KEY = "agree"
_TURN = "ssi_agree_turn"
_HOURS = 2.0
_WEEKS = 13


def draw(who: state.Kept, held: Room, session: api.Filed[api.Session], loaded: state.Loaded) -> None:
    """Draw what is agreed so far, and the ways to agree on more."""
    agreed = held.agreed_in(session.id)
    left = api.room_left(agreed)
    if agreed:
        for one in agreed:
            _row(one)
    else:
        st.write(f"Nothing yet. Up to {api.MOST_AGREED}: what is more than a few is kept by nobody.")
    if refused := book.refused(KEY):
        st.error(f"{capital(plain(refused))}.", icon=":material/error:")
    if not left:
        st.write(f"That is {api.MOST_AGREED}, and enough: take one away to agree on another.")
        return
    with st.container(horizontal=True):
        st.button(
            "Take them from the plan", on_click=_from_plan, args=(who, session, loaded, left), key="agree-plan",
            type="primary", icon=":material/route:", help="Those that take the most time beyond what is done now.",
        )  # fmt: skip
        st.button(
            "Take what was tried", on_click=_from_tried, args=(who, session, loaded, left), key="agree-tried",
            icon=":material/tune:", disabled=not (tried.scenario() or {}).get("weekly"),
            help="Habits that were moved above what is done now, in One pillar or on What if.",
        )  # fmt: skip
    _by_hand(who, session)


def _row(one: api.Filed[api.Commitment]) -> None:
    content = one.content
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
                      key=f"agreed-{one.id}"):  # fmt: skip
        days = f"{api.spoken(content.start)} to {api.spoken(content.until)}"
        said = f"**{capital(api.pace(content))}**, {days}"
        more = [f"when: {plain(content.when)}"] if content.when else []
        more += [f"what may get in the way: {plain(content.obstacle)}"] if content.obstacle else []
        st.markdown("  \n".join([f"{said}.", *(capital(m) for m in more)]))
        st.button(
            "Take away", key=f"drop-{one.id}", on_click=book.attempt,
            args=(lambda records: records.commitments.remove(one.id, version=one.version), KEY),
        )  # fmt: skip


def _file(who: state.Kept, session: api.Filed[api.Session], made: Sequence[api.Commitment]) -> bool:
    def act(records: api.Records) -> bool:
        # As the records have it now: what this page shows may have been agreed on before another tab's.
        left = api.room_left([c for c in records.commitments.of(who.id) if c.content.session == session.id])
        if not left:
            raise api.RecordsError(
                f"{api.MOST_AGREED} are agreed on already, in another tab: nothing was added; take one away first"
            )
        for one in made[:left]:
            records.commitments.add(who.id, replace(one, session=session.id))
        return True

    return book.attempt(act, KEY) is not None


def _from_plan(who: state.Kept, session: api.Filed[api.Session], loaded: state.Loaded, left: int) -> None:
    wanted = state.asked_of(state.wanted())
    if wanted.get("by") is None:
        wanted = {"by": loaded.planner.as_of + dt.timedelta(weeks=_WEEKS), "hours": _HOURS}
    try:
        plan = loaded.planner.plan(**wanted)
    except api.IngestError as error:
        book.refuse(str(error), KEY)
        return
    made = api.from_weekly(plan.weekly, loaded.prospect.habits, _first_day(), room=left)
    if made:
        _file(who, session, made)
    else:
        book.refuse("the plan asks for no more than is done now: agree by hand, or raise the target on Plan", KEY)


def _from_tried(who: state.Kept, session: api.Filed[api.Session], loaded: state.Loaded, left: int) -> None:
    weekly = (tried.scenario() or {}).get("weekly", {})
    made = api.from_weekly(weekly, loaded.prospect.habits, _first_day(), room=left)
    if made:
        _file(who, session, made)
    else:
        book.refuse("nothing that was tried is more than is done now: agree by hand", KEY)


def _first_day() -> dt.date:
    return api.today() + dt.timedelta(days=1)


def _by_hand(who: state.Kept, session: api.Filed[api.Session]) -> None:
    first = _first_day()
    # The keys change once something was agreed on, which empties the fields; a refusal leaves them as they are. No
    # form: what is typed in one is gone with the step, and this stays while another step or page is shown.
    of = f"{session.id}-{_turn(session)}"
    with st.container(border=True, key=f"by-hand-{of}"):
        st.write("**By hand**")
        st.pills(
            "What", [h.key for h in api.HABITS], format_func=lambda key: capital(api.NOUNS[key][1]),
            key=f"hand-habit-{of}", persist_state="session",
        )  # fmt: skip
        many, start, until = st.columns(3)
        many.number_input(
            "How many a week", 0.25, float(api.MOST_A_WEEK), 1.0, 1.0, format="%g", key=f"hand-weekly-{of}",
            persist_state="session",
        )  # fmt: skip
        start.date_input("From", first, key=f"hand-start-{of}", persist_state="session")
        until.date_input(
            "Until", first + dt.timedelta(days=api.AGREED_DAYS - 1), key=f"hand-until-{of}", persist_state="session"
        )
        # Filled with what was typed, as the notes are, and for the same reason.
        typed = [st.session_state.get(f"hand-{field}-{of}", "") for field in ("when", "obstacle")]
        when, obstacle = st.columns(2)
        when.text_input(
            "When in the week", typed[0], max_chars=200, key=f"hand-when-{of}",
            placeholder="Tuesday and Thursday, 8:00", persist_state="session",
        )  # fmt: skip
        obstacle.text_input(
            "What may get in the way", typed[1], max_chars=200, key=f"hand-obstacle-{of}", persist_state="session"
        )
        st.button("Agree on this", key="hand-agree", on_click=_agree, args=(who, session, of))


def _agree(who: state.Kept, session: api.Filed[api.Session], of: str) -> None:
    habit, weekly, start, until, when, obstacle = (
        st.session_state.get(f"hand-{field}-{of}")
        for field in ("habit", "weekly", "start", "until", "when", "obstacle")
    )
    if habit is None:
        book.refuse("choose what is to be done", KEY)
        return
    if start is None or until is None:
        book.refuse("say from which day and until when", KEY)
        return

    try:
        made = api.Commitment(str(habit), float(weekly), start, until, when, obstacle)
    except api.RecordsError as error:
        book.refuse(str(error), KEY)
        return
    if _file(who, session, [made]):
        turns = st.session_state.get(_TURN, {})
        st.session_state[_TURN] = {**turns, session.id: _turn(session) + 1}


def _turn(session: api.Filed[api.Session]) -> int:
    return int(st.session_state.get(_TURN, {}).get(session.id, 0))
