"""All that is kept, in one file and back; and a member forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

import streamlit as st

from pages.shared import book, kept, notices, reloading, signed_in, stash, state
from pages.shared.words import plain
from ssi_core import api

WHOLE, FORGET = "whole-file", "forget-member"
#: Megabytes of an export of records; a busy member takes half a one.
LIMIT_MB = 256
_ROUND = "ssi_whole_round"


def draw_file(listed: Sequence[api.Listed]) -> None:
    """Draw what writes all members into one file, and what takes such a file in.

    Parameters
    ----------
    listed : sequence of api.Listed
        All members.
    """
    st.write(
        "All members with their sessions, notes and commitments as one file: a backup, or a way to another machine. "
        "It holds your private notes too."
    )
    if listed:
        st.download_button(
            "Download everything (JSON)", exporter(), f"ssi_records_{api.today()}.json", "application/json",
            key="whole-download", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    given = st.file_uploader(
        "Such a file", "json", max_upload_size=LIMIT_MB, key=f"whole-{_round()}", on_change=notices.clear, args=(WHOLE,)
    )
    notices.tell(WHOLE)
    if given is not None:
        st.button("Take in", type="primary", on_click=_take_in, args=(given.getvalue(),), key="whole-take-in")


def exporter() -> Callable[[], str]:
    """What makes the file. Streamlit calls it on a thread without a session, so all of it is taken out of this one."""
    if book.demo():
        with book.opened() as held:
            return held.export
    owner = signed_in.owner()

    def make() -> str:
        with closing(api.records(owner=owner)) as records:
            return records.export()

    return make


def _take_in(data: bytes) -> None:
    def said(taken: Sequence[object]) -> str:
        return f"{len(taken)} taken in." if taken else "Nobody is in that file: nothing was taken in."

    if notices.ask(lambda records: records.take_in(data), WHOLE, said):
        st.session_state[_ROUND] = _round() + 1


def _round() -> int:
    return int(st.session_state.get(_ROUND, 0))


def draw_forget(listed: Sequence[api.Listed]) -> None:
    """Draw what forgets a member.

    Parameters
    ----------
    listed : sequence of api.Listed
        All members.
    """
    notices.tell(FORGET)
    if not listed:
        st.write("Nobody is kept.")
        return
    names = {one.id: one.name for one in listed}
    st.write("Every row of a member is deleted: scores, sessions, notes, commitments. There is no way back.")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    id = left.selectbox("Member", list(names), index=None, placeholder="Choose whom",
                        format_func=lambda id: names.get(id, ""), key="forget-who")  # fmt: skip
    sure = right.checkbox("I mean it", key="forget-sure")
    st.button(f"Forget {plain(names[id])}" if id in names else "Forget", disabled=not (sure and id in names),
              on_click=_forget, args=(id,), key="forget-member")  # fmt: skip


def _forget(id: str) -> None:
    held, lost = kept.kept(), reloading.lost_member()
    if not notices.ask(lambda records: records.forget(id), FORGET, lambda gone: gone.sentence):
        return
    st.session_state["forget-who"], st.session_state["forget-sure"] = None, False
    if lost == id:
        stash.drop()
    if held is not None and held.id == id:
        said = notices.done(FORGET)
        state.close()
        notices.note(said, FORGET)  # it is said of the list, not of a member in view
