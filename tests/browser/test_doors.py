"""From nothing to an insight: the first two doors, a slider by keyboard, and a page that was reloaded."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ssi_core import api
from tests.browser.driver import WAIT

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

#: What a newcomer is asked for at most, before a score, a what-if and a next best hour.
MOST_ACTIONS = 6
MOST_SECONDS = 60


class Counted:
    """A page, and how often something was done on it."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions, self.began = page, 0, time.monotonic()

    def click(self, what: Locator) -> None:
        what.click(timeout=WAIT)
        self.actions += 1

    def fill(self, what: Locator, text: str) -> None:
        what.fill(text, timeout=WAIT)
        self.actions += 1

    def sees_a_score(self, pillar: str | None = None) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI:", timeout=WAIT)
        name = f"Your weakest pillar: {pillar}" if pillar else re.compile("Your weakest pillar: ")
        expect(self.page.get_by_role("heading", name=name)).to_be_visible(timeout=WAIT)
        self.sees_the_best_hour()

    def sees_the_best_hour(self) -> None:
        expect(self.page.get_by_role("heading", name="Your best next hour")).to_be_visible(timeout=WAIT)
        expect(self.page.get_by_text(re.compile(r"points an hour")).first).to_be_visible(timeout=WAIT)

    def sees_a_projection(self) -> None:
        headline = re.compile(r"^\d+ by \d+ \w+ \d{4}, probably \d+–\d+; as now \d+, stop \d+$")
        expect(self.page.get_by_role("heading", name=headline)).to_be_visible(timeout=WAIT)

    def was_quick(self) -> None:
        assert self.actions <= MOST_ACTIONS
        assert time.monotonic() - self.began < MOST_SECONDS


def test_a_known_score_leads_to_score_what_if_and_the_next_best_hour(visit: Visit, address: str) -> None:
    me = Counted(visit(viewport={"width": 1280, "height": 900}))
    me.page.goto(address)
    me.click(me.page.get_by_role("button", name="I know my score"))
    me.fill(me.page.get_by_label("Text of the page, page data, or numbers"), "21 / 6.4 / 2.2 / 25")
    me.click(me.page.get_by_role("button", name="See where I stand"))
    me.sees_a_score("Engage with insights")
    me.click(me.page.get_by_role("link", name="What if"))
    me.sees_a_projection()
    me.sees_the_best_hour()
    me.was_quick()


def test_eight_questions_lead_to_score_what_if_and_the_next_best_hour(visit: Visit, address: str) -> None:
    me = Counted(visit(viewport={"width": 390, "height": 844}))
    me.page.goto(address)
    me.click(me.page.get_by_role("button", name="Answer eight questions"))
    me.fill(me.page.get_by_role("spinbutton", name="How many connections do you have?"), "800")
    me.fill(me.page.get_by_role("spinbutton", name="Comments you write a week"), "5")
    me.click(me.page.get_by_role("button", name="See my score"))
    me.sees_a_score()
    me.click(me.page.get_by_role("link", name="Try other habits"))
    me.sees_a_projection()
    me.sees_the_best_hour()
    me.was_quick()


def test_a_slider_moved_by_keyboard_changes_the_number_to_the_cores(
    visit: Visit, address: str, sample_dir: Path
) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    archive = next(sample_dir.glob("*.zip"))
    page.goto(f"{address}/files")
    page.locator("input[type=file]").first.set_input_files(archive, timeout=WAIT)
    expect(page.get_by_role("heading", name="What was done with each file")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="What if").click()
    found = api.read(archive)
    before = api.project(found)
    expect(page.get_by_role("heading", name=before.headline)).to_be_visible(timeout=WAIT)

    slider = page.get_by_role("slider", name="Comment on a post, a week (3 min each)")
    slider.focus(timeout=WAIT)
    stood = float(slider.input_value())
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    stands = float(slider.input_value())
    assert stands > stood
    right = api.project(found, {"weekly": {"comment": stands}})
    assert right.end.total > before.end.total
    expect(page.get_by_role("heading", name=right.headline)).to_be_visible(timeout=WAIT)
    expect(slider).to_be_focused()


def test_a_page_reloaded_says_what_was_lost_and_brings_it_back(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Estimated SSI", timeout=WAIT)
    page.get_by_role("link", name="Profile").click()
    page.get_by_text("Set it myself: Active groups").click(timeout=WAIT)
    expect(page.get_by_role("button", name="Back to what the files say")).to_be_visible(timeout=WAIT)
    stood = page.get_by_role("heading", name=re.compile("^Estimated SSI")).inner_text()

    page.reload()
    expect(page.get_by_text("This page was reloaded, and a reload starts from nothing.")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Gone from view: an invented member (the sample), 1 answer.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("heading", name=stood)).to_be_visible(timeout=WAIT)

    other = visit(viewport={"width": 1280, "height": 900})
    other.goto(address)
    expect(other.get_by_role("button", name="Show me an example")).to_be_visible(timeout=WAIT)
    expect(other.get_by_text("a reload starts from nothing")).to_have_count(0)
