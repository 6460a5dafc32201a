"""Invented exports for the tests of the reading: tables, archives, workbooks made by hand, and what they gave."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xlsxwriter

from ssi_core.ingest.importer import Input, read_member
from ssi_core.ingest.ledger import Entry, Ledger
from ssi_core.ingest.source import Source, kind_of
from ssi_core.member import Member, Target, day_number, day_of

#: Time of every member of an archive made here, unless a test says otherwise.
ZIPPED = (2026, 6, 30, 8, 0, 0)

OWNER = "Test Owner"
OWNER_URL = "https://www.linkedin.com/in/test-owner"

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
PEOPLE_2022 = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
REACTIONS = "Date,Type,Link\n"
COMMENTS = "Date,Link,Message\n"
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
POST = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A700000000000000"

Cells = Sequence[Sequence[object]]


def day(text: str) -> int:
    """Day number of YYYY-MM-DD."""
    return day_number(dt.date.fromisoformat(text))


def table(rows: Cells, delimiter: str = ",", newline: str = "\n", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    """Rows as a CSV writer writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return out.getvalue()


def zipped(files: Mapping[str, str | bytes], when: tuple[int, int, int, int, int, int] = ZIPPED) -> bytes:
    """A deflated archive; nothing in it depends on the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def book(sheets: Mapping[str, Cells]) -> bytes:
    """A workbook whose cells keep their types: text stays text, numbers are numbers, dates are dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        as_date = made.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    elif isinstance(cell, dt.date):
                        sheet.write_datetime(r, c, cell, as_date)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return out.getvalue()


def source(data: str | bytes, name: str, export_day: int | None = None) -> Source:
    """One file, as the archive would list it."""
    held = data.encode() if isinstance(data, str) else data
    return Source(name, "export", export_day, lambda: io.BytesIO(held), kind_of(held[:512], ["xl/"]), len(held))


@dataclass(frozen=True)
class Found:
    """What reading gave."""

    member: Member
    ledger: Ledger

    @property
    def counts(self) -> dict[str, float]:
        """Total of every daily input that some file speaks of."""
        return {name: float(series.sum()) for name, series in self.member.activity.counts.items()}

    def on(self, name: str) -> dict[str, float]:
        """The days on which an input is not 0, with its count."""
        activity = self.member.activity
        at = np.flatnonzero(activity.counts[name])
        return {day_of(activity.first_day + int(i)).isoformat(): float(activity.counts[name][i]) for i in at}

    def won(self, key: str) -> tuple[int, int]:
        """Attempts of a ratio, and how many of them succeeded."""
        trials = self.member.activity.trials[key]
        return len(trials.day), int((trials.success_day != np.iinfo(np.int32).max).sum())

    def entry(self, ending: str) -> Entry:
        """The one ledger line whose name ends so."""
        (entry,) = [e for e in self.ledger.entries if e.name.endswith(ending)]
        return entry

    @property
    def sums(self) -> tuple[int, int, int, int]:
        """Rows read, kept, duplicate and rejected, over all files."""
        return (
            sum(e.rows_read for e in self.ledger.entries),
            sum(e.rows_kept for e in self.ledger.entries),
            sum(e.rows_duplicate for e in self.ledger.entries),
            sum(e.rows_rejected for e in self.ledger.entries),
        )


def read(
    files: Mapping[str, str | bytes] | Iterable[Input], owner: str | None = None, target: Target | None = None
) -> Found:
    """Read uploads by name, or inputs as they are; every ledger line must add up."""
    if isinstance(files, Mapping):
        files = [(name, data.encode() if isinstance(data, str) else data) for name, data in files.items()]
    found = Found(*read_member(list(files), owner, target))
    for e in found.ledger.entries:
        assert adds_up(e), e
    return found


def adds_up(entry: Entry) -> bool:
    """Whether every row that was read is accounted for."""
    counts = (entry.rows_read, entry.rows_kept, entry.rows_duplicate, entry.rows_rejected)
    return min(counts) >= 0 and counts[0] == sum(counts[1:])


def codes(entry: Entry) -> list[str]:
    """Codes of a file's notes, in order."""
    return [note.code for note in entry.notes]
