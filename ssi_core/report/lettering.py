"""Any text -> what one font can show of it, and the order in which a page shows it.

A PDF holds glyphs, and a font hasn't got all of them. What it hasn't got is replaced visibly: a symbol by its Unicode
name in brackets, a letter by its plain form where it has one (a mathematical bold A is an A), else by a box. Arabic
letters are joined by Unicode's own presentation forms, and lines that run from right to left are turned, so that no
shaping library is needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

BOX = "\u25a1"
#: What stands for a character that is none: a control, half of a pair.
NONE = "\ufffd"
# What is mirrored where a line runs left and is no bracket.
_MIRRORS = {"<": ">", ">": "<", "\u00ab": "\u00bb", "\u00bb": "\u00ab", "\u2039": "\u203a", "\u203a": "\u2039"}

Has = Callable[[str], bool]

_FORMS = ("isolated", "final", "initial", "medial")
_TATWEEL, _LAM, _ALEFS = "\u0640", "\u0644", "\u0622\u0623\u0625\u0627"
_FIRST_FLAG, _LAST_FLAG = 0x1F1E6, 0x1F1FF


def writable(text: str, has: Has) -> str:
    """A text in characters that a font has.

    Parameters
    ----------
    text : str
        Anything; line breaks stay.
    has : callable
        Whether the font has a character.

    Returns
    -------
    str
        In logical order. What is invisible by its nature (joiners, selectors, marks of direction) is left out, since a
        font would show boxes for it; nothing that can be seen is.
    """
    out: list[str] = []
    text = joined(unicodedata.normalize("NFC", text))
    i = 0
    while i < len(text):
        flag = text[i : i + 2]
        if len(flag) == 2 and all(_FIRST_FLAG <= ord(c) <= _LAST_FLAG for c in flag) and not all(map(has, flag)):
            out.append("[flag {}{}]".format(*(chr(ord(c) - _FIRST_FLAG + 65) for c in flag)))
            i += 2
            continue
        out.append(_one(text[i], has))
        i += 1
    return "".join(out)


def _one(c: str, has: Has) -> str:
    kind = unicodedata.category(c)
    if c == "\n" or kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Zs" or c == "\t":
        return " "
    if kind == "Cf" or _is_selector(c):
        return ""
    if kind.startswith("C"):
        return NONE if has(NONE) else BOX
    if has(c):
        return c
    plain = unicodedata.normalize("NFKC", c)
    if plain != c and all(map(has, plain)):
        return plain
    name = unicodedata.name(c, "")
    return f"[{name.lower()}]" if kind.startswith("S") and name else BOX


def _is_selector(c: str) -> bool:
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"


@cache
def _presentation() -> dict[tuple[str, str], str]:
    # (letters, form) -> the one character that shows them in that form.
    out: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        plain = "".join(chr(int(x, 16)) for x in letters)
        if form.strip("<>") in _FORMS and (len(plain) == 1 or (plain[0] == _LAM and plain[1:] in _ALEFS)):
            out.setdefault((plain, form.strip("<>")), chr(code))
    return out


def joined(text: str) -> str:
    """Arabic letters in the forms that their neighbours give them, lam and alef as one; all else as it is."""
    if not any("\u0600" <= c <= "\u06ff" for c in text):
        return text
    forms = _presentation()
    units = _units(text, forms)

    def reaches(unit: str) -> bool:  # to the next
        return unit == _TATWEEL or (unit, "initial") in forms

    def takes(unit: str) -> bool:  # from the one before
        return unit == _TATWEEL or (unit, "final") in forms

    letters = [i for i, unit in enumerate(units) if unicodedata.category(unit[0]) != "Mn"]
    out = list(units)
    for at, i in enumerate(letters):
        before = at > 0 and reaches(units[letters[at - 1]]) and takes(units[i])
        after = at + 1 < len(letters) and reaches(units[i]) and takes(units[letters[at + 1]])
        form = _FORMS[before + 2 * after]
        out[i] = forms.get((units[i], form), units[i])
    return "".join(out)


def _units(text: str, forms: dict[tuple[str, str], str]) -> list[str]:
    # Characters, but lam and a following alef together.
    units: list[str] = []
    for c in text:
        if units and units[-1] == _LAM and c in _ALEFS and (_LAM + c, "isolated") in forms:
            units[-1] += c
        else:
            units.append(c)
    return units


def runs_left(text: str) -> bool:
    """Whether a text begins with a script that runs from right to left."""
    for c in text:
        kind = unicodedata.bidirectional(c)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def arranged(line: str, left: bool) -> str:
    """A line in the order in which it is seen, by Unicode's bidirectional algorithm.

    Parameters
    ----------
    line : str
        One line, in the order in which it is read.
    left : bool
        Whether its paragraph runs from right to left.
    """
    if not left and not any(unicodedata.bidirectional(c) in ("R", "AL") for c in line):
        return line
    from fpdf.bidi import BIDI_BRACKETS, BidiParagraph
    from fpdf.enums import TextDirection

    out, marks = list[str](), list[str]()
    for c in BidiParagraph(line, TextDirection.RTL if left else TextDirection.LTR).get_reordered_characters():
        turned = c.embedding_level % 2 == 1
        if turned and unicodedata.category(c.character) == "Mn":
            marks.append(c.character)  # before the letter that it belongs to: a font wants it after
            continue
        mirror = BIDI_BRACKETS.get(c.character) if turned else None
        out += [mirror["pair"] if mirror else _MIRRORS.get(c.character, c.character) if turned else c.character, *marks]
        marks = []
    return "".join(out + marks)
