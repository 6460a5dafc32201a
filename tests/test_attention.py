"""Who waits for a coach: each reason at its limit, counted by hand on 1 July 2026, and those who press most first."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ssi_core import api
from ssi_core.attention import Attention, attention
from ssi_core.store.filed import Commitment, Session
from ssi_core.store.records import Records
from tests.ingest.exports import COMMENTS, POST
from tests.store.conftest import Open, open_records, records, small, url  # noqa: F401

TODAY = dt.date(2026, 7, 1)
#: What a session holds once it was begun; nobody looks inside here.
BEGUN = {"score": {}}


def day(back: int) -> dt.date:
    """The day so many days before today."""
    return TODAY - dt.timedelta(days=back)


Keep = Callable[..., str]


@pytest.fixture
def keep(records: Records) -> Keep:  # noqa: F811
    """Keeps a member whose files end today, with sessions and commitments."""

    def one(name: str = "Mara", *content: Session | Commitment, as_of: dt.date = TODAY) -> str:
        id = records.save_member(name, replace(small(), as_of=as_of)).id
        for thing in content:
            (records.sessions if isinstance(thing, Session) else records.commitments).add(id, thing)
        return id

    return one


def only(records: Records, today: dt.date = TODAY) -> Attention:  # noqa: F811
    [found] = attention(records, today)
    return found


def test_nobody_and_nothing(records: Records, keep: Keep) -> None:  # noqa: F811
    assert attention(records, TODAY) == ()
    keep()
    found = only(records)
    assert (found.reasons, found.kinds, found.checks, found.urgent) == ((), (), (), False)
    assert found.words == "Nothing waits."


@pytest.mark.parametrize(
    ("back", "kind", "words"),
    [
        (0, ("today",), ("session due today",)),
        (-1, ("tomorrow",), ("session due tomorrow",)),
        (-2, (), ()),
        (1, ("overdue",), ("session overdue: planned for 30 June 2026, 1 day ago, and never begun",)),
        (40, ("overdue",), ("session overdue: planned for 22 May 2026, 40 days ago, and never begun",)),
    ],
)
def test_a_session_that_is_due(
    records: Records, keep: Keep, back: int, kind: tuple[str, ...], words: tuple[str, ...]  # noqa: F811
) -> None:
    keep("Mara", Session(day(back)))
    found = only(records)
    assert (found.kinds, found.reasons, found.urgent) == (kind, words, bool(kind))


def test_one_that_was_begun_is_not_due_and_one_that_it_took_the_place_of_neither(
    records: Records, keep: Keep  # noqa: F811
) -> None:
    keep("Mara", Session(day(20)), Session(day(10), snapshot=BEGUN), Session(day(0), snapshot=BEGUN))
    assert only(records).reasons == ()


def test_one_that_is_begun_today_takes_the_place_of_what_was_planned_before(
    records: Records, keep: Keep  # noqa: F811
) -> None:
    keep("Mara", Session(day(5)), Session(day(0)), Session(day(0), snapshot=BEGUN))
    assert only(records).reasons == ()


def test_several_are_told_the_nearest_first(records: Records, keep: Keep) -> None:  # noqa: F811
    keep("Mara", Session(day(3)), Session(day(-1)), Session(day(0)))
    assert only(records).kinds == ("today", "tomorrow", "overdue")


@pytest.mark.parametrize("wait", [35, 36])
def test_no_session_planned_for_more_than_35_days(records: Records, keep: Keep, wait: int) -> None:  # noqa: F811
    keep("Mara", Session(day(wait), snapshot=BEGUN))
    expected = {35: (), 36: ("no session planned; the last was on 26 May 2026, 36 days ago",)}[wait]
    found = only(records)
    assert (found.reasons, found.urgent) == (expected, False)


def test_a_session_that_is_planned_is_enough(records: Records, keep: Keep) -> None:  # noqa: F811
    keep("Mara", Session(day(90), snapshot=BEGUN), Session(day(-20)))
    assert only(records).reasons == ()


def test_a_member_who_never_had_one(records: Records, keep: Keep) -> None:  # noqa: F811
    # Kept on 1 July by the clock of the tests; 5 August is 35 days later, on which the files have grown old too.
    keep("Mara", as_of=dt.date(2026, 8, 6))
    assert only(records, dt.date(2026, 8, 5)).reasons == ()
    assert only(records, dt.date(2026, 8, 6)).reasons == ("no session planned; none held in 36 days",)


IN_A_WEEK = day(-7)


def comments(weekly: float, until: dt.date = IN_A_WEEK) -> Commitment:
    return Commitment("comment", weekly, dt.date(2026, 6, 1), until)


@pytest.fixture
def fortnight(records: Records) -> Callable[..., str]:  # noqa: F811
    """Keeps a member with a comment on each of the first seven days of June, which is all that the files speak of."""

    def one(*promised: Commitment) -> str:
        id = records.save_member("Mara", replace(small(comments=7), as_of=TODAY)).id
        for thing in promised:
            records.commitments.add(id, thing)
        return id

    return one


def test_a_commitment_that_slips(records: Records, fortnight: Callable[..., str]) -> None:  # noqa: F811
    # Seven comments in seven days that are seen: 7 a week.
    fortnight(comments(10), comments(7), comments(40), Commitment("message", 3, dt.date(2026, 6, 1), IN_A_WEEK))
    found = only(records)
    assert sorted(c.verdict for c in found.checks) == ["can't be seen", "kept", "not", "partly"]
    assert set(found.reasons) == {"comments slip: 7 of 10 a week", "comments slip: 7 of 40 a week"}
    assert found.kinds == ("slips", "slips")


@pytest.mark.parametrize(
    ("until", "reasons"),
    [
        (TODAY, ("comments fell short: 7 of 10 a week",)),
        (day(14), ("comments fell short: 7 of 10 a week",)),
        (day(15), ()),
    ],
)
def test_one_that_ended_is_looked_at_for_two_weeks(
    records: Records, fortnight: Callable[..., str], until: dt.date, reasons: tuple[str, ...]  # noqa: F811
) -> None:
    fortnight(comments(10, until))
    found = only(records)
    assert found.reasons == reasons
    assert len(found.checks) == len(reasons)


def test_one_that_begins_tomorrow_does_not_run_and_one_without_an_end_does(
    records: Records, fortnight: Callable[..., str]  # noqa: F811
) -> None:
    fortnight(Commitment("comment", 10, day(-1), day(-30)), comments(10, dt.date.max))
    assert only(records).reasons == ("comments slip: 7 of 10 a week",)


def test_one_that_begins_today_runs(records: Records, fortnight: Callable[..., str]) -> None:  # noqa: F811
    fortnight(Commitment("comment", 10, TODAY, day(-30)), Commitment("comment", 10, day(-1), day(-30)))
    assert [c.first for c in only(records).checks] == [TODAY]


def test_files_are_loaded_for_those_alone_who_promised_something(
    records: Records, keep: Keep, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    keep("Ann", comments(10, day(15)))
    asked = [keep("Mara", comments(10))]
    load, loaded = records.load, list[str]()

    def noted(id: str) -> Any:
        loaded.append(id)
        return load(id)

    monkeypatch.setattr(records, "load", noted)
    attention(records, TODAY)
    assert loaded == asked


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        (50.0, 48.0, ("the score fell by 2.0 since the import before, to 48.0",)),
        (50.0, 48.1, ()),
        (48.0, 50.0, ()),
        (None, 48.0, ()),
    ],
)
def test_a_score_that_fell(
    records: Records, keep: Keep, monkeypatch: pytest.MonkeyPatch, before: float | None, after: float,  # noqa: F811
    reasons: tuple[str, ...],
) -> None:  # fmt: skip
    keep()
    [listed] = records.members()
    monkeypatch.setattr(records, "members", lambda: (replace(listed, before=before, total=after),))
    found = only(records)
    assert (found.reasons, found.urgent) == (reasons, False)


@pytest.mark.parametrize(("age", "reasons"), [(44, ()), (45, ("no files since 17 May 2026, 45 days ago",))])
def test_files_that_grew_old(records: Records, keep: Keep, age: int, reasons: tuple[str, ...]) -> None:  # noqa: F811
    keep("Mara", as_of=day(age))
    assert only(records).reasons == reasons


def test_who_is_known_by_readings_alone_sent_no_files_that_could_grow_old(records: Records) -> None:  # noqa: F811
    shown = api.Reading(api.day_number(day(45)), total=44.0)
    records.save_member("Nova", api.read([], readings=[shown]))
    # A file that ends on the very day of a reading is a file all the same.
    comments = COMMENTS + f"{day(45)} 09:00:00,{POST}1,a\n"
    records.save_member("Mara", api.read([("Comments.csv", comments.encode())], readings=[shown], traces=True))
    assert [(a.listed.name, a.reasons) for a in attention(records, TODAY)] == [
        ("Mara", ("no files since 17 May 2026, 45 days ago",)),
        ("Nova", ("no official reading since 17 May 2026, 45 days ago",)),
    ]


def test_those_who_press_most_come_first_then_by_name(records: Records, keep: Keep) -> None:  # noqa: F811
    keep("Zoe", Session(day(0)))
    keep("ann")
    keep("Bob")
    keep("Cy", Session(day(50), snapshot=BEGUN), as_of=day(60))
    keep("Dan", Session(day(2)), as_of=day(60))
    found = attention(records, TODAY)
    assert [a.listed.name for a in found] == ["Zoe", "Dan", "Cy", "ann", "Bob"]
    assert found[1].words == (
        "session overdue: planned for 29 June 2026, 2 days ago, and never begun; no files since 2 May 2026, 60 days ago"
    )
    assert found[2].to_dict()["reasons"] == [
        {"kind": "unplanned", "words": "no session planned; the last was on 12 May 2026, 50 days ago"},
        {"kind": "old", "words": "no files since 2 May 2026, 60 days ago"},
    ]


def test_another_owners_members_wait_for_nobody_here(open_records: Open) -> None:  # noqa: F811
    mine, theirs = open_records("me"), open_records("them")
    id = theirs.save_member("Mara", small()).id
    theirs.sessions.add(id, Session(TODAY))
    assert attention(mine, TODAY) == ()
    assert attention(theirs, TODAY)[0].urgent
