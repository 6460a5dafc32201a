"""Why a score moves between two days, and what leaves the window next: values by hand, then over any member."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import Activity, Member, Profile, Stated
from ssi_core.model.acts import dated_acts
from ssi_core.model.ensemble import fill_of
from ssi_core.model.history import MEASURED, MISSING, PROXY, levels_on
from ssi_core.model.score import points_of
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model
from ssi_core.model.why import (
    BECAME_KNOWN,
    IMPUTED,
    NO_LONGER_KNOWN,
    OTHER_SOURCE,
    SCALED,
    STATED,
    UNKNOWN,
    Leaving,
    leaving,
    moves,
)
from tests.model.members import FIRST, TABLE, acted, members, tried

START = frozenset({"comments_given"})
SATURATING = Model(curve="saturating")
WINDOWS = [s.key for s in SIGNALS if s.kind == "window"]


def commented(acts: dict[int, float], days: int = 300, **rest: object) -> Member:
    """A member who wrote so many comments on these days (0 = FIRST), and of whom nothing else is known."""
    series = np.zeros(days)
    for day, number in acts.items():
        series[day] = number
    return Member(acted({"comments_given": series}, **({"from_the_start": START} | rest)))


def moved(
    member: Member, first: int, last: int, key: str = "comments_given", model: Model = TABLE
) -> tuple[float, float, float, str]:
    """What came in, what aged out, the rest, and the remark of a signal between two days (0 = FIRST)."""
    levels = levels_on(member, model, [FIRST + first, FIRST + last])
    k, split = INDEX[key], moves(member, model, levels, fill_of(levels, model))
    return float(split.came_in[k]), float(split.aged_out[k]), float(split.stock[k]), split.notes[k]


def close(*values: float | str) -> tuple[object, ...]:
    return tuple(v if isinstance(v, str) else pytest.approx(v, abs=1e-9) for v in values)


def ahead(member: Member, day: int, days: int = 30, model: Model = TABLE) -> Leaving:
    """What leaves the window on the days after that one (0 = FIRST)."""
    return leaving(member, model, levels_on(member, model, [FIRST + day]), days)


# --------------------------------------------------------------------------------------------- windows, by hand
# Comments: 7 points at 250 in 90 days, so one is worth 0.028 below the cap.


def test_what_came_in_and_what_aged_out_of_a_window() -> None:
    # On day 89 the window holds days 0 to 89: 100 + 50. On day 95 it holds days 6 to 95: 50 + 120.
    member = commented({0: 100, 50: 50, 95: 120})
    assert moved(member, 89, 95) == close(120 * 0.028, -100 * 0.028, 0, "")


def test_what_ages_out_above_the_cap_costs_nothing_and_what_comes_in_counts_up_to_it() -> None:
    # 350 are 7 points; 250 are left, still 7; 50 more bring nothing.
    assert moved(commented({0: 100, 50: 250, 95: 50}), 89, 95) == close(0, 0, 0, "")
    # 350 are 7 points; 150 are left, 4.2; of 300 more, 100 count.
    assert moved(commented({0: 200, 50: 150, 95: 300}), 89, 95) == close(2.8, -2.8, 0, "")


def test_more_than_a_window_apart_all_of_the_old_has_aged_out() -> None:
    member = commented({0: 100, 50: 50, 250: 120})
    assert moved(member, 89, 250) == close(120 * 0.028, -150 * 0.028, 0, "")
    # 90 days apart, the windows share no day either; 89 apart, one: day 89 itself.
    member = commented({89: 100, 95: 120})
    assert moved(member, 89, 179) == close(120 * 0.028, -100 * 0.028, 0, "")
    assert moved(member, 89, 178) == close(120 * 0.028, 0, 0, "")


def test_the_same_day_twice_moves_nothing() -> None:
    assert moved(commented({0: 100, 50: 50}), 89, 89) == (0, 0, 0, "")


def test_the_saturating_curve_is_walked_in_the_same_order() -> None:
    member = commented({0: 100, 50: 50, 95: 120})
    levels = np.full((3, len(SIGNALS)), np.nan)
    levels[:, INDEX["comments_given"]] = 150, 50, 170
    first, between, last = points_of(levels, SATURATING)[:, INDEX["comments_given"]]
    assert moved(member, 89, 95, model=SATURATING) == close(last - between, between - first, 0, "")


def test_an_edited_models_window_is_the_one_that_moves() -> None:
    # With 60 days the cap is 250 x 60 / 90, an act worth 0.042. Day 50's comments leave on day 110.
    member = commented({0: 100, 50: 50, 110: 20})
    assert moved(member, 109, 110, model=Model(window=60)) == close(20 * 0.042, -50 * 0.042, 0, "")


def test_a_correction_that_leaves_gives_back_what_it_took() -> None:
    member = commented({0: -30, 50: 50, 95: 10})
    assert moved(member, 89, 95) == close(10 * 0.028, 30 * 0.028, 0, "")
    # A window below 0 is 0, so that the correction takes no more than there was.
    assert moved(commented({10: -30, 50: 10, 100: 5}), 89, 99) == close(0, 0, 0, "")
    assert moved(commented({10: -30, 50: 10, 100: 5}), 89, 100) == close(5 * 0.028, 10 * 0.028, 0, "")


def test_a_post_that_leaves_is_missed_by_posts_and_by_shares() -> None:
    member = Member(acted({"original_posts": [2, *[0] * 120], "reposts": [1, *[0] * 120]}))
    assert moved(member, 89, 90, "original_posts") == close(0, -2 * 3 / 26, 0, "")
    assert moved(member, 89, 90, "shares") == close(0, -3 * 5 / 39, 0, "")


# ------------------------------------------------------------------------- windows that files cover in part, by hand


def half_covered(acts: dict[int, float]) -> Member:
    """Files reach back to day 30 only: on day 89 they cover 60 of 90 days, and a comment stands for 1.5."""
    series = np.zeros(200)
    for day, number in acts.items():
        series[day] = number
    told = np.arange(200) >= 30
    return Member(acted({"comments_given": series}, {"comments_given": told}))


def test_days_that_no_file_covers_leave_at_the_pace_of_the_others() -> None:
    # Day 89: 60 comments of 60 covered days, scaled to 90: days 0 to 29 count 1 each. By day 119 they have left, and 30
    # days with 30 comments have come in.
    member = half_covered(dict.fromkeys(range(30, 120), 1))
    assert moved(member, 89, 119) == close(30 * 0.028, -30 * 0.028, 0, "")


def test_what_moves_since_the_pace_of_uncovered_days_is_another_is_no_act() -> None:
    # Day 89: 60 of 60 covered days, 90 in all. Day 99: 120 of 70, the 20 uncovered days at 120 / 70. Days 0 to 9 leave
    # with 1 each, 60 come in, and days 10 to 29 rise from 1 to 120 / 70.
    member = half_covered(dict.fromkeys(range(30, 90), 1) | dict.fromkeys(range(90, 100), 6))
    assert moved(member, 89, 99) == close(60 * 0.028, -10 * 0.028, 20 * (120 / 70 - 1) * 0.028, SCALED)


# --------------------------------------------------------------------------------- what is no act of the member's


def test_a_file_that_reaches_only_one_of_the_days_makes_the_signal_known() -> None:
    # Covered from day 100 on: missing on day 120 (21 of 90 days), known on day 189.
    member = commented({150: 125}, from_the_start=frozenset())
    told = np.arange(300) >= 100
    member = Member(acted({"comments_given": member.activity.counts["comments_given"]}, {"comments_given": told}))
    levels = levels_on(member, TABLE, [FIRST + 120, FIRST + 189])
    fill = fill_of(levels, TABLE)[0, INDEX["comments_given"]]
    assert moved(member, 120, 189) == close(0, 0, 3.5 - 7 * fill, BECAME_KNOWN)
    # Beyond its end a file speaks of nothing: on day 380 it covers 9 of 90 days.
    came, aged, rest, note = moved(member, 230, 380)
    assert (came, aged, note) == (0, 0, NO_LONGER_KNOWN)
    assert rest == pytest.approx(7 * 0.06 - 3.5)  # with nothing known, what is typical


def test_what_is_imputed_moves_with_the_other_signals_and_is_no_act() -> None:
    member = commented({0: 250})
    came, aged, rest, note = moved(member, 89, 90, "messages_sent")
    assert (came, aged, note) == (0, 0, IMPUTED)
    assert rest < 0  # a member who comments no longer is likely to write fewer messages too


def test_a_file_that_takes_over_from_an_answer_is_another_source() -> None:
    told = np.arange(300) >= 100
    activity = acted({"comments_given": np.where(np.arange(300) == 150, 100.0, 0)}, {"comments_given": told})
    member = Member(activity, stated=Stated(answers={"comments_given": 50}))
    assert moved(member, 120, 189) == close(0, 0, 50 * 0.028, OTHER_SOURCE)


def test_what_was_stated_holds() -> None:
    member = replace(commented({0: 100, 95: 3}), stated=Stated(signals={"comments_given": 40}))
    assert moved(member, 89, 95) == (0, 0, 0, "")
    assert moved(Member(stated=Stated(answers={"comment": 10})), 89, 300) == (0, 0, 0, "")


def test_a_weekly_log_holds_dated_acts() -> None:
    # Two weeks of the log, 7 and 21 comments: scaled from 14 days to the window. Then a third one of 21, 21 days.
    log = tuple((FIRST + 7 * week, "comment", number) for week, number in enumerate([7.0, 21.0, 21.0]))
    member = Member(stated=Stated(weekly_log=log))
    came, aged, rest, note = moved(member, 13, 20)
    assert note == SCALED
    # Of 90 days to day 13, 76 are written of by nobody and run at 2 a day; 7 such leave. 21 comments come in.
    assert (came, aged) == close(21 * 0.028, -7 * 2 * 0.028)
    # The 69 uncovered days of both windows run at 49 / 21 a day after.
    assert rest == pytest.approx(69 * (49 / 21 - 2) * 0.028)


def test_a_stock_that_grows_is_stock() -> None:
    member = Member(acted({"connections_added": [100, *[0] * 99, 20, *[0] * 99]}))
    assert moved(member, 50, 150, "connections") == close(0, 0, 20 * 15 / 1200, "")


def test_facts_without_a_date_move_nothing() -> None:
    member = replace(commented({0: 5}), profile=Profile({"photo": True}, {"media_items": 2.0}))
    for key in ("profile_completeness", "media_items"):
        assert moved(member, 0, 200, key) == (0, 0, 0, "")


# ------------------------------------------------------------------------------------------------- ratios, by hand
# Replies: 2 points at a ratio of .35; the prior is .035 with the weight of 10 attempts. An attempt counts from 14 days
# on, until it leaves the window.


def reply(won: float, tried_: float) -> float:
    return 2 * min(1, (won + 0.35) / (tried_ + 10) / 0.35)


def test_attempts_that_ripen_come_in_and_those_that_leave_age_out() -> None:
    trials = {"reply_rate": tried([0, 1, 50, 80], [3, None, 60, None])}
    member = Member(Activity(FIRST, {}, {}, trials=trials))
    # Day 89: days 0, 1 and 50 count, two answered. Day 94: 0 and 1 have left, 80 is ripe.
    assert moved(member, 89, 94, "reply_rate") == close(
        reply(1, 2) - reply(1, 1), reply(1, 1) - reply(2, 3), 0, ""
    )  # fmt: skip


def test_an_answer_to_an_attempt_that_counts_already_comes_in() -> None:
    member = Member(Activity(FIRST, {}, {}, trials={"reply_rate": tried([50, 51], [None, 92])}))
    assert moved(member, 89, 94, "reply_rate") == close(reply(1, 2) - reply(0, 2), 0, 0, "")


def test_failed_attempts_that_leave_bring_points() -> None:
    member = Member(Activity(FIRST, {}, {}, trials={"reply_rate": tried([0, 0, 0, 60], [None, None, None, None])}))
    assert moved(member, 89, 91, "reply_rate") == close(0, reply(0, 1) - reply(0, 4), 0, "")


def test_a_window_apart_a_ratio_goes_back_to_its_prior_in_between() -> None:
    member = Member(Activity(FIRST, {}, {}, trials={"reply_rate": tried([60, 160], [61, None])}))
    assert moved(member, 89, 200, "reply_rate") == close(reply(0, 1) - reply(0, 0), reply(0, 0) - reply(1, 1), 0, "")


# ---------------------------------------------------------------------------------------------------- over any member

MODELS = st.sampled_from([TABLE, SATURATING, Model(window=30), Model(window=180, curve="saturating")])
DAYS = st.tuples(st.integers(-100, 400), st.integers(-100, 400)).map(sorted)


@given(member=members(), model=MODELS, days=DAYS)
def test_the_parts_sum_to_the_change_of_every_signal(member: Member, model: Model, days: list[int]) -> None:
    levels = levels_on(member, model, FIRST + np.array(days))
    fill = fill_of(levels, model)
    split = moves(member, model, levels, fill)
    change = np.diff(points_of(levels.values, model, fill), axis=0)[0]
    np.testing.assert_allclose(split.came_in + split.aged_out + split.stock, change, rtol=0, atol=1e-12)
    assert len(split.notes) == len(split.dated) == len(SIGNALS)
    for k, signal in enumerate(SIGNALS):
        if signal.kind == "window":  # generated counts are never below 0
            assert split.came_in[k] >= -1e-12
            assert split.aged_out[k] <= 1e-12
        if signal.kind in ("stock", "share"):
            assert split.came_in[k] == split.aged_out[k] == 0
        missing = bool((levels.provenance[:, k] == MISSING).all())
        assert split.dated[k] or not (split.came_in[k] or split.aged_out[k])
        assert not (missing and split.dated[k])
        if signal.kind == "window" and abs(split.stock[k]) > 1e-9:
            assert split.notes[k], signal.key
    if days[0] == days[1]:
        assert not split.came_in.any() and not split.aged_out.any() and not split.stock.any()  # noqa: PT018


@given(member=members(), days=DAYS)
def test_what_came_in_is_what_a_member_who_did_nothing_since_lacks(member: Member, days: list[int]) -> None:
    # Two members, one of whom did nothing after the first day: they differ by what came in, at one curve and all files
    # covering every day.
    first, last = days
    activity = member.activity
    counts = {key: series for key, series in activity.counts.items() if key in WINDOWS}
    whole = {key: np.ones(activity.days, bool) for key in counts}
    still = {key: np.where(np.arange(activity.days) > first, 0, series) for key, series in counts.items()}
    busy = Member(Activity(FIRST, counts, whole, frozenset(counts)))
    idle = Member(Activity(FIRST, still, whole, frozenset(counts)))
    levels, others = (levels_on(one, TABLE, FIRST + np.array(days)) for one in (busy, idle))
    split = moves(busy, TABLE, levels, fill_of(levels, TABLE))
    for key in counts:
        k = INDEX[key]
        if np.isnan(levels.values[:, k]).any() or np.any(levels.provenance[:, k] != MEASURED) or first == last:
            continue
        acts = dated_acts(busy.activity, key)
        assert acts is not None
        if (acts.sums(FIRST + np.array(days), 90)[1] < 90).any():
            continue
        want = points_of(levels.values, TABLE)[1, k] - points_of(others.values, TABLE)[1, k]
        assert split.came_in[k] == pytest.approx(want, abs=1e-9)


# ---------------------------------------------------------------------------------------------------- what leaves next


def test_what_leaves_on_a_day_was_done_a_window_before() -> None:
    member = commented({0: 14, 2: 3, 60: 100})
    gone = ahead(member, 89, 4)
    k = INDEX["comments_given"]
    # Day 90 loses day 0, day 92 loses day 2.
    assert gone.counts[:, k].tolist() == [14, 0, 3, 0]
    assert gone.levels[:, k].tolist() == [117, 103, 103, 100, 100]
    assert gone.points[:, k] == pytest.approx([-14 * 0.028, 0, -3 * 0.028, 0])
    assert gone.short[:, k].tolist() == [14, 0, 3, 0]


def test_what_leaves_from_above_the_cap_costs_nothing_until_the_cap() -> None:
    gone = ahead(commented({0: 20, 1: 20, 50: 240}), 89, 2)
    k = INDEX["comments_given"]
    assert gone.levels[:, k].tolist() == [280, 260, 240]
    assert gone.points[:, k] == pytest.approx([0, -10 * 0.028])
    assert gone.short[:, k].tolist() == [0, 10]


def test_what_is_not_yet_done_never_leaves() -> None:
    # On day 89 what is done on day 100 has not happened; with a window of 30 it would leave on day 130.
    gone = ahead(commented({80: 5, 100: 9}), 89, 60, Model(window=30))
    assert gone.counts[:, INDEX["comments_given"]].sum() == 5
    assert gone.levels[-1, INDEX["comments_given"]] == 0


def test_only_what_is_known_of_a_whole_window_ages() -> None:
    assert ahead(half_covered({40: 5}), 89).still[INDEX["comments_given"]] == SCALED
    assert ahead(half_covered({40: 5}), 125).still[INDEX["comments_given"]] == ""
    stated = Stated(signals={"comments_given": 40}, weekly_log=((FIRST, "search", 9.0),))
    said = replace(commented({0: 5}), stated=stated)
    gone = ahead(said, 89)
    assert [gone.still[INDEX[key]] for key in ("comments_given", "people_searches", "articles")] == [
        STATED, STATED, UNKNOWN,
    ]  # fmt: skip
    assert gone.still[INDEX["leads_saved"]] == ""  # known to be none without a seat
    assert not gone.counts.any()
    assert np.isnan(gone.levels).all()


def idle(member: Member, day: int, days: int) -> Member:
    """The same member, who does nothing for so many days after that day, which every file covers."""
    activity = member.activity
    size = max(0, day - activity.first_day + 1)

    def lengthened(series: np.ndarray, rest: float | bool) -> np.ndarray:
        cut = series[:size]
        gap = np.full(size - len(cut), False) if cut.dtype == bool else np.zeros(size - len(cut))
        return np.concatenate((cut, gap, np.full(days, rest, cut.dtype)))

    counts = {k: lengthened(v, 0.0) for k, v in activity.counts.items()}
    covered = {k: lengthened(v, True) for k, v in activity.covered.items()}
    return replace(member, activity=replace(activity, counts=counts, covered=covered))


@given(member=members(), model=MODELS, index=st.integers(0, 300), days=st.integers(1, 120))
def test_what_it_costs_is_the_difference_of_the_scores_of_an_idle_future(
    member: Member, model: Model, index: int, days: int
) -> None:
    day = FIRST + index
    levels = levels_on(member, model, [day])
    gone = leaving(member, model, levels, days)
    future = levels_on(idle(member, day, days), model, day + np.arange(days + 1))
    ages = ~np.isnan(gone.levels[0])
    np.testing.assert_allclose(gone.levels[:, ages], future.values[:, ages], rtol=0, atol=1e-9)
    held = np.where(ages, future.values, np.nan)
    np.testing.assert_allclose(gone.points, np.diff(points_of(held, model), axis=0), rtol=0, atol=1e-9)
    assert (gone.points <= 1e-12).all()
    assert (gone.short <= gone.counts + 1e-9).all()
    for k, signal in enumerate(SIGNALS):
        known = levels.provenance[0, k] in (MEASURED, PROXY)
        assert not ages[k] or (signal.kind == "window" and known)
        assert ages[k] or not gone.counts[:, k].any()


@given(member=members(), index=st.integers(0, 300), days=st.integers(1, 40))
def test_doing_what_stands_still_stands_still(member: Member, index: int, days: int) -> None:
    # On each day as many acts as are short: the level never falls below where its points were.
    day = FIRST + index
    gone = leaving(member, TABLE, levels_on(member, TABLE, [day]), days)
    kept = gone.levels[1:] + np.cumsum(gone.short, axis=0)
    np.testing.assert_allclose(
        points_of(np.where(np.isnan(kept), np.nan, kept), TABLE),
        np.broadcast_to(points_of(gone.levels[:1], TABLE), kept.shape), rtol=0, atol=1e-9,
    )  # fmt: skip
