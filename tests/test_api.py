"""The one face of the core: what pages, command line and notebooks call, and what they may count on."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

import ssi_core
from ssi_core import api, text
from ssi_core.api import IngestError
from ssi_core.member import Activity, Member, Reading, Stated, Target, day_of
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.signals import MODEL_VERSION, PILLAR_KEYS, SIGNAL_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.results import ScoreResult
from ssi_core.through_time import History
from tests.model.members import FIRST, members, saying, typical_levels

#: What SSI_TODAY says in every test.
TODAY = dt.date(2026, 7, 1)

COMMENTS = (
    "Date,Link,Message\n"
    "2026-06-28 09:00:00,https://www.linkedin.com/feed/update/1,Well said\n"
    "2026-06-30 10:00:00,https://www.linkedin.com/feed/update/2,Thanks\n"
)
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Moss,https://www.linkedin.com/in/ada,,Acme,VP Sales,02 May 2026\n"
    "Bo,Reed,https://www.linkedin.com/in/bo,,Beta,Engineer,20 Jun 2026\n"
    "Cy,Hill,https://www.linkedin.com/in/cy,,Beta,Analyst,21 Jun 2026\n"
)
UPLOADS = [("Comments.csv", COMMENTS.encode()), ("Connections.csv", CONNECTIONS.encode())]


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read(UPLOADS)


@pytest.fixture(scope="module")
def result(found: api.Imported) -> ScoreResult:
    return api.score(found)


@pytest.fixture(scope="module")
def told(found: api.Imported) -> History:
    return api.history(found)


# ----------------------------------------------------------------------------------------------------------------- read


def test_a_members_files_are_read(found: api.Imported) -> None:
    assert found.as_of == dt.date(2026, 6, 30)
    assert found.counts == {"comments_given": 2, "connections_added": 3, "active_days": 2}
    assert found.stocks == {"connections": 3, "senior_connections": 1}
    assert [e.rows_kept for e in found.ledger.entries] == [2, 3]


def test_what_no_file_speaks_of_is_missing(found: api.Imported) -> None:
    spoken = {"comments_given", "active_days", "connections", "senior_connections", "right_people_added"}
    # Without a seat no leads are saved; that is known.
    assert set(found.missing) == set(SIGNAL_KEYS) - spoken - {"leads_saved"}


@pytest.mark.parametrize(
    "given_as",
    [
        lambda path: path,
        lambda path: str(path),
        lambda path: [path],
        lambda path: (path,),
        lambda path: path.parent,
        lambda path: (path.name, path.read_bytes()),
        lambda path: [(path.name, path.read_bytes())],
        lambda path: (path.name, io.BytesIO(path.read_bytes())),
        lambda path: [(path.name, io.BytesIO(path.read_bytes()))],
    ],
    ids=["path", "str", "list", "tuple", "folder", "upload", "uploads", "stream", "streams"],
)
def test_a_path_a_folder_and_an_upload_are_read_alike(tmp_path: Path, given_as: Callable[[Path], object]) -> None:
    path = tmp_path / "Comments.csv"
    path.write_text(COMMENTS)
    read = api.read(given_as(path)).to_dict()  # type: ignore[arg-type]
    assert [Path(f.pop("name")).name for f in read["files"]] == ["Comments.csv"]
    want = api.read(UPLOADS[:1]).to_dict()
    del want["files"][0]["name"]
    assert read == want


def test_two_paths_in_a_tuple_are_two_paths(tmp_path: Path) -> None:
    for name, content in UPLOADS:
        (tmp_path / name).write_bytes(content)
    both = api.read((tmp_path / "Comments.csv", tmp_path / "Connections.csv"))
    assert len(both.ledger.entries) == 2


def test_the_day_to_stand_on_may_be_chosen() -> None:
    earlier = api.read(UPLOADS, as_of=dt.date(2026, 6, 29))
    assert earlier.as_of == dt.date(2026, 6, 29)
    assert api.score(earlier).as_of == dt.date(2026, 6, 29)


def test_a_target_says_who_the_right_people_are() -> None:
    k = SIGNAL_KEYS.index("right_people_added")
    default = api.score(api.read(UPLOADS))
    engineers = api.score(api.read(UPLOADS, target=Target(titles=("engineer", "analyst"))))
    assert (default.signals[k].level, engineers.signals[k].level) == (1, 2)


def test_what_is_stated_lies_over_the_answers_given_in_a_file() -> None:
    answers = ("answers.csv", b"signal,value\nseat,no\nactive_groups,2\n")
    read = api.read([*UPLOADS, answers], stated=Stated(seat=True, signals={"active_groups": 5.0}))
    assert read.member.seat is True
    assert dict(read.member.stated.answers) == {"active_groups": 2}
    assert {s.key: s.level for s in api.score(read).signals}["active_groups"] == 5


def test_a_log_of_readings_is_kept_beside_the_estimate(tmp_path: Path) -> None:
    log = tmp_path / "readings.csv"
    log.write_text("date,total,brand,find,engage,relationships\n2026-06-01,40.5,10,5.5,10,15\n")
    read = api.read(UPLOADS, readings=log)
    parts = {"brand": 10.0, "find": 5.5, "engage": 10.0, "relationships": 15.0}
    assert read.member.readings == (Reading(day=20605, total=40.5, pillars=parts),)
    assert api.score(read).official_words == "LinkedIn showed 40.5 on 1 June 2026"


def test_a_log_without_a_reading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "comments.csv").write_text(COMMENTS)
    with pytest.raises(IngestError, match="holds no official reading: give a CSV with a date"):
        api.read(UPLOADS, readings=tmp_path / "comments.csv")


def test_readings_alone_are_enough(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Date,Total\n2026-05-24,48\n2026-05-20,47\n")
    for found in (api.read(log), api.read([], readings=log), api.read([], readings=api.read(log).member.readings)):
        assert [r.total for r in found.member.readings] == [47, 48]
        assert found.as_of == dt.date(2026, 5, 24)
        assert api.score(found).official_words == "LinkedIn showed 48 on 24 May 2026"
        assert api.score(found).as_of == dt.date(2026, 5, 24)
        assert found.to_dict()["last_day"] is None
    assert api.read([], readings=log, as_of=dt.date(2026, 6, 1)).as_of == dt.date(2026, 6, 1)


def test_the_last_day_with_activity_goes_before_the_last_reading() -> None:
    reading = Reading(20635, 48)  # 1 July 2026
    assert api.read(UPLOADS, readings=[reading]).as_of == dt.date(2026, 6, 30)
    answers = ("answers.csv", b"signal,value\nactive_groups,2\n")
    assert api.read([answers], readings=[Reading(20605, 48)]).as_of == dt.date(2026, 6, 1)
    assert api.read([answers]).as_of == TODAY


def test_readings_given_stand_instead_of_those_in_the_files() -> None:
    log = ("log.csv", b"Date,Total\n2026-05-24,48\n")
    late, early = Reading(20605, 50), Reading(20600, 49)
    assert api.read([log], readings=[late, early]).member.readings == (early, late)
    assert api.read([log], readings=[]).member.readings == ()


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ([], "no files in what was given"),
        ([Reading(20605, 148)], "the reading of 2026-06-01: the total is 148: give a number from 0 to 100"),
        ([Reading(20605, 48), Reading(20605, 49)], "two readings of 2026-06-01: give one a day"),
    ],
)
def test_readings_that_can_not_be_are_refused(readings: list[Reading], words: str) -> None:
    with pytest.raises(IngestError, match=words):
        api.read([], readings=readings)


def test_a_pasted_reading_bears_the_day_given() -> None:
    assert api.pasted_reading("48", dt.date(2026, 6, 1)) == Reading(20605, 48)
    assert api.pasted_reading("48", TODAY).day == 20635
    with pytest.raises(IngestError, match="2026-07-02 is still to come: give a day up to 2026-07-01"):
        api.pasted_reading("48", dt.date(2026, 7, 2))


def test_a_typed_table_is_written_as_a_log_that_reads_back(tmp_path: Path) -> None:
    rows = [{"date": "2026-06-01", "total": 48, "industry_top": 5}, {"date": "2026-07-02", "total": 49}]
    readings, refused = api.readings_from_rows(rows)
    assert refused == ["Row 2: 2026-07-02 is still to come: give a day up to 2026-07-01."]
    log = tmp_path / "typed.csv"
    log.write_text(api.readings_csv(readings))
    assert api.read(log).member.readings == (Reading(20605, 48, groups={"industry": api.Group(top=5)}),)


def test_nothing_usable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError):
        api.read(tmp_path)
    with pytest.raises(IngestError):
        api.read(tmp_path / "absent.zip")


READ_KEYS = [
    "schema", "as_of", "first_day", "last_day", "owner_found", "files", "counts", "stocks", "missing",
]  # fmt: skip
FILE_KEYS = [
    "name", "kind", "status", "rows_read", "rows_kept", "rows_repaired", "rows_duplicate", "rows_rejected",
    "bytes_rejected", "encoding", "delimiter", "first", "last", "notes",
]  # fmt: skip


def test_what_was_read_says_itself_as_json(found: api.Imported) -> None:
    said = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert list(said) == READ_KEYS
    assert said["schema"] == 1
    assert (said["first_day"], said["last_day"], said["as_of"]) == ("2026-05-02", "2026-06-30", "2026-06-30")
    assert all(list(f) == FILE_KEYS for f in said["files"])
    for f in said["files"]:
        assert f["rows_read"] == f["rows_kept"] + f["rows_duplicate"] + f["rows_rejected"]
    assert said["counts"]["comments_given"] == 2
    assert isinstance(said["counts"]["comments_given"], int)


def test_what_was_read_says_itself_as_a_frame_and_in_a_sentence(found: api.Imported) -> None:
    frame = found.to_frame()
    assert len(frame) == 2
    assert frame["kept"].tolist() == [2, 3]
    assert found.sentence == "5 rows kept from 2 files of 2, from 2 May 2026 to 30 June 2026."


def test_names_from_outside_stay_words_in_html() -> None:
    name = "<b>&amp.csv"
    said = api.read([(name, COMMENTS.encode())])._repr_html_()
    assert "&lt;b&gt;&amp;amp.csv" in said
    assert "<b>" not in said


# ---------------------------------------------------------------------------------------------------------------- score


def contract(said: dict[str, object]) -> None:
    """What DESIGN promises of `ssi score --json`, key by key."""
    assert list(said) == [
        "schema", "as_of", "model_version", "total", "interval", "coverage", "calibrated", "raw", "pillars", "signals",
        "unexplained", "rank", "next_best_actions",
    ]  # fmt: skip
    assert said["schema"] == 1
    assert dt.date.fromisoformat(said["as_of"])
    assert list(said["raw"]) == ["total", "interval", "pillars"]
    assert 0 <= said["coverage"] <= 1
    assert isinstance(said["calibrated"], bool)
    assert said["interval"][0] <= said["total"] <= said["interval"][1]

    assert [p["key"] for p in said["pillars"]] == list(PILLAR_KEYS)
    for p in said["pillars"]:
        assert list(p) == ["key", "points", "max", "interval"]
        assert p["max"] == 25
        assert p["interval"][0] <= p["points"] <= p["interval"][1]
    assert sum(p["points"] for p in said["pillars"]) == pytest.approx(said["total"], abs=1e-9)

    assert [s["key"] for s in said["signals"]] == list(SIGNAL_KEYS)
    for s in said["signals"]:
        assert list(s) == ["key", "pillar", "level", "enough", "points", "max", "provenance"]
        assert s["provenance"] in ("measured", "proxy", "self_reported", "known", "missing")
        assert (s["level"] is None) == (s["provenance"] == "missing")
        assert 0 <= s["points"] <= s["max"]
    assert [u["pillar"] for u in said["unexplained"]] == list(PILLAR_KEYS)
    for p, u in zip(said["pillars"], said["unexplained"], strict=True):
        assert list(u) == ["pillar", "points", "clipped"]
        signals = sum(s["points"] for s in said["signals"] if s["pillar"] == p["key"])
        assert signals + u["points"] - u["clipped"] == pytest.approx(p["points"], abs=1e-9)

    for a in said["next_best_actions"]:
        assert list(a) == ["habit", "points_per_hour", "why"]
        assert a["habit"] in HABIT_KEYS
        assert a["points_per_hour"] > 0


def as_json(said: dict[str, object]) -> dict[str, object]:
    return json.loads(json.dumps(said, allow_nan=False))


def test_a_score_says_itself_as_json(result: ScoreResult) -> None:
    said = as_json(result.to_dict())
    contract(said)
    assert said["model_version"] == MODEL_VERSION
    assert (said["calibrated"], said["rank"]) == (False, None)
    assert said["raw"] == {k: said[k] for k in ("total", "interval", "pillars")}


@given(member=members())
def test_so_it_does_for_any_member(member: Member) -> None:
    contract(as_json(api.score(member, as_of=day_of(FIRST + 120)).to_dict()))


def test_so_it_does_for_the_sample() -> None:
    read = api.read(api.sample_files())
    assert read.stocks["connections"] == 1900
    contract(as_json(api.score(read).to_dict()))


def test_nothing_is_known_of_a_new_member() -> None:
    said = as_json(api.score(Member()).to_dict())
    contract(said)
    assert said["as_of"] == TODAY.isoformat()
    # By rule a member without a seat saves no leads: 6 of the 100 points are known, and all others typical.
    assert said["coverage"] == pytest.approx(0.06)
    assert said["total"] == pytest.approx(11.5 + 4.9 + 2.34 + 13.2)


def test_points_by_hand() -> None:
    # Everything known, nothing done but 125 comments of 250 (7 points) and 600 connections of 1,200 (15 points).
    levels = dict.fromkeys(SIGNAL_KEYS, 0.0) | {"comments_given": 125.0, "connections": 600.0}
    score = api.score(saying(levels, seat=True))
    assert [p.points for p in score.pillars] == pytest.approx([0, 0, 3.5, 7.5])
    assert score.total == pytest.approx(11)
    assert score.coverage == 1
    assert score.weakest.points == 0


def test_coverage_is_the_share_of_points_that_rest_on_something_known() -> None:
    # Comments 7, connections 15, and by rule 6 for leads.
    score = api.score(saying({"comments_given": 1.0, "connections": 1.0}))
    assert score.coverage == pytest.approx(0.28)
    assert {s.key for s in score.missing} == set(SIGNAL_KEYS) - {"comments_given", "connections", "leads_saved"}
    assert [s.max for s in score.missing] == sorted((s.max for s in score.missing), reverse=True)


def test_a_score_says_its_figure_with_its_doubt_and_whose_it_is(result: ScoreResult) -> None:
    low, high = result.interval
    assert result.headline == f"Estimated SSI: {result.total:.0f}, probably {low:.0f}–{high:.0f}"
    assert result.stands_for == "Our estimate for 30 June 2026, not LinkedIn's number"
    assert result.coverage_words.startswith(f"{result.coverage:.0%} of the points rest on your files and answers")
    assert result.official_words == ""


def test_a_level_says_itself_beside_what_is_enough() -> None:
    words = {s.key: s.level_words for s in api.score(saying({"connections": 1100.0, "reply_rate": 0.2})).signals}
    assert words["connections"] == "1,100 of 1,200"
    assert words["reply_rate"] == "20% of 35%"
    assert words["comments_given"] == "? of 250"
    assert words["invite_acceptance"] == "? of 50%"


def test_an_edited_model_is_used_and_named() -> None:
    model = Model.from_toml("[signals.connections]\nenough = 600")
    member = saying(typical_levels())  # 600 connections
    score = api.score(member, model=model)
    assert score.model_version == MODEL_VERSION + "+edited"
    assert score.edits == ("connections enough 1200 -> 600",)
    assert score.total == pytest.approx(api.score(member).total + 7.5)


def test_a_score_says_itself_as_a_frame_and_as_html(result: ScoreResult) -> None:
    frame = result.to_frame()
    assert frame.shape == (24, 7)
    assert frame["points"].sum() == pytest.approx(result.total, abs=1e-9)
    said = result._repr_html_()
    assert result.stands_for.replace("'", "&#x27;") in said
    assert said.count("<tr") == 25


def test_a_day_may_be_scored_that_was_not_read_for(found: api.Imported) -> None:
    day = dt.date(2026, 6, 20)
    assert api.score(found, as_of=day).as_of == day
    assert {s.key: s.level for s in api.score(found, as_of=day).signals}["connections"] == 2


# -------------------------------------------------------------------------------------------------------------- history


def test_a_history_has_a_row_a_day_from_the_first_day_on(found: api.Imported, told: History) -> None:
    rows = told.rows()
    assert list(rows[0]) == ["date", "total", *PILLAR_KEYS, "p10", "p90"]
    assert (rows[0]["date"], rows[-1]["date"]) == ("2026-05-02", "2026-06-30")
    assert len(rows) == 60
    assert found.as_of == dt.date(2026, 6, 30)


def test_the_last_row_of_a_history_is_the_score(told: History, result: ScoreResult) -> None:
    last = told.rows()[-1]
    assert last["total"] == pytest.approx(result.total, abs=1e-9)
    assert [last[key] for key in PILLAR_KEYS] == pytest.approx([p.points for p in result.pillars], abs=1e-9)
    assert (last["p10"], last["p90"]) == pytest.approx(result.interval, abs=1e-9)
    assert told.model_version == result.model_version


def test_a_history_says_itself_as_json_frame_and_html(told: History) -> None:
    said = as_json(told.to_dict())
    assert list(said) == ["schema", "model_version", "days"]
    assert said["days"] == told.rows()
    frame = told.to_frame()
    assert frame.shape == (60, 7)
    assert frame.index.name == "date"
    assert str(frame.index.dtype).startswith("datetime64")
    np.testing.assert_allclose(frame[list(PILLAR_KEYS)].sum(axis=1), frame["total"], atol=1e-9)
    assert (frame["p10"] <= frame["total"]).all()
    assert (frame["total"] <= frame["p90"]).all()
    assert "<b>" not in told._repr_html_()


def test_a_history_knows_what_was_missing_when(told: History) -> None:
    assert set(told.missing) == set(SIGNAL_KEYS)
    assert told.missing["reactions_given"].all()
    assert not told.missing["connections"].any()


def test_a_history_may_begin_and_end_where_one_likes(found: api.Imported) -> None:
    day = dt.date(2026, 6, 10)
    assert [r["date"] for r in api.history(found, start=day, end=day).rows()] == ["2026-06-10"]
    with pytest.raises(ValueError, match="a history from 2026-06-11 to 2026-06-10 ends before it starts: swap"):
        api.history(found, start=dt.date(2026, 6, 11), end=day)


def test_the_history_of_a_member_without_an_archive_is_today() -> None:
    assert [r["date"] for r in api.history(Member()).rows()] == [TODAY.isoformat()]


# -------------------------------------------------------------------------------------------------- what people fill in


def test_a_profile_says_what_it_says() -> None:
    stated, target = api.profile_from(
        {
            "seat": True,
            "checklist": {"photo": True, "custom_address": False},
            "signals": {"active_groups": 3, "reply_rate": 1},
            "target": {"titles": ["CTO"], "companies": ["Acme"]},
        }
    )
    assert stated == Stated(True, {"photo": True, "custom_address": False}, {"active_groups": 3.0, "reply_rate": 1.0})
    assert target == Target(("CTO",), ("Acme",))


def test_an_empty_profile_says_nothing() -> None:
    assert api.profile_from({}) == (Stated(), Target())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "the profile must be a JSON object with seat, checklist, signals, target"),
        ({"seats": True}, "profile has unknown keys seats: use seat, checklist, signals, target"),
        ({"seat": "yes"}, "seat is 'yes'; give true or false"),
        ({"checklist": ["photo"]}, "profile: checklist must be a JSON object"),
        ({"checklist": {"banner": True}}, "profile: checklist has unknown keys banner: use photo, headline"),
        ({"checklist": {"photo": 1}}, "checklist photo is 1; give true or false"),
        ({"signals": {"likes": 3}}, "profile: signals has unknown keys likes: use profile_completeness"),
        ({"signals": {"connections": "many"}}, "connections is 'many'; give a number from 0"),
        ({"signals": {"connections": True}}, "connections is True; give a number from 0"),
        ({"signals": {"connections": -1}}, "connections is -1; give a number from 0"),
        ({"signals": {"connections": math.nan}}, "connections is nan; give a number from 0"),
        ({"signals": {"connections": math.inf}}, "connections is inf; give a number from 0"),
        ({"signals": {"reply_rate": 35}}, "reply_rate is 35; give a number from 0 to 1"),
        ({"signals": {"profile_completeness": 80}}, "profile_completeness is 80; give a number from 0 to 1"),
        ({"target": {"names": ["Ada"]}}, "profile: target has unknown keys names: use titles, companies"),
        ({"target": ["CTO"]}, "profile: target must be a JSON object"),
    ],
)
def test_a_profile_that_can_not_be_used_is_refused_with_what_to_give(data: object, message: str) -> None:
    with pytest.raises(IngestError, match=message):
        api.profile_from(data)  # type: ignore[arg-type]


def test_a_profile_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text('{"seat": true}')
    assert api.load_profile(path) == (Stated(seat=True), Target())
    path.write_text("{seat: true}")
    with pytest.raises(IngestError, match=r"profile\.json is not JSON"):
        api.load_profile(path)
    with pytest.raises(IngestError, match=r"absent\.json can't be read: No such file"):
        api.load_profile(tmp_path / "absent.json")


def test_a_model_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text("window = 60")
    assert api.model_from(path).window == 60
    path.write_text("window = 10")
    with pytest.raises(IngestError, match=r"model\.toml: a window of 10 days is outside 30 to 180"):
        api.model_from(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(IngestError, match=r"model\.toml: "):
        api.model_from(path)
    with pytest.raises(IngestError, match=r"absent\.toml can't be read: No such file"):
        api.model_from(tmp_path / "absent.toml")


def filled(text: str, values: dict[str, str], column: int) -> bytes:
    """A template with some of its blanks filled in, by the key in that column."""
    rows = list(csv.reader(io.StringIO(text)))
    assert values.keys() <= {row[column] for row in rows}
    out = io.StringIO()
    csv.writer(out).writerows([[*row[:-1], values.get(row[column], row[-1])] for row in rows])
    return out.getvalue().encode()


def test_answers_filled_in_give_a_first_score_without_an_export() -> None:
    values = {"seat": "yes", "connections": "600", "profile_completeness": "0.9", "comment": "7", "post": "1"}
    read = api.read(("answers.csv", filled(api.template("answers"), values, 0)))
    assert read.as_of == TODAY
    levels = {s.key: (s.level, s.provenance) for s in api.score(read).signals}
    # A week's habits make 90 / 7 of them in a window.
    assert levels["connections"] == (600, "self_reported")
    assert levels["profile_completeness"] == (pytest.approx(0.9), "self_reported")
    assert levels["comments_given"] == (pytest.approx(90), "self_reported")
    assert levels["original_posts"] == levels["shares"] == (pytest.approx(90 / 7), "self_reported")
    # With a seat the leads saved are not known, like all that was left blank.
    said = {"connections", "profile_completeness", "comments_given", "original_posts", "shares"}
    assert {key for key, (level, _) in levels.items() if level is None} == set(SIGNAL_KEYS) - said
    assert set(read.missing) == set(SIGNAL_KEYS) - said


def test_answers_left_blank_are_no_answers() -> None:
    read = api.read(("answers.csv", api.template("answers").encode()))
    assert dict(read.member.stated.answers) == {}
    assert read.member.seat is False
    assert api.score(read).total == pytest.approx(api.score(Member()).total)


# What an invitation, a note, an endorsement or a request brings depends on others.
COUNTING = set(HABIT_KEYS) - {"invite", "personal_note", "ask_recommendation", "endorse"}


def test_answers_ask_for_every_stock_and_every_habit_that_counts_by_itself() -> None:
    asked = [row[0] for row in csv.reader(io.StringIO(api.template("answers")))][1:]
    stocks = {s.key for s in SIGNALS if s.kind in ("stock", "share")}
    assert set(asked) == {"seat"} | stocks | COUNTING
    assert len(asked) == len(set(asked))


def test_a_weekly_log_filled_in_gives_a_score_without_an_export() -> None:
    text = api.template("weekly_log")
    assert {row[1] for row in list(csv.reader(io.StringIO(text)))[1:]} == COUNTING
    week = dt.date.fromisoformat(text.splitlines()[1].split(",")[0])
    assert week.weekday() == 0
    assert week < TODAY <= week + dt.timedelta(13)  # the last whole week before today
    # The thirteen weeks up to it, each like the template's: 14 comments and a post.
    log = b"".join(
        filled(text, {"comment": "14", "post": "1"}, 1).replace(
            week.isoformat().encode(), (week - dt.timedelta(7 * back)).isoformat().encode()
        )
        for back in range(13)
    )
    header = b"week,habit,actions\r\n"
    read = api.read(("weekly_log.csv", header + log.replace(header, b"")))
    last = week + dt.timedelta(6)
    levels = {s.key: (s.level, s.provenance) for s in api.score(read, as_of=last).signals}
    assert levels["comments_given"] == (pytest.approx(180), "self_reported")
    assert levels["original_posts"] == levels["shares"] == (pytest.approx(90 / 7), "self_reported")
    assert levels["reactions_given"] == (None, "missing")
    assert "comments_given" not in read.missing


def test_one_week_of_the_log_is_enough_for_a_first_score() -> None:
    read = api.read(("weekly_log.csv", filled(api.template("weekly_log"), {"comment": "14"}, 1)))
    assert read.as_of == TODAY
    levels = {s.key: (s.level, s.provenance) for s in api.score(read).signals}
    assert levels["comments_given"] == (pytest.approx(180), "self_reported")


def test_there_are_two_templates() -> None:
    with pytest.raises(IngestError, match="no template 'poem': choose answers or weekly_log"):
        api.template("poem")


# --------------------------------------------------------------------------------------------------------- the sample


def test_the_sample_is_copied_where_one_likes(tmp_path: Path, sample_dir: Path) -> None:
    copied = api.copy_sample(tmp_path / "new" / "folder")
    assert {p.name for p in copied} == {p.name for p in sample_dir.iterdir() if p.suffix in (".zip", ".xlsx", ".csv")}
    assert {Path(str(p)).name for p in api.sample_files()} <= {p.name for p in copied}
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IngestError, match="can't be written to"):
        api.copy_sample(tmp_path / "file")


# ------------------------------------------------------------------------------------------------------- the package


def test_the_package_hands_on_what_most_people_need() -> None:
    assert (ssi_core.read, ssi_core.score, ssi_core.history) == (api.read, api.score, api.history)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = ssi_core.nothing


@pytest.mark.parametrize("module", ["ssi_core.api", "ssi_core"])
def test_importing_the_core_brings_no_screen_and_nothing_slow(repo: Path, module: str) -> None:
    heavy = ("streamlit", "plotly", "scipy", "pandas")
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo, env={**os.environ, "PYTHONPATH": str(repo)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_scoring_takes_numpy_alone(repo: Path) -> None:
    # A score of what was stated: no table reader, no frame, no optimiser.
    heavy = ("scipy", "pandas", "streamlit", "plotly", "pyarrow")
    code = (
        "import sys; from ssi_core import api; from ssi_core.member import Member; api.score(Member()).to_dict();"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo, env={**os.environ, "PYTHONPATH": str(repo)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_habit_that_raises_nothing_by_itself_is_told_in_the_ledger() -> None:
    read = api.read(("answers.csv", b"signal,value\ninvite,20\ncomment,5\nfoo,1\nreply_rate,7\n"))
    assert dict(read.member.stated.answers) == {"comment": 5}
    assert [n.code for n in read.ledger.entries[0].notes] == ["no signal", "unknown", "range"]


@pytest.mark.parametrize("titles", ["VP", {"a": 1}, [None], [1]])
def test_a_target_that_is_no_list_of_words_is_refused(titles: object) -> None:
    with pytest.raises(api.IngestError, match="give a list of words"):
        api.profile_from({"target": {"titles": titles}})


def test_a_history_tells_what_no_file_reaches() -> None:
    # A workbook of the last 60 of 100 days: half a window of 90 is covered from its 45th day on, day 40 + 44.
    days = np.ones(100)
    told = np.r_[np.zeros(40, bool), np.ones(60, bool)]
    member = Member(
        Activity(FIRST, {"comments_given": days, "followers_gained": days * told},
                 {"comments_given": days > 0, "followers_gained": told}, frozenset({"comments_given"})),
    )  # fmt: skip
    whole = api.history(member, start=day_of(FIRST), end=day_of(FIRST + 99))
    assert whole.reach == (("Followers gained", day_of(FIRST + 84)),)
    assert f"Followers gained before {api.spoken(day_of(FIRST + 84))}" in text.history(whole)
    late = api.history(member, start=day_of(FIRST + 90), end=day_of(FIRST + 99))
    assert (late.reach, late.reach_words) == ((), "")
