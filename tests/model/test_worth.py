"""What a change is worth: exactly the difference that it makes to the score, all else held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import CHECKLIST, Activity, Member, Profile, Stated
from ssi_core.model.ensemble import fill_of
from ssi_core.model.habits import HABITS
from ssi_core.model.history import levels_on, ratio_counts
from ssi_core.model.plan import next_best_actions
from ssi_core.model.score import points_of
from ssi_core.model.signals import INDEX, SIGNAL_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.model.worth import Worth
from tests.model.members import FIRST, TABLE, level_sets, members, saying, tried, typical_levels

HABIT = {h.key: h for h in HABITS}
MODELS = (TABLE, Model(curve="saturating"), Model(window=60))


def worth(member: Member, model: Model = TABLE, day: int = FIRST + 20) -> Worth:
    levels = levels_on(member, model, [day])
    return Worth(member, model, levels, fill_of(levels, model))


def total(member: Member, model: Model = TABLE) -> float:
    return float(points_of(levels_on(member, model, [FIRST + 20]).values[0], model).sum())


# ----------------------------------------------------------------------------------------------------- worked by hand


def test_a_signal_at_its_cap_is_worth_the_points_that_lack() -> None:
    member = saying({"comments_given": 100.0, "connections": 3000.0})
    assert worth(member).at_cap(INDEX["comments_given"]) == pytest.approx(7 * 150 / 250)
    assert worth(member).at_cap(INDEX["connections"]) == 0


def test_an_hour_of_comments_is_worth_twenty_comments() -> None:
    gains = worth(saying({"comments_given": 100.0})).acting(HABIT["comment"], 20)
    assert gains[INDEX["comments_given"]] == pytest.approx(7 * 20 / 250)
    assert gains.sum() == pytest.approx(0.56)
    near = worth(saying({"comments_given": 245.0})).acting(HABIT["comment"], 20)
    assert near.sum() == pytest.approx(7 * 5 / 250)  # at the cap, more counts nothing


def test_notes_make_a_ratio_and_a_ratio_has_an_end() -> None:
    # 10 attempts, 4 of them personal, and a prior of 10 at .18: (4 + 1.8) / 20; 30 notes more: (5.8 + 30) / 50.
    trials = tried([0] * 10, [0] * 4 + [None] * 6)
    member = Member(Activity(FIRST, {}, {}, trials={"personal_outreach": trials}))
    assert ratio_counts(trials, [FIRST + 20], 90)[0][0] == 10
    gains = worth(member).acting(HABIT["personal_note"], 30)
    assert gains.sum() == pytest.approx(2 * (0.6 - 5.8 / 20) / 0.6)  # .716 is above what is enough
    gains = worth(member).acting(HABIT["personal_note"], 5)
    assert gains.sum() == pytest.approx(2 * (10.8 / 25 - 5.8 / 20) / 0.6)


def test_actions_that_bring_a_signal_to_its_cap() -> None:
    held = worth(saying({"comments_given": 100.0, "original_posts": 6.0, "reply_rate": 0.1}))
    assert held.actions_to_cap(HABIT["comment"], INDEX["comments_given"]) == 150
    assert held.actions_to_cap(HABIT["post"], INDEX["original_posts"]) == 20
    assert held.actions_to_cap(HABIT["post"], INDEX["comments_given"]) is None
    assert held.actions_to_cap(HABIT["message"], INDEX["reply_rate"]) is None
    assert worth(saying({"comments_given": 900.0})).actions_to_cap(HABIT["comment"], INDEX["comments_given"]) == 0


def test_an_item_is_worth_what_it_does_not_count_yet() -> None:
    profile = Profile({"about": False, "headline": True})
    held = worth(Member(profile=profile))
    assert held.item("about") == pytest.approx(9 * 0.15)
    assert held.item("headline") == 0
    assert held.item("photo") == pytest.approx(9 * 0.15 * (1 - 0.8))  # unknown, so it counts the typical share


def test_where_nothing_is_known_of_the_profile_an_item_counts_what_the_score_takes_it_for() -> None:
    held = worth(Member())
    share = held.at[INDEX["profile_completeness"]]
    assert held.item("about") == pytest.approx(9 * 0.15 * (1 - share))
    assert worth(Member(stated=Stated(answers={"profile_completeness": 0.5}))).item("about") == pytest.approx(0.675)


def test_where_the_level_itself_was_stated_an_item_changes_nothing() -> None:
    member = Member(profile=Profile({"about": False}), stated=Stated(signals={"profile_completeness": 0.5}))
    assert worth(member).item("about") == 0


# -------------------------------------------------------------------------------------------------------- properties


@pytest.mark.parametrize("model", MODELS, ids=["published", "saturating", "60 days"])
@given(levels=level_sets(missing=False))
def test_with_nothing_missing_it_is_the_difference_of_two_scores(levels: dict[str, float], model: Model) -> None:
    member = saying(levels)
    held, before = worth(member, model), total(member, model)
    for s in SIGNALS:
        if s.key in levels:
            # Of a window signal 90 days are stated, whatever the window.
            full = levels | {s.key: 60 * s.enough}
            assert total(saying(full), model) - before == pytest.approx(held.at_cap(INDEX[s.key]), abs=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=["published", "saturating", "60 days"])
@given(data=st.data(), checklist=st.dictionaries(st.sampled_from(CHECKLIST), st.booleans(), min_size=1))
def test_ticking_an_item_makes_that_difference(
    data: st.DataObject, checklist: dict[str, bool], model: Model
) -> None:
    levels = data.draw(level_sets(missing=False))
    del levels["profile_completeness"]
    member = replace(saying(levels), profile=Profile(checklist))
    held, before = worth(member, model), total(member, model)
    for item in CHECKLIST:
        ticked = replace(member, stated=replace(member.stated, checklist={item: True}))
        assert total(ticked, model) - before == pytest.approx(held.item(item), abs=1e-9)


@given(member=members(), day=st.integers(-30, 300))
def test_one_action_is_worth_what_the_next_best_actions_say(member: Member, day: int) -> None:
    held = worth(member, TABLE, FIRST + day)
    said = {a.habit: a for a in next_best_actions(member, TABLE, held.levels, held.fill)}
    for habit in HABITS:
        if not habit.seat_only or member.seat:
            one = float(held.acting(habit, 1).sum())
            told = said[habit.key].points_per_hour * habit.minutes / 60 if habit.key in said else 0.0
            assert one == pytest.approx(told, abs=1e-9)


@given(member=members(), day=st.integers(-30, 300), more=st.floats(0, 40))
def test_more_is_never_worth_less_and_never_more_than_what_lacks(member: Member, day: int, more: float) -> None:
    held = worth(member, TABLE, FIRST + day)
    room = np.array([held.at_cap(k) for k in range(len(SIGNAL_KEYS))])
    for habit in HABITS:
        some, beyond = held.acting(habit, 5), held.acting(habit, 5 + more)
        assert (some >= -1e-12).all()
        assert (beyond >= some - 1e-9).all()
        assert (beyond <= room + 1e-9).all()
    assert all(held.item(i) >= 0 for i in CHECKLIST)


def test_a_typical_member_has_something_to_gain_everywhere() -> None:
    held = worth(saying(typical_levels(seat=True), seat=True))
    assert all(held.at_cap(k) > 0 for k in range(len(SIGNAL_KEYS)))
