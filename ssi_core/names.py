"""When two names of members are one."""

from __future__ import annotations


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: the records keep one member of a name, whatever its capitals and blanks.

    Examples
    --------
    >>> same_name(" Ada  Lovelace", "ada lovelace")
    True
    >>> same_name("Ada Lovelace", "AdaLovelace")
    False
    """
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
