"""The repository: one owner's members and all that is filed under them. Every query carries the owner."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence

from ssi_core.imported import Imported
from ssi_core.ingest.importer import moment, today
from ssi_core.member import Reading
from ssi_core.names import same_name
from ssi_core.store import carrying, schema
from ssi_core.store.combining import combined
from ssi_core.store.database import Database
from ssi_core.store.errors import NotFoundError, RecordsError
from ssi_core.store.filed import CheckIn, Commitment, Filed, PlanRequest, Scenario, Session, named
from ssi_core.store.kept import Added, Forgotten, Loaded, Saved
from ssi_core.store.member_rows import MemberRows, state_of
from ssi_core.store.place import place_of
from ssi_core.store.roster import Listed, roster
from ssi_core.store.shelf import Shelf, new_id

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
        db, self._rows = self.database, MemberRows(owner, now)
        self.readings = Shelf(db, owner, schema.readings, Reading, "reading", now, self._rows.score_anew)
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
            if same_name(one.name, name):
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
        states = [state_of(found, salt) for _, _, salt, found in made]
        with self.database.reading() as connection:
            salts = [self._rows.member(connection, held.id, held.version)["salt"] for held, _ in changed]
        others = [
            state_of(found, salt, held.found.member.readings)
            for salt, (held, found) in zip(salts, changed, strict=True)
        ]
        at = self.now()
        if not made and not changed:
            return ()
        # In one order, whoever saves: members that are there by id, then new names. Of two who save the same ones the
        # second waits for the first, and never each for the other.
        with self.database.writing() as connection:
            for (held, found), state in sorted(zip(changed, others, strict=True), key=lambda one: one[0][0].id):
                self._rows.replace(connection, held.id, held.version, found, state, at)
            for (id, name, salt, found), state in sorted(zip(made, states, strict=True), key=lambda one: one[0][1]):
                self._rows.make(connection, id, name, salt, state, found.member.readings, at)
        return (*(Saved(id, 1) for id, *_ in made), *(Saved(held.id, held.version + 1) for held, _ in changed))

    def load(self, id: str) -> Loaded:
        """A member as they stand.

        Raises
        ------
        NotFoundError
            If there is none of that id, or it is another owner's.
        """
        with self.database.reading() as connection:
            return self._rows.loaded(connection, id)[0]

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
            salt, before = self._rows.member(connection, id, version)["salt"], self._rows.log(connection, id)
        state = state_of(found, salt, before)
        with self.database.writing() as connection:
            self._rows.replace(connection, id, version, found, state, self.now())
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
            member = self._rows.member(connection, id, version)
            held, last = self._rows.loaded(connection, id)
        whole = combined(held.found, last["digests"], found, member["salt"])
        state = state_of(whole.found, member["salt"]) | {"digests": whole.digests}
        with self.database.writing() as connection:
            self._rows.member(connection, id, version, turn=True)
            at = self.now()
            t = schema.imports
            connection.execute(  # only the newest needs them
                t.update().where(t.c.member == id, t.c.owner == self.owner).values(digests=None)
            )
            self._rows.keep(connection, id, last["number"] + 1, state, whole.found.member.readings, at)
            self._rows.move_on(connection, id, version, at)
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
            if self._rows.member(connection, id, version, turn=True)["name"] != name:
                self._rows.free(connection, name, id)
            self._rows.move_on(connection, id, version, self.now(), name=name)
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
            name = self._rows.member(connection, id, turn=True)["name"]
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
                self._rows.member(connection, id)
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
                self._rows.free(connection, one.member["name"])
            for one in sorted(members, key=lambda one: str(one.member["name"])):  # as save_all does, and why
                carrying.put(connection, self.owner, one)
        return tuple(Saved(one.member["id"], one.member["version"]) for one in members)

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()
