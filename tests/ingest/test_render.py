"""Every format of the table, rendered in every way that was seen: counts and ledger survive exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.ingest import streams, tables
from ssi_core.ingest.formats import FORMATS, Format
from tests.ingest.exports import OWNER, Found, read
from tests.ingest.strategies import Export, exports, several, truth_of

#: Half of the profile's examples for each format, since there are many.
EACH = settings().max_examples // 2


def check(found: Found, export: Export, times: int = 1) -> None:
    """What was found is what was drawn; given several times, all but the first are duplicates."""
    truth = truth_of(export.files)
    kept: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for entry in found.ledger.entries:
        name = entry.name.rpartition("/")[2]
        names[name] += 1
        assert (entry.rows_read, entry.rows_rejected) == (truth.read[name], truth.rejected[name]), entry
        assert entry.status == ("read" if truth.read[name] else "empty"), entry
        kept[entry.kind] += entry.rows_kept
    assert names == dict.fromkeys(truth.read, times)
    assert +kept == +truth.kept
    for name, days in truth.days.items():
        if name in found.member.activity.counts:
            assert found.on(name) == days, name
        else:
            assert not days, name


def by_csv(export: Export) -> Found:
    """The same through the csv module alone."""

    def never(*_: object) -> Iterator[object]:
        raise pa.ArrowInvalid("not now")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "arrow_batches", never)
        patch.setattr(streams, "arrow_batches", never)
        return read(export.inputs(), OWNER)


def same(one: Found, other: Found, notes: bool = True) -> None:
    """Two readings agree in every count and every line."""
    assert one.counts == other.counts
    assert [line(e, notes) for e in one.ledger.entries] == [line(e, notes) for e in other.ledger.entries]


def line(entry: object, notes: bool) -> dict[str, object]:
    return {name: value for name, value in vars(entry).items() if notes or name != "notes"}


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.kind)
@settings(max_examples=EACH)
@given(data=st.data())
def test_a_file_survives(fmt: Format, data: st.DataObject) -> None:
    export = data.draw(exports(fmt))
    found = read(export.inputs(), OWNER)
    check(found, export)
    (file,) = export.files
    for entry in found.ledger.entries:
        assert entry.kind == fmt.kind
        if len(file.titles) > 1:
            assert entry.delimiter == file.delimiter
        if file.encoding != "cp1252":
            assert entry.encoding == file.encoding
    same(found, by_csv(export))


@given(several())
def test_an_export_survives_in_any_order_and_twice(export: Export) -> None:
    inputs: Sequence[tuple[str, bytes]] = export.inputs()
    found = read(inputs, OWNER)
    check(found, export)
    same(found, read(list(reversed(inputs)), OWNER))
    twice = read([*inputs, *inputs], OWNER)
    check(twice, export, times=2)
    assert twice.counts == found.counts
