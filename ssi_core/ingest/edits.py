"""Posts that were edited: LinkedIn lists each version as a row with an address of its own, and they are one post."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ssi_core.ingest.dates import DAY_S, clock_seconds
from ssi_core.ingest.linkedin import Rows

#: Versions of one post were seen up to 43 hours apart.
APART_S = 48 * 3600
#: Words that two texts need to be compared at all: a greeting or a hashtag comes again by itself.
LEAST_WORDS = 8
#: Share of the runs of three words of either text that the other must hold.
ALIKE = 0.8
_WORD = re.compile(r"\w+")
_GROUP = re.compile("grouppost", re.I)


def without_edits(files: Sequence[Rows]) -> list[Rows]:
    """Leave out later versions of a post; each is counted as a duplicate and noted.

    Parameters
    ----------
    files : sequence of Rows
        Posts, merged. Two with the very same text in different groups are two posts.

    Returns
    -------
    list of Rows
        The same files without the later versions.
    """
    posts = [
        (int(day) * DAY_S + int(clock), f, i, runs)
        for f, rows in enumerate(files)
        for i, (day, clock, runs) in enumerate(
            zip(rows.days, clock_seconds(rows.column("date")), _all_runs(rows), strict=True)
        )
        if runs
    ]
    posts.sort(key=lambda post: post[:3])
    keep = [np.ones(len(rows), bool) for rows in files]
    first: list[tuple[int, frozenset[tuple[str, ...]]]] = []
    for when, f, i, runs in posts:
        first = [(t, held) for t, held in first if when - t <= APART_S]
        if any(len(runs & held) >= ALIKE * max(len(runs), len(held)) for _, held in first):
            keep[f][i] = False
            rows = files[f]
            rows.entry.rows_kept -= 1
            rows.entry.rows_duplicate += 1
            rows.entry.note("edited", "a later version of a post, which counts once", int(rows.numbers[i]))
        else:
            first.append((when, runs))
    return [rows.take(mask) for rows, mask in zip(files, keep, strict=True)]


def _all_runs(rows: Rows) -> list[frozenset[tuple[str, ...]]]:
    return [
        _runs(_WORD.findall(text.lower())) if not _GROUP.search(link) else frozenset()
        for text, link in zip(rows.column("text"), rows.column("link"), strict=True)
    ]


def _runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))
