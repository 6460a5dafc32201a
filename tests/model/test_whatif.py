"""Looking ahead: the closed form against simulation, and what must hold whatever the member."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.member import Activity, Member, Reading, Stated
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Edit, Scenario, dispersion, monday_of
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.history import levels_on
from ssi_core.model.score import pillars_of, points_of
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNAL_KEYS, SIGNALS
from ssi_core.model.spread import DRIFT, DRIFT_CORRELATION
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook, Projected, references
from tests.model.members import FIRST, TABLE, acted, members, saying, tried, typical_levels
from tests.model.test_future import idle_for

Floats = NDArray[np.float64]

LAST = FIRST + 363
WEEKS = [LAST + 7 * i for i in range(1, 27)]
STOP = references(Scenario())["stop"]
CEILING = {h.key: float(h.at_most) for h in HABITS}

_READINGS = (
    Reading(LAST - 20, 40.0, dict(zip(PILLAR_KEYS, (14.0, 6.0, 5.0, 15.0), strict=True))),
    Reading(LAST - 5, 41.0, dict(zip(PILLAR_KEYS, (14.5, 6.2, 5.1, 15.2), strict=True))),
)


def busy(seed: int = 3, **rates: float) -> Member:
    """A year of every input that files hold, with uneven counts; rates a day."""
    rng = np.random.default_rng(seed)
    usual = {
        "original_posts": 0.15, "reposts": 0.1, "articles": 0.01, "comments_given": 1.0, "reactions_given": 2.0,
        "people_searches": 0.6, "profile_views_made": 1.5, "messages_sent": 0.7, "invitations_sent": 1.0,
        "connections_added": 0.8, "senior_added": 0.1, "right_people_added": 0.15, "endorsements_given": 0.1,
        "endorsements_received": 0.05, "engagement_received": 3.0, "followers_gained": 0.4,
    } | rates  # fmt: skip
    counts = {name: rng.poisson(rate * rng.gamma(2, 0.5, 364)).astype(float) for name, rate in usual.items()}
    counts["active_days"] = (rng.random(364) < 0.6).astype(float)
    asked = np.sort(rng.integers(0, 364, 200))
    trials = {s.key: tried(asked, [int(d) if rng.random() < 0.35 else None for d in asked], last=LAST + 400)
              for s in SIGNALS if s.kind == "ratio"}  # fmt: skip
    said = Stated(signals={"media_items": 1.0, "active_groups": 1.0, "coworker_connections": 9.0,
                           "recommendations_received": 1.0, "profile_completeness": 0.8})  # fmt: skip
    return Member(acted(counts, trials=trials), stated=said, last_day=LAST)


def outlook(member: Member, model: Model = TABLE, day: int = LAST) -> Outlook:
    return Outlook(calibration(member, model), day)


def totals(found: Projected) -> Floats:
    return np.asarray(found.pillars.sum(-1), np.float64)


BUSY = outlook(busy())
READ = outlook(replace(busy(), readings=_READINGS))
ANSWERS = outlook(Member(stated=Stated(answers={"comment": 5.0, "post": 1.0, "connections": 400.0})))
ALONE = outlook(Member(readings=_READINGS))
SEATED = outlook(replace(busy(), stated=replace(busy().stated, seat=True)))
CURVED = outlook(busy(), Model(curve="saturating", window=60))
KINDS = {"files": BUSY, "readings too": READ, "answers": ANSWERS, "readings alone": ALONE, "seat": SEATED,
         "curve": CURVED}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- today


@pytest.mark.parametrize("kind", KINDS)
def test_it_begins_where_the_score_stands(kind: str) -> None:
    one = KINDS[kind]
    found = one.project([Scenario({"comment": 30.0}), *references(Scenario()).values()], WEEKS)
    held = one.held.estimate(np.array([one.day], np.int64))
    np.testing.assert_allclose(found.pillars[:, 0], np.repeat(held.pillars, 3, 0), atol=1e-9)
    np.testing.assert_allclose(found.band[:, 0], np.repeat(held.intervals.total, 3, 0), atol=1e-6)
    np.testing.assert_array_equal(found.days, [one.day, *WEEKS])


@settings(max_examples=25, deadline=None)
@given(member=members(), day=st.integers(0, 260), curve=st.sampled_from(["ramp", "saturating"]))
def test_it_begins_where_the_score_stands_whatever_the_archive(member: Member, day: int, curve: str) -> None:
    one = outlook(member, Model(curve=curve), FIRST + day)
    found = one.project([Scenario(), STOP], [FIRST + day + 7, FIRST + day + 200])
    held = one.held.estimate(np.array([one.day], np.int64))
    np.testing.assert_allclose(found.pillars[:, 0].sum(-1), held.pillars.sum(), atol=1e-9)
    assert np.isfinite(found.band).all()
    assert (found.band[..., 0] <= totals(found) + 1e-9).all()
    assert (found.band[..., 1] >= totals(found) - 1e-9).all()
    assert ((found.pillars >= 0) & (found.pillars <= 25)).all()


# -------------------------------------------------------------------------------------------------------- monotone


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("habit", [h.key for h in HABITS])
def test_more_of_a_habit_never_lowers_the_score(kind: str, habit: str) -> None:
    # MODEL: drawn futures went down in 4 of 20 slider steps.
    one = KINDS[kind]
    most = max(CEILING[habit], one.learnt.weekly[habit])
    steps = [Scenario({habit: most * i / 20}) for i in range(21)]
    found = totals(one.project(steps, WEEKS[::5]))
    assert (np.diff(found, axis=0) >= -1e-9).all()


@pytest.mark.parametrize("habit", ["comment", "post", "invite", "personal_note"])
def test_a_small_step_of_a_slider_is_a_small_step_of_the_score(habit: str) -> None:
    steps = [Scenario({habit: 3 + 0.001 * i}) for i in range(3)]
    for found in (totals(BUSY.project(steps, WEEKS[::5])), BUSY.project(steps, WEEKS[::5]).band):
        assert np.abs(np.diff(found, axis=0)).max() < 0.01


def test_every_habit_moves_something() -> None:
    plain = outlook(Member(stated=Stated(seat=True, answers={"connections": 100.0})))
    now = totals(plain.project([Scenario()], WEEKS))[0, -1]
    for habit, most in CEILING.items():
        weekly = {habit: most} | ({"invite": 100.0} if habit == "personal_note" else {})
        base = totals(plain.project([Scenario({"invite": 100.0})], WEEKS))[0, -1] if habit == "personal_note" else now
        assert totals(plain.project([Scenario(weekly)], WEEKS))[0, -1] > base + 1e-3, habit


# ------------------------------------------------------------------------------------------------------ stop, as now


def test_stopping_is_the_histories_ageing_out_and_nothing_else() -> None:
    member = busy()
    found = outlook(member).project([STOP], WEEKS)
    idle = replace(member, activity=idle_for(member.activity, LAST, 200))
    days = np.array([LAST, *WEEKS])
    later = levels_on(idle, TABLE, days).values
    ratios = [k for k, s in enumerate(SIGNALS) if s.kind == "ratio"]
    later[:, ratios] = later[0, ratios]  # held at the member's own: no attempts say nothing of how they would go
    np.testing.assert_allclose(totals(found)[0], pillars_of(later, TABLE).sum(-1), atol=1e-9)
    np.testing.assert_allclose(found.spread[0], 0, atol=1e-12)
    np.testing.assert_allclose(found.shares[0] * TABLE.max, points_of(later, TABLE), atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_stopping_is_setting_every_slider_to_nothing_and_a_habit_not_named_goes_on(kind: str) -> None:
    one = KINDS[kind]
    nothing, named = Scenario(dict.fromkeys(HABIT_KEYS, 0.0)), Scenario(one.learnt.weekly)
    found = one.project([STOP, nothing, Scenario(), named], WEEKS)
    np.testing.assert_allclose(found.pillars[1], found.pillars[0], atol=1e-12)
    np.testing.assert_allclose(found.pillars[3], found.pillars[2], atol=1e-12)
    np.testing.assert_allclose(found.band[3], found.band[2], atol=1e-9)
    assert (totals(found)[0, 1:] <= totals(found)[2, 1:] + 1e-9).all()


def test_somebody_of_whom_all_is_guessed_stays_where_they_are() -> None:
    found = outlook(Member()).project([Scenario()], WEEKS)
    assert np.abs(totals(found)[0] - totals(found)[0, 0]).max() < 1.5, "only what exceeds a cap now and then is lost"
    width = np.diff(found.band[0], axis=-1)[:, 0]
    assert (width[1:] > width[0] - 0.2).all(), "not knowing does not wear off"


# ------------------------------------------------------------------------------------------------- against simulation


def simulated(one: Outlook, scenario: Scenario, weeks: int, draws: int) -> Floats:
    """(draws, K) levels after whole weeks: weekly gamma-Poisson counts, at rates that are not known and that drift."""
    rng = np.random.default_rng(7)
    member, day = one.member, one.day
    weekly = one.weekly(scenario)
    phi, counted = dispersion(member, day)
    rate = one.rates(weekly)
    # Drift: joined at .4 between signals, wholly between signals that one habit feeds alone.
    source = {k: next(iter(np.flatnonzero(one.learnt.each[:, k] * weekly)), 100 + k) for k in range(len(INDEX))}
    shared = rng.standard_normal((draws, 1))
    own = {s: rng.standard_normal((draws, 1)) for s in set(source.values())}
    levels = np.repeat(levels_on(idle(member, weeks), one.model, [day + 7 * weeks]).values, draws, 0)
    now = levels_on(member, one.model, [day]).values[0]
    for k, signal in enumerate(SIGNALS):
        if signal.kind == "ratio":
            levels[:, k] = now[k]
        if rate[k] <= 0:
            continue
        z = np.sqrt(DRIFT_CORRELATION) * shared + np.sqrt(1 - DRIFT_CORRELATION) * own[source[k]]
        drift = 1 + (DRIFT * z if signal.key != "active_days" else 0)
        known = 1 + np.sqrt(phi[k] / (rate[k] * counted[k])) * rng.standard_normal((draws, 1))
        mean = np.maximum(rate[k] * drift * known, 1e-9)
        counts = rng.poisson(rng.gamma(mean / max(phi[k] - 1, 0.05), max(phi[k] - 1, 0.05), (draws, weeks)))
        levels[:, k] += counts[:, -12:].sum(1) if signal.kind == "window" else counts.sum(1)
    return np.asarray(levels, np.float64)


def idle(member: Member, weeks: int) -> Member:
    return replace(member, activity=idle_for(member.activity, LAST, 7 * weeks))


@pytest.mark.parametrize("weekly", [{}, {"comment": 15.0, "post": 3.0, "invite": 20.0}], ids=["as now", "more"])
@pytest.mark.parametrize("weeks", [4, 12])
def test_mean_and_spread_are_those_of_a_simulation(weekly: dict[str, float], weeks: int) -> None:
    # Signals below their caps for most draws and above them for some; window of 84 days, so that weeks are whole.
    model, scenario = Model(window=84), Scenario(weekly)
    member = busy()
    one = Outlook(calibration(member, model), LAST)
    found = one.project([scenario], [LAST + 7 * weeks])
    drawn = simulated(one, scenario, weeks, 4000)
    points = points_of(drawn, model)
    expected = found.shares[0, 1] * model.max
    for k, key in enumerate(SIGNAL_KEYS):
        if key != "active_days":  # whose drift ends at seven days a week
            assert expected[k] == pytest.approx(points[:, k].mean(), abs=0.05 * model.max[k]), key
    total = points.sum(1)
    assert totals(found)[0, 1] == pytest.approx(total.mean(), abs=0.25)
    assert 0.8 < found.spread[0, 1] / total.std() < 1.25


def test_counts_that_come_from_one_habit_hang_together() -> None:
    # Posts alone: both signals rise and fall with them, so the total spreads by the sum and not by the root.
    only = dict.fromkeys(HABIT_KEYS, 0.0) | {"post": 1.0}
    member = saying(typical_levels() | {"original_posts": 0.0, "shares": 0.0, "engagement_received": 1e4,
                                        "followers_gained": 1e4, "right_people_added": 0.0})  # fmt: skip
    found = outlook(member).project([Scenario(only)], [LAST + 28])
    by_hand = []
    for key in ("original_posts", "shares"):
        k = INDEX[key]
        mean = 4.0
        by_hand.append(np.sqrt(2 * mean * (1 + 4 / 13) + (DRIFT * mean) ** 2) / TABLE.enough[k] * TABLE.max[k])
    assert found.spread[0, 1] == pytest.approx(sum(by_hand), rel=0.02)


# ------------------------------------------------------------------------------------------------------- scenarios


def test_weeks_off_cost_what_is_not_done_in_them() -> None:
    day = BUSY.day
    off = frozenset(monday_of(day + 7 * i) for i in (2, 3))
    found = totals(BUSY.project([Scenario(off=off), Scenario(), STOP], WEEKS))
    assert (found[0] <= found[1] + 1e-9).all()
    np.testing.assert_allclose(found[0, 1], found[1, 1], atol=1e-9)
    assert found[0, 4] < found[1, 4] - 0.05
    every_week = frozenset(monday_of(day) + 7 * i for i in range(60))
    np.testing.assert_allclose(totals(BUSY.project([Scenario(off=every_week)], WEEKS))[0], found[2], atol=1e-9)


def test_until_it_starts_all_goes_on_as_now() -> None:
    later = Scenario({"comment": 40.0}, start=LAST + 29)
    found = totals(BUSY.project([later, Scenario(), Scenario({"comment": 40.0})], WEEKS))
    np.testing.assert_allclose(found[0, :5], found[1, :5], atol=1e-9)
    assert found[1, 6] < found[0, 6] < found[2, 6]
    np.testing.assert_allclose(found[0, 18:], found[2, 18:], atol=1e-9)


def test_a_profile_that_is_filled_in_counts_from_that_day() -> None:
    edits = (Edit(LAST + 15, "media_items", 3.0), Edit(LAST + 15, "active_groups", 5.0))
    found = BUSY.project([Scenario(edits=edits), Scenario()], WEEKS)
    more = totals(found)[0] - totals(found)[1]
    np.testing.assert_allclose(more[:3], 0, atol=1e-9)
    np.testing.assert_allclose(more[3:], 2 * 2 / 3 + 2 * 4 / 5, atol=1e-9)


def test_an_item_of_the_checklist_counts_its_weight() -> None:
    member = replace(busy(), stated=Stated(checklist={"photo": False, "about": True}))
    one = outlook(member)
    found = totals(one.project([Scenario(edits=(Edit(LAST + 1, "photo", 1.0),)), Scenario()], WEEKS))
    np.testing.assert_allclose((found[0] - found[1])[1:], 9 * 0.15, atol=1e-9)


def test_a_seat_opens_what_leads_bring() -> None:
    seated = Scenario({"save_lead": 5.0}, edits=(Edit(LAST + 1, "seat", 1.0),))
    found = BUSY.project([seated, Scenario()], WEEKS)
    leads = INDEX["leads_saved"]
    assert found.reach[0, -1, leads] == pytest.approx(5 * 90 / 7 / 60)
    assert (found.shares[1, :, leads] == 0).all()
    assert totals(found)[0, -1] > totals(found)[1, -1] + 3


def test_notes_raise_personal_outreach_and_nothing_else() -> None:
    found = BUSY.project([Scenario({"personal_note": 5.0, "invite": 20.0}), Scenario({"invite": 20.0})], WEEKS)
    more = found.shares[0] - found.shares[1]
    k = INDEX["personal_outreach"]
    assert (more[4:, k] > 0).all()
    assert (more[:3, k] == 0).all(), "an attempt counts once two weeks have passed"
    np.testing.assert_allclose(np.delete(more, k, 1), 0, atol=1e-9)


def test_no_more_notes_than_invitations() -> None:
    few, many = Scenario({"invite": 20.0, "personal_note": 20.0}), Scenario({"invite": 20.0, "personal_note": 50.0})
    found = BUSY.project([few, many], WEEKS)
    np.testing.assert_allclose(found.pillars[0], found.pillars[1], atol=1e-9)


def test_a_stated_level_has_no_history_and_ages_out_evenly() -> None:
    one = outlook(saying({"comments_given": 100.0}))
    found = one.project([STOP], [LAST + 45, LAST + 90])
    np.testing.assert_allclose(found.reach[0, :, INDEX["comments_given"]], [0.4, 0.2, 0.0], atol=1e-9)
    assert one.learnt.weekly["comment"] == pytest.approx(100 / 90 * 7)


def test_readings_move_the_whole_line_and_fade() -> None:
    plain, read = (o.project([Scenario(), STOP], WEEKS) for o in (BUSY, READ))
    moved = totals(read) - totals(plain)
    assert np.abs(moved[0, 0]) > 0.5
    assert (np.sign(moved[0]) == np.sign(moved[0, 0])).all()
    assert (np.diff(read.band[0, :3], axis=-1) < np.diff(plain.band[0, :3], axis=-1)).all()


def test_the_same_question_has_the_same_answer_beside_others() -> None:
    scenarios = [Scenario({"comment": 20.0}), Scenario({"post": 3.0}), STOP]
    together = BUSY.project(scenarios, WEEKS)
    for i, scenario in enumerate(scenarios):
        alone = BUSY.project([scenario], WEEKS)
        for part in ("pillars", "band", "shares", "reach", "spread"):
            np.testing.assert_array_equal(getattr(alone, part)[0], getattr(together, part)[i])
    few = BUSY.project(scenarios, WEEKS[3::4])
    np.testing.assert_allclose(few.pillars[:, 1:], together.pillars[:, 4::4], atol=1e-12)
    np.testing.assert_allclose(few.band[:, 1:], together.band[:, 4::4], atol=1e-9)


def test_an_archive_without_a_day_is_no_hindrance() -> None:
    found = outlook(Member(Activity(0, {}, {}))).project([Scenario({"comment": 5.0})], WEEKS)
    assert np.isfinite(found.pillars).all()
