"""Everyone can use it: axe finds nothing serious, the keyboard reaches everything, charts speak, a phone will do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import access, driver

pytestmark = pytest.mark.browser

_VISITS = [(theme, sample) for theme in ("light", "dark") for sample in (False, True)]
_SCREENS = driver.screens()
each_page = pytest.mark.parametrize("screen", _SCREENS, ids=[s.name for s in _SCREENS])


def _visitor(browser: Browser, address: str, theme: Any, sample: bool, width: int = 1280) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    driver.open_app(page, address, sample)
    yield page
    context.close()


@pytest.fixture(scope="module", params=_VISITS, ids=[f"{t}-{'sample' if s else 'empty'}" for t, s in _VISITS])
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Someone who walks through all pages, in either theme, with nobody in view and with the sample."""
    yield from _visitor(browser, address, *request.param)


@pytest.fixture(scope="module", params=[False, True], ids=["empty", "sample"])
def typist(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Someone without a mouse."""
    yield from _visitor(browser, address, "light", request.param)


@pytest.fixture(scope="module", params=[False, True], ids=["empty", "sample"])
def walker(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Someone with a phone in one hand."""
    yield from _visitor(browser, address, "light", request.param, width=390)


@each_page
def test_axe_finds_nothing_serious(visitor: Page, screen: driver.Screen) -> None:
    driver.go(visitor, screen)
    assert access.faults(visitor) == []


@each_page
def test_every_chart_and_table_says_what_it_shows(visitor: Page, screen: driver.Screen) -> None:
    driver.go(visitor, screen)
    assert access.unnamed(visitor) == []


@each_page
def test_a_phone_scrolls_in_one_direction_only(walker: Page, screen: driver.Screen) -> None:
    driver.go(walker, screen)
    assert access.sideways(walker) == [0, 0]


@each_page
def test_tab_reaches_every_control_and_leaves_the_page_again(typist: Page, screen: driver.Screen) -> None:
    driver.go(typist, screen)
    assert access.controls(typist) > 3
    assert access.out_of_reach(typist) == []
