"""Habits learnt: how often a member does something, and what it brings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from ssi_core.member import Activity, Member, Stated
from ssi_core.model.ensemble import fill_of
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.history import levels_on
from ssi_core.model.learnt import Learnt, OwnRate, learnt
from ssi_core.model.signals import INDEX
from ssi_core.model.table import Model
from tests.model.members import FIRST, TABLE, acted, members, saying, tried, typical_levels


def of(member: Member, day: int = 363, model: Model = TABLE) -> Learnt:
    levels = levels_on(member, model, [FIRST + day])
    return learnt(member, model, levels, fill_of(levels, model))


def each(found: Learnt, habit: str, signal: str) -> float:
    return float(found.each[HABIT_KEYS.index(habit), INDEX[signal]])


def own(found: Learnt, habit: str) -> OwnRate:
    return found.own[HABIT_KEYS.index(habit)]


def every(days: int, step: int, of_each: float = 1.0) -> NDArray[np.float64]:
    series = np.zeros(days)
    series[::step] = of_each
    return series


# ------------------------------------------------------------------------------------------------ what an action brings


def test_without_history_every_figure_is_the_tables_own_and_says_so() -> None:
    found = of(saying(typical_levels()))
    for habit in HABITS:
        for key, assumed in {**habit.feeds, **habit.brings}.items():
            if habit.key != "invite":
                assert each(found, habit.key, key) == assumed
    assert not any(y.learnt for y in found.yields)
    assert all(y.each == y.assumed for y in found.yields if y.habit != "invite")
    assert all("our assumption" in y.words for y in found.yields)


def test_what_a_post_brings_is_learnt_and_shrunk() -> None:
    # A year of 52 posts that brought 30 each: (1560 + 4 * 15) / (52 * 15 + 4 * 15) times the assumption.
    posts = every(364, 7)
    member = Member(acted({"original_posts": posts, "reposts": np.zeros(364), "engagement_received": 30 * posts}))
    found = of(member)
    factor = (52 * 30 + 60) / (52 * 15 + 60)
    assert each(found, "post", "engagement_received") == pytest.approx(15 * factor)
    assert each(found, "article", "engagement_received") == pytest.approx(20 * factor)
    assert each(found, "repost", "engagement_received") == pytest.approx(2 * factor)
    (one,) = (y for y in found.yields if (y.habit, y.signal) == ("post", "engagement_received"))
    assert one.learnt
    assert one.words == "to write a post adds 29 to Engagement received, as your own last year shows"
    # Of two posts the assumption knows more.
    two = of(Member(acted({"original_posts": every(364, 182), "engagement_received": every(364, 182, 90.0)})))
    assert each(two, "post", "engagement_received") == pytest.approx(15 * (180 + 60) / (30 + 60))
    assert not next(y for y in two.yields if y.signal == "engagement_received").learnt


def test_only_days_count_on_which_files_speak_of_both() -> None:
    posts = every(364, 7)
    covered = np.arange(364) >= 273  # a workbook of the last 91 days
    member = Member(
        acted({"original_posts": posts, "followers_gained": np.where(covered, 4 * posts, 0)},
              {"original_posts": np.ones(364, bool), "followers_gained": covered})
    )  # fmt: skip
    assert each(of(member), "post", "followers_gained") == pytest.approx(2 * (13 * 4 + 8) / (13 * 2 + 8))


def test_nothing_that_came_later_is_looked_at() -> None:
    posts = every(400, 7)
    counts = {"original_posts": posts, "engagement_received": np.where(np.arange(400) < 364, 10.0, 500.0)}
    whole = Member(acted(counts))
    cut = Member(acted(counts).until(FIRST + 363))
    np.testing.assert_array_equal(of(whole).each, of(cut).each)
    assert of(whole).weekly == of(cut).weekly


def test_an_invitation_brings_what_is_accepted_and_who_they_are() -> None:
    # Of a year's 364 new connections a quarter are senior, a tenth are the right people; 8 of 30 accept.
    trials = {"invite_acceptance": tried([300] * 30, [310] * 8 + [None] * 22)}
    new = np.ones(364)
    counts = {"connections_added": new, "senior_added": new / 4, "right_people_added": new / 10,
              "invitations_sent": every(364, 4)}  # fmt: skip
    found = of(Member(acted(counts, trials=trials)))
    accepted = (8 + 3.75) / 40
    assumed = 91 / 364
    assert each(found, "invite", "connections") == pytest.approx(accepted)
    assert each(found, "invite", "senior_connections") == pytest.approx(accepted * (91 + assumed * 10) / 374)
    assert each(found, "invite", "right_people_added") == pytest.approx(accepted * (36.4 + assumed * 10) / 374)
    assert all(y.learnt for y in found.yields if y.habit == "invite")
    # What the invitations do not account for comes by itself.
    assert found.passive[INDEX["connections"]] == pytest.approx(7 * (1 - accepted / 4))


def test_endorsements_come_back_one_for_one_at_most() -> None:
    counts = {"endorsements_given": every(364, 14), "endorsements_received": every(364, 14, 3.0)}
    found = of(Member(acted(counts)))
    assert each(found, "endorse", "endorsements_received") == 1
    assert found.passive[INDEX["endorsements_received"]] == pytest.approx(7 * 2 * 26 / 364)
    none = of(Member(acted({**counts, "endorsements_received": np.zeros(364)})))
    assert each(none, "endorse", "endorsements_received") == pytest.approx(3 / 36)


def test_who_searches_more_than_is_viewed_views_less_than_one_a_search() -> None:
    found = of(Member(acted({"people_searches": np.ones(364), "profile_views_made": every(364, 4)})))
    one = (91 + 20) / 384
    assert each(found, "search", "profile_views_made") == pytest.approx(one)
    assert own(found, "view_profile").weekly == 0


# ---------------------------------------------------------------------------------------------------------- as now


def test_rates_are_counted_over_the_last_13_weeks() -> None:
    counts = {
        "comments_given": np.concatenate((np.zeros(273), np.ones(91))),
        "original_posts": np.concatenate((np.full(273, 9.0), every(91, 7))),
        "reposts": every(364, 7, 2.0), "invitations_sent": every(364, 7, 5.0), "active_days": np.ones(364),
    }  # fmt: skip
    trials = {"personal_outreach": tried([350, 351, 352, 10], [350, 351, None, 10])}
    found = of(Member(acted(counts, trials=trials)))
    assert found.weekly["comment"] == pytest.approx(7)
    assert found.weekly["post"] == pytest.approx(1)
    assert found.weekly["repost"] == pytest.approx(2)
    assert found.weekly["invite"] == pytest.approx(5)
    assert found.weekly["active_day"] == pytest.approx(7)
    assert found.weekly["personal_note"] == pytest.approx(2 / 13)
    assert own(found, "comment").source == "measured"
    assert own(found, "comment").words == "your own rate 7.0, from your last 13 weeks"


def test_a_file_that_speaks_of_half_of_them_will_do_and_less_will_not() -> None:
    def rate(first: int) -> OwnRate:
        told = np.arange(364) >= first
        return own(of(Member(acted({"invitations_sent": told * 1.0}, {"invitations_sent": told}))), "invite")

    assert rate(319).weekly == pytest.approx(7)
    assert (rate(320).weekly, rate(320).source) == (0, "unknown")


def test_what_was_said_stands_where_no_file_speaks() -> None:
    said = of(Member(stated=Stated(answers={"comment": 4.0, "post": 2.0, "people_searches": 90.0})))
    assert said.weekly["comment"] == pytest.approx(4)
    assert said.weekly["post"] == pytest.approx(2)
    assert said.weekly["repost"] == 0
    assert said.weekly["search"] == pytest.approx(7)
    assert own(said, "comment").words == "your own rate 4.0, as you told us"
    log = tuple((FIRST + 350 - 7 * i, "comment", 10.0) for i in range(4))
    assert of(Member(stated=Stated(weekly_log=log))).weekly["comment"] == pytest.approx(10)
    overruled = Member(acted({"comments_given": np.ones(364)}), stated=Stated(signals={"comments_given": 180.0}))
    assert of(overruled).weekly["comment"] == pytest.approx(14)


def test_the_rest_is_what_is_likely_and_keeps_every_level() -> None:
    found = of(Member())
    assert own(found, "comment").source == "assumed"
    assert found.weekly["comment"] == pytest.approx(0.06 * 250 * 7 / 90)
    assert "no file or answer says" in own(found, "comment").words
    assert (own(found, "invite").weekly, own(found, "invite").source) == (0, "unknown")
    rates = np.array([o.weekly for o in found.own]) @ found.each + found.passive
    for key in ("comments_given", "shares", "original_posts", "engagement_received", "right_people_added"):
        k = INDEX[key]
        assert rates[k] == pytest.approx(TABLE.typical[k] * TABLE.enough[k] * 7 / 90), key
        assert found.assumed[k]


def test_without_a_seat_no_lead_is_saved() -> None:
    assert of(Member()).weekly["save_lead"] == 0
    assert of(Member()).passive[INDEX["leads_saved"]] == 0
    seated = of(Member(stated=Stated(seat=True)))
    assert seated.weekly["save_lead"] == pytest.approx(0.3 * 60 * 7 / 90)


@settings(max_examples=40, deadline=None)
@given(member=members())
def test_whatever_the_archive_rates_and_effects_are_finite_and_not_negative(member: Member) -> None:
    found = of(member, 120)
    assert [o.habit for o in found.own] == list(HABIT_KEYS)
    for figures in (found.each, found.passive, np.array([o.weekly for o in found.own])):
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()


def test_corrections_of_a_workbook_make_nothing_negative() -> None:
    counts = {"original_posts": every(364, 7), "engagement_received": np.full(364, -3.0)}
    found = of(Member(Activity(FIRST, counts, {k: np.ones(364, bool) for k in counts})))
    assert each(found, "post", "engagement_received") > 0
    assert found.passive[INDEX["engagement_received"]] == 0
