"""A report in a real browser: axe finds nothing, nothing is fetched, nothing hangs over, and it prints on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ssi_core import api
from tests.report.samples import HOSTILE, squeezed, whole

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = whole(api.read(api.sample_files()), notes=HOSTILE)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(api.report_file(report, "html"))
    return path


@pytest.mark.parametrize("width", [1000, 400])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everyone_can_use_it(visit: Callable[..., Page], file: Path, theme: str, width: int) -> None:
    # axe is a script, which the page's own policy would stop.
    page = visit(color_scheme=theme, viewport={"width": width, "height": 900}, bypass_csp=True)
    fetched, said = list[str](), list[str]()
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    assert fetched == [file.as_uri()]
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []


def test_it_prints_without_its_edges_cut_or_its_headings_parted(visit: Callable[..., Page], file: Path) -> None:
    page = visit()
    page.goto(file.as_uri())
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert (round(float(printed.pages[0].mediabox.width)), round(float(printed.pages[0].mediabox.height))) in (
        (595, 842), (596, 842)
    )  # fmt: skip
    text = squeezed("".join(p.extract_text() for p in printed.pages))
    assert squeezed("What moved since 1 April 2026") in text
    assert squeezed("not LinkedIn's number") in text
    last_lines = [p.extract_text().strip().splitlines()[-1] for p in printed.pages]
    headings = {page.locator("h2").nth(i).inner_text() for i in range(page.locator("h2").count())}
    assert not headings & set(last_lines)
