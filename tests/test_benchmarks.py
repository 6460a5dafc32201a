"""The benchmarks' workloads run, on a small size, and give right answers; nothing here is timed."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import big_archive, command_line, kernel, measure, plan, reading, team, typical
from benchmarks.__main__ import BENCHMARKS, main
from sample_data.make_cohort import write_archives
from ssi_core import read
from ssi_core.ingest import limits, streams


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


def test_a_typical_archive_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, truth = typical.write(tmp_path, messages=1_000, connections=300, others=200)
    assert typical.mistakes(path, truth) == []
    assert {name: truth.rows[name] for name in ("messages.csv", "Connections.csv", "Reactions.csv")} == {
        "messages.csv": 1_000, "Connections.csv": 300, "Reactions.csv": 80
    }  # fmt: skip
    assert truth.counts["follows"] == 14
    truth.counts["follows"] += 1
    assert typical.mistakes(path, truth) == ["follows 14 instead of 15"]
    assert measure.child_answer("benchmarks.typical", "floor", path)["rows"] == sum(truth.rows.values())
    assert measure.child_answer("benchmarks.typical", "read", path)["mib"] > 10


# -------------------------------------------------- a large member of a zip, which pyarrow inflates by itself


@pytest.fixture
def inflated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Reads any member as if it were a large one; lists a 0 for each inflated by pyarrow, and the rows of its batches.

    Of a damaged one there may be none: pyarrow reads ahead, and may come to the damage before the first is parsed.
    """
    rows: list[int] = []
    inner = streams._inflated

    def watched(*given: Any) -> Iterator[Any]:
        rows.append(0)
        for batch in inner(*given):
            rows.append(batch.num_rows)
            yield batch

    monkeypatch.setattr(streams, "_inflated", watched)
    monkeypatch.setattr(limits, "LARGE_BYTES", 0)
    monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    monkeypatch.setattr(streams, "BLOCK_BYTES", 100_000)
    return rows


def messages_in(found: Any) -> dict[str, Any]:
    return next(f for f in found.to_dict()["files"] if f["name"].endswith("messages.csv"))


def test_a_large_member_is_read_as_a_small_one(tmp_path: Path, inflated: list[int]) -> None:
    path, truth = big_archive.write(tmp_path, rows=3_000)
    assert reading.mistakes(path, truth) == []
    assert sum(inflated) == 3_000
    assert len(inflated) > 10


def test_a_large_member_that_is_stored_is_not_inflated(tmp_path: Path, inflated: list[int]) -> None:
    path, truth = big_archive.write(tmp_path, rows=1_000)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / f"stored {path.name}", "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    assert reading.mistakes(tmp_path / f"stored {path.name}", truth) == []
    assert inflated == []


def test_damage_in_a_large_member_is_told_and_the_rest_is_read(tmp_path: Path, inflated: list[int]) -> None:
    path, truth = big_archive.write(tmp_path, rows=3_000)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as whole:
        middle = whole.getinfo("messages.csv").header_offset + truth.deflated // 2
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)
    found = read(path)
    entry = messages_in(found)
    assert (entry["status"], entry["notes"][-1]["code"]) == ("read", "damaged")
    # Half of the file lies before the damage; what inflates behind it is text of another kind, without dates.
    assert 1_300 < entry["rows_kept"] < 1_600
    assert entry["rows_read"] == entry["rows_kept"] + entry["rows_rejected"]
    assert len(entry["notes"]) < 20
    assert found.counts["connections_added"] == truth.counts["connections_added"]
    assert inflated


def test_a_large_member_ends_where_the_directory_says(tmp_path: Path, inflated: list[int]) -> None:
    # A directory that says a tenth: no more than that is ever inflated, and the sum is then wrong.
    path, truth = big_archive.write(tmp_path, rows=3_000)
    data = path.read_bytes()
    said, told = struct.pack("<L", truth.bytes), struct.pack("<L", truth.bytes // 10)
    assert data.count(said) >= 1
    path.write_bytes(data.replace(said, told))
    entry = messages_in(read(path))
    assert (entry["status"], entry["notes"][-1]["code"]) == ("read", "damaged")
    assert 200 < entry["rows_read"] < 400
    assert inflated
    assert sum(inflated) < 700


def test_the_kernel_agrees_with_points_one_by_one() -> None:
    assert kernel.mistakes(200) < 1e-9
    assert kernel.levels_on(kernel.member(400), kernel.Model(), range(400)).values.shape == (400, len(kernel.SIGNALS))


def test_plans_reach_their_targets_within_the_hours() -> None:
    ready = plan.planner()
    by = ready.as_of + plan.dt.timedelta(7 * plan.WEEKS)
    goals = plan.targets(ready, by)
    *least, most = plan.plans(ready, by, goals)
    assert len(goals) == len(plan.SHARES)
    for one, goal in zip(least, goals, strict=True):
        assert one.feasible
        assert goal - 1e-6 <= one.reached.total <= goal + 0.3
        assert one.minutes <= most.minutes <= 60 * plan.HOURS + 1e-6


def test_the_command_scores_the_sample_without_heavy_imports() -> None:
    assert 0 < float(str(command_line.answer()["total"])) < 100
    assert command_line.heavy() == []


def test_a_folder_is_scored_in_a_fresh_process_and_a_failure_is_an_error(tmp_path: Path) -> None:
    write_archives(tmp_path, 2, size="small")
    answer = team.ran(tmp_path, "1")
    assert answer["rows"] == 2
    assert answer["seconds"] > 0
    assert answer["mib"] > 10
    (tmp_path / "broken.zip").write_bytes(b"no")
    with pytest.raises(RuntimeError, match=r"broken\.zip is no zip"):
        team.ran(tmp_path, "1")


def test_a_result_says_whether_its_limit_is_broken() -> None:
    assert str(measure.Result("a", 1.234, 1.5)) == "a: ratio 1.23 (limit 1.5)"
    assert str(measure.Result("b", 500.0, 400.0, "MiB", "why")) == "b: 500.0 MiB (limit 400 MiB)  [why]  BROKEN"
    assert measure.Result("c", float("nan"), 1.0).broken


def test_rounds_go_on_while_the_limit_is_broken() -> None:
    fast = measure.alternate(lambda: 1.0, lambda: 2.0, limit=3.0)
    slow = measure.alternate(lambda: 1.0, lambda: 4.0, limit=3.0)
    assert (len(fast.works), fast.value) == (measure.ROUNDS, 2.0)
    assert (len(slow.works), slow.value) == (measure.MOST, 4.0)


def test_floor_and_work_take_turns_at_going_first() -> None:
    order: list[str] = []
    times = {"floor": iter((1.0, 9.0, 2.0)), "work": iter((3.0, 2.0, 8.0))}

    def side(name: str) -> float:
        order.append(name)
        return next(times[name])

    ratio = measure.in_turn(lambda: side("floor"), lambda: side("work"), 3)
    assert order == ["floor", "work", "work", "floor", "floor", "work"]
    assert ratio.value == 1.5
    assert str(ratio) == "3.00 s (2.00 s to 8.00 s) over 2.00 s (1.00 s to 9.00 s), median (least to most) of 3"


def test_benchmarks_by_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(BENCHMARKS, "kernel", lambda: [measure.Result("kernel", 1.0, 2.0)])
    assert main(["kernel"]) == 0
    monkeypatch.setitem(BENCHMARKS, "kernel", lambda: [measure.Result("kernel", 3.0, 2.0)])
    assert main(["kernel"]) == 1
    assert main(["kernels"]) == 2
    assert f"choose from {', '.join(BENCHMARKS)}" in capsys.readouterr().err


def test_a_process_that_will_not_end_is_ended() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"deaf"
        team.end(child, patience=0.2)
        assert child.returncode not in (0, None)
