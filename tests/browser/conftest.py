"""A real Chromium before the real app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import driver


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
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own, closed whatever becomes of the test."""
    with ExitStack() as opened:

        def new(**options: Any) -> Page:
            context = browser.new_context(**options)
            opened.callback(context.close)
            return context.new_page()

        yield new
