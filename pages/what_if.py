"""What if: sliders for the weekly habits, and what they do to the score in the half-year ahead."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, compare_view, frame, habit_table, scenario_bar, state, tried, ways_in
from pages.shared.charts import projection
from pages.shared.charts.palette import QUIET
from pages.shared.words import CHECKLIST_WORDS, capital
from ssi_core import api

#: Habits in the order in which they are tried, under the words a person looks for.
_GROUPS = (
    ("Content", ("post", "article", "repost")),
    ("Conversation", ("comment", "react", "message", "active_day")),
    ("Network", ("search", "view_profile", "save_lead", "invite", "personal_note")),
    ("Credit", ("endorse", "ask_recommendation")),
)
#: Seconds in which the browser paints the number before the chart comes, and the chart before the rest does; without
#: them each waits for all that follows, the number three times and the chart half as long again.
_FRAME_S = 0.025


def _key(name: str) -> str:
    return f"whatif-{name}-{tried.turn()}-{state.person_round()}"


def _tried() -> dict[str, Any]:
    return {"start": None, "weekly": {}, "off": [], "profile": [], **(tried.scenario() or {})}


def _move(habit: api.HabitRow, widget: str) -> None:
    # Where the slider stands while the habit goes on as now, it goes on as now: not at the rate rounded to a step.
    trying, value = _tried(), float(st.session_state[widget])
    weekly = {k: v for k, v in trying["weekly"].items() if k != habit.key}
    tried.move({**trying, "weekly": weekly if value == habit.start else {**weekly, habit.key: value}})


def _move_weeks_off(widget: str) -> None:
    tried.move({**_tried(), "off": [day.isoformat() for day in sorted(st.session_state[widget])]})


def _move_start(widget: str) -> None:
    day: dt.date | None = st.session_state[widget]
    tried.move({**_tried(), "start": None if day is None else day.isoformat()})


def _move_profile(items: Sequence[str], widget: str, on: str, seat: str) -> None:
    # What a loaded scenario changes beside these stays as it is.
    day: dt.date | None = st.session_state.get(on)
    when, trying = None if day is None else day.isoformat(), _tried()
    edits = [e for e in trying["profile"] if e["field"] not in (*items, "seat")]
    edits += [{"on": when, "field": item, "value": True} for item in st.session_state.get(widget, ())]
    edits += [{"on": None, "field": "seat", "value": True}] if st.session_state.get(seat) else []
    weekly = {k: v for k, v in trying["weekly"].items() if k != "save_lead" or st.session_state.get(seat)}
    tried.move({**trying, "weekly": weekly, "profile": edits})


def _empty() -> None:
    st.title("What if?")
    st.write(
        "Move a habit and see what it does to the score over half a year, beside going on as now and stopping. Your "
        "LinkedIn export gives your own habits of the last 13 weeks; eight answers or one official reading will do too."
    )
    if waiting := address.waiting():
        st.info(
            f"The link you followed holds a scenario, “{waiting.name}”: it is tried as soon as somebody is in "
            "view.", icon=":material/link:",
        )  # fmt: skip
    ways_in.show(ask=True)


def _slider(row: api.HabitRow, result: api.Projection, seated: bool) -> None:
    widget = _key(row.key)
    st.slider(
        f"{capital(row.label)}, a week ({row.takes})", 0.0, row.most,
        min(float(_tried()["weekly"].get(row.key, row.start)), row.most), row.step, format="%.3g", key=widget,
        disabled=not row.moves or (row.needs_seat and not seated), on_change=_move, args=(row, widget),
        help=". ".join(capital(words) for words in row.brings) or None,
    )  # fmt: skip
    said = result.habit_words(row.key)
    st.caption(f"{capital(row.own_words)}.{f' {capital(said)}.' if said else ''}")


def _rest(loaded: state.Loaded, items: Sequence[str], seated: bool) -> None:
    trying, first = _tried(), loaded.prospect.as_of
    days = {day.isoformat(): day for day in loaded.prospect.mondays(tried.board().weeks)}
    off, start, ahead = _key("off"), _key("start"), list(days.values())[-1]
    st.multiselect(
        "Weeks off", list(days.values()), [days[d] for d in trying["off"] if d in days], key=off,
        format_func=lambda day: f"week of {api.spoken(day)}", on_change=_move_weeks_off, args=(off,),
        placeholder="No week off",
    )  # fmt: skip
    begins = _day(trying["start"], first)
    st.date_input(
        "First day of these habits", begins, min_value=first, max_value=max(ahead, begins or ahead), key=start,
        on_change=_move_start, args=(start,), help="Until then all goes on as now. Blank: the next day.",
    )  # fmt: skip
    profile, on, seat = _key("profile"), _key("profile-on"), _key("seat")
    moved = {"on_change": _move_profile, "args": (tuple(items), profile, on, seat)}
    mine = [e for e in trying["profile"] if e["field"] in items and e.get("value")]
    if items:
        st.multiselect(
            "Fill in on the profile", list(items), [e["field"] for e in mine], key=profile,
            format_func=lambda item: CHECKLIST_WORDS[item], placeholder="Nothing", **moved,
        )  # fmt: skip
        filled = max((_day(e.get("on"), first) or first for e in mine if e.get("on")), default=None)
        st.date_input(
            "Filled in on", filled, min_value=first, max_value=max(ahead, filled or ahead), key=on, disabled=not mine,
            help="Blank: the first day of these habits.", **moved,
        )  # fmt: skip
    if not loaded.found.member.seat:
        st.toggle("Get a Sales Navigator seat", seated, key=seat, **moved)


def _day(words: str | None, first: dt.date) -> dt.date | None:
    # One that lies before the files' last day by now stands in no field: that it no longer fits is said above.
    try:
        day = None if words is None else dt.date.fromisoformat(words)
    except ValueError:
        return None
    return None if day is None or day < first else day


def _signals(result: api.Projection, as_now: api.Projection) -> None:
    table = pd.DataFrame(
        [
            {
                "Signal": s.label, "Today": f"{s.now:.0%}", "As now": f"{n.end:.0%}", "So": f"{s.end:.0%}",
                "What happens": s.words,
            }
            for s, n in zip(result.signals, as_now.signals, strict=True)
        ]
    )  # fmt: skip
    st.dataframe(
        table, hide_index=True, key="whatif-signals", alt="Where each signal goes",
        column_config={"As now": "At the end, as now", "So": "At the end, so"},
    )  # fmt: skip


def _projections(prospect: api.Prospect) -> tuple[api.Projection, dict[str, api.Projection], str]:
    # The chosen scenario, the others by name, and what no longer fits. The others stand still while a slider moves.
    board, wrong = tried.board(), ""
    try:
        result = prospect.project(_tried(), board.weeks)
    except api.IngestError as error:
        result, wrong = prospect.project({}, board.weeks), f"{board.current.name}: {error}"
    beside = {}
    for place, one in enumerate(board.scenarios):
        if place != board.chosen:
            try:
                beside[one.name] = state.once(
                    f"projection {board.weeks} {json.dumps(one.habits, sort_keys=True)}",
                    lambda one=one: prospect.project(one.habits, board.weeks),
                )
            except api.IngestError as error:
                wrong = wrong or f"{one.name}: {error}"
    return result, beside, wrong


@st.fragment
def _try() -> None:
    loaded = state.loaded()
    if loaded is None:
        return
    prospect, board = loaded.prospect, tried.board()
    result, beside, wrong = _projections(prospect)
    name = board.current.name if len(board.scenarios) > 1 else ""
    items = [i.key for i in api.checklist(loaded.found, state.model()) if i.state is not True]
    seated = any(e["field"] == "seat" and e["value"] for e in _tried()["profile"])
    rows = {row.key: row for row in result.habits}
    if name:
        scenario_bar.choice()
    # The number stands right above the sliders, so that a phone shows both while one of them moves.
    with st.container(key="projected"):
        st.header(result.headline)
    time.sleep(_FRAME_S)
    st.write(f"{result.minutes_words}.")
    for words in result.clipped_words:
        st.caption(f"{words}.")
    if wrong:
        st.error(f"What you tried no longer fits. {wrong}. It is shown going on as now.", icon=":material/error:")
    left, right = st.columns([2, 3], gap="medium")
    # The chart before the sliders, which stand where they are: it is what is waited for.
    with right:
        said = projection.words(result, name, beside)
        st.plotly_chart(projection.lines(result, name, beside), alt=said, config=QUIET, key="projection")
        time.sleep(_FRAME_S)
        st.caption(said)
        scenario_bar.buttons()
        _weeks()
    with left, st.container(height=520, border=True, key="sliders"):
        for title, keys in _GROUPS:
            st.markdown(f"**{title}**")
            for key in keys:
                _slider(rows[key], result, seated)
        st.markdown("**When, and the profile**")
        _rest(loaded, items, seated)
    compare_view.draw(prospect)
    with st.expander("Where each signal goes, and when it reaches its cap"):
        as_now = state.once(f"as now {board.weeks}", lambda: prospect.project({}, board.weeks))
        _signals(result, as_now)
        st.caption("Shares of the points at the cap, by the table: what the readings add is in the total alone.")
    address.write()


def _weeks() -> None:
    key = f"weeks-{tried.turn()}"
    st.segmented_control(
        "Weeks ahead", tried.WEEKS, default=tried.board().weeks, required=True, key=key,
        on_change=lambda: tried.look(int(st.session_state[key])),
    )  # fmt: skip


def _best(loaded: state.Loaded) -> None:
    st.header("Your best next hour")
    if not loaded.score.next_best_actions:
        st.write("Every signal that a habit feeds is at its cap: there is nothing to gain by more.")
        return
    st.write("Five habits, by what the next action is worth an hour:")
    for action in loaded.score.next_best_actions[:5]:
        st.markdown(f"- **{capital(action.label)}**: {action.points_per_hour:.1f} points an hour. {action.why}.")


def draw() -> None:
    """Draw the page."""
    refused = address.catch(frame.entered())
    loaded = state.loaded()
    if loaded is None:
        _empty()
        return
    st.title("What if?")
    st.write(
        "The total to be expected at the end of each week, by the same open model as the score. Habits that you leave "
        "alone go on as in your last 13 weeks."
    )
    if refused:
        st.error(refused, icon=":material/link_off:")
    _try()
    with st.expander("What an action takes you, and how often you would do it at most"):
        habit_table.table()
    _best(loaded)
    st.header("How well would it have told?")
    told = state.once("backtest", lambda: api.backtest(loaded.found, model=state.model()))
    st.write(f"{told.words}." if told else api.NO_LOOK_BACK)
    if told and told.coverage_words:
        st.write(f"{told.coverage_words}.")
    st.caption(
        "A projection, not a promise: habits drift, answers of others vary, and LinkedIn publishes no weights. Four in "
        "five futures should lie inside the band."
    )


frame.page(draw)
