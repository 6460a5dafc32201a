"""When a member acts, and what becomes of invitations and conversations."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.days import ACTS
from ssi_core.member import Activity, Member, day_number, day_of
from tests.model.members import FIRST, acted, members, tried

#: 1 January 2026, a Thursday: index 0 of every series.
NEW_YEAR = day_of(FIRST)


def at(index: int) -> dt.date:
    return day_of(FIRST + index)


# ----------------------------------------------------------------------------------------------------------- calendar


def test_acts_of_a_day_are_all_its_kinds_together_and_nothing_else() -> None:
    held = acted({"original_posts": [1, 0, 2], "comments_given": [3, 0, 0], "messages_received": [9, 9, 9],
                  "active_days": [1, 1, 1]})  # fmt: skip
    calendar = api.rhythm(Member(held), start=NEW_YEAR, end=at(2)).calendar
    assert calendar.acts.tolist() == [4, 0, 2]
    assert calendar.covered.all()
    assert list(calendar.by_kind) == ["original_posts", "comments_given"]
    assert calendar.dates == [NEW_YEAR, at(1), at(2)]
    assert calendar.weekday.tolist() == [3, 4, 5]
    assert [day_of(int(d)) for d in calendar.monday] == [dt.date(2025, 12, 29)] * 3


def test_a_day_that_no_file_covers_is_not_an_idle_day() -> None:
    held = acted({"original_posts": [1, 0, 0, 0], "comments_given": [0, 0, 2, 0]},
                 {"original_posts": [True] * 2 + [False] * 2, "comments_given": [False, False, True, False]},
    )  # fmt: skip
    rhythm = api.rhythm(Member(held), start=at(-1), end=at(4))
    assert rhythm.calendar.covered.tolist() == [False, True, True, True, False, False]
    assert [d["acts"] for d in rhythm.to_dict()["days"]] == [None, 1, 0, 2, None, None]
    assert "on 2 of 3 days" in rhythm.calendar.words
    assert "3 more days are in no file, which is not idle" in rhythm.calendar.words


def test_before_the_archive_the_days_of_a_file_from_the_start_are_idle() -> None:
    held = acted({"comments_given": [1]}, from_the_start=frozenset({"comments_given"}))
    calendar = api.rhythm(Member(held), start=at(-3), end=at(1)).calendar
    assert calendar.covered.tolist() == [True, True, True, True, False]
    assert calendar.acts.tolist() == [0, 0, 0, 1, 0]


def test_words_name_the_weekdays_and_what_no_file_tells() -> None:
    # Two weeks from Monday, 5 January: 6 comments on Mondays, 1 on Fridays.
    week = [6, 0, 0, 0, 1, 0, 0]
    held = acted({"comments_given": [0] * 4 + week + week})
    calendar = api.rhythm(Member(held), start=dt.date(2026, 1, 5), end=dt.date(2026, 1, 18)).calendar
    assert calendar.words == (
        "You acted on 4 of 14 days from 5 January 2026 to 18 January 2026. Most on Mondays (6.0 a day), least on "
        "Tuesdays (0.0). No file tells your posts, reposts, articles, reactions, messages, invitations and searches; "
        "they are not in it."
    )


def test_days_are_parted_in_five_classes() -> None:
    held = Member(acted({"comments_given": [0, 1, 3, 4, 9, 10, 19, 20, 400]}))
    assert api.rhythm(held, start=NEW_YEAR, end=at(8)).calendar.classes.tolist() == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert len(api.CLASS_WORDS) == 5


def test_without_any_file_the_words_say_what_to_give() -> None:
    rhythm = api.rhythm(Member(), start=NEW_YEAR, end=at(9))
    assert not rhythm.calendar.covered.any()
    assert rhythm.calendar.words == (
        "No file tells what you did from 1 January 2026 to 10 January 2026: give a Complete export."
    )
    assert "give Invitations.csv, Connections.csv and messages.csv" in rhythm.funnel_words
    assert len(api.rhythm(Member()).calendar.days) == 1


def test_by_default_it_begins_with_the_first_act_of_the_members_own() -> None:
    held = acted({"connections_added": [5, 0, 0, 0], "comments_given": [0, 0, 1, 0]})
    assert api.rhythm(Member(held, last_day=FIRST + 3)).calendar.dates == [at(2), at(3)]
    assert api.rhythm(Member(acted({"connections_added": [5, 0]}), last_day=FIRST + 1)).calendar.dates == [at(1)]


def test_a_calendar_has_a_beginning_before_its_end() -> None:
    with pytest.raises(ValueError, match="from 2026-01-02 to 2026-01-01 ends before it starts: swap the days"):
        api.rhythm(Member(), start=at(1), end=NEW_YEAR)


# -------------------------------------------------------------------------------------------------------------- funnel


def year(**counts: dict[int, float]) -> dict[str, list[float]]:
    return {name: [float(days.get(i, 0)) for i in range(365)] for name, days in counts.items()}


def test_a_quarters_invitations_are_followed_to_their_acceptance() -> None:
    # Sent on days 0, 89 (31 March is day 89) and 90; the first accepted in the second quarter, the last never.
    trials = {"invite_acceptance": tried([0, 89, 90], [100, 95, None]), "reply_rate": tried([10, 91], [11, 300])}
    held = acted(
        year(invitations_sent={0: 1, 89: 1, 90: 1}, conversations_started={10: 1, 91: 1}), trials=trials
    )  # fmt: skip
    first, second, third = api.rhythm(Member(held), start=NEW_YEAR, end=dt.date(2026, 7, 10)).quarters
    assert (first.label, first.first, first.last) == ("2026 Q1", NEW_YEAR, dt.date(2026, 3, 31))
    assert (first.invited, first.accepted, first.begun, first.answered) == (2, 2, 1, 1)
    assert (second.invited, second.accepted, second.begun, second.answered) == (1, 0, 1, 0)  # day 300 is to come
    assert (third.running, third.last, third.days) == (True, dt.date(2026, 7, 10), 10)
    assert (first.running, second.running) == (False, False)
    assert first.words == "2026 Q1: 2 invited, 2 accepted (100%); 1 conversation begun, 1 answered (100%)"


def test_a_quarter_that_no_file_covers_is_told_as_such_and_a_part_with_its_days() -> None:
    covered = [i >= 80 for i in range(365)]
    held = acted(
        year(invitations_sent={85: 3}), {"invitations_sent": covered}, trials={"invite_acceptance": tried([85], [None])}
    )
    before, first = api.rhythm(Member(held), start=at(-5), end=at(100)).quarters[:2]
    assert (before.label, before.invited, before.accepted) == ("2025 Q4", None, None)
    assert before.words == (
        "2025 Q4: invitations not known, no file covers it; conversations not known, no file covers it"
    )
    assert (first.invited, first.invitations_days, first.days) == (3, 10, 90)
    assert "3 invited, 0 accepted (0%) (files cover 10 of its 90 days)" in first.words
    assert "2025 Q4 is in no file." in api.rhythm(Member(held), start=at(-5), end=at(100)).funnel_words


def test_without_connections_nobody_knows_what_was_accepted() -> None:
    held = acted(year(invitations_sent={5: 2}))
    (quarter,) = api.rhythm(Member(held), start=NEW_YEAR, end=at(80)).quarters
    assert (quarter.invited, quarter.accepted) == (2, None)
    assert "2 invited, accepted not known" in quarter.words


def test_words_hold_the_newest_quarter_against_the_year_before() -> None:
    rhythm = api.rhythm(api.read(api.sample_files()))
    assert rhythm.funnel_words == (
        "2026 Q2: 86 invited, 28 accepted (33%); 43 conversations begun, 9 answered (21%). A year before, 2025 Q2: "
        "40 invited, 17 accepted (42%) (files cover 35 of its 91 days); 68 conversations begun, 20 answered (29%). "
        "Those of the last weeks may still be answered."
    )


def test_the_samples_quarters_sum_to_its_files() -> None:
    found = api.read(api.sample_files())
    quarters = api.rhythm(found).quarters
    assert sum(q.invited or 0 for q in quarters) == found.counts["invitations_sent"]
    assert sum(q.accepted or 0 for q in quarters) == found.counts["invitations_accepted"]
    assert sum(q.begun or 0 for q in quarters) == found.counts["conversations_started"]
    assert sum(q.answered or 0 for q in quarters) == found.counts["conversations_answered"]
    assert api.rhythm(found).calendar.acts.sum() == sum(found.counts[n] for n in ACTS if n in found.counts)


# ---------------------------------------------------------------------------------------------------------- properties


@given(member=members(), first=st.integers(-60, 200), size=st.integers(1, 400))
def test_quarters_lie_side_by_side_and_days_are_those_of_the_files(member: Member, first: int, size: int) -> None:
    rhythm = api.rhythm(member, start=at(first), end=at(first + size - 1))
    activity, calendar = member.activity, rhythm.calendar
    assert len(calendar.days) == size
    for i, day in enumerate(calendar.days):
        j = int(day) - activity.first_day
        names = [n for n in ACTS if n in activity.counts]
        spoken = [n for n in names if (0 <= j < activity.days and activity.covered[n][j])
                  or (j < 0 and n in activity.from_the_start)]  # fmt: skip
        assert calendar.covered[i] == bool(spoken)
        assert calendar.acts[i] == sum(activity.counts[n][j] for n in spoken if j >= 0)
    assert not calendar.acts[~calendar.covered].any()
    for one, other in zip(rhythm.quarters, rhythm.quarters[1:], strict=False):
        assert day_number(other.first) == day_number(one.last) + 1
    assert rhythm.quarters[0].first <= at(first)
    assert rhythm.quarters[-1].last == at(first + size - 1)
    assert [q.running for q in rhythm.quarters[:-1]] == [False] * (len(rhythm.quarters) - 1)
    assert json.loads(json.dumps(rhythm.to_dict(), allow_nan=False))["schema"] == 1
    assert len(rhythm.to_frame()) == size
    assert calendar.words
    assert rhythm.funnel_words


def test_frame_and_html_hold_the_days() -> None:
    rhythm = api.rhythm(Member(Activity(FIRST, {"reposts": np.ones(3)}, {"reposts": np.ones(3, bool)})), end=at(2))
    assert rhythm.to_frame()["acts"].tolist() == [1, 1, 1]
    assert "<table" in rhythm._repr_html_()
