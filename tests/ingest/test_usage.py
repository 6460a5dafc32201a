"""Usage reports and other tables that only a mapping makes readable."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from ssi_core import api
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import read_member
from ssi_core.ingest.mapping import ColumnMapping, suggest
from ssi_core.ingest.people import slug
from ssi_core.member import day_number
from tests.ingest.exports import CONNECTIONS, OWNER, OWNER_URL, Found, adds_up, book, codes, table, zipped

HEADER = ["Member name", "Start date", "End date", "Searches Performed", "Profile Views", "Leads saved", "Days Active"]
MAPPING = dataclasses.replace(suggest(HEADER), person=OWNER)


def read(files: dict[str, str | bytes], *mappings: ColumnMapping) -> Found:
    given = [(name, data.encode() if isinstance(data, str) else data) for name, data in files.items()]
    found = Found(*read_member(given, mappings=mappings))
    assert all(adds_up(e) for e in found.ledger.entries)
    return found


def usage(*rows: list[object], header: list[str] = HEADER, delimiter: str = ",") -> str:
    return table([header, *rows], delimiter)


JANUARY = [OWNER, "2026-01-01", "2026-01-31", 62, 31, 15.5, 20]


def test_a_total_is_laid_evenly_over_its_period_and_is_a_proxy() -> None:
    found = read({"Usage.csv": usage(JANUARY)}, MAPPING)
    searches = found.on("people_searches")
    assert len(searches) == 31
    assert set(searches.values()) == {2.0}
    assert found.counts["leads_saved"] == pytest.approx(15.5)
    assert {"people_searches", "profile_views_made", "leads_saved", "active_days"} <= found.member.activity.proxies
    assert found.member.activity.from_the_start == frozenset()
    assert found.member.seat
    entry = found.entry("Usage.csv")
    assert (entry.kind, entry.status, entry.rows_kept) == ("usage_report", "read", 1)
    assert (entry.first, entry.last) == (day_number(dt.date(2026, 1, 1)), day_number(dt.date(2026, 1, 31)))
    assert entry.unknown is None


def test_the_score_reads_the_window_in_proportion() -> None:
    # 1 January to 31 March: 90 days, 180 profiles viewed: 2 a day. On 15 February 46 days of the window are spoken of:
    # 92 views, scaled to 90 days: 180.
    row = [OWNER, "2026-01-01", "2026-03-31", 90, 180, 45, 60]
    for day in (dt.date(2026, 3, 31), dt.date(2026, 2, 15)):
        result = api.score(api.read(("Usage.csv", usage(row).encode()), mappings=[MAPPING]), as_of=day)
        views = next(s for s in result.signals if s.key == "profile_views_made")
        assert (views.level, views.provenance) == (pytest.approx(180), "proxy")
    # On 13 February 44 days are, less than half of it: missing.
    result = api.score(api.read(("Usage.csv", usage(row).encode()), mappings=[MAPPING]), as_of=dt.date(2026, 2, 13))
    assert next(s for s in result.signals if s.key == "profile_views_made").provenance == "missing"


def test_a_blank_figure_is_missing_and_a_zero_is_zero() -> None:
    found = read({"Usage.csv": usage([OWNER, "2026-01-01", "2026-01-31", "", 0, 3, ""])}, MAPPING)
    assert "people_searches" not in found.counts
    assert "active_days" not in found.counts
    assert found.counts["profile_views_made"] == 0


def test_a_seat_that_was_never_used_is_no_row_of_zeros() -> None:
    found = read({"Usage.csv": usage([OWNER, "2026-01-01", "2026-01-31", "", "", "", ""], JANUARY)}, MAPPING)
    assert codes(found.entry("Usage.csv")) == ["blank"]
    assert found.counts["people_searches"] == pytest.approx(62)


def test_other_peoples_rows_are_left_out_and_never_named() -> None:
    other = ["Other Person", "2026-01-01", "2026-01-31", 500, 500, 500, 31]
    found = read({"Usage.csv": usage(other, JANUARY, other)}, MAPPING)
    entry = found.entry("Usage.csv")
    assert found.counts["people_searches"] == pytest.approx(62)
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (3, 1, 2)
    assert [(n.code, n.row) for n in entry.notes] == [("another person", 1), ("another person", 3)]
    assert not any("Other" in n.message for n in entry.notes)


def test_several_people_and_no_word_who_the_member_is_is_asked_not_guessed() -> None:
    other = ["Other Person", "2026-01-01", "2026-01-31", 500, 500, 500, 31]
    nobody = dataclasses.replace(MAPPING, person="")
    with pytest.raises(IngestError, match="it holds 2 people's rows: say which of them is you"):
        read({"Usage.csv": usage(JANUARY, other)}, nobody)
    found = read({"Usage.csv": usage(JANUARY, other), "Connections.csv": CONNECTIONS}, nobody)
    entry = found.entry("Usage.csv")
    assert (entry.status, entry.rows_read) == ("ignored", 0)
    assert entry.unknown is not None
    assert entry.unknown.words == {"Member name": (OWNER, "Other Person")}
    assert "people_searches" not in found.counts
    # One person alone need not be named.
    assert read({"Usage.csv": usage(JANUARY)}, nobody).counts["people_searches"] == pytest.approx(62)


def test_files_of_events_go_before_a_total() -> None:
    events = "activityId,activityType,createdAt,seatId\n"
    events += "1,SAVED_LEAD,01-30-2026 10:00:00,7\n2,SAVED_LEAD,06-30-2026 10:00:00,7\n"
    found = read(
        {"Usage.csv": usage([OWNER, "2026-01-01", "2026-01-31", "", "", 31, ""]), "activity.csv": events}, MAPPING
    )
    # The events speak from 30 January: the total's even share of 1 stands on the 29 days before them.
    leads = found.on("leads_saved")
    assert (len(leads), leads["2026-01-29"], leads["2026-01-30"]) == (31, 1.0, 1.0)
    assert "2026-01-31" not in leads


def test_of_overlapping_periods_the_shorter_tells_more_of_a_day_whatever_the_order() -> None:
    long, short = (
        usage([OWNER, "2026-01-01", "2026-01-31", 31, "", "", ""]),
        usage([OWNER, "2026-01-05", "2026-01-11", 70, "", "", ""]),
    )
    one = read({"a.csv": long, "b.csv": short}, MAPPING)
    two = read({"b.csv": short, "a.csv": long}, MAPPING)
    assert one.on("people_searches") == two.on("people_searches")
    assert (one.on("people_searches")["2026-01-04"], one.on("people_searches")["2026-01-05"]) == (1.0, 10.0)
    assert one.counts["people_searches"] == pytest.approx(24 + 70)


def test_the_same_report_twice_changes_nothing() -> None:
    found = read({"a.csv": usage(JANUARY), "b.csv": usage(JANUARY)}, MAPPING)
    assert found.counts["people_searches"] == pytest.approx(62)
    assert sorted((e.rows_kept, e.rows_duplicate) for e in found.ledger.entries) == [(0, 1), (1, 0)]


def test_a_running_period_ends_today_and_one_to_come_is_rejected() -> None:
    # Today is 1 July 2026; a week from 29 June is three days old.
    found = read(
        {
            "Usage.csv": usage(
                [OWNER, "2026-06-29", "2026-07-05", 9, "", "", ""], [OWNER, "2026-07-06", "2026-07-12", 1, "", "", ""]
            )
        },
        MAPPING,
    )
    assert found.on("people_searches") == {"2026-06-29": 3.0, "2026-06-30": 3.0, "2026-07-01": 3.0}
    assert codes(found.entry("Usage.csv")) == ["future"]


@pytest.mark.parametrize(
    ("header", "cells", "days"),
    [
        (["Period"], ["Jan 1, 2026 - Jan 31, 2026"], 31),
        (["Period"], ["2026-01-01 - 2026-01-31"], 31),
        (["Period"], ["01/01/2026 \u2013 01/31/2026"], 31),
        (["Week"], ["2026-01-05"], 7),
        (["Date"], ["2026-01-05"], 1),
        (["From", "To"], ["5 Jan 2026", "11 Jan 2026"], 7),
    ],
)
def test_days_as_a_report_may_write_them(header: list[str], cells: list[str], days: int) -> None:
    titles = [*header, "Profile views"]
    found = read({"u.csv": table([titles, [*cells, 62]])}, suggest(titles, "usage_report"))
    assert len(found.on("profile_views_made")) == days


def test_days_that_no_column_holds_are_asked_for() -> None:
    # A report's last day alone is no period either: where it began is not known.
    for titles, row in ((["Name", "Profile Views"], [OWNER, 62]), (["Until", "Profile Views"], ["2026-01-31", 62])):
        mapping = suggest(titles, "usage_report")
        if titles[0] == "Until":
            mapping = dataclasses.replace(mapping, columns={**mapping.columns, "end": "Until"})
        with pytest.raises(IngestError, match="say which days it is about"):
            read({"u.csv": table([titles, row])}, mapping)
        told = dataclasses.replace(mapping, first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
        found = read({"u.csv": table([titles, row])}, told)
        assert set(found.on("profile_views_made").values()) == {2.0}


def test_the_days_said_are_those_of_every_row() -> None:
    titles = ["Member name", "Profile Views"]
    told = dataclasses.replace(suggest(titles, "usage_report"), first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
    found = read({"u.csv": table([titles, [OWNER, 62]])}, told)
    assert set(found.on("profile_views_made").values()) == {2.0}


@pytest.mark.parametrize(
    ("cell", "total"), [("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("12", 12), ("12,5", 12.5)]
)
def test_grouped_thousands(cell: str, total: float) -> None:
    found = read({"u.csv": usage([OWNER, "2026-01-01", "2026-01-31", cell, "", "", ""])}, MAPPING)
    assert found.counts["people_searches"] == pytest.approx(total)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([OWNER, "soon", "2026-01-31", 1, 1, 1, 1], "date"),
        ([OWNER, "2026-01-31", "2026-01-01", 1, 1, 1, 1], "date"),
        ([OWNER, "2026-01-01", "2026-01-31", "many", 1, 1, 1], "number"),
        ([OWNER, "2026-01-01", "2026-01-31", -1, 1, 1, 1], "number"),
    ],
)
def test_a_row_that_makes_no_sense_is_rejected_with_its_number(row: list[object], code: str) -> None:
    entry = read({"u.csv": usage(JANUARY, row)}, MAPPING).entry("u.csv")
    assert [(n.code, n.row) for n in entry.notes] == [(code, 2)]


def test_the_index_and_its_parts_are_readings_of_the_periods_last_day() -> None:
    titles = ["Name", "End date", "SSI", "Professional brand", "Right people", "Insights", "Relationships"]
    rows = [[OWNER, "2026-01-31", "52,5", 12, 10.5, 13, 17], [OWNER, "2026-02-28", 0, 0, 0, 0, 0]]
    found = read({"seats.csv": table([titles, *rows])}, suggest(titles, "usage_report"))
    (reading,) = found.member.readings
    assert (reading.day, reading.total) == (day_number(dt.date(2026, 1, 31)), 52.5)
    assert dict(reading.pillars) == {"brand": 12, "find": 10.5, "engage": 13, "relationships": 17}


@pytest.mark.parametrize("kind", ["csv", "semicolon", "utf-16", "xlsx", "zip"])
def test_a_mapping_holds_for_every_way_a_table_may_lie(kind: str) -> None:
    files: dict[str, dict[str, str | bytes]] = {
        "csv": {"u.csv": usage(JANUARY)},
        "semicolon": {"u.csv": usage(JANUARY, delimiter=";")},
        "utf-16": {"u.csv": usage(JANUARY, delimiter="\t").encode("utf-16")},
        "xlsx": {"u.xlsx": book({"Usage": [HEADER, JANUARY]})},
        "zip": {"u.zip": zipped({"u.csv": "Usage of the team\n\n" + usage(JANUARY)})},
    }
    assert read(files[kind], MAPPING).counts["people_searches"] == pytest.approx(62)


def test_a_translated_export_is_read_as_what_it_is() -> None:
    titles = ["Vorname", "Nachname", "Profiladresse", "Firma", "Rolle", "Verbunden am"]
    columns = dict(zip(["first_name", "last_name", "url", "company", "position", "connected_on"], titles, strict=True))
    rows = [
        ["Jos\u00e9", "Eins", "https://www.linkedin.com/in/eins", "Acme", "CEO", "05 Mar 2024"],
        ["", "", "", "", "", "11 Feb 2024"],
    ]
    mapping = ColumnMapping("connections", columns, tuple(titles))
    found = read({"Kontakte.csv": table([titles, *rows])}, mapping)
    assert found.counts["connections_added"] == 2
    assert found.counts["senior_added"] == 1
    # The same person from an English archive is the same person.
    english = CONNECTIONS + "Jos\u00e9,Eins,https://www.linkedin.com/in/eins,,Acme,CEO,05 Mar 2024\n"
    assert (
        read({"Kontakte.csv": table([titles, *rows]), "Connections.csv": english}, mapping).counts["connections_added"]
        == 2
    )


def test_translated_messages_are_read_as_messages() -> None:
    titles = ["Von", "Adresse", "An", "Datum", "Inhalt"]
    mapping = ColumnMapping(
        "messages",
        {"from": "Von", "sender_url": "Adresse", "to": "An", "date": "Datum", "content": "Inhalt"},
        tuple(titles),
    )
    rows = [
        [OWNER, OWNER_URL, "Other", "2026-01-05 10:00:00 UTC", "Hello"],
        ["Other", "", OWNER, "2026-01-06 10:00:00 UTC", "Hi"],
    ]
    given = [("Nachrichten.csv", table([titles, *rows]).encode())]
    found = Found(*read_member(given, owner=OWNER, mappings=[mapping]))
    assert (found.counts["messages_sent"], found.counts["messages_received"]) == (1, 1)
    assert slug(OWNER_URL)


def test_an_unknown_table_carries_its_columns_for_the_page() -> None:
    preamble = "Usage report\nMade on 1 July 2026\n"
    found = read({"u.csv": preamble + usage(JANUARY, delimiter=";"), "Connections.csv": CONNECTIONS})
    header = found.entry("u.csv").unknown
    assert header is not None
    assert header.titles == tuple(HEADER)
    assert header.words == {"Member name": (OWNER,)}
    assert OWNER not in repr(header)
    assert OWNER not in found.entry("u.csv").notes[0].message


def test_alone_and_without_a_mapping_its_columns_are_named() -> None:
    with pytest.raises(IngestError, match=r"no header that is known; .* Member name, Start date, End date"):
        read({"u.csv": usage(JANUARY)})


def test_a_mapping_of_another_header_changes_nothing() -> None:
    plain = read({"Connections.csv": CONNECTIONS + "A,B,,,,,05 Mar 2024\n"})
    told = read({"Connections.csv": CONNECTIONS + "A,B,,,,,05 Mar 2024\n"}, MAPPING)
    assert np.array_equal(
        plain.member.activity.counts["connections_added"], told.member.activity.counts["connections_added"]
    )
