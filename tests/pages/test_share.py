"""What a member gives their coach: one click on the Files page, made of what is in view."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import frame
from ssi_core import api
from tests.pages.test_pages import app, texts


def test_nobody_in_view_nothing_to_share() -> None:
    at = app("pages/files.py")
    assert "Share with my coach" not in texts(at)
    assert "share-counts" not in {b.key for b in at.download_button}


Noted = dict[str, tuple[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """What each download button was drawn with, by its key."""
    asked: Noted = {}
    drawn = st.download_button

    def noting(*given: Any, **named: Any) -> bool:
        asked[named["key"]] = given, named
        return drawn(*given, **named)

    monkeypatch.setattr(st, "download_button", noting)
    return asked


def test_what_is_in_view_is_shared_and_scores_the_same(noted: Noted) -> None:
    at = app("pages/files.py")
    at.button(key="sample").click().run()
    assert not at.exception
    assert "Share with my coach" in [h.value for h in at.header]
    # What it holds and what not is said before it is given away.
    assert api.WHAT_IT_HOLDS in texts(at)
    (label, maker, name, kind), named = noted["share-counts"]
    assert (name, kind, named["on_click"]) == ("ssi_shared_counts.json", "application/json", "ignore")
    assert label in [b.label for b in at.download_button]
    with ThreadPoolExecutor(1) as thread:  # as Streamlit calls it
        text = thread.submit(maker).result()
    found = api.read(api.sample_files())
    assert text == api.shared_counts(found)
    assert api.score(api.shared_from(text)).to_dict() == api.score(found).to_dict()


TYPED = """
import runpy
from pages.shared import state
from ssi_core import api
if state.loaded() is None:
    state.open_sample()
    state.use_stated(api.Stated(signals={"active_groups": 3.0}))
    state.use_readings([api.Reading(20600, 60.0)])
runpy.run_path("pages/files.py")
"""


def test_what_was_typed_goes_along(noted: Noted, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    monkeypatch.setattr(frame, "page", lambda draw: draw())  # the page alone, without the app around it
    assert not AppTest.from_string(TYPED, default_timeout=30).run().exception
    found = api.shared_from(noted["share-counts"][0][1]())
    assert found.member.stated.signals == {"active_groups": 3.0}
    assert found.member.readings == (api.Reading(20600, 60.0),)
