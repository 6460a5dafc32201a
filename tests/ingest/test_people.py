"""Names, addresses and titles of other people."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.people import LONGEST_ADDRESS, company_key, decoded, full_name, is_target, slug
from ssi_core.member import Target
from ssi_core.titles import is_senior


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


def test_no_more_of_a_title_is_looked_at_than_a_title_may_have() -> None:
    assert is_senior("chief " * 20 + "officer")
    assert not is_senior("chief " * 500_000 + "officer")


def test_names_are_compared_without_case_spaces_and_hyphens() -> None:
    assert full_name("Ann-Marie ", " First") == full_name("ANN MARIE", "first") == full_name("Ann Marie First", "")
    assert full_name("", " ") == ""


@pytest.mark.parametrize(
    "title",
    [
        "CEO", "ceo & founder", "Co-Founder", "Chief Financial Officer", "CTO", "CMO", "CHRO", "VP Sales",
        "SVP, Product",
        "EVP", "Vice President of Sales", "Vice-President", "Senior Vice President", "President", "Managing Director",
        "General Manager", "Founder", "Owner", "Partner", "Managing Partner", "Partner, Tax", "Partner at Example",
        "Business Owner", "Geschäftsführer", "Geschäftsführerin", "Vorstand",
        "Inhaberin", "Directeur Général", "Director General", "Diretor Geral", "Sócio", "Amministratore Delegato",
        "Président", "Director | Partner",
    ],
)  # fmt: skip
def test_titles_from_vice_president_up_are_senior(title: str) -> None:
    assert is_senior(title)


@pytest.mark.parametrize(
    "title",
    [
        "", "Sales Manager", "Head of Sales", "Director of Sales", "Engineer", "Assistant to the CEO",
        "Executive Assistant",
        "Office of the CEO", "HR Business Partner", "Product Owner", "Process Owner", "Partner Manager",
        "Partner Sales",
        "Intern", "Assistant Vice President", "Account Executive", "Ceramics", "Compartner", "Channel Partner Manager",
    ],
)  # fmt: skip
def test_other_titles_are_not(title: str) -> None:
    assert not is_senior(title)


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
    assert not (is_senior(one) and is_senior(f"Assistant {one}"))


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
