"""Charts of a report as SVG, through matplotlib's figures; nothing global is touched.

Okabe and Ito's colours, and never colour alone: strokes, a sign or a place say the same. Strokes are drawn as
lines, since the PDF does not take the patterns that SVG has for hatching.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ssi_core.member import day_number, day_of
from ssi_core.moved import Why, signed
from ssi_core.report.svg import INK, picture
from ssi_core.results import PillarScore, between
from ssi_core.through_time import History

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

BLUE, ORANGE, GREEN, SKY = "#0072B2", "#D55E00", "#009E73", "#56B4E9"
#: Reads on light and dark alike.
GREY = "#80868d"
#: Inches: the width of a page's text.
WIDTH = 6.9
_SIZE = 8.5


@cache
def _font(bold: bool = False) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_file(bold))


def font_file(bold: bool = False) -> str:
    """The font of every report: it comes with matplotlib, so with every installation."""
    import matplotlib

    return f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"


def _figure(height: float, box: tuple[float, float, float, float]) -> tuple[Figure, Axes]:
    # Inches from the left, the bottom, the right and the top to where the axes begin.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height))
    left, bottom, right, top = box
    axes = figure.add_axes(
        (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - bottom - top) / height)
    )
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(colors=INK, length=0, labelsize=_SIZE)
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)
    return figure, axes


def _say(axes: Axes, x: float, y: float, text: str, *, bold: bool = False, size: float = _SIZE, **more: Any) -> None:
    axes.text(x, y, text, fontproperties=_font(bold), fontsize=size, color=INK, **{"va": "center", **more})


def _ticks(axes: Axes) -> None:
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font())
        label.set_fontsize(_SIZE)


def _strokes(axes: Axes, low: float, high: float, y: float, half: float, colour: str, step: float) -> None:
    # Upright strokes over a lying bar, within it.
    low, high = min(low, high), max(low, high)
    xs = np.arange(np.ceil(low / step) * step, high, step)
    axes.vlines(xs, y - half, y + half, colors=colour, linewidth=0.7)


def pillars(parts: Sequence[PillarScore]) -> str:
    """Points and gap of each pillar on 0 to 25, the 10-90 % interval as a whisker."""
    figure, axes = _figure(2.35, (2.3, 0.3, 1.15, 0.05))
    half = 0.3
    for i, part in enumerate(reversed(parts)):
        low, high = part.interval
        axes.barh(i, part.points, 2 * half, color=BLUE)
        gap = part.max - part.points
        axes.barh(i, gap, 2 * half, left=part.points, facecolor="none", edgecolor=GREY, linewidth=0.7)
        _strokes(axes, part.points, part.max, i, half, GREY, 0.6)
        axes.plot([low, high], [i, i], color=INK, linewidth=1.6, solid_capstyle="butt")
        axes.vlines([low, high], i - 0.14, i + 0.14, colors=INK, linewidth=1.6)
        _say(axes, -0.4, i, part.label, ha="right")
        _say(axes, 25.5, i, f"{part.points:.1f}", bold=True, ha="left")
        _say(axes, 28.4, i, f"({between(part.interval)})", ha="left")
    axes.set(xlim=(0, 25), ylim=(-0.5, len(parts) - 0.5), yticks=[], xticks=range(0, 26, 5))
    _ticks(axes)
    return picture(figure, "pillars")


def history(result: History) -> str:
    """The total day by day with its 10-90 % band, on 0 to 100; LinkedIn's own numbers as diamonds."""
    figure, axes = _figure(2.35, (0.4, 0.35, 0.5, 0.12))
    days, total = result.days, result.total
    axes.fill_between(days, result.interval[:, 0], result.interval[:, 1], color=SKY, alpha=0.35, linewidth=0)
    axes.plot(days, total, color=BLUE, linewidth=2)
    for reading in result.official:
        if reading.total is not None and days[0] <= reading.day <= days[-1]:
            axes.plot(
                [reading.day], [reading.total], marker="D", color=ORANGE, markersize=5, linestyle="none",
                markeredgecolor="white", markeredgewidth=0.6,
            )  # fmt: skip
    beside = float(days[-1]) + float(days[-1] - days[0]) * 0.01
    _say(axes, beside, float(total[-1]), f"{total[-1]:.1f}", bold=True, ha="left")
    ticks = _months(int(days[0]), int(days[-1]))
    axes.set(xlim=(days[0], max(days[-1], days[0] + 1)), ylim=(0, 100), yticks=range(0, 101, 25))
    axes.set_xticks([day_number(t) for t in ticks], [f"{t:%b %Y}" for t in ticks])
    axes.grid(axis="y", color=GREY, alpha=0.4, linewidth=0.6)
    axes.tick_params(axis="x", pad=7)  # clear of the 0 beside it
    _ticks(axes)
    return picture(figure, "history")


def _months(first: int, last: int) -> list[dt.date]:
    # First days of months, few enough to be read.
    start, end = day_of(first), day_of(last)
    months = [dt.date(y, m, 1) for y in range(start.year, end.year + 1) for m in range(1, 13)]
    inside = [d for d in months if start <= d <= end]
    return inside[:: max(1, -(-len(inside) // 6))]


def waterfall(result: Why) -> str:
    """From the first total to the last, a step a signal: gains are full, losses are struck through with strokes."""
    steps = result.top()
    ends = [result.start_total, result.end_total, *(s.before for s in steps), *(s.after for s in steps)]
    low, high = min(ends), max(ends)
    room = max(high - low, 2.0)
    left, right = low - room * 0.12, high + room * 0.2
    rows = len(steps) + 2
    figure, axes = _figure(0.24 * rows + 0.35, (2.3, 0.3, 0.35, 0.05))
    half, step = 0.32, (right - left) / 110
    days = (result.start, result.start_total), (result.end, result.end_total)
    for i, (day, total) in enumerate(days):
        y = (rows - 1) * (1 - i)
        axes.plot([total], [y], marker="|", color=INK, markersize=11, markeredgewidth=3)
        _say(axes, left - room * 0.01, y, _day(day), ha="right", bold=True)
        _say(axes, total + step, y, f"{total:.1f}", ha="left", bold=True)
    for i, s in enumerate(steps, 1):
        y, gain = rows - 1 - i, s.points >= 0
        colour = GREEN if gain else ORANGE
        axes.barh(
            y, s.after - s.before, 2 * half, left=s.before, edgecolor=colour, linewidth=0.9,
            facecolor=colour if gain else "none",
        )  # fmt: skip
        if not gain:
            _strokes(axes, s.before, s.after, y, half, colour, step)
        axes.vlines(s.after, y - 1 + half, y - half, colors=GREY, linewidth=0.7)
        _say(axes, left - room * 0.01, y, s.label, ha="right")
        _say(axes, max(s.before, s.after) + step, y, signed(s.points), ha="left")
    axes.set(xlim=(left, right), ylim=(-0.6, rows - 0.4), yticks=[])
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.grid(axis="x", color=GREY, alpha=0.3, linewidth=0.6)
    _ticks(axes)
    return picture(figure, "waterfall")


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


Spread = tuple[float, float, float]


def cohort(spreads: Mapping[str, tuple[Spread, Spread]], most: float, name: str) -> str:
    """Quartiles before (struck) and after (full) a programme, a pair of bars a measure, the median as a mark.

    Parameters
    ----------
    spreads : mapping of str to ((low, median, high), (low, median, high))
        Before and after, by what a person reads.
    most : float
        Where the axis ends; it begins at 0.
    name : str
        Of the picture among those of a document.
    """
    rows = len(spreads)
    figure, axes = _figure(0.62 * rows + 0.35, (2.3, 0.3, 1.15, 0.05))
    for i, (label, pair) in enumerate(spreads.items()):
        y = rows - 1 - i
        _say(axes, -most * 0.016, y, label, ha="right")
        for when, (low, median, high), at, colour in zip(
            ("before", "after"), pair, (y + 0.2, y - 0.2), (GREY, BLUE), strict=True
        ):
            full = when == "after"
            inside = colour if full else "none"
            axes.barh(at, high - low, 0.32, left=low, facecolor=inside, edgecolor=colour, linewidth=0.9)
            if not full:
                _strokes(axes, low, high, at, 0.16, colour, most / 42)
            axes.vlines(median, at - 0.2, at + 0.2, colors=INK, linewidth=2.4)
            _say(axes, most * 1.02, at, f"{when} {median:.1f}", ha="left", bold=full, size=_SIZE - 0.5)
    axes.set(xlim=(0, most), ylim=(-0.55, rows - 0.45), yticks=[])
    axes.grid(axis="x", color=GREY, alpha=0.3, linewidth=0.6)
    _ticks(axes)
    return picture(figure, name)
