"""Why it moved: what came in, what aged out and the rest between two days, and what leaves the window next."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.shared import frame, state, ways_in
from pages.shared.charts import leaving, waterfall
from pages.shared.charts.palette import QUIET
from pages.shared.words import capital
from ssi_core import api

#: LinkedIn opened on this day: no archive goes further back.
FIRST_DAY = dt.date(2003, 5, 5)
_DAYS = "ssi_why_days"


def _empty() -> None:
    st.title("Why it moved")
    st.write(
        "Between any two days: which acts came into the look-back window, which aged out of it, and what leaves it "
        "next. It takes something with dates: your LinkedIn export, a weekly log, or official readings."
    )
    ways_in.show()


def _between(loaded: state.Loaded) -> api.Why:
    # What the two days say; days in the wrong order leave the last ones in place.
    last, first = loaded.found.as_of, _first(loaded)
    person = f"{state.person_round()}-{last}"
    columns = st.columns(2)
    reach = {"min_value": FIRST_DAY, "max_value": max(last, api.today()), "persist_state": "session"}
    with columns[0]:
        start = st.date_input("From", first, key=f"why-from-{person}", **reach)
    with columns[1]:
        end = st.date_input("To", last, key=f"why-to-{person}", **reach)
    try:
        result = api.why(loaded.found, start, end, model=state.model())
    except api.WrongDaysError as error:
        kept = st.session_state.get(_DAYS, {}).get(person, (first, last))
        st.error(
            f"{capital(str(error))}. Below stands what was asked last: {api.spoken(kept[0])} to "
            f"{api.spoken(kept[1])}.",
            icon=":material/error:",
        )
        return api.why(loaded.found, *kept, model=state.model())
    st.session_state[_DAYS] = {person: (start, end)}
    return result


def _first(loaded: state.Loaded) -> dt.date:
    # Of whom no file tells a day the core alone knows since when anything is known.
    if loaded.found.member.last_day is None:
        return api.why(loaded.found, model=state.model()).start
    return loaded.found.as_of - dt.timedelta(days=api.DAYS_BACK)


def _moved(result: api.Why) -> None:
    st.header(capital(result.direction))
    if result.reasons:
        st.write(f"{capital(result.reasons)}.")
    if result.undated_words:
        st.info(result.undated_words, icon=":material/event_busy:")
        return
    said = waterfall.words(result)
    st.plotly_chart(waterfall.bars(result), alt=said, config=QUIET, key="waterfall")
    st.caption(said)
    _table(result)


def _table(result: api.Why) -> None:
    table = result.to_frame()
    if table.empty:
        return
    st.subheader("Signal by signal")
    st.write(
        "Old acts leave first, then new ones count up to what is enough. Under stock stand what grows for good, and "
        "what moved without any act of yours; the remark says why."
    )
    points = {name: st.column_config.NumberColumn(label, format="%+.2f", width="small") for name, label in (
        ("came in", "Came in"), ("aged out", "Aged out"), ("stock", "Stock"), ("change", "Change"),
    )}  # fmt: skip
    if not table["remark"].any():
        table = table.drop(columns="remark")
    st.dataframe(
        table.drop(columns="pillar").mask(table == 0), hide_index=True, height="content", placeholder="", key="moved",
        column_config={
            "signal": st.column_config.TextColumn("Signal", width="medium", pinned=True), **points,
            "remark": st.column_config.TextColumn("Remark", width="large"),
        },
        alt="Signal by signal",
    )  # fmt: skip


def _next(loaded: state.Loaded) -> None:
    result = api.ahead(loaded.found, model=state.model())
    st.header("What leaves the window next")
    st.write(result.words)
    if result.dearest(1):
        st.plotly_chart(leaving.bars(result), alt=leaving.words(result), config=QUIET, key="leaving")
        st.caption(leaving.caption(result))
        st.subheader("The dearest days")
        st.markdown("\n".join(f"- {capital(day.words)}" for day in result.dearest()))
    if result.costly:
        st.subheader("What stands still")
        st.write(f"Until {api.spoken(result.days[-1].day)}, signal by signal:")
        st.markdown("\n".join(f"- **{s.label}**: {s.cost_words}" for s in result.costly))
    if result.free:
        st.subheader("What costs nothing yet")
        st.markdown("\n".join(f"- **{s.label}**: {s.free_words}" for s in result.free))
    if result.dated and result.still_words:  # where nothing ages, the sentence above has said why
        st.caption(result.still_words)


def draw() -> None:
    """Draw the page."""
    loaded = state.loaded()
    if loaded is None:
        _empty()
        return
    st.title("Why it moved")
    _moved(_between(loaded))
    _next(loaded)


frame.page(draw)
