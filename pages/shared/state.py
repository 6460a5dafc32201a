"""Session state has one owner, and this is it: the member in view lives in this session and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ssi_core import api

_LOADED = "ssi_loaded"
_UPLOADS = "ssi_uploads"
_FAULT = "ssi_fault"
_MODEL = "ssi_model"
_READINGS = "ssi_readings"
_READINGS_ROUND = "ssi_readings_round"
_REFUSED = "ssi_refused"
_UNKNOWN = "ssi_unknown"
_INPUTS = "ssi_inputs"
_SAID = "ssi_mappings"


@dataclass(frozen=True)
class Loaded:
    """The member in view.

    Attributes
    ----------
    label : str
        Whose files these are, as the sidebar says it.
    found : api.Imported
        The member and the ledger.
    score : api.ScoreResult
        Their score.
    """

    label: str
    found: api.Imported
    score: api.ScoreResult


def loaded() -> Loaded | None:
    """The member in view, or None."""
    held: Loaded | None = st.session_state.get(_LOADED)
    return held


def fault() -> str:
    """Why the last files could not be used; blank where they could."""
    return str(st.session_state.get(_FAULT, ""))


def refused() -> str:
    """Why what the user asked to be remembered or forgotten could not be; blank where it could."""
    return str(st.session_state.get(_REFUSED, ""))


def open_files(
    inputs: Sequence[Any], label: str, uploads: tuple[str, ...] = (), on_file: Callable[[str], object] | None = None
) -> None:
    """Read files and put their member in view; a failure leaves the last member there and says why.

    Parameters
    ----------
    inputs : sequence
        As for :func:`ssi_core.read`.
    label : str
        Whose files these are.
    uploads : tuple of str
        Identities of uploaded files, so that a rerun does not read them again.
    on_file : callable, optional
        Told the name of each file before it is read.
    """
    held = st.session_state
    held[_UPLOADS], held[_FAULT] = uploads, ""
    try:
        found = api.read(inputs, mappings=(*said(), *api.remembered().mappings), on_file=on_file)
        _put(label, api.with_readings(found, typed_readings()))
        entries = found.ledger.entries
    except api.NothingUsableError as error:
        held[_FAULT], entries = str(error), error.entries
    except api.IngestError as error:
        held[_FAULT], entries = str(error), ()
    held[_UNKNOWN] = [(e.name, e.unknown) for e in entries if e.unknown is not None]
    # Only what may have to be read again is held: an export can be large.
    held[_INPUTS] = (inputs, label, uploads) if held[_UNKNOWN] else None


def unknown() -> list[tuple[str, api.UnknownHeader]]:
    """Tables among the last files whose columns no one knows: name and header."""
    return list(st.session_state.get(_UNKNOWN, []))


def said() -> list[api.ColumnMapping]:
    """What the user said of tables in this session, the last word first."""
    return list(st.session_state.get(_SAID, []))


def use_mapping(mapping: api.ColumnMapping, keep: bool = False) -> None:
    """Take a table's columns as the user says and read the last files again.

    Parameters
    ----------
    mapping : api.ColumnMapping
        What they said.
    keep : bool
        Whether it is to be remembered on this machine.
    """
    st.session_state[_SAID] = [mapping, *(m for m in said() if m.signature != mapping.signature)]
    st.session_state[_REFUSED] = ""
    if keep:
        _try(api.remember, mapping)
    held = st.session_state.get(_INPUTS)
    if held:
        open_files(*held)


def forget_mapping(mapping: api.ColumnMapping) -> None:
    """Remember a table's columns no longer, neither on this machine nor in this session."""
    st.session_state[_SAID] = [m for m in said() if m.signature != mapping.signature]
    st.session_state[_REFUSED] = ""
    _try(api.forget, mapping)


def _try(act: Callable[[api.ColumnMapping], object], mapping: api.ColumnMapping) -> None:
    try:
        act(mapping)
    except api.IngestError as error:
        st.session_state[_REFUSED] = str(error)


def _put(label: str, found: api.Imported) -> None:
    st.session_state[_READINGS_ROUND] = readings_round() + 1
    st.session_state[_LOADED] = Loaded(label, found, api.score(found, model=model()))


def typed_readings() -> tuple[api.Reading, ...]:
    """Official readings that were typed or pasted in this session, oldest first."""
    return tuple(st.session_state.get(_READINGS, ()))


def readings() -> tuple[api.Reading, ...]:
    """Official readings of the member in view, from files and typed ones, oldest first."""
    held = loaded()
    return held.found.member.readings if held is not None else typed_readings()


def readings_round() -> int:
    """Number that makes the key of the table of readings; it rises whenever they change from elsewhere."""
    return int(st.session_state.get(_READINGS_ROUND, 0))


def use_readings(given: Sequence[api.Reading]) -> None:
    """Calibrate the member in view on these readings alone; without files they make a member of their own."""
    st.session_state[_READINGS] = tuple(given)
    held = loaded()
    if held is not None and held.found.ledger.entries:
        _put(held.label, api.with_readings(held.found, given, instead=True))
    elif given:
        _put("your official readings, without files", api.read([], readings=given))
    else:
        st.session_state.pop(_LOADED, None)


def model() -> api.Model:
    """The model in use: the published one, unless the user edited it in this session."""
    held: api.Model | None = st.session_state.get(_MODEL)
    return held or api.Model()


def use_model(edited: api.Model) -> None:
    """Score the member in view, and whoever comes after, by this model."""
    st.session_state[_MODEL] = edited
    held = loaded()
    if held is not None:
        st.session_state[_LOADED] = replace(held, score=api.score(held.found, model=edited))


def open_sample() -> None:
    """Put the invented member in view."""
    open_files(api.sample_files(), "an invented member (the sample)")


def already_read(uploads: tuple[str, ...]) -> bool:
    """Whether these very uploads were the last to be read."""
    return bool(st.session_state.get(_UPLOADS) == uploads)


def forget() -> None:
    """Drop everything of the member in view."""
    for key in (_LOADED, _UPLOADS, _FAULT, _REFUSED, _UNKNOWN, _INPUTS, _SAID, _READINGS):
        st.session_state.pop(key, None)
    # A new key gives an empty uploader, and Streamlit frees the files of the old one.
    st.session_state["ssi_round"] = uploader_round() + 1


def uploader_round() -> int:
    """Number that makes the uploader's key; it rises with every :func:`forget`."""
    return int(st.session_state.get("ssi_round", 0))
