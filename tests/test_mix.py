"""Whom a member knows: seniority, kinds of work, companies, follows."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.member import FOLLOWS, Member, Target
from ssi_core.network import Network
from ssi_core.titles import FUNCTIONS, SENIORITY
from tests.ingest.exports import CONNECTIONS, table
from tests.model.members import FIRST, acted
from tests.test_network import people

DAY = dt.date(2026, 1, 31)

KNOWN = Network.of(
    [FIRST + i for i in range(8)],
    ["Founder", "CFO", "VP Sales", "Head of Sales", "Buyer", "Student", "", "Sales Manager"],
    ["Acme Inc", "ACME", "Acme Inc", "Beta GmbH", "", "Beta", " - ", "Gamma"],
)


@pytest.fixture(scope="module")
def mix() -> api.NetworkMix:
    return api.network_mix(Member(network=KNOWN), as_of=DAY)


def counts(parts: tuple[api.Slice, ...]) -> dict[str, int]:
    return {p.key: p.count for p in parts if p.count}


def test_kinds_of_seniority_and_of_work_are_counted(mix: api.NetworkMix) -> None:
    assert counts(mix.seniority) == {
        "owner": 1, "c_level": 1, "vp": 1, "manager": 2, "other": 1, "student": 1, "not_told": 1,
    }  # fmt: skip
    assert counts(mix.functions) == {
        "sales": 3, "finance": 1, "operations": 1, "education": 1, "management": 1, "not_told": 1,
    }  # fmt: skip
    assert [p.key for p in mix.seniority] == list(SENIORITY)
    assert [p.key for p in mix.functions] == list(FUNCTIONS)
    assert (mix.size, mix.senior) == (8, 3)
    assert mix.seniority[0].share == 1 / 8


def test_a_company_of_several_spellings_is_one_under_the_commonest(mix: api.NetworkMix) -> None:
    assert [(p.label, p.count) for p in mix.companies] == [("Acme Inc", 3), ("Beta GmbH", 2), ("Gamma", 1)]
    assert mix.firms == 3
    many = Network.of([FIRST] * 20, ["x"] * 20, [f"Firm {c}" for c in "TSRQPONMLKJIHGFEDCBA"])
    listed = api.network_mix(Member(network=many), as_of=DAY)
    assert [p.label for p in listed.companies] == [f"Firm {c}" for c in "ABCDEFGHIJ"]
    assert listed.firms == 20


def test_connections_made_later_are_left_out() -> None:
    assert api.network_mix(Member(network=KNOWN), as_of=dt.date(2026, 1, 3)).size == 3
    assert api.network_mix(Member(network=KNOWN), as_of=dt.date(2025, 1, 3)).size == 0


def test_words_say_how_many_who_and_whom_the_member_looks_for(mix: api.NetworkMix) -> None:
    assert mix.words == (
        "Of 8 connections, 3 (38%) are vice president or above. By kind of work, the most are in Sales and business "
        "development (3) and Finance (1)."
    )
    assert mix.target_words == "Your right people have the rank of vice president or above: 3 of your 8 connections."
    asked = Member(network=KNOWN, target=Target(("buyer", "head of"), ("Beta",)))
    assert api.network_mix(asked, as_of=DAY).target_words == (
        "Your right people have a title with \u201cbuyer\u201d or \u201chead of\u201d and a place at "
        "\u201cBeta\u201d: 1 of your 8 connections."
    )


def test_a_member_without_connections_is_told_what_to_give() -> None:
    empty = api.network_mix(Member(), as_of=DAY)
    assert empty.size == empty.senior == empty.right == empty.firms == 0
    assert empty.words == "No file tells what your connections do: give Connections.csv."
    assert empty.follows == {"people": None, "companies": None, "hashtags": None}
    assert "give Member_Follows.csv, Company Follows.csv and Hashtag_Follows.csv" in empty.follows_words


def test_follows_are_split_and_a_missing_file_is_no_zero() -> None:
    activity = acted({"people_followed": [1, 2, 4], "hashtags_followed": [0, 0, 0], "follows": [1, 2, 4]})
    held = api.network_mix(Member(activity), as_of=dt.date(2026, 1, 2))
    assert held.follows == {"people": 3, "companies": None, "hashtags": 0}
    assert held.follows_words == (
        "You follow 3 people and 0 hashtags. How many companies is not known: give Company Follows.csv."
    )


def test_the_three_kinds_of_follows_sum_to_the_contracts_one() -> None:
    files = [
        ("Member_Follows.csv", b"Date,Status,FullName\n2026-03-05 09:00:00,Active,A\n2026-03-06 09:00:00,Active,B\n"),
        ("Company Follows.csv", b"Organization,Followed On\nX,Fri Mar 06 09:00:00 UTC 2026\n"),
        ("Hashtag_Follows.csv", b"HashTag,CreatedTime,LastModifiedTime,State\n#a,2026-03-07 09:00:00,,Follow\n"),
    ]
    found = api.read(files)
    assert found.counts["follows"] == 4
    assert set(found.counts) == {"follows", "active_days"}  # the contract's list of inputs is as it was
    assert [float(found.member.activity.counts[n].sum()) for n in FOLLOWS] == [2, 1, 1]
    assert api.network_mix(found).follows == {"people": 2, "companies": 1, "hashtags": 1}


@given(rows=people())
def test_the_senior_kinds_are_the_senior_connections_of_the_score(rows: list[list[str]]) -> None:
    found = api.read([("Connections.csv", (CONNECTIONS + table(rows)).encode())])
    mix = api.network_mix(found)
    assert mix.size == found.counts["connections_added"]
    assert mix.senior == found.stocks["senior_connections"]
    assert sum(p.count for p in mix.seniority) == sum(p.count for p in mix.functions) == mix.size
    assert mix.right == found.counts.get("right_people_added", 0) or "right_people_added" not in found.counts


def test_json_and_frame_hold_the_same_numbers(mix: api.NetworkMix) -> None:
    data = json.loads(json.dumps(mix.to_dict()))
    assert data["schema"] == 1
    assert sum(p["count"] for p in data["seniority"]) == 8
    assert data["companies"][0] == {"name": "Acme Inc", "count": 3, "share": 3 / 8}
    frame = mix.to_frame()
    assert frame[frame["by"] == "function"]["connections"].sum() == 8
    assert list(api.network_mix(Member(), as_of=DAY).to_frame().columns) == ["by", "kind", "connections", "share"]


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_text_can_be_a_title_and_a_company(cells: list[str]) -> None:
    mix = api.network_mix(Member(network=Network.of([FIRST] * len(cells), cells, cells)), as_of=DAY)
    assert sum(p.count for p in mix.seniority) == len(cells)
    assert sum(p.count for p in mix.companies) <= len(cells)
