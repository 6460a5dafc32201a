"""Whom a member knows, as bars; and the five strategies, as bars with their gaps."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared.charts.palette import BLUE, GAP, LINE
from ssi_core import api

#: Characters of a line of a name beside its bar, two lines at most: more leave no room for the bar on a phone.
_LINE = 22


def bars(parts: Sequence[api.Slice], marked: Sequence[str] | None = None) -> go.Figure:
    """A bar a kind with its number; those that are not marked are paler and hatched.

    Parameters
    ----------
    parts : sequence of Slice
        From above.
    marked : sequence of str, optional
        Keys to set off; all by default.
    """
    rows = list(reversed(parts))
    full = [marked is None or p.key in marked for p in rows]
    figure = go.Figure(
        go.Bar(
            # Two names may be cut to the same one, and would then share a bar: places are numbered, names are ticks.
            y=list(range(len(rows))), x=[p.count for p in rows], orientation="h",
            marker={
                "color": [BLUE if yes else GAP for yes in full],
                "pattern": {"shape": ["" if yes else "/" for yes in full], "fgcolor": LINE, "size": 6, "solidity": 0.2},
                "line": {"color": [BLUE if yes else LINE for yes in full], "width": 1},
            },
            text=[f"{p.count:,} ({p.share:.0%})" for p in rows], textposition="outside", cliponaxis=False,
            customdata=[p.label for p in rows], hovertemplate="%{customdata}: %{x:,}<extra></extra>",
        )
    )  # fmt: skip
    most = max((p.count for p in parts), default=0)
    figure.update_layout(
        height=30 + 30 * len(rows), margin={"l": 0, "r": 8, "t": 8, "b": 8}, showlegend=False,
        xaxis={"range": [0, max(1, most) * 1.5], "fixedrange": True, "visible": False},
        yaxis={
            "fixedrange": True, "automargin": True, "tickvals": list(range(len(rows))),
            "ticktext": [_short(p.label) for p in rows],
        },
    )  # fmt: skip
    return figure


def _short(name: str) -> str:
    # Names of companies are other people's text: a chart's labels know a little HTML, and so must not be given any.
    lines = textwrap.wrap(name, _LINE, max_lines=2, placeholder="\u2026")
    return "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)


def words(parts: Sequence[api.Slice]) -> str:
    """What the bars show, from the same numbers."""
    return "; ".join(f"{p.label} {p.count:,}" for p in parts if p.count) + "."


def strategies(book: api.Playbook) -> go.Figure:
    """Points and gap of each strategy."""
    rows = list(reversed(book.strategies))
    names = [s.label for s in rows]
    figure = go.Figure()
    figure.add_bar(
        y=names, x=[s.points for s in rows], orientation="h", name="points", marker_color=BLUE,
        hovertemplate="%{y}: %{x:.1f} points<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        y=names, x=[s.room for s in rows], orientation="h", name="still to be had",
        marker={"color": GAP, "pattern": {"shape": "/", "fgcolor": LINE, "size": 6, "solidity": 0.1}},
        text=[f"{s.points:.1f} of {s.max:g}" for s in rows], textposition="outside", cliponaxis=False,
        hovertemplate="%{y}: %{x:.1f} to go<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        barmode="stack", height=230, margin={"l": 0, "r": 8, "t": 8, "b": 8}, showlegend=False,
        xaxis={"range": [0, 1.35 * max(s.max for s in rows)], "fixedrange": True, "visible": False},
        yaxis={"fixedrange": True, "automargin": True},
    )  # fmt: skip
    return figure


def strategies_words(book: api.Playbook) -> str:
    """What the strategies' bars show, from the same numbers."""
    return "Points by strategy: " + "; ".join(f"{s.label} {s.points:.1f} of {s.max:g}" for s in book.strategies) + "."
