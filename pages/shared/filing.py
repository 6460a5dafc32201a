"""Scenarios and plans filed under the kept member: kept under a name, opened again, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared import book, kept, notices, state, tried
from pages.shared.words import plain
from ssi_core import api

_SCENARIOS, _PLANS = "scenarios", "plans"


def scenarios(current: tried.Named) -> None:
    """Draw what keeps the chosen scenario with the member, and those that are kept; nothing where nobody is."""
    who = kept.kept()
    if who is None:
        return

    def keep(records: api.Records) -> None:
        _put(records.scenarios, who.id, api.KeptScenario(current.name, dict(current.habits)))

    st.button(
        f"Keep “{current.name}” with {plain(who.name)}", key="keep-scenario", icon=":material/bookmark_add:",
        on_click=_ask, args=(keep, _SCENARIOS, f"{current.name} is kept"),
    )  # fmt: skip
    _held(who, _SCENARIOS, "Kept scenarios", _try)


def plans(asked: Mapping[str, Any], name: str) -> None:
    """Draw what keeps a plan with the member, and those that are kept; nothing where nobody is.

    Parameters
    ----------
    asked : mapping
        What the plan was asked for by: ``target``, ``by``, ``hours``, ``without``, ``minutes``.
    name : str
        What it is called.
    """
    who = kept.kept()
    if who is None:
        return
    day: dt.date = asked["by"]
    request = {**asked, "by": day.isoformat(), "without": list(asked.get("without") or ())}
    if not request.get("minutes"):
        request.pop("minutes", None)

    def keep(records: api.Records) -> None:
        _put(records.plans, who.id, api.PlanRequest(name, request))

    st.button(
        f"Keep it with {plain(who.name)}", key="keep-plan", icon=":material/bookmark_add:", on_click=_ask,
        args=(keep, _PLANS, f"{name} is kept"),
    )  # fmt: skip
    _held(who, _PLANS, "Kept plans", _want)


def _ask(act: Callable[[api.Records], None], key: str, said: str) -> None:
    notices.ask(act, key, lambda _: said)


def _put(shelf: Any, member: str, content: Any) -> None:
    # One of a name: what is kept under it again takes its place.
    same = [one for one in shelf.of(member) if one.content.name == content.name]
    if same:
        shelf.change(same[0].id, content, version=same[0].version)
    else:
        shelf.add(member, content)


def _try(one: api.KeptScenario) -> None:
    loaded = state.loaded()
    if loaded is not None:
        loaded.prospect.project(one.habits, 1)
        tried.add(one.habits, one.name)


def _want(one: api.PlanRequest) -> None:
    asked = api.wanted_from(one.request)
    state.want({**state.asked_of(asked), "goal": int(asked["target"] is None)})
    state.anew()


def _held(who: state.Kept, shelf: str, label: str, use: Callable[[Any], None]) -> None:
    # Read under a key of its own: what was refused of one wish is told, and hides nothing that is kept.
    read = f"{shelf}-read"
    found: Sequence[Any] = book.attempt(lambda records: getattr(records, shelf).of(who.id), read) or ()
    notices.tell(read if book.refused(read) else shelf)
    if not found:
        return
    held = {one.id: one for one in found}
    chosen = held[
        st.selectbox(label, list(held), format_func=lambda id: held[id].content.name, key=f"kept-{shelf}")
    ]
    with st.container(horizontal=True):
        st.button("Open", on_click=_open, args=(use, chosen.content, shelf), key=f"open-{shelf}")
        st.button(
            "Take away", key=f"drop-{shelf}", on_click=_ask,
            args=(
                lambda records: getattr(records, shelf).remove(chosen.id, version=chosen.version), shelf,
                f"{chosen.content.name} is taken away",
            ),
        )  # fmt: skip


def _open(use: Callable[[Any], None], content: Any, shelf: str) -> None:
    # What a file brought, or what was kept of other files, need not fit.
    notices.clear(shelf)
    try:
        use(content)
    except api.IngestError as error:
        book.refuse(f"{content.name} can't be opened: {error}", shelf)
