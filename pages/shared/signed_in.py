"""Who is signed in."""

from __future__ import annotations


def owner() -> str:
    return "local"
