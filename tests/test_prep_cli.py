"""`ssi records prep`, `compare`, `homework`: the same sheets as the core's, and one line for what can't be done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ssi_core import api
from tests.test_cli import Ssi, ssi  # noqa: F401
from tests.test_records_cli import comments, folder  # noqa: F401

MAY, JUNE, TOMORROW = dt.date(2026, 5, 20), dt.date(2026, 6, 10), dt.date(2026, 7, 2)
SESSIONS = {MAY: "May's words.", JUNE: "June's words."}


@pytest.fixture
def mara(ssi: Ssi, comments: str) -> str:  # noqa: F811
    """A member with a comment on each of the first fourteen days of June, and their id."""
    ssi("records", "save", comments, "--name", "Mara")
    records = api.records()
    id = records.find("Mara").id
    records.commitments.add(id, api.Commitment("comment", 7, dt.date(2026, 6, 1), dt.date(2026, 7, 12), "mornings"))
    records.close()
    return id


def hold(id: str, *days: dt.date) -> None:
    records = api.records()
    found = records.load(id).found
    for day in days:
        frozen = api.snapshot(api.standing_on(found, day))
        records.sessions.add(id, api.Session(day, "A secret.", SESSIONS[day], frozen))
    records.close()


def planned(id: str, day: dt.date = TOMORROW) -> None:
    records = api.records()
    records.sessions.add(id, api.Session(day))
    records.close()


def test_the_sheet_of_a_member_is_the_cores(ssi: Ssi, mara: str) -> None:  # noqa: F811
    hold(mara, MAY, JUNE)
    planned(mara)
    said = ssi("records", "prep", "mara")
    records = api.records()
    sheet = api.prep(records, mara, TOMORROW)
    records.close()
    assert (said.code, said.out, said.err) == (0, sheet.markdown, "")
    assert said.out.startswith("# Mara, Thursday 2 July 2026\n")
    assert ssi("records", "prep", "Mara", "--json").json == {"schema": 1, "sheets": [sheet.to_dict()]}
    # Without a session that is planned it is today's; a day that is named goes first.
    assert ssi("records", "prep", "Mara", "--on", "2026-07-20").out.startswith("# Mara, Monday 20 July 2026\n")


def test_without_a_session_planned_it_is_todays(ssi: Ssi, mara: str) -> None:  # noqa: F811
    assert ssi("records", "prep", "Mara").out.startswith("# Mara, Wednesday 1 July 2026\n")


def test_all_sheets_of_a_day(ssi: Ssi, mara: str, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Bob")
    ssi("records", "save", comments, "--name", "Cy")
    records = api.records()
    planned(mara)
    planned(records.find("Bob").id)
    records.close()
    sheets = ssi("records", "prep", "--on", "2026-07-02", "--json").json["sheets"]
    assert [s["member"] for s in sheets] == ["Bob", "Mara"]
    assert ssi("records", "prep", "--on", "2026-07-02").out.count("\n# ") == 1
    assert ssi("records", "prep", "--on", "2026-07-03").out == "No session is planned for 2026-07-03.\n"


def test_two_sessions_are_held_against_each_other(ssi: Ssi, mara: str) -> None:  # noqa: F811
    hold(mara, MAY, JUNE)
    planned(mara)
    records = api.records()
    begun = [s.content for s in records.sessions.of(mara) if s.content.snapshot]
    records.close()
    found = api.held_against(*begun)
    said = ssi("records", "compare", "Mara")
    assert said.out.splitlines() == [f"{found.headline}.", *(f"  {words}" for words in found.words)]
    assert ssi("records", "compare", "Mara", "--json").json == {"schema": 1, "member": "Mara", **found.to_dict()}
    for named in (("--from", "2026-05-20"), ("--to", "2026-06-10"), ("--from", "2026-05-20", "--to", "2026-06-10")):
        assert ssi("records", "compare", "Mara", *named).out == said.out


@pytest.mark.parametrize(
    ("days", "arguments", "words"),
    [
        ((), ("compare", "Mara"), "it takes two sessions of Mara that were begun, there is none: hold two"),
        ((MAY,), ("compare", "Mara"), "it takes two sessions of Mara that were begun, there is one: hold another"),
        (
            (MAY, JUNE), ("compare", "Mara", "--from", "2026-05-21"),
            "--from 2026-05-21: no session of Mara was begun on that day; begun were: 2026-05-20, 2026-06-10",
        ),
        (
            (MAY, JUNE), ("compare", "Mara", "--from", "2026-06-10", "--to", "2026-05-20"),
            "--from: name the day of a session before the other one; begun were: 2026-05-20, 2026-06-10",
        ),
        ((), ("compare", "Mara", "--to", "soon"), "--to 'soon' is no day: write YYYY-MM-DD"),
        ((), ("compare", "Nobody"), "there is no member 'Nobody' among your records: Mara"),
        ((), ("prep",), "give a NAME, or --on YYYY-MM-DD for all sessions of a day"),
        ((), ("prep", "Mara", "--on", "2026-02-30"), "--on '2026-02-30' is no day: write YYYY-MM-DD"),
        ((), ("prep", "Nobody"), "there is no member 'Nobody' among your records: Mara"),
        ((), ("homework", "Mara", "-o", "week.txt"), "--out week.txt: end the name in .md or .ics"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_one_line(
    ssi: Ssi, mara: str, days: tuple[dt.date, ...], arguments: tuple[str, ...], words: str  # noqa: F811
) -> None:
    hold(mara, *days)
    said = ssi("records", *arguments)
    assert (said.code, said.out, said.err) == (2, "", f"ssi: {words}\n")


def test_homework_is_what_is_not_over_with_the_notes_of_the_last_session(
    ssi: Ssi, mara: str, tmp_path: Path  # noqa: F811
) -> None:
    hold(mara, MAY, JUNE)
    records = api.records()
    records.commitments.add(mara, api.Commitment("post", 1, dt.date(2026, 6, 1), dt.date(2026, 6, 30)))
    [running] = [c.content for c in records.commitments.of(mara) if c.content.habit == "comment"]
    records.close()
    said = ssi("records", "homework", "Mara").out
    assert said == api.homework([running], "md", name="Mara", shared="June's words.").decode()
    assert "secret" not in said
    for form in ("md", "ics"):
        assert ssi("records", "homework", "Mara", "-o", f"week.{form}").out == ""
        expected = api.homework([running], form, name="Mara", shared="June's words.")
        assert (tmp_path / f"week.{form}").read_bytes() == expected


def test_homework_bears_the_name_of_whoever_gives_it(ssi: Ssi, mara: str) -> None:  # noqa: F811
    plain = ssi("records", "homework", "Mara").out
    assert ssi("records", "homework", "Mara", "--coach", "Zoë *Example*").out == (
        f"{plain}\nAgreed with Zoë \\*Example\\*.\n"
    )
    long = ssi("records", "homework", "Mara", "--coach", "x" * 201)
    assert (long.code, long.out) == (2, "")
    assert long.err == "ssi: the coach's name has 201 characters, 200 are taken: shorten it\n"


def test_without_commitments_there_is_no_homework(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Bob")
    assert ssi("records", "homework", "Bob").out == "# Nothing is agreed on\n\nNo commitment runs or is to come.\n"
