"""Does the projection keep its promises? Simulated members, known truth: ``python -m benchmarks.projection_study``.

Members whose counts come in bouts, rest at weekends, drift over the months and stop for holidays go on as they are.
From a day in the middle of their archive the projection looks one, four, eight and thirteen weeks ahead, and is held
against what the table then says of the whole archive ("future"), and, for members with readings in a world of the
calibration study, against what the page would show ("page"). Everything is simulated, so the study tests the
statistics, not anybody's habits.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds import LENGTH, READING_DAYS, WORLDS, case
from benchmarks.worlds import member as steady
from ssi_core.member import Activity, Member
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Scenario
from ssi_core.model.history import levels_on
from ssi_core.model.score import pillars_of
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook, Projected

Floats = NDArray[np.float64]

MEMBERS = 200
#: Weeks ahead; the calibration study's worlds tell the page's numbers of the first three.
WEEKS = (1, 4, 8, 13)
PAGE_WEEKS = (1, 4, 8)
#: Share of truths that an 80 % band is to hold.
LEAST, MOST = 0.75, 0.90
#: Day of the archive from which the look goes ahead.
STANDS = 364
#: SD of the logarithm of a rate's drift, its memory in days, and its correlation between inputs.
WANDER, MEMORY, TOGETHER = 0.35, 26 * 7, 0.4
#: Weeks between the beginnings of holidays, on average, and their length in days.
HOLIDAY_WEEKS, HOLIDAY_DAYS = 26, 14

_TABLE = Model()
_Z80 = 1.2815515655446004
#: What others do goes on while a member is away.
_OTHERS = ("followers_gained", "engagement_received", "endorsements_received", "recommendations_received")


def _wandering(rng: np.random.Generator) -> Floats:
    # An Ornstein-Uhlenbeck path of SD 1.
    keep = math.exp(-1 / MEMORY)
    steps = rng.standard_normal(LENGTH) * math.sqrt(1 - keep**2)
    out = np.empty(LENGTH)
    out[0] = rng.standard_normal()
    for i in range(1, LENGTH):
        out[i] = keep * out[i - 1] + steps[i]
    return out


def lively(seed: int, number: int) -> Member:
    """A member as in the calibration study, whose rates drift and who goes on holiday.

    Parameters
    ----------
    seed, number : int
        The same ones give the same member.
    """
    rng = np.random.default_rng([seed, number])
    whole = steady(rng, None)
    shared, away = _wandering(rng), np.zeros(LENGTH, bool)
    for start in np.flatnonzero(rng.random(LENGTH) < 1 / (7 * HOLIDAY_WEEKS)):
        away[start : start + HOLIDAY_DAYS] = True
    counts = {}
    for name, count in whole.activity.counts.items():
        own = math.sqrt(TOGETHER) * shared + math.sqrt(1 - TOGETHER) * _wandering(rng)
        factor = np.exp(WANDER * own - WANDER**2 / 2)
        if name == "active_days":
            drawn = np.minimum(count + (rng.random(LENGTH) < 0.15), rng.random(LENGTH) < np.minimum(factor, 1.0))
        else:
            # Thinned or thickened count by count, which keeps what is a whole number one.
            drawn = rng.binomial(count.astype(int), np.minimum(factor, 1.0)).astype(float)
            drawn += rng.poisson(count * np.maximum(factor - 1, 0.0))
        if name not in _OTHERS:
            drawn = np.where(away, 0.0, drawn)
        drawn[0] = count[0]  # stocks begin with what was there before the archive
        counts[name] = np.asarray(drawn, float)
    held = whole.activity
    return replace(whole, activity=Activity(0, counts, held.covered, held.from_the_start, trials=held.trials))


@dataclass(frozen=True)
class Row:
    """What the projection says of some weeks ahead against the truth.

    Attributes
    ----------
    kind : {"future", "page"}
        The table's own future, or what the page would show of a calibrated member.
    weeks : int
        Weeks ahead.
    coverage, error : float
        Share of truths inside the 80 % band, 0 to 1, and its standard error.
    off, bias : float
        Mean absolute error and mean error of the total, in points.
    width : float
        Mean width of the band, in points.
    """

    kind: str
    weeks: int
    coverage: float
    error: float
    off: float
    bias: float
    width: float


def future(number: int, seed: int = 11) -> Floats:
    """(W, 3) error of the total and of the band's ends for a member of whom all is known, by the table."""
    whole = lively(seed, number)
    seen = replace(whole, activity=whole.activity.until(STANDS))
    ahead = _ahead(seen, STANDS, WEEKS)
    days = STANDS + 7 * np.array(WEEKS)
    truth = pillars_of(levels_on(whole, _TABLE, days).values, _TABLE).sum(-1)
    total, spread = ahead.pillars[0, 1:].sum(-1), _Z80 * ahead.spread[0, 1:]
    return np.stack((total - truth, total - spread - truth, total + spread - truth), 1)


def page(number: int) -> Floats:
    """(W, 3) the same for a member with twelve readings, against what the page would show."""
    one = case(WORLDS[0], number, False)
    last = READING_DAYS[-1]
    at = [int(np.flatnonzero(one.later == last + 7 * w)[0]) for w in PAGE_WEEKS]
    seen = replace(one.seen, activity=one.seen.activity.until(last), readings=one.readings)
    ahead = _ahead(seen, last, PAGE_WEEKS)
    truth = one.truth[at].sum(-1)
    return np.stack((ahead.pillars[0, 1:].sum(-1), *ahead.band[0, 1:].T), 1) - truth[:, None]


def _ahead(seen: Member, day: int, weeks: Sequence[int]) -> Projected:
    return Outlook(calibration(seen, _TABLE), day).project([Scenario()], [day + 7 * w for w in weeks])


def study(members: int = MEMBERS, workers: int = 2) -> list[Row]:
    """Run the study.

    Parameters
    ----------
    members : int
        Simulated members of either kind.
    workers : int
        Processes.
    """
    with ProcessPoolExecutor(workers) as pool:
        found = {
            "future": np.array(list(pool.map(future, range(members), chunksize=5))),
            "page": np.array(list(pool.map(page, range(members), chunksize=5))),
        }
    return [row for kind, of in found.items() for row in rows(kind, of)]


def rows(kind: str, found: Floats) -> list[Row]:
    """Rows of (members, weeks, 3) errors."""
    out = []
    for i, weeks in enumerate(WEEKS if kind == "future" else PAGE_WEEKS):
        off, low, high = found[:, i].T
        held = float(((low <= 0) & (high >= 0)).mean())
        out.append(
            Row(kind, weeks, held, math.sqrt(held * (1 - held) / len(found)), float(np.abs(off).mean()),
                float(off.mean()), float((high - low).mean()))
        )  # fmt: skip
    return out


def broken(found: Sequence[Row]) -> list[str]:
    """What the study was to show and does not, a sentence each; the band is to hold 75-90 % of truths."""
    return [
        f"{r.kind}, {r.weeks} weeks: the band holds {r.coverage:.0%}, not {LEAST:.0%} to {MOST:.0%}"
        for r in found
        if not LEAST <= r.coverage <= MOST
    ]


def table(found: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | weeks | 80 % band holds | its width | off by | on average |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {r.kind} | {r.weeks} | {r.coverage:.0%} ({r.error:.0%}) | {r.width:.1f} | {r.off:.2f} | {r.bias:+.2f} |"
        for r in found
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the study from the command line; exits 1 where it does not show what it was to show."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.projection_study", description=__doc__)
    parser.add_argument("--members", type=int, default=MEMBERS, help="simulated members of either kind")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    asked = parser.parse_args(argv)
    found = study(asked.members, asked.workers)
    print(table(found))
    faults = broken(found)
    print("\n" + ("\n".join(faults) if faults else "All of it holds."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
