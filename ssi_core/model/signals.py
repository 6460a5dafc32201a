"""The signal table: what counts, how much, and up to where. Data, meant to be read and edited.

LinkedIn names the inputs and never their weights. Weights (`max`), caps (`enough`) and typical shares (`typical`)
are this project's proposals, tuned so that a typical member without a Sales Navigator seat lands on the group
averages that public readings show (brand 11-13, find 4.4-5.4, engage 1.6-2.5, relationships 12-16).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: Moves whenever the table, the kernel or the ensemble changes a number.
MODEL_VERSION = "2026.11.2"

#: Days of the look-back window. Practitioner consensus, no official text; legal range 30 to 180.
WINDOW = 90
WINDOW_RANGE = (30, 180)

PILLARS: Mapping[str, str] = {
    "brand": "Establish your professional brand",
    "find": "Find the right people",
    "engage": "Engage with insights",
    "relationships": "Build relationships",
}
PILLAR_KEYS = tuple(PILLARS)
PILLAR_MAX = 25.0

Kind = Literal["share", "stock", "window", "ratio"]
Evidence = Literal["official", "proposal"]

PROFILE = "optimise your profile"
NETWORK = "expand your network"
CONTENT = "share valuable content"
MESSAGES = "message personally"
CONVERSATION = "take part in conversations"
STRATEGIES = (PROFILE, NETWORK, CONTENT, MESSAGES, CONVERSATION)


@dataclass(frozen=True)
class Signal:
    """One row of the table.

    Attributes
    ----------
    key, pillar, label : str
        Machine name, pillar key, and the name a person reads.
    kind : {"share", "stock", "window", "ratio"}
        What the level is: a share of the checklist, a stock on the day, a count in the look-back window, a ratio.
    max : float
        Points at the cap; a pillar's signals sum to 25.
    enough : float
        Level at the cap, > 0; for a window signal per 90 days.
    typical : float
        Share of the cap that a typical member reaches, in (0, 1).
    strategy : str
        Which of the five strategies raises it.
    fill : str
        Which file or answer gives it, for "what is missing".
    evidence : {"official", "proposal"}
        Whether LinkedIn names the input. Every weight is a proposal either way.
    """

    key: str
    pillar: str
    label: str
    kind: Kind
    max: float
    enough: float
    typical: float
    strategy: str
    fill: str
    evidence: Evidence = "official"


_POSTS = "Shares.csv of a Complete export"
_CREATOR = "the creator analytics workbook"
_NAVIGATOR = "Sales Navigator's activity CSV, or your own count"
_CONNECTIONS = "Connections.csv"

# fmt: off
# ruff: disable[E501]
SIGNALS: tuple[Signal, ...] = (
    Signal("profile_completeness", "brand", "Profile completeness", "share", 9, 1, .80, PROFILE, "Profile.csv, Positions.csv, Education.csv and Skills.csv"),
    Signal("media_items", "brand", "Cover photo and media", "stock", 2, 3, .40, PROFILE, "Rich_Media.csv, or your own count"),
    Signal("endorsements_received", "brand", "Endorsements received", "stock", 3, 50, .50, PROFILE, "Endorsement_Received_Info.csv"),
    Signal("recommendations_received", "brand", "Recommendations received", "stock", 1, 3, .30, PROFILE, "Recommendations_Received.csv", "proposal"),
    Signal("articles", "brand", "Articles and newsletters", "window", 5, 3, .10, CONTENT, "the Articles folder of a Complete export"),
    Signal("original_posts", "brand", "Original posts", "window", 3, 26, .20, CONTENT, _POSTS),
    Signal("followers_gained", "brand", "Followers gained", "window", 2, 100, .30, CONTENT, _CREATOR),
    Signal("people_searches", "find", "People searches", "window", 6, 200, .20, NETWORK, "SearchQueries.csv of a Complete export"),
    Signal("profile_views_made", "find", "Profiles viewed", "window", 6, 400, .20, NETWORK, _NAVIGATOR),
    Signal("active_days", "find", "Days active", "window", 4, 65, .40, CONVERSATION, "any activity file of a Complete export"),
    Signal("right_people_added", "find", "Right people added", "window", 3, 40, .30, NETWORK, _CONNECTIONS, "proposal"),
    Signal("leads_saved", "find", "Leads saved", "window", 6, 60, .30, NETWORK, _NAVIGATOR),
    Signal("comments_given", "engage", "Comments given", "window", 7, 250, .06, CONVERSATION, "Comments.csv of a Complete export"),
    Signal("reactions_given", "engage", "Reactions given", "window", 3, 500, .15, CONVERSATION, "Reactions.csv of a Complete export"),
    Signal("shares", "engage", "Posts and reposts", "window", 5, 39, .05, CONTENT, _POSTS),
    Signal("engagement_received", "engage", "Engagement received", "window", 4, 500, .08, CONTENT, _CREATOR),
    Signal("messages_sent", "engage", "Messages sent", "window", 2, 150, .15, MESSAGES, "messages.csv"),
    Signal("reply_rate", "engage", "Replies to your openings", "ratio", 2, .35, .10, MESSAGES, "messages.csv"),
    Signal("active_groups", "engage", "Active groups", "stock", 2, 5, .20, CONVERSATION, "your own count (no export holds it)"),
    Signal("connections", "relationships", "Connections", "stock", 15, 1200, .50, NETWORK, _CONNECTIONS),
    Signal("senior_connections", "relationships", "Senior connections (VP+)", "stock", 3, 100, .50, NETWORK, _CONNECTIONS),
    Signal("coworker_connections", "relationships", "Co-worker connections", "stock", 1, 25, .60, NETWORK, "Connections.csv with Positions.csv"),
    Signal("personal_outreach", "relationships", "Personal outreach", "ratio", 2, .60, .30, MESSAGES, "Invitations.csv or messages.csv", "proposal"),
    Signal("invite_acceptance", "relationships", "Invitations accepted", "ratio", 4, .50, .75, NETWORK, "Invitations.csv with Connections.csv"),
)
# ruff: enable[E501]
# fmt: on

SIGNAL_KEYS = tuple(s.key for s in SIGNALS)
INDEX: Mapping[str, int] = {key: k for k, key in enumerate(SIGNAL_KEYS)}

#: Weights of the profile checklist; they sum to 1. Our proposal.
CHECKLIST_WEIGHTS: Mapping[str, float] = {
    "photo": 0.15, "headline": 0.15, "about": 0.15, "current_position": 0.15, "past_position": 0.05,
    "education": 0.10, "five_skills": 0.10, "location": 0.05, "industry": 0.05, "custom_address": 0.05,
}  # fmt: skip

CURVES = ("ramp", "saturating")










