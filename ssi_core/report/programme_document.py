"""A programme's report laid out."""

from __future__ import annotations

from functools import partial

from ssi_core.imported import spoken
from ssi_core.report import charts
from ssi_core.report.blocks import Block, Chart, Column, Document, Points, Section, Table, Words
from ssi_core.report.member_document import foot
from ssi_core.report.programme import LEAST, RISEN, ProgrammeReport, Step

TITLE = "Social Selling Index: before and after"


def document(report: ProgrammeReport) -> Document:
    """A report on a cohort as a document; no person is named in it."""
    about = [report.title] if report.title else []
    if report.first is not None and report.last is not None:
        by = f", by {report.coach}" if report.coach else ""
        about.append(f"{spoken(report.first)} to {spoken(report.last)}{by}")
    elif report.coach:
        about.append(f"By {report.coach}")
    levels = bool(report.steps) and not report.levels_held_back
    sections = [*([_total(report), _pillars(report)] if levels else []), *([_table(report)] if report.steps else [])]
    return Document(
        title=TITLE,
        about=tuple(about),
        author=report.coach,
        made=report.made,
        logo=report.logo,
        number=f"{report.people}",
        beside="person known on both days" if report.people == 1 else "people known on both days",
        lead=(report.headline, *filter(None, (report.levels_held_back,)), *_left_out(report)),
        sections=(*sections, _method(report)),
        foot=foot(", ".join(report.model_versions) or "not told").replace("your own files", "their own files"),
    )


def _left_out(report: ProgrammeReport) -> list[str]:
    parts = [
        f"{n} known {when} alone" for n, when in ((report.only_before, "before"), (report.only_after, "after")) if n
    ]
    return [f"Left out, since no change can be told of them: {' and '.join(parts)}."] if parts else []


def _words(steps: tuple[Step, ...]) -> str:
    told = "; ".join(f"{s.label} from {s.before.words} to {s.after.words}" for s in steps if s.before and s.after)
    return f"Median and quartiles before and after: {told}."


def _chart(steps: tuple[Step, ...], most: float, name: str) -> Chart:
    spreads = {
        s.label: (
            (s.before.low, s.before.median, s.before.high), (s.after.low, s.after.median, s.after.high)
        )
        for s in steps if s.before and s.after
    }  # fmt: skip
    return Chart(partial(charts.cohort, spreads, most, name), _words(steps))


def _total(report: ProgrammeReport) -> Section:
    return Section("The total", (_chart(report.steps[:1], 100, "total"),))


def _pillars(report: ProgrammeReport) -> Section:
    return Section("The four pillars", (_chart(report.steps[1:], 25, "pillars"),))


def _table(report: ProgrammeReport) -> Section:
    rows = tuple(
        (s.label, *(lay.words for lay in (s.before, s.after) if lay), s.change_words, f"{s.risen} of {report.people}")
        for s in report.steps
    )
    levels = () if report.levels_held_back else (Column("Before", 1.7, True), Column("After", 1.7, True))
    columns = Column("Measure", 2.9), *levels, Column("Each one's change", 2, True), Column("Gained", 1.1, True)
    caption = f"{'Median (quartiles), and the' if levels else 'The'} change with its 80 % interval"
    blocks: list[Block] = [
        Table(caption, columns, rows),
        Words(f"Gained: people who rose by more than {RISEN:g} points.", True),
    ]
    return Section("How far they came", tuple(blocks))


def _method(report: ProgrammeReport) -> Section:
    lines = (
        "Each person's total and pillars are estimated from their own files, by the same model before and after.",
        "Only people known on both days count, so that nobody who joined or left moves a figure.",
        "The change is made of each person's own: the median of all averages of two of them (Hodges and Lehmann).",
        "Its interval holds with a probability of at least 80 %, by Wilcoxon's signed ranks; it supposes no Normal.",
        f"Below {LEAST} people nothing but their number is told. A change is not proof that the programme made it.",
    )
    return Section("How it is made", (Points(lines),))
