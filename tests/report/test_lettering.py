"""Any text becomes characters that a font has; nothing that can be seen vanishes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.report.lettering import BOX, NONE, arranged, joined, runs_left, writable


def latin(c: str) -> bool:
    return c in (BOX, NONE) or ord(c) < 0x250


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é", "plain é"),
        ("e\u0301", "é"),
        ("a\tb\u00a0c\u2028d", "a b c\nd"),
        ("\U0001f680", "[rocket]"),
        ("\U0001f469\u200d\U0001f4bb\ufe0f", "[woman][personal computer]"),
        ("\U0001f1e9\U0001f1ea!", "[flag DE]!"),
        ("\U0001f1e9", "[regional indicator symbol letter d]"),
        ("\uff21\ufb01\u2460", "Afi1"),
        ("中文", BOX * 2),
        ("a\u200b\u202eb", "ab"),
        ("\x00\ud800\ue000", NONE * 3),
    ],
)
def test_what_a_font_has_not_got(text: str, shown: str) -> None:
    assert writable(text, latin) == shown


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_can_be_written_and_nothing_seen_vanishes(text: str) -> None:
    shown = writable(text, latin)
    assert all(c == "\n" or latin(c) for c in shown)
    seen = [c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LNPS"]
    assert len(shown) >= len(seen) / 2  # two letters of a flag are one
    assert bool(shown) or not seen
    arranged(shown, runs_left(text))


def test_arabic_letters_take_the_forms_that_their_neighbours_give_them() -> None:
    assert joined("بب") == "\ufe91\ufe90"  # initial, final
    assert joined("ببب") == "\ufe91\ufe92\ufe90"
    assert joined("اب") == "\ufe8d\ufe8f"  # alef reaches nobody
    assert joined("لا") == "\ufefb"  # lam and alef as one
    assert joined("بلا") == "\ufe91\ufefc"
    assert joined("لم") == "\ufedf\ufee2"
    assert joined("بَب") == "\ufe91\u064e\ufe90"  # a mark parts nobody
    assert joined("plain שלום") == "plain שלום"
    for text in ("مرحبا بالعالم", "لا إله"):
        assert unicodedata.normalize("NFKC", joined(text)) == unicodedata.normalize("NFKC", text)


def test_lines_that_run_left_are_turned() -> None:
    assert runs_left("  שלום abc")
    assert not runs_left("abc שלום")
    assert not runs_left("123")
    assert arranged("abc", False) == "abc"
    assert arranged("שלום", True) == "םולש"
    assert arranged("אב (גד) 42", True) == "42 (דג) בא"  # brackets are mirrored, numbers are not turned
    assert arranged("abc אב def", False) == "abc בא def"
    assert arranged("ש\u05b8ל", True) == "לש\u05b8"  # a mark stays behind its letter
