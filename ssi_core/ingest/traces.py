"""What tells rows apart and what each yields, so that a later upload can be put together with this one.

Of a row's cells a digest is left, which tells nothing by itself; whoever stores traces salts them first. Messages leave
none: their texts and names are not even digested, and every export holds all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.connections import network_of, whom
from ssi_core.ingest.dates import unit_of
from ssi_core.ingest.linkedin import Rows, identities_of, times_of
from ssi_core.ingest.people import full_name, slug
from ssi_core.member import NEVER, Target, Trials

Whole = TypeVar("Whole", np.int32, np.int64)
#: Digest of a row, (n, 2) uint64: 16 bytes.
Digests = NDArray[np.uint64]


@dataclass(frozen=True)
class Traced:
    """Rows of one kind, those that count.

    Attributes
    ----------
    days : (n,) int32
        Day numbers.
    digest : (n, 2) uint64
        Of what tells a row, its time aside; zero where nothing does.
    seconds : (n,) int64 or None
        Time of each row, where it is part of what tells it.
    unit : int
        Seconds that the times are true to.
    repeats : bool
        Whether equal rows are several events.
    yields : mapping of str to (n,) bool
        Which rows count towards which daily input.
    named : (n, 2) uint64 or None
        Of connections, digest of name and day; zero where there is no name.
    other : (n, 2) uint64 or None
        Of invitations sent, digest of the invited's address as that of a connection; zero where there is none.
    accepted : (n,) int32 or None
        Of invitations, the day on which each was accepted, as far as known.
    noted : (n,) int8 or None
        Of invitations sent, 1 with a note and 0 without; -1 for others, and where the file does not tell.
    """

    days: NDArray[np.int32]
    digest: Digests
    seconds: NDArray[np.int64] | None
    unit: int
    repeats: bool
    yields: Mapping[str, NDArray[np.bool_]]
    named: Digests | None = None
    other: Digests | None = None
    accepted: NDArray[np.int32] | None = None
    noted: NDArray[np.int8] | None = None


Traces = Mapping[str, Traced]
OnTraces = Callable[[Traces], object]


def traces_of(
    files: Mapping[str, Sequence[Rows]], companies: set[str], target: Target, trials: Mapping[str, Trials]
) -> Traces:
    """Traces of all dated rows.

    Parameters
    ----------
    files : mapping of str to sequence of Rows
        Merged rows by kind.
    companies : set of str
        Keys of the member's own companies.
    target : Target
        Whom the member calls the right people.
    trials : mapping of str to Trials
        What came of the invitations.
    """
    out: dict[str, Traced] = {}
    for kind, many in files.items():
        fmt = many[0].format if many else None
        if fmt is None or fmt.date is None or not fmt.yields:
            continue
        if kind == "connections":
            out[kind] = _connections(many, companies, target)
        elif kind == "invitations":
            out[kind] = _invitations(many, trials.get("invite_acceptance"))
        else:
            out[kind] = _rows(many)
    return out


def _rows(many: Sequence[Rows]) -> Traced:
    times = [times_of(rows) for rows in many]
    timed = all(t is not None for t in times)
    keys = [i.leaves[0] for rows in many for i in identities_of(rows)]
    yields: dict[str, list[NDArray[np.bool_]]] = {}
    for rows in many:
        for y in rows.format.yields:
            takes = [y.takes(c) for c in (rows.column(y.column) if y.column else [""] * len(rows))]
            yields.setdefault(y.input, []).append(np.array(takes, bool))
    return Traced(
        _joined([r.days for r in many], np.int32),
        digests(keys),
        _joined([t for t in times if t is not None], np.int64) if timed else None,
        max((unit_of(r.column(r.format.date or "")) for r in many if len(r)), default=1) if timed else 1,
        many[0].format.repeats,
        {name: np.concatenate(parts) for name, parts in yields.items()},
    )


def _connections(many: Sequence[Rows], companies: set[str], target: Target) -> Traced:
    told: list[tuple[object, ...]] = []
    names: list[tuple[object, ...]] = []
    for rows in many:
        people = zip(rows.column("url"), rows.column("first_name"), rows.column("last_name"), rows.days, strict=True)
        for url, first, last, day in people:
            address, name = slug(url), full_name(first, last)
            told.append(("address", address) if address else () if name else ("hidden", int(day)))
            names.append((name, int(day)) if name else ())
    masks = [{"connections_added": np.ones(len(r), bool), **whom(r, network_of(r), companies, target)} for r in many]
    inputs = dict.fromkeys(name for one in masks for name in one)
    size = [len(r) for r in many]
    return Traced(
        _joined([r.days for r in many], np.int32), digests(told), None, 1, True,
        {n: np.concatenate([m.get(n, np.zeros(s, bool)) for m, s in zip(masks, size, strict=True)]) for n in inputs},
        named=digests(names),
    )  # fmt: skip


def _invitations(many: Sequence[Rows], acceptance: Trials | None) -> Traced:
    plain = _rows(many)
    sent = plain.yields["invitations_sent"]
    accepted = np.full(len(plain.days), NEVER, np.int32)
    if acceptance is not None:
        accepted[sent] = acceptance.success_day
    addresses = [slug(url) for rows in many for url in rows.column("invitee_url")]
    notes = [
        int(bool(note.strip())) if "message" in rows.cells else -1 for rows in many for note in rows.column("message")
    ]
    return Traced(
        plain.days, plain.digest, plain.seconds, plain.unit, plain.repeats, plain.yields,
        other=digests([("address", a) if a and s else () for a, s in zip(addresses, sent, strict=True)]),
        accepted=accepted, noted=np.where(sent, np.array(notes, np.int8), np.int8(-1)).astype(np.int8),
    )  # fmt: skip


def digests(keys: Iterable[tuple[object, ...]]) -> Digests:
    """(n, 2) uint64 digests of keys; zero for an empty one."""
    import hashlib  # loads a library of ciphers, which only whoever saves has a use for

    raw = b"".join(
        hashlib.blake2b("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if key else bytes(16)
        for key in keys
    )  # fmt: skip
    return np.frombuffer(raw, np.uint64).reshape(-1, 2)


def _joined(parts: Sequence[NDArray[Whole]], kind: type[Whole]) -> NDArray[Whole]:
    return np.concatenate([np.empty(0, kind), *parts])

