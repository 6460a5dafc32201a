"""messages.csv: whose they are, which way they went, who began, who answered, and what is no message."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.ingest import copies as near
from ssi_core.ingest import messages, streams
from ssi_core.ingest.copies import LIKE, near_copies
from ssi_core.ingest.dates import parse_seconds
from tests.ingest.exports import INVITATIONS, OWNER, OWNER_URL, Found, book, codes, read, table

PROFILE = "First Name,Last Name,Headline\nTest,Owner,Example\n"


@dataclass(frozen=True)
class Letter:
    """One invented message."""

    talk: str
    sender: str
    to: str
    when: dt.datetime
    content: str = "words"
    title: str = ""
    folder: str = "INBOX"
    draft: str = "No"
    address: str | None = None  # by default the one that belongs to the name

    @property
    def mine(self) -> bool:
        return self.sender == OWNER


def url(name: str) -> str:
    return "" if name in ("", "LinkedIn Member") else f"https://www.linkedin.com/in/{name.lower().replace(' ', '-')}"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def utc(when: dt.datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"


def clock(when: dt.datetime) -> str:
    return f"{when.month}/{when.day}/{when:%y}, {when.hour % 12 or 12}:{when:%M} {'AP'[when.hour > 11]}M"


Column = Callable[[Letter], str]
COLUMNS: dict[str, Column] = {
    "CONVERSATION ID": lambda x: x.talk,
    "CONVERSATION TITLE": lambda x: x.title,
    "FROM": lambda x: x.sender,
    "SENDER PROFILE URL": lambda x: url(x.sender) if x.address is None else x.address,
    "TO": lambda x: x.to,
    "RECIPIENT PROFILE URLS": lambda x: ",".join(map(url, x.to.split(", "))),
    "DATE": lambda x: utc(x.when),
    "SUBJECT": lambda _: "",
    "CONTENT": lambda x: x.content,
    "DIRECTION": lambda x: "OUTGOING" if x.mine else "INCOMING",
    "FOLDER": lambda x: x.folder,
    "ATTACHMENTS": lambda _: "",
    "IS MESSAGE DRAFT": lambda x: x.draft,
    "IS CONVERSATION DRAFT": lambda _: "No",
}
NINE = [
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "DATE", "SUBJECT", "CONTENT", "FOLDER",
]  # fmt: skip
TEN = [*NINE[:5], "RECIPIENT PROFILE URLS", *NINE[5:]]
TWELVE = [*TEN, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]
THIRTEEN = [*TEN, "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]
ERAS: dict[str, list[str]] = {
    "2018": ["From", "To", "Date", "Subject", "Content", "Direction", "Folder"],
    "2020": ["FROM", "TO", "DATE", "SUBJECT", "CONTENT", "DIRECTION", "FOLDER"],
    "2021-22": NINE,
    "2023-24": TEN,
    "late 2024": TWELVE,
    "2025 with attachments": [*TEN, "ATTACHMENTS"],
    "2025 with one flag": [*TEN, "ATTACHMENTS", "IS MESSAGE DRAFT"],
    "2026": THIRTEEN,
}
DATED: dict[str, Callable[[dt.datetime], str]] = {"2018": clock, "2020": lambda t: t.isoformat("T", "seconds")}


def written(
    letters: Sequence[Letter], columns: Sequence[str] = THIRTEEN, date: Callable[[dt.datetime], str] = utc
) -> str:
    rows = [[date(x.when) if c.upper() == "DATE" else COLUMNS[c.upper()](x) for c in columns] for x in letters]
    return table([columns, *rows])


def given_letters(letters: Sequence[Letter], owner: str | None = OWNER, **rest: str) -> Found:
    return read({"messages.csv": written(letters), **rest}, owner)


def four(found: Found) -> tuple[float, float, float, float]:
    """Sent, received, started, answered."""
    c = found.counts
    return (
        c["messages_sent"], c["messages_received"], c["conversations_started"], c["conversations_answered"],
    )  # fmt: skip


# The owner begins with Ann, who answers the next day; Bob begins and is answered; Cleo never answers.
STORY = (
    Letter("c3", OWNER, "Cleo Third", at("2024-03-09 10:00:11"), "Dear Cleo, may I ask you something?"),
    Letter("c2", OWNER, "Bob Second", at("2024-03-08 10:00:11"), "Thank you, Bob"),
    Letter("c2", "Bob Second", OWNER, at("2024-03-07 10:00:11"), "Hello, are you there?"),
    Letter("c1", "Ann First", OWNER, at("2024-03-06 09:00:11"), 'Yes, "gladly"'),
    Letter("c1", OWNER, "Ann First", at("2024-03-05 10:00:11"), "Good morning Ann, <p>a question</p>, please"),
)


def assert_story(found: Found) -> None:
    # 3 by the owner, 2 to the owner; begun with Ann and Cleo; only Ann answered.
    assert four(found) == (3, 2, 2, 1)
    assert found.on("messages_sent") == {"2024-03-05": 1, "2024-03-08": 1, "2024-03-09": 1}
    assert found.on("messages_received") == {"2024-03-06": 1, "2024-03-07": 1}
    assert found.on("conversations_started") == {"2024-03-05": 1, "2024-03-09": 1}
    assert found.on("conversations_answered") == {"2024-03-05": 1}
    assert found.on("active_days") == {"2024-03-05": 1, "2024-03-08": 1, "2024-03-09": 1}
    assert found.won("reply_rate") == (2, 1)
    assert found.ledger.owner_found


# ----------------------------------------------------------------------------------------------- eight ages of header


@pytest.mark.parametrize("era", ERAS)
def test_every_header_tells_the_story(era: str) -> None:
    found = read({"messages.csv": written(STORY, ERAS[era], DATED.get(era, utc))}, OWNER)
    assert_story(found)
    assert found.sums == (5, 5, 0, 0)


def test_2026_quotes_every_cell() -> None:
    rows = list(csv.reader(written(STORY).splitlines()))
    assert_story(read({"messages.csv": table(rows, quoting=csv.QUOTE_ALL)}, OWNER))


def test_a_direction_needs_no_owner() -> None:
    found = read({"Messages.csv": written(STORY, ERAS["2018"], clock)})
    assert_story(found)


@pytest.mark.parametrize("era", ["2018", "2020"])
def test_a_file_of_2018_tells_the_owner_of_a_later_one(era: str) -> None:
    # The later file has no direction of its own; the owner's name and address come from the earlier one.
    later = [replace(x, when=x.when + dt.timedelta(days=365)) for x in STORY]
    old = written(STORY, ERAS[era], DATED[era])
    found = read({"old/messages.csv": old, "new/messages.csv": written(later)})
    # The story twice; but with the other parties as conversations in the one and with ids in the other.
    assert four(found) == (6, 4, 4, 2)


def test_messages_saved_as_a_workbook() -> None:
    rows = list(csv.reader(written(STORY).splitlines()))
    found = read({"messages.xlsx": book({"Sheet1": rows})}, OWNER)
    assert_story(found)
    assert (found.entry("messages.xlsx").rows_read, found.entry("messages.xlsx").encoding) == (5, "xlsx")


# ---------------------------------------------------------------------------------------------------- whose they are

ADDRESSED = (
    INVITATIONS + f'{OWNER},Ann First,"3/5/24, 2:02 PM",,OUTGOING,{OWNER_URL},{url("Ann First")}\n'
    f'Bob Second,{OWNER},"3/6/24, 2:02 PM",,INCOMING,{url("Bob Second")},{OWNER_URL}\n'
)
UNADDRESSED = (
    f'From,To,Sent At,Message,Direction\n{OWNER},Ann First,"3/5/24, 2:02 PM",,OUTGOING\n'
    f'Bob Second,{OWNER},"3/6/24, 2:02 PM",,INCOMING\n'
)


@pytest.mark.parametrize(
    "files",
    [{"Invitations.csv": ADDRESSED}, {"Invitations.csv": UNADDRESSED}, {"Profile.csv": PROFILE}],
    ids=["by the addresses of invitations", "by the names of invitations", "by the profile"],
)
@pytest.mark.parametrize("era", ["2021-22", "2023-24", "late 2024", "2026"])
def test_the_owner_is_known_by_other_files(files: dict[str, str], era: str) -> None:
    # One conversation with Ann alone, in which either might be the owner.
    found = read({"messages.csv": written(STORY[3:], ERAS[era]), **files})
    assert four(found) == (1, 1, 1, 1)
    assert found.ledger.owner_found


def test_the_owner_is_the_one_who_is_in_every_conversation() -> None:
    assert_story(given_letters(STORY, owner=None))


def test_who_is_in_most_conversations_alone_is_not_the_owner() -> None:
    # 8 of 9 conversations are fewer than nine tenths.
    found = given_letters(
        [*(Letter(f"c{i}", OWNER, f"Person {i}", at("2024-03-05 10:00:00")) for i in range(8)),
         Letter("c8", "Ann First", "Bob Second", at("2024-03-05 10:00:00"))],
        owner=None,
    )  # fmt: skip
    assert not found.ledger.owner_found


def test_of_two_who_are_everywhere_neither_is_the_owner() -> None:
    found = given_letters(STORY[3:], owner=None)
    assert not found.ledger.owner_found
    assert not {"messages_sent", "messages_received", "conversations_started"} & set(found.counts)
    assert codes(found.entry("messages.csv")) == ["owner"]
    assert found.sums == (2, 2, 0, 0)


def test_a_profile_under_another_name_does_not_hide_the_owner() -> None:
    assert_story(given_letters(STORY, owner=None, **{"Profile.csv": PROFILE.replace("Owner", "Owner-Changed")}))


def test_the_user_is_believed_before_all_files() -> None:
    # Were Ann the owner: 1 sent, 4 received, and she began nothing.
    found = given_letters(STORY, owner="ann  FIRST", **{"Invitations.csv": ADDRESSED, "Profile.csv": PROFILE})
    assert four(found) == (1, 4, 0, 0)


def test_a_name_that_no_one_bears_is_told() -> None:
    found = given_letters(STORY, owner="Nobody Here")
    assert not found.ledger.owner_found
    assert "messages_sent" not in found.counts
    assert codes(found.entry("messages.csv")) == ["owner"]


def test_an_owner_who_never_wrote_has_sent_nothing() -> None:
    only_received = [x for x in STORY if not x.mine]
    assert four(given_letters(only_received)) == (0, 2, 0, 0)
    assert four(given_letters(only_received, owner=None, **{"Invitations.csv": ADDRESSED})) == (0, 2, 0, 0)


def test_a_row_without_the_owners_address_is_known_by_the_name() -> None:
    unaddressed = [replace(x, address="") if x.mine and x.talk == "c3" else x for x in STORY]
    assert_story(given_letters(unaddressed))
    assert_story(given_letters(unaddressed, owner=None, **{"Profile.csv": PROFILE}))


def test_a_namesake_with_another_address_is_someone_else() -> None:
    namesake = Letter("c4", OWNER, OWNER, at("2024-03-10 10:00:00"), address="https://www.linkedin.com/in/namesake")
    found = given_letters([namesake, *STORY], owner=None, **{"Invitations.csv": ADDRESSED})
    assert four(found) == (3, 3, 2, 1)


def test_addresses_are_compared_decoded_and_without_case() -> None:
    given = [replace(x, address="https://www.linkedin.com/in/jos%C3%A9-Owner/?x=1") if x.mine else x for x in STORY]
    invited = ADDRESSED.replace(OWNER_URL, "http://linkedin.com/in/José-owner").replace(OWNER, "Other Spelling")
    assert four(given_letters(given, owner=None, **{"Invitations.csv": invited})) == (3, 2, 2, 1)


# --------------------------------------------------------------------------------------------------- what is none


def test_drafts_are_rejected_with_their_numbers() -> None:
    drafts = [replace(STORY[0], draft="Yes", when=at("2024-03-10 10:00:00"))] * 7
    found = given_letters([*STORY, *drafts])
    assert four(found) == (3, 2, 2, 1)
    entry = found.entry("messages.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (12, 5, 7)
    assert [(n.code, n.row) for n in entry.notes] == [("draft", r) for r in (6, 7, 8, 9, 10)]


def test_a_conversation_with_a_draft_in_it_is_no_draft() -> None:
    text = written(STORY).replace(",No,No\n", ",No,Yes\n")
    assert four(read({"messages.csv": text}, OWNER)) == (3, 2, 2, 1)


@pytest.mark.parametrize(("era", "sent"), [("2021-22", 3), ("2023-24", 3), ("late 2024", 5), ("2018", 5)])
def test_without_a_flag_a_draft_shows_as_a_blank_receiver_or_folder(era: str, sent: int) -> None:
    # Two more rows: one without a folder, one without a receiver. Files with flags say No; 2018 had no such drafts.
    more = [
        Letter("c5", OWNER, "Dan Fourth", at("2024-03-10 10:00:11"), folder=""),
        Letter("c6", OWNER, "", at("2024-03-11 10:00:11")),
    ]
    found = read({"messages.csv": written([*STORY, *more], ERAS[era], DATED.get(era, utc))}, OWNER)
    assert found.counts["messages_sent"] == sent
    assert codes(found.entry("messages.csv")) == ["draft"] * (5 - sent)


def test_sponsored_messages_are_rejected() -> None:
    more = [
        Letter("s1", "Brand Example", OWNER, at("2024-03-10 10:00:00"), title="Sponsored Conversation"),
        Letter("s2", "Brand Example", OWNER, at("2024-03-10 10:00:00"),
               content='<p class="spinmail-quill-editor__spin-break">Buy</p>'),
    ]  # fmt: skip
    found = given_letters([*more, *STORY])
    assert four(found) == (3, 2, 2, 1)
    assert codes(found.entry("messages.csv")) == ["sponsored", "sponsored"]


@pytest.mark.parametrize("folder", ["INBOX", "ARCHIVE", "SPAM"])
def test_every_folder_counts(folder: str) -> None:
    assert four(given_letters([replace(x, folder=folder) for x in STORY])) == (3, 2, 2, 1)


def test_hidden_members_are_people() -> None:
    # Three of them share a name and have no address; each began a conversation.
    hidden = [Letter(f"h{i}", "LinkedIn Member", OWNER, at("2024-03-10 10:00:00")) for i in range(3)]
    found = given_letters([*hidden, *STORY])
    assert four(found) == (3, 5, 2, 1)


def test_empty_bodies_in_one_second_are_messages_each() -> None:
    found = given_letters([Letter("c1", OWNER, "Ann First", at("2024-03-05 10:00:00"), content="")] * 3)
    assert four(found) == (3, 0, 1, 0)
    assert found.sums == (3, 3, 0, 0)


def test_a_group_is_one_conversation() -> None:
    group = [
        Letter("g", OWNER, "Ann First, Bob Second", at("2024-03-05 10:00:00")),
        Letter("g", "Ann First", "Test Owner, Bob Second", at("2024-03-05 11:00:00")),
        Letter("g", "Bob Second", "Test Owner, Ann First", at("2024-03-05 12:00:00")),
    ]
    assert four(given_letters(group)) == (1, 2, 1, 1)


def test_dates_that_are_none_or_in_the_future_are_rejected() -> None:
    # Today is 1 July 2026: that day is still past, the next is future. 2023 had no 29 February.
    late = [replace(STORY[0], when=at(when)) for when in ("2026-07-01 23:59:59", "2026-07-02 00:00:00")]
    rows = list(csv.reader(written([*STORY, *late, STORY[0], STORY[0]]).splitlines()))
    rows[8][rows[0].index("DATE")] = "2023-02-29 10:00:11 UTC"
    text = table(rows)
    found = read({"messages.csv": text}, OWNER)
    entry = found.entry("messages.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (9, 7, 2)
    assert [(n.code, n.row) for n in entry.notes] == [("date", 8), ("future", 7)]
    assert (entry.first, entry.last) == (19787, 20635)  # 5 March 2024 to 1 July 2026


def test_one_odd_date_does_not_spoil_the_others() -> None:
    # Among stamps of one form, one in another form and one that is none.
    text = (
        written(STORY).replace("2024-03-09 10:00:11 UTC", '"3/9/24, 10:00 AM"').replace("2024-03-07 10:00:11 UTC", "-")
    )
    found = read({"messages.csv": text}, OWNER)
    assert found.on("messages_sent") == {"2024-03-05": 1, "2024-03-08": 1, "2024-03-09": 1}
    assert found.counts["messages_received"] == 1
    # Without Bob's, the owner's own is the first of that conversation.
    assert found.counts["conversations_started"] == 3


# -------------------------------------------------------------------------------------------- who began, who answered


def test_the_order_of_the_rows_does_not_matter() -> None:
    for seed in range(10):
        assert_story(given_letters(random.Random(seed).sample(STORY, len(STORY))))


def test_of_two_in_one_second_the_lower_row_came_first() -> None:
    # Newest first: the opening stands below its answer.
    opening, answer = (
        Letter("c", OWNER, "Ann First", at("2024-03-05 10:00:00")),
        Letter("c", "Ann First", OWNER, at("2024-03-05 10:00:00")),
    )
    assert four(given_letters([answer, opening])) == (1, 1, 1, 1)
    assert four(given_letters([opening, answer])) == (1, 1, 0, 0)


def test_an_answer_is_dated_by_the_first() -> None:
    talk = [
        Letter("c", "Ann First", OWNER, at("2024-03-20 10:00:00")),
        Letter("c", "Ann First", OWNER, at("2024-03-12 10:00:00")),
        Letter("c", OWNER, "Ann First", at("2024-03-05 10:00:00")),
    ]
    trials = given_letters(talk).member.activity.trials["reply_rate"]
    assert (trials.success_day - trials.day).tolist() == [7]


def test_without_ids_a_conversation_is_all_that_passed_with_one_person() -> None:
    # Two openings to Ann, weeks apart, are one conversation; the note to Bob is another.
    talk = [
        Letter("", OWNER, "Bob Second", at("2024-03-25 10:00:00")),
        Letter("", OWNER, "Ann First", at("2024-03-20 10:00:00")),
        Letter("", "Ann First", OWNER, at("2024-03-06 10:00:00")),
        Letter("", OWNER, "Ann First", at("2024-03-05 10:00:00")),
    ]
    for era in ("2018", "2020", "2021-22", "2026"):
        found = read({"messages.csv": written(talk, ERAS[era], DATED.get(era, utc))}, OWNER)
        assert four(found) == (3, 1, 2, 1)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 60 * 24 * 40)), max_size=25, unique_by=lambda m: m[2]
    ),
    st.sampled_from(["2018", "2021-22", "2023-24", "2026"]),
    st.randoms(use_true_random=False),
)
def test_counts_are_those_of_a_plain_count(talks: list[tuple[int, bool, int]], era: str, dice: random.Random) -> None:
    start = at("2024-01-01 00:00:00")
    letters = [
        Letter(
            f"c{c}", OWNER if mine else f"Person {c}", f"Person {c}" if mine else OWNER, start + dt.timedelta(minutes=m)
        )
        for c, mine, m in talks
    ]
    begun = answered = 0
    for talk in {x.talk for x in letters}:
        ordered = sorted((x for x in letters if x.talk == talk), key=lambda x: x.when)
        begun += ordered[0].mine
        answered += ordered[0].mine and any(not x.mine for x in ordered)
    shuffled = dice.sample(letters, len(letters))
    found = read({"messages.csv": written(shuffled, ERAS[era], DATED.get(era, utc))}, OWNER)
    sent = sum(x.mine for x in letters)
    if letters and (sent or era != "2018"):
        assert four(found) == (sent, len(letters) - sent, begun, answered)
    assert found.sums == (len(letters), len(letters), 0, 0)


# ------------------------------------------------------------------------------------------------ personal openings


def openings(*texts: str) -> Found:
    """Openings in the order in which they were sent, each to a person of its own."""
    people = ("Ann First", "Bob Second", "Cleo Third", "Dan Fourth", "Eve Fifth")
    return given_letters(
        [Letter(f"c{i}", OWNER, people[i], at(f"2024-03-0{i + 1} 10:00:00"), text) for i, text in enumerate(texts)]
    )


def test_near_copies_but_the_first_are_not_personal() -> None:
    # The second differs from the first by a name and a word, the third is one of a kind: 2 of 3 personal.
    found = openings(
        "Hello Ann, I saw that you plan warehouses and would like to show you our racks",
        "Hello Bob, I saw that you plan warehouses and would like to show you our new racks",
        "Dear Cleo, your talk in Exampleville about night shifts made me think of my own father",
    )
    assert found.won("personal_outreach") == (3, 2)


def test_openings_without_words_are_not_asked() -> None:
    # An empty body, a blank one, and one with words: one opening to judge.
    found = openings("", "   ", "Hello there, have you a minute?")
    assert found.counts["conversations_started"] == 3
    assert found.won("personal_outreach") == (1, 1)


def test_only_the_beginning_of_an_opening_is_looked_at() -> None:
    same = (
        "We have never met, but we both know the port of Exampleville very well indeed, so here goes my question. " * 2
    )
    found = openings(same + "And how is the harbour?", same + "Do you still row on Sundays with that club of yours?")
    assert found.won("personal_outreach") == (2, 1)


def test_only_the_owners_own_openings_are_judged() -> None:
    found = given_letters(STORY)
    assert found.won("personal_outreach") == (2, 2)


def copies(openings: Sequence[str], receivers: Sequence[str] | None = None) -> list[bool]:
    names = [""] * len(openings) if receivers is None else receivers
    return near_copies([o.encode() for o in openings], [n.encode() for n in names]).tolist()


@pytest.mark.parametrize(
    ("earlier", "later", "copy"),
    [
        ("Hello Ann", "Hello Bob", True),
        ("Hello", "Hello", True),
        ("Good day, are you hiring?", "GOOD DAY!! Are you hiring", True),
        ("one two three four five six", "one two three four five seven", True),
        ("one two three four five six", "six five four three two one", False),
        ("one two three", "four five six", False),
        ("Grüße aus München an alle", "Grüße aus München an alle", True),
        ("見つけました", "見つけました", True),
        ("12345", "12345", False),
    ],
)
def test_what_a_near_copy_is(earlier: str, later: str, copy: bool) -> None:
    assert copies([earlier, later], ["Ann First", "Bob Second"]) == [False, copy]


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=30), max_size=8))
def test_what_was_sent_before_is_a_copy_the_second_time(texts: list[str]) -> None:
    twice = copies([*texts, *texts])[len(texts) :]
    assert all(copy for text, copy in zip(texts, twice, strict=True) if text.strip())


def plainly(texts: Sequence[str]) -> list[bool]:
    """Near-copies by comparing each opening with every original before it."""
    originals: list[set[tuple[str, ...]]] = []
    found = []
    for text in texts:
        words = text.split()
        runs = set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}
        found.append(bool(words) and any(len(runs & held) >= LIKE * len(runs) for held in originals))
        if words and not found[-1]:
            originals.append(runs)
    return found


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join), max_size=25))
@settings(max_examples=200)
def test_near_copies_are_those_of_a_plain_comparison(texts: list[str]) -> None:
    assert copies(texts) == plainly(texts)


def test_of_very_many_look_alikes_only_some_are_compared_and_none_is_called_a_copy_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 300 texts of 40 words out of four: every one shares runs with every other.
    dice = random.Random(2)
    texts = [" ".join(dice.choices("abcd", k=40)) for _ in range(300)]
    asked: list[int] = []
    inner = near.__dict__["_rivals"]

    def counted(own: Sequence[int], held: dict[int, list[int]]) -> set[int]:
        out: set[int] = inner(own, held)
        asked.append(len(out))
        return out

    monkeypatch.setattr(near, "_rivals", counted)
    monkeypatch.setattr(near, "MOST_RIVALS", 7)
    found = copies(texts)
    assert 0 < max(asked) <= 7
    runs = [set(zip(w, w[1:], w[2:], strict=False)) for w in map(str.split, texts)]
    for i in np.flatnonzero(found):
        assert any(len(runs[i] & runs[j]) >= LIKE * len(runs[i]) for j in range(i) if not found[j])


def test_a_phrase_that_all_openings_share_makes_none_a_copy() -> None:
    # 1,500 openings, one greeting of 8 words, each with 12 words of its own: 6 of its 18 runs are shared, too few.
    dice = random.Random(1)
    own = [" ".join("".join(dice.choices("abcdefghij", k=8)) for _ in range(12)) for _ in range(1500)]
    assert not any(copies([f"good morning i hope you are well {words}" for words in own]))


# -------------------------------------------------------------------------------------------------- several exports


def test_the_same_file_twice_is_the_file_once() -> None:
    text = written(STORY)
    found = read([("messages.csv", text.encode()), ("messages.csv", text.encode())], OWNER)
    assert_story(found)
    assert found.sums == (10, 5, 5, 0)


def test_two_files_that_overlap_are_joined() -> None:
    # The older has the first three messages, the newer the last four: two are in both.
    old, new = written(STORY[2:]), written(STORY[:4])
    for pair in ((old, new), (new, old)):
        found = read({"a/messages.csv": pair[0], "b/messages.csv": pair[1]}, OWNER)
        assert_story(found)
        assert found.sums == (7, 5, 2, 0)


def test_of_equal_messages_the_file_with_more_of_them_counts() -> None:
    nudge = Letter("c1", OWNER, "Ann First", at("2024-03-05 10:00:00"), content="")
    found = read({"a/messages.csv": written([nudge] * 2), "b/messages.csv": written([nudge] * 3)}, OWNER)
    assert found.counts["messages_sent"] == 3
    assert found.sums == (5, 3, 2, 0)


def test_messages_of_one_second_with_other_words_are_two() -> None:
    one = Letter("c1", OWNER, "Ann First", at("2024-03-05 10:00:00"), content="one")
    found = read({"a/messages.csv": written([one]), "b/messages.csv": written([replace(one, content="two")])}, OWNER)
    assert found.sums == (2, 2, 0, 0)


@given(st.lists(st.integers(0, 4), max_size=6), st.lists(st.integers(0, 4), max_size=6))
def test_two_files_hold_the_larger_number_of_each_message(left: list[int], right: list[int]) -> None:
    made = [Letter("c", OWNER, "Ann First", at(f"2024-03-0{i + 1} 10:00:00")) for i in range(5)]
    files = {"a/messages.csv": written([made[i] for i in left]), "b/messages.csv": written([made[i] for i in right])}
    found = read(files, OWNER)
    union = sum(max(left.count(i), right.count(i)) for i in range(5))
    assert found.counts["messages_sent"] == union
    assert found.sums == (len(left) + len(right), union, len(left) + len(right) - union, 0)


# -------------------------------------------------------------------------------------------------- nothing, or much


def test_a_header_alone_is_no_message() -> None:
    found = read({"messages.csv": written(())})
    assert four(found) == (0, 0, 0, 0)
    assert found.entry("messages.csv").status == "empty"
    assert found.won("reply_rate") == (0, 0)


def test_nothing_but_drafts_is_no_message_whoever_the_owner_is() -> None:
    found = given_letters([replace(STORY[0], draft="Yes")], owner=None)
    assert four(found) == (0, 0, 0, 0)
    assert found.sums == (1, 0, 0, 1)


def test_an_empty_file_says_nothing() -> None:
    found = read({"messages.csv": b" \n", "Reactions.csv": "Date,Type,Link\n"})
    assert "messages_sent" not in found.counts
    assert found.entry("messages.csv").status == "empty"


def test_a_lost_quote_loses_no_more_than_the_rows_behind_it() -> None:
    # The quote opens in the third row and never closes: two rows of the owner's, and Bob's with all that follows in it.
    lines = written([replace(x, content="words") for x in STORY]).splitlines(keepends=True)
    lines[3] = lines[3].replace(",words,", ',"words,')
    found = read({"messages.csv": "".join(lines)}, OWNER)
    assert found.sums == (3, 3, 0, 0)
    assert four(found) == (2, 1, 1, 0)


def test_rows_of_another_width_are_filled_or_rejected() -> None:
    # Row 6 lacks its flags, row 7 has a cell too many: one kept, one rejected, by number.
    rows = list(csv.reader(written([STORY[0], STORY[0]]).splitlines()))
    rest = table([rows[1][:-2], [*rows[2], "more"]])
    found = read({"messages.csv": written(STORY) + rest}, OWNER)
    entry = found.entry("messages.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (7, 6, 1)
    assert [(n.code, n.row) for n in entry.notes] == [("columns", 7)]


BIG = [
    *(replace(x, content=x.content + " and more" * 2000) if x.talk == "c1" else x for x in STORY),
    *(replace(STORY[0], draft="Yes") for _ in range(7)),
]


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("block", "larger"), [(1 << 20, 1 << 20), (2000, 1 << 20), (2000, 2001)], ids=["fits", "fits the larger", "csv"]
)
def test_a_cell_larger_than_a_block_changes_nothing(
    whole: bool, block: int, larger: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = given_letters(BIG)
    monkeypatch.setattr(streams, "BLOCK_BYTES", block)
    monkeypatch.setattr(streams, "LARGE_BLOCK_BYTES", larger)
    if not whole:
        monkeypatch.setattr(streams, "WHOLE_BYTES", 0)
    found = given_letters(BIG)
    assert_story(found)
    assert found.entry("messages.csv") == plain.entry("messages.csv")
    assert found.sums == (12, 5, 0, 7)


def test_many_small_blocks_are_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [replace(x, talk=f"{x.talk}-{i}", when=x.when + dt.timedelta(days=i)) for i in range(60) for x in STORY]
    plain = given_letters(many)
    monkeypatch.setattr(streams, "BLOCK_BYTES", 1500)
    found = given_letters(many)
    assert four(found) == four(plain) == (180, 120, 120, 60)
    assert {n: found.on(n) for n in found.counts} == {n: plain.on(n) for n in plain.counts}


def test_a_file_that_fails_half_way_leaves_nothing_behind() -> None:
    # Two batches and then damage: what was counted is forgotten, and a second attempt counts once.
    made = messages.Messages(digests=False)
    entry = messages.Entry("messages.csv")
    batch = pa.record_batch({
        n: pa.array([v], pa.binary()) for n, v in (("from", b"a"), ("to", b"b"), ("date", b"2024-03-05 10:00:00 UTC"))
    })  # fmt: skip

    def broken() -> messages.Iterator[pa.RecordBatch]:
        yield batch
        yield batch
        raise pa.ArrowInvalid("straddling object")

    with pytest.raises(pa.ArrowInvalid):
        made.read(broken(), entry, 30_000)
    entry.start_again()
    made.read(iter([batch]), entry, 30_000)
    assert (entry.rows_read, len(made.parts), len(made.wholes)) == (1, 1, 1)


stamps = st.one_of(
    st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1)).map(utc),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}( UTC)?", fullmatch=True),
)


@given(st.lists(stamps, min_size=1, max_size=10))
@settings(max_examples=200)
def test_the_fast_way_to_read_stamps_agrees_with_the_general_one(cells: list[str]) -> None:
    fast, _ = messages._seconds(pa.array([c.encode() for c in cells], pa.binary()))
    assert np.array_equal(fast, parse_seconds(cells))
