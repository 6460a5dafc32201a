"""A scenario laid over the days ahead: what is left of the past, and how many weeks of new habits count."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import Activity, Member, Profile, Stated, day_number
from ssi_core.model.future import (
    DISPERSION,
    Edit,
    Scenario,
    dispersion,
    edited,
    monday_of,
    remaining,
    since,
    weeks_of,
)
from ssi_core.model.history import MEASURED, PROXY, levels_on
from ssi_core.model.signals import INDEX, SIGNALS
from tests.model.members import FIRST, TABLE, acted, activities, saying

WINDOWED = [k for k, s in enumerate(SIGNALS) if s.kind == "window"]


def idle_for(activity: Activity, day: int, days: int) -> Activity:
    """The same archive cut at a day, followed by days on which files show that nothing was done."""
    cut = activity.until(day)
    size = max(cut.days, day - cut.first_day + 1)
    counts, covered = {}, {}
    for name in cut.counts:
        counts[name] = np.concatenate((cut.counts[name], np.zeros(size - cut.days + days)))
        told = np.concatenate((cut.covered[name], np.zeros(size - cut.days, bool), np.ones(days, bool)))
        covered[name] = told
    return Activity(cut.first_day, counts, covered, cut.from_the_start, cut.proxies, cut.trials)


# ------------------------------------------------------------------------------------------------------------ the past


@given(activity=activities(longest=200), data=st.data())
def test_the_past_leaves_the_window_as_it_came(activity: Activity, data: st.DataObject) -> None:
    # Where files speak of every day of the window, what is left is what an archive of idle days would show.
    day = FIRST + data.draw(st.integers(0, activity.days + 30))
    window = data.draw(st.sampled_from([60, 90, 120]))
    member = Member(activity)
    levels = levels_on(member, TABLE, [day], window)
    ahead = np.arange(0, window + 20, 3)
    left, even = remaining(member, levels, ahead, window)
    later = levels_on(Member(idle_for(activity, day, window + 20)), TABLE, day + ahead, window)
    for k in WINDOWED:
        if levels.provenance[0, k] in (MEASURED, PROXY):
            assert left[0, k] == pytest.approx(levels.values[0, k], abs=1e-9)
            assert left[-1, k] == 0
            assert (np.diff(left[:, k]) <= 1e-9).all()
            whole = ~np.isin(later.provenance[:, k], [4]) & (later.provenance[:, k] == MEASURED)
            if levels.provenance[0, k] == MEASURED and SIGNALS[k].key not in activity.proxies:
                np.testing.assert_allclose(left[whole, k], later.values[whole, k], atol=1e-9)
        else:
            assert np.isnan(left[:, k]).all()
            np.testing.assert_allclose(even[:, k], np.maximum(1 - ahead / window, 0))


def test_a_day_of_which_no_file_speaks_leaves_as_an_average_one() -> None:
    # 60 of 90 days are covered, with one comment each: a level of 90, and one a day leaves.
    covered = np.arange(90) >= 30
    member = Member(acted({"comments_given": np.where(covered, 1.0, 0.0)}, {"comments_given": covered}))
    levels = levels_on(member, TABLE, [FIRST + 89])
    left, _ = remaining(member, levels, np.array([0, 10, 45, 90]), 90)
    np.testing.assert_allclose(left[:, INDEX["comments_given"]], [90, 80, 45, 0])


def test_a_weekly_log_leaves_week_by_week() -> None:
    # 70 comments in the last week and none in the twelve before: all of them stay until that week leaves.
    log = tuple((FIRST + 7 * i, "comment", 70.0 if i == 12 else 0.0) for i in range(13))
    member = Member(stated=Stated(weekly_log=log))
    levels = levels_on(member, TABLE, [FIRST + 90], 91)
    left, _ = remaining(member, levels, np.array([0, 84, 88, 91]), 91)
    np.testing.assert_allclose(left[:, INDEX["comments_given"]], [70, 70, 30, 0])
    answered = replace(member, stated=Stated(answers={"comments_given": 9.0}, weekly_log=log))
    left, _ = remaining(answered, levels_on(answered, TABLE, [FIRST + 90], 91), np.array([0]), 91)
    assert np.isnan(left[:, INDEX["comments_given"]]).all()


def test_stocks_and_ratios_stay() -> None:
    member = saying({"connections": 300.0, "reply_rate": 0.2, "comments_given": 30.0})
    _, even = remaining(member, levels_on(member, TABLE, [FIRST]), np.array([0, 45, 90]), 90)
    np.testing.assert_allclose(even[:, INDEX["connections"]], 1)
    np.testing.assert_allclose(even[:, INDEX["reply_rate"]], 1)
    np.testing.assert_allclose(even[:, INDEX["comments_given"]], [1, 0.5, 0])


# ---------------------------------------------------------------------------------------------------------- the weeks


def test_a_week_begins_on_monday() -> None:
    wednesday = day_number(dt.date(2026, 11, 25))
    assert monday_of(wednesday) == day_number(dt.date(2026, 11, 23))
    assert monday_of(monday_of(wednesday)) == monday_of(wednesday)


def test_weeks_are_counted_from_the_first_day_without_those_off() -> None:
    day = day_number(dt.date(2026, 11, 29))  # a Sunday
    off = frozenset({day_number(dt.date(2026, 12, 7))})
    before, own = weeks_of(Scenario(off=off), day, day + 28)
    np.testing.assert_allclose(before, 0)
    np.testing.assert_allclose(own[[0, 7, 14, 21, 28]], [0, 1, 1, 2, 3])
    before, own = weeks_of(Scenario(start=day + 8, off=off), day, day + 28)
    np.testing.assert_allclose(before[[0, 7, 14, 28]], [0, 1, 1, 1])
    np.testing.assert_allclose(own[[7, 14, 21, 28]], [0, 0, 1, 2])


def test_what_is_new_counts_for_as_long_as_the_window_is() -> None:
    ahead = np.array([0, 30, 90, 120])
    start = since(Scenario(), saying({}), FIRST, ahead, 90)
    np.testing.assert_array_equal(start[:, INDEX["comments_given"]], [0, 0, 0, 30])
    np.testing.assert_array_equal(start[:, INDEX["connections"]], 0)
    np.testing.assert_array_equal(start[:, INDEX["leads_saved"]], ahead, "without a seat no lead counts")
    np.testing.assert_array_equal(since(Scenario(), saying({}, seat=True), FIRST, ahead, 90)[:, INDEX["leads_saved"]],
                                  [0, 0, 0, 30])  # fmt: skip


# ------------------------------------------------------------------------------------------------------- the profile


def test_edits_of_the_profile_count_from_their_day_on() -> None:
    member = Member(profile=Profile({"photo": False, "about": True}))
    ahead = np.array([0, 9, 10, 40])
    edits = (Edit(FIRST + 10, "photo", 1.0), Edit(FIRST + 40, "about", 0.0), Edit(FIRST + 10, "location", 1.0))
    level, more = edited(Scenario(edits=edits), member, FIRST, ahead, 90)
    # A photo weighs .15; of a location nobody knows, and it counts .8 of .05 until it is there.
    np.testing.assert_allclose(more, [0, 0, 0.16, 0.01])
    assert np.isnan(level[:, INDEX["profile_completeness"]]).all()


def test_a_level_that_is_set_stays_and_a_stock_grows_from_it() -> None:
    edits = (Edit(FIRST + 10, "comments_given", 50.0), Edit(FIRST + 10, "connections", 400.0))
    ahead = np.array([0, 10, 40])
    scenario, member = Scenario(edits=edits), saying({})
    level, _ = edited(scenario, member, FIRST, ahead, 180)
    np.testing.assert_allclose(level[:, INDEX["comments_given"]], [np.nan, 100, 100])
    np.testing.assert_allclose(level[:, INDEX["connections"]], [np.nan, 400, 400])
    start = since(scenario, member, FIRST, ahead, 180)
    np.testing.assert_array_equal(start[:, INDEX["comments_given"]], [0, 10, 40])
    np.testing.assert_array_equal(start[:, INDEX["connections"]], [0, 9, 9])


def test_a_seat_comes_and_goes() -> None:
    ahead, leads = np.array([0, 10, 40, 60]), INDEX["leads_saved"]
    gained = Scenario(edits=(Edit(FIRST + 10, "seat", 1.0),))
    np.testing.assert_array_equal(since(gained, saying({}), FIRST, ahead, 45)[:, leads], [0, 9, 9, 15])
    lost = replace(gained, edits=(*gained.edits, Edit(FIRST + 50, "seat", 0.0)))
    np.testing.assert_array_equal(since(lost, saying({}), FIRST, ahead, 45)[:, leads], [0, 9, 9, 60])
    level, _ = edited(lost, saying({}, seat=True), FIRST, ahead, 45)
    np.testing.assert_array_equal(level[:, leads], [np.nan, np.nan, np.nan, 0])


# ------------------------------------------------------------------------------------------------------ how unevenly


def test_bouts_are_seen_and_an_even_pace_too() -> None:
    even, bouts = np.ones(91), np.zeros(91)
    bouts[::28] = 23
    member = Member(acted({"comments_given": even, "reactions_given": bouts}), stated=Stated())
    phi, weeks = dispersion(member, FIRST + 90)
    assert phi[INDEX["comments_given"]] == pytest.approx(6 * DISPERSION / 18)
    assert phi[INDEX["reactions_given"]] > 5
    assert phi[INDEX["people_searches"]] == DISPERSION
    assert weeks[INDEX["comments_given"]] == 13
    half = Member(acted({"comments_given": even}, {"comments_given": np.arange(91) >= 49}))
    assert dispersion(half, FIRST + 90)[1][INDEX["comments_given"]] == 6
