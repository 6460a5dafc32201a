"""What was stated, as plain data and back."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.ingest.errors import IngestError
from ssi_core.member import CHECKLIST, Stated, Target
from ssi_core.model.habits import HABIT_KEYS
from ssi_core.model.signals import SIGNAL_KEYS

SHARES = st.floats(0, 1)
STATED = st.builds(
    Stated,
    seat=st.none() | st.booleans(),
    checklist=st.dictionaries(st.sampled_from(CHECKLIST), st.booleans()),
    signals=st.dictionaries(st.sampled_from(SIGNAL_KEYS), SHARES),
    answers=st.dictionaries(st.sampled_from((*SIGNAL_KEYS, *HABIT_KEYS)), SHARES),
    weekly_log=st.lists(
        st.tuples(st.integers(14000, 22000), st.sampled_from(HABIT_KEYS), st.floats(0, 500)), max_size=5
    ).map(tuple),
)
WORDS = st.lists(st.text(), max_size=3).map(tuple)


@given(STATED, st.none() | st.builds(Target, WORDS, WORDS))
def test_it_reads_back_as_it_was(stated: Stated, target: Target | None) -> None:
    data = json.loads(json.dumps(api.stated_data(stated, target)))
    assert api.stated_from(data) == (stated, target)


def test_what_nobody_said_is_not_there() -> None:
    assert api.stated_data(None) == api.stated_data(Stated()) == {}
    assert api.stated_data(Stated(seat=False)) == {"seat": False}
    assert api.stated_from({}) == (Stated(), None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "stated must be an object: seat"),
        ({"mood": 1}, "profile has unknown keys mood"),
        ({"answers": {"sleep": 1}}, "answers has unknown keys sleep"),
        ({"answers": {"comment": -1}}, "answers: comment is -1; give a number from 0 to 1,000,000"),
        ({"answers": {"reply_rate": 2}}, "answers: reply_rate is 2; give a number from 0 to 1"),
        ({"weekly_log": {}}, None),
        ({"weekly_log": "x"}, "weekly_log is 'x'; give a list of weeks"),
        ({"weekly_log": [{"week": "soon", "habit": "post", "actions": 1}]}, "weekly_log: week 'soon' is no day"),
        ({"weekly_log": [{"week": "2026-06-01", "habit": "nap", "actions": 1}]}, "weekly_log: there is no habit 'nap'"),
        ({"weekly_log": [{"week": "2026-06-01", "habit": "post"}]}, "weekly_log: post is None; give a number"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_refused_in_words(data: Any, words: str | None) -> None:
    if words is None:
        assert api.stated_from(data) == (Stated(), None)
        return
    with pytest.raises(IngestError, match=re.escape(words)):
        api.stated_from(data)
