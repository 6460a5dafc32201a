"""What was in view before the page was reloaded, and the way back to it."""

from __future__ import annotations

import streamlit as st

from pages.shared import book, stash, state, tried


def keep_for_reload() -> None:
    """Keep what is in view for the case that the page is reloaded; called at the end of every run."""
    # Invented members live as long as the session that shows them.
    if state.loaded() is not None and not book.demo():
        stash.keep(_made_of_words(), {key: st.session_state[key] for key in state.MADE_OF if key in st.session_state})


def lost() -> stash.Kept | None:
    """What this browser had in view before its page was reloaded, while nothing else is; else None."""
    return stash.kept() if state.loaded() is None and not book.demo() else None


def lost_member() -> str:
    """Id of the member of the records whom a reload took out of view; blank where it took none."""
    before = lost()
    held = None if before is None else state.kept_in(before.slots)
    return "" if held is None else held.id


def bring_back() -> None:
    """Put in view again what was there before the reload."""
    before = stash.kept()
    if before is not None:
        st.session_state.update(before.slots)
        state.anew()
        state.rebuild()


def _made_of_words() -> str:
    parts, files, said = list[str](), state.files(), state.stated()
    if files is not None:
        parts.append(files.label)
    typed = len(said.signals) + len(said.answers) + len(said.checklist) + (said.seat is not None)
    for number, noun in ((typed, "answer"), (len(state.typed_readings()), "official reading")):
        if number:
            parts.append(f"{number} {noun}{'s' if number > 1 else ''}")
    parts += ["a scenario"] if tried.scenario() is not None else []
    parts += ["your own right people"] if state.target() is not None else []
    parts += ["an edited model"] if state.model().edits else []
    return ", ".join(parts)
