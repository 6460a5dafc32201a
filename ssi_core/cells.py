"""Python as the cells of a notebook hold it: plain data written out, and the lines that are the same in every one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: Characters of a line of a cell.
_WIDTH = 110
_ENDING = re.compile(r'"(?="")|"\Z')


def literal(value: Any, indent: int = 0) -> str:
    """Plain data as a person writes it in Python, an entry a line where it does not fit on one.

    Parameters
    ----------
    value : object
        Mappings with texts for keys, lists, texts, numbers, truths and None, in one another.
    indent : int
        Spaces before the lines that follow the first.

    Returns
    -------
    str
        What :func:`ast.literal_eval` reads back as an equal value.

    Examples
    --------
    >>> literal({"weekly": {"post": 2.0}, "off": []})
    '{"weekly": {"post": 2.0}, "off": []}'
    """
    if isinstance(value, Mapping):
        parts, ends = [f"{_text(str(key))}: " for key in value], "{}"
        held = list(value.values())
    elif isinstance(value, (list, tuple)):
        parts, ends, held = [""] * len(value), "[]", list(value)
    else:
        return _one(value)
    short = ends[0] + ", ".join(part + literal(v) for part, v in zip(parts, held, strict=True)) + ends[1]
    if "\n" not in short and len(short) + indent <= _WIDTH:
        return short
    inner = " " * (indent + 4)
    lines = [f"{inner}{part}{literal(v, indent + 4)},\n" for part, v in zip(parts, held, strict=True)]
    return f"{ends[0]}\n{''.join(lines)}{' ' * indent}{ends[1]}"


def block(text: str) -> str:
    """A text of several lines as a Python text in three quotes, which reads back as it is."""
    # Of quotes those are escaped that would end it.
    held = _ENDING.sub(r"\\\g<0>", text.replace("\\", "\\\\"))
    return '"""\\\n' + "".join(c if c == "\n" or c.isprintable() else repr(c)[1:-1] for c in held) + '"""'


def _one(value: Any) -> str:
    # A numpy number says its type with repr.
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, float):
        return repr(float(value))
    if isinstance(value, int):
        return repr(int(value))
    return _text(str(value))


def _text(text: str) -> str:
    # With the quotes that the rest of the notebook has, where that takes no escapes.
    said = repr(text)
    return f'"{said[1:-1]}"' if said[0] == "'" and '"' not in text else said


#: Reads the files, or says in one sentence which of them is not there.
BESIDE = """\
import datetime as dt
from pathlib import Path

from ssi_core import api

missing = [name for name in FILES if not Path(name).exists()]
if missing:
    raise api.IngestError(
        f"Not beside this notebook: {', '.join(missing)}. Put it there or edit FILES, then run all cells again."
    )
"""

#: The figure of the What if page: the band, the two lines beside, the scenario.
CHART = """\
import math

import plotly.graph_objects as go

weeks = (ahead.today, *ahead.points)
days = [week.date.isoformat() for week in weeks]
chart = go.Figure()
edge = {"x": days, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
chart.add_scatter(y=[week.p90 for week in weeks], showlegend=False, **edge)
chart.add_scatter(
    y=[week.p10 for week in weeks], fill="tonexty", fillcolor="rgba(0, 114, 178, 0.18)",
    name="probably between", **edge,
)
for name, line, colour, dash, width in (
    ("stop", ahead.stop, "#D55E00", "dot", 2),
    ("as now", ahead.as_now, "#009E73", "dash", 2),
    ("with these habits", ahead.points, "#0072B2", "solid", 3),
):
    whole = (ahead.today, *line)
    chart.add_scatter(
        x=days, y=[week.total for week in whole], mode="lines", name=name,
        line={"color": colour, "dash": dash, "width": width}, customdata=[week.interval for week in whole],
        hovertemplate=f"%{{x}}: {name} %{{y:.1f}} (%{{customdata[0]:.0f}}\\u2013%{{customdata[1]:.0f}})<extra></extra>",
    )
# Tens around all that is drawn: half a year moves little on a scale of 100.
totals = [week.total for week in (*ahead.as_now, *ahead.stop, *ahead.points)]
low = min([*totals, *(week.p10 for week in weeks)])
high = max([*totals, *(week.p90 for week in weeks)])
chart.update_layout(
    height=340, margin={"l": 0, "r": 8, "t": 8, "b": 30},
    legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    xaxis={"fixedrange": True, "tickformat": "%-d %b", "nticks": 7},
    yaxis={
        "range": (max(0, math.floor((low - 2) / 10) * 10), min(100, math.ceil((high + 2) / 10) * 10)),
        "fixedrange": True, "title": "Total",
    },
)
print(ahead.words())
chart
"""

#: Compares what came with what the app showed.
CHECK = """\
off = {what: here[what] - shown for what, shown in SHOWN.items() if abs(here[what] - shown) > 1e-6}
if not off:
    print("as in the app")
else:
    print("not as in the app:")
    for what, by in off.items():
        print(f"  {what}: {here[what]:.2f} here, {SHOWN[what]:.2f} in the app, {by:+.2g}")
    why = []
    if found.sentence != FOUND:
        why.append(f"the files hold other rows (in the app: {FOUND} Here: {found.sentence})")
    if score.model_version != MODEL_VERSION:
        why.append(f"model {score.model_version} made these, model {MODEL_VERSION} those")
    if __version__ != VERSION:
        why.append(f"SSI Coach {__version__} made these, {VERSION} those")
    why = why or ["something above was edited, or a file holds other figures than it did"]
    print("They may differ since " + "; and since ".join(why) + ".")
"""
