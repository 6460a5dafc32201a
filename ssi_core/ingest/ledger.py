"""What was read, kept, repaired, duplicate, rejected, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ssi_core.ingest.dates import BAD
from ssi_core.ingest.errors import printable
from ssi_core.ingest.layout import UnknownHeader
from ssi_core.ingest.remarks import Remark

if TYPE_CHECKING:
    from ssi_core.ingest.mapping import ColumnMapping

#: Rows named per file; notes tell a row's number and the reason, never its content.
EXAMPLES = 5


@dataclass(frozen=True)
class Note:
    """One remark on a file.

    Attributes
    ----------
    code : str
        Machine word: ``draft``, ``sponsored``, ``padding``, ``date``, ``future``, ``encoding`` ...
    row : int or None
        Number of the data record, 1 for the first after the header; None where the remark is on the file.
    message : str
        In words.
    """

    code: str
    row: int | None
    message: str


@dataclass
class Entry:
    """Counts of one file while it is read. ``rows_read = rows_kept + rows_duplicate + rows_rejected``, always.

    `unknown` is the header of a table that no one knows; with a :class:`~ssi_core.ingest.mapping.ColumnMapping` of it
    the file can be read, and `mapping` is the one by which it was.
    """

    name: str
    kind: str = ""
    status: str = "ignored"
    rows_read: int = 0
    rows_kept: int = 0
    rows_repaired: int = 0
    rows_duplicate: int = 0
    rows_rejected: int = 0
    bytes_rejected: int = 0
    encoding: str | None = None
    delimiter: str | None = None
    first: int | None = None
    last: int | None = None
    notes: list[Note] = field(default_factory=list)
    unknown: UnknownHeader | None = None
    mapping: ColumnMapping | None = None

    def note(self, code: str, message: str, row: int | None = None) -> None:
        """Remark on the file, or on one row; at most five rows are named, and a reason beyond them only said.

        A reason that bears no row is said five times at most as well.
        """
        if row is not None and sum(n.row is not None for n in self.notes) >= EXAMPLES:
            if any(n.code == code for n in self.notes):
                return
            row = None
        if row is None and sum(n.row is None and n.code == code for n in self.notes) >= EXAMPLES:
            return
        self.notes.append(Note(code, row, printable(message)))

    def reject(self, code: str, message: str, row: int | None = None, count: int = 1) -> None:
        """Count rows out, with the reason."""
        self.rows_rejected += count
        self.note(code, message, row)

    def unreadable(self, code: str, message: str) -> None:
        """Give the file up: what was counted of it so far stands as rejected."""
        self.status = "unreadable"
        self.rows_rejected = self.rows_read
        self.rows_kept = self.rows_duplicate = self.rows_repaired = 0
        self.note(code, message)

    def take(self, other: Entry) -> None:
        """Add the counts, the days and the remarks of another line."""
        for name in ("rows_read", "rows_kept", "rows_repaired", "rows_duplicate", "rows_rejected", "bytes_rejected"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.span([d for d in (other.first, other.last) if d is not None])
        for note in other.notes:
            self.note(note.code, note.message, note.row)

    def start_again(self) -> None:
        """Forget what was counted, for another way of reading."""
        self.rows_read = self.rows_kept = self.rows_repaired = self.rows_duplicate = self.rows_rejected = 0
        self.bytes_rejected = 0
        self.notes.clear()

    def span(self, days: list[int]) -> None:
        """Widen the first and last day."""
        good = [d for d in days if d != BAD]
        if good:
            self.first = min(good) if self.first is None else min(self.first, *good)
            self.last = max(good) if self.last is None else max(self.last, *good)


@dataclass(frozen=True)
class Ledger:
    """What was read.

    Attributes
    ----------
    entries : tuple of Entry
        A line per file.
    owner_found : bool
        Whether the files or the user say whose they are; without, messages have no direction.
    first_day, last_day : int or None
        First and last day with activity, in day numbers.
    known_until : int or None
        Day up to which the files speak: the newest export's own, else the last day.
    remarks : tuple of Remark
        What the export as a whole is not.
    owner : str
        The owner's name as the profile writes it; blank without one.
    """

    entries: tuple[Entry, ...]
    owner_found: bool
    first_day: int | None
    last_day: int | None
    known_until: int | None
    remarks: tuple[Remark, ...] = ()
    owner: str = field(default="", repr=False)
