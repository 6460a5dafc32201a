"""History: the estimate through time beside LinkedIn's own numbers, and where those are noted."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from pages.shared import frame, pasting, rhythm_view, state, ways_in
from pages.shared.charts import history
from pages.shared.charts.palette import QUIET
from pages.shared.words import plain
from ssi_core import api

_RANGES = ("The last year", "Everything")
_GROUP_COLUMNS = {
    "industry_average": "Industry average", "network_average": "Network average", "industry_top": "Industry top %",
    "network_top": "Network top %",
}  # fmt: skip


def _range(reach: api.Ranges) -> tuple[dt.date, dt.date, int]:
    # First day, last day, and days from one to the next; where there is no more than a year nothing is to choose.
    if not reach.longer:
        return *reach.whole, 1
    choice = st.segmented_control(
        "Shown", _RANGES, default=_RANGES[0], required=True, key="range", persist_state="session"
    )
    return (*reach.whole, reach.every) if choice == _RANGES[1] else (*reach.year, 1)


def _through_time(loaded: state.Loaded) -> None:
    readings = api.against_readings(loaded.found, model=state.model())
    start, end, every = _range(api.ranges(loaded.found))

    def made() -> api.History:
        with st.spinner("Estimating day after day …"):
            return api.history(loaded.found, start=start, end=end, every=every, model=state.model())

    result: api.History = state.once(f"history {start}", made)
    shown = [a for a in readings if a.day >= start]
    words = history.words(result, shown)
    st.plotly_chart(history.line(result, shown), alt=words, config=QUIET, key="history")
    st.write(words)
    st.header("Pillar by pillar")
    words = history.pillar_words(result, shown)
    st.plotly_chart(history.pillars(result, shown), alt=words, config=QUIET, key="pillars")
    st.caption(words)
    if result.reach_words:
        st.caption(result.reach_words)
    if not readings:
        st.caption("Note what LinkedIn's own page shows, below, and it stands beside the estimate and moves it.")
        return
    st.header("LinkedIn's numbers against the estimate of their days")
    if loaded.score.calibration_words:
        st.write(loaded.score.calibration_words)
    table = pd.DataFrame(
        {
            "Day": [a.day for a in readings],
            "LinkedIn": [a.official for a in readings],
            "Estimate without readings": [a.raw for a in readings],
            "Off by": [a.residual for a in readings],
            "Estimate": [a.calibrated for a in readings],
            "Off by, had it not been there": [a.left_out for a in readings],
            "Break": [a.reading.breaks for a in readings],
        }
    )
    figure = st.column_config.NumberColumn(format="%.1f")
    signed = st.column_config.NumberColumn(format="%+.1f")
    st.dataframe(
        table, hide_index=True, key="against",
        column_config={
            "LinkedIn": figure, "Estimate without readings": figure, "Estimate": figure, "Off by": signed,
            "Off by, had it not been there": signed,
        },
        alt="LinkedIn's numbers against the estimate",
    )  # fmt: skip


def _typed() -> None:
    st.header("All readings")
    st.write("Change them here, add rows, or mark a break on the first reading after LinkedIn changed its formula.")
    columns = ("date", "total", *api.PILLARS, *_GROUP_COLUMNS, "seat", "break")
    rows = pd.DataFrame(api.reading_rows(state.readings()), columns=list(columns))
    rows = rows.astype({"seat": "boolean", "break": "boolean"} | dict.fromkeys(columns[1:-2], "Float64"))
    rows["date"] = pd.to_datetime(rows["date"])
    number = st.column_config.NumberColumn
    with st.form("readings"):
        edited = st.data_editor(
            rows, num_rows="dynamic", hide_index=True, placeholder="", key=f"readings-{state.member_round()}",
            column_config={
                "date": st.column_config.DateColumn("Day", required=True),
                "total": number("Total", min_value=0, max_value=100, format="%.2f"),
                **{key: number(title, min_value=0, max_value=25, format="%.3f")
                   for key, title in zip(api.PILLARS, ("Brand", "Find", "Engage", "Relationships"), strict=True)},
                **{key: number(title, min_value=0, max_value=100) for key, title in _GROUP_COLUMNS.items()},
                "seat": st.column_config.CheckboxColumn("Seat"),
                "break": st.column_config.CheckboxColumn("Break"),
            },
            alt="All readings",
        )  # fmt: skip
        if st.form_submit_button("Use these readings", key="use-readings"):
            readings, refused = api.readings_from_rows(edited.to_dict("records"))
            if refused:
                st.error(f"{plain(' '.join(refused))} The readings before stay.", icon=":material/error:")
            else:
                state.use_readings(readings)
                st.rerun()
    if state.readings():
        log = api.readings_csv(state.readings())
        st.download_button("Save the log (CSV)", log, "official_readings.csv", "text/csv", key="save-readings",
                           on_click="ignore")  # fmt: skip
    st.caption("A log of your own (CSV or XLSX) can be dropped on the Files page. A row of zeros is a failed capture.")


def draw() -> None:
    """Draw the page."""
    st.title("History, and LinkedIn's own numbers")
    if pasting.show_noted():
        st.page_link("pages/score.py", label="See the score", icon=":material/speed:")
    loaded = state.loaded()
    if loaded is None:
        st.write(
            "Give your LinkedIn export to see the estimate day by day, or note what LinkedIn's own page shows: one "
            "reading alone already gives level, ranks and the weakest pillar."
        )
        ways_in.show()
    else:
        _through_time(loaded)
        rhythm_view.show(loaded)
    st.header("Paste LinkedIn's page")
    pasting.form("Note this reading")
    _typed()


frame.page(draw)
