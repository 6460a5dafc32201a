"""What a user writes down: a log of official readings, answers, a weekly log."""

from __future__ import annotations

import re

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.linkedin import Rows
from ssi_core.member import Reading

PILLARS = ("brand", "find", "engage", "relationships")


def decimal(cell: str) -> float | None:
    """A number with a decimal point or comma, None for a blank.

    Raises
    ------
    IngestError
        If the cell is neither.
    """
    text = cell.strip().replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise IngestError(f"{cell.strip()[:40]!r} is not a number") from None


def readings_of(rows: Rows) -> list[Reading]:
    """Official readings, oldest first; a row of zeros is a failed capture and left out.

    Parameters
    ----------
    rows : Rows
        Rows of a log; a row that holds no numbers, or numbers out of range, is rejected in its ledger line.
    """
    out = []
    for i, day in enumerate(rows.days):
        try:
            total = decimal(rows.column("total")[i])
            parts = {p: v for p in PILLARS if (v := decimal(rows.column(p)[i])) is not None}
        except IngestError as error:
            _leave(rows, "number", str(error))
            continue
        if total is None and len(parts) == len(PILLARS):
            total = sum(parts.values())
        if not total and not any(parts.values()):
            _leave(rows, "zeros", "all zeros: a failed capture, so missing")
        elif (total or 0) > 100 or any(not 0 <= v <= 25 for v in parts.values()):
            _leave(rows, "range", "a pillar outside 0 to 25 or a total outside 0 to 100")
        else:
            out.append(Reading(int(day), total, parts))
    return sorted(out, key=lambda r: r.day)


def _leave(rows: Rows, code: str, words: str) -> None:
    rows.entry.rows_kept -= 1
    rows.entry.reject(code, words)


def answers_of(rows: Rows) -> tuple[dict[str, float], bool | None]:
    """Answers by signal or habit key, and whether there is a seat.

    Raises
    ------
    IngestError
        If a value is no number.
    """
    given: dict[str, float] = {}
    seat = None
    for key, value in zip(rows.column("key"), rows.column("value"), strict=True):
        name = re.sub(r"[\s-]+", "_", key.strip().lower())
        if name == "seat":
            seat = value.strip().lower() in ("1", "yes", "y", "true", "ja", "oui", "si")
        elif (number := decimal(value)) is not None:
            if number < 0:
                raise IngestError(f"{rows.source.name}: {name} is {number:g}; give 0 or more")
            given[name] = number
    return given, seat


def weeks_of(rows: Rows) -> list[tuple[int, str, float]]:
    """Rows of a weekly log: day number of the week's first day, habit key, actions."""
    out = []
    for day, habit, actions in zip(rows.days, rows.column("habit"), rows.column("actions"), strict=True):
        number = decimal(actions)
        if number is not None and number >= 0:
            out.append((int(day), re.sub(r"[\s-]+", "_", habit.strip().lower()), number))
    return out
