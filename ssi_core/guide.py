"""How to get one's data from LinkedIn, how long each part takes, and a reminder before the link is gone.

Source: LinkedIn's help answer a1339364 (single categories within minutes, the larger archive within 24 hours, the link
lives 72 hours, not on a phone); which files come with which, FORMATS, "Containers".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ssi_core.imported import SCHEMA
from ssi_core.model.signals import INDEX, SIGNALS

#: What to do, in order.
STEPS = (
    "Open linkedin.com on a computer (the phone app can't do it) and sign in.",
    "Choose your picture at the top, then Settings & Privacy, then Data privacy.",
    "Choose \u201cGet a copy of your data\u201d.",
    "Choose the larger data archive: single categories come sooner, but none of them holds your activity.",
    "Press \u201cRequest archive\u201d and give your password if you are asked for it.",
    "Wait for LinkedIn's mail. It may come in two parts: the first within minutes, the second within a day.",
    "Download the zip within 72 hours, and give it here as it is. You need not unpack it.",
)
#: Hours until the larger archive is there, and for which a link lives.
READY_HOURS = 24
LINK_HOURS = 72


@dataclass(frozen=True)
class Part:
    """A part of the data that is asked for on its own.

    Attributes
    ----------
    wait : str
        How long it takes.
    where : str
        Where to ask for it.
    holds : str
        What is in it.
    signals : tuple of str
        Signals that it settles and no part before it does.
    """

    wait: str
    where: str
    holds: str
    signals: tuple[str, ...]

    @property
    def points(self) -> float:
        """Points of the 100 that rest on it."""
        return float(sum(SIGNALS[INDEX[key]].max for key in self.signals))


PARTS = (
    Part(
        "minutes", "Get a copy of your data, single categories",
        "profile, connections, invitations, messages, endorsements and recommendations",
        ("profile_completeness", "endorsements_received", "recommendations_received", "right_people_added",
         "messages_sent", "reply_rate", "connections", "senior_connections", "coworker_connections",
         "personal_outreach", "invite_acceptance"),
    ),
    Part(
        "about a day", "Get a copy of your data, the larger archive",
        "all of that, and posts, articles, comments, reactions, searches, media and days active",
        ("media_items", "articles", "original_posts", "people_searches", "active_days", "comments_given",
         "reactions_given", "shares"),
    ),
    Part(
        "at once", "your profile, Analytics, Export (XLSX)", "impressions, engagement received, followers gained",
        ("followers_gained", "engagement_received"),
    ),
    Part(
        "at once, with a Sales Navigator seat", "Sales Navigator, Usage reporting (CSV)",
        "profiles viewed, leads saved", ("profile_views_made", "leads_saved"),
    ),
    Part("at once", "your own count", "groups you are active in: no file holds them", ("active_groups",)),
)  # fmt: skip


def guide() -> dict[str, Any]:
    """Answer of ``ssi guide --json``: the steps, and each part with its wait and the points that rest on it."""
    return {
        "schema": SCHEMA,
        "steps": list(STEPS),
        "parts": [{"holds": p.holds, "wait": p.wait, "where": p.where, "points": p.points} for p in PARTS],
        "link_hours": LINK_HOURS,
    }


def reminder(asked: dt.datetime) -> bytes:
    """A calendar file that reminds of the download while LinkedIn's link still lives.

    Parameters
    ----------
    asked : datetime.datetime
        When the archive was requested, with a time zone.

    Returns
    -------
    bytes
        An iCalendar file of two events with alarms: a day after the request, when the archive should be there, and the
        last hours of the earliest link there may be, 72 hours after the request.

    Raises
    ------
    ValueError
        If `asked` has no time zone.
    """
    from icalendar import Alarm, Calendar, Event

    if asked.tzinfo is None:
        raise ValueError(f"{asked} has no time zone: give one, since a calendar moves events between zones")
    at = asked.astimezone(dt.UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", "-//SSI Coach//EN")
    calendar.add("version", "2.0")
    for name, start, title in (
        ("ready", at + dt.timedelta(hours=READY_HOURS), "LinkedIn export: look for the mail and download the zip"),
        ("ends", at + dt.timedelta(hours=LINK_HOURS - 3), "LinkedIn export: the download link ends today"),
    ):
        event = Event()
        event.add("uid", f"export-{name}-{at:%Y%m%dT%H%M%SZ}@ssi-coach")
        event.add("dtstamp", at)
        event.add("dtstart", start)
        event.add("dtend", start + dt.timedelta(minutes=15))
        event.add("summary", title)
        event.add("description", f"The link in LinkedIn's mail lives {LINK_HOURS} hours. Give SSI Coach the zip.")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", dt.timedelta(0))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
