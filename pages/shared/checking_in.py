"""The check-in between two sessions: how it goes by the client's own word, and what LinkedIn shows them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import book, kept, pasting, state
from pages.shared.state import Kept
from pages.shared.words import capital, plain
from ssi_core import api

#: Where refusals are noted for :func:`pages.shared.book.refused`.
KEY = "checkin"

_READ = "checkin-read"
_LAST = "ssi_check_ins"
_NOTED = "ssi_checkin_noted"
_NONE = "none"


def show(who: Kept, commitments: Sequence[api.Filed[api.Commitment]]) -> None:
    """Draw the check-in of a member, in whatever container it is called in.

    Parameters
    ----------
    who : Kept
        Which member.
    commitments : sequence of api.Filed
        Theirs; those that have begun are asked about.
    """
    today = api.today()
    held = _said_before(who)
    said = [one.content for one in held]
    begun = [one for one in commitments if one.content.start <= today]
    asked = api.to_ask([one.content for one in begun], said, today)
    questions = [(f"checkin-{one.id}", question) for one, question in zip(begun, asked, strict=True)]
    for one, (key, question) in zip(begun, questions, strict=True):
        if question.weeks:
            none = (_NONE,) if question.over else ()
            st.pills(
                f"{question.words}: weeks in which it was done", (*question.weeks, *none), selection_mode="multi",
                format_func=lambda week: "none of these" if week == _NONE else api.week_words(week, today), key=key,
                persist_state="session",
            )  # fmt: skip
        else:
            st.write(f"{question.words}: every week so far is told.")
        word = api.own_word(one.content, said)
        if word is not None:
            st.caption(word.sentence)
    if begun:
        st.caption(
            "Choose the weeks in which it was done: the others that are over count as weeks in which it was not. Where "
            "nothing is chosen, nothing is said. It stands as their own word and never changes a score."
        )
    _form(who, questions)
    _before(held)


def _form(who: Kept, questions: Sequence[tuple[str, api.Asked]]) -> None:
    # Kept by the session while another step or page is shown: what was typed is not lost by a look elsewhere.
    text, day, words = _keys(who)
    # Filled with what was typed, as the notes are, and for the same reason.
    typed = st.session_state.get(text, ""), st.session_state.get(words, "")
    left, right = st.columns([3, 1])
    left.text_area(
        "What LinkedIn shows them", typed[0], height=80, key=text, persist_state="session",
        placeholder="Four numbers, the total, or the text of linkedin.com/sales/ssi",
    )  # fmt: skip
    right.date_input(
        "The day it was shown", value=api.today(), max_value=api.today(), key=day, persist_state="session"
    )
    st.text_area("In their words", typed[1], height=80, key=words, persist_state="session")
    st.button("Note the check-in", type="primary", key="note-checkin", on_click=_note, args=(who, questions))
    if refused := book.refused(KEY):
        st.error(plain(capital(refused.rstrip("."))) + ". What you typed stays here.", icon=":material/error:")
    member, noted = st.session_state.pop(_NOTED, ("", ""))
    if member == who.id:
        st.success(plain(noted), icon=":material/check:")


def _before(held: Sequence[api.Filed[api.CheckIn]]) -> None:
    if not held:
        return
    st.write("**Said before**")
    for i, one in enumerate(reversed(held)):
        said = one.content
        parts = (api.ticked_words(said.ticks), f"“{' '.join(said.words.split())}”" if said.words.strip() else "")
        line = f"{api.spoken(said.day)}: {'; '.join(part for part in parts if part)}"
        if i:
            st.write(plain(line))
            continue
        left, right = st.columns([4, 1])
        left.write(plain(line))
        right.button(
            "Take it back", key=f"checkin-back-{one.id}", on_click=_take_back, args=(one,), type="tertiary",
            help="The weeks it told are asked again. An official reading that came with it stays.",
        )  # fmt: skip


def _note(who: Kept, questions: Sequence[tuple[str, api.Asked]]) -> None:
    held = st.session_state
    text, day, words = _keys(who)
    ticks: list[api.Ticked] = []
    for key, question in questions:
        chosen = held.get(key) or []
        if _NONE in chosen and len(chosen) > 1:
            book.refuse(f"{question.words}: weeks are chosen, and none of these; take one of them back", KEY)
            return
        if chosen:
            ticks += question.ticks([week for week in chosen if week != _NONE])
    try:
        reading = api.pasted_reading(held[text], held[day]) if held[text].strip() else None
        said = api.CheckIn(api.today(), tuple(ticks), held[words].strip())
    except (api.IngestError, api.RecordsError) as error:
        book.refuse(str(error), KEY)
        return
    spoken = bool(said.ticks or said.words)
    if not spoken and reading is None:
        book.refuse("nothing is said yet: choose weeks, paste a reading, or write a few words", KEY)
        return

    def file(records: api.Records) -> bool:
        if spoken:
            records.check_in(who.id, said, reading)
        elif reading is not None:
            records.readings.add(who.id, reading)
        return True

    if book.attempt(file, KEY) is None:
        return
    parts = (
        "" if reading is None else pasting.in_words(reading), api.ticked_words(said.ticks),
        "their words" if said.words else "",
    )  # fmt: skip
    held[_NOTED] = (who.id, f"Noted: {'; '.join(part for part in parts if part)}.")
    held[text], held[words] = "", ""
    for key, question in questions:
        if question.weeks:
            held[key] = []
    if reading is not None:
        _in_view(who, reading)


def _take_back(one: api.Filed[api.CheckIn]) -> None:
    book.attempt(lambda records: records.check_ins.remove(one.id, version=one.version), KEY)


def _in_view(who: Kept, reading: api.Reading) -> None:
    # The reading made another version of the member: they are opened as they stand now, and what was typed and is not
    # kept yet is put over them.
    now, loaded = kept.kept(), state.loaded()
    if now is None or now.id != who.id or loaded is None:
        return
    if not state.typed():
        kept.again()
        return
    said, wanted, edits = state.stated(), state.target(), state.reading_edits()
    others = [r for r in state.readings() if r.day != reading.day]
    log = sorted((*others, reading), key=lambda r: r.day)
    day = loaded.found.as_of if state.standing() else None
    after = book.attempt(lambda records: records.load(who.id), kept.KEY)
    # Had somebody else changed them too, what was typed belongs to the version before: to keep it is refused in words.
    ours = after is not None and after.version == now.version + 1
    if after is not None and ours:
        state.use_kept(Kept(after.id, after.name, after.version), after.found)
        state.use_stated(said)
        state.use_target(wanted)
        state.stand_on(day)
    if edits is not None or not ours:
        state.use_readings(log)


def _said_before(who: Kept) -> tuple[api.Filed[api.CheckIn], ...]:
    # As last known where the records don't answer: without its widgets the page would lose what was typed.
    found = book.attempt(lambda records: records.check_ins.of(who.id), _READ)
    member, held = st.session_state.get(_LAST, ("", ()))
    if member != who.id:
        book.refuse("", KEY)  # it was about somebody else
    if found is None:
        st.error(plain(capital(book.refused(_READ).rstrip("."))) + ".", icon=":material/error:")
        return held if member == who.id else ()
    st.session_state[_LAST] = (who.id, found)
    return found


def _keys(who: Kept) -> tuple[str, str, str]:
    # Of their own for every member, so that what was typed about one is never filed under another.
    return f"checkin-reading-{who.id}", f"checkin-day-{who.id}", f"checkin-words-{who.id}"
