"""The app in a real browser, against Streamlit pages that do next to nothing.

Each figure is what a person waits for: until the first page stands there after a cold start, from the click on the
example to the score, from a key on a slider to the changed number and to the chart drawn anew. Floors and app take
turns in the same Chromium.
"""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measure import ROOT, Result, in_turn, machine, spread

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: The project's limits: a changed number, a chart drawn anew, and the first page of a cold server, against a floor.
LIMIT_SLIDER, LIMIT_CHART, LIMIT_COLD = 1.3, 1.5, 1.3
#: The project's limit: from the click on the sample to its score.
LIMIT_SAMPLE_S = 1.0
COLD_ROUNDS, SLIDER_ROUNDS, SAMPLE_ROUNDS = 7, 30, 9

_FLOORS = ROOT / "benchmarks" / "floors"
_EXAMPLE, _SCORED = "Show me an example", "Estimated SSI"
#: What a page must show to be there, beside its title: the way in, or the chart.
BUTTON = "[data-testid=stMain] [data-testid=stButton] button"
CHART = "[data-testid=stMain] [data-testid=stPlotlyChart] .main-svg .trace"
#: What follows the slider, by a key that the What if page and the floor share.
NUMBER = ".st-key-projected"
#: The line that follows it in the chart, drawn last, likewise.
DRAWN = ".st-key-projection .scatterlayer .trace:last-child path.js-line"
_SHOWN = """selector => document.querySelector('[data-testid=stMain] h1')?.textContent.trim() &&
  document.querySelector(selector)?.checkVisibility()"""
# From the next key or click, on the clock that stamps it, to the paint after the text has become another one.
_WATCH = """([type, selector, wanted]) => {
  const text = () => {
    const found = document.querySelector(selector);
    return found ? found.getAttribute('d') ?? found.textContent : '';
  };
  const before = text();
  window.taken = new Promise((done, fail) => addEventListener(type, event => {
    const late = setTimeout(() => fail(new Error(`${selector} does not change: ${before}`)), 30000);
    const look = () => {
      if (!text() || text() === before || !text().includes(wanted)) return;
      watch.disconnect();
      clearTimeout(late);
      requestAnimationFrame(() => setTimeout(() => done((performance.now() - event.timeStamp) / 1000)));
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributeFilter: ['d']});
  }, {once: true, capture: true}));
}"""


@dataclass(frozen=True)
class Kind:
    """An app that is measured.

    Attributes
    ----------
    command : sequence of str
        Arguments of python; the port comes behind them.
    shown : str
        CSS selector of what must be visible beside the title.
    folder : Path
        Where it is started; Streamlit takes its settings from there.
    """

    command: Sequence[str]
    shown: str
    folder: Path = ROOT


OURS = Kind(("-m", "ssi_core.cli", "app", "--no-browser", "--port"), BUTTON)


def floor_app(name: str, shown: str) -> Kind:
    """A tiny app of ``benchmarks/floors``, as bare as Streamlit comes; only what it would send outside is off."""
    options = ("--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.port")
    return Kind(("-m", "streamlit", "run", f"{name}.py", *options), shown, _FLOORS)


@contextmanager
def serving(kind: Kind, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    """An app's address and the moment its process was started; it may not answer yet."""
    from tests.browser import driver

    port = driver.free_port()
    begun = time.perf_counter()
    with driver.started((*kind.command, str(port)), environment, kind.folder) as server:
        url, end = f"http://127.0.0.1:{port}", begun + 60
        while time.perf_counter() < end:
            if server.process.poll() is not None:
                raise RuntimeError(f"{' '.join(kind.command)} stopped: {server.said()}")
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
            except OSError:
                time.sleep(0.01)
            else:
                break
        yield url, begun


def first_page(browser: Browser, kind: Kind, environment: dict[str, str], then: Callable[[Page], None] | None) -> float:
    """Seconds from the start of the server's process until its first page is painted, in a browser that runs already.

    Parameters
    ----------
    browser : Browser
        A running Chromium; the page opens in a context of its own, so that nothing is cached.
    kind : Kind
        What to start.
    environment : dict
        Variables of the server's process.
    then : callable, optional
        What is done with the page afterwards; not counted.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    with serving(kind, environment) as (url, begun):
        page.goto(url, wait_until="commit")
        page.wait_for_function(_SHOWN, arg=kind.shown, timeout=60_000)
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        taken = time.perf_counter() - begun
        if then is not None:
            then(page)
        context.close()
    return taken


def watched(page: Page, event: str, selector: str, wanted: str, act: Callable[[], Any]) -> float:
    """Seconds from a person's act, as the browser stamps it, until an element's text or line has changed, painted."""
    page.evaluate(_WATCH, [event, selector, wanted])
    act()
    return float(page.evaluate("window.taken"))


def click_to_score(page: Page) -> float:
    """Seconds from the click on the example to its score, on a first page that stands still."""
    from tests.browser import driver

    driver.settle(page)
    button = page.get_by_role("button", name=_EXAMPLE)
    return watched(page, "click", "[data-testid=stMain] h1", _SCORED, button.click)


class Slider:
    """The first slider of a page, pushed from end to end in turn.

    Parameters
    ----------
    page : Page
        A page with a slider and what follows it.
    follows : str
        CSS selector of that.
    """

    def __init__(self, page: Page, follows: str = NUMBER) -> None:
        self.page, self.follows = page, follows
        self.thumb = page.get_by_test_id("stMain").get_by_role("slider").first
        self.up = bool(self.thumb.evaluate("thumb => thumb.value === thumb.max"))

    def push(self) -> float:
        """Seconds from the key to what follows, painted."""
        from tests.browser import driver

        driver.settle(self.page, quiet=1)
        self.thumb.focus()
        self.up = not self.up
        key = "End" if self.up else "Home"
        return watched(self.page, "keydown", self.follows, "", lambda: self.page.keyboard.press(key))


def measure() -> list[Result]:
    """First page of a cold server, the sample's score, and a slider's number and chart."""
    from tests.browser import driver

    if driver.chromium() is None:
        print("app: no Chromium on this machine, so it is not measured", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as folder, driver.launched() as browser:
        # Bytecode is kept, as on anyone's machine: the first, uncounted start writes it.
        environment = {"SSI_TODAY": "2026-07-01", "SSI_CONFIG_DIR": folder, "PYTHONDONTWRITEBYTECODE": ""}
        results = [*cold_start(browser, environment)]
        if any(screen.name == "what_if" for screen in driver.screens()):
            results += sliders(browser, environment)
    return results


def cold_start(browser: Browser, environment: dict[str, str]) -> list[Result]:
    """The first page of a cold server, and the first click on the sample there; on a warm server for the record."""
    floor, first, warm = floor_app("chart", CHART), [], []

    def work(then: Callable[[Page], None] | None) -> float:
        return first_page(browser, OURS, environment, then)

    first_page(browser, floor, environment, None)
    work(None)
    ratio = in_turn(
        lambda: first_page(browser, floor, environment, None),
        lambda: work(lambda page: first.append(click_to_score(page))), COLD_ROUNDS,
    )  # fmt: skip
    with serving(OURS, environment) as (url, _):
        for _ in range(SAMPLE_ROUNDS):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(url)
            warm.append(click_to_score(page))
            context.close()
    return [
        Result("app, first page of a cold server", ratio.value, LIMIT_COLD, details=f"{ratio}; on {machine()}"),
        Result(
            "app, from the click on the sample to its score", median(first), LIMIT_SAMPLE_S, "s",
            f"first visitor of {len(first)} fresh servers: {spread(first)}; on a warm one {spread(warm[1:])}",
        ),
    ]  # fmt: skip


def sliders(browser: Browser, environment: dict[str, str]) -> list[Result]:
    """A slider on What if, with the sample in view: its number against a page that says what its slider stands at, and
    its chart against a page that draws as many lines where its slider stands.
    """
    from tests.browser import driver

    with ExitStack() as opened:

        def page_of(kind: Kind) -> Page:
            url, _ = opened.enter_context(serving(kind, environment))
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            opened.callback(context.close)
            page = context.new_page()
            page.goto(url)
            driver.settle(page)
            return page

        page = page_of(OURS)
        click_to_score(page)
        driver.settle(page)
        driver.go(page, next(s for s in driver.screens() if s.name == "what_if"))
        results = []
        for name, floor, follows, limit in (
            ("changed number", "echo", NUMBER, LIMIT_SLIDER), ("redrawn chart", "echo_chart", DRAWN, LIMIT_CHART),
        ):  # fmt: skip
            echo, ours = Slider(page_of(floor_app(floor, follows)), follows), Slider(page, follows)
            for _ in range(3):
                echo.push(), ours.push()
            ratio = in_turn(echo.push, ours.push, SLIDER_ROUNDS)
            results.append(Result(f"app, slider to {name}", ratio.value, limit, details=f"{ratio}; on {machine()}"))
    return results
