"""Near-copies among opening messages, told from their beginnings while reading; nothing of them is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.arrays import bool_values, int_array, int_numbers
from ssi_core.ingest.messages import text

Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]  # half the memory, and most of what a large file takes here is new memory

#: Share of an opening's runs of three words that one earlier opening must hold for it to be a near-copy.
LIKE = 0.6
#: Earlier openings that one is compared with at most: texts of people come nowhere near, and of a vocabulary of five
#: words every text would have to be compared with every other.
MOST_RIVALS = 200
_WORD = re.compile(r"[^\W\d_]+")
# ASCII letters to lower case, bytes of others as they are, zero to the end of a line, anything else to a space.
_FOLD = bytes(b if b > 127 else b | 32 if chr(b).isalpha() else 32 if b else 10 for b in range(256))


def near_copies(openings: Sequence[bytes], receivers: Sequence[bytes]) -> NDArray[np.bool_]:
    """Whether each opening is a near-copy: one earlier opening that is none holds most of its runs of three words.

    All openings are taken apart at once. Most either repeat an earlier one word by word, or share too little with all
    that came before, which counting tells; only the others are compared one by one.

    Parameters
    ----------
    openings : sequence of bytes
        The beginnings of n messages, oldest first.
    receivers : sequence of bytes
        n names, which are left out of the comparison.
    """
    from pyarrow import compute as pc

    n = len(openings)
    cell, word, there = _words([*openings, *receivers])
    split = int(np.searchsorted(cell, np.int32(n)))
    # The receiver's own words are left out. Only words that are in a name at all are looked for in it.
    named = np.zeros(int(word.max(initial=-1)) + 1, bool)
    named[word[split:]] = True
    maybe = np.flatnonzero(named[word[:split]])
    whose = [int_array(c.astype(np.int64) * len(named) + w) for c, w in
             ((cell[maybe], word[maybe]), (cell[split:] - n, word[split:]))]  # fmt: skip
    there[maybe[bool_values(pc.is_in(*whose))]] = False
    cell, word = cell[:split][there[:split]], word[:split][there[:split]]

    copy = np.zeros(n, bool)
    before = {b""}
    ends = np.searchsorted(cell, np.arange(n + 1, dtype=np.int32)).tolist()
    for i in range(n):
        said = word[ends[i] : ends[i + 1]].tobytes()
        copy[i] = said in before and bool(said)
        before.add(said)
    new = ~copy[cell]
    holder, run = _runs(cell[new], word[new], n)

    held_before = np.diff(run, prepend=-1) == 0
    need = np.ceil(LIKE * np.bincount(holder, minlength=n)).astype(np.int64)
    doubted = (np.bincount(holder[held_before], minlength=n) >= need) & (need > 0)
    return copy | _compared(holder, run, need, doubted)


def _compared(holder: Ints, run: Ints, need: Ints, doubted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    # Only runs that a doubtful opening shares with another matter. Renumbered, the rarest is the lowest.
    times = np.bincount(run)
    asked = np.zeros(len(times), bool)
    asked[run[doubted[holder]]] = True
    asked &= times > 1
    rank = np.zeros(len(times), np.int64)
    rank[np.flatnonzero(asked)[np.argsort(times[asked], kind="stable")]] = np.arange(asked.sum())
    rows = asked[run]
    pairs = np.sort(holder[rows] << 32 | rank[run[rows]])
    holder, run = pairs >> 32, pairs & 0xFFFFFFFF
    end = np.flatnonzero(np.diff(holder, append=-1)) + 1
    size = np.diff(end, prepend=0)
    # Whoever holds as many of an opening's runs as it takes holds one of these, its rarest.
    owner = holder[end - 1]
    telling = np.maximum(size - need[owner] + 1, 0)
    turn = np.arange(len(run)) - np.repeat(end - size, size)
    looked_up = np.zeros(len(times), bool)
    looked_up[run[(turn < np.repeat(telling, size)) & doubted[holder]]] = True

    copy = np.zeros(len(need), bool)
    runs, listed, bounds = run.tolist(), looked_up.tolist(), [0, *end.tolist()]
    held: dict[int, list[int]] = {}
    each = zip(owner.tolist(), doubted[owner].tolist(), need[owner].tolist(), telling.tolist(), strict=True)
    for k, (i, doubtful, enough, first) in enumerate(each):
        own = runs[bounds[k] : bounds[k + 1]]
        if doubtful:
            rivals = _rivals(own[:first], held)
            mine = set(own) if rivals else set[int]()
            if any(len(mine.intersection(runs[bounds[j] : bounds[j + 1]])) >= enough for j in rivals):
                copy[i] = True
                continue
        for r in own:
            if listed[r]:
                if r in held:
                    held[r].append(k)
                else:
                    held[r] = [k]
    return copy


def _rivals(own: Sequence[int], held: dict[int, list[int]]) -> set[int]:
    # Holders of the rarest runs first, the latest of each, and no more than can be compared in time.
    out: set[int] = set()
    for r in own:
        if r in held:
            out.update(held[r][len(out) - MOST_RIVALS :])
            if len(out) >= MOST_RIVALS:
                break
    return out


def _words(cells: Sequence[bytes]) -> tuple[Shorts, Shorts, NDArray[np.bool_]]:
    # Cell and number of each word, a run of letters in lower case, and whether it is one: a space at either end of a
    # cell leaves a blank. Folded as one text, a line a cell.
    import pyarrow as pa
    from pyarrow import compute as pc

    plain = [
        c.replace(b"\0", b" ") if c.isascii() else " ".join(_WORD.findall(text(c).lower())).encode() for c in cells
    ]
    folded = b"\0".join([*plain, b""]).translate(_FOLD)
    ends = np.zeros(len(cells) + 1, np.int32)
    ends[1:] = np.flatnonzero(np.frombuffer(folded, np.uint8) == 10) + 1
    lines = pa.Array.from_buffers(pa.string(), len(cells), [None, pa.py_buffer(ends), pa.py_buffer(folded)])
    split = pc.ascii_split_whitespace(lines)
    words = split.values.dictionary_encode()
    cell = np.repeat(np.arange(len(cells), dtype=np.int32), np.diff(int_numbers(split.offsets)))
    word = int_numbers(words.indices)
    return cell, word, (int_numbers(pc.binary_length(words.dictionary)) > 0)[word]


def _runs(cell: Shorts, word: Shorts, n: int) -> tuple[Ints, Ints]:
    # Opening and number of each of its different runs of three words, by run; one of two words or one is a run alone.
    padded, cells = np.r_[word + 1, 0, 0].astype(np.uint64), np.r_[cell, -1, -1]
    size = len(cell)
    here = [padded[:size], *(padded[i : i + size] * (cells[i : i + size] == cell) for i in (1, 2))]
    rows = np.flatnonzero((here[2] > 0) | (np.diff(cell, prepend=-1) > 0))
    mixed = np.zeros(len(rows), np.uint64)
    for part in here:
        mixed = (mixed ^ part[rows]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    # A hash above, the opening below: one sort then finds the equal runs, and those that an opening holds twice.
    below = np.uint64(max(n, 1).bit_length())
    keys = np.sort(mixed >> below << below | cell[rows].astype(np.uint64))
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys
    above = keys >> below
    number = np.cumsum(np.r_[False, above[1:] != above[:-1]]) if len(keys) else np.zeros(0, np.int64)
    return (keys & ((np.uint64(1) << below) - np.uint64(1))).astype(np.int64), number
