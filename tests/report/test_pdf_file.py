"""The PDF holds every text, replaces visibly what its font hasn't got, and says what it is."""

from __future__ import annotations

import datetime as dt
import io
import random
import unicodedata
from collections.abc import Iterator

import pypdf
import pypdf.generic
import pytest

from ssi_core import api
from ssi_core.report.blocks import Document, Section, Words
from ssi_core.report.html_file import html_file
from ssi_core.report.pdf_file import pdf_file
from tests.report.samples import Page, page_numbers_gone, pdf_text, squeezed


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def test_it_says_what_it_is(pdf: bytes, report: api.Report) -> None:
    held = read(pdf)
    assert held.metadata is not None
    assert (held.metadata.title, held.metadata.author) == ("Social Selling Index: an estimate", "Ανδρέας Ćosić")
    assert "Zoë Σπύρος" in (held.metadata.subject or "")
    assert f"{held.metadata.creation_date:%Y-%m-%d}" == "2026-06-30"
    assert held.trailer["/Root"]["/Lang"] == "en"
    assert held.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    outline = [item.title for item in held.outline if not isinstance(item, list)]
    assert outline == [s.title for s in report.document.sections]


def test_its_fonts_are_embedded(pdf: bytes) -> None:
    for page in read(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            (drawn,) = font.get_object()["/DescendantFonts"]
            described = drawn.get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in described
            assert "DejaVuSans" in described["/FontName"]


def test_every_chart_has_its_sentence_and_is_no_bitmap(pdf: bytes, report: api.Report) -> None:
    held = read(pdf)
    # One picture of pixels: the logo, and the mask of what shines through it.
    assert len({image.name for page in held.pages for image in page.images}) == 1
    told = set(alternatives(held.trailer["/Root"]["/StructTreeRoot"]))
    assert {report.why.headline, report.history_words, f"Logo of {report.coach}"} <= told


def alternatives(element: pypdf.generic.PdfObject | None) -> Iterator[str]:
    """Alternative texts of all that stands under an element of the structure."""
    element = element.get_object() if element is not None else None
    if isinstance(element, list):
        for one in element:
            yield from alternatives(one)
    elif isinstance(element, dict):
        if "/Alt" in element:
            yield str(element["/Alt"])
        yield from alternatives(element.get("/K"))


def noted(found: api.Imported, notes: str) -> str:
    return page_numbers_gone(api.report_file(api.report(found, notes=notes), "pdf"))


NOTE = "stands for a character that this document's font has not got"


def test_what_the_font_has_not_got_is_replaced_visibly(found: api.Imported) -> None:
    bold = "\U0001d5d5\U0001d5fc\U0001d5f9\U0001d5f1"
    text = noted(found, f"go \U0001f680 now; 中文字 and हि; \U0001f1eb\U0001f1f7; {bold}")
    assert squeezed("go [rocket] now; □□□ and □□; [flag FR]; Bold") in text
    assert squeezed(NOTE) in text


def test_nothing_is_said_of_boxes_where_there_are_none(pdf: bytes) -> None:
    assert squeezed(NOTE) not in pdf_text(pdf)


@pytest.mark.parametrize("words", ["שלום עולם", "مرحبا بالعالم", "لا إله"])
def test_what_runs_from_the_right_is_there(found: api.Imported, words: str) -> None:
    # Readers of text differ in which end they begin at; joined letters are plain ones by NFKC.
    text = unicodedata.normalize("NFKC", noted(found, f"Zoë says {words} to you"))
    letters = squeezed(words)
    assert letters in text or letters[::-1] in text or sorted(letters) == sorted(
        text[text.index("says") + 4 : text.index("toyou")]
    )  # fmt: skip


def test_combining_marks_stay(found: api.Imported) -> None:
    marked = "e\u0301 x\u0323\u0307 o\u0308"
    assert unicodedata.normalize("NFC", squeezed(marked)) in unicodedata.normalize("NFC", noted(found, marked))


def test_long_notes_go_on_over_many_pages(found: api.Imported) -> None:
    notes = "\n\n".join(f"Paragraph {i}: " + "words that go on and on " * 40 for i in range(60))
    data = api.report_file(api.report(found, notes=notes), "pdf")
    assert len(read(data).pages) > 15
    assert squeezed(notes) in page_numbers_gone(data)


def test_a_row_taller_than_a_page_and_a_word_wider_than_a_column(found: api.Imported) -> None:
    shared = "\n".join(f"line {i}" for i in range(150)) + "\n" + "x" * 400
    report = api.report(found, sessions=[api.Held(dt.date(2026, 5, 1), shared=shared)])
    text = page_numbers_gone(api.report_file(report, "pdf")).replace(squeezed("Day Score then Notes"), "")
    assert squeezed(shared) in text


def test_a_tall_row_begins_below_the_headings_of_its_table(found: api.Imported) -> None:
    # However far down a page the table begins: its headings never stand there without a row.
    for lines in (12, 20, 28, 36, 44):
        session = api.Held(dt.date(2026, 6, 1), shared="\n".join(f"line {i} of it" for i in range(120)))
        report = api.report(found, notes="\n\n".join(["A note."] * lines), sessions=[session])
        pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(api.report_file(report, "pdf"))).pages]
        [begins] = [page for page in pages if "the score as it stood" in page]
        assert "line 1 of it" in begins.split("the score as it stood")[1]
        told = "\n".join(pages)
        assert [told.count(f"line {i} of it") for i in range(120)] == [1] * 120
        assert told.count("not noted") == 1


def test_any_character_can_be_in_a_report() -> None:
    every = [chr(code) for code in range(0x110000)]
    random.Random(1).shuffle(every)
    texts = ["".join(every[i : i + 300]) for i in range(0, 30_000, 300)]
    document = Document(
        texts[0], (texts[1],), texts[2], dt.date(2026, 1, 1), None, "1", texts[3], (texts[4],),
        (Section(texts[5], tuple(map(Words, texts[6:]))),), "the end",
    )  # fmt: skip
    assert pdf_text(pdf_file(document)).endswith(squeezed("the end") + str(len(read(pdf_file(document)).pages)))
    Page(html_file(document).encode("utf-8").decode("utf-8"))


def test_the_same_day_twice_moves_nothing(found: api.Imported) -> None:
    report = api.report(found, since=found.as_of)
    assert squeezed(report.why.headline) in page_numbers_gone(api.report_file(report, "pdf"))
