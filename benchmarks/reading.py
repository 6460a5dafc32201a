"""Reading a large archive, against what inflating its largest member takes.

Run as ``python -m benchmarks.reading floor|read ZIP`` it is the fresh process that does the one or the other once.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from benchmarks import big_archive
from benchmarks.measure import Result, alternate, child_answer, machine, peak_mib

#: The project's limit: at most 1.5 x the time that inflating that member alone takes in the same run.
LIMIT = 1.5
#: The project's limit: peak memory under 400 MiB.
LIMIT_MIB = 400.0
_CHUNK = 1 << 20
_COUNTS = (
    "messages_sent", "messages_received", "conversations_started", "conversations_answered", "invitations_sent",
    "invitations_received", "invitations_accepted", "connections_added",
)  # fmt: skip


def measure() -> list[Result]:
    """Time and peak memory of reading 500,000 messages."""
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as folder:
        path, truth = big_archive.write(Path(folder))
        answers: list[dict[str, float]] = []

        def floor() -> float:
            return child_answer("benchmarks.reading", "floor", path)["seconds"]

        def work() -> float:
            answers.append(child_answer("benchmarks.reading", "read", path))
            return answers[-1]["seconds"]

        ratio = alternate(floor, work, LIMIT)
        wrong = mistakes(path, truth)
    if wrong:
        raise RuntimeError("reading gives wrong counts: " + "; ".join(wrong))
    best = min(answers, key=lambda a: a["seconds"])
    rows = truth.rows[big_archive.MEMBER][0]
    size = (
        f"{rows:,} messages, {truth.bytes / 1e6:.0f} MB from {truth.deflated / 1e6:.0f} MB;"
        f" {best['cpu']:.2f} s of processor time on {machine()}; without the imports, {best['imports'] * 1000:.0f} ms"
    )
    peaks = [a["mib"] for a in answers]
    return [
        Result("reading", ratio.value, LIMIT, details=f"{ratio}; {size}"),
        Result("reading, peak memory", max(peaks), LIMIT_MIB, "MiB", f"{min(peaks):.0f} to {max(peaks):.0f} MiB"),
    ]


def mistakes(path: Path, truth: big_archive.Truth) -> list[str]:
    """Read the archive, and say in words where the answer differs from what was written.

    Parameters
    ----------
    path : Path
        The archive.
    truth : Truth
        What is in it.
    """
    from ssi_core import read

    found = read(path).to_dict()
    files = {f["name"].rpartition("/")[2]: f for f in found["files"]}
    wanted: dict[str, object] = {
        "owner_found": True, "first_day": truth.first_day.isoformat(), "last_day": truth.last_day.isoformat()
    }  # fmt: skip
    told: dict[str, object] = {name: found[name] for name in wanted}
    for name in _COUNTS:
        wanted[name], told[name] = truth.counts.get(name, 0), found["counts"].get(name)
    for name in truth.stocks:
        wanted[name], told[name] = truth.stocks[name], found["stocks"].get(name)
    for name, rows in truth.rows.items():
        wanted[name] = rows
        told[name] = [files[name][key] for key in ("rows_read", "rows_kept", "rows_rejected")]
    return [f"{name} {told[name]} instead of {wanted[name]}" for name in wanted if told[name] != wanted[name]]


def _floor(path: str) -> dict[str, float]:
    start = time.perf_counter()
    with zipfile.ZipFile(path) as archive, archive.open(big_archive.MEMBER) as member:
        while member.read(_CHUNK):
            pass
    return {"seconds": time.perf_counter() - start}


def _read(path: str) -> dict[str, float]:
    # What a first reading imports is the command line's cost and measured there; here it would hide the reading.
    start = time.perf_counter()
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401

    from ssi_core import read

    imports = time.perf_counter() - start
    cpu, start = time.process_time(), time.perf_counter()
    found = read(path)
    taken, busy = time.perf_counter() - start, time.process_time() - cpu
    del found
    return {"seconds": taken, "cpu": busy, "imports": imports, "mib": peak_mib()}


if __name__ == "__main__":
    print(json.dumps({"floor": _floor, "read": _read}[sys.argv[1]](sys.argv[2])))
