"""Whatever was given is opened, listed in a fixed order and within limits; what can't be opened is named."""

from __future__ import annotations

import datetime as dt
import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ssi_core.ingest import limits
from ssi_core.ingest.archive import sources
from ssi_core.ingest.errors import IngestError, LimitError
from ssi_core.ingest.source import export_day, kind_of
from ssi_core.member import day_of
from tests.ingest.exports import CONNECTIONS, REACTIONS, Found, book, codes, day, read, table, zipped

LIKE = REACTIONS + "2024-03-05 09:00:00,LIKE,a\n2024-03-06 09:00:00,LIKE,b\n"
PEOPLE = CONNECTIONS + "Test,Person,https://www.linkedin.com/in/test-person,,Example,Head,05 Mar 2024\n"
ZIP = zipped({"Reactions.csv": LIKE})
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def names(*given: object) -> list[str]:
    with sources(given) as found:  # type: ignore[arg-type]
        return [s.name for s in found]


def encrypted(data: bytes) -> bytes:
    """The archive with flag bit 0 of every member set, as a password sets it."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.find(mark)
        while start >= 0:
            made[start + at] |= 1
            start = made.find(mark, start + 4)
    return bytes(made)


def damaged(data: bytes, name: str) -> bytes:
    """The archive with the middle of one member's deflated bytes overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        info = held.getinfo(name)
    start = info.header_offset + 30 + len(name.encode())
    middle, made = start + info.compress_size // 2, bytearray(data)
    made[middle : middle + 8] = b"\xff" * 8
    return bytes(made)


def likes(found: Found) -> float:
    return found.counts["reactions_given"]


# ----------------------------------------------------------------------------------------------- whatever was given


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "export"
    (inside / "Jobs").mkdir(parents=True)
    (inside / "Reactions.csv").write_text(LIKE)
    (inside / "Jobs" / "Saved Jobs.csv").write_text("Saved Date\n")
    return inside


def test_a_folder(folder: Path) -> None:
    assert names(folder) == ["export/Jobs/Saved Jobs.csv", "export/Reactions.csv"]
    assert likes(read([folder])) == 2


def test_a_folder_whose_name_ends_like_a_zip(tmp_path: Path) -> None:
    inside = tmp_path / "Basic_LinkedInDataExport_03-20-2024.zip"
    inside.mkdir()
    (inside / "Reactions.csv").write_text(LIKE)
    found = read([str(inside)])
    assert likes(found) == 2
    assert found.ledger.known_until == day("2024-03-20")


def test_a_loose_file_by_path_or_by_name(folder: Path) -> None:
    assert names(folder / "Reactions.csv") == names(str(folder / "Reactions.csv")) == ["Reactions.csv"]
    assert likes(read([folder / "Reactions.csv"])) == 2


def test_a_zip(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(ZIP)
    assert names(tmp_path / "export.zip") == ["export.zip/Reactions.csv"]
    assert likes(read([tmp_path / "export.zip"])) == 2


def test_a_zip_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(ZIP)
    assert names(tmp_path) == [f"{tmp_path.name}/export.zip/Reactions.csv"]


def test_a_zip_in_a_zip() -> None:
    assert names(("export.zip.zip", zipped({"export.zip": ZIP}))) == ["export.zip.zip/export.zip/Reactions.csv"]
    assert likes(read({"export.zip.zip": zipped({"export.zip": ZIP})})) == 2


def test_a_zip_that_is_called_otherwise() -> None:
    assert names(("export.zip (1)", ZIP), ("data.csv", ZIP)) == [
        "data.csv/Reactions.csv",
        "export.zip (1)/Reactions.csv",
    ]


@pytest.mark.parametrize(
    "held",
    [ZIP, bytearray(ZIP), io.BytesIO(ZIP)],
    ids=["bytes", "bytearray", "stream"],
)
def test_an_upload(held: bytes) -> None:
    for _ in range(2):  # the upload can be read again
        assert likes(read([("export.zip", held)])) == 2


def test_an_upload_that_stays_open() -> None:
    stream = io.BytesIO(LIKE.encode())
    assert likes(read([("Reactions.csv", stream)])) == 2
    assert not stream.closed


def test_an_upload_from_a_file_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(ZIP)
    with (tmp_path / "a.zip").open("rb") as stream:
        assert likes(read([("a.zip", stream)])) == 2
        assert not stream.closed


def test_two_uploads_of_one_name_are_both_read() -> None:
    other = REACTIONS + "2024-03-07 09:00:00,LIKE,c\n"
    found = read([("Reactions.csv", LIKE.encode()), ("Reactions.csv", other.encode())])
    assert [e.name for e in found.ledger.entries] == ["Reactions.csv", "upload [2]/Reactions.csv"]
    assert likes(found) == 3
    assert found.sums == (3, 3, 0, 0)


def test_two_archives_of_one_name_are_two_exports(tmp_path: Path) -> None:
    # Hidden members: one more of that day in the second. The larger number stands; they never add up.
    for name, rows in (("a", 2), ("b", 3)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "export.zip").write_bytes(
            zipped({"Connections.csv": CONNECTIONS + ",,,,,,11 Feb 2024\n" * rows})
        )
    found = read([tmp_path / "a" / "export.zip", tmp_path / "b" / "export.zip"])
    assert found.counts["connections_added"] == 3
    assert found.sums == (5, 3, 2, 0)


def test_the_same_path_twice_is_the_file_once(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(zipped({"Connections.csv": CONNECTIONS + ",,,,,,11 Feb 2024\n" * 2}))
    (tmp_path / "Reactions.csv").write_text(LIKE)
    for twice in ([tmp_path / "export.zip"] * 2, [tmp_path] * 2):
        found = read(twice)
        assert found.counts["connections_added"] == 2
    assert found.sums == (8, 4, 4, 0)


def test_the_order_of_what_is_given_does_not_matter(folder: Path) -> None:
    given = [folder, ("b.zip", ZIP), ("a.zip", ZIP), ("Complete_LinkedInDataExport_03-20-2024.zip", ZIP)]
    assert names(*given) == names(*reversed(given))
    # Without a day first, as of today; then the newest, by the time of its members; then by name.
    assert names(*given) == [
        "export/Jobs/Saved Jobs.csv", "export/Reactions.csv", "a.zip/Reactions.csv", "b.zip/Reactions.csv",
        "Complete_LinkedInDataExport_03-20-2024.zip/Reactions.csv",
    ]  # fmt: skip


def test_mixed_things_are_read_together(folder: Path) -> None:
    found = read(
        [folder, ("Connections.csv", PEOPLE.encode()), ("x.zip", zipped({"Votes.csv": "Date,Link,OptionText\n"}))]
    )
    assert (likes(found), found.counts["connections_added"]) == (2, 1)
    assert len(found.ledger.entries) == 4


def test_an_archive_is_closed_when_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(ZIP)
    with sources([tmp_path / "a.zip"]) as found:
        (one,) = found
        with one.open() as stream:
            assert stream.read() == LIKE.encode()
    with pytest.raises((IngestError, ValueError)):
        one.open()


# --------------------------------------------------------------------------------------------------- names inside


@pytest.mark.parametrize(
    "shadow",
    [
        "__MACOSX/._Reactions.csv", "__MACOSX/x/Reactions.csv", "._Reactions.csv", "a/._Reactions.csv", ".DS_Store",
        ".hidden/Reactions.csv", "a/__MACOSX/Reactions.csv",
    ],
)  # fmt: skip
def test_shadows_are_left_out(shadow: str, tmp_path: Path) -> None:
    assert names(("a.zip", zipped({shadow: LIKE, "Reactions.csv": LIKE}))) == ["a.zip/Reactions.csv"]
    (tmp_path / shadow).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / shadow).write_text(LIKE)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "inner",
    ["../../Reactions.csv", "/etc/Reactions.csv", "./Reactions.csv", "a/../../Reactions.csv", "C:\\x\\Reactions.csv"],
)
def test_a_path_in_a_name_is_a_label_and_leads_nowhere(inner: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped({inner: LIKE}))
    before = sorted(tmp_path.rglob("*"))
    found = read([tmp_path / "in" / "a.zip"])
    assert likes(found) == 2
    assert found.ledger.entries[0].name == f"a.zip/{inner.lstrip('/')}"
    assert sorted(tmp_path.rglob("*")) == before


def test_folders_inside_do_not_matter() -> None:
    found = read(
        {"a.zip": zipped({"My Export/": b"", "My Export/Reactions.csv": LIKE, "My Export/deep/er/x.txt": b""})}
    )
    assert likes(found) == 2


def test_a_member_without_a_name_stops_nothing() -> None:
    found = read({"a.zip": zipped({"": LIKE, "Reactions.csv": LIKE})})
    assert likes(found) == 2
    assert found.entry("a.zip/").status == "ignored"


def test_two_members_of_one_name_are_read_both() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for text in (LIKE, REACTIONS + "2024-03-07 09:00:00,LIKE,c\n"):
            info = zipfile.ZipInfo("Reactions.csv", (2026, 6, 30, 8, 0, 0))
            with pytest.warns(UserWarning, match="Duplicate") if text != LIKE else pytest.MonkeyPatch.context():
                made.writestr(info, text)
    assert likes(read({"a.zip": out.getvalue()})) == 3


# ---------------------------------------------------------------------------------------------- what can't be opened


def test_an_encrypted_member_is_named_as_such() -> None:
    found = read({"a.zip": encrypted(zipped({"Connections.csv": PEOPLE})), "b.zip": ZIP})
    entry = found.entry("Connections.csv")
    assert (entry.status, codes(entry)) == ("unreadable", ["encrypted"])
    assert "encrypted" in entry.notes[0].message
    assert likes(found) == 2


def test_a_damaged_member_is_read_up_to_the_damage_and_leaves_the_others() -> None:
    rows = [["2024-03-05 09:00:00", "LIKE", f"{i * 7919}"] for i in range(2000)]
    whole = REACTIONS + table(rows)
    data = damaged(zipped({"Connections.csv": PEOPLE, "Reactions.csv": whole, "Votes.csv": "Date,Link,OptionText\n"}),
                   "Reactions.csv")  # fmt: skip
    found = read({"a.zip": data})
    entry = found.entry("Reactions.csv")
    assert (entry.status, codes(entry)) == ("read", ["damaged"])
    assert "/Reactions.csv is damaged" in entry.notes[0].message
    assert 500 < entry.rows_kept == entry.rows_read < 1500
    # What was kept and what was lost are the whole, but for a few bytes that damage made of others.
    assert abs(len(REACTIONS + table(rows[: entry.rows_kept])) + entry.bytes_rejected - len(whole)) < 100
    assert likes(found) == entry.rows_kept
    assert found.counts["connections_added"] == 1
    assert found.entry("Votes.csv").status == "empty"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED], ids=["deflated", "stored"])
def test_a_member_whose_sum_alone_is_wrong_is_read_whole(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("Reactions.csv", LIKE)
    data = bytearray(out.getvalue())
    data[data.find(b"PK\x01\x02") + 16] ^= 0xFF
    found = read({"a.zip": bytes(data), "Connections.csv": PEOPLE})
    entry = found.entry("Reactions.csv")
    assert (entry.status, codes(entry), entry.rows_kept, entry.bytes_rejected) == ("read", ["damaged"], 2, 0)


def test_a_member_damaged_before_its_first_row_is_unreadable_and_no_zero() -> None:
    whole = REACTIONS + table([["2024-03-05 09:00:00", "LIKE", f"{i * 7919}"] for i in range(2000)])
    data = bytearray(zipped({"Reactions.csv": whole}))
    start = data.find(b"Reactions.csv") + len("Reactions.csv")
    data[start : start + 8] = b"\xff" * 8
    found = read({"a.zip": bytes(data), "Connections.csv": PEOPLE})
    entry = found.entry("Reactions.csv")
    assert (entry.status, codes(entry), entry.rows_kept) == ("unreadable", ["damaged"], 0)
    assert entry.bytes_rejected == len(whole)
    assert "reactions_given" not in found.counts


@pytest.mark.parametrize("garbage", [b"\x00" * 8, b"\xff" * 8, b"\x1b[31m"], ids=["zeros", "no UTF-8", "controls"])
@pytest.mark.parametrize("name", ["Reactions.csv", "messages.csv"])
def test_what_is_no_text_is_where_the_damage_is(name: str, garbage: bytes) -> None:
    # In a stored member every row but one would be read: the ones behind the damage may be anything.
    rows = [["2024-03-05 09:00:00", "LIKE", f"{i * 7919}"] for i in range(100)]
    text = REACTIONS + table(rows)
    if name == "messages.csv":
        rows = [[f"c{i}", "Test Owner", f"Person {i}", "2024-03-05 09:00:00 UTC", str(i * 7919)] for i in range(100)]
        text = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n" + table(rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        made.writestr(name, text)
    data = bytearray(out.getvalue())
    at = data.find(b",316760")  # in the row of 40 * 7919
    data[at + 1 : at + 1 + len(garbage)] = garbage
    found = read({"a.zip": bytes(data), "Votes.csv": "Date,Link,OptionText\n"}, owner="Test Owner")
    entry = found.entry(name)
    assert (entry.status, codes(entry), entry.rows_kept, entry.rows_read) == ("read", ["damaged"], 40, 40)
    assert entry.bytes_rejected == len(text) - len(text[: text.find("316760")].rpartition("\n")[0]) - 1


def test_a_long_damaged_line_takes_no_time() -> None:
    # Put together anew for each piece of 64 bytes it would take the square of its length.
    line = random.Random(1).randbytes(2_000_000).hex()
    data = bytearray(zipped({"Reactions.csv": REACTIONS + line}))
    data[-1000 - 22] ^= 0xFF
    began = time.process_time()
    entry = read({"a.zip": bytes(data), "Connections.csv": PEOPLE}).entry("Reactions.csv")
    assert (codes(entry)[-1], entry.rows_kept) == ("damaged", 0)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_can_not_be_inflated_little_by_little_is_not_taken_for_text(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("Reactions.csv", LIKE)
    data = bytearray(out.getvalue())
    data[data.find(b"PK\x01\x02") + 16] ^= 0xFF
    entry = read({"a.zip": bytes(data), "Connections.csv": PEOPLE}).entry("Reactions.csv")
    assert (entry.status, codes(entry), entry.bytes_rejected) == ("unreadable", ["damaged"], len(LIKE))


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "streamed"])
def test_damaged_messages_are_read_up_to_the_damage(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"
    rows = [[f"c{i}", "Test Owner", f"Person {i}", "2024-03-05 09:00:00 UTC", str(i * 7919)] for i in range(4000)]
    text = header + table(rows)
    data = damaged(zipped({"messages.csv": text, "Reactions.csv": LIKE}), "messages.csv")
    if not whole:
        monkeypatch.setattr("ssi_core.ingest.streams.WHOLE_BYTES", 0)
        monkeypatch.setattr("ssi_core.ingest.layout.HEAD_BYTES", 1 << 10)
        monkeypatch.setattr("ssi_core.ingest.streams.BLOCK_BYTES", 1 << 12)
        monkeypatch.setattr("ssi_core.ingest.limits.LARGE_BYTES", 1 << 10)
    found = read({"a.zip": data}, owner="Test Owner")
    entry = found.entry("messages.csv")
    assert (entry.status, codes(entry)) == ("read", ["damaged"])
    assert 1000 < entry.rows_kept == entry.rows_read < 3000
    assert abs(len(header + table(rows[: entry.rows_kept])) + entry.bytes_rejected - len(text)) < 200
    assert found.counts["messages_sent"] == entry.rows_kept
    assert likes(found) == 2


@pytest.mark.parametrize("cut", [1, 20, 60, 100, len(ZIP) // 2])
def test_a_zip_cut_short_is_unreadable_and_the_rest_is_read(cut: int) -> None:
    found = read({"a.zip": ZIP[:-cut], "Connections.csv": PEOPLE})
    entry = found.entry("a.zip")
    assert (entry.status, codes(entry)) == ("unreadable", ["damaged"])
    assert "download it again" in entry.notes[0].message
    assert found.counts["connections_added"] == 1


def test_a_zip_without_members_is_nothing() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert names(("a.zip", empty.getvalue())) == []
    with pytest.raises(IngestError, match="no files in what was given"):
        read({"a.zip": empty.getvalue()})


def test_zips_nest_twice_and_no_deeper() -> None:
    # a.zip holds b.zip holds c.zip: c is two zips deep, and its files a third.
    b = zipped({"c.zip": ZIP, "Votes.csv": "Date,Link,OptionText\n"})
    found = read({"a.zip": zipped({"b.zip": b, "Reactions.csv": LIKE})})
    entry = found.entry("c.zip")
    assert (entry.status, codes(entry)) == ("unreadable", ["nested"])
    assert found.entry("b.zip/Votes.csv").status == "empty"
    assert likes(found) == 2


def test_a_member_of_an_unknown_method_is_named() -> None:
    made = bytearray(ZIP)
    made[made.find(b"PK\x01\x02") + 10] = 99
    made[8] = 99
    found = read({"a.zip": bytes(made), "Connections.csv": PEOPLE})
    assert found.entry("Reactions.csv").status == "unreadable"


def test_a_member_whose_two_names_differ_is_damaged() -> None:
    made = bytearray(ZIP)
    made[made.rfind(b"Reactions.csv")] = ord("X")
    found = read({"a.zip": bytes(made), "Connections.csv": PEOPLE})
    assert found.entry("Xeactions.csv").status == "unreadable"


def test_no_such_path() -> None:
    with pytest.raises(IngestError, match=r"no such file or folder: .*nowhere\.zip"):
        sources([Path("nowhere.zip")])


def test_a_file_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *args: str) -> object:
        if self.name == "Saved Jobs.csv":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    found = read([folder])
    assert found.entry("Saved Jobs.csv").status == "unreadable"
    assert likes(found) == 2


# ----------------------------------------------------------------------------------------------- told by their bytes


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04...", "zip"),
        (b"PK\x05\x06...", "zip"),
        (b"PK,Name\n", "table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "legacy-sheet"),
        (b"\xff\xfeD\x00", "table"),
        (b"\xfe\xff\x00D", "table"),
        (b"\xef\xbb\xbfDate", "table"),
        (b"Date,Type", "table"),
        (b"", "table"),
        (PICTURE, "other"),
        (b"\xff\xd8\xff\xe0", "other"),
        (b"GIF89a", "other"),
        (b"%PDF-1.7", "other"),
        (b"\x1f\x8b\x08", "other"),
    ],
)
def test_a_file_is_told_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_a_zip_of_a_workbook_is_a_sheet() -> None:
    assert kind_of(b"PK\x03\x04", ["[Content_Types].xml", "xl/workbook.xml"]) == "sheet"
    assert kind_of(b"PK\x03\x04", ["Reactions.csv"]) == "zip"


def test_a_workbook_that_is_called_csv_is_read_as_what_it_is() -> None:
    sheet = book({"Sheet1": [["Date", "Type", "Link"], ["2024-03-05 09:00:00", "LIKE", "a"]]})
    found = read({"Reactions.csv": sheet, "a.zip": zipped({"Reactions.csv": sheet})})
    assert found.sums == (2, 1, 1, 0)
    assert {e.encoding for e in found.ledger.entries} == {"xlsx"}


def test_a_csv_that_is_called_xlsx_is_read_as_what_it_is() -> None:
    assert likes(read({"Reactions.xlsx": LIKE})) == 2


@pytest.mark.parametrize("name", ["photo.png", "Connections.csv", "photo.csv"])
def test_a_picture_is_left_alone_whatever_it_is_called(name: str) -> None:
    found = read({name: PICTURE, "Reactions.csv": LIKE})
    entry = found.entry(name)
    assert (entry.status, codes(entry), entry.rows_read) == ("ignored", ["not a table"], 0)


def test_a_text_that_is_no_table_is_left_alone() -> None:
    found = read({"notes.md": "# Notes\n", "page.html": "<p>Date,Type,Link</p>", "Reactions.csv": LIKE})
    assert [found.entry(n).status for n in ("notes.md", "page.html")] == ["ignored", "ignored"]


# --------------------------------------------------------------------------------------------------------- limits


def test_too_many_files(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 3)
    with pytest.raises(LimitError, match="more than 3 files"):
        sources([("a.zip", zipped({f"{i}.csv": LIKE for i in range(4)}))])
    with pytest.raises(LimitError, match="more than 3 files"):
        sources([folder, folder])


def test_too_many_bytes_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 3 * limits.MIB)
    bomb = zipped({f"{i}.csv": b"0" * limits.MIB for i in range(4)})
    assert len(bomb) < 10_000
    for given in (bomb, zipped({"inner.zip": bomb})):
        with pytest.raises(LimitError, match="more than 3 MiB in all"):
            sources([("a.zip", given)])


def test_a_member_too_large_is_named_and_the_rest_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBER_BYTES", limits.MIB)
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 2 * limits.MIB)
    found = read({"a.zip": zipped({"Reactions.csv": LIKE, "video.mp4": b"0" * (5 * limits.MIB)})})
    assert codes(found.entry("video.mp4")) == ["limit"]
    assert found.entry("video.mp4").status == "unreadable"
    assert likes(found) == 2


def test_a_zip_inside_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_NESTED_BYTES", 50)
    found = read({"a.zip": zipped({"inner.zip": ZIP, "Reactions.csv": LIKE})})
    assert codes(found.entry("inner.zip")) == ["limit"]
    assert likes(found) == 2


def test_a_size_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # The directory claims 20 bytes where 5 MiB inflate: no more than was claimed is ever unpacked.
    made = bytearray(zipped({"Reactions.csv": (REACTIONS + "2024-03-05 09:00:00,LIKE,a\n").encode() * 100_000}))
    at = made.find(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 20)
    found = read({"a.zip": bytes(made), "Connections.csv": PEOPLE})
    assert found.entry("Reactions.csv").rows_kept == 0
    monkeypatch.setattr(limits, "MAX_MEMBER_BYTES", 100)
    with sources([("x.zip", zipped({"a.csv": LIKE}))]) as listed:
        stream = limits.Limited(io.BytesIO(b"0" * 500), "a.csv", 100)
        assert listed[0].name == "x.zip/a.csv"
        with pytest.raises(LimitError, match="inflates past"):
            stream.read()


# ------------------------------------------------------------------------------------------------ the export's own day


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("Complete_LinkedInDataExport_03-20-2024.zip", "2024-03-20"),
        ("Basic_LinkedInDataExport_12-31-2023 (1).zip.zip", "2023-12-31"),
        ("LinkedInDataExport_01-02-2015", "2015-01-02"),
        ("complete_linkedindataexport_03-20-2024", "2024-03-20"),
        ("Basic_LinkedInDataExport_01-01-2024/Complete_LinkedInDataExport_03-20-2024/x.csv", "2024-03-20"),
        ("Basic_LinkedInDataExport_01-01-2024/Complete_LinkedInDataExport_13-20-2024/x.csv", "2024-01-01"),
    ],
)
def test_a_name_tells_the_day_and_the_deepest_name_wins(name: str, when: str) -> None:
    assert export_day(name) == day(when)


@pytest.mark.parametrize("name", ["export.zip", "LinkedInDataExport_02-30-2024.zip", "03-20-2024.zip", ""])
def test_other_names_tell_none(name: str) -> None:
    assert export_day(name) is None


def days_of(name: str, data: bytes) -> set[str]:
    with sources([(name, data)]) as found:
        return {"" if s.export_day is None else day_of(s.export_day).isoformat() for s in found}


def test_without_a_name_the_latest_time_of_a_member_tells() -> None:
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as made:
        for name, when in (("Reactions.csv", (2024, 3, 5, 1, 0, 0)), ("Votes.csv", (2024, 3, 20, 1, 0, 0))):
            made.writestr(zipfile.ZipInfo(name, when), LIKE)
    assert days_of("export.zip", two.getvalue()) == {"2024-03-20"}


def test_a_name_is_believed_before_the_times() -> None:
    assert days_of("Complete_LinkedInDataExport_03-20-2024.zip", ZIP) == {"2024-03-20"}
    assert days_of("export.zip", zipped({"Basic_LinkedInDataExport_03-20-2024/Reactions.csv": LIKE})) == {"2024-03-20"}


def test_a_zip_inside_tells_its_own_day() -> None:
    inner = zipped({"Reactions.csv": LIKE}, (2024, 3, 20, 0, 0, 0))
    assert days_of("again.zip", zipped({"export.zip": inner}, (2025, 1, 1, 0, 0, 0))) == {"2024-03-20"}
    named = zipped({"Basic_LinkedInDataExport_03-21-2024.zip": inner})
    assert days_of("Complete_LinkedInDataExport_01-01-2025.zip", named) == {"2024-03-21"}
    assert days_of("Complete_LinkedInDataExport_01-01-2025.zip", zipped({"export.zip": inner})) == {"2025-01-01"}


@pytest.mark.parametrize("when", [(1980, 1, 1, 0, 0, 0), (1999, 12, 31, 0, 0, 0)])
def test_a_time_before_linkedin_tells_nothing(when: tuple[int, int, int, int, int, int]) -> None:
    assert days_of("export.zip", zipped({"Reactions.csv": LIKE}, when)) == {""}


def test_an_impossible_time_tells_nothing() -> None:
    made = bytearray(ZIP)
    at = made.find(b"PK\x01\x02")
    made[at + 14 : at + 16] = struct.pack("<H", (44 << 9) | (15 << 5) | 31)  # the 31st of the 15th month of 2024
    assert days_of("export.zip", bytes(made)) == {""}


def test_each_dated_folder_is_an_export_of_its_own(tmp_path: Path) -> None:
    for month in ("03-10-2024", "03-24-2024"):
        inside = tmp_path / f"Complete_LinkedInDataExport_{month}"
        inside.mkdir()
        (inside / "Skills.csv").write_text("Name\nSelling\n" + ("Listening\n" if "10" in month else ""))
    packed = zipped({p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*.csv")})
    for given in ([tmp_path], [("both.zip", packed)]):
        with sources(given) as found:  # type: ignore[arg-type]
            assert len({s.export for s in found}) == 2
        # The newer export no longer has Listening.
        assert read(given).member.profile.stocks["skills"] == 1  # type: ignore[arg-type]


def test_activity_after_the_exports_day_is_rejected() -> None:
    late = REACTIONS + "2024-03-20 23:59:59,LIKE,a\n2024-03-21 00:00:00,LIKE,b\n"
    named = read({"Basic_LinkedInDataExport_03-20-2024.zip": zipped({"Reactions.csv": late})})
    stamped = read({"export.zip": zipped({"Reactions.csv": late}, (2024, 3, 20, 0, 0, 0))})
    loose = read({"Reactions.csv": late})
    assert [likes(named), likes(stamped), likes(loose)] == [1, 1, 2]
    assert [(n.code, n.row) for n in named.entry("Reactions.csv").notes] == [("future", 2)]


def test_a_loose_file_speaks_until_today() -> None:
    # Today is 1 July 2026 in every test.
    found = read({"Reactions.csv": REACTIONS + "2026-07-01 00:00:00,LIKE,a\n2026-07-02 00:00:00,LIKE,b\n"})
    assert (likes(found), found.ledger.last_day) == (1, day("2026-07-01"))


def test_the_calendar_is_that_of_the_zip() -> None:
    assert day_of(day("2024-02-29")) == dt.date(2024, 2, 29)
    assert zlib.crc32(ZIP) == zlib.crc32(zipped({"Reactions.csv": LIKE}))


@pytest.mark.parametrize("damage", [lambda b: b[:60], lambda b: b"\x00" * len(b), lambda b: b[:-22] + b"\x00" * 22])
def test_bytes_that_are_no_zip_any_more_stop_nothing(damage: Callable[[bytes], bytes]) -> None:
    found = read({"a.zip": damage(ZIP), "Connections.csv": PEOPLE})
    assert found.counts["connections_added"] == 1


# ------------------------------------------------------------------------------------------- names and days that lie


@pytest.mark.parametrize("name", ["a\x1b[31m.csv", "a\nb.csv", "a\u202ecsv.b", "a\x85.csv"])
def test_a_name_can_be_shown_on_a_terminal(name: str) -> None:
    found = read({name: b"nothing,known\n1,2\n", "x.zip": zipped({name: b"\xd0\xcf\x11\xe0"}), "Reactions.csv": LIKE})
    for entry in found.ledger.entries:
        assert entry.name.isprintable()
        assert all(note.message.isprintable() for note in entry.notes)
    with pytest.raises(IngestError) as error:
        read({name: b"nothing,known\n1,2\n"})
    assert str(error.value).isprintable()


@pytest.mark.parametrize("year", ["9999", "2026"])
def test_no_export_is_newer_than_today(year: str) -> None:
    # Today is 1 July 2026: one of 2 July or of the year 9999 speaks until today, and its rows no longer.
    late = REACTIONS + "2026-07-01 09:00:00,LIKE,a\n2026-07-02 09:00:00,LIKE,b\n"
    found = read({f"Basic_LinkedInDataExport_07-02-{year}.zip": zipped({"Reactions.csv": late})})
    assert likes(found) == 1
    assert found.ledger.known_until == day("2026-07-01")


def test_an_export_before_linkedin_tells_no_day() -> None:
    assert export_day("Basic_LinkedInDataExport_01-01-1900.zip") is None
    assert likes(read({"Basic_LinkedInDataExport_01-01-1900.zip": ZIP})) == 2
