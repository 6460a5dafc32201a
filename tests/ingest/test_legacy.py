"""An XLS is looked through, and packed anew, before a reader sets up any of its cells."""

from __future__ import annotations

import resource
import struct
import sys

import pytest

from ssi_core.ingest import legacy
from tests.ingest.exports import REACTIONS, codes, read
from tests.ingest.old_books import biff, ole, record

ROWS = [("Date", "Type", "Link"), ("2024-03-05 09:00:00", "LIKE", "a"), ("2024-03-06 09:00:00", "LIKE", "b")]
CELLS = [(y, x, cell) for y, row in enumerate(ROWS) for x, cell in enumerate(row)]
PEOPLE = {"Votes.csv": "Date,Link,OptionText\n"}


def test_an_xls_is_read_as_what_it_is() -> None:
    found = read({"Reactions.xls": ole(biff(CELLS))})
    assert found.sums == (2, 2, 0, 0)
    assert found.counts["reactions_given"] == 2


def test_what_is_packed_anew_is_the_same_file() -> None:
    data = ole(biff(CELLS))
    assert legacy.repacked(data) == (data, 9)


@pytest.mark.parametrize("size", [4096, 4097, 70_000, 600_000])
def test_a_stream_of_any_size_survives(size: int) -> None:
    stream = biff(CELLS)
    stream += bytes(size - len(stream))
    again, _ = legacy.repacked(ole(stream))
    assert legacy.repacked(again)[0] == again
    assert again == ole(stream)


def test_one_cell_far_out_is_refused_before_it_takes_gigabytes() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read({"Reactions.xls": ole(biff([*CELLS, (65535, 255, "far")])), **PEOPLE})
    entry = found.entry("Reactions.xls")
    assert (entry.status, codes(entry)) == ("unreadable", ["limit"])
    assert "65536" not in entry.notes[0].message
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert taken < (100 << 10 if sys.platform == "linux" else 100 << 20)


def test_a_reach_that_is_only_claimed_is_refused() -> None:
    stream = biff(CELLS)
    at = stream.index(struct.pack("<HH", 0x200, 14)) + 4
    stream = stream[: at + 4] + struct.pack("<I", 0xFFFFFFFF) + stream[at + 8 :]
    assert codes(read({"Reactions.xls": ole(stream), **PEOPLE}).entry("Reactions.xls")) == ["limit"]


@pytest.mark.parametrize(
    "reach",
    [struct.pack("<IIHHH", 1_825_768_036, 61, 0, 2, 0), struct.pack("<5H", 9, 3, 0, 3, 0)],
    ids=["long", "short"],
)
def test_a_sheet_that_ends_before_it_begins_is_damage(reach: bytes) -> None:
    # The reader takes 61 - 1,825,768,036 rows for 2.5 billion, and a failed allocation ends the process.
    stream = biff(CELLS)
    at = stream.index(struct.pack("<HH", 0x200, 14))
    stream = stream[:at] + record(0x200, reach) + stream[at + 18 :]
    with pytest.raises(ValueError, match="ends before it begins"):
        legacy.repacked(ole(stream))
    assert read({"Reactions.xls": ole(stream), **PEOPLE}).entry("Reactions.xls").status == "unreadable"


def test_a_short_record_of_a_sheets_reach_counts_as_well() -> None:
    stream = biff(CELLS)
    at = stream.index(struct.pack("<HH", 0x200, 14))
    stream = stream[:at] + record(0x200, struct.pack("<5H", 0, 60_000, 0, 200, 0)) + stream[at + 18 :]
    assert legacy.repacked(ole(stream))[1] == 12_000_000


def test_cells_behind_what_is_drawn_in_a_sheet_count_as_well() -> None:
    stream = biff(CELLS)
    drawn = record(0x809, bytes(16)) + record(0x0A, b"")
    far = record(0x203, struct.pack("<HHHd", 59_999, 199, 0, 1.0))
    end = stream.rindex(record(0x0A, b""))
    assert legacy.repacked(ole(stream[:end] + drawn + far + stream[end:]))[1] == 12_000_000


def test_sheets_that_all_name_one_place_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each is read anew: a hundred thousand of them would take hours.
    monkeypatch.setattr(legacy, "_MOST_RECORDS", 120)
    stream = biff(CELLS)  # twelve records in its sheet
    at = stream.index(struct.pack("<H", 0x85))
    length = 4 + struct.unpack_from("<H", stream, at + 2)[0]
    (offset,) = struct.unpack_from("<I", stream, at + 4)

    def naming(sheets: int) -> bytes:
        place = struct.pack("<IBBBB", offset + (sheets - 1) * length, 0, 0, 6, 0)
        return ole(stream[:at] + record(0x85, place + b"Sheet1") * sheets + stream[at + length :])

    assert legacy.repacked(naming(10))[1] == 90
    with pytest.raises(ValueError, match="too many records"):
        legacy.repacked(naming(11))


def test_more_texts_than_there_are_bytes_is_damage() -> None:
    stream = biff(CELLS)
    # Right after the first record, before the sheet is named, whose place moves by as much.
    extra = record(0xFC, struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0))
    at = stream.index(struct.pack("<H", 0x85))
    (offset,) = struct.unpack_from("<I", stream, at + 4)
    stream = stream[:at] + extra + stream[at : at + 4] + struct.pack("<I", offset + len(extra)) + stream[at + 8 :]
    assert read({"Reactions.xls": ole(stream), **PEOPLE}).entry("Reactions.xls").status == "unreadable"


def test_sectors_in_a_ring_end() -> None:
    data = bytearray(ole(biff(CELLS)))
    table = len(data) - 512
    data[table : table + 4] = bytes(4)  # the first sector is followed by itself
    with pytest.raises(ValueError, match="without an end"):
        legacy.repacked(bytes(data))
    assert read({"Reactions.xls": bytes(data), "Likes.csv": REACTIONS}).entry("Reactions.xls").status == "unreadable"
