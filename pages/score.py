"""Score: the number, its interval, where every point comes from, and what would raise it."""

from __future__ import annotations

import streamlit as st

from pages.shared import doors, frame, pasting, report_download, results_strip, state, tables
from pages.shared.charts import pillars
from pages.shared.charts.palette import QUIET
from ssi_core import api


def _empty() -> None:
    st.title("What is your Social Selling Index made of?")
    st.write(
        "LinkedIn gives everyone a number from 0 to 100 and never says how it is made. Here is an open estimate: every "
        "point, where it comes from, and what would raise it. Four ways in:"
    )
    doors.show()
    st.caption("What you type and your LinkedIn export stay on this machine.")


def _day(result: api.ScoreResult) -> None:
    # The day that the number stands for, and the way to another one.
    if state.standing():
        st.button("Back to the last day of the files", on_click=state.stand_on, args=(None,), key="stand-back")
    elif back := api.ago(result.as_of, api.today()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"That day lies {back}, where the files end.")
            st.button("Score today instead", on_click=state.stand_on, args=(api.today(),), key="stand-today")


def _score(loaded: state.Loaded) -> None:
    result = loaded.score
    st.title(result.headline)
    st.write(f"{result.stands_for}. {result.coverage_words}.")
    _day(result)
    if result.official_words:
        st.write(f"{result.official_words}. {result.calibration_words}")
    if result.rank_words:
        st.write(result.rank_words)
    moved = api.why(loaded.found, model=state.model())
    if moved.dated:
        st.write(moved.headline)
        st.page_link("pages/why.py", label="Why it moved, and what expires next", icon=":material/waterfall_chart:")
    st.page_link("pages/method.py", label="How sure is this, and what does it rest on?", icon=":material/science:")

    bars, round_ = st.columns([2, 1])
    with bars:
        st.header(f"Your weakest pillar: {result.weakest.label}")
        st.plotly_chart(
            pillars.bars(result), alt=pillars.words(result), config=QUIET, key="bars"
        )
        st.caption(pillars.words(result))
    with round_:
        st.header("Shape")
        st.plotly_chart(
            pillars.radar(result), alt=pillars.words(result), config=QUIET, key="radar"
        )
        st.caption("The same four figures as a shape; the rim stands for 25.")

    st.header("Your best next hour")
    st.write("Five habits, by what the next action is worth an hour:")
    for action in result.next_best_actions[:5]:
        st.markdown(f"- **{action.label.capitalize()}**: {action.points_per_hour:.1f} points an hour. {action.why}.")

    st.page_link("pages/what_if.py", label="Try other habits, and see where they lead", icon=":material/tune:")
    results_strip.show(loaded)

    st.header("Where every point comes from")
    for pillar in result.pillars:
        st.subheader(f"{pillar.label}: {pillar.points:.1f} of 25 ({api.between(pillar.interval)})")
        tables.show_signals(result, pillar)
        if said := result.unexplained_words(pillar.key):
            st.caption(said)

    st.header("What is not known")
    if result.missing:
        st.write("These count as is likely, given the rest. A file or an answer would settle them:")
        for signal in result.missing:
            st.markdown(f"- **{signal.label}** (up to {signal.max:g} points): {signal.fill}")
    else:
        st.write("Nothing: every signal comes from your files or your answers.")
    edits = f" with {'; '.join(result.edits)}" if result.edits else ""
    st.caption(
        f"Model {result.model_version}{edits}. Weights and caps are this project's proposals; LinkedIn publishes none."
    )
    report_download.member(loaded)


def draw() -> None:
    """Draw the page."""
    loaded = state.loaded()
    if loaded is None:
        _empty()
    else:
        doors.close()
        pasting.show_noted()
        _score(loaded)


frame.page(draw)
