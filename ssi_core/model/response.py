"""What whole actions until a day bring: exactly as the projection has it, and as a programme that can be solved.

Actions are spread evenly from tomorrow to the day, so their number is a weekly rate, and the projection of a rate is
one function a signal: concave up to chance's own small bends, whatever the curve. The programme gets it as chords
between points of the function, so it never promises more than the projection gives, but for those bends.

Of a window signal only the part of an even rate counts that falls into the last window before the day; of a stock all
of it. What is there already and still counts by then is in the function's value at nothing done.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.habits import HABIT_KEYS, MOST_INVITATIONS
from ssi_core.model.programme import Evenness, Lines, Liveliness, Notes, Programme, Whole
from ssi_core.model.signals import INDEX, PILLAR_MAX, SIGNALS
from ssi_core.model.whatif import Outlook

Floats = NDArray[np.float64]

#: Points that a chord may lie below a signal's function, and points at which the function is looked at.
OFF, GRID = 0.02, 129
#: Points by which a habit's whole actions in the last window may be off their even share.
UNEVEN = 0.15

_NOTE, _INVITE = HABIT_KEYS.index("personal_note"), HABIT_KEYS.index("invite")
_OUTREACH = INDEX["personal_outreach"]
_WINDOW = np.array([s.kind == "window" for s in SIGNALS])


class Response:
    """What a member's actions bring by a day.

    Parameters
    ----------
    outlook : Outlook
        The member, ready to look ahead.
    day : int
        Day number, after the one looked ahead from.
    minutes : mapping of str to float
        Minutes an action takes, by habit, where they are not the model's.
    without : collection of str
        Habits that are not done at all.

    Attributes
    ----------
    weeks : float
        Weeks until then.
    share : float
        Share of the days until then that lies in the last look-back window.
    minutes : (H,) float64
        What an action takes.
    most : (H,) int64
        Whole actions at most: the ceiling a week, or the member's own rate where that is above it, kept up until then.
    without : tuple of str
        Habits that are not done at all: those that were named, and those of which the model allows none.
    """

    def __init__(
        self, outlook: Outlook, day: int, minutes: Mapping[str, float] | None = None, without: tuple[str, ...] = ()
    ) -> None:
        self.outlook, self.day = outlook, day
        self.weeks = (day - outlook.day) / 7
        self.share = min(1.0, outlook.model.window / (day - outlook.day))
        self.minutes = np.array([(minutes or {}).get(h.key, h.minutes) for h in outlook.model.habits], np.float64)
        habits = outlook.model.habits
        self.ceiling = np.array([max(float(h.at_most), outlook.learnt.weekly[h.key]) for h in habits])
        self.ceiling[[_INVITE, _NOTE]] = np.minimum(self.ceiling[[_INVITE, _NOTE]], MOST_INVITATIONS)
        none = (h.key for h, most in zip(habits, self.ceiling, strict=True) if not most and h.key not in without)
        self.without = (*without, *none)
        allowed = [h.key not in self.without and (outlook.member.seat or not h.seat_only) for h in habits]
        self.most: Whole = np.where(allowed, np.floor(self.ceiling * self.weeks + 1e-9), 0).astype(np.int64)
        if not self.most[_INVITE]:
            self.most[_NOTE] = 0
        self._worth = outlook.model.max

    def weekly(self, actions: Floats | Whole) -> Floats:
        """Actions until the day -> actions a week, the same shape."""
        return np.asarray(actions, np.float64) / self.weeks

    def points(self, actions: Floats | Whole, inside: Floats | Whole | None = None) -> Floats:
        """Expected total, exactly as the projection has it.

        Parameters
        ----------
        actions : (N, H) float64 or int64
            Actions until the day, spread evenly.
        inside : (N, H) float64 or int64, optional
            How many of them fall into the last look-back window, where that is not their even share.

        Returns
        -------
        (N,) float64
            In [0, 100].
        """
        weekly = self.weekly(actions)
        if not len(weekly):
            return np.zeros(0)
        rates = np.array([self.outlook.rates(one) for one in weekly])
        if inside is not None:
            more = self.weekly(np.asarray(inside, np.float64) / self.share) - weekly
            rates += np.where(_WINDOW, more @ self.outlook.learnt.each, 0.0)
        now = self.outlook.learnt.weekly["personal_note"]
        notes = np.minimum(weekly[:, _NOTE], np.maximum(weekly[:, _INVITE], now)) - now
        shares, moved = self.outlook.expected(rates, np.maximum(notes, 0.0), self.day)
        total: Floats = np.clip((shares * self._worth) @ self.outlook.model.membership + moved, 0, PILLAR_MAX).sum(-1)
        return total

    def shares(self, actions: Floats | Whole) -> Floats:
        """(K,) expected points of each signal as a share of its points at the cap, at so many actions (H,)."""
        weekly = self.weekly(actions)
        notes = max(0.0, float(weekly[_NOTE]) - self.outlook.learnt.weekly["personal_note"])
        found: Floats = self.outlook.expected(self.outlook.rates(weekly)[None], np.array([notes]), self.day)[0][0]
        return found

    def programme(self) -> Programme:
        """The same as a programme."""
        held, membership = self.outlook.learnt, self.outlook.model.membership
        top = held.passive + self.weekly(self.most) @ held.each
        free = held.weekly["personal_note"]
        beyond = max(0.0, float(self.weekly(self.most)[_NOTE]) - free)
        grid = np.linspace(0, 1, GRID)[:, None] ** 2
        shares, moved = self.outlook.expected(grid * top, grid[:, 0] * beyond, self.day)
        points, base = shares * self._worth, np.array(moved)
        lines: list[Lines | None] = []
        top = np.where(np.arange(len(top)) == _OUTREACH, beyond, top)
        for k, rate in enumerate(top):
            if rate > 0 and np.ptp(points[:, k]) > OFF / 10:
                # By what is added until the day, as the programme counts.
                lines.append(chords(grid[:, 0] * rate * self.weeks, points[:, k], OFF))
            else:
                lines.append(None)
                base += points[0, k] * membership[k]
        # The model's minutes, whatever the plan's own: so the projection has it too.
        spent = np.array([h.minutes for h in self.outlook.model.habits], np.float64)
        before = float(spent @ [held.weekly[key] for key in HABIT_KEYS]) * self.weeks
        lively = Liveliness(held.passive * self.weeks, spent / before) if before > 0 else None
        notes = Notes(_NOTE, _INVITE, free * self.weeks, _OUTREACH) if self.most[_NOTE] else None
        even = self._even(lines)
        most = self.most.copy()
        for h in even.bound:
            most[h] = next(n for n in range(int(most[h]), -1, -1) if even.holds(np.full(len(most), n))[h])
        return Programme(
            self.minutes, most, held.each, lines, membership.argmax(1), base, PILLAR_MAX, lively, notes, even
        )

    def _even(self, lines: list[Lines | None]) -> Evenness:
        # What one action in the window is worth, were nothing else done: at most as much as it is then.
        def worth(h: int, actions: int) -> float:
            each = self.outlook.learnt.each[h]
            of = [(each[k], line) for k, line in enumerate(lines) if line is not None and _WINDOW[k] and each[k] > 0]
            return float(sum(adds * line.steepness(adds * actions) for adds, line in of)) / self.share

        off, free = np.full(len(HABIT_KEYS), 1.0), self.most + 1
        for h, most in enumerate(self.most if self.share < 1 else ()):
            first = worth(h, 0)
            if first > 2 * UNEVEN:
                off[h] = UNEVEN / first
                free[h] = next((n for n in range(1, int(most) + 1) if worth(h, n) <= 2 * UNEVEN), most + 1)
        return Evenness(self.share, off, free)


def chords(x: Floats, y: Floats, off: float) -> Lines:
    """A concave function as lines through some of its points.

    Parameters
    ----------
    x, y : (G,) float64
        Points of the function, `x` increasing; where it is not concave, its concave hull is meant.
    off : float
        How far the function may lie above the lines.
    """
    at = _hull(x, y)
    x, y = x[at], y[at]
    if len(x) > 2:
        slope = np.diff(y) / np.diff(x)
        # A chord of length h lies h^2 |f''| / 8 below: points as dense as the root of |f''| make every gap the same.
        bend = np.sqrt(np.maximum(-np.diff(slope), 0.0) * (x[2:] - x[:-2]) / 2)
        mass = np.concatenate(([0.0], np.cumsum(bend)))
        number = int(np.ceil(mass[-1] / np.sqrt(8 * off))) + 1
        kept = np.searchsorted(mass, np.linspace(0, mass[-1], number + 1)[1:-1])
        kept = np.unique(np.concatenate(([0], kept, [len(x) - 1])))
        x, y = x[kept], y[kept]
    slope = np.diff(y) / np.diff(x)
    lines = Lines(slope, y[:-1] - slope * x[:-1])
    return Lines(np.append(lines.slope, 0.0), np.append(lines.offset, y[-1]))


def _hull(x: Floats, y: Floats) -> list[int]:
    # Points of the upper concave hull, from left to right.
    out: list[int] = []
    px, py = x.tolist(), y.tolist()
    for i in range(len(px)):
        while len(out) > 1:
            a, b = out[-2], out[-1]
            if (py[b] - py[a]) * (px[i] - px[b]) > (py[i] - py[b]) * (px[b] - px[a]):
                break
            out.pop()
        out.append(i)
    return out
