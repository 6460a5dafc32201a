"""What people do, what it takes, and what one action feeds. Data; minutes and ceilings are ours and the user's to edit.

What a habit brings from others is assumed here; :mod:`ssi_core.model.learnt` puts the member's own history over it.

Source: MODEL, section 5. LinkedIn restricts accounts above some 100 invitations a week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Habit:
    """One row of the habit table.

    Attributes
    ----------
    key, label : str
        Machine name, and one action as a person says it.
    minutes : float
        Minutes one action takes, > 0.
    at_most : int
        Ceiling of actions a week.
    feeds : mapping of str to float
        Signal key to what one action adds to its level; own acts, certain.
    brings : mapping of str to float
        Signal key to what one action brings from others, on average: assumed until a member's history says better.
    seat_only : bool
        Whether it takes a Sales Navigator seat.
    counted_in : str
        Daily input that counts these actions; blank where no file does.
    """

    key: str
    label: str
    minutes: float
    at_most: int
    feeds: Mapping[str, float]
    brings: Mapping[str, float]
    seat_only: bool = False
    counted_in: str = ""


# fmt: off
# ruff: disable[E501]
HABITS: tuple[Habit, ...] = (
    Habit("post", "write a post", 30, 7, {"original_posts": 1, "shares": 1}, {"engagement_received": 15, "followers_gained": 2}, counted_in="original_posts"),
    Habit("article", "write an article", 120, 2, {"articles": 1, "shares": 1}, {"engagement_received": 20, "followers_gained": 4}, counted_in="articles"),
    Habit("repost", "repost something", 2, 14, {"shares": 1}, {"engagement_received": 2}, counted_in="reposts"),
    Habit("comment", "comment on a post", 3, 70, {"comments_given": 1}, {}, counted_in="comments_given"),
    Habit("react", "react to a post", 0.3, 140, {"reactions_given": 1}, {}, counted_in="reactions_given"),
    Habit("search", "search for people", 2, 50, {"people_searches": 1, "profile_views_made": 1}, {}, counted_in="people_searches"),
    Habit("view_profile", "view a profile", 0.5, 200, {"profile_views_made": 1}, {}, counted_in="profile_views_made"),
    Habit("save_lead", "save a lead", 1, 50, {"leads_saved": 1}, {}, seat_only=True, counted_in="leads_saved"),
    Habit("invite", "invite somebody", 1.5, 100, {}, {"connections": 1, "right_people_added": 1, "senior_connections": 1}, counted_in="invitations_sent"),
    Habit("personal_note", "add a note to an invitation", 2, 100, {}, {}),
    Habit("message", "send a message", 3, 70, {"messages_sent": 1}, {}, counted_in="messages_sent"),
    Habit("ask_recommendation", "ask for a recommendation", 10, 2, {}, {"recommendations_received": 0.5}),
    Habit("endorse", "endorse a skill", 0.5, 20, {}, {"endorsements_received": 0.3}, counted_in="endorsements_given"),
    Habit("active_day", "be active on one more day", 2, 7, {"active_days": 1}, {}, counted_in="active_days"),
)
# ruff: enable[E501]
# fmt: on

HABIT_KEYS = tuple(h.key for h in HABITS)
