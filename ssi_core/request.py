"""The message that asks a client for their files before a session."""

from __future__ import annotations

import datetime as dt

from ssi_core.guide import LINK_HOURS, STEPS
from ssi_core.ingest.importer import today
from ssi_core.wording import on_day

#: Days before a session by which the export is asked for: as long as LinkedIn's link lives, so that it is still there.
LEAD_DAYS = LINK_HOURS // 24

_DOWNLOAD = f"Download the zip within {LINK_HOURS} hours: after that the link is gone. You need not unpack it."
#: The export holds messages and other people's names: it is never asked for by mail.
_SHARE = (
    "Please don't send me the zip: it holds your messages. Open it in SSI Coach on your own computer and press "
    "\u201cShare with my coach\u201d on the Files page. That makes a small file of daily counts and profile facts, "
    "without any message or any other person's name; send me that file alone.",
    "",
    "If you would rather send nothing, bring the zip along and we open it together.",
)


def request_text(name: str, day: dt.date | None) -> str:
    """A message that asks a client for their export before a session, to be copied into a mail.

    Parameters
    ----------
    name : str
        Whom it greets; blank greets nobody by name.
    day : datetime.date or None
        The day of the session; None names none.
    """
    name = " ".join(name.split())
    meet = "again" if day is None else f"on {on_day(day)}"
    ask = f"Before we meet {meet}, please ask LinkedIn for a copy of your data"
    if day is not None:
        by = day - dt.timedelta(days=LEAD_DAYS)
        ask += f", by {on_day(by)} at the latest" if by >= today() else " as soon as you can"
    steps = [f"{i}. {step}" for i, step in enumerate((*STEPS[:-1], _DOWNLOAD), 1)]
    return "\n".join([f"Hello {name}," if name else "Hello,", "", f"{ask}:", "", *steps, "", *_SHARE, ""])
