"""Sessions still to come: planning one, and what to know before those of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from pages.shared import book, notices, planned_ahead, state, worked_out
from pages.shared.words import below, plain
from ssi_core import api

PLAN, SHEETS = "session-plan", "session-sheets"


def draw_plan(listed: Sequence[api.Listed]) -> None:
    """Draw what plans a session.

    Parameters
    ----------
    listed : sequence of api.Listed
        The members to choose from.
    """
    st.header("Plan a session")
    names = {one.id: one.name for one in listed}
    tomorrow = api.today() + dt.timedelta(days=1)
    with st.form("plan-session"):
        left, middle, right = st.columns([3, 2, 1], vertical_alignment="bottom")
        left.selectbox("Member", list(names), format_func=lambda id: names.get(id, ""), key="plan-who")
        middle.date_input("Day", tomorrow, min_value=api.today(), key="plan-day")
        right.form_submit_button("Plan", on_click=_plan, args=(names,), key="plan-add", width="stretch")
    notices.tell(PLAN)


def _plan(names: dict[str, str]) -> None:
    held = st.session_state
    member, day = held.get("plan-who"), held.get("plan-day")
    if member is None or day is None:
        notices.clear(PLAN)
        book.refuse("a session is somebody's, on a day: choose both", PLAN)
        return

    def add(records: api.Records) -> None:
        planned_ahead.free(records, member, day)
        records.sessions.add(member, api.Session(day))

    notices.ask(add, PLAN, lambda _: f"A session with {names[member]} is planned for {api.spoken(day)}.")


def draw_sheets(listed: Sequence[api.Listed], readable: bool = True) -> None:
    """Draw the sheets of a day's sessions, tomorrow's unless another is chosen, and a message to copy.

    Parameters
    ----------
    listed : sequence of api.Listed
        All members.
    readable : bool
        Whether the records can be read just now.
    """
    tomorrow = api.today() + dt.timedelta(days=1)
    day = st.session_state.get("sheets-day", tomorrow) or tomorrow
    st.header("Tomorrow" if day == tomorrow else f"On {api.spoken(day)}")
    st.date_input("Sessions of", tomorrow, key="sheets-day", width=220)
    sheets = _sheets(day) if readable else None
    if readable:
        notices.tell(SHEETS)
    if sheets:
        st.write(
            f"{len(sheets)} session{'s' if len(sheets) > 1 else ''} planned. A "
            "sheet holds your private notes too: it is for you, not for who it is about."
        )
        st.download_button(
            "Download all of them (Markdown)", "\n\n---\n\n".join(one.markdown for one in sheets),
            f"sessions_{day}.md", "text/markdown", key="sheets-all", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    elif sheets is not None:
        st.write("No session is planned for that day.")
    for number, one in enumerate(sheets or ()):
        with st.expander(plain(f"{one.name}: {one.score.headline}"), key=f"sheet-{number}"):
            st.markdown(below(one.markdown))
    _message(listed, [one.name for one in sheets or ()])


def _sheets(day: dt.date) -> Sequence[api.Prep] | None:
    def work_out(records: api.Records) -> Sequence[api.Prep]:
        model = state.model()
        return worked_out.once(records, "sheets", lambda: api.preps(records, day, model=model), day, model)

    return book.attempt(work_out, SHEETS)


def _message(listed: Sequence[api.Listed], first: Sequence[str]) -> None:
    if not listed:
        return
    days = {one.name: one.next_session for one in listed}
    names = [*first, *(name for name in days if name not in first)]
    with st.expander("A message to ask for their files", key="message"):
        name = st.selectbox("To", names, key="message-who")
        st.code(api.request_text(name, days.get(name)), None, wrap_lines=True)


