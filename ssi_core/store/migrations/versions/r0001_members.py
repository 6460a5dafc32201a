"""Members, what was imported of them, official readings, scenarios and plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "members",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("id", "owner", name="uq_members_id_owner"),
        sa.UniqueConstraint("owner", "name", name="uq_members_owner_name"),
    )
    of_a_member(
        "imports",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("digests", sa.LargeBinary, nullable=True),
        sa.Column("ledger", sa.JSON, nullable=False),
        sa.Column("score", sa.JSON, nullable=False),
        sa.UniqueConstraint("member", "number", name="uq_imports_member_number"),
    )
    of_a_member(
        "readings",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.UniqueConstraint("member", "day", name="uq_readings_member_day"),
    )
    for name in ("scenarios", "plans"):
        of_a_member(
            name,
            sa.Column("name", sa.String(200), nullable=False),
            sa.Column("content", sa.JSON, nullable=False),
        )


def of_a_member(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what belongs to a member."""
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
