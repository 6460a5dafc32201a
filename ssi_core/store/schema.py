"""The tables. Every row bears its owner, and a row of a member can only belong to that member's owner.

A member's facts (daily counts, profile, what was said) are one compressed JSON; see :mod:`ssi_core.store.codec`. No
text of a message and nobody else's name, title or company is in any of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

#: Revisions that this program knows, oldest first; tests hold them against the files in ``migrations/versions``.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)  # fmt: skip


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A point in time, in UTC; SQLite gives it back without saying so."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """To UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """In UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True)


members = sa.Table(
    "members", metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(255), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("saved", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("salt", sa.LargeBinary(16), nullable=False),
    sa.UniqueConstraint("id", "owner"),
    sa.UniqueConstraint("owner", "name"),
)  # fmt: skip


def _of_a_member(name: str, *columns: sa.Column[Any] | sa.Constraint) -> sa.Table:
    return sa.Table(
        name, metadata,
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("member", sa.String(32), nullable=False),
        sa.Column("saved", Moment, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["member", "owner"], ["members.id", "members.owner"]),
        sa.Index(None, "member", "owner"),
    )  # fmt: skip


imports = _of_a_member(
    "imports",
    sa.Column("number", sa.Integer, nullable=False),  # 1 for the first of a member
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("facts", sa.LargeBinary, nullable=False),  # the member as they stood after it
    sa.Column("digests", sa.LargeBinary, nullable=True),  # of the rows, salted; with the newest import alone
    sa.Column("ledger", _json(), nullable=False),
    sa.Column("score", _json(), nullable=False),
    sa.UniqueConstraint("member", "number"),
)
readings = _of_a_member(
    "readings",
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("content", _json(), nullable=False),
    sa.UniqueConstraint("member", "day"),
)
scenarios = _of_a_member(
    "scenarios",
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("content", _json(), nullable=False),
)
plans = _of_a_member(
    "plans",
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("content", _json(), nullable=False),
)
sessions = _of_a_member(
    "sessions",
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("private", sa.Text, nullable=False),
    sa.Column("shared", sa.Text, nullable=False),
    sa.Column("snapshot", _json(), nullable=True),
)
commitments = _of_a_member(
    "commitments",
    sa.Column("session", sa.String(32), nullable=True),
    sa.Column("habit", sa.String(40), nullable=False),
    sa.Column("weekly", sa.Float, nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("when", sa.Text, nullable=False),
    sa.Column("obstacle", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(["session"], ["sessions.id"]),
)
check_ins = _of_a_member(
    "check_ins",
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("content", _json(), nullable=False),
)

#: Tables of what belongs to a member, those that others refer to last: the order in which a member is forgotten.
OF_A_MEMBER = (check_ins, commitments, sessions, plans, scenarios, readings, imports)
