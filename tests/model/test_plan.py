"""Next best actions: what one more action of each habit is worth, and the table of habits behind it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import Activity, Member, Stated
from ssi_core.model.ensemble import fill_of
from ssi_core.model.habits import HABIT_KEYS, HABITS, Habit
from ssi_core.model.history import levels_on, ratio_counts
from ssi_core.model.plan import NextAction, next_best_actions
from ssi_core.model.score import points_of
from ssi_core.model.signals import INDEX, SIGNAL_KEYS, SIGNALS
from ssi_core.model.table import Model
from tests.model.members import FIRST, TABLE, level_sets, saying, tried, typical_levels

BY_KEY = {h.key: h for h in HABITS}
FULL = {s.key: s.enough for s in SIGNALS}


def actions(member: Member, model: Model = TABLE) -> dict[str, NextAction]:
    levels = levels_on(member, model, [FIRST + 20])
    return {a.habit: a for a in next_best_actions(member, model, levels, fill_of(levels, model))}


def gain(action: NextAction) -> float:
    """Points of one action."""
    return action.points_per_hour * BY_KEY[action.habit].minutes / 60


# ----------------------------------------------------------------------------------------------------------- the habits


def test_habits_have_keys_of_their_own_take_time_and_feed_signals_of_the_table() -> None:
    assert len(set(HABIT_KEYS)) == len(HABITS) == 14
    for habit in HABITS:
        assert habit.minutes > 0
        assert habit.at_most > 0
        assert {*habit.feeds, *habit.brings} <= set(SIGNAL_KEYS)
        assert all(each > 0 for each in (*habit.feeds.values(), *habit.brings.values()))


def test_nobody_is_told_to_send_more_than_100_invitations_a_week() -> None:
    assert BY_KEY["invite"].at_most <= 100


def test_saving_leads_is_the_one_habit_that_takes_a_seat() -> None:
    assert [h.key for h in HABITS if h.seat_only] == ["save_lead"]


# ----------------------------------------------------------------------------------------------- what one action brings


def after(habit: Habit, levels: dict[str, float]) -> dict[str, float]:
    """Levels after one action of a member with no archive, by MODEL's table of habits."""
    adds = {**habit.feeds, **habit.brings}
    if habit.key == "invite":
        accepted = levels["invite_acceptance"]
        seniors = min(1.0, levels["senior_connections"] / max(1.0, levels["connections"]))
        adds = {
            "connections": accepted,
            "right_people_added": accepted * seniors,
            "senior_connections": accepted * seniors,
        }
    if habit.key == "personal_note":
        # One success more among one trial more, shrunk by ten: (10 r + 1) / 11 - r.
        adds = {"personal_outreach": max(0.0, 1 - levels["personal_outreach"]) / 11}
    return {key: level + adds.get(key, 0.0) for key, level in levels.items()}


def points(levels: dict[str, float], model: Model) -> float:
    return float(points_of([levels[key] for key in SIGNAL_KEYS], model).sum())


@pytest.mark.parametrize("curve", ["ramp", "saturating"])
@given(levels=level_sets(missing=False), seat=st.booleans())
def test_an_action_is_worth_the_difference_that_it_makes_to_the_score(
    curve: str, levels: dict[str, float], seat: bool
) -> None:
    model = Model(curve=curve)
    ratios = {key: min(1.0, levels[key]) for key in ("invite_acceptance", "personal_outreach", "reply_rate")}
    levels = levels | ratios | {"leads_saved": 20.0 if seat else 0.0}
    told = actions(saying({k: v for k, v in levels.items() if seat or k != "leads_saved"}, seat=seat), model)
    for habit in HABITS:
        if habit.seat_only and not seat:
            assert habit.key not in told
            continue
        want = points(after(habit, levels), model) - points(levels, model)
        assert (gain(told[habit.key]) if habit.key in told else 0) == pytest.approx(want, abs=1e-9), habit.key


@given(levels=level_sets(), seat=st.booleans())
def test_the_best_come_first_and_all_bring_something(levels: dict[str, float], seat: bool) -> None:
    member = saying(levels, seat=seat)
    at = levels_on(member, TABLE, [FIRST])
    told = next_best_actions(member, TABLE, at, fill_of(at, TABLE))
    rates = [a.points_per_hour for a in told]
    assert rates == sorted(rates, reverse=True)
    assert all(rate > 0 for rate in rates)
    assert len({a.habit for a in told}) == len(told)


def test_what_is_at_its_cap_gives_nothing() -> None:
    assert actions(saying(FULL, seat=True)) == {}
    # All but comments at the cap: one comment of 250, for 7 points.
    told = actions(saying(FULL | {"comments_given": 0.0}, seat=True))
    assert list(told) == ["comment"]
    assert gain(told["comment"]) == pytest.approx(7 / 250)


def test_the_last_step_to_a_cap_counts_only_as_far_as_the_cap() -> None:
    told = actions(saying(FULL | {"comments_given": 249.75}))
    assert gain(told["comment"]) == pytest.approx(0.25 * 7 / 250)


def test_without_a_seat_nobody_is_told_to_save_leads() -> None:
    assert "save_lead" not in actions(saying(typical_levels()))
    told = actions(saying(typical_levels(seat=True), seat=True))
    assert gain(told["save_lead"]) == pytest.approx(6 / 60)


def test_points_are_told_per_hour() -> None:
    # A reaction takes .3 minutes and is one of 500, for 3 points: .006 points, 200 an hour, so 1.2.
    assert actions(saying(typical_levels()))["react"].points_per_hour == pytest.approx(1.2)


def test_a_post_feeds_several_signals_at_once() -> None:
    # One of 26 posts (3 points), one of 39 shares (5), 15 of 500 engagements (4), 2 of 100 followers (2).
    told = actions(saying(typical_levels()))
    assert gain(told["post"]) == pytest.approx(3 / 26 + 5 / 39 + 4 * 15 / 500 + 2 * 2 / 100)


def test_an_invitation_is_worth_what_is_accepted_of_it() -> None:
    # 9 % of 1,000 connections are senior. Accepted by .4: .4 of 1,200 connections (15 points), and 9 % of that each
    # among 40 right people (3 points) and 100 senior connections (3).
    levels = typical_levels() | {"connections": 1000.0, "senior_connections": 90.0, "invite_acceptance": 0.4}
    want = 0.4 * (15 / 1200 + 0.09 * 3 / 40 + 0.09 * 3 / 100)
    assert gain(actions(saying(levels))["invite"]) == pytest.approx(want)
    half = actions(saying(levels | {"invite_acceptance": 0.2}))
    assert gain(half["invite"]) == pytest.approx(want / 2)


def test_a_note_moves_the_share_of_personal_outreach_less_the_more_was_tried() -> None:
    # 4 of 20 attempts are personal: (4 + 1.8) / 30. One more, personal: (5 + 1.8) / 31. Cap .6, 2 points.
    trials = tried([0] * 20, [0] * 4 + [None] * 16)
    member = Member(Activity(FIRST, {}, {}, trials={"personal_outreach": trials}))
    assert ratio_counts(trials, [FIRST + 20], 90)[0] == [20]
    assert gain(actions(member)["personal_note"]) == pytest.approx((6.8 / 31 - 5.8 / 30) / 0.6 * 2)


@pytest.mark.parametrize("curve", ["ramp", "saturating"])
def test_a_missing_signal_stands_where_the_headline_puts_it(curve: str) -> None:
    # Of this member only the comments are not known. One more adds what the curve's slope gives at that place.
    model = Model(curve=curve)
    member = saying(typical_levels(without=["comments_given"]))
    levels = levels_on(member, model, [FIRST + 20])
    fill = fill_of(levels, model)
    k = INDEX["comments_given"]
    # The level whose points are those of the headline, by bisection.
    low, high = 0.0, 5 * model.enough[k]
    for _ in range(60):
        middle = (low + high) / 2
        at = levels.values[0].copy()
        at[k] = middle
        low, high = (middle, high) if points_of(at, model)[k] < fill[0, k] * model.max[k] else (low, middle)
    at[k] = low + 1
    want = points_of(at, model)[k] - fill[0, k] * model.max[k]
    assert gain(actions(member, model)["comment"]) == pytest.approx(want, rel=1e-3)


# ------------------------------------------------------------------------------------------------------------- in words


def test_the_reason_holds_the_members_own_figures() -> None:
    told = actions(saying(typical_levels() | {"comments_given": 71.0, "invite_acceptance": 0.3, "connections": 1100.0}))
    assert told["comment"].why == (
        "Comments given stands at 71, 250 is enough; to comment on a post takes 3 minutes and adds 0.03 points"
    )
    assert told["invite"].why.startswith("Connections stands at 1,100, 1,200 is enough; to invite somebody takes 1.5")
    assert told["personal_note"].why.startswith("Personal outreach stands at 18%, 60% is enough; ")
    assert told["comment"].label == "comment on a post"


def test_a_reason_says_what_is_not_known_and_follows_the_window() -> None:
    told = actions(Member(stated=Stated(seat=True)), Model(window=180))
    assert told["comment"].why.startswith("Comments given is not known; ")
    assert told["save_lead"].why.endswith("to save a lead takes a minute and adds 0.05 points")
    stated = actions(saying({"comments_given": 30.0}), Model(window=180))
    assert stated["comment"].why.startswith("Comments given stands at 60, 500 is enough; ")


def test_the_reason_names_the_signal_that_gains_most() -> None:
    # With the posts at their cap, and shares too, a post still brings engagement: 15 of 500 for 4 points.
    told = actions(saying(FULL | {"engagement_received": 100.0, "followers_gained": 0.0}))
    assert told["post"].why.startswith("Engagement received stands at 100, 500 is enough; ")


def test_counts_of_the_archive_stand_in_the_reason() -> None:
    counts = {"comments_given": np.ones(21)}
    covered = {"comments_given": np.ones(21, bool)}
    member = Member(Activity(FIRST, counts, covered, frozenset({"comments_given"})))
    assert actions(member)["comment"].why.startswith("Comments given stands at 21, 250 is enough; ")
