"""A member's report laid out: what is said, in which order and in which words. Both renderers take it from here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ssi_core.agenda import items
from ssi_core.imported import spoken
from ssi_core.moved import NEAR_NOTHING, SignalMove, signed
from ssi_core.planned import Plan
from ssi_core.projection import clock
from ssi_core.report import charts
from ssi_core.report.blocks import Bar, Block, Chart, Column, Document, Points, Section, Table, Words
from ssi_core.report.member_report import Report
from ssi_core.report.records import frozen_words
from ssi_core.results import PROVENANCE_WORDS, PillarScore, SignalScore, between
from ssi_core.version import __version__

TITLE = "Social Selling Index: an estimate"
#: Next best actions that are named.
_BEST = 5


def document(report: Report) -> Document:
    """A report as a document."""
    score = report.score
    about = [report.name] if report.name else []
    about.append(f"As of {spoken(report.as_of)}" + (f", by {report.coach}" if report.coach else ""))
    lead = [f"{score.stands_for}. {score.coverage_words}."]
    if not _one_day(report):
        lead.append(f"{_capital(report.why.words)}.")
    if score.official_words:
        lead.append(f"{score.official_words}. {score.calibration_words}".rstrip())
    if score.rank_words:
        lead.append(score.rank_words)
    sections = (
        _pillars(report), _moved(report), _year(report), _notes(report), _agreed(report), _sessions(report),
        _plan(report), _next(report), _points(report), _missing(report), _method(report),
    )  # fmt: skip
    return Document(
        title=TITLE,
        about=tuple(about),
        author=report.coach,
        made=report.as_of,
        logo=report.logo,
        number=f"{score.total:.0f}",
        beside=f"probably {between(score.interval)}, of 100",
        lead=tuple(lead),
        sections=tuple(s for s in sections if s is not None),
        foot=foot(score.model_version),
    )


def foot(model_version: str) -> str:
    """Where the numbers are from, and whose they are not."""
    return (
        "Computed on this machine from your own files; not LinkedIn's number. "
        f"Model {model_version}, SSI Coach {__version__}."
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def pillar_words(parts: Sequence[PillarScore]) -> str:
    """What the bars show, from the same numbers."""
    told = "; ".join(f"{p.label} {p.points:.1f} ({between(p.interval)})" for p in parts)
    return f"Points of 25 per pillar, with the interval they probably lie in: {told}."


def _pillars(report: Report) -> Section:
    parts = report.score.pillars
    return Section(
        "The four pillars",
        (
            Chart(partial(charts.pillars, parts), pillar_words(parts)),
            Words(f"Weakest pillar: {report.score.weakest.label}."),
        ),
    )


def _one_day(report: Report) -> bool:
    # Of whom one official reading alone bears a date nothing is known to have moved or stayed.
    return report.why.start == report.why.end and not report.why.dated


def _moved(report: Report) -> Section | None:
    why = report.why
    if _one_day(report):
        return None
    title = f"What moved since {spoken(why.start)}"
    # The score of a session's day as it is known now beside the one that stands with the sessions: they may differ.
    met = next((s for s in reversed(report.sessions) if s.day == why.start), None)
    frozen = [Words(words)] if (words := frozen_words(met, why)) else []
    if why.undated_words:
        return Section(title, (*frozen, Words(why.undated_words)))
    blocks: list[Block] = [Chart(partial(charts.waterfall, why), why.headline), *frozen]
    moved = [s for s in why.movers if abs(s.change) >= NEAR_NOTHING]
    if moved:
        blocks.append(
            Table(
                "In points: what came into the look-back window, what left it, and the rest",
                (
                    Column("Signal", 2.6), Column("Change", 1, True), Column("Came in", 1.1, True),
                    Column("Aged out", 1.1, True), Column("Other", 0.9, True), Column("Remark", 3.2),
                ),
                tuple(_move(s) for s in moved),
            )
        )  # fmt: skip
    if why.calibrated:
        blocks.append(Words(f"Unexplained, by your official readings: {signed(why.left_over)} points.", True))
    return Section(title, tuple(blocks))


def _move(s: SignalMove) -> tuple[str, ...]:
    return s.label, signed(s.change), signed(s.came_in), signed(s.aged_out), signed(s.stock), s.words


def _year(report: Report) -> Section | None:
    if report.history is None:
        return None
    blocks: list[Block] = [Chart(partial(charts.history, report.history), report.history_words)]
    if report.history.reach_words:
        blocks.append(Words(report.history.reach_words, True))
    return Section("The last year", tuple(blocks))


def _notes(report: Report) -> Section | None:
    return Section("Notes", tuple(Words(text) for text in report.notes)) if report.notes else None


def _agreed(report: Report) -> Section | None:
    if not report.commitments:
        return None
    rows = tuple((row.words, spoken(row.start), spoken(row.until), row.kept or "not looked at yet")
                 for row in report.commitments)  # fmt: skip
    columns = Column("A week", 2.2), Column("From", 1.6), Column("Until", 1.6), Column("How it was kept", 4)
    return Section("What we agreed", (Table("Commitments", columns, rows),))


def _sessions(report: Report) -> Section | None:
    if not report.sessions:
        return None
    rows = tuple((s.day_words, s.score_words or "not noted", s.shared) for s in report.sessions)
    columns = Column("Day", 1.6), Column("Score then", 1.5), Column("Notes", 5)
    return Section("Our sessions", (Table("Sessions, the score as it stood when each began", columns, rows),))


def _plan(report: Report) -> Section | None:
    plan = report.plan
    if plan is None:
        return None
    blocks: list[Block] = [Words(f"{plan.headline}."), Words(f"{plan.reached_words}.")]
    if plan.binding:
        blocks += [Words("What keeps it from more:"), Points(tuple(f"{b.words}" for b in plan.binding))]
    blocks += [_weeks(plan), Words(plan.promise_words, True)]
    return Section("The plan", tuple(blocks))


def _weeks(plan: Plan) -> Table:
    rows = tuple(
        (spoken(week.first), "; ".join(items(plan, week)) or "nothing to do", clock(week.minutes))
        for week in plan.schedule
    )
    return Table("Week by week", (Column("Week of", 1.5), Column("To do", 6), Column("Takes", 1.2, True)), rows)


def _next(report: Report) -> Section | None:
    best = report.score.next_best_actions[:_BEST]
    if not best:
        return None
    rows = tuple((a.label, f"{a.points_per_hour:.2f}", a.why) for a in best)
    columns = Column("Next", 1.9), Column("Points an hour", 1.1, True), Column("Why", 5)
    return Section("What would raise it", (Table("By points per hour of the next action", columns, rows),))


def _points(report: Report) -> Section:
    blocks: list[Block] = []
    for pillar in report.score.pillars:
        rows = tuple(_signal(s) for s in report.score.signals if s.pillar == pillar.key)
        caption = f"{pillar.label}: {pillar.points:.1f} of {pillar.max:.0f} ({between(pillar.interval)})"
        columns = (
            Column("Signal", 2.5), Column("", 1.5), Column("Points", 1.1, True), Column("Level", 1.7, True),
            Column("Where it is from", 2.3),
        )  # fmt: skip
        blocks.append(Table(caption, columns, rows))
        if said := report.score.unexplained_words(pillar.key):
            blocks.append(Words(f"{said}.", True))
    if report.read:
        blocks.append(Words(report.read, True))
    return Section("Where the points come from", tuple(blocks))


def _signal(s: SignalScore) -> tuple[str | Bar, ...]:
    return s.label, Bar(s.share), f"{s.points:.1f} of {s.max:g}", s.level_words, PROVENANCE_WORDS[s.provenance]


def _missing(report: Report) -> Section | None:
    gone = report.score.missing
    if not gone:
        return None
    return Section(
        "What is not known",
        (
            Words("No file and no answer tells these, so each counts as is likely given the rest:"),
            Points(tuple(f"{s.label} (up to {s.max:g} points): give {s.fill}" for s in gone)),
        ),
    )


def _method(report: Report) -> Section:
    score, model = report.score, report.model
    curve = "rise in a straight line" if model.curve == "ramp" else "rise ever more slowly"
    readings = score.calibration_words or (
        "No official reading was given; one from LinkedIn's own page would fix the level."
    )
    lines = [
        "LinkedIn says what its index looks at and never how much each thing counts: every weight and cap here is this "
        "project's proposal, published and open to editing.",
        f"{len(model.signals)} signals make four pillars of 25 points each; points {curve} up to a level that is "
        f"enough, and acts count for {model.window} days.",
        "What no file and no answer tells is never taken for zero: it counts as is likely given the rest, and says so.",
        "The interval holds the middle 80 % of a thousand plausible models, with what is not known drawn among them.",
        f"{readings} The index measures habits, not revenue.",
    ]
    blocks: list[Block] = [Points(tuple(lines))]
    if score.edits:
        blocks.append(Words(f"Model {score.model_version}, edited: {'; '.join(score.edits)}.", True))
    return Section("How it is made", tuple(blocks))
