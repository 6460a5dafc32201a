"""The sheet that a coach reads before a session: the core's own numbers and words, and what to ask."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ssi_core import api
from ssi_core.meeting import Prep, prep, preps
from ssi_core.model.table import Model
from ssi_core.moved import SignalMove
from ssi_core.store.errors import NotFoundError
from ssi_core.store.filed import Commitment, Session
from ssi_core.store.records import Records
from tests.ingest.exports import COMMENTS, POST
from tests.store.conftest import Open, open_records, records, small, url  # noqa: F401

# The files end on 14 June 2026; it is 1 July.
END = dt.date(2026, 6, 14)
MAY, JUNE, JULY = dt.date(2026, 5, 20), dt.date(2026, 6, 10), dt.date(2026, 7, 2)
#: Of the very day of a session, noted after it.
NOTED_LATER = api.Reading(api.day_number(JUNE), total=40.0)


@pytest.fixture(scope="module")
def found() -> api.Imported:
    """A comment on each of the first fourteen days of June 2026."""
    rows = "".join(f"2026-06-{d:02} 09:00:00,{POST}{d},a\n" for d in range(1, 15))
    return api.read([("Comments.csv", (COMMENTS + rows).encode())], traces=True)


Keep = Callable[..., str]


@pytest.fixture
def keep(records: Records, found: api.Imported) -> Keep:  # noqa: F811
    """Keeps that member, with sessions and commitments."""

    def one(*content: Session | Commitment, name: str = "Mara", imported: api.Imported = found) -> str:
        id = records.save_member(name, imported).id
        for thing in content:
            (records.sessions if isinstance(thing, Session) else records.commitments).add(id, thing)
        return id

    return one


def begun(found: api.Imported, day: dt.date, private: str = "", shared: str = "") -> Session:
    return Session(day, private, shared, api.snapshot(api.standing_on(found, day)))


def up(text: str) -> str:
    return text[:1].upper() + text[1:]


def section(sheet: Prep, title: str) -> str:
    """What stands under a heading."""
    return sheet.markdown.split(f"\n## {title}\n\n")[1].split("\n\n## ")[0].rstrip("\n")


def test_a_first_session(records: Records, keep: Keep, found: api.Imported) -> None:  # noqa: F811
    sheet = prep(records, keep(Session(JULY)), JULY)
    assert (sheet.name, sheet.day, sheet.last, sheet.shared, sheet.private) == ("Mara", JULY, None, "", "")
    score = api.score(found)
    assert (sheet.score.total, sheet.score.interval, sheet.score.as_of) == (score.total, score.interval, END)
    # Ninety days before the day that the files end on.
    assert sheet.moved == api.why(found)
    assert (sheet.moved.start, sheet.moved.end) == (dt.date(2026, 3, 16), END)
    assert sheet.best == score.next_best_actions[:3]
    assert sheet.since_words == f"No session was held before. {up(sheet.moved.direction)}."
    assert sheet.markdown.startswith(f"# Mara, Thursday 2 July 2026\n\n**{score.headline}.** {score.stands_for}.\n")
    for title in ("What was agreed", "What we wrote last time", "For your eyes only"):
        assert section(sheet, title).startswith("Nothing")


def test_what_was_written_and_what_moved_since_the_last_session(
    records: Records, keep: Keep, found: api.Imported  # noqa: F811
) -> None:
    one = begun(found, JUNE, "Talks of leaving.\nAsk gently.", "You comment daily.")
    id = keep(begun(found, MAY, "old", "old"), one, Session(JULY), begun(found, dt.date(2026, 7, 20)))
    sheet = prep(records, id, JULY)
    assert sheet.last == api.held(one)
    assert sheet.moved == api.why(found, JUNE, END)
    assert sheet.since_words == (
        f"Last session: 10 June 2026, with a score of {sheet.last.score_words}. {up(sheet.moved.direction)}."
    )
    assert section(sheet, "What we wrote last time") == "> You comment daily."
    assert section(sheet, "For your eyes only") == "> Talks of leaving.\n> Ask gently."
    # What was frozen is what that day's score is now, so that there is nothing to explain.
    assert section(sheet, "What moved").splitlines()[0] == f"- {sheet.moved.headline}"
    assert "the session froze" not in sheet.markdown
    assert sheet.markdown.count("Talks of leaving") == 1


def test_where_more_is_known_of_that_day_than_was_then(
    records: Records, keep: Keep, found: api.Imported  # noqa: F811
) -> None:
    one = begun(found, JUNE)
    sheet = prep(records, keep(one, imported=api.with_readings(found, [NOTED_LATER])), JULY)
    assert sheet.moved is not None
    assert one.snapshot is not None
    assert sheet.moved_words[1] == (
        f"With what is known now, the score of that day is {sheet.moved.start_total:.1f}; the session froze "
        f"{one.snapshot['score']['total']:.1f}."
    )
    assert abs(sheet.moved.start_total - 40) < 1 < abs(one.snapshot["score"]["total"] - 40)
    assert f"{sheet.score.official_words}. {sheet.score.calibration_words}" in sheet.markdown


@pytest.mark.parametrize("day", [END, dt.date(2026, 6, 20)])
def test_files_that_end_no_later_than_the_last_session(
    records: Records, keep: Keep, found: api.Imported, day: dt.date  # noqa: F811
) -> None:
    sheet = prep(records, keep(begun(found, day)), dt.date(2026, 6, 21))
    assert (sheet.moved, sheet.moved_words) == (None, ())
    assert sheet.since_words.endswith(". The files end no later, so nothing that came after is known.")
    assert section(sheet, "What moved") == "Nothing that can be told."
    assert sheet.to_ask[-1] == (
        "The files end on 14 June 2026, 7 days before this session: ask for a new export."
    )
    json.dumps(sheet.to_dict(), allow_nan=False)


@pytest.mark.parametrize(("day", "asked"), [(dt.date(2026, 6, 28), False), (dt.date(2026, 6, 29), True)])
def test_files_older_than_two_weeks_are_asked_for(
    records: Records, keep: Keep, day: dt.date, asked: bool  # noqa: F811
) -> None:
    sheet = prep(records, keep(), day)
    assert [said for said in sheet.to_ask if "new export" in said] == [
        "The files end on 14 June 2026, 15 days before this session: ask for a new export."
    ] * asked


def test_without_any_file_of_activity_the_export_is_asked_for(records: Records, keep: Keep) -> None:  # noqa: F811
    csv = "\n".join(["Date,Total,Brand,People,Insights,Relationships", "2026-06-01,30,10,5,5,10"])
    sheet = prep(records, keep(imported=api.read([("readings.csv", csv.encode())])), JULY)
    assert sheet.to_ask[-1] == "No file of activity was read so far: ask for the export."


def test_commitments_that_were_over_by_the_last_session_are_left_out(
    records: Records, keep: Keep, found: api.Imported  # noqa: F811
) -> None:
    start = dt.date(2026, 6, 1)
    sheet = prep(
        records,
        keep(
            begun(found, JUNE),
            Commitment("comment", 3, start, JUNE - dt.timedelta(days=1)),
            Commitment("comment", 4, start, JUNE),
            Commitment("comment", 5, start, JULY),
            Commitment("personal_note", 2, start, JULY),
            Commitment("post", 0.5, start, JULY),
            Commitment("react", 9, dt.date(2026, 7, 9), dt.date(2026, 7, 20)),
        ),
        JULY,
    )
    assert {c.promised for c in sheet.checks} == {4, 5, 2, 0.5, 9}
    assert [f"- {c.sentence}" for c in sheet.checks] == section(sheet, "What was agreed").splitlines()
    # A comment a day on the days that are seen; those up to today are asked about, tomorrow's is still to come.
    [five] = [c for c in sheet.checks if c.promised == 5]
    assert (five.verdict, five.weekly, five.days_seen, five.days, five.over) == ("kept", 7.0, 14, 31, False)
    # What can't be seen is asked; what has not begun is not.
    assert {said for said in sheet.to_ask if said.startswith("How")} == {
        "How did it go with 2 notes on invitations a week? The files can't tell.",
        "How did it go with 1 post every 2 weeks? The files can't tell.",
    }


def test_what_was_known_on_the_day_of_the_session_and_no_later(
    records: Records, keep: Keep, found: api.Imported  # noqa: F811
) -> None:
    # A sheet for 10 June, printed on 1 July: the session begun that day is the one it prepares, not one before it.
    before = begun(found, MAY)
    promise = Commitment("comment", 5, dt.date(2026, 6, 1), JULY)
    sheet = prep(records, keep(before, begun(found, JUNE), promise), JUNE)
    assert sheet.last == api.held(before)
    assert [(c.days, c.over) for c in sheet.checks] == [(10, False)], "1 to 10 June"


def test_what_came_in_and_what_left_are_told_where_there_are_both(
    records: Records, keep: Keep  # noqa: F811
) -> None:
    sheet = prep(records, keep(), JULY)
    assert sheet.moved is not None
    moves = (
        SignalMove("comments_given", "Comments given", "engage", 1.5, -0.4, 0.0),
        SignalMove("shares", "Posts and reposts", "engage", 0.5, 0.0, 0.0),
    )
    told = replace(sheet, moved=replace(sheet.moved, signals=moves)).moved_words
    assert told[-2:] == ("Comments given +1.1: came in +1.5, aged out -0.4", "Posts and reposts +0.5")
    # Of eight that moved the six that moved furthest.
    moves = tuple(SignalMove(s.key, f"{i}", s.pillar, float(i), 0.0, 0.0) for i, s in enumerate(api.SIGNALS[:8], 1))
    told = replace(sheet, moved=replace(sheet.moved, signals=moves)).moved_words
    assert [said for said in told if re.match(r"\d \+", said)] == [f"{i} +{i}.0" for i in (8, 7, 6, 5, 4, 3)]


@pytest.mark.parametrize(("now", "told"), [(48.04, False), (48.3, True), (47.7, True)])
def test_that_a_session_froze_another_score_is_told_from_what_a_person_reads_as_other(
    records: Records, keep: Keep, now: float, told: bool  # noqa: F811
) -> None:
    moved = prep(records, keep(), JULY).moved
    assert moved is not None
    words = f"With what is known now, the score of that day is {now:.1f}; the session froze 48.0." if told else ""
    assert api.frozen_words(api.Held(JUNE, total=48.0), replace(moved, start_total=now)) == words


def test_of_one_reading_alone_nothing_moved(records: Records) -> None:  # noqa: F811
    nova = records.save_member("Nova", api.read([], readings=[NOTED_LATER])).id
    sheet = prep(records, nova, JULY)
    assert (sheet.moved, sheet.since_words) == (None, "No session was held before.")
    assert "Nothing that can be told." in sheet.markdown


@pytest.mark.parametrize(("after", "words"), [(1, "1 day before"), (2, "2 days before")])
def test_days_before_a_session_are_counted(
    records: Records, keep: Keep, found: api.Imported, after: int, words: str  # noqa: F811
) -> None:
    sheet = prep(records, keep(begun(found, END)), END + dt.timedelta(days=after))
    assert sheet.to_ask[-1] == f"The files end on 14 June 2026, {words} this session: ask for a new export."


def test_the_weightiest_signals_that_are_not_known_are_asked_for(records: Records, keep: Keep) -> None:  # noqa: F811
    # Of those without a file, Connections weigh 15, profile completeness 9; then the first of three that weigh 6.
    said = [one for one in prep(records, keep(), dt.date(2026, 6, 15)).to_ask if "is not known" in one]
    assert said[:2] == [
        "Connections is not known, up to 15 points. What would tell: Connections.csv.",
        "Profile completeness is not known, up to 9 points. What would tell: Profile.csv, Positions.csv, Education.csv "
        "and Skills.csv.",
    ]
    assert len(said) == 3
    assert "up to 6 points" in said[2]


def test_notes_stay_words(records: Records, keep: Keep, found: api.Imported) -> None:  # noqa: F811
    notes = "# Big\n![x](http://a.example/x.png) <b>\n\n## For your eyes only"
    sheet = prep(records, keep(begun(found, JUNE, notes, notes), name="*Mara* [x](y)"), JULY)
    assert re.search(r"(?<!\\)[\[\]<]", sheet.markdown) is None
    assert sheet.markdown.startswith("# \\*Mara\\* \\[x\\](y), Thursday")
    # Seven headings of its own, and none of theirs.
    assert len(re.findall(r"(?m)^#", sheet.markdown)) == 7
    assert len(re.findall(r"(?m)^> #", sheet.markdown)) == 0


def test_an_edited_model_is_used(records: Records, keep: Keep) -> None:  # noqa: F811
    model = Model.edited({}, window=60)
    sheet = prep(records, keep(), JULY, model=model)
    assert sheet.score.edits == ("window 60 days",)
    assert sheet.moved is not None
    assert sheet.moved.model_version == model.version


def test_as_json(records: Records, keep: Keep, found: api.Imported) -> None:  # noqa: F811
    sheet = prep(records, keep(begun(found, JUNE, "p", "s"), Commitment("comment", 5, JUNE, JULY)), JULY)
    said = json.loads(json.dumps(sheet.to_dict(), allow_nan=False))
    assert (said["member"], said["day"], said["shared"], said["private"]) == ("Mara", "2026-07-02", "s", "p")
    assert said["score"] == json.loads(json.dumps(sheet.score.to_dict()))
    assert said["moved"]["from"] == said["last"]["day"] == "2026-06-10"
    assert [c["promised"] for c in said["commitments"]] == [5]
    assert said["next_best_actions"] == said["score"]["next_best_actions"][:3]


def test_a_session_that_froze_no_score_is_prepared_all_the_same(records: Records) -> None:  # noqa: F811
    id = records.save_member("Mara", small()).id
    records.sessions.add(id, Session(MAY, shared="before", snapshot={"score": "abc"}))
    sheet = prep(records, id, JULY)
    assert sheet.last == api.Held(MAY, shared="before")
    assert "before" in sheet.markdown


def test_every_session_of_a_day_that_was_not_begun(open_records: Open) -> None:  # noqa: F811
    mine, theirs = open_records("me"), open_records("them")

    def keep(records: Records, name: str, *sessions: Session) -> str:  # noqa: F811
        id = records.save_member(name, small()).id
        for one in sessions:
            records.sessions.add(id, one)
        return id

    keep(mine, "zoe", Session(JULY), Session(JULY))
    keep(mine, "Ann", Session(JULY))
    keep(mine, "Bob", Session(JULY, snapshot={"score": {}}), Session(MAY))
    other = keep(theirs, "Cy", Session(JULY))
    assert [sheet.name for sheet in preps(mine, JULY)] == ["Ann", "zoe"]
    assert preps(mine, JUNE) == ()
    with pytest.raises(NotFoundError, match="there is no such member among your records"):
        prep(mine, other, JULY)
