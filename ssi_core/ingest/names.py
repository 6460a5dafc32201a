"""Names as they are compared: without case, spaces and marks, and what a browser or LinkedIn adds to a file's name."""

from __future__ import annotations

import re

#: No file's name is longer on a disk; a pattern may take the square of its length.
LONGEST = 255
_SPACES = re.compile(r"[\s_\-/.\ufeff]+")
# What a browser, a desktop or a split adds to a name: an extension again, (1), 2, _900000001, copy, Kopie.
_COPY = "copy|kopie|copie|copia|c\u00f3pia"
_ADDED = re.compile(
    rf"(?:\.(?:csv|tsv|txt|xlsx|xls|html?|zip)|\s*\(\d+\)|[\s_-]+\d+|\s*[-\u2013]?\s*\b(?:{_COPY}))$", re.I
)
_BEFORE = re.compile(rf"^(?:{_COPY})\s+(?:\(\d+\)\s+)?(?:of|von|de|di)\s+", re.I)


def squeeze(text: str) -> str:
    """Lower-case, without spaces, underscores, hyphens, slashes, dots or a byte-order mark."""
    return _SPACES.sub("", text).lower()


def base_of(name: str) -> str:
    """Squeezed base name of a file, without what a browser, a desktop or a split into parts adds to it.

    Parameters
    ----------
    name : str
        ``Comments_900000001 (1).csv``, ``Connections - Copy.csv``, ``Copy of Connections.csv``.
    """
    stem, cut = name.strip()[-LONGEST:], 1
    while cut:
        stem, cut = _ADDED.subn("", stem.strip())
    return squeeze(_BEFORE.sub("", stem) or stem)
