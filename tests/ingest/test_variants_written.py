# ruff: noqa: E501 - lines as an export has them
"""Sections 7 and 8 of the format notes: logs of readings, answers, a weekly log, Sales Navigator."""

from __future__ import annotations

import pytest

from ssi_core.member import Reading
from tests.ingest.exports import codes, day, read
from tests.ingest.variants import Case, each

PARTS = {"brand": 15.9, "find": 7.625, "engage": 5.8, "relationships": 20.575}
MAY = day("2026-05-24")

#: Logs of one reading: 15.9 + 7.625 + 5.8 + 20.575 = 49.9.
LOGS: dict[str, tuple[str, str, float]] = {
    "Date and total": ("ssi_log.csv", "Date,Total,Brand,People,Insights,Relationships\n2026-05-24,50,15.9,7.625,5.8,20.575\n", 50),
    "Datum and decimal commas": ("ssi_log.csv", "Datum;Gesamt;Brand;People;Insights;Relationships\n24.05.2026;49,9;15,9;7,625;5,8;20,575\n", 49.9),
    "decimal commas in quotes": ("ssi_log.csv", 'Date,Total,Brand,People,Insights,Relationships\n2026-05-24,"50,0","15,9","7,625","5,8","20,575"\n', 50),
    "no total column": ("ssi_log.csv", "Date,Brand,People,Insights,Relationships\n2026-05-24,15.9,7.625,5.8,20.575\n", 49.9),
    "no total column under another name": ("my numbers.csv", "Date,Brand,People,Insights,Relationships\n2026-05-24,15.9,7.625,5.8,20.575\n", 49.9),
    "a total left blank": ("ssi_log.csv", "Date,Total,Brand,People,Insights,Relationships\n2026-05-24,,15.9,7.625,5.8,20.575\n", 49.9),
    "a total that rounding moved": ("ssi_log.csv", "Date,Total,Brand,People,Insights,Relationships\n2026-05-24,51,15.9,7.625,5.8,20.575\n", 51),
    "the dashboard's own names": ("ssi_log.csv", "Date,SSI Score,Establish your professional brand,Find the right people,Engage with insights,Build relationships\n"
                                  "24 May 2026,50,15.9,7.625,5.8,20.575\n", 50),
    "the other names": ("ssi_log.csv", "day,Overall,Professional Brand,Right People,Insight Engagement,Strong Relationship\n5/24/2026,50,15.9,7.625,5.8,20.575\n", 50),
    "columns in another order": ("ssi_log.csv", "Relationships,Insights,People,Brand,Total,Date\n20.575,5.8,7.625,15.9,50,2026-05-24\n", 50),
    "tabs": ("ssi log 2026.csv", "Date\tTotal\tBrand\tPeople\tInsights\tRelationships\n2026-05-24\t50\t15.9\t7.625\t5.8\t20.575\n", 50),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "total"), LOGS.values(), ids=[f"7 {k}" for k in LOGS])
def test_a_log_of_readings(name: str, text: str, total: float) -> None:
    found = read({name: text})
    (reading,) = found.member.readings
    assert (reading.day, reading.pillars) == (MAY, PARTS)
    assert reading.total == pytest.approx(total, abs=1e-12)
    assert found.sums == (1, 1, 0, 0)
    assert found.entry(name).kind == "readings"


def test_7_gaps_and_rows_of_zeros_are_missing() -> None:
    found = read(
        {
            "ssi_log.csv": "Date,Brand,People,Insights,Relationships\n2026-05-20,1,2,3,4\n2026-05-21,0,0,0,0\n2026-05-22,,,,\n2026-05-25,2,2,3,4\n"
        }
    )
    assert [(r.day, r.total) for r in found.member.readings] == [(day("2026-05-20"), 10), (day("2026-05-25"), 11)]
    entry = found.entry("ssi_log.csv")
    assert [(n.code, n.row) for n in entry.notes] == [("zeros", 2), ("zeros", 3)]
    assert found.sums == (4, 2, 0, 2)


def test_7_two_logs_that_write_a_day_otherwise_are_one() -> None:
    found = read(
        {
            "a/ssi_log.csv": "Date,Total\n2026-05-24,50\n",
            "b/ssi_log.csv": "Datum;Gesamt\n24.05.2026;50\n25.05.2026;51\n",
        }
    )
    assert [r.total for r in found.member.readings] == [50, 51]
    assert found.sums == (3, 2, 1, 0)


def test_7_a_date_and_one_part_are_no_log() -> None:
    found = read({"x.csv": "Date,Brand\n2026-05-24,15\n", "ssi_log.csv": "Date,Total\n2026-05-24,50\n"})
    assert codes(found.entry("x.csv")) == ["unknown"]
    assert found.member.readings == (Reading(MAY, 50, {}),)


NUMBERS = {
    "1200": 1200, "1,234": 1234, "1.234,5": 1234.5, "1 234": 1234, "1,234.5": 1234.5, "1\u00a0234": 1234, "1\u202f234,5": 1234.5,
    "1'234": 1234, "12,345,678": 12345678, "1.234.567": 1234567, "1200,5": 1200.5, "0,125": 0.125, "0.125": 0.125, "35%": 0.35,
    "12,5%": 0.125, " 7 ": 7, "1.234": 1.234,
}  # fmt: skip


@pytest.mark.parametrize("cell", NUMBERS, ids=lambda c: f"7 {c!r}")
def test_a_count_as_people_write_it(cell: str) -> None:
    assert read({"answers.csv": f'signal,value\nconnections,"{cell}"\n'}).member.stated.answers == {
        "connections": NUMBERS[cell]
    }
    ((_, habit, actions),) = read(
        {"weekly_log.csv": f'week,habit,actions\n2026-05-25,comment,"{cell}"\n'}
    ).member.stated.weekly_log
    assert (habit, actions) == ("comment", NUMBERS[cell])


@pytest.mark.parametrize("cell", ["1,234,5", "many", "1 2", "nan", "--1"])
def test_7_what_is_no_count_is_rejected_by_its_row(cell: str) -> None:
    found = read({"answers.csv": f'signal,value\nactive_groups,1\nconnections,"{cell}"\n'})
    assert found.member.stated.answers == {"active_groups": 1}
    assert [(n.code, n.row) for n in found.entry("answers.csv").notes] == [("number", 2)]
    assert "connections" not in found.entry("answers.csv").notes[0].message


SOLD = "activityId,activityType,createdAt,seatId,memberIdentityKey"
NAVIGATOR = [
    # Two leads, one profile, four other acts; the same act again in one file is told by its id.
    Case(
        "8 activity of every type",
        {"activity.csv": f"{SOLD}\n1,SAVED_LEAD,03-05-2024 14:02:11,7,x\n2,SAVED_LEAD,03-05-2024 14:02:11,7,y\n"
                         "3,PROFILE_VIEWED,03-06-2024 14:02:11,7,\n4,SAVED_ACCOUNT,03-06-2024 14:02:11,7,\n"
                         "5,SEARCH_PERFORMED,03-07-2024 14:02:11,7,\n6,INMAIL_SENT,03-07-2024 14:02:11,7,\n"
                         "7,MESSAGE_SENT,03-08-2024 14:02:11,7,\n8,CONNECTION_MADE,03-09-2024 14:02:11,7,\n"},
        {"leads_saved": 2, "profile_views_made": 1, "active_days": 5, "people_searches": None, "messages_sent": None},
        (8, 8, 0, 0, 0), kind="navigator_activity", span=("2024-03-05", "2024-03-09"),
    ),
    Case(
        "8 activity without the optional column",
        {"any name.csv": "activityId,activityType,createdAt,seatId\n1,SAVED_LEAD,03-05-2024 14:02:11,7\n"}, {"leads_saved": 1},
        (1, 1, 0, 0, 0), kind="navigator_activity",
    ),
]  # fmt: skip


@each(*NAVIGATOR)
def test_sales_navigator(case: Case) -> None:
    found = case.read()
    case.check(found)
    assert found.member.seat_seen


def test_8_a_usage_report_is_unknown_until_its_columns_are_told() -> None:
    found = read(
        {
            "usage.csv": "Name,Searches Performed,Saved searches,Leads saved\nTest Owner,3,2,1\n",
            "activity.csv": f"{SOLD}\n",
        }
    )
    assert codes(found.entry("usage.csv")) == ["unknown"]
    assert found.counts["leads_saved"] == 0
