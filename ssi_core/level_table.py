"""A table of levels -> totals and pillars: a million members in one go, in chunks, out of core.

A column a signal, named by its key, in the signal's own unit; null where missing. What else there is (a member's name,
a team) is carried over. A batch at a time goes through the same kernel that scores one person, in as many threads as
there are processors, so that memory does not grow with the table.

What comes out is the headline: total and pillars. The interval is not: it takes a thousand models for every member, a
thousand times the work, and look-back windows that a table of levels does not hold.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.errors import IngestError
from ssi_core.model.copula import copula
from ssi_core.model.score import pillars_of, pillars_of_columns
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNAL_KEYS
from ssi_core.model.table import Model

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Floats = NDArray[np.float64]
Missing = Literal["likely", "typical"]
#: Levels of a signal, and where they are missing.
_Column = tuple[Floats, NDArray[np.bool_] | None]
#: A batch with points, and the signals that it had.
_Batch = tuple[Any, tuple[str, ...]]

#: Rows that are scored at once.
ROWS = 1 << 15
#: Rows whose missing signals are worked out at once: the grid of the common factor then stays in a core's cache.
_LIKELY_ROWS = 2048
POINTS = ("total", *PILLAR_KEYS)
#: Whether a member has a Sales Navigator seat; without one, the leads they saved are none by rule, and tell nothing.
SEAT = "seat"
_LEADS = INDEX["leads_saved"]


@dataclass(frozen=True)
class Scored:
    """What was scored.

    Attributes
    ----------
    members : int
        Rows.
    mean : float
        Mean total; NaN without any row.
    signals : tuple of str
        Signals that the table has a column of.
    model_version : str
        Version of the model.
    """

    members: int
    mean: float
    signals: tuple[str, ...]
    model_version: str

    @property
    def sentence(self) -> str:
        """How many were scored, by how many signals, and to what mean."""
        by = f"by {len(self.signals)} of {len(SIGNAL_KEYS)} signals"
        return f"{self.members:,} members scored {by}, mean total {self.mean:.1f}. Model {self.model_version}."


def score_frame(frame: pd.DataFrame, model: Model | None = None, missing: Missing = "likely") -> pd.DataFrame:
    """Score a frame of levels; for ``dask.dataframe.map_partitions``, on what outgrows a machine.

    Parameters
    ----------
    frame : pandas.DataFrame
        A column a signal; ``seat`` if wanted; what else there is stays.
    model : Model, optional
        An edited model; by default the published one.
    missing : {"likely", "typical"}
        Where a missing signal enters: at what is likely given the member's known ones, as :func:`ssi_core.score` has
        it; or at the typical share, which is much faster where much is missing.

    Returns
    -------
    pandas.DataFrame
        The other columns, then ``total`` and the four pillars, with the frame's own index.

    Examples
    --------
    >>> import pandas as pd
    >>> score_frame(pd.DataFrame({"member": ["Ann"], "connections": [600.0]})).round(1).to_dict("records")
    [{'member': 'Ann', 'total': 33.4, 'brand': 11.5, 'find': 6.5, 'engage': 2.1, 'relationships': 13.2}]
    """
    import pyarrow as pa

    scored, _ = _scored(pa.RecordBatch.from_pandas(frame, preserve_index=False), model or Model(), missing)
    found = scored.to_pandas()
    out = frame.drop(columns=[c for c in frame.columns if c not in scored.schema.names or c in POINTS])
    for name in POINTS:
        out[name] = np.asarray(found[name], np.float64)
    return out


def score_levels(
    source: str | os.PathLike[str] | pa.Table | Iterable[pa.RecordBatch],
    out: str | os.PathLike[str],
    *,
    model: Model | None = None,
    missing: Missing = "likely",
    threads: int | None = None,
) -> Scored:
    """Score a table of levels, in chunks, into a Parquet file.

    Parameters
    ----------
    source : path, pyarrow.Table or iterable of pyarrow.RecordBatch
        A Parquet file or a folder of them, here or at an address that ``fsspec`` opens; or what holds the levels.
    out : path
        The Parquet file to write: what is no signal, then ``total`` and the four pillars.
    model : Model, optional
        An edited model; by default the published one.
    missing : {"likely", "typical"}
        As for :func:`score_frame`.
    threads : int, optional
        How many score at once; by default one a processor.

    Returns
    -------
    Scored
        How many, and their mean.

    Raises
    ------
    IngestError
        If it can't be read or written, has no column of a signal, or a column that is no level.
    """
    import pyarrow as pa

    model = model or Model()
    try:
        scored = scored_batches(source, model, missing, threads)
        first = next(scored, None)
        if first is None:
            raise IngestError("a table without a row: give one with a member a row")
        told = {"model_version": model.version, "missing": missing}
        members, total = _write(os.fspath(out), chain((first,), scored), told)
    except (OSError, pa.ArrowException) as error:
        raise IngestError(f"{source if isinstance(source, (str, os.PathLike)) else 'the table'}: {error}") from None
    return Scored(members, total / members, first[1], model.version)


def scored_batches(
    source: Any, model: Model, missing: Missing = "likely", threads: int | None = None
) -> Iterator[_Batch]:
    """Batches with points, in order, and the signals that each had; parameters as for :func:`score_levels`."""
    if missing not in ("likely", "typical"):
        raise IngestError(f"missing {missing!r}: choose likely or typical")
    return _ahead(_batches(source), lambda batch: _scored(batch, model, missing), threads)


def _write(out: str, scored: Iterator[_Batch], told: dict[str, str]) -> tuple[int, float]:
    # What is cut short by an error is taken away again: half a table looks like a whole one.
    import pyarrow as pa
    import pyarrow.parquet as pq
    from fsspec.core import url_to_fs

    fs, path = url_to_fs(out)
    members, total = 0, 0.0
    batch, _ = first = next(scored)
    schema = batch.schema.with_metadata(told)
    try:
        with (
            fs.open(path, "wb") as file,
            # Points are all different, so a dictionary of them is work for nothing.
            pq.ParquetWriter(file, schema, use_dictionary=[f.name for f in schema if f.name not in POINTS]) as writer,
        ):
            for batch, _ in chain((first,), scored):
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                members += batch.num_rows
                total += float(batch.column("total").to_numpy().sum())
    except BaseException:
        if fs.exists(path):
            fs.rm(path)
        raise
    return members, total


def _batches(source: Any) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    if isinstance(source, pa.Table):
        yield from source.to_batches(max_chunksize=ROWS)
    elif isinstance(source, (str, os.PathLike)):
        import pyarrow.dataset as ds
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(os.fspath(source))
        if not fs.exists(path):
            raise IngestError(f"no such file or folder: {source}")
        table = ds.dataset(path, format="parquet", filesystem=fs)
        yield from table.to_batches(batch_size=ROWS, batch_readahead=4, fragment_readahead=1)
    else:
        yield from source


def _ahead(batches: Iterator[Any], work: Callable[[Any], _Batch], threads: int | None) -> Iterator[_Batch]:
    # In order, and no further ahead than there are threads, so that a table of any size takes the same memory.
    number = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(number) as pool:
        waiting: deque[Future[Any]] = deque()
        for batch in batches:
            if batch.num_rows:
                waiting.append(pool.submit(work, batch))
            if len(waiting) > number:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _scored(batch: pa.RecordBatch, model: Model, missing: Missing) -> _Batch:
    import pyarrow as pa

    names = batch.schema.names
    signals = tuple(key for key in SIGNAL_KEYS if key in names)
    if not signals:
        raise IngestError(f"none of the columns {', '.join(names[:5])} is a signal: use {', '.join(SIGNAL_KEYS)}")
    columns = [_column(batch.column(key), key) if key in names else None for key in SIGNAL_KEYS]
    idle = None
    if SEAT in names:
        if not pa.types.is_boolean(batch.schema.field(SEAT).type):
            raise IngestError("the column seat holds no true or false: make it boolean, or leave it out")
        idle = ~np.asarray(batch.column(SEAT).fill_null(True).to_numpy(zero_copy_only=False), bool)
        values, gone = columns[_LEADS] or (np.zeros(batch.num_rows), np.ones(batch.num_rows, bool))
        columns[_LEADS] = np.where(idle, 0.0, values), None if gone is None else gone & ~idle
    try:
        pillars = pillars_of_columns(columns, batch.num_rows, model)
    except ValueError as error:
        raise IngestError(str(error)) from None
    if missing == "likely":
        _put_likely(pillars, columns, idle, model)
    kept = [name for name in names if name not in SIGNAL_KEYS and name not in POINTS]
    arrays = [*(batch.column(name) for name in kept), *map(pa.array, (pillars.sum(0), *pillars))]
    return pa.RecordBatch.from_arrays(arrays, names=[*kept, *POINTS]), signals


def _put_likely(
    pillars: Floats, columns: Sequence[_Column | None], idle: NDArray[np.bool_] | None, model: Model
) -> None:
    # Members with anything missing once more, each missing signal at what is likely given their known ones.
    size = pillars.shape[1]
    some = np.zeros(size, bool)
    for column in columns:
        if column is None:
            some[:] = True
        else:
            values, gone = column
            some |= np.isnan(values) if gone is None else gone | np.isnan(values)
    rows, tables = np.flatnonzero(some), copula(model)
    for start in range(0, len(rows), _LIKELY_ROWS):
        at = rows[start : start + _LIKELY_ROWS]
        levels = np.full((len(at), len(columns)), np.nan)
        for k, column in enumerate(columns):
            if column is not None:
                values, gone = column
                levels[:, k] = values[at] if gone is None else np.where(gone[at], np.nan, values[at])
        shares = levels / model.enough
        if idle is not None:  # what follows from a rule tells nothing of how active somebody is
            shares[idle[at], _LEADS] = np.nan
        fill = tables.mean_shares(tables.posterior(shares))
        pillars[:, at] = pillars_of(levels, model, fill).T


def _column(column: pa.Array, key: str) -> _Column | None:
    # Values as they lie, without a copy, and where they are missing.
    import pyarrow as pa

    kind = column.type
    if pa.types.is_null(kind) or column.null_count == len(column):
        return None
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        raise IngestError(f"the column {key} holds {kind} and no numbers: give levels of 0 or more")
    if kind != pa.float64():
        column = column.cast(pa.float64())
    valid, held = column.buffers()
    here = slice(column.offset, column.offset + len(column))
    values = np.frombuffer(held, np.float64)[here]
    if not column.null_count:
        return values, None
    return values, np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[here] == 0
