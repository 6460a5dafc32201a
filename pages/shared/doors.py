"""Four ways into an empty app: a score one knows, eight questions, files, an example."""

from __future__ import annotations

import streamlit as st

from pages.shared import giving_way, pasting, questions, state

_DOOR = "ssi_door"


def show() -> None:
    """Draw the doors, or what lies behind the one that was opened."""
    door = st.session_state.get(_DOOR)
    if door == "know":
        st.header("I know my score")
        pasting.form("See where I stand")
        _back()
    elif door == "questions":
        st.header("Eight questions")
        questions.form()
        _back()
    else:
        _doors()


def close() -> None:
    """Shut whatever door stands open, once there is a member in view."""
    st.session_state.pop(_DOOR, None)


def _open(door: str) -> None:
    st.session_state[_DOOR] = door


def _back() -> None:
    st.button("Back to the four ways", on_click=close, key="doors", icon=":material/arrow_back:")


def _doors() -> None:
    first, second = st.columns(2), st.columns(2)
    with first[0], st.container(border=True, height="stretch"):
        st.header("I know my score")
        st.write("Paste LinkedIn's SSI page, or type its four numbers: your level and your weakest pillar at once.")
        st.button("I know my score", key="know", on_click=_open, args=("know",))
    with first[1], st.container(border=True, height="stretch"):
        st.header("Eight questions")
        st.write("Answer what you can from memory: a full score, what-ifs and your best next hour, without any file.")
        st.button("Answer eight questions", key="ask", on_click=_open, args=("questions",))
    with second[0], st.container(border=True, height="stretch"):
        st.header("I have files")
        st.write(
            "Your own LinkedIn export, whole or in part, gives the most exact answer. No export yet? It takes up to a "
            "day, and the same page says how to ask for it."
        )
        if st.button("I have files", key="files"):
            st.switch_page("pages/files.py")
    with second[1], st.container(border=True, height="stretch"):
        st.header("Show me an example")
        st.write("An invented member, with everything filled in. Nothing of yours is needed.")
        st.button("Show me an example", type="primary", on_click=giving_way.ask,
                  args=(state.open_sample, giving_way.EXAMPLE), key="sample")  # fmt: skip
