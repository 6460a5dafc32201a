"""Merged rows -> the daily counts, stocks and trials of an :class:`~ssi_core.member.Activity`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.conversations import Correspondence
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.people import full_name, slug
from ssi_core.ingest.usage import Period
from ssi_core.member import LONG_AGO, NEVER, Activity, Trials

Floats = NDArray[np.float64]


@dataclass
class Tally:
    """Daily inputs while they are gathered.

    Attributes
    ----------
    days : dict of str to list of arrays
        Input to the days of its events, a day as often as it had events.
    spans : dict of str to list of (int, int)
        Input to the days its files speak of; a first day of :data:`~ssi_core.member.LONG_AGO` goes back to the start.
    valued : dict of str to dict of int to float
        Inputs that come as daily figures.
    proxies : set of str
        Inputs and ratios that stand for the signal.
    trials : dict of str to Trials
        Attempts by ratio signal.
    acts : list of arrays
        Days with an act of the member's own.
    periods : dict of str to list of Period
        Totals of whole periods, for days of which no file speaks.
    """

    days: dict[str, list[NDArray[np.integer]]] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    valued: dict[str, dict[int, float]] = field(default_factory=dict)
    proxies: set[str] = field(default_factory=set)
    trials: dict[str, Trials] = field(default_factory=dict)
    acts: list[NDArray[np.integer]] = field(default_factory=list)
    periods: dict[str, list[Period]] = field(default_factory=dict)

    def add(self, name: str, days: Iterable[int] | NDArray[np.integer], span: tuple[int, int]) -> None:
        """Add events of an input, and say which days its file speaks of."""
        self.days.setdefault(name, []).append(np.asarray(days, np.int64))
        self.spans.setdefault(name, []).append(span)

    def act(self, days: Iterable[int] | NDArray[np.integer], span: tuple[int, int]) -> None:
        """Mark days on which the member did something."""
        self.acts.append(np.asarray(days, np.int64))
        self.spans.setdefault("active_days", []).append(span)

    def activity(self, last: int) -> Activity:
        """Lay everything on one axis of days.

        Parameters
        ----------
        last : int
            Day number at which the axis ends.
        """
        if self.acts:
            self.days["active_days"] = [np.unique(np.concatenate(self.acts))]
            self.proxies.add("active_days")  # a lower bound: reading and browsing leave no trace
        dated = [d for many in self.days.values() for d in many if len(d)]
        firsts = [int(d.min()) for d in dated] + [min(v) for v in self.valued.values() if v]
        lasts = [int(d.max()) for d in dated] + [max(v) for v in self.valued.values() if v]
        firsts += [p.first for many in self.periods.values() for p in many]
        lasts += [p.last for many in self.periods.values() for p in many]
        first, last = min([*firsts, last]), max([*lasts, last])
        size = last - first + 1
        counts, covered = {}, {}
        for name, many in self.days.items():
            counts[name] = np.bincount(np.concatenate(many) - first, minlength=size).astype(float)
            covered[name] = _covered(self.spans[name], first, size)
        for name, by_day in self.valued.items():
            series, spoken = np.zeros(size), np.zeros(size, bool)
            at = np.array(list(by_day), np.int64) - first
            series[at], spoken[at] = list(by_day.values()), True
            counts[name], covered[name] = series, spoken
        for name, periods in self.periods.items():
            series, spoken = counts.setdefault(name, np.zeros(size)), covered.setdefault(name, np.zeros(size, bool))
            if _spread(periods, series, spoken, first):
                self.proxies.add(name)
        start = frozenset(n for n, spans in self.spans.items() if n in counts and any(a == LONG_AGO for a, _ in spans))
        return Activity(first, counts, covered, start, frozenset(self.proxies), self.trials)


def _covered(spans: Sequence[tuple[int, int]], first: int, size: int) -> NDArray[np.bool_]:
    out = np.zeros(size, bool)
    for start, stop in spans:
        out[max(0, start - first) : max(0, stop - first + 1)] = True
    return out


def _spread(periods: Iterable[Period], series: Floats, spoken: NDArray[np.bool_], first: int) -> bool:
    # Even shares of each period's total on its days of which nothing speaks yet; of several periods the shortest tells
    # most of a day. Says whether any day was so filled.
    filled = False
    for period in sorted(periods, key=lambda p: (p.days, -p.last, -p.total)):
        at = slice(period.first - first, period.last - first + 1)
        free = ~spoken[at]
        series[at][free] = period.total / period.days
        spoken[at] = True
        filled |= bool(free.any())
    return filled


def span_of(rows: Rows, end: int) -> tuple[int, int]:
    """Days that a file speaks of: from the start, or from its first row where it covers only recent days."""
    # Its own first row, also where another file gave that one too.
    if rows.format.reach == "recent" and rows.entry.first is not None:
        return rows.entry.first, end
    return LONG_AGO, end


def count_yields(tally: Tally, rows: Rows, span: tuple[int, int]) -> None:
    """Count a file's rows by what its format says they yield."""
    for y in rows.format.yields:
        days = rows.days
        if y.column is not None:
            cells = rows.column(y.column)
            takes = {c: y.takes(c) for c in dict.fromkeys(cells)}
            days = days[np.array([takes[c] for c in cells], bool)]
        tally.add(y.input, days, span)
        if y.proxy:
            tally.proxies.add(y.input)
        if y.act:
            tally.act(days, span)
    if rows.format.marks_active:
        tally.act(rows.days, span)


def count_messages(tally: Tally, wrote: Correspondence, span: tuple[int, int]) -> None:
    """Count messages, conversations begun, and which of them were answered."""
    tally.add("messages_sent", wrote.sent, span)
    tally.act(wrote.sent, span)
    tally.add("messages_received", wrote.received, span)
    tally.add("conversations_started", wrote.opened, span)
    tally.add("conversations_answered", wrote.opened[wrote.answered != NEVER], span)
    tally.trials["reply_rate"] = Trials(wrote.opened.astype(np.int32), wrote.answered.astype(np.int32), *span)


def join_invitations(
    tally: Tally, invitations: Sequence[tuple[Rows, tuple[int, int]]], connections: Sequence[Rows]
) -> None:
    """Infer which invitations were accepted: by the address of the invited, else by name where either file has none.

    Parameters
    ----------
    tally : Tally
        Takes the counts and the trials.
    invitations : sequence of (Rows, span)
        Invitations, with the days their files speak of.
    connections : sequence of Rows
        Connections.
    """
    by_address: dict[str, int] = {}
    by_name: dict[str, int] = {}
    unaddressed: dict[str, int] = {}  # of files before 2023
    # Names are only looked at where an invitation or a connection has no address.
    bare = any(not slug(url) for rows, _ in invitations for url in rows.column("invitee_url"))
    for rows in connections:
        people = zip(rows.column("url"), rows.column("first_name"), rows.column("last_name"), rows.days, strict=True)
        for url, first, last, day in people:
            if address := slug(url):
                by_address[address] = int(day)
            if (bare or not address) and (name := full_name(first, last)):
                by_name[name] = int(day)
                if not address:
                    unaddressed[name] = int(day)
    asked, joined, by_name_only = list[int](), list[int](), False
    for rows, span in invitations:
        accepted = []
        people = zip(rows.column("direction"), rows.column("invitee_url"), rows.column("to"), rows.days, strict=True)
        for direction, url, name, day in people:
            if direction.strip().lower() != "outgoing":
                continue
            address = slug(url)
            by = full_name(name, "")
            when = by_address.get(address, unaddressed.get(by)) if address else by_name.get(by)
            by_name_only |= address not in by_address and (by in unaddressed or not address)
            # Joined the day before counts: the two files may be on either side of midnight.
            won = when is not None and when >= day - 1
            asked.append(int(day))
            joined.append(max(int(when or 0), int(day)) if won else NEVER)
            if won:
                accepted.append(int(day))
        tally.add("invitations_accepted", accepted, span)
    if by_name_only:
        tally.proxies.add("invite_acceptance")
    tally.trials["invite_acceptance"] = _trials(asked, joined, [s for _, s in invitations])


def count_outreach(
    tally: Tally,
    invitations: Sequence[tuple[Rows, tuple[int, int]]],
    wrote: Correspondence | None,
    span: tuple[int, int] | None,
) -> None:
    """Personal outreach: invitations with a note, and opening messages that are no near-copies."""
    asked, won, spans = list[int](), list[int](), list[tuple[int, int]]()
    for rows, reach in invitations:
        if "message" not in rows.cells:
            continue
        spans.append(reach)
        for direction, note, day in zip(rows.column("direction"), rows.column("message"), rows.days, strict=True):
            if direction.strip().lower() == "outgoing":
                asked.append(int(day))
                won.append(int(day) if note.strip() else NEVER)
    if wrote is not None and span is not None:
        spans.append(span)
        days = wrote.opened[wrote.worded]
        asked.extend(days.tolist())
        won.extend(np.where(wrote.personal[wrote.worded], days, NEVER).tolist())
    if spans:
        tally.trials["personal_outreach"] = _trials(asked, won, spans)


def _trials(asked: Sequence[int], won: Sequence[int], spans: Sequence[tuple[int, int]]) -> Trials:
    return Trials(
        np.array(asked, np.int32), np.array(won, np.int32), min(a for a, _ in spans), max(b for _, b in spans)
    )
