"""A scenario as a notebook: run beside the same files, it gives the same numbers to the last digit."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import plotly.graph_objects as go
import pytest

from pages.shared.charts import projection
from ssi_core import __version__, api
from ssi_core.given import beside
from ssi_core.ingest.errors import IngestError
from tests.ingest.exports import OWNER
from tests.ingest.test_usage import HEADER, JANUARY, usage
from tests.notebooks import cells, data, executed, linked, outputs, printed, ran
from tests.test_cli import Ssi, ssi  # noqa: F401

HABITS = {
    "start": "2026-07-15",
    "weekly": {"comment": 14, "post": 2.5, "save_lead": 3},
    "off": ["2026-08-03", "2026-12-21"],
    "profile": [
        {"on": "2026-07-20", "field": "custom_address", "value": True},
        {"on": None, "field": "seat", "value": True},
        {"on": "2026-09-01", "field": "active_groups", "value": 4},
    ],
}
PROFILE = {"checklist": {"photo": True}, "signals": {"active_groups": 1.5}, "target": {"titles": ["buyer", "head of"]}}
MODEL = "window = 75\ncurve = \"saturating\"\n[signals.comments_given]\nenough = 180.5\n"
PLAN = {"target": 66.0, "by": "2026-11-20", "minutes": {"comment": 5.0}, "without": ["article"]}
READ = """\
import json
print(json.dumps({
    "score": score.to_dict(), "project": ahead.to_dict(), "rows": ahead.rows(),
    "chart": json.loads(chart.update_layout(template="none").to_json()),
    **({"plan": plan.to_dict(), "weeks": len(plan.to_frame())} if "plan" in globals() else {}),
}))
"""


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linked(tmp_path_factory.mktemp("beside"))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def drawn(figure: go.Figure) -> Any:
    """A figure's data and layout, without the theme that Streamlit lays over all figures of its process."""
    return json.loads(go.Figure(figure).update_layout(template="none").to_json())


# ------------------------------------------------------------------------------------------- run by a kernel


def test_in_jupyter_it_gives_every_number_of_the_core_and_of_the_command_line(
    ssi: Ssi, folder: Path, tmp_path: Path  # noqa: F811
) -> None:
    written = {"profile.json": json.dumps(PROFILE), "model.toml": MODEL, "habits.json": json.dumps(HABITS)}
    for name, text in written.items():
        (tmp_path / name).write_text(text)
    log = Path(__file__).parents[1] / "sample_data" / "official_readings.csv"
    given = ["--profile", "profile.json", "--readings", log, "--model", "model.toml", "--as-of", "2026-06-28"]
    files = sorted(folder.iterdir())

    stated, target = api.profile_from(PROFILE)
    model = api.Model.from_toml(MODEL)
    found = api.read(files, as_of=dt.date(2026, 6, 28), stated=stated, target=target, readings=log)
    text = api.notebook(
        found, HABITS, 20, files=files, stated=stated, target=target, readings=found.member.readings, model=model,
        plan=PLAN, name="Second half of 2026",
    )  # fmt: skip
    book = executed(text, folder, READ)
    assert not [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs
                if out.output_type == "error"]  # fmt: skip
    came = json.loads(printed(book, "more"))

    ahead = api.project(found, HABITS, 20, model=model)
    asked = ("--target", "66", "--by", "2026-11-20", "--minutes", "comment=5", "--without", "article")
    assert came["score"] == plain(api.score(found, model=model).to_dict())
    assert came["rows"] == ahead.rows()
    assert came["project"] == plain(ahead.to_dict())
    assert came["project"] == ssi("project", *files, *given, "--habits", "habits.json", "--weeks", 20, "--json").json
    assert came["plan"] == ssi("plan", *files, *given, *asked, "--json").json
    assert came["weeks"] == len(came["plan"]["schedule"])
    assert came["project"]["calibrated"]
    assert came["project"]["model_version"].endswith("+edited")
    assert came["chart"] == drawn(projection.lines(ahead))
    assert projection.words(ahead) in printed(book, "chart")
    assert printed(book, "check") == "as in the app\n"
    # What is seen: the table of weeks beside as now and stop, the figure, the schedule.
    (table,) = [out.data["text/html"] for out in outputs(book, "scenario")]
    assert all(f"<th>{name}</th>" in table for name in ("total", "p10", "p90", "as_now", "stop"))
    assert table.count("<tr") == 2 + 21
    assert any("application/vnd.plotly.v1+json" in out.get("data", {}) for out in outputs(book, "chart"))
    assert came["plan"]["headline"] in printed(book, "plan")


def test_in_jupyter_a_missing_file_is_one_sentence(sample: api.Imported, tmp_path: Path) -> None:
    name = linked(tmp_path, api.sample_files()[:1]) and api.sample_files()[1].name
    book = executed(api.notebook(sample, files=api.sample_files()), tmp_path)
    (error,) = outputs(book, "read")
    assert (error.output_type, error.ename) == ("error", "IngestError")
    assert error.traceback == [
        f"Not beside this notebook: {name}. Put it there or edit FILES, then run all cells again."
    ]


# --------------------------------------------------------------------------------------------- run in this process


def test_answers_and_readings_alone_need_no_file(tmp_path: Path) -> None:
    stated = api.Stated(
        seat=False, checklist={"photo": True}, signals={"active_groups": 2.0},
        answers={"connections": 500.0, "comment": 2.5}, weekly_log=((20600, "post", 1.0), (20607, "post", 3.0)),
    )  # fmt: skip
    readings = [api.Reading(20600, 42.0), api.Reading(20620, 45.125, {"brand": 12.5, "find": 10.0})]
    found = api.read([], stated=stated, readings=readings)
    text = api.notebook(found, {"weekly": {"comment": 5}}, 8, files=[], stated=stated, readings=readings)
    assert data(text, "files", "FILES") == []
    names = ran(text, tmp_path)
    assert names["found"].member == found.member
    assert names["ahead"] == api.project(found, {"weekly": {"comment": 5}}, 8)
    assert names["score"].calibrated


def test_readings_stand_beside_those_of_the_files_or_in_place_of_them(sample_dir: Path, tmp_path: Path) -> None:
    files = [*api.sample_files(), sample_dir / "official_readings.csv"]
    linked(tmp_path, files)
    read = api.read(files)
    one = [api.Reading(20600, 61.5)]
    for found, typed in (
        (api.with_readings(read, one), one),
        (api.with_readings(read, one, instead=True), one),
        (api.with_readings(read, [], instead=True), []),
    ):
        names = ran(api.notebook(found, weeks=2, files=files, readings=typed), tmp_path)
        assert names["found"].member.readings == found.member.readings
        assert names["ahead"] == api.project(found, weeks=2)


def test_whom_readings_alone_tell_of_stands_on_the_day_that_was_looked_at(tmp_path: Path, sample_dir: Path) -> None:
    files = [sample_dir / "official_readings.csv"]
    linked(tmp_path, files)
    read = api.read(files)
    later = [api.Reading(api.day_number(read.as_of) + 2, 61.0)]
    found = api.with_readings(read, later)
    assert found.as_of == read.as_of + dt.timedelta(days=2)
    for one in (found, api.standing_on(found, read.as_of)):
        names = ran(api.notebook(one, weeks=2, files=files, readings=later), tmp_path)
        assert names["found"].as_of == one.as_of
        assert names["score"].to_dict() == api.score(one).to_dict()


def test_the_target_the_answers_and_the_day_are_those_of_the_app(sample: api.Imported, folder: Path) -> None:
    said, target = api.Stated(signals={"people_searches": 33.0}, seat=True), api.Target(("buyer",), ("Nordlicht",))
    found = api.standing_on(api.with_target(api.with_stated(sample, said), target), dt.date(2026, 5, 3))
    names = ran(api.notebook(found, files=api.sample_files(), stated=said, target=target), folder)
    assert names["found"].as_of == dt.date(2026, 5, 3)
    assert names["score"].to_dict() == api.score(found).to_dict()
    assert names["ahead"] == api.project(found)
    moved = api.notebook(sample, files=api.sample_files(), as_of=dt.date(2026, 5, 3))
    assert ran(moved, folder)["ahead"] == api.project(sample, as_of=dt.date(2026, 5, 3))


def test_a_mapping_goes_along_with_its_days_where_a_file_was_read_by_it(tmp_path: Path) -> None:
    header = ["Member name", "Profile Views", "Leads saved"]
    mapping = api.ColumnMapping(
        "usage_report", {"person": "Member name", "profile_views_made": "Profile Views"}, tuple(header), OWNER,
        dt.date(2026, 1, 1), dt.date(2026, 3, 31),
    )  # fmt: skip
    columns = {"person": "Member name", "start": "Start date", "end": "End date", "leads_saved": "Leads saved"}
    another = api.ColumnMapping("usage_report", columns, tuple(HEADER), "Somebody Else")
    (tmp_path / "Usage.csv").write_text(usage([OWNER, 180, 4], header=header))
    found = api.read(tmp_path / "Usage.csv", mappings=[another, mapping])
    text = api.notebook(found, files=[tmp_path / "Usage.csv"])
    assert "Somebody Else" not in text
    names = ran(text, tmp_path)
    assert names["mappings"] == [mapping]
    assert names["score"].to_dict() == api.score(found).to_dict()
    # One that nobody needs is not there.
    (tmp_path / "Usage.csv").write_text(usage(JANUARY))
    assert "MAPPINGS" not in api.notebook(api.read(api.sample_files(), mappings=[mapping]), files=["a.zip"])


def test_the_owner_who_was_named_is_named(sample: api.Imported, folder: Path, ssi: Ssi, tmp_path: Path) -> None:  # noqa: F811
    files = sorted(folder.iterdir())
    said = ssi("project", *files, "--owner", "Nobody Known", "--json", "--notebook", "what.ipynb")
    names = ran((tmp_path / "what.ipynb").read_text(), folder)
    assert names["OWNER"] == "Nobody Known"
    assert plain(names["ahead"].to_dict()) == said.json
    assert names["ahead"] != api.project(sample)


# --------------------------------------------------------------------------------------------- the last cell


def test_other_files_another_version_or_another_scenario_are_told_by_how_much_and_why(
    sample: api.Imported, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = api.notebook(sample, {"weekly": {"comment": 9}}, 4, files=api.sample_files())
    shown = _shown(text)
    ahead = api.project(sample, {"weekly": {"comment": 9}}, 4)
    assert shown["score"] == api.score(sample).total
    assert (shown["scenario, last week"], shown["scenario, p10"]) == (ahead.end.total, ahead.end.p10)
    assert (shown["as now, last week"], shown["stop, p90"]) == (ahead.as_now[-1].total, ahead.stop[-1].p90)

    def said(**instead: Any) -> str:
        capsys.readouterr()
        ran(text, folder, **instead)
        return capsys.readouterr().out.rpartition("everything stops.\n")[2]

    assert said() == "as in the app\n"
    fewer = said(FILES=[api.sample_files()[0].name])
    by = api.score(api.read(api.sample_files()[:1])).total - shown["score"]
    assert f"  score: {shown['score'] + by:.2f} here, {shown['score']:.2f} in the app, {by:+.2g}\n" in fewer
    assert f"(in the app: {sample.sentence} Here: 11,920 rows kept" in fewer
    text = text.replace(f'\\"{__version__}\\"', '\\"0.0.1\\"').replace("comment\\\": 9", "comment\\\": 3")
    other = said()
    assert f"SSI Coach {__version__} made these, 0.0.1 those" in other
    assert "score:" not in other
    assert "  scenario, last week: " in other
    text = text.replace('\\"0.0.1\\"', f'\\"{__version__}\\"')
    assert "since something above was edited" in said()


def _shown(text: str) -> Any:
    (found,) = re.findall(r"^SHOWN = (\{.*?^\})", cells(text)["check"], re.MULTILINE | re.DOTALL)
    return ast.literal_eval(found)


# ----------------------------------------------------------------------------------------------------- the file


def test_the_same_input_gives_the_same_valid_notebook_without_outputs_times_or_paths(sample: api.Imported) -> None:
    text = api.notebook(sample, HABITS, files=api.sample_files(), plan=PLAN)
    assert text == api.notebook(api.read(api.sample_files()), HABITS, files=api.sample_files(), plan=PLAN)
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, [c.id for c in book.cells]) == (
        4, ["about", "files", "typed", "read", "score", "scenario", "chart", "plan", "check"],
    )  # fmt: skip
    assert all(not c.outputs and c.execution_count is None for c in book.cells if c.cell_type == "code")
    assert str(Path.home()) not in text
    assert str(api.sample_files()[0].parent) not in text
    assert data(text, "files", "FILES") == [f.name for f in api.sample_files()]
    for cell in book.cells:
        if cell.cell_type == "code":
            compile(cell.source, cell.id, "exec")


def test_nobody_elses_name_and_no_text_out_of_the_files_gets_in(sample: api.Imported) -> None:
    text = api.notebook(sample, HABITS, files=api.sample_files(), plan=PLAN)
    with zipfile.ZipFile(api.sample_files()[0]) as archive:
        people = archive.read("Connections.csv").decode().splitlines()[4:]
        letters = csv.DictReader(archive.read("messages.csv").decode().splitlines())
        said = {row["CONTENT"] for row in letters if len(row["CONTENT"] or "") > 8}
    names = {name for person in csv.reader(people) for name in person[:2] if len(name) > 4}
    assert min(len(names), len(said)) > 20
    words = set(re.findall(r"\w+", text))
    assert not names & words
    assert not [one for one in said if one in text]


def test_a_title_stays_words(sample: api.Imported) -> None:
    about = cells(api.notebook(sample, files=[], name="Ann ![](http://x/y.png)\n# <b>"))["about"]
    assert about.startswith("# Ann \\!\\[\\]\\(http\\:\\/\\/x\\/y\\.png\\) \\# \\<b\\>\n\n**")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["/home/ann/export.zip", Path("/tmp/Connections.csv")], ["export.zip", "Connections.csv"]),
        (["C:\\Users\\Ann\\export.zip"], ["export.zip"]),
        (["a/messages.csv", "b/messages.csv", "c/messages.csv"],
         ["messages.csv", "messages (2).csv", "messages (3).csv"]),
        (["a/export", "b/export/"], ["export", "export (2)"]),
        # The folder of an export dates what lies in it.
        (["/x/Basic_LinkedInDataExport_07-01-2026/Shares.csv"], ["Basic_LinkedInDataExport_07-01-2026/Shares.csv"]),
        (["/x/Basic_LinkedInDataExport_07-01-2026/"], ["Basic_LinkedInDataExport_07-01-2026"]),
        (["/x/Basic_LinkedInDataExport_07-01-2026/y/Basic_LinkedInDataExport_08-01-2026.zip"],
         ["Basic_LinkedInDataExport_08-01-2026.zip"]),
    ],
)  # fmt: skip
def test_files_go_by_their_names(given: list[Any], kept: list[str]) -> None:
    assert beside(given) == kept


def test_the_folder_one_stands_in_goes_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert beside(["."]) == ["inner"]
    assert beside([".."]) == [tmp_path.name]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"target": 60}, "plan: by is missing"),
        ({"target": 60, "by": "soon"}, "plan: by 'soon' is no day"),
        ({"goal": 60, "by": "2026-12-01"}, "plan has unknown keys goal: use target, by"),
        ({"by": "2026-12-01"}, "a plan needs a target"),
    ],
)  # fmt: skip
def test_a_plan_that_can_not_be_used_is_refused(sample: api.Imported, plan: dict[str, Any], words: str) -> None:
    with pytest.raises(IngestError, match=re.escape(words)):
        api.notebook(sample, files=[], plan=plan)
    with pytest.raises(IngestError, match="there is no habit"):
        api.notebook(sample, {"weekly": {"sleep": 7}}, files=[])


def test_days_may_be_days(sample: api.Imported) -> None:
    by, week = dt.date(2026, 10, 30), dt.date(2026, 8, 3)
    given = api.notebook(sample, {"off": [week]}, files=[], plan={"hours": 2.0, "by": by})
    assert given == api.notebook(sample, {"off": ["2026-08-03"]}, files=[], plan={"hours": 2.0, "by": "2026-10-30"})


# -------------------------------------------------------------------------------------------- the command line


def test_ssi_plan_writes_a_notebook_whose_scenario_is_the_plan(ssi: Ssi, folder: Path, tmp_path: Path) -> None:  # noqa: F811
    files = sorted(folder.iterdir())
    asked = ("--hours", "2", "--by", "2026-12-29", "--without", "article", "--minutes", "comment=4")
    said = ssi("plan", *files, *asked, "--json", "--notebook", "plan.ipynb")
    assert (said.code, said.err) == (0, "")
    assert said.json == ssi("plan", *files, *asked, "--json").json
    names = ran((tmp_path / "plan.ipynb").read_text(), folder)
    assert plain(names["plan"].to_dict()) == said.json
    assert names["ahead"].weekly == pytest.approx(said.json["weekly"])
    assert names["ahead"].end.total == pytest.approx(said.json["reached"]["total"], abs=1e-9)


def test_ssi_project_prints_what_it_does_without(ssi: Ssi, folder: Path, tmp_path: Path) -> None:  # noqa: F811
    files = sorted(folder.iterdir())
    with_book = ssi("project", *files, "--notebook", "what.ipynb")
    assert with_book == ssi("project", *files)
    assert str(folder) not in (tmp_path / "what.ipynb").read_text()
    wrong = ssi("project", *files, "--notebook", "what.txt")
    assert (wrong.code, wrong.err) == (2, "ssi: --notebook what.txt: end the name in .ipynb\n")
