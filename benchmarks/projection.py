"""Looking ahead: four scenarios over half a year with bands, four compared on a day, and one more for a slider."""

from __future__ import annotations

import numpy as np

from benchmarks.calibration import calibrated
from benchmarks.measure import ROUNDS, Result, alternate, seconds
from ssi_core import api
from ssi_core.model.calibration import calibration
from ssi_core.model.future import Scenario
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook, Projected, references

#: The project's limit: four scenarios over 26 weeks, with bands, in at most 50 ms.
LIMIT_MS = 50.0
#: One scenario, as a slider asks for it, against scoring the member: what is felt is the pair of them.
LIMIT = 1.0
WEEKS, SCENARIOS = 26, 4


def outlook() -> Outlook:
    """A member with two years of every input and twelve readings, ready to look ahead."""
    _, held = calibrated()
    assert held.last_day is not None
    return Outlook(calibration(held, Model()), held.last_day)


def four(ready: Outlook, weeks: int = WEEKS) -> Projected:
    """Two scenarios beside going on as now and stopping.

    Parameters
    ----------
    ready : Outlook
        Whose.
    weeks : int
        Weeks ahead.
    """
    scenarios = [Scenario({"comment": 20.0}), Scenario({"post": 3.0, "invite": 20.0}), *references(Scenario()).values()]
    return ready.project(scenarios, ready.day + 7 * np.arange(1, weeks + 1))


def measure() -> list[Result]:
    """Time of four scenarios, of comparing four on a day, and of one against a score."""
    ready = outlook()
    four(ready)
    whole = min(seconds(lambda: four(ready)) for _ in range(4 * ROUNDS))
    _, held = calibrated()
    prospect = api.prospect(held)
    prospect.project({}, WEEKS)
    ratio = alternate(
        lambda: seconds(lambda: api.score(held)),
        lambda: seconds(lambda: prospect.project({"weekly": {"comment": 20}}, WEEKS)),
        LIMIT,
        2 * ROUNDS,
    )
    several = {str(i): {"weekly": {habit: 2.0}} for i, habit in enumerate(("comment", "post", "invite", "search"))}
    prospect.compare(several)
    apart = min(seconds(lambda: prospect.compare(several)) for _ in range(4 * ROUNDS))
    first = min(seconds(lambda: api.project(held, {"weekly": {"comment": 20}}, WEEKS)) for _ in range(ROUNDS))
    return [
        Result(
            "projection", whole * 1000, LIMIT_MS, "ms",
            f"{SCENARIOS} scenarios, {WEEKS} weeks, with bands; one from nothing takes {first * 1000:.0f} ms",
        ),
        Result(
            "a comparison", apart * 1000, LIMIT_MS, "ms",
            f"{len(several)} scenarios beside as now and stop on one day, every pair with its band",
        ),
        Result("a slider's projection over a score", ratio.value, LIMIT, details=str(ratio)),
    ]  # fmt: skip
