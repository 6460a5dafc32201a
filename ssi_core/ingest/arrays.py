"""pyarrow arrays from and to numpy, by their buffers.

pyarrow's own ways (``pa.array``, ``to_numpy``) import pandas to look at what they were given, which takes as long as
reading a whole export.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa


def binary_array(cells: Iterable[bytes]) -> pa.Array:
    """(n,) binary array of cells, 2 GiB at most."""
    import pyarrow as pa

    held = list(cells)
    ends = np.zeros(len(held) + 1, np.int32)
    np.cumsum([len(cell) for cell in held], out=ends[1:])
    return pa.Array.from_buffers(pa.binary(), len(held), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(held))])


def blank_array(size: int) -> pa.Array:
    """(size,) binary array of empty cells."""
    import pyarrow as pa

    ends = np.zeros(size + 1, np.int32)
    return pa.Array.from_buffers(pa.binary(), size, [None, pa.py_buffer(ends), pa.py_buffer(b"")])


def int_array(numbers: NDArray[np.int64]) -> pa.Array:
    """(n,) int64 array."""
    import pyarrow as pa

    held = np.ascontiguousarray(numbers, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(held), [None, pa.py_buffer(held)])


def int_numbers(column: pa.Array) -> NDArray[np.int32]:
    """(n,) int32 of an int32 array without nulls, such as the indices of a dictionary."""
    if not len(column):
        return np.empty(0, np.int32)
    return np.frombuffer(column.buffers()[1], np.int32, len(column), 4 * column.offset)


def bool_values(column: pa.Array) -> NDArray[np.bool_]:
    """(n,) bool of a boolean array without nulls."""
    if not len(column):
        return np.empty(0, bool)
    bits = np.unpackbits(np.frombuffer(column.buffers()[1], np.uint8), bitorder="little")
    return bits[column.offset : column.offset + len(column)].astype(bool)
