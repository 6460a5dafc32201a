"""Why the score moved, and what leaves next, as the library answers: sums, words, steps, tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api, text
from ssi_core.member import Activity, Member, Reading, Stated, day_number, day_of
from ssi_core.model.habits import HABITS
from ssi_core.model.signals import PILLAR_KEYS, SIGNAL_KEYS, SIGNALS
from ssi_core.model.table import Model
from ssi_core.moved import NOTE_WORDS, SignalMove, UnexplainedMove
from ssi_core.wording import ACTS
from tests.model.members import FIRST, acted, members

MODELS = st.sampled_from([Model(), Model(curve="saturating"), Model(window=45)])


def on(index: int) -> dt.date:
    """The day of that index, 0 = FIRST (1 January 2026)."""
    return day_of(FIRST + index)


def commented(acts: dict[int, float], days: int = 300) -> Member:
    """A member who wrote so many comments on these days, and of whom nothing else is known."""
    series = np.zeros(days)
    for day, number in acts.items():
        series[day] = number
    return Member(acted({"comments_given": series}, from_the_start=frozenset({"comments_given"})))


def told(changes: dict[str, float], left_over: float = 0.0, start: float = 40.0) -> api.Why:
    """An answer in which these signals moved by what came in."""
    rows = tuple(SignalMove(s.key, s.label, s.pillar, changes.get(s.key, 0.0), 0.0, 0.0) for s in SIGNALS)
    rest = tuple(UnexplainedMove(p, left_over if p == "find" else 0.0) for p in PILLAR_KEYS)
    end = start + sum(changes.values()) + left_over
    days = dt.date(2026, 7, 5), dt.date(2026, 10, 3)
    return api.Why(*days, start, end, {}, {}, rows, rest, bool(left_over), True, "test")


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


# ------------------------------------------------------------------------------------------------------------- sums


@st.composite
def calibrated(draw: st.DrawFn) -> Member:
    """A member with official readings, some of them at the very ends of the scale."""
    ends = st.one_of(st.sampled_from([0.0, 25.0]), st.floats(0, 25))
    days = draw(st.lists(st.integers(-50, 350), unique=True, max_size=3))
    readings = []
    for day in sorted(days):
        pillars = {p: draw(ends) for p in PILLAR_KEYS}
        whole = draw(st.booleans())
        total = sum(pillars.values())
        readings.append(Reading(FIRST + day, total, pillars if whole else {}, breaks=draw(st.booleans())))
    return replace(draw(members()), readings=tuple(readings))


@given(member=calibrated(), model=MODELS, days=st.tuples(st.integers(-60, 360), st.integers(-60, 360)).map(sorted))
def test_the_parts_sum_to_the_change_of_every_pillar_and_of_the_total(
    member: Member, model: Model, days: list[int]
) -> None:
    why = api.why(member, on(days[0]), on(days[1]), model=model)
    for pillar, rest in zip(PILLAR_KEYS, why.unexplained, strict=True):
        parts = sum(s.came_in + s.aged_out + s.stock for s in why.signals if s.pillar == pillar)
        change = why.end_pillars[pillar] - why.start_pillars[pillar]
        assert parts + rest.points == pytest.approx(change, abs=1e-9)
    whole = sum(s.change for s in why.signals) + why.left_over
    assert whole == pytest.approx(why.end_total - why.start_total, abs=1e-9)
    assert why.calibrated == bool(member.readings)
    if not member.readings:
        assert why.left_over == 0
    ends = [api.score(member, as_of=on(day), model=model) for day in days]
    assert (why.start_total, why.end_total) == pytest.approx([e.total for e in ends], abs=1e-9)
    for most in (0, 3, 6, 99):
        steps = why.top(most)
        assert [s.label for s in steps[-2:]] == ["the others", "unexplained"]
        assert sum(s.points for s in steps) == pytest.approx(why.change, abs=1e-9)
        assert steps[0].before == why.start_total
        assert steps[-1].after == pytest.approx(why.end_total, abs=1e-9)
        assert all(a.after == b.before for a, b in pairwise(steps))
    assert why.words
    assert text.why(why, api.ahead(member, model=model))


@given(member=members(), index=st.integers(0, 300), days=st.integers(1, 100))
def test_looking_ahead_always_says_something(member: Member, index: int, days: int) -> None:
    ahead = api.ahead(member, days=days, as_of=on(index))
    assert [d.day for d in ahead.days] == [on(index + n) for n in range(1, days + 1)]
    assert ahead.points == pytest.approx(sum(s.points for s in ahead.signals), abs=1e-9)
    for row in ahead.days:
        assert row.points == pytest.approx(sum(s.points for s in row.signals), abs=1e-12)
        assert row.words
        costs = [s.points for s in row.signals]
        assert costs == sorted(costs)
    assert all(s.points == pytest.approx(0, abs=1e-9) and s.free_words for s in ahead.free)
    assert all(s.cost_words for s in ahead.costly)
    assert ahead.words
    assert len(ahead.to_frame()) == days


# ------------------------------------------------------------------------------------------------------- words, by hand


def test_words_name_the_largest_movers_of_its_own_sign_first() -> None:
    small = {"articles": 0.3, "connections": 0.2}
    up = told({"comments_given": 2.1, "original_posts": 0.9, "messages_sent": -0.4, **small})
    assert up.words == (
        "up 3.1 since 5 July 2026: comments given +2.1, original posts +0.9, articles and newsletters +0.3; "
        "messages sent -0.4"
    )
    down = told({"comments_given": -2.1, "original_posts": 0.04}, left_over=-1.0)
    assert down.words == "down 3.1 since 5 July 2026: comments given -2.1, unexplained -1.0"
    assert down.headline == (
        "Down 3.1 since 5 July 2026: comments given -2.1, unexplained -1.0. From 40.0 on 5 July 2026 to 36.9 on "
        "3 October 2026."
    )


def test_what_rounds_to_nothing_is_unchanged() -> None:
    assert told({}).words == "unchanged since 5 July 2026"
    assert told({"comments_given": 0.04}).words == "unchanged since 5 July 2026"
    both = told({"comments_given": 2.0, "messages_sent": -2.0}).words
    assert both.startswith("unchanged since 5 July 2026: ")
    assert "comments given +2.0" in both
    assert "messages sent -2.0" in both


def test_steps_are_the_six_that_moved_most_the_others_and_what_no_signal_explains() -> None:
    keys = [s.key for s in SIGNALS[:8]]
    steps = told(dict(zip(keys, [0.1, 0.2, -0.8, 0.4, 0.5, 0.6, -0.7, 0.3], strict=True)), 0.25).top()
    labels = {s.key: s.label for s in SIGNALS}
    assert [s.label for s in steps[:6]] == [labels[keys[i]] for i in (2, 6, 5, 4, 3, 7)]
    assert [(s.label, s.points) for s in steps[6:]] == [
        ("the others", pytest.approx(0.3)), ("unexplained", pytest.approx(0.25)),
    ]  # fmt: skip


def test_every_remark_has_words_and_is_told_only_where_something_moved() -> None:
    for note, said in NOTE_WORDS.items():
        assert SignalMove("a", "A", "find", 0.0, 0.0, 0.3, note).words == said
        assert SignalMove("a", "A", "find", 0.3, 0.0, 0.0, note).words == ""


def test_a_day_says_what_leaves_what_it_costs_and_what_stands_still() -> None:
    # 1 January is day 0; with 90 days it leaves on day 90, 1 April 2026, a Wednesday.
    ahead = api.ahead(commented({0: 14, 60: 100}), as_of=on(89))
    first, second = ahead.days[:2]
    assert (first.day, first.done) == (dt.date(2026, 4, 1), dt.date(2026, 1, 1))
    assert first.words == "14 comments from January leave on Wednesday 1 April 2026: -0.4; write 14 to stand still"
    assert second.words == "nothing leaves on Thursday 2 April 2026"
    assert ahead.words == (
        "If nothing comes in, 0.4 points leave the window of 90 days until 30 April 2026, the most on "
        "Wednesday 1 April 2026 (-0.4)."
    )
    assert [s.cost_words for s in ahead.costly] == ["14 comments leave: -0.4; write 14 to stand still"]


def test_one_act_is_one_and_a_small_cost_is_not_none() -> None:
    ahead = api.ahead(commented({0: 1, 60: 100}), as_of=on(89))
    assert ahead.days[0].words == (
        "1 comment from January leaves on Wednesday 1 April 2026: -0.03; write 1 to stand still"
    )
    assert ahead.words == "What leaves the window until 30 April 2026 costs nothing."


def test_what_leaves_from_above_the_cap_is_told_as_such() -> None:
    ahead = api.ahead(commented({0: 20, 3: 30, 60: 240}), as_of=on(89))
    assert ahead.days[0].words == (
        "20 comments from January leave on Wednesday 1 April 2026: nothing lost yet, 270 are left, 250 are enough"
    )
    # Of 270, 240 are left: 10 below the cap.
    assert ahead.days[3].words == (
        "30 comments from January leave on Saturday 4 April 2026: -0.3; write 10 to stand still"
    )
    assert ahead.free == ()  # over the 30 days they do cost something
    soon = api.ahead(commented({0: 20, 3: 30, 60: 240}), as_of=on(89), days=2)
    assert [s.free_words for s in soon.free] == ["20 comments leave and cost nothing yet: 270 are left, 250 are enough"]
    assert soon.words == "What leaves the window until 2 April 2026 costs nothing."


def test_of_several_signals_the_dearest_is_named() -> None:
    member = Member(acted({
        "original_posts": [2, *[0] * 120], "comments_given": [1, *[0] * 120], "active_days": [1, *[0] * 120],
    }))  # fmt: skip
    # Two posts: as shares -2 x 5 / 39 = -0.26, as posts -2 x 3 / 26 = -0.23; a comment -0.03, a day -0.06.
    (first, *_) = api.ahead(member, as_of=on(89)).days
    assert [s.signal for s in first.signals] == ["shares", "original_posts", "active_days", "comments_given"]
    assert first.words == (
        "2 posts and reposts from January leave on Wednesday 1 April 2026: -0.3, -0.6 with 3 other signals; share 2 to "
        "make up for them"
    )
    assert first.signals[2].stand_still == "be active that day"


def test_what_others_decide_is_told_in_posts_and_invitations() -> None:
    member = Member(acted({"engagement_received": [45, *[0] * 120], "right_people_added": [3, *[0] * 120]}))
    rows = {s.signal: s for s in api.ahead(member, as_of=on(89)).signals}
    # A post is assumed to bring 15.
    assert (rows["engagement_received"].habit, rows["engagement_received"].actions) == ("post", 3)
    assert rows["engagement_received"].stand_still == "earn 45 (about 3 posts of yours)"
    assert rows["right_people_added"].stand_still == "add 3 (an accepted invitation each)"


def test_every_window_signal_has_words_and_a_habit_that_feeds_it() -> None:
    assert set(ACTS) == {s.key for s in SIGNALS if s.kind == "window"}
    for key, act in ACTS.items():
        habit = next(h for h in HABITS if h.key == act.habit)
        assert key in {**habit.feeds, **habit.brings}
        fed = [h for h in HABITS if key in h.feeds]
        if fed:  # an own act, the cheapest: one act brings one
            assert habit.minutes == min(h.minutes for h in fed)
            assert habit.feeds[key] == 1
        assert act.counted(1) == f"1 {act.one}"
        assert act.counted(1234) == f"1,234 {act.many}"


def test_a_correction_that_leaves_gives_points_back() -> None:
    ahead = api.ahead(commented({0: -10, 60: 100}), as_of=on(89))
    assert ahead.days[0].words == "a correction from January leaves on Wednesday 1 April 2026: +0.3"
    assert ahead.points == pytest.approx(0.28)


def test_signals_that_do_not_age_are_named_with_the_reason() -> None:
    said = replace(commented({0: 14}), stated=Stated(signals={"messages_sent": 40}))
    words = api.ahead(said, as_of=on(89)).still_words
    assert "Messages sent (you told us, and it holds until you say otherwise)" in words
    assert "Articles and newsletters" in words
    assert "Comments given" not in words


def test_after_the_files_end_no_days_acts_are_known_to_leave(sample: api.Imported) -> None:
    late = api.ahead(sample, as_of=dt.date(2026, 7, 15))
    assert (late.dated, late.points) == (False, 0)
    assert late.words.startswith("Files cover only a part of the 90 days to 15 July 2026, so no day's acts are known")
    assert "look from the day the files end" in late.words


# ------------------------------------------------------------------------------------------------------- odd members


def test_a_member_of_answers_alone_has_nothing_that_moves_or_leaves() -> None:
    found = api.read([("answers.csv", b"signal,value\nconnections,600\ncomment,3\n")], as_of=dt.date(2026, 6, 30))
    why = api.why(found, dt.date(2026, 4, 1))
    assert (why.dated, why.change, why.words) == (False, 0, "unchanged since 1 April 2026")
    ahead = api.ahead(found)
    assert (ahead.dated, ahead.points, ahead.signals) == (False, 0, ())
    assert ahead.words.startswith("Nothing that is known")


def test_a_member_known_by_readings_alone_moves_by_what_no_signal_explains() -> None:
    readings = [
        Reading(FIRST, 50.0, dict(zip(PILLAR_KEYS, (15.0, 10.0, 5.0, 20.0), strict=True))),
        Reading(FIRST + 60, 54.0, dict(zip(PILLAR_KEYS, (15.0, 12.0, 7.0, 20.0), strict=True))),
    ]
    found = api.read([], readings=readings)
    why = api.why(found, on(0))
    assert not why.dated
    assert why.change == pytest.approx(why.left_over, abs=1e-9)
    assert 2 < why.change < 4.5
    assert why.words == f"up {why.change:.1f} since 1 January 2026: unexplained +{why.change:.1f}"
    assert [s.label for s in why.top()] == ["the others", "unexplained"]


def test_before_the_first_reading_nothing_moved_that_is_known_by_readings_alone() -> None:
    pillars = dict(zip(PILLAR_KEYS, (10.0, 9.0, 8.0, 15.0), strict=True))
    readings = [Reading(FIRST + day, total, pillars) for day, total in ((0, 42.0), (28, 42.0))]

    def since(*told: Reading, stated: Stated | None = None) -> dt.date:
        found = replace(api.read([], readings=told), as_of=on(28))
        return api.why(replace(found, member=replace(found.member, stated=stated or Stated()))).start

    assert since(*readings) == on(0), "28 days ago, and not 90"
    assert since(readings[1]) == on(28), "of one reading alone there is no move at all"
    assert since(Reading(FIRST - 200, 42.0, pillars), *readings) == on(28 - 90)
    # Whatever else bears a date is known from before.
    log = Stated(weekly_log=((FIRST, "comment", 5.0),))
    assert since(*readings, stated=log) == on(28 - 90)


def test_days_that_can_not_be_used_are_refused_in_words(sample: api.Imported) -> None:
    with pytest.raises(api.WrongDaysError, match="from 2026-07-01 to 2026-06-30 ends before it starts: swap the days"):
        api.why(sample, dt.date(2026, 7, 1))
    for days in (0, 367):
        with pytest.raises(api.WrongDaysError, match=f"{days} days ahead are outside 1 to 366"):
            api.ahead(sample, days=days)


# ----------------------------------------------------------------------------------------------------- as data, as text


def test_an_answer_says_itself_as_data_as_a_frame_and_as_html(sample: api.Imported) -> None:
    why = api.why(sample, dt.date(2026, 4, 1))
    answer = why.to_dict()
    assert list(answer) == [
        "schema", "from", "to", "from_total", "to_total", "change", "signals", "unexplained", "pillars",
    ]  # fmt: skip
    assert {p["key"]: (p["from"], p["to"]) for p in answer["pillars"]} == {
        key: (why.start_pillars[key], why.end_pillars[key]) for key in api.PILLARS
    }
    assert (answer["from"], answer["to"]) == ("2026-04-01", "2026-06-30")
    assert [s["signal"] for s in answer["signals"]] == list(SIGNAL_KEYS)
    frame = why.to_frame()
    assert frame["change"].sum() == pytest.approx(why.change, abs=1e-9)
    assert list(frame["signal"]) == [s.label for s in why.movers]
    html = why._repr_html_()
    assert why.words[1:] in html
    assert "<table" in html


def test_what_leaves_says_itself_as_data_as_a_frame_and_as_html(sample: api.Imported) -> None:
    ahead = api.ahead(sample)
    rows = ahead.to_dict()["ahead"]
    assert [r["date"] for r in rows] == [d.day.isoformat() for d in ahead.days]
    assert all(list(r) == ["date", "points", "signals", "words"] for r in rows)
    assert all(r["points"] == pytest.approx(sum(s["points"] for s in r["signals"]), abs=1e-9) for r in rows)
    frame = ahead.to_frame()
    assert list(frame["what leaves"]) == [r["words"] for r in rows]
    assert ahead.words in ahead._repr_html_()
    assert api.ahead(sample, days=3).days == ahead.days[:3]


def test_the_first_day_ahead_is_the_score_of_an_idle_day(sample: api.Imported) -> None:
    # The sample's next day, had nothing happened and did every file cover it.
    activity = sample.member.activity.until(day_number(sample.as_of))
    longer = Activity(
        activity.first_day,
        {k: np.append(v, 0.0) for k, v in activity.counts.items()},
        {k: np.append(v, True) for k, v in activity.covered.items()},
        activity.from_the_start, activity.proxies, activity.trials,
    )  # fmt: skip
    now = {s.key: s for s in api.score(sample).signals}
    then = {s.key: s for s in api.score(replace(sample.member, activity=longer), as_of=dt.date(2026, 7, 1)).signals}
    ahead = api.ahead(sample)
    for row in ahead.days[0].signals:
        assert row.points == pytest.approx(then[row.signal].points - now[row.signal].points, abs=1e-9)


def test_the_text_holds_words_steps_and_what_leaves(sample: api.Imported) -> None:
    why, ahead = api.why(sample, dt.date(2026, 4, 1)), api.ahead(sample)
    lines = text.why(why, ahead).splitlines()
    assert lines[0] == why.headline
    for step in why.top():
        assert any(line.startswith(step.label) and f"{step.after:.1f}" in line for line in lines)
    assert ahead.words in lines
    assert all(f"  {day.words}" in lines for day in ahead.dearest(5))
    assert all(f"  {s.cost_words}" in lines for s in ahead.costly)
