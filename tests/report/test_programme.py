"""A programme before and after: only those known on both days, nothing of fewer than five, and no names."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from ssi_core import api
from ssi_core.model.signals import PILLAR_KEYS
from tests.report.samples import HOSTILE, Page, logo, page_numbers_gone, squeezed

PARTS = np.random.default_rng(3).uniform(3, 20, (12, 4))


def rows(gain: float, people: range = range(12)) -> list[dict[str, Any]]:
    return [
        {"archive": f"secret{i}.zip", "owner": f"Secret Person{i}", "as_of": "2026-06-30" if gain else "2026-01-31",
         "total": float((PARTS[i] + gain * i / 10).sum()), "model_version": "2026.11.2",
         **dict(zip(PILLAR_KEYS, map(float, PARTS[i] + gain * i / 10), strict=True))}
        for i in people
    ]  # fmt: skip


@pytest.fixture(scope="module")
def programme() -> api.ProgrammeReport:
    return api.programme_report(rows(0), rows(1), title="Spring Ελλάδα", coach="Zoë", logo=logo())


def test_quartiles_and_each_ones_own_change(programme: api.ProgrammeReport) -> None:
    assert (programme.people, programme.only_before, programme.only_after, programme.held_back) == (12, 0, 0, "")
    assert (programme.first, programme.last, programme.made) == (
        dt.date(2026, 1, 31), dt.date(2026, 6, 30), dt.date(2026, 6, 30)
    )  # fmt: skip
    brand = programme.steps[1]
    assert [s.key for s in programme.steps] == ["total", *PILLAR_KEYS]
    assert (brand.before.low, brand.before.median, brand.before.high) == pytest.approx(
        tuple(np.percentile(PARTS[:, 0], (25, 50, 75)))
    )
    assert brand.change.estimate == pytest.approx(0.55)
    assert brand.change.low < 0.55 < brand.change.high
    assert brand.risen == 6
    assert programme.steps[0].change.estimate == pytest.approx(2.2)
    said = programme.to_dict()["steps"]["brand"]
    assert said["before"] == {"low": brand.before.low, "median": brand.before.median, "high": brand.before.high}
    assert said["after"]["median"] == pytest.approx(np.median(PARTS[:, 0] + np.arange(12) / 10))
    assert (said["change"], said["risen"]) == (brand.change.estimate, 6)
    assert said["interval"] == [brand.change.low, brand.change.high]


def test_only_those_known_on_both_days_count(programme: api.ProgrammeReport) -> None:
    before = [*rows(0), {**rows(0)[0], "archive": "left.zip", "total": 99.0}]
    after = [*rows(1), {**rows(1)[0], "archive": "failed.zip", "total": None}]
    told = api.programme_report(before, after)
    assert told.steps == programme.steps
    assert (told.only_before, told.only_after) == (1, 0)


def test_days_and_models_are_those_of_who_is_known_on_both_days() -> None:
    def on(row: dict[str, Any], day: dt.date, version: str) -> dict[str, Any]:
        return {**row, "as_of": day.isoformat(), "model_version": version}

    gone, come, later = dt.date(2025, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 7, 15)
    before = [on(r, dt.date(2026, 1, 6 - i), "2") for i, r in enumerate(rows(0, range(6)))]
    after = [on(r, dt.date(2026, 6, 1 + i), "2" if i else "3") for i, r in enumerate(rows(1, range(6)))]
    before += [on(r, gone, "1") for r in rows(0, range(6, 7))]
    after += [on(r, come, "4") for r in rows(1, range(7, 9))]
    told = api.programme_report(before, after)
    assert (told.people, told.only_before, told.only_after) == (6, 1, 2)
    assert (told.first, told.last, told.made) == (dt.date(2026, 1, 1), dt.date(2026, 6, 6), dt.date(2026, 6, 6))
    assert told.model_versions == ("2", "3")
    assert api.programme_report(before, after, made=later).made == later
    said = told.to_dict()
    assert (said["people"], said["only_before"], said["only_after"]) == (6, 1, 2)
    assert (said["first"], said["last"], said["held_back"]) == ("2026-01-01", "2026-06-06", "")


@pytest.mark.parametrize("people", [0, 1, 4])
def test_fewer_than_five_are_held_back(people: int) -> None:
    told = api.programme_report(rows(0, range(people)), rows(1), made=dt.date(2026, 7, 1))
    assert told.steps == ()
    known = "1 person is known" if people == 1 else f"{people} people are known"
    assert told.held_back.startswith(f"{known} on both days: figures of fewer than 5 would")
    for form in ("html", "pdf"):
        data = api.report_file(told, form)
        text = Page(data.decode()).text if form == "html" else page_numbers_gone(data)
        assert squeezed(told.held_back) in text
        assert "quartiles" not in text
    assert told.to_dict()["steps"] == {}
    assert api.programme_report(rows(0, range(5)), rows(1)).steps


def test_both_forms_say_the_same_and_name_nobody(programme: api.ProgrammeReport) -> None:
    page = api.report_file(programme, "html")
    pdf = api.report_file(programme, "pdf")
    in_page, in_pdf = Page(page.decode()).text, page_numbers_gone(pdf)
    told = list(map(squeezed, (programme.headline, "Spring Ελλάδα", "31 January 2026 to 30 June 2026, by Zoë")))
    for s in programme.steps:
        told.append(squeezed(f"{s.label} from {s.before.words} to {s.after.words}"))
        told.append(squeezed(f"{s.label}{s.before.words}{s.after.words}{s.change_words}{s.risen} of 12"))
    assert [t for t in told if t not in in_page] == []
    assert [t for t in told if t not in in_pdf] == []
    for text in (in_page, in_pdf, json.dumps(programme.to_dict()), repr(programme), page.decode()):
        assert "secret" not in text.lower()
    assert page == api.report_file(programme, "html")
    assert pdf == api.report_file(programme, "pdf")


def test_a_hostile_title_stays_a_title() -> None:
    told = api.programme_report(rows(0), rows(1), title=HOSTILE, coach=HOSTILE)
    read = Page(api.report_file(told, "html").decode())
    assert read.named("script") == []
    assert squeezed(HOSTILE) in read.text


@dataclass
class Row:
    owner: str
    as_of: dt.date
    total: float | None
    brand: float = 1.0
    find: float = 1.0
    engage: float = 1.0
    relationships: float = 1.0


def test_rows_may_be_objects_and_told_apart_by_another_name() -> None:
    before = [Row(f"p{i}", dt.date(2026, 1, 1), 4.0) for i in range(5)]
    after = [Row(f"p{i}", dt.date(2026, 2, 1), 4.0) for i in range(5)]
    told = api.programme_report(before, after, key="owner")
    assert told.steps[0].change_words == "0.0 (0.0 to 0.0)"
    assert told.steps[0].risen == 0
    # Nothing at all is a score too: whoever began with it counts.
    before.append(Row("p5", dt.date(2026, 1, 1), 0.0))
    after.append(Row("p5", dt.date(2026, 2, 1), 4.0))
    began = api.programme_report(before, after, key="owner")
    assert (began.people, began.steps[0].risen) == (6, 1)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ([*rows(0), rows(0)[0]], "two rows of the day before have the same archive"),
        ([{**r, "archive": ""} for r in rows(0)], "has no archive"),
        ([{**r, "find": "much"} for r in rows(0)], "find of a row is 'much'"),
        ([{**r, "find": 26.0} for r in rows(0)], "from 0 to 25"),
        ([{**r, "engage": -0.5} for r in rows(0)], "engage of a row is -0.5: give a number from 0 to 25"),
        ([{**r, "total": 100.5} for r in rows(0)], "total of a row is 100.5: give a number from 0 to 100"),
        ([{**r, "as_of": "soon"} for r in rows(0)], "'soon' is no day"),
    ],
)
def test_rows_that_can_not_be_used_are_refused_in_words(before: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(api.IngestError, match=words):
        api.programme_report(before, rows(1))


def test_a_day_must_be_told() -> None:
    with pytest.raises(api.IngestError, match="no row tells its day"):
        api.programme_report([], [])
