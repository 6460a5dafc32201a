"""What a member gives a coach in place of the archive: daily counts, profile facts and official readings, as one JSON.

No text, no address and nobody else's name, title or company is in it; of the member's own words those alone by which
they said who the right people are. Read back, it scores as the archive did, to the last digit.
"""

from __future__ import annotations

import json

from ssi_core.imported import Imported, unspoken
from ssi_core.ingest.importer import today
from ssi_core.ingest.readings import fault
from ssi_core.member import day_number, day_of
from ssi_core.store.checked import Checked
from ssi_core.store.codec import MOST_BYTES, facts_of, member_of, reading_data, reading_of
from ssi_core.store.errors import BrokenFileError
from ssi_core.store.ledgers import ledger_data, ledger_of

SCHEMA = 1
FORMAT = "ssi-coach shared counts"
#: What it holds and what not, for whoever is about to give it away.
WHAT_IT_HOLDS = (
    "It holds how much was done on each day, profile facts, your answers and official readings: what the score needs. "
    "It holds no message, post or search, and nobody else's name, title or company."
)


def shared_counts(found: Imported) -> str:
    """A member as JSON to hand over; the same member is the same text.

    Parameters
    ----------
    found : Imported
        As read or as loaded.
    """
    data = {
        "format": FORMAT,
        "schema": SCHEMA,
        "as_of": found.as_of.isoformat(),
        "facts": facts_of(found.member),
        "ledger": ledger_data(found.ledger),
        "readings": [reading_data(one) for one in found.member.readings],
    }
    return json.dumps(data, allow_nan=False, separators=(",", ":")) + "\n"


def is_shared(head: str | bytes) -> bool:
    """Whether a file that begins like this is meant to be one.

    Parameters
    ----------
    head : str or bytes
        Its first characters, some hundred of them.
    """
    text = head.decode("utf-8-sig", errors="replace") if isinstance(head, bytes) else head
    return text.lstrip("\ufeff \t\r\n").startswith("{") and json.dumps(FORMAT) in text


def shared_from(text: str | bytes, where: str = "the file") -> Imported:
    """The member that was shared, every value checked.

    Parameters
    ----------
    text : str or bytes
        What :func:`shared_counts` wrote.
    where : str
        What to call it in errors.

    Raises
    ------
    BrokenFileError
        If it is something else, of a newer version, or damaged: the message says where.
    """
    if len(text) > MOST_BYTES:
        raise BrokenFileError(
            f"{where} has {len(text):,} bytes, {MOST_BYTES:,} can be taken in: nothing was; give the file as this "
            "program wrote it"
        )
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        top = Checked(json.loads(plain), where)
    except (ValueError, RecursionError):
        raise BrokenFileError(f"{where} is no JSON, or is cut short: nothing was taken in; ask for it again") from None
    if not isinstance(top.value, dict) or top.value.get("format") != FORMAT:
        raise top.wrong("holds no shared counts")
    if (held := top.get("schema").whole()) != SCHEMA:
        newer = "update this program" if held > SCHEMA else "ask for it again"
        raise BrokenFileError(
            f"{where} has schema {held}, this program knows {SCHEMA}: nothing was taken in; {newer}"
        )
    readings = []
    for at in top.get("readings").each():
        one = reading_of(at.value, at.where)
        if wrong := fault(one):
            raise at.wrong(f"can't be used ({wrong})")
        readings.append(one)
    days = [one.day for one in readings]
    if twice := next((day for day in days if days.count(day) > 1), None):
        raise top.get("readings").wrong(f"holds two of {day_of(twice)}")
    as_of = top.get("as_of").date()
    if day_number(as_of) > day_number(today()) + 1:  # tomorrow is today already, further east
        raise top.get("as_of").wrong(f"is {as_of}, which is still to come")
    facts, ledger = top.get("facts"), top.get("ledger")
    log = tuple(sorted(readings, key=lambda one: one.day))
    member = member_of(facts.value, log, facts.where, outside=True)
    return Imported(member, ledger_of(ledger.value, ledger.where), as_of, unspoken(member))
