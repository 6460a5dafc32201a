"""What the columns of a table are: guesses shown as guesses, which a person corrects, uses and may have remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

import streamlit as st

from pages.shared import columns, giving_way, kept, signed_in, state
from pages.shared.words import plain
from ssi_core import api

_ABSENT = ""


def ask(
    number: int, name: str, header: api.UnknownHeader, then: Callable[[], object] | None = None
) -> None:
    """Ask what the columns of one table are.

    Parameters
    ----------
    number : int
        Its place among the unknown tables, for the widgets' keys.
    name : str
        The file.
    header : api.UnknownHeader
        Its columns.
    then : callable, optional
        What is done once they are said, where the table is a team's: then nobody is asked which row is theirs.
    """
    use = _use if then is None else partial(_say, then)
    base = PurePosixPath(name.replace("\\", "/")).name
    with st.expander(f"Columns no one knows: {plain(base)}", expanded=True, icon=":material/help:"):
        known = _known(header)
        first = known or api.suggest(header.titles)
        key = f"map-{number}-{state.uploader_round()}-{base}"
        kinds = list(api.KINDS)
        kind = st.selectbox(
            "This table is", kinds, index=kinds.index(first.kind), format_func=api.plain_kind, key=f"{key}-kind"
        )
        start = first if kind == first.kind else api.suggest(header.titles, kind)
        st.caption(
            "Say which of its columns is what; leave out what it does not hold. "
            + ("Filled in as you said before." if known else "What is filled in is a guess from the titles: check it.")
        )
        columns = _columns(key, header, start, "as before" if known else "guess")
        person = _person(key, header, columns, start.person) if then is None else ""
        mapping = api.ColumnMapping(kind, columns, header.titles, person, *_days(key, kind, columns))
        lacks = list(mapping.lacks)
        if then is not None and "person" not in columns:
            lacks.append("which column names the member")
        if then is None and len(header.words.get(columns.get("person", ""), ())) > 1 and not mapping.person:
            lacks.append("which row is you")
        with st.container(horizontal=True):
            st.button(
                "Use", key=f"{key}-use", type="primary", disabled=bool(lacks), on_click=use,
                args=(mapping,),
            )  # fmt: skip
            if not signed_in.required():
                st.button(
                    "Use and remember", key=f"{key}-keep", disabled=bool(lacks), on_click=use,
                    args=(mapping, True), help="Keeps the titles and what they mean, and your name if the table holds "
                    "several people, in your configuration folder on this machine; no other cell of the table.",
                )  # fmt: skip
        # Last: what comes and goes above a button moves it, and for a moment there are two of it.
        if lacks:
            st.caption(f"Still to say: {', '.join(lacks)}.")


def _use(mapping: api.ColumnMapping, keep: bool = False) -> None:
    # The last files are read with it, and a member may have come into view since.
    read = partial(state.use_mapping, mapping, keep)
    if state.waiting_take_place():
        giving_way.ask(read, giving_way.FILES)
    else:
        read()


def _say(then: Callable[[], object], mapping: api.ColumnMapping, keep: bool = False) -> None:
    # It is said of a team's table: the member in view gives way to no files for that.
    if state.waiting_take_place() and kept.unkept():
        columns.say(mapping, keep)
    else:
        state.use_mapping(mapping, keep)
    then()


def _known(header: api.UnknownHeader) -> api.ColumnMapping | None:
    squeezed = api.ColumnMapping("readings", {}, header.titles).signature
    said = columns.known()
    return next((m for m in said if m.signature == squeezed), None)


def _columns(key: str, header: api.UnknownHeader, start: api.ColumnMapping, mark: str) -> dict[str, str]:
    options = [_ABSENT, *dict.fromkeys(t for t in header.titles if t)]
    taken = {}
    places: list[st.delta_generator.DeltaGenerator] = []
    for column in api.KINDS[start.kind].columns:
        places = places or list(st.columns(3))  # a row of its own each, so that a phone keeps the order
        filled = start.columns.get(column, _ABSENT)
        at = f"{key}-{start.kind}-{column}"
        chosen = st.session_state.get(at, filled)
        label = api.words(column)
        with places.pop(0):
            title = st.selectbox(
                f"{label[:1].upper()}{label[1:]}" + (f" ({mark})" if filled and chosen == filled else ""),
                options,
                index=options.index(filled) if filled in options else 0,
                format_func=lambda t: t or "not in this table",  # options are no Markdown
                key=at,
            )
        if title:
            taken[column] = title
    return taken


def _person(key: str, header: api.UnknownHeader, columns: dict[str, str], before: str) -> str:
    if "person" not in columns:
        return ""
    names = list(header.words.get(columns["person"], ()))
    if before and before not in names:
        names.append(before)
    said = st.selectbox(
        "Which row is you",
        names,
        index=names.index(before) if before else (0 if len(names) == 1 else None),
        placeholder="Choose or write your name as the table writes it",
        accept_new_options=True,
        help="A report holds a row for every seat. Only yours is counted.",
        key=f"{key}-person-{columns['person']}",
    )
    return said or ""


def _days(key: str, kind: str, columns: dict[str, str]) -> tuple[dt.date | None, dt.date | None]:
    # Asked for where no column holds them; another file has other days, so they are never remembered.
    if not any("days" in lack for lack in api.ColumnMapping(kind, columns).lacks):
        return None, None
    first, last = st.columns(2)
    with first:
        begin = st.date_input("First day the report is about", value=None, key=f"{key}-first")
    with last:
        end = st.date_input("Last day the report is about", value=None, key=f"{key}-last")
    return begin, end


def show_remembered() -> None:
    """List what is remembered on this machine, each with a button to forget it."""
    held = columns.remembered()
    if held.remark:
        st.warning(plain(held.remark[:1].upper() + held.remark[1:]) + ".", icon=":material/warning:")
    if not held.mappings:
        return
    with st.expander(f"Columns remembered on this machine ({len(held.mappings)})"):
        for number, mapping in enumerate(held.mappings):
            taken = "; ".join(f"{plain(title)} is {api.words(c)}" for c, title in mapping.columns.items())
            st.markdown(f"**{api.plain_kind(mapping.kind).capitalize()}**: {taken}.")
            st.button(
                f"Forget {api.plain_kind(mapping.kind)}", key=f"forget-mapping-{number}",
                on_click=columns.forget, args=(mapping,),
            )  # fmt: skip
