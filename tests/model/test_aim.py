"""Plans of real members: as the projection has them, against every plan there is, and what must hold for any."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ssi_core.member import Member
from ssi_core.model.aim import TIE, cheapest, most, richest
from ssi_core.model.future import Scenario
from ssi_core.model.habits import HABIT_KEYS, HABITS
from ssi_core.model.response import MOST_INVITATIONS, OFF, Response, chords
from ssi_core.model.signals import INDEX, SIGNALS
from ssi_core.model.solver import Solver
from ssi_core.model.table import Model
from ssi_core.model.whatif import Outlook
from tests.model.members import FIRST, members
from tests.model.test_whatif import BUSY, CURVED, KINDS, SEATED, outlook

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

EDITED = outlook(
    BUSY.member, Model(tuple(replace(s, enough=s.enough / 2) if s.key == "shares" else s for s in SIGNALS), 45)
)
KINDS = {**KINDS, "edited": EDITED}


def only(*habits: str) -> tuple[str, ...]:
    """All habits but these, to be excluded."""
    return tuple(key for key in HABIT_KEYS if key not in habits)


def some(response: Response, number: int = 12, seed: int = 5) -> Whole:
    """Plans at random, most of them small, that the ceilings allow."""
    rng = np.random.default_rng(seed)
    out: Whole = (rng.random((number, len(HABITS))) ** 3 * response.most).astype(np.int64)
    note, invite = HABIT_KEYS.index("personal_note"), HABIT_KEYS.index("invite")
    out[:, note] = np.minimum(out[:, note], out[:, invite])
    return out


def projected(one: Outlook, response: Response, actions: Whole) -> Floats:
    """Totals of plans, as the projection of their weekly rates gives them."""
    weekly = [Scenario(dict(zip(HABIT_KEYS, map(float, response.weekly(a)), strict=True))) for a in actions]
    return np.asarray(one.project(weekly, [response.day]).pillars[:, 1].sum(-1), np.float64)


# -------------------------------------------------------------------------------------- what actions bring: Response


@pytest.mark.parametrize("days", [5, 28, 91, 182, 400])
@pytest.mark.parametrize("kind", KINDS)
def test_actions_bring_what_their_projection_gives(kind: str, days: int) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + days)
    actions = some(response)
    np.testing.assert_allclose(response.points(actions), projected(one, response, actions), atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(
    member=members(), day=st.integers(0, 260), days=st.integers(1, 300), curve=st.sampled_from(["ramp", "saturating"])
)  # fmt: skip
def test_that_holds_whatever_the_archive(member: Member, day: int, days: int, curve: str) -> None:
    one = outlook(member, Model(curve=curve), FIRST + day)
    response = Response(one, one.day + days)
    actions = some(response, 4)
    exact = response.points(actions)
    np.testing.assert_allclose(exact, projected(one, response, actions), atol=1e-9)
    # The programme promises no more than comes of it, and hardly less.
    lines = response.programme().points(actions)
    assert (lines <= exact + 0.02).all()
    assert (lines >= exact - OFF * len(SIGNALS)).all()


@pytest.mark.parametrize("days", [28, 182])
@pytest.mark.parametrize("kind", KINDS)
def test_the_programme_lies_a_little_below_the_projection(kind: str, days: int) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + days)
    actions = np.concatenate((some(response), np.zeros((1, len(HABITS)), np.int64), response.most[None]))
    off = response.points(actions) - response.programme().points(actions)
    assert (off >= -1e-3).all()
    assert (off <= 0.25).all()


def test_chords_lie_below_a_concave_function_and_near_it() -> None:
    x = np.linspace(0, 1, 129) ** 2 * 40
    for y in (5 * (1 - np.exp(-x / 4)), np.minimum(x / 7, 3.0), x / 40, np.full(129, 2.0)):
        lines = chords(x, y, 0.02)
        off = y - lines.at(x)
        assert off.min() >= -1e-9
        assert off.max() <= 0.03
        assert lines.at(np.array([1000.0]))[0] == pytest.approx(y[-1])
        assert len(lines.slope) < 20


def test_ceilings_are_the_tables_or_the_members_own_and_invitations_never_above_100() -> None:
    one = outlook(replace(BUSY.member, activity=replace(
        BUSY.member.activity, counts={**BUSY.member.activity.counts,
                                      "invitations_sent": np.full(364, 30.0), "reactions_given": np.full(364, 30.0)},
    )))  # fmt: skip
    response = Response(one, one.day + 28)
    most = dict(zip(HABIT_KEYS, response.most, strict=True))
    assert most["invite"] == most["personal_note"] == 4 * MOST_INVITATIONS
    assert most["react"] == 4 * 210
    assert most["post"] == 28
    assert most["save_lead"] == 0
    assert dict(zip(HABIT_KEYS, Response(SEATED, SEATED.day + 28).most, strict=True))["save_lead"] == 200
    without = Response(one, one.day + 28, without=("invite", "post"))
    assert [key for key, n in zip(HABIT_KEYS, without.most, strict=True) if not n] == [
        "post", "save_lead", "invite", "personal_note"
    ]  # fmt: skip


def test_only_what_falls_into_the_last_window_counts_of_a_window_signal_and_all_of_a_stock() -> None:
    def shares(days: int, **weekly: float) -> Floats:
        response = Response(BUSY, BUSY.day + days)
        return response.shares(np.array([weekly.get(key, 0.0) * days / 7 for key in HABIT_KEYS]))

    comments, connections = INDEX["comments_given"], INDEX["connections"]
    half, year = shares(180, comment=5, invite=10), shares(360, comment=5, invite=10)
    assert half[comments] == pytest.approx(year[comments])
    assert half[comments] > shares(45, comment=5)[comments] - shares(45)[comments]
    assert year[connections] - half[connections] == pytest.approx(half[connections] - shares(1)[connections], rel=0.05)


# ---------------------------------------------------------------------------------------------- the least for a target


def all_of(response: Response) -> Whole:
    """Every plan of the habits that are not excluded."""
    return np.array(list(itertools.product(*(range(int(n) + 1) for n in response.most))))


SMALL = [("post", "repost", "article"), ("post", "repost", "ask_recommendation"), ("invite", "personal_note"),
         ("save_lead", "article"), ("active_day", "search")]  # fmt: skip


@pytest.mark.parametrize("habits", SMALL)
@pytest.mark.parametrize("kind", KINDS)
def test_no_plan_at_all_reaches_the_target_for_less(kind: str, habits: tuple[str, ...]) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + 7, {"invite": 2.0}, only(*habits))
    solver, plans = Solver(response.programme()), all_of(response)
    plans = plans[solver.of.allows(plans)]
    points, takes = response.points(plans), solver.of.takes(plans)
    low, high = points.min(), points.max()
    for share in (0.0, 0.3, 0.71, 0.97, 1.0):
        target = float(low + share * (high - low))
        found = cheapest(response, solver, target)
        assert found is not None
        assert response.points(found[None])[0] >= target - 1e-9
        best = float(takes[points >= target - 1e-9].min())
        assert solver.of.takes(found) <= best * 1.002 + 1e-9
    assert cheapest(response, solver, float(high) + 0.01) is None


@pytest.mark.parametrize("habits", SMALL)
@pytest.mark.parametrize("kind", ["files", "curve", "answers"])
def test_no_plan_at_all_brings_more_in_the_time(kind: str, habits: tuple[str, ...]) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + 7, without=only(*habits))
    solver, plans = Solver(response.programme()), all_of(response)
    plans = plans[solver.of.allows(plans)]
    points, takes = response.points(plans), solver.of.takes(plans)
    for limit in (0.2, 10.0, 45.0, 125.0, 10_000.0):
        best = float(points[takes <= limit + 1e-9].max())
        found = richest(response, solver, limit)
        assert solver.of.takes(found) <= limit + 1e-9
        assert response.points(found[None])[0] >= best - TIE - 0.03


@pytest.mark.parametrize("days", [28, 91, 182])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_plan_can_be_spared(kind: str, days: int) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + days)
    solver = Solver(response.programme())
    low, high = response.points(np.stack((response.most * 0, solver.of.most)))
    for share in (0.2, 0.6, 0.95):
        target = float(low + share * (high - low))
        found = cheapest(response, solver, target)
        assert found is not None
        assert target - 1e-9 <= response.points(found[None])[0] <= target + 0.25
        assert solver.of.allows(found)
        fewer = found - np.eye(len(found), dtype=np.int64)
        fewer = fewer[solver.of.allows(fewer)]
        assert (response.points(fewer) < target - 1e-9).all()


@pytest.mark.parametrize("kind", ["files", "readings too", "curve", "seat"])
def test_greed_never_does_better(kind: str) -> None:
    one = KINDS[kind]
    response = Response(one, one.day + 26 * 7)
    solver = Solver(response.programme())
    low, high = response.points(np.stack((response.most * 0, solver.of.most)))
    target = float(low + 0.6 * (high - low))
    found = cheapest(response, solver, target)
    assert found is not None
    # A week's tenth at a time: fine enough, and greed is done within seconds.
    actions, each = np.zeros(len(HABITS), np.int64), np.eye(len(HABITS), dtype=np.int64)
    step = np.maximum(1, np.round(3 / solver.of.minutes)).astype(np.int64)
    while (now := float(response.points(actions[None])[0])) < target:
        more = np.minimum(actions + each * step, solver.of.most)
        spent = np.maximum(solver.of.takes(more) - solver.of.takes(actions), 1e-9)
        gain = np.where((more > actions).any(-1), (response.points(more) - now) / spent, -1.0)
        actions = more[int(np.argmax(gain))]
    assert solver.of.takes(found) <= solver.of.takes(actions) * 1.001


def test_more_hours_never_bring_less_and_the_way_back_is_as_long() -> None:
    response = Response(CURVED, CURVED.day + 13 * 7)
    solver = Solver(response.programme())
    limits = np.array([0.5, 1, 2, 4, 8]) * 60 * response.weeks
    plans = [richest(response, solver, float(limit)) for limit in limits]
    totals = response.points(np.array(plans))
    assert (np.diff(totals) > 0).all()
    for total, plan in zip(totals, plans, strict=True):
        back = cheapest(response, solver, float(total))
        assert back is not None
        assert solver.of.takes(back) == pytest.approx(solver.of.takes(plan), rel=0.01)


def test_without_a_limit_the_most_is_all_there_is() -> None:
    response = Response(BUSY, BUSY.day + 91)
    solver = Solver(response.programme())
    assert most(solver) is solver.of.most
    found = richest(response, solver)
    assert response.points(found[None])[0] >= response.points(solver.of.most[None])[0] - TIE - 1e-9
    assert solver.of.takes(found) < 0.9 * solver.of.takes(solver.of.most)
