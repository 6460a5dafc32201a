"""The format table: names, headers, and that every format reads back what is written in its own terms."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.ingest.formats import BY_NAME, FORMATS, UNUSED, Format, Yield, match_header
from ssi_core.ingest.names import base_of, squeeze
from ssi_core.member import DAILY_INPUTS, FOLLOWS, Member
from tests.ingest.exports import OWNER, OWNER_URL, Found, read, table

KINDS = {fmt.kind: fmt for fmt in FORMATS}
every_format = pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.kind)

# ------------------------------------------------------------------------------------------------------ file names


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Connections.csv", "connections"),
        ("connections.CSV", "connections"),
        ("Connections (1).csv", "connections"),
        ("Connections(12).csv", "connections"),
        ("Connections.csv (1)", "connections"),
        ("Connections.csv.csv", "connections"),
        ("Connections.xlsx", "connections"),
        ("Comments_900000001.csv", "comments"),
        ("Comments_900000001 (1).csv", "comments"),
        ("Member_Follows_900000001.csv", "memberfollows"),
        ("Job Applications_5.csv", "jobapplications"),
        ("Endorsement Received Info.csv", "endorsementreceivedinfo"),
        ("Endorsement_Received_Info.csv", "endorsementreceivedinfo"),
        ("Search Queries.csv", "searchqueries"),
        ("SearchQueries.csv", "searchqueries"),
        ("Rich Media.csv", "richmedia"),
        ("official-readings.csv", "officialreadings"),
        ("guide_messages.csv", "guidemessages"),
        ("learning_coach_messages.csv", "learningcoachmessages"),
        ("my Connections.csv", "myconnections"),
        (" messages.csv ", "messages"),
    ],
)
def test_the_base_of_a_name(name: str, base: str) -> None:
    assert base_of(name) == base


@pytest.mark.parametrize("filler", [" ", ".csv", "(1)", "_1"])
def test_no_name_is_too_long(filler: str) -> None:
    assert base_of("Connections" + filler * 1_000_000 + "x") not in BY_NAME


def test_a_chat_with_an_assistant_is_no_message() -> None:
    assert BY_NAME[base_of("Messages.csv")].kind == "messages"
    for name in ("guide_messages", "coach_messages", "learning_coach_messages", "learning_role_play_messages"):
        assert base_of(f"{name}.csv") not in BY_NAME
        assert base_of(f"{name}.csv") in UNUSED


def test_no_name_means_two_things() -> None:
    names = [name for fmt in FORMATS for name in fmt.names]
    assert len(names) == len(set(names))
    assert not UNUSED & set(names)


@every_format
def test_names_and_titles_are_squeezed(fmt: Format) -> None:
    titles = [title for titles in fmt.columns.values() for title in titles]
    assert [squeeze(t) for t in (*fmt.names, *titles)] == [*fmt.names, *titles]


@every_format
def test_a_format_speaks_of_its_own_columns(fmt: Format) -> None:
    named = {*fmt.required, *fmt.key, *fmt.keep, *(y.column for y in fmt.yields if y.column)}
    named |= {column for columns in fmt.required_any for column in columns}
    named |= {fmt.date} if fmt.date else set()
    assert named <= set(fmt.columns)
    assert {y.input for y in fmt.yields} <= {*DAILY_INPUTS, *FOLLOWS, "media_added"}
    assert not fmt.keep or fmt.dropped


# --------------------------------------------------------------------------------------------------------- headers

HEADERS = {
    "connections": [
        "First Name,Last Name,Email Address,Company,Position,Connected On",  # to 2022
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ],
    "messages": [
        "From,To,Date,Subject,Content,Direction,Folder",  # 2018
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER",  # 2020
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
        "FOLDER",
    ],
    "invitations": [
        "From,To,Sent At,Message,Direction",
        "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn",
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    ],
    "shares": [
        "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,Type,Visibility",  # 2018
        "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility",
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl",
    ],
    "comments": ["Date,Link,Message"],
    "reactions": ["Date,Type,Link"],
    "instant_reposts": ["Date,Link"],
    "votes": ["Date,Link,OptionText"],
    "searches": ["Time,Search Query"],
    "member_follows": ["Date,Status,FullName"],
    "company_follows": ["Organization,Followed On"],
    "hashtag_follows": ["HashTag,CreatedTime,LastModifiedTime,State"],
    "endorsements_received": [
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status",
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status",
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status,Display Status",
    ],
    "endorsements_given": [
        "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status",
    ],
    "recommendations_received": ["First Name,Last Name,Company,Job Title,Text,Creation Date,Status"],
    "recommendations_given": ["First Name,Last Name,Company,Job Title,Text,Creation Date,Status"],
    "logins": ["Login Date,IP Address,User Agent,Login Type"],
    "rich_media": ["Date/Time,Media Description,Media Link"],
    "navigator_activity": ["activityId,activityType,createdAt,seatId,memberIdentityKey"],
    "profile": [
        "First Name,Last Name,Maiden Name,Address,Birth Date,Contact Instructions,Headline,Summary,Industry,Country,"
        "Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers",  # 2018
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
        "Twitter Handles,Websites,Instant Messengers",
    ],
    "profile_summary": ["Profile Summary"],
    "positions": ["Company Name,Title,Description,Location,Started On,Finished On"],
    "education": ["School Name,Start Date,End Date,Notes,Degree Name,Activities"],
    "skills": ["Name", ",Name"],
    "certifications": ["Name,Url,Authority,Started On,Finished On,License Number"],
    "readings": [
        "Date,Total,Brand,People,Insights,Relationships", "Datum;Gesamt;Brand;People;Insights;Relationships",
        "date,brand,find,engage,relationships",
        "Date,SSI,Industry Average,Network Avg,Industry Rank,Top Network,Seat,Break",
    ],
    "answers": ["signal,value"],
    "weekly_log": ["week,habit,actions"],
}  # fmt: skip
#: Columns that no header of that age has.
LACKING = {
    "connections": {"url"},
    "messages": {
        "conversation_id", "conversation_title", "sender_url", "recipient_urls", "draft", "conversation_draft",
        "direction",
    },
    "invitations": {"inviter_url", "invitee_url"},
    "readings": set(KINDS["readings"].columns) - {"date"},
}  # fmt: skip


def test_every_format_has_a_header_that_was_seen() -> None:
    assert set(HEADERS) == set(KINDS)


@pytest.mark.parametrize(("kind", "header"), [(k, h) for k, many in HEADERS.items() for h in many])
def test_headers_that_were_seen_are_known(kind: str, header: str) -> None:
    titles = header.split(";" if ";" in header else ",")
    fmt = KINDS[kind]
    found = match_header(titles, fmt)
    assert found is not None
    assert set(fmt.columns) - set(found) <= LACKING.get(kind, set())
    assert all(squeeze(titles[at]) in fmt.columns[name] for name, at in found.items())


@pytest.mark.parametrize(("kind", "header"), [(k, h) for k, many in HEADERS.items() for h in many])
def test_a_header_alone_tells_one_kind(kind: str, header: str) -> None:
    titles = header.split(";" if ";" in header else ",")
    fitting = {f.kind: match_header(titles, f) for f in FORMATS if f.by_header}
    fitting = {k: columns for k, columns in fitting.items() if columns}
    if KINDS[kind].by_header:
        most = max(len(columns or ()) for columns in fitting.values())
        assert [k for k, columns in fitting.items() if len(columns or ()) == most] == [kind]
    else:
        assert kind not in fitting


def test_titles_are_compared_without_case_spaces_and_marks() -> None:
    fmt = KINDS["reactions"]
    assert match_header(["\ufeffDATE", " type ", "L-i_n.k"], fmt) == {"date": 0, "type": 1, "link": 2}


def test_the_first_of_two_columns_of_one_name_is_taken() -> None:
    assert match_header(["Date", "Type", "Link", "Link"], KINDS["reactions"]) == {"date": 0, "type": 1, "link": 2}


def test_a_header_without_a_required_column_is_none() -> None:
    assert match_header(["Date", "Type"], KINDS["reactions"]) is None
    assert match_header([], KINDS["reactions"]) is None


def test_one_of_several_sets_of_columns_is_enough() -> None:
    fmt = KINDS["readings"]
    assert match_header(["Date", "Total"], fmt) is not None
    assert match_header(["Date", "Brand", "People", "Insights", "Relationships"], fmt) is not None
    assert match_header(["Date", "Brand", "People", "Insights"], fmt) is None
    assert match_header(["Total", "Brand", "People", "Insights", "Relationships"], fmt) is None


@pytest.mark.parametrize(
    ("test", "value", "cell", "takes"),
    [
        ("is", "outgoing", " OUTGOING ", True),
        ("is", "outgoing", "INCOMING", False),
        ("lacks", "profilephoto", "You uploaded a feed photo", True),
        ("lacks", "profilephoto", "You uploaded a profile photo", False),
        ("blank", "", "  ", True),
        ("blank", "", "x", False),
        ("filled", "", "x", True),
        ("filled", "", " ", False),
    ],
)
def test_a_yield_takes_a_cell_or_not(test: str, value: str, cell: str, takes: bool) -> None:
    assert Yield("reposts", "text", test, value).takes(cell) is takes  # type: ignore[arg-type]


# ------------------------------------------------------------------------------ the contract, written from the table

MARCH = (dt.date(2024, 3, 5), dt.date(2024, 3, 6), dt.date(2024, 3, 14))
ADDRESSES = ("url", "sender_url", "recipient_urls", "inviter_url", "invitee_url")
STYLES: dict[str, Callable[[dt.date], str]] = {
    "iso": lambda d: f"{d} 14:02:11",
    "iso utc": lambda d: f"{d} 14:02:11 UTC",
    "iso t": lambda d: f"{d}T14:02:11",
    "slashes": lambda d: f"{d:%Y/%m/%d} 14:02:11 UTC",
    "us clock": lambda d: f"{d.month}/{d.day}/{d:%y}, 2:02 PM",
    "us narrow": lambda d: f"{d.month}/{d.day}/{d:%y}, 2:02\u202fPM",
    "us padded": lambda d: f"{d:%m/%d/%y}, 02:02 PM",
    "hyphens": lambda d: f"{d:%m-%d-%Y} 14:02:11",
    "re-saved": lambda d: f"{d:%m/%d/%Y} 14:02",
    "european": lambda d: f"{d:%d.%m.%Y} 14:02",
}


def written(fmt: Format, dates: Sequence[dt.date] = MARCH, style: str = "iso") -> list[list[str]]:
    """A header and a row a date, in the table's own terms."""
    header = [titles[0] for titles in fmt.columns.values()]
    return [header, *([_cell(fmt, name, i, STYLES[style](d)) for name in fmt.columns] for i, d in enumerate(dates))]


def _cell(fmt: Format, name: str, i: int, date: str) -> str:
    if name == fmt.date:
        return date
    if name in fmt.keep:
        return fmt.keep[name][i % len(fmt.keep[name])]
    if name in ADDRESSES:
        return OWNER_URL if name in ("sender_url", "inviter_url") else f"https://www.linkedin.com/in/person-{i}"
    if name == "link":
        return f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{i}"
    by_kind = {
        ("messages", "from"): OWNER,
        ("messages", "conversation_title"): "",
        ("messages", "draft"): "No",
        ("messages", "conversation_draft"): "No",
        ("messages", "direction"): "OUTGOING",
        ("shares", "text"): "" if i == 1 else f"Post {i}, with a comma",
        ("navigator_activity", "type"): ("SAVED_LEAD", "PROFILE_VIEWED", "SEARCH_PERFORMED")[i % 3],
        ("readings", "total"): "40",
        ("answers", "key"): ("connections", "active_groups", "profile_views_made")[i % 3],
        ("weekly_log", "habit"): "comment",
    }
    numbers = ("brand", "find", "engage", "relationships", "value", "actions", "average", "top", "size")
    return by_kind.get((fmt.kind, name), str(10 + i) if name.rpartition("_")[2] in numbers else f"{name} {i}")


def expected(fmt: Format, rows: list[list[str]]) -> dict[str, float]:
    """Counts that the rows stand for."""
    out: dict[str, float] = {}
    for y in fmt.yields:
        cells = [row[list(fmt.columns).index(y.column)] if y.column else "" for row in rows[1:]]
        out[y.input] = out.get(y.input, 0) + sum(y.takes(c) for c in cells)
    if fmt.kind == "messages":
        # Three conversations, each one message of the owner's, none answered.
        out |= {"messages_sent": len(rows) - 1, "messages_received": 0}
        out |= {"conversations_started": len(rows) - 1, "conversations_answered": 0}
    return out


def gist(found: Found) -> object:
    """All that a reader of the result sees, apart from how the file was written."""
    m = found.member
    return (
        {name: found.on(name) for name in found.counts}, dict(m.profile.stocks), dict(m.profile.checklist),
        dict(m.stated.answers), m.stated.weekly_log, m.readings, m.seat_seen, found.ledger.first_day,
        found.ledger.last_day, found.ledger.owner_found, found.sums,
    )  # fmt: skip


def file_of(fmt: Format) -> str:
    return f"{fmt.names[0]}.csv"


#: How many things of an undated kind, or of a kind that the user writes, a member holds.
HELD: dict[str, Callable[[Member], float]] = {
    "skills": lambda m: m.profile.stocks["skills"],
    "positions": lambda m: m.profile.stocks["positions"],
    "education": lambda m: m.profile.stocks["education"],
    "certifications": lambda m: m.profile.stocks["certifications"],
    "profile": lambda m: sum(m.profile.checklist[item] for item in ("about", "headline", "location")),
    "profile_summary": lambda m: 3 * m.profile.checklist["about"],
    "readings": lambda m: len(m.readings),
    "answers": lambda m: len(m.stated.answers),
    "weekly_log": lambda m: len(m.stated.weekly_log),
    "votes": lambda m: m.activity.counts["active_days"].sum(),
    "logins": lambda m: m.activity.counts["active_days"].sum(),
}


@every_format
def test_a_small_file_reads_back(fmt: Format) -> None:
    rows = written(fmt)
    found = read({file_of(fmt): table(rows)})
    entry = found.entry(file_of(fmt))
    assert (entry.kind, entry.status) == (fmt.kind, "read")
    assert (entry.rows_read, entry.rows_kept) == (3, 3)
    assert {name: found.counts[name] for name in expected(fmt, rows)} == expected(fmt, rows)
    if fmt.date:
        assert (entry.first, entry.last) == (19787, 19796)  # 5 and 14 March 2024, in days since 1970
    assert expected(fmt, rows) or HELD[fmt.kind](found.member) == 3


@every_format
@pytest.mark.parametrize("style", sorted(STYLES))
def test_dates_may_be_written_in_any_style(fmt: Format, style: str) -> None:
    if fmt.date is None:
        assert gist(read({file_of(fmt): table(written(fmt))})) == gist(
            read({file_of(fmt): table(written(fmt, style=style))})
        )
        return
    found = read({file_of(fmt): table(written(fmt, style=style))})
    plain = read({file_of(fmt): table(written(fmt))})
    assert gist(found) == gist(plain)


WAYS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "byte-order mark": lambda rows: b"\xef\xbb\xbf" + table(rows).encode(),
    "CRLF": lambda rows: table(rows, newline="\r\n").encode(),
    "UTF-16LE and tabs": lambda rows: ("\ufeff" + table(rows, delimiter="\t")).encode("utf-16-le"),
    "UTF-16BE and tabs": lambda rows: ("\ufeff" + table(rows, delimiter="\t")).encode("utf-16-be"),
    "tabs": lambda rows: table(rows, delimiter="\t").encode(),
    "semicolons": lambda rows: table(rows, delimiter=";").encode(),
    "Windows-1252": lambda rows: table(rows).encode("cp1252"),
    "no newline at the end": lambda rows: table(rows).rstrip("\n").encode(),
    "every cell quoted": lambda rows: "".join(
        ",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in rows
    ).encode(),
    "notes before it": lambda rows: (
        b'Notes:\n"A sentence, with commas, of https://example.com/help"\n\n' + table(rows).encode()
    ),
    "empty lines": lambda rows: b"\n\n" + table(rows).replace("\n", "\n\n").encode(),
    "titles in capitals": lambda rows: table([[t.upper() for t in rows[0]], *rows[1:]]).encode(),
    "spaces round the titles": lambda rows: table([[f" {t} " for t in rows[0]], *rows[1:]]).encode(),
    "a column more": lambda rows: table([[*row, "more" if i else "New Column"] for i, row in enumerate(rows)]).encode(),
}


@every_format
@pytest.mark.parametrize("way", WAYS)
def test_the_same_table_written_another_way_reads_the_same(fmt: Format, way: str) -> None:
    rows = written(fmt)
    assert gist(read({file_of(fmt): WAYS[way](rows)})) == gist(read({file_of(fmt): table(rows)}))


@every_format
def test_columns_in_another_order_read_the_same(fmt: Format) -> None:
    rows = written(fmt)
    plain = gist(read({file_of(fmt): table(rows)}))
    for seed in range(4):
        order = random.Random(seed).sample(range(len(rows[0])), len(rows[0]))
        assert gist(read({file_of(fmt): table([[row[i] for i in order] for row in rows])})) == plain


@every_format
def test_every_alias_of_a_column_is_read_alike(fmt: Format) -> None:
    rows = written(fmt)
    plain = gist(read({file_of(fmt): table(rows)}))
    for name, titles in fmt.columns.items():
        for title in titles[1:]:
            header = [title if column == name else t for column, t in zip(fmt.columns, rows[0], strict=True)]
            assert gist(read({file_of(fmt): table([header, *rows[1:]])})) == plain


@every_format
def test_every_name_of_a_format_is_read_alike(fmt: Format) -> None:
    rows = written(fmt)
    assert all(
        gist(read({f"{name}.csv": table(rows)})) == gist(read({file_of(fmt): table(rows)})) for name in fmt.names[1:]
    )
    suffixed = read({f"{fmt.names[0]}_900000001 (1).csv": table(rows)})
    assert gist(suffixed) == gist(read({file_of(fmt): table(rows)}))


@every_format
def test_a_header_tells_a_format_under_any_name_or_under_its_own_alone(fmt: Format) -> None:
    rows = written(fmt)
    both = read({"something.csv": table(rows), "reactions.csv": "Date,Type,Link\n"})
    assert both.entry("something.csv").status == ("read" if fmt.by_header else "ignored")
    if fmt.by_header:
        assert both.entry("something.csv").kind == fmt.kind
    else:
        assert [n.code for n in both.entry("something.csv").notes] == ["unknown"]


@every_format
def test_a_header_alone_says_zero(fmt: Format) -> None:
    found = read({file_of(fmt): table(written(fmt)[:1])})
    entry = found.entry(file_of(fmt))
    assert (entry.kind, entry.status, entry.rows_read) == (fmt.kind, "empty", 0)
    assert {name: found.counts.get(name) for name in expected(fmt, written(fmt))} == dict.fromkeys(
        expected(fmt, written(fmt)), 0
    )
    if fmt.kind in ("skills", "positions", "education", "certifications"):
        assert found.member.profile.stocks[fmt.kind] == 0


@every_format
def test_an_absent_file_says_nothing(fmt: Format) -> None:
    other = next(f for f in (KINDS["reactions"], KINDS["comments"]) if f is not fmt)
    found = read({file_of(other): table(written(other))})
    assert not set(expected(fmt, written(fmt))) & (set(found.counts) - set(expected(other, written(other))))
    assert fmt.kind not in found.member.profile.stocks


@every_format
def test_the_same_file_twice_is_the_file_once(fmt: Format) -> None:
    text = table(written(fmt)).encode()
    once = read([(file_of(fmt), text)])
    twice = read([(file_of(fmt), text), (file_of(fmt), text)])
    assert gist(twice)[:-1] == gist(once)[:-1]  # type: ignore[index]
    assert twice.sums == (6, 3, 3, 0)


dated = [fmt for fmt in FORMATS if fmt.yields]


@given(
    st.sampled_from(dated),
    st.sampled_from(sorted(STYLES)),
    st.lists(st.dates(dt.date(2004, 1, 1), dt.date(2026, 6, 30)), min_size=1, max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
def test_counts_survive_on_their_days(fmt: Format, style: str, dates: list[dt.date], dice: random.Random) -> None:
    rows = written(fmt, dates, style)
    order = dice.sample(range(len(rows[0])), len(rows[0]))
    found = read({file_of(fmt): table([[row[i] for i in order] for row in rows])})
    at = list(fmt.columns)
    for name in {y.input for y in fmt.yields}:
        takers = [y for y in fmt.yields if y.input == name]
        right = {
            d.isoformat(): 1.0
            for d, row in zip(dates, rows[1:], strict=True)
            if any(y.takes(row[at.index(y.column)] if y.column else "") for y in takers)
        }
        assert found.on(name) == right
