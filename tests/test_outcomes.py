"""What came back, this window against the one before: counts, never points, and never a zero that no file tells."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given

from ssi_core import api
from ssi_core.member import Activity, Member, Trials, day_of
from ssi_core.outcomes import OUTCOMES
from tests.model.members import FIRST, acted, members

#: Day 180: this window is days 91 to 180 (index), the one before days 1 to 90.
DAY = day_of(FIRST + 180)


def told(member: Member, **rest: object) -> dict[str, api.Outcome]:
    return {o.key: o for o in api.outcomes(member, as_of=DAY, **rest).outcomes}  # type: ignore[arg-type]


def series(*at: tuple[int, float]) -> list[float]:
    days = np.zeros(181)
    for day, value in at:
        days[day] = value
    return list(days)


def test_windows_end_on_the_day_and_lie_side_by_side() -> None:
    counts = {"messages_received": series((0, 1000), (1, 5), (90, 7), (91, 11), (180, 13))}
    found = told(Member(acted(counts)))["messages_received"]
    assert (found.now, found.before, found.change) == (24, 12, 12)
    assert found.words == "Messages received: 24, 12 more than before (12)"
    result = api.outcomes(Member(acted(counts)), as_of=DAY)
    assert result.words == "The 90 days from 2 April 2026 to 30 June 2026, against the 90 before."


def test_no_file_is_not_known_and_never_zero() -> None:
    found = told(Member(acted({"messages_received": series()})))
    assert (found["messages_received"].now, found["messages_received"].before) == (0, 0)
    assert found["messages_received"].words == "Messages received: 0, as many as before (0)"
    for key in set(OUTCOMES) - {"messages_received"}:
        assert found[key].now is found[key].before is found[key].change is None
        assert found[key].words == f"{OUTCOMES[key][0]}: not known, give {OUTCOMES[key][1]}"


def test_a_file_that_covers_a_part_is_scaled_and_below_half_is_not_known() -> None:
    covered = [i >= 70 for i in range(181)]
    activity = acted({"impressions": series((70, 10), (170, 900))}, {"impressions": covered})
    found = told(Member(activity))["impressions"]
    assert (found.now, found.part_now) == (900, False)
    assert (found.before, found.part_before) == (None, False)  # 21 of 90 days
    assert found.change_words == "the window before is in no file"
    covered = [i >= 31 for i in range(181)]
    found = told(Member(acted({"impressions": series((70, 10), (170, 900))}, {"impressions": covered})))["impressions"]
    assert (found.before, found.part_before) == (15, True)  # 10 on 60 of 90 days
    assert found.words == "Impressions: 900, about 885 more than before (15)"


def test_replies_are_dated_by_the_answer() -> None:
    # Opened in the window before, answered in this one.
    days, won = np.array([FIRST + 80, FIRST + 170, FIRST + 171], np.int32), [FIRST + 95, FIRST + 200, FIRST + 172]
    trials = Trials(days, np.array(won, np.int32), FIRST, FIRST + 180)
    activity = Activity(
        FIRST, {"conversations_answered": np.array(series((80, 1), (170, 1), (171, 1)))},
        {"conversations_answered": np.ones(181, bool)}, trials={"reply_rate": trials},
    )  # fmt: skip
    found = told(Member(activity))["replies"]
    assert (found.now, found.before) == (2, 0)  # the answer of day 200 is still to come


def test_meetings_are_the_users_own_count() -> None:
    found = told(Member(), meetings=(4, 6.0))["meetings"]
    assert (found.now, found.before, found.words) == (4, 6, "Meetings: 4, 2 fewer than before (6)")
    assert told(Member(), meetings=(4, None))["meetings"].words == "Meetings: 4, the window before is not known"
    for wrong in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=f"{wrong} meetings: give a number of 0 or more"):
            told(Member(), meetings=(wrong, None))


def test_it_says_that_it_proves_nothing_and_gives_no_points() -> None:
    result = api.outcomes(Member(), as_of=DAY)
    assert "does not show that either causes the other" in result.cause_words == api.CAUSE_WORDS
    assert "points" not in json.dumps(result.to_dict())
    assert result.known == ()
    frame = api.outcomes(Member(), as_of=DAY, meetings=(1, 2)).to_frame()
    assert frame.set_index("result").loc["Meetings", "change"] == -1
    assert "either causes the other" in result._repr_html_()


def test_the_samples_results_are_sums_of_its_files() -> None:
    found = api.read(api.sample_files())
    result = {o.key: o for o in api.outcomes(found).outcomes}
    activity, last = found.member.activity, (found.as_of - dt.date(1970, 1, 1)).days
    for key in ("invitations_received", "messages_received", "impressions", "followers_gained"):
        ends = last - activity.first_day + 1
        assert result[key].now == activity.counts[key][ends - 90 : ends].sum()
        assert result[key].before == activity.counts[key][ends - 180 : ends - 90].sum()
    assert [o.key for o in api.outcomes(found).known] == [k for k in OUTCOMES if k != "meetings"]


@given(member=members())
def test_any_member_has_results_of_zero_or_more_or_none(member: Member) -> None:
    result = api.outcomes(member, as_of=DAY)
    for o in result.outcomes:
        for value in (o.now, o.before):
            assert value is None or value >= 0
        assert o.words.startswith(o.label)
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["window"] == 90
