"""Swings: each doubtful number set to the ends of its range while all else stays."""

from __future__ import annotations

import numpy as np
import pytest

from ssi_core import api
from ssi_core.member import Member, Reading, day_of
from ssi_core.model.calibration import calibration
from ssi_core.model.ensemble import ensemble
from ssi_core.model.sensitivity import Swing, swings
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNALS
from ssi_core.model.table import Model
from tests.model.members import FIRST, TABLE, saying, typical_levels

TYPICAL = saying(typical_levels())


def of(member: Member, model: Model = TABLE) -> dict[tuple[str, str], Swing]:
    return {(s.key, s.what): s for s in swings(calibration(member, model), FIRST)}


def test_every_weight_and_every_doubtful_cap_is_swung_and_the_window_and_the_curve() -> None:
    found = of(TYPICAL)
    assert {key for key, what in found if what == "weight"} == set(INDEX)
    assert {key for key, what in found if what == "cap"} == set(INDEX) - {"profile_completeness"}
    assert found["window", "window"].values == ("60 days", "90 days", "120 days")
    assert found["curve", "curve"].values == ("ramp", "saturating")


def test_the_widest_comes_first_and_all_start_from_the_total_shown() -> None:
    found = swings(calibration(TYPICAL, TABLE), FIRST)
    assert [s.width for s in found] == sorted((s.width for s in found), reverse=True)
    total = api.score(TYPICAL, as_of=day_of(FIRST)).total
    assert all(s.base == pytest.approx(total, abs=1e-12) for s in found)
    assert found[0].width > 1


def test_a_cap_by_hand() -> None:
    # 15 comments of 250 earn .06 x 7 points; at the low end of the cap the same 15 earn more, at the high end less.
    low, high = np.percentile(ensemble(TABLE).caps[:, INDEX["comments_given"]], (10, 90))
    swing = of(TYPICAL)["comments_given", "cap"]
    base = 0.06 * 7
    assert swing.totals[0] - swing.base == pytest.approx(base / low - base)
    assert swing.totals[1] - swing.base == pytest.approx(base / high - base)


def test_a_weight_by_hand() -> None:
    # Nothing but connections, at their cap: 15 of 25 points, so the pillar is the weight itself.
    member = saying(dict.fromkeys(INDEX, 0.0) | {"connections": 1200.0})
    low, high = np.percentile(ensemble(TABLE).weights[:, INDEX["connections"]], (10, 90))
    swing = of(member)["connections", "weight"]
    assert swing.base == pytest.approx(15)
    assert swing.totals == pytest.approx((low, high))
    # Another weight of the pillar takes from connections or gives to it in proportion.
    other = of(member)["senior_connections", "weight"]
    low, high = np.percentile(ensemble(TABLE).weights[:, INDEX["senior_connections"]], (10, 90))
    assert other.totals == pytest.approx((15 * (25 - low) / 22, 15 * (25 - high) / 22))


def test_a_cap_that_is_met_by_far_and_one_of_a_missing_signal_swing_nothing() -> None:
    assert of(saying(typical_levels() | {"comments_given": 5000.0}))["comments_given", "cap"].width == 0
    assert of(saying(typical_levels(without=["articles"])))["articles", "cap"].width == pytest.approx(0, abs=1e-9)


def test_the_window_swings_a_member_whose_habits_change_and_not_one_who_goes_on_alike() -> None:
    assert of(TYPICAL)["window", "window"].width == pytest.approx(0, abs=1e-9)


def test_readings_fix_the_level_so_little_is_left_to_swing() -> None:
    total = api.score(TYPICAL, as_of=day_of(FIRST)).total
    pillars = {p.key: p.points + 1 for p in api.score(TYPICAL, as_of=day_of(FIRST)).pillars}
    calibrated = Member(stated=TYPICAL.stated, readings=(Reading(FIRST, total + 4, pillars),))
    assert of(calibrated)["connections", "weight"].base == pytest.approx(total + 4, abs=0.2)
    assert max(s.width for s in of(calibrated).values()) < 0.1 * max(s.width for s in of(TYPICAL).values())


def test_an_edited_window_is_among_those_compared_by_its_total() -> None:
    model = Model(window=45)
    assert of(TYPICAL, model)["window", "window"].base == api.score(TYPICAL, as_of=day_of(FIRST), model=model).total


def test_a_weight_of_nothing_is_not_swung() -> None:
    model = Model.edited({"active_groups": {"max": 0.0}, "comments_given": {"max": 9.0}})
    assert ("active_groups", "weight") not in of(TYPICAL, model)


def test_the_causes_of_doubt_sum_to_the_width_of_the_interval() -> None:
    result = api.sensitivity(TYPICAL, as_of=day_of(FIRST))
    assert sum(points for _, points in result.causes) == pytest.approx(result.interval[1] - result.interval[0])
    assert result.interval == api.score(TYPICAL, as_of=day_of(FIRST)).interval


def test_all_of_it_on_one_pillar_alone() -> None:
    # A signal that is its pillar's only one has nothing to share with.
    rows = {s.key: {"max": 25.0 if s.key == "comments_given" else 0.0} for s in SIGNALS if s.pillar == "engage"}
    found = of(TYPICAL, Model.edited(rows))
    assert found["comments_given", "weight"].width == pytest.approx(0, abs=1e-9)
    assert PILLAR_KEYS.index("engage") == 2
