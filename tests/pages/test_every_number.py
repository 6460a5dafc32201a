"""Every number on every page is the command line's, for the same files."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import shlex
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import frame
from pages.shared.charts import pillars
from ssi_core import api
from ssi_core.cli import main
from tests.pages.test_pages import app

SAMPLE = [str(path) for path in api.sample_files()]

#: Commands that answer what a page shows.
COMMANDS = {
    "score": ("score", "why", "results"),
    "files": ("read", "guide", "score"),
    "profile": ("score", "playbook"),
    "playbook": ("playbook", "score"),
    "what_if": ("project", "score", "habits"),
    "plan": ("plan", "score", "habits"),
    "history": ("history", "activity", "score"),
    "why": ("why", "score"),
    "today": ("records today", "records list", "records prep"),
    "session": ('records prep "Emil Madeup"', 'records check "Emil Madeup"', "records list"),
    "present": ('records prep "Emil Madeup"', 'records check "Emil Madeup"', "records list"),
    "team": ("cohort",),
    "method": ("sensitivity", "score", "habits"),
}
#: A number as a person reads it, thousands set apart; not a part of a name.
FIGURE = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")

#: Numbers in sentences that stand on a page for everybody: they come from no file.
FOR_EVERYBODY = {
    # The numbers in the invented members' names, and the hour that a plan is for.
    "team": {f"{i:02d}" for i in range(1, 41)} | {"1"},
    # Claims, years and ranks, MODEL section 1; the study's worlds.
    "method": {"1.9", "5.7", "11", "13", "16", "15", "2013", "2015", "2017", "10", "7", "45", "51", "78", "80", "25"},
}


#: What a page shows of a shorter stretch too: its days are a year's, its quarters all there are.
#: What a page asks for by itself.
ASKED = {
    "cohort": ("--example",), "project": ("--backtest",), "plan": ("--target", "70", "--by", "2026-12-29"),
    "records prep": ("--on", "2026-07-02"),
}  # fmt: skip
YEAR = {"activity": ("--from", "2025-07-01")}


#: Where the commands find the example's members; the app itself keeps nobody.
BOOK: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The example's members, in a database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('book') / 'records.sqlite3'}"
    with closing(api.records(url)) as records, closing(api.demo_records(api.today())) as invented:
        records.take_in(invented.export())
    BOOK["SSI_DATABASE_URL"] = url
    yield
    BOOK.clear()


def answer(command: str, *options: str) -> str:
    out, of_records = StringIO(), command.startswith("records ")
    files = () if command in ("guide", "cohort") or of_records else SAMPLE
    with pytest.MonkeyPatch.context() as patch:
        for name, value in BOOK.items() if of_records else ():
            patch.setenv(name, value)
        with redirect_stdout(out), pytest.raises(SystemExit) as ended:
            main([*shlex.split(command), *files, *ASKED.get(command, ()), *options])
    assert ended.value.code == 0
    return out.getvalue()


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    commands = {c for many in COMMANDS.values() for c in many}
    return {c: json.loads(answer(c, "--json")) for c in commands}


def numbers(data: Any) -> Iterator[float]:
    match data:
        case bool() | None:
            pass
        case int() | float():
            yield float(data)
        case str():
            yield from (float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.?\d*", data))
        case dict():
            for value in data.values():
                yield from numbers(value)
        case list():
            for value in data:
                yield from numbers(value)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from strings(one)


def shown(at: AppTest) -> str:
    """Every word on a page: texts, labels, options, and the cells of tables that are written out."""
    parts: list[str] = []
    for group in ("title", "header", "subheader", "markdown", "caption", "error", "info", "warning", "success"):
        parts += [str(e.value) for e in getattr(at, group)]
    for group in ("button", "slider", "toggle", "number_input", "segmented_control", "checkbox", "expander"):
        parts += [str(e.label) for e in getattr(at, group)]
    for table in (*at.table, *at.dataframe):
        parts += [cell for row in table.value.values.tolist() for cell in strings(row)]
    return "\n".join(parts)


def opened(page: str) -> AppTest:
    at = app(f"pages/{page}.py")
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def test_every_page_has_a_command_that_says_the_same() -> None:
    assert set(COMMANDS) == {name for name, _, _ in frame.PAGES}


@pytest.mark.parametrize("page", COMMANDS)
def test_every_figure_on_a_page_is_printed_by_the_command_line(page: str, told: dict[str, Any]) -> None:
    # Of the days of a history a page names the ends and the extremes of the year; the rest would excuse any figure.
    printed = "\n".join(answer(c, *more) for c in COMMANDS[page] if c != "history" for more in ((), YEAR.get(c, ())))
    known = set(FIGURE.findall(printed))
    year = pd.DataFrame(told["history"]["days"][-366:]).drop(columns="date")
    ends = [year.iloc[0].tolist(), year.iloc[-1].tolist(), year.max().tolist(), year.min().tolist()]
    for value in (v for c in COMMANDS[page] for v in numbers(ends if c == "history" else told[c])):
        known |= {f"{abs(value):,.{digits}f}" for digits in (0, 1, 2)}
        known |= {f"{value * 100:.0f}"} if 0 <= value <= 1 else set()
    known |= {f"{s.max:g}" for s in api.SIGNALS} | FOR_EVERYBODY.get(page, set())
    if page == "method":
        study = pd.read_csv(Path(frame.__file__).parent / "study.csv")
        known |= set(FIGURE.findall(study.to_csv())) | {f"{v:.0f}" for v in study["Interval holds %"]}
    figures = set(FIGURE.findall(shown(opened(page))))
    assert len(figures) > 10, "hardly anything was looked at"
    assert not figures - known


def test_score(told: dict[str, Any]) -> None:
    at, said = opened("score"), told["score"]
    assert at.title[0].value == f"Estimated SSI: {said['total']:.0f}, probably {api.between(tuple(said['interval']))}"
    rows = {row["Signal"]: row for frame in at.dataframe for row in frame.value.to_dict("records")}
    labels = {s.key: s.label for s in api.SIGNALS}
    assert len(rows) == len(said["signals"])
    for s in said["signals"]:
        row = rows[labels[s["key"]]]
        assert row["Points"] == f"{s['points']:.1f} of {s['max']:g}"
        assert row["Share of the cap"] == pytest.approx(100 * s["points"] / s["max"])
    words = shown(at)
    for p in said["pillars"]:
        assert f"{p['points']:.1f} of 25 ({api.between(tuple(p['interval']))})" in words
    for action in said["next_best_actions"][:5]:
        assert f"{action['points_per_hour']:.1f} points an hour. {action['why']}." in words
    moved = told["why"]
    assert f"{abs(moved['change']):.1f} since" in words
    for outcome in told["results"]["outcomes"]:
        if outcome["now"] is not None:
            assert f"**{outcome['now']:,.0f}**" in words


def test_score_charts(told: dict[str, Any]) -> None:
    result = api.score(api.read(api.sample_files()))
    drawn = dict(zip(pillars.bars(result).data[0].y, pillars.bars(result).data[0].x, strict=True))
    assert drawn == {api.PILLARS[p["key"]]: p["points"] for p in told["score"]["pillars"]}


def test_files(told: dict[str, Any]) -> None:
    table = opened("files").dataframe[0].value
    said = {f["name"].rpartition("/")[2]: f for f in told["read"]["files"]}
    assert len(table) == len(told["read"]["files"])
    names = {"rows read": "rows_read", "kept": "rows_kept", "repaired": "rows_repaired",
             "duplicate": "rows_duplicate", "rejected": "rows_rejected"}  # fmt: skip
    for row in table.to_dict("records"):
        for column, key in names.items():
            assert row[column] == said[row["file"]][key]


def test_profile(told: dict[str, Any]) -> None:
    at = opened("profile")
    words = shown(at)
    labels = {s.key: s.label for s in api.SIGNALS}
    for s in told["score"]["signals"]:
        if s["key"] not in ("profile_completeness", "leads_saved"):
            assert f"**{labels[s['key']]}**: {s['points']:.1f} of {s['max']:g} points" in words
    likely = {x["key"]: x["likely"] for s in told["playbook"]["strategies"] for x in s["signals"]}
    levels = {s["key"]: s["level"] if s["level"] is not None else likely[s["key"]] for s in told["score"]["signals"]}
    widgets = {w.label: w.value for w in (*at.slider, *at.number_input)}
    for field in api.fields(None, api.score(api.read(api.sample_files()))):
        shown_as = next(v for label, v in widgets.items() if label.startswith(field.label))
        level = levels[field.key] * (100 if field.kind == "ratio" else 1)
        assert shown_as == pytest.approx(min(level, field.top * (100 if field.kind == "ratio" else 1e9)), abs=0.51)
    for item in told["playbook"]["checklist"]:
        assert f"({item['points']:.2f} points, {api.PROVENANCE_WORDS[item['provenance']]})" in words


def test_playbook(told: dict[str, Any]) -> None:
    words = shown(opened("playbook"))
    assert told["playbook"]["balance"] in words
    for strategy in told["playbook"]["strategies"]:
        assert f"{strategy['points']:.1f} of {strategy['max']:g} points" in words
        for s in strategy["signals"]:
            assert s["words"] in words
        for step in strategy["steps"]:
            assert f"{step['words']}: {step['points']:+.2f} points" in words


def test_what_if(told: dict[str, Any]) -> None:
    at, said = opened("what_if"), told["project"]
    end, now, stop = said["points"][-1], said["as_now"][-1], said["stop"][-1]
    day = api.spoken(dt.date.fromisoformat(end["date"]))
    headline = (
        f"{end['total']:.0f} by {day}, probably {api.between((end['p10'], end['p90']))}; as now {now['total']:.0f}, "
        f"stop {stop['total']:.0f}"
    )
    assert headline in [s.value for s in at.header]
    table = {row["Signal"]: row for row in at.dataframe[0].value.to_dict("records")}
    for s in said["signals"]:
        row = table[next(x.label for x in api.SIGNALS if x.key == s["key"])]
        assert (row["Today"], row["So"]) == (f"{s['now']:.0%}", f"{s['end']:.0%}")
    own = {h.key: h for h in api.project(api.read(api.sample_files())).habits}
    for slider in at.slider:
        habit = next((h for h in own.values() if slider.label.startswith(h.label[0].upper() + h.label[1:])), None)
        assert habit is not None
        assert habit.as_now == said["weekly"][habit.key]


def test_history(told: dict[str, Any]) -> None:
    words, last = shown(opened("history")), told["history"]["days"][-1]
    assert f"to {last['total']:.1f} on" in words
    assert f"probably {api.between((last['p10'], last['p90']))}" in words
    quarter = next(q for q in reversed(told["activity"]["quarters"]) if q["invited"])
    assert f"{quarter['invited']:,.0f}" in words


def test_why(told: dict[str, Any]) -> None:
    at, said = opened("why"), told["why"]
    assert f"From {said['from_total']:.1f} on" in shown(at)
    assert f"to {said['to_total']:.1f} on" in shown(at)
    labels = {s.key: s.label for s in api.SIGNALS}
    moved = {labels[s["signal"]]: s for s in said["signals"]}
    rows = [row for table in at.dataframe for row in table.value.to_dict("records") if row.get("signal") in moved]
    assert rows
    for row in rows:
        s = moved[row["signal"]]
        for column, key in (("came in", "came_in"), ("aged out", "aged_out"), ("stock", "stock")):
            blank = s[key] == 0  # a cell that says nothing
            assert (math.isnan(row[column]) if blank else row[column] == pytest.approx(s[key], abs=1e-9)), row


def test_method(told: dict[str, Any]) -> None:
    words = shown(opened("method"))
    for cause in told["sensitivity"]["causes"]:
        assert f"{cause['points']:.1f} come from {cause['cause']}" in words
    first = told["sensitivity"]["swings"][0]
    for setting in first["settings"]:
        assert f"{setting['total']:.1f} at {setting['value']}" in words
