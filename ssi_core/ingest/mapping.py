"""What the columns of a table are that no one knows: guessed from their titles, confirmed by the user.

A guess is made by whole words alone: ``Searches`` is no ``Saved searches``, ``Leads saved`` no ``Leads saved
(cumulative)``. Nothing is read by a guess; only what a person confirmed becomes a :class:`Format`.

Sales Navigator's usage report is known by its metrics, not by its header, which LinkedIn nowhere publishes: so it is a
format of its own, :data:`USAGE`, which no file's name or header leads to, only a mapping. Sources: FORMATS, 5 and 8.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.formats import FORMATS, Format, match_header
from ssi_core.ingest.names import squeeze

#: Daily inputs that a usage report may state, and the titles under which help pages name them. ``InMails sent`` is left
#: to the user: it may be a part of the messages sent, or stand beside them. So is what is cumulative: no total of a
#: period.
METRICS: Mapping[str, tuple[str, ...]] = {
    "people_searches": ("searches performed", "people searches", "searches"),
    "profile_views_made": ("profile views", "profiles viewed"),
    "leads_saved": ("leads saved", "saved leads"),
    "active_days": ("days active", "active days"),
    "messages_sent": ("messages sent",),
}
SSI: Mapping[str, tuple[str, ...]] = {
    "total": ("ssi", "ssi score", "social selling index", "overall ssi", "total ssi"),
    "brand": ("establish your professional brand", "professional brand", "brand"),
    "find": ("find the right people", "right people", "people"),
    "engage": ("engage with insights", "insights"),
    "relationships": ("build relationships", "build strong relationships", "relationships"),
}
DAYS: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "start date", "from", "period start"),
    "end": ("end", "end date", "to", "period end"),
    "period": ("period", "date range", "time period"),
    "week": ("week", "week of", "week starting"),
    "day": ("date", "day"),
}
PERSON = ("member name", "member", "name", "full name", "user", "user name", "seat holder")

USAGE = Format(
    "usage_report", (),
    {column: tuple(squeeze(t) for t in titles)
     for column, titles in {"person": PERSON, **DAYS, **METRICS, **SSI}.items()},
    (), "end", reach="recent", by_header=False,
)  # fmt: skip

KINDS: Mapping[str, Format] = {f.kind: f for f in (USAGE, *FORMATS)}

#: Words that leave a title's meaning alone.
_FILLERS = frozenset(("number", "of", "the", "total", "count", "no", "your", "a", "an", "in", "this", "period"))


@dataclass(frozen=True)
class ColumnMapping:
    """What a table is and what its columns are, as a person said it.

    Attributes
    ----------
    kind : str
        Kind of table, a key of :data:`KINDS`.
    columns : mapping of str to str
        Our name of a column to its title in the file.
    titles : tuple of str
        The whole header that this is for; empty where any header with these columns is meant.
    person : str
        Of a table with a row a person, who the member is; blank where all rows are the member's.
    first, last : datetime.date or None
        Days that a usage report without a column of dates is about. They belong to one file and are never remembered.
    """

    kind: str
    columns: Mapping[str, str]
    titles: tuple[str, ...] = ()
    person: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def signature(self) -> tuple[str, ...]:
        """Squeezed titles of the header that this is for."""
        return tuple(squeeze(t) for t in self.titles)

    @property
    def format(self) -> Format:
        """The kind's format with the columns where the person said they are."""
        known = KINDS[self.kind]
        keep, dropped = known.keep, known.dropped
        if "person" in self.columns and self.person:
            keep, dropped = {**keep, "person": (squeeze(self.person),)}, "another person"
        columns = {column: (squeeze(title),) for column, title in self.columns.items()}
        return replace(known, columns=columns, required=tuple(columns), keep=keep, dropped=dropped, by_header=True)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is still to be said, in words; empty where the mapping can be used."""
        if self.kind != "usage_report":
            return tuple(f"which column is the {words(c)}" for c in KINDS[self.kind].required if c not in self.columns)
        out = []
        if not set(self.columns) & {*METRICS, *SSI}:
            out.append("which column holds a figure")
        has = set(self.columns)
        # The last day alone dates a reading, but says nothing of the days that a total is about.
        dated = bool(has & {"day", "period", "week"}) or ("end" in has and ("start" in has or not has & set(METRICS)))
        if not dated and (self.first is None or self.last is None):
            out.append("which days it is about")
        return tuple(out)

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether a record is the header that this is for."""
        if self.titles:
            return tuple(squeeze(c) for c in cells) == self.signature
        return match_header(list(cells), self.format) is not None

    def to_dict(self, days: bool = False) -> dict[str, Any]:
        """The mapping as JSON has it; :func:`mapping_from` reads it back.

        Parameters
        ----------
        days : bool
            Whether with its days. What is remembered goes without: another file's are others.
        """
        dated = {"first": self.first, "last": self.last} if days else {}
        return {
            "kind": self.kind, "titles": list(self.titles), "columns": dict(self.columns),
            **({"person": self.person} if self.person else {}),
            **{name: day.isoformat() for name, day in dated.items() if day is not None},
        }  # fmt: skip


def words(column: str) -> str:
    """Our name of a column as a person says it."""
    return _WORDS.get(column, column.replace("_", " "))


_WORDS: Mapping[str, str] = {
    "person": "member's name", "start": "first day of the period", "end": "last day of the period",
    "period": "period (first and last day in one cell)", "week": "first day of the week", "day": "day",
    "people_searches": "searches performed", "profile_views_made": "profiles viewed", "leads_saved": "leads saved",
    "active_days": "days active", "messages_sent": "messages sent", "total": "SSI, 0 to 100",
    "brand": "SSI part: professional brand", "find": "SSI part: right people", "engage": "SSI part: insights",
    "relationships": "SSI part: relationships", "connected_on": "day you connected", "url": "profile address",
    "sent_at": "time sent", "inviter_url": "inviter's profile address", "invitee_url": "invitee's profile address",
    "sender_url": "sender's profile address", "recipient_urls": "recipients' profile addresses",
}  # fmt: skip


def suggest(titles: Sequence[str], kind: str | None = None) -> ColumnMapping:
    """Guess what a table's columns are.

    Parameters
    ----------
    titles : sequence of str
        The header.
    kind : str, optional
        Kind of table, where it is known; by default the one that most of the columns fit.

    Returns
    -------
    ColumnMapping
        To be shown as a guess; what it :attr:`~ColumnMapping.lacks` was not found.
    """
    if kind is not None:
        return ColumnMapping(kind, _guesses(titles, KINDS[kind]), tuple(titles))
    guesses = [ColumnMapping(k, _guesses(titles, fmt), tuple(titles)) for k, fmt in KINDS.items()]

    def fit(guess: ColumnMapping) -> tuple[float, int]:
        required = KINDS[guess.kind].required
        return -len([c for c in required if c not in guess.columns]) + len(guess.columns), -len(required)

    return max(guesses, key=fit)


def _guesses(titles: Sequence[str], fmt: Format) -> dict[str, str]:
    # First the exact titles, then the same words in another order; a title is taken once.
    said = {**DAYS, **METRICS, **SSI, "person": PERSON} if fmt is USAGE else {}
    free = dict.fromkeys(t for t in titles if t.strip())
    found: dict[str, str] = {}
    for same in (squeeze, _same_words):
        for column, aliases in fmt.columns.items():
            wanted = {same(a) for a in (*said.get(column, ()), *aliases, column)}
            title = next((t for t in free if column not in found and same(t) in wanted), None)
            if title is not None:
                found[column] = title
                del free[title]
    return {column: found[column] for column in fmt.columns if column in found}


def _same_words(title: str) -> frozenset[str] | str:
    # Words without fillers and without the s of a plural; a title of fillers alone stays itself.
    split = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title).lower())
    return frozenset(w.removesuffix("s") for w in split if w not in _FILLERS) or title


def mapping_from(data: Any, where: str) -> ColumnMapping:
    """One mapping out of JSON.

    Parameters
    ----------
    data : object
        ``{"kind": ..., "columns": {ours: title}, "titles": [...], "person": ..., "first": DATE, "last": DATE}``; the
        last four are optional.
    where : str
        The file, for the error.

    Raises
    ------
    IngestError
        If it is none; the message says what to write.
    """
    if not isinstance(data, dict) or data.get("kind") not in list(KINDS):  # a kind may be no hashable thing
        raise IngestError(f"{where}: a mapping's kind must be one of {', '.join(KINDS)}")
    allowed = KINDS[data["kind"]].columns
    columns, titles, person = data.get("columns"), data.get("titles", []), data.get("person", "")
    if not isinstance(columns, dict) or not columns or not all(isinstance(t, str) for t in columns.values()):
        raise IngestError(f"{where}: columns must be an object of our name of a column to its title")
    if unknown := sorted(set(columns) - set(allowed)):
        raise IngestError(f"{where}: {data['kind']} has no column {', '.join(unknown)}: use {', '.join(allowed)}")
    if not isinstance(titles, list) or not all(isinstance(t, str) for t in titles) or not isinstance(person, str):
        raise IngestError(f"{where}: titles must be a list of the header's titles, person a name")
    held = {squeeze(t) for t in titles}
    if titles and (gone := [t for t in columns.values() if squeeze(t) not in held]):
        raise IngestError(f"{where}: the titles lack {', '.join(gone)}")
    made = ColumnMapping(
        data["kind"], dict(columns), tuple(titles), person, _date(data.get("first"), where),
        _date(data.get("last"), where),
    )  # fmt: skip
    # A remembered usage report may lack its days: they are asked for with every file.
    if lacks := [w for w in made.lacks if made.kind != "usage_report" or "days" not in w]:
        raise IngestError(f"{where}: say {', '.join(lacks)}")
    return made


def _date(text: Any, where: str) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise IngestError(f"{where}: {text!r} is no day: write YYYY-MM-DD") from None


def mapping_of(records: Iterable[Sequence[str]], mappings: Sequence[ColumnMapping]) -> ColumnMapping | None:
    """The mapping whose header stands among a table's first records.

    Parameters
    ----------
    records : iterable of sequence of str
        The first records.
    mappings : sequence of ColumnMapping
        What the user said, the most wanted first.
    """
    return next((m for cells in records for m in mappings if m.fits(cells)), None)
