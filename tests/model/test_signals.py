"""The signal table, and what a user may edit in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.member import CHECKLIST
from ssi_core.model.signals import (
    CHECKLIST_WEIGHTS,
    INDEX,
    MODEL_VERSION,
    PILLAR_KEYS,
    SIGNAL_KEYS,
    SIGNALS,
    STRATEGIES,
)
from ssi_core.model.table import Model

# ------------------------------------------------------------------------------------------------------------ the table


def test_there_are_24_signals_each_with_a_key_of_its_own() -> None:
    assert len(SIGNALS) == 24
    assert len(set(SIGNAL_KEYS)) == 24
    assert [SIGNALS[INDEX[key]].key for key in SIGNAL_KEYS] == list(SIGNAL_KEYS)


@pytest.mark.parametrize("pillar", PILLAR_KEYS)
def test_weights_of_a_pillar_sum_to_25(pillar: str) -> None:
    assert sum(s.max for s in SIGNALS if s.pillar == pillar) == 25


def test_every_signal_names_its_pillar_its_strategy_and_what_would_give_it() -> None:
    for s in SIGNALS:
        assert s.pillar in PILLAR_KEYS
        assert s.strategy in STRATEGIES
        assert s.label
        assert s.fill


def test_every_strategy_raises_some_signal() -> None:
    assert {s.strategy for s in SIGNALS} == set(STRATEGIES)


def test_free_accounts_can_reach_19_points_of_find() -> None:
    # 25 less the 6 points of leads saved, which take a Sales Navigator seat.
    assert 25 - SIGNALS[INDEX["leads_saved"]].max == 19


def test_a_ratio_is_met_below_one_and_the_checklist_at_one() -> None:
    assert all(0 < s.enough < 1 for s in SIGNALS if s.kind == "ratio")
    assert [s.enough for s in SIGNALS if s.kind == "share"] == [1]


# Measured averages of ten groups, and what the table gives a typical member without a seat: max x typical, summed.
#   brand          9 x .8 + 2 x .4 + 3 x .5 + 1 x .3 + 5 x .1 + 3 x .2 + 2 x .3                     = 11.5
#   find           6 x .2 + 6 x .2 + 4 x .4 + 3 x .3 + leads: none without a seat                   =  4.9
#   engage         7 x .06 + 3 x .15 + 5 x .05 + 4 x .08 + 2 x .15 + 2 x .1 + 2 x .2                =  2.34
#   relationships  15 x .5 + 3 x .5 + 1 x .6 + 2 x .3 + 4 x .75                                     = 13.2
@pytest.mark.parametrize(
    ("pillar", "low", "high", "by_hand"),
    [("brand", 11, 13, 11.5), ("find", 4.4, 5.4, 4.9), ("engage", 1.6, 2.5, 2.34), ("relationships", 12, 16, 13.2)],
)
def test_a_typical_member_without_a_seat_lands_on_the_measured_averages(
    pillar: str, low: float, high: float, by_hand: float
) -> None:
    points = sum(s.max * s.typical for s in SIGNALS if s.pillar == pillar and s.key != "leads_saved")
    assert points == pytest.approx(by_hand)
    assert low <= points <= high


def test_checklist_weights_sum_to_1_over_the_items_that_a_profile_has() -> None:
    assert sum(CHECKLIST_WEIGHTS.values()) == pytest.approx(1, abs=1e-12)
    assert set(CHECKLIST_WEIGHTS) == set(CHECKLIST)
    assert all(weight > 0 for weight in CHECKLIST_WEIGHTS.values())


# ---------------------------------------------------------------------------------------------------- the model, edited


def test_a_text_without_edits_is_the_published_model() -> None:
    model = Model.from_toml("")
    assert model == Model()
    assert model.version == MODEL_VERSION
    assert (model.window, model.curve, model.edits) == (90, "ramp", ())


def test_edits_are_taken_and_said_in_words() -> None:
    model = Model.from_toml(
        """
        window = 60
        curve = "saturating"
        [signals.articles]
        max = 4
        [signals.original_posts]
        max = 4
        enough = 13
        typical = 0.25
        """
    )
    articles, posts = model.signals[INDEX["articles"]], model.signals[INDEX["original_posts"]]
    assert (articles.max, articles.enough, articles.typical) == (4, 3, 0.1)
    assert (posts.max, posts.enough, posts.typical) == (4, 13, 0.25)
    assert (model.window, model.curve) == (60, "saturating")
    assert model.version == MODEL_VERSION + "+edited"
    assert model.edits == (
        "window 60 days",
        "curve saturating",
        "articles max 5 -> 4",
        "original_posts max 3 -> 4",
        "original_posts enough 26 -> 13",
        "original_posts typical 0.2 -> 0.25",
    )


def test_every_other_signal_stays_as_it_was() -> None:
    model = Model.from_toml("[signals.connections]\nenough = 500")
    assert [s for s in model.signals if s.key != "connections"] == [s for s in SIGNALS if s.key != "connections"]


def test_writing_down_the_published_value_is_no_edit() -> None:
    model = Model.from_toml('window = 90\ncurve = "ramp"\n[signals.connections]\nenough = 1200\nmax = 15.0')
    assert model == Model()
    assert model.version == MODEL_VERSION


def test_caps_of_counts_scale_with_the_window_and_no_others() -> None:
    longer = Model.from_toml("window = 180")
    for s, base, cap in zip(SIGNALS, Model().enough, longer.enough, strict=True):
        assert cap == (2 * base if s.kind == "window" else base), s.key
    # 250 comments in 90 days are enough, so 100 in 36.
    assert Model().enough_for(36)[INDEX["comments_given"]] == pytest.approx(100)
    assert Model().enough_for(36)[INDEX["connections"]] == 1200


@pytest.mark.parametrize("window", [30, 180])
def test_the_window_may_be_30_to_180_days(window: int) -> None:
    assert Model.from_toml(f"window = {window}").window == window


def test_a_signal_may_count_nothing_where_others_take_its_points() -> None:
    model = Model.from_toml("[signals.active_groups]\nmax = 0\n[signals.comments_given]\nmax = 9")
    assert model.max[INDEX["active_groups"]] == 0
    assert (model.max @ model.membership).tolist() == [25, 25, 25, 25]


HUGE = "1" + "0" * 400  # a whole number in TOML, and more than a float holds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("window = ", "the model file is not TOML"),
        ("windows = 90", r"unknown keys \['windows'\]: use window, curve, signals"),
        ("window = 29", "a window of 29 days is outside 30 to 180"),
        ("window = 181", "a window of 181 days is outside 30 to 180"),
        ("window = 90.0", "window 90.0 must be a whole number of days"),
        ("window = true", "window True must be a whole number of days"),
        ('window = "90"', "window '90' must be a whole number of days"),
        ('curve = "steep"', "no curve 'steep': choose ramp or saturating"),
        ("curve = 3", "no curve 3: choose"),
        ("signals = 3", "signals must be a table"),
        ("[signals]\nconnections = 3", "signals.connections must be a table with max, enough or typical"),
        ("[signals.likes]\nmax = 3", r"unknown signals \['likes'\]"),
        ("[signals.connections]\nweight = 3", "signals.connections has no 'weight': use max, enough or typical"),
        ('[signals.connections]\nenough = "500"', "signals.connections.enough is '500': give a number"),
        ("[signals.connections]\nenough = true", "signals.connections.enough is True: give a number"),
        ("[signals.connections]\nenough = nan", "signals.connections.enough is nan: give a number"),
        ("[signals.connections]\nenough = inf", "signals.connections.enough is inf: give a number"),
        (f"[signals.connections]\nenough = {HUGE}", "signals.connections.enough is 10*: give a number"),
        ("[signals.connections]\nenough = 0", "connections: enough 0.0 must be above 0"),
        ("[signals.connections]\nenough = -5", "connections: enough -5.0 must be above 0"),
        ("[signals.connections]\nmax = -1", "connections: max -1.0 must be 0 or more"),
        ("[signals.connections]\ntypical = 0", "connections: typical 0.0 must lie between 0 and 1"),
        ("[signals.connections]\ntypical = 1", "connections: typical 1.0 must lie between 0 and 1"),
        ("[signals.connections]\nmax = 14", "the weights of relationships sum to 24, not 25"),
    ],
)
def test_what_can_not_be_used_is_refused_with_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Model.from_toml(text)


def test_a_pillar_belongs_to_a_signal_once() -> None:
    membership = Model().membership
    assert membership.shape == (24, 4)
    assert (membership.sum(1) == 1).all()
    assert membership[INDEX["connections"]].tolist() == [0, 0, 0, 1]


def test_arrays_follow_the_order_of_the_signals() -> None:
    model = Model()
    assert model.max.tolist() == [s.max for s in SIGNALS]
    assert model.typical.tolist() == [s.typical for s in SIGNALS]
    assert model.enough.tolist() == [s.enough for s in SIGNALS]
    assert model.max.dtype == np.float64


# ------------------------------------------------------------------------------------------------------- edited models


def edits() -> st.SearchStrategy[dict[str, dict[str, float]]]:
    numbers = st.fixed_dictionaries(
        {}, optional={"enough": st.floats(0.01, 1e5), "typical": st.floats(0.01, 0.99)}
    )  # fmt: skip
    return st.dictionaries(st.sampled_from(SIGNAL_KEYS), numbers, max_size=6)


@given(rows=edits(), window=st.integers(30, 180), curve=st.sampled_from(["ramp", "saturating"]))
def test_a_saved_model_reads_back_the_same(rows: dict[str, dict[str, float]], window: int, curve: str) -> None:
    model = Model.edited(rows, window, curve)
    assert Model.from_toml(model.to_toml()) == model


def test_the_published_model_saves_as_no_edit_and_names_every_number() -> None:
    text = Model().to_toml()
    assert Model.from_toml(text) == Model()
    assert all(f"# [signals.{key}]" in text for key in SIGNAL_KEYS)


@given(key=st.sampled_from(SIGNAL_KEYS), weight=st.floats(0, 25))
def test_balancing_scales_the_weights_left_alone(key: str, weight: float) -> None:
    model = Model.edited({key: {"max": weight}}, balance=True)
    assert model.max[INDEX[key]] == pytest.approx(weight)
    assert (model.max @ model.membership).tolist() == pytest.approx([25, 25, 25, 25])
    pillar = SIGNALS[INDEX[key]].pillar
    others = [k for k, s in enumerate(SIGNALS) if s.pillar == pillar and s.key != key]
    np.testing.assert_allclose(
        model.max[others] * (25 - SIGNALS[INDEX[key]].max), Model().max[others] * (25 - weight), atol=1e-9
    )
    assert [s for s in model.signals if s.pillar != pillar] == [s for s in SIGNALS if s.pillar != pillar]
    assert Model.from_toml(model.to_toml()) == model


def test_without_balancing_the_weights_must_sum_to_25() -> None:
    with pytest.raises(ValueError, match="the weights of engage sum to 27, not 25"):
        Model.edited({"comments_given": {"max": 9.0}})


def test_weights_given_may_not_sum_to_more_than_a_pillar() -> None:
    with pytest.raises(ValueError, match="the weights given for find sum to 30, not 25: adjust them"):
        Model.edited({"people_searches": {"max": 20.0}, "profile_views_made": {"max": 10.0}}, balance=True)


def test_a_pillar_whose_every_weight_is_given_must_sum_to_25() -> None:
    rows = {s.key: {"max": s.max + 0.5} for s in SIGNALS if s.pillar == "find"}
    with pytest.raises(ValueError, match=r"the weights given for find sum to 27.5, not 25"):
        Model.edited(rows, balance=True)
