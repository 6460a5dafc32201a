"""What can go wrong with records, as one family; each message says what happened, what was kept and what to do."""

from __future__ import annotations


class RecordsError(Exception):
    """Records can't be used, or not like this."""


class NotFoundError(RecordsError):
    """There is no such thing among this owner's records."""


class StaleError(RecordsError):
    """Somebody else saved it in the meantime; nothing was written over."""


class TakenError(RecordsError):
    """Another member has that name."""


class FrozenError(RecordsError):
    """The snapshot of a session stays as it was when the session began."""


class UnreachableError(RecordsError):
    """The database does not answer; nothing was written, and what the caller holds stays as it is."""


class FullError(RecordsError):
    """There is no room to write; all of it was left undone."""


class NewerSchemaError(RecordsError):
    """The records were written by a newer version of this program."""


class BrokenFileError(RecordsError):
    """What is to be taken in is no file that this program wrote, or is damaged."""


class InvalidError(RecordsError, ValueError):
    """A value that can't be kept: it names the value, the limit and what to do."""
