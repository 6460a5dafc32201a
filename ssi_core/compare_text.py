"""Scenarios against each other as text for a terminal; the words and numbers are the comparison's own."""

from __future__ import annotations

from ssi_core.comparison import Comparison
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.projection import clock


def comparison(result: Comparison) -> str:
    """The headline, a line a scenario, and a sentence for every pair."""
    wide = max(8, *(len(s.name) for s in result.scenarios))
    pillars = f"{'brand':>5}  {'find':>5}  {'engage':>6}  {'relationships':>13}"
    lines = [f"{result.headline}.", f"Model {result.model_version}.", ""]
    lines.append(f"{'scenario':<{wide}}  {'total':>5}  {'p10':>5}  {'p90':>5}  {pillars}  a week")
    for s in result.scenarios:
        brand, find, engage, relationships = (s.end.pillars[key] for key in PILLAR_KEYS)
        lines.append(
            f"{s.name:<{wide}}  {s.end.total:5.1f}  {s.end.p10:5.1f}  {s.end.p90:5.1f}  {brand:5.1f}  {find:5.1f}  "
            f"{engage:6.1f}  {relationships:13.1f}  {clock(s.minutes)}"
        )
    lines += ["", *(f"{said}." for said in result.words)]
    lines += ["", "The same you in the same future: what a difference shares on both sides cancels in its interval."]
    return "\n".join(lines)
