"""A coach's spreadsheet: whichever way round it lies, what is left out and why, and all of it or nothing."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from ssi_core import api
from ssi_core.store.errors import StaleError, TakenError
from ssi_core.store.records import Records
from tests.store.conftest import open_records, records, small, url  # noqa: F401

LONG = """Client,Date,Brand,People,Insights,Relationships
Ada Example,2026-03-01,12.5,10,8,20
Bob Sample,2026-03-01,5,6,7,8
Ada Example,2026-04-01,13,11,9,21
"""


def told(found: api.Brought) -> dict[str, list[tuple[str, float | None, dict[str, float]]]]:
    return {
        c.name: [(api.day_of(r.day).isoformat(), r.total, dict(r.pillars)) for r in c.readings] for c in found.clients
    }


def book(*rows: tuple[object, ...]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ADA = [
    ("2026-03-01", 50.5, {"brand": 12.5, "find": 10.0, "engage": 8.0, "relationships": 20.0}),
    ("2026-04-01", 54.0, {"brand": 13.0, "find": 11.0, "engage": 9.0, "relationships": 21.0}),
]
BOB = [("2026-03-01", 26.0, {"brand": 5.0, "find": 6.0, "engage": 7.0, "relationships": 8.0})]


# ------------------------------------------------------------------------------------------------ the long form


def test_a_row_a_client_and_day() -> None:
    found = api.brought("clients.csv", LONG.encode())
    assert told(found) == {"Ada Example": ADA, "Bob Sample": BOB}
    assert found.remarks == ()
    assert found.words == "2 clients with 3 readings."


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + LONG,
        LONG.replace(",", ";").replace("12.5", "12,5"),
        LONG.replace(",", "\t"),
        "My clients in spring\n\n" + LONG,
        "date;relationships;member;find the right people;engage with insights;establish your professional brand\n"
        "2026-03-01;20;Ada Example;10;8;12,5\n2026-03-01;8;Bob Sample;6;7;5\n2026-04-01;21;Ada Example;11;9;13\n",
        "Day,Full name,Establish,Find people,Engagement,Build relationships,Notes\n"
        "1 Mar 2026,Ada Example,12.5,10,8,20,\n1 Mar 2026,Bob Sample,5,6,7,8,shy\n1 Apr 2026,Ada Example,13,11,9,21,\n",
    ],
)
def test_columns_in_any_order_under_many_titles(text: str) -> None:
    assert told(api.brought("c.csv", text.encode())) == {"Ada Example": ADA, "Bob Sample": BOB}


def test_a_workbook_with_real_dates_and_numbers() -> None:
    data = book(
        ("Name", "Date", "Brand", "People", "Insights", "Relationships"),
        ("Ada Example", dt.date(2026, 3, 1), 12.5, 10, 8, 20),
        ("Bob Sample", dt.datetime(2026, 3, 1), 5, 6, 7, 8),
        ("Ada Example", "2026-04-01", 13, 11, 9, 21),
    )
    assert told(api.brought("c.xlsx", data)) == {"Ada Example": ADA, "Bob Sample": BOB}


def test_a_total_is_enough() -> None:
    found = api.brought("c.csv", b"Client,Date,SSI\nAda,2026-03-01,51\nAda,2026-04-01,54\n")
    assert told(found) == {"Ada": [("2026-03-01", 51.0, {}), ("2026-04-01", 54.0, {})]}


def test_the_whole_column_says_whether_the_day_comes_first() -> None:
    found = api.brought("c.csv", b"Client,Date,SSI\nAda,03/02/2026,51\nAda,25/02/2026,54\n")
    assert [day for day, *_ in told(found)["Ada"]] == ["2026-02-03", "2026-02-25"]


def test_days_in_any_order_are_told_the_oldest_first_and_a_share_with_blanks_is_one_too() -> None:
    rows = "Ada,2026-04-01,54\nAda,2026-02-01,50\nAda,2026-03-01,51\nBob,2026-04-03,48% \n"
    found = api.brought("c.csv", f"Client,Date,SSI\n{rows}".encode())
    assert [day for day, *_ in told(found)["Ada"]] == ["2026-02-01", "2026-03-01", "2026-04-01"]
    assert found.remarks == ("Row 4 (Bob): total: '48%' is a share: give points.",)


def test_names_that_differ_in_case_and_blanks_alone_are_one() -> None:
    text = "Client,Date,SSI\nAda  Example,2026-03-01,51\n ada example ,2026-04-01,54\nADA EXAMPLE,2026-05-01,55\n"
    found = api.brought("c.csv", text.encode())
    assert {name: len(days) for name, days in told(found).items()} == {"Ada Example": 3}


def test_what_can_not_be_used_is_told_by_its_row() -> None:
    rows = [
        "Ada,2026-03-01,51,,,,", "Ada,soon,51,,,,", "Ada,2027-03-01,51,,,,", "Ada,2026-04-01,,0,0,0,0",
        ",2026-04-01,51,,,,", "Bob,2026-04-01,101,,,,", "Bob,2026-04-02,many,,,,", "Bob,2026-04-03,48%,,,,",
        "Bob,2026-04-04,,26,1,1,1", ",,,,,,", "ada,2026-03-01,52,,,,",
    ]  # fmt: skip
    text = "Client,Date,Total,Brand,People,Insights,Relationships\n" + "\n".join(rows) + "\n"
    found = api.brought("c.csv", text.encode())
    assert told(found) == {"Ada": [("2026-03-01", 52.0, {})]}
    expected = [
        "Row 2 (Ada): 'soon' is no date: write YYYY-MM-DD.",
        "Row 3 (Ada): 2027-03-01 is still to come: give a day up to 2026-07-01.",
        "Row 4 (Ada): no total and no part above 0: a failed capture is no reading, so give figures or delete it.",
        "Row 5: no client: give a name.",
        "Row 6 (Bob): the total is 101: give a number from 0 to 100.",
        "Row 7 (Bob): total: 'many' is not a number.",
        "Row 8 (Bob): total: '48%' is a share: give points.",
        "Row 9 (Bob): brand is 26: give a number from 0 to 25.",
        "Row 1 (ada): 2026-03-01 stands in row 11 too, and that one is taken.",
    ]
    assert list(found.remarks) == expected
    assert found.words == "1 client with 1 reading; 9 remarks."


def test_a_name_that_can_not_be_kept_is_told() -> None:
    found = api.brought("c.csv", f"Client,Date,SSI\n{'x' * 201},2026-03-01,51\nAda,2026-03-01,51\n".encode())
    assert [c.name for c in found.clients] == ["Ada"]
    assert found.remarks[0].startswith(f"Row 1 ({'x' * 60}): ")
    assert "a name has 1 to 200 characters that can be printed: give another" in found.remarks[0]
    found = api.brought("c.csv", f"Client,Date,SSI\nBob,2026-03-01,{'9' * 60}%\nAda,2026-03-01,51\n".encode())
    assert found.remarks == (f"Row 1 (Bob): total: '{'9' * 40}' is a share: give points.",)


# ------------------------------------------------------------------------------------------------ the wide form


@pytest.mark.parametrize(
    "text",
    [
        "Client,2026-03-01,2026-04-01\nAda,51,54\nBob,,40\n",
        "Client;1 Mar 2026;1 Apr 2026\nAda;51;54\nBob;;40\n",
        "Spring\n\n,2026-03-01,2026-04-01\nAda,51,54\nBob,,40\n",
    ],
)
def test_a_column_a_day(text: str) -> None:
    expected = {"Ada": [("2026-03-01", 51.0, {}), ("2026-04-01", 54.0, {})], "Bob": [("2026-04-01", 40.0, {})]}
    assert told(api.brought("c.csv", text.encode())) == expected


def test_a_column_a_day_in_a_workbook() -> None:
    data = book(("Client", dt.date(2026, 3, 1), dt.date(2026, 4, 1)), ("Ada", 51, 54))
    assert told(api.brought("c.xlsx", data)) == {"Ada": [("2026-03-01", 51.0, {}), ("2026-04-01", 54.0, {})]}


def test_a_column_a_day_and_pillar() -> None:
    text = (
        "Client,2026-03-01 brand,2026-03-01 people,2026-03-01 insights,2026-03-01 relationships,Brand 2026-04-01\n"
        "Ada Example,12.5,10,8,20,13\n"
    )
    assert told(api.brought("c.csv", text.encode())) == {
        "Ada Example": [ADA[0], ("2026-04-01", None, {"brand": 13.0})]
    }


# ------------------------------------------------------------------------------------------------ no such table


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("c.csv", b"", "c.csv"),
        ("c.csv", b"Date,Link,Message\n2026-03-01,x,y\n", "no header that is known"),
        ("c.csv", b"Client,Date,Brand\nAda,2026-03-01,12\n", "the total or all four pillars"),
        ("c.csv", b"Client,Date,SSI\n", "no row of it can be used, there is none"),
        ("c.csv", b"Client,Date,SSI\nAda,soon,51\n", "no row of it can be used: Row 1"),
        ("c.png", b"\x89PNG\r\n", "give one table, as CSV or XLSX"),
        ("c.xlsx", b"PK\x03\x04 and then nothing", "c.xlsx"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(api.IngestError, match=words):
        api.brought(name, data)


# ------------------------------------------------------------------------------------------- into the records


def test_clients_become_members_and_known_ones_get_what_they_lack(records: Records) -> None:  # noqa: F811
    kept = records.save_member("bob sample", api.with_readings(small(), [api.Reading(20513, 30.0)]))
    assert api.day_of(20513) == dt.date(2026, 3, 1)
    rows = LONG + "BOB SAMPLE,2026-05-01,6,6,7,8\n"
    done = api.bring(records, api.brought("c.csv", rows.encode()).clients)
    assert [one.sentence for one in done] == [
        "Ada Example is new: 2 readings from 1 March 2026 to 1 April 2026.",
        "bob sample: 1 reading of 1 May 2026; 1 day there already.",
    ]
    ada, bob = (records.load(one.id).found for one in done)
    assert done[1].id == kept.id
    assert [(r.total, len(r.pillars)) for r in ada.member.readings] == [(50.5, 4), (54.0, 4)]
    assert (ada.as_of, ada.counts) == (dt.date(2026, 4, 1), {})
    # What the member had said of 1 March stands, and so do their files.
    assert [(api.day_of(r.day).day, r.total) for r in bob.member.readings] == [(1, 30.0), (1, 27.0)]
    assert bob.counts["comments_given"] == 3
    assert {m.name for m in records.members()} == {"Ada Example", "bob sample"}


def test_the_same_spreadsheet_again_changes_nothing(records: Records) -> None:  # noqa: F811
    clients = api.brought("c.csv", LONG.encode()).clients
    api.bring(records, clients)
    before = records.export()
    done = api.bring(records, clients)
    assert [one.sentence for one in done] == [
        "Ada Example: nothing new, 2 days there already.", "Bob Sample: nothing new, 1 day there already.",
    ]  # fmt: skip
    assert records.export() == before


def test_a_member_known_by_readings_alone_stands_on_the_last_of_them(records: Records) -> None:  # noqa: F811
    for day in ("2026-03-01", "2026-05-01", "2026-04-01"):
        api.bring(records, api.brought("c.csv", f"Client,Date,SSI\nAda,{day},51\n".encode()).clients)
    [ada] = records.members()
    assert ada.as_of == dt.date(2026, 5, 1)
    days = [api.day_of(r.day).month for r in records.load(ada.id).found.member.readings]
    assert days == [3, 4, 5]


def test_all_of_it_is_kept_or_nothing(
    records: Records, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    api.bring(records, api.brought("c.csv", b"Client,Date,SSI\nBob Sample,2026-02-01,50\n").clients)
    before = records.export()
    clients = api.brought("c.csv", LONG.encode()).clients
    # Two of one name, put together by hand: the second is refused, and the first is not kept either.
    with pytest.raises(TakenError):
        api.bring(records, [*clients, api.Client("ada example", clients[0].readings)])
    assert records.export() == before
    # Somebody saves Bob between our looking and our writing.
    load = records.load

    def overtaken(id: str) -> object:
        held = load(id)
        records.rename(id, "Bob the Sample", version=held.version)
        return held

    monkeypatch.setattr(records, "load", overtaken)
    with pytest.raises(StaleError):
        api.bring(records, clients)
    assert [m.name for m in records.members()] == ["Bob the Sample"]


def test_the_command_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ssi_core.cli import main

    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("c.csv").write_text(LONG + "Ada Example,soon,1,1,1,1\n")
    with pytest.raises(SystemExit) as end:
        main(["records", "bring", "c.csv", "--out", "said.txt"])
    assert not end.value.code
    assert Path("said.txt").read_text().splitlines() == [
        "2 clients with 3 readings; 1 remark.",
        "  Ada Example is new: 2 readings from 1 March 2026 to 1 April 2026.",
        "  Bob Sample is new: 1 reading of 1 March 2026.",
        "Row 4 (Ada Example): 'soon' is no date: write YYYY-MM-DD.",
    ]
    Path("c.csv").write_text("nothing\n")
    with pytest.raises(SystemExit) as end:
        main(["records", "bring", "c.csv"])
    assert end.value.code == 2


@pytest.mark.parametrize("title", [f"a{' ' * 20_000}b", f"1{' ' * 20_000}", f"{'x ' * 10_000}2026-03-01"])
def test_a_title_of_endless_blanks_is_looked_at_once(title: str) -> None:
    # Parting a day from a pillar would try every blank against every other: for minutes, if it came to that.
    found = api.brought("clients.csv", f"Client,Date,Total,{title}\nAda,2026-03-01,42,x\n".encode())
    assert [(c.name, c.readings[0].total) for c in found.clients] == [("Ada", 42.0)]
    with pytest.raises(api.IngestError):
        api.brought("clients.csv", f"Client,{title}\nAda,42\n".encode())
