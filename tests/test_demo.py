"""The records to look around in: five people who do not exist, each with something for a coach to do."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.store.place import IN_MEMORY
from ssi_core.store.records import Records

TODAY = dt.date(2026, 7, 1)
NAMES = ["Ada Example", "Bo Sampleton", "Cleo Fictive", "Dara Invented", "Emil Madeup"]


@pytest.fixture(scope="module")
def demo() -> Records:
    return api.demo_records(TODAY)


def checks(demo: Records, today: dt.date = TODAY) -> dict[str, list[tuple[str, str]]]:
    return {
        m.name: [
            (c.habit, c.verdict)
            for c in api.check_all(
                demo.load(m.id).found, [c.content for c in demo.commitments.of(m.id)], today=today
            )
        ]
        for m in demo.members()
    }  # fmt: skip


def test_five_members_with_something_to_look_back_on(demo: Records) -> None:
    listed = {m.name: m for m in demo.members()}
    assert list(listed) == NAMES
    assert {name: m.imports for name, m in listed.items()} == dict.fromkeys(NAMES, 2) | {"Cleo Fictive": 1}
    cleo = demo.load(listed["Cleo Fictive"].id).found
    assert (cleo.counts, len(cleo.member.readings)) == ({}, 6)
    assert all(r.total is not None and abs(sum(r.pillars.values()) - r.total) <= 0.5 for r in cleo.member.readings)
    assert all(m.last_session is not None and m.last_session < TODAY for m in listed.values())
    # Files are of yesterday, but for one who gave none for two months and more.
    as_of = {name: (TODAY - m.as_of).days for name, m in listed.items()}
    assert as_of == {"Ada Example": 1, "Bo Sampleton": 78, "Cleo Fictive": 3, "Dara Invented": 1, "Emil Madeup": 1}


def test_one_session_is_due_and_one_was_missed(demo: Records) -> None:
    planned = {
        m.name: [(s.content.day - TODAY).days for s in demo.sessions.of(m.id) if s.content.snapshot is None]
        for m in demo.members()
    }
    assert planned == {
        "Ada Example": [1], "Bo Sampleton": [-5], "Cleo Fictive": [12], "Dara Invented": [6], "Emil Madeup": [0],
    }  # fmt: skip


def test_commitments_are_kept_slip_and_can_not_be_seen(demo: Records) -> None:
    assert checks(demo) == {
        "Ada Example": [("comment", "kept"), ("post", "partly")],
        "Bo Sampleton": [("personal_note", "can't be seen")],
        "Cleo Fictive": [("comment", "can't be seen")],
        "Dara Invented": [("post", "kept")],
        "Emil Madeup": [("invite", "not")],
    }
    running = [c.content for c in demo.commitments.every()]
    assert all(c.start <= TODAY <= c.until for c in running)


def test_sessions_that_were_held_have_both_kinds_of_notes_and_their_score(demo: Records) -> None:
    held = [s.content for s in demo.sessions.every() if s.content.snapshot is not None]
    assert len(held) == 6
    assert all(s.private and s.shared and s.snapshot["score"]["total"] > 0 for s in held if s.snapshot)
    ada = demo.sessions.of(demo.find("Ada Example").id)
    assert [s.content.day for s in ada if s.content.snapshot] == [dt.date(2026, 4, 29), dt.date(2026, 5, 27)]


def without_chance(text: str) -> object:
    # Salts are drawn, here as anywhere.
    data = json.loads(text)
    for member in data["members"]:
        del member["salt"]
    return data


def test_the_same_day_makes_the_same_records(demo: Records) -> None:
    again = api.demo_records(TODAY)
    assert without_chance(again.export()) == without_chance(demo.export())
    again.close()


@pytest.mark.parametrize("day", [dt.date(2026, 9, 2), dt.date(2027, 2, 28), dt.date(2024, 2, 29)])
def test_any_day_will_do(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", day.isoformat())
    records = api.demo_records(day)
    assert checks(records, day)["Ada Example"] == [("comment", "kept"), ("post", "partly")]
    assert max(m.as_of for m in records.members()) == day - dt.timedelta(1)
    records.close()


@pytest.fixture(params=["EAST-14", "WEST+12"])
def away(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine far from UTC, by its own clock: at any hour it is another day in one of the two places."""
    with monkeypatch.context() as here:
        here.delenv("SSI_TODAY", raising=False)
        here.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("away")
def test_what_is_saved_bears_the_time_it_was_saved_wherever_that_is() -> None:
    demo, own = api.demo_records(TODAY), Records(IN_MEMORY)
    ada = demo.find("Ada Example")
    saved = demo.load(demo.rename(ada.id, "Ada", version=ada.version).id).saved
    kept = own.load(own.save_member("Ada", demo.load(ada.id).found).id).saved
    now = dt.datetime.now(dt.UTC)
    assert dt.timedelta(0) <= now - saved < dt.timedelta(minutes=10)
    assert dt.timedelta(0) <= now - kept < dt.timedelta(minutes=10)
    demo.close()
    own.close()


def test_nothing_is_on_disk_and_whoever_uses_them_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    one, other = api.demo_records(TODAY), api.demo_records(TODAY)
    one.forget(one.find("Bo Sampleton").id)
    assert len(one.members()) == 4
    assert len(other.members()) == 5
    saved = one.rename(one.find("Ada Example").id, "Ada", version=one.find("Ada Example").version)
    assert one.load(saved.id).saved.date() >= TODAY  # by the clock again, not on a day of the past
    assert list(tmp_path.iterdir()) == []
    one.close()
    assert one.members() == ()
    other.close()
