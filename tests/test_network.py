"""Titles and companies of connections: what is held of them, and changing whom a member calls the right people."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.ingest.people import right_people
from ssi_core.member import Target
from ssi_core.network import LONGEST, Network
from tests.ingest.exports import CONNECTIONS, PEOPLE_2022, REACTIONS, day, read, table, zipped

MARCH = day("2026-03-01")
LIKE = f"{REACTIONS}2026-03-20 09:00:00,LIKE,x\n"

# ----------------------------------------------------------------------------------------------------- what is held


def test_each_connection_is_a_day_a_title_and_a_company() -> None:
    people = Network.of([3, 1, 2], ["Buyer", "CEO", "Buyer"], ["One", "", "Two"])
    assert len(people) == 3
    assert [people.titles[i] for i in people.title] == ["Buyer", "CEO", "Buyer"]
    assert [people.companies[i] for i in people.company] == ["One", "", "Two"]
    assert people.titles == ("Buyer", "CEO")
    assert people.day.dtype == people.title.dtype == np.int32


def test_no_more_of_a_text_is_held_than_linkedin_lets_anyone_write() -> None:
    people = Network.of([1], ["x" * 9000], ["y" * 9000])
    assert (len(people.titles[0]), len(people.companies[0])) == (LONGEST, LONGEST)


def test_a_network_is_equal_to_its_pickle_and_shows_no_title() -> None:
    people = Network.of([3, 1], ["Astronaut", "CEO"], ["One", "Two"])
    again = pickle.loads(pickle.dumps(people))
    assert again == people
    assert again != Network()
    assert again != "a network"
    assert "Astronaut" not in repr(people)
    with pytest.raises(TypeError, match="unhashable"):
        hash(people)


def test_days_titles_and_companies_come_together() -> None:
    with pytest.raises(ValueError, match="1 days, 0 titles, 0 companies: give one each a connection"):
        Network(np.zeros(1, np.int32))


def test_parts_are_joined_and_cut_at_a_day() -> None:
    one, two = Network.of([1, 5], ["a", "b"], ["x", "y"]), Network.of([3], ["b"], ["x"])
    both = Network.joined([one, two])
    assert both == Network.of([1, 5, 3], ["a", "b", "b"], ["x", "y", "x"])
    assert Network.joined([]) == Network()
    assert Network.joined([one]) is one
    early = both.until(3)
    assert [early.titles[i] for i in early.title] == ["a", "b"]


def test_reading_fills_it_from_connections_without_their_duplicates() -> None:
    old = PEOPLE_2022 + "Ann,First,,Example,Buyer ,02 Mar 2026\n,,,,,03 Mar 2026\n"
    new = CONNECTIONS + "Ann,First,https://www.linkedin.com/in/a,,Example,Buyer ,02 Mar 2026\n,,,,,,03 Mar 2026\n" \
        "Bob,Second,https://www.linkedin.com/in/b,,\"Other, Inc.\",CEO,04 Mar 2026\n"  # fmt: skip
    found = read([
        ("old.zip", zipped({"Connections.csv": old}, (2026, 3, 3, 8, 0, 0))),
        ("new.zip", zipped({"Connections.csv": new})),
    ])  # fmt: skip
    people = found.member.network
    assert len(people) == found.counts["connections_added"] == 3
    rows = [(int(d), people.titles[t], people.companies[c])
            for d, t, c in zip(people.day, people.title, people.company, strict=True)]  # fmt: skip
    assert sorted(rows) == [
        (MARCH + 1, "Buyer ", "Example"), (MARCH + 2, "", ""), (MARCH + 3, "CEO", "Other, Inc."),
    ]  # fmt: skip


def test_without_connections_it_is_empty() -> None:
    assert read({"Reactions.csv": LIKE}).member.network == Network()


# ----------------------------------------------------------------------------------- another notion of the right people

TITLES = ("CEO", "VP Sales ", "Head of Sales", "Buyer", "Einkäufer", "C++ Engineer", "", "Chief Financial Officer")
FIRMS = ("Example, Inc.", "example", "Other GmbH", "", "Third", "Example Two")


@st.composite
def people(draw: st.DrawFn) -> list[list[Any]]:
    """Rows of a Connections.csv; some of them hidden, some of them there twice."""
    rows = []
    for i in range(draw(st.integers(0, 25))):
        number = draw(st.integers(0, 15))
        hidden = draw(st.integers(0, 9)) == 0
        on = f"{draw(st.integers(1, 28)):02d} Mar 2026"
        if hidden:
            rows.append(["", "", "", "", "", "", on])
            continue
        url = f"https://www.linkedin.com/in/p{number}" if draw(st.booleans()) else ""
        rows.append(["Person", f"N{number if url else i}", url, "", draw(st.sampled_from(FIRMS)),
                     draw(st.sampled_from(TITLES)), on])  # fmt: skip
    return rows


TARGETS = st.builds(
    Target,
    st.lists(st.sampled_from(("sales", "head of", "c++", "ceo", " ", "einkäufer", "Buyer")), max_size=2).map(tuple),
    st.lists(st.sampled_from(("Example", "OTHER gmbh", "", "Nobody")), max_size=2).map(tuple),
)


@given(rows=people(), more=people(), target=TARGETS, before=TARGETS, likes=st.booleans(), two=st.booleans())
def test_counting_again_is_reading_with_that_target(
    rows: list[list[Any]], more: list[list[Any]], target: Target, before: Target, likes: bool, two: bool
) -> None:
    files = [("Connections.csv", (CONNECTIONS + table(rows)).encode())]
    files += [("b.zip", zipped({"Connections.csv": CONNECTIONS + table(more)}, (2026, 3, 29, 8, 0, 0)))] if two else []
    files += [("Reactions.csv", LIKE.encode())] if likes else []
    read_so = api.read(files, target=target)
    changed = api.with_target(api.read(files, target=before), target)
    for name, series in read_so.member.activity.counts.items():
        np.testing.assert_array_equal(changed.member.activity.counts[name], series, err_msg=name)
        np.testing.assert_array_equal(changed.member.activity.covered[name], read_so.member.activity.covered[name])
    assert changed.member.activity.first_day == read_so.member.activity.first_day
    assert changed.member.activity.from_the_start == read_so.member.activity.from_the_start
    assert changed.to_dict() == read_so.to_dict()
    assert len(rows) + len(more) == 0 or changed.member.target in (target, before)


def test_the_score_moves_with_whom_a_member_is_looking_for() -> None:
    url = "https://www.linkedin.com/in/p{}"
    rows = [["P", str(i), url.format(i), "", "Example", "Buyer", "10 Mar 2026"] for i in range(20)]
    found = api.read([("Connections.csv", (CONNECTIONS + table(rows)).encode())])
    key = "right_people_added"

    def level(of: api.Imported) -> float | None:
        return next(s.level for s in api.score(of).signals if s.key == key)

    assert level(found) == 0
    assert level(api.with_target(found, Target(titles=("buyer",)))) == 20
    assert level(api.with_target(api.with_target(found, Target(titles=("buyer",))), Target())) == 0
    assert found.member.target == Target()


def test_without_connections_at_hand_a_member_stays_as_they_are() -> None:
    found = api.read([("Reactions.csv", LIKE.encode())])
    assert api.with_target(found, Target(titles=("buyer",))) is found


def test_a_word_is_looked_for_in_titles_and_in_companies() -> None:
    known = Network.of(range(3), ["Buyer", "Buyer", "Planner"], ["Example", "Other", "Example"])
    assert right_people(known, Target(("buyer",), ("example",))).tolist() == [True, False, False]
    assert right_people(known, Target(("buyer",))).tolist() == [True, True, False]
    assert right_people(known, Target((), ("example",))).tolist() == [True, False, True]
    assert right_people(Network(), Target()).tolist() == []
