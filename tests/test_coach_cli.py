"""`ssi playbook`, `ssi results`, `ssi activity`: the library's own numbers, and one clear line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.cli import main
from ssi_core.model.signals import STRATEGIES
from tests.ingest.exports import REACTIONS
from tests.test_cli import Ssi, sample, ssi  # noqa: F401

COMMANDS = ("playbook", "results", "activity")


def answers(command: str) -> dict[str, object]:
    found = api.read(api.sample_files())
    made = {"playbook": api.playbook, "results": api.outcomes, "activity": api.rhythm}[command](found)
    return json.loads(json.dumps(made.to_dict()))  # type: ignore[no-any-return]


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_the_librarys_answer(ssi: Ssi, sample: list[str], command: str) -> None:  # noqa: F811
    said = ssi(command, *sample, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json == answers(command)


def test_the_playbook_is_printed_strategy_by_strategy(ssi: Ssi, sample: list[str]) -> None:  # noqa: F811
    said = ssi("playbook", *sample)
    book = api.playbook(api.read(api.sample_files()))
    at = [said.out.index(f"{key.capitalize()}: ") for key in STRATEGIES]
    assert at == sorted(at)
    assert book.balance in said.out
    for strategy in book.strategies:
        for line in (*strategy.figures, *strategy.missing_words, *(t.words for t in strategy.steps)):
            assert line in said.out
    assert book.network.words in said.out
    assert "Photo" in said.out or "photo" in said.out


def test_a_profile_and_a_model_move_the_playbook(ssi: Ssi, sample: list[str], tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "p.json").write_text('{"checklist": {"custom_address": true}, "target": {"titles": ["buyer"]}}')
    (tmp_path / "m.toml").write_text("[signals.comments_given]\nenough = 90\n")
    said = ssi("playbook", *sample, "--profile", "p.json", "--model", "m.toml", "--json").json
    assert said["model_version"].endswith("+edited")
    steps = [t["key"] for s in said["strategies"] for t in s["steps"]]
    assert "custom_address" not in steps
    assert "comments_given" not in steps
    assert said["network"]["target"] == {"titles": ["buyer"], "companies": []}
    assert 0 < said["network"]["right_people"] < 1900


def test_results_are_a_line_each_with_the_meetings_that_the_user_counts(ssi: Ssi, sample: list[str]) -> None:  # noqa: F811
    said = ssi("results", *sample, "--meetings", "3", "--meetings-before", "5")
    for outcome in api.outcomes(api.read(api.sample_files()), meetings=(3, 5)).outcomes:
        assert outcome.words in said.out
    assert api.CAUSE_WORDS in said.out
    wrong = ssi("results", *sample, "--meetings", "-2")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == "ssi: -2.0 meetings: give a number of 0 or more, or nothing\n"


def test_activity_is_a_calendar_and_a_line_a_quarter(ssi: Ssi, sample: list[str]) -> None:  # noqa: F811
    said = ssi("activity", *sample)
    rhythm = api.rhythm(api.read(api.sample_files()))
    assert rhythm.calendar.words in said.out
    for quarter in rhythm.quarters:
        assert quarter.words in said.out
    rows = [line for line in said.out.splitlines() if line[:4] in ("  M ", "  T ", "  W ", "  F ", "  S ")]
    assert len(rows) == 7
    assert len(rows[0]) == 4 + 53


def test_days_in_no_file_bear_a_mark_of_their_own(ssi: Ssi, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "Reactions.csv").write_text(f"{REACTIONS}2026-03-02 09:00:00,LIKE,x\n2026-03-03 09:00:00,LIKE,y\n")
    said = ssi("activity", "Reactions.csv", "--as-of", "2026-03-05")
    assert [line for line in said.out.splitlines() if line.startswith(("  M ", "  W "))] == [
        "  M" + " " * 53 + "\u2591", "  W" + " " * 53 + "/",
    ]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_what_can_not_be_used_is_one_line(ssi: Ssi, command: str) -> None:  # noqa: F811
    said = ssi(command, "nowhere.zip")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1)


def test_activity_of_some_days(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["activity", *map(str, api.sample_files()), "--from", "2026-06-01", "--to", "2026-06-07", "--json"])
    days = json.loads(capsys.readouterr().out)["days"]
    assert [days[0]["date"], days[-1]["date"], len(days)] == ["2026-06-01", "2026-06-07", 7]
    with pytest.raises(SystemExit) as ended:
        main(["activity", *map(str, api.sample_files()), "--from", "2026-06-08", "--to", "2026-06-07"])
    assert ended.value.code == 2
