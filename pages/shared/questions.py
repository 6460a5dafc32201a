"""Eight questions that give a full score without any file."""

from __future__ import annotations

import streamlit as st

from pages.shared import state
from pages.shared.words import CHECKLIST_WORDS
from ssi_core import api

#: Question, key of the answer (a signal's or a habit's), help.
_NUMBERS = (
    ("How many connections do you have?", "connections", "On your profile, under your name; 500+ opens to the number"),
    ("Posts you write a week", "post", "Your own posts, not reposts; 0.5 is one every two weeks"),
    ("Comments you write a week", "comment", "On other people's posts"),
    ("Searches for people a week", "search", "Names, titles or companies looked up"),
    ("Invitations you send a week", "invite", "Requests to connect; LinkedIn allows about 100 a week"),
    ("Messages you send a week", "message", "To one person or to a group, each counted once"),
)
_SEAT = {"No": False, "Yes": True}


def form() -> None:
    """Draw the questions; the answers make a member, or are added to the one in view."""
    st.write("What you leave open counts as is likely, given the rest, and the interval is the wider for it.")
    known = state.stated()
    with st.form("questions"):
        left, right = st.columns(2)
        numbers = {}
        for i, (question, key, more) in enumerate(_NUMBERS):
            numbers[key] = (left, right)[i % 2].number_input(
                question, min_value=0.0, max_value=api.MOST, value=known.answers.get(key), step=1.0, format="%g",
                placeholder="not answered", help=more, key=f"ask-{key}",
            )  # fmt: skip
        filled = st.pills(
            "Your profile has (tap all that are true)", list(api.CHECKLIST), selection_mode="multi",
            format_func=CHECKLIST_WORDS.__getitem__, default=[i for i, yes in known.checklist.items() if yes],
            key="ask-profile",
        )  # fmt: skip
        seat = st.radio(
            "Do you have a Sales Navigator seat?", list(_SEAT), horizontal=True, key="ask-seat",
            index=None if known.seat is None else list(_SEAT.values()).index(known.seat),
        )  # fmt: skip
        if st.form_submit_button("See my score", type="primary", key="ask-done"):
            _take(numbers, list(filled), None if seat is None else _SEAT[seat])


def _take(numbers: dict[str, float | None], filled: list[str], seat: bool | None) -> None:
    answers = {key: float(value) for key, value in numbers.items() if value is not None}
    # Whoever taps nothing has not looked at the list: an empty profile is not the likelier story.
    checklist = {item: item in filled for item in api.CHECKLIST} if filled else {}
    said = api.Stated(seat=seat, checklist=checklist, answers=answers)
    if said == api.Stated():
        st.error("Nothing is answered yet: one number is enough for a first score.", icon=":material/error:")
        return
    state.use_stated(said.over(state.stated()))
    st.rerun()
