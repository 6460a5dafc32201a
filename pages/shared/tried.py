"""What is tried on the What if page, and what was tried before it: kept for as long as the session lasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

#: Keys of the session that :mod:`pages.shared.state` drops with the member in view.
SCENARIO = "ssi_scenario"
BEFORE = "ssi_scenario_before"
_ROUND = "ssi_scenario_round"

#: Changes that can be taken back.
MOST_UNDONE = 50

Scenario = Mapping[str, Any]


def scenario() -> Scenario | None:
    """What is tried on the What if page, as ``habits.json`` has it; None before it was touched."""
    held: Scenario | None = st.session_state.get(SCENARIO)
    return held


def use(given: Scenario | None) -> None:
    """Try this, for as long as the session lasts and whatever page is shown; None is going on as now."""
    move(given)
    st.session_state[_ROUND] = turn() + 1


def move(given: Scenario | None) -> None:
    """The same from a widget that shows it already: it stays as it is, under the hand that moves it."""
    st.session_state[BEFORE] = (*before(), scenario())[-MOST_UNDONE:]
    st.session_state[SCENARIO] = given


def before() -> tuple[Scenario | None, ...]:
    """What was tried before what is tried now, the last one last."""
    return tuple(st.session_state.get(BEFORE, ()))


def undo() -> None:
    """Take back the last change of what is tried."""
    earlier = before()
    if earlier:
        st.session_state[SCENARIO], st.session_state[BEFORE] = earlier[-1], earlier[:-1]
        st.session_state[_ROUND] = turn() + 1


def turn() -> int:
    """Number for keys of widgets that show what is tried; it rises whenever that changes by other means than theirs."""
    return int(st.session_state.get(_ROUND, 0))
