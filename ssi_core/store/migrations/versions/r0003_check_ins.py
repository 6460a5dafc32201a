"""Check-ins: a member's own word between two sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    of_a_member(
        "check_ins",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
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
