"""What a user states in a table: answers to questions, a log of weeks."""

from __future__ import annotations

import re

from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.readings import decimal

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
