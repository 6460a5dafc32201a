"""Two sessions held against each other: from what they froze, and the parts sum to the change."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ssi_core import api
from ssi_core.held_against import held_against
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.store.errors import RecordsError
from ssi_core.store.filed import Session
from ssi_core.store.snapshots import snapshot
from tests.model.members import acted

MAY, JULY = dt.date(2026, 5, 3), dt.date(2026, 7, 1)


def frozen(
    pillars: tuple[float, float, float, float], signals: Mapping[str, float], version: str = "1",
    edits: tuple[str, ...] = (), interval: tuple[float, float] = (40.0, 60.0),
) -> dict[str, Any]:
    table = {s.key: s.pillar for s in api.SIGNALS}
    return {
        "schema": 1,
        "score": {
            "total": sum(pillars), "interval": list(interval),
            "pillars": [{"key": k, "points": p} for k, p in zip(PILLAR_KEYS, pillars, strict=True)],
            "signals": [{"key": k, "pillar": table.get(k, "brand"), "points": p} for k, p in signals.items()],
        },
        "model": {"version": version, "edits": list(edits)},
    }  # fmt: skip


#: Engage rises by 3, of which 2 by comments and 0.5 by shares; relationships fall by 1, all of it unexplained.
BEFORE = frozen((12.0, 5.0, 6.0, 15.0), {"original_posts": 2.0, "comments_given": 1.0, "shares": 1.0})
AFTER = frozen((12.0, 5.0, 9.0, 14.0), {"original_posts": 2.0, "comments_given": 3.0, "shares": 1.5})


def against(before: dict[str, Any], after: dict[str, Any]) -> api.HeldAgainst:
    return held_against(Session(MAY, snapshot=before), Session(JULY, snapshot=after))


def test_both_totals_and_how_far_they_lie_apart() -> None:
    found = against(BEFORE, AFTER)
    assert found.headline == "38.0 on 3 May 2026, 40.0 on 1 July 2026: 2.0 up"
    assert (found.totals, found.change) == ((38.0, 40.0), 2.0)
    assert found.intervals == ((40.0, 60.0), (40.0, 60.0))
    assert against(AFTER, BEFORE).headline == "40.0 on 3 May 2026, 38.0 on 1 July 2026: 2.0 down"
    assert against(AFTER, AFTER).headline == "40.0 on 3 May 2026, 40.0 on 1 July 2026: unchanged"


def test_pillars_by_size_then_what_moved_most_and_what_no_signal_explains() -> None:
    assert against(BEFORE, AFTER).words == (
        "Engage with insights: 3.0 up, from 6.0 to 9.0.",
        "Build relationships: 1.0 down, from 15.0 to 14.0.",
        "Establish your professional brand: unchanged at 12.0.",
        "Find the right people: unchanged at 5.0.",
        "What moved most: comments given +2.0, posts and reposts +0.5.",
        "What no signal explains: engage with insights +0.5, build relationships -1.0.",
    )


def test_three_signals_are_named_at_most() -> None:
    moved = {"comments_given": 1.0, "shares": 0.9, "reactions_given": 0.8, "messages_sent": 0.7}
    after = frozen((0, 0, 3.4, 0), moved)
    said = against(frozen((0, 0, 0, 0), dict.fromkeys(moved, 0.0)), after).words
    assert said[-1] == "What moved most: comments given +1.0, posts and reposts +0.9, reactions given +0.8."


def test_what_fell_furthest_is_named_before_what_rose_less() -> None:
    before = frozen((0, 0, 5.0, 0), {"comments_given": 4.0, "shares": 1.0})
    after = frozen((0, 0, 3.5, 0), {"comments_given": 1.5, "shares": 2.0})
    assert against(before, after).words[-1] == "What moved most: comments given -2.5, posts and reposts +1.0."


def test_two_sessions_of_one_day_are_held_against_each_other() -> None:
    found = held_against(Session(MAY, snapshot=BEFORE), Session(MAY, snapshot=AFTER))
    assert found.headline == "38.0 on 3 May 2026, 40.0 on 3 May 2026: 2.0 up"


def test_the_answer_for_a_program_has_the_earlier_one_first() -> None:
    told = against(BEFORE, AFTER).to_dict()
    assert (told["from"], told["to"]) == ("2026-05-03", "2026-07-01")
    assert (told["from_total"], told["to_total"], told["change"]) == (38.0, 40.0, 2.0)
    assert told["pillars"][2:] == [
        {"key": "engage", "from": 6.0, "to": 9.0}, {"key": "relationships", "from": 15.0, "to": 14.0},
    ]  # fmt: skip
    assert {"signal": "comments_given", "pillar": "engage", "from": 1.0, "to": 3.0} in told["signals"]


def test_nothing_moved_names_no_signal() -> None:
    assert len(against(BEFORE, BEFORE).words) == 4


@pytest.mark.parametrize(("version", "edits"), [("2", ()), ("1", ("window 60 days",))])
def test_another_model_is_said(version: str, edits: tuple[str, ...]) -> None:
    other = frozen((12.0, 5.0, 9.0, 14.0), {"comments_given": 3.0}, version, edits)
    found = against(BEFORE, other)
    assert not found.same_model
    assert found.words[-1] == "The model changed between them, so part of the difference may be the model's."
    assert against(BEFORE, AFTER).same_model


def test_a_signal_that_one_model_alone_has_counts_nothing_in_the_other() -> None:
    found = against(frozen((1.0, 0, 0, 0), {"articles": 1.0}), frozen((2.0, 0, 0, 0), {"a_new_one": 2.0}, "2"))
    assert [(s.key, s.label, s.before, s.after) for s in found.signals] == [
        ("articles", "Articles and newsletters", 1.0, 0.0), ("a_new_one", "A signal of another model", 0.0, 2.0),
    ]  # fmt: skip
    assert found.unexplained["brand"] == 0


def test_the_key_of_a_signal_that_nobody_knows_is_never_told() -> None:
    # Frozen by another model, or written by whoever made the file that was taken in.
    key = "![x](http://example.org/x)"
    found = against(frozen((1.0, 0, 0, 0), {}), frozen((3.5, 0, 0, 0), {key: 2.5}))
    assert "What moved most: a signal of another model +2.5." in found.words
    assert key not in "\n".join([found.headline, *found.words, *(s.label for s in found.top())])


def test_signals_that_nobody_knows_are_told_apart_and_sum() -> None:
    # Two of one pillar and one of another, and a known one that another model had under another pillar: five rows.
    table = {s.key: s.pillar for s in api.SIGNALS}
    assert table["comments_given"] == "engage"
    before = frozen((10.0, 10.0, 10.0, 10.0), {})
    after = frozen((13.0, 10.5, 11.0, 10.0), {"comments_given": 1.0})
    after["score"]["signals"] += [
        {"key": "old_one", "pillar": "brand", "points": 2.0}, {"key": "other_one", "pillar": "brand", "points": 1.0},
        {"key": "third", "pillar": "find", "points": 0.3}, {"key": "comments_given", "pillar": "find", "points": 0.2},
    ]  # fmt: skip
    found = against(before, after)
    steps = found.top()
    assert [(s.label, round(s.points, 9)) for s in steps] == [
        ("A signal of another model", 2.0), ("A signal of another model (2)", 1.0), ("Comments given (2)", 1.0),
        ("A signal of another model (3)", 0.3), ("Comments given", 0.2), ("the others", 0), ("unexplained", 0),
    ]  # fmt: skip
    assert len({s.label for s in steps}) == len(steps), "a chart lays rows of one name on each other"
    assert steps[-1].after == pytest.approx(44.5, abs=1e-9)
    assert found.words[4] == (
        "What moved most: a signal of another model +2.0, a signal of another model (2) +1.0, comments given (2) +1.0."
    )


def test_real_snapshots_add_up_and_are_told_as_the_score_told_them() -> None:
    # A comment a day for 60 days, then five; with an official reading on the later day, so that there is a rest.
    activity = acted({"comments_given": [1.0] * 60 + [5.0] * 30})
    found = replace(_imported(activity), as_of=dt.date(2026, 3, 31))
    later = api.with_readings(found, [api.Reading(api.day_number(dt.date(2026, 3, 31)), total=40.0)])
    one = snapshot(api.standing_on(found, dt.date(2026, 3, 1)))
    two = snapshot(later)
    held = against(one, json.loads(json.dumps(two)))
    assert held.totals == (one["score"]["total"], two["score"]["total"])
    assert held.intervals[1] == tuple(two["score"]["interval"])
    assert len(held.signals) == len(api.SIGNALS)
    for key in PILLAR_KEYS:
        parts = [s.change for s in held.signals if s.pillar == key]
        before, after = held.pillars[key]
        assert math.fsum(parts) + held.unexplained[key] == pytest.approx(after - before, abs=1e-9)
        # What was left over is what the two scores themselves say that no signal explains.
        rest = [
            next(u["points"] - u["clipped"] for u in s["score"]["unexplained"] if u["pillar"] == key)
            for s in (one, two)
        ]
        assert held.unexplained[key] == pytest.approx(rest[1] - rest[0], abs=1e-9)
    assert math.fsum(b - a for a, b in held.pillars.values()) == pytest.approx(held.change, abs=1e-9)
    assert any(abs(points) > 0.05 for points in held.unexplained.values())
    json.dumps(held.to_dict(), allow_nan=False)


def _imported(activity: Any) -> api.Imported:
    empty = api.read([("Comments.csv", b"Date,Link,Message\n2026-01-01 09:00:00,a,b\n")])
    return replace(empty, member=replace(empty.member, activity=activity))


def test_what_can_not_be_held_against_each_other() -> None:
    begun = Session(MAY, snapshot=BEFORE)
    with pytest.raises(RecordsError, match="session of 2026-07-01 froze no score, since it was never begun"):
        held_against(begun, Session(JULY))
    with pytest.raises(RecordsError, match="session of 2026-07-01 is later than that of 2026-05-03: swap them"):
        held_against(Session(JULY, snapshot=AFTER), begun)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"score": None, "model": {"version": "1", "edits": []}},
        {**AFTER, "model": {}},
        {**AFTER, "score": {**AFTER["score"], "total": float("nan")}},
        {**AFTER, "score": {**AFTER["score"], "total": 10**400}},
        {**AFTER, "score": {**AFTER["score"], "total": 41.0}},  # the pillars sum to 40
        {**AFTER, "score": {**AFTER["score"], "interval": [1]}},
        {**AFTER, "score": {**AFTER["score"], "pillars": AFTER["score"]["pillars"][:3]}},
        {**AFTER, "score": {**AFTER["score"], "signals": [{"key": [], "pillar": "brand", "points": 1}]}},
        {**AFTER, "score": {**AFTER["score"], "signals": [{"key": "x", "pillar": "none", "points": 1}]}},
    ],
)
def test_a_snapshot_that_is_no_score_is_refused_in_words(broken: dict[str, Any]) -> None:
    with pytest.raises(RecordsError, match="what the session of 2026-07-01 froze is no score of this program"):
        against(BEFORE, broken)


def test_the_steps_of_a_waterfall_lead_from_the_one_total_to_the_other() -> None:
    found = against(BEFORE, AFTER)
    assert [(s.label, s.points, s.before, s.after) for s in found.top(1)] == [
        ("Comments given", 2.0, 38.0, 40.0), ("the others", 0.5, 40.0, 40.5), ("unexplained", -0.5, 40.5, 40.0),
    ]  # fmt: skip
    assert (found.start, found.end, found.start_total, found.end_total) == (MAY, JULY, 38.0, 40.0)
