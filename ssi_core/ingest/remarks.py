"""What an export as a whole is not: the other part of it, the complete one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

#: Kinds that LinkedIn sends in minutes, in the first of two mails.
PROFILE = frozenset({"profile", "profile_summary", "positions", "education", "skills", "certifications"})
#: Kinds of the second mail.
NETWORK = frozenset({"connections", "messages", "invitations"})
#: Kinds that a Basic archive lacks.
ACTIVITY = frozenset(
    {"shares", "instant_reposts", "comments", "reactions", "votes", "searches", "member_follows", "logins"}
)
_BASIC = re.compile(r"(^|/)Basic_LinkedInDataExport", re.I)


@dataclass(frozen=True)
class Remark:
    """One remark on all that was given.

    Attributes
    ----------
    code : {"first part", "basic"}
        Machine word.
    message : str
        What it looks like and what to do, in one sentence.
    """

    code: str
    message: str


def remarks_on(kinds: Collection[str], names: Collection[str]) -> tuple[Remark, ...]:
    """Say what the files look like as a whole.

    Parameters
    ----------
    kinds : collection of str
        Kinds of file that were read, those with nothing but a header included.
    names : collection of str
        All files, with the archive or folder they lie in.
    """
    held = set(kinds)
    out = []
    if held & PROFILE and not held & (NETWORK | ACTIVITY):
        out.append(
            Remark(
                "first part",
                "This looks like the first part of an export: it has the profile, but no connections, messages or "
                "activity, which are therefore unknown. Add the second part, which LinkedIn sends about a day later.",
            )
        )
    named = any(_BASIC.search(name) for name in names)
    if not held & ACTIVITY and (held & NETWORK or named):
        out.append(
            Remark(
                "basic",
                "This looks like a Basic archive: no file of activity is in it (posts, comments, reactions, searches), "
                "so activity is unknown. Ask LinkedIn for the Complete one, which takes about a day.",
            )
        )
    return tuple(out)
