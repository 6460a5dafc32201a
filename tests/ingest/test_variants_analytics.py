# ruff: noqa: E501 - lines as an export has them
"""Sections 4 and 5 of the format notes: the creator workbook of every age, its sheets saved alone, company pages."""

from __future__ import annotations

import pytest

from ssi_core.ingest.errors import IngestError
from tests.ingest.exports import Cells, book, codes, day, read, table
from tests.ingest.variants import Case, each

URL = "https://www.linkedin.com/feed/update/urn:li:activity:7000000000000000001"
#: Two days: 1,234 + 100 impressions, 10 + 1 engagements, 2 + 0 followers.
FIGURES: dict[str, float | None] = {"impressions": 1334, "engagement_received": 11, "followers_gained": 2}
NONE: dict[str, float | None] = dict.fromkeys(FIGURES)
RANKING = [["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
           [URL, "8/25/2024", "10", "", URL, "8/25/2024", "1,234"]]  # fmt: skip
BANNER: Cells = [["Maximum of 50 posts available to include in this list"], []]
READERS = [["Top Demographics", "Value", "Percentage"], ["Job titles", "Clerk", 0.029], ["Industries", "Racks", "< 1%"]]
ENGAGEMENT = [["Date", "Impressions", "Engagements"], ["8/25/2024", "1,234", "10"], ["8/26/2024", "100", "1"]]
FOLLOWERS = [
    ["Total followers on 8/26/2024:", "2,345"],
    [],
    ["Date", "New followers"],
    ["8/25/2024", "2"],
    ["8/26/2024", "0"],
]
DISCOVERY = [["Overall Performance", "8/25/2024 - 8/26/2024"], ["Impressions", "1,334"], ["Members reached", "700"]]

SHEETS: dict[str, Cells] = {"DISCOVERY": DISCOVERY, "ENGAGEMENT": ENGAGEMENT, "TOP POSTS": [*BANNER, *RANKING],
                            "FOLLOWERS": FOLLOWERS, "DEMOGRAPHICS": READERS}  # fmt: skip
FLOATS: dict[str, Cells] = {
    **SHEETS,
    "DISCOVERY": [["Overall Performance", "8/25/2024 - 8/26/2024"], ["Impressions", 1334.0], ["Unique views", 700.0]],
    "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["8/25/2024", 1234.0, 10.0], ["8/26/2024", 100.0, 1.0]],
    "FOLLOWERS": [["Total followers on 8/26/2024:", 2345.0], [], ["Date", "New followers"], ["8/25/2024", 2.0], ["8/26/2024", 0.0]],
}  # fmt: skip
PORTUGUESE: dict[str, Cells] = {
    "Descoberta": [["Desempenho geral", "25/08/2024 - 26/08/2024"], ["Impressões", "1.334"], ["Usuários alcançados", "700"]],
    "Engajamento": [["Data", "Impressões", "Engajamentos"], ["25/08/2024", "1.234", "10"], ["26/08/2024", "100", "1"]],
    "Publicações mais em alta": [["Máximo de 50 publicações"], [], ["URL da publicação", "Data", "", "", "URL da publicação", "Data", "Impressões"],
                                 ["", "", "", "", URL, "25/08/2024", "1.234"]],
    "Seguidores": [["Total de seguidores em 26/08/2024:", "2.345"], [], ["Data", "Novos seguidores"], ["25/08/2024", "2"], ["26/08/2024", "0"]],
    "Dados demográficos do público": [["Principais", "Valor", "Porcentagem"], ["Cargo", "Exemplo", "menos de 1%"]],
    "Dados demográficos do conteúdo": [["Principais", "Valor", "Porcentagem"], ["Setor", "Exemplo", "2%"]],
}  # fmt: skip

BOOKS = [
    Case("4 old, floats", {"Content_2024-08-25_2024-08-26_Test Owner, Ph.D..xlsx": book(FLOATS)}, FIGURES, (4, 4, 0, 0, 0),
         kind="creator_workbook", span=("2024-08-25", "2024-08-26")),
    Case("4 old, a copy of a browser", {"Content_2024-08-25_2024-08-26_TestOwner (1).xlsx": book(FLOATS)}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 new, every value text", {"AggregateAnalytics_TestOwner_2024-08-25_2024-08-26.xlsx": book(SHEETS)}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 new, six sheets", {"AggregateAnalytics_TestOwner.xlsx": book({**SHEETS, "CONTENT DEMOGRAPHICS": READERS})}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 Portuguese", {"Content.xlsx": book(PORTUGUESE)}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 edited, banner rows of the posts deleted", {"Content.xlsx": book({**SHEETS, "TOP POSTS": RANKING})}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 edited, discovery rebuilt with a period a row",
         {"Content.xlsx": book({**SHEETS, "DISCOVERY": [["Overall Performance", "Value", "Time Period"],
                                                        ["Impressions", "1,334", "8/25/2024 - 8/26/2024"],
                                                        ["Members reached", "700", "8/25/2024 - 8/26/2024"]]})},
         FIGURES, (4, 4, 0, 0, 0)),
    Case("4 edited, banner rows of the followers deleted", {"Content.xlsx": book({**SHEETS, "FOLLOWERS": FOLLOWERS[2:]})}, FIGURES, (4, 4, 0, 0, 0)),
    Case("4 a negative day is a correction", {"Content.xlsx": book({"ENGAGEMENT": [*ENGAGEMENT, ["8/27/2024", "-34", "-1"]]})},
         {"impressions": 1300, "engagement_received": 10, "followers_gained": None}, (3, 3, 0, 0, 0)),
]  # fmt: skip


def saved(rows: Cells) -> bytes:
    """A sheet as a spreadsheet saves it: with a mark, CRLF and commas."""
    return b"\xef\xbb\xbf" + table([row or [""] for row in rows], newline="\r\n").encode()


SINGLE = [
    ["Post URL", URL], ["Post Date", "Sep 30, 2025"], ["Post Publish Time", "2:02 PM"], ["Impressions", "5,537"],
    ["Members reached", "3,001"], ["Profile viewers from this post", "12"], ["Followers gained from this post", "3"],
    ["Social engagements", "64"], ["Reactions", "40"], ["Comments", "20"], ["Reposts", "4"], ["Saves", "2"], [],
    ["Post viewer demographics"], ["Category", "Value", "%"], ["Job title", "Clerk", "2%"],
]  # fmt: skip

ALONE = [
    Case("4 ENGAGEMENT saved as CSV", {"ENGAGEMENT.csv": saved(ENGAGEMENT)},
         {"impressions": 1334, "engagement_received": 11, "followers_gained": None}, (2, 2, 0, 0, 0), kind="creator_workbook",
         encoding="utf-8-sig", span=("2024-08-25", "2024-08-26"), resave=False),
    Case("4 FOLLOWERS saved as CSV", {"sheet 2.csv": saved(FOLLOWERS)}, {"followers_gained": 2, "impressions": None}, (2, 2, 0, 0, 0),
         kind="creator_workbook", resave=False),
    Case("4 ENGAGEMENT saved in Portuguese", {"Engajamento.csv": table(PORTUGUESE["Engajamento"], delimiter=";")},
         {"impressions": 1334, "engagement_received": 11}, (2, 2, 0, 0, 0), resave=False),
    Case("4 TOP POSTS saved as CSV", {"TOP POSTS.csv": saved([*BANNER, *RANKING])}, NONE, (0, 0, 0, 0, 0), status="ignored",
         codes=("creator sheet",), resave=False),
    Case("4 TOP POSTS saved without its banner", {"TOP POSTS.csv": saved(RANKING)}, NONE, (0, 0, 0, 0, 0), status="ignored",
         codes=("creator sheet",), resave=False),
    Case("4 DISCOVERY saved as CSV", {"DISCOVERY.csv": saved(DISCOVERY)}, NONE, (0, 0, 0, 0, 0), status="ignored",
         codes=("creator sheet",), resave=False),
    Case("4 DEMOGRAPHICS saved as CSV", {"DEMOGRAPHICS.csv": saved(READERS)}, NONE, (0, 0, 0, 0, 0), status="ignored",
         codes=("creator sheet",), resave=False),
    Case("4 the workbook of one post", {"SinglePostAnalytics_TestOwner_7000000000000000001.xlsx": book({"Post analytics": SINGLE})}, NONE,
         (0, 0, 0, 0, 0), status="ignored", codes=("single post",), resave=False),
    Case("4 the workbook of one post saved as CSV", {"PostAnalytics_TestOwner_7000000000000000001.csv": saved(SINGLE)}, NONE, (0, 0, 0, 0, 0),
         status="ignored", codes=("single post",), resave=False),
    Case("4 TOP POSTS alone in a workbook", {"TOP POSTS.xlsx": book({"TOP POSTS": [*BANNER, *RANKING]})}, NONE, (0, 0, 0, 0, 0),
         status="ignored", codes=("creator sheet",), resave=False),
]  # fmt: skip

METRICS = [
    "Date",
    "Impressions (organic)",
    "Impressions (sponsored)",
    "Impressions (total)",
    "Clicks (total)",
    "Reactions (total)",
]
PAGES: dict[str, dict[str, Cells]] = {
    "content": {"Metrics": [["One long description of the page's figures"], METRICS, ["08/25/2024", 10, 0, 10, 1, 2]],
                "All posts": [["One long description"], ["Post title", "Post link", "Created date", "Impressions"], ["x", URL, "08/25/2024", 10]]},
    "followers": {"New followers": [["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"],
                                    ["08/25/2024", 0, 3, 0, 3]],
                  "Location": [["Location", "Total followers"], ["Exampleville", 7]]},
    "visitors": {"Visitor metrics": [["Date", *(f"Page views {i}" for i in range(24))], ["08/25/2024", *range(24)]]},
    "competitor_analytics": {"Competitors": [["08/25/2024 - 09/24/2024"], ["Page", "Total Followers", "New Followers"], ["Example", 7, 1]]},
    "content in Portuguese": {"Métricas": [["Descrição"], ["Data", "Impressões (orgânicas)", "Impressões (total)", "Cliques (total)"],
                                           ["25/08/2024", 10, 10, 1]]},
}  # fmt: skip

COMPANY = [
    Case(f"5 company page, {name}", {f"example_{name}_1724544000000.xlsx": book(sheets)}, NONE, (0, 0, 0, 0, 0), status="ignored",
         codes=("company page",), resave=False)
    for name, sheets in PAGES.items()
]  # fmt: skip


@each(*BOOKS, *ALONE, *COMPANY)
def test_analytics_of_every_age(case: Case) -> None:
    case.check(case.read())


def test_4_one_post_beside_the_workbook_of_all_adds_nothing() -> None:
    found = read(
        {
            "Content.xlsx": book(SHEETS),
            "SinglePostAnalytics_x.xlsx": book({"Post analytics": SINGLE}),
            "TOP POSTS.csv": saved(RANKING),
        }
    )
    assert {k: found.counts[k] for k in FIGURES} == FIGURES
    assert found.ledger.last_day == day("2024-08-26")  # not the day of the post


def test_4_a_sheet_saved_alone_beside_its_workbook_adds_nothing() -> None:
    found = read({"Content.xlsx": book(SHEETS), "ENGAGEMENT.csv": saved(ENGAGEMENT)})
    assert {k: found.counts[k] for k in FIGURES} == FIGURES
    assert found.sums == (6, 4, 2, 0)


def test_4_of_overlapping_windows_the_later_end_wins_a_day() -> None:
    later = {
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["8/26/2024", "150", "2"], ["8/27/2024", "30", "0"]]
    }
    found = read({"Content.xlsx": book(SHEETS), "AggregateAnalytics.xlsx": book(later)})
    assert found.on("impressions") == {"2024-08-25": 1234, "2024-08-26": 150, "2024-08-27": 30}
    assert found.counts["engagement_received"] == 12


@pytest.mark.parametrize(
    "text", ["Date,Steps,Floors\n2024-08-25,4000,3\n", "Date,Weight\n2024-08-25,80\n", "Day;Number\n2024-08-25;80\n"]
)
def test_4_a_csv_of_other_figures_is_not_taken_for_analytics(text: str) -> None:
    found = read({"steps.csv": text, "Content.xlsx": book(SHEETS)})
    assert codes(found.entry("steps.csv")) == ["unknown"]
    assert {k: found.counts[k] for k in FIGURES} == FIGURES


@pytest.mark.parametrize(
    "data", [book({"Post analytics": SINGLE}), book(PAGES["followers"])], ids=["one post", "company page"]
)
def test_4_and_5_what_is_no_members_activity_is_refused_in_one_line_when_alone(data: bytes) -> None:
    with pytest.raises(IngestError, match=r"nothing here can be used: .* left alone"):
        read({"x.xlsx": data})
