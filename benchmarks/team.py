"""Many members: two cores against one, a Dask cluster against the pool, memory, and a million levels from Parquet.

Run as ``python -m benchmarks.team run FOLDER WORKERS|tcp://...`` it is the fresh process that scores a folder once.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq

from benchmarks.measure import MOST, ROOT, Result, alternate, child_answer, machine, peak_mib, seconds
from sample_data.make_cohort import write_archives, write_levels
from ssi_core import crew, level_table
from ssi_core.model.table import Model
from ssi_core.team import team

#: The project's limits: two cores at least 0.85 of twice one core's rate; a Dask cluster of two workers at least 0.8 of
#: the pool's rate; a million members at most 2 x the time of reading their Parquet.
LEAST_SHARE, LEAST_DASK, MOST_READS = 0.85, 0.8, 2.0
#: How much more memory the parent may hold for 500 archives than for 50: "flat", as far as 450 rows and noise allow.
MOST_MIB = 8.0
#: Archives, and rounds of what takes this long.
ARCHIVES, ROUNDS, LONGEST = 200, 3, 5
FEW, MANY = 50, 500
PEOPLE = 1_000_000
#: Seconds within which a cluster on this machine must be up.
PATIENCE_S = 60


def ran(folder: Path, who: str) -> dict[str, float]:
    """Score a folder in a fresh process: seconds by the clock, and the most memory that the process itself held."""
    return child_answer("benchmarks.team", "run", folder, who)


def run(folder: str, who: str) -> dict[str, float]:
    """What :func:`ran` does in the fresh process."""
    options: dict[str, Any] = {"scheduler": who} if "://" in who else {"workers": int(who)}
    start, spent = time.perf_counter(), _processor_seconds()
    found = team(folder, **options)
    taken, spent = time.perf_counter() - start, _processor_seconds() - spent
    if found.failed:
        raise RuntimeError(f"{found.failed[0].archive}: {found.failed[0].failed}")
    return {"seconds": taken, "cpu": spent, "mib": peak_mib(), "rows": len(found.rows)}


def _processor_seconds() -> float:
    # Of this process and of all its workers that have ended.
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@contextmanager
def two_workers(folder: Path) -> Iterator[str]:
    """A Dask scheduler and two workers as processes on loopback; gives its address.

    What they print goes to ``dask-0.log`` and on in the folder.
    """
    info = folder / "scheduler.json"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "DASK_DISTRIBUTED__DASHBOARD__LINK": "",
    }  # fmt: skip
    made: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        with (folder / f"dask-{len(made)}.log").open("wb") as log:
            made.append(
                subprocess.Popen(
                    [sys.executable, "-m", *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                    stdout=log, stderr=log,
                )
            )  # fmt: skip

    def until(there: Callable[[], bool]) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while not there():
            if time.monotonic() > give_up:
                said = "\n".join(p.read_text(errors="replace")[-2000:] for p in sorted(folder.glob("dask-*.log")))
                raise RuntimeError(f"the Dask cluster did not come up within {PATIENCE_S} s: {said}")
            time.sleep(0.05)

    try:
        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
              "--scheduler-file", str(info))  # fmt: skip
        until(lambda: info.exists() and info.read_text(encoding="utf-8").rstrip().endswith("}"))
        for _ in range(2):
            start("distributed.cli.dask_worker", "--scheduler-file", str(info), "--host", "127.0.0.1", "--no-nanny",
                  "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))  # fmt: skip
        address = json.loads(info.read_text(encoding="utf-8"))["address"]
        until(lambda: _size(address) == 2)
        yield address
    finally:
        # One after the other, the scheduler last: a worker that is told to end while it is losing its scheduler may
        # wait for ever (distributed 2026.8).
        for child in reversed(made):
            end(child)


def end(child: subprocess.Popen[bytes], patience: float = 10) -> None:
    """Ask a process to end, kill it where it does not within some seconds, and take its exit code either way."""
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _size(address: str) -> int:
    try:
        who = crew.cluster(address)
    except ValueError:  # no workers yet
        return 0
    with who.start():
        return who.slots


def archives_a_second() -> list[Result]:
    """Two cores against one, a cluster of two workers against the pool, and the parent's memory."""
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as where:
        folder = Path(where) / "archives"
        write_archives(folder, ARCHIVES)
        ones: list[float] = []
        twos: list[float] = []
        clusters: list[float] = []
        cpu: dict[str, float] = {}
        with two_workers(Path(where)) as address:
            ran(folder, address)  # workers import what they need once
            while len(ones) < ROUNDS or (len(ones) < LONGEST and not _good(ones, twos, clusters)):
                # Held against each other round by round: others come and go, and slow down all of a round alike.
                for workers, times in (("1", ones), ("2", twos)):
                    answer = ran(folder, workers)
                    times.append(answer["seconds"])
                    cpu[workers] = min(answer["cpu"], cpu.get(workers, math.inf))
                clusters.append(ran(folder, address)["seconds"])
        few, many = Path(where) / "few", Path(where) / "many"
        write_archives(few, FEW, size="small")
        write_archives(many, MANY, size="small")
        small = min(ran(few, "2")["mib"] for _ in range(2))
        large = min(ran(many, "2")["mib"] for _ in range(2))
    one, two, cluster = min(ones), min(twos), min(clusters)
    shares, by_dask = _shares(ones, twos), _shares([2 * s for s in twos], clusters)
    size = f"{ARCHIVES} archives of the sample's size on {machine()}"
    share = f"processor time {cpu['2']:.1f} over {cpu['1']:.1f} s"
    return [
        # As times, so that more is worse, as everywhere here: its inverse is the share of the rate.
        Result(
            "team, two cores", 1 / median(shares), 1 / LEAST_SHARE,
            details=f"{_spread(shares)} of twice one core's rate, at least {LEAST_SHARE:g}; at best "
            f"{ARCHIVES / two:.1f} over {ARCHIVES / one:.1f} archives a second; {share}; {size}",
        ),
        Result(
            "team, Dask", 1 / median(by_dask), 1 / LEAST_DASK,
            details=f"{_spread(by_dask)} of the pool's rate, at least {LEAST_DASK:g}; at best {ARCHIVES / cluster:.1f} "
            f"over {ARCHIVES / two:.1f} archives a second; two workers on loopback",
        ),
        Result(
            "team, memory of the parent", large - small, MOST_MIB, "MiB",
            f"{large:.0f} MiB with {MANY} archives over {small:.0f} MiB with {FEW}",
        ),
    ]  # fmt: skip


def _shares(floors: list[float], works: list[float]) -> list[float]:
    return [floor / 2 / work for floor, work in zip(floors, works, strict=True)]


def _spread(shares: list[float]) -> str:
    return f"{median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f} in {len(shares)} rounds)"


def _good(ones: list[float], twos: list[float], clusters: list[float]) -> bool:
    return median(_shares(ones, twos)) >= LEAST_SHARE and median(_shares([2 * s for s in twos], clusters)) >= LEAST_DASK


def levels_a_second() -> list[Result]:
    """A million members from Parquet against reading that Parquet; what the rest costs, for the record."""
    model = Model()
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as where:
        path, out = write_levels(Path(where) / "levels.parquet", PEOPLE), Path(where) / "out.parquet"
        floor = lambda: seconds(lambda: pq.read_table(path))  # noqa: E731

        def through(missing: level_table.Missing) -> float:
            start = time.perf_counter()
            for _ in level_table.scored_batches(path, model, missing):
                pass
            return time.perf_counter() - start

        floor()
        ratio = alternate(floor, lambda: through("typical"), MOST_READS, 5)
        while ratio.value > MOST_READS and len(ratio.works) < 2 * MOST:
            ratio.floors.append(floor())
            ratio.works.append(through("typical"))
        written = min(seconds(lambda: level_table.score_levels(path, out, missing="typical")) for _ in range(3))
        likely = min(seconds(lambda: level_table.score_levels(path, out)) for _ in range(2))
        mb = path.stat().st_size / 1e6
    said = f"{PEOPLE:,} members, {mb:.0f} MB: {ratio}; with writing {written:.2f} s, with what is likely {likely:.1f} s"
    return [Result("levels from Parquet", ratio.value, MOST_READS, details=said)]


def measure() -> list[Result]:
    """All of it."""
    return [*levels_a_second(), *archives_a_second()]


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[2:])))
