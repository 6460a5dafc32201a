"""How far one scenario leads beyond another, with a band: the same person, in the same future, does this and not that.

What both do counts once. Under A and under B the past is the same, and of each habit the smaller number of actions on
each day; only what one does beyond the other adds chance of its own. A rate that drifts, drifts under both by the same
factor. So the chance in a signal is written as loads on independent sources of variance 1: one drift of everything and
one of each habit, the counts that both share, those of either alone. Through the cap each load shrinks by how much the
share of points moves with the level; what that leaves of the variance is shared as far as the square of the levels'
correlation, as the second term of a Hermite series is. The difference of two scenarios' loads is its chance.

The estimate's own doubt lies under both, and cancels but for pillars that end at 0 or 25. What models of the ensemble
make of the extra actions differently does not cancel. Where the one does nothing less than the other, the difference
is never below 0: the larger of 0 and a Normal variable. Where it can go both ways, it is Normal. The band is not
centred on the table's difference, since what can only be more would not stay so, and is widened to hold it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.capped import slope
from ssi_core.model.copula import normal_cdf
from ssi_core.model.ensemble import SEED
from ssi_core.model.estimate import HIGH, LOW
from ssi_core.model.future import Scenario, phases, since, weeks_until
from ssi_core.model.projected import Drawn, Floats, Projected
from ssi_core.model.ratios import RATIOS
from ssi_core.model.signals import INDEX, PILLAR_KEYS, PILLAR_MAX
from ssi_core.model.spread import DRIFT_CORRELATION
from ssi_core.model.whatif import Outlook

#: Points below which a difference is rounding.
NOTHING = 1e-9

_P, _K = len(PILLAR_KEYS), len(INDEX)
_CHANCE = np.eye(_K)[:, RATIOS]


# Of the larger of 0 and a Normal variable of mean a and SD 1: its SD over its mean, from none up; a and 1 over that.
_A = np.linspace(40.0, -3.0, 1720)
_ABOVE, _BELL = normal_cdf(_A), np.exp(-(_A**2) / 2) / np.sqrt(2 * np.pi)
_FIRST = _A * _ABOVE + _BELL
_RATIO = np.concatenate(([0.0], np.sqrt((_A**2 + 1) * _ABOVE + _A * _BELL - _FIRST**2) / _FIRST))
_MIDDLE, _WIDE = np.concatenate(([1.0], _A / _FIRST)), np.concatenate(([0.0], 1 / _FIRST))


@dataclass(frozen=True)
class Gaps:
    """S scenarios on one day, each against each.

    Attributes
    ----------
    projected : Projected
        The scenarios, on the day looked ahead from and on that day.
    points : (S, S) float64
        Expected total of the one less that of the other.
    band : (S, S, 2) float64
        10th and 90th percentiles of that; of the other less the one they are the same, negative and swapped.
    spread : (S, S) float64
        SD of the difference by the table that is due to the future alone.
    """

    projected: Projected
    points: Floats
    band: Floats
    spread: Floats


def gaps(outlook: Outlook, scenarios: tuple[Scenario, ...], day: int) -> Gaps:
    """Hold scenarios against each other on a day.

    Parameters
    ----------
    outlook : Outlook
        The member, ready to look ahead.
    scenarios : tuple of Scenario
        S of them.
    day : int
        Day number, after the one looked ahead from.
    """
    drawn = outlook.drawn(scenarios, [day])
    total = drawn.projected.pillars[:, -1].sum(-1)
    size = len(scenarios)
    points, spread, band = np.zeros((size, size)), np.zeros((size, size)), np.zeros((size, size, 2))
    pairs = _Pairs(outlook, scenarios, day, drawn)
    # From the lower to the higher, so that whoever asks the other way round gets the same draws.
    order = sorted(range(size), key=lambda s: (total[s], tuple(drawn.projected.weekly[s])))
    for at, i in enumerate(order):
        for j in order[at + 1 :]:
            more = float(total[j] - total[i])
            points[j, i] = more if abs(more) > NOTHING else 0.0
            spread[j, i], (low, high) = pairs.between(i, j)
            band[j, i] = min(low, points[j, i]), max(high, points[j, i])
            points[i, j], spread[i, j], band[i, j] = -points[j, i], spread[j, i], -band[j, i, ::-1]
    return Gaps(drawn.projected, points + 0.0, band + 0.0, spread)


class _Pairs:
    def __init__(self, outlook: Outlook, scenarios: tuple[Scenario, ...], day: int, drawn: Drawn) -> None:
        self._outlook, self._drawn, self._models = outlook, drawn, outlook.models
        parts = drawn.parts
        self._old, self._mean, self._scale = (part[:, :, 1] for part in (parts.old, parts.mean, parts.scale))
        self._drift, self._share, self._variance = (
            part[:, :, 1] for part in (parts.drift, parts.share, parts.variance)
        )
        self._slope = np.empty(self._old.shape)
        for curve, at in self._models.stretches():
            self._slope[:, at] = slope(
                self._old[:, at], self._mean[:, at], self._scale[:, at], self._models.cap[at], curve
            )
        # What the slope does not say of the variance; all of it is said where the chance lies in a ratio.
        self._rest = np.maximum(self._variance - self._slope**2 * self._scale * self._mean, 0.0)
        self._rest[..., RATIOS] = 0.0
        self._lively = [outlook.lively(outlook.weekly(s)) for s in scenarios]
        self._comings = _Comings(outlook, scenarios, day, parts.kept)
        amounts = [self._comings.amount(s) for s in range(len(scenarios))]
        self._kin = [_roots(amount) for amount in amounts]
        # Of the new part: variance of a count over its mean, that of each source's counts, and the drift's SD.
        self._unit = self._scale - self._drift
        self._counted = [unit[..., None] * amount for unit, amount in zip(self._unit, amounts, strict=True)]
        self._drifting = np.sqrt(self._drift * self._mean)
        # Draws by the model that speaks for them, in rows of one length.
        speaks = self._models.speaks
        order = np.argsort(speaks, kind="stable")
        first = np.searchsorted(speaks[order], np.arange(len(self._models.window) - 1))
        place = np.empty(len(speaks), np.int64)
        place[order] = np.arange(len(speaks)) - first[speaks[order]]
        self._row = speaks, place
        size = 1 + 5 * self._comings.size + len(RATIOS)
        self._normals = np.zeros((len(first), int(place.max()) + 1, size))
        self._normals[self._row] = np.random.default_rng([SEED, 5]).standard_normal((len(speaks), size))

    def between(self, i: int, j: int) -> tuple[float, tuple[float, float]]:
        """SD by the table, and the 80 % interval, of scenario j less scenario i."""
        both, at = self._comings.common(i, j), self._differ(i, j)
        if not len(at):
            return 0.0, (0.0, 0.0)
        mean = (self._share[j] - self._share[i])[:, at] * self._models.weights[:, at]
        loads = self._loads(i, j, both[:, at], at) * self._models.weights[:, at, None]
        # (R, 3 x 4, n): the signals of each pillar that can only be higher in j than in i, only lower, or either.
        pillars = self._outlook.model.membership[at].T
        groups = (self._kinds(i, j, at)[:, :, None] * pillars).reshape(-1, 3 * _P, len(at))
        of, middle = groups @ loads, (groups @ mean[..., None])[1:, :, 0]
        spread = float(np.sqrt((of[0].sum(0) ** 2).sum()))
        chance = self._normals @ of[1:].swapaxes(1, 2)
        more = _drawn(middle, np.sqrt((of[1:] ** 2).sum(-1)), chance)[self._row]
        cloud, table = self._drawn.cloud, self._drawn.table
        centre = (cloud[i, 1] + cloud[j, 1]) / 2
        centre += (table[i, 1] + table[j, 1]) / 2 - centre.mean(0)
        of_total = (np.clip(centre + more / 2, 0, PILLAR_MAX) - np.clip(centre - more / 2, 0, PILLAR_MAX)).sum(-1)
        low, high = map(float, np.percentile(of_total, (LOW, HIGH)))
        return spread, (low if abs(low) > NOTHING else 0.0, high if abs(high) > NOTHING else 0.0)

    def _differ(self, i: int, j: int) -> NDArray[np.int64]:
        # Signals in which the two scenarios are not the same.
        other = self._comings.beyond(i, j) | self._comings.beyond(j, i) | (np.abs(self._old[i] - self._old[j]) > 0)
        other |= np.abs(self._variance[i] - self._variance[j]) > 0
        return np.flatnonzero(other.any(0))

    def _loads(self, i: int, j: int, both: Floats, at: NDArray[np.int64]) -> Floats:
        # (R, n, sources) of scenario j less scenario i, in shares of points.
        slope_one, slope_two = self._slope[i][:, at], self._slope[j][:, at]
        drift_one, drift_two = self._drifting[i][:, at], self._drifting[j][:, at]
        alone_one, alone_two = self._counted[i][:, at], self._counted[j][:, at]
        unit = np.minimum(self._unit[i], self._unit[j])[:, at, None]
        both = np.minimum(unit * both, np.minimum(alone_one, alone_two))
        near, far = np.sqrt(1 - DRIFT_CORRELATION), np.sqrt(DRIFT_CORRELATION)
        drift = slope_two * drift_two - slope_one * drift_one
        by_habit = (slope_two * drift_two)[..., None] * self._kin[j][:, at]
        by_habit -= (slope_one * drift_one)[..., None] * self._kin[i][:, at]
        rest = self._rest_of(i, j, at, both.sum(-1) + drift_one * drift_two)[..., None]
        rest = rest * _roots(self._comings.amount(i)[:, at] + self._comings.amount(j)[:, at])
        chance = (np.sqrt(self._variance[j]) - np.sqrt(self._variance[i]))[:, at, None] * _CHANCE[at]
        one, two = slope_one[..., None], slope_two[..., None]
        only_one, only_two = (np.sqrt(np.maximum(alone - both, 0.0)) for alone in (alone_one, alone_two))
        parts = far * drift[..., None], near * by_habit, (two - one) * np.sqrt(both), two * only_two, -one * only_one
        return np.concatenate((*parts, rest, chance), -1)

    def _rest_of(self, i: int, j: int, at: NDArray[np.int64], joined: Floats) -> Floats:
        # (R, n) SD of the difference in what the slopes leave, with the sign of the difference.
        whole = (self._scale[i] * self._mean[i] * self._scale[j] * self._mean[j])[:, at]
        alike = np.divide(joined**2, whole, out=np.zeros(whole.shape), where=whole > 0)
        one, two = self._rest[i][:, at], self._rest[j][:, at]
        left = np.maximum(one + two - 2 * np.minimum(alike, 1.0) * np.sqrt(one * two), 0.0)
        return np.asarray(np.copysign(np.sqrt(left), (self._share[j] - self._share[i])[:, at]), np.float64)

    def _kinds(self, i: int, j: int, at: NDArray[np.int64]) -> Floats:
        # (R, 3, n) whether a signal can only be higher in j than in i, only lower, or either.
        one, two = self._old[i][:, at], self._old[j][:, at]
        can_fall = self._comings.beyond(i, j)[:, at] | (two < one - NOTHING)
        can_rise = self._comings.beyond(j, i)[:, at] | (two > one + NOTHING)
        if self._lively[i] != self._lively[j]:
            ratio = np.isin(at, RATIOS)
            can_fall[:, ratio] = can_rise[:, ratio] = True
        return np.stack((~can_fall, can_fall & ~can_rise, can_fall & can_rise), 1).astype(np.float64)


class _Comings:
    # What comes in of each signal by source until the day, under a scenario and under both of two.
    def __init__(self, outlook: Outlook, scenarios: tuple[Scenario, ...], day: int, kept: Floats) -> None:
        self._windows = outlook.models.window
        self._days = [phases(s, outlook.day, day) for s in scenarios]
        ahead = np.array([day - outlook.day], np.int64)
        self._since = np.empty((len(scenarios), len(self._windows), _K), np.int64)
        for s, scenario in enumerate(scenarios):
            for window in np.unique(self._windows):
                at = self._windows == window
                self._since[s, at] = since(scenario, outlook.member, outlook.day, ahead, int(window))
        self._both: dict[tuple[int, int], Floats] = {}
        now = outlook.sources(outlook.weekly(Scenario()))
        self.size = now.shape[-1]
        likely = outlook.likely()[..., None]
        #: By scenario, what comes in a week before it starts, and from then on.
        self._rates = [
            (likely * now, kept[s][..., None] * outlook.sources(outlook.weekly(scenario)))
            for s, scenario in enumerate(scenarios)
        ]

    def amount(self, s: int) -> Floats:
        """(R, K, J) under one scenario."""
        return self.common(s, s)

    def common(self, i: int, j: int) -> Floats:
        """(R, K, J) under both: of each source, on each day, the less."""
        if (i, j) not in self._both:
            self._both[i, j] = self._both[j, i] = self._less(i, j)
        return self._both[i, j]

    def _less(self, i: int, j: int) -> Floats:
        start = np.maximum(self._since[i], self._since[j])
        out = np.zeros((*start.shape, self.size))
        for one, rate in zip(self._days[i], self._rates[i], strict=True):
            for two, other in zip(self._days[j], self._rates[j], strict=True):
                if (one & two).any():
                    weeks = weeks_until(one & two)
                    out += (weeks[-1] - weeks[start])[..., None] * np.minimum(rate, other)
        return out

    def beyond(self, i: int, j: int) -> NDArray[np.bool_]:
        """(R, K) whether anything comes in under the one that does not under the other."""
        return np.asarray((self.amount(i) - self.common(i, j) > NOTHING).any(-1), np.bool_)


def _roots(amount: Floats) -> Floats:
    # (..., K, J) roots of the shares that sources have in each signal.
    total = amount.sum(-1, keepdims=True)
    out: Floats = np.sqrt(np.divide(amount, total, out=np.zeros(amount.shape), where=total > 0))
    return out


def _drawn(mean: Floats, spread: Floats, chance: Floats) -> Floats:
    # (R, n, 4) draws: of 3 x 4 groups the mean (R, 12), the SD (R, 12), and Normal draws of that SD (R, n, 12).
    either = 2 * _P
    size, sign = np.abs(mean[:, :either]), np.where(np.arange(either) < _P, 1.0, -1.0)
    moves = (size > NOTHING) & (spread[:, :either] > NOTHING)
    ratio = np.divide(spread[:, :either], size, out=np.zeros(size.shape), where=moves)
    middle, wide = (np.interp(ratio, _RATIO, of) * size for of in (_MIDDLE, _WIDE))
    steps = np.divide(chance[..., :either], spread[:, None, :either], out=np.zeros((*chance.shape[:2], either)),
                      where=moves[:, None])  # fmt: skip
    # The larger of 0 and a Normal variable, or its mirror image.
    surely = np.maximum(middle[:, None] + wide[:, None] * steps * sign, 0.0) * sign
    out = surely[..., :_P] + surely[..., _P:] + mean[:, None, either:] + chance[..., either:]
    return np.asarray(out, np.float64)
