"""What takes long to work out of the records, kept in this session until they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared import book
from ssi_core import api

_HELD = "ssi_worked_out"


def once(records: api.Records, name: str, make: Callable[[], Any], *asked: object) -> Any:
    """What `make` gives, worked out anew only where a member or what is filed under them changed.

    Parameters
    ----------
    records : api.Records
        Of which.
    name : str
        What it is; the last of each is held.
    make : callable
        Works it out.
    *asked : object
        What else it hangs on.
    """
    shelves = (records.readings, records.sessions, records.commitments, records.check_ins)
    filed = (*records.members(), *(one for shelf in shelves for one in shelf.every()))
    key = (book.demo(), api.today(), asked, [(one.id, one.version) for one in filed])
    held = st.session_state.get(_HELD, {})
    if name not in held or held[name][0] != key:
        with st.spinner("Looking at what is kept"):
            held = {**held, name: (key, make())}
        st.session_state[_HELD] = held
    return held[name][1]
