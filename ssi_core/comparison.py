"""Several scenarios held against each other on one day: who leads where, by how much, and how sure that is."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ssi_core.imported import SCHEMA, spoken
from ssi_core.ingest.errors import IngestError
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.moved import signed
from ssi_core.projection import Week, clock
from ssi_core.results import between

if TYPE_CHECKING:
    import pandas as pd

#: Scenarios that may be named.
MOST_SCENARIOS = 4
#: What stands beside them always.
AS_NOW, STOP = "as now", "stop"
#: Points, and minutes a week, below which a person reads no difference.
_LEAST_POINTS, _LEAST_MINUTES = 0.05, 0.5

_PHRASES = {AS_NOW: "going on as now", STOP: "stopping"}


@dataclass(frozen=True)
class Compared:
    """One scenario on the day.

    Attributes
    ----------
    name : str
        As the user calls it, or ``as now`` or ``stop``.
    start : datetime.date
        First day on which it holds; until then all goes on as now.
    end : Week
        The score to be expected on the day.
    weekly : mapping of str to float
        Actions a week by habit, as used.
    minutes : float
        Minutes a week that they take.
    """

    name: str
    start: dt.date
    end: Week
    weekly: Mapping[str, float]
    minutes: float

    @property
    def phrase(self) -> str:
        """The name as it stands in a sentence: ``going on as now``, ``stopping``."""
        return _PHRASES.get(self.name, self.name)

    @property
    def opening(self) -> str:
        """The same at the beginning of one; a name stays as the user wrote it."""
        return self.phrase.capitalize() if self.name in _PHRASES else self.name

    @property
    def words(self) -> str:
        """``Daily comments: 69 (61-77), 3 h 27 min a week``."""
        total = f"{self.end.total:.0f} ({between(self.end.interval)})"
        return f"{self.opening}: {total}, {clock(self.minutes)} a week"


@dataclass(frozen=True)
class Difference:
    """One scenario less another on the day: the same person, in the same future, does the one in place of the other.

    Attributes
    ----------
    one, other : Compared
        The scenarios.
    points : float
        Expected total of the one less that of the other.
    p10, p90 : float
        10-90 % interval of that. What the estimate itself doubts lies under both and mostly cancels, so it is narrower
        than either's own.
    """

    one: Compared
    other: Compared
    points: float
    p10: float
    p90: float

    @property
    def minutes(self) -> float:
        """Minutes a week more, or below 0 less."""
        return self.one.minutes - self.other.minutes

    @property
    def turned(self) -> Difference:
        """The other less the one."""
        return Difference(self.other, self.one, 0.0 - self.points, 0.0 - self.p90, 0.0 - self.p10)

    @property
    def words(self) -> str:
        """``Comments would be 3.1 points (2.0 to 4.4) above going on as now on 1 March 2027, for 2 h a week more``."""
        one, other, on = self.one.opening, self.other.phrase, spoken(self.one.end.date)
        if abs(self.points) < _LEAST_POINTS:
            said = f"{one} would make no difference to {other} on {on}{self._between}"
        elif self.p10 < -_LEAST_POINTS and self.p90 > _LEAST_POINTS:
            said = f"{one} would be {abs(self.points):.1f} points {self._way} {other} on {on}{self._between}"
        else:
            low, high = sorted((abs(self.p10), abs(self.p90)))
            said = f"{one} would be {abs(self.points):.1f} points ({low:.1f} to {high:.1f}) {self._way} {other} on {on}"
        return f"{said}, for {self.minutes_words}"

    @property
    def between_words(self) -> str:
        """``+0.8 to +3.4``."""
        return f"{signed(self.p10)} to {signed(self.p90)}"

    @property
    def minutes_words(self) -> str:
        """``1 h 20 min a week more``, ``as much time``."""
        if abs(self.minutes) < _LEAST_MINUTES:
            return "as much time"
        return f"{clock(abs(self.minutes))} a week {'more' if self.minutes > 0 else 'less'}"

    @property
    def _way(self) -> str:
        return "above" if self.points > 0 else "below"

    @property
    def _between(self) -> str:
        if max(abs(self.p10), abs(self.p90)) < _LEAST_POINTS:
            return ""
        return f" (between {_side(self.p10)} and {_side(self.p90)})"

    def to_dict(self) -> dict[str, Any]:
        """A difference of ``ssi compare --json``."""
        return {"points": self.points, "p10": self.p10, "p90": self.p90, "minutes_per_week": self.minutes}


def _side(points: float) -> str:
    if abs(points) < _LEAST_POINTS:
        return "the same"
    return f"{abs(points):.1f} {'above' if points > 0 else 'below'}"


@dataclass(frozen=True)
class Comparison:
    """Scenarios on one day, each against each.

    Attributes
    ----------
    as_of : datetime.date
        The day looked ahead from.
    on : datetime.date
        The day they are compared on.
    model_version : str
        Version of the model.
    calibrated : bool
        Whether official readings moved the totals.
    scenarios : tuple of Compared
        As named, then ``as now`` and ``stop``, which stops when the first of the named ones starts.
    differences : tuple of Difference
        Every pair once, the one named earlier less the later; :meth:`difference` gives either way.
    """

    as_of: dt.date
    on: dt.date
    model_version: str
    calibrated: bool
    scenarios: tuple[Compared, ...]
    differences: tuple[Difference, ...]

    def scenario(self, name: str) -> Compared:
        """One scenario by its name."""
        return next(s for s in self.scenarios if s.name == name)

    def difference(self, one: str, other: str = AS_NOW) -> Difference:
        """One scenario less another, by their names.

        Parameters
        ----------
        one, other : str
            Names; two different ones.
        """
        for found in self.differences:
            if (found.one.name, found.other.name) == (one, other):
                return found
            if (found.one.name, found.other.name) == (other, one):
                return found.turned
        raise KeyError(f"no difference of {one!r} and {other!r}: choose two of {[s.name for s in self.scenarios]}")

    @property
    def headline(self) -> str:
        """``Daily comments leads furthest: 69 by 1 March 2027, probably 61-77; as now 65, stop 39``."""
        best = max(self.scenarios, key=lambda s: s.end.total)
        others = "; ".join(
            f"{s.name}{'' if s.name in _PHRASES else ':'} {s.end.total:.0f}" for s in self.scenarios if s is not best
        )
        return (
            f"{best.opening} leads furthest: {best.end.total:.0f} by {spoken(self.on)}, probably "
            f"{between(best.end.interval)}; {others}"
        )

    @property
    def words(self) -> tuple[str, ...]:
        """A sentence for every pair; first how each differs from going on as now."""
        first = [d for d in self.differences if d.other.name == AS_NOW]
        return tuple(d.words for d in (*first, *(d for d in self.differences if d.other.name != AS_NOW)))

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi compare --json``."""
        names = [s.name for s in self.scenarios]
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "on": self.on.isoformat(),
            "model_version": self.model_version,
            "calibrated": self.calibrated,
            "scenarios": [
                {
                    "name": s.name, "start": s.start.isoformat(), "total": s.end.total, "p10": s.end.p10,
                    "p90": s.end.p90, "pillars": dict(s.end.pillars), "minutes_per_week": s.minutes,
                    "weekly": dict(s.weekly),
                    "against": {name: self.difference(s.name, name).to_dict() for name in names if name != s.name},
                }
                for s in self.scenarios
            ],
            "words": list(self.words),
        }  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """A row a scenario: total, p10, p90, four pillars, minutes a week, and the difference to going on as now."""
        out = []
        for s in self.scenarios:
            row: dict[str, Any] = {"scenario": s.name, "total": s.end.total, "p10": s.end.p10, "p90": s.end.p90}
            row |= {key: s.end.pillars[key] for key in PILLAR_KEYS} | {"minutes": s.minutes}
            now = None if s.name == AS_NOW else self.difference(s.name)
            row |= {"more": now.points if now else 0.0, "more_p10": now.p10 if now else 0.0,
                    "more_p90": now.p90 if now else 0.0}  # fmt: skip
            out.append(row)
        return out

    def to_frame(self) -> pd.DataFrame:
        """The same, indexed by scenario."""
        import pandas as pd

        return pd.DataFrame(self.rows()).set_index("scenario")

    def _repr_html_(self) -> str:
        words = "".join(f"<li>{html.escape(said)}.</li>" for said in self.words)
        table = self.to_frame().to_html(float_format="{:.1f}".format)
        return f"<p>{html.escape(self.headline)}.</p>{table}<ul>{words}</ul>"


def pairs(scenarios: tuple[Compared, ...], points: Any, band: Any) -> tuple[Difference, ...]:
    """Every pair once.

    Parameters
    ----------
    scenarios : tuple of Compared
        S of them.
    points : (S, S) float64
        Differences, as :class:`ssi_core.model.gap.Gaps` has them.
    band : (S, S, 2) float64
        Their intervals.
    """
    return tuple(
        Difference(scenarios[i], scenarios[j], float(points[i, j]), float(band[i, j, 0]), float(band[i, j, 1]))
        for i, j in combinations(range(len(scenarios)), 2)
    )


def checked(scenarios: Any) -> Mapping[str, Mapping[str, Any]]:
    """Scenarios by name, checked for their number and names.

    Raises
    ------
    IngestError
        If there is none, more than :data:`MOST_SCENARIOS`, or a name is blank or taken.
    """
    if not isinstance(scenarios, Mapping) or not 1 <= len(scenarios) <= MOST_SCENARIOS:
        number = len(scenarios) if isinstance(scenarios, Mapping) else repr(scenarios)
        raise IngestError(f"{number} scenarios to compare: give one to {MOST_SCENARIOS}, by name")
    for name in scenarios:
        if not isinstance(name, str) or not name.strip():
            raise IngestError(f"a scenario is called {name!r}: give it a name")
        if name in (AS_NOW, STOP):
            raise IngestError(f"a scenario is called {name!r}, which is always there: give it another name")
    return scenarios
