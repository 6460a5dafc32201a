"""A document as a PDF: A4, an embedded font, charts as vectors, an outline, and the same bytes for the same input."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssi_core.report.blocks import Bar, Block, Cell, Chart, Column, Document, Points, Section, Table, Words
from ssi_core.report.charts import font_file
from ssi_core.report.lettering import BOX, arranged, runs_left, writable
from ssi_core.version import __version__

if TYPE_CHECKING:
    from fpdf import FPDF

# Millimetres and points.
_MARGIN, _FOOT = 18.0, 16.0
_BODY, _SMALL, _TITLE, _HEADING, _NUMBER = 9.5, 8.5, 18.0, 12.5, 34.0
_LEAD = 1.4
#: Between two columns.
_GAP = 3.0
_LOGO = (46.0, 18.0)
#: What a heading takes, and what of a text must follow it on the same page.
_ABOVE, _KEEP = 14.0, 20.0
#: Lines of a row that is not torn, and those that stay together where a taller one is.
_WHOLE, _TORN = 6, 2
#: Rows of a table that is not torn.
_SHORT = 8

Colour = tuple[int, int, int]
_INK: Colour = (27, 32, 38)
_QUIET: Colour = (80, 87, 95)
_LINE: Colour = (205, 210, 215)
_BAR: Colour = (0, 114, 178)
_SOFT: Colour = (238, 241, 244)

_BOXES = f"{BOX} stands for a character that this document's font has not got; the HTML report shows it."


def pdf_file(document: Document) -> bytes:
    """The document as a PDF.

    Title, author, language and an outline are told to whoever's program asks; every chart has its sentence as an
    alternative text. What the font hasn't got is replaced as :mod:`ssi_core.report.lettering` says.
    """
    page = _Page(document)
    page.head()
    for section in document.sections:
        page.section(section)
    return page.done()


class _Page:
    # A sheet that is written from top to bottom, and the pen that writes on it.
    def __init__(self, document: Document) -> None:
        self.document = document
        self.replaced = False
        self.pictures: dict[int, str] = {}
        self.pdf = _sheet(document)
        self.width = self.pdf.epw

    # ------------------------------------------------------------------------------------------------ the pen

    def pen(self, size: float, colour: Colour = _INK, *, bold: bool = False) -> None:
        self.pdf.set_font("DejaVu", "B" if bold else "", size)
        self.pdf.set_text_color(*colour)

    def text_of(self, text: str) -> str:
        glyphs = self.pdf.current_font.cmap  # type: ignore[union-attr]
        shown = writable(text, lambda c: ord(c) in glyphs)
        self.replaced |= BOX in shown and BOX not in text
        return shown

    def lines(self, text: str, width: float) -> list[tuple[str, bool]]:
        """A text broken to a width, in the order in which it is seen, and whether each line runs from the right."""
        out: list[tuple[str, bool]] = []
        for paragraph in self.text_of(text).split("\n"):
            left = runs_left(paragraph)
            broken = self.pdf.multi_cell(width, None, paragraph, align="L", dry_run=True, output="LINES")
            assert isinstance(broken, list)
            out += [(arranged(line, left), left) for line in broken or [""]]
        return out

    @property
    def step(self) -> float:
        """Height of a line."""
        return float(self.pdf.font_size) * _LEAD

    def write(self, text: str, width: float | None = None) -> None:
        """A paragraph, over as many pages as it takes."""
        for line, left in self.lines(text, width or self.width):
            align = "R" if left else "L"
            self.pdf.cell(width or self.width, self.step, line, align=align, new_x="LMARGIN", new_y="NEXT")

    def room(self, height: float) -> None:
        """Begin a page where so much is not left on this one."""
        if self.pdf.y + height > self.pdf.page_break_trigger:
            self.pdf.add_page()

    # ------------------------------------------------------------------------------------------------ the parts

    def head(self) -> None:
        d, pdf = self.document, self.pdf
        pdf.add_page()
        top, width = pdf.y, self.width
        if d.logo is not None:
            box = min(_LOGO[0] / d.logo.width, _LOGO[1] / d.logo.height)
            w, h = d.logo.width * box, d.logo.height * box
            words = _printable(f"Logo of {d.author}" if d.author else "Logo")
            pdf.image(d.logo.png, x=pdf.l_margin + self.width - w, y=top, w=w, h=h, alt_text=words)
            width -= _LOGO[0] + 6
        self.pen(_TITLE, bold=True)
        self.write(d.title, width)
        self.pen(_BODY, _QUIET)
        for line in d.about:
            self.write(line, width)
        pdf.set_y(max(pdf.y, top + (_LOGO[1] if d.logo else 0)) + 3)
        pdf.set_draw_color(*_BAR)
        pdf.set_line_width(0.6)
        pdf.line(pdf.l_margin, pdf.y, pdf.l_margin + self.width, pdf.y)
        pdf.set_y(pdf.y + 5)
        if d.number:
            self.pen(_NUMBER, bold=True)
            text = self.text_of(d.number)
            w = pdf.get_string_width(text) + 4
            pdf.cell(w, 13, text)
            self.pen(13)
            pdf.set_y(pdf.y + 4.5)
            pdf.set_x(pdf.l_margin + w)
            pdf.cell(0, 8, self.text_of(d.beside), new_x="LMARGIN", new_y="NEXT")
            pdf.set_y(pdf.y + 2)
        self.pen(_BODY)
        for line in d.lead:
            self.write(line)
            pdf.set_y(pdf.y + 1)

    def section(self, section: Section) -> None:
        # No heading ends a page: what comes first under it is on the same one.
        first = self.tall(section.blocks[0]) if section.blocks else _KEEP
        self.room(min(_ABOVE + first, self.pdf.eph))
        self.pdf.set_y(self.pdf.y + 6)
        self.pen(_HEADING, bold=True)
        self.pdf.start_section(_printable(section.title))
        self.write(section.title)
        self.pdf.set_y(self.pdf.y + 1.5)
        for block in section.blocks:
            self.block(block)

    def tall(self, block: Block) -> float:
        """Height of what of a block is not torn."""
        if isinstance(block, Chart):
            drawn = self.drawn(block)
            _, _, w, h = map(float, drawn.split('viewBox="', 1)[1].split('"', 1)[0].split())
            self.pen(_SMALL, _QUIET)
            return self.width * h / w + 2 + len(self.lines(block.words, self.width)) * self.step
        if isinstance(block, Table):
            self.pen(_SMALL, bold=True)
            # A short table stays together; of a longer one the caption, the headings and two rows do.
            rows = max(len(block.rows), _TORN) if len(block.rows) <= _SHORT else _TORN
            return (len(self.lines(block.caption, self.width)) + 2 + rows) * (self.step + 1.6)
        return _KEEP

    def drawn(self, chart: Chart) -> str:
        """The picture of a chart; drawn once."""
        if id(chart) not in self.pictures:
            self.pictures[id(chart)] = chart.draw()
        return self.pictures[id(chart)]

    def block(self, block: Block) -> None:
        if isinstance(block, Words):
            self.pen(_SMALL if block.quiet else _BODY, _QUIET if block.quiet else _INK)
            self.write(block.text)
            self.pdf.set_y(self.pdf.y + 1.8)
        elif isinstance(block, Points):
            self.pen(_BODY)
            for item in block.items:
                self.item(item)
            self.pdf.set_y(self.pdf.y + 1.8)
        elif isinstance(block, Chart):
            self.chart(block)
        else:
            self.table(block)

    def item(self, text: str) -> None:
        self.room(self.step)
        indent, pdf = 4.5, self.pdf
        for i, (line, _) in enumerate(self.lines(text, self.width - indent)):
            self.room(self.step)
            pdf.cell(indent, self.step, "\u2022" if i == 0 else "")
            pdf.cell(self.width - indent, self.step, line, new_x="LMARGIN", new_y="NEXT")

    def chart(self, chart: Chart) -> None:
        drawn, whole = self.drawn(chart), self.tall(chart)
        self.room(whole)
        height, top = whole - 2 - len(self.lines(chart.words, self.width)) * self.step, self.pdf.y
        self.pdf.image(
            io.BytesIO(drawn.encode()), x=self.pdf.l_margin, y=top, w=self.width, h=height,
            alt_text=_printable(chart.words),
        )  # fmt: skip
        self.pdf.set_xy(self.pdf.l_margin, top + height + 1.5)
        self.write(chart.words)
        self.pdf.set_y(self.pdf.y + 1.8)

    # ------------------------------------------------------------------------------------------------ tables

    def table(self, table: Table) -> None:
        whole = sum(c.width for c in table.columns)
        # The last column's gap lies beyond the edge of the page.
        widths = [c.width / whole * (self.width + _GAP) for c in table.columns]
        self.room(self.tall(table))
        self.pen(_SMALL, bold=True)
        self.write(table.caption)
        self.headings(table.columns, widths)
        for row in table.rows:
            self.row(row, table.columns, widths)
        self.pdf.set_y(self.pdf.y + 3.5)

    def headings(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        if any(c.title for c in columns):
            self.pen(_SMALL, _QUIET, bold=True)
            self.cells([self.lines(c.title, w - _GAP) for c, w in zip(columns, widths, strict=True)], columns, widths)

    def row(self, row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[float]) -> None:
        self.pen(_SMALL)
        cells = [c if isinstance(c, Bar) else self.lines(c, w - _GAP) for c, w in zip(row, widths, strict=True)]
        most = max(len(c) for c in cells if not isinstance(c, Bar))
        start = 0
        while start < most:
            left = int((self.pdf.page_break_trigger - self.pdf.y - 1.6) / self.step)
            if most - start > left and (most <= _WHOLE or left < _TORN):
                self.pdf.add_page()
                self.headings(columns, widths)
                self.pen(_SMALL)
                left = int((self.pdf.page_break_trigger - self.pdf.y - 1.6) / self.step)
            # A tall row begins where there is room, below its headings, and goes on over the next page.
            part = [c if isinstance(c, Bar) else c[start : start + left] for c in cells]
            self.cells(part if not start else [c if not isinstance(c, Bar) else [] for c in part], columns, widths)
            start += left

    def cells(
        self, cells: Sequence[Bar | list[tuple[str, bool]]], columns: Sequence[Column], widths: Sequence[float]
    ) -> None:
        pdf, top, x = self.pdf, self.pdf.y + 0.8, self.pdf.l_margin
        tall = max((len(c) for c in cells if not isinstance(c, Bar)), default=1)
        for cell, column, width in zip(cells, columns, widths, strict=True):
            if isinstance(cell, Bar):
                self.bar(cell, x, top, width - _GAP - 1)
            else:
                for i, (line, left) in enumerate(cell):
                    pdf.set_xy(x, top + i * self.step)
                    pdf.cell(width - _GAP, self.step, line, align="R" if column.numeric or left else "L")
            x += width
        bottom = top + tall * self.step + 0.8
        pdf.set_draw_color(*_LINE)
        pdf.set_line_width(0.2)
        pdf.line(pdf.l_margin, bottom, pdf.l_margin + self.width, bottom)
        pdf.set_xy(pdf.l_margin, bottom)

    def bar(self, bar: Bar, x: float, top: float, width: float) -> None:
        pdf, share, high = self.pdf, min(1.0, max(0.0, bar.share)), 2.2
        y = top + (self.step - high) / 2
        pdf.set_fill_color(*_SOFT)
        pdf.rect(x + 1, y, width, high, style="F")
        if share:
            pdf.set_fill_color(*_BAR)
            pdf.rect(x + 1, y, width * share, high, style="F")

    def done(self) -> bytes:
        self.pdf.set_y(self.pdf.y + 4)
        self.pen(_SMALL, _QUIET)
        if self.replaced:
            self.write(_BOXES)
        self.write(self.document.foot)
        return bytes(self.pdf.output())


def _sheet(document: Document) -> FPDF:
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-_FOOT + 4)
            self.set_font("DejaVu", "", 7.5)
            self.set_text_color(*_QUIET)
            self.cell(0, 4, f"{self.page_no()}", align="R")

    pdf = Sheet(format="A4")
    # A text that holds the sign for the number of pages stays that text.
    pdf.alias_nb_pages("")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(True, _FOOT)
    pdf.c_margin = 0.4
    for style in ("", "B"):
        pdf.add_font("DejaVu", style, font_file(bool(style)))
    pdf.set_lang("en")
    pdf.set_title(_printable(document.title))
    pdf.set_subject(_printable("; ".join(document.about)))
    if document.author:
        pdf.set_author(_printable(document.author))
    pdf.set_creator(f"SSI Coach {__version__}")
    pdf.set_creation_date(dt.datetime.combine(document.made, dt.time(), dt.UTC))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    return pdf


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
