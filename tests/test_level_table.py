"""A table of levels: the same points as one by one, in chunks, whatever holds it; and a generator of such tables."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sample_data import make_cohort
from ssi_core import api, cli, level_table
from ssi_core.ingest.errors import IngestError
from ssi_core.member import Member, Stated
from ssi_core.model.score import pillars_of, pillars_of_columns
from ssi_core.model.signals import PILLAR_KEYS, SIGNAL_KEYS
from ssi_core.model.table import Model
from tests.nearly import BITS, same_table

POINTS = ["total", *PILLAR_KEYS]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cohort.write_levels(tmp_path_factory.mktemp("levels") / "levels.parquet", 3_000)


def levels_in(frame: pd.DataFrame) -> Any:
    return frame[list(SIGNAL_KEYS)].to_numpy(float)


@pytest.mark.parametrize("model", [Model(), Model(curve="saturating"), Model(window=60)], ids=str)
def test_columns_score_as_rows_do(table: Path, model: Model) -> None:
    levels = levels_in(pd.read_parquet(table))
    columns = [(np.ascontiguousarray(column), np.isnan(column)) for column in levels.T]
    wanted = pillars_of(levels, model)
    np.testing.assert_allclose(pillars_of_columns(columns, len(levels), model).T, wanted, atol=1e-9)
    unmasked = [(values, None) for values, _ in columns]
    np.testing.assert_allclose(pillars_of_columns(unmasked, len(levels), model).T, wanted, atol=1e-9)
    nothing = pillars_of_columns([None] * len(SIGNAL_KEYS), 2, model)
    np.testing.assert_allclose(nothing.T, pillars_of(np.full((2, len(SIGNAL_KEYS)), np.nan), model), atol=1e-9)


def test_a_table_gives_what_score_gives_one_by_one(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    said = api.score_levels(table, out)
    frame, scored = pd.read_parquet(table), pd.read_parquet(out)
    assert list(scored.columns) == ["member", "team", "seat", *POINTS]
    assert scored["member"].tolist() == frame["member"].tolist()
    assert (said.members, said.signals) == (3_000, SIGNAL_KEYS)
    assert said.mean == pytest.approx(scored["total"].mean())
    for i in range(0, 3_000, 97):
        row = frame.iloc[i]
        given = {key: float(row[key]) for key in SIGNAL_KEYS if not np.isnan(row[key])}
        result = api.score(Member(stated=Stated(seat=bool(row["seat"]), signals=given)), as_of=api.today())
        assert scored.loc[i, "total"] == pytest.approx(result.total, abs=1e-9)
        assert scored.loc[i, list(PILLAR_KEYS)].tolist() == pytest.approx([p.points for p in result.pillars], abs=1e-9)


def test_it_is_the_same_in_chunks_in_threads_and_from_whatever_holds_it(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scored(source: Any, **options: Any) -> pa.Table:
        api.score_levels(source, tmp_path / "out.parquet", **options)
        return pq.read_table(tmp_path / "out.parquet")

    whole = scored(table, threads=1)
    monkeypatch.setattr(level_table, "ROWS", 128)
    assert same_table(scored(table, threads=3), whole)
    held = pq.read_table(table)
    assert same_table(scored(held), whole)
    assert same_table(scored(iter(held.to_batches(max_chunksize=500))), whole)
    folder = tmp_path / "parts"
    folder.mkdir()
    for i in range(3):
        pq.write_table(held.slice(1_000 * i, 1_000), folder / f"{i}.parquet")
    assert same_table(scored(folder), whole)
    for i, batch in enumerate(held.to_batches(max_chunksize=500)):
        part = level_table._scored(batch.slice(3, 100), Model(), "likely")[0].column("total").to_pylist()
        assert part == pytest.approx(whole.column("total").slice(500 * i + 3, 100).to_pylist(), abs=BITS)


def test_dask_scores_the_partitions_of_what_outgrows_a_machine(table: Path) -> None:
    dd = pytest.importorskip("dask.dataframe")
    frame = pd.read_parquet(table)
    many = dd.from_pandas(frame, npartitions=4)
    found = many.map_partitions(api.score_frame, meta=api.score_frame(frame.head(1))).compute(scheduler="synchronous")
    alone = api.score_frame(frame)
    pd.testing.assert_frame_equal(found, alone, check_dtype=False)  # dask has another kind of text
    assert list(alone.columns) == ["member", "team", "seat", *POINTS]


def test_typical_and_likely_differ_where_something_is_missing_alone() -> None:
    full = {key: [1.0, 1.0] for key in SIGNAL_KEYS}
    some = {**full, "active_groups": [1.0, None]}
    typical, likely = (api.score_frame(pd.DataFrame(some), missing=how)["total"] for how in ("typical", "likely"))
    assert typical[0] == likely[0]
    assert typical[1] != likely[1]
    np.testing.assert_allclose(
        typical, pillars_of(levels_in(pd.DataFrame(some).astype(float)), Model()).sum(1), atol=1e-9
    )


def test_without_a_seat_no_lead_counts_nor_tells() -> None:
    frame = pd.DataFrame({"connections": [600.0] * 3, "leads_saved": [60.0, 60.0, None], "seat": [True, False, False]})
    with_seat, without, unsaid = api.score_frame(frame)["find"]
    assert without == unsaid
    assert with_seat > without + 5


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"member": ["Ann"]}, "none of the columns member is a signal: use profile_completeness, "),
        ({"connections": ["many"]}, "the column connections holds"),
        ({"connections": [5.0, -1.0]}, "connections is -1: a level is 0 or more"),
        ({"connections": [5.0], "seat": ["yes"]}, "the column seat holds no true or false"),
    ],
)
def test_what_is_no_level_is_refused_in_words(frame: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=re.escape(words)):
        api.score_levels(pa.table(frame), tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())


def test_half_a_table_is_taken_away_again(table: Path, tmp_path: Path) -> None:
    batches = pq.read_table(table).to_batches(max_chunksize=100)

    def breaks() -> Any:
        yield from batches[:20]
        raise OSError("the line was cut")

    with pytest.raises(IngestError, match="the line was cut"):
        api.score_levels(breaks(), tmp_path / "out.parquet")
    with pytest.raises(IngestError, match="no such file or folder"):
        api.score_levels(tmp_path / "nowhere", tmp_path / "out.parquet")
    (tmp_path / "text.parquet").write_text("no")
    with pytest.raises(IngestError, match=r"text\.parquet: "):
        api.score_levels(tmp_path / "text.parquet", tmp_path / "out.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["text.parquet"]


def test_the_command_says_what_it_did(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ssi(*arguments: object) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(a) for a in arguments])
        return int(ended.value.code or 0)

    assert ssi("levels", table, "--parquet", tmp_path / "a.parquet", "--missing", "typical", "--json") == 0
    assert json.loads(capsys.readouterr().out)["members"] == 3_000
    assert ssi("levels", table, "--parquet", tmp_path / "b.parquet") == 0
    assert capsys.readouterr().out.startswith("3,000 members scored by 24 of 24 signals, mean total ")
    assert ssi("levels", table, "--parquet", tmp_path / "b.parquet", "--missing", "none") == 2
    assert capsys.readouterr().err == "ssi: missing 'none': choose likely or typical\n"


# ------------------------------------------------------------------------------------------------- cohorts by the seed


def test_a_seed_makes_one_cohort_and_more_members_leave_the_first_alone() -> None:
    few, again, more, other = (
        pa.Table.from_batches(make_cohort.level_batches(n, seed)) for n, seed in ((50, 1), (50, 1), (90, 1), (50, 2))
    )
    assert few.equals(again)
    assert few.equals(more.slice(0, 50))
    assert not few.equals(other)
    total = api.score_frame(pa.Table.from_batches(make_cohort.level_batches(4_000)).to_pandas())["total"]
    assert 25 < total.mean() < 38
    assert 9 < total.std() < 16


@pytest.mark.parametrize("size", make_cohort.SIZES)
def test_archives_are_read_as_members_of_their_own(size: str, tmp_path: Path) -> None:
    paths = make_cohort.write_archives(tmp_path, 2, size=size)
    one, two = (api.read(p) for p in paths)
    assert (one.ledger.owner, two.ledger.owner) == ("Mara Lindqvist-Sample-0001", "Mara Lindqvist-Sample-0002")
    assert one.counts != two.counts
    assert all(e.rows_rejected <= 60 and e.status != "unreadable" for f in (one, two) for e in f.ledger.entries)
    assert (paths[0].stat().st_size < 40_000) == (size == "small")
    made = [p.read_bytes() for p in paths]
    assert [p.read_bytes() for p in make_cohort.write_archives(tmp_path, 2, size=size)] == made


def test_more_broken_than_there_are_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="5 broken of 2 archives"):
        make_cohort.write_archives(tmp_path, 2, broken=5)
    make_cohort.main(["levels", str(tmp_path / "l.parquet"), "--members", "10"])
    assert pq.read_table(tmp_path / "l.parquet").num_rows == 10
