"""What the profile's files say of the checklist and the stocks."""

from __future__ import annotations

import pytest

from tests.ingest.exports import REACTIONS, Found, read

PROFILE = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location\n"
POSITIONS = "Company Name,Title,Description,Location,Started On,Finished On\n"


def checklist(**files: str) -> dict[str, bool]:
    found = read({f"{name}.csv": text for name, text in files.items()})
    return dict(found.member.profile.checklist)


def profile(headline: str = "", about: str = "", industry: str = "", location: str = "") -> str:
    return f'{PROFILE}Test,Owner,,,Mar 5,{headline},{about},{industry},,"{location}"\n'


def test_a_filled_profile() -> None:
    said = checklist(Profile=profile("I build things", "Long words", "Software", "Exampleville, Invented"))
    assert said == {"about": True, "location": True, "industry": True, "headline": True}


def test_an_empty_profile() -> None:
    assert checklist(Profile=profile(" ", "", "", " ")) == {
        "about": False, "location": False, "industry": False, "headline": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headline", "own"),
    [
        ("Head of Sales at Example", False),
        ("head of sales AT EXAMPLE", False),
        ("Clerk at Former", False),
        ("Head of Sales at Example and a friend of racks", True),
        ("Head of Sales", True),
        ("", False),
    ],
)
def test_the_default_headline_is_none(headline: str, own: bool) -> None:
    positions = POSITIONS + "Example,Head of Sales,,,Mar 2022,\nFormer,Clerk,,,2014,Feb 2022\n"
    assert checklist(Profile=profile(headline), Positions=positions)["headline"] is own


@pytest.mark.parametrize(
    ("rows", "current", "past"),
    [
        ("Example,Head,Leads eleven,,Mar 2022,\nFormer,Clerk,,,2014,Feb 2022\n", True, True),
        ("Example,Head,,,Mar 2022,\n", False, False),
        ("Former,Clerk,Wrote letters,,2014,Feb 2022\n", False, True),
        ("Example,Head, ,,Mar 2022,\nSecond,Head,Leads,,Mar 2022, \n", True, False),
        ("", False, False),
    ],
)
def test_a_current_position_needs_a_description(rows: str, current: bool, past: bool) -> None:
    said = checklist(Positions=POSITIONS + rows)
    assert said == {"current_position": current, "past_position": past}


@pytest.mark.parametrize(("number", "enough"), [(0, False), (4, False), (5, True)])
def test_five_skills_are_enough(number: int, enough: bool) -> None:
    text = "Name\n" + "".join(f"Skill {i}\n" for i in range(number))
    found = read({"Skills.csv": text})
    assert found.member.profile.checklist == {"five_skills": enough}
    assert found.member.profile.stocks == {"skills": number}


def test_skills_saved_again_with_a_column_of_numbers() -> None:
    assert read({"Skills.csv": ",Name\n0,Selling\n1,Listening\n"}).member.profile.stocks["skills"] == 2


@pytest.mark.parametrize(("rows", "filled"), [("Invented School,2001,2005,,MA,\n", True), ("", False)])
def test_education(rows: str, filled: bool) -> None:
    header = "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    assert checklist(Education=header + rows) == {"education": filled}


def test_about_may_stand_in_a_file_of_its_own() -> None:
    assert checklist(**{"Profile Summary": "Profile Summary\nLong words\n"}) == {"about": True}
    assert checklist(**{"Profile Summary": "Profile Summary\n\n"}) == {"about": False}
    assert checklist(**{"Profile Summary": "Profile Summary\nLong words\n", "Profile": profile()})["about"]


def test_a_summary_of_several_paragraphs_is_one() -> None:
    found = read({"Profile Summary.csv": 'Profile Summary\n"One\n\nTwo, and ""three"""\n'})
    assert found.sums == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("words", "said"), [("You uploaded a profile photo on", {"photo": True}), ("You uploaded a feed photo on", {})]
)
def test_a_photo_shows_where_its_upload_is_among_the_media_and_is_unknown_else(
    words: str, said: dict[str, bool]
) -> None:
    text = f'Date/Time,Media Description,Media Link\n"{words} March 5, 2024 at 2:02 PM (GMT)",,a\n'
    assert checklist(Rich_Media=text) == said


def test_what_no_file_speaks_of_is_unknown() -> None:
    assert checklist(Reactions=REACTIONS) == {}
    assert not read({"Reactions.csv": REACTIONS}).member.profile.stocks


def test_certifications_are_a_stock() -> None:
    header = "Name,Url,Authority,Started On,Finished On,License Number\n"
    text = header + "Rack Safety,,Invented Board,Mar 2020,,1\nRack Safety,,Invented Board,Mar 2023,,2\n"
    assert read({"Certifications.csv": text}).member.profile.stocks == {"certifications": 2}


def moved(files: dict[str, str]) -> Found:
    return read({**files, "Reactions.csv": f"{REACTIONS}2024-03-05 09:00:00,LIKE,a\n"})


def test_profile_files_do_not_move_the_first_or_the_last_day() -> None:
    media = 'Date/Time,Media Description,Media Link\n"You uploaded a feed photo on March 5, 2019 at 2:02 PM (GMT)",,a\n'
    readings = "Date,Total\n2025-03-05,40\n"
    found = moved({"Rich_Media.csv": media, "official_readings.csv": readings, "Profile.csv": profile()})
    assert found.ledger.first_day == found.ledger.last_day == 19787  # 5 March 2024
