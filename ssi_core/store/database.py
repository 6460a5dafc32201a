"""One database: short transactions, all or nothing; a schema looked after; nothing made before the first write."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from ssi_core.store.errors import RecordsError, UnreachableError
from ssi_core.store.faults import in_words
from ssi_core.store.migrating import copies_of, migrate, revision_of
from ssi_core.store.place import file_of, spoken_place
from ssi_core.store.schema import HEAD, metadata

#: Seconds to wait for another program that writes, and for a server to answer.
PATIENCE_S = 10
_WRITES = "ssi_writes"


class Database:
    """A database of records, whether or not it is there yet.

    Parameters
    ----------
    place : sqlalchemy.URL
        From :func:`ssi_core.store.place.place_of`.

    Attributes
    ----------
    migrated : Path or None
        The copy that was made of an older file before it was migrated.
    """

    def __init__(self, place: URL) -> None:
        self.file: Path | None = file_of(place)
        self.words = spoken_place(place)
        self.migrated: Path | None = None
        self._current = False  # whether the schema was found up to date
        self._seen = False  # whether there was anything at all
        memory = self.file is None and place.drivername.startswith("sqlite")
        self._engine = _sqlite(place) if self.file else _memory() if memory else _server(place)
        # One connection for all threads: one transaction at a time.
        self._turn: AbstractContextManager[Any] = threading.RLock() if memory else nullcontext()
        if memory:
            weakref.finalize(self, self._engine.dispose)

    @property
    def copies(self) -> tuple[Path, ...]:
        """Copies of the file that were made before it was migrated."""
        return copies_of(self.file) if self.file else ()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that reads; where nothing was ever saved, of tables that are empty.

        Raises
        ------
        RecordsError
            If the database can't be used.
        """
        with self._turn, self._spoken():
            if not self._there():
                with _nothing() as connection:
                    yield connection
                return
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it is kept, or nothing.

        Raises
        ------
        RecordsError
            If the database can't be used; then nothing was kept.
        """
        with self._turn, self._spoken():
            self._there()
            if self.file is not None:
                _made(self.file)
            with self._beginning() as connection:
                if not self._current:
                    self.migrated = migrate(connection, self.file) or self.migrated
                yield connection
            self._current = self._seen = True

    def close(self) -> None:
        """Let go of every connection; the next call opens anew, and what was in memory alone is gone."""
        self._engine.dispose()
        self._current = False

    def _there(self) -> bool:
        # Whether there are records. A schema that is older is migrated, so that whoever reads finds all tables.
        if self.file is not None and not self.file.exists():
            self._current = False
            if self._seen:
                raise UnreachableError(
                    f"{self.file} has gone: nothing was written, what you have here stays. Put the file back (or make "
                    "its disk available); to begin anew, start the program again"
                )
            return False
        if self._current:
            return True
        with self._engine.begin() as connection:
            found = revision_of(connection)
        if found is not None and found != HEAD:
            with self._beginning() as connection:
                self.migrated = migrate(connection, self.file) or self.migrated
        self._current = self._seen = found is not None
        return found is not None

    @contextmanager
    def _beginning(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise in_words(error, self.words) from error
        except OSError as error:
            raise RecordsError(
                f"{error.filename or self.words}: {error.strerror or error}; nothing was written, what you have here "
                "stays"
            ) from error


def _made(file: Path) -> None:
    # For the user's eyes alone, its journal likewise; an empty file is a database in which there is nothing.
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _server(place: URL) -> sa.Engine:
    # A connection is tried before it is used, so that a server that was away is found again.
    return sa.create_engine(
        place, pool_pre_ping=True, pool_size=2, max_overflow=8, connect_args={"connect_timeout": PATIENCE_S}
    )


def _sqlite(place: URL) -> sa.Engine:
    # The file is opened for each transaction: a connection that is kept would go on writing to a file that is gone.
    engine = sa.create_engine(place, poolclass=NullPool, connect_args={"timeout": PATIENCE_S})
    _looked_after(engine)
    return engine


def _memory() -> sa.Engine:
    engine = sa.create_engine("sqlite+pysqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    _looked_after(engine)
    return engine


@contextmanager
def _nothing() -> Iterator[sa.Connection]:
    # In memory, and gone with the transaction.
    engine = sa.create_engine("sqlite+pysqlite://", poolclass=StaticPool)
    try:
        metadata.create_all(engine)
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _looked_after(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # transactions are begun below, around changes of the schema too
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")  # what is forgotten is written over

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # Whoever means to write waits for the lock at once, not in the middle of it.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
