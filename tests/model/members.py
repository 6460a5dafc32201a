"""Members for the tests of the model: made by hand, typical, or generated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.member import LONG_AGO, NEVER, Activity, Member, Profile, Stated, Trials, day_number
from ssi_core.model.signals import SIGNALS
from ssi_core.model.table import Model

#: Day number of index 0 of every series made here.
FIRST = day_number(dt.date(2026, 1, 1))

#: Inputs that an Activity may hold and the model reads, dated stocks among them.
WINDOW_SERIES = (
    "original_posts", "reposts", "articles", "followers_gained", "people_searches", "profile_views_made",
    "active_days", "right_people_added", "leads_saved", "comments_given", "reactions_given", "engagement_received",
    "messages_sent",
)  # fmt: skip
STOCK_SERIES = (
    "media_added", "endorsements_received", "recommendations_received", "connections_added", "senior_added",
    "coworker_added",
)  # fmt: skip
RATIOS = ("reply_rate", "personal_outreach", "invite_acceptance")

#: No official or other model than the published table.
TABLE = Model()


def acted(
    counts: Mapping[str, Sequence[float] | NDArray[np.float64]],
    covered: Mapping[str, Sequence[bool] | NDArray[np.bool_]] | None = None,
    **rest: object,
) -> Activity:
    """Activity from FIRST on; days of an input without `covered` are all covered."""
    series = {k: np.asarray(v, float) for k, v in counts.items()}
    told = {k: np.ones(len(v), bool) for k, v in series.items()} | {
        k: np.asarray(v, bool) for k, v in (covered or {}).items()
    }
    return Activity(FIRST, series, told, **rest)  # type: ignore[arg-type]


def tried(days: Sequence[int], won: Sequence[int | None], first: int = LONG_AGO, last: int = FIRST + 1000) -> Trials:
    """Trials by index (0 = FIRST): the days of the attempts, and of the successes or None."""
    success = [NEVER if day is None else FIRST + day for day in won]
    return Trials(np.array(days, np.int32) + np.int32(FIRST), np.array(success, np.int32), first, last)


def typical_levels(*, seat: bool = False, without: Sequence[str] = ()) -> dict[str, float]:
    """Every signal at its typical share of the cap; without a seat, nothing is said of leads."""
    left_out = {*without} | (set() if seat else {"leads_saved"})
    return {s.key: s.typical * s.enough for s in SIGNALS if s.key not in left_out}


def saying(levels: Mapping[str, float], *, seat: bool = False) -> Member:
    """A member of whom nothing is known but these levels."""
    return Member(stated=Stated(seat=seat, signals=levels))


@st.composite
def level_sets(draw: st.DrawFn, *, missing: bool = True) -> dict[str, float]:
    """Levels by signal, from 0 to beyond the cap, the ends included; some left out where `missing`."""
    share = st.one_of(st.sampled_from([0.0, 0.02, 0.5, 0.98, 1.0, 1.7]), st.floats(0, 1.5))
    keys = [s.key for s in SIGNALS if s.key != "leads_saved"]
    kept = draw(st.sets(st.sampled_from(keys))) if missing else set(keys)
    enough = {s.key: s.enough for s in SIGNALS}
    return {key: draw(share) * enough[key] for key in keys if key in kept}


@st.composite
def activities(draw: st.DrawFn, *, longest: int = 260) -> Activity:
    """An archive: some inputs, sparse counts, files that reach back to the start or only part of the way, trials."""
    days = draw(st.integers(1, longest))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    counts, covered, from_the_start = {}, {}, set()
    for name in draw(st.lists(st.sampled_from(WINDOW_SERIES + STOCK_SERIES), unique=True)):
        begins, ends = sorted(rng.integers(0, days + 1, 2))
        told = np.zeros(days, bool)
        told[begins:ends] = True
        match draw(st.sampled_from(["from the start", "all covered", "a stretch"])):
            case "from the start":
                told[:ends] = True
                from_the_start.add(name)
            case "all covered":
                told[:] = True
        counts[name] = np.where(told, rng.poisson(rng.choice([0.05, 0.5, 5]), days), 0).astype(float)
        covered[name] = told
    proxies = draw(st.sets(st.sampled_from([*counts, *RATIOS])))
    trials = {}
    for key in draw(st.sets(st.sampled_from(RATIOS))):
        n = int(rng.integers(0, 30))
        asked = np.sort(rng.integers(0, days, n))
        won = np.where(rng.random(n) < 0.5, FIRST + asked + rng.integers(0, 60, n), NEVER)
        first = LONG_AGO if rng.random() < 0.5 else FIRST + int(asked.min(initial=0))
        trials[key] = Trials((FIRST + asked).astype(np.int32), won.astype(np.int32), first, FIRST + days - 1)
    return Activity(FIRST, counts, covered, frozenset(from_the_start), frozenset(proxies), trials)


@st.composite
def members(draw: st.DrawFn) -> Member:
    """A member with an archive, perhaps a profile, and perhaps some things said."""
    weeks = st.lists(
        st.tuples(
            st.integers(0, 30).map(lambda w: FIRST + 7 * w),
            st.sampled_from(["post", "comment", "search", "active_day"]),
            st.integers(0, 9).map(float),
        ),
        max_size=8,
    )
    profile = Profile(
        draw(st.dictionaries(st.sampled_from(["photo", "about", "headline"]), st.booleans())),
        draw(st.dictionaries(st.sampled_from(["media_items", "connections"]), st.integers(0, 9).map(float))),
    )
    answers = st.dictionaries(st.sampled_from(["active_groups", "connections", "comment", "post"]), st.floats(0, 9))
    stated = Stated(
        draw(st.sampled_from([None, True, False])),
        signals=draw(st.dictionaries(st.sampled_from(["comments_given", "reply_rate"]), st.floats(0, 1))),
        answers=draw(answers),
        weekly_log=tuple(draw(weeks)),
    )
    return Member(draw(activities()), profile, stated)
