"""A member becomes JSON and comes back the same to the last bit, whatever they did."""

import json
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.member import Activity, Group, Member, Reading, Target
from ssi_core.model.signals import PILLAR_KEYS
from ssi_core.store.codec import facts_of, member_of, packed, reading_data, reading_of, unpacked
from tests.model.members import FIRST, activities, members

POINTS = st.floats(0, 25)
GROUP = st.builds(
    Group, st.none() | st.floats(0, 100), st.none() | st.floats(0, 100),
    st.dictionaries(st.sampled_from(PILLAR_KEYS), POINTS), st.none() | st.integers(0, 10**9),
)  # fmt: skip
READING = st.builds(
    Reading, st.integers(FIRST - 300, FIRST + 300), st.none() | st.floats(0, 100),
    st.dictionaries(st.sampled_from(PILLAR_KEYS), POINTS),
    st.dictionaries(st.sampled_from(["industry", "network", "team"]), GROUP), st.none() | st.booleans(), st.booleans(),
)  # fmt: skip


def logs() -> st.SearchStrategy[tuple[Reading, ...]]:
    many = st.lists(READING, max_size=4, unique_by=lambda r: r.day)
    return many.map(lambda log: tuple(sorted(log, key=lambda r: r.day)))


def through_json(member: Member) -> Member:
    log = tuple(reading_of(json.loads(json.dumps(reading_data(r)))) for r in member.readings)
    return member_of(unpacked(packed(facts_of(member))), log)


def same_activity(one: Activity, other: Activity) -> None:
    assert (one.first_day, one.from_the_start, one.proxies) == (other.first_day, other.from_the_start, other.proxies)
    assert list(one.counts) == list(other.counts)
    for name in one.counts:
        assert one.counts[name].tobytes() == other.counts[name].tobytes()
        assert np.array_equal(one.covered[name], other.covered[name])
    assert list(one.trials) == list(other.trials)
    for key, t in one.trials.items():
        back = other.trials[key]
        assert (t.first, t.last) == (back.first, back.last)
        assert t.day.tobytes() == back.day.tobytes()
        assert t.success_day.tobytes() == back.success_day.tobytes()


@given(members(), logs(), st.booleans(), st.none() | st.integers(FIRST, FIRST + 300))
@settings(max_examples=25)
def test_score_history_and_projection_are_equal_to_the_last_digit(
    member: Member, log: tuple[Reading, ...], seat: bool, last: int | None
) -> None:
    member = replace(member, readings=log, seat_seen=seat, last_day=last, target=Target(("CTO",), ()))
    back = through_json(member)
    same_activity(member.activity, back.activity)
    for name in ("profile", "stated", "readings", "seat_seen", "last_day", "target", "network"):
        assert getattr(member, name) == getattr(back, name)
    day = api.day_of(FIRST + 200)
    assert api.score(back, as_of=day).to_dict() == api.score(member, as_of=day).to_dict()
    one, other = (api.history(m, end=day, every=90) for m in (member, back))
    assert one.to_dict() == other.to_dict()
    later = [replace(m, last_day=FIRST + 200) for m in (member, back)]
    now = [api.project(m, {}, 2).to_dict() for m in later]
    assert now[0] == now[1]


@given(activities())
def test_the_same_member_is_the_same_bytes(activity: Activity) -> None:
    member = Member(activity)
    assert packed(facts_of(member)) == packed(facts_of(through_json(member)))


def test_a_fraction_and_a_negative_zero_come_back_to_the_bit() -> None:
    series = np.array([0.0, -0.0, 0.1 + 0.2, -3.0, 5e-324, 2.0**53 + 2])
    member = Member(Activity(FIRST, {"impressions": series}, {"impressions": np.ones(6, bool)}))
    assert through_json(member).activity.counts["impressions"].tobytes() == series.tobytes()
