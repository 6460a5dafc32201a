"""Method: what the estimate rests on, how sure it is, and the table itself, open to editing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from pages.shared import frame, giving_way, habit_table, state
from pages.shared.charts import doubt
from pages.shared.charts.palette import QUIET
from pages.shared.words import plain
from ssi_core import api

#: As measured by ``python -m benchmarks.calibration_study``.
STUDY = Path(__file__).parent / "shared" / "study.csv"
_STUDY_ORDER = (
    "World", "Model", "Habits", "Readings", "Total error, prior", "Total error, offset", "Total error, shipped",
    "Interval holds %", "Width", "Shipped less offset", "Standard error", "Pillar error, shipped", "Prior holds %",
    "Offset holds %",
)  # fmt: skip
_STUDY_FORMATS = {
    name: st.column_config.NumberColumn(format="%+.2f" if "less" in name else "%.0f" if "%" in name else "%.2f")
    for name in _STUDY_ORDER[4:]
}
_EVIDENCE = {"official": "LinkedIn names it", "proposal": "our assumption"}
_NAMES = {"max": "Weight", "enough": "Enough"}


def _rests_on(loaded: state.Loaded) -> None:
    result = api.sensitivity(loaded.found, model=state.model())
    st.header("What your total rests on")
    st.write(f"{loaded.score.headline}. {loaded.score.calibration_words}")
    st.subheader("Why there is an interval")
    st.plotly_chart(doubt.causes(result), alt=result.causes_words, config=QUIET, key="causes")
    st.write(result.causes_words)
    if result.doubt.missing > 0.2:
        st.caption("A file or an answer for what is missing would narrow it: the Score page lists what would.")
    st.subheader("Which weights and caps matter most")
    st.plotly_chart(doubt.tornado(result), alt=result.swings_words, config=QUIET, key="tornado")
    st.write(
        f"{result.swings_words} Each weight and cap is set to the ends of its own 80 % range while all else "
        "stays; the line is the total as shown."
    )
    by = {s.what: s for s in result.swings if s.what in ("window", "curve")}
    said = "; ".join(
        ", ".join(f"{total:.1f} at {value}" for value, total in zip(by[what].values, by[what].totals, strict=True))
        for what in ("window", "curve")
    )
    st.write(f"By look-back window and by curve: {said}.")
    if loaded.score.calibrated:
        st.caption(
            "Official readings fix the level, so little is left to swing. They teach next to nothing about weights."
        )


def _editor() -> None:
    model = state.model()
    st.header("The table, open to editing")
    st.write(
        "LinkedIn names most of these inputs and never says how much each counts. **Every weight, cap and typical "
        "share is this project's assumption**, tuned so that a typical member without a seat lands on the group "
        "averages that public readings show. Change them, and every page follows."
    )
    if model.edits:
        st.info(f"In use: model {model.version}, with {'; '.join(model.edits)}.", icon=":material/edit:")
    else:
        st.caption(f"In use: the published model {model.version}.")
    table = pd.DataFrame(
        {
            "Signal": [s.label for s in model.signals],
            "Weight": [s.max for s in model.signals],
            "Enough": [s.enough for s in model.signals],
            "Counted": [_COUNTED[s.kind] for s in model.signals],
            "Typical share": [s.typical * 100 for s in model.signals],
            "Pillar": [api.PILLARS[s.pillar] for s in model.signals],
            "Evidence": [_EVIDENCE[s.evidence] for s in model.signals],
        }
    )
    with st.form("model"):
        edited = st.data_editor(
            table, hide_index=True, key=f"table-{hash(model)}",
            disabled=["Pillar", "Signal", "Counted", "Typical share", "Evidence"],
            column_config={
                "Weight": st.column_config.NumberColumn(min_value=0, max_value=25, format="%.2f", required=True,
                                                        help="Points at the cap; a pillar's weights sum to 25"),
                "Enough": st.column_config.NumberColumn(min_value=0.01, format="%.4g", required=True,
                                                        help="Level at the cap; a count in the window is per 90 days"),
                "Typical share": st.column_config.NumberColumn(format="%.0f%%"),
            },
            alt="The signal table",
        )  # fmt: skip
        left, right = st.columns(2)
        window = left.slider("Look-back window, days", *api.WINDOW_RANGE, value=model.window, step=1, key="window")
        curve = right.selectbox("How a level becomes points", ["ramp", "saturating"], key="curve",
                                index=["ramp", "saturating"].index(model.curve))  # fmt: skip
        balance = st.checkbox("Keep every pillar at 25 by scaling the weights I leave alone", value=True, key="balance")
        if st.form_submit_button("Use this model", type="primary", key="use-model"):
            _use(edited, int(window), str(curve), balance)
    with st.container(horizontal=True):
        st.download_button("Save as a file", model.to_toml(), "ssi_model.toml", "application/toml", key="save-model",
                           on_click="ignore")  # fmt: skip
        if model.edits:
            st.button("Back to the published model", on_click=state.use_model, args=(api.Model(),), key="reset-model")
    st.caption("The same file goes to the command line: `ssi score PATHS --model ssi_model.toml`.")
    given = st.file_uploader("Load a model file (TOML)", type=["toml"], key="load-model", max_upload_size=1)
    if given is not None and st.session_state.get("ssi_model_file") != given.file_id:
        st.session_state["ssi_model_file"] = given.file_id
        try:
            state.use_model(api.Model.from_toml(given.getvalue().decode("utf-8", "replace")))
        except ValueError as error:
            st.error(f"That model can't be used: {plain(str(error))}. The one before stays.", icon=":material/error:")
        else:
            st.rerun()


_COUNTED = {"share": "share of the checklist", "stock": "stock", "window": "in the window", "ratio": "ratio"}


def _use(edited: pd.DataFrame, window: int, curve: str, balance: bool) -> None:
    rows = {
        s.key: {name: float(value) for name, title in _NAMES.items() if (value := edited[title].iloc[i]) is not None}
        for i, s in enumerate(api.SIGNALS)
    }
    try:
        state.use_model(api.Model.edited(rows, window, curve, balance, state.model().habit_edits))
    except ValueError as error:
        st.error(f"That model can't be used: {plain(str(error))}.", icon=":material/error:")
    else:
        st.rerun()


def _habits() -> None:
    st.header("What an action takes")
    st.write(
        "Minutes an action takes and how often a week it may be done are this project's guesses. Put in your own: the "
        "projection's minutes, plans, the playbook and your best next hour follow."
    )
    habit_table.table()


def _proof() -> None:
    st.header("How well it keeps its promises")
    st.write(
        "Members were simulated in worlds whose formula is known, some like the model's own family and some "
        "deliberately unlike it, and held against what the page would show from a day to three months after the last "
        "reading. All of it is invented: it tests the statistics, not LinkedIn's formula."
    )
    if STUDY.exists():
        table = pd.read_csv(STUDY)
        words = "Errors and coverage in simulated worlds"
        st.dataframe(table, hide_index=True, key="study", alt=words, column_order=_STUDY_ORDER,
                     column_config=_STUDY_FORMATS)  # fmt: skip
        wrong = table["Model"] == "wrong"
        held = table["Interval holds %"]
        st.write(
            f"The 80 % interval held {held[~wrong].min():.0f}-{held[~wrong].max():.0f} % of the totals where the model "
            f"is right, and {held[wrong].min():.0f}-{held[wrong].max():.0f} % where it is wrong."
        )


def _limits() -> None:
    st.header("What it is not")
    st.markdown(
        "- **Not LinkedIn's number.** LinkedIn says what its index looks at and never how much each thing counts.\n"
        "- **Not learnt weights.** Official readings fix the level of the estimate; they teach next to nothing about "
        "weights, so plans use the table above.\n"
        "- **Not steady.** LinkedIn has changed its formula without notice (January 2015; 10 February 2017, about "
        "-7 % for everyone). Mark a break at a reading, and older readings stop speaking for newer days.\n"
        "- **Ranks** come from a Normal around your group's average with a spread of 13 points (11 to 16); on 15 "
        "public ranks that was off by 1.9 points on average and 5.7 at most."
    )


#: Claim, where it comes from, how good the evidence is; MODEL, section 1.
_CLAIMS = (
    (
        "45 % more sales opportunities, 51 % likelier to reach quota",
        "LinkedIn, from a survey of 2013",
        "Weak: sellers reported on themselves, and those who sell well may simply do more of everything.",
    ),
    (
        "78 % of social sellers outsell their peers",
        "a vendor's survey of sellers who use social media",
        "None for this index: it was not part of the question.",
    ),
    (
        "A higher index goes with more of the listed habits",
        "LinkedIn's own list of what it looks at",
        "Certain, and no more than that: the index counts habits. Nobody has shown that raising it raises revenue.",
    ),
)


def _claims() -> None:
    st.header("What a high index is said to bring")
    claims = pd.DataFrame(_CLAIMS, columns=["Claim", "Where it comes from", "How good the evidence is"])
    st.table(claims, hide_index=True, border="horizontal", alt="Claims about a high index and the evidence for each")
    st.write("SSI measures habits, not revenue. Use it to see whether you do what you meant to do.")


def draw() -> None:
    """Draw the page."""
    st.title("How the estimate is made")
    loaded = state.loaded()
    if loaded is None:
        st.write("Open your files, or the example, to see what your own total rests on. The table below is the model.")
        with st.container(horizontal=True):
            st.button("Show me an example", type="primary", on_click=giving_way.ask,
                      args=(state.open_sample, giving_way.EXAMPLE), key="sample")  # fmt: skip
            if st.button("I have files", key="files"):
                st.switch_page("pages/files.py")
        st.caption("Your LinkedIn export stays on this machine.")
    else:
        _rests_on(loaded)
    _editor()
    _habits()
    _proof()
    _claims()
    _limits()


frame.page(draw)
