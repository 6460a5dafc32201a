"""Exports drawn from the table of formats and rendered to bytes, with what a right reading of each must find.

A row is a number and a fate. All its cells follow from the number, so that the same number is the same row again, and
the oracle knows from number and fate alone what becomes of it: it never looks at a rendered cell.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from ssi_core.ingest.formats import FORMATS, Format
from tests.ingest.exports import OWNER, OWNER_URL, POST, table, zipped

#: Base name of the export; its day is that of the members' times.
EXPORT = "Complete_LinkedInDataExport_06-30-2026"
#: What becomes of a row: ``hidden`` is a connection with nothing but a day.
Fate = Literal["good", "dropped", "undated", "future", "padding", "hidden"]
COUNTED = ("good", "hidden")
_NUMBERS = 40


@dataclass(frozen=True)
class DateStyle:
    """How a file writes its times.

    Attributes
    ----------
    name : str
        For failures.
    write : callable
        A time as text.
    stamps : bool
        Whether a record of the stamped kind begins with it.
    late : bool
        Whether a column of it needs days above 12 to be told from the US order.
    """

    name: str
    write: Callable[[dt.datetime], str]
    stamps: bool = False
    late: bool = False


def _clock(when: dt.datetime) -> str:
    return f"{when.hour % 12 or 12}:{when:%M} {'AP'[when.hour // 12]}M"


#: FORMATS, section 2, as far as they tell a whole day; the prose of Rich_Media stands apart.
STYLES = (
    DateStyle("05 Mar 2024", lambda d: f"{d:%d %b %Y}"),
    DateStyle("3/5/24, 2:02 PM", lambda d: f"{d.month}/{d.day}/{d:%y}, {_clock(d)}"),
    DateStyle("03/05/24, 02:02 PM", lambda d: f"{d:%m/%d/%y}, {_clock(d):0>8}"),
    DateStyle("03/05/24 02:02 PM UTC", lambda d: f"{d:%m/%d/%y} {_clock(d):0>8} UTC"),
    DateStyle("2024-03-05 14:02:11", lambda d: f"{d:%Y-%m-%d %H:%M:%S}", stamps=True),
    DateStyle("2024-03-05 14:02:11 UTC", lambda d: f"{d:%Y-%m-%d %H:%M:%S} UTC", stamps=True),
    DateStyle("2024-03-05 14:02 UTC", lambda d: f"{d:%Y-%m-%d %H:%M} UTC", stamps=True),
    DateStyle("2024/03/05 14:02:11 UTC", lambda d: f"{d:%Y/%m/%d %H:%M:%S} UTC"),
    DateStyle("Tue Mar 05 14:02:11 UTC 2024", lambda d: f"{d:%a %b %d %H:%M:%S} UTC {d:%Y}"),
    DateStyle("Mar 5, 2024", lambda d: f"{d:%b} {d.day}, {d:%Y}"),
    DateStyle("2024-03-05T14:02:11", lambda d: f"{d:%Y-%m-%dT%H:%M:%S}", stamps=True),
    DateStyle("2024-03-05", lambda d: f"{d:%Y-%m-%d}"),
    DateStyle("3/5/2024", lambda d: f"{d.month}/{d.day}/{d.year}"),
    DateStyle("05/03/2024", lambda d: f"{d:%d/%m/%Y}", late=True),
    DateStyle("05.03.2024", lambda d: f"{d:%d.%m.%Y}"),
    DateStyle("03-05-2024 14:02:11", lambda d: f"{d:%m-%d-%Y %H:%M:%S}"),
    DateStyle("5-Mar-24", lambda d: f"{d.day}-{d:%b-%y}"),
    DateStyle("05-Mar-24", lambda d: f"{d:%d-%b-%y}"),
    DateStyle("03/05/2024 14:02", lambda d: f"{d:%m/%d/%Y %H:%M}"),
)


@dataclass(frozen=True)
class Row:
    """A row by its number, and what becomes of it."""

    number: int
    fate: Fate


@dataclass(frozen=True)
class File:
    """One file of an export, or some parts of it.

    Attributes
    ----------
    fmt : Format
        What it is.
    stem, extension : str
        Its name.
    titles : dict of str to str
        Our name of each column that it has to the title it bears, in the order of the header; a name that is not one
        of the format's is a column that no one knows.
    parts : tuple of tuple of Row
        Rows by part; more than one where it is split.
    style : DateStyle
        How it writes times.
    start, step : datetime.date, int
        Day of row 0, and days between rows.
    texts : tuple of str
        What its cells say.
    delimiter, newline, encoding : str
        How it lies in its bytes.
    quoting : int
        Of the csv module.
    blanks : frozenset of int
        Records after which a blank line stands.
    preamble : bool
        Whether notes stand before the header.
    """

    fmt: Format
    stem: str
    extension: str
    titles: dict[str, str]
    parts: tuple[tuple[Row, ...], ...]
    style: DateStyle
    start: dt.date
    step: int
    texts: tuple[str, ...]
    delimiter: str
    newline: str
    encoding: str
    quoting: Literal[0, 1]
    blanks: frozenset[int]
    preamble: bool

    def when(self, row: Row) -> dt.datetime:
        """Time of a row, never midnight; of one in the future, years after any export."""
        day = self.start + dt.timedelta(days=self.step * row.number)
        if row.fate == "future":
            day = day.replace(year=2031, day=min(day.day, 28))
        if self.style.late:
            day = day.replace(day=13 + day.day % 15)
        return dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=60 + row.number * 2153)

    def symbol(self, row: Row, column: str) -> str:
        """What the row says in a column that decides something, squeezed; blank for nothing, or no such column."""
        if column not in self.titles or row.fate == "hidden":
            return ""
        if column in self.fmt.keep and row.fate == "dropped":
            return "withdrawn"
        choices = _choices(self.fmt, column)
        return choices[row.number % len(choices)]

    def cell(self, row: Row, column: str) -> str:
        """A cell as text."""
        if row.fate == "padding" and column in self.fmt.columns:
            return ""
        if column == self.fmt.date:
            return self._date(row)
        if row.fate == "hidden":
            return ""
        own = _CELLS.get((self.fmt.kind, column)) or _CELLS.get(("", column))
        if own is not None:
            return own(row.number, row.fate)
        if _choices(self.fmt, column):
            said = self.symbol(row, column)
            return said.capitalize() if row.number % 2 else said.upper()
        if column.endswith(("url", "urls")):
            return f"https://www.linkedin.com/in/{_word(row.number)}"
        if column == "link":
            return f"{POST}{row.number:03}"
        return f"{_word(row.number)} {self.texts[(row.number + len(column)) % len(self.texts)]}"

    def _date(self, row: Row) -> str:
        if row.fate == "undated":
            return ("", "N/A", "2024-02-30", "31 Feb 2024", "soon")[row.number % 5]
        if any(y.column == self.fmt.date for y in self.fmt.yields):  # prose, which says what was uploaded
            what = self.symbol(row, self.fmt.date or "") or "feed photo"
            what = what.replace("profilephoto", "profile photo")
            when = self.when(row)
            return f"You uploaded a {what} on {when:%B} {when.day}, {when.year} at {_clock(when)} (GMT)"
        return self.style.write(self.when(row))

    def name(self, part: int) -> str:
        """Name of a part."""
        return f"{self.stem}_{part + 1}{self.extension}" if len(self.parts) > 1 else f"{self.stem}{self.extension}"

    def data(self, part: int) -> bytes:
        """Bytes of a part."""
        lines = ["Notes:", '"Some addresses are missing, see https://example.com/help, or not"', ""]
        text = self.newline.join([*lines, ""]) if self.preamble else ""
        text += table([list(self.titles.values())], self.delimiter, self.newline, self.quoting)
        for i, row in enumerate(self.parts[part]):
            cells = [self.cell(row, column) for column in self.titles]
            text += table([cells], self.delimiter, self.newline, self.quoting)
            text += self.newline if i in self.blanks else ""
        return text.encode(self.encoding)


def _choices(fmt: Format, column: str) -> tuple[str, ...]:
    # Squeezed words that a column which decides something may hold, in a row that its format keeps.
    if column in fmt.keep:
        return fmt.keep[column]
    decides = [y for y in fmt.yields if y.column == column]
    if not decides:
        return ("outgoing", "incoming") if column == "direction" else ()
    words = [y.value for y in decides if y.value]
    return (*words, "something else") if words else ("", "some words")


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}").capitalize() + "son"


def _hers(number: int) -> bool:
    return number % 2 == 0


_CELLS: dict[tuple[str, str], Callable[[int, str], str]] = {
    ("messages", "from"): lambda n, _: OWNER if _hers(n) else _word(n),
    ("messages", "sender_url"): lambda n, _: OWNER_URL if _hers(n) else f"https://www.linkedin.com/in/{_word(n)}",
    ("messages", "to"): lambda n, _: _word(n) if _hers(n) else OWNER,
    ("messages", "recipient_urls"): lambda n, _: f"https://www.linkedin.com/in/{_word(n)}" if _hers(n) else OWNER_URL,
    ("messages", "folder"): lambda n, _: "INBOX",
    ("messages", "direction"): lambda n, _: "OUTGOING" if _hers(n) else "INCOMING",
    ("messages", "draft"): lambda n, fate: "Yes" if fate == "dropped" else "No",
    ("messages", "conversation_draft"): lambda n, _: "No",
    ("readings", "seat"): lambda n, _: "yes",
    ("readings", "break"): lambda n, _: "",
    ("answers", "value"): lambda n, _: str(n),
    ("weekly_log", "actions"): lambda n, _: str(n),
    **{("readings", column): lambda n, _: str(1 + n % 24) for fmt in FORMATS if fmt.kind == "readings"
       for column in fmt.columns if column not in ("date", "seat", "break")},
}  # fmt: skip


# ------------------------------------------------------------------------------------------------- the oracle


@dataclass
class Truth:
    """What a right reading finds.

    Attributes
    ----------
    read, rejected : dict of str to int
        Rows by name of file.
    kept : Counter of str
        Rows by kind, over all its parts.
    days : dict of str to Counter of str
        Daily input to the days, YYYY-MM-DD, with how many events.
    """

    read: dict[str, int]
    rejected: dict[str, int]
    kept: Counter[str]
    days: dict[str, Counter[str]]


def truth_of(files: Iterable[File]) -> Truth:
    """Count what files hold: a row counts by its fate, once unless its kind repeats, and as its format says."""
    truth = Truth({}, {}, Counter(), {})
    for file in files:
        fmt, seen = file.fmt, set[object]()
        for y in fmt.yields:
            truth.days.setdefault(y.input, Counter())
        if fmt.kind == "messages":
            truth.days |= {"messages_sent": Counter(), "messages_received": Counter()}
        for part, rows in enumerate(file.parts):
            name = file.name(part)
            truth.read[name], truth.rejected[name] = len(rows), sum(row.fate not in COUNTED for row in rows)
            for row in rows:
                if row.fate not in COUNTED or (row.fate == "good" and row.number in seen):
                    continue
                if row.fate == "good" and not fmt.repeats:
                    seen.add(row.number)
                truth.kept[fmt.kind] += 1
                day = file.when(row).date().isoformat()
                for y in fmt.yields:
                    said = file.symbol(row, y.column) if y.column else ""
                    takes = {"is": said == y.value, "lacks": said != y.value, "filled": said != "", "blank": not said}
                    if y.column is None or takes[y.test]:
                        truth.days[y.input][day] += 1
                if fmt.kind == "messages":
                    truth.days["messages_sent" if _hers(row.number) else "messages_received"][day] += 1
    return truth


# --------------------------------------------------------------------------------------------- the strategies


@st.composite
def spelled(draw: st.DrawFn, squeezed: str) -> str:
    """A squeezed name as someone may write it."""
    text = draw(st.sampled_from((squeezed, squeezed.upper(), squeezed.capitalize())))
    at = draw(st.integers(0, len(text) - 1))
    return text[:at] + draw(st.sampled_from(("", " ", "_", "-"))) + text[at:] if at else text


_PLAIN = 'ab \u00e9\u2019,;"\n\\|'
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


@st.composite
def files(draw: st.DrawFn, fmt: Format) -> File:
    """A file of a format."""
    titles = draw(_titles(fmt))
    encoding = draw(st.sampled_from(_ENCODINGS))
    delimiter = "," if len(titles) == 1 else "\t" if encoding == "utf-16" else draw(st.sampled_from(",;\t"))
    style = draw(st.sampled_from(STYLES))
    text = st.text(_PLAIN + ("" if encoding == "cp1252" else "\u6f22\U0001f600"), max_size=12)
    row = st.builds(Row, st.integers(0, _NUMBERS), st.sampled_from(_fates(fmt, titles, delimiter, style)))
    sizes = st.lists(row, max_size=8).map(tuple)
    return File(
        fmt,
        draw(st.sampled_from(fmt.names).flatmap(spelled)) + draw(st.sampled_from(("", "", "_900000001", " (1)"))),
        draw(st.sampled_from((".csv", ".CSV", ".tsv" if delimiter == "\t" else ".csv"))),
        titles,
        tuple(draw(st.lists(sizes, min_size=1, max_size=3))),
        style,
        draw(st.dates(dt.date(2004, 1, 1), dt.date(2012, 12, 31))),
        draw(st.integers(1, 90)) if not style.late else 31,
        tuple(draw(st.lists(text, min_size=1, max_size=3))),
        delimiter,
        draw(st.sampled_from(("\n", "\r\n"))),
        encoding,
        draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        draw(st.frozensets(st.integers(0, 7), max_size=3)),
        fmt.kind == "connections" and draw(st.booleans()),
    )


@st.composite
def _titles(draw: st.DrawFn, fmt: Format) -> dict[str, str]:
    needed = {*fmt.required, *(draw(st.sampled_from(fmt.required_any)) if fmt.required_any else ())}
    more = draw(st.frozensets(st.sampled_from(sorted(fmt.columns))))
    names = draw(st.permutations([name for name in fmt.columns if name in needed | more]))
    if draw(st.booleans()):
        names = [name for name in fmt.columns if name in needed | more]  # as LinkedIn lays them out
    titles = {name: draw(st.sampled_from(fmt.columns[name]).flatmap(spelled)) for name in names}
    unknown = {f"Xtra {i}": f"Xtra {i}" for i in range(draw(st.integers(0, 2)))}
    return dict(draw(st.permutations([*titles.items(), *unknown.items()]))) if draw(st.booleans()) else titles | unknown


def _fates(fmt: Format, titles: dict[str, str], delimiter: str, style: DateStyle) -> Sequence[Fate]:
    out: list[Fate] = ["good", "good", "good"]
    if fmt.date is not None:
        out.append("future")
    stamped = fmt.records == "stamped" and delimiter == "," and style.stamps
    if stamped and list(titles)[:3] == ["date", "link", "message"]:
        return out  # whatever does not begin with a time belongs to the record before
    out.append("padding")
    if fmt.date is not None:
        out.append("undated")
    if any(column in titles for column in fmt.keep) or "draft" in titles:
        out.append("dropped")
    if fmt.kind == "connections":
        out.append("hidden")
    return out


@dataclass(frozen=True)
class Export:
    """Files, and how they are given."""

    files: tuple[File, ...]
    shape: Literal["zip", "nested", "folder", "loose"]

    def inputs(self) -> list[tuple[str, bytes]]:
        """Uploads."""
        members = {f.name(part): f.data(part) for f in self.files for part in range(len(f.parts))}
        if self.shape == "loose":
            return list(members.items())
        if self.shape == "nested":
            return [("download.zip", zipped({f"{EXPORT}.zip": zipped(members)}))]
        return [(f"{EXPORT}.zip", zipped({f"{EXPORT}/{n}" if self.shape == "folder" else n: d for n, d in
                                          members.items()}))]  # fmt: skip


def exports(*formats: Format) -> st.SearchStrategy[Export]:
    """An export with a file of each of some formats."""
    shapes = st.sampled_from(("zip", "nested", "folder", "loose"))
    return st.builds(Export, st.tuples(*(files(fmt) for fmt in formats)), shapes)


def several() -> st.SearchStrategy[Export]:
    """An export with files of up to four formats."""
    some = st.lists(st.sampled_from(FORMATS), min_size=2, max_size=4, unique_by=lambda fmt: fmt.kind)
    return some.flatmap(lambda formats: exports(*formats))
