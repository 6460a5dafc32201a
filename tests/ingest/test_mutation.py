"""A few dozen damaged inputs are read as `make fuzz` reads many, and what finds faults does find them."""

from __future__ import annotations

import sys
import time

import pytest

from tests.ingest.damaged import mutate
from tests.ingest.mutation import CLEAN, LINUX, MOST_MIB, Watched, finds, fuzz

#: Reading breaks its promises in these ways, each in a child that is otherwise as it always is.
PLANTED = """
import os
import ssi_core
from ssi_core import read as good
from tests.ingest import mutation

def bad(files):
    {fault}
    return good(files)

ssi_core.read = bad
mutation.work()
"""


def planted(fault: str) -> tuple[str, ...]:
    return (sys.executable, "-c", PLANTED.format(fault=fault))


def verdict_of(fault: str, seed: int = 1, seconds: float = 60.0) -> str:
    watched = Watched(planted(fault), seconds)
    try:
        return watched.run(seed)[0]
    finally:
        watched.end()


def test_damaged_inputs_keep_the_promises_of_reading() -> None:
    assert [(seed, said) for seed, said, _ in finds(iter(range(30)), time.monotonic() + 60) if said != CLEAN] == []


def test_a_seed_gives_the_same_input_again() -> None:
    assert mutate(7) == mutate(7)
    assert mutate(7).files != mutate(8).files


def test_a_hang_is_found() -> None:
    assert verdict_of("import time; time.sleep(60)", seconds=2.0) == "hung for 2 s"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("1 / 0", "ZeroDivisionError at <string>:8: division by zero"),
        ("import warnings; warnings.warn('so')", "UserWarning at <string>:8: so"),
        ("os._exit(7)", "the process ended with 7: "),
        ("print('gone', file=__import__('sys').stderr); os.abort()", "the process ended with -6: gone"),
    ],
)
def test_a_planted_fault_is_found(fault: str, said: str) -> None:
    assert verdict_of(fault).startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("found.ledger.entries[0].rows_read += 1", "a ledger line that does not add up: "),
        ("found.ledger.entries[0].first = 99999", "a day out of range: "),
        ("found.ledger.entries[0].name = 'a\\x1b[31m'", "a ledger line that can't be printed: "),
        ("found.ledger.entries[0].rows_kept = float('nan')", "a ledger line that does not add up: "),
    ],
)
def test_a_broken_promise_is_found(change: str, said: str) -> None:
    readable = next(s for s in range(100) if "readings" in str(mutate(s).steps))
    assert verdict_of(f"found = good(files); {change}; return found", readable).startswith(said)


@pytest.mark.skipif(not LINUX, reason="only Linux measures the peak of one input")
def test_too_much_memory_is_found_and_belongs_to_its_own_input() -> None:
    said = verdict_of(f"b'x' * ({MOST_MIB} << 20)")
    assert said.endswith(f"MiB at the peak, more than {MOST_MIB}")
    once = "ssi_core.n = getattr(ssi_core, 'n', 0) + 1; b'x' * (600 << 20 if ssi_core.n == 2 else 0)"
    watched = Watched(planted(once))
    try:
        assert [watched.run(seed)[0] for seed in (1, 2)] == [CLEAN, CLEAN]
    finally:
        watched.end()


def test_a_run_says_how_much_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz(0.02, 3) == 0
    said = capsys.readouterr().out
    assert "inputs from seed 3 in 0.0 minutes" in said
    assert said.endswith("0 finds\n")
