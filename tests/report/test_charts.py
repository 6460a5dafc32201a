"""Charts are SVG without addresses, the same every time, with names of their own, and touch nothing global."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest

from ssi_core import api
from ssi_core.report import charts


@pytest.fixture(scope="module")
def pictures(report: api.Report) -> dict[str, str]:
    assert report.history is not None
    return {
        "pillars": charts.pillars(report.score.pillars),
        "history": charts.history(report.history),
        "waterfall": charts.waterfall(report.why),
        "cohort": charts.cohort({"Total": ((30, 40, 50), (35, 45, 55))}, 100, "cohort"),
    }


def test_they_are_svg_and_nothing_else(pictures: dict[str, str]) -> None:
    for name, picture in pictures.items():
        root = ElementTree.fromstring(picture)
        assert root.tag == "svg"
        assert root.get("viewBox")
        assert not re.search(r"http|<style|<script|<!DOCTYPE|<metadata|<image|<text|pattern", picture)
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        assert all(str(i).startswith(f"{name}_") for i in ids)


def test_they_are_the_same_every_time(pictures: dict[str, str], report: api.Report) -> None:
    assert charts.pillars(report.score.pillars) == pictures["pillars"]
    assert charts.waterfall(report.why) == pictures["waterfall"]


def test_losses_and_gaps_are_told_by_strokes_too(pictures: dict[str, str]) -> None:
    # Upright lines over a bar: many more of them than the axes have.
    assert pictures["pillars"].count("<path") > 100
    assert charts.ORANGE.lower() in pictures["waterfall"]
    assert charts.GREEN.lower() in pictures["waterfall"]


def test_nothing_global_is_touched(report: api.Report) -> None:
    before = dict(matplotlib.rcParams)
    charts.pillars(report.score.pillars)
    assert dict(matplotlib.rcParams) == before


def test_pyplot_is_never_loaded(repo: Path) -> None:
    code = (
        "import sys, datetime as dt; from ssi_core import api;"
        "found = api.read([], stated=api.Stated(answers={'connections': 500.0}), as_of=dt.date(2026, 6, 30));"
        "report = api.report(found);"
        "print([m for m in ('matplotlib', 'fpdf', 'PIL') if m in sys.modules]);"
        "api.report_file(report, 'html'); api.report_file(report, 'pdf');"
        "print([m for m in ('matplotlib.pyplot', 'pandas', 'streamlit') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_the_font_comes_with_the_installation() -> None:
    for bold in (False, True):
        assert Path(charts.font_file(bold)).is_relative_to(Path(matplotlib.__file__).parent)
        assert Path(charts.font_file(bold)).exists()
