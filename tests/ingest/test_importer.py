"""Everything that was given -> one member: first and last day, merging, damage, the sample, privacy."""

from __future__ import annotations

import datetime as dt
import gc
import io
import json
import pickle
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core import api
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import Input, read_member, today
from ssi_core.member import Reading, day_of
from ssi_core.model.signals import SIGNAL_KEYS
from ssi_core.network import Network
from tests.ingest.exports import (
    COMMENTS,
    CONNECTIONS,
    INVITATIONS,
    OWNER,
    OWNER_URL,
    POST,
    REACTIONS,
    ZIPPED,
    adds_up,
    book,
    codes,
    day,
    read,
    table,
    zipped,
)

LIKE = f"{REACTIONS}2024-03-05 09:00:00,LIKE,{POST}1\n2024-03-06 09:00:00,LIKE,{POST}2\n"
PEOPLE = CONNECTIONS + "Ann,First,https://www.linkedin.com/in/ann-first,,Example,VP Sales,02 Mar 2024\n"

# ------------------------------------------------------------------------------------------------- the ledger's lines


def test_each_file_is_named_with_what_became_of_it() -> None:
    found = read({"export.zip": zipped({
        "Reactions.csv": LIKE,
        "Comments.csv": COMMENTS,
        "Votes.csv": "",
        "Connections.csv": "\n \n",
        "Gizmo_Ratings.csv": "Gizmo,Colour\n1,red\n",
        "Ad_Targeting.csv": "Company Names,Company Names\n",
        "guide_messages.csv": "FROM,TO,DATE,CONTENT\n",
        "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(20),
        "readme.md": "words",
    })})  # fmt: skip
    lines = {e.name.partition("/")[2]: (e.status, e.kind, codes(e)) for e in found.ledger.entries}
    assert lines == {
        "Reactions.csv": ("read", "reactions", []),
        "Comments.csv": ("empty", "comments", []),
        "Votes.csv": ("empty", "votes", ["no header"]),
        "Connections.csv": ("empty", "", ["no header"]),
        "Gizmo_Ratings.csv": ("ignored", "", ["unknown"]),
        "Ad_Targeting.csv": ("ignored", "", ["unused"]),
        "guide_messages.csv": ("ignored", "", ["unused"]),
        "photo.jpg": ("ignored", "", ["not a table"]),
        "readme.md": ("ignored", "", ["not a table"]),
    }
    assert found.counts["comments_given"] == 0
    assert not {"connections_added", "active_groups"} & set(found.counts)


def test_a_line_says_encoding_delimiter_and_days() -> None:
    entry = read({"Reactions.csv": b"\xef\xbb\xbf" + LIKE.replace(",", ";").encode()}).entry("Reactions.csv")
    assert (entry.encoding, entry.delimiter) == ("utf-8-sig", ";")
    assert (entry.first, entry.last) == (day("2024-03-05"), day("2024-03-06"))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no files in what was given"),
        ({"Reactions.csv": ""}, "nothing here can be used: an empty file"),
        ({"Reactions.csv": " \n\n"}, "nothing here can be used: nothing in it"),
        ({"messages.csv": " \n\n"}, "nothing here can be used: nothing in it"),
        ({"gizmos.csv": "Gizmo,Colour\n"}, r"gizmos\.csv: no header that is known; .* Gizmo, Colour"),
        ({"Reactions.csv": "Gizmo,Colour\n"}, r"Reactions\.csv: no header that is known; .* Gizmo, Colour"),
        ({"messages.csv": "Gizmo,Colour\n"}, r"messages\.csv: no header that is known; .* Gizmo, Colour"),
        ({"photo.png": b"\x89PNG\r\n"}, "nothing here can be used: not a table"),
        ({"a.zip": b"PK\x03\x04" + bytes(30)}, "it may be cut short, download it again"),
        ({"Ad_Targeting.csv": "Company Names\n"}, "holds nothing that the score uses"),
        ({"a.zip": zipped({"a.txt": "x\n", "b.md": "x"})}, "no header that is known"),
    ],
)
def test_nothing_usable_is_refused_in_one_line(files: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(IngestError, match=words) as error:
        read(files)
    assert "\n" not in str(error.value)


def test_many_useless_files_are_refused_in_few_words() -> None:
    with pytest.raises(IngestError) as error:
        read({f"gizmo{i}.csv": "Gizmo,Colour\n" for i in range(50)})
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("said", ["soon", "2026-13-01", "1.7.2026"])
def test_today_must_be_a_day(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_TODAY", said)
    with pytest.raises(IngestError, match=r"SSI_TODAY is .* YYYY-MM-DD"):
        today()


def test_today_may_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert today() == dt.date(2026, 7, 1)
    monkeypatch.setenv("SSI_TODAY", " 2020-02-29 ")
    assert today() == dt.date(2020, 2, 29)


def test_without_a_word_today_is_what_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2031, 1, 2)

    monkeypatch.setattr("ssi_core.ingest.importer.dt.date", Clock)
    for said in ("", "  "):
        monkeypatch.setenv("SSI_TODAY", said)
        assert today() == dt.date(2031, 1, 2)
    monkeypatch.delenv("SSI_TODAY")
    assert today() == dt.date(2031, 1, 2)


# ------------------------------------------------------------------------------------------ the first and the last day

MOVES: dict[str, tuple[str, bool]] = {
    "Connections.csv": (CONNECTIONS + "Ann,First,,,Example,Head,01 Jan 2020\n", True),
    "messages.csv": (f"From,To,Date,Content,Direction\n{OWNER},Ann,2020-01-01 09:00:00 UTC,x,OUTGOING\n", True),
    "Invitations.csv": (f'{INVITATIONS}{OWNER},Ann,"1/1/20, 2:02 PM",,OUTGOING,,\n', True),
    "Shares.csv": ("Date,ShareLink,ShareCommentary\n2020-01-01 09:00:00,a,words\n", True),
    "Votes.csv": ("Date,Link,OptionText\n2020-01-01 09:00:00,a,Yes\n", True),
    "Logins.csv": ("Login Date,IP Address,User Agent,Login Type\nWed Jan 01 14:02:11 UTC 2020,,,x\n", True),
    "SearchQueries.csv": ("Time,Search Query\n2020/01/01 09:00:00 UTC,x\n", True),
    "Company Follows.csv": ("Organization,Followed On\nExample,Wed Jan 01 14:02:11 UTC 2020\n", True),
    "Endorsement_Received_Info.csv": (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
        "2020/01/01 09:00:00 UTC,x,Ann,First,ACCEPTED\n", True),
    "Recommendations_Received.csv": (
        'First Name,Last Name,Creation Date,Status\nAnn,First,"01/01/20, 02:02 PM",VISIBLE\n', True),
    "Articles/2020-01-01 09:00:00.html": ("<p>words</p>", True),
    "Rich_Media.csv": (
        'Date/Time,Media Description,Media Link\n"You uploaded it on January 1, 2020 at 2:02 PM (GMT)",,a\n', False),
    "official_readings.csv": ("Date,Total\n2020-01-01,40\n", False),
    "weekly_log.csv": ("week,habit,actions\n2020-01-01,comment,3\n", False),
    "Positions.csv": ("Company Name,Title,Started On,Finished On\nExample,Head,Jan 2020,\n", False),
    "Registration.csv": ('Registered At,Registration Ip,Subscription Types\n"1/1/20, 2:02 PM",,\n', False),
    "Events.csv": (
        'Event Name,Event Time,Status\nFair,"Jan 01, 2020 10:00 AM - Jan 01, 2020 11:00 AM",APPROVED\n', False),
    "Receipts.csv": ('Transaction Made At,Description\n"01/01/20, 02:02 PM",x\n', False),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_activity_moves_the_first_day_and_other_files_do_not(name: str) -> None:
    text, moves = MOVES[name]
    found = read({name: text, "Reactions.csv": LIKE})
    assert found.ledger.first_day == day("2020-01-01" if moves else "2024-03-05")
    assert found.ledger.last_day == day("2024-03-06")


def test_a_creator_workbook_moves_the_last_day() -> None:
    found = read({"a.xlsx": book({"E": [["Date", "x", "y"], ["8/25/2024", 1, 1]]}), "Reactions.csv": LIKE})
    assert found.ledger.last_day == day("2024-08-25")
    assert found.member.last_day == found.ledger.last_day


def test_rejected_rows_move_nothing() -> None:
    draft = "CONVERSATION ID,FROM,TO,DATE,CONTENT,IS MESSAGE DRAFT\nc,Test Owner,Ann,2019-01-01 09:00:00 UTC,x,Yes\n"
    follows = "Date,Status,FullName\n2019-01-01 09:00:00,Unfollow,Ann First\n"
    found = read({"Reactions.csv": LIKE, "messages.csv": draft, "Member_Follows.csv": follows})
    assert found.ledger.first_day == day("2024-03-05")


def test_a_profile_alone_has_no_days() -> None:
    found = read({"Skills.csv": "Name\nSelling\n"})
    assert (found.ledger.first_day, found.ledger.last_day, found.member.last_day) == (None, None, None)


def test_the_day_to_stand_on() -> None:
    loose = [("Reactions.csv", LIKE.encode())]
    assert api.read(loose).as_of == dt.date(2024, 3, 6)
    assert api.read(loose, as_of=dt.date(2024, 3, 31)).as_of == dt.date(2024, 3, 31)
    # Nothing dated: the export's own day, else today.
    skills = zipped({"Skills.csv": "Name\nSelling\n"})
    assert api.read([("Basic_LinkedInDataExport_03-20-2024.zip", skills)]).as_of == dt.date(2024, 3, 20)
    assert api.read([("Skills.csv", b"Name\nSelling\n")]).as_of == dt.date(2026, 7, 1)


def test_what_a_profile_only_part_leaves_unknown_is_missing_and_not_zero() -> None:
    part = zipped({"Skills.csv": "Name\nSelling\n", "Profile.csv": "First Name,Last Name,Headline\nTest,Owner,x\n"})
    found = api.read([("Complete_LinkedInDataExport_03-20-2024.zip", part)])
    assert {"connections", "messages_sent", "comments_given", "people_searches", "followers_gained"} <= set(
        found.missing
    )
    assert "profile_completeness" not in found.missing
    assert found.counts == {}
    assert found.stocks == {"skills": 1}


# ------------------------------------------------------------------------------------------------------------ articles


def test_articles_are_dated_by_their_names() -> None:
    # Two ages of names; one draft without a day, one dated after the export; a page that is no article.
    found = read({"Complete_LinkedInDataExport_03-20-2024.zip": zipped({
        "Articles/2017-12-09 04:54:08.html": "<p>one</p>",
        "Articles/Articles/2024-02-26 23_56_48.0-Some title.html": "<p>two</p>",
        "Articles/Articles/draft.html": "<p>three</p>",
        "Articles/Articles/2024-03-21_late.html": "<p>four</p>",
        "page.html": "<p>2024-01-01</p>",
    })})  # fmt: skip
    assert found.on("articles") == {"2017-12-09": 1, "2024-02-26": 1}
    assert found.sums == (4, 2, 0, 2)
    assert codes(found.entry("draft.html")) == ["date"]
    assert codes(found.entry("late.html")) == ["future"]


def test_an_article_in_two_exports_is_one() -> None:
    same = zipped({"Articles/2024-02-26 23_56_48.0-Some title.html": "<p>two</p>"})
    found = read([("a.zip", same), ("b.zip", same)])
    assert found.counts["articles"] == 1
    assert found.sums == (2, 1, 1, 0)


# ------------------------------------------------------------------------------------------------------------- merging


def messages(*rows: tuple[str, str, str]) -> str:
    made = [[c, f, OWNER if f != OWNER else "Ann First", f"2024-03-{d} 09:00:00 UTC", "words"] for c, f, d in rows]
    return table([["CONVERSATION ID", "FROM", "TO", "DATE", "CONTENT"], *made])


PARTS: dict[str, bytes] = {
    "Complete_LinkedInDataExport_03-10-2024.zip": zipped({
        "Reactions.csv": LIKE,
        "Connections.csv": PEOPLE + ",,,,,,11 Feb 2024\n" * 2,
        "Skills.csv": "Name\nSelling\nListening\n",
        "messages.csv": messages(("c1", OWNER, "05"), ("c1", "Ann First", "06")),
        "Profile.csv": "First Name,Last Name,Headline\nTest,Owner,Old headline\n",
    }),
    "Complete_LinkedInDataExport_03-24-2024.zip": zipped({
        "Reactions.csv": LIKE + f"2024-03-20 09:00:00,LIKE,{POST}3\n",
        "Connections.csv": PEOPLE + ",,,,,,11 Feb 2024\n" * 3
                           + "Bob,Second,https://www.linkedin.com/in/bob,,,,12 Mar 2024\n",
        "Skills.csv": "Name\nSelling\n",
        "messages.csv": messages(("c2", OWNER, "20"), ("c1", OWNER, "05"), ("c1", "Ann First", "06")),
        "Profile.csv": "First Name,Last Name,Headline\nTest,Owner,\n",
    }),
    "Invitations.csv": f'{INVITATIONS}{OWNER},Bob Second,"3/5/24, 2:02 PM",,OUTGOING,{OWNER_URL},'
                       "https://www.linkedin.com/in/bob\n".encode(),
    "a.xlsx": book({"E": [["Date", "x", "y"], ["2/25/2024", 10, 1], ["2/26/2024", 10, 1]]}),
    "b.xlsx": book({"E": [["Date", "x", "y"], ["2/26/2024", 20, 2], ["2/27/2024", 20, 2]]}),
    "gizmos.csv": b"Gizmo,Colour\n1,red\n",
    "broken.zip": b"PK\x03\x04" + bytes(40),
}  # fmt: skip


def said(given: Sequence[Input]) -> dict[str, object]:
    """The whole answer, its ledger in the order of the names."""
    answer = api.read(given).to_dict()
    answer["files"] = sorted(answer["files"], key=lambda f: f["name"])
    return answer


def test_two_exports_a_list_and_two_workbooks_by_hand() -> None:
    answer = said(list(PARTS.items()))
    assert answer["counts"] == {
        "reactions_given": 3, "messages_sent": 2, "messages_received": 1, "conversations_started": 2,
        "conversations_answered": 1, "invitations_sent": 1, "invitations_accepted": 1, "invitations_received": 0,
        "connections_added": 5, "active_days": 3, "impressions": 50, "engagement_received": 5,
    }  # fmt: skip
    # 5 connections: Ann, Bob and three hidden ones; of the skills the newer export's; Ann's title is the one senior.
    assert answer["stocks"] == {"connections": 5, "senior_connections": 1, "skills": 1}
    assert (answer["first_day"], answer["last_day"]) == ("2024-02-11", "2024-03-20")


@given(st.permutations(list(PARTS)), st.data())
@settings(max_examples=25)
def test_the_order_of_the_inputs_changes_nothing(order: list[str], data: st.DataObject) -> None:
    chosen = data.draw(
        st.lists(st.sampled_from(order), unique=True, min_size=1).filter(
            lambda c: set(c) - {"gizmos.csv", "broken.zip"}
        )
    )
    given_ = [(name, PARTS[name]) for name in chosen]
    assert said(given_) == said([(name, PARTS[name]) for name in PARTS if name in chosen])


@pytest.mark.parametrize("name", [n for n in PARTS if n not in ("gizmos.csv", "broken.zip")])
def test_an_input_twice_is_the_input_once(name: str) -> None:
    once, twice = said([(name, PARTS[name])]), said([(name, PARTS[name])] * 2)
    assert {k: v for k, v in twice.items() if k != "files"} == {k: v for k, v in once.items() if k != "files"}
    rows = {k: sum(f[k] for f in twice["files"]) for k in ("rows_read", "rows_kept")}  # type: ignore[attr-defined]
    assert rows["rows_kept"] == sum(f["rows_kept"] for f in once["files"])  # type: ignore[attr-defined]
    assert rows["rows_read"] == 2 * sum(f["rows_read"] for f in once["files"])  # type: ignore[attr-defined]


def test_what_is_read_is_the_same_by_path_and_by_upload(tmp_path: Path) -> None:
    for name, content in PARTS.items():
        (tmp_path / name).write_bytes(content)
    by_path = said([tmp_path / name for name in PARTS])
    assert by_path == said(list(PARTS.items()))
    in_folder = said([tmp_path])
    assert {k: v for k, v in in_folder.items() if k != "files"} == {k: v for k, v in by_path.items() if k != "files"}


def test_missing_holds_signal_keys() -> None:
    found = api.read(list(PARTS.items()))
    assert set(found.missing) <= set(SIGNAL_KEYS)
    assert {"comments_given", "followers_gained", "people_searches"} <= set(found.missing)
    assert not {"connections", "engagement_received", "invite_acceptance", "leads_saved"} & set(found.missing)


# -------------------------------------------------------------------------------------------------------- the sample


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


def test_the_sample_is_counted_right(sample: api.Imported) -> None:
    # Counted in the committed files by other means; tests/test_sample_data.py counts most of them with plain csv code.
    assert {k: sample.counts[k] for k in (
        "connections_added", "messages_sent", "messages_received", "conversations_started", "conversations_answered",
        "invitations_sent", "invitations_received", "invitations_accepted", "original_posts", "reposts",
        "comments_given", "reactions_given", "people_searches", "endorsements_received", "recommendations_received",
        "articles",
    )} == {
        "connections_added": 1900, "messages_sent": 2740, "messages_received": 3208, "conversations_started": 518,
        "conversations_answered": 151, "invitations_sent": 540, "invitations_received": 175,
        "invitations_accepted": 218, "original_posts": 110, "reposts": 68, "comments_given": 450,
        "reactions_given": 1500, "people_searches": 700, "endorsements_received": 56, "recommendations_received": 3,
        "articles": 4,
    }  # fmt: skip
    assert sample.stocks["connections"] == 1900
    assert (sample.stocks["senior_connections"], sample.stocks["coworker_connections"]) == (138, 42)
    assert day_of(sample.ledger.last_day or 0) == sample.as_of == dt.date(2026, 6, 30)
    assert sample.ledger.owner_found


def test_the_sample_has_thirty_hidden_connections(sample_dir: Path) -> None:
    (path,) = sample_dir.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        rows = archive.read("Connections.csv").decode().splitlines()
    hidden = [r for r in rows if r.startswith(",,,,,,")]
    named = [r for r in rows if not r.startswith(",,,,,,")]
    found = read({"Connections.csv": "\n".join(named)})
    assert (len(hidden), found.counts["connections_added"]) == (30, 1870)


def test_the_sample_adds_up(sample: api.Imported) -> None:
    assert all(adds_up(e) for e in sample.ledger.entries)
    assert {e.status for e in sample.ledger.entries} == {"read", "empty", "ignored"}
    assert sum(e.rows_duplicate for e in sample.ledger.entries) == 0


def test_the_sample_unpacked_is_the_sample(sample: api.Imported, sample_dir: Path, tmp_path: Path) -> None:
    # An archive's times say its day; a folder's name must.
    (path,) = sample_dir.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / path.stem)
    found = api.read([tmp_path / path.stem, *sample_dir.glob("*.xlsx")])
    assert (found.counts, found.stocks, found.missing) == (sample.counts, sample.stocks, sample.missing)


# --------------------------------------------------------------------------------------------------- nothing is kept


def strings_of_others(path: Path) -> set[str]:
    """Names and addresses of other people and beginnings of texts, as the sample's files have them."""
    import csv

    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        for name in ("messages.csv", "Connections.csv", "Invitations.csv"):
            text = archive.read(name).decode()
            text = text.split("\n\n", 1)[1] if name == "Connections.csv" else text
            for row in csv.DictReader(io.StringIO(text)):
                found |= {row.get("CONTENT", "")[:25], row.get("FROM", ""), row.get("SENDER PROFILE URL", "")}
                found |= {row.get("Message", "")[:25], row.get("URL", ""), row.get("inviteeProfileUrl", "")}
                found |= {f"{row.get('First Name', '')} {row.get('Last Name', '')}", row.get("Last Name", "")}
                found |= {row.get("From", ""), row.get("To", "")}
    return {s for s in found if len(s.strip()) > 7}


def test_no_text_no_name_and_no_address_is_kept(sample: api.Imported, sample_dir: Path) -> None:
    (path,) = sample_dir.glob("*.zip")
    private = strings_of_others(path)
    assert len(private) > 3000
    # Titles and companies are held for the session, in a room of their own and without whose they are.
    network, apart = sample.member.network, replace(sample.member, network=Network())
    firms = {f for f in network.companies if len(f) > 7}
    assert [s for s in private - firms if s in pickle.dumps(network).decode("latin-1")] == []
    private |= firms
    held = repr(sample.member) + pickle.dumps(apart).decode("latin-1") + json.dumps(sample.to_dict())
    held += repr(sample.ledger) + sample.sentence
    assert [s for s in private if s in held] == []
    assert "linkedin.com/" not in held


def test_no_cell_of_a_bad_row_is_told() -> None:
    secret = "Very-Private-Words"
    found = read({
        "Reactions.csv": f"{REACTIONS}{secret},{secret},{secret}\n2024-03-05,LIKE,a,{secret}\n2024-03-05,LIKE,b\n",
        "Connections.csv": f"{CONNECTIONS}{secret},{secret},,,,{secret},{secret}\n",
        "Comments.csv": f"{COMMENTS}{secret}\n2024-03-05 09:00:00,{POST}1,{secret}\n{secret}\n",
        "messages.csv": "FROM,TO,DATE,CONTENT\n" + f"{secret},{secret},{secret},{secret}\n{secret},a,b,c,{secret}\n",
        "SearchQueries.csv": f"Time,Search Query\n2024/03/05 09:00:00 UTC,a,{secret}\n",
        "Articles/draft.html": secret,
        "official_readings.csv": f"Date,Total\n2024-03-05,{secret}\n{secret},40\n",
        "answers.csv": f"signal,value\nconnections,{secret}\n",
        "weekly_log.csv": f"week,habit,actions\n2024-03-04,comment,{secret}\n",
    })  # fmt: skip
    assert sum(len(e.notes) for e in found.ledger.entries) > 9
    assert secret not in repr(found.ledger) + repr(found.member)


def test_nothing_stays_open(tmp_path: Path) -> None:
    for name, content in PARTS.items():
        (tmp_path / name).write_bytes(content)
    read([tmp_path / name for name in PARTS])
    gc.collect()  # a file or an archive that was left open would warn here, and warnings are errors


# ------------------------------------------------------------------------------------------------------------- damage


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def flipped(data: bytes, dice: random.Random, number: int) -> bytes:
    made = bytearray(data)
    for _ in range(number if made else 0):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def refused(error: IngestError) -> None:
    """Check that an error is one line that says something."""
    assert len(str(error).splitlines()) == 1


Mutation = Callable[[bytes, random.Random], bytes]


def drop_members(data: bytes, dice: random.Random) -> bytes:
    return zipped({n: c for n, c in members_of(data).items() if dice.random() < 0.5}, ZIPPED)


def cut_members(data: bytes, dice: random.Random) -> bytes:
    return zipped({n: c[: dice.randrange(len(c) + 1)] for n, c in members_of(data).items()}, ZIPPED)


def swap_names(data: bytes, dice: random.Random) -> bytes:
    held = members_of(data)
    return zipped(dict(zip(dice.sample(list(held), len(held)), held.values(), strict=True)), ZIPPED)


def flip_members(data: bytes, dice: random.Random) -> bytes:
    return zipped({n: flipped(c, dice, dice.choice([0, 1, 30])) for n, c in members_of(data).items()}, ZIPPED)


def flip_archive(data: bytes, dice: random.Random) -> bytes:
    return flipped(data, dice, dice.choice([1, 5, 40]))


def flip_directory(data: bytes, dice: random.Random) -> bytes:
    return data[:-5000] + flipped(data[-5000:], dice, dice.choice([1, 3, 9]))


def cut_archive(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


MUTATIONS: tuple[Mutation, ...] = (
    drop_members, cut_members, swap_names, flip_members, flip_archive, flip_directory, cut_archive,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(35))
def test_a_damaged_export_is_read_as_far_as_it_goes(seed: int, sample_dir: Path) -> None:
    dice = random.Random(seed)
    (archive,) = sample_dir.glob("*.zip")
    (workbook,) = sample_dir.glob("*.xlsx")
    mutate = MUTATIONS[seed % len(MUTATIONS)]
    book_ = flipped(workbook.read_bytes(), dice, dice.choice([0, 1, 20]))
    inputs: list[Input] = [(archive.name, mutate(archive.read_bytes(), dice)), (workbook.name, book_)]
    try:
        member, ledger = read_member(inputs)
    except IngestError as error:
        refused(error)
        return
    for e in ledger.entries:
        assert adds_up(e), e
        assert e.status in ("read", "empty", "ignored", "unreadable")
        assert e.rows_kept == 0 or e.status == "read"
        assert e.notes or e.status in ("read", "empty")
    assert all(series.shape == (member.activity.days,) for series in member.activity.counts.values())
    json.dumps(api.read(inputs).to_dict(), allow_nan=False)


@given(st.dictionaries(
    st.sampled_from(["Reactions.csv", "Comments.csv", "messages.csv", "Connections.csv", "Shares.csv", "a.zip",
                     "x.xlsx", "SearchQueries.csv", "answers.csv", "official_readings.csv",
                     "Articles/2024-01-01.html", "y.csv"]),
    st.one_of(
        st.binary(max_size=80),
        st.text(max_size=80).map(str.encode),
        st.sampled_from([LIKE, PEOPLE, COMMENTS, "FROM,TO,DATE\n", "Time,Search Query\n"]).flatmap(
            lambda head: st.text('a,"\n\r\t;2024-03-05 :\\é\x00', max_size=60).map(lambda t: (head + t).encode())
        ),
    ),
    max_size=4,
))  # fmt: skip
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(files: dict[str, bytes]) -> None:
    try:
        found = read(list(files.items()), OWNER)
    except IngestError as error:
        refused(error)
    else:
        assert found.sums[0] == sum(found.sums[1:])
        assert all(series.sum() >= 0 for series in found.member.activity.counts.values())


# ---------------------------------------------------------------------------------------------- the page's data, saved

PAGE = '{"data": {"memberScore": {"overall": 48.5, "subScores": []}, "activeSeat": true}}'


@pytest.mark.parametrize(
    ("name", "on"),
    [("ssi-2026-05-24.json", "2026-05-24"), ("page.json", "2026-07-01"), ("ssi 1/2026-05-24/a.json", "2026-07-01")],
)
def test_saved_page_data_is_a_reading_of_the_day_in_its_name_or_of_today(name: str, on: str) -> None:
    found = read({name: PAGE})
    assert found.member.readings == (Reading(day(on), 48.5, seat=True),)
    entry = found.entry(".json")
    assert (entry.kind, entry.status, entry.first) == ("readings", "read", day(on))
    assert found.sums == (1, 1, 0, 0)
    assert found.ledger.last_day is None


def test_saved_page_data_in_an_export_is_of_the_export_s_day() -> None:
    export = zipped({"page.json": PAGE}, (2026, 6, 3, 8, 0, 0))
    assert [r.day for r in read({"export.zip": export}).member.readings] == [day("2026-06-03")]


def test_saved_page_data_stands_beside_a_log() -> None:
    found = read({"ssi-2026-05-24.json": PAGE, "log.csv": "Date,Total,Brand\n24.05.2026,48,3\n23.05.2026,47,3\n"})
    assert [r.total for r in found.member.readings] == [47, 48]
    assert found.sums == (3, 2, 1, 0)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ssi-2026-07-02.json", PAGE, "future"),
        ("ssi-2026-02-30.json", PAGE, "date"),
        ("ssi.json", PAGE.replace("48.5", "0"), "zeros"),
        ("ssi.json", PAGE.replace("48.5", "148.5"), "range"),
        ("ssi.json", PAGE.replace("48.5", "[]"), "number"),
    ],
)
def test_saved_page_data_that_is_no_reading_is_rejected(name: str, text: str, code: str) -> None:
    found = read({name: text, "log.csv": "Date,Total\n2026-05-01,40\n"})
    assert [r.total for r in found.member.readings] == [40]
    assert codes(found.entry(".json")) == [code]
    assert found.sums == (2, 1, 0, 1)


@pytest.mark.parametrize("text", ["{}", "[1, 2]", "", '{"memberScore"', '{"memberScore": null}'])
def test_any_other_json_is_left_alone(text: str) -> None:
    entry = read({"x.json": text, "log.csv": "Date,Total\n2026-05-01,40\n"}).entry("x.json")
    assert entry.rows_read == 0
    assert entry.status in ("ignored", "empty")
