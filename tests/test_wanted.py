"""What was written down of a plan: what it may hold, and one clear line for what it may not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ssi_core.ingest.errors import IngestError
from ssi_core.wanted import wanted_from

BY = {"by": "2026-12-29"}


def test_a_whole_one_is_what_a_plan_takes() -> None:
    assert wanted_from({"target": 70, **BY, "hours": 2, "without": ["post", "post"], "minutes": {"comment": 4}}) == {
        "target": 70.0, "by": dt.date(2026, 12, 29), "hours": 2.0, "minutes": {"comment": 4.0}, "without": ("post",),
    }  # fmt: skip
    held = wanted_from({**BY, "hours": 3.5, "target": None, "without": None})
    assert (held["target"], held["hours"], held["without"], held["minutes"]) == (None, 3.5, (), {})
    assert isinstance(wanted_from({"target": 70, **BY})["target"], float), "a field of whole points takes no other"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "must be a JSON object"),
        ({}, "needs a target, or hours"),
        ({"target": 70}, "by None is no day"),
        ({"target": 70, "by": 5}, "by 5 is no day"),
        ({"target": 70, "by": "soon"}, "by 'soon' is no day"),
        ({"target": "abc", **BY}, "target abc is no score"),
        ({"target": True, **BY}, "target True is no score"),
        ({"target": 100.5, **BY}, "target 100.5 is no score"),
        ({"target": float("nan"), **BY}, "target nan is no score"),
        ({"hours": 10**400, **BY}, "give a number above 0, up to 168"),
        ({"hours": 0, **BY}, "hours 0 a week"),
        ({"hours": 1, **BY, "without": "post"}, "without is 'post'; give a list"),
        ({"hours": 1, **BY, "without": ["zzz"]}, "there is no habit 'zzz'"),
        ({"hours": 1, **BY, "without": [["post"]]}, "there is no habit"),
        ({"hours": 1, **BY, "minutes": 5}, "minutes is 5; give an object"),
        ({"hours": 1, **BY, "minutes": {"post": "x"}}, "post is x an action"),
        ({"hours": 1, **BY, "weeks": 5}, "unknown keys weeks"),
    ],
)
def test_what_it_may_not_hold_is_told_in_a_line(data: Any, words: str) -> None:
    with pytest.raises(IngestError) as told:
        wanted_from(data)
    assert words in str(told.value)
