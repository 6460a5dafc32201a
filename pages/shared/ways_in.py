"""The ways in from a page that has nobody to show: an example, eight questions, files, or a member who is kept."""

from __future__ import annotations

import streamlit as st

from pages.shared import giving_way, kept, state
from pages.shared.words import capital, plain


def show(*, ask: bool = False, files: bool = True) -> None:
    """Draw the buttons.

    Parameters
    ----------
    ask : bool
        Whether eight answers are enough for the page.
    files : bool
        Whether files are a way in.
    """
    with st.container(horizontal=True):
        st.button("Show me an example", type="primary", on_click=giving_way.ask,
                  args=(state.open_sample, giving_way.EXAMPLE), key="sample")  # fmt: skip
        if ask and st.button("Answer eight questions", key="ask"):
            st.switch_page("pages/score.py")
        if files and st.button("I have files", key="files"):
            st.switch_page("pages/files.py")


def to_a_member(title: str, words: str, refused: str) -> None:
    """Draw a page that takes a member of the records and has none.

    Parameters
    ----------
    title, words : str
        What the page is.
    refused : str
        Why whom the address asks for can't be opened; blank where it asks for nobody.
    """
    st.title(title)
    if refused and not giving_way.waits():  # that is told above, with what goes on all the same
        st.error(f"{capital(plain(refused))}.", icon=":material/error:")
    st.write(
        f"{words} It takes somebody whom you keep: open their LinkedIn export on Files and keep them on Today, or "
        "bring a spreadsheet there."
    )
    with st.container(horizontal=True):
        st.button("Show me an example", type="primary", on_click=giving_way.ask,
                  args=(kept.open_example, giving_way.EXAMPLE), key="sample")  # fmt: skip
        if st.button("Choose or keep a member", key="to-today"):
            st.switch_page("pages/today.py")
    if state.loaded() is not None and kept.kept() is None:
        st.info("Who is in view is not kept yet.", icon=":material/info:")
