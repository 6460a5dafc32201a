"""What the files hold before it is put together, and the remarks that their ledger lines take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ssi_core.ingest import readings, workbook
from ssi_core.ingest.layout import HEAD_RECORDS, UnknownTable, head_records
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.mapping import ColumnMapping, mapping_of
from ssi_core.ingest.sheets import first_rows, sheets_of
from ssi_core.ingest.source import Source

#: Kinds of source that hold sheets.
SHEETS = ("sheet", "legacy-sheet")


@dataclass
class Gathered:
    """What the files hold, before it is put together."""

    entries: list[Entry] = field(default_factory=list)
    rows: dict[str, list[Rows]] = field(default_factory=dict)
    letters: list[tuple[Source, Entry]] = field(default_factory=list)
    books: list[workbook.Daily] = field(default_factory=list)
    articles: list[tuple[Source, Entry, int]] = field(default_factory=list)
    readings: list[readings.Noted] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    mappings: Sequence[ColumnMapping] = ()

    def forget(self, entry: Entry) -> None:
        """Leave out the rows of a file that is given up."""
        kept = {kind: [r for r in rows if r.entry is not entry] for kind, rows in self.rows.items()}
        self.rows = {kind: rows for kind, rows in kept.items() if rows}


def end_of(source: Source, now: int) -> int:
    """Day number up to which a file may speak: that of its export, else today."""
    return now if source.export_day is None else source.export_day


def own_up(source: Source, entry: Entry) -> bool:
    """Say what of a file was lost to damage, and whether anything of it can be used."""
    if not source.damage.words:
        return True
    entry.bytes_rejected += source.damage.lost
    words = f"{source.name} is {source.damage.words}"
    if entry.rows_read:
        entry.note("damaged", words)
        return True
    entry.notes.clear()
    entry.unreadable("damaged", words)
    return False


def mapped(source: Source, mappings: Sequence[ColumnMapping]) -> ColumnMapping | None:
    """What the user said of a file with this header; None where they said nothing."""
    if not mappings or source.size == 0:
        return None
    if source.kind in SHEETS:
        return mapping_of(first_rows(sheets_of(source))[:HEAD_RECORDS], mappings)
    return mapping_of(head_records(source), mappings)


def no_one_knows(error: UnknownTable, entry: Entry, found: Gathered) -> None:
    """Enter a table whose columns no one knows, so that the user can say what they are."""
    entry.status, entry.unknown = "ignored", error.header
    entry.rows_read = entry.rows_kept = entry.rows_repaired = entry.rows_duplicate = entry.rows_rejected = 0
    entry.note("unknown", str(error))
    found.unknown.append(str(error))


def no_header(entry: Entry) -> None:
    """Enter a file that holds nothing, not even a header."""
    entry.status = "empty"
    entry.note("no header", "nothing in it, not even a header: it says nothing")
