"""While you wait: how to ask LinkedIn for the data, a reminder, and templates to fill in meanwhile."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from ssi_core import api


def show() -> None:
    """Draw the guide."""
    st.header("How to ask for your export")
    st.markdown("\n".join(f"{i}. {step}" for i, step in enumerate(api.STEPS, 1)))
    st.header("What comes when, and what rests on it")
    rows = [(p.holds, p.wait, p.where, f"{p.points:.0f} of 100") for p in api.PARTS]
    parts = pd.DataFrame(rows, columns=["What", "Comes", "Where to ask", "Points that rest on it"])
    st.table(parts, hide_index=True, border="horizontal", alt="What comes when, and the points that rest on it")
    st.header("While you wait")
    st.write(
        f"The link in LinkedIn's mail lives {api.LINK_HOURS} hours. A reminder tells you when to look "
        "for it and when it ends. Meanwhile, fill in what you know: a template goes into the box of the files, and "
        "once they are here your answers are held against them."
    )
    with st.container(horizontal=True):
        st.download_button(
            "I have asked: remind me (.ics)", _reminder, "linkedin_export.ics", "text/calendar", key="ics",
            on_click="ignore",
        )  # fmt: skip
        for kind, label in (("answers", "Answers to fill in (CSV)"), ("weekly_log", "A weekly log (CSV)")):
            st.download_button(label, api.template(kind), f"{kind}.csv", "text/csv", key=kind, on_click="ignore")


def _reminder() -> bytes:
    # Made at the click: it counts from then.
    return api.reminder(dt.datetime.now(dt.UTC))


def show_heard(found: api.Imported, model: api.Model) -> None:
    """Hold what was answered against what the files show."""
    held = api.heard(found, model)
    if held:
        st.subheader("Your answers against your files")
        st.write("The files count, unless you overrule them on the Profile page.")
        st.markdown("\n".join(f"- {h.words[0].upper()}{h.words[1:]}." for h in held))
