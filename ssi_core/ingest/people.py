"""Names, addresses and titles of other people, compared while reading and then dropped."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ssi_core.ingest.names import squeeze
from ssi_core.member import Target

# VP and above, as titles are written in English, German, French, Spanish, Portuguese and Italian.
_SENIOR = re.compile(
    r"\b(c[efimoprst]o|chro|cdo|chief\b.*\bofficer|s?vp|evp|avp|vice[- ]pr[eé]siden\w*|president\w*|pr[eé]sident\w*"
    r"|founder|co-?founder|managing director|general manager|gesch[aä]ftsf[uü]hrer\w*|vorstand\w*|inhaber\w*"
    r"|directeur g[eé]n[eé]ral|director general|diretor geral|s[oó]cio|amministratore delegato)\b"
    # A partner or an owner of the firm, not of a process, a product or another firm's channel.
    r"|(^|[,&/|]\s*|\b(managing|senior|equity|founding|general|business|co-?)\s*)(partner|owner)\s*($|[,&/|(@-]|\bat\b)",
    re.I,
)
_NOT_SENIOR = re.compile(
    r"\b(assistant|assistente|assistent\w*|intern|office of the|to the (ceo|cto|cfo|coo|president|vp)"
    r"|(hr|people|finance|product|it) business partner|(product|process|brand) owner)\b",
    re.I,
)
#: Of a title no more is looked at: LinkedIn's own limit is 100, and a pattern may take the square of its length.
LONGEST = 200
#: Nor does any of its addresses come near this.
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


def is_senior(title: str) -> bool:
    """Whether a title is VP or above: the default meaning of a senior connection."""
    title = title[:LONGEST]
    return bool(_SENIOR.search(title)) and not _NOT_SENIOR.search(title)


def company_key(name: str) -> str:
    """A company's name without its legal form, for matching."""
    words = [w for w in re.split(r"[\s,]+", name.lower()) if w]
    while len(words) > 1 and _LEGAL.fullmatch(squeeze(words[-1])):
        words.pop()
    return squeeze("".join(words))


def is_target(title: str, company: str, target: Target) -> bool:
    """Whether a connection is one of the member's right people.

    Parameters
    ----------
    title, company : str
        As the connection's row has them.
    target : Target
        Words to look for; without any, VP or above.
    """
    if not target.titles and not target.companies:
        return is_senior(title)
    by_title = any(re.search(rf"(?<!\w){re.escape(t.strip())}(?!\w)", title, re.I) for t in target.titles if t.strip())
    by_company = company_key(company) in {company_key(c) for c in target.companies} - {""}
    if target.titles and target.companies:
        return by_title and by_company
    return by_title or by_company
