"""The scenarios beside each other on one day: what each reaches, takes, and differs by."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from pages.shared import state, tried
from ssi_core import api

_DAY = "ssi_compare_on"


def draw(prospect: api.Prospect) -> None:
    """Draw the day, a table and a sentence for every pair; nothing is computed while it is folded away."""
    board = tried.board()
    fold = st.expander("Compare on a day", len(board.scenarios) > 1, key="compare", on_change="rerun")
    if not fold.open:
        return
    with fold:
        on = _day(prospect, board.weeks)
        scenarios = {tried.shown(one.name): one.habits for one in board.scenarios}
        try:
            found = prospect.compare(scenarios, on, board.weeks)
        except api.IngestError as error:
            st.error(f"There is nothing to compare. {error}.", icon=":material/error:")
            return
        st.write(f"{found.headline}.")
        st.dataframe(_table(found), hide_index=True, key="compare-table", alt="The scenarios on one day")
        st.markdown("\n".join(f"- {said}." for said in found.words))
        st.caption(
            "In brackets, what four in five futures hold of a difference: the same person in the same future does the "
            "one in place of the other, so what nobody knows about today mostly cancels."
        )


def _day(prospect: api.Prospect, weeks: int) -> dt.date | None:
    # The last day that is drawn, unless another one was asked for.
    first = prospect.as_of
    last = first + dt.timedelta(weeks=weeks)
    held: dt.date | None = st.session_state.get(_DAY)
    on = st.date_input(
        "On", held if held is not None and first < held <= last else last, min_value=first + dt.timedelta(days=1),
        max_value=first + dt.timedelta(weeks=api.MOST_WEEKS), key=f"compare-on-{state.person_round()}-{weeks}",
    )  # fmt: skip
    st.session_state[_DAY] = None if on == last else on
    return on


def _table(found: api.Comparison) -> pd.DataFrame:
    rows = []
    for one in found.scenarios:
        more = None if one.name == api.AS_NOW else found.difference(one.name)
        rows.append(
            {
                "Scenario": one.name,
                "Total": f"{one.end.total:.1f} ({api.between(one.end.interval)})",
                "A week": api.clock(one.minutes),
                "Over as now": "" if more is None else f"{api.signed(more.points)} ({more.between_words})",
            }
            | {label: f"{one.end.pillars[key]:.1f}" for key, label in api.PILLARS.items()}
        )
    return pd.DataFrame(rows)
