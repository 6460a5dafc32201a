"""What was read: a member, and the ledger of what was done with every file."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ssi_core.ingest.importer import today
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.ledger import Entry, Ledger, Note
from ssi_core.ingest.remarks import Remark
from ssi_core.ingest.traces import Traces
from ssi_core.member import DAILY_INPUTS, STOCKS, Member, Profile, Reading, Stated, day_number, day_of
from ssi_core.model.acts import WINDOW_INPUTS
from ssi_core.model.habits import HABITS
from ssi_core.model.history import STOCK_INPUTS
from ssi_core.model.signals import SIGNALS
from ssi_core.spreadsheet import csv_text

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1

STATUS_WORDS: Mapping[str, str] = {
    "read": "read", "empty": "nothing in it", "ignored": "left alone", "unreadable": "can't be read",
}  # fmt: skip
DELIMITER_WORDS: Mapping[str | None, str] = {",": "comma", ";": "semicolon", "\t": "tab", None: ""}
#: What a person can do about a remark, by its code.
ADVICE: Mapping[str, str] = {
    "damaged": "Download it again; if it stays damaged, ask LinkedIn for a new export.",
    "encrypted": "Unpack it with its password and give the files.",
    "limit": "Unpack it and give the files that matter one by one.",
    "unknown": "Say what its columns are, on the Files page or with --mapping.",
    "company page": "Give your own creator analytics instead.",
    "owner": "Give Profile.csv or Invitations.csv too, or your name.",
}
_STATUS_ORDER = ("unreadable", "read", "empty", "ignored")


def iso(day: int | None) -> str | None:
    """Day number -> YYYY-MM-DD."""
    return None if day is None else day_of(day).isoformat()


def spoken(day: dt.date) -> str:
    """A day in words: 5 March 2026."""
    return f"{day.day} {day:%B %Y}"


def ago(day: dt.date, today: dt.date) -> str:
    """How far a day lies back, in words: ``5 months back``; blank within a week, when nothing hangs on it."""
    days = (today - day).days
    if days <= 7:
        return ""
    for unit, length in (("year", 365.25), ("month", 30.44), ("week", 7.0)):
        if days >= 2 * length:
            return f"{days / length:.0f} {unit}s back"
    return f"{days} days back"


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
        The day asked for, else the last day with activity, the export's own day, the last reading's, today.
    missing : tuple of str
        Signals that no file and no answer speaks of.
    traces : Traces or None
        What tells the rows apart, where it was asked for; for :mod:`ssi_core.store` alone.
    """

    member: Member
    ledger: Ledger
    as_of: dt.date
    missing: tuple[str, ...]
    traces: Traces | None = field(default=None, repr=False, compare=False)

    @property
    def wants_owner(self) -> bool:
        """Whether there are messages and nobody says whose they are, so that none counts as sent."""
        return not self.ledger.owner_found and any(e.kind == "messages" for e in self.ledger.entries)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the export as a whole is not: only the first part, a Basic archive."""
        return self.ledger.remarks

    @property
    def counts(self) -> dict[str, float]:
        """Total over all days of every daily input that some file speaks of."""
        held = self.member.activity.counts
        # A period's total is laid evenly over its days: adding up the shares must give it back.
        return {name: round(float(held[name].sum()), 9) for name in DAILY_INPUTS if name in held}

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
            # Beyond the contract, and only where there is something to tell.
            **({"remarks": [{"code": r.code, "message": r.message} for r in self.remarks]} if self.remarks else {}),
        }  # fmt: skip

    @property
    def lines(self) -> list[Entry]:
        """Lines of the ledger: first what can't be read, then what no one knows, what was read, last what was left."""
        return sorted(
            self.ledger.entries, key=lambda e: _STATUS_ORDER.index(e.status) if e.unknown is None else 0.5
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """The ledger, a row a file, in the order of :attr:`lines`; days as YYYY-MM-DD."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "file": e.name.rpartition("/")[2], "in": e.name.rpartition("/")[0],
                    "what it is": "no one knows" if e.unknown else plain_kind(e.kind),
                    "status": STATUS_WORDS[e.status], "rows read": e.rows_read,
                    "kept": e.rows_kept, "repaired": e.rows_repaired, "duplicate": e.rows_duplicate,
                    "rejected": e.rows_rejected, "bytes given up": e.bytes_rejected, "encoding": e.encoding or "",
                    "delimiter": DELIMITER_WORDS.get(e.delimiter, e.delimiter or ""), "first day": iso(e.first) or "",
                    "last day": iso(e.last) or "", "remarks": "; ".join(remarks(e.notes)), "what to do": advice(e),
                }
                for e in self.lines
            ]
        )  # fmt: skip

    def to_csv(self) -> str:
        """The ledger as CSV for a spreadsheet, in which no name of a file can run as a formula."""
        frame = self.to_frame()
        return csv_text([str(name) for name in frame.columns], frame.values.tolist())

    @property
    def sentence(self) -> str:
        """What was read, in one sentence."""
        done = [e for e in self.ledger.entries if e.status in ("read", "empty")]
        rows = sum(e.rows_kept for e in done)
        span = ""
        if self.ledger.first_day is not None and self.ledger.last_day is not None:
            span = f", from {spoken(day_of(self.ledger.first_day))} to {spoken(day_of(self.ledger.last_day))}"
        return f"{_many(rows, 'row')} kept from {_many(len(done), 'file')} of {len(self.ledger.entries)}{span}."

    @property
    def accounts(self) -> str:
        """What became of every row and file, in one sentence; what did not happen is left out."""
        entries = self.ledger.entries

        def total(name: str) -> int:
            return sum(getattr(e, f"rows_{name}") for e in entries)

        parts = [f"{total('kept'):,} kept"]
        parts += [f"{n:,} of them repaired"] if (n := total("repaired")) else []
        parts += [f"{n:,} there twice"] if (n := total("duplicate")) else []
        parts += [f"{n:,} left out"] if (n := total("rejected")) else []
        said = f"{_many(total('read'), 'row')} read: {', '.join(parts)}"
        lost = sum(e.bytes_rejected for e in entries)
        said += f"; {_many(lost, 'byte')} given up" if lost else ""
        words = {"unreadable": "can't be read", "empty": "with nothing in it", "ignored": "left alone"}
        odd = [f"{n} {said_of}" for s, said_of in words.items() if (n := sum(e.status == s for e in entries))]
        return f"{said}." + (f" Of {_many(len(entries), 'file')}: {', '.join(odd)}." if odd else "")

    def _repr_html_(self) -> str:
        import pandas as pd

        with pd.option_context("display.max_colwidth", None):  # a remark cut short says nothing
            said = " ".join([self.sentence, *(r.message for r in self.remarks)])
            return f"<p>{html.escape(said)}</p>{self.to_frame().to_html(index=False)}"


def member_in(found: Imported | Member) -> Member:
    """The member that was read, or that is given as it is."""
    return found.member if isinstance(found, Imported) else found


def day_in(found: Imported | Member, as_of: dt.date | None) -> int:
    """Day number of the day to stand on: the one asked for, else the one that was read for, else the last, else today.

    Parameters
    ----------
    found : Imported or Member
        What was read.
    as_of : datetime.date or None
        The day asked for.
    """
    if as_of is not None:
        return day_number(as_of)
    if isinstance(found, Imported):
        return day_number(found.as_of)
    return found.last_day if found.last_day is not None else day_number(today())


def on_the_last(found: Imported, before: Sequence[Reading] | None = None) -> Imported:
    """The same; a member known by readings alone stands on the last of them, unless a later day was asked for.

    Parameters
    ----------
    found : Imported
        The member, on the day on which they stood.
    before : sequence of Reading, optional
        Their readings then: whoever stood on the last of those goes back with it. By default those that they have.
    """
    member, ledger = found.member, found.ledger
    if member.activity.counts:
        return found
    files = [day for day in (ledger.last_day, ledger.known_until) if day is not None][:1]
    then = max([*files, *(r.day for r in (member.readings if before is None else before))], default=None)
    now = max([*files, *(r.day for r in member.readings)], default=None)
    # On a day on which nothing was known there is no reason to stay.
    nothing = then is None and member.stated == Stated() and member.profile == Profile()
    follows = nothing or (then is not None and found.as_of == day_of(then))
    if now is not None:
        return replace(found, as_of=day_of(now) if follows else max(found.as_of, day_of(now)))
    return replace(found, as_of=today()) if follows and not nothing else found


def unspoken(member: Member) -> tuple[str, ...]:
    """Signals of which no file, answer or rule says anything at all, on whatever day."""
    held, said = member.activity, {**member.stated.signals, **member.stated.answers}
    habits = set(said) | {habit for _, habit, _ in member.stated.weekly_log}
    fed = {key for h in HABITS for key in h.feeds if h.key in habits}
    spoken = set(said) | fed | set(member.profile.stocks) | set(held.trials)
    spoken |= {key for key, name in STOCK_INPUTS.items() if name in held.counts}
    spoken |= {s.key for s in SIGNALS if s.kind == "window"
               if any(n in held.counts for n in WINDOW_INPUTS.get(s.key, (s.key,)))}  # fmt: skip
    if member.profile.checklist or member.stated.checklist:
        spoken.add("profile_completeness")
    if not member.seat:
        spoken.add("leads_saved")
    return tuple(s.key for s in SIGNALS if s.key not in spoken)


def remarks(notes: list[Note]) -> list[str]:
    """Remarks on a file, each once, with the numbers of the rows that stand as examples of it."""
    said = []
    for message in dict.fromkeys(n.message for n in notes):
        rows = [str(n.row) for n in notes if n.message == message and n.row is not None]
        said.append(message + (f" (row {', '.join(rows)})" if rows else ""))
    return said


def advice(entry: Entry) -> str:
    """What a person can do about a file; blank where there is nothing to do."""
    return next((ADVICE[n.code] for n in entry.notes if n.code in ADVICE), "")


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
