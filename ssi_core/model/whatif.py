"""Habits -> future activity -> the score to be expected, with a band, in closed form: smooth in every slider.

The new part of a window is Gamma distributed, with mean ``m d`` (m a week, for d weeks) and variance
``phi m d + d^2 (phi m / weeks + (q m)^2)``: counts come in bouts (phi), their rate is known from a few weeks only, and
it drifts by a factor of SD q that signals share in part. Mean and variance of ``min(old + new, cap)``, and of the
saturating curve, follow from the incomplete gamma function. The headline is the mean of the table's score. The band
adds to the estimate's own doubt on each day what 64 models of the ensemble make of the future differently, and the
variance that each sees in it.

Source of the numbers: MODEL, section 5; checked in ``benchmarks/projection_study.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ssi_core.member import Member
from ssi_core.model.calibration import Calibration
from ssi_core.model.capped import capped
from ssi_core.model.ensemble import SEED
from ssi_core.model.estimate import Ahead, total_band
from ssi_core.model.future import Scenario, dispersion, edited, remaining, since, weeks_of
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.learnt import Learnt, learnt
from ssi_core.model.lookers import lookers
from ssi_core.model.projected import Days, Drawn, Floats, Parts, Projected
from ssi_core.model.ratios import RATIOS, noted, notes_beyond, tried, wander
from ssi_core.model.score import standing
from ssi_core.model.signals import INDEX, PILLAR_KEYS, PILLAR_MAX
from ssi_core.model.spread import DRIFT, spread_of
from ssi_core.model.table import Model

__all__ = ["Outlook", "Projected", "references"]

#: Most active days in a week.
_DAYS_A_WEEK = 7.0

_P, _H = len(PILLAR_KEYS), len(HABIT_KEYS)
_CHANCE = np.eye(len(INDEX))[:, RATIOS]
_OUTREACH, _ACTIVE = INDEX["personal_outreach"], INDEX["active_days"]


class Outlook:
    """A member's habits and what is known of them on a day, ready for any number of scenarios.

    Parameters
    ----------
    held : Calibration
        The member, the table and the readings.
    day : int
        Day number looked ahead from.

    Attributes
    ----------
    learnt : Learnt
        The member's own rates, and what each action brings.
    """

    def __init__(self, held: Calibration, day: int) -> None:
        self.held, self.day = held, day
        self.member: Member = held.member
        self.model: Model = held.model
        self._minutes = np.array([h.minutes for h in self.model.habits], np.float64)
        self._ahead: dict[tuple[int, ...], Ahead] = {}
        self._left: dict[tuple[int, ...], Floats] = {}
        now = self._known(np.array([day], np.int64))
        self._levels = now.levels
        own = now.levels[self.model.window]
        self.learnt: Learnt = learnt(self.member, self.model, own, now.fill)
        self._at = standing(own.values[0], self.model, now.fill[0])
        self._phi, self._weeks = dispersion(self.member, day)
        self.models = lookers(self.model, now, self._at)
        self._tried = tried(self.member, day, self.models.window)
        self._normals = np.random.default_rng([SEED, 4]).standard_normal((len(self.models.speaks), 1 + _P))

    def _known(self, days: Days) -> Ahead:
        key = tuple(map(int, days))
        if key not in self._ahead:
            self._ahead[key] = self.held.ahead(self.day, days)
        return self._ahead[key]

    @property
    def now(self) -> Floats:
        """(4,) pillars of the estimate on :attr:`day`, each in [0, 25]."""
        known = self._known(np.array([self.day], np.int64))
        return np.asarray(np.clip(known.table + known.moved[0], 0, PILLAR_MAX), np.float64)

    def rates(self, weekly: Floats) -> Floats:
        """(K,) what comes in a week of each signal at so many actions, (H,).

        What others give of their own accord goes on in proportion to the time spent, at most as now: whoever stops is
        forgotten, and whoever does nothing gets nothing.
        """
        out: Floats = weekly @ self.learnt.each + self.learnt.passive * self.lively(weekly)
        return out

    def lively(self, weekly: Floats) -> float:
        """Time that so many actions, (H,), take as a share of the time spent now, at most 1."""
        before = sum(h.minutes * self.learnt.weekly[h.key] for h in self.model.habits)
        return min(1.0, float(weekly @ self._minutes) / before) if before else 0.0

    def weekly(self, scenario: Scenario) -> Floats:
        """(H,) actions a week: those that the scenario names, the others as now."""
        return np.array([float(scenario.weekly.get(o.habit, o.weekly)) for o in self.learnt.own])

    def project(self, scenarios: Sequence[Scenario], days: Sequence[int]) -> Projected:
        """Look ahead.

        Parameters
        ----------
        scenarios : sequence of Scenario
            S of them.
        days : sequence of int
            Day numbers, increasing, each after :attr:`day`.

        Returns
        -------
        Projected
            For :attr:`day` and those days.
        """
        return self.drawn(scenarios, days).projected

    def drawn(self, scenarios: Sequence[Scenario], days: Sequence[int]) -> Drawn:
        """The same, with what it is read off.

        A scenario's answer does not depend on those asked with it, but for the last bits that BLAS rounds by tile.

        Parameters
        ----------
        scenarios, days
            As for :meth:`project`.
        """
        on = np.array([self.day, *days], np.int64)
        known, ahead = self._known(on), on - self.day
        parts = self._parts(scenarios, ahead)
        points = (parts.share * self.models.weights[:, None, :]) @ self.model.membership
        spread, common = map(np.stack, zip(*map(self._spread, parts.variance, parts.of_drift, parts.kin), strict=True))
        table = points[:, 0] + known.moved
        cloud = self._cloud(points[:, 1:] - points[:, 1:, :1], spread[:, 1:], common[:, 1:, :, None])
        cloud += known.cloud
        flat = (len(scenarios) * len(on), -1, _P)
        band = total_band(cloud.reshape(flat), table.reshape(-1, _P)).reshape(len(scenarios), len(on), 2)
        whole, alone = np.maximum(spread[:, 0].sum(-1), 0) ** 2, (spread[:, 0] ** 2).sum(-1)
        found = Projected(
            on, np.stack([self.weekly(s) for s in scenarios]), np.clip(table, 0, PILLAR_MAX), band, parts.share[:, 0],
            (parts.old + parts.mean)[:, 0] / self.models.cap[0],
            np.sqrt(common[:, 0] * whole + (1 - common[:, 0]) * alone), table - np.clip(table, 0, PILLAR_MAX),
        )  # fmt: skip
        return Drawn(found, parts, table, cloud)

    def _spread(self, variance: Floats, drift: Floats, kin: Floats) -> tuple[Floats, Floats]:
        # Of one scenario: (R, T, 4) SD of the pillars, (R, T) how they are joined.
        moves = np.flatnonzero(variance.any((0, 1)))
        spread, common = spread_of(
            (np.sqrt(variance[..., moves]) * self.models.weights[:, None, moves])[None], drift[None, ..., moves],
            kin[None, moves][..., kin.any(0)], self.model.membership[moves],
        )  # fmt: skip
        return spread[0], common[0]

    def expected(self, rates: Floats, notes: Floats, day: int) -> tuple[Floats, Floats]:
        """What the table expects of one day, by what comes in; :meth:`project` gives the same of habits.

        Parameters
        ----------
        rates : (N, K) float64
            What comes in a week of each signal, from the day after :attr:`day` on.
        notes : (N,) float64
            Notes a week beyond those written now.
        day : int
            Day number, after :attr:`day`.

        Returns
        -------
        shares : (N, K) float64
            Expected points of each signal as a share of its points at the cap; each depends on its own rate alone.
        moved : (4,) float64
            What the readings add to each pillar, before it is clipped.
        """
        ahead, window, plain = np.array([0, day - self.day], np.int64), self.models.window[:1], Scenario()
        weeks = weeks_of(plain, self.day, day)[1]
        start = since(plain, self.member, self.day, ahead, int(window[0]))[1]
        spent = np.broadcast_to(weeks[-1] - weeks[start], rates.shape)
        old, mean = np.tile(self._past(ahead)[0, 1], (len(rates), 1)), rates * spent
        ratio, attempts = old[:1, _OUTREACH, None], self._tried[:1, _OUTREACH]
        old[:, _OUTREACH] = [float(noted(ratio, attempts, more * weeks, ahead[1:], window)[0, 0]) for more in notes]
        scale, _ = self._scale(mean, spent)
        share, _ = capped(old, mean, scale, self.models.cap[0], self.model.curve)
        return share, self._known(self.day + ahead).moved[1]

    def _parts(self, scenarios: Sequence[Scenario], ahead: Days) -> Parts:
        shape = (len(scenarios), len(self.models.window), len(ahead), len(INDEX))
        old, mean, weeks = np.empty(shape), np.empty(shape), np.empty(shape)
        kept = np.empty((*shape[:2], len(INDEX)))
        kin = np.empty((len(scenarios), len(INDEX), _H + 1 + len(RATIOS)))
        now = np.array([o.weekly for o in self.learnt.own])
        before = self.rates(now)
        likely, windows = self.likely(), self.models.window
        past = self._past(ahead)
        for s, scenario in enumerate(scenarios):
            weekly = self.weekly(scenario)
            rate = self.rates(weekly)
            # A habit that goes on as now is as uncertain as the level it is guessed from; one that is named is not.
            changed = (self.learnt.each * (np.abs(weekly - now) > 1e-9)[:, None]).any(0)
            kept[s] = np.where(changed, 1.0, likely)
            until, since_then = weeks_of(scenario, self.day, self.day + int(ahead[-1]))
            for window in np.unique(windows):
                at = windows == window
                start = since(scenario, self.member, self.day, ahead, int(window))
                first = until[ahead][:, None] - until[start]
                second = since_then[ahead][:, None] - since_then[start]
                mean[s, at] = first * (before * likely[at])[:, None] + second * (rate * kept[s, at])[:, None]
                weeks[s, at] = first + second
                old[s, at] = self._edited(past[at], scenario, ahead, int(window))
            more = notes_beyond(dict(zip(HABIT_KEYS, weekly, strict=True)), self.learnt.weekly)
            ratio = old[s, :, :, _OUTREACH]
            old[s, :, :, _OUTREACH] = noted(ratio, self._tried[:, _OUTREACH], more * since_then, ahead, windows)
            kin[s] = self._kin(weekly)
        scale, drift = self._scale(mean, weeks)
        share, variance = self._capped(old, mean, scale)
        lively = np.array([self.lively(self.weekly(s)) for s in scenarios])[:, None, None, None]
        below = old[..., RATIOS] < self.models.cap[:, None, RATIOS]
        wandering = wander(old[..., RATIOS], self._tried[:, None, RATIOS], ahead, self.models.window)
        variance[..., RATIOS] = lively * below * wandering / self.models.cap[:, None, RATIOS] ** 2
        return Parts(old, mean, scale, drift, kin, kept, share, variance)

    def _scale(self, mean: Floats, weeks: Floats) -> tuple[Floats, Floats]:
        # Of the new part, variance over mean, and as much of it as is drift.
        drift = DRIFT**2 * mean
        # No week has more than seven days: somebody who is there every day drifts nowhere.
        days, spent = mean[..., _ACTIVE], weeks[..., _ACTIVE] * _DAYS_A_WEEK
        drift[..., _ACTIVE] *= np.maximum(1 - np.divide(days, spent, out=np.zeros(days.shape), where=spent > 0), 0.0)
        return self._phi * (1 + weeks / self._weeks) + drift, drift

    def likely(self) -> Floats:
        """(R, K) by how much a rate that is guessed from a missing signal's level is another in each model."""
        per_day = self.models.level / self.models.window[:, None]
        ratio = np.divide(per_day, per_day[0], out=np.ones(per_day.shape), where=per_day[0] > 0)
        return np.where(self.learnt.assumed, ratio, 1.0)

    def _past(self, ahead: Days) -> Floats:
        # (models, T, K) what is left of the past; the same for every scenario, so kept.
        key = tuple(map(int, ahead))
        if key not in self._left:
            self._left[key] = self._what_is_left(ahead)
        return self._left[key]

    def _what_is_left(self, ahead: Days) -> Floats:
        out = np.empty((len(self.models.window), len(ahead), len(INDEX)))
        for window in np.unique(self.models.window):
            at = self.models.window == window
            left, even = remaining(self.member, self._levels[int(window)], ahead, int(window))
            out[at] = np.where(np.isnan(left), self.models.level[at][:, None, :] * even, left)
        return out

    def _edited(self, past: Floats, scenario: Scenario, ahead: Days, window: int) -> Floats:
        level, more = edited(scenario, self.member, self.day, ahead, window)
        out = np.where(np.isnan(level), past, level)
        k = INDEX["profile_completeness"]
        out[..., k] = np.where(more == 0, out[..., k], np.clip(out[..., k] + more, 0.0, 1.0))
        return out

    def sources(self, weekly: Floats) -> Floats:
        """(K, H + 1) what comes in a week of each signal, by habit, and last what comes by itself."""
        out = np.concatenate((self.learnt.each.T * weekly, np.zeros((len(INDEX), 1))), 1)
        out[:, _H] = np.maximum(self.rates(weekly) - out.sum(1), 0.0)
        return out

    def _kin(self, weekly: Floats) -> Floats:
        # (K, J) roots of the shares that the sources have in a signal: the H habits, what comes by itself, and the
        # chance in each ratio. Signals are related as far as the same habits feed them.
        parts = np.concatenate((self.sources(weekly), _CHANCE), 1)
        total = parts.sum(1, keepdims=True)
        out: Floats = np.sqrt(np.divide(parts, total, out=np.zeros(parts.shape), where=total > 0))
        return out

    def _capped(self, old: Floats, mean: Floats, scale: Floats) -> tuple[Floats, Floats]:
        share, variance = np.empty(old.shape), np.empty(old.shape)
        for s in range(len(old)):
            # Most signals are the same in most scenarios, and this is what takes the time.
            new = np.full(len(INDEX), True)
            if s:
                new = np.logical_or.reduce([(part[s] != part[0]).any((0, 1)) for part in (old, mean, scale)])
                share[s], variance[s] = share[0], variance[0]
            at = np.flatnonzero(new)
            for curve, models in self.models.stretches():
                past, more, wide = (part[s, models][..., at] for part in (old, mean, scale))
                first, second = capped(past, more, wide, self.models.cap[models][:, None, at], curve)
                share[s, models, :, at] = np.moveaxis(first, -1, 0)
                variance[s, models, :, at] = np.moveaxis(second, -1, 0)
        return share, variance

    def _cloud(self, moves: Floats, spread: Floats, common: Floats) -> Floats:
        # (S, T, M, 4) what the future does to each draw: where its model goes, and how far pillars spread around that,
        # joined as far as the total says.
        shared, own = self._normals[:, :1], self._normals[:, 1:]

        def of_draws(parts: Floats) -> Floats:
            return np.take(parts.swapaxes(1, 2), self.models.speaks, 2)

        out = of_draws(spread * np.sqrt(1 - common))
        out *= own
        out += of_draws(spread * np.sqrt(common)) * shared
        out += of_draws(moves)
        return out


def references(scenario: Scenario) -> Mapping[str, Scenario]:
    """What every scenario is held against: going on as now, and stopping on the day it starts."""
    return {"as_now": Scenario(), "stop": Scenario(dict.fromkeys(HABIT_KEYS, 0.0), scenario.start)}
