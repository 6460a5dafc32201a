"""Sessions that are planned with a member: planned, moved to another day, called off."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from pages.shared import book, notices, state
from pages.shared.room import Room
from ssi_core import api

KEY = "ahead"
_WEEKS = 4


def draw(who: state.Kept, held: Room) -> None:
    """Draw what is planned, and what plans one where none is ahead."""
    st.subheader("Sessions ahead")
    today = api.today()
    for one in held.planned:
        _one(one, today)
    if held.next is None:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"next-day-{who.id}"
            st.date_input("Day", today + dt.timedelta(weeks=_WEEKS), min_value=today, key=key)
            st.button("Plan it", key="plan-next", on_click=_plan, args=(who, key))
    notices.tell(KEY)


def free(records: api.Records, member: str, day: dt.date, but: str = "") -> None:
    """Make sure that a member has no session on a day yet, but for one that is moved.

    Raises
    ------
    RecordsError
        If they have.
    """
    if any(one.content.day == day and one.id != but for one in records.sessions.of(member)):
        name = next(one.name for one in records.members() if one.id == member)
        raise api.RecordsError(
            f"{name} has a session on {api.spoken(day)} already: choose another day"
        )


def tell_refusal() -> None:
    """Tell once what was refused where nothing is planned: the session may have begun in another tab meanwhile."""
    if book.refused(KEY):
        notices.tell(KEY)
        notices.clear(KEY)


def _one(one: api.Filed[api.Session], today: dt.date) -> None:
    day = one.content.day
    with st.container(horizontal=True, vertical_alignment="center", key=f"ahead-{one.id}"):
        st.write(f"**{api.spoken(day)}**" + (", overdue: it was never begun" if day < today else ""))
        with st.popover("Move", key=f"move-{one.id}"):
            key = f"move-to-{one.id}-{one.version}"
            st.date_input("To", max(day, today), min_value=today, key=key)
            st.button("Move it", key=f"move-it-{one.id}", on_click=_move, args=(one, key))
        st.button("Call it off", key=f"call-off-{one.id}", on_click=_call_off, args=(one,))


def _plan(who: state.Kept, key: str) -> None:
    day: dt.date | None = st.session_state.get(key)
    if day is not None:

        def add(records: api.Records) -> None:
            free(records, who.id, day)
            records.sessions.add(who.id, api.Session(day))

        notices.ask(add, KEY, lambda _: f"A session is planned for {api.spoken(day)}.")


def _move(one: api.Filed[api.Session], key: str) -> None:
    day: dt.date | None = st.session_state.get(key)
    if day is not None:
        moved = replace(one.content, day=day)

        def move(records: api.Records) -> None:
            free(records, one.member, day, one.id)
            records.sessions.change(one.id, moved, version=one.version)

        notices.ask(move, KEY, lambda _: f"The session is moved to {api.spoken(day)}.")


def _call_off(one: api.Filed[api.Session]) -> None:
    notices.ask(
        lambda records: records.sessions.remove(one.id, version=one.version), KEY,
        lambda _: f"The session of {api.spoken(one.content.day)} is called off.",
    )  # fmt: skip
