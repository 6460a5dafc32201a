"""The weeks ahead: what is tried with its band, beside going on as now and stopping."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from pages.shared.charts.palette import BAND, BLUE, GREEN, ORANGE
from ssi_core import api


def lines(result: api.Projection) -> go.Figure:
    """The projected total with its band, and the two lines it is held against; each its own dash."""
    days = [w.date.isoformat() for w in (result.today, *result.points)]
    figure = go.Figure()
    band = {"x": days, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(y=[w.p90 for w in (result.today, *result.points)], showlegend=False, **band)
    figure.add_scatter(
        y=[w.p10 for w in (result.today, *result.points)], fill="tonexty", fillcolor=BAND, name="probably between",
        **band,
    )  # fmt: skip
    for name, weeks, colour, dash, width in (
        ("stop", result.stop, ORANGE, "dot", 2), ("as now", result.as_now, GREEN, "dash", 2),
        ("with these habits", result.points, BLUE, "solid", 3),
    ):  # fmt: skip
        whole = (result.today, *weeks)
        figure.add_scatter(
            x=days, y=[w.total for w in whole], mode="lines", name=name,
            line={"color": colour, "dash": dash, "width": width}, customdata=[w.interval for w in whole],
            hovertemplate=f"%{{x}}: {name} %{{y:.1f}} (%{{customdata[0]:.0f}}\u2013%{{customdata[1]:.0f}})"
            "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=340, margin={"l": 0, "r": 8, "t": 8, "b": 30},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"fixedrange": True, "tickformat": "%-d %b", "nticks": 7},
        yaxis={"range": _range(result), "fixedrange": True, "title": "Total"},
    )  # fmt: skip
    return figure


def _range(result: api.Projection) -> tuple[int, int]:
    # Tens around all that is drawn: half a year moves little on a scale of 100.
    low = min(w.total for w in (*result.as_now, *result.stop)), min(w.p10 for w in (result.today, *result.points))
    high = max(w.total for w in result.as_now), max(w.p90 for w in (result.today, *result.points))
    return max(0, math.floor((min(low) - 2) / 10) * 10), min(100, math.ceil((max(high) + 2) / 10) * 10)


def words(result: api.Projection) -> str:
    """What the lines show, from the same numbers."""
    return result.words
