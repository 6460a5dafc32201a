"""Invented people, companies and titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from sample_data.dice import Dice

PROFILE_URL = "https://www.linkedin.com/in/"


def words(text: str) -> list[str]:
    """Return the words of a list written as one line."""
    return text.split()


@dataclass(frozen=True)
class Person:
    """One invented member; `last` carries credentials, `slug` is not percent-encoded and empty for a hidden member."""

    first: str
    last: str
    slug: str
    company: str = ""
    position: str = ""

    @property
    def name(self) -> str:
        """First and last name as messages show them."""
        return f"{self.first} {self.last}".strip()

    @property
    def url(self) -> str:
        """Profile address as messages and invitations write it; empty for a hidden member."""
        return PROFILE_URL + self.slug if self.slug else ""

    @property
    def encoded_url(self) -> str:
        """Profile address as Connections.csv writes it."""
        return PROFILE_URL + quote(self.slug)


OWN_COMPANIES = ("Tarnwick Sample Systems", "Ostrelle Example Group", "Brindova Sample Works")  # newest first
OWNER = Person("Mara", "Lindqvist-Sample", "mara-lindqvist-sample", OWN_COMPANIES[0], "Head of Partner Sales")
HIDDEN = Person("LinkedIn", "Member", "")

FIRST_NAMES = words(
    "Abel Adira Alwin Amka Anouk Arlo Aveline Bastian Beatrix Bodil Brisa Caspian Celka Corvin Dagny Dario Delphine "
    "Edda Eirik Elowen Emre Fabian Farida Fenna Fiora Galen Gisla Hadrian Hanka Hilde Idris Ilka Ingmar Isolde "
    "Jarek Jolanda Jorun Kaspar Katla Kerensa Lasse Leocadia Linus Lorcan Lumi Maelis Magnus Marit Mirko Nadira "
    "Nerea Nils Odalys Olwen Orsan Otto Perrin Petra Quill Rasmus Reva Rowan Runa Sabine Samir Selma Signe Soren "
    "Tamsin Tavi Teodor Thora Ulla Valdis Vesna Viggo Wanda Willem Xenia Yara Ylva Yusra Zarek Zelda"
)
ACCENTED_FIRST_NAMES = words("Zoë Åsvi Jorén Célune Mårla Büke Liří Søljan Anaïk Ramónd Ólwin Kaëlle")
SURNAME_PARTS = (
    words(
        "Bel Bor Cal Dran Dul El Fen Gal Grim Hol Ist Jov Kal Kest Lor Lum Mar Nes Nor Ost Pel Quil Rav Sel Sund Tar "
        "Tol Ulv Vel Wex Yar Zan"
    ),
    words("abri ando avi ela eno etri ila iru omi oska ulmi unda"),
    words("bane berg by dal dotter fell gard hult kin lund mor nard quist ren ska stell thorne vane vig wick"),
)
# Names in other scripts, with the address that LinkedIn would percent-encode.
OTHER_SCRIPTS = (
    ("Δαλίνα", "Κορβέλου", "δαλίνα-κορβέλου"),
    ("Ярмила", "Тольвенко", "ярмила-тольвенко"),
    ("Борвен", "Салунин", "борвен-салунин"),
    ("莉瑠", "風原田", "莉瑠-風原田"),
    ("沐澜", "顾桥川", "沐澜-顾桥川"),
    ("ნალია", "ვორშელი", "nalia-vorsheli"),
    ("سلورا", "الدرفان", "سلورا-الدرفان"),
    ("Θόρις", "Μελανίδος", "thoris-melanidos"),
    ("하루빈", "솔미", "하루빈-솔미"),
)
EMOJI = ("🌿", "🚀", "⚙️")
CREDENTIALS = ("PMP", "MBA", "PhD", "CPA", "CSCP", "MBA, PMP")
COMPANY_PARTS = (
    words("Ald Bran Corv Dorn Elst Fal Grev Hask Ivel Jard Kelv Lorn Mund Nask Orv Parn Quor Rusk Stav Trel Varn Wend"),
    words("abrul andrul elsk endry ivarn iquen onquil ostrel umbry"),
    words(
        "Analytics Automation Consulting Foods Freight Group Holdings Instruments Labs Logistics Materials Packaging "
        "Partners Software Supply Systems Warehousing"
    ),
)
VP_PLUS = (
    "VP Sales", "VP of Customer Success", "Vice President, Operations", "Vice President Supply Chain",
    "SVP Marketing", "EVP Commercial", "Senior Vice President Procurement", "Chief Executive Officer", "CEO", "CFO",
    "CTO", "COO", "Chief Revenue Officer", "Chief Operating Officer", "Chief People Officer", "CEO & Co-Founder",
    "President",
)  # fmt: skip
DIRECTORS = (
    "Director of Procurement", "Director, Logistics", "Sales Director", "Director of Operations EMEA", "IT Director",
    "Head of Sales", "Head of Partnerships", "Head of Warehouse Planning", "Head of Purchasing",
    "Senior Director Marketing",
)  # fmt: skip
OWNERS = ("Founder", "Owner", "Managing Partner", "Managing Director", "Founder & Consultant", "Partner")
# Traps: a senior word in a title that is not senior.
TRAPS = ("Executive Assistant to the CEO", "Office of the CFO, Analyst", "Assistant to the Vice President")
STAFF = (
    "Account Executive", "Account Manager", "Business Development Manager", "Buyer", "Consultant",
    "Customer Success Manager", "Data Analyst", "Engineer", "HR Business Partner", "Key Account Manager",
    "Logistics Coordinator", "Marketing Manager", "Operations Manager", "Partner Manager", "Procurement Specialist",
    "Product Manager", "Project Manager", "Recruiter", "Sales Engineer", "Sales Manager", "Senior Consultant",
    "Software Developer", "Solutions Architect", "Student", "Supply Chain Analyst", "Team Lead Warehouse",
    "Warehouse Planner", "Einkäufer", "Chargée de clientèle",
)  # fmt: skip
LADDER = {"vp": VP_PLUS, "director": DIRECTORS, "owner": OWNERS, "staff": STAFF}


class Cast:
    """Makes people who never share an address."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._slugs = {OWNER.slug, ""}
        self._other_scripts = list(OTHER_SCRIPTS)
        begin, middle, end = COMPANY_PARTS
        self.companies = [f"{b}{m} {e}" for b in begin for m in middle for e in dice.shuffled(end)[:2]]
        # A network has its centres: a tenth of the companies employ a third of the people.
        self._centres = dice.shuffled(self.companies)[: len(self.companies) // 10]

    def person(self, rung: str, company: str = "") -> Person:
        """
        Return a new person.

        Parameters
        ----------
        rung : str
            A key of `LADDER`: "vp", "director", "owner" or "staff".
        company : str
            Employer; drawn when empty.
        """
        dice = self._dice
        company = company or dice.pick(self._centres if dice.chance(0.33) else self.companies)
        position = dice.pick(TRAPS if rung == "staff" and dice.chance(0.012) else LADDER[rung])
        if self._other_scripts and dice.chance(0.006):
            first, last, slug = self._other_scripts.pop()
        else:
            first = dice.pick(ACCENTED_FIRST_NAMES if dice.chance(0.04) else FIRST_NAMES)
            last = "".join(dice.pick(part) for part in SURNAME_PARTS)
            slug = f"{first}-{last}".lower()
        if slug in self._slugs or dice.chance(0.55):
            slug += f"-{dice.whole(16**7, 16**8 - 1):x}"
        if slug in self._slugs:  # as good as never
            return self.person(rung, company)
        self._slugs.add(slug)
        if dice.chance(0.012):
            last += f", {dice.pick(CREDENTIALS)}"
        if dice.chance(0.003):
            first += f" {dice.pick(EMOJI)}"
        return Person(first, last, slug, company, position)
