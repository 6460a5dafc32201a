"""Score: the number, its interval, where every point comes from, and what would raise it."""

from __future__ import annotations

import streamlit as st

from pages.shared import frame, state, tables
from pages.shared.charts import pillars
from ssi_core import api


def _empty() -> None:
    st.title("What is your Social Selling Index made of?")
    st.write(
        "LinkedIn gives everyone a number from 0 to 100 and never says how it is made. Give your own LinkedIn export "
        "and see an open estimate: every point, where it comes from, and what would raise it. Or note what LinkedIn's "
        "own page shows you, and see where you stand."
    )
    with st.container(horizontal=True):
        st.button("Show me an example", type="primary", on_click=state.open_sample, key="sample")
        if st.button("I know my score", key="know"):
            st.switch_page("pages/history.py")
        if st.button("I have files", key="files"):
            st.switch_page("pages/files.py")
    st.caption("Your files stay on this machine.")


def _score(loaded: state.Loaded) -> None:
    result = loaded.score
    st.title(result.headline)
    st.write(f"{result.stands_for}. {result.coverage_words}.")
    if result.official_words:
        st.write(f"{result.official_words}. {result.calibration_words}")
    if result.rank_words:
        st.write(result.rank_words)
    st.page_link("pages/method.py", label="How sure is this, and what does it rest on?", icon=":material/science:")

    bars, round_ = st.columns([2, 1])
    with bars:
        st.subheader(f"Your weakest pillar: {result.weakest.label}")
        st.plotly_chart(
            pillars.bars(result), alt=pillars.words(result), config={"displayModeBar": False}, key="bars"
        )
        st.caption(pillars.words(result))
    with round_:
        st.subheader("Shape")
        st.plotly_chart(
            pillars.radar(result), alt=pillars.words(result), config={"displayModeBar": False}, key="radar"
        )
        st.caption("The same four figures as a shape; the rim stands for 25.")

    st.header("What would raise it")
    st.write("The next action of each habit, by what it is worth an hour:")
    for action in result.next_best_actions[:5]:
        st.markdown(f"- **{action.label.capitalize()}**: {action.points_per_hour:.1f} points an hour. {action.why}.")

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


def draw() -> None:
    """Draw the page."""
    loaded = state.loaded()
    if loaded is None:
        _empty()
    else:
        _score(loaded)


frame.page(draw)
