"""Results as text for a terminal; the numbers are the results' own."""

from __future__ import annotations

from ssi_core.backtest import NO_LOOK_BACK, Backtest
from ssi_core.habit_rows import HabitTable
from ssi_core.heard import heard
from ssi_core.imported import DELIMITER_WORDS, STATUS_WORDS, Imported, advice, iso, remarks, spoken
from ssi_core.ingest.formats import BY_NAME
from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.ledger import Entry
from ssi_core.ingest.names import base_of
from ssi_core.leaving import Ahead
from ssi_core.moved import Why, signed
from ssi_core.projection import Projection, clock
from ssi_core.results import PROVENANCE_WORDS, ScoreResult, between
from ssi_core.sensitivity import Sensitivity
from ssi_core.spreadsheet import csv_text
from ssi_core.through_time import History

_BAR = 20
_BEST = 5
_NAME = 46


def _bar(points: float, most: float) -> str:
    full = round(_BAR * points / most) if most else 0
    return "█" * full + "·" * (_BAR - full)


def score(result: ScoreResult) -> str:
    """The score, its pillars, points per signal, what is not known, and what would raise it."""
    lines = [result.headline, f"{result.stands_for}. Model {result.model_version}.", f"{result.coverage_words}."]
    if result.edits:
        lines.append("Edited: " + "; ".join(result.edits) + ".")
    if result.official_words:
        lines.append(f"{result.official_words}. {result.calibration_words}")
        lines += [f"  {e.words}" for e in result.left_out]
    if result.rank_words:
        lines.append(result.rank_words)
    for pillar in result.pillars:
        lines += ["", f"{pillar.label:<34} {pillar.points:5.1f} of {pillar.max:.0f}  ({between(pillar.interval)})"]
        for s in (s for s in result.signals if s.pillar == pillar.key):
            lines.append(
                f"  {s.label:<26} {_bar(s.points, s.max)} {s.points:5.1f} of {s.max:<3g} "
                f"{s.level_words:>16}  {PROVENANCE_WORDS[s.provenance]}"
            )
        if said := result.unexplained_words(pillar.key):
            lines.append(f"  {said}")
    lines += ["", f"Weakest pillar: {result.weakest.label}."]
    if result.missing:
        lines += ["", "Not known, so taken as is likely given the rest:"]
        lines += [f"  {s.label} (up to {s.max:g} points): give {s.fill}" for s in result.missing]
    if result.next_best_actions:
        lines += ["", "What would raise it, by points per hour of the next action:"]
        for action in result.next_best_actions[:_BEST]:
            lines.append(f"  {action.points_per_hour:6.2f}  {action.label}: {action.why}")
    return "\n".join(lines)


def ledger(found: Imported) -> str:
    """What was done with each file, and answers against what the files show."""
    lines = [found.sentence, found.accounts, *(r.message for r in found.remarks), ""]
    lines.append(
        f"{'file':<{_NAME}}  {'status':<13} {'read':>7} {'kept':>7} {'repaired':>8} {'duplicate':>9} {'rejected':>8}"
        f"  {'first':<10}  last"
    )
    inside = ""
    for e in found.lines:
        folder, _, base = e.name.rpartition("/")
        if folder != inside:
            inside = folder
            lines.append(f"{folder}:")
        name = f"  {base}" if folder else base
        shown = name if len(name) <= _NAME else name[: _NAME - 1] + "…"
        lines.append(
            f"{shown:<{_NAME}}  {STATUS_WORDS[e.status]:<13} {e.rows_read:>7,} {e.rows_kept:>7,} {e.rows_repaired:>8,} "
            f"{e.rows_duplicate:>9,} {e.rows_rejected:>8,}  {iso(e.first) or '':<10}  {iso(e.last) or '':<10}".rstrip()
        )
        lines += [f"      {words}" for words in (*_odd(e), *remarks(e.notes), advice(e)) if words]
    lines += ["", "Tables are UTF-8 and parted by commas where no other way is named."]
    if found.wants_owner:
        lines += ["", "No file says whose messages these are, so none counts as sent: give --owner \"First Last\"."]
    if found.missing:
        lines += ["", "No file or answer speaks of: " + ", ".join(found.missing)]
    if held := heard(found):
        lines += ["", "Your answers against your files:", *(f"  {h.words}" for h in held)]
    return "\n".join(lines)


def _odd(entry: Entry) -> list[str]:
    # What sets a file apart: another name than its kind's own, another encoding or delimiter, lost bytes.
    fmt, out = BY_NAME.get(base_of(entry.name.rpartition("/")[2])), []
    if entry.kind and entry.kind not in ("article", fmt.kind if fmt else ""):
        out.append(f"read as {plain_kind(entry.kind)}")
    parted = entry.delimiter not in (None, ",")
    if entry.encoding not in (None, "utf-8", "xlsx", "xls") or parted:
        delimiter = f", parted by a {DELIMITER_WORDS.get(entry.delimiter, entry.delimiter)}" if parted else ""
        out.append(f"{entry.encoding}{delimiter}")
    if entry.bytes_rejected:
        out.append(f"{entry.bytes_rejected:,} bytes given up")
    return out


def history(result: History) -> str:
    """One line a month, the last day of each, and how to get every day."""
    rows = result.rows()
    ends = [r for r, following in zip(rows, [*rows[1:], None], strict=True)
            if following is None or following["date"][:7] != r["date"][:7]]  # fmt: skip
    pillars = f"{'brand':>5}  {'find':>5}  {'engage':>6}  {'relationships':>13}"
    lines = [f"{'date':<10}  {'total':>5}  {'p10':>5}  {'p90':>5}  {pillars}"]
    lines += [
        f"{r['date']}  {r['total']:5.1f}  {r['p10']:5.1f}  {r['p90']:5.1f}  {r['brand']:5.1f}  {r['find']:5.1f}  "
        f"{r['engage']:6.1f}  {r['relationships']:13.1f}"
        for r in ends
    ]
    last = f"The last day of each month; --csv prints all {len(rows):,} days. Model {result.model_version}."
    return "\n".join([*lines, "", last, *([result.reach_words] if result.reach_words else [])])


def why(result: Why, ahead: Ahead) -> str:
    """Why the score moved, step by step, and what leaves the window next."""
    lines = [result.headline, *([result.undated_words] if result.undated_words else []), ""]
    lines.append(f"{'':<26}  {'points':>6}  {'total':>5}   {'came in':>7}  {'aged out':>8}  {'stock':>5}")
    lines.append(f"{spoken(result.start):<26}  {'':>6}  {result.start_total:5.1f}")
    split = {s.label: s for s in result.signals}
    for step in result.top():
        line = f"{step.label:<26}  {signed(step.points):>6}  {step.after:5.1f}"
        if s := split.get(step.label):
            parts = f"{signed(s.came_in):>7}  {signed(s.aged_out):>8}  {signed(s.stock):>5}"
            line += f"   {parts}{f'  {s.words}' if s.words else ''}"
        lines.append(line)
    lines.append(f"{spoken(result.end):<26}  {signed(result.change):>6}  {result.end_total:5.1f}")
    lines += ["", ahead.words]
    lines += [f"  {day.words}" for day in ahead.dearest(_BEST)]
    if ahead.costly:
        lines += ["", "All in all, and what stands still:", *(f"  {s.cost_words}" for s in ahead.costly)]
    lines += [f"  {s.free_words}" for s in ahead.free]
    if ahead.still_words:
        lines.append(ahead.still_words)
    return "\n".join(lines)


def sensitivity(result: Sensitivity) -> str:
    """Causes of doubt, then every swing, the widest first."""
    lines = [result.causes_words, "", "Each weight and cap at the ends of its own 80 % range, all else as it stands:"]
    lines += [f"  {s.width:4.1f}  {s.words}" for s in result.swings]
    return "\n".join(lines)


def projection(result: Projection) -> str:
    """The headline, a line every four weeks, the habits as used, and where signals go."""
    lines = [result.headline, f"{result.minutes_words}. Model {result.model_version}."]
    lines += [*(f"{words}." for words in result.clipped_words), ""]
    lines.append(f"{'date':<10}  {'total':>5}  {'p10':>5}  {'p90':>5}  {'as now':>6}  {'stop':>5}")
    rows = result.rows()
    shown = [rows[0], *rows[1:-1][3::4], rows[-1]]
    lines += [
        f"{r['date']}  {r['total']:5.1f}  {r['p10']:5.1f}  {r['p90']:5.1f}  {r['as_now']:6.1f}  {r['stop']:5.1f}"
        for r in shown
    ]
    lines += ["", "Actions a week:"]
    for h in result.habits:
        if result.weekly[h.key] or h.as_now:
            said = result.habit_words(h.key)
            lines.append(f"  {h.label:<30} {result.weekly[h.key]:6.1f}  ({h.own_words}){f'; {said}' if said else ''}")
    lines += ["", "What brings others' answers:"] + [f"  {words}" for h in result.habits for words in h.brings]
    lines += ["", "Where signals go:"]
    lines += [f"  {s.label:<26} {s.words}" for s in result.signals if not s.words.startswith("stays")]
    return "\n".join(lines)


def habits(table: HabitTable) -> str:
    """A line a habit: what an action takes, how often it may be done, how often it is done; then what it brings."""
    lines = [f"All of it takes {clock(table.minutes)} a week now. Model {table.model_version}."]
    if table.edits:
        lines.append("Edited: " + "; ".join(table.edits) + ".")
    lines += ["", *(f"  {row.words}" for row in table.rows)]
    lines += ["", "What brings others' answers:", *(f"  {words}" for row in table.rows for words in row.brings)]
    return "\n".join(lines)


def backtest(told: Backtest | None) -> list[str]:
    """How well the projection would have told, a sentence a line."""
    said = [NO_LOOK_BACK] if told is None else [f"{words}." for words in (told.words, told.coverage_words) if words]
    return ["", "How well it would have told:", *(f"  {words}" for words in said)]


def history_csv(result: History) -> str:
    """Every day as CSV."""
    rows = result.rows()
    return csv_text(list(rows[0]), [list(row.values()) for row in rows])
