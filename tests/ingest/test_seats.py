"""Sales Navigator's tables of a whole team, read as if each member's part were theirs alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ssi_core import api
from ssi_core.ingest.mapping import ColumnMapping
from tests.ingest.exports import table

HEADER = ["activityId", "activityType", "createdAt", "seatId", "memberIdentityKey"]


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def acts(seat: object, key: str, number: int, kind: str = "SAVED_LEAD", month: int = 6) -> list[list[object]]:
    return [[f"{seat}-{kind}-{i}", kind, f"{month:02d}-{1 + i % 28:02d}-2026 09:0{i % 10}:00", seat, key]
            for i in range(number)]  # fmt: skip


def rows_of(path: Path, executor: Executor, **options: Any) -> Any:
    return api.team(path, executor=executor, **options).rows


def test_an_activity_table_is_a_row_a_seat(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "export.csv"
    rows = [*acts(7, "ben", 40), *acts(3, "ana", 12), *acts(3, "ana", 9, "PROFILE_VIEWED", 4), *acts(9, "", 2)]
    path.write_text(table([HEADER, *rows]))
    found = rows_of(path, threads)
    assert [(r.archive, r.owner) for r in found] == [
        (f"{path}#9", "9"), (f"{path}#ana", "ana"), (f"{path}#ben", "ben")
    ]  # fmt: skip
    assert {r.as_of for r in found} == {dt.date(2026, 6, 28)}, "one day for all: the table's last"
    assert not [r for r in found if r.failed]
    alone = tmp_path / "LinkedInDataExport_06-28-2026" / "activity.csv"
    alone.parent.mkdir()
    alone.write_text(table([HEADER, *acts(3, "ana", 12), *acts(3, "ana", 9, "PROFILE_VIEWED", 4)]))
    assert found[1].total == api.score(api.read(alone, as_of=dt.date(2026, 6, 28))).total


def test_a_table_parted_by_semicolons_in_utf_16_is_one_too(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "export.csv"
    path.write_text(table([HEADER, *acts(7, "ben", 4), *acts(3, "ana", 3)], delimiter=";"), encoding="utf-16")
    assert [r.owner for r in rows_of(path, threads)] == ["ana", "ben"]


def test_rows_of_nobody_are_told(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "export.csv"
    path.write_text(table([HEADER, *acts(7, "ben", 4), *acts("", "", 3)]))
    (row,) = rows_of(path, threads)
    assert row.failed == "export.csv: 3 rows name no seat and no member: fill them in, or delete them"


def test_another_file_is_one_member(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("signal,value\nconnections,500\n")
    (row,) = rows_of(path, threads)
    assert (row.archive, row.failed) == (str(path), "")


REPORT = [
    ["Member name", "From", "To", "Searches", "Leads saved", "SSI"],
    ["Ben Example", "2026-04-01", "2026-06-30", "40", "10", "48"],
    ["Ana Example", "2026-04-01", "2026-06-30", "80", "", ""],
    ["Cem Example", "2026-04-01", "2026-06-30", "", "", ""],
]
MAPPING = ColumnMapping(
    "usage_report",
    {
        "person": "Member name", "start": "From", "end": "To", "people_searches": "Searches",
        "leads_saved": "Leads saved", "total": "SSI",
    },
)  # fmt: skip


def test_a_usage_report_is_a_row_a_person_and_blanks_are_missing(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "usage.csv"
    path.write_text(table(REPORT))
    ana, ben, cem = rows_of(path, threads, mappings=[MAPPING])
    assert [r.owner for r in (ana, ben, cem)] == ["Ana Example", "Ben Example", "Cem Example"]
    assert ben.total == pytest.approx(48, abs=1.5), "the page's own SSI in the report is an official reading"
    one = ColumnMapping(MAPPING.kind, MAPPING.columns, person="Ana Example")
    assert ana.total == api.score(api.read(path, mappings=[one])).total
    searched = api.read(path, mappings=[one])
    assert "leads_saved" in searched.missing, "blank is missing, not zero"
    assert cem.failed == "no figure at all: a seat that was never used, so nothing is known"


def test_a_report_of_one_person_is_theirs_alone(tmp_path: Path, threads: Executor) -> None:
    path = tmp_path / "usage.csv"
    path.write_text(table(REPORT))
    one = ColumnMapping(MAPPING.kind, MAPPING.columns, person="Ben Example")
    (row,) = rows_of(path, threads, mappings=[one])
    assert row.archive == str(path)
    (row,) = rows_of(path, threads)
    assert "no header that is known" in row.failed
