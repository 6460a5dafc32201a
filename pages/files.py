"""Files: give an export, and see exactly what was done with each file."""

from __future__ import annotations

import streamlit as st

from pages.shared import frame, state, tables
from pages.shared.words import plain

LIMIT_MB = 1024


def draw() -> None:
    """Draw the page."""
    st.title("Your files")
    st.write(
        "Drop your LinkedIn export here: the whole zip, single CSV files, the creator analytics workbook (XLSX), or "
        f"all of them at once; each up to {LIMIT_MB // 1024} GB. They are read on this machine and kept in this "
        "session alone."
    )
    files = st.file_uploader(
        "LinkedIn export",
        accept_multiple_files=True,
        max_upload_size=LIMIT_MB,
        key=f"uploader-{state.uploader_round()}",
    )
    if files:
        uploads = tuple(sorted(f.file_id for f in files))
        if not state.already_read(uploads):
            with st.spinner(f"Reading {len(files)} file{'s' if len(files) > 1 else ''} …"):
                state.open_files([(f.name, f) for f in files], ", ".join(f.name for f in files[:3]), uploads)
            st.rerun()
    st.button("Try it with an invented member", on_click=state.open_sample, key="sample")

    if state.fault():
        st.error(
            f"Nothing of that could be used: {plain(state.fault())}. "
            "Ask LinkedIn for your data (Settings, Data privacy, Get a copy of your data) and give the zip as it "
            "comes.",
            icon=":material/error:",
        )

    loaded = state.loaded()
    if loaded is None:
        st.info(
            "No files yet. On LinkedIn: Settings, Data privacy, Get a copy of your data, and choose the larger "
            "archive: the smaller one has no activity in it.",
            icon=":material/info:",
        )
    else:
        st.subheader("What was done with each file")
        st.write(loaded.found.sentence)
        tables.show_ledger(loaded.found)
        if not loaded.found.ledger.owner_found:
            st.warning(
                "No file says whose messages these are, so none counts as sent. Add Profile.csv or Invitations.csv."
            )
        if st.button("See the score", type="primary", key="to-score"):
            st.switch_page("pages/score.py")


frame.page(draw)
