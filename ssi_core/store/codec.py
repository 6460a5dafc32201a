"""A member <-> plain JSON, to the last digit. Titles and companies of connections are left out: they are never stored.

Days are whole numbers, days since 1970-01-01. A series holds its non-zero days alone; where it speaks of days stands as
stretches from a day up to, and not including, another. A day that never comes, or goes back to the start, is null.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import (
    CHECKLIST,
    LONG_AGO,
    NEVER,
    Activity,
    Group,
    Member,
    Profile,
    Reading,
    Stated,
    Target,
    Trials,
    day_number,
    day_of,
)
from ssi_core.model.signals import INDEX
from ssi_core.store.checked import Checked

SCHEMA = 1
#: Days that an archive may span: a century, so that a damaged file asks for no more memory than that.
MOST_DAYS = 36_525
#: Bytes that a member's facts may take.
MOST_BYTES = 64 << 20


def facts_of(member: Member) -> dict[str, Any]:
    """What is stored of a member, readings aside, which have a table of their own."""
    a, p, s = member.activity, member.profile, member.stated
    return {
        "schema": SCHEMA,
        "activity": {
            "first_day": int(a.first_day),
            "days": a.days,
            "series": {
                name: {"counts": _counts(series), "covered": _stretches(a.covered[name])}
                for name, series in a.counts.items()
            },
            "from_the_start": sorted(a.from_the_start),
            "proxies": sorted(a.proxies),
            "trials": {key: trials_data(t) for key, t in a.trials.items()},
        },
        "profile": {
            "checklist": dict(p.checklist),
            "stocks": {k: _number(v) for k, v in p.stocks.items()},
            "proxies": sorted(p.proxies),
        },
        "stated": {
            "seat": s.seat,
            "checklist": dict(s.checklist),
            "signals": {k: _number(v) for k, v in s.signals.items()},
            "answers": {k: _number(v) for k, v in s.answers.items()},
            "weekly_log": [[int(day), habit, _number(n)] for day, habit, n in s.weekly_log],
        },
        "seat_seen": member.seat_seen,
        "last_day": member.last_day,
        "target": {"titles": list(member.target.titles), "companies": list(member.target.companies)},
    }


def member_of(
    facts: Any, readings: tuple[Reading, ...] = (), where: str = "facts", *, outside: bool = False
) -> Member:
    """The inverse of :func:`facts_of`, with every value checked.

    Parameters
    ----------
    facts : object
        What JSON gave.
    readings : tuple of Reading
        Official readings.
    where : str
        What to call it in errors.
    outside : bool
        Whether it comes in from outside: a signal or an item of the checklist that this program does not know is
        refused then. Of what is kept it is left out, since another version may have kept it.

    Raises
    ------
    BrokenFileError
        If it is none.
    """
    top = Checked(facts, where)
    if (schema := top.get("schema").whole()) != SCHEMA:
        raise top.get("schema").wrong(f"is {schema}, this program knows {SCHEMA}")
    profile, stated, target = top.get("profile"), top.get("stated"), top.get("target")
    seat, levels = stated.get("seat"), stated.get("signals").numbers()
    checklists = [told.get("checklist").flags() for told in (profile, stated)]
    if not outside:
        levels = {key: level for key, level in levels.items() if key in INDEX}
        checklists = [{key: there for key, there in one.items() if key in CHECKLIST} for one in checklists]
    for key, at in stated.get("signals").items() if outside else ():
        if key not in INDEX:
            raise at.wrong("is no signal that this program knows")
    try:
        return Member(
            _activity(top.get("activity")),
            Profile(
                checklists[0], profile.get("stocks").numbers(), frozenset(profile.get("proxies").words()),
            ),
            Stated(
                None if seat.value is None else seat.flag(), checklists[1], levels, stated.get("answers").numbers(),
                tuple((r.at(0).whole(), r.at(1).text(), r.at(2).number()) for r in stated.get("weekly_log").each(3)),
            ),
            top.get("seat_seen").flag(),
            readings,
            None if top.get("last_day").value is None else top.get("last_day").day(),
            target=Target(tuple(target.get("titles").words()), tuple(target.get("companies").words())),
        )  # fmt: skip
    except ValueError as error:  # of the nouns' own
        raise top.wrong(f"can't be used: {error}") from None


def reading_data(reading: Reading) -> dict[str, Any]:
    """An official reading as JSON; its day stands as YYYY-MM-DD."""
    return {
        "day": day_of(reading.day).isoformat(),
        "total": None if reading.total is None else _number(reading.total),
        "pillars": {k: _number(v) for k, v in reading.pillars.items()},
        "groups": {
            name: {
                "average": None if g.average is None else _number(g.average),
                "top": None if g.top is None else _number(g.top),
                "pillars": {k: _number(v) for k, v in g.pillars.items()},
                "size": g.size,
            }
            for name, g in reading.groups.items()
        },
        "seat": reading.seat,
        "breaks": reading.breaks,
    }


def reading_of(data: Any, where: str = "reading") -> Reading:
    """The inverse of :func:`reading_data`, checked."""
    top = Checked(data, where)

    def maybe(at: Checked) -> float | None:
        return None if at.value is None else at.number()

    groups = {}
    for name, g in top.get("groups").items():
        size = g.get("size")
        groups[name] = Group(
            maybe(g.get("average")), maybe(g.get("top")), g.get("pillars").numbers(),
            None if size.value is None else size.whole(),
        )  # fmt: skip
    seat = top.get("seat")
    return Reading(
        day_number(top.get("day").date()), maybe(top.get("total")), top.get("pillars").numbers(), groups,
        None if seat.value is None else seat.flag(), top.get("breaks").flag(),
    )  # fmt: skip


def packed(data: Mapping[str, Any]) -> bytes:
    """JSON, compressed; the same data are the same bytes."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> Any:
    """The inverse of :func:`packed`."""
    return json.loads(zlib.decompress(data))


def iso(day: int | None) -> str | None:
    """Day number -> YYYY-MM-DD."""
    return None if day is None else day_of(day).isoformat()


def date_number(text: str | None) -> int | None:
    """The inverse of :func:`iso`."""
    return None if text is None else day_number(dt.date.fromisoformat(text))


def trials_data(trials: Trials) -> dict[str, Any]:
    """Attempts as JSON."""
    return {
        "day": trials.day.tolist(),
        "success_day": [None if d == NEVER else d for d in trials.success_day.tolist()],
        "first": None if trials.first == LONG_AGO else int(trials.first),
        "last": int(trials.last),
    }


def _trials(at: Checked) -> Trials:
    first = at.get("first")
    success = [NEVER if d.value is None else d.day() for d in at.get("success_day").each()]
    return Trials(
        np.array([d.day() for d in at.get("day").each()], np.int32),
        np.array(success, np.int32),
        LONG_AGO if first.value is None else first.day(),
        at.get("last").whole(),
    )


def _activity(at: Checked) -> Activity:
    days = at.get("days").whole()
    if not 0 <= days <= MOST_DAYS:
        raise at.get("days").wrong(f"is {days}, from 0 to {MOST_DAYS:,} can be kept")
    counts, covered = {}, {}
    for name, series in at.get("series").items():
        values, spoken = np.zeros(days), np.zeros(days, bool)
        for pair in series.get("counts").each(2):
            values[pair.at(0).index(days)] = pair.at(1).number()
        for pair in series.get("covered").each(2):
            spoken[pair.at(0).index(days) : pair.at(1).index(days + 1)] = True
        counts[name], covered[name] = values, spoken
    return Activity(
        at.get("first_day").day(), counts, covered, frozenset(at.get("from_the_start").words()),
        frozenset(at.get("proxies").words()), {key: _trials(t) for key, t in at.get("trials").items()},
    )  # fmt: skip


def _counts(series: NDArray[np.float64]) -> list[list[float]]:
    # A negative zero is no zero: to the last digit means to the last bit.
    at = np.flatnonzero((series != 0) | np.signbit(series))
    return [[i, _number(v)] for i, v in zip(at.tolist(), series[at].tolist(), strict=True)]


def _stretches(covered: NDArray[np.bool_]) -> list[list[int]]:
    edges = np.flatnonzero(np.diff(np.r_[False, covered, False].astype(np.int8)))
    return edges.reshape(-1, 2).tolist()


def _number(value: float) -> float:
    # Shorter, and the same number again once read as a float.
    value = float(value)
    return int(value) if value.is_integer() and abs(value) < 2**53 and (value or str(value) == "0.0") else value
