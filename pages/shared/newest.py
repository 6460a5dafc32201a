"""The newest export of the kept member: put together with what is stored, so that what was agreed can be checked."""

from __future__ import annotations

from pathlib import PurePosixPath

import streamlit as st

from pages.shared import book, kept, state
from pages.shared.words import capital, plain

_DONE = "ssi_newest"
_LIMIT_MB = 1024


def draw(who: state.Kept) -> None:
    """Draw the uploader, and what became of the last files of this member."""
    if book.demo():
        st.caption("Invented members take no files.")
        return
    given = st.file_uploader(
        "Their newest export (zip, CSV, XLSX)", accept_multiple_files=True, max_upload_size=_LIMIT_MB,
        key=f"newest-{state.uploader_round()}",
    )  # fmt: skip
    uploads = tuple(sorted(one.file_id for one in given))
    whose, done, said = st.session_state.get(_DONE, ("", (), ""))
    if given and uploads != done:
        with st.status(f"Reading {len(given)} file{'s' if len(given) > 1 else ''} …") as progress:
            words = kept.add_files(
                [(one.name, one) for one in given],
                lambda name: progress.update(label=f"Reading {plain(PurePosixPath(name).name)} …"),
            )
        # A refusal is told once and the files stay; what was taken in empties the uploader.
        st.session_state[_DONE] = (who.id, uploads, words or "")
        st.rerun()
    if given and (refused := book.refused(kept.KEY)):
        st.error(f"{capital(plain(refused))}.", icon=":material/error:")
        st.button("Open the member anew", on_click=kept.again, key="newest-again")
    elif said and whose == who.id:
        st.success(said, icon=":material/check:")
