"""Profile files -> the checklist and the undated stocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ssi_core.ingest.linkedin import Rows
from ssi_core.ingest.names import squeeze
from ssi_core.ingest.people import company_key, full_name
from ssi_core.member import Profile

_STOCKS = ("skills", "positions", "education", "certifications")
_FIVE = 5


def profile_of(files: Mapping[str, Sequence[Rows]]) -> Profile:
    """What the profile says of itself.

    Parameters
    ----------
    files : mapping of str to sequence of Rows
        Merged rows by kind. A kind that is absent leaves its items unknown. A photo shows only where its upload is
        among the media, a custom address never: they are left to be asked.
    """
    stocks = {kind: float(sum(map(len, files[kind]))) for kind in _STOCKS if kind in files}
    checklist: dict[str, bool] = {}
    positions = [
        dict(zip(("company", "title", "description", "finished"), cells, strict=True))
        for rows in files.get("positions", ())
        for cells in zip(*(rows.column(c) for c in ("company", "title", "description", "finished")), strict=True)
    ]
    current = [p for p in positions if not p["finished"].strip()]
    if "positions" in files:
        checklist["current_position"] = any(p["description"].strip() for p in current)
        checklist["past_position"] = len(positions) > len(current)
    if "education" in files:
        checklist["education"] = stocks["education"] >= 1
    if "skills" in files:
        checklist["five_skills"] = stocks["skills"] >= _FIVE
    told = [rows for kind in ("profile", "profile_summary") for rows in files.get(kind, ())]
    about = [s for rows in told for s in rows.column("summary")]
    if "profile" in files or "profile_summary" in files:
        checklist["about"] = any(s.strip() for s in about)
    for rows in files.get("profile", ())[:1]:
        for item, column in (("location", "geo_location"), ("industry", "industry")):
            checklist[item] = any(c.strip() for c in rows.column(column))
        headlines = [h for h in rows.column("headline") if h.strip()]
        defaults = {squeeze(f"{p['title']} at {p['company']}") for p in positions}
        checklist["headline"] = any(squeeze(h) not in defaults for h in headlines)
    if any("profile photo" in c.lower() for rows in files.get("rich_media", ()) for c in rows.column("date")):
        checklist["photo"] = True
    return Profile(checklist, stocks)


def own_companies(files: Mapping[str, Sequence[Rows]]) -> set[str]:
    """Keys of the companies in the member's positions, past ones included."""
    return {company_key(c) for rows in files.get("positions", ()) for c in rows.column("company") if c.strip()}


def own_names(files: Mapping[str, Sequence[Rows]]) -> set[str]:
    """Squeezed names of the owner, from the profile."""
    return {
        full_name(first, last)
        for rows in files.get("profile", ())
        for first, last in zip(rows.column("first_name"), rows.column("last_name"), strict=True)
    } - {""}


def owner_of(files: Mapping[str, Sequence[Rows]]) -> str:
    """The owner's name as the profile writes it; blank without one."""
    for rows in files.get("profile", ()):
        for first, last in zip(rows.column("first_name"), rows.column("last_name"), strict=True):
            if name := " ".join(f"{first} {last}".split()):
                return name
    return ""
