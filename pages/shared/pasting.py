"""The form that takes what LinkedIn's own page shows, and the words for what was noted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from pages.shared import state
from pages.shared.words import plain
from ssi_core import api

_NOTE = "ssi_note"


def form(button: str) -> None:
    """Draw the form; a reading that it takes moves the member in view, or makes one of its own."""
    st.write(
        "Open linkedin.com/sales/ssi, select all, copy, and paste it here: the text of the page or its page data "
        "(JSON). Four numbers, or the total alone, will do too. Nothing is fetched by this app."
    )
    with st.form("paste", clear_on_submit=True):
        text = st.text_area("Text of the page, page data, or numbers", height=120, key="pasted")
        day = st.date_input("The day it was shown", value=api.today(), max_value=api.today(), key="pasted-day")
        starts = st.checkbox("LinkedIn changed its formula since the reading before", key="pasted-break")
        if st.form_submit_button(button, type="primary", key="note"):
            _note(text, day, starts)


def _note(text: str, day: dt.date, starts: bool) -> None:
    try:
        reading = api.pasted_reading(text, day)
    except api.IngestError as error:
        st.error(f"{plain(str(error))}. The readings before stay.", icon=":material/error:")
        return
    reading = replace(reading, breaks=starts)
    others = [r for r in state.readings() if r.day != reading.day]
    state.use_readings(sorted((*others, reading), key=lambda r: r.day))
    st.session_state[_NOTE] = _words(reading)
    st.rerun()


def _words(reading: api.Reading) -> str:
    parts = ", ".join(f"{api.PILLARS[p]} {v:.1f}" for p, v in reading.pillars.items())
    ranks = ", ".join(f"top {g.top:g} % of your {name}" for name, g in reading.groups.items() if g.top is not None)
    total = "" if reading.total is None else f"{reading.total:.0f} on {api.spoken(api.day_of(reading.day))}"
    return "; ".join(part for part in (total, parts, ranks) if part)


def show_noted() -> bool:
    """Say once what was noted last; whether there was anything to say."""
    said = st.session_state.pop(_NOTE, "")
    if said:
        st.success(f"Noted: {said}.", icon=":material/check:")
    return bool(said)
