"""Creator workbooks of every age, known by the shape of their sheets; company pages; broken ones."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest import sheets as opened
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.workbook import whole_number
from tests.ingest.exports import CONNECTIONS, Cells, Found, book, codes, day, read, zipped

PEOPLE = {"Connections.csv": CONNECTIONS}
POST_URL = "https://www.linkedin.com/feed/update/urn:li:activity:7000000000000000001"
RANKED = [
    ["Maximum of 50 posts available to include in this list"], [],
    ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
    [POST_URL, "8/25/2024", "3", "", POST_URL, "8/25/2024", "120"],
]  # fmt: skip
DEMOGRAPHICS = [["Top Demographics", "Value", "Percentage"], ["Job titles", "Example Manager", 0.029],
                ["Industries", "Example Industry", "< 1%"]]  # fmt: skip

#: Five days of 2024: impressions, engagements, new followers. 1,234 + 100 x 4 = 1,634; 10 + 1 + 2 + 3 + 4 = 20; 6.
DAYS = [(25, 1234, 10, 2), (26, 100, 1, 1), (27, 100, 2, 0), (28, 100, 3, 3), (29, 100, 4, 0)]


def old() -> dict[str, Cells]:
    """To 2025: floats and text dates."""
    return {
        "DISCOVERY": [["Overall Performance", "8/25/2024 - 8/29/2024"], ["Impressions", 1634.0]],
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"],
                       *([f"8/{d}/2024", float(i), float(e)] for d, i, e, _ in DAYS)],
        "TOP POSTS": RANKED,
        "FOLLOWERS": [["Total followers on 8/29/2024:", 2345.0], [], ["Date", "New followers"],
                      *([f"8/{d}/2024", float(f)] for d, _, _, f in DAYS)],
        "DEMOGRAPHICS": DEMOGRAPHICS,
    }  # fmt: skip


def new() -> dict[str, Cells]:
    """From 2026: every value is text."""
    return {
        "DISCOVERY": [["Overall Performance", "8/25/2024 - 8/29/2024"], ["Impressions", "1,634"]],
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"],
                       *([f"8/{d}/2024", f"{i:,}", f"{e:,}"] for d, i, e, _ in DAYS)],
        "TOP POSTS": RANKED,
        "FOLLOWERS": [["Total followers on 8/29/2024:", "2,345"], [], ["Date", "New followers"],
                      *([f"8/{d}/2024", str(f)] for d, _, _, f in DAYS)],
        "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"], ["Job title", "Example Manager", "2%"]],
    }  # fmt: skip


def figures(found: Found) -> tuple[float, float, float]:
    c = found.counts
    return c["impressions"], c["engagement_received"], c["followers_gained"]


def daily(rows: Sequence[Sequence[object]]) -> bytes:
    return book({"ENGAGEMENT": [["Date", "Impressions", "Engagements"], *rows]})


# ---------------------------------------------------------------------------------------------------------- both ages


@pytest.mark.parametrize("sheets", [old(), new()], ids=["floats", "text"])
@pytest.mark.parametrize(
    "name",
    [
        "Content_2024-08-25_2024-08-29_Test Person, Ph.D..xlsx",
        "AggregateAnalytics_TestPerson_2024-08-25_2024-08-29.xlsx",
        "anything (1).xlsx",
        "saved as.csv",
    ],
)
def test_a_creator_workbook(sheets: dict[str, Cells], name: str) -> None:
    found = read({name: book(sheets)})
    assert figures(found) == (1634, 20, 6)
    assert found.on("followers_gained") == {"2024-08-25": 2, "2024-08-26": 1, "2024-08-28": 3}
    entry = found.entry(name)
    assert (entry.kind, entry.status, entry.encoding) == ("creator_workbook", "read", "xlsx")
    assert found.sums == (10, 10, 0, 0)
    assert (found.ledger.first_day, found.ledger.last_day) == (day("2024-08-25"), day("2024-08-29"))
    # Only the five days are spoken of.
    assert found.member.activity.covered["impressions"].tolist() == [True] * 5
    assert "impressions" not in found.member.activity.from_the_start


def test_names_and_order_of_the_sheets_do_not_matter() -> None:
    sheets = {f"Sheet{i}": rows for i, rows in enumerate(reversed(old().values()))}
    assert figures(read({"a.xlsx": book(sheets)})) == (1634, 20, 6)


def test_banner_rows_and_empty_rows_do_not_matter() -> None:
    sheets = {name: [["A banner"], [], *rows, [], []] for name, rows in old().items()}
    assert figures(read({"a.xlsx": book(sheets)})) == (1634, 20, 6)


def test_real_dates_are_dates() -> None:
    found = read({"a.xlsx": daily([[dt.date(2024, 8, 25), 10, 1], [dt.date(2024, 8, 26), 20, 2]])})
    assert found.on("impressions") == {"2024-08-25": 10, "2024-08-26": 20}


def test_portuguese() -> None:
    # DD/MM/YYYY; other titles, other names of sheets, two sheets of demographics, an empty ranking.
    found = read({"Content_2026-02-01_2026-02-14_Pessoa Teste.xlsx": book({
        "Descoberta": [["Desempenho geral", "01/02/2026 - 14/02/2026"], ["Usuários alcançados", "90"]],
        "Engajamento": [["Data", "Impressões", "Engajamentos"],
                        *([f"{d:02d}/02/2026", "50", "10"] for d in range(1, 15))],
        "Publicações mais em alta": [["No máximo 50 publicações"], [], ["URL da publicação"]],
        "Seguidores": [["Total de seguidores em 14/02/2026:", "1.234"], [], ["Data", "Novos seguidores"],
                       *([f"{d:02d}/02/2026", "1"] for d in range(1, 15))],
        "Dados demográficos do público": [["Cargo", "Gerente", "menos de 1%"]],
        "Dados demográficos do conteúdo": [["Cargo", "Gerente", "2%"]],
    })})  # fmt: skip
    assert figures(found) == (700, 140, 14)
    assert (found.ledger.first_day, found.ledger.last_day) == (day("2026-02-01"), day("2026-02-14"))


@pytest.mark.parametrize(("form", "first"), [("{d:02d}/02/2026", "2026-02-01"), ("2/{d}/2026", "2026-02-01")])
def test_a_week_whose_dates_could_be_either_is_the_one_that_is_a_week(form: str, first: str) -> None:
    # 01/02 to 07/02: as days of February they follow each other, as first days of seven months they do not.
    found = read({"a.xlsx": daily([[form.format(d=d), 10, 1] for d in range(1, 8)])})
    assert sorted(found.on("impressions")) == [f"2026-02-0{d}" for d in range(1, 8)]
    assert found.ledger.first_day == day(first)


def test_one_sheet_tells_the_order_of_dates_for_all() -> None:
    sheets = {
        "a": [["Date", "x", "y"], ["01/02/2026", 10, 1], ["13/02/2026", 10, 1]],
        "b": [["Date", "x"], ["02/02/2026", 5]],
    }
    assert read({"a.xlsx": book(sheets)}).on("followers_gained") == {"2026-02-02": 5}


# ------------------------------------------------------------------------------------------------------ single rows


def test_a_negative_day_is_a_correction_and_stays() -> None:
    found = read({"a.xlsx": daily([["8/25/2024", 10, 5], ["8/26/2024", -3, -2]])})
    assert found.on("impressions") == {"2024-08-25": 10, "2024-08-26": -3}
    assert found.counts["engagement_received"] == 3
    assert found.sums == (2, 2, 0, 0)


def test_rows_that_hold_no_figures_are_rejected() -> None:
    # A total at the end, a word in place of a number, a fraction, and a day after today, 1 July 2026.
    rows = [
        ["8/25/2024", 10, 5],
        ["8/26/2024", 10, "many"],
        ["8/27/2024", 10, 0.5],
        ["7/2/2026", 10, 5],
        ["Total", 40, 15],
    ]
    found = read({"a.xlsx": daily(rows)})
    assert figures_of_engagement(found) == (10, 5)
    entry = found.entry("a.xlsx")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (5, 1, 4)
    assert [(n.code, n.row) for n in entry.notes] == [("number", 2), ("number", 3), ("future", 4), ("date", 5)]
    assert (entry.first, entry.last) == (day("2024-08-25"), day("2024-08-25"))


def test_today_is_no_day_in_the_future() -> None:
    assert read({"a.xlsx": daily([["6/30/2026", 10, 5], ["7/1/2026", 10, 5]])}).counts["impressions"] == 20


def figures_of_engagement(found: Found) -> tuple[float, float]:
    return found.counts["impressions"], found.counts["engagement_received"]


def test_a_day_twice_in_one_workbook_counts_once_with_the_larger() -> None:
    found = read({"a.xlsx": daily([["8/25/2024", 10, 5], ["8/25/2024", 12, 4]])})
    assert figures_of_engagement(found) == (12, 5)
    assert found.sums == (2, 1, 1, 0)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1\u202f234", 1234),
        ("12,345,678", 12345678), ("63306.0", 63306), ("63306", 63306), ("-28", -28), ("-1,234", -1234), ("0", 0),
        (" 7 ", 7), ("", None), ("1.5", None), ("1,23", None), ("12,34,567", None), ("2%", None), ("< 1%", None),
        ("abc", None), ("1e5", None), ("--1", None),
    ],
)  # fmt: skip
def test_whole_numbers_as_sheets_write_them(cell: str, number: float | None) -> None:
    assert whole_number(cell) == number


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_survives_its_writing(number: int) -> None:
    assert whole_number(f"{number:,}") == whole_number(str(number)) == whole_number(f"{float(number)}") == number


# ------------------------------------------------------------------------------------------------- several workbooks


def test_of_overlapping_workbooks_the_one_that_ends_later_wins_a_day() -> None:
    # 25-27 August in the earlier, 26-28 in the later: the later's word stands for the 26th and 27th, larger or not.
    earlier = daily([["8/25/2024", 100, 10], ["8/26/2024", 100, 10], ["8/27/2024", 100, 10]])
    later = daily([["8/26/2024", 150, 15], ["8/27/2024", 90, 9], ["8/28/2024", 50, 5]])
    for pair in ((earlier, later), (later, earlier)):
        found = read([("a.xlsx", pair[0]), ("b.xlsx", pair[1])])
        assert found.on("impressions") == {"2024-08-25": 100, "2024-08-26": 150, "2024-08-27": 90, "2024-08-28": 50}
        assert found.counts["engagement_received"] == 39
        assert found.sums == (6, 4, 2, 0)


def test_of_two_that_end_alike_the_larger_wins() -> None:
    one = daily([["8/26/2024", 100, 10], ["8/27/2024", 90, 20]])
    two = daily([["8/26/2024", 110, 9], ["8/27/2024", 80, 8]])
    found = read([("a.xlsx", one), ("b.xlsx", two)])
    assert found.on("impressions") == {"2024-08-26": 110, "2024-08-27": 90}
    assert found.on("engagement_received") == {"2024-08-26": 10, "2024-08-27": 20}


def test_the_same_workbook_twice_is_the_workbook_once() -> None:
    found = read([("a.xlsx", book(old())), ("a.xlsx", book(old()))])
    assert figures(found) == (1634, 20, 6)
    assert found.sums == (20, 10, 10, 0)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.lists(st.integers(0, 9), min_size=1, max_size=5)), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_workbooks_does_not_matter(windows: list[tuple[int, list[int]]], dice: random.Random) -> None:
    made = [
        (f"{i}.xlsx", daily([[f"2024-08-{start + j + 1:02d}", v, v] for j, v in enumerate(values)]))
        for i, (start, values) in enumerate(windows)
    ]
    best: dict[int, tuple[int, int]] = {}
    for start, values in windows:
        for j, v in enumerate(values):
            best[start + j] = max(best.get(start + j, (-1, 0)), (start + len(values), v))
    for given_ in (made, dice.sample(made, len(made))):
        found = read(given_)
        assert found.on("impressions") == {f"2024-08-{d + 1:02d}": v for d, (_, v) in best.items() if v}
        assert found.sums[1] == len(best)


# ------------------------------------------------------------------------------------------------------------ others


@pytest.mark.parametrize(
    "sheets",
    [
        {
            "Metrics": [["A long description of the page's figures"],
                        ["Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)", "Clicks"],
                        ["08/25/2024", 10, 0, 10, 1]],
            "All posts": [["A long description"], ["Post title", "Post link", "Created date"],
                          ["x", POST_URL, "08/25/2024"]],
        },
        {
            "New followers": [["Date", "Sponsored followers", "Organic followers", "Total followers"],
                              ["08/25/2024", 0, 2, 2]],
            "Location": [["Location", "Total followers"], ["Exampleville", 5]],
        },
    ],
    ids=["content", "followers"],
)  # fmt: skip
def test_a_company_page_is_refused_politely(sheets: dict[str, Cells]) -> None:
    found = read({"example_content_1.xls": book(sheets), **PEOPLE})
    entry = found.entry("example_content_1.xls")
    assert (entry.status, codes(entry), entry.rows_read) == ("ignored", ["company page"], 0)
    assert not {"impressions", "followers_gained"} & set(found.counts)
    with pytest.raises(IngestError, match="a company page's figures"):
        read({"example_content_1.xls": book(sheets)})


def test_a_workbook_of_something_else_is_named_by_its_columns() -> None:
    found = read({"gizmos.xlsx": book({"Sheet1": [["Gizmo", "Colour"], ["1", "red"]]}), **PEOPLE})
    entry = found.entry("gizmos.xlsx")
    assert (entry.status, codes(entry), entry.rows_read) == ("ignored", ["unknown"], 0)
    assert "the columns: Gizmo, Colour" in entry.notes[0].message


def test_dates_and_words_are_no_figures() -> None:
    # Shaped as a creator's sheet is, and without one whole number: nothing is counted of it twice.
    found = read(
        {"diary.xlsx": book({"Sheet1": [["Day", "Mood"], ["8/25/2024", "fine"], ["8/26/2024", "good"]]}), **PEOPLE}
    )
    assert found.entry("diary.xlsx").status == "ignored"
    assert found.sums == (0, 0, 0, 0)


def test_an_empty_workbook_says_nothing() -> None:
    found = read({"empty.xlsx": book({"Sheet1": []}), **PEOPLE})
    assert found.entry("empty.xlsx").status == "empty"


@pytest.mark.parametrize("cut", [30, 400, 2000])
def test_a_workbook_cut_short_is_unreadable(cut: int) -> None:
    found = read({"a.xlsx": book(old())[:-cut], **PEOPLE})
    entry = found.entry("a.xlsx")
    assert (entry.status, codes(entry)) == ("unreadable", ["damaged"])


@pytest.mark.parametrize("inner", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"])
def test_a_workbook_with_a_broken_part_is_unreadable(inner: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(old()))) as whole, zipfile.ZipFile(out, "w") as made:
        for info in whole.infolist():
            made.writestr(info, b"<broken" if info.filename == inner else whole.read(info))
    found = read({"a.xlsx": out.getvalue(), **PEOPLE})
    entry = found.entry("a.xlsx")
    assert (entry.status, codes(entry), entry.rows_read) == ("unreadable", ["damaged"], 0)
    assert "impressions" not in found.counts
    assert found.counts["connections_added"] == 0


def far_out(row: int, column: int) -> bytes:
    """A small workbook with one cell far away from the others."""
    rows: list[list[object]] = [["Date", "Type", "Link"], ["2024-03-05", "LIKE", "a"]]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for r, cells in enumerate(rows):
            sheet.write_row(r, 0, cells)
        sheet.write(row - 1, column - 1, "x")
    return out.getvalue()


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 16_384), (1_048_576, 3), (300, 16_384)])
def test_a_cell_far_out_is_refused_before_it_fills_the_memory(row: int, column: int) -> None:
    # The largest sheet has 17 thousand million cells: its reader would set up each, and end this process.
    found = read({"Reactions.xlsx": far_out(row, column), **PEOPLE})
    entry = found.entry("Reactions.xlsx")
    assert (entry.status, codes(entry)) == ("unreadable", ["limit"])
    assert f"{row * column:,} cells" in entry.notes[0].message


def test_a_stray_cell_within_reason_is_none() -> None:
    # 40,000 x 26: an ordinary slip. The row of the stray cell has no date.
    found = read({"Reactions.xlsx": far_out(40_000, 26)})
    assert (found.counts["reactions_given"], found.sums) == (1, (2, 1, 0, 1))


def test_the_cells_of_all_sheets_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two sheets of 2 x 3 cells.
    data = book({name: [["Date", "Type", "Link"], ["2024-03-05", "LIKE", "a"]] for name in ("one", "two")})
    monkeypatch.setattr(opened, "MAX_CELLS", 12)
    assert read({"Reactions.xlsx": data}).counts["reactions_given"] == 1
    monkeypatch.setattr(opened, "MAX_CELLS", 11)
    assert codes(read({"Reactions.xlsx": data, **PEOPLE}).entry("Reactions.xlsx")) == ["limit"]


@pytest.mark.parametrize(
    ("xml", "cells"),
    [
        # Row 7 x column C; the widest and the lowest need not be one cell.
        (b'<row r="7"><c r="C7"/></row>', 21),
        (b"<row r='2'><c r='D2'/></row><row r='7'><c r=\"C7\"/></row>", 28),
        (b'<x:row r="7"><x:c s="1" r = "c7"/></x:row>', 21),
        (b'<row r="10"><c r\n =\t "AA10"/></row>', 270),
        (b'<row r="1048576"><c r="XFD1048576"/></row>', 16_384 * 1_048_576),
        # Names that no spreadsheet gives, and the reader takes.
        (b'<row r="1"><c r="A4000000000"/></row>', 4_000_000_000),
        (b'<row r="1"><c r="A00000000000007"/></row>', 7),
        (b'<row r="1"><c r="AAAAA1"/></row>', 475_255),
        # Nameless cells and rows stand behind the ones before them: 2 x 3; where some are named, a generous bound.
        (b"<row><c/><c t='s'><v>0</v></c><c/></row><row><c/></row>", 6),
        (b'<row r="4000000000"><c/></row>', 4_000_000_000),
        (b'<row r="5"><c r="A5"/></row><row><c r="A6"/></row>', 8),
        (b'<row r="1"><c r="C1"/><c/></row>', 5),
        (b"<cols><col min='1'/></cols>", 0),
        (b"", 0),
    ],
)
def test_the_reach_of_a_sheet_is_told_by_the_names_of_its_rows_and_cells(xml: bytes, cells: int) -> None:
    assert opened._area(b"<worksheet><sheetData>" + xml + b"</sheetData></worksheet>") == cells
    assert opened._area(xml) == 0  # no sheet: a chart's margins are called r too


def test_a_workbook_that_inflates_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MAX_INFLATED", 1000)
    found = read({"a.xlsx": book(old()), **PEOPLE})
    assert codes(found.entry("a.xlsx")) == ["limit"]


@pytest.mark.parametrize(
    "names", [("xl/workbook.bin",), ("content.xml", "xl/x.xml"), ("xl/workbook.xml", "content.xml")]
)
def test_other_formats_that_pass_for_one_are_refused(names: tuple[str, ...]) -> None:
    found = read({"a.xlsx": zipped(dict.fromkeys(names, b"<x/>")), **PEOPLE})
    assert found.entry("a.xlsx").status == "unreadable"
    assert "save it as XLSX or CSV" in found.entry("a.xlsx").notes[0].message


def test_a_legacy_workbook_that_is_none_is_unreadable() -> None:
    found = read({"page_content_1.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, **PEOPLE})
    assert found.entry("page_content_1.xls").status == "unreadable"
