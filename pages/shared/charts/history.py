"""The estimate through time, official readings beside it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.shared.charts.palette import BAND, BLUE, LINE, ORANGE
from ssi_core import api

_DIAMOND = {"symbol": "diamond", "size": 11, "color": ORANGE, "line": {"width": 1, "color": "white"}}


def line(result: api.History, readings: Sequence[api.Against]) -> go.Figure:
    """The total through time with its interval, and official readings as diamonds."""
    days = [d.isoformat() for d in result.dates]
    low, high = result.interval[:, 0], result.interval[:, 1]
    figure = go.Figure()
    figure.add_scatter(x=days, y=high, mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=days, y=low, mode="lines", line={"width": 0}, fill="tonexty", fillcolor=BAND,
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
            marker=_DIAMOND,
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


def pillars(result: api.History, readings: Sequence[api.Against]) -> go.Figure:
    """The four pillars through time, one above the other: each on 0 to 25, official readings as diamonds."""
    days = [d.isoformat() for d in result.dates]
    titles = [f"{line.label}: {line.points[-1]:.1f}" for line in result.lines]
    figure = make_subplots(rows=len(titles), cols=1, shared_xaxes=True, subplot_titles=titles, vertical_spacing=0.07)
    for row, line in enumerate(result.lines, 1):
        shade = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        figure.add_scatter(row=row, col=1, x=days, y=line.interval[:, 1], **shade)
        figure.add_scatter(row=row, col=1, x=days, y=line.interval[:, 0], fill="tonexty", fillcolor=BAND, **shade)
        figure.add_scatter(
            row=row, col=1, x=days, y=line.points, mode="lines", line={"color": BLUE, "width": 2},
            customdata=line.interval,
            hovertemplate="%{x}: %{y:.1f} (%{customdata[0]:.0f}\u2013%{customdata[1]:.0f})<extra></extra>",
        )  # fmt: skip
        told = [a for a in readings if line.key in a.reading.pillars]
        if told:
            figure.add_scatter(
                row=row, col=1, x=[a.day.isoformat() for a in told], y=[a.reading.pillars[line.key] for a in told],
                mode="markers", marker=_DIAMOND,
                hovertemplate="%{x}: LinkedIn showed %{y:.1f}<extra></extra>",
            )  # fmt: skip
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(range=[0, 25], dtick=5, fixedrange=True)
    # Titles begin where the lines do: centred over a phone's narrow picture they would be cut.
    figure.update_annotations(x=0, xanchor="left", font={"size": 14})
    figure.update_layout(height=640, margin={"l": 0, "r": 8, "t": 30, "b": 30}, showlegend=False)
    return figure


def pillar_words(result: api.History, readings: Sequence[api.Against]) -> str:
    """What the four lines show, from the same numbers."""
    words = f"Points of 25: {'; '.join(line.words for line in result.lines)}."
    told = [a for a in readings if a.reading.pillars]
    if told:
        newest = told[-1]
        shown = ", ".join(f"{api.PILLARS[key]} {v:.1f}" for key, v in newest.reading.pillars.items())
        words += f" LinkedIn showed {shown} on {api.spoken(newest.day)}."
    return words


def words(result: api.History, readings: Sequence[api.Against]) -> str:
    """What the line shows, from the same numbers."""
    total, first, last = result.total, result.dates[0], result.dates[-1]
    begun = "Week by week, from" if result.every == 7 else "From"
    words = (
        f"{begun} {total[0]:.1f} on {api.spoken(first)} to {total[-1]:.1f} on {api.spoken(last)}, at most "
        f"{total.max():.1f} and at least {total.min():.1f}; on the last day probably "
        f"{api.between((float(result.interval[-1, 0]), float(result.interval[-1, 1])))}."
    )
    if readings:
        newest = readings[-1]
        words += f" LinkedIn showed {newest.official:.1f} on {api.spoken(newest.day)}."
    return words
