"""What is tried on the What if page: up to four scenarios, one of them chosen, and what they were before.

Kept for as long as the session lasts, whatever page is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

#: Keys of the session that :mod:`pages.shared.state` drops with the member in view.
SCENARIO = "ssi_scenario"
BEFORE = "ssi_scenario_before"
#: A scenario that a link brought while nobody was in view.
LINK = "ssi_link"
_ROUND = "ssi_scenario_round"

#: Scenarios that stand side by side: more lines than that nobody tells apart.
MOST = 4
#: Changes that can be taken back.
MOST_UNDONE = 50
#: Characters of a name, and weeks ahead that may be asked for.
MOST_NAME = 40
WEEKS = (13, 26, 52)

_PLAIN = "-.,%&'()/+"

#: A scenario as ``habits.json`` has it.
Scenario = Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """A scenario under a name.

    Attributes
    ----------
    name : str
        As the user calls it; no other one is called the same.
    habits : mapping
        As ``habits.json`` has it, without its empty parts: ``{}`` is going on as now.
    """

    name: str
    habits: Scenario


@dataclass(frozen=True)
class Board:
    """The scenarios side by side.

    Attributes
    ----------
    scenarios : tuple of Named
        One to four.
    chosen : int
        Place of the one that the sliders show.
    weeks : int
        How far all of them look ahead.
    """

    scenarios: tuple[Named, ...] = (Named("Scenario 1", {}),)
    chosen: int = 0
    weeks: int = WEEKS[1]

    @property
    def current(self) -> Named:
        """The scenario that the sliders show."""
        return self.scenarios[self.chosen]

    @property
    def full(self) -> bool:
        """Whether no further scenario fits."""
        return len(self.scenarios) >= MOST

    def free_name(self, wanted: str, but: int | None = None) -> str:
        """A name that no other scenario bears: the wanted one, or that with a number behind it."""
        wanted = clean(wanted) or "Scenario"
        taken = {s.name for i, s in enumerate(self.scenarios) if i != but}
        if wanted not in taken:
            return wanted
        number = next(n for n in range(2, MOST + 2) if f"{wanted} ({n})" not in taken)
        return f"{wanted} ({number})"


def clean(name: str) -> str:
    """A name without what Markdown would take for more than words: letters, digits, symbols and some punctuation."""
    kept = (c if unicodedata.category(c)[0] in "LMN" or unicodedata.category(c) == "So" or c in _PLAIN else " "
            for c in name)  # fmt: skip
    return " ".join("".join(kept).split())[:MOST_NAME].strip()


def shown(name: str) -> str:
    """A name beside going on as now and stopping, which have theirs already."""
    return f"{name} (mine)" if name in ("as now", "stop") else name


def plain(habits: Scenario) -> dict[str, Any]:
    """A scenario without its empty parts."""
    return {key: value for key, value in habits.items() if value not in (None, {}, [], ())}


def board() -> Board:
    """The scenarios side by side."""
    held: Board | None = st.session_state.get(SCENARIO)
    return held or Board()


def touched() -> bool:
    """Whether anything was tried."""
    return SCENARIO in st.session_state


def scenario() -> Scenario | None:
    """The chosen scenario, as ``habits.json`` has it; None where it goes on as now."""
    return board().current.habits or None


def put(new: Board) -> None:
    """Let this be the scenarios; what they were can be brought back."""
    move_to(new)
    st.session_state[_ROUND] = turn() + 1


def move_to(new: Board) -> None:
    """The same from a widget that shows it already: it stays as it is, under the hand that moves it."""
    st.session_state[BEFORE] = (*before(), board())[-MOST_UNDONE:]
    st.session_state[SCENARIO] = new


def move(habits: Scenario) -> None:
    """Change the chosen scenario, from a widget that shows the change already."""
    move_to(_with(board(), board().chosen, habits=plain(habits)))


def use(habits: Scenario | None) -> None:
    """Let the chosen scenario be this one; None is going on as now."""
    put(_with(board(), board().chosen, habits=plain(habits or {})))


def add(habits: Scenario, name: str) -> None:
    """Put a scenario beside the others and choose it; where there is no room, it takes the place of the chosen one.

    A lone scenario that nobody has touched makes room too.
    """
    now, habits = board(), plain(habits)
    if now.full or (len(now.scenarios) == 1 and not now.current.habits):
        put(_with(now, now.chosen, habits=habits, name=now.free_name(name, now.chosen)))
    else:
        new = (*now.scenarios, Named(now.free_name(name), habits))
        put(replace(now, scenarios=new, chosen=len(new) - 1))


def duplicate() -> None:
    """Put a copy of the chosen scenario beside it, and choose the copy."""
    now = board()
    if not now.full:
        new = (*now.scenarios, Named(now.free_name(now.current.name), now.current.habits))
        put(replace(now, scenarios=new, chosen=len(new) - 1))


def remove() -> None:
    """Take the chosen scenario away; the last one stays."""
    now = board()
    if len(now.scenarios) > 1:
        rest = now.scenarios[: now.chosen] + now.scenarios[now.chosen + 1 :]
        put(replace(now, scenarios=rest, chosen=min(now.chosen, len(rest) - 1)))


def rename(name: str) -> None:
    """Call the chosen scenario otherwise; a blank name changes nothing."""
    now = board()
    if clean(name):
        put(_with(now, now.chosen, name=now.free_name(name, now.chosen)))


def choose(place: int) -> None:
    """Let the sliders show another scenario. That changes none of them, so it is nothing to take back."""
    st.session_state[SCENARIO] = replace(board(), chosen=place)
    st.session_state[_ROUND] = turn() + 1


def look(weeks: int) -> None:
    """Look so many weeks ahead."""
    st.session_state[SCENARIO] = replace(board(), weeks=weeks)


def before() -> tuple[Board, ...]:
    """What the scenarios were before what they are now, the last one last."""
    return tuple(st.session_state.get(BEFORE, ()))


def undo() -> None:
    """Take back the last change."""
    earlier = before()
    if earlier:
        st.session_state[SCENARIO] = replace(earlier[-1], weeks=board().weeks)
        st.session_state[BEFORE] = earlier[:-1]
        st.session_state[_ROUND] = turn() + 1


def turn() -> int:
    """Number for keys of widgets that show what is tried; it rises whenever that changes by other means than theirs."""
    return int(st.session_state.get(_ROUND, 0))


def _with(board: Board, place: int, **changed: Any) -> Board:
    new = list(board.scenarios)
    new[place] = replace(new[place], **changed)
    return replace(board, scenarios=tuple(new))
