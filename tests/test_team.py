"""Many members: what is a member, what a row says, what is kept, and that it is the same whoever works."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

from benchmarks.team import two_workers
from sample_data.make_cohort import write_archives
from ssi_core import api, crew, team_work
from ssi_core.ingest.errors import IngestError
from ssi_core.places import places
from ssi_core.team import AHEAD
from ssi_core.team_command import _Shown
from ssi_core.team_rows import Progress, Team
from tests.ingest.exports import COMMENTS, CONNECTIONS, zipped

PROFILE = "First Name,Last Name,Headline,Summary,Industry,Geo Location\n"
COLUMNS = [
    "archive", "owner", "as_of", "total", "p10", "p90", "brand", "find", "engage", "relationships", "coverage",
    "failed",
]  # fmt: skip


def export(name: str, comments: int = 3) -> dict[str, str]:
    """Tables of somebody who comments so many times, on the days up to 30 June 2026."""
    first, last = name.split()
    rows = "".join(f"2026-06-{30 - i % 20:02d} 10:00:00,https://example.com/{i},hello\n" for i in range(comments))
    return {
        "Profile.csv": f"{PROFILE}{first},{last},Sells,Sells things,Software,Exampleville\n",
        "Comments.csv": COMMENTS + rows,
        "Connections.csv": f"{CONNECTIONS}Ann,Example,https://www.linkedin.com/in/ann,,Acme,VP Sales,05 Mar 2026\n",
    }


def archive(path: Path, name: str, comments: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(export(name, comments)))
    return path


def unpacked(folder: Path, name: str, comments: int = 3) -> Path:
    folder.mkdir(parents=True)
    for base, text in export(name, comments).items():
        (folder / base).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def read_places(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the places that were read, as they are."""
    seen: list[str] = []
    inner = team_work._read

    def reads(inputs: Any, terms: Any) -> Any:
        seen.append(str(inputs[0]))
        return inner(inputs, terms)

    monkeypatch.setattr(team_work, "_read", reads)
    return seen


def names_of(found: Any) -> list[str]:
    return [r.archive for r in found.rows]


# --------------------------------------------------------------------------------------------- what a member is


def test_each_zip_and_each_folder_with_an_export_is_one_member(tmp_path: Path) -> None:
    archive(tmp_path / "b.zip", "Ben Example")
    archive(tmp_path / "west" / "c.ZIP", "Cem Example")
    unpacked(tmp_path / "ana", "Ana Example")
    (tmp_path / "notes.txt").write_text("not a member")
    (tmp_path / "empty").mkdir()
    found = places([tmp_path])
    assert [(p.name, p.kind) for p in found] == [
        (f"{tmp_path}/ana", "folder"), (f"{tmp_path}/b.zip", "zip"), (f"{tmp_path}/west/c.ZIP", "zip"),
    ]  # fmt: skip


def test_a_zip_beside_a_workbook_is_one_member_and_two_zips_are_two(tmp_path: Path) -> None:
    archive(tmp_path / "ana" / "Complete_LinkedInDataExport_07-01-2026.zip", "Ana Example")
    (tmp_path / "ana" / "AggregateAnalytics_Ana_2025-07-01_2026-06-30.xlsx").write_bytes(b"")
    archive(tmp_path / "two" / "b.zip", "Ben Example")
    archive(tmp_path / "two" / "c.zip", "Cem Example")
    (tmp_path / "two" / "Comments.csv").write_text(COMMENTS)
    told: list[str] = []
    found = places([tmp_path], told.append)
    assert [p.name for p in found] == [f"{tmp_path}/ana", f"{tmp_path}/two/b.zip", f"{tmp_path}/two/c.zip"]
    assert told == [
        f"{tmp_path}/two: Comments.csv left aside, since 2 archives lie beside: put what belongs to one member into a "
        "folder of their own"
    ]


def test_what_is_given_twice_is_one_member_and_globs_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    archive(tmp_path / "b.zip", "Ben Example")
    monkeypatch.chdir(tmp_path)
    assert [p.name for p in places(["*.zip", "a.zip", tmp_path / "a.zip"])] == ["a.zip", "b.zip"]
    assert [p.name for p in places(["b.zip", "./a.zip"])] == ["./a.zip", "b.zip"]
    (tmp_path / "odd [1]").mkdir()
    archive(tmp_path / "odd [1]" / "c.zip", "Cem Example")
    assert [p.name for p in places(["odd [1]"])] == ["odd [1]/c.zip"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nowhere", "no such file or folder: nowhere"),
        ("empty", "no member in empty: give zips, or folders that hold an export"),
        ("s3://bucket/archives", "s3://bucket/archives can't be reached: Install s3fs to access S3"),
        ("gopher://old", "gopher://old can't be reached: Protocol not known: gopher"),
    ],
)
def test_a_path_without_a_member_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, words: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IngestError, match=re.escape(words)):
        places([given])


# ---------------------------------------------------------------------------------------------- what a row says


def test_a_row_is_what_score_says(sample_dir: Path, threads: Executor) -> None:
    path = next(sample_dir.glob("*.zip"))
    (row,) = api.team(path, executor=threads).rows
    result = api.score(api.read(path))
    assert row.to_dict() == {
        "archive": str(path), "owner": "Mara Lindqvist-Sample", "as_of": "2026-06-30", "total": result.total,
        "p10": result.interval[0], "p90": result.interval[1], **{p.key: p.points for p in result.pillars},
        "coverage": result.coverage, "failed": "",
    }  # fmt: skip


def test_one_member_failing_never_stops_the_rest(tmp_path: Path, threads: Executor) -> None:
    for i, name in enumerate(("Ana Example", "Ben Example", "Cem Example", "Dia Example"), 1):
        archive(tmp_path / f"{i}.zip", name)
    whole = (tmp_path / "1.zip").read_bytes()
    (tmp_path / "1.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "2.zip").write_bytes(b"<html>")
    (tmp_path / "3.zip").write_bytes(zipped({"holiday.csv": "Place,Photo\nExampleville,1\n"}))
    (tmp_path / "5.zip").write_bytes(b"")
    found = api.team(tmp_path, executor=threads)
    assert [r.owner for r in found.scored] == ["Dia Example"]
    assert [r.failed for r in found.failed] == [
        "nothing here can be used: 1.zip is a zip without a readable end (File is not a zip file): it may be cut "
        "short, download it again",
        "2.zip is no zip, whatever its name says: download it again",
        "3.zip/holiday.csv: no header that is known; its first line has the columns: Place, Photo",
        "5.zip is an empty file: download it again",
    ]
    assert found.sentence == "5 members: 1 scored, 4 failed."
    assert all(r.total is None and r.as_of is None for r in found.failed)


def test_what_nobody_foresaw_is_a_reason_too(
    tmp_path: Path, threads: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    archive(tmp_path / "b.zip", "Ben Example")
    inner = team_work._read

    def breaks(inputs: Any, terms: Any) -> Any:
        if str(inputs[0]).endswith("a.zip"):
            raise ZeroDivisionError("of all\nthings")
        return inner(inputs, terms)

    monkeypatch.setattr(team_work, "_read", breaks)
    found = api.team(tmp_path, executor=threads, resume=tmp_path / "kept")
    assert [r.failed for r in found.rows] == ["can't be read: ZeroDivisionError: of all things", ""]
    monkeypatch.undo()
    again = api.team(tmp_path, executor=threads, resume=tmp_path / "kept")
    assert (again.read, again.kept) == (1, 1), "a failure that may pass is tried again"
    assert not again.failed


def test_rows_as_frame_csv_and_parquet_are_the_same(tmp_path: Path, threads: Executor) -> None:
    archive(tmp_path / "=a.zip", "Ana Example")
    (tmp_path / "b.zip").write_bytes(b"no")
    found = api.team(tmp_path / "*.zip", executor=threads)
    found.to_parquet(tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == COLUMNS == list(found.to_frame().columns)
    assert table.schema.metadata[b"model_version"].decode() == found.model_version
    assert table.column("as_of").to_pylist() == [dt.date(2026, 6, 30), None]
    plain = found.to_frame()
    sheet = pd.read_csv(io.StringIO(found.to_csv()))
    assert sheet["total"][0] == plain["total"][0] == table.column("total")[0].as_py()
    assert "1 scored, 1 failed" in found._repr_html_()


def test_options_hold_of_every_member(tmp_path: Path, threads: Executor) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    archive(tmp_path / "b.zip", "Ben Example", 9)
    day = dt.date(2026, 6, 15)
    stated, target = api.profile_from({"seat": True, "signals": {"leads_saved": 30}})
    found = api.team(tmp_path, executor=threads, as_of=day, stated=stated, target=target)
    for row in found.rows:
        alone = api.score(api.read(row.archive, as_of=day, stated=stated, target=target))
        assert (row.as_of, row.total, row.find) == (day, alone.total, alone.pillars[1].points)
    with pytest.raises(IngestError, match="belong to one member, and there are 2"):
        api.team(tmp_path, executor=threads, owner="Ana Example")
    assert api.team(tmp_path / "a.zip", executor=threads, owner="Ana Example").scored
    with pytest.raises(IngestError, match="choose one"):
        api.team(tmp_path, executor=threads, workers=2)
    with pytest.raises(IngestError, match="0 workers: give 1 or more"):
        api.team(tmp_path, workers=0)


def test_one_day_is_today_for_all_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", "Ana Example", 20)
    (place,) = places([path])
    terms = team_work.Terms(api.Model(), dt.date(2026, 6, 20))
    monkeypatch.setenv("SSI_TODAY", "2030-01-01")
    (row,) = team_work.answer(place, terms).rows
    assert row.as_of == dt.date(2026, 6, 20), "what is dated after the run's own day is rejected"


# ------------------------------------------------------------------------------------ elsewhere than on this disk


@pytest.fixture
def bucket() -> Iterator[Any]:
    fs = fsspec.filesystem("memory")
    fs.makedirs("/team", exist_ok=True)
    yield fs
    fs.rm("/team", recursive=True)


def test_an_address_serves_as_well_as_a_folder(tmp_path: Path, bucket: Any, threads: Executor) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    unpacked(tmp_path / "ben", "Ben Example", 7)
    bucket.put(str(tmp_path) + "/", "/team/", recursive=True)
    here = api.team(tmp_path, executor=threads)
    there = api.team("memory://team", executor=threads)
    assert names_of(there) == ["memory://team/a.zip", "memory://team/ben"]
    assert [r.to_dict() | {"archive": ""} for r in there.rows] == [r.to_dict() | {"archive": ""} for r in here.rows]
    assert names_of(api.team("memory://team/*.zip", executor=threads)) == ["memory:///team/a.zip"]
    assert names_of(api.team(f"file://{tmp_path}/a.zip", executor=threads)) == [f"file://{tmp_path}/a.zip"]
    there.to_parquet("memory://team/out.parquet")
    with bucket.open("/team/out.parquet", "rb") as stream:
        assert pq.read_table(stream).num_rows == 2


def test_what_is_kept_holds_for_an_address_too(
    tmp_path: Path, bucket: Any, threads: Executor, read_places: list[str]
) -> None:
    bucket.pipe("/team/a.zip", zipped(export("Ana Example")))
    first = api.team("memory://team", executor=threads, resume=tmp_path)
    again = api.team("memory://team", executor=threads, resume=tmp_path)
    assert (again.read, again.kept, again.rows) == (0, 1, first.rows)
    bucket.pipe("/team/a.zip", zipped(export("Ana Example", 9)))
    assert api.team("memory://team", executor=threads, resume=tmp_path).read == 1
    assert len(read_places) == 2


# -------------------------------------------------------------------------------------------- what is done is kept


def test_what_is_done_is_not_read_again(tmp_path: Path, threads: Executor, read_places: list[str]) -> None:
    for name in "abc":
        archive(tmp_path / f"{name}.zip", f"{name.upper()}na Example", 3 + ord(name))
    kept = tmp_path / "kept"
    told: list[Progress] = []
    first = api.team(tmp_path, executor=threads, resume=kept, on_progress=told.append)
    assert (first.read, first.kept, told[-1]) == (3, 0, Progress(3, 3, 0, 0))
    again = api.team(tmp_path, executor=threads, resume=kept, on_progress=told.append)
    assert (again.read, again.kept, told[-1]) == (0, 3, Progress(3, 3, 3, 0))
    assert again.rows == first.rows
    assert len(read_places) == 3


def test_content_counts_and_neither_names_nor_times(tmp_path: Path, threads: Executor, read_places: list[str]) -> None:
    archive(tmp_path / "in" / "a.zip", "Ana Example", 20)
    unpacked(tmp_path / "in" / "ben", "Ben Example")
    kept = tmp_path / "kept"
    first = api.team(tmp_path / "in", executor=threads, resume=kept)
    shutil.move(tmp_path / "in" / "a.zip", tmp_path / "in" / "z.zip")
    os.utime(tmp_path / "in" / "ben" / "Comments.csv", (1, 1))
    again = api.team(tmp_path / "in", executor=threads, resume=kept)
    assert (again.read, again.kept) == (0, 2)
    assert names_of(again) == [f"{tmp_path}/in/ben", f"{tmp_path}/in/z.zip"]
    assert {r.total for r in again.rows} == {r.total for r in first.rows}
    # The same name, size and time with another content is told by its other content.
    path = tmp_path / "in" / "ben" / "Comments.csv"
    text = path.read_text()
    path.write_text(text.replace("2026-06-30", "2026-01-30", 1))
    assert api.team(tmp_path / "in", executor=threads, resume=kept).read == 1
    # The export's day may stand in the name alone, so a name that bears another one is another content.
    shutil.move(tmp_path / "in" / "z.zip", tmp_path / "in" / "Basic_LinkedInDataExport_06-20-2026.zip")
    later = api.team(tmp_path / "in", executor=threads, resume=kept)
    assert (later.read, later.rows[0].as_of) == (1, dt.date(2026, 6, 20))


def test_other_options_and_another_model_are_another_result(tmp_path: Path, threads: Executor) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    kept = tmp_path / "kept"
    edited = api.Model.edited({"comments_given": {"enough": 10}})
    for options in ({}, {"as_of": dt.date(2026, 6, 1)}, {"model": edited}, {"owner": "Ana Example"}):
        assert api.team(tmp_path / "a.zip", executor=threads, resume=kept, **options).read == 1
        assert api.team(tmp_path / "a.zip", executor=threads, resume=kept, **options).kept == 1
    assert len(list(kept.iterdir())) == 4


def test_a_line_that_was_cut_is_read_again(tmp_path: Path, threads: Executor) -> None:
    for name in "abc":
        archive(tmp_path / f"{name}.zip", f"{name.upper()}na Example")
    kept = tmp_path / "kept"
    first = api.team(tmp_path, executor=threads, resume=kept)
    (path,) = kept.iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    again = api.team(tmp_path, executor=threads, resume=kept)
    assert (again.read, again.kept, again.rows) == (1, 2, first.rows)
    assert api.team(tmp_path, executor=threads, resume=kept).kept == 3
    path.write_bytes(path.read_bytes() + b'{"digest": 1}\n[]\nnull\n\xff\xfe\n')
    assert api.team(tmp_path, executor=threads, resume=kept).kept == 3


def test_a_folder_that_can_not_be_written_is_refused(tmp_path: Path, threads: Executor) -> None:
    path = archive(tmp_path / "a.zip", "Ana Example")
    with pytest.raises(IngestError, match="can't be used"):
        api.team(path, executor=threads, resume=path)


# ---------------------------------------------------------------------------------------------- whoever does the work


class Counting(Executor):
    """Works at once, and knows how many tasks were ever under way."""

    def __init__(self) -> None:
        self.open: set[Future[Any]] = set()
        self.most = 0
        self.inner = ThreadPoolExecutor(2)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.inner.submit(fn, *args, **kwargs)
        self.open.add(future)
        future.add_done_callback(self.open.discard)
        self.most = max(self.most, len(self.open))
        return future


def test_no_more_is_under_way_than_the_workers_can_soon_take_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        archive(tmp_path / f"{i:02d}.zip", "Ana Example")
    monkeypatch.setattr(crew, "processes", lambda: 2)
    executor = Counting()
    with executor.inner:
        assert len(api.team(tmp_path, executor=executor).rows) == 20
    assert executor.most <= 2 * AHEAD


class Frail:
    """A pool that dies over one place, and is started again."""

    def __init__(self, deadly: str) -> None:
        self.deadly, self.starts = deadly, 0

    def crew(self) -> crew.Crew:
        return crew.Crew(self._start, 2)

    def _start(self) -> Any:
        self.starts += 1
        return _FrailPool(self.deadly)


class _FrailPool(Executor):
    def __init__(self, deadly: str) -> None:
        self.deadly, self.dead = deadly, False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.dead:
            raise BrokenProcessPool("gone")
        future: Future[Any] = Future()
        if args and getattr(args[0], "name", "").endswith(self.deadly):
            self.dead = True
        if self.dead:
            future.set_exception(BrokenProcessPool("gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future

    def __exit__(self, *_: object) -> None:
        return None


def test_a_place_that_ends_a_process_is_found_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(9):
        archive(tmp_path / f"{i}.zip", "Ana Example")
    frail = Frail("4.zip")
    monkeypatch.setattr(crew, "pool", lambda workers: frail.crew())
    found = api.team(tmp_path)
    assert [r.archive[-5:] for r in found.failed] == ["4.zip"]
    assert found.failed[0].failed == "its reading ended the process: it may take more memory than there is here"
    assert (len(found.scored), frail.starts) == (8, 3)


def test_a_pool_that_never_starts_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(tmp_path / "a.zip", "Ana Example")
    monkeypatch.setattr(crew, "pool", lambda workers: Frail("").crew())
    monkeypatch.setattr(_FrailPool, "submit", lambda *_: (_ for _ in ()).throw(BrokenProcessPool("gone")))
    with pytest.raises(IngestError, match="no process can be started"):
        api.team(tmp_path)


# --------------------------------------------------------------------- 200 archives: the pool, a kill, a Dask cluster


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cohort") / "archives"
    write_archives(folder, 200, broken=3, size="small")
    return folder


def ssi(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ssi_core.cli", *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip


@pytest.fixture(scope="module")
def by_pool(two_hundred: Path) -> list[dict[str, Any]]:
    """Rows of a run that was killed half-way, and run again."""
    cwd = two_hundred.parent
    command = [sys.executable, "-m", "ssi_core.cli", "team", "archives", "--json", "--resume", "kept", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    child = subprocess.Popen(
        command, cwd=cwd, env=environment, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    kept = cwd / "kept"
    try:
        give_up = time.monotonic() + 120
        while sum(p.read_bytes().count(b"\n") for p in kept.glob("*.jsonl")) < 90:
            assert child.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < give_up
            time.sleep(0.02)
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    done = sum(p.read_bytes().count(b"\n") for p in kept.glob("*.jsonl")) - 1
    assert 80 < done < 200
    again = ssi("team", "archives", "--csv", "--resume", "kept", "--workers", "2", cwd=cwd)
    assert again.returncode == 0, again.stderr
    assert f"ssi: {200 - done} read, {done} were done before\n" in again.stderr
    last = ssi("team", "archives", "--json", "--resume", "kept", cwd=cwd)
    assert last.stderr == "", "a program that reads JSON is told nothing beside"
    told = json.loads(last.stdout)
    assert told["schema"] == 1
    rows: list[dict[str, Any]] = told["members"]
    return rows


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_one_command_scores_two_hundred_and_goes_on_after_a_kill(by_pool: list[dict[str, Any]]) -> None:
    assert [r["archive"] for r in by_pool] == [f"archives/member_{i:04d}.zip" for i in range(1, 201)]
    assert sum(r["total"] is not None for r in by_pool) == 197
    failed = {r["archive"]: r["failed"] for r in by_pool if r["failed"]}
    assert [name[-8:-4] for name in failed] == ["0051", "0101", "0151"]
    assert [re.search("cut short|no zip|no header", why) is not None for why in failed.values()] == [True] * 3
    assert len({r["total"] for r in by_pool}) > 150


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_a_dask_cluster_gives_identical_rows(tmp_path: Path, two_hundred: Path, by_pool: list[dict[str, Any]]) -> None:
    with two_workers(tmp_path) as address:
        ran = ssi("team", "archives", "--scheduler", address, "--json", cwd=two_hundred.parent)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["members"] == by_pool


# ---------------------------------------------------------------------------------------------------- from a terminal


def test_the_command_prints_writes_and_refuses(tmp_path: Path) -> None:
    archive(tmp_path / "in" / "a.zip", "Ana Example")
    archive(tmp_path / "in" / "b.zip", "Ben Example", 40)
    ran = ssi("team", "in", "--parquet", "team.parquet", "--workers", "1", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.splitlines() == ["ssi: 1 of 2", "ssi: 2 of 2", "ssi: 2 read"]
    again = ssi("team", "in", "--parquet", "team.parquet", cwd=tmp_path)
    assert again.stderr.splitlines()[-1] == "ssi: 0 read, 2 were done before"
    table = pq.read_table(tmp_path / "team.parquet")
    assert table.column("archive").to_pylist() == ["in/a.zip", "in/b.zip"]
    text = ssi("team", "in", "--out", "team.txt", "--resume", "team.parquet.resume", cwd=tmp_path)
    assert (text.returncode, text.stdout) == (0, "")
    assert "2 members: 2 scored." in (tmp_path / "team.txt").read_text(encoding="utf-8")
    refused = ssi("team", "in", "--json", "--csv", cwd=tmp_path)
    assert (refused.returncode, refused.stderr) == (2, "ssi: --json and --csv together: choose one\n")


def test_progress_is_one_line_on_a_terminal_and_silent_where_a_program_reads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    found = Team((), "1", 3, 2)
    shown = _Shown(quiet=False)
    for done in range(1, 6):
        shown.tell(Progress(done, 5, min(done, 2), done // 5))
    shown.end(found)
    first, *_, last, said, _ = re.split(r"\r\x1b\[K|\n", capsys.readouterr().err)[1:]
    assert first.startswith("1 of 5, 1 from before")
    assert (last, said) == ("5 of 5, 2 from before, 1 failed", "ssi: 3 read, 2 were done before")
    shown = _Shown(quiet=True)
    shown.tell(Progress(1, 1, 0, 0))
    shown.end(found)
    assert capsys.readouterr().err == ""


def test_one_member_may_have_readings_and_what_is_aside_is_told(tmp_path: Path, sample_dir: Path) -> None:
    shutil.copy(next(sample_dir.glob("*.zip")), tmp_path / "mara.zip")
    readings = sample_dir / "official_readings.csv"
    ran = ssi("team", "mara.zip", "--readings", readings, "--json", "--workers", "1", cwd=tmp_path)
    (row,) = json.loads(ran.stdout)["members"]
    assert row["total"] == api.score(api.read(tmp_path / "mara.zip", readings=readings)).total
    archive(tmp_path / "b.zip", "Ben Example")
    (tmp_path / "Comments.csv").write_text(COMMENTS)
    ran = ssi("team", ".", "--csv", "--workers", "1", cwd=tmp_path)
    assert "ssi: .: Comments.csv left aside, since 2 archives lie beside" in ran.stderr
    ran = ssi("team", ".", "--readings", readings, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "belong to one member, and there are 2" in ran.stderr


def test_a_scheduler_that_does_not_answer_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", "Ana Example")
    monkeypatch.setattr(crew, "PATIENCE_S", 0.5)
    with pytest.raises(IngestError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1: "):
        api.team(path, scheduler="tcp://127.0.0.1:1")


def test_a_missing_extra_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", "Ana Example")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(IngestError, match=re.escape('pip install "ssi-coach[cluster]"')):
        api.team(path, scheduler="tcp://127.0.0.1:1")
