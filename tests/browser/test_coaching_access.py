"""Everyone can coach with it: what holds for every page holds where a member is kept, on the way through a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import access, coaching, driver

pytestmark = pytest.mark.browser


# Contrast hangs on the theme and layout on the width: three of the four show whatever the fourth would.
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_the_way_through_a_session_is_open_to_everyone(
    visit: Callable[..., Page], address: str, theme: Any, width: int
) -> None:
    # One walk, since a session is begun once; what fails is told by view.
    page = visit(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", locale="en-GB")
    driver.open_app(page, address)
    told: dict[str, list[str]] = {}
    for view in coaching.walk(page):
        found = [*access.faults(page), *access.unnamed(page)]
        if width == 390 and access.sideways(page) != [0, 0]:
            found.append(f"sideways: {access.sideways(page)}")
        if (theme, width) == ("light", 1280):
            assert access.controls(page) > 1
            found += access.out_of_reach(page)
        if found:
            told[view.name] = found
    assert told == {}
