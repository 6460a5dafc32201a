"""The chosen scenario in the page's address: a link to it restores it, in whatever browser.

The address holds habits, days and profile edits by the names that ``habits.json`` has for them, each a parameter of its
own: ``?name=Daily+comments&weeks=26&comment=14&off=2026-08-03&profile=about``. Nothing of any file is in it.

Widgets of Streamlit can bind themselves to a parameter each. That is not used here: the number above the sliders would
be computed before they have read it, and a scenario that is chosen, loaded or brought back sets them all at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared import state, tried
from ssi_core import api

#: What was last put into the address since the page was entered.
_WRITTEN = "ssi_link_written"

_HABITS = tuple(habit.key for habit in api.HABITS)
_OTHERS = ("name", "weeks", "start", "off", "profile")

Params = dict[str, str | list[str]]


def params(board: tried.Board) -> Params:
    """The chosen scenario as parameters of an address; none at all while nothing was tried."""
    habits, out = board.current.habits, Params()
    if board == tried.Board():
        return out
    out["name"] = board.current.name
    if board.weeks != tried.Board().weeks:
        out["weeks"] = str(board.weeks)
    if habits.get("start"):
        out["start"] = str(habits["start"])
    out |= {key: f"{value!r}".removesuffix(".0") for key, value in habits.get("weekly", {}).items()}
    for part, words in (("off", habits.get("off", ())), ("profile", map(_edit, habits.get("profile", ())))):
        if many := [str(word) for word in words]:
            out[part] = many
    return out


def scenario(given: Mapping[str, list[str]]) -> tuple[tried.Named, int] | None:
    """What parameters of an address say: a scenario, and how many weeks ahead; None where they say nothing of one.

    Whether the scenario fits the member is found out when it is used.
    """
    if not any(key in given for key in (*_HABITS, *_OTHERS)):
        return None
    weekly = {key: _number(given[key][-1]) for key in _HABITS if given.get(key)}
    weeks = next((w for w in tried.WEEKS if str(w) in given.get("weeks", ())), tried.Board().weeks)
    habits: dict[str, Any] = {
        "start": (given.get("start") or [None])[-1] or None,
        "weekly": weekly,
        "off": list(given.get("off", ())),
        "profile": [_edited(words) for words in given.get("profile", ())],
    }
    name = tried.clean(" ".join(given.get("name", ()))) or "From a link"
    return tried.Named(name, tried.plain(habits)), weeks


def catch(entered: bool) -> str:
    """Take what the address says, if it says something else than what is tried; called before the page is drawn.

    Parameters
    ----------
    entered : bool
        Whether another page was drawn before this one.

    Returns
    -------
    str
        Why it can't be used; blank where it can.
    """
    held = st.session_state
    if entered:
        held.pop(_WRITTEN, None)
    given = _given()
    found = scenario(given)
    # What was written here is no wish of anybody, though the board may have moved on since.
    if found is not None and given != _listed(held.get(_WRITTEN) or {}):
        held[tried.LINK] = found
    loaded = state.loaded()
    if loaded is None or tried.LINK not in held:
        return ""
    named, weeks = held.pop(tried.LINK)
    try:
        loaded.prospect.project(named.habits, 1)
    except api.IngestError as error:
        return f"The link can't be used: {error}. What you tried before stands."
    tried.look(weeks)
    _adopt(named)
    return ""


def waiting() -> tried.Named | None:
    """The scenario that a link brought while nobody is in view."""
    found = st.session_state.get(tried.LINK)
    return None if found is None else found[0]


def write() -> None:
    """Put the chosen scenario into the address, where it differs from what is there."""
    want, ours = params(tried.board()), _given()
    # Whoever went back to the page as it first was is not sent forward again by it.
    back = not ours and want and st.session_state.get(_WRITTEN) == want
    st.session_state[_WRITTEN] = want
    if ours != _listed(want) and not back:
        others = {key: st.query_params.get_all(key) for key in st.query_params if key not in ours}
        st.query_params.from_dict({**others, **want})


def _given() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params if key in (*_HABITS, *_OTHERS)}


def _adopt(named: tried.Named) -> None:
    board = tried.board()
    for place, one in enumerate(board.scenarios):
        if one == named:
            tried.choose(place)
            return
    if board.current.name == named.name:
        # A step back in the browser: the same scenario as it was.
        tried.use(named.habits)
    else:
        tried.add(named.habits, named.name)


def _listed(one: Params) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in one.items()}


def _number(words: str) -> float | str:
    # What is no number stays what it is: the core refuses it in words.
    try:
        return float(words)
    except ValueError:
        return words


def _edit(edit: Mapping[str, Any]) -> str:
    # about, about=false, about@2026-08-01, education=3@2026-08-01
    value = "" if edit["value"] is True else f"={json.dumps(edit['value'])}"
    on = f"@{edit['on']}" if edit.get("on") else ""
    return f"{edit['field']}{value}{on}"


def _edited(words: str) -> dict[str, Any]:
    rest, _, on = words.partition("@")
    field, _, value = rest.partition("=")
    known = {"": True, "true": True, "false": False}
    return {"on": on or None, "field": field, "value": known[value] if value in known else _number(value)}
