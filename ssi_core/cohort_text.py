"""A cohort in words: the same on the Team page and in a terminal."""

from __future__ import annotations

from ssi_core.cohort_parts import Cohort, HabitHours, Part, Spread, Step
from ssi_core.model.signals import PILLARS
from ssi_core.moved import signed
from ssi_core.projection import clock

#: What a person calls the total and the pillars.
MEASURE_WORDS = {"total": "Total", **PILLARS}


def spread_words(of: Spread) -> str:
    """``half of them from 21.5 to 35.4, the middle at 27.6``."""
    return f"half of them from {of.low:.1f} to {of.high:.1f}, the middle at {of.median:.1f}"


def cohort_headline(found: Cohort) -> str:
    """``40 people: half of them from 21.5 to 35.4, the middle at 27.6``; or why that is not shown."""
    if found.held_back:
        return f"{people_words(found.people)}: {found.held_back}" if found.people else found.held_back.capitalize()
    return f"{people_words(found.people)}: {spread_words(found.spreads['total'])}"


def people_words(number: int) -> str:
    """``1 person``, ``40 people``."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def group_words(of: Part) -> str:
    """``Field sales, 15 people: half of them from 23.7 to 37.3, the middle at 31.9``; or why that is held back."""
    said = of.held_back or spread_words(of.spreads["total"])
    return f"{of.name or 'No group'}, {people_words(of.people)}: {said}"


def step_words(measure: str, of: Step, number: int) -> str:
    """``Total: the middle change is +4.2; half of them from +2.1 to +6.3; 36 of 40 rose``."""
    return (
        f"{MEASURE_WORDS[measure]}: the middle change is {signed(of.change.median)}; half of them from "
        f"{signed(of.change.low)} to {signed(of.change.high)}; {of.rose} of {number} rose"
    )


def hours_words(of: HabitHours) -> str:
    """``Comment on a post: 6.2 h a week in all, 9 min each on average, for 38 people``."""
    label, each = f"{of.label[:1].upper()}{of.label[1:]}", clock(max(1.0, of.mean_minutes))
    return f"{label}: {of.hours:.1f} h a week in all, {each} a head, for {people_words(of.people)}"


def cohort(found: Cohort) -> str:
    """All that may be seen, for a terminal."""
    lines = [f"{cohort_headline(found)}.", ""]
    lines += [f"  {MEASURE_WORDS[name]:<34} {spread_words(of)}" for name, of in found.spreads.items()]
    for part in found.parts:
        lines += ["", f"{group_words(part)}."]
    if found.progress:
        lines += ["", "How far they came:"]
        lines += [f"  {step_words(name, of, of.change.people)}" for name, of in found.progress.items()]
    if found.habits:
        lines += ["", "What all of them together should do next:", *(f"  {hours_words(of)}" for of in found.habits)]
    if found.named:
        lines += ["", f"{'By name':<34} total  brand   find engage relationships"]
        for m in found.named:
            p = m.points
            lines.append(
                f"  {m.name:<32} {p['total']:5.1f} {p['brand']:6.1f} {p['find']:6.1f} {p['engage']:6.1f} "
                f"{p['relationships']:6.1f}"
            )
    lines += ["", "Medians and quartiles are of these people alone; we know no average of an industry."]
    return "\n".join(lines)
