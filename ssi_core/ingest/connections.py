"""Connections -> what they do and where, and the daily counts of those who matter to the score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.activity import Tally
from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.people import company_key, right_people
from ssi_core.member import Target
from ssi_core.network import Network


def network_of(rows: Rows) -> Network:
    """Titles and companies of a file's connections, as they are counted: duplicates of other files left out."""
    return Network.of(rows.days, rows.column("position"), rows.column("company"))


def count_connections(
    tally: Tally, rows: Rows, people: Network, span: tuple[int, int], companies: set[str], target: Target
) -> None:
    """Count seniors, the right people and co-workers among connections, by title and company.

    Parameters
    ----------
    tally : Tally
        Takes the counts.
    rows : Rows
        Connections.
    people : Network
        The same, see :func:`network_of`.
    span : (int, int)
        Days the file speaks of.
    companies : set of str
        Keys of the member's own companies; empty where no positions were read, and co-workers then stay unknown.
    target : Target
        Whom the member calls the right people.
    """
    for name, those in whom(rows, people, companies, target).items():
        tally.add(name, people.day[those], span)


def whom(rows: Rows, people: Network, companies: set[str], target: Target) -> dict[str, NDArray[np.bool_]]:
    """Which connections count towards which daily input, as far as the file tells: each (n,) bool."""
    out = {}
    if "position" in rows.cells:
        out["senior_added"] = right_people(people, Target())
    if "position" in rows.cells or "company" in rows.cells:
        out["right_people_added"] = right_people(people, target)
    if companies and "company" in rows.cells:
        fellow = np.array([company_key(f) in companies for f in people.companies], bool)
        out["coworker_added"] = fellow[people.company]
    return out
