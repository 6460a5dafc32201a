"""When a member acts, and what became of invitations and conversations: a section of the History page."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.shared import state
from pages.shared.charts import rhythm
from pages.shared.charts.palette import QUIET
from ssi_core import api

#: Days of the calendar, a year of whole weeks; and days back for the quarters, two years of them.
CALENDAR_DAYS = 52 * 7
QUARTER_DAYS = 640


def show(loaded: state.Loaded) -> None:
    """Draw the calendar and the quarters, or say which file would tell."""
    end = loaded.score.as_of
    year = api.rhythm(loaded.found, start=end - dt.timedelta(days=CALENDAR_DAYS), end=end)
    st.header("Your days")
    if year.calendar.covered.any():
        st.plotly_chart(rhythm.calendar(year.calendar), alt=year.calendar.words, config=QUIET, key="calendar")
        st.caption(
            "A square a day, a column a week: your own posts, comments, reactions, messages, invitations and searches. "
            "A hatched day is in no file, which is not an idle day."
        )
    st.write(year.calendar.words)

    st.header("What came of invitations and conversations")
    longer = api.rhythm(loaded.found, start=end - dt.timedelta(days=QUARTER_DAYS), end=end)
    st.write(longer.funnel_words)
    if any(q.invited is not None for q in longer.quarters):
        st.subheader("Invitations you sent, and those of them that were accepted")
        st.plotly_chart(rhythm.invitations(longer.quarters), alt=_words(longer), config=QUIET, key="invitations")
    if any(q.begun is not None for q in longer.quarters):
        st.subheader("Conversations you began, and those of them that were answered")
        st.plotly_chart(rhythm.conversations(longer.quarters), alt=_words(longer), config=QUIET, key="conversations")
    if any(q.invited is not None or q.begun is not None for q in longer.quarters):
        st.caption(
            "Each counts in the quarter in which you sent it, whenever the answer came. Where files cover only a part "
            "of a quarter, its bars are hollow."
        )
        with st.expander("Quarter by quarter"):
            st.markdown("\n".join(f"- {q.words}" for q in longer.quarters))


def _words(longer: api.Rhythm) -> str:
    return "; ".join(q.words for q in longer.quarters)
