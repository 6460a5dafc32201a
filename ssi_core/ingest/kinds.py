"""What a file is, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "connections": "your connections", "messages": "your messages", "invitations": "your invitations",
    "shares": "your posts", "instant_reposts": "your reposts", "comments": "your comments",
    "reactions": "your reactions", "votes": "your votes in polls", "searches": "your searches",
    "member_follows": "people you follow", "company_follows": "companies you follow",
    "hashtag_follows": "hashtags you follow", "endorsements_received": "endorsements you received",
    "endorsements_given": "endorsements you gave", "recommendations_received": "recommendations you received",
    "recommendations_given": "recommendations you gave", "logins": "your logins", "rich_media": "media you added",
    "navigator_activity": "your Sales Navigator activity", "usage_report": "your Sales Navigator usage report",
    "profile": "your profile", "profile_summary": "your profile's summary", "positions": "your positions",
    "education": "your education", "skills": "your skills", "certifications": "your certificates",
    "readings": "your log of official readings", "answers": "your answers", "weekly_log": "your weekly log",
    "creator_workbook": "your creator analytics", "article": "an article of yours",
}  # fmt: skip


def plain_kind(kind: str) -> str:
    """A kind of file as a person says it; blank for a file of no kind."""
    return _WORDS.get(kind, f"your {kind.replace('_', ' ')}" if kind else "")
