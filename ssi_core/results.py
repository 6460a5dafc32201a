"""What the core answers: frozen results that say themselves as JSON, as a frame and as HTML."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.importer import Ledger
from ssi_core.member import DAILY_INPUTS, STOCKS, Member, Reading, day_of
from ssi_core.model.history import MISSING, STOCK_INPUTS
from ssi_core.model.plan import NextAction
from ssi_core.model.signals import PILLAR_KEYS, PILLARS, SIGNAL_KEYS

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1

#: What a person reads for each provenance.
PROVENANCE_WORDS: Mapping[str, str] = {
    "measured": "from your files",
    "proxy": "from your files, in part",
    "self_reported": "you told us",
    "known": "none without a seat",
    "missing": "not known",
}
STATUS_WORDS: Mapping[str, str] = {
    "read": "read", "empty": "nothing in it", "ignored": "left alone", "unreadable": "can't be read",
}  # fmt: skip
_STATUS_ORDER = ("unreadable", "read", "empty", "ignored")


def iso(day: int | None) -> str | None:
    """Day number -> YYYY-MM-DD."""
    return None if day is None else day_of(day).isoformat()


def spoken(day: dt.date) -> str:
    """A day in words: 5 March 2026."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Imported:
    """A member and the ledger of how they were read.

    Attributes
    ----------
    member : Member
        For :func:`ssi_core.score` and :func:`ssi_core.history`.
    ledger : Ledger
        A line per file.
    as_of : datetime.date
        The day asked for, else the last day with activity, else the export's own day.
    missing : tuple of str
        Signals that no file and no answer speaks of.
    """

    member: Member
    ledger: Ledger
    as_of: dt.date
    missing: tuple[str, ...]

    @property
    def counts(self) -> dict[str, float]:
        """Total over all days of every daily input that some file speaks of."""
        held = self.member.activity.counts
        return {name: float(held[name].sum()) for name in DAILY_INPUTS if name in held}

    @property
    def stocks(self) -> dict[str, float]:
        """Every stock that some file speaks of, as of the last day."""
        out = {}
        for name in STOCKS:
            series = self.member.activity.counts.get(STOCK_INPUTS.get(name, ""))
            if series is not None:
                out[name] = float(series.sum())
            elif name in self.member.profile.stocks:
                out[name] = self.member.profile.stocks[name]
        return out

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi read --json``."""
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "first_day": iso(self.ledger.first_day),
            "last_day": iso(self.ledger.last_day),
            "owner_found": self.ledger.owner_found,
            "files": [
                {
                    "name": e.name, "kind": e.kind, "status": e.status, "rows_read": e.rows_read,
                    "rows_kept": e.rows_kept, "rows_repaired": e.rows_repaired, "rows_duplicate": e.rows_duplicate,
                    "rows_rejected": e.rows_rejected, "bytes_rejected": e.bytes_rejected, "encoding": e.encoding,
                    "delimiter": e.delimiter, "first": iso(e.first), "last": iso(e.last),
                    "notes": [{"code": n.code, "row": n.row, "message": n.message} for n in e.notes],
                }
                for e in self.ledger.entries
            ],
            "counts": {k: _plain(v) for k, v in self.counts.items()},
            "stocks": {k: _plain(v) for k, v in self.stocks.items()},
            "missing": list(self.missing),
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The ledger, a row a file: first what can't be read, then what was read, last what was left alone."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "file": e.name.rpartition("/")[2], "in": e.name.rpartition("/")[0],
                    "what it is": e.kind.replace("_", " "), "status": STATUS_WORDS[e.status], "rows read": e.rows_read,
                    "kept": e.rows_kept, "repaired": e.rows_repaired,
                    "duplicate": e.rows_duplicate, "rejected": e.rows_rejected, "first day": iso(e.first) or "",
                    "last day": iso(e.last) or "", "remarks": remarks(e.notes),
                }
                for e in sorted(self.ledger.entries, key=lambda e: _STATUS_ORDER.index(e.status))
            ]
        )  # fmt: skip

    @property
    def sentence(self) -> str:
        """What was read, in one sentence."""
        done = [e for e in self.ledger.entries if e.status in ("read", "empty")]
        rows = sum(e.rows_kept for e in done)
        span = ""
        if self.ledger.first_day is not None and self.ledger.last_day is not None:
            span = f", from {spoken(day_of(self.ledger.first_day))} to {spoken(day_of(self.ledger.last_day))}"
        return f"{_many(rows, 'row')} kept from {_many(len(done), 'file')} of {len(self.ledger.entries)}{span}."

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.sentence)}</p>{self.to_frame().to_html(index=False)}"


def remarks(notes: list[Any]) -> str:
    """Remarks on a file, each once, with the number of rows that an example stands for left out."""
    return "; ".join(dict.fromkeys(n.message for n in notes))


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


@dataclass(frozen=True)
class PillarScore:
    """One pillar: points out of `max`, with its 10-90 % interval."""

    key: str
    label: str
    points: float
    max: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class SignalScore:
    """Where points come from.

    Attributes
    ----------
    key, pillar, label, kind : str
        As in the signal table.
    level : float or None
        In the signal's own unit; None where missing.
    enough, points, max : float
        Level at the cap, points, and points at the cap. Where missing, the points are the imputed ones.
    provenance : str
        ``measured``, ``proxy``, ``self_reported``, ``known`` or ``missing``.
    fill : str
        Which file or answer would give it.
    """

    key: str
    pillar: str
    label: str
    kind: str
    level: float | None
    enough: float
    points: float
    max: float
    provenance: str
    fill: str

    @property
    def share(self) -> float:
        """Points as a share of the points at the cap, 0 to 1."""
        return self.points / self.max if self.max else 0.0

    @property
    def level_words(self) -> str:
        """The level beside what is enough, as a person reads it."""
        if self.kind in ("share", "ratio"):
            return f"{'?' if self.level is None else f'{self.level:.0%}'} of {self.enough:.0%}"
        return f"{'?' if self.level is None else f'{self.level:,.0f}'} of {self.enough:,.0f}"


@dataclass(frozen=True)
class Unexplained:
    """Points of a pillar that no signal explains, and what clipping to 0-25 took."""

    pillar: str
    points: float
    clipped: float


@dataclass(frozen=True)
class ScoreResult:
    """An estimated Social Selling Index that explains itself.

    Attributes
    ----------
    as_of : datetime.date
        The day it stands for.
    last_day : datetime.date or None
        Last day with activity in the files.
    model_version : str
        Version of the model, ``+edited`` where the user changed it.
    edits : tuple of str
        What the user changed.
    total : float
        0 to 100; the sum of the pillars.
    interval : (float, float)
        10-90 % interval of the total.
    coverage : float
        Share of the 100 points whose signals are not missing, 0 to 1.
    calibrated : bool
        Whether official readings moved the total; False in this version.
    pillars, signals, unexplained : tuple
        The parts. Signals + unexplained - clipped = pillar; pillars = total.
    next_best_actions : tuple of NextAction
        Best first.
    official : tuple of Reading
        Official readings the user gave, oldest first.
    """

    as_of: dt.date
    last_day: dt.date | None
    model_version: str
    edits: tuple[str, ...]
    total: float
    interval: tuple[float, float]
    coverage: float
    calibrated: bool
    pillars: tuple[PillarScore, ...]
    signals: tuple[SignalScore, ...]
    unexplained: tuple[Unexplained, ...]
    next_best_actions: tuple[NextAction, ...]
    official: tuple[Reading, ...] = ()

    @property
    def headline(self) -> str:
        """``Estimated SSI: 48, probably 43-54``."""
        low, high = (f"{v:.0f}" for v in self.interval)
        return f"Estimated SSI: {self.total:.0f}, probably {low}\u2013{high}"

    @property
    def stands_for(self) -> str:
        """The day, and that it is an estimate, in words."""
        return f"Our estimate for {spoken(self.as_of)}, not LinkedIn's number"

    @property
    def weakest(self) -> PillarScore:
        """The pillar with the fewest points."""
        return min(self.pillars, key=lambda p: p.points)

    @property
    def coverage_words(self) -> str:
        """How much of the score rests on something known."""
        return f"{self.coverage:.0%} of the points rest on your files and answers, the rest on what is likely then"

    @property
    def missing(self) -> tuple[SignalScore, ...]:
        """Signals that neither a file nor an answer gives, the weightiest first."""
        gone = [s for s in self.signals if s.provenance == "missing"]
        return tuple(sorted(gone, key=lambda s: -s.max))

    @property
    def official_words(self) -> str:
        """The latest official reading, in words; blank without one."""
        told = [r for r in self.official if r.total is not None]
        if not told:
            return ""
        latest = told[-1]
        return f"LinkedIn showed {latest.total:g} on {spoken(day_of(latest.day))}"

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi score --json``."""
        pillars = [
            {"key": p.key, "points": p.points, "max": p.max, "interval": list(p.interval)} for p in self.pillars
        ]
        return {
            "schema": SCHEMA,
            "as_of": self.as_of.isoformat(),
            "model_version": self.model_version,
            "total": self.total,
            "interval": list(self.interval),
            "coverage": self.coverage,
            "calibrated": self.calibrated,
            "raw": {"total": self.total, "interval": list(self.interval), "pillars": pillars},
            "pillars": pillars,
            "signals": [
                {
                    "key": s.key, "pillar": s.pillar, "level": s.level, "enough": s.enough, "points": s.points,
                    "max": s.max, "provenance": s.provenance,
                }
                for s in self.signals
            ],
            "unexplained": [
                {"pillar": u.pillar, "points": u.points, "clipped": u.clipped} for u in self.unexplained
            ],
            "rank": None,
            "next_best_actions": [
                {"habit": a.habit, "points_per_hour": a.points_per_hour, "why": a.why} for a in self.next_best_actions
            ],
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """Points per signal, a row a signal."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "pillar": PILLARS[s.pillar], "signal": s.label, "level": s.level, "enough": s.enough,
                    "points": s.points, "max": s.max, "provenance": s.provenance,
                }
                for s in self.signals
            ]
        )  # fmt: skip

    def _repr_html_(self) -> str:
        words = html.escape(f"{self.headline}. {self.stands_for}. {self.coverage_words}.")
        return f"<p>{words}</p>{self.to_frame().to_html(index=False, float_format='{:.2f}'.format)}"


@dataclass(frozen=True)
class History:
    """The estimate day by day.

    Attributes
    ----------
    days : (N,) int64
        Day numbers.
    pillars : (N, 4) float64
        In the order of the pillars.
    interval : (N, 2) float64
        10-90 % interval of the total.
    provenance : (N, K) int8
        Index into :data:`ssi_core.model.history.PROVENANCE`.
    model_version : str
        Version of the model.
    """

    days: NDArray[np.int64]
    pillars: NDArray[np.float64]
    interval: NDArray[np.float64]
    provenance: NDArray[np.int8]
    model_version: str

    @property
    def total(self) -> NDArray[np.float64]:
        """(N,) total."""
        out: NDArray[np.float64] = self.pillars.sum(-1)
        return out

    @property
    def missing(self) -> dict[str, NDArray[np.bool_]]:
        """Per signal, (N,) whether it was missing on the day."""
        return {key: self.provenance[:, k] == MISSING for k, key in enumerate(SIGNAL_KEYS)}

    def rows(self) -> list[dict[str, Any]]:
        """A row a day: date, total, four pillars, p10, p90."""
        return [
            {
                "date": day_of(int(day)).isoformat(),
                "total": float(total),
                **dict(zip(PILLAR_KEYS, map(float, pillars), strict=True)),
                "p10": float(band[0]),
                "p90": float(band[1]),
            }
            for day, total, pillars, band in zip(self.days, self.total, self.pillars, self.interval, strict=True)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Answer of ``ssi history --json``."""
        return {"schema": SCHEMA, "model_version": self.model_version, "days": self.rows()}

    def to_frame(self) -> pd.DataFrame:
        """The same, indexed by date."""
        import pandas as pd

        frame = pd.DataFrame(self.rows())
        frame["date"] = pd.to_datetime(frame["date"])
        return frame.set_index("date")

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(max_rows=14, float_format="{:.1f}".format))
