"""Words from a file, shown as words."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape text for Markdown: a column called ``![](http://...)`` must stay words and never fetch a picture."""
    return _PUNCTUATION.sub(r"\\\1", text)
