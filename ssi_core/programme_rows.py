"""Everybody in a team's files -> the rows that a report on a programme is made of, as far as the page would tell them.

What may be told is asked of the cohort itself, so that a file never says what the screen holds back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ssi_core.cohort import cohort
from ssi_core.imported import Imported, day_in
from ssi_core.ingest.errors import IngestError
from ssi_core.many import Somebody
from ssi_core.member import day_of
from ssi_core.model.table import Model
from ssi_core.sight import LEAST, Sight


@dataclass(frozen=True)
class ProgrammeRows:
    """A team on two days, as :func:`ssi_core.api.programme_report` takes it.

    Attributes
    ----------
    before, after : tuple of mapping
        A row a member: `key`, the total and the four pillars, ``as_of``, ``model_version``. No name is in them.
    levels : bool
        Whether it may be told how they lie, and not only how far they came.
    key : str
        What tells a member in both: a number, since two people may bear one name.
    """

    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]
    levels: bool
    key: str = "member"


def programme_rows(
    people: Sequence[Somebody],
    sight: Sight | None = None,
    *,
    before: dt.date | None = None,
    model: Model | None = None,
    consents: Mapping[str, dt.date] | None = None,
) -> ProgrammeRows:
    """The rows of a programme.

    Parameters
    ----------
    people : sequence of Somebody
        Those who could not be read are left out.
    sight : Sight, optional
        Who sees whose; by default figures of five or more alone.
    before : datetime.date, optional
        An earlier day, for those whose files reach back to it.
    model : Model, optional
        An edited model; by default the published one.
    consents : mapping of str to datetime.date, optional
        Days on which consent to be named was recorded, by name: they count towards what may be told, and nobody is
        named.

    Raises
    ------
    IngestError
        If the sight holds back how far these people came, or fewer than five are known on both days.
    """
    read, agreed = [one for one in people if one.found is not None], consents or {}
    members = [one.member(before=before, model=model, consent=agreed.get(one.name)) for one in read]
    seen = cohort(members, sight)
    came = seen.progress.get("total")
    if came is None or came.change.people < LEAST:
        why = seen.held_back or (
            f"fewer than {LEAST} people are known on both days, or what is told of them would tell of the others"
        )
        raise IngestError(f"no report on this programme: {why}")
    version = (model or Model()).version
    rows_before, rows_after = [], []
    for number, (one, member) in enumerate(zip(read, members, strict=True)):
        now = _day(one.found)
        then = before if one.before is None else _day(one.before)
        about = {"member": number, "model_version": version}
        rows_after.append({**about, **member.points, "as_of": now})
        if member.before is not None:
            # Answers bear the day that they were read on, which says nothing of the day that they are about.
            told = then is not None and now is not None and then < now
            rows_before.append({**about, **member.before, "as_of": then if told else None})
    return ProgrammeRows(tuple(rows_before), tuple(rows_after), came.before is not None)


def _day(found: Imported | None) -> dt.date | None:
    return None if found is None else day_of(day_in(found, None))
