"""Sessions, and what was committed to in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    of_a_member(
        "sessions",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("private", sa.Text, nullable=False),
        sa.Column("shared", sa.Text, nullable=False),
        sa.Column("snapshot", sa.JSON, nullable=True),
    )
    of_a_member(
        "commitments",
        sa.Column("session", sa.String(32), nullable=True),
        sa.Column("habit", sa.String(40), nullable=False),
        sa.Column("weekly", sa.Float, nullable=False),
        sa.Column("start", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("when", sa.Text, nullable=False),
        sa.Column("obstacle", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name="fk_commitments_sessions"),
    )


def of_a_member(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what belongs to a member, as it was at this revision."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("member", sa.String(32), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["member", "owner"], ["members.id", "members.owner"], name=f"fk_{name}_members"),
    )
    op.create_index(f"ix_{name}_member_owner", name, ["member", "owner"])
