"""What can go wrong while reading, as one family."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssi_core.ingest.ledger import Entry


def printable(text: str) -> str:
    """A name from a file as it may be shown: what would steer a terminal or turn the writing round is replaced."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else "\ufffd" for c in text)


class IngestError(ValueError):
    """Input that can't be used; the message names it, says why, and what to do."""

    #: Word for the ledger's note.
    code = "damaged"

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))

    def _render_traceback_(self) -> list[str]:
        # A notebook (IPython) asks for this: the sentence, not where deep inside it was raised.
        return [str(self)]


class NothingUsableError(IngestError):
    """Nothing of what was given can be used.

    Parameters
    ----------
    message : str
        In words.
    entries : tuple of Entry
        What was tried, a line per file: among them may be a table that a person can tell the columns of.
    """

    def __init__(self, message: str, entries: tuple[Entry, ...]) -> None:
        super().__init__(message)
        self.entries = entries


class LimitError(IngestError):
    """Input past a safety limit."""

    code = "limit"
