"""Everybody in a team's files, and a cohort of them, as the library and the command line answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from ssi_core import api, cohort_text
from ssi_core.ingest.errors import IngestError
from ssi_core.many import GROUPS
from tests.test_cli import Ssi, ssi

__all__ = ["ssi"]

ACTIVITY = (
    "ActivityType,CreatedAt,SeatId,FirstName,LastName\n"
    "SEARCH,2026-05-01T10:00:00Z,1,Ada,Example\nSEARCH,2026-05-02T10:00:00Z,2,Bo,Example\n"
)


@pytest.fixture(scope="module")
def people() -> list[api.Somebody]:
    return api.invented_team()


def test_the_invented_team_is_the_same_every_time_and_in_four_groups(people: list[api.Somebody]) -> None:
    again = api.invented_team()
    assert [p.name for p in people] == [p.name for p in again]
    assert all(a.found.member == b.found.member for a, b in zip(people, again, strict=True) if a.found and b.found)
    assert [sum(p.group == name for p in people) for name, _ in GROUPS] == [number for _, number in GROUPS]
    assert sum(number for _, number in GROUPS) == len(people) == 40


def test_they_were_no_better_a_while_ago(people: list[api.Somebody]) -> None:
    # Every level then is at most the one of today.
    for one in people:
        assert one.found is not None
        assert one.before is not None
        then, now = one.before.member.stated.signals, one.found.member.stated.signals
        assert all(then[key] <= now[key] for key in now)


def test_an_export_is_one_member_by_their_own_name() -> None:
    [zipped] = [p for p in api.sample_files() if p.suffix == ".zip"]
    [one] = api.everybody(zipped, "upload")
    assert one.found is not None
    assert one.name == one.found.ledger.owner != ""
    assert api.score(one.found).total == api.score(api.read(zipped)).total


def test_what_cannot_be_read_is_somebody_of_whom_that_is_told() -> None:
    [one] = api.everybody(("holiday.csv", b"nothing,at all\n"), "holiday")
    assert one.found is None
    assert one.name == "holiday"
    assert "holiday.csv" in one.failed


def test_a_table_of_a_team_is_everybody_in_it(tmp_path: Path) -> None:
    found = api.everybody(("activity.csv", ACTIVITY.encode()), "activity")
    assert len(found) == 2
    assert all(one.found is not None for one in found)
    assert len({one.name for one in found}) == 2


def test_progress_is_told_of_those_alone_whose_files_reach_back(people: list[api.Somebody]) -> None:
    [zipped] = [p for p in api.sample_files() if p.suffix == ".zip"]
    [one] = api.everybody(zipped, "sample")
    assert one.found is not None
    first = one.found.ledger.first_day
    assert first is not None
    assert one.reaches(api.day_of(first + 90))
    assert not one.reaches(api.day_of(first + 89))
    assert not people[0].reaches(dt.date(2026, 1, 1))  # what is stated has no day
    several = [api.Somebody(str(i), one.found) for i in range(5)]
    known = api.cohort_of(several, before=dt.date(2026, 4, 1)).progress["total"]
    assert known.change.people == 5
    assert known.change.median == pytest.approx(
        api.score(one.found).total - api.score(one.found, as_of=dt.date(2026, 4, 1)).total
    )
    assert not api.cohort_of(several, before=api.day_of(first + 10)).progress


def test_how_many_are_done_is_told_and_failed_ones_are_left_out(people: list[api.Somebody]) -> None:
    done: list[int] = []
    mixed = [*people[:5], api.Somebody("gone", None, "no zip")]
    found = api.cohort_of(mixed, on_done=done.append)
    assert done == [1, 2, 3, 4, 5, 6]
    assert found.people == 5
    with pytest.raises(IngestError, match="one at least"):
        api.cohort_of([api.Somebody("gone", None, "no zip")])


def test_who_is_who_comes_back_from_its_table(people: list[api.Somebody]) -> None:
    agreed = {people[0].name: dt.date(2026, 5, 1)}
    groups, consents = api.who_from(api.who_csv(people, agreed))
    assert groups == {p.name: p.group for p in people}
    assert consents == agreed
    assert api.who_csv([api.Somebody("=1+1", None)], {}).splitlines()[1].startswith("'=1+1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "columns name, group, consent"), ("name,consent\na,\n", "columns name"),
        ("name,group,consent\na,,May\n", "'May'"),
    ],
)  # fmt: skip
def test_a_table_of_who_is_who_that_is_none(text: str, said: str) -> None:
    with pytest.raises(IngestError, match=said):
        api.who_from(text)


def test_other_groups_by_name(people: list[api.Somebody]) -> None:
    moved = api.grouped(people, {people[0].name: "Mine"})
    assert moved[0].group == "Mine"
    assert [p.group for p in moved[1:]] == [p.group for p in people[1:]]


# --------------------------------------------------------------------------------------------------- the command line


def test_the_example_prints_what_the_library_says(ssi: Ssi, people: list[api.Somebody]) -> None:
    found = api.cohort_of(people)
    assert ssi("cohort", "--example").out == cohort_text.cohort(found) + "\n"
    assert json.loads(ssi("cohort", "--example", "--json").out) == json.loads(json.dumps(found.to_dict()))


def test_who_agreed_and_who_is_in_which_group_comes_from_a_table(ssi: Ssi, tmp_path: Path) -> None:
    who = tmp_path / "who.csv"
    who.write_text("name,group,consent\nMember 01,Mine,2026-05-01\nMember 02,Mine,\n", encoding="utf-8")
    said = json.loads(ssi("cohort", "--example", "--who", str(who), "--see", "named", "--json").out)
    assert [m["name"] for m in said["members"]] == ["Member 01"]
    assert {g["name"]: g["people"] for g in said["groups"]}["Mine"] == 2
    assert [g["spreads"] for g in said["groups"] if g["name"] == "Mine"] == [{}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the files of a team, or --example"),
        (("--example", "x.zip"), "give the files of a team, or --example"),
        (("--example", "--see", "all"), "choose nothing, aggregate, named or everything"),
        (("--example", "--before", "soon"), "--before 'soon' is no day"),
        (("--example", "--who", "none.csv"), "none.csv: No such file"),
        (("--example", "--hours", "-1"), "hours -1"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(ssi: Ssi, arguments: tuple[str, ...], said: str) -> None:
    ran = ssi("cohort", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_one_that_fails_is_named_and_stops_nobody(ssi: Ssi, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no more")
    [zipped] = [p for p in api.sample_files() if p.suffix == ".zip"]
    (tmp_path / "whole.zip").write_bytes(zipped.read_bytes())
    ran = ssi("cohort", str(tmp_path), "--see", "everything")
    assert ran.code == 0
    assert "broken" in ran.err
    assert ran.out.startswith("1 person: ")
