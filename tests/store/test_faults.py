"""What goes wrong, and that nothing is lost by it: each fault is made for real, none is acted."""

import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from ssi_core import api
from ssi_core.store.errors import FullError, NotFoundError, RecordsError, StaleError, TakenError, UnreachableError
from ssi_core.store.filed import Session
from ssi_core.store.records import Records
from tests.conftest import REPO
from tests.postgres import Cluster
from tests.store.conftest import Open, small
from tests.store.saver import READINGS, state
from tests.store.test_records import JUNE, everything

# -------------------------------------------------------------------------------------------------- two at once


def test_of_many_writers_at_once_exactly_one_wins(open_records: Open) -> None:
    writers = [open_records() for _ in range(6)]
    kept = writers[0].save_member("Mara", small())
    gate = threading.Barrier(len(writers))

    def write(number: int) -> float | str:
        found = state(small(), float(number))
        gate.wait()
        try:
            writers[number].save(kept.id, found, version=1)
        except StaleError as error:
            return str(error)
        return float(number)

    with ThreadPoolExecutor(len(writers)) as pool:
        said = list(pool.map(write, range(len(writers))))
    won = [one for one in said if isinstance(one, float)]
    assert len(won) == 1
    assert all("nothing was written over" in one for one in said if isinstance(one, str))
    held = writers[0].load(kept.id)
    assert (held.version, held.found.member.stated.signals) == (2, {"active_groups": won[0]})
    assert {r.total for r in held.found.member.readings} == {won[0]}


def test_two_first_savers_of_one_name_keep_one_member(open_records: Open) -> None:
    writers = [open_records() for _ in range(4)]
    gate = threading.Barrier(len(writers))

    def write(records: Records) -> bool:
        gate.wait()
        try:
            records.save_member("Mara", small())
        except TakenError:
            return False
        return True

    with ThreadPoolExecutor(len(writers)) as pool:
        assert sum(pool.map(write, writers)) == 1
    assert [m.name for m in writers[0].members()] == ["Mara"]


def unhurried(records: Records) -> Records:
    """The same, resting once it holds what others wait for, so that two writers are sure to meet."""

    @event.listens_for(records.database._engine, "after_cursor_execute")
    def rest(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "FOR UPDATE" in statement or statement.startswith("INSERT INTO members"):
            time.sleep(0.2)

    return records


def at_once(*acts: Callable[[], object]) -> list[type[BaseException]]:
    """Do all of it in threads of their own: what was raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        raised = [done.exception(60) for done in [pool.submit(act) for act in acts]]
    return [type(one) for one in raised if one is not None]


def test_of_many_who_change_one_note_at_once_exactly_one_wins(open_records: Open) -> None:
    writers = [open_records() for _ in range(4)]
    member = writers[0].save_member("Mara", small()).id
    kept = writers[0].sessions.add(member, Session(JUNE, "before"))
    for records in writers:
        assert records.sessions.get(kept.id) == kept  # who writes first looks after the schema, alone

        @event.listens_for(records.database._engine, "after_cursor_execute")
        def rest(connection: object, cursor: object, statement: str, *_: object) -> None:
            if re.match(r"SELECT .* FROM sessions", statement, re.DOTALL):
                time.sleep(0.2)  # all have seen the same version before the first of them writes

    acts = [partial(w.sessions.change, kept.id, Session(JUNE, f"{i}"), version=1) for i, w in enumerate(writers)]
    assert at_once(*acts) == [StaleError] * 3
    [now] = writers[0].sessions.of(member)
    assert (now.version, now.content.private in {"0", "1", "2", "3"}) == (2, True)


def test_two_who_save_the_same_members_in_another_order_do_not_wait_for_each_other(open_records: Open) -> None:
    one, other = unhurried(open_records()), unhurried(open_records())
    held = [one.load(one.save_member(name, small()).id) for name in ("Ada", "Bo")]
    changes = [(h, state(small(), 7.0)) for h in held]
    assert at_once(lambda: one.save_all([], changes), lambda: other.save_all([], changes[::-1])) == [StaleError]
    assert [one.load(h.id).version for h in held] == [2, 2]
    # What was saved is told in the order in which it was given.
    again = [(one.load(h.id), state(small(), 8.0)) for h in held]
    assert [s.id for s in one.save_all([], again[::-1])] == [h.id for h in held[::-1]]


def test_nor_do_two_who_give_the_same_names(open_records: Open) -> None:
    one, other = unhurried(open_records()), unhurried(open_records())
    new = [(name, small()) for name in ("Ada", "Bo")]
    assert at_once(lambda: one.save_all(new), lambda: other.save_all(new[::-1])) == [TakenError]
    assert [m.name for m in one.members()] == ["Ada", "Bo"]
    saved = one.save_all([("Eve", small()), ("Dan", small())])
    assert [s.id for s in saved] == [one.find("Eve").id, one.find("Dan").id]
    data = json.loads(one.export())
    back = data | {"members": data["members"][::-1]}
    for m in one.members():
        one.forget(m.id)
    acts = [lambda r=r, d=d: r.take_in(json.dumps(d)) for r, d in ((one, data), (other, back))]
    assert at_once(*acts) == [TakenError]
    assert [m.name for m in one.members()] == ["Ada", "Bo", "Dan", "Eve"]


def test_nor_do_a_new_name_beside_a_change_and_a_change_of_name(open_records: Open) -> None:
    one, other = unhurried(open_records()), unhurried(open_records())
    bo = one.load(one.save_member("Bo", small()).id)
    raised = at_once(
        lambda: one.save_all([("Ada", small())], [(bo, state(small(), 7.0))]),
        lambda: other.rename(bo.id, "Ada", version=bo.version),
    )
    assert raised in ([StaleError], [TakenError])
    assert [m.name for m in one.members()].count("Ada") == 1


# ------------------------------------------------------------------------------------------- the database is gone


def test_a_server_that_is_gone_is_told_and_found_again(postgres: Cluster) -> None:
    records = Records(postgres.emptied())
    kept = records.save_member("Mara", small())
    held = records.load(kept.id)
    work = api.with_stated(held.found, api.Stated(signals={"active_groups": 3.0}))
    session = records.sessions.add(kept.id, Session(JUNE, "before"))
    postgres.stop()
    try:
        attempts: list[Callable[[], object]] = [
            lambda: records.save(kept.id, work, version=1),
            lambda: records.sessions.change(session.id, Session(JUNE, "during"), version=1),
            records.members,
            lambda: Records(postgres.url()).members(),
        ]
        for attempt in attempts:
            with pytest.raises(UnreachableError, match=r"does not answer.*what you have here stays") as caught:
                attempt()
            assert postgres.password not in str(caught.value)
        assert work.member.stated.signals == {"active_groups": 3.0}
    finally:
        postgres.start()
    assert records.sessions.get(session.id).content.private == "before"
    records.save(kept.id, work, version=1)
    assert records.load(kept.id).found.member.stated.signals == {"active_groups": 3.0}
    records.close()


def test_a_file_that_is_gone_is_told_and_found_again(tmp_path: Path) -> None:
    file = tmp_path / "data" / "records.sqlite3"
    records = Records(f"sqlite:///{file}")
    kept = records.save_member("Mara", small())
    away = file.rename(tmp_path / "away")
    for attempt in (lambda: records.save(kept.id, small(5), version=1), records.members):
        with pytest.raises(UnreachableError, match="has gone: nothing was written, what you have here stays"):
            attempt()
    assert not file.exists()  # no new one in its place
    away.rename(file)
    assert records.save(kept.id, small(5), version=1).version == 2


def test_a_wrong_address_is_told() -> None:
    with pytest.raises(UnreachableError, match=r"the database \(127\.0\.0\.1, database x\) does not answer") as caught:
        Records("postgresql://somebody:secret@127.0.0.1:1/x").members()
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.write_bytes(b"something else entirely " * 100)
    for attempt in (lambda r: r.members(), lambda r: r.save_member("Mara", small())):
        with pytest.raises(RecordsError, match="is no database, or is damaged"):
            attempt(Records(f"sqlite:///{file}"))
    assert file.read_bytes() == b"something else entirely " * 100


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(RecordsError, match="nothing was written, what you have here stays"):
        Records(f"sqlite:///{tmp_path / 'data' / 'records.sqlite3'}").save_member("Mara", small())


def test_another_program_that_writes_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssi_core.store.database.PATIENCE_S", 0.2)
    file = tmp_path / "records.sqlite3"
    records = Records(f"sqlite:///{file}")
    kept = records.save_member("Mara", small())
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UnreachableError, match="another program is writing"):
        records.save(kept.id, small(5), version=1)
    other.execute("ROLLBACK")
    other.close()
    assert records.save(kept.id, small(5), version=1).version == 2


# ---------------------------------------------------------------------------------------------------- a full disk


def test_no_room_leaves_everything_as_it_was(tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    kept = records.save_member("Mara", small())
    everything(records, kept.id)
    before = records.export()

    @event.listens_for(records.database._engine, "connect")
    def small_disk(raw: sqlite3.Connection, _: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")

    long = "".join(random.Random(1).choices("abcdefghij", k=90_000))
    work = api.with_stated(small(), api.Stated(signals={"active_groups": 3.0}))
    for attempt in (
        lambda: records.sessions.add(kept.id, Session(JUNE, long)),
        lambda: records.save(kept.id, state(work, 3.0), version=2),
        lambda: [records.save_member(f"member {i}", small()) for i in range(20)],
    ):
        with pytest.raises(FullError, match=r"no room to write.*nothing was written; what you have here stays"):
            attempt()
    event.remove(records.database._engine, "connect", small_disk)
    left = [m.id for m in records.members() if m.name.startswith("member ")]
    for id in left:
        records.forget(id)
    assert records.export() == before
    records.save(kept.id, state(work, 3.0), version=2)


def test_a_disk_that_refuses_leaves_everything_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    records = Records(f"sqlite:///{file}")
    kept = records.save_member("Mara", small())
    before, size = records.export(), file.stat().st_size
    code = f"""
import resource, sys
from ssi_core.store.errors import FullError
from ssi_core.store.filed import Session
from ssi_core.store.records import Records
import datetime as dt
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
try:
    Records({f"sqlite:///{file}"!r}).sessions.add({kept.id!r}, Session(dt.date(2026, 6, 1), "x" * 99_000))
except FullError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True)
    assert "nothing was written; what you have here stays" in done.stdout
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != size
    assert records.export() == before


# -------------------------------------------------------------------------------------------------------- kill -9


@contextmanager
def saving(*how: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that saves, and is killed in the end."""
    command = [sys.executable, "-m", "tests.store.saver", *how]
    with subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as saver:
        try:
            yield saver
        finally:
            saver.kill()


def test_killed_at_any_statement_it_is_the_old_or_the_new(url: str, open_records: Open) -> None:
    # The saver kills itself right before its n-th statement, the commit among them, for n from 1 on.
    records = open_records()
    kept = records.save_member("Mara", state(small(), 1.0))
    with saving("each", url, kept.id) as saver:
        assert saver.stdin is not None
        assert saver.stdout is not None
        for n in range(1, 40):  # noqa: B007
            code = int(saver.stdout.readline())
            held = records.load(kept.id)
            if code == 0:
                break
            assert code == -9
            assert (held.version, held.found.member.stated.signals) == (1, {"active_groups": 1.0})
            assert [r.total for r in held.found.member.readings] == [1.0] * READINGS
            saver.stdin.write(b"go on\n")
            saver.stdin.flush()
    assert n > 5, "it was killed at hardly any statement"
    assert (held.version, held.found.member.stated.signals) == (2, {"active_groups": 2.0})
    assert [r.total for r in held.found.member.readings] == [2.0] * READINGS


def test_killed_at_any_time_it_is_the_old_or_the_new(url: str, open_records: Open) -> None:
    records, dice = open_records(), random.Random(1)
    kept = records.save_member("Mara", state(small(), 1.0))
    versions = {1}
    for _ in range(3):
        with saving("on and on", url, kept.id) as saver:
            assert saver.stdout is not None
            assert saver.stdout.readline() == b"saving\n"
            time.sleep(dice.uniform(0.1, 0.5))
        held = records.load(kept.id)
        [number] = {r.total for r in held.found.member.readings}
        assert held.found.member.stated.signals == {"active_groups": number}
        assert number == (1.0 if held.version == 1 else (held.version - 1) % 2 + 1)
        assert len(held.found.member.readings) == READINGS
        records.save(kept.id, held.found, version=held.version)  # no lock is left behind
        records.save(kept.id, state(held.found, float((held.version + 1) % 2 + 1)), version=held.version + 1)
        versions.add(held.version)
    assert len(versions) > 1, "nothing was saved before it was killed"


# ------------------------------------------------------------------------------------------------ an id that is gone


def test_a_member_forgotten_in_another_tab_is_told(open_records: Open) -> None:
    one, other = open_records(), open_records()
    kept = one.save_member("Mara", small())
    session = one.sessions.add(kept.id, Session(JUNE))
    other.forget(kept.id)
    for attempt in (
        lambda: one.save(kept.id, small(), version=1),
        lambda: one.sessions.change(session.id, Session(JUNE), version=1),
        lambda: one.sessions.add(kept.id, Session(JUNE)),
    ):
        with pytest.raises(NotFoundError):
            attempt()


# ------------------------------------------------------------------------------------------------------- who may look


def test_the_file_and_its_copy_are_for_the_users_eyes_alone(tmp_path: Path) -> None:
    (tmp_path / "open to all").mkdir(mode=0o755)
    for folder in ("made", "open to all"):
        file = tmp_path / folder / "records.sqlite3"
        Records(f"sqlite:///{file}").save_member("Mara", small())
        assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "made").stat().st_mode & 0o077 == 0


def test_an_empty_file_is_one_in_which_there_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.touch()
    records = Records(f"sqlite:///{file}")
    assert records.members() == ()
    records.save_member("Mara", small())
    assert [m.name for m in records.members()] == ["Mara"]
    assert list(tmp_path.iterdir()) == [file]  # there was nothing to make a copy of
