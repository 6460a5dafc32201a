"""Alembic's folder; it lies in the package so that the wheel carries it."""
