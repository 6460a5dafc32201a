"""Daily activity -> levels of any day, with where each comes from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.member import CHECKLIST, LONG_AGO, NEVER, Activity, Member, Profile, Stated, Trials, day_of
from ssi_core.model.acts import WINDOW_INPUTS
from ssi_core.model.history import (
    KNOWN,
    MEASURED,
    MISSING,
    PROXY,
    SELF_REPORTED,
    STOCK_INPUTS,
    levels_on,
    ratio_counts,
)
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.table import Model
from tests.model.members import FIRST, RATIOS, TABLE, acted, activities, members, tried

BY_KIND = {kind: [s.key for s in SIGNALS if s.kind == kind] for kind in ("share", "stock", "window", "ratio")}


def level(member: Member, key: str, index: int, window: int = 90) -> tuple[float | None, int]:
    """Level of a signal on the day of that index, None where missing, and its provenance."""
    levels = levels_on(member, TABLE, [FIRST + index], window)
    value = levels.values[0, INDEX[key]]
    return None if np.isnan(value) else float(value), int(levels.provenance[0, INDEX[key]])


def commented(counts: list[float], **rest: object) -> Member:
    """A member of whom one file is known, comments, which reaches back to the start unless told otherwise."""
    return Member(acted({"comments_given": counts}, **({"from_the_start": frozenset({"comments_given"})} | rest)))


# ------------------------------------------------------------------------------------------------------------- windows


def test_a_window_ends_on_its_day_and_includes_it() -> None:
    # A window of three days over 1 2 3 4 5: 1, 1+2, 1+2+3, 2+3+4, 3+4+5.
    levels = levels_on(commented([1, 2, 3, 4, 5]), TABLE, FIRST + np.arange(5), 3)
    assert levels.values[:, INDEX["comments_given"]].tolist() == [1, 3, 6, 9, 12]
    assert (levels.provenance[:, INDEX["comments_given"]] == MEASURED).all()


def test_at_90_days_an_act_counts_on_its_day_and_the_89_after() -> None:
    member = commented([0, 7] + [0] * 100)
    assert [level(member, "comments_given", i)[0] for i in (0, 1, 90, 91)] == [0, 7, 7, 0]


def test_days_may_be_asked_for_in_any_order_inside_and_outside_the_archive() -> None:
    member = commented([1, 2, 3, 4, 5])
    asked = FIRST + np.array([4, -3, 0, 2])
    levels = levels_on(member, TABLE, asked, 3)
    assert levels.days.tolist() == asked.tolist()
    assert levels.values[:, INDEX["comments_given"]].tolist() == [12, 0, 1, 6]


def test_shares_are_posts_and_reposts() -> None:
    member = Member(acted({"original_posts": [1, 0, 2], "reposts": [0, 5, 0]}))
    assert level(member, "shares", 2, window=3) == (8, MEASURED)
    assert level(member, "original_posts", 2, window=3) == (3, MEASURED)


@given(activity=activities())
def test_ninety_idle_days_bring_every_count_to_zero_and_leave_the_stocks_alone(activity: Activity) -> None:
    idle = Activity(
        activity.first_day,
        {k: np.append(v, np.zeros(90)) for k, v in activity.counts.items()},
        {k: np.append(v, np.ones(90, bool)) for k, v in activity.covered.items()},
    )
    last = activity.first_day + activity.days - 1
    member = Member(idle, Profile({"photo": True}, {"media_items": 4.0}), Stated(seat=True))
    before, after = levels_on(member, TABLE, [last, last + 90]).values
    for key in BY_KIND["window"]:
        spoken = any(name in activity.counts for name in WINDOW_INPUTS.get(key, (key,)))
        assert after[INDEX[key]] == 0 if spoken else np.isnan(after[INDEX[key]]), key
    for key in BY_KIND["stock"] + BY_KIND["share"]:
        np.testing.assert_equal(after[INDEX[key]], before[INDEX[key]])


def plainly(activity: Activity, key: str, day: int, window: int) -> tuple[float | None, int]:
    """Level of a window signal by MODEL's words, a day at a time."""
    names = [name for name in WINDOW_INPUTS.get(key, (key,)) if name in activity.counts]
    if not names:
        return None, MISSING
    total = covered = 0.0
    for d in range(day - window + 1, day + 1):
        i = d - activity.first_day
        if 0 <= i < activity.days:
            total += sum(activity.counts[n][i] for n in names)
            covered += any(activity.covered[n][i] for n in names)
        elif i < 0:
            covered += any(n in activity.from_the_start for n in names)
    if covered < window / 2:
        return None, MISSING
    whole = covered == window and not activity.proxies.intersection(names)
    return total * window / covered, MEASURED if whole else PROXY


@given(activity=activities(), index=st.integers(-100, 400), window=st.integers(30, 180))
def test_every_window_is_what_counting_day_by_day_gives(activity: Activity, index: int, window: int) -> None:
    member = Member(activity, stated=Stated(seat=True))
    for key in BY_KIND["window"]:
        value, code = level(member, key, index, window)
        want, source = plainly(activity, key, FIRST + index, window)
        assert (value, code) == (want if want is None else pytest.approx(want), source), key


# -------------------------------------------------------------------------------------------------- how far files reach


def test_a_file_with_only_a_header_is_zero_and_an_absent_file_is_missing() -> None:
    member = commented([0] * 5)
    assert level(member, "comments_given", 4) == (0, MEASURED)
    assert level(member, "reactions_given", 4) == (None, MISSING)


@pytest.mark.parametrize(
    ("covered_days", "want"),
    [
        (90, (180, MEASURED)),  # all of the window: as counted, 2 a day
        (60, (180, PROXY)),  # 120 in 60 days: 180 in 90
        (45, (180, PROXY)),  # half of it, just enough
        (44, (None, MISSING)),
        (0, (None, MISSING)),
    ],
)
def test_a_window_that_is_covered_in_part_is_scaled_and_below_half_missing(
    covered_days: int, want: tuple[float | None, int]
) -> None:
    told = [False] * (90 - covered_days) + [True] * covered_days
    member = commented([2.0 * t for t in told], covered={"comments_given": told}, from_the_start=frozenset())
    assert level(member, "comments_given", 89) == want


def test_a_file_that_begins_with_the_archive_does_not_speak_of_the_days_before() -> None:
    # 50 of 90 days: 50 comments make 90.
    member = commented([1.0] * 60, from_the_start=frozenset())
    assert level(member, "comments_given", 49) == (pytest.approx(90), PROXY)
    assert level(member, "comments_given", 43) == (None, MISSING)


def test_days_before_a_file_that_goes_back_to_the_start_are_idle() -> None:
    member = commented([1.0] * 60)
    assert level(member, "comments_given", 9) == (10, MEASURED)
    assert level(member, "comments_given", -1) == (0, MEASURED)


@pytest.mark.parametrize(
    ("later", "want"),
    [(0, (90, MEASURED)), (30, (90, PROXY)), (45, (90, PROXY)), (46, (None, MISSING)), (400, (None, MISSING))],
)
def test_after_the_files_end_counts_are_scaled_and_then_missing(later: int, want: tuple[float | None, int]) -> None:
    # One comment on each of 200 days: 60 of the window's 90 days, 30 days later.
    value, code = level(commented([1.0] * 200), "comments_given", 199 + later)
    assert (value, code) == (want[0] if want[0] is None else pytest.approx(want[0]), want[1])


def test_an_input_that_only_stands_for_the_signal_is_a_proxy_however_far_it_reaches() -> None:
    member = commented([1.0] * 5, proxies=frozenset({"comments_given"}))
    assert level(member, "comments_given", 4) == (5, PROXY)


def test_a_correction_below_zero_never_makes_a_level_below_zero() -> None:
    member = commented([3, -5, 0, 4])
    assert [level(member, "comments_given", i, window=2)[0] for i in range(4)] == [3, 0, 0, 4]


# -------------------------------------------------------------------------------------------------------------- stocks


def test_stocks_add_up_from_the_start_and_keep() -> None:
    member = Member(acted({"connections_added": [5, 0, 3]}))
    assert [level(member, "connections", i) for i in (-1, 0, 1, 2, 900)] == [
        (0, MEASURED), (5, MEASURED), (5, MEASURED), (8, MEASURED), (8, MEASURED),
    ]  # fmt: skip


def test_a_dated_stock_that_only_stands_for_the_signal_is_a_proxy() -> None:
    member = Member(acted({"senior_added": [1]}, proxies=frozenset({"senior_added"})))
    assert level(member, "senior_connections", 0) == (1, PROXY)


def test_undated_facts_hold_on_every_day_and_dated_ones_go_before() -> None:
    profile = Profile(stocks={"media_items": 4.0}, proxies=frozenset({"media_items"}))
    assert [level(Member(profile=profile), "media_items", i) for i in (-500, 500)] == [(4, PROXY)] * 2
    assert level(Member(profile=replace(profile, proxies=frozenset())), "media_items", 0) == (4, MEASURED)
    assert level(Member(acted({"media_added": [1, 1]}), profile), "media_items", 0) == (1, MEASURED)


@pytest.mark.parametrize("key", BY_KIND["stock"])
def test_a_stock_that_nobody_speaks_of_is_missing(key: str) -> None:
    assert level(Member(), key, 0) == (None, MISSING)


def test_every_dated_stock_feeds_its_signal() -> None:
    for key, name in STOCK_INPUTS.items():
        assert level(Member(acted({name: [2]})), key, 0) == (2, MEASURED), key


# -------------------------------------------------------------------------------------------------------------- ratios


def invited(days: list[int], won: list[int | None], **rest: int) -> Member:
    return Member(Activity(FIRST, {}, {}, trials={"invite_acceptance": tried(days, won, **rest)}))


def test_an_attempt_counts_once_14_days_have_passed_and_until_it_leaves_the_window() -> None:
    # Prior .75 x .5 = .375 with the weight of 10: one invitation, accepted: (1 + 3.75) / 11.
    member = invited([0], [0])
    accepted = (pytest.approx(4.75 / 11), MEASURED)
    assert level(member, "invite_acceptance", 13) == (None, MISSING)
    assert level(member, "invite_acceptance", 14) == accepted
    assert level(member, "invite_acceptance", 89) == accepted
    assert level(member, "invite_acceptance", 90) == (None, MISSING)


def test_a_success_counts_only_once_it_is_known() -> None:
    # Two invitations on day 0; one is accepted on day 20: (0 + 3.75) / 12 before, (1 + 3.75) / 12 from then on.
    member = invited([0, 0], [20, None])
    assert level(member, "invite_acceptance", 19)[0] == pytest.approx(3.75 / 12)
    assert level(member, "invite_acceptance", 20)[0] == pytest.approx(4.75 / 12)


def test_a_success_after_the_attempt_has_left_the_window_counts_nothing() -> None:
    member = invited([0, 60], [95, None])
    assert level(member, "invite_acceptance", 89)[0] == pytest.approx(3.75 / 12)
    for index in (90, 94, 95):
        assert level(member, "invite_acceptance", index)[0] == pytest.approx(3.75 / 11)


@pytest.mark.parametrize(
    ("key", "prior"), [("invite_acceptance", 0.375), ("reply_rate", 0.035), ("personal_outreach", 0.18)]
)
def test_ratios_are_shrunk_to_what_is_typical_by_ten_trials(key: str, prior: float) -> None:
    # 30 attempts, 12 successes.
    trials = tried([1] * 30, [1] * 12 + [None] * 18)
    member = Member(Activity(FIRST, {}, {}, trials={key: trials}))
    assert level(member, key, 30)[0] == pytest.approx((12 + 10 * prior) / 40)


@pytest.mark.parametrize("key", RATIOS)
def test_a_ratio_without_any_trial_or_without_a_file_is_missing(key: str) -> None:
    assert level(Member(Activity(FIRST, {}, {}, trials={key: tried([], [])})), key, 30) == (None, MISSING)
    assert level(Member(), key, 30) == (None, MISSING)


@pytest.mark.parametrize(
    ("first", "want"), [(0, MEASURED), (1, PROXY), (45, PROXY), (46, MISSING)], ids=["90", "89", "45", "44 days"]
)
def test_a_ratio_whose_file_reaches_back_part_of_the_window_is_a_proxy_and_below_half_missing(
    first: int, want: int
) -> None:
    value, code = level(invited([60], [60], first=FIRST + first), "invite_acceptance", 89)
    assert (value, code) == (None if want == MISSING else pytest.approx(4.75 / 11), want)


def test_a_ratio_some_time_after_its_file_ended_is_a_proxy_and_then_missing() -> None:
    member = invited([100], [100], last=FIRST + 110)
    codes = [level(member, "invite_acceptance", i)[1] for i in (114, 155, 156)]
    assert codes == [PROXY, PROXY, MISSING]  # 86, 45 and 44 of 90 days


def test_a_ratio_that_only_stands_for_the_signal_is_a_proxy() -> None:
    trials = {"reply_rate": tried([0], [0])}
    member = Member(Activity(FIRST, {}, {}, proxies=frozenset({"reply_rate"}), trials=trials))
    assert level(member, "reply_rate", 20)[1] == PROXY


@given(
    attempts=st.lists(
        st.integers(0, 40).flatmap(lambda d: st.tuples(st.just(d), st.one_of(st.none(), st.integers(d, d + 60)))),
        max_size=9,
    ),
    index=st.integers(0, 100),
    window=st.integers(20, 60),
)
def test_attempts_are_counted_as_one_by_one(attempts: list[tuple[int, int | None]], index: int, window: int) -> None:
    ripe = [(asked, won) for asked, won in attempts if asked + 14 <= index <= asked + window - 1]
    known = [won for _, won in ripe if won is not None and won <= index]
    got = ratio_counts(tried([a for a, _ in attempts], [w for _, w in attempts]), [FIRST + index], window)
    assert [int(n[0]) for n in got] == [len(ripe), len(known)]


# ------------------------------------------------------------------------------------------------------ what users say


def test_what_the_user_states_overrules_the_files() -> None:
    files = acted({"comments_given": [1.0] * 90, "connections_added": [5] + [0] * 89})
    stated = Stated(signals={"comments_given": 40.0, "connections": 700.0, "reply_rate": 0.2})
    member = Member(files, stated=stated)
    assert level(member, "comments_given", 89) == (40, SELF_REPORTED)
    assert level(member, "connections", 89) == (700, SELF_REPORTED)
    assert level(member, "reply_rate", 89) == (0.2, SELF_REPORTED)


@pytest.mark.parametrize("said", ["signals", "answers"])
def test_a_stated_count_is_meant_per_90_days(said: str) -> None:
    member = Member(stated=Stated(**{said: {"comments_given": 40.0, "connections": 700.0, "reply_rate": 0.2}}))
    assert level(member, "comments_given", 0, window=45) == (20, SELF_REPORTED)
    assert level(member, "connections", 0, window=45) == (700, SELF_REPORTED)
    assert level(member, "reply_rate", 0, window=45) == (0.2, SELF_REPORTED)


def test_answers_and_the_weekly_log_only_fill_gaps() -> None:
    files = acted({"comments_given": [1.0] * 90})
    log = tuple((FIRST + 7 * w, habit, 14.0) for w in range(13) for habit in ("comment", "react"))
    answers = {"comments_given": 999.0, "comment": 99.0, "connections": 300.0}
    member = Member(files, stated=Stated(answers=answers, weekly_log=log))
    assert level(member, "comments_given", 89) == (90, MEASURED)
    assert level(member, "connections", 89) == (300, SELF_REPORTED)
    assert level(member, "reactions_given", 89) == (pytest.approx(180), SELF_REPORTED)


def test_what_is_said_of_a_signal_goes_before_the_log_and_the_log_before_a_habits_rate() -> None:
    log = tuple((FIRST + 7 * w, "comment", 7.0) for w in range(13))
    every = {"comments_given": 11.0, "comment": 70.0}
    assert level(Member(stated=Stated(answers=every, weekly_log=log)), "comments_given", 89) == (11, SELF_REPORTED)
    rate = {"comment": 70.0}
    assert level(Member(stated=Stated(answers=rate, weekly_log=log)), "comments_given", 89)[0] == pytest.approx(90)
    # Where the log does not reach, the rate speaks: 70 a week are 900 in 90 days.
    assert level(Member(stated=Stated(answers=rate, weekly_log=log)), "comments_given", 400)[0] == pytest.approx(900)


def test_an_answer_by_habit_counts_the_members_own_acts_and_not_what_others_do() -> None:
    member = Member(stated=Stated(answers={"post": 2.0, "repost": 3.0, "article": 1.0}))
    assert level(member, "original_posts", 0) == (pytest.approx(2 * 90 / 7), SELF_REPORTED)
    assert level(member, "shares", 0) == (pytest.approx(6 * 90 / 7), SELF_REPORTED)  # 2 posts, 3 reposts, 1 article
    assert level(member, "articles", 0, window=30) == (pytest.approx(30 / 7), SELF_REPORTED)
    assert level(member, "engagement_received", 0) == (None, MISSING)


def test_a_logged_week_is_spread_over_its_seven_days() -> None:
    # 13 weeks, 7 comments in the first and 14 in each other. The window ends on the last of 91 days, so it leaves out
    # the first day, which bore one: 6 + 12 x 14.
    log = tuple((FIRST + 7 * w, "comment", 7.0 if w == 0 else 14.0) for w in range(13))
    member = Member(stated=Stated(weekly_log=log))
    assert level(member, "comments_given", 90) == (pytest.approx(174), SELF_REPORTED)


def test_one_whole_logged_week_stands_for_the_window_and_less_is_missing() -> None:
    # 7 in a week are 90 in 90 days: on the week's last day, and until its first day leaves the window.
    week = Member(stated=Stated(weekly_log=((FIRST, "comment", 7.0),)))
    for index in (6, 89):
        assert level(week, "comments_given", index) == (pytest.approx(90), SELF_REPORTED)
    for index in (5, 90):
        assert level(week, "comments_given", index) == (None, MISSING)


def test_a_log_of_part_of_the_window_is_scaled_to_all_of_it() -> None:
    # 7 and 14 comments in two weeks are 21 in 14 days, 135 in 90.
    two = Member(stated=Stated(weekly_log=((FIRST, "comment", 7.0), (FIRST + 7, "comment", 14.0))))
    assert level(two, "comments_given", 13) == (pytest.approx(135), SELF_REPORTED)


def test_a_logged_week_that_does_not_name_a_habit_had_none_of_it() -> None:
    log = tuple((FIRST + 7 * w, "comment" if w % 2 else "react", 7.0) for w in range(14))
    member = Member(stated=Stated(weekly_log=log))
    # The window holds the last 90 of 98 days: weeks 1 (6 days) to 13, of which the odd ones comment: 6 + 6 x 7.
    assert level(member, "comments_given", 97)[0] == pytest.approx(48)
    assert level(member, "reactions_given", 97)[0] == pytest.approx(42)
    assert level(member, "people_searches", 97) == (None, MISSING)


def test_a_week_that_is_not_in_the_log_is_not_idle_but_unknown() -> None:
    # Seven of eight weeks, 49 days of one comment each: 90 in 90 days, not 90 x 49 / 56.
    log = tuple((FIRST + 7 * w, "comment", 7.0) for w in range(8) if w != 3)
    assert level(Member(stated=Stated(weekly_log=log)), "comments_given", 55) == (pytest.approx(90), SELF_REPORTED)


def test_a_row_of_the_log_with_an_unknown_habit_is_passed_over() -> None:
    assert level(Member(stated=Stated(weekly_log=((FIRST, "dance", 7.0),))), "comments_given", 6) == (None, MISSING)


# ----------------------------------------------------------------------------------------------------- seat and profile


def test_without_a_seat_leads_saved_are_a_known_zero() -> None:
    assert level(Member(), "leads_saved", 0) == (0, KNOWN)
    nothing_said = Stated(answers={"save_lead": 9.0})
    assert level(Member(stated=nothing_said), "leads_saved", 0) == (0, KNOWN)
    for stated in (Stated(False, answers={"leads_saved": 9.0}), Stated(False, signals={"leads_saved": 9.0})):
        assert level(Member(stated=stated), "leads_saved", 0) == (0, KNOWN)


def test_who_states_saved_leads_and_nothing_of_a_seat_has_one() -> None:
    for stated in (Stated(answers={"leads_saved": 9.0}), Stated(signals={"leads_saved": 9.0})):
        assert Member(stated=stated).seat
        assert level(Member(stated=stated), "leads_saved", 0) == (9, SELF_REPORTED)


def test_with_a_seat_leads_saved_are_what_its_file_says_and_missing_without_one() -> None:
    assert level(Member(stated=Stated(seat=True)), "leads_saved", 0) == (None, MISSING)
    member = Member(acted({"leads_saved": [4.0] * 90}), seat_seen=True)
    assert level(member, "leads_saved", 89) == (360, MEASURED)
    assert level(replace(member, stated=Stated(seat=False)), "leads_saved", 89) == (0, KNOWN)


def test_a_checklist_item_that_nobody_knows_counts_the_typical_share() -> None:
    # Photo .15 filled in, headline .15 not; the other .70 are unknown and count .80 each: .15 + .56.
    member = Member(profile=Profile({"photo": True, "headline": False}))
    assert level(member, "profile_completeness", 0) == (pytest.approx(0.71), PROXY)


def test_a_checklist_known_to_the_end_is_measured_or_self_reported() -> None:
    done = dict.fromkeys(CHECKLIST, True)
    assert level(Member(profile=Profile(done)), "profile_completeness", 0) == (pytest.approx(1), MEASURED)
    assert level(Member(stated=Stated(checklist=done)), "profile_completeness", 0) == (pytest.approx(1), SELF_REPORTED)
    assert level(Member(profile=Profile(dict.fromkeys(CHECKLIST, False))), "profile_completeness", 0) == (0, MEASURED)


def test_an_answer_completes_or_overrules_the_files_checklist() -> None:
    most = {item: True for item in CHECKLIST if item != "photo"}
    member = Member(profile=Profile(most), stated=Stated(checklist={"photo": False}))
    assert level(member, "profile_completeness", 0) == (pytest.approx(0.85), MEASURED)
    member = Member(profile=Profile(most), stated=Stated(checklist={"photo": False, "about": False}))
    assert level(member, "profile_completeness", 0) == (pytest.approx(0.70), MEASURED)


def test_a_checklist_of_which_nothing_is_known_is_missing() -> None:
    assert level(Member(), "profile_completeness", 0) == (None, MISSING)


# ------------------------------------------------------------------------------------------------ a history, day by day


@given(member=members(), index=st.integers(-10, 330))
def test_a_days_history_is_the_score_of_the_archive_cut_at_that_day(member: Member, index: int) -> None:
    day = FIRST + index
    told = api.history(member, start=day_of(day - 3), end=day_of(day + 3))
    cut = replace(member, activity=member.activity.until(day))
    score = api.score(cut, as_of=day_of(day))
    assert told.total[3] == pytest.approx(score.total, abs=1e-9)
    assert told.pillars[3] == pytest.approx([p.points for p in score.pillars], abs=1e-9)
    assert told.interval[3] == pytest.approx(score.interval, abs=1e-9)
    sources = [s.provenance == "missing" for s in score.signals]
    assert (told.provenance[3] == MISSING).tolist() == sources


def test_a_cut_takes_back_successes_that_were_not_yet_known() -> None:
    trials = Trials(np.array([FIRST], np.int32), np.array([FIRST + 40], np.int32), LONG_AGO, FIRST + 60)
    member = Member(Activity(FIRST, {}, {}, trials={"reply_rate": trials}))
    cut = replace(member, activity=member.activity.until(FIRST + 39))
    assert level(cut, "reply_rate", 39)[0] == level(member, "reply_rate", 39)[0] == pytest.approx(0.35 / 11)
    assert level(member, "reply_rate", 40)[0] == pytest.approx(1.35 / 11)
    assert cut.activity.trials["reply_rate"].success_day.tolist() == [NEVER]


@given(member=members(), order=st.permutations(range(12)))
def test_levels_do_not_depend_on_which_days_are_asked_together(member: Member, order: list[int]) -> None:
    days = FIRST + 20 * np.arange(12)
    together = levels_on(member, TABLE, days)
    shuffled = levels_on(member, TABLE, days[order])
    np.testing.assert_array_equal(shuffled.values, together.values[order])
    np.testing.assert_array_equal(shuffled.provenance, together.provenance[order])


@given(member=members(), index=st.integers(-50, 400))
def test_a_level_is_missing_where_its_provenance_says_so_and_never_below_zero(member: Member, index: int) -> None:
    levels = levels_on(member, TABLE, [FIRST + index])
    np.testing.assert_array_equal(np.isnan(levels.values), levels.provenance == MISSING)
    assert (levels.values[~np.isnan(levels.values)] >= 0).all()


def test_the_window_is_the_models_unless_another_is_asked_for() -> None:
    member = commented([1.0] * 300)
    k = INDEX["comments_given"]
    assert levels_on(member, Model(window=60), [FIRST + 299]).values[0, k] == 60
    assert levels_on(member, Model(window=60), [FIRST + 299], 120).values[0, k] == 120
