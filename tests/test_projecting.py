"""Projections as the library and the command line answer them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ssi_core import api
from ssi_core.member import Member, Stated
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.signals import PILLAR_KEYS, SIGNAL_KEYS
from ssi_core.projecting import Prospect
from tests.model.test_whatif import LAST, busy
from tests.test_cli import LOG, Ssi, ssi

__all__ = ["ssi"]


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="module")
def ready(sample: api.Imported) -> Prospect:
    return api.prospect(sample)


# --------------------------------------------------------------------------------------------------------- the library


def test_it_begins_with_the_score(sample: api.Imported, ready: Prospect, sample_dir: Path) -> None:
    for found in (sample, api.read(api.sample_files(), readings=sample_dir / "official_readings.csv")):
        score, ahead = api.score(found), api.project(found, {"weekly": {"comment": 20}}, 3)
        assert ahead.today.total == pytest.approx(score.total, abs=1e-9)
        assert ahead.today.interval == pytest.approx(score.interval, abs=1e-6)
        assert ahead.today.pillars == pytest.approx({p.key: p.points for p in score.pillars}, abs=1e-9)
        assert ahead.calibrated == score.calibrated
        assert ahead.as_of == score.as_of


def test_points_are_the_ends_of_weeks(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 20}}, 5)
    days = [dt.date(2026, 7, 7) + dt.timedelta(7 * i) for i in range(5)]
    for line in (ahead.points, ahead.as_now, ahead.stop):
        assert [w.date for w in line] == days
        for week in line:
            assert week.p10 <= week.total <= week.p90
            assert sum(week.pillars.values()) == pytest.approx(week.total, abs=1e-9)
    assert ahead.start == dt.date(2026, 7, 1)
    later = ready.project({"start": "2026-08-03"}, 2)
    assert [w.date for w in later.points] == [dt.date(2026, 8, 9), dt.date(2026, 8, 16)]


def test_habits_that_are_not_named_go_on_as_now(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 20}}, 26)
    assert set(ahead.weekly) == set(HABIT_KEYS)
    assert ahead.weekly["comment"] == 20
    rest = {h: v for h, v in ahead.own.items() if h != "comment"}
    assert {h: ahead.weekly[h] for h in rest} == rest
    plain = ready.project({}, 26)
    assert plain.points == plain.as_now
    assert plain.minutes == pytest.approx(plain.own_minutes)
    # What is answered can be asked again.
    again = ready.project({"weekly": ahead.weekly}, 26)
    assert [w.total for w in again.points] == pytest.approx([w.total for w in ahead.points])
    minutes = sum(h.minutes * ahead.weekly[h.key] for h in HABITS)
    assert ahead.minutes == pytest.approx(minutes)


def test_words_say_the_number_first(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 30}}, 26)
    end = ahead.points[-1]
    assert ahead.headline == (
        f"{end.total:.0f} by 29 December 2026, probably {end.p10:.0f}\u2013{end.p90:.0f}; "
        f"as now {ahead.as_now[-1].total:.0f}, stop {ahead.stop[-1].total:.0f}"
    )
    assert ahead.minutes_words.startswith("3 h ")


def test_why_a_habit_has_stopped_mattering_is_said(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 40, "post": 0}}, 26)
    comments = ahead.signal("comments_given")
    assert comments.full_since is None
    assert comments.full_on is not None
    assert comments.words.startswith("reaches its cap in the week of ")
    assert ahead.habit_words("comment") == f"more changes nothing in the end: Comments given {comments.words}"
    assert ahead.signal("connections").words == "at its cap for a year and more"
    assert ahead.signal("senior_connections").words == "at its cap since September 2025"
    assert ahead.habit_words("message").startswith("more changes nothing: Messages sent at its cap")
    assert ahead.habit_words("invite").startswith("counts in part: Connections at its cap")
    assert ahead.habit_words("react") == ""
    assert ahead.habit_words("save_lead") == "needs a Sales Navigator seat"
    assert ahead.signal("original_posts").words == "from 54% to 0% of its cap"
    assert ahead.signal("reply_rate").words.startswith("stays at 53%")
    stopped = ready.project({"weekly": dict.fromkeys(HABIT_KEYS, 0)}, 26)
    assert "below it from the week of" in stopped.signal("messages_sent").words
    noted = ready.project({"weekly": {"personal_note": 30}}, 26)
    assert noted.habit_words("personal_note").startswith("only an invitation can bear a note")


def test_the_words_of_a_cap_follow_the_signals(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 30}}, 26)
    assert [s.key for s in ahead.signals] == list(SIGNAL_KEYS)
    for signal in ahead.signals:
        assert 0 <= signal.now <= 1
        assert 0 <= signal.end <= 1
        assert signal.words


def test_a_table_of_habits_for_the_sliders(sample: api.Imported) -> None:
    rows = api.habits_of(sample)
    assert [r.key for r in rows] == list(HABIT_KEYS)
    by_key = {r.key: r for r in rows}
    assert by_key["comment"].as_now == pytest.approx(7.0)
    assert by_key["comment"].own_words == "your own rate 7.0, from your last 13 weeks"
    assert by_key["save_lead"].needs_seat
    assert not by_key["comment"].needs_seat
    assert by_key["personal_note"].feeds == ("personal_outreach",)
    assert any("as your own last year shows" in words for words in by_key["post"].brings)
    assert all(r.at_most >= r.as_now for r in rows)


def test_a_frame_and_a_notebooks_view_hold_the_same_numbers(ready: Prospect) -> None:
    ahead = ready.project({"weekly": {"comment": 20}}, 4)
    frame = ahead.to_frame()
    assert list(frame.columns) == ["total", "p10", "p90", *PILLAR_KEYS, "as_now", "stop"]
    assert len(frame) == 5
    assert frame["total"].iloc[0] == ahead.today.total
    assert frame["stop"].iloc[-1] == ahead.stop[-1].total
    assert ahead.headline.split(";")[0] in ahead._repr_html_()


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(Member(stated=Stated(answers={"comment": 4.0, "connections": 300.0})), id="answers"),
        pytest.param(Member(), id="nobody"),
        pytest.param(busy(), id="files"),
    ],
)
def test_members_of_every_kind_can_look_ahead(found: Member) -> None:
    ahead = api.project(found, {"weekly": {"comment": 20, "post": 2}}, 26)
    assert ahead.points[-1].total > ahead.as_now[-1].total > ahead.stop[-1].total


def test_readings_alone_are_enough(sample_dir: Path) -> None:
    found = api.read([], readings=sample_dir / "official_readings.csv")
    ahead = api.project(found, {"weekly": {"comment": 20}})
    assert ahead.calibrated
    assert ahead.points[-1].total > ahead.as_now[-1].total
    assert {r.source for r in ahead.habits} <= {"assumed", "unknown", "measured"}


def test_another_day_and_another_model_can_be_asked_for(sample: api.Imported) -> None:
    early = api.project(sample, {}, 2, as_of=dt.date(2026, 3, 31))
    assert early.as_of == dt.date(2026, 3, 31)
    assert early.points[0].date == dt.date(2026, 4, 7)
    edited = api.project(sample, {}, 2, model=api.Model(window=60))
    assert edited.points[0].total != api.project(sample, {}, 2).points[0].total
    assert edited.today.total == pytest.approx(api.score(sample, model=api.Model(window=60)).total, abs=1e-9)


def test_what_a_scenario_may_ask_reaches_up_to_ones_own_rate() -> None:
    found = busy(original_posts=2.0)
    own = api.prospect(found).weekly["post"]
    assert own > 7
    assert api.project(found, {"weekly": {"post": own}}, 1).weekly["post"] == own
    with pytest.raises(api.IngestError, match="at most"):
        api.project(found, {"weekly": {"post": own + 1}}, 1)
    assert found.last_day == LAST


# ---------------------------------------------------------------------------------------------------- the command line


def files() -> list[str]:
    return [str(p) for p in api.sample_files()]


def test_project_answers_the_contract(ssi: Ssi, tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "start": None, "weekly": {"comment": 20, "post": 2}, "off": ["2026-08-05"],
        "profile": [{"on": "2026-08-01", "field": "custom_address", "value": True}],
    }  # fmt: skip
    (tmp_path / "habits.json").write_text(json.dumps(given))
    said = ssi("project", *files(), "--habits", "habits.json", "--weeks", 8, "--json").json
    assert said["schema"] == 1
    assert said["as_of"] == "2026-06-30"
    assert set(said["weekly"]) == set(HABIT_KEYS)
    assert {k: said["weekly"][k] for k in given["weekly"]} == given["weekly"]
    for line in ("points", "as_now", "stop"):
        assert len(said[line]) == 8
        for point in said[line]:
            assert set(point) == {"date", "total", "p10", "p90", "pillars"}
            assert set(point["pillars"]) == set(PILLAR_KEYS)
            assert sum(point["pillars"].values()) == pytest.approx(point["total"], abs=1e-9)
            assert point["p10"] <= point["total"] <= point["p90"]
    ahead = api.project(api.read(api.sample_files()), given, 8)
    assert said == json.loads(json.dumps(ahead.to_dict()))


def test_project_prints_what_the_answer_says(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "habits.json").write_text('{"weekly": {"comment": 20}}')
    said = ssi("project", *files(), "--habits", "habits.json")
    ahead = api.project(api.read(api.sample_files()), {"weekly": {"comment": 20}})
    assert said.out.startswith(ahead.headline)
    assert ahead.minutes_words in said.out
    assert ahead.habit_words("comment") in said.out
    assert f"{ahead.points[-1].total:5.1f}" in said.out


def test_project_takes_a_profile_readings_a_model_and_a_day(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text('{"seat": true, "signals": {"active_groups": 4}}')
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "model.toml").write_text("window = 60\n")
    (tmp_path / "habits.json").write_text('{"weekly": {"save_lead": 5}}')
    options = "--profile profile.json --readings log.csv --model model.toml --as-of 2026-05-31 --out ahead.json"
    said = ssi("project", *files(), "--habits", "habits.json", "--weeks", 2, "--json", *options.split())
    assert (said.code, said.out) == (0, "")
    found = json.loads((tmp_path / "ahead.json").read_text())
    assert found["as_of"] == "2026-05-31"
    assert found["calibrated"]
    assert found["model_version"].endswith("+edited")
    assert found["weekly"]["save_lead"] == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"weekly": {"posts": 1}}', "no habit 'posts'"),
        ('{"weekly": {"post": 99}}', "at most 7"),
        ('{"weekly": {"save_lead": 1}}', "Sales Navigator seat"),
        ("{", "is not JSON"),
        ('{"start": "yesterday"}', "YYYY-MM-DD"),
    ],
)
def test_habits_that_can_not_be_used_are_one_line(ssi: Ssi, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "habits.json").write_text(text)
    said = ssi("project", *files(), "--habits", "habits.json")
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def test_a_missing_file_and_weeks_out_of_range_are_one_line(ssi: Ssi) -> None:
    said = ssi("project", *files(), "--habits", "nowhere.json")
    assert (said.code, said.err.count("\n")) == (2, 1)
    said = ssi("project", *files(), "--weeks", 0)
    assert said.code == 2
    assert "1 to 104" in said.err


def test_going_on_as_now_needs_no_file(ssi: Ssi) -> None:
    said = ssi("project", *files(), "--weeks", 2, "--json").json
    assert said["points"] == said["as_now"]


def test_what_readings_hide_of_a_slider_is_said(sample: api.Imported) -> None:
    # By these readings two pillars end at nothing where the table has points: what the correction takes below 0 has to
    # be made up for before a habit moves the total.
    low = {"brand": 20.0, "find": 0.0, "engage": 0.0, "relationships": 19.0}
    days = (dt.date(2026, 5, 30), dt.date(2026, 6, 15), dt.date(2026, 6, 30))
    readings = [api.Reading((day - dt.date(1970, 1, 1)).days, 39.0, low) for day in days]
    ahead = api.project(api.with_readings(sample, readings, instead=True), {"weekly": dict.fromkeys(HABIT_KEYS, 0.0)})
    assert ahead.end.pillars["find"] == 0
    assert ahead.clipped["find"] < -0.1
    [said] = [words for words in ahead.clipped_words if "Find the right people" in words]
    assert f"{-ahead.clipped['find']:.1f} below 0" in said
    plain = api.project(sample)
    assert plain.clipped_words == ()
    assert set(plain.clipped.values()) == {0.0}
