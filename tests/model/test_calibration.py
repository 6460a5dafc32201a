"""Official readings move the estimate and narrow its interval; without any it is the table's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core import api
from ssi_core.member import Member, Reading, Stated, day_of
from ssi_core.model.calibration import LEAST_LEFT_OUT, calibration
from ssi_core.model.copula import copula
from ssi_core.model.ensemble import SIZE, ensemble, fill_of
from ssi_core.model.history import levels_on
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import INDEX, PILLAR_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.model.unexplained import covariance
from ssi_core.results import ScoreResult
from tests.model.members import FIRST, TABLE, activities, level_sets, saying, typical_levels

Floats = NDArray[np.float64]
DAY = day_of(FIRST)
#: The typical member without a seat, pillar by pillar.
TYPICAL = dict(zip(PILLAR_KEYS, pillars_of(levels_on(saying(typical_levels()), TABLE, [FIRST]).values, TABLE)[0],
                   strict=True))  # fmt: skip


def reading(ago: int = 0, breaks: bool = False, **pillars: float) -> Reading:
    """A decimal reading `ago` days before FIRST: the typical member's pillars and so many points more."""
    values = {p: round(TYPICAL[p] + pillars.get(p, 0.0), 3) + 0.0001 for p in PILLAR_KEYS}
    return Reading(FIRST - ago, float(round(sum(values.values()))), values, breaks=breaks)


def with_readings(*readings: Reading, member: Member | None = None) -> Member:
    typical = member or saying(typical_levels())
    return Member(typical.activity, typical.profile, typical.stated, readings=tuple(readings))


def scored(member: Member) -> ScoreResult:
    return api.score(member, as_of=DAY)


def width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


# -------------------------------------------------------------------------------------------------- without any reading


def test_without_readings_the_estimate_is_the_tables_own() -> None:
    result = scored(saying(typical_levels()))
    assert not result.calibrated
    assert result.total == result.raw.total
    assert result.interval == result.raw.interval
    assert all(u.points == u.clipped == 0 for u in result.unexplained)
    assert result.left_out == ()


def holds(result: ScoreResult) -> None:
    for low, value, high in [
        (result.interval[0], result.total, result.interval[1]),
        (result.raw.interval[0], result.raw.total, result.raw.interval[1]),
        *((p.interval[0], p.points, p.interval[1]) for p in (*result.pillars, *result.raw.pillars)),
    ]:
        assert low <= value <= high
    for p in result.pillars:
        assert -1e-9 <= p.interval[0] <= p.interval[1] <= 25 + 1e-9
    assert -1e-9 <= result.interval[0] <= result.interval[1] <= 100 + 1e-9


@given(levels=level_sets(), seat=st.booleans())
def test_every_interval_holds_its_headline(levels: dict[str, float], seat: bool) -> None:
    holds(scored(saying(levels, seat=seat)))


@pytest.mark.parametrize("share", [0.0, 1.0, 5.0])
@pytest.mark.parametrize("curve", ["ramp", "saturating"])
def test_so_it_does_at_the_very_ends(share: float, curve: str) -> None:
    member = saying({s.key: share * s.enough for s in SIGNALS}, seat=True)
    result = api.score(member, as_of=DAY, model=Model(curve=curve))
    holds(result)
    if share == 0:
        assert (result.total, result.interval[0]) == (0, 0)
    if share == 5:
        assert result.total == pytest.approx(100)


def test_so_it_does_with_nothing_known() -> None:
    holds(scored(Member()))


def test_the_interval_is_the_10_and_90_percent_of_draws_centred_on_the_headline() -> None:
    member = saying(typical_levels())
    table, cloud = calibration(member, TABLE, ()).table_and_draws(np.array([FIRST], np.int64))
    assert cloud.shape == (1, SIZE, 4)
    centred = np.clip(cloud[0] - cloud[0].mean(0) + table[0], 0, 25)
    result = scored(member)
    # What the page jitters by, .3 on the total, is small beside it.
    assert result.interval == pytest.approx(np.percentile(centred.sum(1), (10, 90)), abs=0.3)
    for p, score in enumerate(result.pillars):
        assert score.interval == pytest.approx(np.percentile(centred[:, p], (10, 90)), abs=0.15)


def test_many_days_have_the_estimate_of_each() -> None:
    # 150 days, more than are taken at once, with readings among them.
    member = with_readings(reading(ago=-20, brand=2), reading(ago=-90, brand=3, breaks=True),
                           member=saying(typical_levels(without=["connections"])))  # fmt: skip
    held = calibration(member, TABLE)
    days = FIRST + np.arange(150)
    together = held.estimate(days)
    assert together.intervals.total.shape == (150, 2)
    assert together.intervals.pillars.shape == (150, 4, 2)
    for i in (0, 20, 63, 64, 149):
        alone = held.estimate(days[i : i + 1])
        for name in ("pillars", "unexplained", "clipped", "table"):
            np.testing.assert_allclose(getattr(together, name)[i], getattr(alone, name)[0], atol=1e-9)
        np.testing.assert_allclose(together.intervals.total[i], alone.intervals.total[0], atol=1e-9)
        np.testing.assert_allclose(together.raw.pillars[i], alone.raw.pillars[0], atol=1e-9)


@pytest.mark.parametrize("key", ["connections", "profile_completeness", "people_searches", "comments_given"])
def test_not_knowing_a_heavy_signal_widens_its_pillar_and_the_total(key: str) -> None:
    known, unknown = (scored(saying(typical_levels(without=without))) for without in ([], [key]))
    p = PILLAR_KEYS.index(SIGNALS[INDEX[key]].pillar)
    assert width(unknown.pillars[p].interval) > width(known.pillars[p].interval)
    assert width(unknown.interval) > width(known.interval)


def test_nothing_known_says_much_less_than_all_known() -> None:
    # SD 13 for a member of whom nothing is known: 2 x 1.28 x 13 = 33 points, doubt of the model not counted.
    assert width(scored(Member()).interval) > 28
    assert width(scored(Member()).interval) > 2 * width(scored(saying(typical_levels())).interval)


@pytest.mark.parametrize("share", [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.2, 2, 5])
def test_a_free_member_with_nothing_missing_has_an_interval_of_at_most_18_points(share: float) -> None:
    assert width(scored(saying({s.key: share * s.enough for s in SIGNALS if s.key != "leads_saved"})).interval) <= 18


@given(levels=level_sets(missing=False))
def test_so_it_is_whatever_the_mixture_of_levels(levels: dict[str, float]) -> None:
    assert width(scored(saying(levels)).interval) <= 18


def test_random_members_spread_by_11_to_16_points() -> None:
    # What an ensemble draws for someone of whom nothing is known is a random member; the table's own weights.
    drawn = ensemble(TABLE).of_table(TABLE)
    levels = {w: levels_on(Member(), TABLE, [FIRST], w) for w in drawn.windows(TABLE)}
    assert 11 <= drawn.pillars(TABLE, levels, copula(TABLE))[0].sum(1).std() <= 16


# -------------------------------------------------------------------------------------------------------- with readings


def test_a_decimal_reading_of_today_is_believed() -> None:
    # Where the model leaves out 1.5 points and a figure is off by .15, the gain is 2.25 / 2.2725 and more.
    result = scored(with_readings(reading(brand=3, engage=-1)))
    assert result.calibrated
    assert result.pillars[0].points == pytest.approx(TYPICAL["brand"] + 3, abs=0.1)
    assert result.pillars[2].points == pytest.approx(TYPICAL["engage"] - 1, abs=0.1)
    assert width(result.interval) < 2
    assert width(result.raw.interval) > 8
    assert result.raw.total == scored(saying(typical_levels())).total


def test_the_headline_is_the_table_moved_by_the_gain_times_the_residual() -> None:
    # The same from its formula, with nothing shared but the draws and the covariance.
    member = with_readings(reading(ago=100, brand=2), reading(ago=10, brand=1, find=1))
    drawn, days = ensemble(TABLE), np.array([FIRST - 100, FIRST - 10, FIRST])
    levels = {w: levels_on(member, TABLE, days, w) for w in drawn.windows(TABLE)}
    each = np.moveaxis(drawn.pillars(TABLE, levels, copula(TABLE)), 1, 0).reshape(SIZE, 12)
    whole = np.cov(each.T) + covariance(days, days)
    table = pillars_of(levels[90].values, TABLE, fill_of(levels[90], TABLE))
    told = np.array([[r.pillars[p] for p in PILLAR_KEYS] for r in member.readings])
    gain = whole[8:, :8] @ np.linalg.inv(whole[:8, :8] + 0.15**2 * np.eye(8))
    wanted = table[2] + gain @ (told - table[:2]).ravel()
    np.testing.assert_allclose([p.points for p in scored(member).pillars], wanted, atol=1e-9)


def test_a_total_alone_moves_the_pillars_together_and_leaves_their_split_in_doubt() -> None:
    typical = sum(TYPICAL.values())
    result = scored(with_readings(Reading(FIRST, round(typical) + 6.0)))
    assert result.total == pytest.approx(round(typical) + 6, abs=0.5)
    assert all(u.points > 0 for u in result.unexplained)
    assert width(result.pillars[0].interval) > 2 * width(scored(with_readings(reading())).pillars[0].interval)


def test_an_old_reading_says_less() -> None:
    widths = [width(scored(with_readings(reading(ago=ago))).interval) for ago in (0, 30, 90, 365)]
    assert widths == sorted(widths)
    assert widths[3] > 1.5 * widths[0]


def test_a_reading_informs_the_days_before_it_too() -> None:
    result = scored(with_readings(reading(ago=-30, brand=3)))
    assert 2 < result.pillars[0].points - TYPICAL["brand"] < 3.1


def test_before_a_break_a_reading_says_little_of_the_days_after() -> None:
    old = reading(ago=30, brand=3)
    apart = scored(with_readings(old, Reading(FIRST - 10, None, breaks=True)))
    together = scored(with_readings(old))
    assert apart.pillars[0].points - TYPICAL["brand"] < 0.6 * (together.pillars[0].points - TYPICAL["brand"])
    assert width(apart.interval) > 2 * width(together.interval)
    # From the break on the new readings count as ever.
    after = scored(with_readings(old, reading(brand=-2, breaks=True)))
    assert after.pillars[0].points == pytest.approx(TYPICAL["brand"] - 2, abs=0.15)


def test_readings_further_off_than_the_model_thinks_widen_the_interval() -> None:
    # Ten days on, so that there is something left to be in doubt of.
    near, far = (scored(with_readings(reading(ago=10, brand=b, relationships=b))) for b in (1.0, 9.0))
    assert width(far.interval) > 1.3 * width(near.interval)


def test_a_reading_alone_gives_the_level_and_the_weakest_pillar() -> None:
    # A new account, 2026: MODEL, section 1. Nothing is known but the reading.
    told = Reading(FIRST, 20.0, dict(zip(PILLAR_KEYS, (13.118002, 3.68, 0.29999998, 2.6077502), strict=True)))
    result = scored(Member(readings=(told,)))
    assert result.total == pytest.approx(19.705751, abs=0.3)
    assert result.weakest.key == "engage"
    assert width(result.interval) < 3


# ------------------------------------------------------------------------------------------------ what leaving out does

CONSULTANT = [
    (0, 20.973, 6.38, 10.25, 15), (15, 21.048, 6.5, 10.25, 15), (16, 21.048, 6.5, 9.5, 15),
    (18, 20.998, 6.5, 10.25, 15), (22, 20.998, 6.4, 10.25, 15),
]  # fmt: skip
SCIENTIST = [(0, 8.75, 9.25, 3.7, 19.363), (1, 8.75, 9.125, 9.6, 19.438), (9, 8.75, 9.375, 10.65, 20.1)]


def series(rows: list[tuple[float, ...]]) -> tuple[Reading, ...]:
    return tuple(
        Reading(FIRST + int(day), float(round(sum(pillars))), dict(zip(PILLAR_KEYS, map(float, pillars), strict=True)))
        for day, *pillars in rows
    )


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_leave_one_out_errors_are_told_from_three_readings_on(number: int) -> None:
    member = Member(readings=series(CONSULTANT)[:number])
    found = calibration(member, TABLE).left_out()
    assert len(found) == (number if number >= LEAST_LEFT_OUT == 3 else 0)


@pytest.mark.parametrize("rows", [CONSULTANT, SCIENTIST], ids=["consultant", "data scientist"])
def test_leaving_a_reading_out_is_calibrating_without_it(rows: list[tuple[float, ...]]) -> None:
    readings = series(rows)
    found = calibration(Member(readings=readings), TABLE).left_out()
    for i, left in enumerate(readings):
        others = calibration(Member(readings=readings[:i] + readings[i + 1 :]), TABLE)
        predicted = others.estimate(np.array([left.day], np.int64)).pillars[0]
        assert found[i] == pytest.approx(predicted.sum() - sum(left.pillars.values()), abs=1e-6)


def test_every_error_of_the_public_series_is_printed() -> None:
    # A steady account is foretold within a point, one that takes up new habits without any file to tell of it is not.
    steady = api.score(Member(readings=series(CONSULTANT)), as_of=day_of(FIRST + 22))
    moving = api.score(Member(readings=series(SCIENTIST)), as_of=day_of(FIRST + 9))
    assert [e.day for e in steady.left_out] == [day_of(r.day) for r in steady.official]
    assert all(abs(e.error) < 1 for e in steady.left_out)
    assert max(abs(e.error) for e in moving.left_out) > 2
    for result in (steady, moving):
        off = sum(abs(e.error) for e in result.left_out) / len(result.left_out)
        assert f"On days it had not seen, the calibrated estimate was off by {off:.1f} points" in (
            result.calibration_words
        )
        assert [e["error"] for e in result.to_dict()["left_out"]] == [e.error for e in result.left_out]


def test_left_out_totals_are_held_against_totals() -> None:
    readings = tuple(Reading(FIRST + d, t) for d, t in [(0, 40.0), (20, 41.0), (40, 43.0)])
    found = calibration(Member(readings=readings), TABLE).left_out()
    others = calibration(Member(readings=readings[:2]), TABLE).estimate(np.array([FIRST + 40], np.int64))
    assert found[2] == pytest.approx(others.pillars[0].sum() - 43, abs=1e-6)


# ----------------------------------------------------------------------------------------------------- the parts add up

figures = st.lists(st.floats(0, 25), min_size=4, max_size=4)
logs = st.lists(
    st.one_of(
        st.builds(lambda ago, v: Reading(FIRST - ago, float(round(sum(v))), dict(zip(PILLAR_KEYS, v, strict=True))),
                  st.integers(-50, 200), figures),
        st.builds(lambda ago, t, b: Reading(FIRST - ago, float(t), breaks=b),
                  st.integers(-50, 200), st.integers(0, 100), st.booleans()),
    ),
    max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(levels=level_sets(), readings=logs)
def test_signals_unexplained_and_clipped_sum_to_the_pillars_and_those_to_the_total(
    levels: dict[str, float], readings: list[Reading]
) -> None:
    result = scored(with_readings(*readings, member=saying(levels)))
    holds(result)
    for p, u in zip(result.pillars, result.unexplained, strict=True):
        points = sum(s.points for s in result.signals if s.pillar == p.key)
        assert abs(points + u.points - u.clipped - p.points) < 1e-9
    assert abs(sum(p.points for p in result.pillars) - result.total) < 1e-9
    assert abs(sum(p.points for p in result.raw.pillars) - result.raw.total) < 1e-9


@settings(deadline=None, max_examples=15)
@given(activity=activities(), readings=logs, ago=st.integers(0, 100))
def test_the_history_and_the_score_of_a_day_are_the_same(activity: object, readings: list[Reading], ago: int) -> None:
    member = Member(activity, stated=Stated(), readings=tuple(readings), last_day=FIRST + 120)  # type: ignore[arg-type]
    days = api.history(member, start=day_of(FIRST), end=day_of(FIRST + 120))
    at = 120 - ago
    result = api.score(member, as_of=day_of(FIRST + at))
    assert result.total == pytest.approx(days.total[at], abs=1e-9)
    assert result.interval == pytest.approx(tuple(days.interval[at]), abs=1e-9)
    assert result.raw.total == pytest.approx(days.raw_pillars[at].sum(), abs=1e-9)
    assert result.calibrated == days.calibrated


# ---------------------------------------------------------------------------------------------- where the width is from


def test_the_width_is_split_into_causes_that_sum_to_one() -> None:
    calibrated = (with_readings(reading(ago=50)), with_readings(Reading(FIRST, 40.0)))
    for member in (Member(), saying(typical_levels()), *calibrated):
        parts = calibration(member, TABLE).doubt(FIRST)
        assert parts.missing + parts.weights + parts.unexplained == pytest.approx(1)
        assert min(parts.missing, parts.weights, parts.unexplained) >= 0


def test_of_whom_all_is_known_nothing_is_due_to_missing_signals_and_of_whom_nothing_most_is() -> None:
    assert calibration(saying(typical_levels()), TABLE).doubt(FIRST).missing == pytest.approx(0, abs=1e-12)
    assert calibration(Member(), TABLE).doubt(FIRST).missing > 0.6


def test_after_a_reading_what_is_left_is_what_the_model_leaves_out() -> None:
    before, after = (calibration(m, TABLE).doubt(FIRST)
                     for m in (saying(typical_levels()), with_readings(reading(ago=60))))  # fmt: skip
    assert before.weights > 0.3
    assert after.unexplained > before.unexplained + 0.1
