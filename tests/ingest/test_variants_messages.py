# ruff: noqa: E501 - lines as an export has them
"""Section 1 of the format notes: messages of every age, whose they are, and what is none."""

from __future__ import annotations

import pytest

from tests.ingest.exports import OWNER, OWNER_URL, read, table
from tests.ingest.variants import Case, each

NINE = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
TEN = NINE.replace("TO,", "TO,RECIPIENT PROFILE URLS,")
TWELVE = f"{TEN},IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
THIRTEEN = f"{TEN},ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
TWO = "From,To,Date,Subject,Content,Direction,Folder"
PROFILE = {"Profile.csv": "First Name,Last Name,Headline\nTest,Owner,Example\n"}

#: The owner asks Ann on 5 March, who answers on the 6th: 1 sent, 1 received, 1 begun, 1 answered.
PAIR = {"messages_sent": 1, "messages_received": 1, "conversations_started": 1, "conversations_answered": 1}


def ann(form: str, ask: str = "2024-03-05 14:02:11 UTC", answer: str = "2024-03-06 09:00:00 UTC") -> str:
    """The pair under a header; the newest first."""
    rows = [("Ann First", "https://www.linkedin.com/in/ann-first", OWNER, OWNER_URL, answer, "Gladly"),
            (OWNER, OWNER_URL, "Ann First", "https://www.linkedin.com/in/ann-first", ask, "Good morning Ann")]  # fmt: skip
    out = []
    for sender, url, to, to_url, when, words in rows:
        cells = {"conversation id": "c1", "from": sender, "sender profile url": url, "to": to, "date": when,
                 "recipient profile urls": to_url, "content": words, "folder": "INBOX", "is message draft": "No",
                 "is conversation draft": "No", "direction": "OUTGOING" if sender == OWNER else "INCOMING"}  # fmt: skip
        out.append([cells.get(title.lower(), "") for title in form.split(",")])
    return table([form.split(","), *out])


def one(content: str, title: str = "", folder: str = "INBOX", to: str = "Bob Second", draft: str = "No") -> str:
    """One row of the owner's with twelve columns, in a conversation of its own."""
    made = table([["c2", title, OWNER, OWNER_URL, to, "", "2024-03-07 10:00:00 UTC", "", content, folder, draft, "No"]])
    return made


AGES = [
    Case(
        "1 messages A 2018 direction and a clock without seconds",
        {"Messages.csv": ann(TWO, "3/5/18, 2:02 PM", "3/6/18, 9:00 AM")}, PAIR, (2, 2, 0, 0, 0),
        span=("2018-03-05", "2018-03-06"),
    ),
    Case(
        "1 messages 2020 capitals and ISO",
        {"messages.csv": ann(TWO.upper(), "2019-11-06T02:08:20", "2019-11-06T02:08:21")}, PAIR, (2, 2, 0, 0, 0),
        span=("2019-11-06", "2019-11-06"),
    ),
    Case("1 messages B-D 2021-22 nine columns", {"messages.csv": ann(NINE), **PROFILE}, PAIR, (2, 2, 0, 0, 0)),
    Case("1 messages E-G 2023-24 ten columns", {"messages.csv": ann(TEN), **PROFILE}, PAIR, (2, 2, 0, 0, 0)),
    Case("1 messages H I 2024 twelve columns", {"messages.csv": ann(TWELVE), **PROFILE}, PAIR, (2, 2, 0, 0, 0)),
    Case("1 messages 2025 eleven columns", {"messages.csv": ann(f"{TEN},ATTACHMENTS"), **PROFILE}, PAIR, (2, 2, 0, 0, 0)),
    Case(
        "1 messages 2025 twelve columns with attachments",
        {"messages.csv": ann(f"{TEN},ATTACHMENTS,IS MESSAGE DRAFT"), **PROFILE}, PAIR, (2, 2, 0, 0, 0),
    ),
    Case("1 messages 2026 thirteen columns", {"messages.csv": ann(THIRTEEN), **PROFILE}, PAIR, (2, 2, 0, 0, 0)),
    Case(
        "1 messages 2026 every field quoted",
        {"messages.csv": "".join(",".join(f'"{c}"' for c in line.split(",")) + "\n" for line in ann(THIRTEEN).splitlines()),
         **PROFILE}, PAIR, (2, 2, 0, 0, 0),
    ),
]  # fmt: skip

#: With the row that follows the pair: one more message sent, one more conversation begun.
MORE = {"messages_sent": 2, "messages_received": 1, "conversations_started": 2, "conversations_answered": 1}

QUIRKS = [
    Case(
        "1 messages sponsored conversation by its title",
        {"messages.csv": ann(TWELVE) + one("<p>Buy</p>", "Sponsored Conversation")}, PAIR, (3, 2, 0, 0, 1),
        codes=("sponsored",), owner=OWNER, won={"personal_outreach": (1, 1)},
    ),
    Case(
        "1 messages sponsored body by its class",
        {"messages.csv": ann(TWELVE) + one('<p class="spinmail-quill-editor__spin-break">Buy</p>')}, PAIR,
        (3, 2, 0, 0, 1), codes=("sponsored",), owner=OWNER,
    ),
    # A message, but no personal opening: nothing is asked of it.
    Case(
        "1 messages a body in HTML is sent, and no outreach",
        {"messages.csv": ann(TWELVE) + one("<p>Dear Bob, <strong>our</strong> offer &amp; more</p>")}, MORE,
        (3, 3, 0, 0, 0), owner=OWNER, won={"personal_outreach": (1, 1)},
    ),
    Case(
        "1 messages entities are words",
        {"messages.csv": ann(TWELVE) + one("I&#39;d like to ask you &amp; yours")}, MORE, (3, 3, 0, 0, 0), owner=OWNER,
        won={"personal_outreach": (2, 2)},
    ),
    Case(
        "1 messages a draft by its flag",
        {"messages.csv": ann(TWELVE) + one("Dear", draft="Yes")}, PAIR, (3, 2, 0, 0, 1), codes=("draft",), owner=OWNER,
    ),
    Case(
        "1 messages a draft of nine columns by a blank TO",
        {"messages.csv": ann(NINE) + f"c2,,{OWNER},{OWNER_URL},,2024-03-07 10:00:00 UTC,,Dear,INBOX\n"}, PAIR,
        (3, 2, 0, 0, 1), codes=("draft",), owner=OWNER,
    ),
    Case(
        "1 messages a draft of ten columns by a blank FOLDER",
        {"messages.csv": ann(TEN) + f"c2,,{OWNER},{OWNER_URL},Bob Second,,2024-03-07 10:00:00 UTC,,Dear,\n"}, PAIR,
        (3, 2, 0, 0, 1), codes=("draft",), owner=OWNER,
    ),
    Case(
        "1 messages a blank folder beside flags is no draft",
        {"messages.csv": ann(TWELVE) + one("Dear", folder="")}, MORE, (3, 3, 0, 0, 0), owner=OWNER,
    ),
    Case(
        "1 messages archive and spam are folders like any other",
        {"messages.csv": ann(TWELVE) + one("Dear", folder="ARCHIVE") + one("Dear", folder="SPAM").replace("c2", "c3")},
        MORE | {"messages_sent": 3, "conversations_started": 3}, (4, 4, 0, 0, 0), owner=OWNER,
    ),
    Case(
        "1 messages two people who left are two conversations",
        {"messages.csv": ann(TWELVE) + table([
            ["c2", "", "LinkedIn Member", "", OWNER, OWNER_URL, "2024-03-07 10:00:00 UTC", "", "Hi", "INBOX", "No", "No"],
            ["c3", "", "LinkedIn Member", "", OWNER, OWNER_URL, "2024-03-07 10:00:00 UTC", "", "Hi", "INBOX", "No", "No"],
        ])},
        PAIR | {"messages_received": 3}, (4, 4, 0, 0, 0), owner=OWNER,
    ),
    Case(
        "1 messages an empty body is a message",
        {"messages.csv": ann(TWELVE) + one("")}, MORE, (3, 3, 0, 0, 0), owner=OWNER, won={"personal_outreach": (1, 1)},
    ),
    # Equal rows of one file with empty bodies in one second: all stand.
    Case(
        "1 messages equal rows with empty bodies are messages each",
        {"messages.csv": ann(TWELVE) + one("") + one("")}, MORE | {"messages_sent": 3}, (4, 4, 0, 0, 0), owner=OWNER,
    ),
    Case(
        "1 messages line ends in a quoted body",
        {"messages.csv": ann(TWELVE) + one("Dear Bob,\n\nshall we meet?\r\nBest")}, MORE, (3, 3, 0, 0, 0), owner=OWNER,
    ),
    # A group is one conversation, whatever parts the names: by ", " before 2023, by "," later.
    Case(
        "1 messages a group of 2022 with credentials in TO",
        {"messages.csv": ann(NINE) + table([
            ["c2", "", OWNER, OWNER_URL, "Bob Second, PMP, Cleo Third", "2024-03-07 10:00:00 UTC", "", "Hi", "INBOX"],
            ["c2", "", "Cleo Third", "", f"{OWNER}, Bob Second, PMP", "2024-03-08 10:00:00 UTC", "", "Ho", "INBOX"],
        ])},
        MORE | {"messages_received": 2, "conversations_answered": 2}, (4, 4, 0, 0, 0), owner=OWNER,
    ),
    Case(
        "1 messages of an assistant count nowhere",
        {"guide_messages.csv": ann(TWELVE)}, {"messages_sent": None}, (0, 0, 0, 0, 0), status="ignored",
        codes=("unused",), owner=OWNER, resave=False,
    ),
    Case(
        "1 LearningCoachMessages.csv with one line",
        {"LearningCoachMessages.csv": "No conversations found\n"}, {"messages_sent": None}, (0, 0, 0, 0, 0),
        status="ignored", codes=("unused",), resave=False,
    ),
    Case(
        "1 messages with a header alone are none",
        {"messages.csv": f"{TWELVE}\n"}, dict.fromkeys(PAIR, 0), (0, 0, 0, 0, 0), status="empty", kind="messages",
        owner=OWNER,
    ),
]  # fmt: skip


@each(*AGES, *QUIRKS)
def test_messages_of_every_age(case: Case) -> None:
    case.check(case.read())


# ----------------------------------------------------------------------------------------------------- whose they are


def talks(form: str, me: str, others: tuple[str, ...], written: int) -> str:
    """A conversation with each: the owner, whose address no other column shows, writes in the first few alone."""
    titles, out = form.split(","), []
    for i, other in enumerate(others):
        sender, to = (me, other) if i < written else (other, me)
        cells = {"CONVERSATION ID": f"c{i}", "FROM": sender, "TO": to, "DATE": f"2024-03-{i + 1:02} 10:00:00 UTC",
                 "SENDER PROFILE URL": f"https://www.linkedin.com/in/{sender.split()[0].lower()}-x", "CONTENT": f"Words {i}",
                 "FOLDER": "INBOX"}  # fmt: skip
        out.append([cells.get(title, "") for title in titles])
    return table([titles, *out])


OTHERS = ("Ann First", "Bob Second", "Cleo Third", "Dan Fourth", "Eve Fifth")


@pytest.mark.parametrize("me", [OWNER, f"{OWNER}, PMP", f"{OWNER}, PMP, MBA"])
@pytest.mark.parametrize("written", [5, 2, 0])
def test_1_messages_of_nine_columns_alone_tell_their_owner_by_name(me: str, written: int) -> None:
    # No other file, no address of a receiver: the owner is the one name in all five conversations.
    found = read({"messages.csv": talks(NINE, me, OTHERS, written)})
    assert found.ledger.owner_found
    assert (found.counts["messages_sent"], found.counts["messages_received"]) == (written, 5 - written)


def test_1_messages_an_owner_among_the_names_of_a_group_is_found() -> None:
    groups = talks(NINE, "Test Owner, PMP", OTHERS, 1) + table(
        [
            [
                "c9",
                "",
                "Ann First",
                "",
                "Bob Second, Test Owner, PMP, Cleo Third",
                "2024-03-09 10:00:00 UTC",
                "",
                "Hi",
                "INBOX",
            ]
        ]
    )
    found = read({"messages.csv": groups})
    assert (found.counts["messages_sent"], found.counts["messages_received"]) == (1, 5)


def test_1_messages_of_two_names_in_every_conversation_neither_is_the_owner() -> None:
    found = read({"messages.csv": talks(NINE, OWNER, ("Ann First",), 1) + talks(NINE, OWNER, ("Ann First",), 0)})
    assert not found.ledger.owner_found


@pytest.mark.parametrize(
    ("written", "told"),
    [("Test Owner, PMP", "Test Owner"), ("Test Owner", "test owner, MBA"), ("Test Owner, PMP", "Test Owner, PMP")],
)
def test_1_messages_an_owner_is_known_with_or_without_credentials(written: str, told: str) -> None:
    found = read({"messages.csv": talks(NINE, written, OTHERS[:1], 1)}, owner=told)
    assert found.counts["messages_sent"] == 1
    profile = "First Name,Last Name,Headline\n" + table(
        [["Test", told.removeprefix("Test ").removeprefix("test "), "x"]]
    )
    found = read({"messages.csv": talks(NINE, written, OTHERS[:1], 1), "Profile.csv": profile})
    assert found.counts["messages_sent"] == 1


# ------------------------------------------------------------------------------------------------- ages that overlap

OLD = table(
    [
        TWO.split(","),
        ["Ann First", OWNER, "3/6/18, 9:00 AM", "", "Gladly, and soon", "INCOMING", "INBOX"],
        [OWNER, "Ann First", "3/5/18, 2:02 PM", "", "Good morning Ann", "OUTGOING", "SENT"],
        [OWNER, "Bob Second", "3/5/18, 2:02 PM", "", "Good morning Bob", "OUTGOING", "SENT"],
    ]
)


STAMPS = ("2018-03-06 09:00:41 UTC", "2018-03-05 14:02:11 UTC", "2024-03-05 14:02:11 UTC")


def newer(sender: str = "Ann First", dates: tuple[str, str, str] = STAMPS) -> str:
    rows = [["c1", "", sender, "", OWNER, dates[0], "", "Gladly, and soon", "INBOX"],
            ["c1", "", OWNER, OWNER_URL, "Ann First", dates[1], "", "Good morning Ann", "INBOX"],
            ["c3", "", OWNER, OWNER_URL, "Dan Fourth", dates[2], "", "Good morning Dan", "INBOX"]]  # fmt: skip
    return table([NINE.split(","), *rows])


@pytest.mark.parametrize("sender", ["Ann First", "LinkedIn Member", "Ann First, PMP"])
def test_1_messages_of_2018_to_the_minute_and_of_2024_to_the_second_are_one_each(sender: str) -> None:
    # Three rows and three rows, two of them the same: 3 sent (Ann, Bob, Dan), 1 received.
    for files in ({"a/Messages.csv": OLD, "b/messages.csv": newer(sender)},
                  {"b/messages.csv": newer(sender), "a/Messages.csv": OLD}):  # fmt: skip
        found = read(files)
        assert (found.counts["messages_sent"], found.counts["messages_received"]) == (3, 1)
        assert found.sums == (6, 4, 2, 0)


def test_1_messages_of_who_has_left_since_are_the_same_message() -> None:
    found = read({"new/messages.csv": newer("LinkedIn Member"), "old/messages.csv": newer()})
    assert (found.counts["messages_sent"], found.counts["messages_received"]) == (2, 1)
    assert found.sums == (6, 3, 3, 0)


def test_1_messages_of_two_who_left_in_one_second_are_two() -> None:
    header, row = NINE, "c{},,LinkedIn Member,,Test Owner,2024-03-05 10:00:0{} UTC,,Hello,INBOX\n"
    one_, two = (f"{header}\n{row.format(i, second)}" for i, second in ((1, 0), (2, 1)))
    found = read({"a/messages.csv": one_, "b/messages.csv": two}, owner=OWNER)
    assert found.counts.get("messages_received", 2) == 2
    assert found.sums == (2, 2, 0, 0)


@pytest.mark.parametrize(
    "dates",
    [
        ("3/6/2018", "3/5/2018", "3/5/2024"),
        ("6-Mar-18", "5-Mar-18", "5-Mar-24"),
        ("03/06/2018 09:00", "03/05/2018 14:02", "03/05/2024 14:02"),
        ("2018-03-06 00:00:00", "2018-03-05 00:00:00", "2024-03-05 00:00:00"),
    ],
)
def test_1_messages_saved_again_by_a_spreadsheet_do_not_count_twice(dates: tuple[str, str, str]) -> None:
    for files in ({"a/messages.csv": newer(), "b/messages.csv": newer(dates=dates)},
                  {"b/messages.csv": newer(), "a/messages.csv": newer(dates=dates)}):  # fmt: skip
        found = read(files)
        assert (found.counts["messages_sent"], found.counts["messages_received"]) == (2, 1)
        assert found.sums == (6, 3, 3, 0)


def test_1_messages_saved_again_without_clocks_keep_the_larger_number_of_a_day() -> None:
    # Two equal words on one day in the export; the copy has lost their clocks, and has one row more of that day.
    def rows(*dates: str) -> str:
        return table(
            [NINE.split(","), *(["c1", "", OWNER, OWNER_URL, "Ann First", d, "", "ok", "INBOX"] for d in dates)]
        )

    export = rows("2024-03-05 10:00:01 UTC", "2024-03-05 15:00:02 UTC")
    assert read({"a/messages.csv": export, "b/messages.csv": rows("3/5/2024", "3/5/2024")}, OWNER).sums == (4, 2, 2, 0)
    more = read({"a/messages.csv": export, "b/messages.csv": rows("3/5/2024", "3/5/2024", "3/5/2024")}, OWNER)
    assert more.sums == (5, 3, 2, 0)
    assert more.counts["messages_sent"] == 3
