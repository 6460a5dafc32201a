"""How to get the data, and the reminder."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from icalendar import Calendar

from ssi_core.cli import main
from ssi_core.guide import LINK_HOURS, PARTS, READY_HOURS, STEPS, reminder
from ssi_core.model.signals import INDEX


def test_the_parts_share_out_every_signal_once_and_all_100_points() -> None:
    settled = [key for part in PARTS for key in part.signals]
    assert sorted(settled) == sorted(INDEX)
    assert sum(part.points for part in PARTS) == pytest.approx(100)


def test_what_comes_within_minutes_holds_no_activity() -> None:
    # By hand from the table: 9 + 3 + 1 brand, 3 find, 2 + 2 engage, 15 + 3 + 1 + 2 + 4 relationships.
    assert PARTS[0].points == 13 + 3 + 4 + 25


def test_the_steps_name_the_larger_archive_and_the_72_hours() -> None:
    assert "larger" in " ".join(STEPS)
    assert f"{LINK_HOURS} hours" in " ".join(STEPS)


def test_the_reminder_rings_when_the_archive_is_there_and_before_the_earliest_link_ends() -> None:
    asked = dt.datetime(2026, 3, 28, 22, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    first, last = Calendar.from_ical(reminder(asked)).walk("VEVENT")
    assert first.decoded("dtstart") == asked + dt.timedelta(hours=READY_HOURS)
    assert asked + dt.timedelta(hours=READY_HOURS) < last.decoded("dtstart") < asked + dt.timedelta(hours=LINK_HOURS)
    assert first["uid"] != last["uid"]
    for event in (first, last):
        (alarm,) = event.walk("VALARM")
        assert alarm.decoded("trigger") == dt.timedelta(0)


def test_the_same_request_gives_the_same_file_so_that_a_second_click_adds_nothing() -> None:
    asked = dt.datetime(2026, 3, 28, 22, 30, tzinfo=dt.UTC)
    assert reminder(asked) == reminder(asked)


def test_a_request_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone: give one"):
        reminder(dt.datetime(2026, 3, 28))


def test_ssi_guide_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["guide"])
    printed = capsys.readouterr().out
    assert all(step in printed for step in STEPS)
    assert f"{PARTS[0].points:.0f}  {PARTS[0].holds}: minutes" in printed
    with pytest.raises(SystemExit):
        main(["guide", "--json"])
    assert json.loads(capsys.readouterr().out)["parts"][1]["points"] == 35
