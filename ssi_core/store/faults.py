"""What a driver says -> this family of errors, in words."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from ssi_core.store.errors import FullError, NotFoundError, RecordsError, TakenError, UnreachableError

_KEPT = "nothing was written; what you have here stays, try again"
#: SQLSTATE classes and codes of PostgreSQL.
_FULL = ("53100", "53200", "54000")
_GONE = ("08", "57P", "53300", "28", "3D")


def in_words(error: DBAPIError, where: str) -> RecordsError:
    """The error that tells a person what happened.

    Parameters
    ----------
    error : sqlalchemy.exc.DBAPIError
        From the driver.
    where : str
        Where the records lie.
    """
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, where)
    state = getattr(cause, "sqlstate", None) or ""
    if state == "23505":
        return _taken()
    if state == "23503":
        return _forgotten()
    if state.startswith(_FULL):
        return FullError(f"the database ({where}) has no room left: {_KEPT} once there is")
    if error.connection_invalidated or not state or state.startswith(_GONE):
        return UnreachableError(f"the database ({where}) does not answer: {_KEPT} once it does")
    return RecordsError(f"the database ({where}) refused, {state}: {_KEPT}")


def _sqlite(cause: sqlite3.Error, where: str) -> RecordsError:
    name = getattr(cause, "sqlite_errorname", "") or ""
    if name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return _taken()
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return _forgotten()
    if name.startswith("SQLITE_FULL"):
        return FullError(f"there is no room to write {where}: {_KEPT} once there is")
    if name.startswith("SQLITE_IOERR"):
        return FullError(f"{where} can't be written (is the disk full?): {_KEPT} once it can")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UnreachableError(f"another program is writing {where}: {_KEPT}")
    if name.startswith("SQLITE_READONLY"):
        return RecordsError(f"{where} may not be written: {_KEPT} once it may")
    if name.startswith("SQLITE_CANTOPEN"):
        return UnreachableError(f"{where} can't be opened: {_KEPT} once it can")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return RecordsError(f"{where} is no database, or is damaged: put a copy in its place, or move it away")
    return RecordsError(f"{where}: {cause}; {_KEPT}")


def _taken() -> RecordsError:
    # Two writers who both found it free; the database let one of them in.
    return TakenError(f"somebody else saved one of that name, or of that day, at the same moment: {_KEPT}")


def _forgotten() -> RecordsError:
    return NotFoundError("the member, or the session, was deleted at the same moment: nothing was written")
