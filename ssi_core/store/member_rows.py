"""The rows of one member: the member, their imports, their readings. Every query carries the owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ssi_core.imported import Imported, on_the_last, unspoken
from ssi_core.member import Reading
from ssi_core.names import same_name
from ssi_core.store import schema
from ssi_core.store.codec import facts_of, member_of, packed, reading_of, unpacked
from ssi_core.store.errors import NotFoundError, StaleError, TakenError
from ssi_core.store.kept import Loaded
from ssi_core.store.ledgers import ledger_data, ledger_of
from ssi_core.store.rows import salted
from ssi_core.store.shelf import new_id, stale
from ssi_core.store.snapshots import scored
from ssi_core.store.written import Row, as_row, row_of


class MemberRows:
    """Rows of one member at a time, within a transaction of whoever calls.

    Parameters
    ----------
    owner : str
        Whose; part of every query.
    now : callable
        The time.
    """

    def __init__(self, owner: str, now: Callable[[], dt.datetime]) -> None:
        self.owner, self.now = owner, now

    def make(
        self, connection: sa.Connection, id: str, name: str, salt: bytes, state: Mapping[str, Any],
        readings: tuple[Reading, ...], at: dt.datetime,
    ) -> None:  # fmt: skip
        """Write a member who is new.

        Raises
        ------
        TakenError
            If a member of that name is there.
        """
        self.free(connection, name)
        connection.execute(
            schema.members.insert().values(
                id=id, owner=self.owner, name=name, created=at, saved=at, version=1, salt=salt
            )
        )
        self.keep(connection, id, 1, state, readings, at)

    def loaded(self, connection: sa.Connection, id: str) -> tuple[Loaded, Row]:
        """A member as they stand, and the row of their last import.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        """
        held, last = self.member(connection, id), self.last(connection, id)
        member = member_of(unpacked(last["facts"]), self.log(connection, id))
        found = Imported(member, ledger_of(last["ledger"]), last["as_of"], unspoken(member))
        return Loaded(id, held["name"], held["version"], held["saved"], found), last

    def log(self, connection: sa.Connection, id: str) -> tuple[Reading, ...]:
        """Official readings, oldest first."""
        r = schema.readings
        query = sa.select(r.c.content).where(r.c.member == id, r.c.owner == self.owner).order_by(r.c.day)
        return tuple(reading_of(one) for one in connection.execute(query).scalars())

    def member(self, connection: sa.Connection, id: str, version: int | None = None, *, turn: bool = False) -> Row:
        """The row of the member themselves.

        Parameters
        ----------
        connection : sqlalchemy.Connection
            Of the transaction.
        id : str
            Their number.
        version : int, optional
            As which they were loaded.
        turn : bool
            Whether nobody else may change the member before the transaction ends.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If somebody else saved the member since that version.
        """
        m = schema.members
        query = sa.select(m).where(m.c.id == id, m.c.owner == self.owner)
        found = connection.execute(query.with_for_update() if turn else query).mappings().first()
        if found is None:
            raise NotFoundError("there is no such member among your records")
        if version is not None and found["version"] != version:
            raise _stale(as_row(found))
        return as_row(found)

    def last(self, connection: sa.Connection, id: str) -> Row:
        """The row of the last import."""
        t = schema.imports
        query = sa.select(t).where(t.c.member == id, t.c.owner == self.owner).order_by(t.c.number.desc()).limit(1)
        return as_row(connection.execute(query).mappings().one())

    def score_anew(self, connection: sa.Connection, id: str) -> Callable[[], None]:
        """Readings are about to change: gives back what is to be called once they have.

        The roster says then what the member's page says, and whoever holds the readings from before can't write them
        over these.
        """
        before = self.log(connection, id)

        def done() -> None:
            held, last = self.loaded(connection, id)
            found, t = on_the_last(held.found, before), schema.imports
            connection.execute(
                t.update().where(t.c.id == last["id"], t.c.owner == self.owner)
                .values(as_of=found.as_of, score=scored(found), version=last["version"] + 1)
            )  # fmt: skip
            self.move_on(connection, id, held.version, self.now())

        return done

    def free(self, connection: sa.Connection, name: str, but: str = "") -> None:
        """See that a name is free.

        Raises
        ------
        TakenError
            If another member has it; `but` is the number of whoever may.
        """
        m = schema.members
        names = connection.execute(sa.select(m.c.name).where(m.c.owner == self.owner, m.c.id != but)).scalars()
        if any(same_name(name, n) for n in names):
            raise TakenError(f"a member called {name!r} is there already: choose another name, or forget that one")

    def move_on(self, connection: sa.Connection, id: str, version: int, at: dt.datetime, **more: str) -> None:
        """Go on to the next version.

        Raises
        ------
        StaleError
            If somebody else did meanwhile.
        """
        # The condition on the version is what keeps two writers apart who both read it before either wrote.
        m = schema.members
        done = connection.execute(
            m.update().where(m.c.id == id, m.c.owner == self.owner, m.c.version == version)
            .values(version=version + 1, saved=at, **more)
        )  # fmt: skip
        if done.rowcount != 1:
            raise _stale(self.member(connection, id))

    def replace(
        self, connection: sa.Connection, id: str, version: int, found: Imported, state: dict[str, Any], at: dt.datetime
    ) -> None:
        """Put a member in the place of the one that was loaded as `version`; `state` is :func:`state_of` them.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If somebody else saved the member since.
        """
        self.member(connection, id, version, turn=True)
        t, last = schema.imports, self.last(connection, id)
        # What was read is told by the ledger of the import, which a change of answers leaves alone; so are the digests
        # of what was not read anew, and the moment at which files were last read.
        kept, read = ({"ledger", "digests"}, last["saved"]) if found.traces is None else ({"ledger"}, at)
        connection.execute(
            t.update().where(t.c.id == last["id"], t.c.owner == self.owner)
            .values(**{k: v for k, v in state.items() if k not in kept}, saved=read, version=last["version"] + 1)
        )  # fmt: skip
        self._readings(connection, id, found.member.readings, at)
        self.move_on(connection, id, version, at)

    def keep(
        self, connection: sa.Connection, id: str, number: int, state: Mapping[str, Any],
        readings: tuple[Reading, ...], at: dt.datetime,
    ) -> None:  # fmt: skip
        """Write an import, by its number, and put these readings in the place of those that are there."""
        connection.execute(
            schema.imports.insert().values(
                id=new_id(), owner=self.owner, member=id, saved=at, version=1, number=number, **state
            )
        )
        self._readings(connection, id, readings, at)

    def _readings(self, connection: sa.Connection, id: str, readings: tuple[Reading, ...], at: dt.datetime) -> None:
        r = schema.readings
        connection.execute(r.delete().where(r.c.member == id, r.c.owner == self.owner))
        common = {"owner": self.owner, "member": id, "saved": at, "version": 1}
        rows = [{"id": new_id(), **common, **row_of(one)} for one in readings]
        if rows:
            connection.execute(r.insert(), rows)


def state_of(found: Imported, salt: bytes, before: Sequence[Reading] | None = None) -> dict[str, Any]:
    """What an import keeps of a member.

    Parameters
    ----------
    found : Imported
        The member.
    salt : bytes
        Theirs.
    before : sequence of Reading, optional
        Readings that are kept of them; see :func:`ssi_core.imported.on_the_last`.
    """
    found = on_the_last(found, before)
    return {
        "as_of": found.as_of,
        "facts": packed(facts_of(found.member)),
        "digests": None if found.traces is None else salted(found.traces, salt).packed(),
        "ledger": ledger_data(found.ledger),
        "score": scored(found),
    }


def _stale(held: Mapping[str, Any]) -> StaleError:
    return stale(held["name"], held["saved"])
