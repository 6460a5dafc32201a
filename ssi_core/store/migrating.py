"""From an older schema to this program's: after a copy of the SQLite file, under a lock on PostgreSQL, all or nothing.

Alembic is only imported where there is something to migrate.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from ssi_core.store.errors import NewerSchemaError
from ssi_core.store.schema import HEAD, REVISIONS

#: Of no meaning; every process of this program asks for the same, and so they migrate one after the other.
LOCK = 0x5551_C0AC


def revision_of(connection: sa.Connection) -> str | None:
    """Revision of the schema that is there; None where there is none.

    Raises
    ------
    NewerSchemaError
        If this program does not know it.
    """
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().first()
    if found is not None and found not in REVISIONS:
        raise NewerSchemaError(
            f"these records have schema {found}, and this program knows {HEAD} at most: they were written by a newer "
            "version. Nothing was changed; install that version, or name other records with SSI_DATABASE_URL"
        )
    return found


def migrate(connection: sa.Connection, file: Path | None) -> Path | None:
    """Bring the schema up to date within the transaction that `connection` is in.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction that may write; whoever gives it commits.
    file : Path or None
        The SQLite file; None on a server.

    Returns
    -------
    Path or None
        The copy that was made of an older SQLite file; None where none was needed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    found = revision_of(connection)
    if found == HEAD:
        return None
    copy = None
    if found is not None and file is not None:
        copy = _copied(file, found)

    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "ssi_core.store:migrations")
    config.set_main_option("path_separator", "os")
    command.upgrade(config, HEAD)
    return copy


def copies_of(file: Path) -> tuple[Path, ...]:
    """Copies of a file that migrations made."""
    return tuple(sorted(file.parent.glob(f"{file.stem}.schema-*{file.suffix}")))


def _copied(file: Path, revision: str) -> Path:
    # By SQLite itself: closing the file any other way would let go of the locks that this process holds on it.
    # Under a name of its own until it is whole; an earlier copy is never written over.
    target = file.with_name(f"{file.stem}.schema-{revision}{file.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = file.with_name(f"{file.stem}.schema-{revision}-{number}{file.suffix}")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    source, copy = sqlite3.connect(file), sqlite3.connect(part)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    shutil.copymode(file, part)
    part.replace(target)
    return target
