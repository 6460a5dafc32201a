# ruff: noqa: E501 - lines as an export has them
"""Section 1 of the format notes: connections, invitations, endorsements, recommendations, follows, of every age."""

from __future__ import annotations

from tests.ingest.exports import CONNECTIONS, INVITATIONS, OWNER_URL, PEOPLE_2022, read
from tests.ingest.variants import Case, each, utf16

NOTES = 'Notes:\n"One long sentence, in quotes, with commas in it, and an address such as https://example.com/help"\n\n'
SIX = PEOPLE_2022
ANN = "https://www.linkedin.com/in/ann-first"
INVITED = "From,To,Sent At,Message,Direction"

CONNECTED = [
    Case(
        "1 Connections A 2018 six columns, no notes, a clock in the date",
        {"Connections.csv": SIX + 'Ann,First,ann@example.com,Example,Chief Executive Officer,"3/5/18, 2:02 PM"\n'
                                  'Bob,Second,bob@example.com,,Clerk,"3/6/18, 11:59 PM"\n'},
        {"connections_added": 2, "senior_added": 1}, (2, 2, 0, 0, 0), span=("2018-03-05", "2018-03-06"),
    ),
    Case(
        "1 Connections B 2021 notes cut off by hand",
        {"Connections.csv": SIX + "Ann,First,,Example,Clerk,05 Mar 2021\n"},
        {"connections_added": 1, "senior_added": 0}, (1, 1, 0, 0, 0),
    ),
    Case(
        "1 Connections C D 2022 notes and six columns",
        {"Connections.csv": NOTES + SIX + "Ann,First,,Example,Clerk,05 Mar 2022\nBob,Second,,,,06 Mar 2022"},
        {"connections_added": 2}, (2, 2, 0, 0, 0), span=("2022-03-05", "2022-03-06"),
    ),
    Case(
        "1 Connections E 2023 notes and seven columns",
        {"Connections.csv": NOTES + CONNECTIONS + f'Test,"Person, PMP",{ANN},,"Example, Inc.",Head of Sales ,05 Mar 2024\n'
                                                  ",,,,,,11 Feb 2024\n"},
        {"connections_added": 2}, (2, 2, 0, 0, 0), span=("2024-02-11", "2024-03-05"),
    ),
    # Three hidden members, two of one day: three connections. No one of them can be matched to a person.
    Case(
        "1 Connections rows with only a date are connections each",
        {"Connections.csv": CONNECTIONS + ",,,,,,11 Feb 2024\n,,,,,,11 Feb 2024\n,,,,,,12 Feb 2024\n"},
        {"connections_added": 3, "senior_added": 0, "right_people_added": 0}, (3, 3, 0, 0, 0),
    ),
    Case(
        "1 Connections spaces round a title, credentials, an emoji, another script",
        {"Connections.csv": CONNECTIONS + f'Ann ,"First, PhD",{ANN},, Example , VP Sales ,05 Mar 2024\n'
                                          "Bo \U0001f680,漢字,https://www.linkedin.com/in/bo,,,Clerk,06 Mar 2024\n"},
        {"connections_added": 2, "senior_added": 1}, (2, 2, 0, 0, 0),
    ),
    # One person under two spellings of one address; the other address is of someone else.
    Case(
        "1 Connections addresses are compared decoded",
        {"Connections.csv": CONNECTIONS + "José,X,https://www.linkedin.com/in/jos%C3%A9-x,,,,05 Mar 2024\n"
                                          "José,X,https://www.linkedin.com/in/josé-x,,,,05 Mar 2024\n"
                                          "Jose,X,https://www.linkedin.com/in/jose-x,,,,05 Mar 2024\n"},
        {"connections_added": 2}, (3, 2, 0, 1, 0),
    ),
    Case(
        "1 Contacts are an address book and no network",
        {"Contacts.csv": "Source,FirstName,LastName,Companies,Title,Emails,CreatedAt\nx,Ann,First,,,,\"3/5/24, 2:02 PM\"\n"},
        {"connections_added": None}, (0, 0, 0, 0, 0), status="ignored", codes=("unused",), resave=False,
    ),
]  # fmt: skip

ASKED = [
    Case(
        "1 Invitations A-D 2018-22 five columns",
        {"Invitations.csv": f'{INVITED}\nTest Owner,Ann First,"3/5/24, 2:02 PM",Shall we meet?,OUTGOING\n'
                            'Bob Second,Test Owner,"3/6/24, 9:05 AM",,INCOMING\n',
         "Connections.csv": SIX + "Ann,First,,,,06 Mar 2024\n"},
        {"invitations_sent": 1, "invitations_received": 1, "invitations_accepted": 1}, (2, 2, 0, 0, 0),
        won={"personal_outreach": (1, 1), "invite_acceptance": (1, 1)}, span=("2024-03-05", "2024-03-06"),
    ),
    Case(
        "1 Invitations E 2023 with member numbers",
        {"Invitations.csv": f'{INVITED},inviterProfileUrn,inviteeProfileUrn\n'
                            'Test Owner,Ann First,"12/31/23, 12:00 AM",,OUTGOING,urn:li:member:1,urn:li:member:2\n',
         "Connections.csv": CONNECTIONS + f"Ann,First,{ANN},,,,02 Jan 2024\n"},
        {"invitations_sent": 1, "invitations_received": 0, "invitations_accepted": 1}, (1, 1, 0, 0, 0),
        won={"invite_acceptance": (1, 1)}, span=("2023-12-31", "2023-12-31"),
    ),
    # Ann was asked and is connected; another Ann First is connected under another address and was not asked.
    Case(
        "1 Invitations F 2024 with addresses",
        {"Invitations.csv": INVITATIONS + f'Test Owner,Ann First,"3/5/24, 2:02 PM",,OUTGOING,{OWNER_URL},{ANN}\n'
                            f'Test Owner,Cleo Third,"3/5/24, 2:03 PM",,OUTGOING,{OWNER_URL},https://www.linkedin.com/in/cleo\n',
         "Connections.csv": CONNECTIONS + f"Ann,First,{ANN},,,,07 Mar 2024\n"
                            "Cleo,Third,https://www.linkedin.com/in/another-cleo,,,,07 Mar 2024\n"},
        {"invitations_sent": 2, "invitations_accepted": 1}, (2, 2, 0, 0, 0), won={"invite_acceptance": (2, 1)},
    ),
    Case(
        "1 Invitations another direction is no invitation",
        {"Invitations.csv": f'{INVITED}\nTest Owner,Ann First,"3/5/24, 2:02 PM",,OUTGOING\n'
                            'Test Owner,Ann First,"3/5/24, 2:02 PM",,WITHDRAWN\n'},
        {"invitations_sent": 1, "invitations_received": 0}, (2, 1, 0, 0, 1), codes=("direction",),
    ),
]  # fmt: skip

ENDORSED = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status"
GIVEN = "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status"
RECOMMENDED = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
AT = "2024/03/05 14:02:11 UTC"

OTHERS = [
    Case(
        "1 Endorsement_Received_Info.csv",
        {"Endorsement_Received_Info.csv": f"{ENDORSED}\n{AT},Example,Ann,First,ACCEPTED\n{AT},Example,Bob,Second,PENDING\n"},
        {"endorsements_received": 1}, (2, 1, 0, 0, 1), codes=("pending",),
    ),
    Case(
        "1 Endorsement_Received_Info.csv with an address",
        {"Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
                                          f"Endorser Public Url,Endorsement Status\n{AT},Example,Ann,First,{ANN},ACCEPTED\n"},
        {"endorsements_received": 1}, (1, 1, 0, 0, 0),
    ),
    # One endorsement in both twins, one in the older alone: two. The newest name in order is read first.
    Case(
        "1 Endorsement Received Info.csv UTF-16 beside its twin",
        {"Endorsement_Received_Info.csv": f"{ENDORSED}\n{AT},Example,Ann,First,ACCEPTED\n",
         "Endorsement Received Info.csv": utf16(f"{ENDORSED},Display Status\n{AT},Example,Ann,First,ACCEPTED,SHOWN\n"
                                                f"{AT},Other,Ann,First,ACCEPTED,SHOWN\n")},
        {"endorsements_received": 2}, (1, 0, 0, 1, 0), resave=False,
    ),
    Case(
        "1 Endorsement_Given_Info.csv accepted and pending",
        {"Endorsement_Given_Info.csv": f"{GIVEN}\n{AT},Example,Ann,First,{ANN},ACCEPTED\n{AT},Other,Ann,First,{ANN},PENDING\n"},
        {"endorsements_given": 2, "endorsements_received": None}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 Recommendations_Received.csv",
        {"Recommendations_Received.csv": f'{RECOMMENDED}\nAnn,First,Example,Clerk,"Good, very",'
                                         '"03/05/24, 02:02 PM",VISIBLE\nBob,Second,,,Fine,"03/06/24, 02:02 PM",HIDDEN\n'},
        {"recommendations_received": 1}, (2, 1, 0, 0, 1), codes=("hidden",), span=("2024-03-05", "2024-03-05"),
    ),
    Case(
        "1 Recommendations_Given.csv with a blank status",
        {"Recommendations_Given.csv": f'{RECOMMENDED}\nAnn,First,Example,Clerk,Good,"03/05/24, 02:02 PM",\n'},
        {"recommendations_given": 1, "recommendations_received": None}, (1, 1, 0, 0, 0),
    ),
    Case(
        "1 Company Follows.csv without a newline at its end",
        {"Company Follows.csv": "Organization,Followed On\nExample Inc,Tue Mar 05 14:02:11 UTC 2024"},
        {"follows": 1}, (1, 1, 0, 0, 0), span=("2024-03-05", "2024-03-05"),
    ),
    Case(
        "1 Member_Follows.csv counts the active alone",
        {"Member_Follows.csv": "Date,Status,FullName\r\n2024-03-05 14:02:11,Active,Ann First\r\n"
                               "2024-03-05 14:02:12,Unfollow,Bob Second\r\n"},
        {"follows": 1, "active_days": 1}, (2, 1, 0, 0, 1), codes=("unfollow",),
    ),
    Case(
        "1 Hashtag_Follows.csv",
        {"Hashtag_Follows.csv": "HashTag,CreatedTime,LastModifiedTime,State\n#a,2024-03-05 14:02:11,2024-03-06 14:02:11,Follow\n"
                                "#b,2024-03-05 14:02:11,2024-03-06 14:02:11,Unfollow\n"},
        {"follows": 1}, (2, 1, 0, 0, 1), codes=("unfollow",), span=("2024-03-05", "2024-03-05"),
    ),
]  # fmt: skip


@each(*CONNECTED, *ASKED, *OTHERS)
def test_the_network_of_every_age(case: Case) -> None:
    case.check(case.read())


def test_1_connections_a_file_without_a_known_header_is_no_zero() -> None:
    # Rule 8: never "0 connections" on a file that holds something.
    found = read({"Connections.csv": "Vorname,Nachname,Datum\nAnn,First,05.03.2024\n",
                  "Reactions.csv": "Date,Type,Link\n"})  # fmt: skip
    assert "connections_added" not in found.counts
    (note,) = found.entry("Connections.csv").notes
    assert note.code == "unknown"
    assert "Vorname, Nachname, Datum" in note.message
    assert "Ann" not in note.message
