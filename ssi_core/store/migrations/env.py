"""How Alembic runs: always on a connection, inside a transaction, that :mod:`ssi_core.store.migrating` gives it."""

from __future__ import annotations

from alembic import context

from ssi_core.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
