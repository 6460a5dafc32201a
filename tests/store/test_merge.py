"""A later upload put together with what is stored equals reading both at once: no row counts twice, none is lost."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from ssi_core import api
from ssi_core.member import NEVER, Activity, Member, Profile, Trials, day_number
from ssi_core.store.merge import merged, tried
from ssi_core.store.records import Records
from tests.ingest.exports import COMMENTS, CONNECTIONS, INVITATIONS, OWNER, PEOPLE_2022, POST, REACTIONS, book, zipped
from tests.store.conftest import small

Files = Mapping[str, str | bytes]
SHARES = "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility\n"
SEARCHES = "Time,Search Query\n"
MESSAGES = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"


@pytest.fixture
def records(tmp_path: object) -> Records:
    return Records(f"sqlite:///{tmp_path}/records.sqlite3")


def export(files: Files, day: dt.date) -> tuple[str, bytes]:
    name = f"Complete_LinkedInDataExport_{day:%m-%d-%Y}.zip"
    return name, zipped(files, (day.year, day.month, day.day, 8, 0, 0))


def uploaded(records: Records, *uploads: list[tuple[str, bytes]]) -> api.Imported:
    """What is stored after one upload, then the next."""
    first, *others = (api.read(u, traces=True, owner=OWNER) for u in uploads)
    kept = records.save_member(f"member {len(records.members())}", first)
    id, version = kept.id, kept.version
    for found in others:
        version = records.add_import(id, found, version=version).version
    return records.load(id).found


def same(one: api.Imported, other: api.Imported) -> None:
    a, b = one.member.activity, other.member.activity
    assert set(a.counts) == set(b.counts)
    days = range(min(a.first_day, b.first_day), max(a.first_day + a.days, b.first_day + b.days))
    for name in a.counts:
        for d in days:
            i, j = d - a.first_day, d - b.first_day
            x = a.counts[name][i] if 0 <= i < a.days else 0.0
            y = b.counts[name][j] if 0 <= j < b.days else 0.0
            assert x == y, (name, api.day_of(d), x, y)
    assert (a.from_the_start, a.proxies) == (b.from_the_start, b.proxies)
    assert set(a.trials) == set(b.trials)
    for key, t in a.trials.items():
        u = b.trials[key]
        pairs = [sorted(zip(x.day.tolist(), x.success_day.tolist(), strict=True)) for x in (t, u)]
        assert pairs[0] == pairs[1], key
        assert (t.first, t.last) == (u.first, u.last)
    assert one.stocks == other.stocks
    assert api.score(one).total == api.score(other).total


def made(seed: int) -> tuple[dict[str, str], dict[str, str]]:
    """Two exports of one account, May's and June's: rows that both hold, that only one holds, equal rows, no names."""
    dice = random.Random(seed)
    lines: dict[str, list[tuple[int, str]]] = {}

    def row(name: str, day: int, text: str) -> None:
        lines.setdefault(name, []).append((day, text))

    def when(day: int) -> str:
        return f"{dt.date(2026, 1, 1) + dt.timedelta(days=day)} 09:{dice.randrange(60):02}:{dice.randrange(60):02}"

    for i in range(dice.randrange(5, 60)):
        day = dice.randrange(180)
        match dice.choice(["comment", "react", "share", "search", "connection", "hidden", "invite"]):
            case "comment":
                text = f"{when(day)},{POST}{dice.randrange(4)},said\n"
                for _ in range(dice.choice([1, 1, 2])):
                    row("Comments.csv", day, text)
            case "react":
                row("Reactions.csv", day, f"{when(day)},LIKE,{POST}{i}\n")
            case "share":
                row("Shares.csv", day, f"{when(day)},{POST}{i},{dice.choice(['words', ''])},,,\n")
            case "search":
                row("SearchQueries.csv", day, f"{when(day)[:-3].replace('-', '/')}:00 UTC,cto\n")
            case "connection" | "hidden" as kind:
                on = f"{dt.date(2026, 1, 1) + dt.timedelta(days=day):%d %b %Y}"
                who = f"A{i},B,https://www.linkedin.com/in/p{i},,Acme,CEO" if kind == "connection" else ",,,,,"
                row("Connections.csv", day, f"{who},{on}\n")
            case "invite":
                d = dt.date(2026, 1, 1) + dt.timedelta(days=day)
                at, url = f"{d.month}/{d.day}/{d:%y}, 9:{dice.randrange(10, 60)} AM", "https://www.linkedin.com/in"
                note = dice.choice(["hello", ""])
                row("Invitations.csv", day, f'{OWNER},P{i},"{at}",{note},OUTGOING,{url}/test-owner,{url}/p{i}\n')
                if dice.random() < 0.5:
                    on = f"{dt.date(2026, 1, 1) + dt.timedelta(days=min(179, day + dice.randrange(60))):%d %b %Y}"
                    row("Connections.csv", day + 20, f"P{i},B,{url}/p{i},,Acme,Clerk,{on}\n")
    heads = {
        "Comments.csv": COMMENTS, "Reactions.csv": REACTIONS, "Shares.csv": SHARES, "SearchQueries.csv": SEARCHES,
        "Connections.csv": CONNECTIONS, "Invitations.csv": INVITATIONS,
    }  # fmt: skip
    may, june = {}, {}
    for name, rows in lines.items():
        gone = {t for _, t in rows if dice.random() < 0.1}  # deleted since
        since = 60 if name == "Invitations.csv" else 0  # that file goes back some months only
        may[name] = heads[name] + "".join(t for d, t in rows if d < 150)
        june[name] = heads[name] + "".join(t for d, t in rows if d >= since and t not in gone)
    return may, june


@pytest.mark.parametrize("seed", range(25))
def test_one_upload_after_the_other_is_both_at_once(records: Records, seed: int) -> None:
    may, june = made(seed)
    first, second = export(may, dt.date(2026, 5, 31)), export(june, dt.date(2026, 6, 30))
    same(uploaded(records, [first], [second]), api.read([first, second], owner=OWNER))


@pytest.mark.parametrize("seed", range(8))
def test_the_older_export_may_come_last(records: Records, seed: int) -> None:
    may, june = made(seed)
    first, second = export(may, dt.date(2026, 5, 31)), export(june, dt.date(2026, 6, 30))
    same(uploaded(records, [second], [first]), api.read([first, second], owner=OWNER))


def test_the_same_files_again_change_nothing(records: Records, sample: api.Imported) -> None:
    kept = records.save_member("Mara", sample)
    added = records.add_import(kept.id, sample, version=1)
    assert added.combined.nothing_new
    assert added.combined.sentence.endswith("were there already: nothing counts twice.")
    same(records.load(kept.id).found, sample)
    assert api.score(records.load(kept.id).found).to_dict() == api.score(sample).to_dict()


def test_what_is_new_is_told(records: Records) -> None:
    kept = records.save_member("Mara", small(3, 2))
    added = records.add_import(kept.id, small(5, 2), version=1).combined
    assert (added.new_rows, added.known_rows) == ({"comments": 2, "reactions": 0}, {"comments": 3, "reactions": 2})
    assert added.sentence == "2 new rows; 5 were there already and count once."


def test_a_file_that_went_through_a_spreadsheet_is_known_to_the_minute(records: Records) -> None:
    stamps = ["2026-06-01 09:00:12", "2026-06-01 09:00:40", "2026-06-02 10:30:00"]
    whole = COMMENTS + "".join(f"{s},{POST}{i // 2},a\n" for i, s in enumerate(stamps))
    cut = COMMENTS + "".join(f"{s[:-3]},{POST}{i // 2},a\n" for i, s in enumerate(stamps))
    for one, other in ((whole, cut), (cut, whole)):
        found = uploaded(records, [("Comments.csv", one.encode())], [("Comments.csv", other.encode())])
        assert found.counts["comments_given"] == 3


def test_an_invitation_that_was_open_is_accepted_by_a_later_upload(records: Records) -> None:
    url = "https://www.linkedin.com/in"
    invites = INVITATIONS + f'{OWNER},P,"5/4/26, 9:00 AM",,OUTGOING,{url}/test-owner,{url}/p\n'
    may = export({"Invitations.csv": invites, "Connections.csv": CONNECTIONS}, dt.date(2026, 5, 31))
    people = CONNECTIONS + f"P,B,{url}/p,,Acme,CEO,02 Jun 2026\n"
    june = export({"Invitations.csv": INVITATIONS, "Connections.csv": people}, dt.date(2026, 6, 30))
    found = uploaded(records, [may], [june])
    [won] = found.member.activity.trials["invite_acceptance"].success_day
    assert api.day_of(won) == dt.date(2026, 6, 2)
    assert found.counts["invitations_accepted"] == 1


@pytest.mark.parametrize("old_first", [True, False])
def test_connections_of_a_file_without_addresses_are_the_same_people(records: Records, old_first: bool) -> None:
    # A name and a day find an address; a namesake of another day is somebody else, and hidden members are counted.
    days = ["05 Mar 2022", "06 Mar 2022", "07 Mar 2022", "07 Mar 2022"]
    names = ["Ann,A", "Ben,B", ",", ","]
    bare = PEOPLE_2022 + "".join(f"{n},,Acme,CEO,{d}\n" for n, d in zip(names, days, strict=True))
    url = "https://www.linkedin.com/in"
    ann, ben = f"Ann,A,{url}/ann,,Acme,CEO,{days[0]}\n", f"Ben,B,{url}/ben,,Acme,CEO,01 May 2024\n"
    known = f"{CONNECTIONS}{ann}{ben},,,,,,{days[2]}\n"
    first = export({"Connections.csv": bare}, dt.date(2022, 5, 31))
    second = export({"Connections.csv": known}, dt.date(2026, 6, 30))
    uploads = ([first], [second]) if old_first else ([second], [first])
    found = uploaded(records, *uploads)
    same(found, api.read([first, second]))
    assert found.stocks["connections"] == 5  # Ann, two Bens, two hidden members


def test_a_third_upload_knows_what_only_the_first_held(records: Records) -> None:
    first = f"2026-05-01 09:00:00,{POST}1,a\n"
    second = f"2026-05-02 09:00:00,{POST}2,b\n"
    both = api.read([("Comments.csv", (COMMENTS + first + second).encode())])
    found = uploaded(records, *([("Comments.csv", (COMMENTS + rows).encode())] for rows in (first, second, first)))
    same(found, both)


def test_answers_given_after_a_later_upload_leave_its_digests_whole(records: Records) -> None:
    first = f"2026-05-01 09:00:00,{POST}1,a\n"
    second = f"2026-05-02 09:00:00,{POST}2,b\n"
    files = [api.read(("Comments.csv", (COMMENTS + rows).encode()), traces=True) for rows in (first, second)]
    kept = records.save_member("Mara", files[0])
    added = records.add_import(kept.id, files[1], version=1)
    stated = api.with_stated(added.combined.found, api.Stated(seat=True))
    records.save(kept.id, stated, version=added.version)
    assert records.add_import(kept.id, files[0], version=3).combined.nothing_new
    assert records.load(kept.id).found.counts["comments_given"] == 2


def test_undated_facts_are_those_of_the_newer_export(records: Records) -> None:
    skills = [f"Name\n{''.join(f'skill {i}{chr(10)}' for i in range(n))}" for n in (6, 3)]
    may = export({"Skills.csv": skills[0], "Comments.csv": COMMENTS}, dt.date(2026, 5, 31))
    june = export({"Skills.csv": skills[1], "Comments.csv": COMMENTS}, dt.date(2026, 6, 30))
    both = api.read([may, june])
    for uploads in ([may], [june]), ([june], [may]):
        profile = uploaded(records, *uploads).member.profile
        assert profile == both.member.profile
        assert (profile.stocks["skills"], profile.checklist["five_skills"]) == (3, False)


def test_of_two_exports_of_one_day_what_was_read_later_stands(records: Records) -> None:
    day = dt.date(2026, 5, 31)
    first, second = (
        export({"Skills.csv": "Name\n" + "".join(f"skill {i}\n" for i in range(n)), "Comments.csv": COMMENTS}, day)
        for n in (6, 3)
    )
    assert uploaded(records, [first], [second]).stocks["skills"] == 3
    assert uploaded(records, [second], [first]).stocks["skills"] == 6


@pytest.mark.parametrize(("joined", "won"), [("02 May 2026", None), ("03 May 2026", 4), ("04 May 2026", 4)])
def test_an_acceptance_of_the_day_before_is_one_east_of_it(records: Records, joined: str, won: int | None) -> None:
    # Invited on 4 May by a clock, connected by a calendar that may be a day behind; two days before is somebody else's.
    url = "https://www.linkedin.com/in"
    invites = INVITATIONS + f'{OWNER},P,"5/4/26, 0:10 AM",,OUTGOING,{url}/test-owner,{url}/p\n'
    may = export({"Invitations.csv": invites, "Connections.csv": CONNECTIONS}, dt.date(2026, 5, 31))
    people = CONNECTIONS + f"P,B,{url}/p,,Acme,CEO,{joined}\n"
    june = export({"Invitations.csv": INVITATIONS, "Connections.csv": people}, dt.date(2026, 6, 30))
    found = uploaded(records, [may], [june])
    same(found, api.read([may, june], owner=OWNER))
    [day] = found.member.activity.trials["invite_acceptance"].success_day.tolist()
    assert day == (NEVER if won is None else day_number(dt.date(2026, 5, won)))


def test_a_third_upload_is_as_old_as_its_own_export(records: Records) -> None:
    def of(day: dt.date, skills: int, comment: str) -> list[tuple[str, bytes]]:
        said = f"{COMMENTS}{comment} 09:00:00,{POST}1,a\n"
        names = "Name\n" + "".join(f"skill {i}\n" for i in range(skills))
        return [export({"Skills.csv": names, "Comments.csv": said}, day)]

    may = of(dt.date(2026, 5, 31), 6, "2026-05-01")
    june = of(dt.date(2026, 6, 30), 3, "2026-06-20")
    between = of(dt.date(2026, 6, 10), 5, "2026-06-05")
    for uploads in ((may, june, between), (june, may, between), (between, june, may)):
        found = uploaded(records, *uploads)
        assert found.stocks["skills"] == 3
        held = (found.ledger.first_day, found.ledger.last_day, found.ledger.known_until)
        days = dt.date(2026, 5, 1), dt.date(2026, 6, 20), dt.date(2026, 6, 30)
        assert held == tuple(map(day_number, days))
        assert sorted(e.kind for e in found.ledger.entries) == ["comments", "skills"], "of the upload alone"


def test_messages_of_a_day_are_the_larger_number_and_of_other_days_all(records: Records) -> None:
    def letters(days: list[int]) -> str:
        return MESSAGES + "".join(
            f"c{i},{OWNER},Bob B,2026-05-{d:02} 09:0{i % 10}:00 UTC,hi\n" for i, d in enumerate(days)
        )

    may = export({"messages.csv": letters([1, 2, 2, 3])}, dt.date(2026, 5, 10))
    june = export({"messages.csv": letters([1, 2, 20])}, dt.date(2026, 6, 30))  # two were deleted
    found = uploaded(records, [may], [june])
    assert found.counts["messages_sent"] == 5
    assert found.counts["conversations_started"] == 5


def test_the_workbook_whose_window_ends_later_wins_a_day(records: Records) -> None:
    def analytics(first: dt.date, figures: list[int]) -> bytes:
        rows = [[f"{first + dt.timedelta(days=i):%m/%d/%Y}", n * 10, n] for i, n in enumerate(figures)]
        return book({"ENGAGEMENT": [["Date", "Impressions", "Engagements"], *rows]})

    early = ("a.xlsx", analytics(dt.date(2026, 5, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    late = ("b.xlsx", analytics(dt.date(2026, 5, 15), [5, 8, 2, 9, 9, 9, 9, 9, 9, 9]))
    both = api.read([early, late])
    for uploads in ([early], [late]), ([late], [early]):
        same(uploaded(records, *uploads), both)


def test_without_digests_days_decide(records: Records) -> None:
    def two(second: int) -> api.Imported:
        said = f"2026-06-01 09:00:00,{POST}1,a\n2026-06-0{second} 09:00:00,{POST}{second},a\n"
        return api.read(("Comments.csv", (COMMENTS + said).encode()), traces=second > 2)

    kept = records.save_member("Mara", two(2))
    assert records.add_import(kept.id, two(3), version=1).combined.sentence == ""
    assert records.load(kept.id).found.counts["comments_given"] == 3


def test_what_was_kept_without_digests_is_not_lost_at_a_third_upload(records: Records) -> None:
    rows = [f"2026-05-0{d} 09:00:00,{POST}{d},a\n" for d in (1, 2, 3)]
    files = [api.read(("Comments.csv", (COMMENTS + r).encode()), traces=i > 0) for i, r in enumerate(rows)]
    kept = records.save_member("Mara", files[0])
    for version, found in enumerate(files[1:], 1):
        records.add_import(kept.id, found, version=version)
    assert records.load(kept.id).found.counts["comments_given"] == 3


def test_another_target_is_counted_anew_from_the_later_connections(records: Records) -> None:
    people = CONNECTIONS + "".join(
        f"A{i},B,https://www.linkedin.com/in/p{i},,Acme,{title},0{i + 1} Jun 2026\n"
        for i, title in enumerate(["CTO", "CEO", "Clerk"])
    )
    held = api.read(("Connections.csv", people.encode()), target=api.Target(("Clerk",), ()), traces=True)
    kept = records.save_member("Mara", held)
    plain = api.read(("Connections.csv", people.encode()), traces=True)
    found = records.add_import(kept.id, plain, version=1).combined.found
    assert found.member.activity.counts["right_people_added"].sum() == 1
    assert found.member.target == api.Target(("Clerk",), ())


# -------------------------------------------------------------------------------------------------- by days alone


def acted(first: int, counts: list[float], covered: list[bool] | None = None, start: bool = False) -> Member:
    told = np.array(covered or [True] * len(counts))
    activity = Activity(
        first, {"comments_given": np.array(counts)}, {"comments_given": told},
        frozenset({"comments_given"} if start else ()),
    )  # fmt: skip
    return Member(activity)


def test_facts_answers_and_readings_of_both_with_the_later_word() -> None:
    old = Member(
        Activity(10, {}, {}),
        Profile(
            {"photo": True, "about": True}, {"skills": 6.0, "media_items": 2.0, "positions": 3.0},
            frozenset({"skills", "media_items"}),
        ),
        api.Stated(True, {"photo": False}, {"active_groups": 1.0}, {"post": 1.0}),
        seat_seen=True, readings=(api.Reading(5, 40.0), api.Reading(7, 41.0)), last_day=30,
        target=api.Target(("CTO",), ()),
    )  # fmt: skip
    new = Member(
        Activity(10, {}, {}),
        Profile({"about": False}, {"skills": 4.0, "education": 1.0}, frozenset({"education"})),
        api.Stated(None, {"photo": True}, {"active_groups": 5.0}, {"comment": 2.0}),
        readings=(api.Reading(6, 50.0), api.Reading(7, 51.0)), last_day=20,
    )  # fmt: skip
    found = merged(old, new)
    assert found.profile.checklist == {"photo": True, "about": False}
    assert found.profile.stocks == {"skills": 4.0, "media_items": 2.0, "positions": 3.0, "education": 1.0}
    assert found.profile.proxies == {"media_items", "education"}, "the skills are counted now"
    # Of what an older export says of itself the newer one stands; what was said or read off counts as of now.
    late = merged(old, new, newer=False)
    assert late.profile.checklist == {"photo": True, "about": True}
    assert late.profile.stocks == {"skills": 6.0, "media_items": 2.0, "positions": 3.0, "education": 1.0}
    assert late.profile.proxies == {"skills", "media_items", "education"}
    for one in (found, late):
        assert one.stated == api.Stated(True, {"photo": True}, {"active_groups": 5.0}, {"post": 1.0, "comment": 2.0})
        assert [(r.day, r.total) for r in one.readings] == [(5, 40.0), (6, 50.0), (7, 51.0)]
        assert (one.seat_seen, one.last_day, one.target) == (True, 30, api.Target(("CTO",), ()))
    assert (merged(new, old).seat_seen, merged(new, old).last_day) == (True, 30)
    asked = replace(new, target=api.Target((), ("Acme",)))
    assert merged(old, asked).target == api.Target((), ("Acme",))


@pytest.mark.parametrize(
    ("old", "new", "counts", "covered"),
    [
        # Days 10 to 12 and 12 to 14: each tells its own, the larger stands where both do.
        ((10, [1, 2, 3]), (12, [1, 5, 6]), [1, 2, 3, 5, 6], [1, 1, 1, 1, 1]),
        # A gap between them stays unknown.
        ((10, [1]), (13, [2]), [1, 0, 0, 2], [1, 0, 0, 1]),
        # An uncovered day is no zero.
        ((10, [1, 0], [True, False]), (10, [0, 4], [False, True]), [1, 4], [1, 1]),
        # A file from the start covers the days before its first row.
        ((10, [7]), (12, [1], None, True), [7, 0, 1], [1, 1, 1]),
    ],
)  # fmt: skip
def test_days_of_one_and_of_both(old: tuple, new: tuple, counts: list[int], covered: list[int]) -> None:
    found = merged(acted(*old), acted(*new)).activity
    assert found.first_day == 10
    assert found.counts["comments_given"].tolist() == counts
    assert found.covered["comments_given"].astype(int).tolist() == covered


def test_what_stood_for_another_input_in_either_file_still_does() -> None:
    one, other = acted(10, [1.0]), acted(11, [2.0])
    stood = replace(one, activity=replace(one.activity, proxies=frozenset({"comments_given"})))
    assert merged(stood, other).activity.proxies == {"comments_given"}
    assert merged(other, stood).activity.proxies == {"comments_given"}


def test_attempts_of_a_day_are_those_of_the_side_with_more(records: Records) -> None:
    day = day_number(dt.date(2026, 6, 1))
    old = Trials(np.array([day, day, day + 1], np.int32), np.array([NEVER, day, NEVER], np.int32), day, day + 1)
    new = Trials(np.array([day, day + 1], np.int32), np.array([NEVER, day + 3], np.int32), day - 5, day + 9)
    found = tried(old, new, newer=True)
    assert found is not None
    pairs = sorted(zip((found.day - day).tolist(), found.success_day.tolist(), strict=True))
    assert pairs == [(0, day), (0, NEVER), (1, day + 3)]
    assert (found.first, found.last) == (day - 5, day + 9)
