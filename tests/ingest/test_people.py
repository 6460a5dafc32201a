"""Names, addresses and companies of other people, and whom a member calls the right ones."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.people import LONGEST_ADDRESS, company_key, decoded, full_name, right_people, slug
from ssi_core.member import Target
from ssi_core.network import Network


def is_target(title: str, company: str, target: Target) -> bool:
    return bool(right_people(Network.of([0], [title], [company]), target)[0])


@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("https://www.linkedin.com/in/ann-first", "ann-first"),
        ("http://de.linkedin.com/in/Ann-First/", "ann-first"),
        ("www.linkedin.com/in/ann?trk=x#y", "ann"),
        ("https://www.linkedin.com/in/jos%C3%A9-x", "josé-x"),
        ("https://www.linkedin.com/in/a, https://www.linkedin.com/in/b", "a"),
        ("https://www.linkedin.com/company/example", ""),
        ("https://www.linkedin.com/in/", ""),
        ("", ""),
    ],
)
def test_the_last_part_of_an_address(address: str, last: str) -> None:
    assert slug(address) == last


def test_names_are_compared_without_case_spaces_and_hyphens() -> None:
    assert full_name("Ann-Marie ", " First") == full_name("ANN MARIE", "first") == full_name("Ann Marie First", "")
    assert full_name("", " ") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example, Inc.", "example"),
        ("Example GmbH", "EXAMPLE"),
        ("Example Co., Ltd.", "Example"),
        ("The Example-Works S.A.", "the example works"),
        ("AG", "ag"),
    ],
)
def test_a_company_is_told_without_its_legal_form(one: str, other: str) -> None:
    assert company_key(one) == company_key(other) != ""


def test_companies_of_other_names_differ() -> None:
    assert company_key("Example One Inc") != company_key("Example Two Inc")
    assert company_key("") == company_key("  ") == ""


@pytest.mark.parametrize(
    ("target", "title", "company", "right"),
    [
        (Target(), "VP Sales", "Example", True),
        (Target(), "Head of Sales", "Example", False),
        (Target(titles=("head of",)), "Head of Sales", "Example", True),
        (Target(titles=("head of",)), "VP Sales", "Example", False),
        (Target(titles=("cto",)), "Director", "Example", False),
        (Target(titles=("c++",)), "C++ Engineer", "Example", True),
        (Target(companies=("Example Inc",)), "Engineer", "EXAMPLE", True),
        (Target(companies=("Example",)), "Engineer", "Other", False),
        (Target(companies=("",)), "Engineer", "", False),
        (Target(titles=("buyer",), companies=("Example",)), "Buyer", "Example", True),
        (Target(titles=("buyer",), companies=("Example",)), "Buyer", "Other", False),
        (Target(titles=(" ",)), "Buyer", "Other", False),
    ],
)
def test_the_right_people_are_who_the_member_says(target: Target, title: str, company: str, right: bool) -> None:
    assert is_target(title, company, target) is right


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared_without_error(one: str, other: str) -> None:
    assert full_name(one, other) == full_name(full_name(one, other), "")
    assert slug(f"https://www.linkedin.com/in/{slug(one)}") in ("", slug(one))
    assert not is_target(one, other, Target((f"{one}x{other}!",)))
    assert is_target(one, other, Target(companies=(other,))) is bool(company_key(other))


def test_a_cell_of_megabytes_is_not_decoded() -> None:
    assert decoded("www.example.com/jos%C3%A9") == "www.example.com/josé"
    escapes = "%41" * 1_000_000
    tracemalloc.start()
    try:
        assert decoded(escapes) == escapes
        assert len(slug("/in/" + escapes)) > LONGEST_ADDRESS
        assert tracemalloc.get_traced_memory()[1] < 20 << 20  # decoding it took more than 100 MB
    finally:
        tracemalloc.stop()
