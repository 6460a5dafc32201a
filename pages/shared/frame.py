"""The frame around every page: page config, navigation, whose files are in view.

Until ``st.navigation`` has run once in a server, Streamlit takes the folder ``pages/`` for its older kind of multipage
app and runs a page's file by itself, without ``app.py``: so it happens to the first visitor who comes by a link to a
page. A page therefore ends with ``frame.page(draw)``, which puts the frame around it where it is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared import asked_for, book, giving_way, kept, notices, reloading, signed_in, state
from pages.shared.words import plain

# A file of ours: a named icon would be fetched from a font service, and nothing may leave this machine.
ICON = Path(__file__).parent / "icon.svg"

#: The pages in the order of the navigation: file, title, icon.
PAGES = (
    ("score", "Score", "speed"),
    ("files", "Files", "folder_open"),
    ("profile", "Profile", "person"),
    ("playbook", "Playbook", "checklist"),
    ("what_if", "What if", "tune"),
    ("plan", "Plan", "route"),
    ("history", "History", "timeline"),
    ("why", "Why it moved", "waterfall_chart"),
    ("today", "Today", "today"),
    ("session", "Session", "event_available"),
    ("present", "Present", "present_to_all"),
    ("team", "Team", "groups"),
    ("method", "Method", "science"),
)

_framed: ContextVar[bool] = ContextVar("framed", default=False)
_LAST, _ENTERED = "ssi_page", "ssi_page_entered"
_OWNER = "ssi_owner"


def run() -> None:
    """Draw the frame, and the page that the address asks for inside it."""
    token = _framed.set(True)
    try:
        st.set_page_config(page_title="SSI Coach", page_icon=str(ICON), layout="wide")
        # Along the top, what has no room hides behind "more", out of the keyboard's reach; in sections, Streamlit's
        # list holds what no list may hold.
        pages = [_made(*row) for row in PAGES]
        page = st.navigation(pages, position="sidebar" if signed_in.passed() else "hidden", expanded=True)
        _same_person()
        if not signed_in.gate():
            return
        signed_in.warn()
        held = st.session_state
        held[_ENTERED], held[_LAST] = held.get(_LAST) != page.url_path, page.url_path
        if entered():
            giving_way.clear()
            notices.clear(asked_for.BACK)
        # What a client looks at has nothing around it: neither the other pages nor whose files are open.
        alone = page.url_path == "present" and asked_for.opened()
        # Where the navigation stood before, its empty column would stay open.
        st.set_page_config(initial_sidebar_state="collapsed" if alone else "auto")
        if alone:
            page = st.navigation(pages, position="hidden")
        # Above the page and after it: what the page itself opens or brings back needs no offer.
        above = st.container(key="above")
        page.run()
        if not alone:
            with above:
                _offer()
            _sidebar()
        reloading.keep_for_reload()
    finally:
        _framed.reset(token)


def _made(name: str, title: str, icon: str) -> StreamlitPage:
    return st.Page(f"pages/{name}.py", title=title, icon=f":material/{icon}:", default=name == "score")


def page(draw: Callable[[], None]) -> None:
    """Draw a page inside the frame.

    Parameters
    ----------
    draw : callable
        Draws the page.
    """
    if _framed.get():
        draw()
    else:
        run()


def entered() -> bool:
    """Whether another page was drawn before this one."""
    return bool(st.session_state.get(_ENTERED, True))


def _same_person() -> None:
    # Who signs out, or in as another, leaves nothing in this session.
    held, owner = st.session_state, signed_in.owner() if signed_in.passed() else ""
    if held.get(_OWNER, owner) != owner:
        _leave_nothing()
    held[_OWNER] = owner


def _leave_nothing() -> None:
    state.close()
    for key in list(st.session_state):
        del st.session_state[key]


def _sign_out() -> None:
    _leave_nothing()
    st.logout()


def _offer() -> None:
    # A reload starts a new session, which knows nothing of the one before.
    notices.tell(asked_for.BACK)
    before = reloading.lost()
    if before is None:
        giving_way.tell()
        return
    waits = giving_way.waits()
    with st.container(border=True, key="offer"):
        st.write(
            f"**This page was reloaded, and a reload starts from nothing.** Gone from view: {plain(before.words)}. It "
            "is still in this machine's memory."
        )
        if waits:
            st.write(giving_way.words())
        with st.container(horizontal=True):
            st.button("Bring it back", type="primary", on_click=asked_for.bring_back, key="bring-back")
            if waits:  # which leaves it
                giving_way.go_on()
            else:
                st.button("Leave it", on_click=state.close, key="leave-it")


def _sidebar() -> None:
    # After the page, so that it says whose files are open once the page has opened them.
    with st.sidebar:
        loaded = state.loaded()
        st.header("SSI Coach")
        if loaded is None:
            st.write("Nobody is in view yet.")
        else:
            st.write(f"In view: **{plain(loaded.label)}**")
            st.write(loaded.score.headline)
            if kept.kept() is not None and state.typed():
                st.write("What you typed since is not kept yet.")
                st.button("Keep the changes", on_click=kept.save_changes, key="keep-changes")
                notices.tell(kept.KEY)
                if book.refused(kept.KEY):
                    st.button("Open them as they stand now", on_click=kept.again, key="open-anew")
            # Of a member who is kept, nothing is forgotten by that.
            st.button("Close and forget" if kept.kept() is None else "Close", on_click=state.close, key="forget")
        machine = "the machine that this app runs on" if signed_in.required() else "this machine"
        st.caption(f"All of it happens on {machine}. Nothing is sent anywhere, nothing is stored unasked.")
        if signed_in.required():
            st.write(f"Signed in: **{plain(signed_in.who())}**")
            st.button("Sign out", on_click=_sign_out, key="sign-out", icon=":material/logout:")
