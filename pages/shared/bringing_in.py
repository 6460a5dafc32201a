"""Members who come as a spreadsheet, or as the file that a client made of their own counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import book, kept, notices, state
from pages.shared.words import plain
from ssi_core import api

SPREADSHEET, CLIENT = "bring-spreadsheet", "bring-client"
#: Megabytes of a table or of a client's file.
LIMIT_MB = 5
_READ, _ROUND = "ssi_brought", "ssi_brought_round"
_NEW = ""
#: Clients, and rows that can't be used, of which each is told.
_NAMED = 8


def draw_spreadsheet() -> None:
    """Draw what takes in a table of clients."""
    st.write(
        "A CSV or XLSX file of clients, dates and the four pillars, a line a client and day or a column a day. "
        "Somebody who is there already gets the readings they lack. Nothing is stored before you press Keep."
    )
    given = st.file_uploader(
        "Your spreadsheet", ["csv", "xlsx"], max_upload_size=LIMIT_MB, key=f"spreadsheet-{_round(SPREADSHEET)}",
        on_change=notices.clear, args=(SPREADSHEET,),
    )  # fmt: skip
    notices.tell(SPREADSHEET)
    if given is None:
        return
    found = _brought(given)
    if isinstance(found, str):
        st.error(f"{plain(found)}.", icon=":material/error:")
        return
    st.write(plain(found.words))
    _remarks(found.remarks)
    if not found.clients:
        return
    rows = [
        {
            "Name": one.name, "Readings": len(one.readings), "First": api.day_of(one.readings[0].day),
            "Last": api.day_of(one.readings[-1].day), "Last score": one.readings[-1].total,
        }
        for one in found.clients
    ]  # fmt: skip
    columns = {
        "First": st.column_config.DateColumn(format="localized"),
        "Last": st.column_config.DateColumn(format="localized"),
        "Last score": st.column_config.NumberColumn(format="%.1f"),
    }  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="spreadsheet-found", alt="Clients in the spreadsheet",
                 column_config=columns)  # fmt: skip
    number = len(found.clients)
    st.button(
        f"Keep these {number} clients" if number > 1 else "Keep this client", type="primary", on_click=_bring,
        args=(found.clients,), key="spreadsheet-keep",
    )  # fmt: skip


def _remarks(remarks: Sequence[str]) -> None:
    if not remarks:
        return
    lines = [f"- {plain(one)}" for one in remarks[:_NAMED]]
    if len(remarks) > _NAMED:
        lines.append(f"- And {len(remarks) - _NAMED} more rows that are not used.")
    st.warning("\n".join(lines), icon=":material/info:")


def _bring(clients: Sequence[api.Client]) -> None:
    def said(filled: Sequence[api.Filled]) -> str:
        rest = f" {len(filled) - _NAMED} more are kept too." if len(filled) > _NAMED else ""
        return " ".join(one.sentence for one in filled[:_NAMED]) + rest

    held = kept.kept()
    if held is not None and any(api.same_name(held.name, one.name) for one in clients) and state.typed():
        _refuse_typed(held.name, SPREADSHEET)
        return
    if notices.ask(lambda records: api.bring(records, clients), SPREADSHEET, said):
        _empty(SPREADSHEET)
        _seen_anew()


def draw_client(listed: Sequence[api.Listed]) -> None:
    """Draw what takes in a client's own file.

    Parameters
    ----------
    listed : sequence of api.Listed
        The members whose later file it may be.
    """
    st.write(
        "A client who makes this file with “Share with my coach” on the Files page sends daily counts and "
        "profile facts, never a message's text or another person's name."
    )
    given = st.file_uploader(
        "A client's file", "json", max_upload_size=LIMIT_MB, key=f"client-{_round(CLIENT)}", on_change=notices.clear,
        args=(CLIENT,),
    )  # fmt: skip
    notices.tell(CLIENT)
    if given is None:
        return
    found = _shared(given)
    if isinstance(found, str):
        st.error(f"{plain(found)}.", icon=":material/error:")
        return
    st.write(f"{plain(api.score(found).headline)}, on {api.spoken(found.as_of)}.")
    names = {_NEW: "Somebody new", **{one.id: one.name for one in listed}}
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    whose = left.selectbox("Whose file", list(names), format_func=lambda id: names.get(id, ""), key="client-whose")
    middle.text_input("Name", max_chars=200, disabled=whose != _NEW, key="client-name")
    right.button("Keep", type="primary", on_click=_keep, args=(found, names), key="client-keep", width="stretch")


def _keep(found: api.Imported, names: dict[str, str]) -> None:
    id, name = st.session_state.get("client-whose", _NEW), st.session_state.get("client-name", "")
    if id == _NEW:
        done = notices.ask(
            lambda records: records.load(records.save_member(name, found).id), CLIENT,
            lambda one: f"{one.name} is kept.",
        )  # fmt: skip
    elif _in_view(id) and state.typed():
        _refuse_typed(names[id], CLIENT)
        return
    else:
        done = notices.ask(
            lambda records: records.add_import(id, found, version=records.load(id).version).combined.sentence, CLIENT,
            lambda said: f"{names[id]} is kept. {said}".strip(),
        )  # fmt: skip
    if done:
        _empty(CLIENT)
        _seen_anew()


def _refuse_typed(name: str, key: str) -> None:
    # Their version moves on with what is brought, and what was typed could not be kept any more.
    notices.clear(key)
    book.refuse(f"{name} is in view with changes that are not saved: save them first, or close", key)


def _brought(given: Any) -> api.Brought | str:
    return _once(given, lambda: api.brought(given.name, given.getvalue()))


def _shared(given: Any) -> api.Imported | str:
    return _once(given, lambda: api.shared_from(given.getvalue(), given.name))


def _once(given: Any, read: Any) -> Any:
    # What it says, or why it can't be read: a file is read once, however often the page is drawn.
    held = st.session_state.get(_READ, {})
    if given.file_id not in held:
        try:
            held = {**held, given.file_id: read()}
        except (api.IngestError, api.RecordsError) as error:
            held = {**held, given.file_id: str(error)}
        st.session_state[_READ] = held
    return held[given.file_id]


def _round(key: str) -> int:
    return int(st.session_state.get(_ROUND, {}).get(key, 0))


def _empty(key: str) -> None:
    st.session_state[_ROUND] = {**st.session_state.get(_ROUND, {}), key: _round(key) + 1}
    st.session_state.pop(_READ, None)
    st.session_state.pop("client-name", None)


def _in_view(id: str) -> bool:
    held = kept.kept()
    return held is not None and held.id == id


def _seen_anew() -> None:
    # Whoever is in view may be among those who were given something.
    if kept.kept() is not None and not state.typed():
        kept.again()
