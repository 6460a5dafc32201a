"""What a member said of a commitment: weeks counted by hand from its own first day."""

from __future__ import annotations

import datetime as dt

import pytest

from ssi_core.own_word import own_word, ticked_words, to_ask, week_words, weeks_of
from ssi_core.store.filed import CheckIn, Commitment, Ticked

# Three weeks from a Tuesday: 26 May, 2 June and 9 June, up to Monday 15 June.
W1, W2, W3 = dt.date(2026, 5, 26), dt.date(2026, 6, 2), dt.date(2026, 6, 9)
LAST = dt.date(2026, 6, 15)
NOTES = Commitment("personal_note", 2, W1, LAST)


def said(day: dt.date, habit: str = "personal_note", **weeks: bool) -> CheckIn:
    at = {"w1": W1, "w2": W2, "w3": W3}
    return CheckIn(day, tuple(Ticked(habit, at[name], done) for name, done in weeks.items()))


@pytest.mark.parametrize(
    ("until", "weeks"),
    [
        (dt.date(2026, 1, 1), ()),
        (W1 - dt.timedelta(days=1), ()),
        (W1, (W1,)),
        (dt.date(2026, 6, 1), (W1,)),
        (W2, (W1, W2)),
        (LAST, (W1, W2, W3)),
        (dt.date(2027, 1, 1), (W1, W2, W3)),
    ],
)
def test_weeks_are_counted_from_its_own_first_day_up_to_its_last(until: dt.date, weeks: tuple[dt.date, ...]) -> None:
    assert weeks_of(NOTES, until) == weeks


def test_a_last_week_that_is_cut_short_is_a_week() -> None:
    assert weeks_of(Commitment("post", 1, W1, W3), LAST) == (W1, W2, W3)
    assert weeks_of(Commitment("post", 1, W1, W1), LAST) == (W1,)


def test_two_of_three_weeks() -> None:
    word = own_word(NOTES, [said(LAST, w1=True, w2=False, w3=True)])
    assert word is not None
    assert (word.kept, word.told, word.weeks) == ((W1, W3), (W1, W2, W3), 3)
    assert word.sentence == "By their own word: kept in 2 of the 3 weeks told, 26 May to 15 June 2026."
    assert word.to_dict() == {
        "habit": "personal_note", "kept": ["2026-05-26", "2026-06-09"],
        "told": ["2026-05-26", "2026-06-02", "2026-06-09"], "weeks": 3, "to": "2026-06-15", "sentence": word.sentence,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ({"w1": True, "w2": True}, "kept in all 2 weeks told, 26 May to 8 June 2026."),
        ({"w2": False, "w3": False}, "kept in none of the 2 weeks told, 2 June to 15 June 2026."),
        ({"w2": True}, "kept in the one week told, 2 June to 8 June 2026."),
        ({"w2": False}, "not kept in the one week told, 2 June to 8 June 2026."),
    ],
)
def test_it_is_said_in_words(weeks: dict[str, bool], words: str) -> None:
    word = own_word(NOTES, [said(LAST, **weeks)])
    assert word is not None
    assert word.sentence == f"By their own word: {words}"


def test_the_days_of_a_week_end_with_the_commitment_and_tell_their_years() -> None:
    start, until = dt.date(2025, 12, 29), dt.date(2026, 1, 1)
    short = Commitment("post", 1, start, until)
    word = own_word(short, [CheckIn(until, (Ticked("post", start, True),))])
    assert word is not None
    assert word.sentence.endswith("told, 29 December 2025 to 1 January 2026.")
    day = Commitment("post", 1, W1, W1)
    word = own_word(day, [CheckIn(W1, (Ticked("post", W1, True),))])
    assert word is not None
    assert word.sentence.endswith("told, 26 May 2026.")


def test_a_commitment_until_the_last_day_of_all() -> None:
    day = dt.date.max
    word = own_word(Commitment("post", 1, day, day), [CheckIn(day, (Ticked("post", day, True),))])
    assert word is not None
    assert (word.last, word.weeks) == (day, 1)


def test_nothing_said_is_no_word() -> None:
    assert own_word(NOTES, []) is None
    assert own_word(NOTES, [CheckIn(LAST, (), "busy")]) is None
    assert own_word(NOTES, [said(LAST, habit="post", w1=True)]) is None  # of another habit
    other = CheckIn(LAST, (Ticked("personal_note", dt.date(2026, 6, 1), True),))  # no first day of a week of this one
    assert own_word(NOTES, [other]) is None


def test_the_latest_that_speaks_of_a_week_stands() -> None:
    early, late = said(W2, w1=True, w2=False), said(LAST, w2=True)
    for order in ([early, late], [late, early]):
        word = own_word(NOTES, order)
        assert word is not None
        assert word.kept == (W1, W2)
    word = own_word(NOTES, [said(LAST, w1=True), said(LAST, w1=False)])  # of one day: the one made last
    assert word is not None
    assert word.kept == ()


def test_nothing_is_asked_twice_nor_before_it_began() -> None:
    [asked] = to_ask([NOTES], [said(W2, w1=False)], W3)
    assert (asked.weeks, asked.over) == ((W2, W3), (W2,))
    assert asked.words == "Add a note to an invitation, 2 a week"
    assert to_ask([NOTES], [], LAST)[0].over == (W1, W2)  # on its last day a week still runs
    assert to_ask([NOTES], [], dt.date(2026, 6, 16))[0].over == (W1, W2, W3)
    assert to_ask([NOTES], [], dt.date(2026, 5, 25))[0].weeks == ()


def test_what_was_meant_is_told_as_it_was_agreed() -> None:
    told = [to_ask([Commitment("post", weekly, W1, LAST)], [], LAST)[0].words for weekly in (1 / 3, 0.6, 2.5)]
    assert told == ["Write a post, 1 every 3 weeks", "Write a post, 0.6 a week", "Write a post, 2.5 a week"]


def test_a_week_that_two_commitments_share_is_asked_with_the_later_of_them() -> None:
    more = Commitment("personal_note", 4, W2, LAST)
    posts = Commitment("post", 1, W2, LAST)
    asked = to_ask([NOTES, more, posts], [], LAST)
    assert [a.weeks for a in asked] == [(W1,), (W2, W3), (W2, W3)]
    assert [a.weekly for a in asked] == [2, 4, 1]


def test_choosing_weeks_tells_of_those_and_of_the_others_that_are_over() -> None:
    [asked] = to_ask([NOTES], [], W3)
    assert asked.ticks([W2]) == (Ticked("personal_note", W1, False), Ticked("personal_note", W2, True))
    assert asked.ticks([W3])[2:] == (Ticked("personal_note", W3, True),)
    assert asked.ticks([]) == (Ticked("personal_note", W1, False), Ticked("personal_note", W2, False))


def test_ticks_are_told_by_habit() -> None:
    ticks = [*said(LAST, w1=True, w2=False).ticks, *said(LAST, habit="comment", w1=False).ticks]
    words = "Add a note to an invitation: done in 1 of 2 weeks; Comment on a post: not done in one week"
    assert ticked_words(ticks) == words
    assert ticked_words([]) == ""
    ticks = said(LAST, w1=False, w2=False).ticks
    assert ticked_words(ticks) == "Add a note to an invitation: done in none of 2 weeks"


def test_a_week_bears_its_year_where_it_is_another() -> None:
    assert week_words(dt.date(2026, 7, 2), LAST) == "week of 2 July"
    assert week_words(dt.date(2025, 7, 2), LAST) == "week of 2 July 2025"
