"""One pillar with its habits as sliders, and where they lead: the same what-if as on its own page, in short."""

from __future__ import annotations

import streamlit as st

from pages.shared import state, tried
from pages.shared.charts import projection
from pages.shared.charts.palette import QUIET
from pages.shared.words import capital
from ssi_core import api

_WEEKS = 13


def draw(loaded: state.Loaded) -> None:
    """Draw the choice of a pillar, its sliders, and the number with its chart."""
    prospect, weakest = loaded.prospect, loaded.score.weakest.key
    pillar = st.segmented_control(
        "Pillar", list(api.PILLARS), default=weakest, required=True, key=f"live-pillar-{state.person_round()}",
        format_func=lambda key: api.PILLARS[key],
    )  # fmt: skip
    trying, wrong = tried.scenario() or {}, ""
    try:
        result = prospect.project(trying, _WEEKS)
    except api.IngestError as error:
        result, wrong = prospect.project({}, _WEEKS), str(error)
    if wrong:
        st.error(f"What you tried no longer fits. {capital(wrong)}. It is shown going on as now.",
                 icon=":material/error:")  # fmt: skip
    with st.container(key="live-number"):
        st.subheader(result.headline)
    st.write(f"{result.minutes_words}.")
    left, right = st.columns([2, 3], gap="medium")
    with left:
        for row in api.feeding(prospect.habits, str(pillar), state.model()):
            _slider(row, result)
    with right:
        said = projection.words(result)
        st.plotly_chart(projection.lines(result), alt=said, config=QUIET, key="live-projection")
        st.caption(said)
    st.page_link("pages/what_if.py", label="All habits, and scenarios side by side", icon=":material/tune:")


def _slider(row: api.HabitRow, result: api.Projection) -> None:
    weekly = (tried.scenario() or {}).get("weekly", {})
    widget = f"live-{row.key}-{tried.turn()}-{state.person_round()}"
    st.slider(
        f"{capital(row.label)}, a week ({row.takes})", 0.0, row.most,
        min(float(weekly.get(row.key, row.start)), row.most), row.step, format="%.3g", key=widget,
        disabled=not row.moves or row.needs_seat, on_change=_move, args=(row, widget),
    )  # fmt: skip
    said = result.habit_words(row.key)
    st.caption(f"{capital(row.own_words)}.{f' {capital(said)}.' if said else ''}")


def _move(row: api.HabitRow, widget: str) -> None:
    trying, value = dict(tried.scenario() or {}), float(st.session_state[widget])
    weekly = {k: v for k, v in trying.get("weekly", {}).items() if k != row.key}
    tried.move({**trying, "weekly": weekly if value == row.start else {**weekly, row.key: value}})
