"""The four pillars: as bars with their gaps, and as a shape."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from pages.shared.charts.palette import BAND, BLUE, GAP, LINE, ORANGE
from ssi_core import api

_SHORT = {"brand": "Brand", "find": "Find", "engage": "Engage", "relationships": "Relationships"}


#: Size of the letters, and pixels in height, where a screen is looked at from across a table.
_LARGE, _TALL = {"size": 18}, 380


def bars(result: api.ScoreResult, *, large: bool = False) -> go.Figure:
    """Points and gap of each pillar on 0 to 25, the 10-90 % interval as a whisker; in large type on demand."""
    rows = list(reversed(result.pillars))
    labels = [p.label for p in rows]
    points = [p.points for p in rows]
    figure = go.Figure()
    figure.add_bar(
        y=labels, x=points, orientation="h", name="points", marker_color=BLUE,
        error_x={
            "type": "data", "symmetric": False, "array": [p.interval[1] - p.points for p in rows],
            "arrayminus": [p.points - p.interval[0] for p in rows], "color": LINE, "thickness": 2, "width": 6,
        },
        hovertemplate="%{y}: %{x:.1f} of 25<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        y=labels, x=[p.max - p.points for p in rows], orientation="h", name="gap to 25",
        marker={"color": GAP, "pattern": {"shape": "/", "fgcolor": LINE, "size": 6, "solidity": 0.1}},
        hovertemplate="%{y}: %{x:.1f} to go<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        barmode="stack", height=270, margin={"l": 0, "r": 8, "t": 8, "b": 30}, showlegend=False,
        xaxis={"range": [0, 25], "dtick": 5, "fixedrange": True},
        yaxis={"fixedrange": True, "automargin": True, "tickvals": labels, "ticktext": [_tick(p) for p in rows]},
    )  # fmt: skip
    if large:
        figure.update_layout(height=_TALL, font=_LARGE, margin={"r": 20})
        figure.update_yaxes(tickfont=_LARGE)
        figure.update_xaxes(tickfont=_LARGE)
    return figure


def _tick(pillar: api.PillarScore) -> str:
    # Two lines, so that a phone keeps room for the bars.
    words = pillar.label.split()
    half = (len(words) + 1) // 2
    return f"{' '.join(words[:half])}<br>{' '.join(words[half:])}  <b>{pillar.points:.1f}</b>"


def words(result: api.ScoreResult) -> str:
    """What the pillar charts show, from the same numbers."""
    parts = [f"{p.label} {p.points:.1f} ({api.between(p.interval)})" for p in result.pillars]
    return f"Points of 25 per pillar, with the interval they probably lie in: {'; '.join(parts)}."


def radar(result: api.ScoreResult) -> go.Figure:
    """The four pillars as one outline, every axis fixed at 0 to 25."""
    return outlines({p.key: p.points for p in result.pillars})


def outlines(
    points: Mapping[str, float], before: Mapping[str, float] | None = None, *, large: bool = False
) -> go.Figure:
    """The four pillars as an outline or as two, every axis fixed at 0 to 25; the earlier one dashed and unfilled.

    Parameters
    ----------
    points, before : mapping of str to float
        Points by pillar.
    large : bool
        In large type.
    """
    names = [_SHORT[key] for key in api.PILLARS]
    figure = go.Figure()
    for values, name, look in (
        (before, "before", {"line": {"color": ORANGE, "width": 2, "dash": "dash"}, "marker": {"symbol": "diamond"}}),
        (points, "now", {"line": {"color": BLUE, "width": 3}, "fill": "toself", "fillcolor": BAND}),
    ):
        if values is None:
            continue
        drawn = [values[key] for key in api.PILLARS]
        figure.add_scatterpolar(
            theta=[*names, names[0]], r=[*drawn, drawn[0]], mode="lines+markers", name=name, **look,
            hovertemplate=f"%{{theta}}{'' if before is None else f', {name}'}: %{{r:.1f}} of 25<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=_TALL if large else 270, margin={"l": 80, "r": 44, "t": 24, "b": 24}, showlegend=before is not None,
        # Under the lowest of the four names.
        legend={"orientation": "h", "y": -0.16},
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {"range": [0, 25], "dtick": 5, "showticklabels": False, "gridcolor": GAP},
            "angularaxis": {"gridcolor": GAP, "direction": "clockwise", "rotation": 90},
        },
    )  # fmt: skip
    if large:
        # Room for the longest of the four names.
        figure.update_layout(
            font=_LARGE, margin={"l": 130, "r": 60, "t": 44, "b": 60}, legend={"font": _LARGE, "y": -0.2},
            polar={"angularaxis": {"tickfont": _LARGE}},
        )  # fmt: skip
    return figure


def outline_words(points: Mapping[str, float], before: Mapping[str, float]) -> str:
    """What two outlines show, from the same numbers."""
    parts = [f"{label} {before[key]:.1f}, then {points[key]:.1f}" for key, label in api.PILLARS.items()]
    return f"Points of 25 per pillar: {'; '.join(parts)}."
