"""Profile: what no file tells, what the user would overrule, and the checklist; the score answers at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from pages.shared import frame, state, ways_in
from pages.shared.words import CHECKLIST_WORDS
from ssi_core import api

_ANSWERS = {"Yes": True, "No": False}
_SOURCES = {**api.PROVENANCE_WORDS, "known": "none without a seat"}


def _key(name: str) -> str:
    return f"profile-{name}-{state.person_round()}"


def _without(values: dict[str, float], key: str) -> dict[str, float]:
    return {k: v for k, v in values.items() if k != key}


def _set_level(key: str, number: str, scale: float) -> None:
    said = state.stated()
    value = st.session_state.get(number)
    if value is not None:
        state.use_stated(replace(said, signals={**said.signals, key: float(value) / scale}))


def _toggle(key: str, widget: str, level: float) -> None:
    said = state.stated()
    rest = _without(dict(said.signals), key)
    state.use_stated(replace(said, signals={**rest, key: level} if st.session_state[widget] else rest))


def _set_item(key: str, widget: str) -> None:
    said = state.stated()
    rest = {k: v for k, v in said.checklist.items() if k != key}
    answer = st.session_state[widget]
    state.use_stated(replace(said, checklist=rest if answer is None else {**rest, key: _ANSWERS[answer]}))


def _set_seat(widget: str) -> None:
    answer = st.session_state[widget]
    state.use_stated(replace(state.stated(), seat=None if answer is None else _ANSWERS[answer]))


def _yes_no(label: str, now: bool | None, key: str, act: Callable[..., None], *arguments: str) -> None:
    default = None if now is None else "Yes" if now else "No"
    st.segmented_control(label, list(_ANSWERS), default=default, key=key, on_change=act, args=(*arguments, key))


def _checklist(loaded: state.Loaded) -> None:
    st.header("Your profile")
    st.write("Filled in from the export where it can be seen there; a photo or an address of your own can't.")
    columns = st.columns(2)
    for i, item in enumerate(api.checklist(loaded.found, state.model())):
        with columns[i % 2]:
            words = CHECKLIST_WORDS[item.key]
            _yes_no(
                f"{words[0].upper()}{words[1:]} ({item.points:.2f} points, {_SOURCES[item.provenance]})",
                item.state, _key(item.key), _set_item, item.key,
            )  # fmt: skip
    _yes_no("A Sales Navigator seat", loaded.found.member.seat, _key("seat"), _set_seat)


def _field(field: api.Field) -> None:
    with st.container(border=True):
        held = _key(f"own-{field.key}")
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            st.markdown(f"**{field.label}**: {field.points:.1f} of {field.max:g} points")
            st.toggle(
                f"Set it myself: {field.label}", value=field.typed, key=held, on_change=_toggle,
                args=(field.key, held, field.start),
            )  # fmt: skip
        with right:
            _number(field)
            st.caption(field.words)


def _number(field: api.Field) -> None:
    # A stock may be any number; a count or a ratio has an end beyond which nothing changes. What can't be moved follows
    # the likely level, which a widget under an old key would not.
    number = _key(f"level-{field.key}" if field.typed else f"likely-{field.key}-{field.shown}")
    if field.kind == "stock":
        st.number_input(
            field.label, min_value=0, max_value=int(api.MOST), value=round(field.shown), step=1, key=number,
            disabled=not field.typed, on_change=_set_level, args=(field.key, number, 1.0),
        )  # fmt: skip
    elif field.kind == "ratio":
        st.slider(
            f"{field.label}, of 100", 0, 100, round(field.shown * 100), key=number, disabled=not field.typed,
            on_change=_set_level, args=(field.key, number, 100.0),
        )  # fmt: skip
    else:
        st.slider(
            f"{field.label} in 90 days", 0, int(field.top), min(round(field.shown), int(field.top)), key=number,
            disabled=not field.typed, on_change=_set_level, args=(field.key, number, 1.0),
        )  # fmt: skip


def _fields(loaded: state.Loaded) -> None:
    open_fields = api.fields(loaded.files, loaded.score, state.model())
    unknown = [f for f in open_fields if f.from_files is None]
    known = [f for f in open_fields if f.from_files is not None]
    if unknown:
        st.header("What no file gave")
        st.write("Set what you know. What you leave counts as is likely, given the rest.")
        for field in unknown:
            _field(field)
    if known:
        st.header("What the files gave")
        st.write("Overrule a figure where you know better, or to see what another would do.")
        for pillar, label in api.PILLARS.items():
            mine = [f for f in known if f.pillar == pillar]
            if mine:
                with st.expander(f"{label}: {len(mine)} signals", expanded=any(f.typed for f in mine)):
                    for field in mine:
                        _field(field)


def draw() -> None:
    """Draw the page."""
    st.title("Your profile, and what no file tells")
    loaded = state.loaded()
    if loaded is None:
        st.write(
            "Give your LinkedIn export and its profile is filled in here; or answer eight questions on the Score page. "
            "Then every figure that is missing or wrong can be set by hand."
        )
        ways_in.show(ask=True, files=False)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(loaded.score.headline)
        if state.stated() != api.Stated():
            label = "Back to what the files say" if loaded.files is not None else "Back to the answers"
            st.button(label, on_click=state.take_back, key="take-back", icon=":material/undo:")
    st.write(f"{loaded.score.coverage_words}.")
    _checklist(loaded)
    _fields(loaded)


frame.page(draw)
