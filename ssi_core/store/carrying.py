"""Members in one JSON file: to keep a copy, to move to another machine or database, to hand over.

The file holds private notes too: it is the owner's own. Numbers of rows are left out, so that what is taken in twice
under two owners never meets.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ssi_core.member import Reading
from ssi_core.store import schema
from ssi_core.store.checked import Checked
from ssi_core.store.codec import facts_of, member_of, packed, unpacked
from ssi_core.store.errors import BrokenFileError
from ssi_core.store.filed import LONGEST_NAME, CheckIn, Commitment, Content, PlanRequest, Scenario, Session, named
from ssi_core.store.ledgers import ledger_data, ledger_of
from ssi_core.store.rows import KnownRows
from ssi_core.store.shelf import new_id
from ssi_core.store.written import Row, as_row, data_of, row_from

SCHEMA = 1
FORMAT = "ssi-coach records"
#: Bytes of a file that is taken in.
MOST_BYTES = 512 << 20
_SHELVES: tuple[tuple[sa.Table, type[Content]], ...] = (
    (schema.sessions, Session), (schema.commitments, Commitment), (schema.readings, Reading),
    (schema.scenarios, Scenario), (schema.plans, PlanRequest), (schema.check_ins, CheckIn),
)  # fmt: skip
# Came later: exports from before lack it, and programs from before pass over it, so the schema stays the same.
_LATER = (schema.check_ins,)


@dataclass(frozen=True)
class Carried:
    """Rows of one member, ready to be written but for their owner.

    Attributes
    ----------
    member : dict
        Row of the table of members.
    rows : list of (Table, dict)
        Rows of the others, in an order in which each finds what it refers to.
    """

    member: Row
    rows: list[tuple[sa.Table, Row]]


def exported(connection: sa.Connection, owner: str, id: str | None) -> str:
    """One member of an owner, or all of them, as JSON; the same records are the same text."""
    m = schema.members
    query = sa.select(m).where(m.c.owner == owner).order_by(m.c.name, m.c.id)
    rows = connection.execute(query if id is None else query.where(m.c.id == id)).mappings().all()
    members = [_exported(connection, owner, as_row(row)) for row in rows]
    return json.dumps(
        {"format": FORMAT, "schema": SCHEMA, "members": members}, ensure_ascii=False, allow_nan=False, indent=1
    )


def _exported(connection: sa.Connection, owner: str, member: Mapping[str, Any]) -> dict[str, Any]:
    def of(t: sa.Table) -> list[dict[str, Any]]:
        order = [t.c[n] for n in ("number", "day", "start", "name", "saved", "id") if n in t.c]
        found = connection.execute(sa.select(t).where(t.c.owner == owner, t.c.member == member["id"]).order_by(*order))
        return [as_row(row) for row in found.mappings()]

    out = data_of(member)
    out["salt"] = base64.b64encode(member["salt"]).decode()
    out["imports"] = [
        data_of({
            **row, "facts": unpacked(row["facts"]),
            "digests": None if row["digests"] is None else base64.b64encode(row["digests"]).decode(),
        })
        for row in of(schema.imports)
    ]  # fmt: skip
    place: dict[str | None, int] = {}
    for t, _ in _SHELVES:
        rows = of(t)
        if t is schema.sessions:
            rows.sort(key=lambda row: json.dumps(data_of(row), sort_keys=True))
            place = {row["id"]: i for i, row in enumerate(rows)}
        if t is schema.commitments:
            # Of equal days, in the order of their sessions: numbers of rows differ from place to place.
            rows = [{**row, "session": place.get(row["session"])} for row in rows]
        data = [data_of(row) for row in rows]
        out[t.name] = data if t is schema.sessions else sorted(data, key=lambda d: json.dumps(d, sort_keys=True))
    return out


def checked(text: str | bytes) -> list[Carried]:
    """Members of an export, every value checked.

    Raises
    ------
    BrokenFileError
        If anything in it is not as it must be.
    """
    if len(text) > MOST_BYTES:
        raise BrokenFileError(f"the file has {len(text):,} bytes, {MOST_BYTES:,} can be taken in: nothing was")
    try:
        top = Checked(json.loads(text), "the file")
    except (ValueError, RecursionError):
        raise BrokenFileError("the file is no JSON, or is cut short: nothing was taken in") from None
    if not isinstance(top.value, dict) or top.value.get("format") != FORMAT:
        raise top.wrong("is no export of records")
    if (held := top.get("schema").whole()) != SCHEMA:
        raise BrokenFileError(
            f"the file has schema {held}, this program knows {SCHEMA}: nothing was taken in; use the version that "
            "wrote it"
        )
    members = [_carried(one) for one in Checked(top.get("members").value, "members").each()]
    names = [one.member["name"].casefold() for one in members]
    if twice := next((one.member["name"] for one in members if names.count(one.member["name"].casefold()) > 1), None):
        raise BrokenFileError(f"the file holds two members called {twice!r}: nothing was taken in; rename one")
    return members


def _carried(at: Checked) -> Carried:
    try:
        name = named(at.get("name").text(LONGEST_NAME))
    except ValueError as error:
        raise at.get("name").wrong(f"can't be used ({error})") from None
    member: Row = {
        "id": new_id(), "name": name, "created": at.get("created").moment(), "saved": at.get("saved").moment(),
        "version": at.get("version").whole(), "salt": _bytes(at.get("salt")),
    }  # fmt: skip
    rows: list[tuple[sa.Table, Row]] = []
    for number, one in enumerate(at.get("imports").each(), 1):
        rows.append((schema.imports, _import(one, number)))
    if not rows:
        raise at.get("imports").wrong("is empty")
    sessions: list[str] = []
    for t, kind in _SHELVES:
        if t in _LATER and t.name not in at.value:
            continue
        for one in at.get(t.name).each():
            session = None
            if kind is Commitment and one.get("session").value is not None:
                session = sessions[one.get("session").index(len(sessions))]
            row = {"id": new_id(), **row_from(kind, one, session)}
            if kind is Session:
                sessions.append(row["id"])
            rows.append((t, row))
    days = [row["day"] for t, row in rows if t is schema.readings]
    if len(set(days)) < len(days):
        raise at.get("readings").wrong("holds two of one day")
    return Carried(member, rows)


def _import(at: Checked, number: int) -> Row:
    facts, score, digests = at.get("facts"), at.get("score"), at.get("digests")
    low, high = score.get("interval").pair()
    score.get("total").number(), low.number(), high.number()
    held = None if digests.value is None else _bytes(digests)
    if held is not None:
        KnownRows.unpacked(held, digests.where)
    return {
        "id": new_id(), "number": number, "saved": at.get("saved").moment(), "version": at.get("version").whole(),
        "as_of": at.get("as_of").date(), "score": score.data(), "digests": held,
        "facts": packed(facts_of(member_of(facts.value, where=facts.where, outside=True))),
        "ledger": ledger_data(ledger_of(at.get("ledger").value, at.get("ledger").where)),
    }  # fmt: skip


def put(connection: sa.Connection, owner: str, one: Carried) -> None:
    """Write a member of an export for an owner."""
    connection.execute(schema.members.insert().values(owner=owner, **one.member))
    for t, row in one.rows:
        connection.execute(t.insert().values(owner=owner, member=one.member["id"], **row))


def _bytes(at: Checked) -> bytes:
    try:
        return base64.b64decode(at.text(MOST_BYTES), validate=True)
    except ValueError:  # no letters of base64, or not as many as it takes
        raise at.wrong("must be base64") from None
