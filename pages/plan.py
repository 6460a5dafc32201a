"""Plan: the least that reaches a score by a day, or the most that some hours a week reach, and why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import filing, frame, habit_table, notebook_download, state, tried, ways_in
from pages.shared.charts import plan as chart
from pages.shared.charts.palette import QUIET
from pages.shared.words import capital
from ssi_core import api

#: Weeks that a plan spans, and points above today, unless the user says otherwise; the next whole multiple of the step.
_WEEKS, _ABOVE, _STEP = 26, 4, 5
_HOURS, _LEAST_HOURS = 3.0, 0.25
_GOALS = ("Reach a score", "Make the most of my hours")
_FORMS = (
    ("Checklist (Markdown)", "md", "text/markdown", ":material/checklist:"),
    ("Calendar (.ics)", "ics", "text/calendar", ":material/event:"),
    ("To print (HTML)", "html", "text/html", ":material/print:"),
)


def _empty() -> None:
    st.title("What is the cheapest way there?")
    st.write(
        "Say where you want to be and by when, or how many hours a week you have: the plan says what to do each week, "
        "and why this and not that. Your LinkedIn export gives what you do now; eight answers or one official reading "
        "will do too."
    )
    ways_in.show(ask=True)


def _asked(loaded: state.Loaded) -> dict[str, Any]:
    """What the user asks for, as :meth:`api.Planner.plan` takes it."""
    first, held = loaded.planner.as_of, state.wanted()
    round_ = state.person_round()
    goal = st.segmented_control(
        "What do you want?", _GOALS, default=_GOALS[held.get("goal", 0)], required=True, key=f"plan-goal-{round_}"
    )
    reach = goal != _GOALS[1]
    target, by, hours = st.columns(3)
    above = min(100, (math.floor(loaded.score.total + _ABOVE) // _STEP + 1) * _STEP)
    asked: dict[str, Any] = {"goal": int(not reach), "target": None}
    if reach:
        wanted: float | None = held.get("target")
        asked["target"] = target.number_input(
            "Score to reach", 0.0, 100.0, float(above) if wanted is None else wanted, 1.0, format="%g",
            key=f"plan-target-{round_}",
        )  # fmt: skip
    earliest, latest = first + dt.timedelta(days=1), first + dt.timedelta(weeks=api.MOST_WEEKS)
    day: dt.date | None = held.get("by")
    # Newer files, or a plan that was kept long ago, leave a day that no plan can reach any more.
    out = day is not None and not earliest <= day <= latest
    asked["by"] = by.date_input(
        "By", first + dt.timedelta(weeks=_WEEKS) if day is None or out else day, min_value=earliest, max_value=latest,
        key=f"plan-by-{round_}",
    )  # fmt: skip
    if day is not None and out:
        st.info(
            f"It was asked for by {api.spoken(day)}, and a plan from {api.spoken(first)} on takes a day from "
            f"{api.spoken(earliest)} to {api.spoken(latest)}: half a year is taken instead, choose another day if you "
            "like.", icon=":material/event_busy:",
        )  # fmt: skip
    key = f"plan-hours-{round_}-{reach}"
    if held.get("hours") is not None and key not in st.session_state:
        # Not as the default: a field with one can't be emptied again.
        st.session_state[key] = max(held["hours"], _LEAST_HOURS)
    asked["hours"] = hours.number_input(
        "Hours a week, at most", _LEAST_HOURS, api.MOST_HOURS, None if reach else _HOURS, 0.25, format="%g", key=key,
        placeholder="no limit" if reach else None,
    )  # fmt: skip
    asked["without"] = st.multiselect(
        "Habits that you will not do", [h.key for h in api.HABITS], held.get("without") or [],
        format_func=lambda habit: capital(api.NOUNS[habit][1]), key=f"plan-without-{round_}", placeholder="None",
    )  # fmt: skip
    asked["minutes"] = dict(held.get("minutes") or {})
    state.want(asked)
    if asked["minutes"]:
        _own_minutes(asked)
    return asked


def _own_minutes(asked: Mapping[str, Any]) -> None:
    # They stand above the table's, which would seem to change nothing.
    labels = {h.key: h.label for h in api.HABITS}
    told = ", ".join(f"{labels[habit]} {each:g} min" for habit, each in asked["minutes"].items())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"This plan was asked for with minutes of its own: {told}.")
        st.button(
            "Take the table's minutes", key="drop-minutes", on_click=state.want, args=({**asked, "minutes": {}},)
        )  # fmt: skip


def _table(plan: api.Plan) -> None:
    used = [h for h, number in plan.actions.items() if number]
    if not used:
        return
    spent = plan.spent
    table = pd.DataFrame(
        {
            "What": [capital(api.NOUNS[h][1]) for h in used],
            "How often": [api.paced(h, plan.weekly[h]) for h in used],
            "In all": [f"{plan.actions[h]:,}" for h in used],
            "A week": [api.clock(spent[h]) if spent[h] >= 1 else "under 1 min" for h in used],
        }
    )  # fmt: skip
    st.dataframe(table, hide_index=True, key="plan-habits", alt="What the plan has you do")


def _weeks(plan: api.Plan) -> None:
    table = plan.to_frame()
    table.index = [api.spoken(week.first) for week in plan.schedule]
    table.columns = [capital(api.NOUNS[c][1]) if c in api.NOUNS else "Minutes" for c in table.columns]
    table["Minutes"] = table["Minutes"].round().astype(int)
    st.dataframe(table.rename_axis("Week of"), key="plan-weeks", alt="The plan, week by week")


def _take(plan: api.Plan, wanted: Mapping[str, Any]) -> None:
    st.header("Take it with you")
    name = f"Plan to {plan.target:g}" if plan.target is not None else f"Plan for {plan.hours:g} h"
    with st.container(horizontal=True):
        if st.button("Try it on What if", type="primary", key="try-plan", icon=":material/tune:"):
            tried.add({"weekly": dict(plan.weekly)}, name)
            st.switch_page("pages/what_if.py")
        for label, form, mime, icon in _FORMS:
            st.download_button(
                label, partial(api.agenda, plan, form), f"plan.{form}", mime, key=f"plan-{form}", on_click="ignore",
                icon=icon,
            )  # fmt: skip
        notebook_download.button("plan-notebook", wanted)
    filing.plans(wanted, f"{name} by {api.spoken(plan.by)}")
    st.caption(plan.promise_words)


def _show(plan: api.Plan, wanted: Mapping[str, Any]) -> None:
    st.header(plan.headline)
    st.write(f"{plan.reached_words}.")
    if plan.calibrated:
        st.caption("The scores are on the scale of your official readings.")
    if plan.binding:
        st.subheader("What keeps it from more" if plan.feasible else "What keeps it from the target")
        st.markdown("\n".join(f"- {capital(b.words)}." for b in plan.binding))
    elif plan.target is not None:
        st.write(f"The most by then would be {plan.best_reachable:.1f}.")
    if not any(plan.actions.values()):
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("What to do")
        _table(plan)
    with right:
        st.subheader("Where the time goes")
        said = chart.words(plan)
        st.plotly_chart(chart.bars(plan), alt=said, config=QUIET, key="plan-time")
        st.caption(said)
    _take(plan, wanted)
    with st.expander("Week by week"):
        _weeks(plan)
    st.header("Why this and not that")
    st.markdown("\n".join(f"- {reason.words}." for reason in plan.reasons))


def _minutes() -> None:
    with st.expander("What an action takes you, and how often you would do it at most"):
        habit_table.table()


def draw() -> None:
    """Draw the page."""
    loaded = state.loaded()
    if loaded is None:
        _empty()
        return
    st.title("What is the cheapest way there?")
    st.write(
        "All that you would do from tomorrow on, in place of what you do now: whole actions, spread evenly over the "
        "weeks, by the same open model as the score."
    )
    asked = _asked(loaded)
    try:
        plan = state.planned(loaded, asked)
    except api.IngestError as error:
        st.error(f"{capital(str(error))}.", icon=":material/error:")
        return
    _show(plan, state.asked_of(asked))
    _minutes()


frame.page(draw)
