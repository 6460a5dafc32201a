"""Messages -> conversations: who is the owner, what they wrote, what they began and whether it was answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.arrays import int_array
from ssi_core.ingest.copies import near_copies
from ssi_core.ingest.dates import DAY_S
from ssi_core.ingest.messages import Interned, Messages, digest_of, text
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.people import slug
from ssi_core.member import NEVER

Ints = NDArray[np.int64]

#: What a writer is called who has left LinkedIn, or hides.
HIDDEN = squeeze("LinkedIn Member")
#: Digest of a message without words.
EMPTY = digest_of(b"")
# How the body of a campaign or a form begins.
_HTML = re.compile(rb"\s*<(?:p|br|ul|ol|li|div|span|strong|b|a|h\d|table)\b[^<>]*>", re.I)
#: Parts that the commas of one name make: "Person, PMP, MBA".
_LONGEST_NAME = 4
#: Share of conversations in which a person must take part to be the owner of the file.
OWNER_SHARE = 0.9


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
        Whether the opening has a text of the member's own: not blank, and not the HTML of a campaign.
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

    second, conversation, url, name = (joined(n) for n in ("second", "conversation", "url", "name"))
    direction, order = joined("direction"), joined("order")
    keep = _distinct(messages, second, conversation, name, joined("digest"))
    mine = direction > 0
    if not direction.all():  # files of 2018 and 2020 say it row by row, and so tell the owner's name to any others
        if mine.any():
            names = messages.names.texts()
            owner_names = owner_names | {squeeze(names[n]) for n in np.unique(name[mine])}
        slugs = messages.slugs
        urls = _owner_urls(messages, slugs, url, name, owner_urls, owner_names, told)
        if not urls and not direction.any() and not _named(messages, owner_names).any():
            owner_names = set() if told else _everywhere(messages, name)
            if not owner_names:
                return None
            urls = {slugs[u] for u in np.unique(url[_named(messages, owner_names)[name]])} - {""}
        # 1 for the owner's address, 0 for another, -1 for none.
        address = np.array([(s in urls) - (not s) for s in slugs], np.int8)[url]
        by_name = (address < 0) & _named(messages, owner_names, name[address < 0])[name]
        mine |= (direction == 0) & ((address > 0) | by_name)
    first = np.cumsum([0, *(len(p.second) for p in messages.parts)])
    opens = np.concatenate([p.opens + i for p, i in zip(messages.parts, first, strict=False)])
    opening = pa.chunked_array([p.opening for p in messages.parts])
    if b"" in messages.conversations.ids:
        # Without an id, a conversation is all that passed with one other party. Such rows are all among `opens`.
        rows = opens[conversation[opens] == messages.conversations.ids[b""]]
        other = np.where(mine[rows], _receivers(messages)[rows], name[rows])
        number: dict[str, int] = {}
        party = [number.setdefault(squeeze(n), len(number)) for n in messages.names.texts()]
        conversation[rows] = len(messages.conversations.ids) + np.array(party, np.int64)[other]
    kept = np.flatnonzero(keep)
    if len(kept) < len(keep):
        second, conversation, mine, order = second[kept], conversation[kept], mine[kept], order[kept]
    start = _starts(conversation, second, order)
    start = start[mine[start]]
    start = start[np.argsort(second[start], kind="stable")]
    days = second // DAY_S
    answered = np.full(int(conversation.max(initial=-1)) + 1, NEVER, np.int64)
    np.minimum.at(answered, conversation, np.where(mine, NEVER, days))
    at = int_array(np.searchsorted(opens, kept[start]))
    openings = opening.take(at).to_pylist()
    to = pa.chunked_array([p.to.take(int_array(p.opens)).dictionary_decode() for p in messages.parts]).take(at)
    worded = np.array([bool(text(o).strip()) and not _HTML.match(o) for o in openings], bool)
    personal = worded & ~near_copies(openings, to.to_pylist())
    return Correspondence(days[mine], days[~mine], days[start], answered[conversation[start]], personal, worded)


def _starts(conversation: Ints, second: Ints, order: Ints) -> Ints:
    # The first row of each conversation. Inside a conversation the newest usually comes first, so of two in one second
    # the later row is the earlier one.
    earliest = np.full(int(conversation.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(earliest, conversation, second)
    at = np.flatnonzero(second == earliest[conversation])
    at = at[np.lexsort((-order[at], conversation[at]))]
    return at[np.diff(conversation[at], prepend=-1) > 0]


def _receivers(messages: Messages) -> Ints:
    # Number of the name that each row is to, which is asked for only where ids or the owner's address are missing.
    return np.concatenate([messages.names.column(p.to, np.arange(len(p.to))) for p in messages.parts])


def _named(messages: Messages, owner_names: set[str], used: Ints | None = None) -> NDArray[np.bool_]:
    # Whether each name, or each of those in use, is the owner's.
    names, bare = list(messages.names.ids), {_bare(name) for name in owner_names}
    out = np.zeros(len(names), bool)
    for i in range(len(names)) if used is None else np.unique(used):
        out[i] = _bare(text(names[i])) in bare
    return out


def _bare(name: str) -> str:
    # Squeezed and without credentials, which stand behind a comma and come and go: "Person, PMP".
    return squeeze(name.partition(",")[0])


def _distinct(messages: Messages, second: Ints, conversation: Ints, name: Ints, digest: Ints) -> NDArray[np.bool_]:
    # Equal rows of one file are several messages (empty bodies in one second); equal rows of two files are one. So a
    # row is told by its time, its writer, its beginning, and which of the equal rows of its own file it is. Files true
    # to the minute or the day alone come after the others and are compared with what those left.
    sizes = [len(p.second) for p in messages.parts]
    keep = np.ones(int(sum(sizes)), bool)
    wholes = {whole: i for i, whole in enumerate(dict.fromkeys(messages.wholes))}
    if len(wholes) > 1 and len(keep):
        file = np.repeat([wholes[whole] for whole in messages.wholes], sizes)
        finest: dict[object, int] = {}
        for whole, part in zip(messages.wholes, messages.parts, strict=True):
            if len(part.second):
                finest[whole] = min(part.unit, finest.get(whole, DAY_S))
        units = np.repeat([finest.get(whole, DAY_S) for whole in messages.wholes], sizes)
        texts = [_bare(t) for t in messages.names.texts()]
        numbers: dict[str, int] = {}
        writer = np.array([numbers.setdefault(t, len(numbers)) for t in texts], np.int64)[name]
        hidden = writer == numbers.get(HIDDEN, -1)
        # Those who left share a name: where talks have ids, each is someone of that talk.
        writer = np.where(hidden & (conversation != messages.conversations.ids.get(b"", -1)), -1 - conversation, writer)
        for unit in np.unique(units):
            rows = np.flatnonzero(keep & (units <= unit))
            origin = np.where(units[rows] < unit, -1, file[rows])
            at = second[rows] // unit
            again = _twice(origin, at, writer[rows], digest[rows])
            # Who has left or changed the name since bears another one in a newer file: same moment, talk and words. No
            # more of them stand than any one file has.
            said = np.flatnonzero(digest[rows] != EMPTY)
            talk, known = conversation[rows[said]], unit == 1
            if b"" in messages.conversations.ids:
                talk, known = np.zeros(len(said), np.int64), False
            group = _groups(at[said], talk, digest[rows[said]])
            renamed = _beyond(group, origin[said], again[said])
            if not known:
                renamed &= _beside(group, hidden[rows[said]])
            again[said[renamed]] = True
            keep[rows[again]] = False
    position = 0
    for entry, part in zip(messages.entries, messages.parts, strict=True):
        mask = keep[position : position + len(part.second)]
        entry.rows_kept += int(mask.sum())
        entry.rows_duplicate += int((~mask).sum())
        if len(part.second):
            entry.span([int(part.second.min() // DAY_S), int(part.second.max() // DAY_S)])
        position += len(part.second)
    return keep


def _twice(file: Ints, *columns: Ints) -> NDArray[np.bool_]:
    # Whether an earlier file has the row: the n-th of equal rows of one file is the n-th of any other. -1 stands for
    # the rows of all files that told the time better, which stay.
    index = np.arange(len(file))
    again = np.zeros(len(file), bool)
    if not len(file):
        return again
    sort = np.lexsort((index, file, *columns[::-1]))
    same = np.stack(columns, 1)[sort]
    new_row = np.r_[True, (same[1:] != same[:-1]).any(1)]
    new_file = new_row | np.r_[True, file[sort][1:] != file[sort][:-1]]
    turn = index - np.maximum.accumulate(np.where(new_file, index, 0))
    row = np.cumsum(new_row)
    order = np.lexsort((index, file[sort] >= 0, turn, row))
    twice = np.r_[False, (row[order][1:] == row[order][:-1]) & (turn[order][1:] == turn[order][:-1])]
    again[sort[order[twice]]] = True
    return again


def _groups(*columns: Ints) -> Ints:
    # Number of the group of rows that are equal in all columns.
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    _, number = np.unique(np.stack(columns, 1), axis=0, return_inverse=True)
    group: Ints = number.ravel().astype(np.int64)
    return group


def _beside(group: Ints, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    # Whether any row of the group is marked.
    out = np.zeros(int(group.max(initial=-1)) + 1, bool)
    out[group[marked]] = True
    beside: NDArray[np.bool_] = out[group]
    return beside


def _beyond(group: Ints, file: Ints, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    # Rows still there beyond the number that one file has of their group, the last ones of it.
    pairs = _groups(group, file)
    first = np.full(int(pairs.max(initial=-1)) + 1, -1)
    first[pairs] = group
    most = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.maximum.at(most, first, np.bincount(pairs, minlength=len(first)))
    there = np.flatnonzero(~gone)
    there = there[np.lexsort((there, file[there] >= 0, group[there]))]
    new = np.diff(group[there], prepend=-1) != 0
    index = np.arange(len(there))
    rank = index - np.maximum.accumulate(np.where(new, index, 0)) if len(there) else index
    out = np.zeros(len(group), bool)
    out[there] = rank >= most[group[there]]
    return out


def _owner_urls(
    messages: Messages,
    slugs: list[str],
    url: Ints,
    name: Ints,
    owner_urls: set[str],
    owner_names: set[str],
    told: bool,
) -> set[str]:
    if not owner_urls.isdisjoint(slugs):
        return owner_urls
    cells = Interned()
    recipients = [cells.column(p.recipients, np.arange(len(p.recipients))) for p in messages.parts]

    def receivers() -> list[list[str]]:
        return [[slug(u) for u in re.split(r",\s*(?=https?://|www\.)", cell)] for cell in cells.texts()]

    if owner_urls and any(r in owner_urls for cell in receivers() for r in cell):
        return owner_urls
    _receivers(messages)  # so that their names are among those looked at
    named = _named(messages, owner_names)
    by_name = {slugs[u] for u in np.unique(url[named[name]])} - {""}
    if by_name:
        return by_name
    if told or named.any():
        return set()
    # Nobody said who it is: the one person who takes part in nearly every conversation.
    triples = [np.stack([p.conversation, p.url, r], 1) for p, r in zip(messages.parts, recipients, strict=True)]
    taking_part: dict[str, set[int]] = {}
    whom = receivers()
    for conversation, u, r in np.unique(np.concatenate(triples), axis=0).tolist():
        for who in (slugs[u], *whom[r]):
            if who:
                taking_part.setdefault(who, set()).add(conversation)
    conversations = len(set(np.concatenate([p.conversation for p in messages.parts]).tolist()))
    everywhere = [who for who, c in taking_part.items() if len(c) >= OWNER_SHARE * conversations]
    return set(everywhere) if len(everywhere) == 1 and conversations > 1 else set()


def _everywhere(messages: Messages, name: Ints) -> set[str]:
    # The one name that stands in nearly every conversation, as writer or among those written to. What the receivers'
    # cell holds is a list parted by commas, which may be inside a name too, so runs of it are looked up.
    writers = [squeeze(t) for t in messages.names.texts()]
    cells = Interned()
    to = [cells.column(p.to, np.arange(len(p.to))) for p in messages.parts]
    receivers = [squeeze(t) for t in cells.texts()]
    candidates = {*(writers[n] for n in np.unique(name)), *receivers} - {"", HIDDEN}
    held = [_runs_in(cell.split(","), candidates) for cell in receivers]
    conversation = np.concatenate([p.conversation for p in messages.parts])
    taking_part: dict[str, set[int]] = {}
    for talk, n, r in np.unique(np.stack([conversation, name, np.concatenate(to)], 1), axis=0).tolist():
        for who in (writers[n], *held[r]):
            if who in candidates:
                taking_part.setdefault(who, set()).add(talk)
    number = len(np.unique(conversation))
    found = [who for who, talks in taking_part.items() if len(talks) >= OWNER_SHARE * number]
    # A name and the same one with its credentials are one.
    return set(found) if len({_bare(who) for who in found}) == 1 and number > 1 else set()


def _runs_in(parts: Sequence[str], candidates: set[str]) -> set[str]:
    runs = (",".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, i + 1 + _LONGEST_NAME))
    return candidates.intersection(runs)
