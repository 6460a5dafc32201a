"""Data in a cell reads back as it was."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.cells import block, literal

TEXTS = st.text(st.characters(exclude_categories=[]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(PLAIN)
def test_a_literal_reads_back_equal(value: object) -> None:
    written = literal(value)
    assert ast.literal_eval(written) == value
    assert written.encode("utf-8")


@given(TEXTS | st.text('"\\\n a'))
def test_a_block_of_text_reads_back_equal(text: str) -> None:
    assert ast.literal_eval(block(text)) == text


def test_long_data_stands_an_entry_a_line() -> None:
    names = [f"a file with a long name {i}.csv" for i in range(6)]
    assert literal(names) == "[\n" + "".join(f'    "{n}",\n' for n in names) + "]"
    assert literal({"a": names[:1], "b": {}}) == '{"a": ["a file with a long name 0.csv"], "b": {}}'


@pytest.mark.parametrize("number", [np.float64(0.1), np.int64(3), np.True_])
def test_numpys_numbers_are_plain_ones(number: object) -> None:
    assert "np" not in literal(number)
