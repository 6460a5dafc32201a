"""Charts: a result in, a figure and its words out."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from ssi_core import api

# Okabe and Ito's blue reads on light and dark alike; the gap is a pale grey with a pattern, never colour alone.
BLUE = "#0072B2"
GAP = "rgba(128, 128, 128, 0.18)"
LINE = "rgba(128, 128, 128, 0.9)"


def pillar_bars(result: api.ScoreResult) -> go.Figure:
    """Points and gap of each pillar on 0 to 25, the 10-90 % interval as a whisker."""
    rows = list(reversed(result.pillars))
    labels = [p.label for p in rows]
    points = [p.points for p in rows]
    figure = go.Figure()
    figure.add_bar(
        y=labels, x=points, orientation="h", name="points", marker_color=BLUE,
        text=[f"{v:.1f}" for v in points], textposition="inside", insidetextanchor="start",
        textfont={"color": "white", "size": 15},
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
        xaxis={"range": [0, 25], "dtick": 5, "fixedrange": True}, yaxis={"fixedrange": True, "automargin": True},
    )  # fmt: skip
    return figure


def pillar_words(result: api.ScoreResult) -> str:
    """What the pillar charts show, from the same numbers."""
    parts = [f"{p.label} {p.points:.1f} ({api.between(p.interval)})" for p in result.pillars]
    return f"Points of 25 per pillar, with the interval they probably lie in: {'; '.join(parts)}."


def radar(result: api.ScoreResult) -> go.Figure:
    """The four pillars as one outline, every axis fixed at 0 to 25."""
    short = {"brand": "Brand", "find": "Find", "engage": "Engage", "relationships": "Relationships"}
    names = [short[p.key] for p in result.pillars]
    points = [p.points for p in result.pillars]
    figure = go.Figure(
        go.Scatterpolar(
            theta=[*names, names[0]], r=[*points, points[0]], mode="lines+markers", fill="toself",
            line={"color": BLUE, "width": 3}, fillcolor="rgba(0, 114, 178, 0.18)",
            hovertemplate="%{theta}: %{r:.1f} of 25<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(
        height=270, margin={"l": 90, "r": 50, "t": 24, "b": 24}, showlegend=False,
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {"range": [0, 25], "dtick": 5, "showticklabels": False, "gridcolor": GAP},
            "angularaxis": {"gridcolor": GAP, "direction": "clockwise", "rotation": 90},
        },
    )  # fmt: skip
    return figure


ORANGE = "#D55E00"
#: Swings shown: the rest move the total by less than a person would notice.
MOST_SWINGS = 12


def tornado(result: api.Sensitivity) -> go.Figure:
    """What each doubtful number does to the total: a bar from the lowest to the highest total it leads to."""
    rows = list(reversed(result.swings[:MOST_SWINGS]))
    names, base = [_swing_name(s) for s in rows], result.swings[0].base
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


def _swing_name(swing: api.Swing) -> str:
    return swing.label if swing.what in ("window", "curve") else f"{swing.label}, {swing.what}"


def tornado_words(result: api.Sensitivity) -> str:
    """What the tornado shows, from the same numbers."""
    parts = [
        f"{_swing_name(s)}: " + ", ".join(f"{t:.1f} at {v}" for v, t in zip(s.values, s.totals, strict=True))
        for s in result.swings[:3]
    ]
    return f"From a total of {result.swings[0].base:.1f}, what matters most: {'; '.join(parts)}."


def causes(result: api.Sensitivity) -> go.Figure:
    """Where the width of the interval comes from, as one stacked bar."""
    figure = go.Figure()
    shades = ((BLUE, ""), (ORANGE, "/"), ("#009E73", "."))
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


def causes_words(result: api.Sensitivity) -> str:
    """What the split shows, from the same numbers."""
    low, high = result.interval
    parts = [f"{points:.1f} come from {words}" for words, points in result.causes]
    return f"Of the {high - low:.1f} points of {api.between(result.interval)}, {', '.join(parts[:-1])} and {parts[-1]}."


def history(result: api.History, readings: Sequence[api.Against]) -> go.Figure:
    """The total through time with its interval, and official readings as diamonds."""
    days = [d.isoformat() for d in result.dates]
    low, high = result.interval[:, 0], result.interval[:, 1]
    figure = go.Figure()
    figure.add_scatter(x=days, y=high, mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=days, y=low, mode="lines", line={"width": 0}, fill="tonexty", fillcolor="rgba(0, 114, 178, 0.18)",
        name="probably between", hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=days, y=result.total, mode="lines", line={"color": BLUE, "width": 3}, name="our estimate",
        customdata=result.interval,
        hovertemplate="%{x}: %{y:.1f} (%{customdata[0]:.0f}\u2013%{customdata[1]:.0f})<extra></extra>",
    )  # fmt: skip
    if result.calibrated:
        figure.add_scatter(
            x=days, y=result.raw_pillars.sum(1), mode="lines", line={"color": LINE, "width": 2, "dash": "dot"},
            name="without the readings", hovertemplate="%{x}: %{y:.1f} without the readings<extra></extra>",
        )  # fmt: skip
    if readings:
        figure.add_scatter(
            x=[a.day.isoformat() for a in readings], y=[a.official for a in readings], mode="markers",
            marker={"symbol": "diamond", "size": 11, "color": ORANGE, "line": {"width": 1, "color": "white"}},
            name="LinkedIn's number", hovertemplate="%{x}: LinkedIn showed %{y:.1f}<extra></extra>",
        )  # fmt: skip
    for a in readings:
        if a.reading.breaks:
            figure.add_vline(x=a.day.isoformat(), line={"color": LINE, "dash": "dash"})
    figure.update_layout(
        height=380, margin={"l": 0, "r": 8, "t": 8, "b": 30}, legend={"orientation": "h", "y": 1.12},
        xaxis={"fixedrange": True}, yaxis={"range": [0, 100], "fixedrange": True, "title": "Total"},
    )  # fmt: skip
    return figure


def history_words(result: api.History, readings: Sequence[api.Against]) -> str:
    """What the line shows, from the same numbers."""
    total, first, last = result.total, result.dates[0], result.dates[-1]
    words = (
        f"From {total[0]:.1f} on {api.spoken(first)} to {total[-1]:.1f} on {api.spoken(last)}, at most "
        f"{total.max():.1f} and at least {total.min():.1f}; on the last day probably "
        f"{api.between((float(result.interval[-1, 0]), float(result.interval[-1, 1])))}."
    )
    if readings:
        newest = readings[-1]
        words += f" LinkedIn showed {newest.official:.1f} on {api.spoken(newest.day)}."
    return words
