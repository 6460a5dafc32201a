"""What a user writes down: official readings, answers, a weekly log."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.readings import PILLARS, decimal, readings_csv
from ssi_core.member import GROUPS, Group, Reading, day_of
from tests.ingest.exports import CONNECTIONS, book, codes, day, read

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


def test_a_log_may_tell_groups_ranks_the_seat_and_a_break() -> None:
    (found,) = readings(
        "Datum;Brand;People;Insights;Relationships;Industry average;Network avg;Industry rank;Top network;Seat;Break\n"
        "24.05.2026;21;6,4;2,2;25;33,75;46,19;Top 5%;24 %;ja;x\n"
    )
    assert found == Reading(
        day("2026-05-24"), pytest.approx(54.6), {"brand": 21, "find": 6.4, "engage": 2.2, "relationships": 25},
        {"industry": Group(33.75, 5), "network": Group(46.19, 24)}, seat=True, breaks=True,
    )  # fmt: skip


@pytest.mark.parametrize("word", ["yes", "TRUE", "1", "x", "Ja"])
def test_a_row_may_only_mark_a_break(word: str) -> None:
    found = read({"official_readings.csv": f"Date,Total,Break\n2026-05-24,,{word}\n2026-05-25,,no\n"})
    assert found.member.readings == (Reading(day("2026-05-24"), None, breaks=True),)
    assert found.sums == (2, 1, 0, 1)


def test_a_failed_capture_on_the_day_of_a_break_leaves_the_break() -> None:
    found = readings("Date,Total,Break\n2026-05-24,0,yes\n")
    assert found == (Reading(day("2026-05-24"), None, breaks=True),)


@pytest.mark.parametrize(
    ("cells", "code"), [("101,5", "range"), ("-1,5", "range"), ("30,101", "range"), ("x,5", "number")]
)
def test_a_group_that_can_not_be_rejects_its_row(cells: str, code: str) -> None:
    found = read({"log.csv": f"Date,Total,Industry average,Industry rank\n2026-05-24,50,{cells}\n"})
    assert codes(found.entry("log.csv")) == [code]


def test_a_workbook_holds_a_percentage_as_a_share() -> None:
    header = ["Date", "Total", "Industry rank", "Network rank"]
    found = readings(book({"Log": [header, ["2026-05-24", 50, 0.37, 0.07], ["2026-05-25", 50, 9, 1]]}), "my log.xlsx")
    assert [(r.groups["industry"].top, r.groups["network"].top) for r in found] == [(37, 7), (9, 1)]


def test_of_two_files_the_row_that_tells_more_stands_then_the_later_file() -> None:
    one = ("readings-1.csv", f"{LOG}2026-05-24,50,1,2,3,4\n2026-05-25,41,,,,\n2026-05-26,30,,,,\n".encode())
    two = ("readings-2.csv", b"Datum;Total;Break\n24.05.2026;51;\n25.05.2026;42;\n26.05.2026;;ja\n")
    for inputs in ([one, two], [two, one]):
        found = read(inputs)
        assert [(r.total, len(r.pillars), r.breaks) for r in found.member.readings] == [
            (50, 4, False), (42, 0, False), (30, 0, True),
        ]  # fmt: skip
        assert found.sums == (6, 3, 3, 0)


def test_of_two_files_of_one_name_the_same_row_stands_in_either_order() -> None:
    one, two = ("readings.csv", b"Date,Total\n2026-05-24,50\n"), ("readings.csv", b"Date,Brand,Total\n2026-05-24,,51\n")
    assert read([one, two]).member.readings == read([two, one]).member.readings


def test_the_order_of_day_and_month_is_a_column_s_own() -> None:
    european, american = "Date,Total\n03/05/2026,40\n20/05/2026,41\n", "Date,Total\n03/06/2026,42\n3/20/2026,43\n"
    found = read({"a.csv": european, "b.csv": american})
    assert [day_of(r.day).isoformat() for r in found.member.readings] == [
        "2026-03-06", "2026-03-20", "2026-05-03", "2026-05-20",
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------------- a log is written


def _floats(most: float, least: float = 0) -> st.SearchStrategy[float]:
    return st.floats(least, most, allow_subnormal=False)


_PARTS = st.dictionaries(st.sampled_from(PILLARS), _floats(25))
_GROUP = st.builds(
    Group, st.none() | _floats(100), st.none() | _floats(100), _PARTS, st.none() | st.integers(0, 10**9)
).filter(lambda g: g != Group())
READING = st.builds(
    Reading, st.integers(day("2015-01-01"), day("2026-07-01")), _floats(100, 0.1), _PARTS,
    st.dictionaries(st.sampled_from(GROUPS), _GROUP), st.sampled_from([None, True, False]), st.booleans(),
)  # fmt: skip


@given(st.lists(READING | st.builds(Reading, st.integers(16000, 20000), st.none(), breaks=st.just(True)),
                min_size=1, max_size=5, unique_by=lambda r: r.day))  # fmt: skip
def test_a_written_log_reads_back_the_same(log: list[Reading]) -> None:
    assert readings(readings_csv(log)) == tuple(sorted(log, key=lambda r: r.day))


def test_a_log_is_written_with_the_usual_columns() -> None:
    text = readings_csv([Reading(day("2026-05-24"), 50, groups={"industry": Group(33.5, 5)}, seat=False)])
    assert text == (
        "date,total,brand,find,engage,relationships,industry_average,industry_top,network_average,network_top,seat,"
        "break\n2026-05-24,50,,,,,33.5,5,,,no,\n"
    )


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
    weeks = ("2028-07-01", "2028-07-03", "9999-01-01")
    found = read({"weekly_log.csv": "\n".join(["week,habit,actions", *(f"{week},comment,3" for week in weeks), ""])})
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


_CLIENTS = "Name,Date,Brand,Find,Engage,Relationships\nNova Novel,2026-06-01,10,9,8,15\n{},2026-06-29,20,9,9,15\n"


@pytest.mark.parametrize("sheet", [False, True], ids=["csv", "xlsx"])
def test_readings_of_several_clients_are_no_ones(sheet: bool) -> None:
    # As one person's, Bo's 53 points would calibrate Nova.
    text = _CLIENTS.format("Bo Other")
    data = book({"Clients": [line.split(",") for line in text.splitlines()]}) if sheet else text
    people = f"{CONNECTIONS}A,B,https://x/in/a,,C,CEO,05 Mar 2024\n"
    found = read({"clients.xlsx" if sheet else "clients.csv": data, "Connections.csv": people})
    assert found.member.readings == ()
    assert found.counts["connections_added"] == 1
    entry = found.entry("clients.xlsx" if sheet else "clients.csv")
    assert (entry.status, entry.rows_read, entry.rows_kept, entry.rows_rejected) == ("unreadable", 2, 0, 2)
    assert entry.notes[0].message == (
        "official readings of 2 clients, where one person's are read: bring the table on Today, or with ssi records "
        "bring"
    )


@pytest.mark.parametrize("other", ["nova  novel", ""], ids=["the same", "blank"])
def test_a_log_may_bear_its_owners_name(other: str) -> None:
    assert [r.total for r in readings(_CLIENTS.format(other), "clients.csv")] == [42.0, 53.0]
