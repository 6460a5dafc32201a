"""Timing against a floor, on a machine that others use too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
#: Rounds of floor and work in turn; as many as MOST while the limit is broken, since noise can only ever add time.
ROUNDS, MOST = 5, 15


@dataclass(frozen=True)
class Result:
    """One figure and its limit.

    Attributes
    ----------
    name : str
        What was measured.
    value, limit : float
        The figure, and what it must not exceed.
    unit : str
        Blank for a ratio to the floor.
    details : str
        What lies behind it, for people.
    """

    name: str
    value: float
    limit: float
    unit: str = ""
    details: str = ""

    @property
    def broken(self) -> bool:
        """Whether the limit is exceeded."""
        return not self.value <= self.limit

    def __str__(self) -> str:
        figure = f"{self.value:.1f} {self.unit} (limit {self.limit:g} {self.unit})"
        line = f"{self.name}: {figure if self.unit else f'ratio {self.value:.2f} (limit {self.limit:g})'}"
        return line + (f"  [{self.details}]" if self.details else "") + ("  BROKEN" if self.broken else "")


@dataclass(frozen=True)
class Ratio:
    """The least time of a piece of work over the least time of its floor, both from the same alternating rounds.

    Attributes
    ----------
    floors, works : list of float
        Seconds by round.
    """

    floors: list[float]
    works: list[float]

    @property
    def value(self) -> float:
        """Least work over least floor: whatever else runs on the machine can only add to either."""
        return min(self.works) / min(self.floors)

    def __str__(self) -> str:
        pairs = sorted(work / floor for floor, work in zip(self.floors, self.works, strict=True))
        return (
            f"{_spoken(min(self.works))} over {_spoken(min(self.floors))}, best of {len(pairs)};"
            f" pairwise median {pairs[len(pairs) // 2]:.2f}"
        )


@dataclass(frozen=True)
class Medians:
    """The median time of a piece of work over that of its floor, both from the same rounds in turn.

    For what waits on several processes: there the least time is luck as much as speed.

    Attributes
    ----------
    floors, works : list of float
        Seconds by round.
    """

    floors: list[float]
    works: list[float]

    @property
    def value(self) -> float:
        """Median work over median floor."""
        return median(self.works) / median(self.floors)

    def __str__(self) -> str:
        return f"{spread(self.works)} over {spread(self.floors)}, median (least to most) of {len(self.works)}"


def spread(times: Sequence[float]) -> str:
    """Median, least and most of some seconds, in words."""
    return f"{_spoken(median(times))} ({_spoken(min(times))} to {_spoken(max(times))})"


def _spoken(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def alternate(floor: Callable[[], float], work: Callable[[], float], limit: float, rounds: int = ROUNDS) -> Ratio:
    """Run floor and work in turn.

    Parameters
    ----------
    floor, work : callable
        Each does its work once and gives the seconds that it took.
    limit : float
        The ratio's; while it is broken, up to :data:`MOST` rounds are run.
    rounds : int
        Rounds in any case.
    """
    ratio = Ratio([], [])
    while len(ratio.works) < rounds or (ratio.value > limit and len(ratio.works) < MOST):
        ratio.floors.append(floor())
        ratio.works.append(work())
    return ratio


def in_turn(floor: Callable[[], float], work: Callable[[], float], rounds: int) -> Medians:
    """Run floor and work in turn, the floor first in every other round.

    Parameters
    ----------
    floor, work : callable
        Each does its work once and gives the seconds that it took.
    rounds : int
        How often.
    """
    taken = Medians([], [])
    for number in range(rounds):
        for side, times in ((floor, taken.floors), (work, taken.works))[:: -1 if number % 2 else 1]:
            times.append(side())
    return taken


def seconds(work: Callable[[], object]) -> float:
    """Seconds that one call takes; what it gives is dropped only afterwards."""
    start = time.perf_counter()
    kept = work()
    taken = time.perf_counter() - start
    del kept
    return taken


def child(*command: str | Path) -> str:
    """Standard output of ``python COMMAND`` in a fresh process, which must succeed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SSI_TODAY": "2026-07-01"}
    done = subprocess.run(
        [sys.executable, *map(str, command)], env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"python {' '.join(map(str, command))} exited {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def child_answer(module: str, *arguments: str | Path) -> dict[str, float]:
    """What ``python -m MODULE ARGUMENTS`` prints as JSON."""
    answer: dict[str, float] = json.loads(child("-m", module, *arguments))
    return answer


def peak_mib() -> float:
    """Most memory that this process has held, in MiB.

    On Linux from ``VmHWM``: ``ru_maxrss`` of a fresh process can be that of the parent it was forked from.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 2 ** (20 if sys.platform == "darwin" else 10)
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def machine() -> str:
    """Processors that this process may use, and how many processes wanted one in the last minute."""
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{number} processor{'s' if number != 1 else ''}{load}"
