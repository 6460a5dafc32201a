"""One kind of thing filed under members, in one table: put, look at, change, take away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ssi_core.store import schema
from ssi_core.store.database import Database
from ssi_core.store.errors import FrozenError, NotFoundError, StaleError
from ssi_core.store.filed import Content, Filed
from ssi_core.store.written import Row, as_row, content_of, row_of, same_snapshot

T = TypeVar("T", bound=Content)


def new_id() -> str:
    """A number that nobody can guess."""
    return uuid.uuid4().hex


def stale(what: str, saved: dt.datetime) -> StaleError:
    """The error of a second writer."""
    return StaleError(
        f"someone else saved {what} on {saved:%Y-%m-%d at %H:%M:%S} UTC, after you opened it: nothing was written "
        "over. Reload it and save once more; your work is kept here"
    )


class Shelf(Generic[T]):
    """One kind of thing.

    Parameters
    ----------
    database : Database
        Where.
    owner : str
        Whose; part of every query.
    table : sqlalchemy.Table
        Its table.
    kind : type
        Class of its contents.
    noun : str
        For errors.
    now : callable
        The time.
    changing : callable, optional
        What a change of these changes of their member: called with the member's id before the change, and what it
        returns after, in the same transaction.
    """

    def __init__(
        self, database: Database, owner: str, table: sa.Table, kind: type[T], noun: str, now: Callable[[], dt.datetime],
        changing: Callable[[sa.Connection, str], Callable[[], None]] | None = None,
    ) -> None:  # fmt: skip
        self._database, self._owner, self._table, self._kind = database, owner, table, kind
        self._noun, self._now, self._changing = noun, now, changing

    def of(self, member: str) -> tuple[Filed[T], ...]:
        """All of a member's, by day or else by when they were saved; none for a member of another owner."""
        t = self._table
        order = [c for name in ("day", "start", "name") if (c := t.c.get(name)) is not None]
        query = sa.select(t).where(t.c.owner == self._owner, t.c.member == member).order_by(*order, t.c.saved, t.c.id)
        with self._database.reading() as connection:
            return tuple(self._filed(as_row(row)) for row in connection.execute(query).mappings())

    def every(self) -> tuple[Filed[T], ...]:
        """All of this owner's members', in the same order."""
        t = self._table
        order = [c for name in ("day", "start", "name") if (c := t.c.get(name)) is not None]
        with self._database.reading() as connection:
            found = connection.execute(sa.select(t).where(t.c.owner == self._owner).order_by(*order, t.c.saved, t.c.id))
            return tuple(self._filed(as_row(row)) for row in found.mappings())

    def get(self, id: str) -> Filed[T]:
        """One.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        """
        with self._database.reading() as connection:
            return self._filed(self._row(connection, id))

    def add(self, member: str, content: T) -> Filed[T]:
        """File one under a member.

        Raises
        ------
        NotFoundError
            If this owner has no such member.
        """
        with self._database.writing() as connection:
            return self.put(connection, member, content)

    def put(self, connection: sa.Connection, member: str, content: T) -> Filed[T]:
        """The same as :meth:`add`, as part of a transaction that writes more than this."""
        if not self._turn(connection, member):
            raise NotFoundError("there is no such member among your records: save the member first")
        row = {"id": new_id(), "owner": self._owner, "member": member, "saved": self._now(), "version": 1}
        row |= row_of(content)
        self._check(connection, row)
        with self._telling(connection, member):
            self._alone(connection, row)
            connection.execute(self._table.insert().values(row))
        return self._filed(row)

    def change(self, id: str, content: T, *, version: int) -> Filed[T]:
        """Put other contents in the place of those that were saved as `version`.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If it was saved by somebody else since.
        FrozenError
            If that would change the snapshot of a session.
        """
        t = self._table
        with self._database.writing() as connection:
            held = self._row(connection, id)
            if held["version"] != version:
                raise stale(f"this {self._noun}", held["saved"])
            row = {**held, **row_of(content), "saved": self._now(), "version": version + 1}
            if held.get("snapshot") is not None and not same_snapshot(held["snapshot"], row["snapshot"]):
                raise FrozenError(
                    f"the session of {held['day']} keeps the score that it began with: leave its snapshot as it is"
                )
            self._turn(connection, held["member"])
            self._check(connection, row)
            with self._telling(connection, held["member"]):
                self._alone(connection, row)
                done = connection.execute(
                    t.update().where(t.c.id == id, t.c.owner == self._owner, t.c.version == version).values(row)
                )
                if done.rowcount != 1:
                    raise stale(f"this {self._noun}", self._row(connection, id)["saved"])
            return self._filed(row)

    def remove(self, id: str, *, version: int | None = None) -> None:
        """Take one away; commitments of a session stay, without it.

        Parameters
        ----------
        id : str
            Its number.
        version : int, optional
            As which it was shown: what was saved since stays. Without, it goes as it is now.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If it was saved by somebody else since.
        """
        t, c = self._table, schema.commitments
        with self._database.writing() as connection:
            held = self._row(connection, id)
            if version is not None and held["version"] != version:
                raise stale(f"this {self._noun}", held["saved"])
            self._turn(connection, held["member"])
            with self._telling(connection, held["member"]):
                if t is schema.sessions:
                    connection.execute(
                        c.update().where(c.c.owner == self._owner, c.c.session == id).values(session=None)
                    )
                as_shown = () if version is None else (t.c.version == version,)
                done = connection.execute(t.delete().where(t.c.id == id, t.c.owner == self._owner, *as_shown))
                if version is not None and done.rowcount != 1:
                    raise stale(f"this {self._noun}", self._row(connection, id)["saved"])

    def _turn(self, connection: sa.Connection, member: str) -> bool:
        # Whether the member is there. Where more of theirs will change, one writer after the other.
        m = schema.members
        query = sa.select(m.c.id).where(m.c.id == member, m.c.owner == self._owner)
        return connection.execute(query if self._changing is None else query.with_for_update()).first() is not None

    def _alone(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        # Of readings one a day: the last said stands.
        t = self._table
        if t is schema.readings:
            same = (t.c.member == row["member"], t.c.day == row["day"], t.c.id != row["id"])
            connection.execute(t.delete().where(t.c.owner == self._owner, *same))

    @contextmanager
    def _telling(self, connection: sa.Connection, member: str) -> Iterator[None]:
        # Whoever must know of it sees how it was before, and acts once it is done.
        done = None if self._changing is None else self._changing(connection, member)
        yield
        if done is not None:
            done()

    def _row(self, connection: sa.Connection, id: str) -> Row:
        t = self._table
        found = connection.execute(sa.select(t).where(t.c.id == id, t.c.owner == self._owner)).mappings().first()
        if found is None:
            raise NotFoundError(f"there is no such {self._noun} among your records")
        return as_row(found)

    def _check(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        # A commitment's session must be one of the same member.
        if row.get("session") is None:
            return
        s = schema.sessions
        found = connection.execute(
            sa.select(s.c.id).where(
                s.c.id == row["session"], s.c.owner == self._owner, s.c.member == row["member"]
            )
        ).first()
        if found is None:
            raise NotFoundError("there is no such session of this member among your records")

    def _filed(self, row: Mapping[str, Any]) -> Filed[T]:
        kind: Any = self._kind
        content: Any = content_of(kind, row)
        return Filed(row["id"], row["member"], row["version"], row["saved"], content)
