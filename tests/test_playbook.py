"""The five strategies: figures, what is missing, steps and their points; checklist; balance of the pillars."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from ssi_core import api
from ssi_core.member import CHECKLIST, Member, Profile, Reading, Stated, day_of
from ssi_core.model.habits import HABITS
from ssi_core.model.signals import SIGNALS, STRATEGIES
from ssi_core.model.table import Model
from ssi_core.playbook import ITEMS, spell
from tests.model.members import FIRST, acted, members, saying, typical_levels

DAY = day_of(FIRST + 89)


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="module")
def book(sample: api.Imported) -> api.Playbook:
    return api.playbook(sample)


def steps(book: api.Playbook, kind: str) -> dict[str, api.Step]:
    return {t.key: t for s in book.strategies for t in s.steps if t.kind == kind}


def strategy(book: api.Playbook, key: str) -> api.Strategy:
    return next(s for s in book.strategies if s.key == key)


# -------------------------------------------------------------------------------------------------- the five strategies


def test_the_five_strategies_stand_in_their_order_and_hold_every_signal_once(book: api.Playbook) -> None:
    assert [s.key for s in book.strategies] == list(STRATEGIES)
    assert sorted(x.key for s in book.strategies for x in s.signals) == sorted(s.key for s in SIGNALS)
    assert sum(s.points for s in book.strategies) == pytest.approx(book.score.raw.total)
    assert sum(s.max for s in book.strategies) == 100


def test_it_stands_on_the_score_of_its_day(book: api.Playbook, sample: api.Imported) -> None:
    assert book.score == api.score(sample)
    earlier = api.playbook(sample, as_of=DAY)
    assert (earlier.as_of, earlier.network.as_of) == (DAY, DAY)
    assert earlier.score.total == api.score(sample, as_of=DAY).total


def test_figures_are_the_members_own_in_sentences() -> None:
    counts = acted({"comments_given": [1.0] * 90, "active_days": [0.0] * 90}, proxies=frozenset({"active_days"}))
    book = api.playbook(Member(counts, Profile({"about": True}), Stated(signals={"reply_rate": 0.21})), as_of=DAY)
    said = {x.key: words for s in book.strategies for x, words in zip(s.signals, s.figures, strict=True)}
    assert said["comments_given"] == (
        "Comments given: 90 in the last 90 days; 250 is enough. 2.5 of 7 points, from your files."
    )
    assert said["active_days"] == (
        "Days active: 0 in the last 90 days; 65 is enough. 0.0 of 4 points, from your files, in part."
    )
    assert said["reply_rate"].startswith("Replies to your openings: 21% in the last 90 days; 35% is enough. 1.2 of 2")
    assert said["reply_rate"].endswith("you told us.")
    assert said["profile_completeness"].startswith("Profile completeness: 83%; 100% is enough.")
    assert said["leads_saved"] == (
        "Leads saved: counts only with a Sales Navigator seat, which you do not have. 0.0 of 6 points."
    )
    assert said["connections"].startswith("Connections: not known, taken as is likely given the rest. ")


def test_what_is_missing_names_the_file_or_answer(book: api.Playbook) -> None:
    assert strategy(book, "expand your network").missing_words == (
        "Profiles viewed (up to 6 points): give Sales Navigator's activity CSV, or your own count",
    )
    nothing = api.playbook(Member(), as_of=DAY)
    missing = [x.key for s in nothing.strategies for x in s.missing]
    assert sorted(missing) == sorted(s.key for s in SIGNALS if s.key != "leads_saved")  # no seat, so none: known
    assert "Shares.csv" in strategy(nothing, "share valuable content").missing_words[1]


# -------------------------------------------------------------------------------------------------------------- steps


def test_steps_worked_out_by_hand() -> None:
    book = api.playbook(saying(typical_levels() | {"comments_given": 100.0, "articles": 0.0}), as_of=DAY)
    comment = steps(book, "habit")["comment"]
    assert (comment.actions, comment.minutes) == (20, 60)
    assert comment.points == pytest.approx(7 * 20 / 250)
    assert comment.words == "Comment on a post, 20 times: +0.56 points (1 hour)"
    # An article takes two hours; it is a share too, and brings 20 engagements and 4 followers.
    article = steps(book, "habit")["article"]
    assert (article.actions, article.minutes) == (1, 120)
    assert article.points == pytest.approx(5 / 3 + 5 / 39 + 4 * 20 / 500 + 2 * 4 / 100)
    # An hour of reactions would be 200, more than a week's ceiling.
    assert (steps(book, "habit")["react"].actions, steps(book, "habit")["react"].minutes) == (140, 42)
    full = steps(book, "signal")["comments_given"]
    assert (full.points, full.actions, full.minutes) == (pytest.approx(4.2), 150, 450)
    assert full.words == (
        "Bring comments given from 100 to 250: +4.20 points (comment on a post, 150 times, 7 hours 30 minutes)"
    )
    ratio = steps(book, "signal")["invite_acceptance"]
    assert (ratio.actions, ratio.minutes, ratio.how) == (None, None, "")


def test_what_no_window_has_room_for_is_no_way_to_a_cap() -> None:
    # An article a week more than the ceiling of 2 allows: 50 more articles would be needed, 25 fit in 90 days.
    table = Model.edited({"articles": {"enough": 50}})
    book = api.playbook(saying({"articles": 0.0}), as_of=DAY, model=table)
    step = steps(book, "signal")["articles"]
    assert (step.points, step.actions) == (5, None)


def test_items_of_the_checklist_stand_with_the_profile() -> None:
    book = api.playbook(Member(profile=Profile({"about": False, "headline": True})), as_of=DAY)
    found = [t for t in strategy(book, "optimise your profile").steps if t.kind == "item"]
    assert (found[0].key, found[0].label) == ("about", "Fill in: About section")
    assert found[0].points == pytest.approx(1.35)
    assert found[1].label.startswith("See that it is there: ")  # unknown
    assert "headline" not in [t.key for t in found]
    assert not [t for s in book.strategies[1:] for t in s.steps if t.kind == "item"]


def test_a_habit_stands_in_one_strategy_alone(book: api.Playbook) -> None:
    seat = api.playbook(saying(typical_levels(seat=True), seat=True), as_of=DAY)
    where = {t.key: s.key for s in seat.strategies for t in s.steps if t.kind == "habit"}
    assert set(where) == {h.key for h in HABITS}
    assert where["save_lead"] == where["invite"] == "expand your network"
    assert where["personal_note"] == where["message"] == "message personally"
    assert where["endorse"] == "optimise your profile"
    assert "save_lead" not in steps(book, "habit")
    assert "leads_saved" not in steps(book, "signal")


@given(member=members())
def test_every_step_is_worth_what_it_says_and_the_best_habit_comes_first(member: Member) -> None:
    book = api.playbook(member, as_of=DAY)
    best = {a.habit: a.points_per_hour for a in book.score.next_best_actions}
    for s in book.strategies:
        assert 0 <= s.points <= s.max + 1e-9
        hours = [t.points / t.minutes for t in s.steps if t.kind == "habit" and t.minutes]
        assert hours == sorted(hours, reverse=True)
        for t in s.steps:
            assert t.points > 0
            if t.kind == "habit":
                # Many actions at once never bring more a piece than the next one.
                assert t.minutes is not None
                assert t.points <= best[t.key] * t.minutes / 60 + 1e-9
            if t.kind == "signal":
                x = next(x for x in s.signals if x.key == t.key)
                assert t.points == pytest.approx(x.max - x.points, abs=1e-6)
    assert json.loads(json.dumps(book.to_dict(), allow_nan=False))["schema"] == 1


# ---------------------------------------------------------------------------------------------- checklist and balance


def test_items_say_who_says_so() -> None:
    told = Member(profile=Profile({"about": True, "photo": True}), stated=Stated(checklist={"photo": False}))
    items = {i.key: i for i in api.playbook(told, as_of=DAY).checklist}
    assert list(items) == list(CHECKLIST) == list(ITEMS)
    assert items["about"].words == "filled in, from your files"
    assert items["photo"].words == "not filled in, you told us"
    assert items["location"].words == "not known"
    assert (items["about"].item.points, items["about"].gain) == (pytest.approx(1.35), 0)
    assert (items["photo"].item.points, items["photo"].gain) == (pytest.approx(1.35), pytest.approx(1.35))
    assert items["location"].gain == pytest.approx(9 * 0.05 * 0.2)


def test_the_weakest_pillar_and_where_its_points_are() -> None:
    book = api.playbook(saying(typical_levels() | {"connections": 1200.0}), as_of=DAY)
    assert book.weakest.key == "engage"
    lacking = {s.key: sum(x.max - x.points for x in s.signals if x.pillar == "engage") for s in book.strategies}
    most = max(lacking, key=lambda k: lacking[k])
    assert book.balance == (
        f"Your weakest pillar is Engage with insights, {book.weakest.points:.1f} of 25; your strongest is Build "
        f"relationships, {book.score.pillars[3].points:.1f}, "
        f"{book.score.pillars[3].points - book.weakest.points:.1f} points apart. Most of what is missing there lies in "
        f"\u201c{most}\u201d: up to {lacking[most]:.1f} points."
    )


def test_pillars_close_together_are_called_balanced() -> None:
    full = {s.key: 2 * s.enough for s in SIGNALS}
    assert "no side is neglected" in api.playbook(saying(full, seat=True), as_of=DAY).balance


def test_readings_move_the_level_and_not_the_steps() -> None:
    plain = saying(typical_levels())
    known = replace(plain, readings=(Reading(FIRST + 80, 60.0),))
    before, after = api.playbook(plain, as_of=DAY), api.playbook(known, as_of=DAY)
    assert steps(before, "habit") == steps(after, "habit")
    assert "move the level, not these" in after.scale_words
    assert "readings" not in before.scale_words


def test_a_member_known_by_readings_alone_has_a_playbook() -> None:
    found = api.read([], readings=[Reading(FIRST, 33.0, {"brand": 12, "find": 5, "engage": 1, "relationships": 15})])
    book = api.playbook(found)
    assert book.weakest.key == "engage"
    assert book.network.size == 0
    assert all(s.steps for s in book.strategies)


# ---------------------------------------------------------------------------------------------------------------- faces


def test_json_frame_and_html_hold_the_same_steps(book: api.Playbook) -> None:
    data = json.loads(json.dumps(book.to_dict(), allow_nan=False))
    rows = [t for s in data["strategies"] for t in s["steps"]]
    frame = book.to_frame()
    assert [r["points"] for r in rows] == frame["points"].tolist()
    assert [s["key"] for s in data["strategies"]] == list(STRATEGIES)
    assert data["network"]["size"] == 1900
    assert data["network"]["senior"] == 138
    assert data["weakest"] == book.weakest.key
    assert {i["item"] for i in data["checklist"]} == set(CHECKLIST)
    assert "<table" in book._repr_html_()
    assert all(set(x) == {"key", "level", "enough", "points", "max", "provenance", "words", "likely"}
               for s in data["strategies"] for x in s["signals"])  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.3, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (121, "2 hours 1 minute"),
     (600, "10 hours"), (1234, "21 hours")],
)  # fmt: skip
def test_minutes_as_a_person_says_them(minutes: float, words: str) -> None:
    assert spell(minutes) == words


