"""Team: how its members lie, how far they came, and what all of them together should do next; no ranking."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from pages.shared import frame, mapping, report_download, state, team_state
from pages.shared.charts import cohort as chart
from pages.shared.charts.palette import QUIET
from pages.shared.words import plain
from ssi_core import api

#: Who sees whose, as a person chooses it.
_SEES = {
    "aggregate": f"{api.LEAST} people or more together", "named": "and those who agreed, by name",
    "everything": "everybody: these are my own files",
}  # fmt: skip
_DAYS_BACK, _HOURS = 90, 1.0
_REFUSED = "ssi_team_refused"


def _empty() -> None:
    st.write(
        "Give the files of several people, each one's LinkedIn export as one zip, or one Sales Navigator table of a "
        "whole team: medians and quartiles of these people alone, what all of them should do next, how far they came. "
        f"Figures of fewer than {api.LEAST} people are held back, and nobody is ranked."
    )
    with st.container(horizontal=True):
        st.button("Show me an example", type="primary", on_click=team_state.open_example, key="sample")
        st.button("The members I keep", on_click=team_state.open_records, key="team-records")
    if refused := team_state.refused():
        st.warning(refused, icon=":material/error:")


def _files() -> None:
    given = st.file_uploader(
        "Exports of several people (zip), or a Sales Navigator table of a team (csv, xlsx)", ["zip", "csv", "xlsx"],
        accept_multiple_files=True, key=f"team-files-{team_state.uploader_round()}",
    )  # fmt: skip
    if not given or team_state.already_read(given):
        return
    with st.status(f"Reading {len(given)} files", expanded=True) as shown:
        bar = st.progress(0.0)
        team_state.open_uploads(
            given, lambda done, name: bar.progress(done / len(given), f"{done} of {len(given)}. {plain(name)}")
        )
        shown.update(label="All files are read", state="complete", expanded=False)


def _who(crew: team_state.Crew) -> None:
    with st.expander("Groups, and who agreed to be named"):
        st.write("A group of your own, a team for instance; and the day on which somebody agreed to be shown by name.")
        rows = pd.DataFrame(
            {
                "Name": [p.name for p in crew.read],
                "Group": [p.group for p in crew.read],
                "Agreed on": pd.Series([crew.consents.get(p.name) for p in crew.read], dtype="object"),
            }
        )
        with st.form("team-who"):
            edited = st.data_editor(
                rows, hide_index=True, disabled=["Name"], key=f"team-who-{team_state.turn()}", height=280,
                column_config={
                    "Group": st.column_config.TextColumn(max_chars=60),
                    "Agreed on": st.column_config.DateColumn(format="localized"),
                },
                alt="Groups, and who agreed to be named",
            )  # fmt: skip
            if st.form_submit_button("Use these", key="team-use-who"):
                groups = dict(zip(edited["Name"], edited["Group"].fillna("").map(str.strip), strict=True))
                agreed = {
                    name: pd.Timestamp(day).date()
                    for name, day in zip(edited["Name"], edited["Agreed on"], strict=True)
                    if not pd.isna(day)
                }
                team_state.say(groups, agreed)
                st.rerun()
        st.download_button(
            "Save this table (who.csv)", partial(api.who_csv, crew.read, crew.consents), "who.csv", "text/csv",
            key="team-save-who", on_click="ignore", help="ssi cohort --who takes it, and so does the field below.",
        )  # fmt: skip
        key = f"team-who-file-{team_state.turn()}"
        given = st.file_uploader("Such a table", "csv", key=key, max_upload_size=1, on_change=_say_who, args=(key,))
        if given and (refused := st.session_state.get(_REFUSED)):
            st.error(refused, icon=":material/error:")


def _say_who(key: str) -> None:
    held, st.session_state[_REFUSED] = st.session_state.get(key), ""
    if held is None:
        return
    try:
        team_state.say(*api.who_from(held.getvalue().decode("utf-8", "replace")))
    except api.IngestError as error:
        st.session_state[_REFUSED] = f"{plain(held.name)}: {plain(str(error))}."


def _spreads(found: api.Cohort) -> None:
    st.header(api.cohort_headline(found))
    if not found.spreads and not found.named:
        st.info(
            f"Give the files of {api.LEAST} people at least; or, where all of them are your own, choose to see "
            "everything.", icon=":material/visibility_off:",
        )  # fmt: skip
        return
    said = chart.words(found)
    st.plotly_chart(chart.boxes(found), alt=said, config=QUIET, key="team-boxes")
    st.caption(said)
    if found.parts:
        st.subheader("By group")
        st.markdown("\n".join(f"- {plain(api.group_words(part))}." for part in found.parts))
    if found.named:
        st.subheader("By name")
        rows = [
            {"Name": m.name, "Group": m.group}
            | {label: f"{m.points[key]:.1f}" for key, label in api.MEASURE_WORDS.items()}
            for m in found.named
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, key="team-named", alt="Those who are shown by name")
        st.caption("In the order of their names: this is no ranking.")


def _came(found: api.Cohort) -> None:
    st.header("How far they came")
    if not found.progress:
        st.write("No earlier day is known of enough of them: choose another, or give files that reach back further.")
        return
    st.markdown("\n".join(f"- {api.step_words(name, of, of.change.people)}." for name, of in found.progress.items()))


def _next(found: api.Cohort) -> None:
    st.header("What all of them together should do next")
    if not found.habits:
        st.write(
            f"The best use of {_HOURS:g} hour a week for each, from the cheapest plan of each: that takes some seconds "
            "a person."
        )
        st.button("Work it out", on_click=lambda: st.session_state.update(ssi_team_hours=True), key="team-plan")
        return
    st.markdown("\n".join(f"- {api.hours_words(of)}." for of in found.habits))
    st.caption(f"The most that each reaches with {_HOURS:g} hour a week in 13 weeks, put together.")


def _cohort(crew: team_state.Crew, sight: api.Sight, before: dt.date | None) -> api.Cohort:
    planned = bool(st.session_state.get("ssi_team_hours"))
    key = f"{sight} {before} {planned}"

    def make() -> api.Cohort:
        number = len(crew.read)
        bar = st.progress(0.0, f"{number} people")
        found = api.cohort_of(
            crew.read, sight, before=before, hours=_HOURS if planned else None, model=state.model(),
            consents=crew.consents, on_done=lambda done: bar.progress(done / number, f"{done} of {number}"),
        )  # fmt: skip
        bar.empty()
        return found

    return team_state.cohort(key, make)


def _sight() -> api.Sight:
    kind = st.radio(
        "Shown are", [k for k in api.allowed() if k in _SEES], format_func=lambda k: _SEES[k], horizontal=True,
        key=f"team-sees-{team_state.turn()}",
    )  # fmt: skip
    return api.Sight(kind)


def draw() -> None:
    """Draw the page."""
    st.title("Your team")
    if api.allowed() == ("nothing",):
        st.info("Not for you: whoever runs this app gave nobody here the right to see a team.",
                icon=":material/visibility_off:")  # fmt: skip
        return
    crew = team_state.crew()
    if crew is None:
        _empty()
    _files()
    crew = team_state.crew()
    if crew is None:
        return
    for number, one in enumerate(crew.failed):
        if one.unknown is not None:
            mapping.ask(number, one.name, one.unknown, team_state.read_again)
        else:
            st.warning(f"{plain(one.name)}: {plain(one.failed)}", icon=":material/error:")
    if not crew.read:
        st.error("None of these files could be read.", icon=":material/error:")
        return
    sight = _sight()
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    last = max((p.found.as_of for p in crew.read if p.found is not None and p.found.as_of is not None), default=None)
    before = None
    if last is not None and any(p.before is None for p in crew.read):
        before = left.date_input("Held against", last - dt.timedelta(days=_DAYS_BACK), max_value=last,
                                   key=f"team-before-{team_state.turn()}")  # fmt: skip
    right.button("Forget this team", on_click=team_state.forget, key="team-forget")
    found = _cohort(crew, sight, before)
    _spreads(found)
    _who(crew)
    if found.spreads:
        _came(found)
        report_download.programme(found, crew.read, before=before, consents=crew.consents)
        _next(found)
    st.caption("Medians and quartiles are of these people alone: we know no average of an industry.")


frame.page(draw)
