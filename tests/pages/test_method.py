"""The Method page: what a total rests on, and a model that its reader may change."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ssi_core import api
from tests.pages.test_pages import app, texts

PAGE = "pages/method.py"


def with_sample() -> AppTest:
    at = app(PAGE)
    at.button(key="sample").click().run()
    return at


def shown(at: AppTest) -> str:
    return next(str(m.value) for m in at.sidebar.markdown if "Estimated SSI" in str(m.value))


@pytest.fixture(scope="module")
def sample() -> api.Imported:
    return api.read(api.sample_files())


def test_without_files_it_shows_the_table_and_offers_the_sample() -> None:
    at = app(PAGE)
    assert not at.exception
    assert "The table, open to editing" in texts(at)
    assert at.button(key="sample")


def test_it_says_the_numbers_of_the_core(sample: api.Imported) -> None:
    at, result = with_sample(), api.sensitivity(sample)
    assert not at.exception
    words = texts(at)
    for cause, points in result.causes:
        assert f"{points:.1f} come from {cause}" in words
    window = next(s for s in result.swings if s.what == "window")
    assert f"{window.totals[0]:.1f} at 60 days, {window.totals[1]:.1f} at 90 days, {window.totals[2]:.1f} at" in words
    first = result.swings[0]
    assert f"From a total of {first.base:.1f}, what matters most: {first.label}" in words


def test_an_edited_model_is_used_on_every_page_and_can_be_taken_back(sample: api.Imported) -> None:
    at = with_sample()
    published = shown(at)
    at.slider(key="window").set_value(60)
    at.selectbox(key="curve").set_value("saturating")
    at.button(key="use-model").click().run()
    assert not at.exception
    edited = api.score(sample, model=api.Model.edited({}, 60, "saturating"))
    assert shown(at) == edited.headline != published
    assert "window 60 days; curve saturating" in " ".join(str(i.value) for i in at.info)
    at.switch_page("pages/score.py").run()
    assert at.title[0].value == edited.headline
    assert "with window 60 days; curve saturating" in texts(at)
    at.switch_page(PAGE).run()
    at.button(key="reset-model").click().run()
    assert shown(at) == published


MODEL = b"[signals.comments_given]\nenough = 100\n"


def test_a_model_file_is_used_and_goes_to_the_command_line_unchanged(sample: api.Imported, tmp_path: Path) -> None:
    at = with_sample()
    at.file_uploader[0].set_value([("mine.toml", MODEL, "text/plain")]).run()
    assert not at.exception
    model = api.Model.from_toml(MODEL.decode())
    assert shown(at) == api.score(sample, model=model).headline
    saved = tmp_path / "saved.toml"
    saved.write_text(model.to_toml())
    assert api.model_from(saved) == model


@pytest.mark.parametrize(
    ("text", "message"),
    [(b"window = 10", "a window of 10 days is outside 30 to 180"), (b"window = ", "the model file is not TOML"),
     (b"[signals.comments_given]\nmax = 9", "the weights of engage sum to 27\\, not 25\\: adjust them")],
)  # fmt: skip
def test_a_model_file_that_can_not_be_used_leaves_the_one_before(text: bytes, message: str) -> None:
    at = with_sample()
    before = shown(at)
    at.file_uploader[0].set_value([("mine.toml", text, "text/plain")]).run()
    assert not at.exception
    assert message in at.error[0].value
    assert shown(at) == before


def test_files_opened_later_are_scored_by_the_edited_model(sample: api.Imported) -> None:
    at = app(PAGE)
    at.slider(key="window").set_value(120)
    at.button(key="use-model").click().run()
    at.button(key="sample").click().run()
    assert shown(at) == api.score(sample, model=api.Model(window=120)).headline
