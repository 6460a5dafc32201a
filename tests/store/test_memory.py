"""Records in memory alone: as any others while they are there, for several threads, and gone when they are closed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ssi_core.store.errors import RecordsError, TakenError
from ssi_core.store.place import IN_MEMORY, place_of
from ssi_core.store.records import Records
from tests.store.conftest import small


def test_what_is_in_memory_is_there_until_it_is_closed() -> None:
    records, other = Records(IN_MEMORY), Records(IN_MEMORY)
    assert records.members() == ()
    records.save_member("Ada", small())
    with pytest.raises(TakenError):
        records.save_member("Ada", small())
    assert [m.name for m in records.members()] == ["Ada"]
    assert other.members() == ()
    assert records.database.words == "memory alone"
    records.close()
    assert records.members() == ()
    records.save_member("Bob", small())
    assert [m.name for m in records.members()] == ["Bob"]
    records.close()
    other.close()


def test_threads_take_turns() -> None:
    records, found = Records(IN_MEMORY), small()
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda i: records.save_member(f"member {i}", found).id, range(12)))
        loaded = list(pool.map(lambda id: records.load(id).name, kept))
    assert loaded == [f"member {i}" for i in range(12)]
    assert len(records.members()) == 12
    records.close()


def test_the_environment_can_not_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("memory", "sqlite://", "sqlite:///:memory:"):
        monkeypatch.setenv("SSI_DATABASE_URL", said)
        with pytest.raises(RecordsError):
            place_of()
