"""Whom a member knows: connections by seniority, by kind of work, by company, and whom they follow."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ssi_core.imported import SCHEMA, Imported, day_in, member_in
from ssi_core.ingest.people import company_key, right_people
from ssi_core.member import FOLLOWS, Member, Target, day_of
from ssi_core.model.stretch import over
from ssi_core.network import Network
from ssi_core.titles import FUNCTIONS, SENIOR, SENIORITY, function, seniority, told

if TYPE_CHECKING:
    import pandas as pd

#: Companies that are named.
TOP = 10

_FOLLOWED: Mapping[str, str] = dict(zip(FOLLOWS, ("people", "companies", "hashtags"), strict=True))


@dataclass(frozen=True)
class Slice:
    """Connections of one kind: how many, and which share of all, 0 to 1."""

    key: str
    label: str
    count: int
    share: float


@dataclass(frozen=True)
class NetworkMix:
    """Whom a member knows on a day, by what connections write of themselves.

    Attributes
    ----------
    as_of : datetime.date
        The day.
    size : int
        Connections whose titles and companies are at hand.
    seniority : tuple of Slice
        The highest first, every kind; they sum to `size`. The first three are the senior connections of the score.
    functions : tuple of Slice
        Kinds of work, every kind; they sum to `size`.
    companies : tuple of Slice
        Those with most connections, at most :data:`TOP`, legal forms aside.
    firms : int
        Companies in all.
    right : int
        Connections who are the right people.
    target : Target
        Whom the member calls so.
    follows : mapping of str to int or None
        ``people``, ``companies`` and ``hashtags`` that the member follows; None where no file tells.
    """

    as_of: dt.date
    size: int
    seniority: tuple[Slice, ...]
    functions: tuple[Slice, ...]
    companies: tuple[Slice, ...]
    firms: int
    right: int
    target: Target
    follows: Mapping[str, int | None]

    @property
    def senior(self) -> int:
        """Connections who are VP or above."""
        return sum(p.count for p in self.seniority if p.key in SENIOR)

    @property
    def words(self) -> str:
        """How many there are, how many of them senior, and of which kinds most are."""
        if not self.size:
            return "No file tells what your connections do: give Connections.csv."
        kinds = [p for p in self.functions if p.key not in ("other", "not_told") and p.count]
        most = [f"{p.label} ({p.count:,})" for p in sorted(kinds, key=lambda p: -p.count)[:2]]
        main = f" By kind of work, the most are in {' and '.join(most)}." if most else ""
        senior = f"{self.senior:,} ({self.senior / self.size:.0%}) are vice president or above"
        return f"Of {self.size:,} connections, {senior}.{main}"

    @property
    def target_words(self) -> str:
        """Who the right people are, and how many of the connections."""
        parts = [f"a title with {_either(self.target.titles)}"] if self.target.titles else []
        parts += [f"a place at {_either(self.target.companies)}"] if self.target.companies else []
        who = " and ".join(parts) if parts else "the rank of vice president or above"
        return f"Your right people have {who}: {self.right:,} of your {self.size:,} connections."

    @property
    def follows_words(self) -> str:
        """Whom the member follows."""
        known = [f"{n:,} {what}" for what, n in self.follows.items() if n is not None]
        gone = [what for what, n in self.follows.items() if n is None]
        said = f"You follow {_listed(known)}." if known else ""
        files = {"people": "Member_Follows.csv", "companies": "Company Follows.csv", "hashtags": "Hashtag_Follows.csv"}
        if gone:
            said += f" How many {_listed(gone, 'or')} is not known: give {_listed([files[g] for g in gone])}."
        return said.strip()

    def to_dict(self) -> dict[str, Any]:
        """The mix for JSON: counts and shares by key, the companies by name."""

        def parts(of: tuple[Slice, ...]) -> list[dict[str, Any]]:
            return [{"key": p.key, "label": p.label, "count": p.count, "share": p.share} for p in of]

        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "size": self.size,
            "senior": self.senior,
            "right_people": self.right,
            "target": {"titles": list(self.target.titles), "companies": list(self.target.companies)},
            "seniority": parts(self.seniority),
            "functions": parts(self.functions),
            "companies": [{"name": p.label, "count": p.count, "share": p.share} for p in self.companies],
            "companies_in_all": self.firms,
            "follows": dict(self.follows),
        }

    def to_frame(self) -> pd.DataFrame:
        """A row a kind: by what it is grouped, the kind, how many, and the share."""
        import pandas as pd

        by = (("seniority", self.seniority), ("function", self.functions), ("company", self.companies))
        return pd.DataFrame(
            [{"by": name, "kind": p.label, "connections": p.count, "share": p.share} for name, of in by for p in of],
            columns=["by", "kind", "connections", "share"],
        )


def network_mix(found: Imported | Member, *, as_of: dt.date | None = None) -> NetworkMix:
    """Whom a member knows.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    as_of : datetime.date, optional
        The day; by default the one that was read for. Connections made after it are left out.

    Returns
    -------
    NetworkMix
        By seniority, kind of work and company; empty where no connections are at hand.
    """
    member, day = member_in(found), day_in(found, as_of)
    people = member.network.until(day)
    return NetworkMix(
        day_of(day),
        len(people),
        _parts(people, [seniority(t) for t in people.titles], SENIORITY),
        _parts(people, [function(t) for t in people.titles], FUNCTIONS),
        *_companies(people),
        int(right_people(people, member.target).sum()),
        member.target,
        {what: _followed(member, name, day) for name, what in _FOLLOWED.items()},
    )


def _parts(people: Network, kind_of: list[str], labels: Mapping[str, str]) -> tuple[Slice, ...]:
    numbers = {key: i for i, key in enumerate(labels)}
    kinds = np.array([numbers[k] for k in kind_of], np.int64)[people.title]
    counts = np.bincount(kinds, minlength=len(labels))
    return tuple(
        Slice(key, label, int(n), float(n) / max(len(people), 1))
        for (key, label), n in zip(labels.items(), counts, strict=True)
    )


def _companies(people: Network) -> tuple[tuple[Slice, ...], int]:
    # One firm under several spellings bears the commonest of them.
    each = np.bincount(people.company, minlength=len(people.companies))
    total, spelling = Counter[str](), dict[str, tuple[int, str]]()
    for name, n in zip(people.companies, each.tolist(), strict=True):
        if n and told(name):
            key = company_key(name)
            total[key] += n
            spelling[key] = max(spelling.get(key, (0, "")), (n, name.strip()))
    first = sorted(total, key=lambda key: (-total[key], spelling[key][1].lower()))[:TOP]
    parts = tuple(Slice(key, spelling[key][1], total[key], total[key] / len(people)) for key in first)
    return parts, len(total)


def _followed(member: Member, name: str, day: int) -> int | None:
    held = over(member.activity, (name,), member.activity.first_day, day)
    return None if held is None else round(held.total)


def _either(words: tuple[str, ...]) -> str:
    return _listed([f"\u201c{w}\u201d" for w in words], "or")


def _listed(words: list[str], last: str = "and") -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
