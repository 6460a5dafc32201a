"""The nouns that travel from the files to the model."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import (
    CHECKLIST,
    LONG_AGO,
    NEVER,
    Activity,
    Member,
    Profile,
    Reading,
    Stated,
    Target,
    Trials,
    day_number,
    day_of,
)
from tests.model.members import FIRST, acted, activities, tried

# ----------------------------------------------------------------------------------------------------------------- days


def test_days_are_counted_from_1970() -> None:
    assert day_number(dt.date(1970, 1, 1)) == 0
    assert day_number(dt.date(1969, 12, 31)) == -1
    assert day_number(dt.date(2026, 7, 1)) == np.datetime64("2026-07-01").astype("datetime64[D]").astype(int)
    assert day_of(np.int64(20635)) == dt.date(2026, 7, 1)


@given(day=st.dates())
def test_a_day_and_its_number_are_one(day: dt.date) -> None:
    assert day_of(day_number(day)) == day


# --------------------------------------------------------------------------------------------------- what is refused


def test_attempts_and_successes_come_in_pairs() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) days of attempts, \(3,\) of successes: give one each"):
        Trials(np.zeros(2, np.int32), np.zeros(3, np.int32), 0, 9)


def test_counts_come_with_their_reach() -> None:
    with pytest.raises(ValueError, match=r"counts of \['articles'\] but reach of \['reposts'\]: give both"):
        Activity(0, {"articles": np.zeros(3)}, {"reposts": np.ones(3, bool)})


@pytest.mark.parametrize(("counts", "reach"), [((3, 4), (3, 4)), ((3, 3), (3, 4))])
def test_series_are_of_one_length(counts: tuple[int, int], reach: tuple[int, int]) -> None:
    names = ("articles", "reposts")
    with pytest.raises(ValueError, match=r"series of \[3, 4\] days: all must be of one length"):
        Activity(
            0,
            {n: np.zeros(d) for n, d in zip(names, counts, strict=True)},
            {n: np.ones(d, bool) for n, d in zip(names, reach, strict=True)},
        )


@pytest.mark.parametrize("noun", [Profile, Stated])
def test_unknown_checklist_items_are_named_with_the_known_ones(noun: type[Profile] | type[Stated]) -> None:
    with pytest.raises(ValueError, match=r"unknown checklist items \['banner'\]: choose from photo, headline, about"):
        noun(checklist={"banner": True, "photo": True})
    assert dict(noun(checklist=dict.fromkeys(CHECKLIST, True)).checklist) == dict.fromkeys(CHECKLIST, True)


# ---------------------------------------------------------------------------------------------------- what stays put


def test_nouns_do_not_change_and_do_not_share_what_they_were_given() -> None:
    counts, said = {"articles": np.zeros(3)}, {"connections": 5.0}
    activity, stated = Activity(0, counts, {"articles": np.ones(3, bool)}), Stated(signals=said)
    counts["reposts"], said["shares"] = np.zeros(9), 1.0
    assert set(activity.counts) == {"articles"}
    assert set(stated.signals) == {"connections"}
    with pytest.raises(TypeError):
        stated.signals["shares"] = 1.0  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        stated.seat = True  # type: ignore[misc]


def pickled(noun: Member) -> Member:
    return pickle.loads(pickle.dumps(noun))


@pytest.mark.parametrize("through", [pickled, copy.deepcopy])
def test_a_member_can_travel_to_a_cache_and_to_another_process(through: Callable[[Member], Member]) -> None:
    member = Member(
        acted({"articles": [1, 2]}, from_the_start=frozenset({"articles"}), trials={"reply_rate": tried([0], [1])}),
        Profile({"photo": True}, {"media_items": 2.0}, frozenset({"media_items"})),
        Stated(True, {"about": False}, {"shares": 3.0}, {"comment": 4.0}, ((FIRST, "post", 1.0),)),
        True,
        (Reading(FIRST, 40.0, {"brand": 10.0}),),
        FIRST + 1,
    )
    arrived = through(member)
    assert (arrived.profile, arrived.stated, arrived.seat_seen) == (member.profile, member.stated, True)
    assert (arrived.readings, arrived.last_day) == (member.readings, FIRST + 1)
    assert arrived.activity.counts["articles"].tolist() == [1, 2]
    assert arrived.activity.from_the_start == {"articles"}
    assert arrived.activity.trials["reply_rate"].success_day.tolist() == [FIRST + 1]
    with pytest.raises(TypeError):
        arrived.stated.signals["shares"] = 1.0  # type: ignore[index]


def test_a_member_of_whom_nothing_is_known() -> None:
    member = Member()
    assert member.activity.days == 0
    assert (member.last_day, member.readings, member.seat) == (None, (), False)
    assert Target() == Target((), ())


# ----------------------------------------------------------------------------------------------------- the archive, cut


def test_a_cut_keeps_the_day_and_what_was_before() -> None:
    activity = acted({"articles": [1, 2, 3], "reposts": [0, 0, 9]}, {"reposts": [False, True, True]})
    cut = activity.until(FIRST + 1)
    assert (cut.first_day, cut.days) == (FIRST, 2)
    assert cut.counts["articles"].tolist() == [1, 2]
    assert cut.covered["reposts"].tolist() == [False, True]


@pytest.mark.parametrize(("day", "days"), [(-1, 0), (-50, 0), (0, 1), (2, 3), (50, 3)])
def test_a_cut_before_the_archive_is_empty_and_after_it_whole(day: int, days: int) -> None:
    activity = acted({"articles": [1, 2, 3]}, from_the_start=frozenset({"articles"}), proxies=frozenset({"articles"}))
    cut = activity.until(FIRST + day)
    assert cut.days == days
    assert (cut.from_the_start, cut.proxies) == (activity.from_the_start, activity.proxies)


def test_a_cut_forgets_attempts_and_successes_that_were_still_to_come() -> None:
    trials = tried([0, 5, 7, 9], [7, 8, None, None], first=FIRST - 3, last=FIRST + 20)
    cut = Activity(FIRST, {}, {}, trials={"reply_rate": trials}).until(FIRST + 7).trials["reply_rate"]
    assert (cut.day - FIRST).tolist() == [0, 5, 7]
    assert cut.success_day.tolist() == [FIRST + 7, NEVER, NEVER]
    assert (cut.first, cut.last) == (FIRST - 3, FIRST + 7)
    assert cut.day.dtype == cut.success_day.dtype == np.int32
    later = Activity(FIRST, {}, {}, trials={"reply_rate": trials}).until(FIRST + 99).trials["reply_rate"]
    assert later.last == FIRST + 20


@given(activity=activities(longest=40), days=st.tuples(st.integers(-5, 45), st.integers(-5, 45)))
def test_cutting_twice_is_cutting_at_the_earlier_day(activity: Activity, days: tuple[int, int]) -> None:
    twice, once = activity.until(FIRST + days[0]).until(FIRST + days[1]), activity.until(FIRST + min(days))
    assert twice.days == once.days
    for name, series in once.counts.items():
        np.testing.assert_array_equal(twice.counts[name], series)
        np.testing.assert_array_equal(twice.covered[name], once.covered[name])
    for key, trials in once.trials.items():
        np.testing.assert_array_equal(twice.trials[key].day, trials.day)
        np.testing.assert_array_equal(twice.trials[key].success_day, trials.success_day)
        assert (twice.trials[key].first, twice.trials[key].last) == (trials.first, trials.last)


def test_never_is_later_and_long_ago_earlier_than_any_day() -> None:
    assert LONG_AGO < day_number(dt.date.min) < day_number(dt.date.max) < NEVER


# ---------------------------------------------------------------------------------------------------------------- seat


@pytest.mark.parametrize(
    ("said", "seen", "seat"),
    [(None, False, False), (None, True, True), (True, False, True), (False, True, False)],
)
def test_a_seat_is_what_was_said_else_whether_its_files_were_seen(said: bool | None, seen: bool, seat: bool) -> None:
    assert Member(stated=Stated(seat=said), seat_seen=seen).seat is seat


# ------------------------------------------------------------------------------------------------------- said over said


def test_what_is_said_lies_over_what_was_said_before() -> None:
    earlier = Stated(True, {"photo": True, "about": True}, {"shares": 1.0}, {"comment": 1.0, "post": 2.0})
    later = Stated(None, {"about": False}, {"shares": 5.0, "connections": 9.0}, {"post": 7.0})
    both = later.over(earlier)
    assert both.seat is True
    assert dict(both.checklist) == {"photo": True, "about": False}
    assert dict(both.signals) == {"shares": 5.0, "connections": 9.0}
    assert dict(both.answers) == {"comment": 1.0, "post": 7.0}


@pytest.mark.parametrize("before", [None, True, False])
@pytest.mark.parametrize("after", [None, True, False])
def test_a_seat_denied_is_said_too(before: bool | None, after: bool | None) -> None:
    assert Stated(after).over(Stated(before)).seat is (before if after is None else after)


def test_logs_are_joined_and_a_row_that_both_hold_counts_once() -> None:
    one, two, three = (FIRST, "post", 1.0), (FIRST, "comment", 2.0), (FIRST + 7, "post", 1.0)
    assert Stated(weekly_log=(two, three)).over(Stated(weekly_log=(one, two))).weekly_log == (one, two, three)


def test_saying_nothing_changes_nothing() -> None:
    said = Stated(True, {"photo": True}, {"shares": 1.0}, {"comment": 1.0}, ((FIRST, "post", 1.0),))
    assert Stated().over(said) == said
    assert said.over(Stated()) == said
    assert replace(said, seat=None) != said


@pytest.mark.parametrize(
    ("stated", "told", "seat"),
    [(None, (None,), False), (None, (True,), True), (None, (True, None), True), (None, (True, False), False),
     (False, (True,), False), (True, (False,), True)],
)  # fmt: skip
def test_a_reading_tells_whether_there_is_a_seat_unless_the_user_does(
    stated: bool | None, told: tuple[bool | None, ...], seat: bool
) -> None:
    readings = tuple(Reading(day, 40.0, seat=said) for day, said in enumerate(told))
    assert Member(stated=Stated(seat=stated), readings=readings).seat is seat


def test_a_reading_without_a_seat_overrules_old_navigator_files() -> None:
    assert not Member(seat_seen=True, readings=(Reading(1, 40.0, seat=False),)).seat


def test_saved_leads_that_the_user_tells_of_weigh_more_than_a_page() -> None:
    assert Member(stated=Stated(signals={"leads_saved": 3.0}), readings=(Reading(1, 40.0, seat=False),)).seat
