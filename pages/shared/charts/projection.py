"""The weeks ahead: what is tried with its band, beside going on as now and stopping."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from pages.shared.charts.palette import AMBER, BAND, BLUE, GREEN, ORANGE, PURPLE, SKY
from ssi_core import api

#: Lines of the scenarios beside the chosen one, by their place; each a dash of its own.
_BESIDE = ((PURPLE, "dashdot"), (SKY, "longdash"), (AMBER, "longdashdot"))


def lines(result: api.Projection, name: str = "", beside: Mapping[str, api.Projection] | None = None) -> go.Figure:
    """The projected total with its band, and the lines it is held against; each its own dash.

    Parameters
    ----------
    result : api.Projection
        The chosen scenario: it alone has a band.
    name : str
        What it is called; blank while it is the only one.
    beside : mapping of str to api.Projection, optional
        The others by name, three at most.
    """
    own = (result.today, *result.points)
    flat = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "x": [w.date.isoformat() for w in own]}
    drawn: list[dict[str, Any]] = [
        {**flat, "y": [w.p90 for w in own], "showlegend": False},
        {**flat, "y": [w.p10 for w in own], "fill": "tonexty", "fillcolor": BAND, "name": "probably between"},
    ]
    others = [
        (plain_text(called), one.points, colour, dash, 2)
        for (called, one), (colour, dash) in zip((beside or {}).items(), _BESIDE, strict=False)
    ]
    for called, weeks, colour, dash, width in (
        ("stop", result.stop, ORANGE, "dot", 2), ("as now", result.as_now, GREEN, "dash", 2), *others,
        (plain_text(name) or "with these habits", result.points, BLUE, "solid", 3),
    ):  # fmt: skip
        # Each with days of its own: scenarios may start on different ones.
        whole = (result.today, *weeks)
        drawn.append(
            {
                "x": [w.date.isoformat() for w in whole], "y": [w.total for w in whole], "mode": "lines",
                "name": called, "line": {"color": colour, "dash": dash, "width": width},
                "customdata": [w.interval for w in whole],
                "hovertemplate": f"%{{x}}: {called} %{{y:.1f}} (%{{customdata[0]:.0f}}\u2013%{{customdata[1]:.0f}})"
                "<extra></extra>",
            }
        )  # fmt: skip
    layout = {
        "height": 340, "margin": {"l": 0, "r": 8, "t": 8, "b": 30},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "xaxis": {"fixedrange": True, "tickformat": "%-d %b", "nticks": 7},
        "yaxis": {"range": _range(result, tuple((beside or {}).values())), "fixedrange": True,
                  "title": {"text": "Total"}},
    }  # fmt: skip
    # All at once: trace by trace takes four times as long, and a slider waits for it.
    return go.Figure({"data": [{"type": "scatter", **trace} for trace in drawn], "layout": layout})


def plain_text(name: str) -> str:
    """A name as Plotly shows it: it reads HTML and %{...} in what it is given."""
    return html.escape(name).replace("%{", "% {")


def _range(result: api.Projection, beside: Sequence[api.Projection]) -> tuple[int, int]:
    # Tens around all that is drawn: half a year moves little on a scale of 100.
    band = (result.today, *result.points)
    drawn = [w.total for one in (result, *beside) for w in (*one.as_now, *one.stop, *one.points)]
    low, high = min(*drawn, *(w.p10 for w in band)), max(*drawn, *(w.p90 for w in band))
    return max(0, math.floor((low - 2) / 10) * 10), min(100, math.ceil((high + 2) / 10) * 10)


def words(result: api.Projection, name: str = "", beside: Mapping[str, api.Projection] | None = None) -> str:
    """What the lines show, from the same numbers."""
    return result.words(name, beside)
