"""`ssi records`: members kept, looked at, held to their commitments, forgotten, carried to another place."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.store.place import data_dir, file_of, place_of, spoken_place
from tests.ingest.exports import COMMENTS, POST
from tests.test_cli import Ssi, sample, ssi  # noqa: F401


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's data folder, which is not there."""
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"  # type: ignore[return-value]


@pytest.fixture
def comments(tmp_path: Path) -> str:
    """A comment on each of the first fourteen days of June."""
    rows = "".join(f"2026-06-{d:02} 09:00:00,{POST}{d},a\n" for d in range(1, 15))
    (tmp_path / "Comments.csv").write_text(COMMENTS + rows)
    return str(tmp_path / "Comments.csv")


def test_looking_makes_nothing(ssi: Ssi, folder: Path) -> None:  # noqa: F811
    said = ssi("records")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Nobody yet. Keep a member with: ssi records save PATHS --name NAME")
    assert ssi("records", "list", "--json").json == {"schema": 1, "members": []}
    assert json.loads(ssi("records", "export").out)["members"] == []
    assert ssi("records", "forget", "Mara").code == 2
    assert not folder.exists()


def test_scoring_and_the_app_make_nothing_either(folder: Path, sample: list[str]) -> None:  # noqa: F811
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ssi_core.cli", "score", *sample, "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not folder.exists()
    # Nor do they pay for a database: no library of one is loaded.
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert {"ssi_core", "numpy"} <= loaded
    assert loaded.isdisjoint({"sqlalchemy", "alembic", "psycopg", "sqlite3"})


def test_a_member_is_kept_and_listed_with_the_score_of_their_files(
    ssi: Ssi, sample: list[str], folder: Path  # noqa: F811
) -> None:
    said = ssi("records", "save", *sample, "--name", "Mara")
    score = ssi("score", *sample, "--json").json
    assert said.code == 0
    assert said.out.splitlines()[1] == "Estimated SSI on 30 June 2026: 65, probably 58\u201372."
    [one] = ssi("records", "list", "--json").json["members"]
    assert (one["name"], one["total"], one["interval"]) == ("Mara", score["total"], score["interval"])
    assert (one["as_of"], one["imports"], one["next_session"]) == ("2026-06-30", 1, None)
    assert "Mara    2026-07-01   2026-06-30   65.3          none" in ssi("records").out
    assert [p.name for p in folder.iterdir()] == ["records.sqlite3"]


def test_who_waits_is_listed_with_the_reason(ssi: Ssi, comments: str) -> None:  # noqa: F811
    assert ssi("records", "today").out == "Nobody yet.\n"
    for name in ("Anna", "Mara"):
        ssi("records", "save", comments, "--name", name)
    with closing(api.records()) as records:
        records.sessions.add(records.find("Mara").id, api.Session(dt.date(2026, 7, 2)))
        anna, mara = records.members()
    assert ssi("records", "today").out.splitlines() == [
        "Mara: session due tomorrow", f"    {mara.words}.", "Anna: Nothing waits.", f"    {anna.words}.",
    ]  # fmt: skip
    said = ssi("records", "today", "--json").json["members"]
    assert [(one["member"]["name"], one["urgent"]) for one in said] == [("Mara", True), ("Anna", False)]
    assert said[0]["reasons"] == [{"kind": "tomorrow", "words": "session due tomorrow"}]


def test_files_of_a_member_who_is_there_are_put_together(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    with Path(comments).open("a") as file:
        file.write(f"2026-06-20 09:00:00,{POST}20,a\n")
    said = ssi("records", "save", comments, "--name", "mara", "--json").json
    assert (said["new_rows"], said["known_rows"], said["member"]["imports"]) == ({"comments": 1}, {"comments": 14}, 2)
    again = ssi("records", "save", comments, "--name", "Mara")
    assert "All 15 rows of these files were there already: nothing counts twice." in again.out


def test_commitments_are_checked(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    assert ssi("records", "check", "Mara").out == "Mara has no commitments.\n"
    records = api.records()
    promised = api.Commitment("comment", 10, dt.date(2026, 6, 1), dt.date(2026, 6, 14))
    records.commitments.add(records.find("Mara").id, promised)
    said = ssi("records", "check", "Mara")
    assert said.out == "Comment on a post, 10 a week: kept in part, 14 in 14 days are 7.0 a week.\n"
    [check] = ssi("records", "check", "Mara", "--json").json["commitments"]
    assert (check["verdict"], check["weekly"], check["own_word"]) == ("partly", 7.0, None)


def test_their_own_word_stands_under_the_verdict(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    records = api.records()
    id = records.find("Mara").id
    start = dt.date(2026, 6, 1)
    records.commitments.add(id, api.Commitment("comment", 7, start, dt.date(2026, 6, 14)))
    records.commitments.add(id, api.Commitment("personal_note", 2, start, dt.date(2026, 6, 21)))
    ticks = [api.Ticked("personal_note", start, True), api.Ticked("personal_note", dt.date(2026, 6, 8), False)]
    records.check_ins.add(id, api.CheckIn(dt.date(2026, 6, 16), tuple(ticks)))
    comment, note, word = ssi("records", "check", "Mara").out.splitlines()
    assert comment == "Comment on a post, 7 a week: kept, 14 in 14 days are 7.0 a week."
    assert note.endswith("2 a week: can't be seen, no file counts it by itself; ask.")
    assert word == "  By their own word: kept in 1 of the 2 weeks told, 1 June to 14 June 2026."
    rows = {c["habit"]: c["own_word"] for c in ssi("records", "check", "Mara", "--json").json["commitments"]}
    assert rows == {
        "comment": None,
        "personal_note": {
            "habit": "personal_note", "kept": ["2026-06-01"], "told": ["2026-06-01", "2026-06-08"], "weeks": 3,
            "to": "2026-06-14", "sentence": word.strip(),
        },
    }  # fmt: skip


def test_forgetting_says_how_much(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    said = ssi("records", "forget", "Mara")
    assert said.out == "Mara is forgotten: 2 rows deleted (1 of members, 1 of imports).\n"
    assert ssi("records", "list", "--json").json["members"] == []


def test_export_and_import(ssi: Ssi, comments: str, tmp_path: Path) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    ssi("records", "save", comments, "--name", "Bob")
    assert ssi("records", "export", "Mara", "-o", "mara.json").code == 0
    assert os.stat(tmp_path / "mara.json").st_mode & 0o077 == 0
    refused = ssi("records", "import", "mara.json")
    assert (refused.code, refused.out) == (2, "")
    assert "a member called 'Mara' is there already" in refused.err
    ssi("records", "forget", "Mara")
    assert ssi("records", "import", "mara.json").out == "1 taken in: Mara.\n"
    assert [m["name"] for m in ssi("records", "list", "--json").json["members"]] == ["Bob", "Mara"]
    (tmp_path / "cut.json").write_text((tmp_path / "mara.json").read_text()[:500])
    assert "no JSON, or is cut short: nothing was taken in" in ssi("records", "import", "cut.json").err


def test_where_an_export_can_not_be_written_the_name_that_was_given_is_told_and_nothing_stays(
    ssi: Ssi, comments: str, tmp_path: Path  # noqa: F811
) -> None:
    ssi("records", "save", comments, "--name", "Mara")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    for out in ("folder", "gone/mara.json"):
        said = ssi("records", "export", "Mara", "-o", out)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert said.err.startswith(f"ssi: {out}: ")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("records", "forget", "Nobody"), "there is no member 'Nobody' among your records: none yet"),
        (("records", "import", "gone.json"), "gone.json: No such file"),
        (("records", "save", "gone.zip", "--name", "x"), "gone.zip"),
        (("records", "gizmo"), "No such command 'gizmo'"),
    ],
)
def test_what_can_not_be_done_is_one_line(ssi: Ssi, arguments: tuple[str, ...], words: str) -> None:  # noqa: F811
    said = ssi(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert words in said.err


def test_a_wrong_address_is_one_line_without_its_password(
    ssi: Ssi, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    for url, words in (
        ("mysql://me:secret@here/x", "records can't be kept in 'mysql'"),
        ("postgresql://me:secret@127.0.0.1:1/x", "127.0.0.1, database x) does not answer"),
        ("no address, secret", "can't be read: write postgresql://"),
    ):
        monkeypatch.setenv("SSI_DATABASE_URL", url)
        said = ssi("records")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert words in said.err
        assert "secret" not in said.err


def test_where_records_lie(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert file_of(place_of()) == folder / "records.sqlite3"
    for url in ("postgres://a:b@h/d", "postgresql://a:b@h/d", "postgresql+psycopg://a:b@h/d"):
        place = place_of(url)
        assert (place.drivername, file_of(place), spoken_place(place)) == ("postgresql+psycopg", None, "h, database d")
    monkeypatch.delenv("SSI_DATA_DIR")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert data_dir().name == "ssi-coach"
    assert Path.home() in data_dir().parents


# ------------------------------------------------------------------------------------------------- shared counts


def test_what_is_shared_is_kept_with_the_score_of_the_archive(
    ssi: Ssi, sample: list[str], tmp_path: Path  # noqa: F811
) -> None:
    said = ssi("records", "share", *sample, "-o", "mara.json")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mara.json"]
    if os.name != "nt":
        assert (tmp_path / "mara.json").stat().st_mode & 0o777 == 0o600
    assert ssi("records", "share", *sample).out == (tmp_path / "mara.json").read_text()
    answer = ssi("records", "save", "mara.json", "--name", "Mara", "--json").json
    score = ssi("score", *sample, "--json").json
    assert (answer["member"]["total"], answer["member"]["interval"]) == (score["total"], score["interval"])


def test_what_is_shared_later_comes_to_a_member_who_is_there(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "save", comments, "--name", "Mara")
    with Path(comments).open("a") as file:
        file.write(f"2026-06-20 09:00:00,{POST}20,a\n")
    ssi("records", "share", comments, "-o", "later.json")
    said = ssi("records", "save", "later.json", "--name", "mara")
    assert (said.code, said.out.splitlines()[0]) == (0, "Mara is saved.")
    assert ssi("records", "list", "--json").json["members"][0]["imports"] == 2
    records = api.records()
    found = records.load(records.find("Mara").id).found
    records.close()
    assert found.counts["comments_given"] == 15


def test_what_is_shared_holds_the_readings_that_were_given(ssi: Ssi, comments: str) -> None:  # noqa: F811
    Path("log.csv").write_text("date,total\n2026-06-10,41\n")
    shared = json.loads(ssi("records", "share", comments, "--readings", "log.csv").out)
    assert [(one["day"], one["total"]) for one in shared["readings"]] == [("2026-06-10", 41)]


def test_shared_counts_are_saved_by_themselves(ssi: Ssi, comments: str) -> None:  # noqa: F811
    ssi("records", "share", comments, "-o", "m.json")
    for more, named in (((comments,), "Comments.csv"), (("--owner", "Mara"), "--owner")):
        said = ssi("records", "save", "m.json", *more, "--name", "Mara")
        assert (said.code, said.out) == (2, "")
        assert "m.json holds shared counts, a whole member: save it by itself, without" in said.err
        assert named in said.err
    Path("m.json").write_text(Path("m.json").read_text().replace('"schema":1', '"schema":9', 1))
    said = ssi("records", "save", "m.json", "--name", "Mara")
    assert (said.code, said.err) == (
        2, "ssi: m.json has schema 9, this program knows 1: nothing was taken in; update this program\n",
    )  # fmt: skip
    assert ssi("records", "list", "--json").json["members"] == []
