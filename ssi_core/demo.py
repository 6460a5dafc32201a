"""Records to look around in: five invented clients of a coach, in memory alone and gone with it.

All of them are made of the sample's member: her days moved to now, thinned out, cut off. Whole weeks are moved, so that
a Sunday stays one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ssi_core.imported import Imported, unspoken
from ssi_core.ingest.importer import agreed_today, moment
from ssi_core.ingest.ledger import Ledger
from ssi_core.member import LONG_AGO, NEVER, Activity, Reading, Trials, day_number, day_of
from ssi_core.network import Network
from ssi_core.reading import read
from ssi_core.sample import later_sample_files

if TYPE_CHECKING:
    from ssi_core.store.records import Records

NAMES = ("Ada Example", "Bo Sampleton", "Cleo Fictive", "Dara Invented", "Emil Madeup")
_DAY = dt.timedelta(days=1)
#: Days back, total and pillars of the readings that one of them knows herself by.
_READINGS = (
    (150, 38, (9.5, 8.0, 7.25, 13.5)), (120, 40, (10.0, 8.25, 7.75, 14.0)), (90, 41, (10.25, 8.5, 8.0, 14.25)),
    (60, 44, (11.0, 9.0, 8.5, 15.0)), (30, 47, (12.25, 9.5, 9.5, 15.5)), (3, 49, (12.5, 10.0, 10.5, 16.0)),
)  # fmt: skip


def demo_records(today: dt.date) -> Records:
    """Make the records.

    Parameters
    ----------
    today : datetime.date
        The day to which everything is laid: a session is due on the day after it, another has gone by.

    Returns
    -------
    Records
        Five members with sessions, notes and commitments. Nothing is on disk; once closed they are gone.
    """
    from ssi_core.store.place import IN_MEMORY
    from ssi_core.store.records import Records  # the database library is only loaded where records are wanted

    with agreed_today(dt.date(2026, 9, 1)):
        whole = read(later_sample_files())
    clock = _Clock(today)
    records = Records(IN_MEMORY, now=clock)
    _ada(records, _Book(whole, today, dt.date(2026, 7, 29)), clock)
    _bo(records, _Book(whole, today - 77 * _DAY, dt.date(2026, 6, 24)), clock)
    _cleo(records, today, clock)
    _dara(records, _Book(whole, today, dt.date(2025, 12, 5), {"comments_given": 0.6, "messages_sent": 0.5}), clock)
    _emil(records, _Book(whole, today, dt.date(2026, 8, 19), {"original_posts": 0.4, "comments_given": 0.3}), clock)
    clock.day = None
    return records


class _Clock:
    # While the past is made: nine o'clock of the day on which something is filed, a second later each time, so that
    # what was filed first comes first. Then the time it is.
    def __init__(self, day: dt.date) -> None:
        self.day: dt.date | None = day
        self._asked = 0

    def __call__(self) -> dt.datetime:
        if self.day is None:
            return moment()
        self._asked += 1
        return dt.datetime.combine(self.day, dt.time(9), dt.UTC) + dt.timedelta(seconds=self._asked)


@dataclass(frozen=True)
class _Book:
    # The sample's member with a day of hers, or one of the six after it, moved to yesterday.
    whole: Imported
    today: dt.date
    end: dt.date
    thin: Mapping[str, float] | None = None

    @property
    def shift(self) -> int:
        last = self.today - _DAY
        return (last - self.end).days // 7 * 7

    def day(self, source: dt.date) -> dt.date:
        """A day of the sample's, moved."""
        return source + self.shift * _DAY

    def until(self, day: dt.date) -> Imported:
        """What an export of the day after `day` would hold."""
        member = self.whole.member
        activity = _thinned(member.activity.until(day_number(day) - self.shift), self.thin or {})
        moved = _moved(activity, self.shift)
        last = day_number(day)
        ledger = self.whole.ledger
        entries = tuple(
            replace(e, first=_plus(e.first, self.shift, last), last=_plus(e.last, self.shift, last), notes=[])
            for e in ledger.entries
        )
        first = _plus(ledger.first_day, self.shift, last)
        made = replace(member, activity=moved, last_day=last, network=Network())
        return Imported(made, Ledger(entries, True, first, last, last + 1), day, unspoken(made))


def _plus(day: int | None, shift: int, last: int) -> int | None:
    return None if day is None else min(day + shift, last)


def _thinned(activity: Activity, thin: Mapping[str, float]) -> Activity:
    # Every so manieth act, evenly. Attempts stay: what they tell is which share of them succeeds.
    def few(series: NDArray[np.float64], share: float) -> NDArray[np.float64]:
        return np.diff(np.floor(np.cumsum(series) * share + 1e-9), prepend=0.0)

    return replace(activity, counts={k: few(v, thin[k]) if k in thin else v for k, v in activity.counts.items()})


def _moved(activity: Activity, shift: int) -> Activity:
    def trials(t: Trials) -> Trials:
        success = np.where(t.success_day == NEVER, NEVER, t.success_day + shift).astype(np.int32)
        first = t.first if t.first == LONG_AGO else t.first + shift
        return Trials((t.day + shift).astype(np.int32), success, first, t.last + shift)

    return replace(
        activity, first_day=activity.first_day + shift, trials={k: trials(t) for k, t in activity.trials.items()}
    )


def _kept(records: Records, clock: _Clock, name: str, *founds: Imported) -> str:
    # A member with an import each on the day after its last.
    first, *later = founds
    clock.day = first.as_of + _DAY
    id, version = records.save_member(name, first).id, 1
    for found in later:
        clock.day = found.as_of + _DAY
        version = records.add_import(id, found, version=version).version
    return id


def _held(
    records: Records, clock: _Clock, id: str, day: dt.date, found: Imported, private: str, shared: str
) -> str:
    from ssi_core.store.filed import Session
    from ssi_core.store.snapshots import snapshot

    clock.day = day
    return records.sessions.add(id, Session(day, private, shared, snapshot(found))).id


def _planned(records: Records, clock: _Clock, id: str, day: dt.date, private: str = "") -> None:
    from ssi_core.store.filed import Session

    records.sessions.add(id, Session(day, private))


def _promised(
    records: Records, id: str, session: str, habit: str, weekly: float, start: dt.date, weeks: int, when: str = "",
    obstacle: str = "",
) -> None:  # fmt: skip
    from ssi_core.store.filed import Commitment

    until = start + (7 * weeks - 1) * _DAY
    records.commitments.add(id, Commitment(habit, weekly, start, until, when, obstacle, session))


def _ada(records: Records, book: _Book, clock: _Clock) -> None:
    agreed = book.day(dt.date(2026, 7, 1))
    before, then = book.until(agreed - 29 * _DAY), book.until(agreed - _DAY)
    id = _kept(records, clock, NAMES[0], then, book.until(book.today - _DAY))
    _held(
        records, clock, id, agreed - 28 * _DAY, before,
        "Wary of posting; her manager reads along. Do not push, let her bring it up.",
        "You know whom you want to reach. Begin with their posts, not with yours.",
    )  # fmt: skip
    session = _held(
        records, clock, id, agreed, then,
        "Two posts a week may be too many. Ask how the first one felt.",
        "Comments first: ten a week, where your buyers talk. Two posts a week, short ones.",
    )  # fmt: skip
    start = agreed + _DAY
    _promised(records, id, session, "comment", 10, start, 6, "Weekdays, with the first coffee", "Travel")
    _promised(records, id, session, "post", 2, start, 6, "Tuesdays and Thursdays", "No time to write")
    _planned(records, clock, id, book.today + _DAY, "Begin with what went well: the comments.")


def _bo(records: Records, book: _Book, clock: _Clock) -> None:
    # The book of a while ago: nothing was read since.
    read_on = book.today - _DAY
    last = book.until(read_on)
    id = _kept(records, clock, NAMES[1], book.until(read_on - 56 * _DAY), last)
    held = book.today + 35 * _DAY
    session = _held(
        records, clock, id, held, last,
        "Thinks notes are a waste of time. The numbers of his own invitations may change that.",
        "Write a line to everybody you invite: why them, why now.",
    )  # fmt: skip
    _promised(records, id, session, "personal_note", 3, held + 14 * _DAY, 6, "Fridays", "The mobile app sends at once")
    _planned(records, clock, id, held + 37 * _DAY, "Ask for a new export first.")


def _cleo(records: Records, today: dt.date, clock: _Clock) -> None:
    keys = ("brand", "find", "engage", "relationships")
    log = [
        Reading(day_number(today) - back, float(total), dict(zip(keys, parts, strict=True)))
        for back, total, parts in _READINGS
    ]
    known = log[:-1]
    found = read([], readings=known)
    clock.day = found.as_of
    id = records.save_member(NAMES[2], found).id
    session = _held(
        records, clock, id, today - 20 * _DAY, found, "Reads the page aloud each month; has never asked for an export.",
        "Ask LinkedIn for the larger export; it comes within a day. Five comments a week until then.",
    )  # fmt: skip
    _promised(records, id, session, "comment", 5, today - 20 * _DAY, 5, "Lunch")
    clock.day = day_of(log[-1].day)
    records.save(id, read([], readings=log), version=1)
    _planned(records, clock, id, today + 12 * _DAY)


def _dara(records: Records, book: _Book, clock: _Clock) -> None:
    last = book.until(book.today - _DAY)
    met = book.today - 36 * _DAY
    then = book.until(met - _DAY)
    id = _kept(records, clock, NAMES[3], then, last)
    session = _held(
        records, clock, id, met, then, "Enjoys it. Mind the holidays.", "Two posts a week, as you do already."
    )
    _promised(records, id, session, "post", 2, met, 6, "Mondays and Wednesdays")
    _planned(records, clock, id, book.today + 6 * _DAY)


def _emil(records: Records, book: _Book, clock: _Clock) -> None:
    met = book.today - 49 * _DAY
    then = book.until(met - _DAY)
    id = _kept(records, clock, NAMES[4], then, book.until(book.today - _DAY))
    session = _held(
        records, clock, id, met, then, "Says yes to everything. Agree on one thing only.",
        "Five invitations a week to people you have met, with a note.",
    )  # fmt: skip
    _promised(records, id, session, "invite", 5, met, 9, "After every meeting", "Forgets by the evening")
    _planned(records, clock, id, book.today)
