"""pyarrow arrays from and to numpy, by their buffers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import compute as pc

from ssi_core.ingest.arrays import binary_array, blank_array, bool_values, int_array, int_numbers

cut = st.tuples(st.integers(0, 5), st.integers(0, 9))


@given(st.lists(st.binary(max_size=12)), cut)
def test_cells_become_an_array(cells: list[bytes], part: tuple[int, int]) -> None:
    made = binary_array(cells)
    made.validate(full=True)
    assert made.type == pa.binary()
    assert made.to_pylist() == cells
    assert made.slice(*part).to_pylist() == cells[part[0] :][: part[1]]


@given(st.integers(0, 20))
def test_blank_cells(size: int) -> None:
    blank_array(size).validate(full=True)
    assert blank_array(size).to_pylist() == [b""] * size


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_numbers_become_an_array(numbers: list[int]) -> None:
    assert int_array(np.array(numbers, np.int64)).to_pylist() == numbers
    assert int_array(np.array(numbers, np.int64)[::-2]).to_pylist() == numbers[::-2]


@given(st.lists(st.sampled_from([b"a", b"b", b"", b"ab"])), cut)
def test_indices_and_truths_come_back(cells: list[bytes], part: tuple[int, int]) -> None:
    encoded = binary_array(cells).dictionary_encode()
    assert int_numbers(encoded.indices).tolist() == encoded.indices.to_pylist()
    assert int_numbers(encoded.indices.slice(*part)).tolist() == encoded.indices.to_pylist()[part[0] :][: part[1]]
    truths = pc.match_substring(binary_array(cells), "a")
    assert bool_values(truths).tolist() == [b"a" in c for c in cells]
    assert bool_values(truths.slice(*part)).tolist() == [b"a" in c for c in cells][part[0] :][: part[1]]


def test_reading_messages_does_not_bring_pandas_in(repo: Path, tmp_path: Path) -> None:
    header = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"
    (tmp_path / "messages.csv").write_text(header + "c,Ann,Bob,2024-03-05 09:00:00 UTC,words\nd,Ann,Cleo,x,y,z\n")
    program = (
        "import sys; from ssi_core.ingest.importer import read_member;"
        "member, _ = read_member(['messages.csv'], owner='Ann');"
        "print(member.activity.counts['messages_sent'].sum(), 'pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repo)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1.0", "False"]
