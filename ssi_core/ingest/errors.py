"""What can go wrong while reading, as one family."""

from __future__ import annotations


class IngestError(ValueError):
    """Input that can't be used; the message names it, says why, and what to do."""

    #: Word for the ledger's note.
    code = "damaged"


class LimitError(IngestError):
    """Input past a safety limit."""

    code = "limit"
