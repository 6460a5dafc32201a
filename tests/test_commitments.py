"""What was committed to, held against the files: counted by hand, over the days that the files speak of."""

import datetime as dt

import numpy as np
import pytest

from ssi_core.commitments import check_all, checked
from ssi_core.member import Member
from ssi_core.store.filed import Commitment
from tests.model.members import acted

# Index 0 of every series is Thursday 1 January 2026.
START, FOUR_WEEKS = dt.date(2026, 1, 1), dt.date(2026, 1, 28)
LATER = dt.date(2026, 3, 1)


def commented(counts: list[float], covered: list[bool] | None = None) -> Member:
    return Member(acted({"comments_given": counts}, None if covered is None else {"comments_given": covered}))


def promise(weekly: float, until: dt.date = FOUR_WEEKS, habit: str = "comment") -> Commitment:
    return Commitment(habit, weekly, START, until)


@pytest.mark.parametrize(
    ("weekly", "verdict"),
    [
        (2, "kept"),  # 8 comments in 28 days are 2.0 a week
        (2.2, "kept"),  # 91 %
        (2.3, "partly"),  # 87 %
        (7, "partly"),  # 29 %
        (8, "not"),  # 25 %
        (20, "not"),
        (0.5, "kept"),
    ],
)
def test_eight_comments_in_four_weeks(weekly: float, verdict: str) -> None:
    found = checked(commented([2.0, 0, 0, 0, 0, 0, 0] * 4 + [9.0]), promise(weekly), today=LATER)
    assert (found.verdict, found.weekly, found.actions) == (verdict, 2.0, 8.0)
    assert (found.days_seen, found.days, found.over) == (28, 28, True)


def test_it_is_said_in_words() -> None:
    found = checked(commented([1.0] * 28), promise(10), today=LATER)
    assert found.sentence == "Comment on a post, 10 a week: kept in part, 28 in 28 days are 7.0 a week."
    assert found.to_dict()["verdict"] == "partly"


def test_days_that_no_file_speaks_of_are_not_taken_for_idle_ones() -> None:
    # Seen: the first 14 days, with a comment on each; of the rest nothing is known.
    found = checked(commented([1.0] * 14 + [0.0] * 14, [True] * 14 + [False] * 14), promise(7), today=LATER)
    assert (found.verdict, found.weekly, found.days_seen, found.days) == ("kept", 7.0, 14, 28)
    assert found.sentence.endswith("14 in 14 days are 7.0 a week; the files speak of 14 of 28 days.")


def test_the_files_end_before_it_does() -> None:
    found = checked(commented([1.0] * 10), promise(7), today=LATER)
    assert (found.verdict, found.days_seen) == ("kept", 10)


@pytest.mark.parametrize("days", [0, 1, 6])
def test_below_a_week_it_can_not_be_seen(days: int) -> None:
    member = commented([5.0] * days) if days else Member()
    found = checked(member, promise(7), today=LATER)
    assert (found.verdict, found.weekly, found.actions, found.days_seen) == ("can't be seen", None, None, days)
    many = f"{days} of the 28 days" if days else "none of the days"
    assert f"the files speak of {many} from 1 January 2026 to 28 January 2026; read a later export" in found.sentence


@pytest.mark.parametrize(
    ("seen", "days", "words"),
    [
        (0, 1, "can't be seen, the files don't speak of 1 January 2026; read a later export"),
        (0, 2, "can't be seen, the files speak of none of the days from 1 January 2026 to 2 January 2026; read"),
        # Whatever is read, a week is the least: a later export of the same days would tell no more.
        (1, 1, "can't be seen yet, it has run for 1 day and 7 are the least"),
        (6, 6, "can't be seen yet, it has run for 6 days and 7 are the least"),
    ],
)
def test_on_its_first_days_it_says_what_it_waits_for(seen: int, days: int, words: str) -> None:
    member = commented([1.0] * seen) if seen else Member()
    found = checked(member, promise(7), today=dt.date(2026, 1, days))
    assert (found.verdict, found.days_seen, found.days) == ("can't be seen", seen, days)
    assert found.sentence.startswith(f"Comment on a post, 7 a week: {words}")


@pytest.mark.parametrize(
    ("done", "weekly", "words"),
    [
        (1, 0.25, "1 every 4 weeks: kept, 1 in 28 days."),
        (1, 0.6, "0.6 a week: kept in part, 1 in 28 days is 0.2 a week."),
        (2, 0.5, "1 every 2 weeks: kept, 2 in 28 days."),
    ],
)
def test_what_is_meant_less_than_once_a_week_is_called_as_it_was_agreed(done: int, weekly: float, words: str) -> None:
    found = checked(commented([1.0] * done + [0.0] * (28 - done)), promise(weekly), today=LATER)
    assert found.sentence == f"Comment on a post, {words}"


def test_of_three_days_three_are_the_least() -> None:
    found = checked(commented([1.0] * 2), promise(7, dt.date(2026, 1, 3)), today=dt.date(2026, 1, 2))
    assert found.sentence.endswith("can't be seen yet, it has run for 2 days and 3 are the least.")


def test_a_commitment_of_three_days_takes_three() -> None:
    found = checked(commented([1.0] * 3), promise(7, dt.date(2026, 1, 3)), today=LATER)
    assert (found.verdict, found.weekly) == ("kept", 7.0)


def test_days_to_come_count_neither_way() -> None:
    # Checked after two of four weeks: a comment a day so far, though none is in the files for what is to come.
    found = checked(commented([1.0] * 14 + [0.0] * 14), promise(7), today=dt.date(2026, 1, 14))
    assert (found.verdict, found.days, found.over, found.last) == ("kept", 14, False, dt.date(2026, 1, 14))
    assert found.sentence.endswith("; it runs until 28 January 2026.")


def test_one_that_has_not_begun_can_not_be_seen_yet() -> None:
    found = checked(commented([1.0] * 28), promise(7), today=dt.date(2025, 12, 30))
    assert (found.verdict, found.days, found.days_seen) == ("can't be seen", 0, 0)
    assert found.sentence == "Comment on a post, 7 a week: can't be seen yet, it begins on 1 January 2026."


def test_only_its_own_days_count() -> None:
    late = Commitment("comment", 7, dt.date(2026, 1, 8), dt.date(2026, 1, 21))
    found = checked(commented([9.0] * 7 + [1.0] * 14 + [9.0] * 7), late, today=LATER)
    assert (found.actions, found.weekly) == (14.0, 7.0)


@pytest.mark.parametrize("habit", ["personal_note", "ask_recommendation"])
def test_what_no_file_counts_can_not_be_seen(habit: str) -> None:
    found = checked(commented([1.0] * 28), promise(2, habit=habit), today=LATER)
    assert found.verdict == "can't be seen"
    assert "no file counts it by itself; ask" in found.sentence


def test_active_days_may_be_more_than_the_files_know() -> None:
    member = Member(acted({"active_days": [1.0, 0.0] * 14}, proxies=frozenset({"active_days"})))
    found = checked(member, promise(5, habit="active_day"), today=LATER)
    assert (found.verdict, found.weekly, found.lower_bound) == ("partly", 3.5, True)
    assert "; the files may miss some" in found.sentence
    assert "may miss" not in checked(member, promise(3, habit="active_day"), today=LATER).sentence


def test_a_file_from_the_start_speaks_of_days_before_its_first_row() -> None:
    member = Member(acted({"comments_given": np.ones(7)}, from_the_start=frozenset({"comments_given"})))
    early = Commitment("comment", 1, dt.date(2025, 12, 18), dt.date(2026, 1, 7))
    found = checked(member, early, today=LATER)
    assert (found.days_seen, found.actions, found.first) == (21, 7.0, dt.date(2025, 12, 18))


def test_several_in_their_order() -> None:
    member = commented([1.0] * 28)
    found = check_all(member, [promise(7), promise(70), promise(1, habit="post")], today=LATER)
    assert [c.verdict for c in found] == ["kept", "not", "can't be seen"]
