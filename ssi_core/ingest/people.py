"""Names and addresses of other people, compared while reading and then dropped; whom a member calls the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from ssi_core.ingest.names import squeeze
from ssi_core.member import Member, Target
from ssi_core.network import Network
from ssi_core.titles import is_senior

#: No address of LinkedIn's comes near this.
LONGEST_ADDRESS = 4000
_SLUG = re.compile(r"/in/([^/?#,\s]+)")
_LEGAL = re.compile(r"(inc|llc|ltd|limited|gmbh|ag|se|sa|sas|bv|nv|oy|ab|as|plc|corp|corporation|co|kg|srl|spa|sl)$")


def decoded(cell: str) -> str:
    """A cell with its percent-escapes decoded, where it is short enough for an address."""
    # Decoding takes some hundred bytes for each escape.
    return unquote(cell) if len(cell) <= LONGEST_ADDRESS else cell


def slug(address: str) -> str:
    """Last part of a profile address, percent-decoded, in lower case; blank where there is none."""
    match = _SLUG.search(address)
    if not match:
        return ""
    last = match[1]
    return (decoded(last) if "%" in last else last).lower()


def full_name(first: str, last: str) -> str:
    """Squeezed full name."""
    return squeeze(f"{first} {last}")


def company_key(name: str) -> str:
    """A company's name without its legal form, for matching."""
    words = [w for w in re.split(r"[\s,]+", name.lower()) if w]
    while len(words) > 1 and _LEGAL.fullmatch(squeeze(words[-1])):
        words.pop()
    return squeeze("".join(words))


def right_people(network: Network, target: Target) -> NDArray[np.bool_]:
    """(n,) whether each connection is one of the member's right people.

    Parameters
    ----------
    network : Network
        n connections.
    target : Target
        Words to look for; without any, VP or above.
    """
    if not target.titles and not target.companies:
        return _each(map(is_senior, network.titles))[network.title]
    words = [re.compile(rf"(?<!\w){re.escape(t.strip())}(?!\w)", re.I) for t in target.titles if t.strip()]
    wanted = {company_key(c) for c in target.companies} - {""}
    by_title = _each(any(w.search(title) for w in words) for title in network.titles)[network.title]
    # Only what is looked for is compared: every company of a network of thousands is another one.
    keys = map(company_key, network.companies) if wanted else [""] * len(network.companies)
    by_company = _each(key in wanted for key in keys)[network.company]
    return by_title & by_company if target.titles and target.companies else by_title | by_company


def retargeted(member: Member, target: Target) -> Member:
    """The same member with the right people counted anew; as they are where their connections are not at hand."""
    name, activity, network = "right_people_added", member.activity, member.network
    if name not in activity.counts or not len(network):
        return member
    days = network.day[right_people(network, target)] - activity.first_day
    series = np.bincount(days, minlength=activity.days).astype(float)
    activity = replace(activity, counts={**activity.counts, name: series})
    return replace(member, activity=activity, target=target)


def _each(answers: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(answers, bool)
