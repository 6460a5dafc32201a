"""A cohort before and after a programme -> what a report on it may say: figures of five people or more, no names."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ssi_core.imported import SCHEMA
from ssi_core.ingest.errors import IngestError
from ssi_core.model.signals import PILLAR_KEYS, PILLARS
from ssi_core.moved import signed
from ssi_core.report.blocks import Document
from ssi_core.report.logo import Logo, logo_from
from ssi_core.report.paired import Shift, shift

#: Below so many people nothing but their number is told.
LEAST = 5
#: Points by which somebody must have gained to count as risen.
RISEN = 0.5

MEASURES: Mapping[str, str] = {"total": "Total", **PILLARS}

#: A member on one day: a row of a team, a mapping of a CSV, anything with these names.
Row = Mapping[str, Any] | Any


@dataclass(frozen=True)
class Quartiles:
    """How people lie: lower quartile, median and upper quartile, with straight lines between neighbours."""

    low: float
    median: float
    high: float

    @property
    def words(self) -> str:
        """``48.0 (43.1–54.2)``."""
        return f"{self.median:.1f} ({self.low:.1f}\u2013{self.high:.1f})"


@dataclass(frozen=True)
class Step:
    """How far people came in one measure.

    Attributes
    ----------
    key, label : str
        ``total`` or a pillar.
    before, after : Quartiles or None
        Of the same people; None where they are held back.
    change : Shift
        Of each one's own difference.
    risen : int
        People who gained more than :data:`RISEN`.
    """

    key: str
    label: str
    before: Quartiles | None
    after: Quartiles | None
    change: Shift
    risen: int

    @property
    def change_words(self) -> str:
        """``+4.1 (+2.0 to +6.3)``."""
        low, high = self.change.interval
        return f"{signed(self.change.estimate)} ({signed(low)} to {signed(high)})"


@dataclass(frozen=True)
class ProgrammeReport:
    """A cohort before and after.

    Attributes
    ----------
    title : str
        What the programme is called; blank for none.
    people : int
        People of whom both days are known.
    only_before, only_after : int
        People of whom one day alone is known; they count nowhere.
    first, last : datetime.date or None
        The earliest day before and the latest after, where rows tell.
    steps : tuple of Step
        The total and the four pillars; empty where fewer than :data:`LEAST` are known on both days.
    model_versions : tuple of str
        Where rows tell.
    coach : str
        Who gives it.
    logo : Logo or None
        Theirs.
    made : datetime.date
        The day it stands for.
    """

    title: str
    people: int
    only_before: int
    only_after: int
    first: dt.date | None
    last: dt.date | None
    steps: tuple[Step, ...]
    model_versions: tuple[str, ...]
    coach: str
    logo: Logo | None
    made: dt.date

    @property
    def held_back(self) -> str:
        """Why nothing is told; blank where something is."""
        if self.steps:
            return ""
        known = f"{self.people} {'person is' if self.people == 1 else 'people are'} known on both days"
        return f"{known}: figures of fewer than {LEAST} would tell of persons, so none is shown."

    @property
    def headline(self) -> str:
        """``12 people, +4.1 points (+2.0 to +6.3): from a median of 41.0 to one of 45.2``."""
        if not self.steps:
            return self.held_back
        total = self.steps[0]
        told = ""
        if total.before is not None and total.after is not None:
            told = f": from a median of {total.before.median:.1f} to one of {total.after.median:.1f}"
        return (
            f"{self.people} people, {total.change_words} points of 100{told}. "
            f"{total.risen} of {self.people} gained more than {RISEN:g}."
        )

    @property
    def levels_held_back(self) -> str:
        """Why it is not told how people lie, but only how far they came; blank where it is."""
        if not self.steps or self.steps[0].before is not None:
            return ""
        return (
            "How they lay before and after is held back: together with the figures of everybody, those of the few of "
            "whom one day alone is known would follow."
        )

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return {
            "schema": SCHEMA,
            "people": self.people,
            "only_before": self.only_before,
            "only_after": self.only_after,
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "steps": {
                s.key: {
                    "before": s.before and vars(s.before), "after": s.after and vars(s.after),
                    "change": s.change.estimate, "interval": list(s.change.interval), "risen": s.risen,
                }
                for s in self.steps
            },
            "held_back": self.held_back,
        }  # fmt: skip

    @property
    def document(self) -> Document:
        """The same, laid out."""
        from ssi_core.report.programme_document import document

        return document(self)


def programme_report(
    rows_before: Sequence[Row],
    rows_after: Sequence[Row],
    *,
    key: str = "archive",
    levels: bool = True,
    title: str = "",
    coach: str = "",
    logo: bytes | Logo | None = None,
    made: dt.date | None = None,
) -> ProgrammeReport:
    """A cohort before and after a programme.

    Parameters
    ----------
    rows_before, rows_after : sequence of row
        A row a member: `key`, ``total`` and the four pillars, ``as_of`` where it is known; as a mapping or an object.
        Rows without a total (reading failed) are left out.
    key : str
        What tells a member in both, ``archive`` or ``owner`` for instance; it is in no answer.
    levels : bool
        Whether it may be told how people lie, and not only how far they came.
    title, coach : str
        What the programme is called, and who gives the report.
    logo : bytes or Logo, optional
        The coach's.
    made : datetime.date, optional
        The day it stands for; by default the last day of the rows.

    Returns
    -------
    ProgrammeReport
        Of those alone who are in both; below five of them nothing but their number.

    Raises
    ------
    IngestError
        If a member stands twice among the rows of one day, a row has no `key` or no number where one must be, or no
        day is told and `made` is not given.
    """
    before, after = _by_key(rows_before, key, "before"), _by_key(rows_after, key, "after")
    both = sorted(before.keys() & after.keys(), key=str)
    firsts = [d for k in both if (d := _day(before[k])) is not None]
    lasts = [d for k in both if (d := _day(after[k])) is not None]
    day = made or max([*firsts, *lasts], default=None)
    if day is None:
        raise IngestError("no row tells its day: give the day that the report is made for")
    steps: tuple[Step, ...] = ()
    if len(both) >= LEAST:
        steps = _steps([before[k] for k in both], [after[k] for k in both], levels)
    versions = {str(v) for k in both for r in (before[k], after[k]) if (v := _get(r, "model_version"))}
    return ProgrammeReport(
        title=" ".join(title.split()),
        people=len(both),
        only_before=len(before) - len(both),
        only_after=len(after) - len(both),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        steps=steps,
        model_versions=tuple(sorted(versions)),
        coach=" ".join(coach.split()),
        logo=logo_from(logo) if isinstance(logo, (bytes, bytearray)) else logo,
        made=day,
    )


def _get(row: Row, name: str) -> Any:
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def _by_key(rows: Sequence[Row], key: str, when: str) -> dict[Any, Row]:
    out: dict[Any, Row] = {}
    for row in rows:
        if _get(row, "total") in (None, ""):
            continue
        name = _get(row, key)
        if name in (None, ""):
            raise IngestError(f"a row of the day {when} has no {key}: give what tells a member in both")
        if name in out:
            raise IngestError(f"two rows of the day {when} have the same {key}: give one a member")
        out[name] = row
    return out


def _day(row: Row) -> dt.date | None:
    told = _get(row, "as_of")
    if isinstance(told, str) and told:
        try:
            return dt.date.fromisoformat(told)
        except ValueError:
            raise IngestError(f"as_of {told!r} is no day: write YYYY-MM-DD") from None
    return told or None


def _number(row: Row, name: str) -> float:
    try:
        value = float(_get(row, name))
    except (TypeError, ValueError):
        value = math.nan
    most = 100.0 if name == "total" else 25.0
    if not 0 <= value <= most + 1e-9:
        raise IngestError(f"{name} of a row is {_get(row, name)!r}: give a number from 0 to {most:g}")
    return value


def _steps(before: Sequence[Row], after: Sequence[Row], levels: bool) -> tuple[Step, ...]:
    out = []
    for name in ("total", *PILLAR_KEYS):
        was, now = (np.array([_number(r, name) for r in rows]) for rows in (before, after))
        moved = now - was
        lay = (_quartiles(was), _quartiles(now)) if levels else (None, None)
        out.append(Step(name, MEASURES[name], lay[0], lay[1], shift(moved), int((moved > RISEN).sum())))
    return tuple(out)


def _quartiles(values: np.ndarray[Any, np.dtype[np.float64]]) -> Quartiles:
    low, median, high = np.percentile(values, (25, 50, 75))
    return Quartiles(float(low), float(median), float(high))
