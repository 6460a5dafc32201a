"""A cohort and who sees whose: no figure of few people, and none that follows from those that are shown."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.cohort import MEASURES, cohort
from ssi_core.cohort_parts import CohortMember
from ssi_core.ingest.errors import IngestError
from ssi_core.sight import Sight

ON = dt.date(2026, 5, 4)


def points(total: float) -> dict[str, float]:
    return {"total": total, "brand": total / 4, "find": total / 4, "engage": total / 4, "relationships": total / 4}


def people(number: int, group: str = "", start: int = 0, **given: Any) -> list[CohortMember]:
    return [CohortMember(f"{group}{i:02d}", points(20.0 + start + i), group=group, **given) for i in range(number)]


def test_medians_and_quartiles_are_of_this_cohort() -> None:
    found = cohort(people(9))
    assert set(found.spreads) == set(MEASURES)
    total = found.spreads["total"]
    assert (total.people, total.low, total.median, total.high) == (9, 22.0, 24.0, 26.0)
    assert (found.people, found.named, found.held_back) == (9, (), "")


def test_fewer_than_five_are_held_back_and_five_are_not() -> None:
    assert cohort(people(5)).spreads
    four = cohort(people(4))
    assert (four.spreads, four.named, four.habits, four.progress) == ({}, (), (), {})
    assert four.held_back == "held back: figures of fewer than 5 people would be known"
    with pytest.raises(IngestError, match="without a member"):
        cohort([])


def test_a_group_of_four_in_nine_can_not_be_had_by_subtraction() -> None:
    found = cohort([*people(5, "a"), *people(4, "b")])
    assert found.spreads["total"].people == 9
    assert [(p.name, p.people, dict(p.spreads), p.held_back) for p in found.parts] == [
        ("a", 5, {}, "held back: a smaller group would follow from it and the whole"),
        ("b", 4, {}, "held back: fewer than 5 people"),
    ]
    found = cohort([*people(5, "a"), *people(4, "b"), *people(1, "c"), *people(9, "d")])
    assert [p.name for p in found.parts if p.spreads] == ["a", "d"], "four and one are five together"


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1),
    st.sampled_from(("aggregate", "named", "everything")),
    st.integers(2, 6),
)
def test_nothing_shown_leaves_few_people_over(groups: dict[str, tuple[int, int]], kind: Any, least: int) -> None:
    members = [m for g, (agreed, not_) in groups.items()
               for m in (*people(agreed, g, consent=ON), *people(not_, g, 50))]  # fmt: skip
    if not members:
        return
    found = cohort(members, Sight(kind, least))
    seen = {(m.name, m.points["total"]) for m in found.named}
    hidden = {g: sum((m.name, m.points["total"]) not in seen for m in members if m.group == g) for g in groups}
    shown = {p.name for p in found.parts if p.spreads}
    figures = [{g} for g in shown] + ([set(groups)] if found.spreads else [])
    # Whoever adds and takes away what is shown, in whatever way, is left with nobody or with enough.
    for signs in itertools.product((-1, 0, 1), repeat=len(figures)):
        times = {g: sum(s for s, f in zip(signs, figures, strict=True) if g in f) for g in groups}
        if set(times.values()) <= {0, 1}:
            left = sum(hidden[g] for g, n in times.items() if n)
            assert left == 0 or left >= least
    if kind == "aggregate":
        assert not found.named


def test_those_who_agreed_are_named_in_the_order_of_their_names_and_not_of_their_scores() -> None:
    members = [*people(6, consent=ON), *people(5, "x", 50)][::-1]
    found = cohort(members, Sight("named"))
    assert [m.name for m in found.named] == [f"{i:02d}" for i in range(6)]
    assert found.spreads["total"].people == 11
    # Eight of nine agreed: the ninth would be the whole less the eight.
    found = cohort([*people(8, consent=ON), *people(1, "", 50)], Sight("named"))
    assert len(found.named) == 8
    assert found.spreads == {}
    everything = cohort([*people(2, consent=ON), *people(1, "", 50)], Sight("everything"))
    assert len(everything.named) == 3
    assert everything.spreads["total"].people == 3


def test_without_the_right_nothing_is_seen() -> None:
    found = cohort(people(40, consent=ON), Sight("nothing"))
    assert (found.people, found.spreads, found.named, found.parts, found.progress) == (0, {}, (), (), {})
    assert found.to_dict()["members"] == []
    assert found.held_back == "not for you: nobody gave you the right to see this cohort"


@pytest.mark.parametrize(("kind", "least", "words"), [("all", 5, "no sight 'all'"), ("named", 1, "choose 2 or more")])
def test_rules_that_are_none_are_refused(kind: Any, least: int, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        Sight(kind, least)


def test_what_all_should_do_is_hours_by_habit() -> None:
    members = [*people(5, minutes={"comment": 30.0, "post": 0.0}), *people(1, "z", minutes={"post": 60.0})]
    comment, post = cohort(members).habits
    assert (comment.habit, comment.hours, comment.mean_minutes, comment.people) == ("comment", 2.5, 25.0, 5)
    assert (post.habit, post.hours, post.people) == ("post", 1.0, 1)
    assert cohort([*people(4, minutes={"comment": 30.0}), *people(5, "z")]).habits == ()


def test_progress_is_each_ones_own_difference() -> None:
    members = [CohortMember(f"{i}", points(30.0 + i), points(30.0 - i)) for i in range(5)]
    step = cohort(members).progress["total"]
    assert (step.change.low, step.change.median, step.change.high, step.rose) == (2.0, 4.0, 6.0, 4)
    assert step.before is not None
    assert (step.before.median, step.after.median) == (28.0, 32.0)  # type: ignore[union-attr]
    # Of the sixth only today is known: how the five lie, taken from how the six lie, would be the sixth.
    step = cohort([*members, *people(1, "new")]).progress["total"]
    assert (step.before, step.after, step.change.people) == (None, None, 5)
    assert cohort([*members[:4], *people(5, "new")]).progress == {}


def test_a_cohort_of_those_who_were_read(sample_dir: Path) -> None:
    found = api.read(next(sample_dir.glob("*.zip")))
    member = api.cohort_member(found, "Mara", group="a", consent=ON, before=dt.date(2026, 4, 1), hours=0.5, weeks=4)
    result = api.score(found)
    assert member.points == {"total": result.total, **{p.key: p.points for p in result.pillars}}
    assert member.before is not None
    assert member.before["total"] == api.score(found, as_of=dt.date(2026, 4, 1)).total
    assert 0 < sum((member.minutes or {}).values()) <= 30.001
    seen = api.cohort([member], api.Sight("everything")).to_dict()
    assert seen["members"] == [{"name": "Mara", "group": "a", **member.points}]
    assert seen["habits"][0]["hours"] <= 0.5
    assert api.cohort_member(found, "Mara", hours=None).minutes is None


def test_a_cohort_of_two_runs_over_many_archives(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from sample_data.make_cohort import write_archives

    write_archives(tmp_path, 7, broken=1, size="small")
    with ThreadPoolExecutor(2) as executor:
        now = api.team(tmp_path, executor=executor, as_of=dt.date(2026, 6, 30))
        before = api.team(tmp_path, executor=executor, as_of=dt.date(2026, 1, 31))
    first = now.scored[0].archive
    members = api.cohort_members(now, before, groups={first: "a"}, consents={first: ON})
    found = api.cohort(members)
    assert found.people == 6
    change = [a.total - b.total for a, b in zip(now.scored, before.scored, strict=True)]
    assert found.progress["total"].change.median == pytest.approx(np.median(change))
    assert [m.name for m in api.cohort(members, api.Sight("named")).named] == ["Mara Lindqvist-Sample-0001"]
