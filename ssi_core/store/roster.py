"""Who there is: a line a member, from what is stored, without scoring anybody again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ssi_core.imported import spoken
from ssi_core.moved import signed
from ssi_core.results import between
from ssi_core.store import schema


@dataclass(frozen=True)
class Listed:
    """A member in short.

    Attributes
    ----------
    id, name : str
        Number and name of the member.
    version : int
        To be given back with a change.
    created, saved, imported : datetime.datetime
        When they were first and last saved, and when files were last read, in UTC.
    as_of : datetime.date
        Day that the last files were scored for.
    total : float
        Score of that day.
    interval : (float, float)
        10th and 90th percentile beside it.
    before : float or None
        Score at the import before; None where there is but one.
    imports : int
        How often files were read.
    last_session, next_session : datetime.date or None
        The last session up to and with today that was begun, and the first from today on that was not.
    """

    id: str
    name: str
    version: int
    created: dt.datetime
    saved: dt.datetime
    imported: dt.datetime
    as_of: dt.date
    total: float
    interval: tuple[float, float]
    before: float | None
    imports: int
    last_session: dt.date | None
    next_session: dt.date | None

    @property
    def change(self) -> float | None:
        """Points since the import before; None where there is but one."""
        return None if self.before is None else self.total - self.before

    @property
    def words(self) -> str:
        """Score, change and sessions, for a line of the roster."""
        parts = [f"SSI {self.total:.0f}, probably {between(self.interval)}, on {spoken(self.as_of)}"]
        if self.change is not None:
            parts.append(f"{signed(self.change)} since the import before")
        if self.last_session is not None:
            parts.append(f"last session {spoken(self.last_session)}")
        parts.append("no session planned" if self.next_session is None
                     else f"next session {spoken(self.next_session)}")  # fmt: skip
        return "; ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """A line of ``ssi records members --json``."""

        def iso(day: dt.date | None) -> str | None:
            return None if day is None else day.isoformat()

        return {
            "id": self.id, "name": self.name, "version": self.version, "saved": iso(self.saved),
            "last_import": iso(self.imported), "imports": self.imports, "as_of": iso(self.as_of), "total": self.total,
            "interval": list(self.interval), "before": self.before, "change": self.change,
            "last_session": iso(self.last_session), "next_session": iso(self.next_session),
        }  # fmt: skip


def roster(connection: sa.Connection, owner: str, today: dt.date) -> tuple[Listed, ...]:
    """All of an owner's members, by name."""
    m, i, s = schema.members, schema.imports, schema.sessions
    query = (
        sa.select(m.c.id, m.c.name, m.c.version, m.c.created, m.c.saved,
                  i.c.saved.label("imported"), i.c.as_of, i.c.score, i.c.number)
        .join(i, sa.and_(i.c.member == m.c.id, i.c.owner == m.c.owner))
        .where(m.c.owner == owner)
        .order_by(m.c.name, m.c.id, i.c.number)
    )  # fmt: skip
    by_member: dict[str, list[sa.RowMapping]] = {}
    for row in connection.execute(query).mappings():
        by_member.setdefault(row["id"], []).append(row)
    begun: dict[str, dt.date] = {}
    due: dict[str, dt.date] = {}
    held = sa.select(s.c.member, s.c.day, s.c.snapshot.is_not(None).label("begun")).where(s.c.owner == owner)
    for row in connection.execute(held.order_by(s.c.day)).mappings():
        if row["begun"] and row["day"] <= today:
            begun[row["member"]] = row["day"]
        elif not row["begun"] and row["day"] >= today:
            due.setdefault(row["member"], row["day"])
    out = []
    for id, rows in by_member.items():
        last = rows[-1]
        low, high = last["score"]["interval"]
        out.append(
            Listed(
                id, last["name"], last["version"], last["created"], last["saved"], last["imported"], last["as_of"],
                last["score"]["total"], (low, high), rows[-2]["score"]["total"] if len(rows) > 1 else None,
                last["number"], begun.get(id), due.get(id),
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda one: (one.name.casefold(), one.id)))
