"""Several scenarios against each other: which leads further on a day, by how much, for how much more time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ssi_core.comparison import Compared, Comparison, Difference
from ssi_core.imported import Imported
from ssi_core.member import Member
from ssi_core.model.table import Model
from ssi_core.projecting import WEEKS, Prospect, prospect


def compare(
    found: Imported | Member | Prospect,
    scenarios: Mapping[str, Mapping[str, Any]],
    on: dt.date | None = None,
    weeks: int = WEEKS,
    *,
    as_of: dt.date | None = None,
    model: Model | None = None,
) -> Comparison:
    """Hold scenarios against each other on a day, beside going on as now and stopping.

    Parameters
    ----------
    found : Imported, Member or Prospect
        What :func:`ssi_core.api.read` gave, or a member made ready by :func:`prospect`.
    scenarios : mapping of str to mapping
        One to four by name, each as ``habits.json`` holds it; see :func:`project`.
    on : datetime.date, optional
        The day to compare on: after the one looked ahead from, by 104 weeks at most.
    weeks : int
        Weeks ahead, 1 to 104, where no day is given.
    as_of : datetime.date, optional
        The day looked ahead from; by default the one that was read for. Not beside a Prospect, which has its own.
    model : Model, optional
        An edited model; by default the published one. Not beside a Prospect.

    Returns
    -------
    Comparison
        Stopping begins when the first of the scenarios starts. The interval of a difference is that of one person who,
        in the same future, does the one in place of the other.

    Raises
    ------
    IngestError
        If there are no scenarios or too many, a name is taken, a scenario can't be used, or the day is out of range.

    Examples
    --------
    >>> found = compare(read(sample_files()), {"comments": {"weekly": {"comment": 20}}}, dt.date(2026, 12, 29))
    >>> found.difference("comments", "as now").p10 > 0
    True
    """
    if isinstance(found, Prospect):
        return found.compare(scenarios, on, weeks)
    return prospect(found, as_of=as_of, model=model).compare(scenarios, on, weeks)


__all__ = ["Compared", "Comparison", "Difference", "compare"]
