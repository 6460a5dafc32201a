"""The scenarios side by side: which one the sliders show, its name, the way back, and files that keep it."""

from __future__ import annotations

import json
import re

import streamlit as st

from pages.shared import book, filing, notebook_download, notices, state, tried
from ssi_core import api

_LOADED = "scenario-file"


def choice() -> None:
    """Which scenario the sliders show; called where there are several."""
    board, key = tried.board(), f"chosen-{tried.turn()}"
    st.segmented_control(
        "Scenario", range(len(board.scenarios)), default=board.chosen, required=True, key=key,
        format_func=lambda place: board.scenarios[place].name if place < len(board.scenarios) else "",
        on_change=lambda: tried.choose(int(st.session_state[key])),
    )  # fmt: skip


def buttons() -> None:
    """Undo, reset, another scenario, its name, and files."""
    board = tried.board()
    with st.container(horizontal=True):
        st.button("Undo", on_click=tried.undo, disabled=not tried.before(), key="undo", icon=":material/undo:")
        st.button(
            "Back to my own habits", on_click=tried.use, args=(None,), disabled=tried.scenario() is None,
            key="reset", icon=":material/restart_alt:",
        )  # fmt: skip
        st.button(
            "Duplicate", on_click=tried.duplicate, disabled=board.full, key="duplicate",
            icon=":material/content_copy:",
            help="Another scenario to change and to compare; four side by side at most.",
        )  # fmt: skip
        if len(board.scenarios) > 1:
            st.button("Remove", on_click=tried.remove, key="remove", icon=":material/delete:")
        with st.popover("Name", icon=":material/edit:", key="name"):
            key = f"rename-{tried.turn()}"
            st.text_input(
                "Name of this scenario", board.current.name, max_chars=tried.MOST_NAME, key=key,
                on_change=lambda: tried.rename(st.session_state[key]),
            )  # fmt: skip
        with st.popover("Save or load", icon=":material/save:", key="files"):
            _files(board.current)


def _files(current: tried.Named) -> None:
    st.download_button(
        "Save as a file", as_json(current), f"{slug(current.name)}.json", "application/json", key="save-habits",
        on_click="ignore", help="ssi project takes this file: the same numbers in a terminal.",
    )  # fmt: skip
    notebook_download.button("notebook")
    key = f"load-habits-{tried.turn()}"
    st.file_uploader("Load a scenario (habits.json)", "json", key=key, on_change=_load, args=(key,), max_upload_size=1)
    notices.tell(_LOADED)
    filing.scenarios(current)
    st.caption(
        "The address of this page holds this scenario too: whoever opens it with the same files sees the same "
        "number. It holds the habits above and nothing of your files."
    )


def as_json(named: tried.Named) -> str:
    """A scenario as ``ssi project --habits`` takes it."""
    whole = {"start": None, "weekly": {}, "off": [], "profile": [], **named.habits}
    return json.dumps(whole, indent=2) + "\n"


def slug(name: str) -> str:
    """A name as a file may bear it."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "habits"


def _load(key: str) -> None:
    held, loaded = st.session_state.get(key), state.loaded()
    notices.clear(_LOADED)
    if held is None or loaded is None:
        return
    try:
        habits = json.loads(held.getvalue().decode("utf-8-sig"))
        loaded.prospect.project(habits, 1)
    except api.IngestError as error:
        book.refuse(f"{held.name} can't be used: {error}", _LOADED)
    except ValueError:
        book.refuse(f"{held.name} is not JSON: save a scenario here to see what one looks like", _LOADED)
    else:
        tried.add(habits, held.name.removesuffix(".json").replace("-", " ").capitalize())
