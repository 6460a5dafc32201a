"""Team: what may be seen of many, and nothing of few; no ranking."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import closing
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.charts import cohort as chart
from ssi_core import api
from tests.pages.test_pages import app, texts

FOUR = "Partners"


@pytest.fixture(scope="module")
def found() -> api.Cohort:
    return api.cohort_of(api.invented_team())


def opened() -> AppTest:
    at = app("pages/team.py")
    at.button(key="sample").click().run()
    assert not at.exception
    return at


def choose(at: AppTest, kind: str) -> None:
    at.radio[0].set_value(kind).run()
    assert not at.exception


def table(at: AppTest, column: str) -> Any:
    return next(d.value for d in at.dataframe if column in d.value.columns and "Agreed on" not in d.value.columns)


def test_a_cohort_of_forty_is_shown_and_a_group_of_four_is_hidden(found: api.Cohort) -> None:
    at = opened()
    assert at.header[0].value == api.cohort_headline(found)
    assert "40 people" in at.header[0].value
    assert chart.words(found) in texts(at)
    shown = texts(at).replace("\\", "")
    assert f"{FOUR}, 4 people: held back: fewer than 5 people." in shown
    # Forty less the others are the four: so one group more is held back.
    held = [part for part in found.parts if part.held_back]
    assert sum(part.people for part in held) >= 5 + 4
    assert len(held) == 2
    assert all(f"{api.group_words(part)}." in shown for part in found.parts)
    assert not [d for d in at.dataframe if "Build relationships" in d.value.columns]
    names = [p.name for p in api.invented_team()]
    assert not any(name in shown for name in names)


def test_no_figure_of_one_person_reaches_the_page_while_figures_alone_are_shown() -> None:
    at = opened()
    alone = {f"{m.points['total']:.1f}" for m in api.cohort_of(api.invented_team(), api.Sight("everything")).named}
    seen = {word.strip(".,;:") for word in texts(at).split()}
    told = {f"{v:.1f}" for s in api.cohort_of(api.invented_team()).spreads.values() for v in (s.low, s.median, s.high)}
    assert not (alone & seen) - told - {"4.2", "1.6", "6.7"}


def test_everybody_is_shown_to_whoever_is_alone_with_them_and_never_ranked() -> None:
    at = opened()
    choose(at, "everything")
    names = list(table(at, "Build relationships")["Name"])
    assert names == sorted(names)
    assert len(names) == 40
    assert f"{FOUR}, 4 people: half of them" in texts(at).replace("\\", "")
    assert "this is no ranking" in texts(at)


def test_who_agreed_is_shown_by_name_and_nobody_else() -> None:
    people, day = api.invented_team(), dt.date(2026, 5, 1)
    agreed = {people[0].name: day, people[1].name: day}
    found = api.cohort_of(people, api.Sight("named"), consents=agreed)
    assert [m.name for m in found.named] == [people[0].name, people[1].name]
    at = opened()
    at.session_state["ssi_team"] = type(at.session_state["ssi_team"])("mine", tuple(people), (), agreed)
    at.run()
    choose(at, "named")
    assert list(table(at, "Build relationships")["Name"]) == [people[0].name, people[1].name]
    choose(at, "aggregate")
    assert people[0].name not in texts(at)
    assert not [d for d in at.dataframe if "Build relationships" in d.value.columns]


def test_without_the_right_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened()
    assert "40 people" in texts(at)
    monkeypatch.setenv("SSI_TEAM_SIGHT", "nothing")
    at.run()
    assert not at.exception
    assert "Not for you" in at.info[0].value
    assert "40 people" not in texts(at)
    assert not at.dataframe
    assert not at.file_uploader
    monkeypatch.setenv("SSI_TEAM_SIGHT", "aggregate")
    at.run()
    assert at.radio[0].options == ["5 people or more together"]


def test_hours_by_habit_are_worked_out_on_request() -> None:
    at = opened()
    people = api.invented_team()[:6]
    at.session_state["ssi_team"] = type(at.session_state["ssi_team"])("six", tuple(people))
    at.run()
    at.button(key="team-plan").click().run()
    assert not at.exception
    expected = api.cohort_of(people, hours=1)
    assert expected.habits
    assert all(api.hours_words(of) in texts(at) for of in expected.habits)


def archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        held.writestr("Profile.csv", f"First Name,Last Name,Headline\n{name},Example,Seller\n")
        rows = "".join(f"2026-05-{d:02d} 10:00:00,https://example.org/{d},Hello\n" for d in range(1, 29))
        held.writestr("Comments.csv", f"Date,Link,Message\n{rows}")
    return out.getvalue()


def upload(at: AppTest, *files: tuple[str, bytes]) -> None:
    at.file_uploader[0].set_value([(name, held, "application/zip") for name, held in files]).run()
    assert not at.exception


def test_many_archives_at_once_and_one_that_fails_stops_nobody() -> None:
    at = app("pages/team.py")
    names = ("Ada", "Bo", "Cy", "Di", "Ed")
    upload(at, *((f"{n}.zip", archive(n)) for n in names), ("broken.zip", archive("Fo")[:60]))
    assert at.header[0].value.startswith("5 people")
    assert any("broken" in w.value for w in at.warning)
    people = {p.name for p in at.session_state["ssi_team"].read}
    assert people == {f"{n} Example" for n in names}


def test_four_are_too_few_and_their_owner_sees_them_all_the_same() -> None:
    at = app("pages/team.py")
    upload(at, *((f"{n}.zip", archive(n)) for n in ("Ada", "Bo", "Cy", "Di")))
    assert "held back" in at.header[0].value
    assert "Give the files of 5 people" in at.info[0].value
    choose(at, "everything")
    assert at.header[0].value.startswith("4 people: half of them")


def test_a_team_is_forgotten() -> None:
    at = opened()
    at.button(key="team-forget").click().run()
    assert not at.exception
    assert at.button(key="sample")
    assert "ssi_team" not in at.session_state


def test_the_chart_shows_quartiles_and_only_those_who_may_be_seen(found: api.Cohort) -> None:
    [box] = chart.boxes(found).data
    assert [tuple(v) for v in zip(box.q1, box.median, box.q3, strict=True)] == [
        (s.low, s.median, s.high) for s in (found.spreads[k] for k in list(api.PILLARS)[::-1])
    ]
    assert tuple(box.lowerfence) == tuple(box.q1)  # no end of it is anybody's own figure
    both = chart.boxes(api.cohort_of(api.invented_team(), api.Sight("everything"))).data
    assert len(both[1].x) == 4 * 40
    empty = api.cohort_of(api.invented_team()[:3])
    assert chart.boxes(empty).data == ()
    assert chart.words(empty) == "Held back."


def test_who_is_who_is_read_from_its_table() -> None:
    at = opened()
    people = api.invented_team()
    given = f"name,group,consent\n{people[0].name},Mine,2026-05-01\n"
    uploader = next(f for f in at.file_uploader if f.label == "Such a table")
    uploader.set_value([("who.csv", given.encode(), "text/csv")]).run()
    assert not at.exception
    assert "Mine, 1 person: held back" in texts(at).replace("\\", "")
    choose(at, "named")
    assert list(table(at, "Build relationships")["Name"]) == [people[0].name]
    uploader = next(f for f in at.file_uploader if f.label == "Such a table")
    uploader.set_value([("who.csv", b"name\n", "text/csv")]).run()
    assert "no table of who is who" in at.error[0].value


def test_the_members_that_are_kept_are_a_team_too() -> None:
    at = app("pages/team.py")
    at.button(key="team-records").click().run()
    assert "No member is kept" in at.warning[0].value
    found = api.read(api.sample_files())
    with closing(api.records()) as records:
        for name in ("Ada", "Bo"):
            records.save_member(name, found)
    at.button(key="team-records").click().run()
    assert not at.exception
    choose(at, "everything")
    rows = table(at, "Build relationships")
    assert list(rows["Name"]) == ["Ada", "Bo"]
    assert set(rows["Total"]) == {f"{api.score(found).total:.1f}"}


def test_a_report_whose_columns_no_one_knows_is_a_team_once_they_are_told() -> None:
    rows = "".join(f"Seat {i},2026-05-01,2026-05-31,{i},{10 * i}\n" for i in range(1, 6))
    report = f"Member name,From,To,Leads saved,Searches Performed\n{rows}Idle Seat,2026-05-01,2026-05-31,,\n"
    at = app("pages/team.py")
    at.file_uploader[0].set_value([("usage.csv", report.encode(), "text/csv")]).run()
    assert not at.exception
    assert "Which row is you" not in [s.label for s in at.selectbox]
    next(b for b in at.button if b.key.endswith("-use")).click().run()
    assert not at.exception
    assert at.header[0].value.startswith("5 people")
    # Blanks are missing: a seat without a figure is nobody of whom anything is known.
    assert any("Idle Seat" in w.value for w in at.warning)
