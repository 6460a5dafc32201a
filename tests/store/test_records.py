"""What is kept comes back, for its owner alone, and goes when it is to be forgotten. On SQLite and on PostgreSQL."""

import datetime as dt
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from ssi_core import api
from ssi_core.member import Activity, Reading, Target, day_number
from ssi_core.store import carrying, schema
from ssi_core.store.codec import packed, unpacked
from ssi_core.store.errors import (
    BrokenFileError,
    FrozenError,
    InvalidError,
    NotFoundError,
    RecordsError,
    StaleError,
    TakenError,
)
from ssi_core.store.filed import CheckIn, Commitment, PlanRequest, Scenario, Session, Ticked
from ssi_core.store.records import Records
from ssi_core.store.snapshots import snapshot
from tests.store.conftest import Open, small

JUNE = dt.date(2026, 6, 1)
WEEKS = {"start": JUNE, "until": dt.date(2026, 6, 28)}
SAID = CheckIn(dt.date(2026, 6, 15), (Ticked("comment", JUNE, True), Ticked("post", JUNE, False)), "a word of theirs")


PILLARS = {"brand": 12.25, "find": 12.0, "engage": 12.0, "relationships": 12.0}
FROZEN = {
    "score": {
        "total": 48.25, "interval": [43.0, 54.0], "pillars": [{"key": k, "points": p} for k, p in PILLARS.items()],
        "signals": [{"key": "shares", "pillar": "engage", "points": 1.5}],
    },
    "model": {"version": "1", "edits": []},
}  # fmt: skip


def everything(records: Records, member: str) -> None:
    """Fill every table."""
    first = records.sessions.add(member, Session(JUNE, "a private word", "a shared word", FROZEN))
    records.sessions.add(member, Session(dt.date(2026, 7, 8)))
    records.commitments.add(member, Commitment("comment", 3.5, **WEEKS, when="Mondays", session=first.id))
    records.commitments.add(member, Commitment("post", 1, **WEEKS, obstacle="holidays"))
    records.scenarios.add(member, Scenario("more posts", {"weekly": {"post": 2}, "off": ["2026-08-03"]}))
    records.plans.add(member, PlanRequest("by Christmas", {"target": 70, "by": dt.date(2026, 12, 24)}))
    records.readings.add(member, Reading(day_number(JUNE), 48.0, {"brand": 12.5}))
    records.check_ins.add(member, SAID)


# ------------------------------------------------------------------------------------------------ keep and load


def test_nothing_is_made_before_the_first_save(records: Records, url: str, tmp_path: Path) -> None:
    assert records.members() == ()
    assert records.sessions.every() == ()
    assert json.loads(records.export())["members"] == []
    with pytest.raises(NotFoundError):
        records.load("0" * 32)
    assert not list(tmp_path.iterdir())
    if url.startswith("postgresql"):
        with records.database.reading() as connection:
            assert connection.dialect.name == "sqlite"  # in memory, for want of anything
        engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        assert sa.inspect(engine).get_table_names() == []
        engine.dispose()


def test_the_sample_comes_back_to_the_last_digit(records: Records, sample: api.Imported) -> None:
    kept = records.save_member("Mara", sample)
    found = records.load(kept.id).found
    assert api.score(found).to_dict() == api.score(sample).to_dict()
    assert api.history(found, every=400).to_dict() == api.history(sample, every=400).to_dict()
    assert api.project(found, {}, 8).to_dict() == api.project(sample, {}, 8).to_dict()
    assert (found.counts, found.stocks, found.missing) == (sample.counts, sample.stocks, sample.missing)
    assert found.as_of == sample.as_of
    assert len(sample.member.network) == 1900
    assert len(found.member.network) == 0


def test_the_roster_tells_when_and_how_much_without_scoring_again(records: Records, sample: api.Imported) -> None:
    kept = records.save_member("  Mara   L ", sample)
    records.save_member("Ada", small())
    ada, mara = records.members()
    result = api.score(sample)
    assert (ada.name, mara.name, mara.id) == ("Ada", "Mara L", kept.id)
    assert (mara.as_of, mara.total, mara.interval) == (result.as_of, result.total, result.interval)
    assert (mara.imports, mara.before, mara.last_session, mara.next_session) == (1, None, None, None)
    records.sessions.add(kept.id, Session(dt.date(2026, 6, 1), snapshot={"score": {}}))
    records.sessions.add(kept.id, Session(dt.date(2026, 6, 20)))  # never held
    for day in (20, 9):
        records.sessions.add(kept.id, Session(dt.date(2026, 7, day)))
    mara = records.members()[1]
    assert (mara.last_session, mara.next_session) == (dt.date(2026, 6, 1), dt.date(2026, 7, 9))
    assert mara.words == (
        "SSI 61, probably 60\u201362, on 30 June 2026; last session 1 June 2026; next session 9 July 2026"
    )
    assert mara.change is None
    later = replace(mara, before=mara.total - 1.24, last_session=None, next_session=None)
    assert later.words.endswith("; +1.2 since the import before; no session planned")


def test_the_roster_takes_todays_session_for_what_it_is(records: Records) -> None:
    today, later = dt.date(2026, 7, 1), dt.date(2026, 7, 5)
    held, due, _ = (records.save_member(name, small()).id for name in ("Mara", "bob", "Ada"))
    for day in (today, JUNE, later):  # one of a day to come was begun where a clock was wrong
        records.sessions.add(held, Session(day, snapshot=FROZEN))
    for day in (later, today, JUNE):
        records.sessions.add(due, Session(day))
    told = {m.name: (m.last_session, m.next_session) for m in records.members()}
    assert told == {"Ada": (None, None), "bob": (None, today), "Mara": (today, None)}
    assert list(told) == ["Ada", "bob", "Mara"], "by name, whatever its case"


def test_the_roster_tells_the_change_since_the_very_import_before(records: Records) -> None:
    member = records.save_member("Mara", small(1, 0)).id
    totals = [records.members()[0].total]
    for version, comments in enumerate((5, 9), 1):
        records.add_import(member, small(comments, comments), version=version)
        totals.append(records.members()[0].total)
    [mara] = records.members()
    assert len(set(totals)) == 3
    assert (mara.imports, mara.before, mara.total) == (3, totals[1], totals[2])


def test_a_member_is_found_by_name_whatever_its_case(records: Records) -> None:
    kept = records.save_member("Mara", small())
    assert records.find(" mara ").id == kept.id
    two = records.save_member("Mara  Lee", small())
    assert records.find("MARA\tlee ").id == two.id
    with pytest.raises(NotFoundError, match=r"'Bob'.*Mara"):
        records.find("Bob")


def test_a_name_is_taken_once_an_owner(open_records: Open) -> None:
    one, other = open_records("one"), open_records("other")
    one.save_member("Mara", small())
    with pytest.raises(TakenError, match="'MARA' is there already"):
        one.save_member("MARA", small())
    second = other.save_member("Mara", small())
    assert other.rename(second.id, "mara", version=1).version == 2
    third = other.save_member("Bob", small())
    with pytest.raises(TakenError):
        other.rename(third.id, "Mara", version=1)


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "x" * 201])
def test_a_name_must_be_one(records: Records, name: str) -> None:
    with pytest.raises(InvalidError, match="1 to 200 characters"):
        records.save_member(name, small())


def test_other_answers_and_readings_take_the_place_of_the_old(records: Records) -> None:
    kept = records.save_member("Mara", small())
    found = records.load(kept.id).found
    edited = api.with_stated(found, api.Stated(seat=True, signals={"active_groups": 3.0}))
    edited = api.with_readings(edited, [Reading(day_number(JUNE), 40.0)])
    edited = replace(edited, ledger=replace(found.ledger, entries=()))  # of what was read the import alone tells
    assert records.save(kept.id, edited, version=kept.version).version == 2
    again = records.load(kept.id)
    assert again.found.member.stated == edited.member.stated
    assert again.found.member.readings == edited.member.readings
    assert again.found.ledger == found.ledger
    assert [e.kind for e in found.ledger.entries] == ["comments", "reactions"]
    assert api.score(again.found).total == api.score(edited).total
    # The digests stand: the same files again are nothing new.
    assert records.add_import(kept.id, small(), version=2).combined.nothing_new


def test_files_that_were_read_anew_bring_the_digests_of_their_own_rows(records: Records) -> None:
    kept = records.save_member("Mara", small(3))
    records.save(kept.id, small(5), version=1)
    [read] = records.members()
    assert read.imported == read.saved > read.created
    again = records.add_import(kept.id, small(5), version=2).combined
    assert again.nothing_new
    assert again.found.counts["comments_given"] == 5


def test_only_the_newest_import_of_that_member_holds_digests(records: Records) -> None:
    mara, bob = (records.save_member(name, small(3)).id for name in ("Mara", "Bob"))
    records.add_import(mara, small(5), version=1)
    t = schema.imports
    with records.database.reading() as connection:
        query = sa.select(t.c.member, t.c.number, t.c.digests.is_not(None)).where(t.c.owner == "local")
        held = {(member, number): there for member, number, there in connection.execute(query)}
    assert held == {(mara, 1): False, (mara, 2): True, (bob, 1): True}
    assert records.add_import(bob, small(3), version=1).combined.nothing_new


def test_of_several_all_are_kept_or_none(records: Records) -> None:
    held = records.load(records.save_member("Mara", small()).id)
    edited = api.with_stated(held.found, api.Stated(seat=True))
    before = records.export()
    for new, changed in (
        ([("Ada", small()), ("mara", small())], []),
        ([("Ada", small()), ("mara", small())], [(held, edited)]),
        ([("Ada", small())], [(replace(held, version=7), edited)]),
    ):
        with pytest.raises((TakenError, StaleError)):
            records.save_all(new, changed)
        assert records.export() == before
    saved = records.save_all([("Zoe", small()), ("Ada", small())], [(held, edited)])
    assert [records.load(one.id).name for one in saved] == ["Zoe", "Ada", "Mara"], "as they were given"
    assert [one.version for one in saved] == [records.load(one.id).version for one in saved] == [1, 1, 2]


# --------------------------------------------------------------------------------------- what is filed under them


def test_what_is_filed_comes_back_changes_and_goes(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    everything(records, member)
    first, second = records.sessions.of(member)
    assert (first.content.private, first.content.snapshot) == ("a private word", FROZEN)
    assert second.content == Session(dt.date(2026, 7, 8))
    [comment] = [c for c in records.commitments.every() if c.content.habit == "comment"]
    assert comment.content == Commitment("comment", 3.5, **WEEKS, when="Mondays", session=first.id)
    assert records.plans.of(member)[0].content.request == {"target": 70, "by": "2026-12-24"}
    assert [c.content for c in records.check_ins.of(member)] == [SAID]
    changed = records.commitments.change(comment.id, Commitment("comment", 5, **WEEKS), version=comment.version)
    assert changed == records.commitments.get(comment.id)
    assert (changed.version, changed.content.weekly, changed.content.session) == (2, 5.0, None)
    assert changed.saved > max(c.saved for c in records.check_ins.of(member))  # the last that was filed before
    records.commitments.remove(comment.id)
    with pytest.raises(NotFoundError, match="no such commitment"):
        records.commitments.get(comment.id)


def test_what_is_filed_stands_by_day_and_then_as_it_was_saved(records: Records) -> None:
    one, other = (records.save_member(name, small()).id for name in ("Mara", "Bob"))
    july = dt.date(2026, 7, 1)
    for member, day, note in ((one, july, "a"), (other, JUNE, "b"), (one, july, "c"), (one, JUNE, "d")):
        records.sessions.add(member, Session(day, note))
    assert [s.content.private for s in records.sessions.of(one)] == ["d", "a", "c"]
    assert [s.content.private for s in records.sessions.every()] == ["b", "d", "a", "c"]
    for day in (july, JUNE):
        records.readings.add(one, Reading(day_number(day), 40.0))
    assert [r.day for r in records.load(one).found.member.readings] == [day_number(JUNE), day_number(july)]


def test_a_clock_that_was_put_back_brings_no_earlier_import_back(url: str) -> None:
    noon = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
    times = iter([noon, noon - dt.timedelta(hours=1)])
    records = Records(url, now=lambda: next(times))
    member = records.save_member("Mara", small(3)).id
    records.add_import(member, small(5), version=1)
    assert records.load(member).found.counts["comments_given"] == 5
    assert records.members()[0].imports == 2
    records.close()


def test_one_reading_a_day_the_last_said(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    records.readings.add(member, Reading(day_number(JUNE), 40.0))
    records.readings.add(member, Reading(day_number(JUNE), 41.0))
    assert [r.total for r in records.load(member).found.member.readings] == [41.0]


def test_a_check_in_is_filed_with_its_reading_and_never_moves_the_score(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    before = api.score(records.load(member).found).to_dict()
    records.check_in(member, SAID)
    assert api.score(records.load(member).found).to_dict() == before
    kept = records.check_in(member, CheckIn(JUNE), Reading(day_number(JUNE), 41.0))
    assert kept == records.check_ins.get(kept.id)
    assert [c.content.day for c in records.check_ins.of(member)] == [JUNE, SAID.day]
    assert [r.total for r in records.load(member).found.member.readings] == [41.0]


def test_a_reading_filed_in_another_tab_is_not_written_over(open_records: Open) -> None:
    one, other = open_records(), open_records()
    kept = one.save_member("Mara", small())
    held = one.load(kept.id)
    edited = api.with_stated(held.found, api.Stated(seat=True))

    def told(version: int, *totals: float) -> None:
        # Whoever holds the version before can't write, and what the other filed stays.
        for late in (
            lambda: one.save(kept.id, edited, version=version - 1),
            lambda: one.add_import(kept.id, small(4), version=version - 1),
            lambda: one.save_all([], [(replace(held, version=version - 1), edited)]),
        ):
            with pytest.raises(StaleError, match="someone else saved Mara"):
                late()
        now = one.load(kept.id)
        assert (now.version, [r.total for r in now.found.member.readings]) == (version, list(totals))

    filed = other.readings.add(kept.id, Reading(day_number(dt.date(2026, 7, 1)), 61.0))
    told(2, 61.0)
    changed = other.readings.change(filed.id, Reading(day_number(JUNE), 60.0), version=filed.version)
    told(3, 60.0)
    other.check_in(kept.id, SAID, Reading(day_number(SAID.day), 62.0))
    told(4, 60.0, 62.0)
    other.readings.remove(changed.id)
    told(5, 62.0)
    other.check_in(kept.id, CheckIn(JUNE))  # without a reading nothing of the member changes
    told(5, 62.0)


def test_of_two_readings_one_may_move_to_the_day_of_the_other(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    first = records.readings.add(member, Reading(day_number(JUNE), 40.0))
    records.readings.add(member, Reading(day_number(SAID.day), 41.0))
    records.readings.change(first.id, Reading(day_number(SAID.day), 42.0), version=1)
    assert [r.total for r in records.load(member).found.member.readings] == [42.0]


def test_readings_alone_move_their_members_score_and_the_roster_says_so(records: Records) -> None:
    may, june = dt.date(2026, 5, 1), dt.date(2026, 6, 30)
    ada = records.save_member("Ada", api.read([], readings=[Reading(day_number(may), 42.0)])).id

    def stands() -> list[tuple[dt.date, int]]:
        # By the roster, and by her own page; in whole points, as LinkedIn shows a total.
        [listed], found = records.members(), records.load(ada).found
        return [(listed.as_of, round(listed.total)), (found.as_of, round(api.score(found).total))]

    assert stands() == [(may, 42)] * 2
    records.check_in(ada, SAID, Reading(day_number(june), 60.0))
    assert stands() == [(june, 60)] * 2  # a reading of the very day is the score
    [_, late] = records.readings.of(ada)
    records.readings.change(late.id, Reading(day_number(june), 61.0), version=1)
    assert stands() == [(june, 61)] * 2
    held = records.load(ada)
    more = [*held.found.member.readings, Reading(day_number(june) + 1, 62.0)]
    typed = replace(held.found, member=replace(held.found.member, readings=tuple(more)))
    records.save(ada, typed, version=held.version)
    assert stands() == [(dt.date(2026, 7, 1), 62)] * 2
    assert api.with_readings(held.found, more).as_of == dt.date(2026, 7, 1)


def stands(records: Records, member: str) -> set[dt.date]:
    """The days on which a member stands by the roster and by their own page: one, if all is well."""
    return {next(m.as_of for m in records.members() if m.id == member), records.load(member).found.as_of}


def test_a_mistaken_late_reading_that_goes_takes_its_day_along(records: Records) -> None:
    may, early, late = dt.date(2026, 5, 1), dt.date(2026, 5, 20), dt.date(2026, 6, 30)
    ada = records.save_member("Ada", api.read([], readings=[Reading(day_number(may), 42.0)])).id
    wrong = records.readings.add(ada, Reading(day_number(late), 60.0))
    assert stands(records, ada) == {late}
    records.readings.remove(wrong.id)
    assert stands(records, ada) == {may}
    assert round(records.members()[0].total) == 42
    # Meant for 20 May: put right, it stands there; put before the first one, the first one is the last.
    wrong = records.readings.add(ada, Reading(day_number(late), 60.0))
    moved = records.readings.change(wrong.id, Reading(day_number(early), 60.0), version=wrong.version)
    assert stands(records, ada) == {early}
    assert records.members()[0].total == api.score(records.load(ada).found).total
    records.readings.change(moved.id, Reading(day_number(may) - 7, 60.0), version=moved.version)
    assert stands(records, ada) == {may}


def test_the_only_reading_may_have_been_the_mistaken_one(records: Records) -> None:
    ada = records.save_member("Ada", api.read([], readings=[Reading(day_number(dt.date(2026, 6, 30)), 60.0)])).id
    [wrong] = records.readings.of(ada)
    records.readings.remove(wrong.id)
    assert stands(records, ada) == {dt.date(2026, 7, 1)}, "nothing is known of them: today, as in a first reading"
    records.readings.add(ada, Reading(day_number(JUNE), 42.0))
    assert stands(records, ada) == {JUNE}


def test_a_later_day_that_was_asked_for_stays(records: Records) -> None:
    asked = dt.date(2026, 7, 1)
    readings = [Reading(day_number(day), 42.0) for day in (JUNE, SAID.day)]
    ada = records.save_member("Ada", api.read([], readings=readings, as_of=asked)).id
    first, last = records.readings.of(ada)
    records.readings.change(first.id, Reading(day_number(JUNE) + 1, 42.0), version=first.version)
    records.readings.remove(last.id)
    assert stands(records, ada) == {asked}


def test_readings_taken_away_among_other_changes_take_their_day_along(records: Records) -> None:
    may, late = (Reading(day_number(day), 42.0) for day in (dt.date(2026, 5, 1), dt.date(2026, 6, 30)))
    ada, bo = (records.save_member(name, api.read([], readings=[may, late])).id for name in ("Ada", "Bo"))
    held = records.load(ada)
    fewer = api.with_readings(held.found, [may], instead=True)
    assert fewer.as_of == dt.date(2026, 5, 1)
    # The pages give the day that they opened, so that one that was merely looked at is not kept.
    as_opened = api.standing_on(fewer, held.found.as_of)
    records.save(ada, as_opened, version=held.version)
    records.save_all([], [(records.load(bo), as_opened)])
    assert stands(records, ada) == stands(records, bo) == {dt.date(2026, 5, 1)}


def test_without_readings_files_that_count_nothing_give_their_own_day(records: Records) -> None:
    found = api.read([("Comments.csv", b"Date,Link,Message\n")])
    exported = replace(found, as_of=JUNE, ledger=replace(found.ledger, known_until=day_number(JUNE)))
    ada = records.save_member("Ada", replace(exported, member=replace(found.member, activity=Activity(0, {}, {})))).id
    late = records.readings.add(ada, Reading(day_number(dt.date(2026, 6, 30)), 60.0))
    assert stands(records, ada) == {dt.date(2026, 6, 30)}
    records.readings.change(late.id, Reading(day_number(dt.date(2026, 5, 1)), 60.0), version=late.version)
    assert stands(records, ada) == {JUNE}
    records.readings.remove(late.id)
    assert stands(records, ada) == {JUNE}


def test_the_roster_says_what_a_reading_made_of_a_score_by_files(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    [before] = records.members()
    filed = records.readings.add(member, Reading(day_number(before.as_of), 61.0))
    [after] = records.members()
    result = api.score(records.load(member).found)
    assert (after.total, after.interval) == (result.total, result.interval)
    assert after.total > before.total + 1  # drawn from under 50 towards the 61 of that day
    assert (after.as_of, after.imports, after.imported) == (before.as_of, 1, before.imported)
    records.readings.remove(filed.id)
    assert records.members()[0].total == before.total


def test_answers_and_readings_are_no_files_that_were_read(records: Records) -> None:
    def second(number: int) -> dt.datetime:
        return dt.datetime(2026, 7, 1, 9, 0, number, tzinfo=dt.UTC)  # each save asks the clock once

    member = records.save_member("Mara", small()).id
    seat = api.with_stated(records.load(member).found, api.Stated(seat=True))
    records.save(member, seat, version=1)
    held = records.load(member)
    log = [Reading(day_number(JUNE), 40.0)]
    records.save_all([], [(held, api.with_readings(held.found, log))])
    [said] = records.members()
    assert (said.imported, said.saved) == (second(1), second(3))
    records.add_import(member, small(4), version=3)
    [read] = records.members()
    assert (read.created, read.imported, read.saved) == (second(1), second(4), second(4))


def test_readings_filed_at_the_same_moment_are_all_kept(open_records: Open) -> None:
    many = [open_records() for _ in range(4)]
    member = many[0].save_member("Mara", small()).id

    def file(i: int) -> None:
        for day in range(3):
            many[i].readings.add(member, Reading(day_number(JUNE) + 3 * i + day, 40.0 + i))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(file, range(4)))
    now = many[0].load(member)
    assert (now.version, len(now.found.member.readings)) == (13, 12)
    assert many[0].members()[0].total == api.score(now.found).total


def test_of_a_check_in_and_its_reading_both_are_filed_or_neither(records: Records) -> None:
    member = records.save_member("Mara", small()).id

    @event.listens_for(records.database._engine, "before_cursor_execute")
    def fail(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO check_ins"):
            raise OSError("the disk is full")

    with pytest.raises(RecordsError, match="nothing was written"):
        records.check_in(member, SAID, Reading(day_number(JUNE), 41.0))
    assert records.readings.of(member) == records.check_ins.of(member) == ()


def test_a_commitment_outlives_its_session(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    session, other = (records.sessions.add(member, Session(JUNE)) for _ in range(2))
    kept, others = (
        records.commitments.add(member, Commitment(habit, 1, **WEEKS, session=agreed.id))
        for habit, agreed in (("post", session), ("comment", other))
    )
    records.sessions.remove(session.id)
    assert records.commitments.get(kept.id).content.session is None
    assert records.commitments.get(others.id) == others, "agreed in another session"


def test_a_session_of_another_member_can_not_be_named(records: Records) -> None:
    one, other = (records.save_member(name, small()).id for name in ("Mara", "Bob"))
    session = records.sessions.add(one, Session(JUNE))
    with pytest.raises(NotFoundError, match="no such session of this member"):
        records.commitments.add(other, Commitment("post", 1, **WEEKS, session=session.id))
    kept = records.commitments.add(other, Commitment("post", 1, **WEEKS))
    with pytest.raises(NotFoundError, match="no such session of this member"):
        records.commitments.change(kept.id, Commitment("post", 1, **WEEKS, session=session.id), version=1)
    assert records.commitments.get(kept.id) == kept


def test_a_snapshot_stays_as_it_was(records: Records, sample: api.Imported) -> None:
    member = records.save_member("Mara", sample).id
    planned = records.sessions.add(member, Session(JUNE))
    begun = records.sessions.change(planned.id, Session(JUNE, snapshot=snapshot(sample)), version=1)
    held = begun.content.snapshot
    assert held is not None
    assert held["score"] == json.loads(json.dumps(api.score(sample).to_dict()))
    assert held["model"]["version"] == held["score"]["model_version"]
    assert held["inputs"]["counts"] == sample.counts
    for other in (None, {"score": {"total": 99.0}}):
        with pytest.raises(FrozenError, match="keeps the score that it began with"):
            records.sessions.change(planned.id, Session(JUNE, snapshot=other), version=2)
    later = records.sessions.change(planned.id, Session(JUNE, "more", "words", held), version=2)
    assert later.content.snapshot == held


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Commitment("juggle", 1, **WEEKS), "no habit 'juggle'"),
        (lambda: Commitment("post", 0, **WEEKS), "more than 0"),
        (lambda: Commitment("post", float("nan"), **WEEKS), "more than 0"),
        (lambda: Commitment("post", 1, JUNE, dt.date(2026, 5, 1)), "ends before it starts"),
        (lambda: Session(JUNE, "x" * 100_001), "100,000 can be kept"),
        (lambda: Session(JUNE, shared="a\0b"), "zero byte"),
        (lambda: Session(JUNE, "a\ud800b"), r"private notes hold half a character, '\\ud800'"),
        (lambda: Scenario(" "), "1 to 200 characters"),
        (lambda: Ticked("juggle", JUNE, True), "no habit 'juggle'"),
        (lambda: CheckIn(JUNE, (Ticked("post", JUNE, True), Ticked("post", JUNE, False))), "told twice of post"),
        (lambda: CheckIn(JUNE, (), "x" * 100_001), "their words: 100,001 characters, 100,000 can be kept"),
        (lambda: CheckIn(JUNE, (), "a\0b"), "zero byte"),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words(make: object, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        make()  # type: ignore[operator]


def test_a_scenario_that_is_no_json_is_refused(records: Records) -> None:
    member = records.save_member("Mara", small()).id
    for bad in ({"weekly": {"post": float("nan")}}, {"weekly": object()}, {"\ud800": 1}, {"weekly": "\ud800"}):
        with pytest.raises(InvalidError, match="can't be kept"):
            records.scenarios.add(member, Scenario("x", bad))


# ------------------------------------------------------------------------------------------------------- owners


def test_another_owners_id_gives_nothing(open_records: Open) -> None:
    one, other = open_records("one"), open_records("other")
    member = one.save_member("Mara", small()).id
    everything(one, member)
    assert other.members() == ()
    assert json.loads(other.export())["members"] == []
    attempts = [
        lambda: other.load(member),
        lambda: other.save(member, small(), version=1),
        lambda: other.add_import(member, small(), version=1),
        lambda: other.rename(member, "mine", version=1),
        lambda: other.forget(member),
        lambda: other.export(member),
        lambda: other.check_in(member, SAID, Reading(day_number(JUNE), 1.0)),
    ]
    for shelf, content in (
        ("sessions", Session(JUNE)),
        ("commitments", Commitment("post", 1, **WEEKS)),
        ("scenarios", Scenario("x")),
        ("plans", PlanRequest("x")),
        ("readings", Reading(day_number(JUNE), 1.0)),
        ("check_ins", SAID),
    ):
        theirs, mine = getattr(other, shelf), getattr(one, shelf)
        assert (theirs.of(member), theirs.every()) == ((), ())
        id = mine.of(member)[0].id
        attempts += [
            lambda s=theirs, i=id: s.get(i),
            lambda s=theirs, i=id: s.remove(i),
            lambda s=theirs, i=id, c=content: s.change(i, c, version=1),
            lambda s=theirs, c=content: s.add(member, c),
        ]
    before = one.export()
    for attempt in attempts:
        with pytest.raises(NotFoundError):
            attempt()
    assert one.export() == before


def test_who_signs_in_nowhere_finds_what_they_kept(url: str) -> None:
    for owner in ((), ("local",)):  # what is written in every file there is: another name would hide all of it
        records = Records(url, *owner)
        if not owner:
            records.save_member("Mara", small())
        assert [m.name for m in records.members()] == ["Mara"]
        records.close()


def test_an_owner_is_somebody_and_fits_its_column(url: str) -> None:
    longest = Records(url, "o" * 255)
    longest.save_member("Mara", small())
    assert [m.name for m in longest.members()] == ["Mara"]
    longest.close()
    for none in ("", " ", "o" * 256):
        with pytest.raises(RecordsError, match="an owner has 1 to 255 characters"):
            Records(url, none)


def test_every_query_carries_the_owner(records: Records, sample: api.Imported) -> None:
    said: list[str] = []
    records.save_member("First", small())  # the schema is there from here on

    @event.listens_for(records.database._engine, "before_cursor_execute")
    def listen(connection: object, cursor: object, statement: str, *_: object) -> None:
        said.append(" ".join(statement.split()))

    kept = records.save_member("Mara", small())
    everything(records, kept.id)
    records.members()
    records.load(kept.id)
    records.save(kept.id, records.load(kept.id).found, version=2)
    records.add_import(kept.id, small(4), version=3)
    records.rename(kept.id, "Maria", version=4)
    session = records.sessions.of(kept.id)[0]
    records.sessions.change(session.id, session.content, version=1)
    records.sessions.remove(session.id)
    text = records.export()
    records.forget(kept.id)
    records.forget(records.find("First").id)
    records.take_in(text)
    tables = "|".join(schema.metadata.tables)
    asked = [s for s in said if re.search(rf"\b({tables})\b", s) and not s.startswith(("PRAGMA", "BEGIN"))]
    assert len(asked) > 50
    for statement in asked:
        if statement.startswith("INSERT"):
            assert re.match(r"INSERT INTO \w+ \([^)]*\bowner\b", statement), statement
        else:
            assert re.search(r" WHERE .*\bowner = ", statement), statement


# ------------------------------------------------------------------------------------------------------- locking


def test_the_second_of_two_writers_is_told_and_nothing_is_written_over(open_records: Open) -> None:
    one, other = open_records(), open_records()
    kept = one.save_member("Mara", small())
    mine, theirs = one.load(kept.id), other.load(kept.id)
    first = api.with_stated(mine.found, api.Stated(signals={"active_groups": 1.0}))
    second = api.with_stated(theirs.found, api.Stated(signals={"active_groups": 5.0}))
    one.save(kept.id, first, version=mine.version)
    words = r"someone else saved Mara on 2026-07-01 at 09:00:0\d UTC.*nothing was written over.*your work is kept"
    for late in (
        lambda: other.save(kept.id, second, version=theirs.version),
        lambda: other.add_import(kept.id, small(5), version=theirs.version),
        lambda: other.rename(kept.id, "Maria", version=theirs.version),
    ):
        with pytest.raises(StaleError, match=words):
            late()
    assert second.member.stated.signals == {"active_groups": 5.0}  # what the caller holds is untouched
    held = other.load(kept.id)
    assert held.found.member.stated.signals == {"active_groups": 1.0}
    other.save(kept.id, second, version=held.version)
    assert one.load(kept.id).found.member.stated.signals == {"active_groups": 5.0}


def test_the_second_writer_of_notes_is_told_too(open_records: Open) -> None:
    one, other = open_records(), open_records()
    member = one.save_member("Mara", small()).id
    session = one.sessions.add(member, Session(JUNE, "first"))
    one.sessions.change(session.id, Session(JUNE, "one's"), version=1)
    with pytest.raises(StaleError, match="someone else saved this session"):
        other.sessions.change(session.id, Session(JUNE, "other's"), version=1)
    assert other.sessions.get(session.id).content.private == "one's"


def test_what_another_tab_changed_is_not_taken_away(open_records: Open) -> None:
    one, other = open_records(), open_records()
    member = one.save_member("Mara", small()).id
    planned = one.sessions.add(member, Session(JUNE))
    agreed = one.commitments.add(member, Commitment("post", 1, **WEEKS, session=planned.id))
    begun = other.sessions.change(planned.id, Session(JUNE, "what she said", snapshot=FROZEN), version=planned.version)
    with pytest.raises(StaleError, match=r"someone else saved this session on 2026-07-01 at 09:00:0\d UTC"):
        one.sessions.remove(planned.id, version=planned.version)
    assert one.sessions.get(planned.id) == begun
    assert one.commitments.get(agreed.id).content.session == planned.id, "nothing of it was done"
    one.sessions.remove(planned.id, version=begun.version)
    assert one.sessions.of(member) == ()
    with pytest.raises(NotFoundError, match="no such session"):
        other.sessions.remove(planned.id, version=begun.version)


def test_of_a_change_and_a_removal_at_the_same_moment_one_is_told(open_records: Open) -> None:
    one, other = open_records(), open_records()
    member = one.save_member("Mara", small()).id
    for _ in range(8):
        planned = one.sessions.add(member, Session(JUNE))
        with ThreadPoolExecutor(2) as pool:
            begun = pool.submit(one.sessions.change, planned.id, Session(JUNE, snapshot=FROZEN), version=1)
            gone = pool.submit(other.sessions.remove, planned.id, version=1)
            refused = [type(done.exception()) for done in (begun, gone)]
        # Begun first: the removal is told. Removed first: there is nothing to begin any more.
        assert refused in ([type(None), StaleError], [NotFoundError, type(None)])
        assert [s.id for s in one.sessions.of(member)] == ([planned.id] if refused[1] is StaleError else [])
        for left in one.sessions.of(member):
            one.sessions.remove(left.id)


# ------------------------------------------------------------------------------------------------------- forget


def test_to_forget_deletes_every_row_and_says_so(records: Records) -> None:
    other = records.save_member("Bob", small()).id
    everything(records, other)
    kept = records.save_member("Mara", small())
    everything(records, kept.id)
    records.add_import(kept.id, small(4), version=2)
    gone = records.forget(kept.id)
    assert gone.rows == {
        "members": 1, "imports": 2, "readings": 1, "scenarios": 1, "plans": 1, "sessions": 2, "commitments": 2,
        "check_ins": 1,
    }  # fmt: skip
    assert gone.sentence.startswith("Mara is forgotten: 11 rows deleted (1 of members, 2 of imports,")
    assert "1 of check-ins)" in gone.sentence
    with records.database.reading() as connection:
        for table in schema.metadata.tables.values():
            column = table.c.id if table is schema.members else table.c.member
            assert connection.execute(sa.select(column).where(column == kept.id)).all() == []
    assert [m.name for m in records.members()] == ["Bob"]
    with pytest.raises(NotFoundError):
        records.forget(kept.id)


def test_what_is_forgotten_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    records = Records(f"sqlite:///{file}")
    member = records.save_member("Mara", small()).id
    records.sessions.add(member, Session(JUNE, "a most private word"))
    assert b"a most private word" in file.read_bytes()
    records.forget(member)
    assert b"a most private word" not in file.read_bytes()
    assert b"Mara" not in file.read_bytes()


def test_no_name_title_company_or_text_of_others_is_kept(
    records: Records, sample: api.Imported, sample_dir: Path
) -> None:
    member = records.save_member("M", sample).id
    text = records.export(member)
    [archive] = sample_dir.glob("*.zip")
    lines: set[str] = set()
    with zipfile.ZipFile(archive) as files:
        for name in files.namelist():
            if name.endswith(("Connections.csv", "messages.csv", "Invitations.csv")):
                lines.update(files.read(name).decode().splitlines())
    cells = {c.strip('" ') for line in lines for c in line.split(",")}
    telling = {c for c in cells if len(c) > 7 and re.search(r"[A-Za-z]{3}.* ", c)}
    assert len(telling) > 1000
    stems = {k.kind for k in sample.ledger.entries}
    assert [c for c in telling if c in text and c not in stems] == []
    assert "://" not in text


# --------------------------------------------------------------------------------------------- export and import


def test_export_and_import_are_each_others_inverse(open_records: Open, sample: api.Imported) -> None:
    one, other = open_records("one"), open_records("other")
    for name, found in (("Mara", sample), ("Bob", small())):
        member = one.save_member(name, found)
        everything(one, member.id)
    one.add_import(one.find("Bob").id, small(4), version=2)
    text = one.export()
    kept = other.take_in(text)
    assert [m.name for m in other.members()] == ["Bob", "Mara"]
    assert other.export() == text
    loaded = other.load(other.find("Mara").id)
    assert api.score(loaded.found).to_dict() == api.score(one.load(one.find("Mara").id).found).to_dict()
    assert {k.id for k in kept}.isdisjoint({m.id for m in one.members()})
    # Digests came along: the same files again are nothing new.
    bob = other.find("Bob")
    assert other.add_import(bob.id, small(4), version=bob.version).combined.nothing_new
    alone = json.loads(one.export(one.find("Bob").id))["members"]
    assert [m["name"] for m in alone] == ["Bob"]


def test_no_column_of_any_table_is_lost_on_the_way(open_records: Open) -> None:
    one, other = open_records("one"), open_records("other")
    member = one.save_member("Mara", small()).id
    everything(one, member)
    planned = one.sessions.of(member)[1]
    one.sessions.change(planned.id, Session(dt.date(2026, 7, 9), "moved"), version=planned.version)
    one.commitments.add(member, Commitment("react", 4, **WEEKS, session=planned.id))
    one.add_import(member, small(4), version=2)
    [kept] = other.take_in(one.export())

    def rows(records: Records, table: sa.Table) -> list[str]:
        apart = ("id", "owner", "member", "session")  # numbers of rows are given anew
        with records.database.reading() as connection:
            found = connection.execute(sa.select(table).where(table.c.owner == records.owner)).mappings().all()
        return sorted(repr([(k, v) for k, v in row.items() if k not in apart]) for row in found)

    assert set(schema.metadata.tables.values()) == {schema.members, *schema.OF_A_MEMBER}
    for table in schema.metadata.tables.values():
        assert rows(other, table), table.name
        assert rows(other, table) == rows(one, table)
    days = {s.id: s.content.day for s in other.sessions.of(kept.id)}
    agreed = {c.content.habit: c.content.session and days[c.content.session] for c in other.commitments.of(kept.id)}
    assert agreed == {"comment": JUNE, "post": None, "react": dt.date(2026, 7, 9)}


def test_an_export_from_before_check_ins_is_taken_in(open_records: Open) -> None:
    one, other = open_records("one"), open_records("other")
    everything(one, one.save_member("Mara", small()).id)
    data = json.loads(one.export())
    assert data["schema"] == 1
    del data["members"][0]["check_ins"]
    [kept] = other.take_in(json.dumps(data))
    assert other.check_ins.of(kept.id) == ()
    assert len(other.sessions.of(kept.id)) == 2


def test_a_taken_name_takes_nothing_in(open_records: Open) -> None:
    one, other = open_records("one"), open_records("other")
    for name in ("Ada", "Mara"):
        one.save_member(name, small())
    other.save_member("Mara", small(1))
    before = other.export()
    with pytest.raises(TakenError, match="'Mara' is there already"):
        other.take_in(one.export())
    assert other.export() == before



@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[]", "no export of records"),
        (b'{"format": "ssi-coach records", "schema": 2, "members": []}', "schema 2, this program knows 1"),
        (b'{"format": "ssi-coach records", "schema": 0, "members": []}', "schema 0, this program knows 1"),
        (b'{"format": "ssi-coach records", "schema": 1, "members": 3}', "members must be a list"),
        (b'{"format": "ssi-coach records", "schema": 1, "members": [{}]}', r"members\[0\] lacks 'name'"),
    ],
)
def test_what_is_no_export_is_refused_in_words(records: Records, data: bytes, words: str) -> None:
    with pytest.raises(BrokenFileError, match=words):
        records.take_in(data)
    assert records.members() == ()


def test_an_export_is_taken_in_up_to_a_size(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps({"format": "ssi-coach records", "schema": 1, "members": []})
    monkeypatch.setattr(carrying, "MOST_BYTES", len(text))
    assert records.take_in(text) == ()
    with pytest.raises(BrokenFileError, match=f"{len(text) + 1} bytes, {len(text)} can be taken in"):
        records.take_in(text + " ")


def test_a_member_is_opened_without_what_another_version_knew_of_them(records: Records) -> None:
    said = api.Stated(checklist={"photo": True}, signals={"active_groups": 3.0})
    right = api.with_stated(small(), said)
    kept = records.save_member("Mara", right)
    t = schema.imports
    with records.database.writing() as connection:
        facts = unpacked(connection.execute(sa.select(t.c.facts).where(t.c.owner == "local")).scalar_one())
        facts["stated"]["signals"]["hats"] = 2.0
        facts["stated"]["checklist"]["hat"] = facts["profile"]["checklist"]["hat"] = True
        connection.execute(t.update().where(t.c.owner == "local").values(facts=packed(facts)))
    held = records.load(kept.id)
    assert held.found.member.stated == said
    assert held.found.member.profile == right.member.profile
    assert api.score(held.found).to_dict() == api.score(right).to_dict()
    # What is damaged is told as before, known or not.
    facts["stated"]["signals"]["hats"] = "many"
    with records.database.writing() as connection:
        connection.execute(t.update().where(t.c.owner == "local").values(facts=packed(facts)))
    with pytest.raises(BrokenFileError, match=r"facts\.stated\.signals\.hats must be a number"):
        records.load(kept.id)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("name",), "", "name can't be used"),
        (("salt",), "***", "salt must be base64"),
        (("imports",), [], "imports is empty"),
        (("imports", 0, "as_of"), "June", "as_of must be a day"),
        (("imports", 0, "digests"), "AAAA", "digests are damaged"),
        (("version",), True, "version must be a whole number"),
        (("version",), 2**31, "version must be a whole number"),
        (("imports", 0, "facts", "last_day"), 700_001, "last_day is no day"),
        (("imports", 0, "facts", "activity", "days"), 36_526, "days is 36526, from 0 to 36,525"),
        (("imports", 0, "facts", "activity", "days"), 10**9, "from 0 to 36,525"),
        (("imports", 0, "facts", "activity", "series"), {"x": {"counts": [[99, 1]], "covered": []}}, "from 0 to"),
        (("imports", 0, "facts", "profile", "checklist"), {"hat": True}, "unknown checklist items"),
        (("imports", 0, "facts", "stated", "checklist"), {"hat": True}, "unknown checklist items"),
        (("imports", 0, "score", "total"), "many", "total must be a number"),
        (("sessions", 0, "private"), 3, "private must be a text"),
        (("sessions", 0, "snapshot"), [], "snapshot must be an object"),
        (("sessions", 0, "snapshot"), {}, "snapshot is no score that this program froze"),
        (("sessions", 0, "snapshot", "score"), "abc", "snapshot is no score that this program froze"),
        (("sessions", 0, "snapshot", "score", "interval"), None, "snapshot is no score that this program froze"),
        (("sessions", 0, "snapshot", "score", "interval"), [1, 2, 3], "snapshot is no score that this program froze"),
        (("sessions", 0, "snapshot", "score", "total"), 49.25, "snapshot is no score that this program froze"),
        (("sessions", 0, "snapshot", "model"), "1", "snapshot is no score that this program froze"),
        (("commitments", 0, "session"), 7, "session must be from 0 to 1"),
        (("commitments", 0, "habit"), "juggle", "no habit 'juggle'"),
        (("readings", 0, "content"), [], "content must be an object"),
        (("scenarios", 0, "content"), [], "content must be an object"),
        (("check_ins",), 3, "check_ins must be a list"),
        (("check_ins", 0, "content"), [], "content must be an object"),
        (("check_ins", 0, "content", "words"), None, "words must be a text"),
        (("check_ins", 0, "content", "ticks", 0, "habit"), "juggle", "no habit 'juggle'"),
        (("check_ins", 0, "content", "ticks", 0, "week"), "June", "week must be a day"),
        (("check_ins", 0, "content", "ticks", 0, "done"), 1, "done must be true or false"),
        (("saved",), "2026-07-01T00:00:00", "must tell its zone"),
        (("saved",), "9999-12-31T23:59:59-14:00", "saved is no point in time that a calendar can name"),
        (("created",), "0001-01-01T00:00:00+14:00", "created is no point in time that a calendar can name"),
        (("created",), "9999-06-01T00:00:00+00:00", "created must lie in the years 2 to 9,998"),
        (("salt",), "\u00e4", "salt must be base64"),
        (("imports", 0, "score", "interval"), [1, 2, 3], "interval must be a list of 2"),
        (("imports", 0, "score", "interval"), [1], "interval must be a list of 2"),
        (("imports", 0, "score", "interval"), [1, "x"], r"interval\[1\] must be a number"),
        (("imports", 0, "score", "total"), 10**400, "total must be a number that is not as long"),
        (("imports", 0, "score", "more"), float("nan"), "score holds what can't be written again"),
        (("imports", 0, "score", "more"), "\ud800", "score holds what can't be written again"),
        (("imports", 0, "facts", "stated", "signals"), {"\ud800": 1}, r"signals\.\\ud800 stands under half"),
        (("imports", 0, "facts", "stated", "signals"), {"hat": 1}, r"signals\.hat is no signal that this program"),
        (("sessions", 0, "private"), "\ud800", "private holds half a character"),
        (("sessions", 0, "snapshot", "more"), "\ud800", "the snapshot can't be kept"),
        (("commitments", 0, "obstacle"), "a\udfff", "obstacle holds half a character"),
        (("check_ins", 0, "content", "words"), "\ud800", "words holds half a character"),
        (("scenarios", 0, "content", "\ud800"), 1, r"content\.\\ud800 stands under half a character"),
        (("plans", 0, "content", "target"), "\ud800", "the plan can't be kept"),
        (("name",), "\ud800", "name holds half a character"),
    ],
)
def test_a_damaged_export_is_refused_and_says_where(
    tmp_path: Path, path: tuple[str | int, ...], value: object, words: str
) -> None:
    records = Records(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    everything(records, records.save_member("Mara", small()).id)
    data = json.loads(records.export())
    at = data["members"][0]
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    other = Records(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    with pytest.raises(BrokenFileError, match=words):
        other.take_in(json.dumps(data))
    assert other.members() == ()


def test_a_time_of_another_zone_is_kept_in_utc(records: Records) -> None:
    everything(records, records.save_member("Mara", small()).id)
    data = json.loads(records.export())
    data["members"][0] |= {"name": "Ada", "saved": "2026-07-01T01:30:00+02:00"}
    [kept] = records.take_in(json.dumps(data))
    assert records.load(kept.id).saved == dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)


def test_a_target_of_ones_own_comes_back(records: Records) -> None:
    found = api.read(("Comments.csv", b"Date,Link,Message\n"), target=Target(("CTO",), ("Acme",)))
    kept = records.save_member("Mara", found)
    assert records.load(kept.id).found.member.target == Target(("CTO",), ("Acme",))
