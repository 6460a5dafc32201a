"""What the user asked to keep, and nothing else."""

from pathlib import Path

import pytest

from ssi_core import remembered as store
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.mapping import ColumnMapping

SSI = ColumnMapping("usage_report", {"total": "SSI", "end": "To"}, ("To", "SSI"), "Jos\u00e9 Test")
OTHER = ColumnMapping("reactions", {"date": "When", "type": "What", "link": "Where"}, ("When", "What", "Where"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSI_CONFIG_DIR", str(tmp_path / "deep" / "config"))
    return tmp_path / "deep" / "config"


def test_nothing_is_written_by_looking(folder: Path) -> None:
    assert store.remembered() == store.Remembered()
    assert not folder.exists()


def test_what_is_remembered_comes_back_and_is_forgotten(folder: Path) -> None:
    assert store.remember(SSI) == folder / store.FILE
    store.remember(OTHER)
    assert store.remembered().mappings == (SSI, OTHER)
    store.forget(SSI)
    assert store.remembered().mappings == (OTHER,)
    assert [p.name for p in folder.iterdir()] == [store.FILE]


def test_one_header_has_one_mapping_the_last_said(folder: Path) -> None:
    store.remember(SSI)
    again = ColumnMapping("readings", {"total": "SSI", "date": "To"}, (" to", "ssi"))
    store.remember(again)
    assert store.remembered().mappings == (again,)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"3",
        b'{"mappings": 3}',
        b'{"mappings": [{"kind": "gizmos"}]}',
        b"",
        b'{"kind": 1}',
    ],
)
def test_a_file_that_is_none_is_one_remark_and_is_never_written_over(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / store.FILE).write_bytes(content)
    kept = store.remembered()
    assert kept.mappings == ()
    assert kept.remark.startswith("the remembered columns are not used: ")
    assert store.FILE in kept.remark
    with pytest.raises(IngestError, match="mend or delete that file"):
        store.remember(SSI)
    assert (folder / store.FILE).read_bytes() == content


def test_a_folder_that_can_not_be_made_says_so(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    with pytest.raises(IngestError, match="can't be written"):
        store.remember(SSI)


def test_a_write_that_fails_half_way_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.remember(SSI)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(IngestError, match="No space left on device"):
        store.remember(OTHER)
    assert store.remembered().mappings == (SSI,)
    assert [p.name for p in folder.iterdir()] == [store.FILE]


def test_without_the_variable_it_is_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSI_CONFIG_DIR")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert store.config_dir().name == "ssi-coach"
    assert Path.home() in store.config_dir().parents
