"""A real Chromium before the real app."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser import driver

_PAGES = pytest.StashKey[list[Page]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what the pages of a story showed when it failed: a story that fails once in a while is told by that alone."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(_PAGES, []):
            with suppress(Error):
                state = page.evaluate("JSON.stringify({...document.querySelector('[data-testid=\"stApp\"]')?.dataset})")
                shown = page.locator("body").inner_text(timeout=5000)
                report.sections.append((f"{page.url} {state}", shown))
    return report


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The app, one server for all stories."""
    with driver.served() as url:
        yield url


@pytest.fixture
def fresh() -> Iterator[str]:
    """The app on a server that nobody has visited."""
    with driver.served() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if driver.chromium() is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium, or name one in SSI_CHROMIUM")
    with driver.launched() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own, closed whatever becomes of the test."""
    pages = request.node.stash[_PAGES] = []
    with ExitStack() as opened:

        def new(**options: Any) -> Page:
            context = browser.new_context(**options)
            opened.callback(context.close)
            pages.append(context.new_page())
            return pages[-1]

        yield new
