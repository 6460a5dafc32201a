"""What is kept of a ledger: counts by kind of file. Names of files and remarks, which may name people, are left out."""

from __future__ import annotations

from typing import Any

from ssi_core.ingest.ledger import Entry, Ledger
from ssi_core.store.checked import Checked
from ssi_core.store.codec import date_number, iso

_COUNTS = ("rows_read", "rows_kept", "rows_repaired", "rows_duplicate", "rows_rejected", "bytes_rejected")
_STATUS = ("read", "empty", "ignored", "unreadable")


def ledger_data(ledger: Ledger) -> dict[str, Any]:
    """A ledger as JSON: of every file that was known its kind, its status, its counts and days."""
    return {
        "owner_found": ledger.owner_found,
        "first_day": iso(ledger.first_day),
        "last_day": iso(ledger.last_day),
        "known_until": iso(ledger.known_until),
        "files": [
            {
                "kind": e.kind, "status": e.status, "first": iso(e.first), "last": iso(e.last),
                **{name: getattr(e, name) for name in _COUNTS},
            }
            for e in ledger.entries if e.kind
        ],
    }  # fmt: skip


def ledger_of(data: Any, where: str = "ledger") -> Ledger:
    """The inverse of :func:`ledger_data`, checked; a file goes by the name of its kind."""
    top = Checked(data, where)

    def day(at: Checked) -> int | None:
        return None if at.value is None else date_number(at.date().isoformat())

    entries = []
    for file in top.get("files").each():
        status = file.get("status").text()
        if status not in _STATUS:
            raise file.get("status").wrong(f"is {status!r}, not one of {', '.join(_STATUS)}")
        kind = file.get("kind").text(100)
        entry = Entry(kind, kind, status, first=day(file.get("first")), last=day(file.get("last")))
        for name in _COUNTS:
            setattr(entry, name, file.get(name).whole())
        entries.append(entry)
    return Ledger(
        tuple(entries), top.get("owner_found").flag(), day(top.get("first_day")), day(top.get("last_day")),
        day(top.get("known_until")),
    )  # fmt: skip


def joined(old: Ledger, new: Ledger) -> Ledger:
    """The ledger of a later upload, with the days that both together span."""

    def of(pick: Any, *days: int | None) -> int | None:
        told = [d for d in days if d is not None]
        return pick(told) if told else None

    return Ledger(
        new.entries,
        old.owner_found or new.owner_found,
        of(min, old.first_day, new.first_day),
        of(max, old.last_day, new.last_day),
        of(max, old.known_until, new.known_until),
        new.remarks,
    )
