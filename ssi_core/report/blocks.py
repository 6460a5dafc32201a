"""What a report is laid out in: a document of sections, of blocks. Both renderers draw these and nothing else.

Every text in a block is plain text as a person reads it; a renderer escapes it, or finds glyphs for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ssi_core.report.logo import Logo


@dataclass(frozen=True)
class Words:
    """A paragraph; a line break in it is kept.

    Attributes
    ----------
    text : str
        What it says.
    quiet : bool
        Whether it stands back: a remark rather than a statement.
    """

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """A list, a line an item."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A share from 0 to 1, drawn as a bar; a number beside it says the same."""

    share: float


Cell = str | Bar


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
        Its heading; blank for a column of bars.
    width : float
        Its share of the width, against the other columns'.
    numeric : bool
        Whether it is set to the right.
    """

    title: str
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names the row.

    Attributes
    ----------
    caption : str
        What it is a table of.
    columns : tuple of Column
        At least one.
    rows : tuple of tuple of Cell
        A cell a column.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart, and the sentence that says the same from the same numbers.

    Attributes
    ----------
    draw : callable
        Gives the picture as SVG, as :mod:`ssi_core.report.svg` leaves it.
    words : str
        What it shows.
    """

    draw: Callable[[], str]
    words: str


Block = Words | Points | Table | Chart


@dataclass(frozen=True)
class Section:
    """A titled part of a document."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes
    ----------
    title : str
        What it is.
    about : tuple of str
        Whom and which day it is about, a line each.
    author : str
        Who gives it; blank where nobody is named.
    made : datetime.date
        The day that it stands for; its date of creation too, so that the same input gives the same bytes.
    logo : Logo or None
        The author's.
    number, beside : str
        The figure that comes first, and what stands beside it.
    lead : tuple of str
        What is said before the first section.
    sections : tuple of Section
        In order.
    foot : str
        What stands at the end, and short under every page.
    """

    title: str
    about: tuple[str, ...]
    author: str
    made: dt.date
    logo: Logo | None
    number: str
    beside: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
