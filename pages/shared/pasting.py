"""The form that takes what LinkedIn's own page shows, and the words for what was noted."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared import state
from pages.shared.words import capital, plain
from ssi_core import api

_NOTE, _FAULT = "ssi_note", "ssi_note_fault"
_TEXT, _DAY, _BREAKS = "pasted", "pasted-day", "pasted-break"


def form(button: str) -> None:
    """Draw the form; a reading that it takes moves the member in view, or makes one of its own."""
    st.write(
        "Open linkedin.com/sales/ssi, select all, copy, and paste it here: the text of the page or its page data "
        "(JSON). Four numbers, or the total alone, will do too. Nothing is fetched by this app."
    )
    # What can't be read stays in the box to be mended; what is taken makes room for the next one.
    with st.form("paste"):
        st.text_area("Text of the page, page data, or numbers", height=120, key=_TEXT)
        st.date_input("The day it was shown", value=api.today(), max_value=api.today(), key=_DAY)
        st.checkbox("LinkedIn changed its formula since the reading before", key=_BREAKS)
        st.form_submit_button(button, type="primary", key="note", on_click=_note)
        if fault := st.session_state.pop(_FAULT, ""):
            st.error(f"{plain(capital(fault))}. The readings before stay.", icon=":material/error:")


def _note() -> None:
    held = st.session_state
    try:
        reading = api.pasted_reading(held[_TEXT], held[_DAY])
    except api.IngestError as error:
        held[_FAULT] = str(error)
        return
    reading = replace(reading, breaks=held[_BREAKS])
    others = [r for r in state.readings() if r.day != reading.day]
    state.use_readings(sorted((*others, reading), key=lambda r: r.day))
    held[_NOTE], held[_TEXT], held[_BREAKS] = in_words(reading), "", False


def in_words(reading: api.Reading) -> str:
    """A reading as it is told when it was noted."""
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
