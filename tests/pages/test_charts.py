"""Chart builders: the figure holds the result's own numbers, and its words say the same."""

from __future__ import annotations

import pytest

from pages.shared import charts
from ssi_core import api


@pytest.fixture(scope="module")
def result() -> api.ScoreResult:
    return api.score(api.read(api.sample_files()))


def test_bars_show_points_gap_and_interval_on_a_scale_of_25(result: api.ScoreResult) -> None:
    points, gap = charts.pillar_bars(result).data
    by_label = {p.label: p for p in result.pillars}
    for i, label in enumerate(points.y):
        pillar = by_label[label]
        assert points.x[i] == pillar.points
        assert points.x[i] + gap.x[i] == pytest.approx(25)
        assert points.x[i] + points.error_x.array[i] == pytest.approx(pillar.interval[1])
        assert points.x[i] - points.error_x.arrayminus[i] == pytest.approx(pillar.interval[0])
    assert tuple(charts.pillar_bars(result).layout.xaxis.range) == (0, 25)


def test_radar_has_one_closed_outline_of_four_axes_fixed_at_25(result: api.ScoreResult) -> None:
    figure = charts.radar(result)
    (outline,) = figure.data
    assert list(outline.r) == [p.points for p in result.pillars] + [result.pillars[0].points]
    assert tuple(figure.layout.polar.radialaxis.range) == (0, 25)


def test_words_name_every_pillar_with_its_points(result: api.ScoreResult) -> None:
    words = charts.pillar_words(result)
    for pillar in result.pillars:
        assert f"{pillar.label} {pillar.points:.1f}" in words
