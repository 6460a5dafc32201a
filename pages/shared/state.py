"""Session state has one owner, and this is it: the member in view lives in this session and nowhere else."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import columns, notices, stash, tried
from pages.shared.members import Files, Kept, Loaded
from ssi_core import api

# What a member in view is made of: it survives a reload of the page, if the user wants it back.
_FILES = "ssi_files"
_STATED = "ssi_stated"
_READINGS = "ssi_readings"
_TARGET = "ssi_target"
_MODEL = "ssi_model"
_AS_OF = "ssi_as_of"
_MEETINGS = "ssi_meetings"
_WANTED = "ssi_plan"
_KEPT = "ssi_kept"
#: Who the invented member is, where members in view are named.
SAMPLE = "an invented member (the sample)"
#: What a plan is asked for by, of all that is noted of it.
ASKED = ("target", "by", "hours", "without", "minutes")
MADE_OF = (_FILES, _STATED, _READINGS, _TARGET, tried.SCENARIO, _MODEL, _AS_OF, _MEETINGS, _WANTED, _KEPT)

# What follows from that, and what the last files left behind.
_LOADED = "ssi_loaded"
_UPLOADS = "ssi_uploads"
_FAULT = "ssi_fault"
_ROUND = "ssi_member_round"
_ONCE = "ssi_once"
_PERSON = "ssi_person_round"
_UNKNOWN = "ssi_unknown"
_INPUTS = "ssi_inputs"
_READ_ROUND = "ssi_read_round"


def loaded() -> Loaded | None:
    """The member in view, or None."""
    held: Loaded | None = st.session_state.get(_LOADED)
    return held


def files() -> Files | None:
    """What was read from files, before anything that was typed; None without files."""
    held: Files | None = st.session_state.get(_FILES)
    return held


def fault() -> str:
    """Why the last files could not be used; blank where they could."""
    return str(st.session_state.get(_FAULT, ""))


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
    another = takes_place(uploads)
    held[_UPLOADS], held[_FAULT] = uploads, ""
    try:
        # With digests of the rows, so that a member who is kept takes in later files without counting a row twice.
        found = api.read(inputs, mappings=columns.known(), on_file=on_file, traces=True)
        if another:
            _drop_typed()
            notices.clear_all()
        held.pop(_KEPT, None)
        held[_FILES] = Files(label, found, _names(inputs))
        # Readings typed before stand beside the files' own; the day asked for was another archive's.
        held[_READINGS] = (typed_readings(), False)
        held.pop(_AS_OF, None)
        anew()
        rebuild()
        entries = found.ledger.entries
    except api.NothingUsableError as error:
        held[_FAULT], entries = str(error), error.entries
    except api.IngestError as error:
        held[_FAULT], entries = str(error), ()
    held[_UNKNOWN] = [(e.name, e.unknown) for e in entries if e.unknown is not None]
    # Only what may have to be read again is held: an export can be large.
    held[_INPUTS] = (inputs, label, uploads) if held[_UNKNOWN] else None


def takes_place(uploads: tuple[str, ...]) -> bool:
    """Whether the member of some files takes the place of the one in view, with whom goes what was typed of them.

    What was typed belongs to a person: it stays where files join what was typed or the files before.

    Parameters
    ----------
    uploads : tuple of str
        Identities of the files, as for :func:`open_files`.
    """
    held = st.session_state
    if _FILES not in held:
        return False
    return _KEPT in held or invented(held) or not set(held.get(_UPLOADS, ())) <= set(uploads)


def invented(slots: Mapping[Any, Any]) -> bool:
    """Whether some slots of a session hold the invented member."""
    files: Files | None = slots.get(_FILES)
    return files is not None and _KEPT not in slots and files.label == SAMPLE


def kept() -> Kept | None:
    """Which member of the records is in view; None where none is."""
    held: Kept | None = st.session_state.get(_KEPT)
    return held


def kept_in(slots: Mapping[str, Any]) -> Kept | None:
    """Which member of the records some slots of a session held; None where they held none."""
    held: Kept | None = slots.get(_KEPT)
    return held


def use_version(version: int) -> None:
    """Note which version of the kept member what is in view rests on; what was typed stays."""
    who = kept()
    if who is not None:
        st.session_state[_KEPT] = replace(who, version=version)


def use_kept(who: Kept, found: api.Imported) -> None:
    """Put a member in view as the records have them: what was typed is theirs by now, what is tried stays.

    Parameters
    ----------
    who : Kept
        Which member.
    found : api.Imported
        As the records have them.
    """
    held = st.session_state
    if held.get(_UPLOADS):
        held[_READ_ROUND] = files_round() + 1
    held[_FILES], held[_KEPT] = Files(who.name, found), who
    for key in (_STATED, _READINGS, _TARGET, _AS_OF, _UPLOADS, _FAULT, _UNKNOWN, _INPUTS):
        held.pop(key, None)
    held["ssi_round"] = uploader_round() + 1  # what was uploaded is part of them now
    anew()
    rebuild()


def call(who: Kept) -> None:
    """Let the member in view be called so; what was typed of them stays."""
    held: Files | None = files()
    if held is not None:
        st.session_state[_FILES], st.session_state[_KEPT] = replace(held, label=who.name), who
        rebuild()


def _names(inputs: Sequence[Any]) -> tuple[str, ...]:
    # A file of an uploaded folder bears the folder in its name.
    given = [one[0].lstrip("/") if isinstance(one, tuple) else one.name for one in inputs]
    inside = [name.split("/")[0] for name in given if "/" in name]
    return (*(name for name in given if "/" not in name), *dict.fromkeys(inside))


def unknown() -> list[tuple[str, api.UnknownHeader]]:
    """Tables among the last files whose columns no one knows: name and header."""
    return list(st.session_state.get(_UNKNOWN, []))


def use_mapping(mapping: api.ColumnMapping, keep: bool = False) -> None:
    """Take a table's columns as the user says and read the last files again.

    Parameters
    ----------
    mapping : api.ColumnMapping
        What they said.
    keep : bool
        Whether it is to be remembered on this machine.
    """
    columns.say(mapping, keep)
    held = st.session_state.get(_INPUTS)
    if held:
        open_files(*held)


def waiting_take_place() -> bool:
    """Whether files that wait for word of their columns would take the place of the member in view."""
    held = st.session_state.get(_INPUTS)
    return bool(held) and takes_place(held[2])


def rebuild() -> None:
    """Put together the member in view from the files and from what was typed, and score them."""
    held = st.session_state
    held[_ROUND] = member_round() + 1
    files: Files | None = held.get(_FILES)
    given, instead = held.get(_READINGS, ((), False))
    if files is None:
        if not given and stated() == api.Stated():
            held.pop(_LOADED, None)
            return
        label = "what you told us, without files" if stated() != api.Stated() else "your official readings alone"
        found = api.read([], readings=given or None, stated=stated())
    else:
        label, found = files.label, api.with_stated(files.found, stated())
        found = api.with_readings(found, given, instead=instead)
        if target() is not None:
            found = api.with_target(found, target())
    if held.get(_AS_OF) is not None:
        found = api.standing_on(found, held[_AS_OF])
    held[_LOADED] = Loaded(
        label, found, api.score(found, model=model()), files.found if files else None, model()
    )  # fmt: skip


def member_round() -> int:
    """Number for keys of widgets that show the member in view; it rises whenever the member changes."""
    return int(st.session_state.get(_ROUND, 0))


def once(name: str, make: Callable[[], Any]) -> Any:
    """What takes long to compute of the member in view, computed once: gone when they or the model change.

    Parameters
    ----------
    name : str
        What it is; another range of days is another name.
    make : callable
        Computes it.
    """
    round_, held = st.session_state.get(_ONCE, (-1, {}))
    if round_ != member_round():
        held = {}
    if name not in held:
        held[name] = make()
    st.session_state[_ONCE] = (member_round(), held)
    return held[name]


def person_round() -> int:
    """Number for keys of widgets that change the member in view; it rises whenever they are filled anew."""
    return int(st.session_state.get(_PERSON, 0))


def anew() -> None:
    """Let the widgets that change the member in view be filled anew."""
    st.session_state[_PERSON] = person_round() + 1


def stated() -> api.Stated:
    """What was typed in this session about the member in view."""
    held: api.Stated = st.session_state.get(_STATED) or api.Stated()
    return held


def typed() -> bool:
    """Whether anything was typed of the member in view that is not theirs by files or records."""
    return typed_in(st.session_state)


def typed_in(slots: Mapping[Any, Any]) -> bool:
    """The same of some slots of a session."""
    said: api.Stated = slots.get(_STATED) or api.Stated()
    readings, instead = slots.get(_READINGS, ((), False))
    return said != api.Stated() or bool(readings) or bool(instead) or slots.get(_TARGET) is not None


def use_stated(said: api.Stated) -> None:
    """Take this for what the member says, instead of all that was typed before."""
    st.session_state[_STATED] = said
    rebuild()


def take_back() -> None:
    """Go back to what the files say; without files, to the answers that make up the member."""
    st.session_state[_STATED] = api.Stated() if _FILES in st.session_state else api.Stated(answers=stated().answers)
    anew()
    rebuild()


def target() -> api.Target | None:
    """Whom the member calls the right people; None where they never said in this session."""
    held: api.Target | None = st.session_state.get(_TARGET)
    return held


def use_target(wanted: api.Target | None) -> None:
    """Count these as the right people; None goes back to VP and above."""
    st.session_state[_TARGET] = wanted
    rebuild()


def meetings() -> tuple[float | None, float | None]:
    """Meetings that the user noted for the window and for the one before; None where they did not."""
    held: tuple[float | None, float | None] = st.session_state.get(_MEETINGS, (None, None))
    return held


def use_meetings(now: float | None, before: float | None) -> None:
    """Note meetings in the window and in the one before."""
    st.session_state[_MEETINGS] = (now, before)


def wanted() -> Mapping[str, Any]:
    """What a plan was last asked for; nothing before one was."""
    held: Mapping[str, Any] = st.session_state.get(_WANTED, {})
    return held


def want(asked: Mapping[str, Any]) -> None:
    """Note what a plan is asked for, for as long as the member is in view."""
    st.session_state[_WANTED] = asked


def asked_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What a plan is asked for by, of what is noted of it; what was never said is left out."""
    return {key: wanted[key] for key in ASKED if key in wanted}


def planned(loaded: Loaded, asked: Mapping[str, Any]) -> api.Plan:
    """The plan of the member in view, worked out once.

    Parameters
    ----------
    loaded : Loaded
        The member in view.
    asked : mapping
        As :func:`wanted` gives it.

    Raises
    ------
    IngestError
        If no plan can be made of what is asked.
    """
    given = asked_of(asked)
    made: api.Plan = once(f"plan {sorted(given.items())}", lambda: loaded.planner.plan(**given))
    return made


def stand_on(day: dt.date | None) -> None:
    """Score another day than the one the files end on; None goes back to that."""
    st.session_state[_AS_OF] = day
    rebuild()


def standing() -> bool:
    """Whether the member in view is scored on a day that the user asked for."""
    return st.session_state.get(_AS_OF) is not None


def typed_readings() -> tuple[api.Reading, ...]:
    """Official readings that were typed or pasted in this session, oldest first."""
    return tuple(st.session_state.get(_READINGS, ((), False))[0])


def reading_edits() -> tuple[api.Reading, ...] | None:
    """The same as they stand beside or in place of those of the files; None where nothing was typed or taken away."""
    typed, instead = st.session_state.get(_READINGS, ((), False))
    return tuple(typed) if typed or instead else None


def readings() -> tuple[api.Reading, ...]:
    """Official readings of the member in view, from files and typed ones, oldest first."""
    held = loaded()
    return held.found.member.readings if held is not None else typed_readings()


def use_readings(given: Sequence[api.Reading]) -> None:
    """Calibrate the member in view on these readings alone; without files they make a member of their own."""
    st.session_state[_READINGS] = (tuple(given), True)
    rebuild()


def model() -> api.Model:
    """The model in use: the published one, unless the user edited it in this session."""
    held: api.Model | None = st.session_state.get(_MODEL)
    return held or api.Model()


def use_model(edited: api.Model) -> None:
    """Score the member in view, and whoever comes after, by this model."""
    st.session_state[_MODEL] = edited
    rebuild()


def _drop_typed() -> None:
    for key in (_STATED, _READINGS, _TARGET, tried.SCENARIO, tried.BEFORE, _MEETINGS, _WANTED):
        st.session_state.pop(key, None)


def open_sample() -> None:
    """Put the invented member in view, without anything that was typed about somebody else."""
    forget()
    open_files(api.sample_files(), SAMPLE)


def already_read(uploads: tuple[str, ...]) -> bool:
    """Whether these very uploads were the last to be read."""
    return bool(st.session_state.get(_UPLOADS) == uploads)


def forget() -> None:
    """Drop everything of the member in view, and what was told about them."""
    stash.drop()
    notices.clear_all()
    for key in (*MADE_OF, _LOADED, _UPLOADS, _FAULT, _UNKNOWN, _INPUTS, *columns.KEYS, _ONCE, tried.BEFORE):
        if key != _MODEL:
            st.session_state.pop(key, None)
    st.session_state[_ROUND] = member_round() + 1
    anew()
    # A new key gives an empty uploader, and Streamlit frees the files of the old one.
    st.session_state["ssi_round"] = uploader_round() + 1
    st.session_state[_READ_ROUND] = files_round() + 1


def close() -> None:
    """Drop everything of the member in view, and free the memory now rather than when Python comes to it."""
    forget()
    st.session_state.pop(tried.LINK, None)
    st.query_params.clear()
    gc.collect()


def uploader_round() -> int:
    """Number that makes the uploader's key; it rises with every :func:`forget`."""
    return int(st.session_state.get("ssi_round", 0))


def files_round() -> int:
    """The same of the uploaders on the Files page, where files may wait until what was typed of a member is kept."""
    return int(st.session_state.get(_READ_ROUND, 0))
