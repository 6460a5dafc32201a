"""What was agreed, to take home: weeks counted by hand, the same bytes each time, and text that stays text."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from ssi_core.homework import Homework, amount, homework, pace
from ssi_core.store.filed import Commitment

# Wednesday 1 July 2026 to Saturday 18 July: two whole weeks and a short one of four days.
START, UNTIL = dt.date(2026, 7, 1), dt.date(2026, 7, 18)
COMMENTS = Commitment("comment", 5, START, UNTIL, "Tuesday mornings", "travel")
POSTS = Commitment("post", 1, dt.date(2026, 7, 8), dt.date(2026, 7, 21))


def markdown(*promised: Commitment, name: str = "", shared: str = "", coach: str = "") -> str:
    return homework(promised, "md", name=name, shared=shared, coach=coach).decode()


def events(data: bytes) -> list[dict[str, object]]:
    found = Calendar.from_ical(data)
    return [
        {
            "uid": str(e["uid"]), "start": e["dtstart"].dt, "end": e["dtend"].dt, "stamp": e["dtstamp"].dt,
            "summary": str(e["summary"]), "description": str(e["description"]),
        }
        for e in found.walk("VEVENT")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("habit", "weekly", "in_a_week", "promise"),
    [
        ("comment", 5, "5 comments", "5 comments a week"),
        ("post", 1, "1 post", "1 post a week"),
        ("post", 2.5, "2.5 posts", "2.5 posts a week"),
        ("article", 0.25, "1 article every 4 weeks", "1 article every 4 weeks"),
        ("post", 0.6, "0.6 posts", "0.6 posts a week"),
        ("post", 0.5, "1 post every 2 weeks", "1 post every 2 weeks"),
        ("post", 0.4, "0.4 posts", "0.4 posts a week"),
        ("post", 1 / 3, "1 post every 3 weeks", "1 post every 3 weeks"),
    ],
)
def test_a_promise_is_said_as_it_was_made(habit: str, weekly: float, in_a_week: str, promise: str) -> None:
    one = Commitment(habit, weekly, START, UNTIL)
    assert (amount(one), pace(one)) == (in_a_week, promise)


def test_a_checklist_a_week() -> None:
    said = markdown(COMMENTS, name="Mara", shared="Well done.\n\n- one\n- two", coach="Ida")
    assert said.splitlines() == [
        "# What Mara means to do: 5 comments a week",
        "",
        "- 5 comments a week, from 1 July 2026 to 18 July 2026, Tuesday mornings. What may get in the way of comments: "
        "travel",
        "",
        "## What we noted",
        "",
        "> Well done.",
        ">",
        "> - one",
        "> - two",
        "",
        "## Week of 1 July 2026",
        "",
        "- [ ] 5 comments, Tuesday mornings",
        "",
        "## Week of 8 July 2026",
        "",
        "- [ ] 5 comments, Tuesday mornings",
        "",
        "## Week of 15 July 2026, until 18 July 2026",
        "",
        "- [ ] 5 comments, Tuesday mornings",
        "",
        "Agreed with Ida.",
    ]


def test_a_commitment_stands_in_the_weeks_that_it_runs_in() -> None:
    weeks = Homework((COMMENTS, POSTS)).weeks
    assert [(w.first.day, w.last.day) for w in weeks] == [(1, 7), (8, 14), (15, 21)]
    assert [w.items for w in weeks] == [
        ("5 comments, Tuesday mornings",),
        ("5 comments, Tuesday mornings", "1 post"),
        ("5 comments, Tuesday mornings, until Saturday 18 July 2026", "1 post"),
    ]


def test_one_that_begins_within_a_week_says_when() -> None:
    late = Commitment("post", 1, dt.date(2026, 7, 3), dt.date(2026, 7, 7))
    [week] = Homework((Commitment("comment", 5, START, dt.date(2026, 7, 7)), late)).weeks
    assert week.items == ("5 comments", "1 post, from Friday 3 July 2026")


def test_a_week_of_six_days_says_until_when_and_one_of_seven_does_not() -> None:
    titles = [Homework((Commitment("post", 1, START, dt.date(2026, 7, last)),)).weeks[0].title for last in (6, 7)]
    assert titles == ["Week of 1 July 2026, until 6 July 2026", "Week of 1 July 2026"]


def test_one_that_runs_on_a_single_day_of_a_week_stands_in_it() -> None:
    # Weeks of 1 and 8 July: one begins on the last day of the first, the other ends on the first day of the second.
    late = Commitment("post", 1, dt.date(2026, 7, 7), dt.date(2026, 7, 14))
    early = Commitment("comment", 5, START, dt.date(2026, 7, 8))
    assert [w.items for w in Homework((early, late)).weeks] == [
        ("5 comments", "1 post, from Tuesday 7 July 2026"),
        ("5 comments, until Wednesday 8 July 2026", "1 post"),
    ]


def test_blank_notes_and_a_blank_coach_are_none() -> None:
    assert markdown(COMMENTS, shared=" \n ", coach=" ") == markdown(COMMENTS)


def test_a_gap_between_two_has_no_week() -> None:
    later = Commitment("post", 1, dt.date(2026, 7, 22), dt.date(2026, 7, 28))
    weeks = Homework((Commitment("comment", 5, START, dt.date(2026, 7, 7)), later)).weeks
    assert [w.first.day for w in weeks] == [1, 22]


def test_nothing_agreed_is_said() -> None:
    assert markdown() == "# Nothing is agreed on\n\nNo commitment runs or is to come.\n"
    assert events(homework((), "ics")) == []


def test_a_day_far_ahead_ends_after_a_year() -> None:
    told = Homework((Commitment("comment", 5, START, dt.date.max),))
    assert len(told.weeks) == 53
    assert told.weeks[-1].last == START + dt.timedelta(days=7 * 53 - 1)
    assert told.further == "And so on until 31 December 9999."
    assert Homework((COMMENTS,)).further == ""
    # 53 weeks to the day, and one day more.
    whole = START + dt.timedelta(days=7 * 53 - 1)
    assert Homework((Commitment("comment", 5, START, whole),)).further == ""
    assert Homework((Commitment("comment", 5, START, whole + dt.timedelta(days=1)),)).further != ""


def test_a_calendar_of_a_day_long_event_a_week() -> None:
    found = events(homework((POSTS, COMMENTS), "ics", name="Mara"))
    assert [(e["start"], e["end"]) for e in found] == [
        (dt.date(2026, 7, d), dt.date(2026, 7, d + 1)) for d in (1, 8, 15)
    ]
    assert [e["summary"] for e in found] == [
        "LinkedIn this week: 5 comments (Mara)", "LinkedIn this week: 5 comments, 1 post (Mara)",
        "LinkedIn this week: 5 comments, 1 post (Mara)",
    ]  # fmt: skip
    assert found[1]["description"] == (
        "5 comments, Tuesday mornings\n1 post\nWhat may get in the way of comments: travel"
    )
    assert {e["stamp"] for e in found} == {dt.datetime(2026, 7, 1, tzinfo=dt.UTC)}
    assert len({e["uid"] for e in found}) == 3


def test_the_same_is_the_same_bytes_in_whatever_order_it_comes() -> None:
    for form in ("md", "ics"):
        assert homework((POSTS, COMMENTS), form) == homework((COMMENTS, POSTS), form)
    # A later agreement for the same week takes the place of the earlier one, of the same member alone.
    more = Commitment("comment", 9, START, UNTIL)

    def names(*promised: Commitment, name: str) -> list[object]:
        return [e["uid"] for e in events(homework(promised, "ics", name=name))]

    assert names(COMMENTS, name="Mara") == names(more, name="mara")
    assert not set(names(COMMENTS, name="Mara")) & set(names(COMMENTS, name="Bob"))


def test_what_was_typed_stays_words() -> None:
    odd = Commitment("comment", 5, START, UNTIL, "![x](http://a.example/x)\r\nX-EVIL:1", "# <b>*late*</b>")
    said = markdown(odd, name="[Mara](javascript:0)", shared="# Big\n![y](http://b.example/y)\n===\n1 < 2")
    # Nothing that Markdown reads as a link, a picture, a tag or a stress is left as it was typed.
    assert re.search(r"(?<!\\)[\[\]<*]", said.replace("- [ ]", "")) is None
    assert "> \\# Big" in said
    assert "> \\===" in said
    assert "> 1 \\< 2" in said
    assert said.splitlines()[0] == "# What \\[Mara\\](javascript:0) means to do: 5 comments a week"
    data = homework((odd,), "ics")
    assert b"\nX-EVIL" not in data
    assert len(events(data)) == 3


def test_a_form_that_is_none() -> None:
    with pytest.raises(ValueError, match="no form 'html': choose md or ics"):
        homework((COMMENTS,), "html")
