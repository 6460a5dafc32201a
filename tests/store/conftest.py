"""A database of each kind, and members to keep in it."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.store.records import Records
from tests.ingest.exports import COMMENTS, POST, REACTIONS

Open = Callable[..., Records]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database in which there is nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'records.sqlite3'}"
    return str(request.getfixturevalue("postgres").emptied())


class Clock:
    """A time that moves a second each time it is asked for."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time


@pytest.fixture
def open_records(url: str) -> Iterator[Open]:
    """Opens the records of that database, for one owner or another."""
    opened = []

    def one(owner: str = "local") -> Records:
        opened.append(Records(url, owner, Clock()))
        return opened[-1]

    yield one
    for records in opened:
        records.close()


@pytest.fixture
def records(open_records: Open) -> Records:
    return open_records()


def small(comments: int = 3, likes: int = 2) -> api.Imported:
    """A member who commented on the first days of June 2026, and reacted."""
    said = "".join(f"2026-06-0{i + 1} 09:00:00,{POST}{i},a\n" for i in range(comments))
    liked = "".join(f"2026-06-0{i + 1} 10:00:00,LIKE,{POST}{i}\n" for i in range(likes))
    files = [("Comments.csv", (COMMENTS + said).encode()), ("Reactions.csv", (REACTIONS + liked).encode())]
    return api.read(files, traces=True)


@pytest.fixture(scope="session")
def sample(sample_dir: Path) -> api.Imported:
    """The invented member, as a page or a command would read them to be saved."""
    return api.read(sorted(p for p in sample_dir.iterdir() if p.suffix in {".zip", ".xlsx", ".csv"}), traces=True)
