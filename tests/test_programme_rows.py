"""A team's programme as rows: what the cohort tells and not a figure more, and `ssi cohort --report`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ssi_core import api
from ssi_core.model.signals import PILLAR_KEYS
from tests.report.samples import Page, logo, page_numbers_gone, squeezed
from tests.test_cli import Ssi, ssi

__all__ = ["ssi"]

ON = dt.date(2026, 5, 1)
MADE = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def people() -> list[api.Somebody]:
    return api.invented_team()


def told(rows: api.ProgrammeRows) -> api.ProgrammeReport:
    return api.programme_report(rows.before, rows.after, key=rows.key, levels=rows.levels, made=MADE)


def new(one: api.Somebody) -> api.Somebody:
    return replace(one, before=None)


def test_they_are_the_scores_of_each_on_both_days_and_name_nobody(people: list[api.Somebody]) -> None:
    rows = api.programme_rows(people[:6])
    for one, before, after in zip(people, rows.before, rows.after, strict=False):
        assert one.found is not None
        assert one.before is not None
        for found, row in ((one.before, before), (one.found, after)):
            score = api.score(found)
            assert row["total"] == score.total
            assert [row[key] for key in PILLAR_KEYS] == [p.points for p in score.pillars]
            assert row["model_version"] == score.model_version
    assert len(rows.before) == len(rows.after) == 6
    assert "Member" not in repr(rows)


def test_the_report_has_the_medians_and_changes_of_the_cohort(people: list[api.Somebody]) -> None:
    found, report = api.cohort_of(people), told(api.programme_rows(people))
    assert report.people == 40
    for step in report.steps:
        seen = found.progress[step.key]
        assert seen.before is not None
        assert seen.after is not None
        assert (step.before, step.after) == (
            api.Quartiles(*(getattr(seen.before, part) for part in ("low", "median", "high"))),
            api.Quartiles(*(getattr(seen.after, part) for part in ("low", "median", "high"))),
        )
        assert step.risen == seen.rose
        assert seen.change.low <= step.change.estimate <= seen.change.high


@pytest.mark.parametrize("kind", ["nothing", "aggregate", "named", "everything"])
@pytest.mark.parametrize(("paired", "others"), [(4, 5), (5, 0), (5, 4), (5, 5), (7, 1)])
@pytest.mark.parametrize("agreed", [0, 4])
def test_no_report_tells_what_the_cohort_holds_back(
    people: list[api.Somebody], kind: str, paired: int, others: int, agreed: int
) -> None:
    team = [*people[:paired], *map(new, people[20 : 20 + others])]
    consents = {one.name: ON for one in team[:agreed]}
    sight = api.Sight(kind)  # type: ignore[arg-type]
    seen = api.cohort_of(team, sight, consents=consents)
    if not seen.progress or paired < 5:
        with pytest.raises(api.IngestError, match="no report on this programme: "):
            api.programme_rows(team, sight, consents=consents)
        return
    rows = api.programme_rows(team, sight, consents=consents)
    assert rows.levels == (seen.progress["total"].before is not None)
    report = told(rows)
    assert bool(report.levels_held_back) != rows.levels
    assert (report.people, report.only_after, report.only_before) == (paired, others, 0)
    assert all((s.before is None) != rows.levels and (s.after is None) != rows.levels for s in report.steps)


def test_where_few_others_are_left_the_file_tells_changes_alone(people: list[api.Somebody]) -> None:
    team = [*people[:9], new(people[9])]
    rows = api.programme_rows(team)
    assert not rows.levels
    held, open_ = told(rows), told(api.programme_rows(team, api.Sight("everything")))
    assert held.steps[0].change == open_.steps[0].change
    for form in ("html", "pdf"):
        texts = []
        for report in (held, open_):
            data = api.report_file(report, form)
            texts.append(Page(data.decode()).text if form == "html" else page_numbers_gone(data))
        shut, free = texts
        assert squeezed(held.levels_held_back) in shut
        for step, full in zip(held.steps, open_.steps, strict=True):
            assert squeezed(f"{step.label}{step.change_words}{step.risen} of 9") in shut
            for lay in (full.before, full.after):
                assert lay is not None
                assert squeezed(lay.words) in free
                assert squeezed(lay.words) not in shut
                assert f"medianof{lay.median:.1f}" not in shut
    assert held.to_dict()["steps"]["total"]["before"] is None


def test_consents_count_and_nobody_is_named(people: list[api.Somebody]) -> None:
    # Seven people, three of whom agreed: the four others are too few, and follow from the whole.
    team, consents = people[:7], {one.name: ON for one in people[:3]}
    with pytest.raises(api.IngestError, match="fewer than 5"):
        api.programme_rows(team, api.Sight("named"), consents=consents)
    assert api.programme_rows(team, api.Sight("aggregate"), consents=consents).after


def test_two_of_one_name_are_two(people: list[api.Somebody]) -> None:
    twins = [replace(one, name="Ada") for one in people[:5]]
    assert told(api.programme_rows(twins)).people == 5


def test_an_earlier_day_counts_for_those_whose_files_reach_back_to_it() -> None:
    found = api.read(api.sample_files())
    team = [api.Somebody(f"{i}", found) for i in range(5)]
    before = found.as_of - dt.timedelta(days=90)
    report = api.programme_report(*day_rows(team, before), key="member")
    assert (report.first, report.last) == (before, found.as_of)
    [total, *_] = report.steps
    change = api.score(found).total - api.score(found, as_of=before).total
    assert total.change.estimate == pytest.approx(change)
    with pytest.raises(api.IngestError, match="fewer than 5 people are known on both days"):
        api.programme_rows(team)
    with pytest.raises(api.IngestError, match="fewer than 5 people are known on both days"):
        api.programme_rows(team, before=dt.date(2001, 1, 1))


def day_rows(team: list[api.Somebody], before: dt.date) -> tuple[object, object]:
    rows = api.programme_rows(team, before=before)
    return rows.before, rows.after


def test_an_edited_model_is_said_and_used(people: list[api.Somebody]) -> None:
    model = api.Model.edited({"comments_given": {"enough": 100}})
    report = told(api.programme_rows(people[:5], model=model))
    assert report.model_versions == (model.version,)
    totals = [api.score(one.found, model=model).total for one in people[:5] if one.found is not None]
    assert report.steps[0].after is not None
    assert report.steps[0].after.median == pytest.approx(float(np.median(totals)))


def test_who_could_not_be_read_is_left_out(people: list[api.Somebody]) -> None:
    broken = api.Somebody("Bo", None, "no zip")
    rows = api.programme_rows([*people[:5], broken])
    assert len(rows.after) == 5
    with pytest.raises(api.IngestError, match="Bo could not be read: no zip"):
        broken.member()


# --------------------------------------------------------------------------------------------------- the command line


def test_the_command_writes_the_file_of_the_library(ssi: Ssi, people: list[api.Somebody], tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(logo())
    rows = api.programme_rows(people)
    report = api.programme_report(
        rows.before, rows.after, key=rows.key, levels=rows.levels, title="Spring", coach="Zoë", logo=logo()
    )
    for name in ("p.html", "P.PDF"):
        asked = ("--report", str(tmp_path / name), "--name", "Spring", "--coach", "Zoë", "--logo",
                 str(tmp_path / "logo.png"))  # fmt: skip
        ran = ssi("cohort", "--example", "--json", *asked)
        assert (ran.code, ran.err) == (0, "")
        assert json.loads(ran.out)["people"] == 40
        assert (tmp_path / name).read_bytes() == api.report_file(report, name[-4:].lower().strip("."))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--report", "p.txt"), "--report p.txt: end the name in .html or .pdf"),
        (("--coach", "Zoë"), "give --report FILE.html or FILE.pdf too"),
        (("--report", "p.pdf", "--logo", "none.png"), "none.png: No such file"),
        (("--report", "none/p.pdf"), "none/p.pdf: No such file"),
        (("--report", "p.pdf", "--see", "nothing"), "no report on this programme: not for you"),
        (("--report", "p.pdf", "--logo", "who.csv"), "who.csv is no picture"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    ssi: Ssi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "who.csv").write_text("name,group,consent\n", encoding="utf-8")
    ran = ssi("cohort", "--example", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "p.pdf").exists()


def test_a_team_of_few_gets_no_report_and_is_told_why(ssi: Ssi, tmp_path: Path) -> None:
    [zipped] = [p for p in api.sample_files() if p.suffix == ".zip"]
    asked = ("--see", "everything", "--before", "2026-04-01", "--report", str(tmp_path / "p.pdf"))
    ran = ssi("cohort", str(zipped), *asked)
    assert ran.code == 2
    assert "fewer than 5 people are known on both days" in ran.err
    assert not (tmp_path / "p.pdf").exists()
