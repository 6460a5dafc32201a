# ruff: noqa: E501 - lines as an export has them
"""Section 1 of the format notes: the profile's files, and every file that holds nothing the score uses."""

from __future__ import annotations

import pytest

from tests.ingest.exports import read
from tests.ingest.variants import Case, each

PROFILES = [
    Case(
        "1 Profile.csv 2018",
        {"Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Contact Instructions,Headline,Summary,Industry,Country,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"
                        'Test,Owner,,,Mar 5,,"Racks, and more","About, me",Example,Nowhere,1,Exampleville,,,\n'},
        {}, (1, 1, 0, 0, 0), kind="profile",
    ),
    Case(
        "1 Profile.csv 2020",
        {"Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"
                        "Test,Owner,,,Mar 05,Racks,About me,Example,1,Exampleville,,,\n"},
        {}, (1, 1, 0, 0, 0), kind="profile",
    ),
    Case("1 Profile Summary.csv", {"Profile Summary.csv": 'Profile Summary\n"One,\n\ntwo"\n'}, {}, (1, 1, 0, 0, 0)),
    Case("1 Profile Summary.csv with one empty line", {"Profile Summary.csv": "Profile Summary\n\n"}, {}, (0, 0, 0, 0, 0), status="empty"),
    Case(
        "1 Positions.csv current and past",
        {"Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\nExample,Clerk,,,2019,Mar 2024\n"
                          '"Example, Inc.",Head,"Leads, a lot",Exampleville,Mar 2024,\n'},
        {}, (2, 2, 0, 0, 0), stocks={"positions": 2},
    ),
    Case(
        "1 Education.csv", {"Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nExample,2001,2005,,Degree,\n"}, {},
        (1, 1, 0, 0, 0), stocks={"education": 1},
    ),
    Case("1 Skills.csv", {"Skills.csv": "Name\nOne\nTwo\n"}, {}, (2, 2, 0, 0, 0), stocks={"skills": 2}),
    Case("1 Skills.csv saved again with an index", {"Skills.csv": ",Name\n0,One\n1,Two\n"}, {}, (2, 2, 0, 0, 0), stocks={"skills": 2}),
    Case(
        "1 Certifications.csv without an address",
        {"Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\nExample,,Body,Mar 2024,,\n"}, {}, (1, 1, 0, 0, 0),
        stocks={"certifications": 1},
    ),
]  # fmt: skip


@each(*PROFILES)
def test_the_profile_of_every_age(case: Case) -> None:
    case.check(case.read())


@pytest.mark.parametrize("case", PROFILES[:2], ids=lambda c: c.row)
def test_1_profile_fills_the_checklist(case: Case) -> None:
    checklist = case.read().member.profile.checklist
    assert {k for k, v in checklist.items() if v} == {"about", "location", "industry", "headline"}


UNUSED = {
    "Projects.csv": ("Title,Description,Url,Start Date,End Date", "Title,Description,Url,Started On,Finished On"),
    "Publications.csv": ("Name,Published On,Description,Publisher,Url",),
    "Honors.csv": ("Title,Description,Issuer,Issue Date", "Title,Description,Issued On"),
    "Organizations.csv": ("Name,Description,Position,Started On,Finished On",),
    "Courses.csv": ("Name,Number",),
    "Languages.csv": ("Name,Proficiency",),
    "Causes You Care About.csv": ("Supported Cause",),
    "Saved_Items.csv": ("savedItem,createdTime", "savedItem,CreatedTime"),
    "saved_articles.csv": ("Saved At,Link,Name",),
    "Events.csv": ("Event Name,Event Time,Status,External Url",),
    "Registration.csv": (
        "Registration Date,Registration IP Address,Invited by (First Name),Invited by (Last Name),Subscription Types",
        "Registered At,Registration Ip,Subscription Types",
    ),
    "Inferences_about_you.csv": ("Category,Type of inference,Description,Inference",),
    "Ad_Targeting.csv": ("Member Age,Company Names,Company Names,Company Names,Job Titles,Job Titles,Job Titles",),
    "Ads Clicked.csv": ("Ad clicked Date,Ad Title/Id",),
    "Learning.csv": (
        "Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),"
        "Content Completed At (if completed),Content Saved,Notes taken on videos (if taken),",
    ),
    "Contacts.csv": (
        "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,FullName",
    ),
    "ImportedContacts.csv": ("Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt",),
    "Verifications/Verifications.csv": (
        "First name,Middle name,Last name,Verification type,Verified date,Expiry date",
    ),
    "Jobs/Job Applications.csv": ("Application Date,Contact Email,Company Name,Job Title",),
    "Jobs/Job Applications_1.csv": ("Application Date,Contact Email,Company Name,Job Title",),
    "Jobs/Saved Jobs.csv": ("Saved Date,Job Url,Job Title,Company Name",),
    "Jobs/Job Seeker Preferences.csv": ("Locations,Industries",),
    "Jobs/Job Applicant Saved Answers.csv": ("Question,Answer",),
    "Jobs/Job Applicant Saved Screening Question Responses_5.csv": ("Question,Answer",),
    "SavedJobAlerts.csv": ("Saved Search Date,Jobs Search Url", "ALERT_PARAMETERS,QUERY_CONTEXT,SAVED_SEARCH_ID"),
    "Login Attempts.csv": ("Login Date,IP Address,User Agent,Login Type",),
    "Mobile Applications.csv": ("Application,Date",),
    "Email Addresses.csv": ("Email Address,Confirmed,Primary,Updated On",),
    "Receipts.csv": ("Transaction Made At,Description",),
    "Receipts_v2.csv": ("Transaction Made At,Description",),
    "Security Challenges.csv": ("Challenge Date,IP Address,User Agent,Country,Challenge Type",),
    "guide_messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
    ),
    "coach_messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
    ),
    "learning_coach_messages.csv": ("CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER",),
    "learning_role_play_messages.csv": ("CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER",),
}


@pytest.mark.parametrize(
    ("name", "header"), [(n, h) for n, many in UNUSED.items() for h in many],
    ids=[f"1 {n}{f' ({i + 1})' if i else ''}" for n, many in UNUSED.items() for i, _ in enumerate(many)],
)  # fmt: skip
def test_a_file_that_holds_nothing_of_use_is_known_and_left_alone(name: str, header: str) -> None:
    # A row of today's date in it moves no day and counts nowhere.
    row = ",".join(["2026-06-30"] * len(header.split(",")))
    found = read({name: f"{header}\n{row}\n", "Reactions.csv": "Date,Type,Link\n2024-03-05 14:02:11,LIKE,a\n"})
    entry = found.entry(f"/{name}" if found.ledger.entries[0].name.startswith("/") else name)
    assert (entry.status, [n.code for n in entry.notes], entry.rows_read) == ("ignored", ["unused"], 0)
    assert found.ledger.last_day == 19787
    assert set(found.counts) == {"reactions_given", "active_days"}
