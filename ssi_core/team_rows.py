"""What comes of a run over many members: a row a member, as JSON, CSV, Parquet and frame."""

from __future__ import annotations

import datetime as dt
import html
import os
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA
from ssi_core.spreadsheet import csv_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One member of a team.

    Attributes
    ----------
    archive : str
        The zip, folder or file; of a table of many members, with the member behind a ``#``.
    owner : str
        The member's name, where the profile or the table says it; else blank.
    as_of : datetime.date or None
        The day that the score stands for.
    total, p10, p90, brand, find, engage, relationships, coverage : float or None
        As :func:`ssi_core.score` has them; None where reading failed.
    failed : str
        Why there is no score; blank where there is one.
    """

    archive: str
    owner: str = ""
    as_of: dt.date | None = None
    total: float | None = None
    p10: float | None = None
    p90: float | None = None
    brand: float | None = None
    find: float | None = None
    engage: float | None = None
    relationships: float | None = None
    coverage: float | None = None
    failed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {**asdict(self), "as_of": None if self.as_of is None else self.as_of.isoformat()}

    @classmethod
    def of(cls, said: dict[str, Any]) -> TeamRow:
        """The inverse of :meth:`to_dict`."""
        day = said["as_of"]
        return cls(**{**said, "as_of": None if day is None else dt.date.fromisoformat(day)})


COLUMNS = tuple(f.name for f in fields(TeamRow))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    done, of : int
        Places that are done, and all of them.
    kept : int
        Those of them that an earlier run had done.
    failed : int
        Members without a score.
    """

    done: int
    of: int
    kept: int
    failed: int


@dataclass(frozen=True)
class Team:
    """The rows of a run.

    Attributes
    ----------
    rows : tuple of TeamRow
        In the order of their names.
    model_version : str
        Version of the model.
    read, kept : int
        Places that were read, and that an earlier run had done.
    aside : tuple of str
        What was left aside, in words.
    """

    rows: tuple[TeamRow, ...]
    model_version: str
    read: int
    kept: int
    aside: tuple[str, ...] = ()

    @property
    def scored(self) -> tuple[TeamRow, ...]:
        """Rows with a score."""
        return tuple(r for r in self.rows if not r.failed)

    @property
    def failed(self) -> tuple[TeamRow, ...]:
        """Rows without one."""
        return tuple(r for r in self.rows if r.failed)

    @property
    def sentence(self) -> str:
        """``200 members: 197 scored, 3 failed.``."""
        count = len(self.rows)
        failed = f", {len(self.failed):,} failed" if self.failed else ""
        return f"{count:,} member{'s' if count != 1 else ''}: {len(self.scored):,} scored{failed}."

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi team --json``."""
        return {"schema": SCHEMA, "model_version": self.model_version, "members": [r.to_dict() for r in self.rows]}

    def to_csv(self) -> str:
        """A row a member for a spreadsheet, in which no name can run as a formula."""
        return csv_text(COLUMNS, ([_blank(v) for v in r.to_dict().values()] for r in self.rows))

    def to_arrow(self) -> pa.Table:
        """A row a member, with types that stay the same whatever is in them."""
        import pyarrow as pa

        kinds = {"archive": pa.string(), "owner": pa.string(), "as_of": pa.date32(), "failed": pa.string()}
        schema = pa.schema([(name, kinds.get(name, pa.float64())) for name in COLUMNS])
        columns = [pa.array([getattr(r, name) for r in self.rows], schema.field(name).type) for name in COLUMNS]
        told = {"model_version": self.model_version}
        return pa.Table.from_arrays(columns, schema=schema.with_metadata(told))

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write :meth:`to_arrow` to a file, here or at an address."""
        import fsspec
        import pyarrow.parquet as pq

        with fsspec.open(os.fspath(path), "wb") as out:
            pq.write_table(self.to_arrow(), out)

    def to_frame(self) -> pd.DataFrame:
        """A row a member."""
        import pandas as pd

        return pd.DataFrame([r.to_dict() for r in self.rows], columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(index=False, float_format="{:.1f}".format, na_rep="")
        return f"<p>{html.escape(self.sentence)}</p>{table}"


def _blank(value: object) -> object:
    return "" if value is None else value
