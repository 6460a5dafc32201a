"""`ssi`: every command's contract, one clear line for what can't be used, and the same numbers as the library's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ssi_core import __version__, api
from ssi_core.cli import main
from ssi_core.member import DAILY_INPUTS, STOCKS
from ssi_core.model.signals import PILLAR_KEYS, SIGNAL_KEYS
from tests.ingest.exports import COMMENTS, CONNECTIONS, POST, REACTIONS, zipped

LIKE = f"{REACTIONS}2026-03-05 09:00:00,LIKE,{POST}1\n2026-06-06 09:00:00,LIKE,{POST}2\n"
LOG = "Date,Total,Brand,People,Insights,Relationships\n2026-05-24,50,15.9,7.625,5.8,20.575\n"


@dataclass(frozen=True)
class Said:
    """What a run of the command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Ssi = Callable[..., Said]


@pytest.fixture
def ssi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ssi:
    """The command line in this process, run in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(*words: object) -> Said:
        with pytest.raises(SystemExit) as end:
            main([str(w) for w in words])
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def likes(tmp_path: Path) -> Path:
    (tmp_path / "Reactions.csv").write_text(LIKE)
    return tmp_path / "Reactions.csv"


@pytest.fixture(scope="module")
def sample() -> list[str]:
    return [str(p) for p in api.sample_files()]


def started(*words: str, repo: Path, cwd: Path, **env: str) -> Said:
    """The command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ssi_core.cli", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(repo), **env},
        timeout=120,
    )
    return Said(done.returncode, done.stdout, done.stderr)


# ------------------------------------------------------------------------------------------------------------- read

FILE_KEYS = {
    "name", "kind", "status", "rows_read", "rows_kept", "rows_repaired", "rows_duplicate", "rows_rejected",
    "bytes_rejected", "encoding", "delimiter", "first", "last", "notes",
}  # fmt: skip


def test_read_answers_the_contract(ssi: Ssi, sample: list[str]) -> None:
    said = ssi("read", *sample, "--json")
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert set(answer) == {
        "schema", "as_of", "first_day", "last_day", "owner_found", "files", "counts", "stocks", "missing",
    }  # fmt: skip
    assert answer["schema"] == 1
    assert (answer["as_of"], answer["last_day"], answer["owner_found"]) == ("2026-06-30", "2026-06-30", True)
    assert set(answer["counts"]) <= set(DAILY_INPUTS)
    assert set(answer["stocks"]) <= set(STOCKS)
    assert set(answer["missing"]) <= set(SIGNAL_KEYS)
    assert (answer["counts"]["messages_sent"], answer["stocks"]["connections"]) == (2740, 1900)
    for entry in answer["files"]:
        assert set(entry) == FILE_KEYS
        assert entry["status"] in ("read", "empty", "ignored", "unreadable")
        assert entry["rows_read"] == entry["rows_kept"] + entry["rows_duplicate"] + entry["rows_rejected"]
        assert all(set(note) == {"code", "row", "message"} for note in entry["notes"])


def test_read_prints_a_ledger_for_people(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({
        "Reactions.csv": LIKE + "never,LIKE,x\nnever,LIKE,y\n", "Comments.csv": COMMENTS, "x.png": b"\x89PNG",
    }))  # fmt: skip
    said = ssi("read", "a.zip")
    assert (said.code, said.err) == (0, "")
    assert "2 rows kept from 2 files of 3, from 5 March 2026 to 6 June 2026." in said.out
    lines = [line.split() for line in said.out.splitlines()]
    assert ["Reactions.csv", "read", "4", "2", "0", "0", "2", "2026-03-05", "2026-06-06"] in lines
    assert "no date that can be read (row 3, 4)" in said.out
    assert "nothing in it" in said.out
    assert "left alone" in said.out


def test_read_stands_on_the_day_asked_for(ssi: Ssi, likes: Path) -> None:
    assert ssi("read", likes, "--as-of", "2026-06-20", "--json").json["as_of"] == "2026-06-20"


def test_read_takes_an_owner(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text("FROM,TO,DATE,CONTENT\nAnn First,Bob Second,2026-03-05 09:00:00 UTC,hello\n")
    unknown = ssi("read", "messages.csv", "--json").json
    assert (unknown["owner_found"], unknown["counts"]) == (False, {})
    known = ssi("read", "messages.csv", "--owner", "Ann First", "--json").json
    assert (known["owner_found"], known["counts"]["messages_sent"]) == (True, 1)
    assert "give --owner" in ssi("read", "messages.csv").out


def test_read_takes_several_paths_of_any_kind(ssi: Ssi, tmp_path: Path, likes: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "Comments.csv").write_text(f"{COMMENTS}2026-03-05 09:00:00,{POST}1,yes\n")
    (tmp_path / "a.zip").write_bytes(zipped({"Connections.csv": CONNECTIONS + ",,,,,,11 Feb 2026\n"}))
    counts = ssi("read", likes, "folder", "a.zip", "--json").json["counts"]
    assert (counts["reactions_given"], counts["comments_given"], counts["connections_added"]) == (2, 1, 1)


# ------------------------------------------------------------------------------------------------------------ score


def test_score_answers_the_contract_and_its_parts_add_up(ssi: Ssi, sample: list[str]) -> None:
    said = ssi("score", *sample, "--json")
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert set(answer) == {
        "schema", "as_of", "model_version", "total", "interval", "coverage", "calibrated", "raw", "pillars", "signals",
        "unexplained", "rank", "next_best_actions",
    }  # fmt: skip
    assert answer["schema"] == 1
    low, high = answer["interval"]
    assert 0 <= low <= answer["total"] <= high <= 100
    assert [p["key"] for p in answer["pillars"]] == list(PILLAR_KEYS)
    assert [s["key"] for s in answer["signals"]] == list(SIGNAL_KEYS)
    for pillar, rest in zip(answer["pillars"], answer["unexplained"], strict=True):
        parts = sum(s["points"] for s in answer["signals"] if s["pillar"] == pillar["key"])
        assert pillar["points"] == pytest.approx(parts + rest["points"] - rest["clipped"], abs=1e-9)
    assert answer["total"] == pytest.approx(sum(p["points"] for p in answer["pillars"]), abs=1e-9)
    assert all((s["level"] is None) == (s["provenance"] == "missing") for s in answer["signals"])
    assert answer["total"] == api.score(api.read(sample)).total


def test_score_prints_what_the_answer_says(ssi: Ssi, sample: list[str]) -> None:
    said = ssi("score", *sample)
    result = api.score(api.read(sample))
    assert said.code == 0
    assert said.out.startswith(result.headline)
    assert f"Weakest pillar: {result.weakest.label}." in said.out
    assert all(s.label in said.out for s in result.signals)


def test_score_takes_answers_alone(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("signal,value\nconnections,600\nactive_groups,5\nseat,no\n")
    signals = {s["key"]: s for s in ssi("score", "answers.csv", "--json").json["signals"]}
    assert (signals["connections"]["level"], signals["connections"]["provenance"]) == (600, "self_reported")
    assert signals["leads_saved"]["provenance"] == "known"
    assert signals["comments_given"]["provenance"] == "missing"


def test_score_takes_a_profile_readings_and_a_model(ssi: Ssi, tmp_path: Path, likes: Path) -> None:
    (tmp_path / "profile.json").write_text('{"seat": true, "signals": {"connections": 1200}}')
    (tmp_path / "readings.csv").write_text(LOG)
    (tmp_path / "model.toml").write_text("window = 60\n")
    said = ssi(
        "score", likes, "--profile", "profile.json", "--readings", "readings.csv", "--model", "model.toml", "--json"
    )
    assert said.code == 0, said.err
    answer = said.json
    signals = {s["key"]: s for s in answer["signals"]}
    assert (signals["connections"]["level"], signals["connections"]["points"]) == (1200, 15)
    assert signals["leads_saved"]["provenance"] == "missing"  # with a seat, and without its files
    assert answer["model_version"].endswith("+edited")
    text = ssi("score", likes, "--readings", "readings.csv").out
    assert "LinkedIn showed 50 on 24 May 2026" in text


def test_a_log_of_readings_is_enough_for_a_score(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    answer = ssi("score", "log.csv", "--json").json
    assert answer["as_of"] == "2026-05-24"
    read = ssi("read", "log.csv", "--json").json
    assert (read["as_of"], read["first_day"], read["last_day"]) == ("2026-05-24", None, None)
    assert ssi("history", "log.csv", "--json").json["days"][-1]["date"] == "2026-05-24"


def test_score_stands_on_the_day_asked_for(ssi: Ssi, likes: Path) -> None:
    # Of the two reactions, of March and June, the window of 90 days to the 20th of March holds one.
    answer = ssi("score", likes, "--as-of", "2026-03-20", "--json").json
    level = {s["key"]: s["level"] for s in answer["signals"]}["reactions_given"]
    assert (answer["as_of"], level) == ("2026-03-20", 1)


# ---------------------------------------------------------------------------------------------------------- history


def test_history_has_a_row_a_day(ssi: Ssi, likes: Path) -> None:
    # From the first reaction to the last: 5 March to 6 June is 27 + 30 + 31 + 6 = 94 days.
    rows = list(csv.DictReader(io.StringIO(ssi("history", likes, "--csv").out)))
    assert list(rows[0]) == ["date", "total", *PILLAR_KEYS, "p10", "p90"]
    dates = [dt.date.fromisoformat(r["date"]) for r in rows]
    assert dates == [dt.date(2026, 3, 5) + dt.timedelta(days=i) for i in range(94)]
    days = ssi("history", likes, "--json").json
    assert days["schema"] == 1
    assert [{k: str(v) for k, v in row.items()} for row in days["days"]] == rows
    score = ssi("score", likes, "--json").json
    assert days["days"][-1]["total"] == pytest.approx(score["total"], abs=1e-9)


def test_history_prints_a_line_a_month(ssi: Ssi, likes: Path) -> None:
    said = ssi("history", likes)
    dates = [line[:10] for line in said.out.splitlines() if line.startswith("2026")]
    assert dates == ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-06"]
    assert "all 94 days" in said.out


# -------------------------------------------------------------------------------------------------------------- why


def test_why_answers_the_contract_and_its_parts_sum_to_the_change(ssi: Ssi, sample: list[str], repo: Path) -> None:
    log = repo / "sample_data" / "official_readings.csv"
    said = ssi("why", *sample, "--readings", log, "--from", "2026-03-01", "--to", "2026-06-10", "--json")
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert list(answer) == [
        "schema", "from", "to", "from_total", "to_total", "change", "signals", "unexplained", "pillars",
        "ahead",
    ]  # fmt: skip
    assert [p["key"] for p in answer["pillars"]] == list(PILLAR_KEYS)
    for end in ("from", "to"):
        assert sum(p[end] for p in answer["pillars"]) == pytest.approx(answer[f"{end}_total"], abs=1e-9)
    assert (answer["schema"], answer["from"], answer["to"]) == (1, "2026-03-01", "2026-06-10")
    assert [s["signal"] for s in answer["signals"]] == list(SIGNAL_KEYS)
    assert all(set(s) == {"signal", "came_in", "aged_out", "stock"} for s in answer["signals"])
    assert [u["pillar"] for u in answer["unexplained"]] == list(PILLAR_KEYS)
    parts = [s[part] for s in answer["signals"] for part in ("came_in", "aged_out", "stock")]
    whole = sum(parts) + sum(u["points"] for u in answer["unexplained"])
    assert whole == pytest.approx(answer["change"], abs=1e-9)
    assert answer["change"] == pytest.approx(answer["to_total"] - answer["from_total"], abs=1e-9)
    for end in ("from", "to"):
        score = ssi("score", *sample, "--readings", log, "--as-of", answer[end], "--json").json
        assert answer[f"{end}_total"] == pytest.approx(score["total"], abs=1e-9)
    # What leaves next is looked for from the day to stand on, whichever days were asked about.
    assert [row["date"] for row in answer["ahead"]] == [f"2026-07-{day:02d}" for day in range(1, 31)]
    for row in answer["ahead"]:
        assert set(row) == {"date", "points", "signals", "words"}
        assert all(set(s) == {"signal", "count", "points"} for s in row["signals"])
        assert row["points"] == pytest.approx(sum(s["points"] for s in row["signals"]), abs=1e-9)


def test_why_compares_the_day_that_was_read_for_with_90_days_before(ssi: Ssi, likes: Path) -> None:
    answer = ssi("why", likes, "--json").json
    assert (answer["from"], answer["to"]) == ("2026-03-08", "2026-06-06")
    answer = ssi("why", likes, "--to", "2026-05-30", "--json").json
    assert (answer["from"], answer["to"]) == ("2026-03-01", "2026-05-30")
    answer = ssi("why", likes, "--as-of", "2026-06-20", "--json").json
    assert (answer["from"], answer["to"], answer["ahead"][0]["date"]) == ("2026-03-22", "2026-06-20", "2026-06-21")


def test_why_prints_words_steps_and_what_leaves_next(ssi: Ssi, sample: list[str]) -> None:
    said = ssi("why", *sample, "--from", "2026-04-01")
    found = api.read(sample)
    why, ahead = api.why(found, dt.date(2026, 4, 1)), api.ahead(found)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(why.headline)
    assert all(step.label in said.out for step in why.top())
    assert ahead.words in said.out
    assert ahead.dearest(1)[0].words in said.out


def test_why_takes_a_profile_and_a_model(ssi: Ssi, tmp_path: Path, likes: Path) -> None:
    # A window of 30 days and a cap of 500 / 3: a reaction is worth 3 / (500 / 3), and March's left in April.
    (tmp_path / "model.toml").write_text("window = 30\n")
    (tmp_path / "profile.json").write_text('{"signals": {"comments_given": 9}}')
    options = ("--model", "model.toml", "--profile", "profile.json", "--json")
    answer = ssi("why", likes, "--from", "2026-03-06", "--to", "2026-05-01", *options).json
    rows = {s["signal"]: s for s in answer["signals"]}
    assert rows["reactions_given"] == pytest.approx(
        {"signal": "reactions_given", "came_in": 0, "aged_out": -3 * 3 / 500, "stock": 0}
    )
    assert rows["comments_given"] == {"signal": "comments_given", "came_in": 0, "aged_out": 0, "stock": 0}


# ------------------------------------------------------------------------------------------ template, sample, version


@pytest.mark.parametrize(("kind", "header"), [("answers", "signal,value"), ("weekly_log", "week,habit,actions")])
def test_a_template_can_be_filled_in_and_scored(ssi: Ssi, tmp_path: Path, kind: str, header: str) -> None:
    said = ssi("template", kind)
    assert said.out.startswith(header + "\n")
    rows = list(csv.reader(io.StringIO(said.out)))
    filled = [rows[0], *([*row[:-1], row[-1] or "1"] for row in rows[1:])]
    (tmp_path / f"{kind}.csv").write_text("".join(",".join(row) + "\n" for row in filled))
    answer = ssi("read", f"{kind}.csv", "--json").json
    assert answer["files"][0]["rows_kept"] == len(rows) - 1
    assert answer["files"][0]["notes"] == []
    assert ssi("score", f"{kind}.csv", "--json").code == 0


def test_a_template_is_written_to_a_file(ssi: Ssi, tmp_path: Path) -> None:
    assert ssi("template", "answers", "--out", "answers.csv").out == ""
    assert (tmp_path / "answers.csv").read_text() == ssi("template", "answers").out


def test_sample_copies_an_export_that_scores(ssi: Ssi, tmp_path: Path) -> None:
    said = ssi("sample", "there/below")
    made = sorted(p.name for p in (tmp_path / "there/below").iterdir())
    assert sorted(Path(line).name for line in said.out.splitlines()) == made
    assert {Path(name).suffix for name in made} == {".zip", ".xlsx", ".csv"}
    assert ssi("read", "there/below", "--json").json["counts"]["connections_added"] == 1900


def test_sample_copies_the_later_export_alone(ssi: Ssi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", "2026-09-01")
    said = ssi("sample", "later", "--later")
    assert [Path(line).name for line in said.out.splitlines()] == ["Complete_LinkedInDataExport_09-01-2026.zip"]
    assert [p.name for p in (tmp_path / "later").iterdir()] == ["Complete_LinkedInDataExport_09-01-2026.zip"]
    answer = ssi("read", "later", "--json").json
    assert (answer["as_of"], answer["counts"]["connections_added"]) == ("2026-08-31", 1916)


def test_the_version_is_the_packages(ssi: Ssi) -> None:
    assert ssi("--version") == Said(0, f"ssi {__version__}\n", "")


def test_without_a_command_it_says_which_there_are(ssi: Ssi) -> None:
    for said in (ssi(), ssi("--help")):
        assert said.code == 0
        assert all(command in said.out for command in ("read", "score", "history", "why", "template", "sample", "app"))


# -------------------------------------------------------------------------------------------------------------- --out


@pytest.mark.parametrize(
    "words",
    [
        ("read",), ("read", "--json"), ("score",), ("score", "--json"), ("history", "--csv"), ("history", "--json"),
        ("why",), ("why", "--json"),
    ],
    ids=" ".join,
)
def test_what_is_printed_can_be_written_to_a_file(
    ssi: Ssi, likes: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    printed = ssi(*words, likes).out
    assert ssi(*words, likes, "--out", "answer.txt") == Said(0, "", "")
    assert (tmp_path / "answer.txt").read_text(encoding="utf-8") == printed
    assert printed.endswith("\n")


# -------------------------------------------------------------------------------------------------- what can't be used

BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "missing path": (("read", "nowhere.zip"), "no such file or folder: nowhere.zip"),
    "missing path among others": (("score", "Reactions.csv", "nowhere.zip"), "no such file or folder: nowhere.zip"),
    "unknown table alone": (("read", "gizmos.csv"), "Gizmo, Colour"),
    "empty file alone": (("read", "empty.csv"), "an empty file"),
    "empty folder": (("read", "nothing"), "no files in what was given"),
    "broken zip alone": (("score", "broken.zip"), "download it again"),
    "picture alone": (("history", "photo.png"), "not a table"),
    "bad --as-of": (("read", "Reactions.csv", "--as-of", "yesterday"), "'yesterday' is no day: write YYYY-MM-DD"),
    "impossible --as-of": (("score", "Reactions.csv", "--as-of", "2026-02-30"), "is no day"),
    "missing --profile": (("score", "Reactions.csv", "--profile", "none.json"), "none.json can't be read"),
    "--profile that is no JSON": (("score", "Reactions.csv", "--profile", "Reactions.csv"), "is not JSON"),
    "--profile with an unknown key": (("score", "Reactions.csv", "--profile", "bad.json"), "unknown keys gizmo"),
    "missing --model": (("score", "Reactions.csv", "--model", "none.toml"), "none.toml can't be read"),
    "--model that is no TOML": (("score", "Reactions.csv", "--model", "Reactions.csv"), "Reactions.csv"),
    "--model out of range": (("score", "Reactions.csv", "--model", "bad.toml"), "window"),
    "--readings without a reading": (("score", "Reactions.csv", "--readings", "Reactions.csv"), "no official reading"),
    "missing --readings": (("score", "Reactions.csv", "--readings", "none.csv"), "no such file or folder: none.csv"),
    "unknown option": (("read", "Reactions.csv", "--gizmo"), "No such option: --gizmo"),
    "unknown command": (("gizmo",), "No such command 'gizmo'"),
    "no path": (("read",), "Missing argument"),
    "wrong template": (("template", "gizmo"), "no template 'gizmo': choose answers or weekly_log"),
    "two ways to print": (("history", "Reactions.csv", "--json", "--csv"), "choose one"),
    "bad --from": (("why", "Reactions.csv", "--from", "soon"), "--from 'soon' is no day: write YYYY-MM-DD"),
    "bad --to": (("why", "Reactions.csv", "--to", "2026-02-30"), "--to '2026-02-30' is no day"),
    "--from after --to": (
        ("why", "Reactions.csv", "--from", "2026-06-02", "--to", "2026-06-01"),
        "from 2026-06-02 to 2026-06-01 ends before it starts: swap the days",
    ),
    "--from after the day read for": (("why", "Reactions.csv", "--from", "2026-06-07"), "swap the days"),
    "--out that is a folder": (("read", "Reactions.csv", "--out", "nothing"), "nothing"),
    "sample where a file is": (("sample", "Reactions.csv"), "Reactions.csv"),
}  # fmt: skip


@pytest.fixture
def bad_files(tmp_path: Path, likes: Path) -> None:
    (tmp_path / "gizmos.csv").write_text("Gizmo,Colour\n1,red\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(50))
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "bad.json").write_text('{"gizmo": 1}')
    (tmp_path / "bad.toml").write_text("window = 5\n")


@pytest.mark.usefixtures("bad_files")
@pytest.mark.parametrize("case", BAD)
def test_what_can_not_be_used_is_one_clear_line(ssi: Ssi, case: str) -> None:
    words, line = BAD[case]
    said = ssi(*words)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("ssi: ")
    assert line in said.err
    assert "Traceback" not in said.err


def test_a_bad_file_among_good_ones_stops_nothing(ssi: Ssi, likes: Path, bad_files: None) -> None:
    said = ssi("read", likes, "gizmos.csv", "empty.csv", "nothing", "broken.zip", "photo.png", "--json")
    assert said.code == 0
    statuses = {Path(f["name"]).name: f["status"] for f in said.json["files"]}
    assert statuses == {
        "Reactions.csv": "read", "gizmos.csv": "ignored", "empty.csv": "empty", "broken.zip": "unreadable",
        "photo.png": "ignored",
    }  # fmt: skip
    assert said.json["counts"]["reactions_given"] == 2


def test_a_fault_of_our_own_is_not_hidden(ssi: Ssi, likes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("ssi_core.api.read", broken)
    with pytest.raises(ZeroDivisionError):
        main(["read", str(likes)])


# ---------------------------------------------------------------------------------------------- as a process of its own


def test_a_process_prints_and_exits_as_the_function_does(ssi: Ssi, likes: Path, repo: Path, tmp_path: Path) -> None:
    good = started("read", likes.name, "--json", repo=repo, cwd=tmp_path)
    assert good == ssi("read", likes.name, "--json")
    bad = started("read", "nowhere.zip", repo=repo, cwd=tmp_path)
    assert bad == ssi("read", "nowhere.zip")


@pytest.mark.parametrize("words", [("score",), ("read",), ("--help",), ("read", "--gizmo")], ids=" ".join)
def test_no_color_is_respected(likes: Path, repo: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    paths = [] if "--help" in words else [likes.name]
    said = started(*words, *paths, repo=repo, cwd=tmp_path, NO_COLOR="1", TERM="xterm-256color", FORCE_COLOR="")
    assert "\x1b" not in said.out + said.err
    assert said.out or said.err


def test_names_in_any_script_are_printed_whatever_the_console_is(repo: Path, tmp_path: Path) -> None:
    name = "Gruß 漢字.csv"
    (tmp_path / name).write_text(LIKE)
    said = started("read", name, "--json", repo=repo, cwd=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert said.code == 0
    assert said.json["files"][0]["name"] == name


def test_scoring_the_sample_imports_nothing_heavy(repo: Path, tmp_path: Path, sample: list[str]) -> None:
    program = (
        "import sys\nfrom ssi_core.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'pandas', 'plotly', 'streamlit', 'scipy', 'openpyxl', 'xlsxwriter', 'sqlalchemy', 'IPython'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "score", *sample, "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repo)},
        check=True,
    )
    assert json.loads(done.stdout)["as_of"] == "2026-06-30"
    assert done.stderr.split() == []


USAGE = "Member name,From,To,Profile Views\n" + "".join(
    f"{row}\n"
    for row in (
        "Test Owner,2026-05-01,2026-05-31,",
        "Test Owner,2026-06-01,2026-06-30,62",
        "Other Person,2026-06-01,2026-06-30,9",
    )
)
USAGE_MAPPING = {
    "kind": "usage_report",
    "columns": {"person": "Member name", "start": "From", "end": "To", "profile_views_made": "Profile Views"},
    "person": "Test Owner",
}


def test_a_mapping_makes_an_unknown_table_readable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, mapping = tmp_path / "usage.csv", tmp_path / "mapping.json"
    table.write_text(USAGE)
    mapping.write_text(json.dumps(USAGE_MAPPING))
    with pytest.raises(SystemExit) as stopped:
        main(["read", str(table)])
    assert stopped.value.code == 2
    assert "Member name, From, To, Profile Views" in capsys.readouterr().err
    for command in ("score", "history", "why"):
        with pytest.raises(SystemExit) as stopped:
            main([command, str(table), "--mapping", str(mapping), "--json"])
        assert stopped.value.code == 0
        assert json.loads(capsys.readouterr().out)["schema"] == 1
    with pytest.raises(SystemExit) as stopped:
        main(["read", str(table), "--mapping", str(mapping), "--json"])
    assert stopped.value.code == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["profile_views_made"] == 62
    assert (found["files"][0]["rows_kept"], found["files"][0]["rows_rejected"]) == (1, 2)
    assert "Other" not in json.dumps(found)


def test_remembered_columns_are_used_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SSI_CONFIG_DIR", str(tmp_path / "config"))
    table, kept = tmp_path / "usage.csv", tmp_path / "config" / "column_mappings.json"
    table.write_text(USAGE)
    kept.parent.mkdir()
    kept.write_text(json.dumps({"schema": 1, "mappings": [USAGE_MAPPING]}))
    with pytest.raises(SystemExit) as stopped:
        main(["read", str(table), "--json"])
    assert stopped.value.code == 0
    assert capsys.readouterr().err == ""
    kept.write_text("{")
    with pytest.raises(SystemExit) as stopped:
        main(["read", str(table), "--json"])
    assert stopped.value.code == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("ssi: the remembered columns are not used: ")
    assert "no header that is known" in second
