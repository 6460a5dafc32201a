"""The frame: page config, navigation, whose files are in view."""

from __future__ import annotations

import streamlit as st

from pages.shared import state

st.set_page_config(page_title="SSI Coach", page_icon=":material/speed:", layout="wide")

page = st.navigation(
    [
        st.Page("pages/score.py", title="Score", icon=":material/speed:", default=True),
        st.Page("pages/files.py", title="Files", icon=":material/folder_open:"),
    ],
    position="top",
)

with st.sidebar:
    loaded = state.loaded()
    st.header("SSI Coach")
    if loaded is None:
        st.write("Nobody's files are open.")
    else:
        st.write(f"In view: **{loaded.label}**")
        st.write(loaded.score.headline)
        st.button("Close and forget these files", on_click=state.forget, key="forget")
    st.caption("All of it happens on this machine. Nothing is sent anywhere, nothing is stored.")

page.run()
