"""How a person says acts, counts and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ssi_core.imported import spoken


@dataclass(frozen=True)
class Act:
    """How a person says what leaves, and what makes up for it.

    Attributes
    ----------
    one, many : str
        One act, and several.
    do : str
        What to do; the number follows.
    habit : str
        Key of the habit that does it.
    """

    one: str
    many: str
    do: str
    habit: str

    def counted(self, number: float) -> str:
        """``14 comments``."""
        return f"{plainly(number)} {self.one if number == 1 else self.many}"


#: By window signal. Habits are the cheapest that bring nothing but the signal itself, where there is one.
ACTS: Mapping[str, Act] = {
    "articles": Act("article", "articles", "publish", "article"),
    "original_posts": Act("post", "posts", "write", "post"),
    "followers_gained": Act("follower gained", "followers gained", "gain", "post"),
    "people_searches": Act("people search", "people searches", "make", "search"),
    "profile_views_made": Act("profile view", "profile views", "make", "view_profile"),
    "active_days": Act("active day", "active days", "be active on", "active_day"),
    "right_people_added": Act("right person added", "right people added", "add", "invite"),
    "leads_saved": Act("saved lead", "saved leads", "save", "save_lead"),
    "comments_given": Act("comment", "comments", "write", "comment"),
    "reactions_given": Act("reaction", "reactions", "give", "react"),
    "shares": Act("post or repost", "posts and reposts", "share", "repost"),
    "engagement_received": Act("reaction received", "reactions and comments received", "earn", "post"),
    "messages_sent": Act("message", "messages", "send", "message"),
}


#: Weeks between two actions beyond which nobody counts them.
_LONGEST_APART = 1e6


def plainly(number: float) -> str:
    """A count as a person writes it: whole where it is whole."""
    return f"{number:,.0f}" if abs(number - round(number)) < 1e-6 else f"{number:,.1f}"


def rate(weekly: float) -> str:
    """Actions a week, to the hundredth: ``10``, ``2.5``, ``0.25``; what is less, to its first digit."""
    # What rounds to none would be said as none.
    return f"{weekly:,.2f}".rstrip("0").rstrip(".") if not 0 < weekly < 0.005 else f"{weekly:.1g}"


def often(weekly: float) -> str:
    """How often: ``10 a week``, ``1 every 4 weeks``."""
    weeks = weeks_apart(weekly)
    return f"{rate(weekly)} a week" if weeks is None else f"1 every {weeks} weeks"


def weeks_apart(weekly: float, off: float = 0.01) -> int | None:
    """Weeks from one action to the next, where they are a whole number of two or more.

    Parameters
    ----------
    weekly : float
        Actions a week, > 0.
    off : float
        Weeks by which they may miss a whole number.

    Returns
    -------
    int or None
        None where it is another rate: 0.6 a week is no action every so many weeks.
    """
    apart = 1 / weekly
    if not apart < _LONGEST_APART:
        return None
    whole = round(apart)
    return whole if whole > 1 and abs(apart - whole) <= off else None


def on_day(day: dt.date) -> str:
    """``Tuesday 3 March 2026``."""
    return f"{day:%A} {spoken(day)}"
