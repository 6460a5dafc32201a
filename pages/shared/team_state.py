"""The team in this session: who was read, their groups, who agreed to be named, and what was worked out of them.

Beside the member in view, and forgotten by a button of its own. Nothing of it is written to a disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from pages.shared import columns, signed_in, state
from ssi_core import api

_TEAM = "ssi_team"
_COHORT = "ssi_team_cohort"
_ROUND = "ssi_team_round"
_FILES = "ssi_team_files_round"
_WHY = "ssi_team_refused_records"


@dataclass(frozen=True)
class Crew:
    """Everybody who was read, and what the user said of them.

    Attributes
    ----------
    label : str
        Whose they are, in words.
    people : tuple of api.Somebody
        In the order of their names; failed ones too.
    uploads : tuple of str
        Identities of the files they were read from.
    consents : mapping of str to datetime.date
        Days on which consent to be named was recorded, by name.
    """

    label: str
    people: tuple[api.Somebody, ...]
    uploads: tuple[str, ...] = ()
    consents: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def read(self) -> tuple[api.Somebody, ...]:
        """Those who could be read."""
        return tuple(p for p in self.people if p.found is not None)

    @property
    def failed(self) -> tuple[api.Somebody, ...]:
        """Those who could not."""
        return tuple(p for p in self.people if p.found is None)


def crew() -> Crew | None:
    """The team in this session, or None."""
    held: Crew | None = st.session_state.get(_TEAM)
    return held


def turn() -> int:
    """Number for keys of widgets that show the team; it rises whenever another one is opened."""
    return int(st.session_state.get(_ROUND, 0))


def uploader_round() -> int:
    """Number that makes the uploader's key; it rises with every :func:`forget`."""
    return int(st.session_state.get(_FILES, 0))


def open_example() -> None:
    """Put forty invented members together."""
    _use(Crew("an invented team of forty", tuple(api.invented_team())))


def open_records() -> None:
    """Put the members of the records together, or note why that can't be."""
    st.session_state[_WHY] = ""
    try:
        with closing(api.records(owner=signed_in.owner())) as records:
            held = [(row.name, records.load(row.id).found) for row in records.members()]
    except api.RecordsError as error:
        st.session_state[_WHY] = str(error)
        return
    if held:
        _use(Crew("the members you keep", tuple(api.Somebody(name, found) for name, found in held)))
    else:
        st.session_state[_WHY] = "No member is kept on this machine yet."


def refused() -> str:
    """Why the records could not be opened; blank where they could."""
    return str(st.session_state.get(_WHY, ""))


def open_uploads(uploads: Sequence[Any], on_file: Callable[[int, str], object]) -> None:
    """Read uploaded files, each as it comes; those that were read before are not read again.

    Parameters
    ----------
    uploads : sequence of UploadedFile
        One member each, or a table of many.
    on_file : callable
        Told how many are done, and the name of the next.
    """
    before = crew()
    known: dict[str, list[api.Somebody]] = {}
    if before is not None:
        for identity, one in zip(before.uploads, before.people, strict=False):
            known.setdefault(identity, []).append(one)
    people: list[tuple[str, api.Somebody]] = []
    for number, upload in enumerate(uploads):
        on_file(number, upload.name)
        found = known.get(upload.file_id)
        if found is None:
            label = upload.name.rpartition(".")[0] or upload.name
            found = api.everybody((upload.name, upload), label, columns.known())
        people += [(upload.file_id, one) for one in found]
    on_file(len(uploads), "")
    people.sort(key=lambda row: row[1].name)
    label = f"{len(people)} of your files"
    consents = {} if before is None else before.consents
    _use(Crew(label, tuple(one for _, one in people), tuple(identity for identity, _ in people), consents))


def read_again() -> None:
    """Read the uploads again: what the columns of a table are was said."""
    held = crew()
    if held is not None:
        failed = {p for p, one in zip(held.uploads, held.people, strict=False) if one.found is None}
        rest = [(p, one) for p, one in zip(held.uploads, held.people, strict=False) if p not in failed]
        people, uploads = tuple(one for _, one in rest), tuple(p for p, _ in rest)
        st.session_state[_TEAM] = replace(held, people=people, uploads=uploads)


def already_read(uploads: Sequence[Any]) -> bool:
    """Whether these very uploads are the team."""
    held = crew()
    return held is not None and set(held.uploads) == {upload.file_id for upload in uploads}


def say(groups: Mapping[str, str], consents: Mapping[str, dt.date]) -> None:
    """Take this for who is in which group, and who agreed to be named when."""
    held = crew()
    if held is not None:
        people = tuple(api.grouped(held.people, groups))
        st.session_state[_TEAM] = replace(held, people=people, consents=dict(consents))


def cohort(key: str, make: Callable[[], api.Cohort]) -> api.Cohort:
    """What was worked out of the team, once: gone when the team, what was said of it, or the model changes."""
    held = crew()
    kept_for, kept = st.session_state.get(_COHORT, (None, {}))
    if kept_for != (id(held), hash(state.model())):
        kept = {}
    if key not in kept:
        kept[key] = make()
    st.session_state[_COHORT] = ((id(held), hash(state.model())), kept)
    return kept[key]


def forget() -> None:
    """Drop the team and what was worked out of it."""
    for key in (_TEAM, _COHORT):
        st.session_state.pop(key, None)
    st.session_state[_ROUND] = turn() + 1
    st.session_state[_FILES] = uploader_round() + 1


def _use(new: Crew) -> None:
    st.session_state[_TEAM] = new
    st.session_state.pop(_COHORT, None)
    st.session_state[_ROUND] = turn() + 1
