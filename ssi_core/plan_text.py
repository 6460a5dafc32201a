"""A plan as text for a terminal; the words and numbers are the plan's own."""

from __future__ import annotations

from ssi_core.agenda import items, title
from ssi_core.planned import Plan

#: Weeks that are printed; the checklist has all of them.
_WEEKS = 4


def plan(result: Plan) -> str:
    """The headline, where it leads, what binds, why this and not that, and the first weeks."""
    lines = [f"{result.headline}.", f"{result.reached_words}. Model {result.model_version}."]
    lines.append(f"The most by then is {result.best_reachable:.1f}.")
    if result.binding:
        lines += ["", "What binds:", *(f"  {b.words}" for b in result.binding)]
    lines += ["", "Why this and not that:", *(f"  {r.words}" for r in result.reasons)]
    for week in result.schedule[:_WEEKS]:
        lines += ["", title(week), *(f"  {item}" for item in items(result, week))]
    if len(result.schedule) > _WEEKS:
        more = len(result.schedule) - _WEEKS
        lines += ["", f"{more} weeks more: --checklist FILE.md, FILE.ics or FILE.html has all."]
    return "\n".join([*lines, "", result.promise_words])
