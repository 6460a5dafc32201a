"""The way ahead by simulation: slow, plain, and what the closed form is held against.

A future goes on as now. It draws how often each thing is really done (13 weeks say it with a doubt), by what factor
that drifts (SD .3, joined at .4, wholly where one habit feeds two signals), counts in bouts, and attempts with their
outcomes; what is left of the archive is counted day by day. The table scores each future.

Of ratios the simulation knows as much as the closed form, which holds them where they stand while other attempts take
the place of those that made them; or, on request, which attempts of the archive ripen and leave on which day.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Activity, Member, Trials
from ssi_core.model.future import Scenario, dispersion
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.history import PRIOR_TRIALS, RIPE_DAYS, levels_on, ratio_counts
from ssi_core.model.learnt import RECENT_DAYS
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import INDEX, SIGNALS, Signal
from ssi_core.model.spread import DRIFT, DRIFT_CORRELATION
from ssi_core.model.whatif import Outlook

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

_WINDOW = np.array([s.kind == "window" for s in SIGNALS])
_POSTS, _SHARES, _ACTIVE = INDEX["original_posts"], INDEX["shares"], INDEX["active_days"]
_WEEK = 7


def futures(
    ahead: Outlook, weeks: Sequence[int], draws: int, rng: np.random.Generator, *, ripening: bool = False
) -> Floats:
    """(W, draws) totals by the table, some weeks ahead.

    Parameters
    ----------
    ahead : Outlook
        A member and the day looked ahead from. A signal that no file counts stays at its typical share.
    weeks : sequence of int
        W whole numbers of weeks, increasing.
    draws : int
        Futures.
    rng : numpy.random.Generator
        Draws them.
    ripening : bool
        Whether it is known which attempts ripen and leave when.
    """
    member, model, day = ahead.member, ahead.model, ahead.day
    after = _WEEK * np.array(weeks)
    levels = levels_on(_idle(member, int(after[-1])), model, day + after).values[:, None, :]
    # Days after which something enters or leaves a window; between two of them counts are drawn at once.
    edges = np.unique(np.concatenate(([0], after, np.maximum(after - model.window, 0))))
    count = np.cumsum(_counts(ahead, np.diff(edges, prepend=0) / _WEEK, draws, rng), 0)
    begin = count[np.searchsorted(edges, np.maximum(after - model.window, 0))]
    levels = levels + count[np.searchsorted(edges, after)] - np.where(_WINDOW, begin, 0.0)
    for k, signal in enumerate(SIGNALS):
        trials = member.activity.trials.get(signal.key)
        if trials is not None:
            ratio = _ripening if ripening else _replaced
            levels[..., k] = ratio(trials, signal, day, after, model.window, draws, rng)
    return np.asarray(pillars_of(levels, model).sum(-1), np.float64)


def _idle(member: Member, days: int) -> Member:
    # The archive goes on, and nothing is done.
    held = member.activity
    longer = {k: np.concatenate((v, np.zeros(days))) for k, v in held.counts.items()}
    covered = {k: np.concatenate((v, np.ones(days, bool))) for k, v in held.covered.items()}
    return replace(member, activity=Activity(held.first_day, longer, covered, held.from_the_start, held.proxies))


def _counts(ahead: Outlook, weeks: Floats, draws: int, rng: np.random.Generator) -> Floats:
    # (E, draws, K) what comes in during stretches of so many weeks, one after the other.
    phi, counted = dispersion(ahead.member, ahead.day)
    weekly = ahead.weekly(Scenario())
    # (K, H + K) what each habit brings, and what comes by itself, which is another source for each signal.
    fed = ahead.learnt.each.T * weekly
    beyond = np.maximum(ahead.rates(weekly) - fed.sum(1), 0.0)
    parts = np.concatenate((fed, np.diag(beyond)), 1)
    # Every post is a share: those are drawn once, and the other shares by themselves.
    parts[_SHARES] = np.maximum(parts[_SHARES] - parts[_POSTS], 0.0)
    rate = parts.sum(1)
    sources = len(HABIT_KEYS) + len(INDEX)
    z = math.sqrt(DRIFT_CORRELATION) * rng.standard_normal((draws, 1))
    z = z + math.sqrt(1 - DRIFT_CORRELATION) * rng.standard_normal((draws, sources))
    size = math.sqrt(math.log1p(DRIFT**2))
    mean = np.exp(size * z - size**2 / 2) @ parts.T
    # Somebody who is there every day drifts nowhere.
    often = min(rate[_ACTIVE] / _WEEK, 1.0)
    drift = 1 + DRIFT * math.sqrt(1 - often) * z[:, HABIT_KEYS.index("active_day")]
    mean[:, _ACTIVE] = rate[_ACTIVE] * np.maximum(drift, 0.0)
    told = np.maximum(rate * counted / phi, 1e-9)
    mean *= rng.gamma(told, size=mean.shape) / told
    mean[:, _ACTIVE] = np.minimum(mean[:, _ACTIVE], _WEEK)
    # Counts of variance phi times their mean: gamma-Poisson, or Gamma alone where they are evener than Poisson.
    bout = np.where(phi > 1, phi - 1, phi)
    drawn = rng.gamma(mean * weeks[:, None, None] / bout) * bout
    drawn = np.where(phi > 1, rng.poisson(drawn), drawn)
    drawn[..., _ACTIVE] = np.minimum(drawn[..., _ACTIVE], _WEEK * weeks[:, None])
    drawn[..., _SHARES] += drawn[..., _POSTS]
    return np.asarray(drawn, np.float64)


def _replaced(
    trials: Trials, signal: Signal, day: int, after: Days, window: int, draws: int, rng: np.random.Generator
) -> Floats:
    # (W, draws) of a ratio: attempts, any of them, make room for as many others.
    prior = signal.typical * signal.enough
    tried, won = (int(n[0]) for n in ratio_counts(trials, [day], window))
    chance = rng.beta(won + prior * PRIOR_TRIALS, tried - won + (1 - prior) * PRIOR_TRIALS, draws)
    new = np.rint(np.minimum(after / window, 1.0) * tried).astype(int)[:, None]
    stay = rng.hypergeometric(won, tried - won, np.broadcast_to(tried - new, (len(after), draws)))
    return np.asarray((stay + rng.binomial(new, chance) + prior * PRIOR_TRIALS) / (tried + PRIOR_TRIALS), np.float64)


def _ripening(
    trials: Trials, signal: Signal, day: int, after: Days, window: int, draws: int, rng: np.random.Generator
) -> Floats:
    # (W, draws) of a ratio: the attempts made until now and those to come that will be ripe by then.
    prior = signal.typical * signal.enough
    tried, won = (float(n[0]) for n in ratio_counts(trials, [day], RECENT_DAYS))
    chance = rng.beta(won + prior * PRIOR_TRIALS, tried - won + (1 - prior) * PRIOR_TRIALS, draws)
    made, known = ratio_counts(trials, day + after, window)
    recent = int(((trials.day > day - RECENT_DAYS) & (trials.day <= day)).sum())
    often = rng.gamma(recent + 1e-9, size=draws) / RECENT_DAYS
    new = rng.poisson(np.maximum(after - RIPE_DAYS, 0)[:, None] * often)
    late = rng.binomial(_open(trials, day, after, window)[:, None], chance)
    succeeded = known[:, None] + late + rng.binomial(new, chance)
    return np.asarray((succeeded + prior * PRIOR_TRIALS) / (made[:, None] + new + PRIOR_TRIALS), np.float64)


def _open(trials: Trials, day: int, after: Days, window: int) -> NDArray[np.int64]:
    # (W,) attempts so young that the member's successes mostly took longer; they may yet succeed.
    took = (trials.success_day.astype(np.int64) - trials.day)[trials.success_day <= day]
    young = (trials.success_day > day) & (day - trials.day < (np.median(took) if len(took) else 0))
    still = trials.day[young].astype(np.int64) > (day + after - window)[:, None]
    return np.asarray((still & (trials.day[young] + RIPE_DAYS <= (day + after)[:, None])).sum(1), np.int64)
