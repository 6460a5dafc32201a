"""The profile files: written by hand, since they change seldom and are read by eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sample_data.dice import Dice
from sample_data.people import OWN_COMPANIES, OWNER, Cast, Person
from sample_data.story import MONTHS, clock, moments, prose, two_years, us_padded, us_short
from sample_data.tables import table, without_last_newline

SKILLS = (
    "Partner Sales", "Negotiation", "Warehouse Planning", "Key Account Management", "Logistics", "Channel Strategy",
    "Coaching", "Public Speaking", "Forecasting", "Supply Chain", "CRM", "Contract Design", "Workshop Facilitation",
    "Pricing", "Onboarding", "Sales Enablement", "Team Leadership", "Spreadsheets", "Writing", "Swedish",
    "Process Mapping", "Procurement", "Change Management", "Trade Fairs",
)  # fmt: skip
SUMMARY = (
    "I build partner networks for software that plans warehouses. Twelve years between depots, spreadsheets and sales "
    "rooms. I write about what partners owe each other. This member is invented."
)


def profile_files(dice: Dice, cast: Cast, people: Sequence[Person]) -> dict[str, bytes]:
    """Return the files about the member herself, by name."""
    return {
        "Profile.csv": profile_csv(),
        "Profile Summary.csv": table(
            "Profile Summary", [()]
        ),  # a header and one empty line, as mostly in real archives
        "Positions.csv": positions_csv(),
        "Education.csv": table(
            "School Name,Start Date,End Date,Notes,Degree Name,Activities",
            [("Invented University of Exampleville", "2009", "2014", "", "Diploma, Logistics", "Rowing, debating")],
        ),
        "Skills.csv": table("Name", [(skill,) for skill in SKILLS]),
        "Certifications.csv": certifications_csv(),
        "Languages.csv": table(
            "Name,Proficiency",
            [
                ("Swedish", "Native or bilingual proficiency"),
                ("English", "Full professional proficiency"),
                ("German", "Limited working proficiency"),
            ],
        ),
        "Email Addresses.csv": without_last_newline(
            table(
                "Email Address,Confirmed,Primary,Updated On",
                [(f"{OWNER.slug}@example.com", "Yes", "Yes", "6/20/24, 7:15 AM")],
            )
        ),
        "Registration.csv": table(
            "Registered At,Registration Ip,Subscription Types", [("3/3/14, 6:41 AM", "192.0.2.7", "")]
        ),
        **recommendations(people),
        "Rich_Media.csv": rich_media_csv(dice),
        "Ad_Targeting.csv": ad_targeting_csv(cast),
        "Learning.csv": learning_csv(),
        "Events.csv": events_csv(dice),
        "Jobs/Saved Jobs.csv": saved_jobs_csv(dice, cast),
        "Verifications/Verifications.csv": table(
            "First name,Middle name,Last name,Verification type,Year of birth,Issuing authority,Document type,"
            "Verification service provider,Verified date,Expiry date",
            [("N/A", "N/A", "N/A", "Work email", "N/A", "N/A", "N/A", "N/A", "2025-02-11", "N/A")],
        ),
    }


def profile_csv() -> bytes:
    """Return Profile.csv in the layout since 2020."""
    cells = {
        "First Name": OWNER.first,
        "Last Name": OWNER.last,
        "Maiden Name": "",
        "Address": "1 Invented Lane, Exampleville",
        "Birth Date": "Mar 5",
        "Headline": "Building partner networks for warehouse planning | invented sample member",
        "Summary": SUMMARY,
        "Industry": "Software Development",
        "Zip Code": "00000",
        "Geo Location": "Exampleville",
        "Twitter Handles": "",
        "Websites": "[COMPANY:https://example.com]",
        "Instant Messengers": "",
    }
    return table(",".join(cells), [list(cells.values())])


def positions_csv() -> bytes:
    """Return Positions.csv: the present one, with a description, first."""
    now = "Leads eleven partners in four regions; built the programme, the training and the yearly fair."
    racks = "Sales of racks, from the first call to the last screw."
    rows = (
        (OWN_COMPANIES[0], "Head of Partner Sales", now, "Exampleville", "Mar 2022", ""),
        (OWN_COMPANIES[1], "Senior Account Manager", "", "Port Sample", "Feb 2018", "Feb 2022"),
        (OWN_COMPANIES[2], "Account Manager", racks, "Sampleford", "2014", "Jan 2018"),
    )
    return table("Company Name,Title,Description,Location,Started On,Finished On", rows)


def certifications_csv() -> bytes:
    """Return Certifications.csv; addresses and numbers may be blank, dates may be a year."""
    address = "https://example.com/certificates/1"
    rows = (
        ("Certified Sample Negotiator", address, "Example Institute", "May 2023", "", "S-0001"),
        ("Depot Safety, Level 2", "", "Sample Safety Board", "Oct 2021", "", ""),
        ("Partner Coach", "", "Example Institute", "2025", "", ""),
    )
    return table("Name,Url,Authority,Started On,Finished On,License Number", rows)


def saved_jobs_csv(dice: Dice, cast: Cast) -> bytes:
    """Return Jobs/Saved Jobs.csv."""
    rows = []
    for when in moments(dice, "rest", two_years(3, 1)):
        # Far above the ids in use, so that it is nobody's.
        url = f"https://www.linkedin.com/jobs/view/{9 * 10**9 + dice.whole(1, 10**6)}"
        rows.append((us_short(when), url, "Director of Partnerships", dice.pick(cast.companies)))
    return table("Saved Date,Job Url,Job Title,Company Name", rows)


def recommendations(people: Sequence[Person]) -> dict[str, bytes]:
    """Return the recommendations received, all visible, and given, whose status stays blank."""
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    received = (
        ("Mara keeps her promises, and says so when she can't.", datetime(2025, 10, 14, 8, 12)),
        ("She listens first. Our partner programme is, frankly, hers.", datetime(2024, 9, 3, 14, 2)),
        ("The best preparation of a meeting I have seen.", datetime(2019, 4, 25, 9, 40)),
    )
    given = (
        ("Calm, exact and kind: a planner one can rely on.", datetime(2026, 3, 10, 10, 5)),
        ("Turned our onboarding from a week into a day.", datetime(2025, 6, 12, 12, 30)),
        ("Asks the question that nobody dares to ask.", datetime(2024, 11, 21, 7, 55)),
        ("My first manager, and still the measure of one.", datetime(2020, 1, 15, 16, 20)),
    )

    def rows(texts: Sequence[tuple[str, datetime]], start: int, status: str) -> list[tuple[str, ...]]:
        return [
            (person.first, person.last, person.company, person.position, text, us_padded(when), status)
            for (text, when), person in zip(texts, people[start::37], strict=False)
        ]

    return {
        "Recommendations_Received.csv": table(header, rows(received, 5, "VISIBLE")),
        "Recommendations_Given.csv": table(header, rows(given, 11, "")),
    }


def rich_media_csv(dice: Dice) -> bytes:
    """Return Rich_Media.csv, whose dates are prose."""
    kinds = ["feed photo"] * 11 + ["feed document", "background photo", "profile photo"]
    rows = [
        (f"You uploaded a {kind} on {prose(when)}", "", f"https://www.linkedin.com/dms/prv/image/{dice.token(10)}")
        for kind, when in zip(kinds, moments(dice, "posts", two_years(12, 2)), strict=True)
    ]
    return table("Date/Time,Media Description,Media Link", rows)


def ad_targeting_csv(cast: Cast) -> bytes:
    """Return Ad_Targeting.csv, whose header repeats names."""
    cells = (
        ("Member Age", "35-54"),
        ("Buyer Groups", ""),
        *(("Company Names", name) for name in OWN_COMPANIES),
        ("Company Follower of", "; ".join(cast.companies[:3])),
        ("Company Category", "Sample"),
        ("Company Size", "51-200"),
        ("Degrees", "Diploma"),
        ("degreeClass", "Bachelors"),
        ("Recent Device OS", "Sample OS"),
        ("Member Schools", "Invented University of Exampleville"),
        ("Company Growth Rate", "5%"),
        ("Fields of Study", "Logistics"),
        ("Company Connections", cast.companies[4]),
        ("Function By Size", "Sales 51-200"),
        ("Job Functions", "Sales; Business Development"),
        ("Member Gender", ""),
        ("Graduation Year", "2014"),
        ("Member Groups", "Invented Planners"),
        ("Company Industries", "Software"),
        ("Member Interests", "Logistics; Trade Fairs"),
        ("Interface Locales", "en_US"),
        ("Member Traits", "Frequent contributor"),
        ("Profile Locations", "Exampleville"),
        ("Company Revenue", ""),
        ("Job Seniorities", "Director"),
        ("Member Skills", "; ".join(SKILLS[:3])),
        *(("Job Titles", title) for title in ("Head of Partner Sales", "Senior Account Manager", "Account Manager")),
        ("Years of Experience", "12"),
    )
    return table(",".join(name for name, _ in cells), [[value for _, value in cells]])


def learning_csv() -> bytes:
    """Return Learning.csv, whose last column has no name."""
    header = (
        "Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),"
        "Content Completed At (if completed),Content Saved,Notes taken on videos (if taken),"
    )
    seen = ("2026-02-12 17:20 UTC", "2026-02-12 18:05 UTC")
    rows = (
        ("Partner Sales, Invented Edition", "A sample course.", "Course", *seen, "false", "N/A", ""),
        ("Better Meetings", "", "Video", "2025-03-20 16:02 UTC", "N/A", "true", "N/A", ""),
    )
    return table(header, rows)


def events_csv(dice: Dice) -> bytes:
    """Return Events.csv, whose times are ranges."""
    names = ("Depot walk", "Partner fair", "Forecasting breakfast", "Webinar: returns")
    rows = []
    for when, name in zip(moments(dice, "rest", two_years(3, 1)), names, strict=True):
        day = f"{MONTHS[when.month - 1]} {when.day:02d}, {when.year}"
        begin, end = (clock(hour).rjust(8, "0") for hour in (when, when.replace(hour=when.hour + 1)))
        status = "APPROVED" if dice.chance(0.7) else "RELINQUISHED"
        rows.append((name, f"{day} {begin} - {day} {end}", status, "https://example.com/events"))
    return table("Event Name,Event Time,Status,External Url", rows)
