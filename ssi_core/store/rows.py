"""Digests of a member's rows as they are stored: eight bytes a row and unit of time, keyed by a salt of the member's.

Without the salt, and a row to try, nothing can be told from them; with another member's salt the same row is another
digest. A row's time is inside its digest, once true to the second, once to the minute and once to the day, since a file
that went through a spreadsheet knows no seconds any more.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.traces import Digests, Traced, Traces
from ssi_core.member import NEVER
from ssi_core.store.errors import BrokenFileError

UNITS = (1, 60, 86_400)
#: Bytes that digests may take once unpacked.
MOST_BYTES = 256 << 20
_TYPES: Mapping[str, str] = {"days": "<i4", "named": "<u8", "other": "<u8", "accepted": "<i4", "noted": "<i1"}


@dataclass(frozen=True)
class Known:
    """Rows of one kind.

    Attributes
    ----------
    days : (n,) int32
        Day numbers.
    keys : mapping of int to (n,) uint64
        Unit in seconds to digests; zero where nothing tells a row but its name. Only units that the times are true to.
    yields : mapping of str to (n,) bool
        Which rows count towards which daily input.
    named, other : (n,) uint64 or None
        See :class:`ssi_core.ingest.traces.Traced`.
    accepted : (n,) int32 or None
        The same.
    noted : (n,) int8 or None
        The same.
    """

    days: NDArray[np.int32]
    keys: Mapping[int, NDArray[np.uint64]]
    yields: Mapping[str, NDArray[np.bool_]]
    named: NDArray[np.uint64] | None = None
    other: NDArray[np.uint64] | None = None
    accepted: NDArray[np.int32] | None = None
    noted: NDArray[np.int8] | None = None

    def __len__(self) -> int:
        return len(self.days)

    def not_in(self, new: Known) -> NDArray[np.bool_]:
        """(n,) whether each row is none of `new`'s, by the finest unit that both know."""
        unit = min(u for u in self.keys if u in new.keys) if set(self.keys) & set(new.keys) else UNITS[-1]
        if unit not in self.keys or unit not in new.keys:
            return np.ones(len(self), bool)
        mine, theirs = self.keys[unit], new.keys[unit]
        out: NDArray[np.bool_] = ~np.isin(mine, theirs[theirs > 0]) | (mine == 0)
        if self.named is not None and new.named is not None:
            # Older files have names alone: a name and a day find its address's row, either way.
            bare = new.named[(theirs == 0) & (new.named > 0)]
            out &= ~((self.named > 0) & np.isin(self.named, bare))
            out &= ~((mine == 0) & (self.named > 0) & np.isin(self.named, new.named))
        return out

    def take(self, mask: NDArray[np.bool_]) -> Known:
        """The rows where `mask` is true."""
        parts: dict[str, Any] = {n: None if (v := getattr(self, n)) is None else v[mask] for n in _TYPES}
        return Known(
            keys={u: k[mask] for u, k in self.keys.items()}, yields={n: y[mask] for n, y in self.yields.items()},
            **parts,
        )  # fmt: skip

    def and_more(self, other: Known) -> Known:
        """These rows and `other`'s, with the units that both are true to."""

        def joined(name: str) -> Any:
            a, b = getattr(self, name), getattr(other, name)
            if a is None or b is None:
                return None
            return np.concatenate([a, b])

        inputs = dict.fromkeys((*self.yields, *other.yields))
        return Known(
            keys={u: np.concatenate([k, other.keys[u]]) for u, k in self.keys.items() if u in other.keys},
            yields={
                n: np.concatenate([k.yields.get(n, np.zeros(len(k), bool)) for k in (self, other)]) for n in inputs
            },
            **{name: joined(name) for name in _TYPES},
        )  # fmt: skip


@dataclass(frozen=True)
class KnownRows:
    """All of a member's rows, by kind of file."""

    kinds: Mapping[str, Known] = field(default_factory=dict)

    def packed(self) -> bytes:
        """For the database; the same rows are the same bytes."""
        data = {
            kind: {
                "yields": {name: _text(np.packbits(y)) for name, y in k.yields.items()},
                "keys": {str(u): _text(d.astype("<u8")) for u, d in k.keys.items()},
                **{n: _text(v.astype(t)) for n, t in _TYPES.items() if (v := getattr(k, n)) is not None},
            }
            for kind, k in self.kinds.items()
        }
        return zlib.compress(json.dumps({"schema": 1, "kinds": data}).encode(), 6)

    @classmethod
    def unpacked(cls, raw: bytes, where: str = "digests") -> KnownRows:
        """The inverse of :meth:`packed`.

        Raises
        ------
        BrokenFileError
            If it is none.
        """
        try:
            opened = zlib.decompressobj()
            data = json.loads(opened.decompress(raw, MOST_BYTES))
            if opened.unconsumed_tail or data["schema"] != 1:
                raise ValueError("too large, or of another schema")
            return cls({kind: _known(one) for kind, one in data["kinds"].items()})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error) as error:
            raise BrokenFileError(f"{where} are damaged ({error}): nothing was taken in") from None


def salted(traces: Traces, salt: bytes) -> KnownRows:
    """Traces as they may be stored."""
    return KnownRows({kind: _salted(t, salt) for kind, t in traces.items()})


def _salted(t: Traced, salt: bytes) -> Known:
    keys = {}
    for unit in UNITS if t.seconds is not None else UNITS[:1]:
        if unit < t.unit:
            continue
        time = np.zeros(len(t.days), np.int64) if t.seconds is None else t.seconds // unit
        whole = np.column_stack([t.digest, time.view(np.uint64)])
        turn = _turns(whole) if t.repeats else np.zeros(len(whole), np.uint64)
        if t.named is not None:  # of connections only those are counted that nothing tells
            turn = np.where(turn > 0, turn, 0).astype(np.uint64)
        keys[unit] = _hashed(np.column_stack([whole, turn]), salt, t.digest)
    return Known(
        t.days, keys, dict(t.yields),
        None if t.named is None else _hashed(t.named, salt, t.named),
        # As a connection's own: its address, no time, the first.
        None if t.other is None else _hashed(_as_connection(t.other), salt, t.other),
        t.accepted, t.noted,
    )  # fmt: skip


def _as_connection(address: Digests) -> Digests:
    return np.column_stack([address, np.zeros((len(address), 2), np.uint64)])


def _turns(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # The how-manieth of its equals each row is, from 0.
    _, which = np.unique(rows, axis=0, return_inverse=True)
    which = which.reshape(-1)
    order = np.argsort(which, kind="stable")
    start = np.r_[True, np.diff(which[order]) > 0] if len(order) else np.zeros(0, bool)
    at = np.arange(len(order))
    out = np.zeros(len(order), np.uint64)
    out[order] = at - np.maximum.accumulate(np.where(start, at, 0)) if len(order) else 0
    return out


def _hashed(rows: NDArray[np.uint64], salt: bytes, told: Digests) -> NDArray[np.uint64]:
    # Zero stays zero: nothing tells such a row.
    whole = np.ascontiguousarray(rows, "<u8")
    width = whole.shape[1] * 8 if len(whole) else 8
    raw = whole.tobytes()
    some = (told != 0).any(axis=1).tolist()
    out = b"".join(
        hashlib.blake2b(raw[i * width : (i + 1) * width], digest_size=8, key=salt).digest() if there else bytes(8)
        for i, there in enumerate(some)
    )
    return np.frombuffer(out, "<u8").astype(np.uint64)


def _text(values: NDArray[Any]) -> str:
    return base64.b64encode(values.tobytes()).decode()


def _known(data: Mapping[str, Any]) -> Known:
    def array(text: str, kind: str) -> NDArray[Any]:
        return np.frombuffer(base64.b64decode(text, validate=True), kind)

    days = array(data["days"], "<i4").astype(np.int32)
    size = len(days)
    keys = {int(u): array(d, "<u8").astype(np.uint64) for u, d in data["keys"].items()}
    yields = {n: np.unpackbits(array(y, "u1"), count=size).astype(bool) for n, y in data["yields"].items()}
    more = {n: array(data[n], t) for n, t in _TYPES.items() if n in data and n != "days"}
    if any(len(part) != size for part in (*keys.values(), *yields.values(), *more.values())):
        raise ValueError("columns of different lengths")
    if not set(keys) <= set(UNITS):
        raise ValueError("an unknown unit of time")
    if size and (days.min() < -700_000 or days.max() > 700_000):
        raise ValueError("a day that is none")
    accepted = more.get("accepted")
    if accepted is not None and size and (accepted[accepted != NEVER] > 700_000).any():
        raise ValueError("a day that is none")
    return Known(days, keys, yields, **{n: v.astype(v.dtype.newbyteorder("=")) for n, v in more.items()})
