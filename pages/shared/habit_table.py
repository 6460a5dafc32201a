"""What an action takes and how often it may be done: the model's habits as a table to edit, on any page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import state
from pages.shared.words import capital, plain
from ssi_core import api

_MINUTES, _AT_MOST = "Minutes", "At most a week"


def table() -> None:
    """Draw the table of habits, and take what is edited in it into the model in use."""
    model = state.model()
    rows = pd.DataFrame(
        {
            "Action": [capital(h.label) for h in model.habits],
            _MINUTES: [float(h.minutes) for h in model.habits],
            _AT_MOST: [h.at_most for h in model.habits],
        }
    )
    with st.form("habits"):
        edited = st.data_editor(
            rows, hide_index=True, height="content", key=f"habits-{hash(model)}", disabled=["Action"],
            column_config={
                # The least that a person would type; the model itself takes any time above none.
                _MINUTES: st.column_config.NumberColumn(min_value=0.05, max_value=api.MOST_MINUTES, format="%.4g",
                                                        required=True, help="What one of these takes you"),
                _AT_MOST: st.column_config.NumberColumn(min_value=0, max_value=api.MOST_A_WEEK, step=1, required=True,
                                                        help="0 leaves it out of plans and advice; what you do "
                                                        "already stays possible"),
            },
            alt="What an action takes and how often a week it may be done",
        )  # fmt: skip
        if st.form_submit_button("Use these minutes and ceilings", key="use-habits"):
            _use(edited)
    if model.habit_edits:
        st.button("Back to the published minutes", on_click=state.use_model, args=(model.with_habits({}),),
                  key="reset-habits")  # fmt: skip
    st.caption("Projections, plans and the playbook count with these; no score depends on them.")


def _use(edited: pd.DataFrame) -> None:
    given = {
        h.key: {"minutes": float(edited[_MINUTES].iloc[i]), "at_most": float(edited[_AT_MOST].iloc[i])}
        for i, h in enumerate(api.Model().habits)
    }
    try:
        state.use_model(state.model().with_habits(given))
    except ValueError as error:
        st.error(f"These can't be used: {plain(str(error))}. Those before stay.", icon=":material/error:")
    else:
        st.rerun()
