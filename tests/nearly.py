"""Equal but for the last bits.

The same row may come out of a matrix product with another last bit when other rows stand beside it: BLAS adds up in
tiles, by the processor it runs on.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from ssi_core.projection import Week

#: Points: far below what any page, file or command shows.
BITS = 1e-9


def same_week(one: Week, other: Week) -> bool:
    """Whether two weeks of a projection are the same."""
    return (
        one.date == other.date
        and dict(one.pillars) == pytest.approx(dict(other.pillars), abs=BITS)
        and (one.total, *one.interval) == pytest.approx((other.total, *other.interval), abs=BITS)
    )


def same_table(one: pa.Table, other: pa.Table) -> bool:
    """Whether two tables have the same columns, rows and values."""
    if one.schema != other.schema or one.num_rows != other.num_rows:
        return False
    return all(_same_column(one[name], other[name]) for name in one.column_names)


def _same_column(one: Any, other: Any) -> bool:
    if pa.types.is_floating(one.type):
        return bool(one.to_pylist() == pytest.approx(other.to_pylist(), abs=BITS, nan_ok=True))
    return bool(one.combine_chunks().equals(other.combine_chunks()))
