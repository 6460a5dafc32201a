"""Every way of reading gives the same of every age: pyarrow, the csv module alone, and a workbook of the same cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from ssi_core.ingest import streams
from ssi_core.ingest.layout import decode
from ssi_core.member import Activity
from tests.ingest import (
    test_variants_activity,
    test_variants_layout,
    test_variants_messages,
    test_variants_network,
    test_variants_profile,
    test_variants_written,
)
from tests.ingest.exports import Found, book
from tests.ingest.variants import Case

CASES = [
    case
    for module in (
        test_variants_activity, test_variants_layout, test_variants_messages, test_variants_network,
        test_variants_profile, test_variants_written,
    )
    for value in vars(module).values() if isinstance(value, list)
    for case in value if isinstance(case, Case)
]  # fmt: skip
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: c.row)


def gist(found: Found, bytes_too: bool = True) -> object:
    """The member and the ledger's figures, all of them; without `bytes_too` apart from how the bytes were laid."""
    held, m = found.member.activity, found.member
    lines = [
        (e.name.rsplit(".", 1)[0], e.kind, e.status, e.rows_read, e.rows_kept, e.rows_duplicate, e.rows_rejected,
         e.first, e.last, *((e.rows_repaired, e.bytes_rejected, e.encoding, e.delimiter) if bytes_too else ()),
         [(n.code, n.row) for n in e.notes if bytes_too or n.code != "encoding"])
        for e in found.ledger.entries
    ]  # fmt: skip
    return _plain(held), m.profile, m.stated, m.readings, m.seat_seen, m.last_day, found.ledger.owner_found, lines


def _plain(held: Activity) -> object:
    trials = {k: (t.day.tolist(), t.success_day.tolist(), t.first, t.last) for k, t in held.trials.items()}
    series = {k: (v.tolist(), np.asarray(held.covered[k]).tolist()) for k, v in held.counts.items()}
    return held.first_day, series, held.from_the_start, held.proxies, trials


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case.read().entry(case.name).kind for case in CASES}
    assert {"connections", "messages", "invitations", "shares", "comments", "reactions", "searches", "logins",
            "profile", "skills", "navigator_activity", "rich_media"} <= kinds  # fmt: skip


@every_case
def test_the_csv_module_alone_gives_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = gist(case.read())
    monkeypatch.setattr("ssi_core.ingest.tables._arrow_table", lambda *_: None)
    monkeypatch.setattr(streams, "stream_table", no_stream)
    assert gist(case.read()) == fast


def no_stream(source: object, fmt: object, entry: object, block: object = None) -> object:
    # A file that pyarrow opens and then can't read a cell of, however large the block.
    del block
    layout = streams._open_body(source, fmt, entry)  # type: ignore[arg-type]
    if layout is None:
        return None
    layout[1].close()
    return layout[0], _failing()


def _failing() -> object:
    raise pa.ArrowInvalid("a cell larger than a block")
    yield


@every_case
def test_a_file_in_small_blocks_gives_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gist(case.read())
    monkeypatch.setattr(streams, "BLOCK_BYTES", 1 << 10)
    assert gist(case.read()) == whole


def resaved(name: str, data: str | bytes) -> tuple[str, bytes]:
    """The cells as a spreadsheet would hold them, all as text."""
    text, _ = decode(data if isinstance(data, bytes) else data.encode())
    header = next(line for line in text.splitlines() if line.count(",") + line.count("\t") > 0 or line.strip())
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in header else ","))
    return name.rsplit(".", 1)[0] + ".xlsx", book({"Sheet1": rows})


@pytest.mark.parametrize("case", [c for c in CASES if c.resave], ids=lambda c: c.row)
def test_the_same_cells_in_a_workbook_give_the_same(case: Case) -> None:
    (name, data), *rest = case.files.items()
    again = replace(case, files=dict([resaved(name, data), *rest]), encoding=None, delimiter=None)
    assert gist(again.read(), bytes_too=False) == gist(case.read(), bytes_too=False)


Way = Callable[[str], bytes]
WAYS: dict[str, Way] = {
    "CRLF": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
    "a byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "no newline at the end": lambda text: text.rstrip("\r\n").encode(),
    "an empty line at the end": lambda text: (text + "\n").encode(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", [c for c in CASES if isinstance(c.files[c.name], str) and c.files[c.name]],
                         ids=lambda c: c.row)  # fmt: skip
def test_line_ends_and_marks_change_nothing(case: Case, way: str) -> None:
    text = case.files[case.name]
    assert isinstance(text, str)
    again = replace(case, files={**case.files, case.name: WAYS[way](text)})
    assert gist(again.read())[:-1] == gist(case.read())[:-1]  # type: ignore[index]
