"""What the repository answers with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ssi_core.imported import Imported
from ssi_core.store.combining import Combined


@dataclass(frozen=True)
class Saved:
    """A member as saved.

    Attributes
    ----------
    id : str
        Number of the member.
    version : int
        To be given back with the next change.
    """

    id: str
    version: int


@dataclass(frozen=True)
class Loaded:
    """A member as loaded.

    Attributes
    ----------
    id, name : str
        Number and name of the member.
    version : int
        To be given back with the next change.
    saved : datetime.datetime
        When they were last saved, in UTC.
    found : Imported
        For :func:`ssi_core.api.score` and all the others; its score equals the stored member's to the last digit. Its
        ledger names kinds of files instead of files.
    """

    id: str
    name: str
    version: int
    saved: dt.datetime
    found: Imported


@dataclass(frozen=True)
class Added:
    """A later upload put together with what was stored.

    Attributes
    ----------
    id : str
        Number of the member.
    version : int
        To be given back with the next change.
    combined : Combined
        The member, and what was new in the files.
    """

    id: str
    version: int
    combined: Combined


@dataclass(frozen=True)
class Forgotten:
    """What was deleted.

    Attributes
    ----------
    name : str
        Of the member.
    rows : mapping of str to int
        Rows deleted, by table.
    copies : tuple of str
        Files that were made before a migration and may still hold the member; they are the user's to delete.
    """

    name: str
    rows: Mapping[str, int]
    copies: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """In words, for the page and the terminal."""
        parts = [f"{n:,} of {table.replace('_', '-')}" for table, n in self.rows.items() if n]
        words = f"{self.name} is forgotten: {sum(self.rows.values()):,} rows deleted ({', '.join(parts)})."
        if self.copies:
            words += f" A copy from before an upgrade may hold them still; delete it: {', '.join(self.copies)}."
        return words
