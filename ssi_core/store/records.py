"""The repository: one owner's members and all that is filed under them. Every query carries the owner."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ssi_core.imported import Imported, on_the_last, unspoken
from ssi_core.ingest.importer import moment, today
from ssi_core.member import Reading
from ssi_core.store import carrying, schema
from ssi_core.store.codec import facts_of, member_of, packed, reading_of, unpacked
from ssi_core.store.combining import combined
from ssi_core.store.database import Database
from ssi_core.store.errors import NotFoundError, RecordsError, StaleError, TakenError
from ssi_core.store.filed import CheckIn, Commitment, Filed, PlanRequest, Scenario, Session, named
from ssi_core.store.kept import Added, Forgotten, Loaded, Saved
from ssi_core.store.ledgers import ledger_data, ledger_of
from ssi_core.store.place import place_of
from ssi_core.store.roster import Listed, roster
from ssi_core.store.rows import salted
from ssi_core.store.shelf import Shelf, new_id, stale
from ssi_core.store.snapshots import scored
from ssi_core.store.written import Row, as_row, row_of

#: Owner of all records where nobody logs in.
LOCAL = "local"
#: Bytes of the random key of a member's digests.
SALT = 16


class Records:
    """One owner's records.

    Nothing is made on disk before the first save: until then there are no members.

    Parameters
    ----------
    url : str, optional
        The database; see :func:`ssi_core.store.place.place_of`.
    owner : str
        Whose records; what another owner keeps is never found.
    now : callable
        The time, in UTC.

    Attributes
    ----------
    readings, scenarios, plans, sessions, commitments, check_ins : Shelf
        What is filed under members. Official readings are part of a member: to file or take away one scores them anew,
        and whoever loaded them before is told when they save.
    """

    def __init__(self, url: str | None = None, owner: str = LOCAL, now: Callable[[], dt.datetime] = moment) -> None:
        if not owner.strip() or len(owner) > 255:
            raise RecordsError(f"an owner has 1 to 255 characters, {owner!r} is none: give who is signed in")
        self.owner, self.now = owner, now
        self.database = Database(place_of(url))
        db = self.database
        self.readings = Shelf(db, owner, schema.readings, Reading, "reading", now, self._score_anew)
        self.scenarios = Shelf(db, owner, schema.scenarios, Scenario, "scenario", now)
        self.plans = Shelf(db, owner, schema.plans, PlanRequest, "plan", now)
        self.sessions = Shelf(db, owner, schema.sessions, Session, "session", now)
        self.commitments = Shelf(db, owner, schema.commitments, Commitment, "commitment", now)
        self.check_ins = Shelf(db, owner, schema.check_ins, CheckIn, "check-in", now)

    def members(self) -> tuple[Listed, ...]:
        """The roster, by name."""
        with self.database.reading() as connection:
            return roster(connection, self.owner, today())

    def find(self, name: str) -> Listed:
        """The member of a name.

        Raises
        ------
        NotFoundError
            If this owner has none; the message lists those there are.
        """
        listed = self.members()
        for one in listed:
            if one.name.casefold() == " ".join(name.split()).casefold():
                return one
        known = ", ".join(m.name for m in listed[:10]) or "none yet"
        raise NotFoundError(f"there is no member {name!r} among your records: {known}")

    def save_member(self, name: str, found: Imported) -> Saved:
        """Keep a new member.

        Parameters
        ----------
        name : str
            What the owner calls them; one member a name.
        found : Imported
            As read. Titles and companies of connections are not kept.

        Raises
        ------
        TakenError
            If a member of that name is there.
        """
        return self.save_all([(name, found)])[0]

    def save_all(
        self, new: Sequence[tuple[str, Imported]], changed: Sequence[tuple[Loaded, Imported]] = ()
    ) -> tuple[Saved, ...]:
        """Keep several members, all of them or none.

        Parameters
        ----------
        new : sequence of (str, Imported)
            Names and what was read, as for :meth:`save_member`.
        changed : sequence of (Loaded, Imported)
            Members as loaded, and what is to stand in their place, as for :meth:`save`.

        Raises
        ------
        TakenError, NotFoundError, StaleError
            As for these; nothing was kept then.
        """
        made = [(new_id(), named(name), secrets.token_bytes(SALT), found) for name, found in new]
        states = [_state(found, salt) for _, _, salt, found in made]
        with self.database.reading() as connection:
            salts = [self._member(connection, held.id, held.version)["salt"] for held, _ in changed]
        others = [
            _state(found, salt, held.found.member.readings) for salt, (held, found) in zip(salts, changed, strict=True)
        ]
        at = self.now()
        if not made and not changed:
            return ()
        # In one order, whoever saves: members that are there by id, then new names. Of two who save the same ones the
        # second waits for the first, and never each for the other.
        with self.database.writing() as connection:
            for (held, found), state in sorted(zip(changed, others, strict=True), key=lambda one: one[0][0].id):
                self._replace(connection, held.id, held.version, found, state, at)
            for (id, name, salt, found), state in sorted(zip(made, states, strict=True), key=lambda one: one[0][1]):
                self._free(connection, name)
                connection.execute(
                    schema.members.insert().values(
                        id=id, owner=self.owner, name=name, created=at, saved=at, version=1, salt=salt
                    )
                )
                self._keep(connection, id, 1, state, found.member.readings, at)
        return (*(Saved(id, 1) for id, *_ in made), *(Saved(held.id, held.version + 1) for held, _ in changed))

    def load(self, id: str) -> Loaded:
        """A member as they stand.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        """
        with self.database.reading() as connection:
            return self._loaded(connection, id)[0]

    def save(self, id: str, found: Imported, *, version: int) -> Saved:
        """Put a member in the place of the one that was loaded as `version`: other answers, readings, right people.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If somebody else saved the member since.
        """
        with self.database.reading() as connection:
            salt, before = self._member(connection, id, version)["salt"], self._log(connection, id)
        state = _state(found, salt, before)
        with self.database.writing() as connection:
            self._replace(connection, id, version, found, state, self.now())
        return Saved(id, version + 1)

    def add_import(self, id: str, found: Imported, *, version: int) -> Added:
        """Put a later upload together with what is stored; a row that both hold counts once.

        Parameters
        ----------
        id : str
            Number of the member.
        found : Imported
            As read, with digests of its rows (``read(..., traces=True)``); without, days alone tell what is there
            twice.
        version : int
            Of the member when it was loaded.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        StaleError
            If somebody else saved the member since.
        """
        with self.database.reading() as connection:
            member = self._member(connection, id, version)
            held, last = self._loaded(connection, id)
        whole = combined(held.found, last["digests"], found, member["salt"])
        state = _state(whole.found, member["salt"]) | {"digests": whole.digests}
        with self.database.writing() as connection:
            self._member(connection, id, version, turn=True)
            at = self.now()
            t = schema.imports
            connection.execute(  # only the newest needs them
                t.update().where(t.c.member == id, t.c.owner == self.owner).values(digests=None)
            )
            self._keep(connection, id, last["number"] + 1, state, whole.found.member.readings, at)
            self._moved_on(connection, id, version, at)
        return Added(id, version + 1, whole)

    def check_in(self, member: str, said: CheckIn, reading: Reading | None = None) -> Filed[CheckIn]:
        """File what a member says of how it goes and, with it, what LinkedIn shows them: both, or neither.

        With a reading the member goes on to the next version, as by ``readings.add``.

        Raises
        ------
        NotFoundError
            If this owner has no such member.
        """
        with self.database.writing() as connection:
            if reading is not None:
                self.readings.put(connection, member, reading)
            return self.check_ins.put(connection, member, said)

    def rename(self, id: str, name: str, *, version: int) -> Saved:
        """Call a member by another name.

        Raises
        ------
        NotFoundError, StaleError, TakenError
            As for :meth:`save` and :meth:`save_member`.
        """
        name = named(name)
        with self.database.writing() as connection:
            if self._member(connection, id, version, turn=True)["name"] != name:
                self._free(connection, name, id)
            self._moved_on(connection, id, version, self.now(), name=name)
        return Saved(id, version + 1)

    def forget(self, id: str) -> Forgotten:
        """Delete every row of a member, in all tables.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        """
        rows, m = {}, schema.members
        with self.database.writing() as connection:
            name = self._member(connection, id, turn=True)["name"]
            for t in schema.OF_A_MEMBER:
                done = connection.execute(t.delete().where(t.c.member == id, t.c.owner == self.owner))
                rows[t.name] = done.rowcount
            rows["members"] = connection.execute(
                m.delete().where(m.c.id == id, m.c.owner == self.owner)
            ).rowcount
        return Forgotten(name, dict(reversed(rows.items())), tuple(map(str, self.database.copies)))

    def export(self, id: str | None = None) -> str:
        """One member, or all of this owner's, as JSON: :meth:`take_in` reads it anywhere.

        Raises
        ------
        NotFoundError
            If there is no such member.
        """
        with self.database.reading() as connection:
            if id is not None:
                self._member(connection, id)
            return carrying.exported(connection, self.owner, id)

    def take_in(self, text: str | bytes) -> tuple[Saved, ...]:
        """Keep the members of an export, all of them or none.

        Raises
        ------
        BrokenFileError
            If it is none, or damaged: the message says where.
        TakenError
            If a member of one of the names is there.
        """
        members = carrying.checked(text)
        with self.database.writing() as connection:
            for one in members:
                self._free(connection, one.member["name"])
            for one in sorted(members, key=lambda one: str(one.member["name"])):  # as save_all does, and why
                carrying.put(connection, self.owner, one)
        return tuple(Saved(one.member["id"], one.member["version"]) for one in members)

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()

    def _loaded(self, connection: sa.Connection, id: str) -> tuple[Loaded, Row]:
        held, last = self._member(connection, id), self._last(connection, id)
        member = member_of(unpacked(last["facts"]), self._log(connection, id))
        found = Imported(member, ledger_of(last["ledger"]), last["as_of"], unspoken(member))
        return Loaded(id, held["name"], held["version"], held["saved"], found), last

    def _log(self, connection: sa.Connection, id: str) -> tuple[Reading, ...]:
        r = schema.readings
        query = sa.select(r.c.content).where(r.c.member == id, r.c.owner == self.owner).order_by(r.c.day)
        return tuple(reading_of(one) for one in connection.execute(query).scalars())

    def _member(self, connection: sa.Connection, id: str, version: int | None = None, *, turn: bool = False) -> Row:
        # With `turn` nobody else changes the member before the transaction ends.
        m = schema.members
        query = sa.select(m).where(m.c.id == id, m.c.owner == self.owner)
        found = connection.execute(query.with_for_update() if turn else query).mappings().first()
        if found is None:
            raise NotFoundError("there is no such member among your records")
        if version is not None and found["version"] != version:
            raise _stale(as_row(found))
        return as_row(found)

    def _last(self, connection: sa.Connection, id: str) -> Row:
        t = schema.imports
        query = sa.select(t).where(t.c.member == id, t.c.owner == self.owner).order_by(t.c.number.desc()).limit(1)
        return as_row(connection.execute(query).mappings().one())

    def _score_anew(self, connection: sa.Connection, id: str) -> Callable[[], None]:
        # Readings change: the roster says what their page says, and whoever holds the readings from before can't write
        # them over these.
        before = self._log(connection, id)

        def done() -> None:
            held, last = self._loaded(connection, id)
            found, t = on_the_last(held.found, before), schema.imports
            connection.execute(
                t.update().where(t.c.id == last["id"], t.c.owner == self.owner)
                .values(as_of=found.as_of, score=scored(found), version=last["version"] + 1)
            )  # fmt: skip
            self._moved_on(connection, id, held.version, self.now())

        return done

    def _free(self, connection: sa.Connection, name: str, but: str = "") -> None:
        m = schema.members
        names = connection.execute(sa.select(m.c.name).where(m.c.owner == self.owner, m.c.id != but)).scalars()
        if name.casefold() in {n.casefold() for n in names}:
            raise TakenError(f"a member called {name!r} is there already: choose another name, or forget that one")

    def _moved_on(self, connection: sa.Connection, id: str, version: int, at: dt.datetime, **more: str) -> None:
        # The condition on the version is what keeps two writers apart who both read it before either wrote.
        m = schema.members
        done = connection.execute(
            m.update().where(m.c.id == id, m.c.owner == self.owner, m.c.version == version)
            .values(version=version + 1, saved=at, **more)
        )  # fmt: skip
        if done.rowcount != 1:
            raise _stale(self._member(connection, id))

    def _replace(
        self, connection: sa.Connection, id: str, version: int, found: Imported, state: dict[str, Any], at: dt.datetime
    ) -> None:
        self._member(connection, id, version, turn=True)
        t, last = schema.imports, self._last(connection, id)
        # What was read is told by the ledger of the import, which a change of answers leaves alone; so are the digests
        # of what was not read anew.
        kept = {"ledger"} if found.traces is not None else {"ledger", "digests"}
        connection.execute(
            t.update().where(t.c.id == last["id"], t.c.owner == self.owner)
            .values(**{k: v for k, v in state.items() if k not in kept}, saved=at, version=last["version"] + 1)
        )  # fmt: skip
        self._readings(connection, id, found.member.readings, at)
        self._moved_on(connection, id, version, at)

    def _keep(
        self, connection: sa.Connection, id: str, number: int, state: Mapping[str, Any],
        readings: tuple[Reading, ...], at: dt.datetime,
    ) -> None:  # fmt: skip
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


def _state(found: Imported, salt: bytes, before: Sequence[Reading] | None = None) -> dict[str, Any]:
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
