"""What the app's benchmark waits for is what a person waits for; nothing here is timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from benchmarks import app
from tests.browser import driver

pytestmark = pytest.mark.browser


def test_the_click_on_the_sample_ends_at_its_score(visit: Callable[..., Page], address: str) -> None:
    page = visit()
    page.goto(address)
    assert app.click_to_score(page) > 0
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI", timeout=1)


def test_a_push_ends_at_the_changed_number(visit: Callable[..., Page]) -> None:
    with app.serving(app.floor_app("echo", app.NUMBER), {}) as (url, _):
        page = visit()
        page.goto(url)
        driver.settle(page)
        slider = app.Slider(page)
        for number in ("40", "0"):
            assert slider.push() > 0
            assert page.locator(app.NUMBER).inner_text() == number


def test_a_push_ends_at_the_chart_drawn_anew(visit: Callable[..., Page]) -> None:
    with app.serving(app.floor_app("echo_chart", app.CHART), {}) as (url, _):
        page = visit()
        page.goto(url)
        driver.settle(page)
        slider, line = app.Slider(page, app.DRAWN), page.locator(app.DRAWN)
        drawn = {line.get_attribute("d")}
        for _ in range(2):
            assert slider.push() > 0
            drawn.add(line.get_attribute("d"))
        assert len(drawn) == 3


def test_a_first_page_is_there_once_it_shows_what_it_is_for(visit: Callable[..., Page]) -> None:
    browser = visit().context.browser
    assert browser is not None
    seen: list[tuple[str, int]] = []

    def look(page: Page) -> None:
        seen.append((page.get_by_role("heading", level=1).inner_text(), page.locator(".main-svg .trace").count()))

    assert app.first_page(browser, app.floor_app("chart", app.CHART), {}, look) > 0
    assert seen == [("One chart", 1)]
