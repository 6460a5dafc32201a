"""A cohort: how its members lie, what all of them should do next, and how far they came, within who sees whose.

Medians and quartiles are this cohort's own; there is no average of an industry to be held against, since nobody has
one. People stand in the order of their names, never of their scores.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ssi_core.cohort_parts import Cohort, CohortMember, HabitHours, Part, Spread, Step
from ssi_core.imported import Imported
from ssi_core.ingest.errors import IngestError
from ssi_core.member import Member
from ssi_core.model.habits import HABITS
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.model.table import Model
from ssi_core.planning import plan
from ssi_core.scoring import score
from ssi_core.sight import Sight
from ssi_core.team_rows import Team

#: What is told of: the total and the four pillars.
MEASURES = ("total", *PILLAR_KEYS)
#: Hours a week that a member is taken to have, and weeks ahead, where nobody says otherwise.
HOURS, WEEKS = 1.0, 13


def cohort_member(
    found: Imported | Member,
    name: str,
    *,
    group: str = "",
    consent: dt.date | None = None,
    as_of: dt.date | None = None,
    before: dt.date | None = None,
    hours: float | None = HOURS,
    weeks: int = WEEKS,
    model: Model | None = None,
) -> CohortMember:
    """What a cohort needs of a member who was read.

    Parameters
    ----------
    found : Imported or Member
        What :func:`ssi_core.read` gave.
    name : str
        For whoever may see it.
    group : str
        A part of the cohort; blank for none.
    consent : datetime.date, optional
        The day on which consent to be named was recorded.
    as_of, before : datetime.date, optional
        The day to score, by default the one that was read for; and an earlier one, for progress.
    hours : float, optional
        Hours a week for the most that they reach in so many `weeks`; None to work no plan out, which takes most of the
        time.
    weeks : int
        Weeks ahead, 1 to 104.
    model : Model, optional
        An edited model; by default the published one.
    """
    now = score(found, as_of=as_of, model=model)
    then = None if before is None else score(found, as_of=before, model=model)
    minutes = None
    if hours is not None:
        by = now.as_of + dt.timedelta(weeks=weeks)
        minutes = plan(found, by=by, hours=hours, as_of=now.as_of, model=model).spent

    def points(result: Any) -> dict[str, float]:
        return {"total": result.total, **{p.key: p.points for p in result.pillars}}

    return CohortMember(name, points(now), None if then is None else points(then), minutes, group, consent)


def cohort_members(
    now: Team,
    before: Team | None = None,
    *,
    groups: Mapping[str, str] | None = None,
    consents: Mapping[str, dt.date] | None = None,
) -> list[CohortMember]:
    """Members of a run over many archives; those without a score are left out.

    Parameters
    ----------
    now : Team
        What :func:`ssi_core.api.team` gave.
    before : Team, optional
        The same for an earlier ``as_of``, for progress; matched by archive.
    groups, consents : mapping by archive, optional
        Parts of the cohort, and the days on which consent to be named was recorded.
    """

    def points(row: Any) -> dict[str, float]:
        return {name: getattr(row, name) for name in MEASURES}

    then = {} if before is None else {r.archive: points(r) for r in before.scored}
    groups, consents = groups or {}, consents or {}
    return [
        CohortMember(
            r.owner or r.archive, points(r), then.get(r.archive), None, groups.get(r.archive, ""),
            consents.get(r.archive),
        )
        for r in now.scored
    ]  # fmt: skip


def cohort(members: Iterable[CohortMember], sight: Sight | None = None) -> Cohort:
    """What may be seen of a cohort.

    Parameters
    ----------
    members : iterable of CohortMember
        All of them, each once.
    sight : Sight, optional
        Who sees whose; by default figures of five or more alone.

    Returns
    -------
    Cohort
        With nothing in it that the rules hold back.

    Raises
    ------
    IngestError
        If there is no member.
    """
    everybody, sight = sorted(members, key=lambda m: (m.name, m.group)), sight or Sight()
    if not everybody:
        raise IngestError("a cohort without a member: give one at least")
    named = tuple(m for m in everybody if sight.names(m.consent is not None))
    by_name = {id(m) for m in named}
    groups = sorted({m.group for m in everybody})
    hidden = Counter(dict.fromkeys(groups, 0))
    hidden.update(m.group for m in everybody if id(m) not in by_name)
    shown, whole = sight.open_groups(hidden)
    if sight.kind == "nothing":
        return Cohort(0, sight, {}, held_back="not for you: nobody gave you the right to see this cohort")
    why = "" if whole else _too_few(sight)
    parts: tuple[Part, ...] = ()
    if len(groups) > 1:
        parts = tuple(
            _part(g, [m for m in everybody if m.group == g], g in shown, sight, hidden[g]) for g in groups
        )  # fmt: skip

    def out_of_sight(some: Sequence[CohortMember]) -> int:
        return sum(id(m) not in by_name for m in some)

    planned = [m for m in everybody if m.minutes is not None]
    paired = [m for m in everybody if m.before is not None]
    left = out_of_sight(everybody) - out_of_sight(paired)
    return Cohort(
        len(everybody),
        sight,
        _spreads(everybody) if whole else {},
        parts,
        named,
        _habits(planned) if planned and whole and sight.enough(out_of_sight(planned)) else (),
        _progress(paired, sight.enough(left)) if paired and whole and sight.enough(out_of_sight(paired)) else {},
        why,
    )


def _too_few(sight: Sight) -> str:
    return f"held back: figures of fewer than {sight.least} people would be known"


def _part(name: str, members: Sequence[CohortMember], shown: bool, sight: Sight, hidden: int) -> Part:
    if shown:
        return Part(name, len(members), _spreads(members))
    small = not sight.enough(hidden)
    why = f"fewer than {sight.least} people" if small else "a smaller group would follow from it and the whole"
    return Part(name, len(members), {}, f"held back: {why}")


def _spread(values: Sequence[float]) -> Spread:
    low, median, high = np.percentile(np.asarray(values, float), (25, 50, 75))
    return Spread(len(values), float(low), float(median), float(high))


def _spreads(members: Sequence[CohortMember]) -> dict[str, Spread]:
    return {name: _spread([m.points[name] for m in members]) for name in MEASURES}


def _habits(members: Sequence[CohortMember]) -> tuple[HabitHours, ...]:
    out = []
    for habit in HABITS:
        each = [(m.minutes or {}).get(habit.key, 0.0) for m in members]
        if total := sum(each):
            people = sum(minutes > 0 for minutes in each)
            out.append(HabitHours(habit.key, habit.label, total / 60, total / len(members), people))
    return tuple(sorted(out, key=lambda h: (-h.hours, h.habit)))


def _progress(members: Sequence[CohortMember], levels: bool) -> dict[str, Step]:
    out = {}
    for name in MEASURES:
        before = [m.before[name] for m in members if m.before is not None]
        after = [m.points[name] for m in members]
        change = [b - a for a, b in zip(before, after, strict=True)]
        rose = sum(c > 0.5 for c in change)
        out[name] = Step(
            _spread(change), rose, _spread(before) if levels else None, _spread(after) if levels else None
        )  # fmt: skip
    return out
