"""The records in this session: this owner's or the example's; what they refuse is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

import streamlit as st

from pages.shared import signed_in
from ssi_core import api

T = TypeVar("T")

_DEMO = "ssi_demo"
_REFUSED = "ssi_book_refused"
_SEEN = "ssi_book_seen"


@contextmanager
def opened() -> Iterator[api.Records]:
    """This owner's records, or the example's."""
    held: api.Records | None = st.session_state.get(_DEMO)
    if held is not None:  # in memory: closed, it would be empty
        yield held
        return
    with closing(api.records(owner=signed_in.owner())) as records:
        # A file that this session has seen and that is there no more is not a beginning: nothing is made in its place.
        file = records.database.file
        if file is not None and not file.exists() and st.session_state.get(_SEEN) == str(file):
            raise api.RecordsError(
                f"{file} has gone: nothing was written, what you have here stays. Put the file back (or make its disk "
                "available); to begin anew, open the app in another tab"
            )
        yield records
        if file is not None and file.exists():
            st.session_state[_SEEN] = str(file)


def attempt(act: Callable[[api.Records], T], key: str = "book") -> T | None:
    """Do something with the records; what they refuse is noted in words, and None is the answer.

    Parameters
    ----------
    act : callable
        Is given the records.
    key : str
        Where on the pages the refusal is to be told; see :func:`refused`.
    """
    refusals = {**st.session_state.get(_REFUSED, {}), key: ""}
    try:
        with opened() as records:
            return act(records)
    except api.RecordsError as error:
        refusals[key] = str(error)
        return None
    finally:
        st.session_state[_REFUSED] = refusals


def refuse(words: str, key: str = "book") -> None:
    """Note why something was not done that had nothing to do with the records themselves."""
    st.session_state[_REFUSED] = {**st.session_state.get(_REFUSED, {}), key: words}


def refused(key: str = "book") -> str:
    """Why the last attempt under that key came to nothing; blank where it went well."""
    return str(st.session_state.get(_REFUSED, {}).get(key, ""))


def clear() -> None:
    """Tell no longer why anything came to nothing."""
    st.session_state.pop(_REFUSED, None)


def demo() -> bool:
    """Whether the invented members are shown in place of the owner's own."""
    return _DEMO in st.session_state


def start_demo() -> None:
    """Show invented members, of which nothing is kept."""
    st.session_state[_DEMO] = api.demo_records(api.today())
    clear()


def end_demo() -> None:
    """Go back to the owner's own."""
    held: api.Records | None = st.session_state.pop(_DEMO, None)
    if held is not None:
        held.close()
    clear()
