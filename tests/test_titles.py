"""Titles: who is VP or above, how senior a title is, what kind of work it names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.titles import FUNCTIONS, SENIOR, SENIORITY, folded, function, is_senior, seniority

# ---------------------------------------------------------------------------------------------------- VP or above


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
        "Gründerin", "Geschaeftsfuehrer", "Fondatrice", "Propriétaire", "Fundador", "Propietaria", "Titolare",
        "Vicepresidente", "Vizepräsident", "Präsidentin", "Directora General", "Consejero Delegado", "PDG",
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


def test_no_more_of_a_title_is_looked_at_than_a_title_may_have() -> None:
    assert is_senior("chief " * 20 + "officer")
    assert not is_senior("chief " * 500_000 + "officer")


# ------------------------------------------------------------------------------------------------------- seniority


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("owner", ["Founder", "CEO & Co-Founder", "Managing Partner", "Owner", "Inhaberin", "Sócio", "Mitgründer"]),
        ("c_level", ["CEO", "Chief People Officer", "President", "Managing Director", "Geschäftsführerin", "PDG",
                     "Directrice générale", "President & Vice President", "Amministratrice Delegata"]),
        ("vp", ["VP of Sales", "Senior Vice President Procurement", "Vice-President", "EVP Commercial",
                "Vicepresidente", "Vizepräsidentin"]),
        ("director", ["Director of Sales", "Senior Director Marketing", "Directeur commercial", "Direktorin Einkauf",
                      "Direttore vendite", "Diretora de Marketing", "Bereichsleiter Logistik"]),
        ("manager", ["Head of Sales", "Sales Manager", "Team Lead Warehouse", "Leiter Einkauf", "Abteilungsleiterin",
                     "Responsable des ventes", "Gerente de Compras", "Jefa de proyecto", "Chef de projet",
                     "Assistant Vice President", "Student Affairs Manager"]),
        ("specialist", ["Senior Consultant", "Lead Engineer", "Principal Scientist", "Solutions Architect",
                        "Expertin Zoll", "Sr. Developer"]),
        ("other", ["Consultant", "Einkäufer", "Executive Assistant to the CEO", "Engineer", "Buyer",
                   "Office of the CFO, Analyst", "Halbleiter-Entwicklung"]),
        ("student", ["Student", "Marketing Intern", "Intern to the Director", "Praktikantin", "Étudiante", "Azubi",
                     "Estudiante de Derecho", "Studentessa", "PhD Candidate", "Werkstudent Controlling"]),
        ("not_told", ["", "  ", "-", "…"]),
    ],
)  # fmt: skip
def test_a_title_says_how_senior_it_is(kind: str, titles: list[str]) -> None:
    assert [seniority(t) for t in titles] == [kind] * len(titles)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([
    "vice", "president", "ceo", "founder", "assistant", "partner", "owner", "to the", "director", "of", ",", "intern",
    "Präsident", "chief", "officer", "&", "vp", "manager", "general",
]), max_size=6).map(" ".join)))  # fmt: skip
def test_kinds_from_vice_president_up_are_exactly_the_senior_ones(title: str) -> None:
    assert (seniority(title) in SENIOR) is is_senior(title)
    assert seniority(title) in SENIORITY
    assert function(title) in FUNCTIONS
    assert not (is_senior(title) and is_senior(f"Assistant {title}"))


# -------------------------------------------------------------------------------------------------------- function


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("sales", ["Sales Manager", "VP Sales", "Key Account Manager", "Vertriebsleiter", "Chargée de clientèle",
                   "Gerente de Ventas", "Gerente de vendas", "Responsabile vendite", "Business Development",
                   "EVP Commercial"]),
        ("marketing", ["Marketing Manager", "CMO", "Head of Communications", "Redakteurin",
                       "Responsable de Comunicación"]),
        ("engineering", ["Software Developer", "CTO", "IT Director", "Entwickler", "Développeuse", "Ingeniera",
                         "Data Analyst", "Product Manager", "Wirtschaftsingenieur"]),
        ("hr", ["Recruiter", "HR Business Partner", "Chief People Officer", "Personalleiterin", "Risorse umane",
                "IT Recruiter"]),
        ("finance", ["CFO", "Accountant", "Buchhalterin", "Comptable", "Steuerberater", "Contador",
                     "Financial Analyst"]),
        ("operations", ["Operations Manager", "Buyer", "Einkäufer", "Supply Chain Analyst", "Project Manager",
                        "Acheteuse", "Logistics Coordinator", "Responsabile acquisti", "Team Lead Warehouse"]),
        ("consulting", ["Senior Consultant", "Unternehmensberater", "Coach", "Consulente"]),
        ("legal", ["General Counsel", "Rechtsanwältin", "Avocat", "Abogada", "Legal Assistant", "Commercial Lawyer"]),
        ("education", ["Teacher", "Professor of Finance", "Lehrerin", "Student", "Enseignante", "Docente"]),
        ("healthcare", ["Doctor", "Nurse", "Ärztin", "Médico", "Infirmière", "Clinical Lead"]),
        ("management", ["CEO", "Founder", "Managing Director", "Geschäftsführer", "Director", "VP"]),
        ("other", ["Astronaut", "make it happen", "Manager"]),
        ("not_told", ["", " . "]),
    ],
)  # fmt: skip
def test_a_title_says_what_kind_of_work_it_is(kind: str, titles: list[str]) -> None:
    assert {t: function(t) for t in titles} == dict.fromkeys(titles, kind)


def test_accents_and_spaces_tell_nothing() -> None:
    assert folded("  Directrice   générale ") == "Directrice generale"
    assert folded("Gescha\u0308ftsfu\u0308hrer") == folded("Geschäftsführer") == "Geschaftsfuhrer"


def test_a_hostile_title_takes_no_time() -> None:
    start = time.process_time()
    for title in ("chief " * 40, "ingenieur" * 30, "a" * 500_000, "partner, " * 30, "leit" * 60):
        seniority(title)
        function(title)
    assert time.process_time() - start < 0.5
