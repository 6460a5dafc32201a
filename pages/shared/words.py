"""Words from a file, shown as words."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What a page makes a link of though no bracket says so; in a note or a name it is somebody's words.
_ADDRESS = re.compile(r"(?<=\w)(?:://|@)|(?<=www)\.", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def capital(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def plain(text: str) -> str:
    """Escape text for Markdown: a column called ``![](http://...)`` must stay words and never fetch a picture."""
    return _PUNCTUATION.sub(r"\\\1", text)


def below(markdown: str) -> str:
    """A document of its own as it stands on a page: under a heading of the second rank, without links of its own."""
    lines = [f"##{line}" if line.startswith("#") else line for line in markdown.splitlines()]
    return _ADDRESS.sub(r"\\\g<0>", "\n".join(lines))


#: Items of the profile checklist, as a person reads them.
CHECKLIST_WORDS: Mapping[str, str] = {
    "photo": "a photo", "headline": "a headline of your own", "about": "an About text",
    "current_position": "your position, described", "past_position": "a past position", "education": "education",
    "five_skills": "five skills", "location": "a location", "industry": "an industry",
    "custom_address": "a custom address",
}  # fmt: skip
