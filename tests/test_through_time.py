"""The estimate through time: its pillars, and from where to where it can be shown."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.charts import history
from ssi_core import api
from ssi_core.member import Member, Reading, day_of
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.through_time import PillarLine
from tests.model.members import FIRST, acted, members

PILLARS = dict(zip(PILLAR_KEYS, (15.0, 7.5, 8.0, 20.0), strict=True))


@pytest.fixture(scope="module")
def found() -> api.Imported:
    return api.read([*api.sample_files()[:2]], readings=[Reading(20605, 50.5, PILLARS), Reading(20600, 50.0)])


@pytest.fixture(scope="module")
def result(found: api.Imported) -> api.History:
    return api.history(found, start=found.as_of - dt.timedelta(days=60))


def test_a_line_says_its_ends_its_most_and_its_least() -> None:
    line = PillarLine("find", "Find the right people", np.array([3.0, 9.26, 1.04, 4.0]), np.zeros((4, 2)))
    assert line.words == "Find the right people from 3.0 to 4.0, at most 9.3 and at least 1.0"


def test_lines_are_the_pillars_of_every_day(found: api.Imported, result: api.History) -> None:
    assert [line.key for line in result.lines] == list(PILLAR_KEYS)
    assert sum(line.points for line in result.lines) == pytest.approx(result.total, abs=1e-9)
    score = api.score(found)
    for line, pillar in zip(result.lines, score.pillars, strict=True):
        assert line.label == pillar.label
        assert line.points[-1] == pytest.approx(pillar.points, abs=1e-9)
        assert line.interval[-1] == pytest.approx(pillar.interval, abs=1e-9)


def test_a_day_a_week_holds_the_last_day_and_the_same_numbers(found: api.Imported, result: api.History) -> None:
    weekly = api.history(found, start=result.dates[0], every=7)
    assert weekly.every == 7
    assert result.every == 1
    assert weekly.days.tolist() == result.days[::-7][::-1].tolist()
    assert weekly.dates[-1] == found.as_of
    np.testing.assert_allclose(weekly.total, result.total[::-7][::-1], rtol=0, atol=1e-9)
    assert history.words(weekly, []).startswith("Week by week, from")
    with pytest.raises(ValueError, match="every 0 days: give 1 or more"):
        api.history(found, every=0)


@given(member=members(), index=st.integers(0, 250))
def test_a_pillar_lies_in_its_interval_and_both_on_0_to_25(member: Member, index: int) -> None:
    told = api.history(member, start=day_of(FIRST + index), end=day_of(FIRST + index + 1))
    for line in told.lines:
        low, high = line.interval.T
        assert (low >= 0).all()
        assert (low <= line.points).all()
        assert (line.points <= high).all()
        assert (high <= 25).all()


def test_all_is_the_archive_and_the_year_its_last_365_days() -> None:
    long = Member(acted({"comments_given": np.ones(600)}), last_day=FIRST + 599)
    reach = api.ranges(long)
    assert reach.whole == (day_of(FIRST), day_of(FIRST + 599))
    assert reach.year == (day_of(FIRST + 599 - 365), day_of(FIRST + 599))
    assert (reach.longer, reach.every) == (True, 1)
    ages = Member(acted({"comments_given": np.ones(1200)}), last_day=FIRST + 1199)
    assert api.ranges(ages).every == 7
    short = api.ranges(Member(acted({"comments_given": np.ones(100)}), last_day=FIRST + 99))
    assert short.whole == short.year
    assert not short.longer


def test_readings_before_and_after_the_archive_are_within_reach() -> None:
    readings = (Reading(FIRST - 500, 40.0), Reading(FIRST + 10, None, breaks=True), Reading(FIRST + 200, 50.0))
    reach = api.ranges(Member(acted({"comments_given": np.ones(100)}), last_day=FIRST + 99, readings=readings))
    assert reach.whole == (day_of(FIRST - 530), day_of(FIRST + 200))


# -------------------------------------------------------------------------------------------------------------- charts


def test_small_multiples_are_four_lines_on_one_scale_with_the_readings_as_diamonds(
    found: api.Imported, result: api.History
) -> None:
    readings = api.against_readings(found)
    figure = history.pillars(result, readings)
    layout = figure.layout
    assert [a.text for a in layout.annotations] == [f"{li.label}: {li.points[-1]:.1f}" for li in result.lines]
    for axis in (layout.yaxis, layout.yaxis2, layout.yaxis3, layout.yaxis4):
        assert tuple(axis.range) == (0, 25)
    assert all(axis.matches == "x4" for axis in (layout.xaxis, layout.xaxis2, layout.xaxis3))
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.line.width]
    for drawn, line in zip(lines, result.lines, strict=True):
        assert list(drawn.y) == list(line.points)
    # The reading that told its total alone has no diamonds here.
    diamonds = [trace for trace in figure.data if trace.mode == "markers"]
    assert [list(d.y) for d in diamonds] == [[v] for v in PILLARS.values()]
    assert {d.marker.symbol for d in diamonds} == {"diamond"}


def test_words_of_the_small_multiples_name_every_pillar_and_the_newest_reading(
    found: api.Imported, result: api.History
) -> None:
    words = history.pillar_words(result, api.against_readings(found))
    assert all(line.words in words for line in result.lines)
    assert words.endswith(
        "LinkedIn showed Establish your professional brand 15.0, Find the right people 7.5, Engage with insights 8.0, "
        f"Build relationships 20.0 on {api.spoken(day_of(20605))}."
    )
    assert "LinkedIn" not in history.pillar_words(result, [])
