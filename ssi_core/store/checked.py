"""A value out of a JSON file, taken only as what it must be; an error names where it stands."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ssi_core.store.errors import BrokenFileError

#: Characters of a text that is taken.
LONGEST = 1_000_000
#: Day numbers, either way, that a calendar can name.
_DAYS = 700_000


@dataclass(frozen=True)
class Checked:
    """A value and where it stands.

    Attributes
    ----------
    value : object
        From :func:`json.loads`.
    where : str
        For errors.
    """

    value: Any
    where: str

    def wrong(self, words: str) -> BrokenFileError:
        """The error that says what is wrong with it."""
        where = self.where.encode(errors="backslashreplace").decode()  # keys of the file are part of it
        return BrokenFileError(f"{where} {words}: nothing was taken in; give the file as this program wrote it")

    def get(self, key: str) -> Checked:
        """The value under a key, which must be there."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        if key not in self.value:
            raise self.wrong(f"lacks {key!r}")
        return Checked(self.value[key], f"{self.where}.{key}")

    def at(self, position: int) -> Checked:
        """The value at a position of a list that :meth:`each` measured."""
        return Checked(self.value[position], f"{self.where}[{position}]")

    def each(self, size: int | None = None) -> Iterator[Checked]:
        """The values of a list; with `size`, each a list of that many."""
        if not isinstance(self.value, list):
            raise self.wrong("must be a list")
        for i, value in enumerate(self.value):
            one = Checked(value, f"{self.where}[{i}]")
            if size is not None and (not isinstance(value, list) or len(value) != size):
                raise one.wrong(f"must be a list of {size}")
            yield one

    def items(self) -> Iterator[tuple[str, Checked]]:
        """Keys and values of an object."""
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        for key, value in self.value.items():
            at = Checked(value, f"{self.where}.{key}")
            if not _sound(key):
                raise at.wrong("stands under half a character")
            yield key, at

    def text(self, most: int = LONGEST) -> str:
        """A text."""
        if not isinstance(self.value, str) or len(self.value) > most:
            raise self.wrong(f"must be a text of at most {most:,} characters")
        if not _sound(self.value):
            raise self.wrong("holds half a character")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("must be true or false")
        return self.value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise self.wrong("must be a number")
        try:
            found = float(self.value)
        except OverflowError:
            raise self.wrong("must be a number that is not as long as this") from None
        if not math.isfinite(found):
            raise self.wrong("must be a number")
        return found

    def whole(self) -> int:
        """A whole number that fits 32 bits."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or abs(self.value) >= 2**31:
            raise self.wrong("must be a whole number")
        return self.value

    def day(self) -> int:
        """A day number."""
        if abs(self.whole()) > _DAYS:
            raise self.wrong("is no day")
        return self.whole()

    def index(self, size: int) -> int:
        """A position in something of that size."""
        if not 0 <= self.whole() < size:
            raise self.wrong(f"must be from 0 to {size - 1}")
        return self.whole()

    def date(self) -> dt.date:
        """A day, YYYY-MM-DD."""
        try:
            return dt.date.fromisoformat(self.text(10))
        except ValueError:
            raise self.wrong("must be a day, YYYY-MM-DD") from None

    def moment(self) -> dt.datetime:
        """A point in time, in UTC; it must tell its zone."""
        try:
            found = dt.datetime.fromisoformat(self.text(40))
        except ValueError:
            raise self.wrong("must be a point in time") from None
        if found.tzinfo is None:
            raise self.wrong("must tell its zone")
        try:
            found = found.astimezone(dt.UTC)
        except OverflowError:
            raise self.wrong("is no point in time that a calendar can name") from None
        # A server may tell it in any zone, and that must be a day too.
        if not dt.MINYEAR < found.year < dt.MAXYEAR:
            raise self.wrong(f"must lie in the years {dt.MINYEAR + 1} to {dt.MAXYEAR - 1:,}")
        return found

    def words(self) -> list[str]:
        """A list of texts."""
        return [one.text() for one in self.each()]

    def flags(self) -> dict[str, bool]:
        """An object of true and false."""
        return {key: one.flag() for key, one in self.items()}

    def numbers(self) -> dict[str, float]:
        """An object of numbers."""
        return {key: one.number() for key, one in self.items()}

    def pair(self) -> tuple[Checked, Checked]:
        """The two values of a list of two."""
        if len(list(self.each())) != 2:
            raise self.wrong("must be a list of 2")
        return self.at(0), self.at(1)

    def data(self) -> Any:
        """Anything that can be written as JSON once more."""
        try:
            json.dumps(self.value, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            raise self.wrong("holds what can't be written again") from None
        return self.value


def _sound(text: str) -> bool:
    # Half of a pair of UTF-16 is a character to JSON, but to no file, database or page.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
