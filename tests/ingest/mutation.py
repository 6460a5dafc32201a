"""Damages the sample's archive and workbook at random, by a seed, and looks whether reading holds its promises.

    python -m tests.ingest.mutation --minutes 30          as `make fuzz` does: until the time is up, exit 1 on a find
    python -m tests.ingest.mutation --seed 1234           one seed again, with its steps and the traceback
    python -m tests.ingest.mutation --seed 1234 --keep x  and its files, written to the folder x

Each input is read in a child process, which a watchdog ends where it hangs: so a hang or a crash is found as well.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import re
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.ingest.damaged import REPO, Case, mutate
from tests.ingest.mutators import MIB

#: What reading one input may take: seconds of processor, MiB at the peak.
MOST_SECONDS = 10.0
MOST_MIB = 500
#: Seconds after which the watchdog ends a child that says nothing, on a machine that may be busy with other things.
WATCHDOG = 60.0
CLEAN = "clean"
FIRST_DAY = dt.date(2003, 1, 1)
TODAY = "2026-07-01"
CHILD = (sys.executable, "-m", "tests.ingest.mutation", "--child")
LINUX = sys.platform == "linux"


def verdict(case: Case) -> str:
    """What is wrong with how a case is read: ``clean``, or the first promise that is broken."""
    import ssi_core
    from ssi_core.ingest import streams
    from ssi_core.ingest.errors import IngestError

    sizes = streams.WHOLE_BYTES, streams.BLOCK_BYTES
    if case.streamed:  # what is done with large files, on small ones
        streams.WHOLE_BYTES, streams.BLOCK_BYTES = 0, 1 << 16
    began = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                found = ssi_core.read(list(case.files))
            except IngestError as error:
                return CLEAN if str(error).isprintable() else f"an error that can't be printed: {str(error)[:200]!r}"
            wrong = broken(found)
            if not wrong:
                result = ssi_core.score(found)
                numbers = [result.total, *result.interval, *(p.points for p in result.pillars)]
                if not all(0 <= n <= 100 for n in numbers):
                    wrong = f"a score out of range: {numbers}"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return f"{type(error).__name__} at {place}: {str(error)[:200]}\n{traceback.format_exc()}"
    finally:
        streams.WHOLE_BYTES, streams.BLOCK_BYTES = sizes
    took = time.process_time() - began
    if not wrong and took > MOST_SECONDS:
        wrong = f"took {took:.1f} s, more than {MOST_SECONDS:.0f}"
    return wrong or CLEAN


def broken(found: object) -> str:
    """The promise that a result breaks; blank where it keeps them all."""
    from ssi_core.imported import Imported
    from ssi_core.member import day_number

    assert isinstance(found, Imported)
    low, high = day_number(FIRST_DAY), day_number(dt.date.fromisoformat(os.environ["SSI_TODAY"]))
    for e in found.ledger.entries:
        counts = (e.rows_read, e.rows_kept, e.rows_duplicate, e.rows_rejected)
        if min(*counts, e.rows_repaired, e.bytes_rejected) < 0 or counts[0] != sum(counts[1:]):
            return f"a ledger line that does not add up: {e}"[:600]
        ahead = 731 if e.kind == "weekly_log" else 0
        if any(d is not None and not low <= d <= high + ahead for d in (e.first, e.last)):
            return f"a day out of range: {e}"[:600]
        if not e.name.isprintable() or not all(n.message.isprintable() for n in e.notes):
            return f"a ledger line that can't be printed: {e}"[:600]
    held, ledger = found.member.activity, found.ledger
    ends = [ledger.first_day, ledger.last_day, ledger.known_until, day_number(found.as_of)]
    if held.days:
        ends += [held.first_day, held.first_day + held.days - 1]
    if any(d is not None and not low <= d <= high for d in ends):
        return f"a day out of range: {ends}, from {low} to {high}"
    try:
        json.dumps(found.to_dict(), allow_nan=False).encode()
    except ValueError as error:
        return f"counts that JSON can't hold: {error}"
    return ""


# ------------------------------------------------------------------------------------------------- child and watchdog


def work() -> None:
    """The child: a seed a line in, a verdict a line out."""
    if LINUX:
        resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        case = mutate(int(line))
        forget_peak()
        said = verdict(case)
        held = peak()
        if said == CLEAN and held > MOST_MIB:
            said = f"{held:.0f} MiB at the peak, more than {MOST_MIB}"
        print(json.dumps([case.seed, said, held]), flush=True)


def forget_peak() -> None:
    """Measure anew, without what making the input took; only Linux can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """MiB that this process held at most."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if LINUX else MIB)


@dataclass
class Watched:
    """A child that reads cases, begun anew whenever it had to be ended.

    Attributes
    ----------
    command : sequence of str
        Begins it.
    seconds : float
        How long it may say nothing.
    """

    command: Sequence[str] = CHILD
    seconds: float = WATCHDOG
    child: subprocess.Popen[str] | None = None
    errors: IO[str] | None = None
    done: int = 0

    def run(self, seed: int) -> tuple[str, float]:
        """Verdict and peak memory of a seed."""
        if self.child is None:
            self.done = 0
            self.errors = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
            self.child = subprocess.Popen(
                self.command, cwd=REPO, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
                env={**os.environ, "SSI_TODAY": TODAY},
            )  # fmt: skip
        child = self.child
        assert child.stdin
        assert child.stdout
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(f"{seed}\n")
            child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], self.seconds)
        line = child.stdout.readline() if ready else ""
        if not line:
            errors = self.end()
            if not ready:
                return f"hung for {self.seconds:.0f} s", 0.0
            return f"the process ended with {child.returncode}: {errors[:300]} ... {errors[-300:]}", 0.0
        _, said, held = json.loads(line)
        self.done += 1
        if held > MOST_MIB and self.done > 1:  # what it read before may lie about still: again in a new one
            self.end()
            return self.run(seed)
        if held > MOST_MIB or said != CLEAN:
            self.end()
        return said, held

    def end(self) -> str:
        """End the child; what it said on its way."""
        child, self.child = self.child, None
        if child is None or self.errors is None:
            return ""
        if child.stdout and not select.select([child.stdout], [], [], 0)[0]:
            child.kill()
        child.communicate()
        with self.errors as held:
            held.seek(0)
            return held.read()


def finds(seeds: Iterator[int], until: float) -> Iterator[tuple[int, str, float]]:
    """Verdicts of seeds, one after the other, until the time is up."""
    watched = Watched()
    try:
        for seed in seeds:
            if time.monotonic() > until:
                return
            yield (seed, *watched.run(seed))
    finally:
        watched.end()


def fuzz(minutes: float, start: int) -> int:
    """Read damaged inputs until the time is up; the number of finds."""
    began, done, most = time.monotonic(), 0, 0.0
    found: dict[str, int] = {}
    for seed, said, held in finds(iter(range(start, start + 10**9)), began + 60 * minutes):
        done, most = done + 1, max(most, held)
        if said == CLEAN:
            continue
        kind = re.sub(r"\d+", "#", said.splitlines()[0]).partition(": Entry")[0][:60]
        found[kind] = found.get(kind, 0) + 1
        if found[kind] <= 3:
            print(f"seed {seed}: {said}\n  again: python -m tests.ingest.mutation --seed {seed}", flush=True)
    took = (time.monotonic() - began) / 60
    finds_in_all = sum(found.values())
    print(f"{done:,} inputs from seed {start} in {took:.1f} minutes, {most:.0f} MiB at the peak; {finds_in_all} finds")
    for kind, times in found.items():
        print(f"  {times} x {kind}")
    return finds_in_all


def replay(seed: int, keep: str | None) -> int:
    """Read one seed's input in this process, and say what was done to it."""
    os.environ["SSI_TODAY"] = TODAY
    case = mutate(seed)
    print("\n".join(case.steps))
    for number, (name, data) in enumerate(case.files):
        print(f"{name[:80]!r}: {len(data):,} bytes{', streamed' if case.streamed else ''}")
        if keep:
            Path(keep).mkdir(parents=True, exist_ok=True)
            plain = re.sub(r"[^\w.-]", "_", name)[-80:]
            (Path(keep) / f"{number}-{plain}").write_bytes(data)
    forget_peak()
    began = time.process_time()
    said = verdict(case)
    print(f"{time.process_time() - began:.1f} s, {peak():.0f} MiB\n{said}")
    return said != CLEAN


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--start", type=int, help="the first seed; by default a new one every minute")
    parser.add_argument("--seed", type=int, help="read this one again")
    parser.add_argument("--keep", help="folder for the files of --seed")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        work()
        return 0
    if args.seed is not None:
        return replay(args.seed, args.keep)
    start = args.start if args.start is not None else int(time.time()) // 60 * 1000
    return 1 if fuzz(args.minutes, start) else 0


if __name__ == "__main__":
    sys.exit(main())
