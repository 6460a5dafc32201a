"""A stored member and newly read files -> one member, in which nothing counts twice.

Where digests of the stored rows are at hand (:mod:`ssi_core.store.rows`), a row that both hold counts once and a row
that only the stored member had counts on. Where they are not, and for what has no rows to tell apart (messages,
conversations, workbooks, usage reports), days decide:

- a day that one of the two speaks of is told by that one;
- of a day that both speak of the larger count stands: a row that LinkedIn no longer exports has still happened;
- a workbook's or a report's day is told by the one that reaches further, ties by the larger.

Facts without a day are those of the newer export, where it has them. What was said and read off LinkedIn's page is put
together, the later word standing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import NEVER, Activity, Member, Profile, Target, Trials

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Inputs that come as daily figures, which LinkedIn revises, or as shares of a period.
FIGURES = ("impressions", "engagement_received", "followers_gained", "profile_views_made", "leads_saved")


@dataclass(frozen=True)
class Told:
    """What the row-level part has found of an input or a ratio, in place of what days alone say.

    Attributes
    ----------
    series : mapping of str to dict of int to float
        Input to day number to count: rows that the older of the two alone has.
    trials : mapping of str to Trials
        All attempts of both, by ratio.
    """

    series: Mapping[str, Mapping[int, float]]
    trials: Mapping[str, Trials]


def merged(old: Member, new: Member, *, newer: bool = True, told: Told | None = None) -> Member:
    """Put a member together.

    Parameters
    ----------
    old : Member
        As stored.
    new : Member
        As read, for the same target.
    newer : bool
        Whether what was read is of a newer export, or as new.
    told : Told, optional
        What digests of rows have found.
    """
    first, second = (new, old) if newer else (old, new)
    days = {r.day for r in new.readings}
    log = sorted((*new.readings, *(r for r in old.readings if r.day not in days)), key=lambda r: r.day)
    last = [d for d in (old.last_day, new.last_day) if d is not None]
    return Member(
        _activity(old.activity, new.activity, newer, told),
        Profile(
            {**second.profile.checklist, **first.profile.checklist},
            {**second.profile.stocks, **first.profile.stocks},
            first.profile.proxies | (second.profile.proxies - set(first.profile.stocks)),
        ),
        new.stated.over(old.stated),
        old.seat_seen or new.seat_seen,
        tuple(log),
        max(last, default=None),
        new.network,
        new.target if new.target != Target() else old.target,
    )


def _activity(old: Activity, new: Activity, newer: bool, told: Told | None) -> Activity:
    if not old.counts and not old.trials:
        return new
    if not new.counts and not new.trials:
        return old
    sides = [a for a in (old, new) if a.days]
    first = min((a.first_day for a in sides), default=new.first_day)
    size = max((a.first_day + a.days for a in sides), default=first) - first
    counts, covered = {}, {}
    for name in dict.fromkeys((*new.counts, *old.counts)):
        a, b = _laid(old, name, first, size), _laid(new, name, first, size)
        covered[name] = a[1] | b[1]
        if told is not None and name in told.series:
            series = (b if newer else a)[0].copy()
            for day, more in told.series[name].items():
                series[day - first] += more
            counts[name] = series
        elif name in FIGURES:
            counts[name] = _further(a, b)
        else:
            counts[name] = _larger(a, b)
    trials = {}
    for key in dict.fromkeys((*new.trials, *old.trials)):
        if told is not None and key in told.trials:
            trials[key] = told.trials[key]
        elif (both := tried(old.trials.get(key), new.trials.get(key), newer)) is not None:
            trials[key] = both
    if "invite_acceptance" in trials and "invitations_accepted" in counts:
        won = trials["invite_acceptance"].day[trials["invite_acceptance"].success_day != NEVER] - first
        counts["invitations_accepted"] = np.bincount(won[(won >= 0) & (won < size)], minlength=size).astype(float)
    return Activity(
        first, counts, covered, old.from_the_start | new.from_the_start, old.proxies | new.proxies, trials
    )


def _laid(activity: Activity, name: str, first: int, size: int) -> tuple[Floats, Flags]:
    # An input on a longer axis of days: counts, and whether the files speak of each day.
    series, spoken = np.zeros(size), np.zeros(size, bool)
    if name in activity.counts:
        at = slice(activity.first_day - first, activity.first_day - first + activity.days)
        series[at], spoken[at] = activity.counts[name], activity.covered[name]
        if name in activity.from_the_start:
            spoken[: activity.first_day - first] = True
    return series, spoken


def _larger(a: tuple[Floats, Flags], b: tuple[Floats, Flags]) -> Floats:
    return np.where(a[1] & b[1], np.maximum(a[0], b[0]), np.where(b[1], b[0], a[0]))


def _further(a: tuple[Floats, Flags], b: tuple[Floats, Flags]) -> Floats:
    # LinkedIn revises recent days upward, so the window that ends later knows better.
    ends = [int(np.flatnonzero(side[1])[-1]) if side[1].any() else -1 for side in (a, b)]
    if ends[0] == ends[1]:
        return _larger(a, b)
    behind, ahead = (a, b) if ends[1] > ends[0] else (b, a)
    return np.where(ahead[1], ahead[0], behind[0])


def tried(old: Trials | None, new: Trials | None, newer: bool) -> Trials | None:
    """Attempts of both: of each day those of the side with more, ties the newer export, which knows later successes."""
    if old is None or new is None:
        return new if old is None else old
    ahead, behind = (new, old) if newer else (old, new)
    days, place = np.unique(np.r_[ahead.day, behind.day], return_inverse=True)
    many = [np.bincount(part, minlength=len(days)) for part in np.split(place, [len(ahead.day)])]
    takes = many[0] >= many[1]
    mine, theirs = takes[place[: len(ahead.day)]], ~takes[place[len(ahead.day) :]]
    return Trials(
        np.r_[ahead.day[mine], behind.day[theirs]].astype(np.int32),
        np.r_[ahead.success_day[mine], behind.success_day[theirs]].astype(np.int32),
        min(ahead.first, behind.first), max(ahead.last, behind.last),
    )  # fmt: skip


def outreach(
    days: NDArray[np.int32], won: NDArray[np.int32], openings: Trials | None, reach: Sequence[Trials]
) -> Trials:
    """Attempts at personal outreach: invitations first, opening messages after them.

    Parameters
    ----------
    days, won : (n,) int32
        Of the invitations.
    openings : Trials or None
        Opening messages.
    reach : sequence of Trials
        Whose reach it has together; at least one.
    """
    empty = np.empty(0, np.int32)
    return Trials(
        np.r_[days, empty if openings is None else openings.day].astype(np.int32),
        np.r_[won, empty if openings is None else openings.success_day].astype(np.int32),
        min(t.first for t in reach), max(t.last for t in reach),
    )  # fmt: skip
