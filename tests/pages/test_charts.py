"""Chart builders: the figure holds the result's own numbers, and its words say the same."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.shared.charts import doubt, pillars
from ssi_core import api
from ssi_core.model.estimate import Doubt


@pytest.fixture(scope="module")
def result() -> api.ScoreResult:
    return api.score(api.read(api.sample_files()))


def test_bars_show_points_gap_and_interval_on_a_scale_of_25(result: api.ScoreResult) -> None:
    points, gap = pillars.bars(result).data
    by_label = {p.label: p for p in result.pillars}
    for i, label in enumerate(points.y):
        pillar = by_label[label]
        assert points.x[i] == pillar.points
        assert points.x[i] + gap.x[i] == pytest.approx(25)
        assert points.x[i] + points.error_x.array[i] == pytest.approx(pillar.interval[1])
        assert points.x[i] - points.error_x.arrayminus[i] == pytest.approx(pillar.interval[0])
    assert tuple(pillars.bars(result).layout.xaxis.range) == (0, 25)


def test_radar_has_one_closed_outline_of_four_axes_fixed_at_25(result: api.ScoreResult) -> None:
    figure = pillars.radar(result)
    (outline,) = figure.data
    assert list(outline.r) == [p.points for p in result.pillars] + [result.pillars[0].points]
    assert tuple(figure.layout.polar.radialaxis.range) == (0, 25)


def test_words_name_every_pillar_with_its_points(result: api.ScoreResult) -> None:
    words = pillars.words(result)
    for pillar in result.pillars:
        assert f"{pillar.label} {pillar.points:.1f}" in words


def test_the_two_ends_of_a_tornados_bar_never_lie_on_each_other() -> None:
    # A window of 60 and one of 120 days that both raise the total: one bar, to the higher, and its words alone.
    both_up = api.Swing("window", "Look-back window", "window", ("60 days", "90 days", "120 days"), (51, 50, 52), 50)
    either = api.Swing("a", "A", "cap", ("10", "30"), (52, 49), 50)
    result = api.Sensitivity(dt.date(2026, 1, 1), (45, 55), Doubt(0.2, 0.3, 0.5), (either, both_up))
    left, right = doubt.tornado(result).data
    # Drawn from below: the last swing first.
    assert list(left.x) == [0, -1]
    assert list(left.text) == ["", "30"]
    assert list(right.x) == [2, 2]
    assert list(right.text) == ["120 days", "10"]
    words = result.swings_words
    assert "A, cap: 52.0 at 10, 49.0 at 30" in words
    assert "51.0 at 60 days, 50.0 at 90 days, 52.0 at 120 days" in words


def test_the_split_of_the_interval_sums_to_its_width() -> None:
    result = api.Sensitivity(dt.date(2026, 1, 1), (45, 55), Doubt(0.2, 0.3, 0.5), ())
    assert [bar.x[0] for bar in doubt.causes(result).data] == pytest.approx([2, 3, 5])
    assert "Of the 10.0 points of 45\u201355, 2.0 come from signals we can't see" in result.causes_words
