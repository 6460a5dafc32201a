"""The calibration study: its members, its worlds, its baseline and its verdict, on a few cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.calibration import calibrated
from benchmarks.calibration_study import COLUMNS as CSV
from benchmarks.calibration_study import METHODS, NUMBERS, Row, broken, cells, errors, study, summary, table
from benchmarks.worlds import LATER, READING_DAYS, WORLDS, case
from ssi_core import api
from ssi_core.model.ensemble import fill_of
from ssi_core.model.history import levels_on
from ssi_core.model.score import pillars_of
from ssi_core.model.signals import INDEX, PILLAR_KEYS
from ssi_core.model.table import Model

RIGHT = WORLDS[0]
BY_KEY = {w.key: w for w in WORLDS}


@pytest.mark.parametrize("world", WORLDS, ids=[w.key for w in WORLDS])
@pytest.mark.parametrize("change", [False, True])
def test_a_case_is_twelve_readings_and_what_the_page_shows_later(world: object, change: bool) -> None:
    one = case(world, 3, change)  # type: ignore[arg-type]
    assert len(one.readings) == len(READING_DAYS) == 12
    assert one.truth.shape == (len(LATER), 4)
    assert ((one.truth >= 0) & (one.truth <= 25)).all()
    assert (one.later > one.readings[-1].day).all()
    again = case(world, 3, change)  # type: ignore[arg-type]
    assert again.readings == one.readings
    np.testing.assert_array_equal(again.truth, one.truth)


def test_worlds_differ_in_what_their_names_say() -> None:
    assert [w.key for w in WORLDS if w.right] == ["right", "totals", "gap"]
    assert all(not r.pillars for r in case(BY_KEY["totals"], 1, False).readings)
    assert case(BY_KEY["gap"], 1, False).readings[-1].day == READING_DAYS[-1] - 90
    names = ("people_searches", "reactions_given", "comments_given", "reposts")
    full, thin = (
        sum(case(BY_KEY[key], i, False).seen.activity.counts[name].sum() for i in range(3) for name in names)
        for key in ("right", "proxies")
    )
    assert 0.25 * full < thin < 0.75 * full
    plain, wide = (np.array([[r.pillars[p] for p in PILLAR_KEYS] for r in case(BY_KEY[key], 1, False).readings])
                   for key in ("right", "steps"))  # fmt: skip
    assert not np.allclose(plain, wide)


def test_a_member_takes_up_other_habits_on_the_day_of_the_last_reading() -> None:
    def shift(changes: bool) -> float:
        # Over members and inputs: how far the rate after that day is from the rate before it, as a factor.
        out = []
        for i in range(6):
            counts = case(RIGHT, i, changes).seen.activity.counts
            for name in ("comments_given", "reactions_given", "people_searches", "messages_sent"):
                before, after = counts[name][: READING_DAYS[-1]].mean(), counts[name][READING_DAYS[-1] :].mean()
                if before > 0.2:
                    out.append(abs(np.log((after + 0.01) / before)))
        return float(np.mean(out))

    assert shift(False) < 0.3 < shift(True)


def test_what_files_never_show_is_missing() -> None:
    levels = levels_on(case(RIGHT, 1, False).seen, Model(), [READING_DAYS[-1]])
    assert np.isnan(levels.values[0, [INDEX["profile_views_made"], INDEX["active_groups"]]]).all()


def test_the_offset_by_hand() -> None:
    # One reading: the table's pillars of a later day and how far it was off on the reading's.
    one = case(RIGHT, 4, False)
    days = np.array([one.readings[-1].day, *one.later])
    levels = levels_on(one.seen, Model(), days)
    pillars = pillars_of(levels.values, Model(), fill_of(levels, Model()))
    told = np.array([one.readings[-1].pillars[p] for p in PILLAR_KEYS])
    moved = np.clip(pillars[1:] + told - pillars[0], 0, 25)
    found = errors(one, 1)
    np.testing.assert_allclose(found["offset"][0], moved - one.truth, atol=1e-9)
    np.testing.assert_allclose(found["prior"][0], pillars[1:] - one.truth, atol=1e-9)
    assert set(found) == set(METHODS)


def test_the_offset_of_totals_is_shared_by_the_pillars() -> None:
    one = case(BY_KEY["totals"], 4, False)
    found = errors(one, 12)
    shift = found["offset"][0] - found["prior"][0]
    inside = (shift != 0).all(1)
    np.testing.assert_allclose(shift[inside], shift[inside][:, :1] @ np.ones((1, 4)), atol=1e-6)


ROW = Row("right", "words", True, False, 6, dict.fromkeys(METHODS, 0.5), {"prior": 4.0, "offset": 1.2, "shipped": 1.0},
          dict.fromkeys(METHODS, 0.82), dict.fromkeys(METHODS, 3.0), -0.2, 0.05, 0.02)  # fmt: skip


def test_a_study_that_holds_is_not_broken() -> None:
    assert broken([ROW, replace(ROW, change=True)]) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"coverage": dict.fromkeys(METHODS, 0.7)}, "the interval holds 70%, not 78% to 92%"),
        ({"coverage": dict.fromkeys(METHODS, 0.6), "right": False}, "the interval holds 60%, not 65% to 100%"),
        ({"difference": 0.01}, "against the plain offset"),
        ({"difference": 0.11, "readings": 3}, "against the plain offset"),
        ({"total": {"prior": 1.4, "offset": 1.2, "shipped": 1.0}}, "off by 1.00, the prior by 1.40"),
    ],
)
def test_what_does_not_hold_is_said(changed: dict[str, object], words: str) -> None:
    (said,) = broken([replace(ROW, **changed)])  # type: ignore[arg-type]
    assert words in said


def test_before_six_readings_a_difference_within_its_error_will_do() -> None:
    assert broken([replace(ROW, readings=3, difference=0.09)]) == []


def test_it_runs_and_writes_itself_down() -> None:
    rows = study([RIGHT], members=2, workers=1)
    assert [(r.change, r.readings) for r in rows] == [(c, n) for c in (False, True) for n in NUMBERS]
    assert table(rows).count("\n") == 1 + len(rows)
    held = [dict(zip(CSV, map(str, cells(r)), strict=True)) for r in rows]
    prior = np.mean([r.total["prior"] for r in rows])
    assert summary(held).splitlines()[2].startswith(f"| {RIGHT.words} | {prior:.1f} |")


def test_the_speed_of_calibration_is_measured_on_a_member_whose_every_signal_is_known() -> None:
    plain, held = calibrated()
    assert len(held.readings) == 12
    raw, shown = api.score(plain), api.score(held)
    assert all(s.provenance != "missing" for s in raw.signals if s.key not in ("profile_completeness", "active_groups"))
    assert (raw.calibrated, shown.calibrated) == (False, True)
    assert shown.total == pytest.approx(sum(held.readings[-1].pillars.values()), abs=0.5)
    assert shown.raw.total == raw.total
