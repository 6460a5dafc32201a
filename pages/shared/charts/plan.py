"""Where a plan's time goes."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, GREEN
from pages.shared.words import capital
from ssi_core import api


def _spent(plan: api.Plan) -> list[tuple[str, float]]:
    return sorted(((h, m) for h, m in plan.spent.items() if m > 0), key=lambda one: one[1])


def bars(plan: api.Plan) -> go.Figure:
    """Minutes a week by habit, what takes most on top; as now beside it, hatched."""
    rows = _spent(plan)
    names = [capital(api.NOUNS[habit][1]) for habit, _ in rows]
    figure = go.Figure()
    figure.add_bar(
        y=names, x=[plan.own_spent[habit] for habit, _ in rows], orientation="h", name="as now",
        marker={"color": GREEN, "pattern": {"shape": "/"}}, hovertemplate="%{y}: %{x:.0f} min as now<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        y=names, x=[minutes for _, minutes in rows], orientation="h", name="by the plan", marker={"color": BLUE},
        hovertemplate="%{y}: %{x:.0f} min by the plan<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        height=90 + 44 * len(rows), margin={"l": 0, "r": 8, "t": 8, "b": 40}, barmode="group",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
        xaxis={"fixedrange": True, "title": "Minutes a week", "rangemode": "tozero"},
        yaxis={"fixedrange": True, "automargin": True},
    )  # fmt: skip
    return figure


def words(plan: api.Plan) -> str:
    """What the bars show, from the same numbers."""
    rows = _spent(plan)[::-1]
    if not rows:
        return "The plan takes no time at all."
    parts = [f"{api.NOUNS[habit][1]} {minutes:.0f} (as now {plan.own_spent[habit]:.0f})" for habit, minutes in rows]
    return f"Minutes a week: {', '.join(parts)}."
