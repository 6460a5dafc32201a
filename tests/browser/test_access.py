"""Everyone can use it: axe finds nothing serious, the keyboard reaches everything, charts speak, a phone will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import driver

pytestmark = pytest.mark.browser

#: axe's impacts that no page may have, and the rules that no page may break though axe thinks less of them.
_GRAVE = ("serious", "critical")
_OURS = ("heading-order", "page-has-heading-one", "region")
_TABS = 250


@dataclass(frozen=True)
class Allowed:
    """A fault in Streamlit's own markup, which no page of ours can mend.

    Attributes
    ----------
    rule : str
        axe's name of the rule.
    selector : str
        CSS selector of the elements; anything else that breaks the rule still fails.
    why : str
        How it is known to be Streamlit's own.
    """

    rule: str
    selector: str
    why: str


ALLOWED = (
    Allowed(
        "color-contrast", '[data-testid="stWidgetLabel"][disabled] *',
        "Streamlit pales the label of a widget that is switched off, which WCAG allows (1.4.3, inactive components); "
        "axe can't know, since Streamlit ties the label to its input by aria-label alone",
    ),
    Allowed(
        "color-contrast", '[data-testid="stButtonGroup"] [data-selected="true"] *',
        "Streamlit writes the primary colour on a tint of a tenth of itself, and white on the primary colour on "
        "buttons: in the dark theme no colour reaches 4.5 in both, even on black. 4.2 here, and the state is not in "
        "colour alone",
    ),
)  # fmt: skip

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


def _faults(page: Page) -> list[str]:
    # Axe takes what a container has scrolled away for hidden: the window is made as tall as the page.
    page.set_viewport_size({"width": 1280, "height": max(900, driver.whole_height(page))})
    driver.settle(page)
    told = []
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] not in _GRAVE and violation["id"] not in _OURS:
            continue
        selectors = [a.selector for a in ALLOWED if a.rule == violation["id"]]
        for node in violation["nodes"]:
            # The last part of a target is the element itself, those before are the frames around it.
            if selectors and page.locator(str(node["target"][-1])).first.evaluate(
                "(node, selectors) => selectors.some(s => node.matches(s))", selectors
            ):
                continue
            why = "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
            told.append(f"{violation['id']} ({violation['impact']}): {node['html'][:200]}: {why}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return told


@each_page
def test_axe_finds_nothing_serious(visitor: Page, screen: driver.Screen) -> None:
    driver.go(visitor, screen)
    assert _faults(visitor) == []


@each_page
def test_every_chart_and_table_says_what_it_shows(visitor: Page, screen: driver.Screen) -> None:
    driver.go(visitor, screen)
    unnamed = visitor.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"], [data-testid="stDataFrame"]')]
             .filter(node => !(node.getAttribute('aria-label') || node.querySelector('table[aria-label], [role=grid]'
               + '[aria-label], button[aria-label*=": "]'))).map(node => node.outerHTML.slice(0, 200))"""
    )
    assert unnamed == []


@each_page
def test_a_phone_scrolls_in_one_direction_only(walker: Page, screen: driver.Screen) -> None:
    driver.go(walker, screen)
    wide = walker.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')].map(
             node => node.scrollWidth - node.clientWidth)"""
    )
    assert wide == [0, 0]


#: Streamlit's widgets that a person acts on; one that is folded away or switched off waits for its turn.
_WIDGETS = ", ".join(
    f'[data-testid="{name}"]'
    for name in (
        "stButton", "stDownloadButton", "stFormSubmitButton", "stLinkButton", "stPageLink", "stPopover",
        "stTextInput", "stTextArea", "stNumberInput", "stSlider", "stSelectbox", "stMultiSelect", "stCheckbox",
        "stRadio", "stButtonGroup", "stDateInput", "stTimeInput", "stFileUploader", "stTabs", "stExpander",
        "stDataFrame", "stSidebarNavLink", "stMainMenuButton",
    )
)  # fmt: skip
_MARK = """selector => {
  const able = 'button, a[href], input, textarea, select, summary, canvas, [tabindex]';
  window.unreached = [...document.querySelectorAll(selector)].filter(widget =>
    widget.checkVisibility({visibilityProperty: true}) && [widget, ...widget.querySelectorAll('*')].some(node =>
      node.matches(able) && !node.disabled && !node.closest('[aria-disabled="true"], fieldset:disabled')));
  return window.unreached.length;
}"""
_TOP = """() => {
  const start = document.createElement('span');
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  start.remove();
}"""
_STEP = """() => {
  const at = document.activeElement;
  window.unreached = window.unreached.filter(widget => !widget.contains(at));
  return at === document.body;
}"""
_LEFT = """() => window.unreached.map(widget =>
  `${widget.dataset.testid}: ${(widget.innerText || widget.outerHTML).trim().slice(0, 80)}`)"""


@each_page
def test_tab_reaches_every_control_and_leaves_the_page_again(typist: Page, screen: driver.Screen) -> None:
    driver.go(typist, screen)
    # From the top, as after a fresh load: whatever had the focus is gone, and so is the place where it was.
    typist.evaluate(_TOP)
    assert typist.evaluate(_MARK, _WIDGETS) > 3
    outside = False
    for _ in range(_TABS):
        typist.keyboard.press("Tab")
        outside = typist.evaluate(_STEP)
        if outside:
            break
    assert outside, f"{_TABS} times Tab, and the focus is still inside"
    assert typist.evaluate(_LEFT) == []
