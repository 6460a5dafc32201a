"""The titles and companies of a member's connections, without anything that says who they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Of a title or a company no more is kept: LinkedIn's own limit is 100.
LONGEST = 200


def _no_one() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, eq=False)
class Network:
    """What each connection does and where, in no particular order. Never a name, an address or an e-mail.

    It answers whom a member knows, and lets them change whom they call the right people without reading files again.
    It lives in the memory of a session and must not be stored: a rare title at a small company may tell who it is. It
    is left out of its own ``repr``, so that no log holds it.

    Attributes
    ----------
    day : (n,) int32
        Day number on which each became a connection.
    title, company : (n,) int32
        Index of each into `titles` and `companies`.
    titles, companies : tuple of str
        Distinct texts as LinkedIn writes them, cut at :data:`LONGEST`; blank where not told.
    """

    day: NDArray[np.int32] = field(default_factory=_no_one, repr=False)
    title: NDArray[np.int32] = field(default_factory=_no_one, repr=False)
    company: NDArray[np.int32] = field(default_factory=_no_one, repr=False)
    titles: tuple[str, ...] = field(default=(), repr=False)
    companies: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not len(self.day) == len(self.title) == len(self.company):
            numbers = f"{len(self.day)} days, {len(self.title)} titles, {len(self.company)} companies"
            raise ValueError(f"{numbers}: give one each a connection")

    def __len__(self) -> int:
        return len(self.day)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        arrays = ((self.day, other.day), (self.title, other.title), (self.company, other.company))
        same = all(np.array_equal(a, b) for a, b in arrays)
        return same and self.titles == other.titles and self.companies == other.companies

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def of(cls, days: ArrayLike, titles: Sequence[str], companies: Sequence[str]) -> Network:
        """Make a network of connections.

        Parameters
        ----------
        days : (n,) array_like of int
            Day numbers.
        titles, companies : sequence of str
            n cells each.
        """
        title, known = _numbered(titles)
        company, firms = _numbered(companies)
        return cls(np.asarray(days, np.int32), title, company, known, firms)

    @classmethod
    def joined(cls, parts: Iterable[Network]) -> Network:
        """Make one network of several whose connections differ."""
        parts = list(parts)
        if len(parts) == 1:
            return parts[0]
        days = np.concatenate([_no_one(), *(p.day for p in parts)])
        return cls.of(days, [p.titles[t] for p in parts for t in p.title],
                      [p.companies[c] for p in parts for c in p.company])  # fmt: skip

    def until(self, day: int) -> Network:
        """Return the connections made up to and on `day` (a day number)."""
        held = self.day <= day
        return Network(self.day[held], self.title[held], self.company[held], self.titles, self.companies)


def _numbered(cells: Sequence[str]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    # Without a step of Python's own for each connection: there may be thirty thousand.
    if max(map(len, cells), default=0) > LONGEST:
        cells = [c[:LONGEST] for c in cells]
    numbers = {c: i for i, c in enumerate(dict.fromkeys(cells))}
    return np.fromiter(map(numbers.__getitem__, cells), np.int32, len(cells)), tuple(numbers)
