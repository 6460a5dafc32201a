"""Files: give an export, and see exactly what was done with each file."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import Any

import streamlit as st

from pages.shared import columns, frame, giving_way, kept, mapping, state, tables, waiting
from pages.shared.words import capital, plain
from ssi_core import api

LIMIT_MB = 1024


def _uploaded() -> list[Any]:
    # Two uploaders, since a browser's window asks for either files or a folder.
    files, folder = st.tabs(["Files", "A whole folder"])
    with files:
        given = st.file_uploader(
            "LinkedIn export",
            accept_multiple_files=True,
            max_upload_size=LIMIT_MB,
            key=f"uploader-{state.files_round()}",
        )
    with folder:
        given = given + st.file_uploader(
            "Folder with a LinkedIn export",
            accept_multiple_files="directory",
            max_upload_size=LIMIT_MB,
            key=f"folder-{state.files_round()}",
        )
    return given


def _open(files: list[Any]) -> None:
    uploads = tuple(sorted(f.file_id for f in files))
    if state.already_read(uploads):
        return
    # They stay in the uploader meanwhile, and are opened once what was typed is kept.
    if (state.loaded() is None or state.takes_place(uploads)) and (words := kept.unkept()):
        st.error(f"{capital(plain(words))}.", icon=":material/error:")
        if not st.button(giving_way.FILES, key="files-all-the-same"):
            return
    with st.status(f"Reading {len(files)} file{'s' if len(files) > 1 else ''} …") as progress:
        state.open_files(
            [(f.name, f) for f in files],
            ", ".join(f.name for f in files[:3]) + (" …" if len(files) > 3 else ""),
            uploads,
            lambda name: progress.update(label=f"Reading {plain(PurePosixPath(name).name)} …"),
        )
    st.rerun()


def _ledger(loaded: state.Loaded) -> None:
    found = loaded.found
    st.header("What was done with each file")
    st.write(f"{found.sentence} {found.accounts}")
    for remark in found.remarks:
        st.info(plain(remark.message), icon=":material/info:")
    tables.show_trouble(found)
    tables.show_ledger(found)
    if found.wants_owner:
        st.warning("No file says whose messages these are, so none counts as sent. Add Profile.csv or Invitations.csv.")
    with st.container(horizontal=True):
        if st.button("See the score", type="primary", key="to-score"):
            st.switch_page("pages/score.py")
        st.download_button("Download this table (CSV)", found.to_csv(), "files_read.csv", "text/csv", key="ledger-csv")


def _share(loaded: state.Loaded) -> None:
    st.header("Share with my coach")
    st.write(
        f"Your coach needs no archive of yours, this one file is enough. {api.WHAT_IT_HOLDS} It scores as your files "
        "do. Nothing is sent anywhere: you give it to whom you want."
    )
    # Made when it is clicked, on a thread that has no session.
    st.download_button(
        "Download what my coach needs", partial(api.shared_counts, loaded.found), "ssi_shared_counts.json",
        "application/json", key="share-counts", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def draw() -> None:
    """Draw the page."""
    st.title("Your files")
    st.write(
        "Drop your LinkedIn export here: the whole zip, single CSV files, the creator analytics workbook (XLSX), or "
        f"all of them at once; each up to {LIMIT_MB // 1024} GB. They are read on this machine and kept in this "
        "session alone."
    )
    files = _uploaded()
    if files:
        _open(files)
    st.button("Try it with an invented member", on_click=giving_way.ask, args=(state.open_sample, giving_way.EXAMPLE),
              key="sample")  # fmt: skip

    unknown = state.unknown()
    if state.fault():
        what_to_do = (
            "Say below what the columns are, and it can."
            if unknown
            else "Ask LinkedIn for your data (Settings, Data privacy, Get a copy of your data) and give the zip as it "
            "comes."
        )
        st.error(f"Nothing of that could be used: {plain(state.fault())}. {what_to_do}", icon=":material/error:")
    if columns.refused():
        st.error(f"Nothing was remembered or forgotten: {plain(columns.refused())}.", icon=":material/error:")
    for number, (name, header) in enumerate(unknown):
        mapping.ask(number, name, header)

    loaded = state.loaded()
    if loaded is None or loaded.files is None:
        st.info(
            "No files yet. Ask LinkedIn for the larger archive, since the smaller one has no activity in it; here is "
            "how, and what to do while you wait.",
            icon=":material/info:",
        )
        waiting.show()
    else:
        _ledger(loaded)
        waiting.show_heard(loaded.found, state.model())
        with st.expander("How to ask for an export, what comes when, templates", icon=":material/help:"):
            waiting.show()
    if loaded is not None:
        _share(loaded)
    mapping.show_remembered()


frame.page(draw)
