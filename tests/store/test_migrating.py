"""An older schema is migrated after a copy, a newer one refused, and the tables are what the migrations make."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ssi_core.store import schema
from ssi_core.store.errors import NewerSchemaError, RecordsError
from ssi_core.store.filed import Session
from ssi_core.store.migrating import revision_of
from ssi_core.store.records import Records
from tests.store.conftest import Open, small
from tests.store.test_records import JUNE, SAID


def engine_of(url: str) -> sa.Engine:
    return sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)


def made_older(url: str, records: Records) -> tuple[str, str]:
    """Give a database the first schema, and a member in it; their id and what an export would say."""
    kept = records.save_member("Mara", small())
    engine = engine_of(url)
    with engine.begin() as connection:
        for table in ("check_ins", "commitments", "sessions"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    return kept.id, url


def config(connection: sa.Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "ssi_core.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def test_the_program_knows_exactly_the_revisions_there_are() -> None:
    setup = Config()
    setup.set_main_option("script_location", "ssi_core.store:migrations")
    setup.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(setup)
    assert tuple(r.revision for r in reversed(list(script.walk_revisions()))) == schema.REVISIONS
    assert script.get_heads() == [schema.HEAD]


def test_the_migrations_make_the_tables(url: str, records: Records) -> None:
    records.save_member("Mara", small())
    with engine_of(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_an_older_schema_is_migrated_by_whoever_looks_first(url: str, open_records: Open) -> None:
    id, _ = made_older(url, open_records())
    records = open_records()
    assert [m.name for m in records.members()] == ["Mara"]
    with records.database.reading() as connection:
        assert revision_of(connection) == schema.HEAD
    records.sessions.add(id, Session(JUNE))
    assert records.load(id).found.counts["comments_given"] == 3


def test_a_copy_of_the_older_file_bears_its_schema(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    url = f"sqlite:///{file}"
    made_older(url, Records(url))
    before = sqlite3.connect(file).execute("SELECT count(*) FROM imports").fetchone()
    records = Records(url)
    records.members()
    copy = tmp_path / "records.schema-0001.sqlite3"
    assert records.database.migrated == copy
    assert sorted(p.name for p in tmp_path.iterdir()) == [copy.name, file.name]
    assert copy.stat().st_mode & 0o077 == 0
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert kept.execute("SELECT count(*) FROM imports").fetchone() == before
    kept.close()
    Records(url).members()
    assert len(list(tmp_path.iterdir())) == 2  # once
    gone = records.forget(records.find("Mara").id)
    assert gone.copies == (str(copy),)
    assert "A copy from before an upgrade may hold them still" in gone.sentence


def test_records_from_before_check_ins_keep_what_they_hold(url: str, open_records: Open, tmp_path: Path) -> None:
    before = open_records()
    id = before.save_member("Mara", small()).id
    session = before.sessions.add(id, Session(JUNE, "first"))
    with engine_of(url).begin() as connection:
        connection.execute(sa.text("DROP TABLE check_ins"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    records = open_records()
    assert records.sessions.of(id) == (session,)
    assert records.check_ins.add(id, SAID).content == SAID
    copies = [p.name for p in tmp_path.rglob("*.schema-*")]
    assert copies == (["records.schema-0002.sqlite3"] if url.startswith("sqlite") else [])


def test_an_earlier_copy_is_never_written_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    made_older(url, Records(url))
    held = tmp_path / "records.schema-0001.sqlite3"
    held.write_text("an earlier copy")
    Records(url).members()
    assert held.read_text() == "an earlier copy"
    assert (tmp_path / "records.schema-0001-2.sqlite3").exists()


def test_many_at_once_migrate_one_after_the_other(url: str, open_records: Open, tmp_path: Path) -> None:
    made_older(url, open_records())
    many = [open_records() for _ in range(4)]
    gate = threading.Barrier(len(many))

    def look(records: Records) -> list[str]:
        gate.wait()
        return [m.name for m in records.members()]

    with ThreadPoolExecutor(len(many)) as pool:
        assert list(pool.map(look, many)) == [["Mara"]] * len(many)
    assert len(list(tmp_path.rglob("*.schema-*"))) == (1 if url.startswith("sqlite") else 0)


def test_a_migration_that_fails_leaves_the_older_schema_whole(url: str, open_records: Open) -> None:
    made_older(url, open_records())
    with engine_of(url).begin() as connection:  # in the way of the second step's second table
        connection.execute(sa.text("CREATE TABLE commitments (x INTEGER)"))
    with pytest.raises(RecordsError):
        open_records().members()
    with engine_of(url).connect() as connection:
        assert revision_of(connection) == "0001"
        assert "sessions" not in sa.inspect(connection).get_table_names()
        assert connection.execute(sa.text("SELECT name FROM members")).scalars().all() == ["Mara"]


def test_a_newer_schema_is_refused_in_words_and_left_alone(url: str, open_records: Open) -> None:
    open_records().save_member("Mara", small())
    with engine_of(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0917'"))
    for attempt in (lambda r: r.members(), lambda r: r.save_member("Bob", small())):
        with pytest.raises(NewerSchemaError, match=r"schema 0917, and this program knows 0003 at most.*newer version"):
            attempt(open_records())
    with engine_of(url).connect() as connection:
        assert connection.execute(sa.text("SELECT name FROM members")).scalars().all() == ["Mara"]


def test_every_step_can_be_made_alone(url: str, tmp_path: Path) -> None:
    if url.startswith("sqlite"):
        (tmp_path / "data").mkdir()
    for revision in schema.REVISIONS:
        with engine_of(url).begin() as connection:
            command.upgrade(config(connection), revision)
            assert revision_of(connection) == revision
