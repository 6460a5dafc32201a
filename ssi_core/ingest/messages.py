"""messages.csv -> columns of small numbers: who wrote when, in which conversation, and how openings begin.

The file is the largest of an export, so it is worked through batch by batch, in arrays. Of the texts only the first
bytes of what may be an opening are looked at, to tell a personal message from a copy; nothing of them is kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.arrays import blank_array, int_array, int_numbers
from ssi_core.ingest.dates import DAY_S, FIRST, parse_seconds, unit_of
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.people import slug

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

#: Bytes of a message looked at; a greeting and two lines.
OPENING_BYTES = 160
#: Bytes of it that tell one message from another; fewer, since line ends may take more of them in one file.
_DIGESTED = 120
_SPONSORED = b"sponsored conversation"
_AD = b"spinmail-quill-editor"
_NO_DATE = int(np.iinfo(np.int64).min)


@dataclass
class Interned:
    """Distinct cells as small numbers, so that a column of 500,000 cells is an array."""

    ids: dict[bytes, int] = field(default_factory=dict)

    def column(self, cells: pa.Array, rows: Ints) -> Ints:
        """Number of the cell in each of some rows; the same cell gives the same number in every batch."""
        encoded = cells.dictionary_encode()
        at = int_numbers(encoded.indices)[rows]
        used = np.zeros(len(encoded.dictionary), bool)
        used[at] = True
        ids, numbers = self.ids, np.zeros(len(used), np.int64)
        numbers[used] = [ids.setdefault(v, len(ids)) for v in compress(encoded.dictionary.to_pylist(), used.tolist())]
        column: Ints = numbers[at]
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
class Part:
    """The rows of one batch that count, n of them.

    Attributes
    ----------
    second : (n,) int64
        Seconds since 1970-01-01.
    unit : int
        Seconds to which these are true.
    conversation, url, name : (n,) int64
        Numbers of the conversation's id, the writer's address and the writer's name.
    to, recipients : (n,) dictionary arrays
        Names and addresses written to, looked at only where the owner or a conversation can't be told otherwise.
    direction : (n,) int8
        1 outgoing, -1 incoming, 0 where the file does not say.
    digest : (n,) int64
        Checksum of the beginning, where several files are compared; else empty.
    order : (n,) int64
        Row of the file.
    opens : (m,) int64
        Rows, within the part, that may begin a conversation.
    opening : (m,) binary array
        How those begin.
    """

    second: Ints
    unit: int
    conversation: Ints
    url: Ints
    name: Ints
    to: pa.DictionaryArray
    recipients: pa.DictionaryArray
    direction: NDArray[np.int8]
    digest: Ints
    order: Ints
    opens: Ints
    opening: pa.Array


@dataclass
class Messages:
    """What has been read so far of any number of message files.

    Attributes
    ----------
    digests : bool
        Whether rows are compared across files, which only several files need.
    last_day : int
        Rows after this day number are rejected.
    slugs : list of str
        The last part of each address in `urls`.
    """

    digests: bool
    parts: list[Part] = field(default_factory=list)
    conversations: Interned = field(default_factory=Interned)
    urls: Interned = field(default_factory=Interned)
    slugs: list[str] = field(default_factory=list)
    names: Interned = field(default_factory=Interned)
    entries: list[Entry] = field(default_factory=list)
    wholes: list[object] = field(default_factory=list)

    def read(self, batches: Iterator[pa.RecordBatch], entry: Entry, last_day: int, whole: object = "") -> None:
        """Read one file.

        Parameters
        ----------
        batches : iterator of RecordBatch
            Binary columns under our names.
        entry : Entry
            Takes the counts and the remarks.
        last_day : int
            Rows after this day number are in the future and rejected.
        whole : object
            What tells the file; the same for the parts of a split one.
        """
        parts, row = list[Part](), 0
        for batch in batches:
            if batch.num_rows:
                parts.append(self._part(batch, entry, last_day, row))
                row += batch.num_rows
                # Here rather than at the end, since here it is done while the next batch is being inflated.
                self.slugs.extend(slug(text(cell)) for cell in list(self.urls.ids)[len(self.slugs) :])
        # Only now, so that a file that fails half way leaves nothing behind and can be read again another way.
        self.parts.extend(parts)
        self.entries.extend([entry] * len(parts))
        self.wholes.extend([whole] * len(parts))

    def forget(self, entry: Entry) -> None:
        """Leave out what was read of a file."""
        kept = [i for i, e in enumerate(self.entries) if e is not entry]
        self.entries = [self.entries[i] for i in kept]
        self.parts = [self.parts[i] for i in kept]
        self.wholes = [self.wholes[i] for i in kept]

    def _part(self, batch: pa.RecordBatch, entry: Entry, last_day: int, row: int) -> Part:
        from pyarrow import compute as pc

        n = batch.num_rows
        blank = blank_array(n)

        def cells(name: str) -> pa.Array:
            return batch.column(name) if name in batch.schema.names else blank

        second, unit = _seconds(cells("date"))
        content = cells("content")
        draft = _drafts(batch)
        advert = _is(cells("conversation_title"), _SPONSORED) | _in_beginning(content, _AD)
        undated = second == _NO_DATE
        late = ~undated & (second >= (last_day + 1) * DAY_S)
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
        kept, second = int_array(keep), second[keep]
        conversation = self.conversations.column(cells("conversation_id"), keep)
        opens = np.arange(len(keep))
        # Of several files, rows may turn out to be the same; then any other may be the first that counts.
        if not self.digests:
            nameless = self.conversations.ids.get(b"", -1)
            opens = opens[_earliest(conversation, second) | (conversation == nameless)]
        opening = pc.binary_slice(content.take(int_array(keep[opens])), 0, OPENING_BYTES)
        return Part(
            second,
            unit,
            conversation,
            self.urls.column(cells("sender_url"), keep),
            self.names.column(cells("from"), keep),
            cells("to").dictionary_encode().take(kept),
            cells("recipient_urls").dictionary_encode().take(kept),
            _direction(cells("direction"))[keep],
            np.array([digest_of(v) for v in opening.to_pylist()] if self.digests else (), np.int64),
            keep + row,
            opens,
            opening,
        )


def digest_of(opening: bytes) -> int:
    """Checksum of a beginning, whatever spaces and line ends an age or a spreadsheet writes between its words."""
    return zlib.crc32(b" ".join(opening.split())[:_DIGESTED])


def _earliest(conversation: Ints, second: Ints) -> NDArray[np.bool_]:
    # Whether no row of the same conversation is earlier, among those that lie together, as nearly all of one do.
    if not len(conversation):
        return np.zeros(0, bool)
    start = np.flatnonzero(np.r_[True, conversation[1:] != conversation[:-1]])
    earliest = np.repeat(np.minimum.reduceat(second, start), np.diff(np.r_[start, len(second)]))
    out: NDArray[np.bool_] = second == earliest
    return out


def _is(cells: pa.Array, value: bytes) -> NDArray[np.bool_]:
    encoded = cells.dictionary_encode()
    hits = np.array([v.strip().lower() == value for v in encoded.dictionary.to_pylist()], bool)
    out: NDArray[np.bool_] = hits[int_numbers(encoded.indices)]
    return out


def _in_beginning(cells: pa.Array, value: bytes) -> NDArray[np.bool_]:
    # Whether the value lies within the first OPENING_BYTES. Looking for its hyphen, of which texts have few, in all the
    # bytes at once takes a sixth of what looking for the value in every cell does.
    out = np.zeros(len(cells), bool)
    _, ends, bytes_ = cells.buffers()
    if not len(cells) or bytes_ is None:
        return out
    offsets = np.frombuffer(ends, np.int32, len(cells) + 1, 4 * cells.offset)
    data = np.frombuffer(bytes_, np.uint8, offsets[-1] - offsets[0], offsets[0])
    mark = value.index(b"-")
    at = np.flatnonzero(data == value[mark]) - mark
    at = at[(at >= 0) & (at <= len(data) - len(value))]
    for i, byte in enumerate(value):
        at = at[data[at + i] == byte]
    at += offsets[0]
    row = np.searchsorted(offsets, at, side="right") - 1
    out[row[at + len(value) <= np.minimum(offsets[row + 1], offsets[row] + OPENING_BYTES)]] = True
    return out


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
    encoded = cells.dictionary_encode()
    said = [v.strip().lower() for v in encoded.dictionary.to_pylist()]
    ways = np.array([(v == b"outgoing") - (v == b"incoming") for v in said], np.int8)
    out: NDArray[np.int8] = ways[int_numbers(encoded.indices)]
    return out


def _seconds(cells: pa.Array) -> tuple[Ints, int]:
    # The usual `2024-03-05 14:02:11 UTC` by arrow; a batch with anything else in it by the general parser.
    import pyarrow as pa
    from pyarrow import compute as pc

    stamp = pc.binary_slice(cells, 0, 19)
    if len(cells) and pc.min(pc.binary_length(stamp)).as_py() == 19:
        try:
            seconds = stamp.cast(pa.string()).cast(pa.timestamp("s"))
        except pa.ArrowInvalid:
            pass
        else:
            out: Ints = np.frombuffer(seconds.buffers()[1], np.int64, len(seconds), 8 * seconds.offset)
            if out.min() >= FIRST * DAY_S:
                return out, 1 if (out % DAY_S).any() else DAY_S
    texts = [text(c) for c in cells.to_pylist()]
    return parse_seconds(texts), unit_of(texts)
