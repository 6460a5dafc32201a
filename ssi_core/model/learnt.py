"""What a member's own history says of their habits: how often they do each, and what each brings from others.

What one action brings is shrunk to the assumption of :mod:`ssi_core.model.habits`: the history has the weight of its
own actions, the assumption that of a few. What comes in beyond the actions (invitations received, say) is held apart.
How often somebody does something is the plain mean of 13 weeks: shrinking it towards a typical member, with the weight
of one week, doubled the bias of the projection in ``benchmarks/projection_study.py`` and covered less.

Source of the weights: own choice; a member's posts differ so much among themselves that four of them say about as much
as knowing nothing of the member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.acts import dated_inputs
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.history import MEASURED, MISSING, PROXY, STOCK_INPUTS, Levels, levels_on
from ssi_core.model.score import standing
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model

Floats = NDArray[np.float64]

#: Days from which "as now" is told (13 weeks), and from which what an action brings is learnt (a year).
RECENT_DAYS = 91
LEARNT_DAYS = 364
#: Days that files must speak of, within either, for them to be used.
LEAST_DAYS = 45
#: Weight of the assumption: posts, invitations that were accepted, endorsements given, searches.
PRIOR_POSTS, PRIOR_ACCEPTED, PRIOR_ENDORSED, PRIOR_SEARCHES = 4, 10, 10, 20

_CONTENT = ("post", "article", "repost")
_BY_KEY = {h.key: h for h in HABITS}
#: Signals that others' acts feed too.
_FROM_OTHERS = tuple(dict.fromkeys(key for h in HABITS for key in h.brings))

MEASURED_RATE, STATED_RATE, ASSUMED_RATE, UNKNOWN_RATE = "measured", "self_reported", "assumed", "unknown"


@dataclass(frozen=True)
class OwnRate:
    """How often a member does something.

    Attributes
    ----------
    habit : str
        Key of the habit.
    weekly : float
        Actions a week, >= 0, over the last 13 weeks.
    source : {"measured", "self_reported", "assumed", "unknown"}
        Counted in the files; as the user said; what is likely given the rest; nothing says, and 0 stands.
    """

    habit: str
    weekly: float
    source: str

    @property
    def words(self) -> str:
        """``your own rate 3.4, from your last 13 weeks``."""
        often = f"{self.weekly:.1f}" if self.weekly < 99.95 else f"{self.weekly:,.0f}"
        return {
            MEASURED_RATE: f"your own rate {often}, from your last 13 weeks",
            STATED_RATE: f"your own rate {often}, as you told us",
            ASSUMED_RATE: f"probably {often} now, given the rest: no file or answer says",
            UNKNOWN_RATE: "no file or answer says how often you do this: taken as not at all",
        }[self.source]


@dataclass(frozen=True)
class Yield:
    """What one action of a habit adds to a signal through others.

    Attributes
    ----------
    habit, signal : str
        Keys.
    each : float
        On average, in the signal's own unit; what is used.
    assumed : float
        What would be used of a member without history.
    learnt : bool
        Whether the member's own history has more say in it than the assumption.
    """

    habit: str
    signal: str
    each: float
    assumed: float
    learnt: bool

    @property
    def words(self) -> str:
        """``to write a post adds 18.2 to Engagement received, as your own last year shows``."""
        source = "as your own last year shows" if self.learnt else "our assumption"
        label = SIGNALS[INDEX[self.signal]].label
        return f"to {_BY_KEY[self.habit].label} adds {self.each:.2g} to {label}, {source}"


@dataclass(frozen=True)
class Learnt:
    """A member's habits.

    Attributes
    ----------
    own : tuple of OwnRate
        One a habit, in the order of the habit table.
    yields : tuple of Yield
        What habits bring from others.
    each : (H, K) float64
        What one action of a habit adds to a signal's level, own acts and others' together. A note on an invitation
        moves a ratio and is not in here.
    passive : (K,) float64
        What comes in a week beyond what the member's actions bring, in each signal's own unit; >= 0.
    assumed : (K,) bool
        Window signals whose rate is not known but likely given the rest.
    """

    own: tuple[OwnRate, ...]
    yields: tuple[Yield, ...]
    each: Floats
    passive: Floats
    assumed: NDArray[np.bool_]

    @property
    def weekly(self) -> Mapping[str, float]:
        """Actions a week by habit, as now."""
        return {o.habit: o.weekly for o in self.own}


def learnt(member: Member, model: Model, levels: Levels, fill: Floats) -> Learnt:
    """Habits of a member as their history shows them up to a day.

    Parameters
    ----------
    member : Member
        Whose.
    model : Model
        The table.
    levels : Levels
        Levels of that day, (1, K).
    fill : (1, K) float64
        Share of the points at which a missing signal enters.
    """
    at = standing(levels.values[0], model, fill[0])
    found = yields(member, levels, at)
    each = effects(found)
    rates, known = _signal_rates(member, model, levels, at)
    viewed = each[HABIT_KEYS.index("search"), INDEX["profile_views_made"]]
    own = _own_rates(member, int(levels.days[0]), rates, known, viewed)
    weekly = np.array([o.weekly for o in own])
    passive = np.zeros(len(INDEX))
    for key in INDEX:
        k = INDEX[key]
        beyond = _beyond(member, int(levels.days[0]), key, each[:, k])
        if beyond is None and not np.isnan(rates[k]) and each[:, k].any() and known[k] not in (MEASURED, PROXY):
            beyond = rates[k] - weekly @ each[:, k]  # what was said, or is likely, goes on as it is
        passive[k] = max(0.0, beyond or 0.0)
    if not member.seat:
        passive[INDEX["leads_saved"]] = 0.0
    return Learnt(own, found, each, passive, ~np.isnan(rates) & (known == MISSING))


def effects(found: tuple[Yield, ...]) -> Floats:
    """(H, K) what one action of a habit adds to a signal's level, given what habits bring from others."""
    each = np.zeros((len(HABITS), len(INDEX)))
    for h, habit in enumerate(HABITS):
        for key, adds in habit.feeds.items():
            each[h, INDEX[key]] = adds
    for one in found:
        each[HABIT_KEYS.index(one.habit), INDEX[one.signal]] = one.each
    return each


def yields(member: Member, levels: Levels, at: Floats) -> tuple[Yield, ...]:
    """What one action of each habit brings from others.

    Parameters
    ----------
    member : Member
        Whose.
    levels : Levels
        Levels of one day, (1, K); nothing after that day is looked at.
    at : (K,) float64
        The same without a gap, as :func:`ssi_core.model.score.standing` gives them.
    """
    day = int(levels.days[0])
    return (
        *_from_content(member, day, "engagement_received"),
        *_from_content(member, day, "followers_gained"),
        *_from_invitations(member, levels, at),
        _plain("ask_recommendation", "recommendations_received"),
        _per_action(member, day, "endorse", "endorsements_received", PRIOR_ENDORSED),
        _per_action(member, day, "search", "profile_views_made", PRIOR_SEARCHES),
    )


def _plain(habit: str, signal: str) -> Yield:
    assumed = {**_BY_KEY[habit].feeds, **_BY_KEY[habit].brings}[signal]
    return Yield(habit, signal, assumed, assumed, False)


def _year(member: Member, day: int, *inputs: str) -> tuple[Floats, ...] | None:
    # Counts of the last year's days of which files speak for every one of the inputs; None where these are too few.
    told = [acts for name in inputs if (acts := dated_inputs(member.activity, [name])) is not None]
    if len(told) < len(inputs):
        return None
    held = [acts.between(day - LEARNT_DAYS + 1, day) for acts in told]
    both = np.logical_and.reduce([covered for _, covered in held])
    return tuple(count[both] for count, _ in held) if both.sum() >= LEAST_DAYS else None


def _from_content(member: Member, day: int, signal: str) -> tuple[Yield, ...]:
    # One factor for all that is published: how much more it brings than assumed.
    factor, weight, prior = 1.0, 0.0, PRIOR_POSTS * _BY_KEY["post"].brings[signal]
    bring = [h for h in _CONTENT if signal in _BY_KEY[h].brings]
    counted = [h for h in bring if _BY_KEY[h].counted_in in member.activity.counts]
    held = _year(member, day, signal, *(_BY_KEY[h].counted_in for h in counted)) if counted else None
    if held is not None:
        expected = sum(_BY_KEY[h].brings[signal] * float(n.sum()) for h, n in zip(counted, held[1:], strict=True))
        factor = (max(float(held[0].sum()), 0.0) + prior) / (expected + prior)
        weight = expected / (expected + prior)
    return tuple(
        Yield(h, signal, factor * _BY_KEY[h].brings[signal], _BY_KEY[h].brings[signal], weight >= 0.5) for h in bring
    )


def _from_invitations(member: Member, levels: Levels, at: Floats) -> tuple[Yield, ...]:
    # As many as are accepted; of the new connections the share that is senior, or that the member looks for.
    accepted = min(float(at[INDEX["invite_acceptance"]]), 1.0)
    known = levels.provenance[0, INDEX["invite_acceptance"]] in (MEASURED, PROXY)
    typical = SIGNALS[INDEX["invite_acceptance"]].typical * SIGNALS[INDEX["invite_acceptance"]].enough
    seniors = float(at[INDEX["senior_connections"]]) / max(float(at[INDEX["connections"]]), 1.0)
    assumed = min(seniors, 1.0)
    out = [Yield("invite", "connections", accepted, typical, known)]
    for signal, series in (("right_people_added", "right_people_added"), ("senior_connections", "senior_added")):
        share, weight = assumed, 0.0
        held = _year(member, int(levels.days[0]), series, "connections_added")
        if held is not None:
            right, new = float(held[0].sum()), float(held[1].sum())
            share = min((right + assumed * PRIOR_ACCEPTED) / (new + PRIOR_ACCEPTED), 1.0)
            weight = new / (new + PRIOR_ACCEPTED)
        out.append(Yield("invite", signal, accepted * share, typical * assumed, weight >= 0.5))
    return tuple(out)


def _per_action(member: Member, day: int, habit: str, signal: str, prior: int) -> Yield:
    # So many an action, at most one: what comes in beyond that comes by itself.
    plain = _plain(habit, signal)
    held = _year(member, day, signal, _BY_KEY[habit].counted_in)
    if held is None:
        return plain
    got, done = float(held[0].sum()), float(held[1].sum())
    each = min((got + plain.assumed * prior) / (done + prior), 1.0)
    return Yield(habit, signal, each, plain.assumed, done >= prior)


def _signal_rates(member: Member, model: Model, levels: Levels, at: Floats) -> tuple[Floats, NDArray[np.int8]]:
    # What comes in a week of each window signal, and how that is known; NaN for the others.
    recent = levels_on(member, model, levels.days, RECENT_DAYS)
    known = np.where(recent.provenance[0] == MISSING, levels.provenance[0], recent.provenance[0])
    rates = np.where(recent.provenance[0] == MISSING, at / model.window, recent.values[0] / RECENT_DAYS) * 7
    window = np.array([s.kind == "window" for s in model.signals])
    return np.where(window, rates, np.nan), known.astype(np.int8)


def _own_rates(
    member: Member, day: int, rates: Floats, known: NDArray[np.int8], by_search: float
) -> tuple[OwnRate, ...]:
    def of(signal: str) -> tuple[float, str]:
        code = known[INDEX[signal]]
        source = MEASURED_RATE if code in (MEASURED, PROXY) else ASSUMED_RATE if code == MISSING else STATED_RATE
        return float(rates[INDEX[signal]]), source

    def counted(habit: str) -> tuple[float, str]:
        acts = dated_inputs(member.activity, [_BY_KEY[habit].counted_in])
        done, days = (0.0, 0.0) if acts is None else (float(n[0]) for n in acts.sums(np.array([day]), RECENT_DAYS))
        return (max(done, 0.0) / days * 7, MEASURED_RATE) if days >= LEAST_DAYS else (0.0, UNKNOWN_RATE)

    posts, shares = of("original_posts"), of("shares")
    if posts[1] == ASSUMED_RATE:
        # What is likely of each signal by itself may not go together: no more posts than leave room among the shares.
        articles = of("articles")[0] if shares[1] == ASSUMED_RATE else 0.0
        shares = max(0.0, shares[0] - articles), shares[1]
        posts = min(posts[0], shares[0]), ASSUMED_RATE
    found = {
        "post": posts,
        "article": of("articles"),
        "repost": (max(0.0, shares[0] - posts[0]), shares[1]),
        "comment": of("comments_given"),
        "react": of("reactions_given"),
        "search": of("people_searches"),
        "save_lead": of("leads_saved") if member.seat else (0.0, MEASURED_RATE),
        "invite": counted("invite"),
        "personal_note": _notes(member, day),
        "message": of("messages_sent"),
        "ask_recommendation": (0.0, UNKNOWN_RATE),
        "endorse": counted("endorse"),
        "active_day": of("active_days"),
    }
    viewed = of("profile_views_made")
    found["view_profile"] = max(0.0, viewed[0] - float(by_search) * found["search"][0]), viewed[1]
    return tuple(OwnRate(h, *found[h]) for h in HABIT_KEYS)


def _notes(member: Member, day: int) -> tuple[float, str]:
    # Attempts of the last 13 weeks that were personal.
    trials = member.activity.trials.get("personal_outreach")
    if trials is None:
        return 0.0, UNKNOWN_RATE
    reach = min(day, trials.last) - max(day - RECENT_DAYS + 1, trials.first) + 1
    if reach < LEAST_DAYS:
        return 0.0, UNKNOWN_RATE
    recent = (trials.day > day - RECENT_DAYS) & (trials.day <= day) & (trials.success_day <= day)
    return float(recent.sum()) / reach * 7, MEASURED_RATE


def _beyond(member: Member, day: int, signal: str, each: Floats) -> float | None:
    # A week's part of what others gave in the last year that the member's actions do not account for; None where no
    # file counts the signal. An action that no file counts accounts for nothing.
    if signal not in _FROM_OTHERS:
        return None
    series = STOCK_INPUTS.get(signal, signal)
    total = _year(member, day, series)
    if total is None:
        return None
    rate = float(total[0].mean())
    for h, habit in enumerate(HABITS):
        if each[h] and habit.counted_in:
            held = _year(member, day, series, habit.counted_in)
            rate -= 0.0 if held is None else float(each[h] * held[1].mean())
    return 7 * max(rate, 0.0)
