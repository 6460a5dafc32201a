"""Playbook, results and activity as text for a terminal; the words and numbers are the results' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ssi_core.days import CLASS_WORDS, WEEKDAYS
from ssi_core.mix import NetworkMix, Slice
from ssi_core.outcomes import Outcomes
from ssi_core.playbook import Playbook
from ssi_core.rhythm import Rhythm

_BAR = 20
#: A mark a class of acts, and one for a day in no file.
_MARKS = "\u00b7\u2591\u2592\u2593\u2588"
_NO_FILE = "/"
#: Weeks of the calendar that are drawn.
_WEEKS = 53


def playbook(result: Playbook) -> str:
    """Strategy by strategy: figures, what is missing, steps; then the checklist and the network."""
    lines = [f"Playbook. {result.score.headline}. {result.score.stands_for}.", result.balance, result.scale_words]
    for s in result.strategies:
        lines += ["", f"{s.label}: {s.points:.1f} of {s.max:g} points"]
        lines += [f"  {said}" for said in s.figures]
        lines += [f"  Not known: {said}" for said in s.missing_words]
        lines += [f"  - {step.words}" for step in s.steps]
    lines += ["", "Profile"]
    lines += [f"  {t.label}: {t.words}; counts {t.item.points:.2f} points" for t in result.checklist]
    return "\n".join([*lines, "", *network(result.network)])


def network(mix: NetworkMix) -> list[str]:
    """Whom the member knows and follows."""
    lines = ["Network", f"  {mix.words}", *([f"  {mix.target_words}"] if mix.size else []), f"  {mix.follows_words}"]
    for title, parts in (("By seniority", mix.seniority), ("By kind of work", mix.functions)):
        if mix.size:
            lines += ["", f"  {title}", *(_bar(p, max(q.count for q in parts)) for p in parts)]
    if mix.companies:
        lines += ["", f"  By company, the first {len(mix.companies)} of {mix.firms:,}"]
        lines += [_bar(p, mix.companies[0].count) for p in mix.companies]
    return lines


def _bar(part: Slice, most: int) -> str:
    full = round(_BAR * part.count / most) if most else 0
    bar = "\u2588" * full
    return f"    {part.label[:34]:<34} {bar:<{_BAR}} {part.count:>6,}  {part.share:4.0%}"


def results(result: Outcomes) -> str:
    """What came back, a line each, and that it is no proof."""
    return "\n".join([result.words, "", *(f"  {o.words}" for o in result.outcomes), "", result.cause_words])


def activity(result: Rhythm) -> str:
    """The last year as a calendar, a column a week; then the quarters, a line each."""
    calendar = result.calendar
    first = int(calendar.monday[-1]) - 7 * (_WEEKS - 1)
    marks = {
        int(day): _MARKS[kind] if covered else _NO_FILE
        for day, kind, covered in zip(calendar.days, calendar.classes, calendar.covered, strict=True)
    }
    lines = [calendar.words, ""]
    for weekday, name in enumerate(WEEKDAYS):
        row = "".join(marks.get(first + 7 * week + weekday, " ") for week in range(_WEEKS))
        lines.append(f"  {name[0]} {row}".rstrip())
    legend = ", ".join(f"{mark} {words}" for mark, words in zip(_MARKS, CLASS_WORDS, strict=True))
    lines.append(f"  a column a week, {_WEEKS} at most; acts of a day: {legend}; {_NO_FILE} in no file")
    return "\n".join([*lines, "", result.funnel_words, "", *(f"  {q.words}" for q in result.quarters)])


def guide(said: Mapping[str, Any]) -> str:
    """Steps by number, then the parts."""
    lines = ["How to ask LinkedIn for your data:", *(f"  {i}. {step}" for i, step in enumerate(said["steps"], 1))]
    lines += ["", "What comes when, and the points of 100 that rest on it:"]
    lines += [f"  {p['points']:>3.0f}  {p['holds']}: {p['wait']} ({p['where']})" for p in said["parts"]]
    return "\n".join(lines)
