"""What everyone needs of an open page: axe finds nothing serious, charts speak, a phone will do, Tab gets round."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import driver

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


def faults(page: Page) -> list[str]:
    """What axe finds, without what is allowed."""
    size = page.viewport_size
    assert size is not None
    # Axe takes what a container has scrolled away for hidden: the window is made as tall as the page.
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], driver.whole_height(page))})
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
    page.set_viewport_size(size)
    return told


def unnamed(page: Page) -> list[str]:
    """Charts and tables that don't say what they show."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"], [data-testid="stDataFrame"]')]
             .filter(node => !(node.getAttribute('aria-label') || node.querySelector('table[aria-label], [role=grid]'
               + '[aria-label], button[aria-label*=": "]'))).map(node => node.outerHTML.slice(0, 200))"""
    )
    return found


def sideways(page: Page) -> list[int]:
    """By how many pixels the document and the page within are wider than the window."""
    found: list[int] = page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')].map(
             node => node.scrollWidth - node.clientWidth)"""
    )
    return found


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


def controls(page: Page) -> int:
    """How many widgets a person could act on now; the walk of :func:`out_of_reach` is about these."""
    return int(page.evaluate(_MARK, _WIDGETS))


def out_of_reach(page: Page) -> list[str]:
    """Widgets that Tab alone never comes to, from the top of the page until the focus leaves it."""
    # From the top, as after a fresh load: whatever had the focus is gone, and so is the place where it was.
    page.evaluate(_TOP)
    controls(page)
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(_STEP):
            left: list[str] = page.evaluate(_LEFT)
            return left
    return [f"{_TABS} times Tab, and the focus is still inside"]
