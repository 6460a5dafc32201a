"""Why the total moved from one day to another: a step a signal."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, LINE, ORANGE
from pages.shared.words import capital
from ssi_core import api


def bars(result: api.Why | api.HeldAgainst) -> go.Figure:
    """From the first total to the last, read from above: what raised it plain, what lowered it hatched."""
    steps = [(capital(s.label), s) for s in result.top() if s.points]
    first, last = _day(result.start), _day(result.end)
    if first == last:
        last = f"{last} "  # two rows of one name would lie on each other
    names = [first, *(name for name, _ in steps), last]
    totals = [result.start_total, result.end_total]
    figure = go.Figure()
    # Each step begins where the one before it ended.
    starts = [*(s.before for _, s in steps), result.end_total]
    figure.add_scatter(
        x=[x for x in starts for x in (x, x, None)], y=[y for pair in pairwise(names) for y in (*pair, None)],
        mode="lines", line={"color": LINE, "width": 1, "dash": "dot"}, hoverinfo="skip",
    )  # fmt: skip
    for up, colour, shape in ((True, BLUE, ""), (False, ORANGE, "/")):
        mine = [(name, s) for name, s in steps if (s.points > 0) == up]
        figure.add_bar(
            y=[name for name, _ in mine], x=[s.points for _, s in mine], base=[s.before for _, s in mine],
            orientation="h", name="up" if up else "down",
            marker={"color": colour, "pattern": {"shape": shape}, "line": {"color": colour, "width": 1}},
            text=[api.signed(s.points) for _, s in mine], textposition="outside", cliponaxis=False,
            customdata=[[s.points, s.after] for _, s in mine],
            hovertemplate="%{y}: %{customdata[0]:+.1f}, to %{customdata[1]:.1f}<extra></extra>",
        )  # fmt: skip
    # Totals as marks, since a bar that does not start at 0 would be a false length.
    figure.add_scatter(
        x=totals, y=[first, last], mode="markers+text", text=[f"  {v:.1f}" for v in totals],
        textposition="middle right", cliponaxis=False,
        marker={"symbol": "diamond", "size": 12, "color": LINE}, hovertemplate="%{y}: %{x:.1f}<extra></extra>",
    )  # fmt: skip
    reached = [*totals, *(s.after for _, s in steps)]
    room = max(1.0, 0.25 * (max(reached) - min(reached)))  # for the figures beside the bars, on a phone too
    figure.update_layout(
        height=70 + 34 * len(names), margin={"l": 0, "r": 8, "t": 8, "b": 30}, showlegend=False,
        xaxis={"range": [min(reached) - room, max(reached) + room], "fixedrange": True, "title": "Total"},
        yaxis={
            "fixedrange": True, "automargin": True, "autorange": "reversed", "categoryorder": "array",
            "categoryarray": names,
        },
    )  # fmt: skip
    return figure


def _day(day: dt.date) -> str:
    # Short, so that a phone keeps room for the bars.
    return f"{day.day} {day:%b %Y}"


def words(result: api.Why | api.HeldAgainst) -> str:
    """What the waterfall shows, from the same numbers."""
    parts = ", ".join(f"{s.label} {api.signed(s.points)}" for s in result.top() if s.points)
    ends = (
        f"From {result.start_total:.1f} on {api.spoken(result.start)} to {result.end_total:.1f} on "
        f"{api.spoken(result.end)}"
    )
    return f"{ends}: {parts}." if parts else f"{ends}: nothing moved."
