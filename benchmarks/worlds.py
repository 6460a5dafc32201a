"""Simulated members and simulated LinkedIns for the calibration study: all invented, all seeded.

A world says how official figures come about. In the right ones a world's model is one of the shipped ensemble's
family; in the wrong ones it is not, in ways that a real LinkedIn may well differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import CHECKLIST, LONG_AGO, NEVER, Activity, Member, Profile, Reading, Trials
from ssi_core.model.copula import copula
from ssi_core.model.ensemble import Ensemble, ensemble
from ssi_core.model.history import levels_on
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.model.unexplained import covariance

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

#: Days of every archive, and the days of its readings: twelve, two weeks apart.
LENGTH = 480
READING_DAYS = tuple(range(210, 210 + 12 * 14, 14))
#: Days after the last reading on which an estimate is held against what the page would show.
LATER = (1, 7, 14, 28, 56, 90)
_TABLE = Model()
_WEEKDAYS = np.array([1.3, 1.3, 1.2, 1.2, 1.0, 0.5, 0.5])

WINDOW_INPUTS = (
    "original_posts", "articles", "followers_gained", "people_searches", "profile_views_made", "active_days",
    "right_people_added", "comments_given", "reactions_given", "engagement_received", "messages_sent",
)  # fmt: skip
STOCK_INPUTS: Mapping[str, str] = {
    "media_items": "media_added", "endorsements_received": "endorsements_received",
    "recommendations_received": "recommendations_received", "connections": "connections_added",
    "senior_connections": "senior_added", "coworker_connections": "coworker_added",
}  # fmt: skip
RATIOS = ("reply_rate", "personal_outreach", "invite_acceptance")


def shares(rng: np.random.Generator) -> Floats:
    """(K,) shares of the cap of one random member, joined by the copula; what lies near a cap may lie far above it."""
    known = copula(_TABLE)
    factor = rng.standard_normal()
    out = np.array([known.draws(np.array([factor]), rng.standard_normal(1), k)[0] for k in range(len(SIGNALS))])
    return np.where(out > 0.9, out * rng.uniform(1, 2, len(out)), out)


def member(rng: np.random.Generator, change_day: int | None) -> Member:
    """A member with a daily archive of every signal.

    Parameters
    ----------
    rng : numpy.random.Generator
        Its draws make the member.
    change_day : int or None
        Index of the day on which the member takes up other habits; None for one who never does.
    """
    level = dict(zip(INDEX, shares(rng) * _TABLE.enough, strict=True))
    level["original_posts"] = min(level["original_posts"], level["shares"])
    change = np.ones(LENGTH)
    together = rng.normal(0, 0.7)

    def daily(per_window: float, changes: bool = True) -> Floats:
        # Over-dispersed counts with quiet weekends; a person's own rate wanders from week to week.
        weekly = np.repeat(rng.gamma(4, 1 / 4, LENGTH // 7 + 1), 7)[:LENGTH]
        rate = per_window / 90 * _WEEKDAYS[np.arange(LENGTH) % 7] * weekly
        change[:] = 1.0
        if change_day is not None and changes:
            change[change_day:] = math.exp(together + rng.normal(0, 0.5))
        return rng.poisson(rate * change).astype(float)

    counts = {name: daily(level[name]) for name in WINDOW_INPUTS}
    counts["active_days"] = np.minimum(counts["active_days"], 1.0)
    counts["reposts"] = daily(max(level["shares"] - level["original_posts"], 0.0))
    for key, name in STOCK_INPUTS.items():
        counts[name] = daily(0.08 * level[key], changes=False)
        counts[name][0] += round(0.8 * level[key])
    trials = {}
    for key in RATIOS:
        asked = np.sort(rng.integers(0, LENGTH, 40 * LENGTH // 90)).astype(np.int32)
        won = rng.random(len(asked)) < level[key]
        trials[key] = Trials(asked, np.where(won, asked + 3, NEVER).astype(np.int32), LONG_AGO, LENGTH)
    checklist = {item: bool(rng.random() < 0.8) for item in CHECKLIST}
    covered = {name: np.ones(LENGTH, bool) for name in counts}
    activity = Activity(0, counts, covered, frozenset(counts), trials=trials)
    return Member(activity, Profile(checklist, {"active_groups": float(rng.binomial(5, 0.2))}), last_day=LENGTH - 1)


def exported(whole: Member, rng: np.random.Generator, thinned: bool) -> Member:
    """What the member's files show of them: no profile views, no groups, half without a workbook.

    Parameters
    ----------
    whole : Member
        The member.
    rng : numpy.random.Generator
        Draws what is lost.
    thinned : bool
        Whether the proxies show only a part of what was done.
    """
    lost = {"profile_views_made"} | ({"followers_gained", "engagement_received"} if rng.random() < 0.5 else set())
    counts = {k: v for k, v in whole.activity.counts.items() if k not in lost}
    if thinned:
        for name in ("people_searches", "reactions_given", "comments_given", "reposts", "active_days"):
            counts[name] = rng.binomial(counts[name].astype(int), rng.uniform(0.3, 0.7)).astype(float)
    seen = {k: v for k, v in whole.profile.checklist.items() if k not in ("photo", "custom_address")}
    activity = replace(whole.activity, counts=counts, covered={k: whole.activity.covered[k] for k in counts},
                       from_the_start=frozenset(counts))  # fmt: skip
    return Member(activity, Profile(seen), last_day=whole.last_day)


Score = Callable[[Member, Days, np.random.Generator, int], Floats]


def _of_family(change: Callable[[Ensemble], Ensemble]) -> Score:
    # Pillars by one model of the ensemble's family, a fresh draw for each member.
    def score(whole: Member, days: Days, rng: np.random.Generator, number: int) -> Floats:
        drawn = ensemble(_TABLE, 1000, 77)
        i = number % 1000
        one = change(
            Ensemble(
                drawn.weights[i : i + 1], drawn.caps[i : i + 1], drawn.window[i : i + 1], drawn.other_curve[i : i + 1],
                drawn.uniform[i : i + 1], drawn.noise[i : i + 1], drawn.other_noise[i : i + 1], drawn.turn[i : i + 1],
            )
        )  # fmt: skip
        levels = {w: levels_on(whole, _TABLE, days, w) for w in one.windows(_TABLE)}
        return one.pillars(_TABLE, levels, copula(_TABLE))[:, 0]

    return score


def _outside(whole: Member, days: Days, rng: np.random.Generator, number: int) -> Floats:
    # No window but a memory that fades, logarithms rather than ramps, equal weights, and pillars that help each other.
    del number
    out = np.zeros((len(days), len(PILLAR_KEYS)))
    fade = 0.5 ** (np.arange(LENGTH) / 45)
    for p, pillar in enumerate(PILLAR_KEYS):
        rows = [s for s in SIGNALS if s.pillar == pillar and s.key != "leads_saved"]
        weight = rng.dirichlet(np.full(len(rows), 4.0)) * 25
        for s, w in zip(rows, weight, strict=True):
            if s.kind == "window":
                names = ("original_posts", "reposts") if s.key == "shares" else (s.key,)
                count = np.sum([whole.activity.counts[n] for n in names], axis=0)
                x = np.array([count[: d + 1][::-1] @ fade[: d + 1] for d in days]) / (s.enough * 65 / 90)
            else:
                x = levels_on(whole, _TABLE, days).values[:, INDEX[s.key]] / s.enough
            out[:, p] += w * np.minimum(np.log1p(4 * x) / np.log(5), 1.0) * (0.5 if s.kind == "window" else 0.9)
    return np.clip(out * (0.85 + 0.3 * out.sum(1, keepdims=True) / 100), 0, 25)


def _paths(rng: np.random.Generator, days: Days) -> Floats:
    # The unexplained term as the model has it.
    root = np.linalg.cholesky(covariance(days, days) + 1e-9 * np.eye(4 * len(days)))
    return (root @ rng.standard_normal(4 * len(days))).reshape(-1, 4)


def _wide(rng: np.random.Generator, days: Days) -> Floats:
    # An offset more than twice as large as the model thinks.
    return _paths(rng, days) + rng.normal(0, 3.5, 4)


def _steps(rng: np.random.Generator, days: Days) -> Floats:
    # Jumps and plateaus rather than a wandering line: a new value every three weeks or so.
    when = np.cumsum(rng.exponential(21, 60))
    values = np.cumsum(rng.normal(0, 0.45, (61, 4)), axis=0) - rng.normal(0, 0.5, 4)
    return np.round(values[np.searchsorted(when, days)] * 2) / 2 + rng.normal(0, 1.5, 4)


_FAMILY = _of_family(lambda one: one)


@dataclass(frozen=True)
class World:
    """How official figures come about, and what of them and of the member is seen.

    Attributes
    ----------
    key, words : str
        Its name, and what it is.
    right : bool
        Whether the model is right in it.
    score : callable
        (member, days, rng, number) -> (N, 4) pillars before what the model leaves out.
    left_out : callable
        (rng, days) -> (N, 4) what the model leaves out.
    thinned, gap, totals : bool
        Whether the files under-count, the readings end three months early, only rounded totals were noted.
    """

    key: str
    words: str
    right: bool
    score: Score = _FAMILY
    left_out: Callable[[np.random.Generator, Days], Floats] = _paths
    thinned: bool = False
    gap: bool = False
    totals: bool = False


def _curved(one: Ensemble) -> Ensemble:
    return replace(one, other_curve=np.ones(1, bool))


def _windowed(one: Ensemble) -> Ensemble:
    return replace(one, window=np.array([45]))


WORLDS: tuple[World, ...] = (
    World("right", "a model of the ensemble's own family", True),
    World("totals", "the same, only rounded totals noted", True, totals=True),
    World("gap", "the same, no reading for three months", True, gap=True),
    World("curve", "every signal saturates", False, _of_family(_curved)),
    World("window", "a look-back window of 45 days", False, _of_family(_windowed)),
    World("offset", "an offset more than twice as large", False, left_out=_wide),
    World("steps", "jumps and plateaus", False, left_out=_steps),
    World("proxies", "files that show 30-70 % of what was done", False, thinned=True),
    World("outside", "logarithms, fading memory, other weights", False, _outside),
)


@dataclass(frozen=True)
class Case:
    """One simulated member in one world.

    Attributes
    ----------
    seen : Member
        What the files show, without readings.
    readings : tuple of Reading
        Twelve, oldest first.
    later : (N,) int64
        Days after the last reading.
    truth : (N, 4) float64
        What the page would show on them.
    """

    seen: Member
    readings: tuple[Reading, ...]
    later: Days
    truth: Floats


def case(world: World, number: int, change: bool, seed: int = 5) -> Case:
    """Simulate a member in a world.

    Parameters
    ----------
    world : World
        One of :data:`WORLDS`.
    number : int
        Which member; the same number is the same person in every world.
    change : bool
        Whether they take up other habits on the day of the last reading.
    seed : int
        The same seed gives the same cases.
    """
    on = np.array(READING_DAYS, np.int64) - (90 if world.gap else 0)
    later = READING_DAYS[-1] + np.array(LATER, np.int64)
    days = np.concatenate((on, later))
    whole = member(np.random.default_rng([seed, number]), READING_DAYS[-1] if change else None)
    rng = np.random.default_rng([seed, number, [w.key for w in WORLDS].index(world.key), 1])
    seen = exported(whole, rng, world.thinned)
    shown = world.score(whole, days, rng, number) + world.left_out(rng, days)
    shown = np.round(np.clip(shown + rng.normal(0, 0.15, shown.shape), 0, 25), 3)
    pillars = [{} if world.totals else dict(zip(PILLAR_KEYS, map(float, v), strict=True)) for v in shown]
    totals = [float(round(v.sum())) for v in shown]
    readings = tuple(Reading(int(on[i]), totals[i], pillars[i]) for i in range(len(on)))
    return Case(seen, readings, later, shown[len(on) :])


