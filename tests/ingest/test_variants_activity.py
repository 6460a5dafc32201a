# ruff: noqa: E501 - lines as an export has them
"""Section 1 of the format notes: posts, comments, reactions and the other dated acts, of every age."""

from __future__ import annotations

import pytest

from tests.ingest.exports import COMMENTS, POST, REACTIONS, codes, read, table
from tests.ingest.variants import Case, each, utf16

LINK = "https://www.linkedin.com/feed/update/urn%3Ali%3A"
OLD = "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,Type,Visibility"
MIDDLE = "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility"
NEW = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"
PARAGRAPHS = (
    f'2024-03-05 09:11:22,{LINK}share%3A7000000000000000001,"First line ""\n""""\n""Second line, with a comma""\n""""\n'
    '""#tag #tag2",,,MEMBER_NETWORK\n'
)

POSTS = [
    Case(
        "1 Shares A 2018 UTF-16LE and tabs",
        {"Shares.csv": utf16(f"{OLD}\n2018/03/05 14:02:11 UTC,T,D,{LINK}share%3A1,Hello all,,,ARTICLE,MEMBER_NETWORK\n"
                             f"2018/03/06 14:02:11 UTC,T,D,{LINK}share%3A2,,,,ARTICLE,MEMBER_NETWORK\n")},
        {"original_posts": 1, "reposts": 1, "active_days": 2}, (2, 2, 0, 0, 0), encoding="utf-16", delimiter="\t",
        span=("2018-03-05", "2018-03-06"),
    ),
    Case(
        "1 Shares 2020-22 CRLF",
        {"Shares.csv": f"{MIDDLE}\r\n2021-03-05 14:02:11,{LINK}share%3A1,Hello all,,,MEMBER_NETWORK\r\n"
                       f"2021-03-05 14:02:11,{LINK}ugcPost%3A2,,https://example.com,,MEMBER_NETWORK\r\n"},
        {"original_posts": 1, "reposts": 1, "active_days": 1}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 Shares 2023 paragraphs wrapped in quotes are one post",
        {"Shares.csv": f"{NEW}\n{PARAGRAPHS}"}, {"original_posts": 1, "reposts": 0}, (1, 1, 0, 0, 0),
        span=("2024-03-05", "2024-03-05"),
    ),
    Case(
        "1 Shares 2026 without visibility",
        {"Shares.csv": f"{NEW.removesuffix(',Visibility')}\n2026-03-05 14:02:11 UTC,{LINK}share%3A1,Hello,,\n"},
        {"original_posts": 1}, (1, 1, 0, 0, 0),
    ),
    Case(
        "1 Shares L blank cells written as quotes",
        {"Shares.csv": f'{NEW}\n2024-03-05 14:02:11,{LINK}share%3A1,"","","",MEMBER_NETWORK\n'},
        {"original_posts": 0, "reposts": 1}, (1, 1, 0, 0, 0),
    ),
    # Two versions of one post 43 hours apart, and a third post: two posts, the first on its first day.
    Case(
        "1 Shares an edited post is one post",
        {"Shares.csv": f"{NEW}\n"
                       f"2024-03-07 04:11:22,{LINK}share%3A2,Nine words make this post long enough to be told again,,,MEMBER_NETWORK\n"
                       f"2024-03-05 09:11:22,{LINK}share%3A1,Nine words make this post long enough to be told,,,MEMBER_NETWORK\n"
                       f"2024-03-05 09:11:23,{LINK}share%3A3,Another thing altogether that I wanted to say here,,,MEMBER_NETWORK\n"},
        {"original_posts": 2, "active_days": 1}, (3, 2, 0, 1, 0), codes=("edited",),
    ),
    Case(
        "1 Shares the same words a week later are a post",
        {"Shares.csv": f"{NEW}\n"
                       f"2024-03-12 09:11:22,{LINK}share%3A2,Nine words make this post long enough to be told,,,MEMBER_NETWORK\n"
                       f"2024-03-05 09:11:22,{LINK}share%3A1,Nine words make this post long enough to be told,,,MEMBER_NETWORK\n"},
        {"original_posts": 2}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 Shares a greeting on two days is two posts",
        {"Shares.csv": f"{NEW}\n2024-03-06 09:11:22,{LINK}share%3A2,Good morning!,,,MEMBER_NETWORK\n"
                       f"2024-03-05 09:11:22,{LINK}share%3A1,Good morning!,,,MEMBER_NETWORK\n"},
        {"original_posts": 2}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 Shares one text in two groups is two posts",
        {"Shares.csv": f"{NEW}\n"
                       f"2024-03-05 09:11:30,{LINK}groupPost%3A1-2,Nine words make this post long enough to be told,,,MEMBER_NETWORK\n"
                       f"2024-03-05 09:11:22,{LINK}groupPost%3A2-1,Nine words make this post long enough to be told,,,MEMBER_NETWORK\n"},
        {"original_posts": 2}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 InstantReposts.csv",
        {"InstantReposts.csv": f"Date,Link\n2024-03-05 09:11:22,{LINK}share%3A1\n"}, {"reposts": 1}, (1, 1, 0, 0, 0),
    ),
]  # fmt: skip

SAID = [
    # The example of the notes: a bare second line and a blank one belong to the first comment.
    Case(
        "1 Comments to 2022 bare continuation lines and doubled quotes",
        {"Comments.csv": f"Date,Link,Message\r\n2022-03-05 09:11:22,{POST}2,first line\r\nsecond line of the same comment\r\n\r\n"
                         f'2022-03-04 08:00:00,{POST}3,"has a comma, ""and quotes"""\r\n'},
        {"comments_given": 2, "active_days": 2}, (2, 2, 1, 0, 0), codes=("continued",), span=("2022-03-04", "2022-03-05"),
        resave=False,
    ),
    Case(
        "1 Comments 2023 backslash before a quote",
        {"Comments.csv": f'{COMMENTS}2024-03-05 09:11:22,{POST}4,"He said \\"yes\\", twice"\n'
                         f'2024-03-04 09:11:22,{POST}5,"C:\\new and \\"more\\", done"\n'},
        {"comments_given": 2}, (2, 2, 0, 0, 0), resave=False,
    ),
    Case(
        "1 Comments a quoted comment of several lines and a blank one",
        {"Comments.csv": f'{COMMENTS}2024-03-05 09:11:22,{POST}4,"one\n\ntwo, three"\n2024-03-04 09:11:22,{POST}5,\n'},
        {"comments_given": 2}, (2, 2, 0, 0, 0),
    ),
    Case(
        "1 Comments two on one link are two, equal rows too",
        {"Comments.csv": f"{COMMENTS}2024-03-05 09:11:22,{POST}4,one\n2024-03-05 09:11:22,{POST}4,one\n"
                         f"2024-03-05 09:12:22,{POST}4,two\n"},
        {"comments_given": 3}, (3, 3, 0, 0, 0),
    ),
]  # fmt: skip

LIKED = [
    # Every type, every form of link, several in one second; the very same row again is no second reaction.
    Case(
        "1 Reactions every type and link",
        {"Reactions.csv": REACTIONS + "".join(
            f"2024-03-05 14:02:11,{kind},{LINK}{link}\n" for kind, link in (
                ("LIKE", "activity%3A1"), ("PRAISE", "ugcPost%3A2"), ("EMPATHY", "groupPost%3A3-4"),
                ("APPRECIATION", "lyndaCourse%3A5"), ("INTEREST", "articleSegment%3A%28urn%3Ali%3Aarticle%3A6%2C7%29"),
                ("ENTERTAINMENT", "activity%3A1?commentUrn=urn%3Ali%3Acomment%3A8"), ("MAYBE", "activity%3A9"),
                ("LIKE", "activity%3A1")))},
        {"reactions_given": 7, "active_days": 1}, (8, 7, 0, 1, 0),
    ),
    Case(
        "1 Likes.csv of 2015",
        {"Likes.csv": f"{REACTIONS}2015-03-05 14:02:11,LIKE,{LINK}activity%3A1\n"}, {"reactions_given": 1}, (1, 1, 0, 0, 0),
    ),
]  # fmt: skip

ACTS = [
    Case(
        "1 Votes.csv make a day active and count as nothing else",
        {"Votes.csv": f"Date,Link,OptionText\r\n2024-03-05 14:02:11,{POST}1,Yes\r\n"},
        {"active_days": 1, "reactions_given": None}, (1, 1, 0, 0, 0),
    ),
    Case(
        "1 SearchQueries.csv with bare commas",
        {"SearchQueries.csv": "Time,Search Query\n2024/03/05 14:02:11 UTC,buyer, northern region\n2024/03/05 14:02:11 UTC,clerk\n"},
        {"people_searches": 2}, (2, 2, 1, 0, 0), codes=("columns",), resave=False,
    ),
    Case(
        "1 Search Queries.csv 2018 UTF-16LE and tabs",
        {"Search Queries.csv": utf16("Time,Search Query\n2018/03/05 14:02:11 UTC,clerk\n")}, {"people_searches": 1},
        (1, 1, 0, 0, 0), encoding="utf-16", delimiter="\t",
    ),
    Case(
        "1 Logins.csv 2018 UTF-16LE and tabs",
        {"Logins.csv": utf16("Login Date,IP Address,User Agent,Login Type\nTue Mar 05 14:02:11 UTC 2018,192.0.2.1,Browser,SIGNIN\n")},
        {"active_days": 1}, (1, 1, 0, 0, 0), encoding="utf-16", span=("2018-03-05", "2018-03-05"),
    ),
    Case(
        "1 Logins.csv",
        {"Logins.csv": "Login Date,IP Address,User Agent,Login Type\nTue Mar 05 14:02:11 UTC 2024,192.0.2.1,Browser,SIGNIN\n"},
        {"active_days": 1}, (1, 1, 0, 0, 0),
    ),
    Case(
        "1 Rich Media.csv to 2023 holds prose",
        {"Rich Media.csv": "Type,Link\nPhotos,You can find your photos in the app\nVideos,You can find your videos there\n"},
        {"media_added": None}, (0, 0, 0, 0, 0), status="ignored", codes=("prose",), kind="rich_media", resave=False,
    ),
    # A photo and a document; the profile photo is an item of the checklist.
    Case(
        "1 Rich_Media.csv 2024",
        {"Rich_Media.csv": 'Date/Time,Media Description,Media Link\n"You uploaded a feed photo on March 5, 2024 at 2:02 PM (GMT)",,https://example.com/1\n'
                           '"You uploaded a feed document on March 6, 2024 at 2:02 PM (GMT)",x,https://example.com/2\n'
                           '"You uploaded a profile photo on March 7, 2024 at 2:02 PM (GMT)",,https://example.com/3\n'},
        {"media_added": 2}, (3, 3, 0, 0, 0), span=("2024-03-05", "2024-03-07"),
    ),
]  # fmt: skip


@each(*POSTS, *SAID, *LIKED, *ACTS)
def test_activity_of_every_age(case: Case) -> None:
    case.check(case.read())


def test_1_shares_a_2018_export_and_a_later_one_are_one_list() -> None:
    # The addresses are written otherwise (decoded or not) and so is the time; one post of 2018 is in both.
    old = utf16(f"{OLD}\n2018/03/05 14:02:11 UTC,T,D,https://www.linkedin.com/feed/update/urn:li:share:1,Hello,,,X,Y\n")
    new = f"{NEW}\n2018-03-05 14:02:11,{LINK}share%3A1,Hello,,,MEMBER_NETWORK\n2024-03-05 14:02:11,{LINK}share%3A2,Ho,,,Y\n"
    found = read({"a/Shares.csv": old, "b/Shares.csv": new})
    assert found.counts["original_posts"] == 2
    assert found.sums == (3, 2, 1, 0)


def test_1_shares_versions_of_a_post_in_two_exports_are_one() -> None:
    words = "Nine words make this post long enough to be told"
    found = read({"a/Shares.csv": f"{NEW}\n2024-03-05 09:11:22,{LINK}share%3A1,{words},,,Y\n",
                  "b/Shares.csv": f"{NEW}\n2024-03-06 09:11:22,{LINK}share%3A2,{words} again,,,Y\n"})  # fmt: skip
    assert found.on("original_posts") == {"2024-03-05": 1}
    assert codes(found.entry("b/Shares.csv")) == ["edited"]
    assert found.sums == (2, 1, 1, 0)


# ------------------------------------------------------------------------------------------ saved again without a clock

DAYS = {
    "dashes": ("5-Mar-24", "6-Mar-24"),
    "padded dashes": ("05-Mar-24", "06-Mar-24"),
    "slashes": ("3/5/2024", "3/6/2024"),
    "no seconds": ("03/05/2024 14:02", "03/06/2024 09:30"),
    "midnight": ("2024-03-05 00:00:00", "2024-03-06 00:00:00"),
}


@pytest.mark.parametrize("form", DAYS)
@pytest.mark.parametrize(
    ("name", "header", "cells", "input_"),
    [
        ("Reactions.csv", "Date,Type,Link", ["{}", "LIKE", f"{POST}1"], "reactions_given"),
        ("Comments.csv", "Date,Link,Message", ["{}", f"{POST}1", "words"], "comments_given"),
        ("Shares.csv", NEW, ["{}", f"{POST}1", "words", "", "", ""], "original_posts"),
        ("SearchQueries.csv", "Time,Search Query", ["{}", "clerk"], "people_searches"),
        ("Member_Follows.csv", "Date,Status,FullName", ["{}", "Active", "Ann First"], "follows"),
        ("Hashtag_Follows.csv", "HashTag,CreatedTime,LastModifiedTime,State", ["#a", "{}", "{}", "Follow"], "follows"),
        ("Company Follows.csv", "Organization,Followed On", ["Example", "{}"], "follows"),
        ("Invitations.csv", "From,To,Sent At,Message,Direction", ["Test Owner", "Ann First", "{}", "", "OUTGOING"],
         "invitations_sent"),
        ("Endorsement_Received_Info.csv",
         "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status",
         ["{}", "Example", "Ann", "First", "ACCEPTED"], "endorsements_received"),
    ],
    ids=lambda x: x if isinstance(x, str) and x.endswith(".csv") else "",
)  # fmt: skip
@pytest.mark.parametrize("first", ["export", "copy"])
def test_1_a_file_saved_again_by_a_spreadsheet_adds_nothing(
    form: str, name: str, header: str, cells: list[str], input_: str, first: str
) -> None:
    def made(days: tuple[str, str]) -> str:
        return table([header.split(","), *([c.format(day) for c in cells] for day in days)])

    export, copy = made(("2024-03-05 14:02:11", "2024-03-06 09:30:59")), made(DAYS[form])
    names = ("a", "b") if first == "export" else ("b", "a")
    found = read({f"{names[0]}/{name}": export, f"{names[1]}/{name}": copy})
    assert found.on(input_) == {"2024-03-05": 1, "2024-03-06": 1}
    assert found.sums == (4, 2, 2, 0)
    # The rows that tell the time stand.
    assert (found.entry(f"{names[0]}/{name}").rows_kept, found.entry(f"{names[1]}/{name}").rows_kept) == (2, 0)


@pytest.mark.parametrize(("export", "copy", "kept"), [(2, 2, 2), (2, 1, 2), (2, 3, 3), (1, 2, 2), (3, 0, 3)])
def test_1_comments_two_on_one_link_on_one_day_are_two_and_the_larger_number_stands(
    export: int, copy: int, kept: int
) -> None:
    timed = COMMENTS + "".join(f"2024-03-05 14:02:{i:02},{POST}1,words {i}\n" for i in range(export))
    timeless = COMMENTS + f"3/5/2024,{POST}1,words\n" * copy
    for files in ({"a/Comments.csv": timed, "b/Comments.csv": timeless},
                  {"b/Comments.csv": timed, "a/Comments.csv": timeless}):  # fmt: skip
        found = read(files)
        assert found.counts["comments_given"] == kept
        assert found.sums == (export + copy, kept, export + copy - kept, 0)


def test_1_two_exports_and_a_copy_without_seconds_are_the_union() -> None:
    # The exports share the 6th; the copy holds the 5th, the 6th and a 7th of its own.
    files = {
        "a/Reactions.csv": REACTIONS + f"2024-03-05 14:02:11,LIKE,{POST}1\n2024-03-06 14:02:11,LIKE,{POST}2\n",
        "b/Reactions.csv": REACTIONS + f"2024-03-06 14:02:11,LIKE,{POST}2\n2024-03-08 14:02:11,LIKE,{POST}4\n",
        "c/Reactions.csv": REACTIONS
        + f"3/5/2024 14:02,LIKE,{POST}1\n3/6/2024 14:02,LIKE,{POST}2\n3/7/2024 14:02,LIKE,{POST}3\n",
    }
    found = read(files)
    assert sorted(found.on("reactions_given")) == ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"]
    assert found.sums == (7, 4, 3, 0)
