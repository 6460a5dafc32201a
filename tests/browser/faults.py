"""What can go wrong on each page, done as a person would do it.

A page that can go wrong in a way of its own says so in :data:`FAULTS`; the others are seen after an upload that could
not be used.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import coaching
from tests.browser.driver import WAIT, Screen, go, screens, settle


def _give(page: Page, name: str, text: str, nth: int = 0) -> None:
    held = {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}
    page.locator("input[type=file]").nth(nth).set_input_files(held, timeout=WAIT)
    page.get_by_test_id("stAlert").first.wait_for(timeout=WAIT)


def unusable_file(page: Page) -> None:
    """On Files: nothing that anyone could read."""
    _give(page, "holiday.csv", "no table, and nothing of LinkedIn's\n")


def unreadable_reading(page: Page) -> None:
    """On History: pasted text without a number in it."""
    page.get_by_label("Text of the page, page data, or numbers").fill("My score is fine, thanks", timeout=WAIT)
    page.get_by_role("button", name="Note this reading").click()
    page.get_by_test_id("stAlert").first.wait_for(timeout=WAIT)


def unusable_model(page: Page) -> None:
    """On Method: a model file with a weight below nothing."""
    _give(page, "model.toml", "[signals.comments_given]\nmax = -3\n")


def wrong_days(page: Page) -> None:
    """On Why it moved: from a day to one before it."""
    # The sample ends on 30 June: from 1 July on.
    month = page.get_by_role("spinbutton", name="month, From")
    month.click(timeout=WAIT)
    month.press("7")
    page.get_by_role("heading", level=1).first.click()  # the date counts once its field is left
    page.get_by_test_id("stAlert").first.wait_for(timeout=WAIT)


def unusable_scenario(page: Page) -> None:
    """On What if: a file that asks for more comments than a week has room for."""
    page.get_by_role("button", name="Save or load").click(timeout=WAIT)
    _give(page, "habits.json", '{"weekly": {"comment": 500}}')


def out_of_reach(page: Page) -> None:
    """On Plan: more than an hour a week can do."""
    page.get_by_label("Hours a week, at most").fill("1", timeout=WAIT)
    page.get_by_label("Score to reach").fill("95", timeout=WAIT)
    page.get_by_label("Score to reach").press("Tab")
    page.get_by_role("heading", name="out of reach").wait_for(timeout=WAIT)


def unreadable_archive(page: Page) -> None:
    """On Team: an archive that broke off on the way."""
    _give(page, "member.zip", "PK, and no more")


def unreadable_spreadsheet(page: Page) -> None:
    """On Today: a table in which no one knows a column."""
    _give(page, "clients.csv", "Gizmo,Stars\nA,5\n")


def wrong_way_round(page: Page) -> None:
    """On Session: agreed on from a day to one before it, with an invented member, since the sample is nobody kept."""
    coaching.press(page, "Show me an example")
    coaching.press(page, "Begin the session")
    coaching.step(page, "4. Agree")
    # From 2 July 2026, unless told otherwise, for four weeks.
    year = page.get_by_role("spinbutton", name="year, Until")
    year.click(timeout=WAIT)
    year.press_sequentially("2025")
    coaching.agree(page, "Comments")
    page.get_by_test_id("stAlert").first.wait_for(timeout=WAIT)


#: What goes wrong on a page, by its file's name. Each starts on that page, with the sample in view.
FAULTS: dict[str, Callable[[Page], None]] = {
    "files": unusable_file,
    "history": unreadable_reading,
    "method": unusable_model,
    "plan": out_of_reach,
    "session": wrong_way_round,
    "team": unreadable_archive,
    "today": unreadable_spreadsheet,
    "what_if": unusable_scenario,
    "why": wrong_days,
}


def fail(page: Page, screen: Screen) -> None:
    """Let something go wrong on a page that is open already."""
    if screen.name in FAULTS:
        FAULTS[screen.name](page)
    else:
        files = next(s for s in screens() if s.name == "files")
        go(page, files)
        unusable_file(page)
        go(page, screen)
    settle(page)
