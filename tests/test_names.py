"""When two names are one: the rule that the records keep to, for whoever asks before them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ssi_core import api
from tests.store.conftest import small


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (" Ada  Lovelace", "ada lovelace", True),
        ("ADA\tLovelace\n", "Ada Lovelace", True),
        ("STRASSE", "straße", True),
        ("Ada Lovelace", "AdaLovelace", False),
        ("Ada", "Ada L", False),
    ],
)
def test_names_are_one_whatever_their_blanks_and_letters(tmp_path: Path, one: str, other: str, same: bool) -> None:
    assert api.same_name(one, other) is same
    assert api.same_name(other, one) is same
    # As the records have it.
    with closing(api.records(f"sqlite:///{tmp_path}/r.sqlite3")) as records:
        records.save_member(one, small())
        if same:
            with pytest.raises(api.RecordsError):
                records.save_member(other, small())
        else:
            records.save_member(other, small())
