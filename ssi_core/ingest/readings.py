"""What a user writes down: a log of official readings, answers, a weekly log."""

from __future__ import annotations

import math
import re

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.linkedin import Rows
from ssi_core.member import Reading

PILLARS = ("brand", "find", "engage", "relationships")


def decimal(cell: str) -> float | None:
    """A number with a decimal point or comma, or a percentage; None for a blank.

    Raises
    ------
    IngestError
        If the cell is neither.
    """
    text = cell.strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        if math.isfinite(number):
            return number
        raise ValueError
    except ValueError:
        raise IngestError(f"{cell.strip()[:40]!r} is not a number") from None


# 1,234 and 1 234 as people write a count; a point alone stays a decimal point, as templates write it.
_THOUSANDS = re.compile(
    r"-?[1-9]\d{0,2}(?:([,'\u2019 \u00a0\u202f])\d{3}(?:\1\d{3})*((?!\1)[.,]\d+)?|(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})"
)


def amount(cell: str) -> float | None:
    """A count as people write it: :func:`decimal`, and thousands set apart as in ``1,234``, ``1.234,5``, ``1 234``."""
    text = cell.strip()
    if _THOUSANDS.fullmatch(text):
        marks = {c for c in text if not c.isdigit() and c != "-"}
        end = max(text.rfind(","), text.rfind(".")) if len(marks) > 1 else len(text)
        text = f"{re.sub(r'[^0-9-]', '', text[:end])}.{text[end + 1 :] or 0}"
    return decimal(text)


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
        except IngestError:
            _leave(rows, i, "number", "a total or a pillar that is no number")
            continue
        if total is None and len(parts) == len(PILLARS):
            total = sum(parts.values())
        if not total and not any(parts.values()):
            _leave(rows, i, "zeros", "all zeros: a failed capture, so missing")
        elif not 0 <= (total or 0) <= 100 or any(not 0 <= v <= 25 for v in parts.values()):
            _leave(rows, i, "range", "a pillar outside 0 to 25 or a total outside 0 to 100")
        else:
            out.append(Reading(int(day), total, parts))
    return sorted(out, key=lambda r: r.day)


def _leave(rows: Rows, i: int, code: str, words: str) -> None:
    rows.entry.rows_kept -= 1
    rows.entry.reject(code, words, int(rows.numbers[i]))


def answers_of(rows: Rows) -> tuple[dict[str, float], bool | None]:
    """Answers by signal or habit key, and whether there is a seat; a row that answers nothing is rejected.

    Parameters
    ----------
    rows : Rows
        Rows of a filled-in template.
    """
    given: dict[str, float] = {}
    seat = None
    for i, (key, value) in enumerate(zip(rows.column("key"), rows.column("value"), strict=True)):
        name = _key(key)
        if name == "seat" and value.strip():
            seat = value.strip().lower() in ("1", "yes", "y", "true", "ja", "oui", "si")
        elif (number := _amount(rows, i, value, name)) is not None:
            given[name] = number
    return given, seat


def _key(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _amount(rows: Rows, i: int, cell: str, name: str) -> float | None:
    # A number of 0 or more; None, and the row counted out, for anything else.
    try:
        number = amount(cell)
    except IngestError:
        _leave(rows, i, "number", "an answer that is no number")
        return None
    if number is None:
        _leave(rows, i, "blank", "no value: a question left open")
    elif number < 0:
        _leave(rows, i, "range", "an answer below 0")
        return None
    return number


def weeks_of(rows: Rows) -> list[tuple[int, str, float]]:
    """Rows of a weekly log: day number of the week's first day, habit key, actions; others are rejected."""
    cells = zip(rows.days, rows.column("habit"), rows.column("actions"), strict=True)
    numbers = [
        (int(day), _key(habit), _amount(rows, i, actions, _key(habit))) for i, (day, habit, actions) in enumerate(cells)
    ]
    return [(day, habit, number) for day, habit, number in numbers if number is not None]
