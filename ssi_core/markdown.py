"""What people wrote, within Markdown: it stays words, and nothing in it fetches a picture or sets a heading."""

from __future__ import annotations

import re

#: Characters that begin markup within a line, and a line that is one.
_INLINE = re.compile(r"([\\`*_\[\]<>~$|&])")
_HEADING = re.compile(r"^(\s*)(#|=+\s*$|-{2,}\s*$)", re.MULTILINE)


def literal(text: str) -> str:
    """One line of text as it is, line breaks taken for blanks."""
    return _HEADING.sub(r"\1\\\2", _INLINE.sub(r"\\\1", " ".join(text.split())))


def quoted(text: str) -> list[str]:
    """Lines of a quotation; a list that was typed stays a list."""
    lines = [_HEADING.sub(r"\1\\\2", _INLINE.sub(r"\\\1", line.rstrip())) for line in text.strip().splitlines()]
    return [f"> {line}".rstrip() for line in lines]
