"""The benchmarks' workloads run, on a small size, and give right answers; nothing here is timed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from benchmarks import big_archive, command_line, kernel, measure, reading
from benchmarks.__main__ import BENCHMARKS, main


def test_the_archive_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, truth = big_archive.write(tmp_path, rows=3_000)
    assert reading.mistakes(path, truth) == []
    assert truth.rows["messages.csv"][0] == 3_000
    assert sum(truth.notes.values()) == truth.rows["messages.csv"][2] > 0
    # Some 560 bytes a row, of which deflate leaves a third to a quarter.
    assert 500 < truth.bytes / 3_000 < 620
    assert 3 < truth.bytes / truth.deflated < 4


def test_a_seed_makes_one_archive(tmp_path: Path) -> None:
    def contents(folder: str, seed: int) -> dict[str, int]:
        (tmp_path / folder).mkdir()
        path, _ = big_archive.write(tmp_path / folder, rows=1_000, seed=seed)
        with zipfile.ZipFile(path) as archive:
            return {member.filename: member.CRC for member in archive.infolist()}

    assert contents("a", 1) == contents("b", 1) != contents("c", 2)


def test_a_wrong_count_is_told(tmp_path: Path) -> None:
    path, truth = big_archive.write(tmp_path, rows=1_000)
    truth.counts["messages_sent"] += 1
    assert len(reading.mistakes(path, truth)) == 1


def test_a_fresh_process_reads_and_inflates(tmp_path: Path) -> None:
    path, _ = big_archive.write(tmp_path, rows=1_000)
    read = measure.child_answer("benchmarks.reading", "read", path)
    assert read["seconds"] > 0
    assert read["mib"] > 10
    assert measure.child_answer("benchmarks.reading", "floor", path)["seconds"] > 0


def test_the_kernel_agrees_with_points_one_by_one() -> None:
    assert kernel.mistakes(200) < 1e-9
    assert kernel.levels_on(kernel.member(400), kernel.Model(), range(400)).values.shape == (400, len(kernel.SIGNALS))


def test_the_command_scores_the_sample_without_heavy_imports() -> None:
    assert 0 < float(str(command_line.answer()["total"])) < 100
    assert command_line.heavy() == []


def test_a_result_says_whether_its_limit_is_broken() -> None:
    assert str(measure.Result("a", 1.234, 1.5)) == "a: ratio 1.23 (limit 1.5)"
    assert str(measure.Result("b", 500.0, 400.0, "MiB", "why")) == "b: 500.0 MiB (limit 400 MiB)  [why]  BROKEN"
    assert measure.Result("c", float("nan"), 1.0).broken


def test_rounds_go_on_while_the_limit_is_broken() -> None:
    fast = measure.alternate(lambda: 1.0, lambda: 2.0, limit=3.0)
    slow = measure.alternate(lambda: 1.0, lambda: 4.0, limit=3.0)
    assert (len(fast.works), fast.value) == (measure.ROUNDS, 2.0)
    assert (len(slow.works), slow.value) == (measure.MOST, 4.0)


def test_benchmarks_by_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(BENCHMARKS, "kernel", lambda: [measure.Result("kernel", 1.0, 2.0)])
    assert main(["kernel"]) == 0
    monkeypatch.setitem(BENCHMARKS, "kernel", lambda: [measure.Result("kernel", 3.0, 2.0)])
    assert main(["kernel"]) == 1
    assert main(["kernels"]) == 2
    assert "choose from reading, kernel, command_line" in capsys.readouterr().err
