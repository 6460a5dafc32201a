"""What every age of export looks like, as cases: the row of the format notes, the files, and the right figures.

Every value was reasoned out from the rows by hand. The cases of one section of the notes stand in one module, and each
is named for its section and row, so that a list of the tests is the list of what is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.ingest.exports import Found, read


@dataclass(frozen=True)
class Case:
    """Files of one age, and what they say.

    Attributes
    ----------
    row : str
        Section of the notes, file, age or quirk.
    files : mapping of str to str or bytes
        The first is the one that `ledger` speaks of.
    counts : mapping of str to float or None
        Totals of daily inputs; None for one that nothing may be known of.
    ledger : (int, int, int, int, int)
        Rows read, kept, repaired, duplicate and rejected.
    stocks : mapping of str to float
        Stocks of the profile.
    codes : tuple of str
        Different codes of the first file's notes, in order.
    status, kind : str
        Of the first file.
    encoding, delimiter : str or None
        As found; not asked where None.
    owner : str or None
        Told by the user.
    won : mapping of str to (int, int)
        Attempts and successes of a ratio.
    span : (str, str) or None
        First and last day of the first file.
    resave : bool
        Whether the same cells in a workbook must read the same.
    """

    row: str
    files: Mapping[str, str | bytes]
    counts: Mapping[str, float | None]
    ledger: tuple[int, int, int, int, int]
    stocks: Mapping[str, float] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    status: str = "read"
    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    owner: str | None = None
    won: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    span: tuple[str, str] | None = None
    resave: bool = True

    @property
    def name(self) -> str:
        """The file that the ledger's figures speak of."""
        return next(iter(self.files))

    def read(self) -> Found:
        """What reading gives, beside a file that makes any other usable."""
        files = dict(self.files)
        if self.status not in ("read", "empty"):
            files |= {"weekly_log.csv": "week,habit,actions\n2026-06-29,comment,1\n"}
        return read(files, self.owner)

    def check(self, found: Found) -> None:
        """Compare with what is right."""
        entry = found.entry(self.name)
        figures = (entry.rows_read, entry.rows_kept, entry.rows_repaired, entry.rows_duplicate, entry.rows_rejected)
        assert figures == self.ledger
        assert {name: found.counts.get(name) for name in self.counts} == dict(self.counts)
        assert {name: found.member.profile.stocks.get(name) for name in self.stocks} == dict(self.stocks)
        assert tuple(dict.fromkeys(n.code for n in entry.notes)) == self.codes
        assert entry.status == self.status
        for name in ("kind", "encoding", "delimiter"):
            if getattr(self, name) is not None:
                assert getattr(entry, name) == getattr(self, name)
        assert {key: found.won(key) for key in self.won} == dict(self.won)
        if self.span is not None:
            from ssi_core.imported import iso

            assert (iso(entry.first), iso(entry.last)) == self.span


def each(*cases: Case) -> pytest.MarkDecorator:
    """A test for every case, under the name of its row."""
    assert len({c.row for c in cases}) == len(cases)
    return pytest.mark.parametrize("case", cases, ids=lambda c: c.row)


def utf16(text: str) -> bytes:
    """As LinkedIn wrote some files of 2018: UTF-16LE, a mark, tabs, every cell quoted."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text))
    csv.writer(out, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return ("\ufeff" + out.getvalue()).encode("utf-16-le")
