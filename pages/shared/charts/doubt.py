"""Why there is an interval, and which weights and caps matter most."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, GREEN, LINE, ORANGE
from ssi_core import api

#: Swings shown: the rest move the total by less than a person would notice.
MOST_SWINGS = 12


def tornado(result: api.Sensitivity) -> go.Figure:
    """What each doubtful number does to the total: a bar from the lowest to the highest total it leads to."""
    rows = list(reversed(result.swings[:MOST_SWINGS]))
    names, base = [s.name for s in rows], result.swings[0].base
    figure = go.Figure()
    for (colour, shape), pick, side in (((ORANGE, "/"), min, "left"), ((BLUE, ""), max, "right")):
        ends = [pick(zip(s.totals, s.values, strict=True), key=lambda pair: pair[0]) for s in rows]
        # A setting on the other side of the line has no bar of its own: the two would lie on each other.
        mine = [(t, v) if (t - base) * (-1 if side == "left" else 1) > 0 else (base, "") for t, v in ends]
        figure.add_bar(
            y=names, x=[t - base for t, _ in mine], base=[base] * len(rows), orientation="h",
            marker={"color": colour, "pattern": {"shape": shape}}, text=[v for _, v in mine], textposition="outside",
            cliponaxis=False, customdata=mine,
            hovertemplate="%{y}, %{customdata[1]}: %{customdata[0]:.1f}<extra></extra>",
        )  # fmt: skip
    figure.add_vline(x=base, line={"color": LINE, "width": 2})
    # Room beside the longest bar for the setting's words, on a phone too.
    reach = max(1.0, max(abs(v - base) for s in rows for v in s.totals)) * 2.4
    figure.update_layout(
        barmode="overlay", height=60 + 34 * len(rows), margin={"l": 0, "r": 8, "t": 8, "b": 30}, showlegend=False,
        xaxis={"range": [base - reach, base + reach], "fixedrange": True, "title": "Total"},
        yaxis={"fixedrange": True, "automargin": True},
    )  # fmt: skip
    return figure


def causes(result: api.Sensitivity) -> go.Figure:
    """Where the width of the interval comes from, as one stacked bar."""
    figure = go.Figure()
    shades = ((BLUE, ""), (ORANGE, "/"), (GREEN, "."))
    for (words, points), (colour, shape) in zip(result.causes, shades, strict=True):
        figure.add_bar(
            y=["width"], x=[points], orientation="h", name=words, marker={"color": colour, "pattern": {"shape": shape}},
            hovertemplate=f"{words}: %{{x:.1f}} points<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        barmode="stack", height=150, margin={"l": 0, "r": 8, "t": 8, "b": 30},
        legend={"orientation": "h", "y": 1.6, "traceorder": "normal"},
        xaxis={"fixedrange": True, "title": "Points", "rangemode": "tozero"},
        yaxis={"fixedrange": True, "showticklabels": False},
    )  # fmt: skip
    return figure
