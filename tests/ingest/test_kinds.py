"""Plain words for every kind of file."""

from ssi_core.ingest.kinds import plain_kind
from ssi_core.ingest.mapping import KINDS


def test_every_kind_has_words_of_its_own() -> None:
    said = [plain_kind(kind) for kind in (*KINDS, "creator_workbook", "article")]
    assert len(set(said)) == len(said)
    assert not any("_" in words or not words for words in said)
    assert plain_kind("") == ""
    assert plain_kind("new_things") == "your new things"
