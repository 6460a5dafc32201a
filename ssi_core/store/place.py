"""Where records lie: a file in the user's data folder, or the database that ``SSI_DATABASE_URL`` names."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ssi_core.store.errors import RecordsError

FILE = "records.sqlite3"
#: Address of records that are nowhere but in this process; only a caller can ask for it, never the environment.
IN_MEMORY = "memory"
#: PostgreSQL under the names that hosts give it; all mean the driver that is installed.
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")


def data_dir() -> Path:
    """The user's data folder for this program; the environment variable ``SSI_DATA_DIR`` names another."""
    import platformdirs

    said = os.environ.get("SSI_DATA_DIR", "").strip()
    return Path(said) if said else platformdirs.user_data_path("ssi-coach", appauthor=False)


def place_of(url: str | None = None) -> URL:
    """Address of the database.

    Parameters
    ----------
    url : str, optional
        ``sqlite:///file`` or ``postgresql://user@host/name``; by default what ``SSI_DATABASE_URL`` says, else
        :data:`FILE` in :func:`data_dir`. :data:`IN_MEMORY` is a place too.

    Raises
    ------
    RecordsError
        If it is neither. The address is not repeated whole: it may hold a password.
    """
    if url == IN_MEMORY:
        return URL.create("sqlite+pysqlite")
    said = (url or os.environ.get("SSI_DATABASE_URL", "")).strip()
    if not said:
        return URL.create("sqlite+pysqlite", database=str(data_dir() / FILE))
    try:
        place = make_url(said)
    except ArgumentError:
        raise RecordsError(
            "the database's address can't be read: write postgresql://user:password@host:5432/name"
        ) from None
    if place.drivername in _POSTGRES:
        return place.set(drivername="postgresql+psycopg")
    if place.drivername in _SQLITE and place.database not in (None, "", ":memory:"):
        return place.set(drivername="sqlite+pysqlite")
    raise RecordsError(f"records can't be kept in {place.drivername!r}: give postgresql://... or sqlite:///a/file")


def file_of(place: URL) -> Path | None:
    """The file of an SQLite database; None for a server."""
    return Path(place.database) if place.drivername.startswith("sqlite") and place.database else None


def spoken_place(place: URL) -> str:
    """Where it is, in words and without a password."""
    file = file_of(place)
    if file is None and place.drivername.startswith("sqlite"):
        return "memory alone"
    return str(file) if file else f"{place.host or 'this machine'}, database {place.database}"
