"""How the members of a team lie: the middle half of them by pillar, and those who are seen by name as points."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.shared.charts.palette import BAND, BLUE, LINE, ORANGE
from ssi_core import api


def boxes(found: api.Cohort) -> go.Figure:
    """A box a pillar from quartile to quartile with the median in it, each on 0 to 25."""
    names = list(api.PILLARS)[::-1]
    labels = [api.PILLARS[name] for name in names]
    figure = go.Figure()
    if found.spreads:
        rows = [found.spreads[name] for name in names]
        figure.add_box(
            y=labels, q1=[r.low for r in rows], median=[r.median for r in rows], q3=[r.high for r in rows],
            lowerfence=[r.low for r in rows], upperfence=[r.high for r in rows], orientation="h",
            name="the middle half", fillcolor=BAND, line={"color": BLUE, "width": 2}, whiskerwidth=0,
            hovertemplate="%{y}<extra></extra>",
        )  # fmt: skip
    if found.named:
        figure.add_scatter(
            x=[m.points[name] for name in names for m in found.named],
            y=[label for label in labels for _ in found.named], mode="markers", name="one person",
            marker={"color": ORANGE, "symbol": "diamond", "size": 7, "line": {"color": LINE, "width": 1}},
            text=[m.name for _ in names for m in found.named], hovertemplate="%{text}: %{x:.1f}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=300, margin={"l": 0, "r": 8, "t": 8, "b": 40},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={"range": [-0.5, 25.5], "fixedrange": True, "title": "Points of 25"},
        yaxis={"fixedrange": True, "automargin": True},
    )  # fmt: skip
    return figure


def words(found: api.Cohort) -> str:
    """What the boxes show, from the same numbers."""
    shown = api.PILLARS if found.spreads else {}
    parts = [f"{label}: {api.spread_words(found.spreads[name])}" for name, label in shown.items()]
    seen = f" {api.people_words(len(found.named))} shown by name." if found.named else ""
    return f"{'. '.join(parts)}.{seen}" if parts else f"Held back.{seen}"
