"""What is tried, with the member in view, as a notebook to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from pages.shared import state, tried
from ssi_core import api

NAME = "what_if.ipynb"
MIME = "application/x-ipynb+json"


def button(key: str, plan: Mapping[str, Any] | None = None) -> None:
    """Draw the button; the notebook is made when it is clicked.

    Parameters
    ----------
    key : str
        Key of the widget.
    plan : mapping, optional
        What a plan is asked for by, where one is in view; see :func:`ssi_core.api.notebook`.
    """
    made = maker(plan)
    if made is None:
        return
    st.download_button(
        "Download as a notebook", made, NAME, MIME, key=key, on_click="ignore", icon=":material/download:",
        help="For Jupyter: the same numbers, table and chart from your files, which stay beside it.",
    )  # fmt: skip


def maker(plan: Mapping[str, Any] | None = None) -> Callable[[], bytes] | None:
    """What makes the notebook of what is in view now; None while nobody is.

    All of it is taken out of the session here: Streamlit calls it on a thread that has none.
    """
    loaded, files, model, board = state.loaded(), state.files(), state.model(), tried.board()
    if loaded is None:
        return None
    name = board.current.name
    return partial(
        _text, loaded.found, board.current.habits, board.weeks, name="" if name == tried.Board().current.name else name,
        files=() if files is None else files.names, stated=state.stated(),
        readings=state.reading_edits(), target=state.target(), model=model if model.edits else None, plan=plan,
    )  # fmt: skip


def _text(found: api.Imported, scenario: tried.Scenario, weeks: int, **given: Any) -> bytes:
    try:
        return api.notebook(found, scenario, weeks, **given).encode()
    except api.IngestError:
        # What was tried no longer fits the member: the page shows going on as now, and so does this.
        return api.notebook(found, {}, weeks, **{**given, "plan": None}).encode()
