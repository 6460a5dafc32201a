"""messages.csv -> who wrote when, in which conversation, and how openings begin.

The file is the largest of an export, so it is worked through batch by batch, in arrays. Of the texts only the first
bytes of what may be an opening are looked at, to tell a personal message from a copy; nothing of them is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.arrays import blank_array, bool_values, int_array, int_numbers
from ssi_core.ingest.dates import LAST_SECOND, parse_seconds
from ssi_core.ingest.formats import squeeze
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.people import slug
from ssi_core.member import NEVER

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

#: Bytes of a message looked at; a greeting and two lines.
OPENING_BYTES = 160
#: Share of conversations in which a person must take part to be the owner of the file.
OWNER_SHARE = 0.9
_SPONSORED = b"sponsored conversation"
_AD = b"spinmail-quill-editor"
_DAY = 86400
_NO_DATE = int(np.iinfo(np.int64).min)


@dataclass
class Interned:
    """Distinct cells as small numbers, so that a column of 500,000 cells is an array."""

    ids: dict[bytes, int] = field(default_factory=dict)

    def column(self, cells: pa.Array) -> Ints:
        """(n,) number of each cell; the same cell gives the same number in every batch."""
        encoded = cells.dictionary_encode()
        numbers = [self.ids.setdefault(v, len(self.ids)) for v in encoded.dictionary.to_pylist()]
        column: Ints = np.array(numbers, np.int64)[int_numbers(encoded.indices)]
        return column

    def texts(self) -> list[str]:
        """The cells by number."""
        return [text(cell) for cell in self.ids]


def text(cell: bytes) -> str:
    """A cell as text: UTF-8, else Windows-1252."""
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("cp1252", "replace")


@dataclass
class _Part:
    second: Ints
    conversation: Ints
    url: Ints
    name: Ints
    to: Ints
    direction: NDArray[np.int8]  # 1 outgoing, -1 incoming, 0 not said
    digest: Ints
    opening: pa.Array
    order: Ints


@dataclass
class Messages:
    """What has been read so far of any number of message files.

    Attributes
    ----------
    digests : bool
        Whether rows are compared across files, which only several files need.
    last_day : int
        Rows after this day number are rejected.
    """

    digests: bool
    parts: list[_Part] = field(default_factory=list)
    conversations: Interned = field(default_factory=Interned)
    urls: Interned = field(default_factory=Interned)
    names: Interned = field(default_factory=Interned)
    recipients: Interned = field(default_factory=Interned)
    pairs: list[Ints] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    files: int = 0

    def read(self, batches: Iterator[pa.RecordBatch], entry: Entry, last_day: int) -> None:
        """Read one file.

        Parameters
        ----------
        batches : iterator of RecordBatch
            Binary columns under our names.
        entry : Entry
            Takes the counts and the remarks.
        last_day : int
            Rows after this day number are in the future and rejected.
        """
        parts, pairs, row = list[_Part](), list[Ints](), 0
        for batch in batches:
            if batch.num_rows:
                part, pair = self._part(batch, entry, last_day, row)
                row += batch.num_rows
                parts.append(part)
                pairs.append(pair)
        # Only now, so that a file that fails half way leaves nothing behind and can be read again another way.
        self.parts.extend(parts)
        self.pairs.extend(pairs)
        self.entries.extend([entry] * len(parts))
        self.files += 1

    def _part(self, batch: pa.RecordBatch, entry: Entry, last_day: int, row: int) -> tuple[_Part, Ints]:
        from pyarrow import compute as pc

        n = batch.num_rows
        blank = blank_array(n)

        def cells(name: str) -> pa.Array:
            return batch.column(name) if name in batch.schema.names else blank

        second = _seconds(cells("date"))
        opening = pc.binary_slice(cells("content"), 0, OPENING_BYTES)
        draft = _drafts(batch)
        advert = _is(cells("conversation_title"), _SPONSORED) | _contains(opening, _AD)
        undated = second == _NO_DATE
        late = ~undated & (second >= (last_day + 1) * _DAY)
        entry.rows_read += n
        gone = np.zeros(n, bool)
        for code, mask, words in (
            ("draft", draft, "a draft, never sent"),
            ("sponsored", advert, "a sponsored message"),
            ("date", undated, "no date that can be read"),
            ("future", late, "dated after the export"),
        ):
            fresh = mask & ~gone
            for number in np.flatnonzero(fresh)[:5]:
                entry.note(code, words, row + int(number) + 1)
            entry.rows_rejected += int(fresh.sum())
            gone |= mask
        keep = np.flatnonzero(~gone)
        kept = int_array(keep)

        urls = self.urls.column(cells("sender_url").take(kept))
        conversation = self.conversations.column(cells("conversation_id").take(kept))
        recipients = self.recipients.column(cells("recipient_urls").take(kept))
        way = _direction(cells("direction").take(kept))
        opening = opening.take(kept)
        digest = np.zeros(len(keep), np.int64)
        if self.digests:
            digest = np.array([zlib.crc32(v) for v in opening.to_pylist()], np.int64)
        part = _Part(
            second[keep],
            conversation,
            urls,
            self.names.column(cells("from").take(kept)),
            self.names.column(cells("to").take(kept)),
            way,
            digest,
            opening,
            keep + row,
        )
        pair = np.unique(np.stack([conversation, urls, recipients], 1), axis=0) if len(keep) else np.empty((0, 3), int)
        return part, pair


def _is(cells: pa.Array, value: bytes) -> NDArray[np.bool_]:
    encoded = cells.dictionary_encode()
    hits = np.array([v.strip().lower() == value for v in encoded.dictionary.to_pylist()], bool)
    out: NDArray[np.bool_] = hits[int_numbers(encoded.indices)]
    return out


def _contains(cells: pa.Array, value: bytes) -> NDArray[np.bool_]:
    from pyarrow import compute as pc

    return bool_values(pc.match_substring(cells, value.decode()))


def _drafts(batch: pa.RecordBatch) -> NDArray[np.bool_]:
    # Files with a draft flag say it; in those of 2021-24, which have recipients but no flag, a draft shows only as a
    # blank TO or a blank FOLDER.
    names = batch.schema.names
    if "draft" in names or "conversation_draft" in names:
        flags = [_is(batch.column(n), b"yes") for n in ("draft",) if n in names]
        return np.logical_or.reduce(flags) if flags else _is(batch.column("conversation_draft"), b"yes")
    if "folder" in names and "conversation_id" in names:
        return _is(batch.column("to"), b"") | _is(batch.column("folder"), b"")
    return np.zeros(batch.num_rows, bool)


def _direction(cells: pa.Array) -> NDArray[np.int8]:
    way = _is(cells, b"outgoing").astype(np.int8)
    return way - _is(cells, b"incoming").astype(np.int8)


def _seconds(cells: pa.Array) -> Ints:
    # The usual `2024-03-05 14:02:11 UTC` is read as digits in one go; anything else by the general parser.
    from pyarrow import compute as pc

    n = len(cells)
    stamp = pc.binary_slice(cells, 0, 19)
    if pc.min(pc.binary_length(stamp)).as_py() == 19:
        buffer = np.frombuffer(stamp.buffers()[2], np.uint8)
        digits = buffer[: n * 19].reshape(n, 19).astype(np.int64) - 48
        marks = digits[:, (4, 7, 13, 16)] + 48
        numbers = digits[:, (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)]
        good = (marks == np.array([45, 45, 58, 58])).all(1) & ((numbers >= 0) & (numbers <= 9)).all(1)
        if good.all():
            return _from_digits(numbers)
    return parse_seconds([text(c) for c in cells.to_pylist()])


def _from_digits(d: Ints) -> Ints:
    year = d[:, 0] * 1000 + d[:, 1] * 100 + d[:, 2] * 10 + d[:, 3]
    month, day = d[:, 4] * 10 + d[:, 5], d[:, 6] * 10 + d[:, 7]
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    start = first.astype("datetime64[D]").astype(np.int64)
    after = (first + 1).astype("datetime64[D]").astype(np.int64)
    clock = (d[:, 8] * 10 + d[:, 9]) * 3600 + (d[:, 10] * 10 + d[:, 11]) * 60 + d[:, 12] * 10 + d[:, 13]
    possible = (month >= 1) & (month <= 12) & (day >= 1) & (day <= after - start) & (year >= 1)
    return np.where(possible, (start + day - 1) * _DAY + np.minimum(clock, LAST_SECOND), _NO_DATE)


@dataclass(frozen=True)
class Correspondence:
    """What the member wrote and received, in day numbers, without a word of it.

    Attributes
    ----------
    sent, received : (n,) int64
        Day of each message.
    opened, answered : (c,) int64
        Day on which each conversation was opened by the member, and the day of the first answer or ``NEVER``.
    personal : (c,) bool
        Whether the opening is no near-copy of an earlier one; False where it has no text.
    worded : (c,) bool
        Whether the opening has a text.
    """

    sent: Ints
    received: Ints
    opened: Ints
    answered: Ints
    personal: NDArray[np.bool_]
    worded: NDArray[np.bool_]


def correspond(
    messages: Messages, owner_urls: set[str], owner_names: set[str], told: bool = False
) -> Correspondence | None:
    """Work out directions and conversations; None where no one can be told to be the owner.

    Parameters
    ----------
    messages : Messages
        Everything read. Each row is counted in its entry as kept or duplicate.
    owner_urls : set of str
        Slugs of the owner's profile, where other files say them.
    owner_names : set of str
        Squeezed names of the owner.
    told : bool
        Whether the user said the name, so that no one else is taken for the owner.
    """
    if not any(len(p.second) for p in messages.parts):
        empty = np.empty(0, np.int64)
        return Correspondence(empty, empty, empty, empty, empty.astype(bool), empty.astype(bool))
    import pyarrow as pa

    def joined(name: str) -> Ints:
        return np.concatenate([getattr(p, name) for p in messages.parts])

    second, conversation, url, name, to = (joined(n) for n in ("second", "conversation", "url", "name", "to"))
    direction, order = joined("direction"), joined("order")
    keep = _distinct(messages, second, name, joined("digest"))
    # Cells -> people: the slug of an address, the squeezed name.
    slugs = [slug(u) for u in messages.urls.texts()]
    names = [squeeze(n) for n in messages.names.texts()]
    mine = direction > 0
    if not direction.all():  # files of 2018 and 2020 say it row by row, and so tell the owner's name to any others
        owner_names = owner_names | {names[n] for n in np.unique(name[mine])}
        urls = _owner_urls(messages, slugs, names, url, name, owner_urls, owner_names, told)
        if not urls and not direction.any() and not owner_names.intersection(names):
            return None
        by_url = np.array([s in urls for s in slugs], bool)[url]
        no_url = np.array([not s for s in slugs], bool)[url]
        by_name = no_url & np.array([n in owner_names for n in names], bool)[name]
        mine |= (direction == 0) & (by_url | by_name)
    if b"" in messages.conversations.ids:  # without an id, a conversation is all that passed with one other party
        number = {n: len(messages.conversations.ids) + i for i, n in enumerate(dict.fromkeys(names))}
        with_whom = np.array([number[n] for n in names], np.int64)[np.where(mine, to, name)]
        conversation = np.where(conversation == messages.conversations.ids[b""], with_whom, conversation)
    kept = np.flatnonzero(keep)
    second, conversation, mine, order = second[kept], conversation[kept], mine[kept], order[kept]
    # Inside a conversation the newest usually comes first, so of two in one second the later row is the earlier one.
    sort = np.lexsort((-order, second, conversation))
    conv, when, own = conversation[sort], second[sort], mine[sort]
    start = np.flatnonzero(np.r_[True, conv[1:] != conv[:-1]]) if len(conv) else np.empty(0, np.int64)
    group = np.repeat(np.arange(len(start)), np.diff(np.r_[start, len(conv)]))
    first_answer = np.full(len(start), NEVER, np.int64)
    theirs = np.flatnonzero(~own)[::-1]
    first_answer[group[theirs]] = when[theirs] // _DAY
    began = own[start]
    texts = pa.chunked_array([p.opening for p in messages.parts]).take(int_array(kept[sort[start[began]]]))
    receivers = messages.names.texts()
    chronological = np.argsort(when[start[began]], kind="stable")
    worded = np.zeros(int(began.sum()), bool)
    personal = worded.copy()
    seen = Copies()
    addressed = to[kept][sort[start[began]]]
    openings = texts.to_pylist()
    for i in chronological:
        words = text(openings[i])
        if words.strip():
            worded[i] = True
            personal[i] = not seen.is_copy(words, receivers[addressed[i]])
    days = when // _DAY
    return Correspondence(days[own], days[~own], days[start[began]], first_answer[began], personal, worded)


def _distinct(messages: Messages, second: Ints, name: Ints, digest: Ints) -> NDArray[np.bool_]:
    # Equal rows of one file are several messages (empty bodies in one second); equal rows of two files are one. So a
    # row is told by its time, its writer, its beginning, and which of the equal rows of its own file it is.
    sizes = [len(p.second) for p in messages.parts]
    keep = np.ones(int(sum(sizes)), bool)
    if messages.files > 1:
        file = np.repeat([_index(messages.entries, e) for e in messages.entries], sizes)
        sort = np.lexsort((np.arange(len(keep)), file, digest, name, second))
        same = np.stack([second, name, digest], 1)[sort]
        new_row = np.r_[True, (same[1:] != same[:-1]).any(1)]
        new_file = new_row | np.r_[True, file[sort][1:] != file[sort][:-1]]
        index = np.arange(len(keep))
        turn = index - np.maximum.accumulate(np.where(new_file, index, 0))
        row = np.cumsum(new_row)
        again = np.lexsort((index, turn, row))
        twice = np.r_[False, (row[again][1:] == row[again][:-1]) & (turn[again][1:] == turn[again][:-1])]
        keep[sort[again[twice]]] = False
    position = 0
    for entry, part in zip(messages.entries, messages.parts, strict=True):
        mask = keep[position : position + len(part.second)]
        entry.rows_kept += int(mask.sum())
        entry.rows_duplicate += int((~mask).sum())
        if len(part.second):
            entry.span([int(part.second.min() // _DAY), int(part.second.max() // _DAY)])
        position += len(part.second)
    return keep


def _index(entries: Sequence[Entry], entry: Entry) -> int:
    return next(i for i, e in enumerate(entries) if e is entry)


def _owner_urls(
    messages: Messages,
    slugs: list[str],
    names: list[str],
    url: Ints,
    name: Ints,
    owner_urls: set[str],
    owner_names: set[str],
    told: bool,
) -> set[str]:
    receivers = [[slug(u) for u in re.split(r",\s*(?=https?://|www\.)", cell)] for cell in messages.recipients.texts()]
    here = {*slugs, *(r for cell in receivers for r in cell)} - {""}
    if owner_urls & here:
        return owner_urls
    written = np.unique(np.stack([url, name], 1), axis=0)
    by_name = {slugs[u] for u, n in written if names[n] in owner_names and slugs[u]}
    if by_name:
        return by_name
    if told or owner_names.intersection(names):
        return set()
    # Nobody said who it is: the one person who takes part in nearly every conversation.
    triples = np.unique(np.concatenate(messages.pairs), axis=0)
    taking_part: dict[str, set[int]] = {}
    for conversation, u, r in triples.tolist():
        for who in (slugs[u], *receivers[r]):
            if who:
                taking_part.setdefault(who, set()).add(conversation)
    conversations = len(set(triples[:, 0].tolist()))
    everywhere = [who for who, c in taking_part.items() if len(c) >= OWNER_SHARE * conversations]
    return set(everywhere) if len(everywhere) == 1 and conversations > 1 else set()


class Copies:
    """Tells near-copies among openings: most three-word runs of the beginning shared with one earlier opening."""

    #: Share of an opening's runs of three words that one earlier opening must hold for it to be a near-copy.
    LIKE = 0.6

    def __init__(self) -> None:
        self._holders: dict[int, list[int]] = {}
        self._number = 0

    def is_copy(self, words: str, receiver: str) -> bool:
        """Whether an opening is a near-copy of an earlier one; remembers hashes of its runs of words.

        Parameters
        ----------
        words : str
            The beginning of the message.
        receiver : str
            Name of the receiver, left out of the comparison.
        """
        called = set(_words(receiver))
        spoken = [w for w in _words(words) if w not in called]
        runs = {zlib.crc32(" ".join(spoken[i : i + 3]).encode()) for i in range(max(1, len(spoken) - 2))}
        shared: dict[int, int] = {}
        for run in runs:
            for holder in self._holders.get(run, ()):
                shared[holder] = shared.get(holder, 0) + 1
        copy = bool(spoken) and max(shared.values(), default=0) >= self.LIKE * len(runs)
        if not copy:  # a copy's runs are its original's, so the lists stay short
            for run in runs:
                self._holders.setdefault(run, []).append(self._number)
            self._number += 1
        return copy


_WORD = re.compile(r"[^\W\d_]+")


def _words(words: str) -> list[str]:
    return _WORD.findall(words.lower())
