"""A year of days as a calendar, and quarters from what was sent to what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, GAP, LINE, ORANGE
from ssi_core import api

#: The same blue, more of it the more was done: it stands out more on light and on dark alike.
_SHADES = ("rgba(128, 128, 128, 0.12)", "rgba(0, 114, 178, 0.42)", "rgba(0, 114, 178, 0.62)", "rgba(0, 114, 178, 0.82)",
           "rgba(0, 114, 178, 1)")  # fmt: skip


def calendar(days: api.Calendar) -> go.Figure:
    """Weekday by week, shaded by the acts of each day; days in no file are hatched."""
    dates, weeks = days.dates, [api.day_of(int(d)).isoformat() for d in days.monday]
    names = [api.WEEKDAYS[w] for w in days.weekday]
    told = [i for i, covered in enumerate(days.covered) if covered]
    gone = [i for i, covered in enumerate(days.covered) if not covered]
    figure = go.Figure(
        go.Heatmap(
            x=[weeks[i] for i in told], y=[names[i] for i in told], z=[int(days.classes[i]) for i in told],
            zmin=-0.5, zmax=4.5, xgap=1, ygap=1, customdata=[(api.spoken(dates[i]), days.acts[i]) for i in told],
            colorscale=[(edge / 5, shade) for n, shade in enumerate(_SHADES) for edge in (n, n + 1)],
            colorbar={
                "orientation": "h", "y": -0.25, "yanchor": "top", "thickness": 10, "len": 0.9, "outlinewidth": 0,
                "tickvals": list(range(5)), "ticktext": list(api.CLASS_WORDS), "tickangle": 0,
                "title": {"text": "acts of a day", "side": "bottom"},
            },
            hovertemplate="%{customdata[0]}: %{customdata[1]:.0f} acts<extra></extra>",
        )
    )  # fmt: skip
    if gone:
        figure.add_scatter(
            x=[weeks[i] for i in gone], y=[names[i] for i in gone], mode="markers", name="in no file",
            marker={"symbol": "line-ne-open", "size": 7, "color": LINE, "line": {"width": 1.5, "color": LINE}},
            customdata=[api.spoken(dates[i]) for i in gone], hovertemplate="%{customdata}: in no file<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=310, margin={"l": 0, "r": 8, "t": 8, "b": 80}, showlegend=bool(gone),
        legend={"orientation": "h", "y": 1.16},
        xaxis={"fixedrange": True, "type": "date", "showgrid": False, "tickformat": "%b\n%Y", "nticks": 8},
        yaxis={
            "fixedrange": True, "categoryorder": "array", "categoryarray": list(reversed(api.WEEKDAYS)),
            "showgrid": False, "automargin": True,
        },
    )  # fmt: skip
    return figure


def invitations(quarters: Sequence[api.Quarter]) -> go.Figure:
    """Invitations sent in each quarter, and those of them that were accepted."""
    whole = [q.invitations_days == q.days for q in quarters]
    return _pairs(quarters, [q.invited for q in quarters], [q.accepted for q in quarters], ("sent", "accepted"), whole)


def conversations(quarters: Sequence[api.Quarter]) -> go.Figure:
    """Conversations begun in each quarter, and those of them that were answered."""
    whole = [q.messages_days == q.days for q in quarters]
    return _pairs(quarters, [q.begun for q in quarters], [q.answered for q in quarters], ("begun", "answered"), whole)


def _pairs(
    quarters: Sequence[api.Quarter],
    tried: Sequence[int | None],
    won: Sequence[int | None],
    names: tuple[str, str],
    whole: Sequence[bool],
) -> go.Figure:
    labels = [q.label.replace(" ", "<br>") for q in quarters]
    figure = go.Figure()
    for values, name, colour, shape in ((tried, names[0], BLUE, ""), (won, names[1], ORANGE, "x")):
        # A legend takes its look from the first bar, which may be a hollow one: it has a bar of its own.
        pattern = {"shape": shape, "size": 5, "solidity": 0.25}
        figure.add_bar(
            x=[None], y=[None], name=name, offsetgroup=name,
            marker={"color": colour, "line": {"color": colour, "width": 1.5}, "pattern": pattern},
        )  # fmt: skip
        figure.add_bar(
            x=labels, y=list(values), name=name, showlegend=False, offsetgroup=name,
            # Where files cover a part of a quarter, its bars are drawn as outlines.
            marker={
                "color": [colour if yes else GAP for yes in whole], "line": {"color": colour, "width": 1.5},
                "pattern": pattern,
            },
            text=["" if v is None else f"{v:,}" for v in values], textposition="outside", cliponaxis=False,
            hovertemplate="%{x}: %{y:,} " + name + "<extra></extra>",
        )  # fmt: skip
    for label, value in zip(labels, tried, strict=True):
        if value is None:
            figure.add_annotation(x=label, y=0, text="in no file", textangle=-90, showarrow=False, yanchor="bottom")
    most = max([v for v in tried if v is not None], default=1)
    figure.update_layout(
        barmode="group", height=300, margin={"l": 0, "r": 8, "t": 8, "b": 40}, legend={"orientation": "h", "y": 1.18},
        xaxis={"fixedrange": True, "type": "category", "categoryorder": "array", "categoryarray": labels},
        yaxis={"fixedrange": True, "range": [0, 1.15 * max(most, 1)], "rangemode": "tozero"},
    )  # fmt: skip
    return figure
