"""Today: who needs the coach and why, their sessions, and how members come and go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.shared import (
    book,
    bringing_in,
    carrying,
    frame,
    giving_way,
    kept,
    notices,
    roster_table,
    sessions_ahead,
    state,
    worked_out,
)
from pages.shared.words import plain
from ssi_core import api

#: Where a member who is opened is shown.
OPENED = "pages/session.py"
_ROSTER, _GO, _SAME = "ssi_roster", "ssi_open", "ssi_same_name"
_LOOK, _KEEP, _PLACE = "today", "today-keep", "today-place"


def _start_demo() -> None:
    if kept.unkept():
        state.close()
    _leave()
    book.start_demo()


def _end_demo() -> None:
    _leave()
    book.end_demo()


def _leave() -> None:
    # A member of one set of records means nothing to the other.
    if state.kept() is not None:
        state.close()
    st.session_state.pop(_ROSTER, None)
    notices.clear(*_TOLD)


_TOLD = (
    _LOOK, _KEEP, kept.KEY, sessions_ahead.PLAN, sessions_ahead.SHEETS, bringing_in.SPREADSHEET, bringing_in.CLIENT,
    carrying.WHOLE, carrying.FORGET,
)  # fmt: skip


def _open(id: str) -> None:
    notices.clear(kept.KEY)
    giving_way.ask(partial(_show, id), giving_way.OPEN, id)


def _show(id: str) -> None:
    st.session_state[_GO] = kept.open_member(id)


def _listed() -> Sequence[api.Listed]:
    # While the records can't be read, whoever was there last: so that what was chosen and typed below stays.
    before: Sequence[api.Listed] = st.session_state.get(_ROSTER, ())

    found = book.attempt(lambda records: records.members(), _LOOK)
    if found is None:
        return before
    st.session_state[_ROSTER] = found
    return found


def _stored() -> str:
    place = book.attempt(lambda records: records.database.words, _PLACE) or "your records"
    return (
        "Then daily counts, profile facts and official readings are stored, no message's text and no other person's "
        f"name, in {plain(place)}."
    )


def _demo() -> None:
    with st.container(border=True, key="demo"), st.container(horizontal=True, vertical_alignment="center"):
        st.write(":material/theater_comedy: **Invented members; nothing is kept.**")
        st.button("Back to my own", on_click=_end_demo, key="end-demo")


def _nobody() -> None:
    st.write(
        "A coach's list of the people they work with: who needs you and why, what to know before the next session. "
        "Open somebody's LinkedIn export on the Files page and keep them here, bring a spreadsheet, or look at an "
        "example first."
    )
    first = "primary" if state.loaded() is None else "secondary"
    st.button("Show me an example", type=first, on_click=giving_way.ask,
              args=(_start_demo, giving_way.EXAMPLE), key="sample")  # fmt: skip
    st.caption(f"Nothing is stored before you press Save or Keep. {_stored()}")


def _keep() -> None:
    loaded = state.loaded()
    if loaded is not None and state.kept() is None and not book.demo():
        with st.form("keep"):
            st.write(
                f"**In view: {plain(loaded.label)}.** Nothing of them is stored before you press Save. {_stored()}"
            )
            left, right = st.columns([3, 1], vertical_alignment="bottom")
            left.text_input("Keep them as", max_chars=200, key="keep-name")
            right.form_submit_button("Save", type="primary", on_click=_save, key="save-member", width="stretch")
    notices.tell(kept.KEY)
    # The offer belongs to its own refusal and stands beside no other.
    words, same = st.session_state.get(_SAME, ("", None))
    if same is not None and words == book.refused(kept.KEY):
        st.button(f"Put them together with {plain(same.name)}", on_click=_join, args=(same,), key="keep-together")
    notices.tell(_KEEP)


def _save() -> None:
    name = st.session_state.get("keep-name", "")
    notices.clear(kept.KEY, _KEEP)
    # Mostly it is their own newer export, and neither another name nor forgetting them is what is wanted.
    listed: Sequence[api.Listed] = st.session_state.get(_ROSTER, ())
    same = next((one for one in listed if api.same_name(one.name, name)), None)
    if same is not None:
        words = (
            f"{same.name} is kept already: if it is them, put what is in view together with what is kept; if it is "
            "somebody else, choose another name"
        )
        st.session_state[_SAME] = words, same
        book.refuse(words, kept.KEY)
    elif kept.save_new(name):
        held = kept.kept()
        notices.note(f"{held.name if held else name} is kept.", _KEEP)


def _join(same: api.Listed) -> None:
    notices.clear(kept.KEY, _KEEP)
    said = kept.join(same.id)
    if said is not None:
        notices.note(f"{same.name} is kept. {said}", _KEEP)


def _roster(listed: Sequence[api.Listed]) -> None:
    found = None
    if not book.refused(_LOOK):
        found = book.attempt(_waiting, _LOOK)
    notices.tell(_LOOK)
    if found is None:
        st.write("As they were last seen:")
        roster_table.table(listed, "roster-as-last-seen", "Members as they were last seen")
    else:
        roster_table.show(found, _open)


def _waiting(records: api.Records) -> Sequence[api.Attention]:
    return worked_out.once(records, "waiting", lambda: api.attention(records, api.today()))


def draw() -> None:
    """Draw the page."""
    if st.session_state.pop(_GO, False):
        st.switch_page(OPENED)
    if frame.entered():
        notices.clear(*_TOLD)
    st.title("Today")
    if book.demo():
        _demo()
    listed = _listed()
    if not listed and not book.refused(_LOOK):
        _nobody()
    _keep()
    if listed:
        _roster(listed)
        sessions_ahead.draw_plan(listed)
        sessions_ahead.draw_sheets(listed, readable=not book.refused(_LOOK))
    else:
        notices.tell(_LOOK)
    st.header("Members in and out")
    spreadsheet, client, whole, forget = st.tabs(
        ["Your spreadsheet", "From a client", "Everything in one file", "Forget"], key="in-and-out"
    )
    with spreadsheet:
        bringing_in.draw_spreadsheet()
    with client:
        bringing_in.draw_client(listed)
    with whole:
        carrying.draw_file(listed)
    with forget:
        carrying.draw_forget(listed)


frame.page(draw)
