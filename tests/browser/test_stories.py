"""What a person does, in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from ssi_core import api
from tests.browser.driver import WAIT, settle

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_the_sample_zip_is_uploaded_and_the_total_read(visit: Visit, address: str, sample_dir: Path) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    archive = next(sample_dir.glob("*.zip"))
    right = api.score(api.read(archive))

    page.goto(address)
    page.get_by_role("button", name="I have files").click(timeout=WAIT)
    page.locator("input[type=file]").first.set_input_files(archive, timeout=WAIT)
    expect(page.get_by_role("heading", name="What was done with each file")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="See the score").click()

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(right.headline, timeout=WAIT)
    for pillar in right.pillars:
        title = f"{pillar.label}: {pillar.points:.1f} of 25"
        expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=WAIT)
    hosts = {urlsplit(url).hostname for url in asked if url.startswith(("http", "ws"))}
    assert hosts == {"127.0.0.1"}, "a request left this machine"


def test_the_example_is_one_click_from_an_empty_app_and_a_phone_shows_it(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(address)
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    right = api.score(api.read(api.sample_files()))
    expect(page.get_by_role("heading", level=1)).to_have_text(right.headline, timeout=WAIT)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} px wide on a phone of 390"


def test_the_keyboard_alone_reaches_the_example(visit: Visit, address: str) -> None:
    page = visit()
    page.goto(address)
    button = page.get_by_role("button", name="Show me an example")
    expect(button).to_be_visible(timeout=WAIT)
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI", timeout=WAIT)


def test_a_link_to_a_page_is_framed_for_the_first_visitor_of_a_fresh_server(visit: Visit, fresh: str) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(f"{fresh}/files")
    expect(page.get_by_role("heading", name="Your files")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", name="SSI Coach")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("link", name="Score")).to_be_visible(timeout=WAIT)


def test_a_pasted_reading_moves_the_number_and_the_method_is_one_click_away(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Estimated SSI: 65", timeout=WAIT)

    page.get_by_role("link", name="History").click()
    page.get_by_label("Text of the page, page data, or numbers").fill("15 / 7 / 8 / 20 = 50", timeout=WAIT)
    page.get_by_role("button", name="Note this reading").click()
    expect(page.get_by_text("Noted: 50 on")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="See the score").click()
    expect(heading).to_contain_text("Estimated SSI: 5", timeout=WAIT)
    expect(page.get_by_text("Calibrated on one official reading")).to_be_visible()

    page.get_by_role("link", name="How sure is this, and what does it rest on?").click()
    expect(page.get_by_role("heading", name="Why there is an interval")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", name="Which weights and caps matter most")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("come from what the model leaves out")).to_be_visible(timeout=WAIT)


def test_a_table_that_no_one_knows_is_read_once_its_columns_are_told(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 1600})
    report = (
        "Member name,From,To,Leads saved,Searches Performed,Saved searches\n"
        "Test Owner,2026-05-01,2026-05-31,12,40,3\nOther Person,2026-05-01,2026-05-31,1,2,0\n"
    )
    page.goto(f"{address}/files")
    held = {"name": "usage.csv", "mimeType": "text/csv", "buffer": report.encode()}
    page.locator("input[type=file]").first.set_input_files(held, timeout=WAIT)
    expect(page.get_by_text("Columns no one knows: usage.csv")).to_be_visible(timeout=WAIT)
    page.get_by_role("combobox", name="Which row is you").click()
    page.get_by_role("option", name="Test Owner").click()
    page.get_by_role("button", name="Use", exact=True).click(timeout=WAIT)
    expect(page.get_by_role("heading", name="What was done with each file")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("2 rows read: 1 kept, 1 left out")).to_be_visible()


def test_who_knows_only_their_score_sees_where_they_stand(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(address)
    page.get_by_role("button", name="I know my score").click(timeout=WAIT)
    page.get_by_label("Text of the page, page data, or numbers").fill("21 / 6.4 / 2.2 / 25", timeout=WAIT)
    page.get_by_role("button", name="See where I stand").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI: 5", timeout=WAIT)
    expect(page.get_by_role("heading", name="Your weakest pillar: Engage with insights")).to_be_visible(timeout=WAIT)


def test_a_link_to_a_scenario_shows_the_same_number_in_a_fresh_browser(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/what_if")
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    number = page.locator(".st-key-projected")
    as_now = api.project(api.read(api.sample_files()))
    expect(number).to_have_text(as_now.headline, timeout=WAIT)
    slider = page.get_by_role("slider", name="Comment on a post")
    slider.press("ArrowRight")
    page.wait_for_url(lambda url: "comment=8" in url, timeout=WAIT)
    slider.press("End")
    more = api.project(api.read(api.sample_files()), {"weekly": {"comment": 70}})
    expect(number).to_have_text(more.headline, timeout=WAIT)
    page.wait_for_url(lambda url: "comment=70" in url, timeout=WAIT)

    other = visit(viewport={"width": 390, "height": 844})
    other.goto(page.url)
    expect(other.get_by_text("The link you followed holds a scenario")).to_be_visible(timeout=WAIT)
    other.get_by_role("button", name="Show me an example").click()
    expect(other.locator(".st-key-projected")).to_have_text(more.headline, timeout=WAIT)

    # The browser's own way back is a step back in the scenario.
    page.go_back()
    fewer = api.project(api.read(api.sample_files()), {"weekly": {"comment": 8}})
    assert fewer.headline != more.headline
    expect(number).to_have_text(fewer.headline, timeout=WAIT)


def test_a_plan_is_made_tried_and_taken_along(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/plan")
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    page.get_by_label("Score to reach").fill("75", timeout=WAIT)
    page.get_by_label("Score to reach").press("Enter")
    expect(page.get_by_role("heading", name="75 by 29 December 2026 takes")).to_be_visible(timeout=WAIT)
    settle(page)
    with page.expect_download(timeout=WAIT) as held:
        page.get_by_role("button", name="Calendar (.ics)").click(timeout=WAIT)
    plan = api.plan(api.read(api.sample_files()), target=75, by=dt.date(2026, 12, 29))
    assert Path(held.value.path()).read_bytes() == api.agenda(plan, "ics")
    page.get_by_role("button", name="Try it on What if").click()
    tried = api.project(api.read(api.sample_files()), {"weekly": plan.weekly})
    expect(page.locator(".st-key-projected")).to_have_text(tried.headline, timeout=WAIT)


def test_a_team_of_forty_is_shown_and_a_group_of_four_is_not(visit: Visit, address: str) -> None:
    page = visit(viewport={"width": 1280, "height": 1600})
    page.goto(f"{address}/team")
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    found = api.cohort_of(api.invented_team())
    expect(page.get_by_role("heading", name=api.cohort_headline(found))).to_be_visible(timeout=WAIT)
    [four] = [part for part in found.parts if part.people == 4]
    expect(page.get_by_text(f"{four.name}, 4 people: held back: fewer than 5 people.")).to_be_visible(timeout=WAIT)
    everything = api.cohort_of(api.invented_team(), api.Sight("everything"))
    [hidden] = [part.spreads["total"] for part in everything.parts if part.name == four.name]
    assert api.spread_words(hidden) not in page.content()
    page.get_by_text("everybody: these are my own files").click()
    expect(page.get_by_text(f"{four.name}, 4 people: {api.spread_words(hidden)}.")).to_be_visible(timeout=WAIT)
