# ruff: noqa: E501 - lines as an export has them
"""Sections 0 and 3 of the format notes: bytes before names, names after squeezing, archives as they come."""

from __future__ import annotations

import pytest

from tests.ingest.exports import COMMENTS, CONNECTIONS, OWNER, POST, REACTIONS, book, codes, day, read, zipped
from tests.ingest.variants import Case, each

LIKE = f"{REACTIONS}2024-03-05 14:02:11,LIKE,{POST}1\n"
LATER = f"{REACTIONS}2024-03-06 14:02:11,LIKE,{POST}2\n2024-03-05 14:02:11,LIKE,{POST}1\n"
NAMED = CONNECTIONS + "Jos\u00e9,First,https://www.linkedin.com/in/jose,,,,05 Mar 2024\n"
ONE: dict[str, float | None] = {"reactions_given": 1}
DONE = (1, 1, 0, 0, 0)

BYTES = [
    Case("0.1 a workbook that is called CSV", {"Reactions.csv": book({"Reactions": [["Date", "Type", "Link"], ["2024-03-05 14:02:11", "LIKE", POST]]})},
         ONE, DONE, encoding="xlsx", resave=False),
    Case("0.1 UTF-16LE and tabs", {"Reactions.csv": ("\ufeff" + LIKE.replace(",", "\t")).encode("utf-16-le")}, ONE, DONE,
         encoding="utf-16", delimiter="\t"),
    Case("0.1 UTF-16BE and tabs", {"Reactions.csv": ("\ufeff" + LIKE.replace(",", "\t")).encode("utf-16-be")}, ONE, DONE,
         encoding="utf-16", delimiter="\t"),
    Case("0.1 a byte-order mark", {"Reactions.csv": b"\xef\xbb\xbf" + LIKE.encode()}, ONE, DONE, encoding="utf-8-sig"),
    Case("0.1 UTF-8", {"Connections.csv": NAMED}, {"connections_added": 1}, DONE, encoding="utf-8", delimiter=","),
    Case("0.1 Windows-1252 is reported", {"Connections.csv": NAMED.encode("cp1252")}, {"connections_added": 1}, DONE,
         encoding="cp1252", codes=("encoding",)),
    Case("0.3 a header at the tenth record", {"Reactions.csv": "a note\n" * 9 + LIKE}, ONE, DONE),
    Case("0.4 columns by name, whatever their case and spaces", {"Reactions.csv": f" link , TYPE ,date\n{POST},LIKE,2024-03-05 14:02:11\n"}, ONE, DONE),
    Case("0.7 a header alone is a zero", {"Reactions.csv": REACTIONS}, {"reactions_given": 0}, (0, 0, 0, 0, 0), status="empty", kind="reactions"),
    Case("0.7 an absent file is unknown", {"Comments.csv": COMMENTS}, {"reactions_given": None, "comments_given": 0},
         (0, 0, 0, 0, 0), status="empty"),
]  # fmt: skip


@each(*BYTES)
def test_bytes_tell_what_a_file_is(case: Case) -> None:
    case.check(case.read())


def test_0_7_a_file_without_a_byte_says_nothing() -> None:
    found = read({"Reactions.csv": "", "Comments.csv": COMMENTS})
    assert "reactions_given" not in found.counts
    assert (found.entry("Reactions.csv").status, codes(found.entry("Reactions.csv"))) == ("empty", ["no header"])


@pytest.mark.parametrize(
    "name",
    [
        "Reactions.csv", "reactions.csv", "REACTIONS.CSV", "Reactions (1).csv", "Reactions(1).csv", "Reactions 2.csv",
        "Reactions copy.csv", "Reactions copy 2.csv", "Reactions - Copy.csv", "Reactions - Copy (2).csv",
        "Copy of Reactions.csv", "Kopie von Reactions.csv", "Reactions_1.csv", "Reactions_900000001.csv",
        "Reactions_900000001 (1).csv", "Reactions.csv.csv", "Reactions.csv (1)", "Reactions-1.csv", "Reactions.txt",
    ],
    ids=lambda n: f"0.2 {n}",
)  # fmt: skip
def test_a_name_is_told_without_what_was_added_to_it(name: str) -> None:
    entry = read({name: LIKE}).entry(name)
    assert (entry.kind, entry.rows_kept) == ("reactions", 1)


@pytest.mark.parametrize(
    "name",
    [
        "Connections 2.csv",
        "Connections copy.csv",
        "Connections(1).csv",
        "Copy of Connections.csv",
        "Connections - Copy.csv",
    ],
)
def test_0_2_a_copy_beside_the_file_adds_nothing(name: str) -> None:
    hidden = NAMED + ",,,,,,05 Mar 2024\n,,,,,,05 Mar 2024\n"
    found = read({"Connections.csv": hidden, name: hidden})
    assert found.counts["connections_added"] == 3
    assert found.sums == (6, 3, 3, 0)


@pytest.mark.parametrize("name", ["guide_messages.csv", "my messages.csv", "messages backup.csv"])
def test_0_2_a_name_that_ends_alike_is_another_file(name: str) -> None:
    found = read(
        {
            name: "CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER\nc,Test Owner,Ann,2024-03-05 14:02:11 UTC,Hi,INBOX\n",
            "Reactions.csv": LIKE,
        },
        owner="Test Owner",
    )
    assert "messages_sent" not in found.counts


@pytest.mark.parametrize(
    "name", ["__MACOSX/Reactions.csv", "__MACOSX/._Reactions.csv", "._Reactions.csv", ".Reactions.csv", "a/.DS_Store"]
)
def test_0_2_shadows_are_no_files(name: str) -> None:
    found = read({"a.zip": zipped({"Reactions.csv": LIKE, name: LIKE})})
    assert [e.name for e in found.ledger.entries] == ["a.zip/Reactions.csv"]


# ------------------------------------------------------------------------------------------------------------- archives

MARCH = day("2024-03-20")


@pytest.mark.parametrize(
    "name",
    [
        "Basic_LinkedInDataExport_03-20-2024.zip", "Complete_LinkedInDataExport_03-20-2024.zip",
        "LinkedInDataExport_03-20-2024.zip", "Initial_LinkedInDataExport_03-20-2024.zip",
        "Complete_LinkedInDataExport_03-20-2024.zip.zip", "Complete_LinkedInDataExport_03-20-2024.zip (1).zip",
        "Complete_LinkedInDataExport_03-20-2024 (1).zip",
    ],
    ids=lambda n: f"3 {n}",
)  # fmt: skip
def test_an_archive_tells_its_day_by_its_name(name: str) -> None:
    found = read({name: zipped({"Reactions.csv": LIKE + f"2024-03-21 00:00:01,LIKE,{POST}9\n"})})
    assert found.ledger.known_until == MARCH
    assert found.sums == (2, 1, 0, 1)
    assert codes(found.entry("Reactions.csv")) == ["future"]


def test_3_a_selected_file_alone() -> None:
    assert read({"export.zip": zipped({"Reactions.csv": LIKE})}).counts["reactions_given"] == 1


def test_3_folders_of_an_archive() -> None:
    made = zipped({"Jobs/Job Applications.csv": "Application Date\n3/5/24\n", "Verifications/Verifications.csv": "First name\nx\n",
                   "Articles/2017-12-09 04:54:08.html": "<p>x</p>", "Articles/Articles/2024-03-05_a-slug.html": "<p>x</p>",
                   "Articles/2024-11-26 23_56_48.0-Some title.html": "<p>x</p>", "Articles/Draft.html": "<p>x</p>",
                   "Reactions.csv": LIKE})  # fmt: skip
    found = read({"Complete_LinkedInDataExport_12-20-2024.zip": made})
    assert sorted(found.on("articles")) == ["2017-12-09", "2024-03-05", "2024-11-26"]
    assert found.sums == (5, 4, 0, 1)  # four articles, one of them a draft, and a reaction
    assert codes(found.entry("Draft.html")) == ["date"]


def test_3_split_parts_are_one_file() -> None:
    # Equal comments in two parts of one file are two comments; a reaction in two parts is one.
    said = f"{COMMENTS}2024-03-05 14:02:11,{POST}1,same\n"
    found = read(
        {
            "a.zip": zipped(
                {"Comments_1.csv": said, "Comments_2.csv": said, "Reactions_1.csv": LIKE, "Reactions_2.csv": LATER}
            )
        }
    )
    assert (found.counts["comments_given"], found.counts["reactions_given"]) == (2, 2)
    assert found.sums == (5, 4, 1, 0)


def test_3_split_parts_of_messages_are_one_file() -> None:
    # Two messages of one second, one in each part, are two; the export again, split elsewhere, brings nothing new.
    said = "FROM,TO,DATE,CONTENT\nTest Owner,Ann,2024-03-05 14:02:11 UTC,\n"
    parts = zipped({"messages_1.csv": said, "messages_2.csv": said})
    found = read({"a.zip": parts}, OWNER)
    assert (found.sums, found.counts["messages_sent"]) == ((2, 2, 0, 0), 2)
    found = read({"a.zip": parts, "b.zip": zipped({"messages.csv": said + said.partition("\n")[2]})}, OWNER)
    assert (found.sums, found.counts["messages_sent"]) == ((4, 2, 2, 0), 2)


def test_3_a_members_number_behind_a_name() -> None:
    found = read({"a.zip": zipped({"Comments_900000001.csv": f"{COMMENTS}2024-03-05 14:02:11,{POST}1,x\n", "Reactions_900000001.csv": LIKE,
                                   "Connections.csv": NAMED})})  # fmt: skip
    assert (found.counts["comments_given"], found.counts["reactions_given"], found.counts["connections_added"]) == (
        1,
        1,
        1,
    )


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_3_two_exports_of_different_dates_are_the_union(order: tuple[str, str]) -> None:
    made = {"a": ("Complete_LinkedInDataExport_03-05-2024.zip", zipped({"Reactions.csv": LIKE})),
            "b": ("Complete_LinkedInDataExport_03-20-2024.zip", zipped({"Reactions.csv": LATER}))}  # fmt: skip
    found = read([made[o] for o in order])
    assert found.counts["reactions_given"] == 2
    assert found.sums == (3, 2, 1, 0)
    # Whatever is given again changes nothing.
    again = read([made[o] for o in (*order, *order)])
    assert again.counts["reactions_given"] == 2
    assert again.sums == (6, 2, 4, 0)


def test_3_an_old_and_a_new_export_zipped_together() -> None:
    inner = {"Complete_LinkedInDataExport_03-05-2024.zip": zipped({"Reactions.csv": LIKE}),
             "Complete_LinkedInDataExport_03-20-2024/Reactions.csv": LATER}  # fmt: skip
    found = read({"both.zip": zipped(inner)})
    assert found.counts["reactions_given"] == 2
    assert found.sums == (3, 2, 1, 0)


def test_3_an_archive_of_2015() -> None:
    # Likes, login attempts, applications, loose pictures: one reaction, and nothing that stops it.
    made = zipped({"Likes.csv": LIKE, "Login Attempts.csv": "Login Date,IP Address\nx,y\n", "Mobile Applications.csv": "Name\nx\n",
                   "photo.jpg": b"\xff\xd8\xff\xe0JFIF", "media/picture.JPG": b"\xff\xd8\xff\xe0JFIF"})  # fmt: skip
    found = read({"LinkedInDataExport_03-20-2024.zip": made})
    assert found.counts["reactions_given"] == 1
    assert {e.name.rpartition("/")[2]: (e.status, codes(e)) for e in found.ledger.entries} == {
        "Likes.csv": ("read", []), "Login Attempts.csv": ("ignored", ["unused"]), "Mobile Applications.csv": ("ignored", ["unused"]),
        "photo.jpg": ("ignored", ["not a table"]), "picture.JPG": ("ignored", ["not a table"]),
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- the ledger


def test_0_6_five_rows_of_a_file_are_named_by_number_and_reason_and_never_by_content() -> None:
    bad = [f"never-{i},LIKE,{POST}{i}" for i in range(4)] + [f"2099-03-05 14:02:11,LIKE,secret-{i}" for i in range(4)]
    found = read({"Reactions.csv": LIKE + "\n".join(bad) + "\n"})
    entry = found.entry("Reactions.csv")
    assert (entry.rows_read, entry.rows_kept, entry.rows_rejected) == (9, 1, 8)
    assert [(n.code, n.row) for n in entry.notes] == [("date", 2), ("date", 3), ("date", 4), ("date", 5), ("future", 6)]
    assert not any("never" in n.message or "secret" in n.message for n in entry.notes)
