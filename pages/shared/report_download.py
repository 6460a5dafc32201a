"""Reports to keep, of the member in view or of a team: made when a button is pressed, of what is passed alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.shared import author, state
from pages.shared.words import capital, plain
from ssi_core import api

#: Form, label, type and icon of each file.
_FORMS = (
    ("html", "Report as a page (HTML)", "text/html", ":material/html:"),
    ("pdf", "Report to print (PDF)", "application/pdf", ":material/picture_as_pdf:"),
)


def member(
    loaded: state.Loaded,
    *,
    notes: str = "",
    commitments: Sequence[api.Agreed] = (),
    sessions: Sequence[api.Held] = (),
    plan: api.Plan | None = None,
    name: str = "",
    key: str = "report",
) -> None:
    """Draw what a report on the member is asked for by, and the two buttons. Private notes have no way into it.

    Parameters
    ----------
    loaded : state.Loaded
        The member in view.
    notes : str
        Shared notes.
    commitments, sessions : sequence
        As :func:`ssi_core.api.report` takes them.
    plan : api.Plan, optional
        One that is in view; without it, the one that the Plan page was last asked for may go along.
    name : str
        Whom it is about; by default the owner of the files.
    key : str
        Begins the keys of the widgets.
    """
    with st.expander("A report to keep", key=f"{key}-box"):
        st.write(
            "The score and its interval, the pillars, what moved and why, what would raise it, where every point comes "
            "from, and how it is made, in one file."
        )
        try:
            api.paragraphs(notes)
        except api.IngestError as error:
            _refuse(error)
            return
        whom, since = _whom(loaded, name, key), _since(loaded, sessions, key)
        author.fields(key)
        given = _plan(loaded, plan, key)
        _buttons(
            key, "report", loaded.score.as_of,
            partial(
                _member_file, loaded.found, model=state.model(), since=since, plan=given, notes=notes, name=whom,
                coach=author.name(), logo=author.logo(), commitments=tuple(commitments), sessions=tuple(sessions),
            ),
        )  # fmt: skip


def programme(
    found: api.Cohort,
    people: Sequence[api.Somebody],
    *,
    before: dt.date | None = None,
    consents: Mapping[str, dt.date] | None = None,
    key: str = "programme",
) -> None:
    """Draw what a report on how far a team came is asked for by, and the buttons, where the page tells it too.

    Parameters
    ----------
    found : api.Cohort
        What the page shows; its sight is the report's.
    people : sequence of api.Somebody
        Of whom that was made.
    before : datetime.date, optional
        The earlier day.
    consents : mapping of str to datetime.date, optional
        Days on which consent to be named was recorded, by name.
    key : str
        Begins the keys of the widgets.
    """
    if not found.progress:
        return
    with st.expander("A report on how far they came", key=f"{key}-box"):
        known = found.progress["total"].change.people
        if known < api.LEAST:
            st.write(f"It takes {api.LEAST} people who are known on both days: a report is read by others too.")
            return
        st.write("Medians and changes of all who are known on both days, in one file. Nobody is named in it.")
        title = st.text_input("What the programme is called", key=f"{key}-title", max_chars=api.LONGEST_NAME)
        author.fields(key)
        _buttons(
            key, "programme", None,
            partial(
                _programme_file, tuple(people), found.sight, before=before, model=state.model(), consents=consents,
                title=title, coach=author.name(), logo=author.logo(),
            ),
        )  # fmt: skip


def _buttons(key: str, stem: str, day: dt.date | None, make: Any) -> None:
    # All of it was taken out of the session: Streamlit calls what makes a file on a thread that has none.
    name = stem if day is None else f"{stem}-{day}"
    with st.container(horizontal=True):
        for form, label, mime, icon in _FORMS:
            st.download_button(
                label, partial(make, form), f"{name}.{form}", mime, key=f"{key}-{form}", on_click="ignore", icon=icon
            )
    st.caption("Made on this machine when you press. The page needs no other file and fetches nothing.")


def _member_file(found: api.Imported, form: str, /, **given: Any) -> bytes:
    return api.report_file(api.report(found, **given), form)


def _programme_file(
    people: Sequence[api.Somebody],
    sight: api.Sight,
    form: str,
    /,
    *,
    before: dt.date | None,
    model: api.Model,
    consents: Mapping[str, dt.date] | None,
    **about: Any,
) -> bytes:
    rows = api.programme_rows(people, sight, before=before, model=model, consents=consents)
    told = api.programme_report(rows.before, rows.after, key=rows.key, levels=rows.levels, **about)
    return api.report_file(told, form)


def _whom(loaded: state.Loaded, name: str, key: str) -> str:
    # The name is in the key, so that the field never keeps the name of whoever was in view before.
    begun = name or loaded.found.ledger.owner or ""
    field = f"{key}-name-{state.person_round()}-{begun}"
    return st.text_input("Whom it is about", begun[: api.LONGEST_NAME], max_chars=api.LONGEST_NAME, key=field)


def _since(loaded: state.Loaded, sessions: Sequence[api.Held], key: str) -> dt.date | None:
    last = loaded.score.as_of
    # What moved since the last session is what the client asks; without one, since some months ago.
    met = max((s.day for s in sessions if s.day < last), default=None)
    if loaded.found.member.last_day is None:
        return met
    begun = met or last - dt.timedelta(days=api.DAYS_BACK)
    return st.date_input("What moved since", begun, max_value=last, key=f"{key}-since-{state.person_round()}-{last}")


def _plan(loaded: state.Loaded, given: api.Plan | None, key: str) -> api.Plan | None:
    asked = state.wanted()
    if given is None and not asked:
        return None
    # One that is in view goes along; one of another page takes a while to work out, so it is asked for.
    taken = st.checkbox("With the plan", given is not None, key=f"{key}-plan-{state.person_round()}")
    if not taken or given is not None:
        return given if taken else None
    try:
        return state.planned(loaded, asked)
    except api.IngestError as error:
        _refuse(error)
        return None


def _refuse(error: api.IngestError) -> None:
    st.error(f"{capital(plain(str(error)))}.", icon=":material/error:")
