"""What leaves the look-back window next: a bar a day."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, LINE, ORANGE
from ssi_core import api


def bars(result: api.Ahead) -> go.Figure:
    """Points that go on each of the next days if nothing comes in; a correction that leaves gives some back."""
    figure = go.Figure()
    for up, colour, shape in ((False, ORANGE, "/"), (True, BLUE, "")):
        rows = [d for d in result.days if (d.points > 0) == up]
        figure.add_bar(
            x=[d.day.isoformat() for d in rows], y=[d.points for d in rows],
            marker={"color": colour, "pattern": {"shape": shape}, "line": {"color": colour, "width": 1}},
            name="gains" if up else "leaves",
            hovertemplate="%{x}: %{y:+.2f}<extra></extra>",
        )  # fmt: skip
    figure.add_hline(y=0, line={"color": LINE, "width": 1})
    figure.update_layout(
        height=260, margin={"l": 0, "r": 8, "t": 8, "b": 30}, showlegend=False, barmode="overlay",
        xaxis={"fixedrange": True, "tickformat": "%-d %b", "nticks": 6},
        yaxis={"fixedrange": True, "title": "Points", "tickformat": ".1f"},
    )  # fmt: skip
    return figure


def words(result: api.Ahead) -> str:
    """What the bars show, from the same numbers."""
    return f"{result.words} {caption(result)}"


def caption(result: api.Ahead) -> str:
    """The ends of the row of bars and its longest, from the same numbers."""
    told = (result.days[0], *result.dearest(1), result.days[-1])
    bars = ", ".join(f"{api.signed(d.points)} on {api.spoken(d.day)}" for d in result.days if d in told)
    return f"Points that leave, a bar a day: {bars}."
