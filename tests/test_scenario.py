"""`habits.json`: what it may hold, and one clear line for what it may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ssi_core.ingest.errors import IngestError
from ssi_core.member import day_number
from ssi_core.model.future import Edit, Scenario
from ssi_core.scenario import load_habits, scenario_from, weeks_from

TODAY = day_number(dt.date(2026, 6, 30))  # a Tuesday
OWN = {"post": 1.5, "comment": 7.0, "react": 200.0}


def of(data: Any, *, seat: bool = False) -> Scenario:
    return scenario_from(data, TODAY, OWN, seat)


def test_nothing_at_all_is_going_on_as_now_from_tomorrow() -> None:
    assert of({}) == Scenario({}, TODAY + 1)
    assert of({"start": None, "weekly": {}, "off": [], "profile": None}) == Scenario({}, TODAY + 1)


def test_a_whole_one() -> None:
    found = of(
        {
            "start": "2026-07-06", "weekly": {"comment": 20, "post": 2.5, "react": 200}, "off": ["2026-08-05"],
            "profile": [
                {"on": "2026-07-20", "field": "photo", "value": True},
                {"on": None, "field": "connections", "value": 500},
                {"on": dt.date(2026, 9, 1), "field": "seat", "value": True},
            ],
        }
    )  # fmt: skip
    assert found.weekly == {"comment": 20.0, "post": 2.5, "react": 200.0}
    assert found.start == day_number(dt.date(2026, 7, 6))
    assert found.off == {day_number(dt.date(2026, 8, 3))}
    assert found.edits == (
        Edit(day_number(dt.date(2026, 7, 20)), "photo", 1.0),
        Edit(day_number(dt.date(2026, 7, 6)), "connections", 500.0),
        Edit(day_number(dt.date(2026, 9, 1)), "seat", 1.0),
    )


def test_the_day_itself_is_taken_for_the_next() -> None:
    assert of({"start": "2026-06-30"}).start == TODAY + 1


def test_leads_take_a_seat_now_or_later() -> None:
    assert of({"weekly": {"save_lead": 3}}, seat=True).weekly == {"save_lead": 3.0}
    assert of({"weekly": {"save_lead": 0}}).weekly == {"save_lead": 0.0}
    later = {"weekly": {"save_lead": 3}, "profile": [{"on": "2026-08-01", "field": "seat", "value": True}]}
    assert of(later).weekly == {"save_lead": 3.0}


REFUSED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "no object": ([1], ("JSON object", "weekly")),
    "unknown key": ({"weeks": 3}, ("weeks", "use start, weekly, off, profile")),
    "unknown habit": ({"weekly": {"posts": 1}}, ("'posts'", "choose from post, article")),
    "below 0": ({"weekly": {"post": -1}}, ("post is -1", "from 0 to 7")),
    "no number": ({"weekly": {"post": "3"}}, ("post is '3'", "from 0 to 7")),
    "a truth": ({"weekly": {"post": True}}, ("post is True",)),
    "not finite": ({"weekly": {"post": float("inf")}}, ("post is inf",)),
    "above the ceiling": ({"weekly": {"invite": 150}}, ("invite is 150", "at most 100", "lower it")),
    "above one's own rate": ({"weekly": {"react": 201}}, ("react is 201", "at most 200")),
    "weekly no object": ({"weekly": [3]}, ("weekly is [3]",)),
    "start no day": ({"start": "soon"}, ("start 'soon'", "YYYY-MM-DD")),
    "start a number": ({"start": 20260801}, ("start 20260801",)),
    "start in the past": ({"start": "2026-06-29"}, ("2026-06-29", "before 2026-06-30", "give that day or a later")),
    "start far off": ({"start": "2036-01-01"}, ("2036-01-01", "104 weeks", "give a day up to 2028-06-27")),
    "off no list": ({"off": "2026-08-05"}, ("off is '2026-08-05'", "list")),
    "off no day": ({"off": ["August"]}, ("off 'August'",)),
    "edit no object": ({"profile": ["photo"]}, ("profile holds 'photo'", '"field"')),
    "edit of nothing": ({"profile": [{"on": "2026-08-01", "value": True}]}, ('"field"',)),
    "unknown field": ({"profile": [{"field": "hair", "value": 1}]}, ("'hair'", "seat", "photo")),
    "item no truth": ({"profile": [{"field": "photo", "value": 1}]}, ("photo is 1", "true or false")),
    "level out of range": ({"profile": [{"field": "reply_rate", "value": 40}]}, ("reply_rate is 40", "from 0 to 1")),
    "level none": ({"profile": [{"field": "connections"}]}, ("connections is None",)),
    "edit in the past": ({"profile": [{"on": "2026-01-01", "field": "photo", "value": True}]}, ("2026-01-01",)),
    "leads without a seat": ({"weekly": {"save_lead": 2}}, ("save_lead is 2", "seat", "set it to 0")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_with_the_value_the_limit_and_what_to_do(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(IngestError) as refused:
        of(data)
    for word in words:
        assert word in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("weeks", [0, -1, 105, 2.5, True, "26"])
def test_weeks_are_a_whole_number_within_limits(weeks: Any) -> None:
    with pytest.raises(IngestError, match="whole number from 1 to 104"):
        weeks_from(weeks)


@pytest.mark.parametrize(("text", "words"), [("{", "is not JSON"), ("[]", "must hold a JSON object")])
def test_a_file_that_is_none_says_so(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "habits.json").write_text(text)
    with pytest.raises(IngestError, match=words):
        load_habits(tmp_path / "habits.json")
    with pytest.raises(IngestError, match="can't be read"):
        load_habits(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    "data",
    [
        {"weekly": {"comment": 10**400}},
        {"profile": [{"field": "connections", "value": 10**400}]},
        {"profile": [{"field": ["photo"], "value": True}]},
        {"profile": [{"field": {}, "value": 1}]},
    ],
)
def test_what_only_json_can_hold_is_refused_in_words_too(data: Any) -> None:
    with pytest.raises(IngestError, match="habits: "):
        of(data)
