"""What a user writes down: official readings, answers, a weekly log."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.readings import decimal
from ssi_core.member import Reading
from tests.ingest.exports import book, codes, day, read

LOG = "Date,Total,Brand,People,Insights,Relationships\n"


def readings(text: str | bytes, name: str = "official_readings.csv") -> tuple[Reading, ...]:
    return read({name: text}).member.readings


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12.05", 12.05), ("12,05", 12.05), (" 40 ", 40), ("0", 0), ("-3", -3), ("", None), ("  ", None), ("1e2", 100),
        ("35%", 0.35), ("35,5 %", 0.355),
    ],
)  # fmt: skip
def test_a_number_with_a_point_or_a_comma(cell: str, number: float | None) -> None:
    assert decimal(cell) == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "nan", "inf", "-inf", "1e999", "12 points", "%"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(IngestError, match="is not a number"):
        decimal(cell)


@given(st.text(max_size=15))
def test_any_cell_is_a_finite_number_a_blank_or_refused(cell: str) -> None:
    try:
        number = decimal(cell)
    except IngestError:
        return
    assert number is None or math.isfinite(number)


# -------------------------------------------------------------------------------------------------- official readings


def test_a_log_is_read_oldest_first() -> None:
    found = readings(f"{LOG}2026-05-24,50,15.9,7.625,5.8,20.575\n2025-09-07,47,15.55,7.125,5.05,19.1125\n")
    assert found == (
        Reading(day("2025-09-07"), 47, {"brand": 15.55, "find": 7.125, "engage": 5.05, "relationships": 19.1125}),
        Reading(day("2026-05-24"), 50, {"brand": 15.9, "find": 7.625, "engage": 5.8, "relationships": 20.575}),
    )


def test_a_european_log() -> None:
    found = readings("Datum;Gesamt;Brand;People;Insights;Relationships\n24.05.2026;49,9;15,9;7,625;5,8;20,575\n")
    assert found == (
        Reading(day("2026-05-24"), 49.9, {"brand": 15.9, "find": 7.625, "engage": 5.8, "relationships": 20.575}),
    )


@pytest.mark.parametrize(
    "header",
    [
        "Date,SSI,Professional Brand,Right People,Engage,Relationship",
        "day,Score,Establish your professional brand,Find the right people,Engage with insights,Build relationships",
        "Date,Overall,brand,find,engage,relationships",
    ],
)
def test_titles_vary(header: str) -> None:
    (found,) = readings(f"{header}\n2026-05-24,50,1,2,3,4\n")
    assert found.pillars == {"brand": 1, "find": 2, "engage": 3, "relationships": 4}


def test_a_row_of_zeros_is_a_failed_capture() -> None:
    found = read({"official_readings.csv": f"{LOG}2026-05-24,50,1,2,3,4\n2026-05-25,0,0,0,0,0\n2026-05-26,,,,,\n"})
    assert len(found.member.readings) == 1
    entry = found.entry("official_readings.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (3, 1, 2)
    assert codes(entry) == ["zeros", "zeros"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-05-24,101,1,2,3,4", "range"),
        ("2026-05-24,-1,1,2,3,4", "range"),
        ("2026-05-24,50,25.1,2,3,4", "range"),
        ("2026-05-24,50,1,-2,3,4", "range"),
        ("2026-05-24,fifty,1,2,3,4", "number"),
        ("2026-05-24,nan,1,2,3,4", "number"),
        ("24th of May,50,1,2,3,4", "date"),
        ("2026-07-02,50,1,2,3,4", "future"),
    ],
)
def test_a_row_that_can_not_be_is_rejected_without_its_words(row: str, code: str) -> None:
    found = read({"official_readings.csv": f"{LOG}{row}\n2026-05-01,50,1,2,3,4\n"})
    assert len(found.member.readings) == 1
    entry = found.entry("official_readings.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (2, 1, 1)
    assert codes(entry) == [code]
    assert "fifty" not in entry.notes[0].message


def test_a_total_alone_is_a_reading_and_four_parts_make_a_total() -> None:
    found = readings(f"{LOG}2026-05-24,50,,,,\n2026-05-25,,1,2,3,4\n2026-05-26,,1,2,,\n2026-05-27,0,0,0,0,0.5\n")
    assert [(r.total, len(r.pillars)) for r in found] == [(50, 0), (10, 4), (None, 2), (0, 4)]


def test_one_reading_a_day() -> None:
    # The same day twice: the first stands.
    found = read({"official_readings.csv": f"{LOG}2026-05-24,50,,,,\n2026-05-24,51,,,,\n"})
    assert [r.total for r in found.member.readings] == [50]
    assert found.sums == (2, 1, 1, 0)


def test_a_log_in_a_workbook_is_no_company_page() -> None:
    # A date and five whole numbers a row look like a company page's figures; the header says otherwise.
    rows = [["Date", "Total", "Brand", "People", "Insights", "Relationships"], ["2026-05-24", 50, 15, 7, 8, 20]]
    assert [r.total for r in readings(book({"Log": rows}), "my log.xlsx")] == [50]


# ------------------------------------------------------------------------------------------------------------ answers


def test_answers_by_signal_or_habit() -> None:
    found = read({"answers.csv": 'signal,value\nactive_groups,3\nConnections,"1200,5"\n Reply-Rate ,35%\n'})
    assert found.member.stated.answers == {"active_groups": 3, "connections": 1200.5, "reply_rate": 0.35}
    assert found.member.stated.seat is None


@pytest.mark.parametrize(
    ("said", "seat"),
    [("yes", True), ("1", True), ("Ja", True), ("TRUE", True), ("no", False), ("0", False), ("", None)],
)
def test_a_seat_is_answered_or_left_open(said: str, seat: bool | None) -> None:
    found = read({"answers.csv": f"signal,value\nseat,{said}\nactive_groups,1\n"})
    assert found.member.stated.seat is seat
    assert found.sums == (2, 1 + (seat is not None), 0, int(seat is None))


def test_answers_left_blank_or_impossible_are_rejected_and_stop_nothing() -> None:
    found = read({"answers.csv": "signal,value\nactive_groups,3\nconnections,\nskills,many\nposition,-4\n"})
    assert found.member.stated.answers == {"active_groups": 3}
    entry = found.entry("answers.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (4, 1, 3)
    assert codes(entry) == ["blank", "number", "range"]
    assert "many" not in " ".join(n.message for n in entry.notes)


def test_the_first_of_two_answers_stands() -> None:
    found = read({"answers.csv": "signal,value\nactive_groups,3\nactive_groups,4\n"})
    assert found.member.stated.answers == {"active_groups": 3}
    assert found.sums == (2, 1, 1, 0)


# --------------------------------------------------------------------------------------------------------- weekly log


def test_a_weekly_log() -> None:
    found = read({"weekly_log.csv": 'week,habit,actions\n2026-06-15,comment,3\n2026-06-22,Send-Message,"2,5"\n'})
    assert found.member.stated.weekly_log == (
        (day("2026-06-15"), "comment", 3), (day("2026-06-22"), "send_message", 2.5),
    )  # fmt: skip


def test_rows_of_a_log_left_blank_or_impossible_are_rejected_and_stop_nothing() -> None:
    found = read({
        "weekly_log.csv": "week,habit,actions\n2026-06-15,comment,3\n2026-06-15,react,\n2026-06-15,post,some\n"
                          "2026-06-15,invite,-1\nsoon,comment,3\n",
    })  # fmt: skip
    assert found.member.stated.weekly_log == ((day("2026-06-15"), "comment", 3),)
    entry = found.entry("weekly_log.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (5, 1, 4)
    assert sorted(codes(entry)) == ["blank", "date", "number", "range"]


def test_a_log_may_plan_no_further_than_two_years() -> None:
    # Today is 1 July 2026.
    found = read({"weekly_log.csv": "week,habit,actions\n2028-07-01,comment,3\n2028-07-03,comment,3\n9999-01-01,comment,3\n"})
    assert [week for week, _, _ in found.member.stated.weekly_log] == [day("2028-07-01")]
    assert found.sums == (3, 1, 0, 2)


def test_a_log_may_plan_ahead() -> None:
    found = read({"weekly_log.csv": "week,habit,actions\n2027-01-04,comment,3\n"})
    assert found.member.stated.weekly_log == ((day("2027-01-04"), "comment", 3),)


def test_what_a_user_writes_is_no_activity() -> None:
    found = read(
        {
            "weekly_log.csv": "week,habit,actions\n2026-06-15,comment,3\n",
            "official_readings.csv": f"{LOG}2026-05-24,50,,,,\n",
        }
    )
    assert found.ledger.first_day is None
    assert not found.counts
