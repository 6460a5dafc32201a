"""What is in view as a notebook: it gives what the page shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import notebook_download, state, tried
from ssi_core import api
from tests.notebooks import cells, data, linked, ran

SCENARIO = {"start": None, "weekly": {"comment": 12.0}, "off": ["2026-08-03"], "profile": []}


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session without a browser."""
    held: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", held)
    monkeypatch.setattr(state.stash, "drop", lambda: None)
    return held


def made(plan: dict[str, object] | None = None) -> str:
    maker = notebook_download.maker(plan)
    assert maker is not None
    # On a thread without a session.
    st.session_state = None  # type: ignore[assignment]
    return maker().decode()


def test_there_is_none_while_nobody_is_in_view() -> None:
    assert notebook_download.maker() is None


def test_all_that_was_typed_goes_along(tmp_path: Path) -> None:
    state.open_sample()
    state.use_stated(api.Stated(signals={"active_groups": 3.0}, checklist={"photo": True}))
    state.use_target(api.Target(("buyer",)))
    state.use_readings([api.Reading(20600, 60.0)])
    state.use_model(api.Model.edited({"comments_given": {"enough": 100}}))
    state.stand_on(dt.date(2026, 6, 1))
    tried.add({"weekly": {"post": 1.0}}, "Posts")
    tried.add(SCENARIO, "Twelve comments")
    tried.look(13)
    loaded = state.loaded()
    assert loaded is not None
    model, right = state.model(), loaded.prospect.project(SCENARIO, 13)
    text = made({"hours": 2, "by": "2026-10-01"})
    assert cells(text)["about"].startswith("# Twelve comments\n")
    names = ran(text, linked(tmp_path))
    assert names["ahead"] == right
    assert names["score"].to_dict() == loaded.score.to_dict()
    assert names["found"].member.readings == loaded.found.member.readings
    assert names["plan"] == api.plan(loaded.found, hours=2, by=dt.date(2026, 10, 1), model=model)


def test_the_sample_as_it_is_is_its_names_and_nothing_else() -> None:
    state.open_sample()
    text = made()
    assert data(text, "files", "FILES") == [f.name for f in api.sample_files()]
    assert cells(text)["typed"] == '# The day to stand on.\nAS_OF = "2026-06-30"'


def test_answers_alone_make_one_without_files(tmp_path: Path) -> None:
    state.use_stated(api.Stated(answers={"connections": 500.0, "comment": 4.0}))
    loaded = state.loaded()
    assert loaded is not None
    right = loaded.prospect.project()
    assert ran(made(), tmp_path)["ahead"] == right


def test_uploads_go_by_their_names_and_a_folder_by_its_own(sample_dir: Path, tmp_path: Path) -> None:
    log = (sample_dir / "official_readings.csv").read_bytes()
    book = next(f for f in api.sample_files() if f.suffix == ".xlsx")
    state.open_files([("mine/log.csv", log), ("mine/inner/more.csv", b"a,b\n"), (book.name, book.read_bytes())], "x")
    loaded = state.loaded()
    assert loaded is not None
    right = loaded.prospect.project()
    text = made()
    assert data(text, "files", "FILES") == [book.name, "mine"]
    linked(tmp_path, [book])
    (tmp_path / "mine" / "inner").mkdir(parents=True)
    (tmp_path / "mine" / "log.csv").write_bytes(log)
    (tmp_path / "mine" / "inner" / "more.csv").write_bytes(b"a,b\n")
    assert ran(text, tmp_path)["ahead"] == right


def test_what_no_longer_fits_is_left_as_the_page_leaves_it(tmp_path: Path) -> None:
    state.open_sample()
    tried.use({**SCENARIO, "start": "2020-01-01"})
    loaded = state.loaded()
    assert loaded is not None
    right = loaded.prospect.project()
    assert ran(made(), linked(tmp_path))["ahead"] == right


def test_readings_taken_away_are_taken_away(sample_dir: Path, tmp_path: Path) -> None:
    files = [*api.sample_files(), sample_dir / "official_readings.csv"]
    state.open_files(files, "x")
    state.use_readings([])
    loaded = state.loaded()
    assert loaded is not None
    score = loaded.score
    names = ran(made(), linked(tmp_path, files))
    assert not names["score"].calibrated
    assert names["score"].total == score.total


def test_the_button_stands_where_somebody_is_in_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    page = "from pages.shared import notebook_download, state\n{}notebook_download.button('along')\n"
    assert not AppTest.from_string(page.format(""), default_timeout=30).run().download_button
    at = AppTest.from_string(page.format("state.open_sample()\n"), default_timeout=30).run()
    assert not at.exception
    assert [b.label for b in at.download_button] == ["Download as a notebook"]
