"""The member of the records that is in view: opened, kept under a name, kept anew, and given later files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared import book, columns, reloading, stash, state
from pages.shared.state import Kept
from ssi_core import api

#: What an address asks for a member by.
PARAMETER = "member"

#: Where refusals are noted for :func:`pages.shared.book.refused`.
KEY = "kept"

_TOGETHER = "The files are read, and put together with what was kept."


def kept() -> Kept | None:
    """Which member of the records is in view; None where none is."""
    return state.kept()


def open_member(id: str) -> bool:
    """Put a member of the records in view, in place of whoever was there; whether that went well.

    What was typed of themselves is not kept yet, and stays: where they are in view already, or were before a reload.
    """
    held = look(id)
    if held is None:
        return False
    show(held)
    return True


def look(id: str) -> api.Loaded | None:
    """A member of the records as they stand; None where the records refused, which is noted."""

    def load(records: api.Records) -> api.Loaded:
        try:
            return records.load(id)
        except api.NotFoundError:
            # Forgotten elsewhere meanwhile: a reload is no way back to them.
            if reloading.lost_member() == id:
                stash.drop()
            raise

    return book.attempt(load, KEY)


def show(held: api.Loaded) -> None:
    """Put a member of the records in view as :func:`look` found them, in place of whoever was there."""
    if reloading.lost_member() == held.id:
        reloading.bring_back()
    who = kept()
    if who is None or who.id != held.id:
        state.forget()
    elif state.typed():
        return
    state.use_kept(Kept(held.id, held.name, held.version), held.found)


def bring_back() -> bool:
    """Put in view again what was there before the page was reloaded; whether that went well.

    A member of the records is shown as they stand now with what was typed of them, and as they were where the records
    don't answer.
    """
    id = reloading.lost_member()
    if id and open_member(id):
        return True
    gone = bool(id) and not reloading.lost_member()
    reloading.bring_back()
    return not gone


def unkept(id: str = "") -> str:
    """That what was typed of the member in view would go if another one came; blank where nothing would.

    Files can be opened again, and what was tried on the invented member is nobody's.

    Parameters
    ----------
    id : str
        Who comes, of the members of the records; blank for anybody else.
    """
    before = reloading.lost()
    if before is not None:
        if (id and id == reloading.lost_member()) or not _matters(before.slots):
            return ""
        return "what you typed before this page was reloaded is not kept yet: bring it back, or go on without"
    held, files = kept(), state.files()
    if (held is not None and held.id == id) or not _matters(st.session_state):
        return ""
    if held is not None:
        return f"what you typed of {held.name} is not kept yet: keep the changes or close them first, at the side"
    of = "" if files is None else f" of {files.label}"
    where = "go back to your own on Today and save them there" if book.demo() else "save them on Today"
    return f"what you typed{of} is not kept yet: {where} under a name, or close and forget them at the side"


def _matters(slots: Mapping[Any, Any]) -> bool:
    return state.typed_in(slots) and not state.invented(slots)


def open_example() -> None:
    """Show the invented members, and of them the one who needs their coach most."""
    book.start_demo()
    with book.opened() as records:
        first = api.attention(records, api.today())[0]
    st.query_params.pop(PARAMETER, None)  # whom the address asked for is not among the invented ones
    open_member(first.listed.id)


def leave_example() -> None:
    """Go back to the owner's own members; the invented one leaves the view."""
    book.end_demo()
    state.close()


def save_new(name: str) -> bool:
    """Keep the member in view under a name; whether that went well."""
    found = _found()

    def save(records: api.Records) -> api.Loaded:
        return records.load(records.save_member(name, found).id)

    return found is not None and _taken(book.attempt(save, KEY))


def join(id: str) -> str | None:
    """Put who is in view, and not kept yet, together with a member who is, and show that one.

    Returns
    -------
    str or None
        What was new, in words; None where the records refused, which is noted.
    """
    found = _found()
    if found is None:
        return None

    def add(records: api.Records) -> tuple[str, api.Loaded]:
        said = records.add_import(id, found, version=records.load(id).version).combined.sentence
        return said, records.load(id)

    done = book.attempt(add, KEY)
    if done is None:
        return None
    _taken(done[1])
    return done[0] or _TOGETHER


def save_changes() -> bool:
    """Keep what was typed about the kept member since; whether that went well."""
    found, held = _found(), kept()
    if found is None or held is None:
        return False

    def save(records: api.Records) -> api.Loaded:
        records.save(held.id, found, version=held.version)
        return records.load(held.id)

    return _taken(book.attempt(save, KEY))


def add_files(inputs: Sequence[Any], on_file: Callable[[str], object] | None = None) -> str | None:
    """Put later files together with what is kept of the member in view; what was typed of them is kept first.

    Parameters
    ----------
    inputs : sequence
        As for :func:`ssi_core.read`.
    on_file : callable, optional
        Told the name of each file before it is read.

    Returns
    -------
    str or None
        What was new, in words; None where the files or the records refused, which is noted.
    """
    held, before = kept(), _found()
    if held is None or before is None:
        return None
    try:
        found = api.read(inputs, mappings=columns.known(), on_file=on_file, traces=True)
    except api.IngestError as error:
        book.refuse(str(error), KEY)
        return None

    typed = state.typed()

    def add(records: api.Records) -> tuple[str, api.Loaded]:
        version = held.version
        if typed:
            version = records.save(held.id, before, version=version).version
            state.use_version(version)  # should the files be refused, what is in view rests on this
        said = records.add_import(held.id, found, version=version).combined.sentence
        return said, records.load(held.id)

    done = book.attempt(add, KEY)
    if done is None:
        return None
    _taken(done[1])
    said = done[0] or _TOGETHER
    return f"{said} What you had typed is kept too." if typed else said


def again() -> bool:
    """Open the kept member as they stand now; what was typed here and not kept goes. Whether that went well."""
    held = kept()
    return held is not None and _taken(book.attempt(lambda records: records.load(held.id), KEY))


def _found() -> api.Imported | None:
    # As the files have the day: one that was merely looked at is not theirs.
    loaded = state.loaded()
    if loaded is None:
        return None
    return loaded.found if loaded.files is None else api.standing_on(loaded.found, loaded.files.as_of)


def _taken(held: api.Loaded | None) -> bool:
    if held is not None:
        state.use_kept(Kept(held.id, held.name, held.version), held.found)
    return held is not None
