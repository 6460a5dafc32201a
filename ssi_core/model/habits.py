"""What people do, what it takes, and what one action feeds. Data; minutes and ceilings are ours and the user's to edit.

What a habit brings from others is assumed here; :mod:`ssi_core.model.learnt` puts the member's own history over it.
The published table is :data:`HABITS`; the one in use is :attr:`ssi_core.model.table.Model.habits`.

Source: MODEL, section 5. LinkedIn restricts accounts above some 100 invitations a week.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

#: Minutes that one action may take: a week.
MOST_MINUTES = 10_080.0
#: Actions a week that a ceiling may allow.
MOST_A_WEEK = 1_000
#: LinkedIn restricts accounts that send more invitations a week. MODEL, section 6.
MOST_INVITATIONS = 100

# Habits whose ceiling has a limit of its own, and why.
_OWN_LIMITS: Mapping[str, tuple[int, str]] = {
    "invite": (MOST_INVITATIONS, "; LinkedIn restricts accounts that send more invitations"),
    "personal_note": (MOST_INVITATIONS, "; each needs an invitation"),
    "active_day": (7, "; a week has seven days"),
}
_EDITABLE = ("minutes", "at_most")


@dataclass(frozen=True)
class Habit:
    """One row of the habit table.

    Attributes
    ----------
    key, label : str
        Machine name, and one action as a person says it.
    minutes : float
        Minutes one action takes, above 0 and at most :data:`MOST_MINUTES`.
    at_most : int
        Ceiling of actions a week; 0 leaves the habit out, but for what the member does already.
    feeds : mapping of str to float
        Signal key to what one action adds to its level; own acts, certain.
    brings : mapping of str to float
        Signal key to what one action brings from others, on average: assumed until a member's history says better.
    seat_only : bool
        Whether it takes a Sales Navigator seat.
    counted_in : str
        Daily input that counts these actions; blank where no file does.

    Raises
    ------
    ValueError
        If the minutes or the ceiling are out of range.
    """

    key: str
    label: str
    minutes: float
    at_most: int
    feeds: Mapping[str, float]
    brings: Mapping[str, float]
    seat_only: bool = False
    counted_in: str = ""

    def __post_init__(self) -> None:
        if not (is_number(self.minutes) and 0 < self.minutes <= MOST_MINUTES):
            raise ValueError(
                f"habits.{self.key}.minutes is {self.minutes!r}: give a number above 0, up to {MOST_MINUTES:,.0f}"
            )
        most, because = _OWN_LIMITS.get(self.key, (MOST_A_WEEK, ""))
        if not (is_number(self.at_most) and 0 <= self.at_most <= most and self.at_most == int(self.at_most)):
            raise ValueError(
                f"habits.{self.key}.at_most is {self.at_most!r} a week: give a whole number from 0 to {most:,}{because}"
            )


def is_number(value: Any) -> bool:
    """Whether something is a number that a float can hold: no truth, no text, no nan, none beyond all floats."""
    # Held against a float, a whole number that is longer than any float raises nothing.
    return not isinstance(value, bool) and isinstance(value, (int, float)) and abs(value) <= sys.float_info.max


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


def edited_habits(rows: Mapping[str, Any]) -> tuple[Habit, ...]:
    """The published table with a user's minutes and ceilings.

    Parameters
    ----------
    rows : mapping of str to mapping
        By habit, either or both of ``minutes`` and ``at_most``.

    Raises
    ------
    ValueError
        If a habit or a key is unknown, or a value out of range.
    """
    if not isinstance(rows, Mapping):
        raise ValueError("habits must be a table: write [habits.<key>]")
    if unknown := sorted(set(rows) - set(HABIT_KEYS)):
        raise ValueError(f"the model file names unknown habits {unknown}: choose from {', '.join(HABIT_KEYS)}")
    return tuple(_edited(habit, rows.get(habit.key, {})) for habit in HABITS)


def habit_edits(habits: Sequence[Habit]) -> dict[str, dict[str, float]]:
    """What differs from the published table, by habit, as :func:`edited_habits` takes it."""
    return {
        h.key: changed
        for h, published in zip(habits, HABITS, strict=True)
        if (changed := {n: getattr(h, n) for n in _EDITABLE if getattr(h, n) != getattr(published, n)})
    }


def habit_differences(habits: Sequence[Habit]) -> tuple[str, ...]:
    """The same in words: ``comment minutes 3 -> 6``."""
    published = {h.key: h for h in HABITS}
    return tuple(
        f"{key} {n} {getattr(published[key], n):g} -> {value:g}"
        for key, changed in habit_edits(habits).items()
        for n, value in changed.items()
    )


def habits_toml(habits: Sequence[Habit]) -> list[str]:
    """Lines of a model file: what differs from the published table, the rest as remarks."""
    edits, lines = habit_edits(habits), []
    for h in habits:
        changed = edits.get(h.key, {})
        lines += ["", f"[habits.{h.key}]" if changed else f"# [habits.{h.key}]"]
        lines += [("" if n in changed else "# ") + f"{n} = {getattr(h, n)!r}" for n in _EDITABLE]
    return lines


def _edited(habit: Habit, row: Any) -> Habit:
    if not isinstance(row, Mapping):
        raise ValueError(f"habits.{habit.key} must be a table with minutes or at_most")
    if unknown := [name for name in row if name not in _EDITABLE]:
        raise ValueError(f"habits.{habit.key} has no {unknown[0]!r}: use minutes or at_most")
    # Checked as given, then in the published row's own types: 3.0 a week is 3.
    given = replace(habit, **row)
    minutes = habit.minutes if given.minutes == habit.minutes else float(given.minutes)
    return replace(habit, minutes=minutes, at_most=int(given.at_most))
