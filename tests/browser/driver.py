"""The real app and a real Chromium: starting both, walking from page to page, and knowing when a page stands still.

Tests, screenshots and benchmarks share it. Pages are found in the navigation and listed nowhere else.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.shared.frame import PAGES

ROOT = Path(__file__).parents[2]
#: Milliseconds for anything at all to happen: generous, since a slow machine must not fail a test.
WAIT = 60_000
#: A fresh, quiet Chromium: as root in a container, and without its own calls to the outside.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """Chromium's path, or None where there is none."""
    return os.environ.get("SSI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched(**options: object) -> Iterator[Browser]:
    """A running Chromium."""
    path = chromium()
    if path is None:
        raise RuntimeError("no Chromium on this machine: install Debian's chromium, or name one in SSI_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS, **options)  # type: ignore[arg-type]
        yield running
        running.close()


# ------------------------------------------------------------------------------------------------------- servers


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server, and the file that takes what it prints: a pipe that nobody reads would stop it once full."""

    process: subprocess.Popen[bytes]
    printed: IO[bytes]

    def said(self) -> str:
        """What it has printed so far."""
        # The place to write at is the server's too, so it must not be moved.
        file = self.printed.fileno()
        return os.pread(file, os.fstat(file).st_size, 0).decode("utf-8", "replace")


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path = ROOT
) -> Iterator[Server]:
    """``python COMMAND`` in a group of its own, which is stopped whatever becomes of it."""
    with TemporaryFile() as printed:
        yield from _running(command, environment, folder, printed)


def _running(
    command: Sequence[str], environment: Mapping[str, str] | None, folder: Path, printed: IO[bytes]
) -> Iterator[Server]:
    server = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
        stdout=printed, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        yield Server(server, printed)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        with suppress(ProcessLookupError):  # whatever of the group has outlived a polite request
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def until_healthy(server: Server, url: str, every: float = 0.25) -> None:
    """Wait until a Streamlit server answers; a minute at most."""
    end = time.monotonic() + WAIT / 1000
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"the app stopped: {server.said()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(every)
    raise RuntimeError("the app did not answer within a minute")


@contextmanager
def served(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The app's address, on a server of its own."""
    port = free_port()
    command = ["-m", "ssi_core.cli", "app", "--no-browser", "--port", str(port)]
    with started(command, environment) as server:
        url = f"http://127.0.0.1:{port}"
        until_healthy(server, url)
        yield url


# --------------------------------------------------------------------------------------------------------- pages


#: The page behind the bare address.
FIRST = "score"


@dataclass(frozen=True)
class Screen:
    """One page of the navigation.

    Attributes
    ----------
    name : str
        Its file in ``pages/``, without the ending.
    title : str
        What the navigation calls it.
    path : str
        Its address behind the server's; blank for the first page.
    """

    name: str
    title: str
    path: str


def screens() -> list[Screen]:
    """The pages, in the navigation's order."""
    return [Screen(name, title, "" if name == FIRST else name) for name, title, _ in PAGES]


#: True once nothing on the page is waiting: the script has run, nothing is stale or a skeleton, charts have their
#: drawing, fonts are there.
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning' || app.dataset.testConnectionState !== 'CONNECTED')
    return false;
  if (document.querySelector(
    '[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-testid="stSpinner"]'))
    return false;
  if (!document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')) return false;
  const seen = selector => [...document.querySelectorAll(selector)].filter(
    node => node.checkVisibility({visibilityProperty: true}));
  for (const chart of seen('[data-testid="stPlotlyChart"]'))
    if (!chart.querySelector('.main-svg .trace, .main-svg .xtick, .main-svg .slice, .main-svg .sankey')) return false;
  for (const table of seen('[data-testid="stDataFrame"]'))
    if (!table.querySelector('canvas')) return false;
  return document.fonts.status === 'loaded' && [...document.images].every(image => image.complete);
}"""
_HEIGHT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  // Folded away, as on a phone, it is as narrow as nothing and so as tall as its words.
  const side = document.querySelector('[data-testid="stSidebar"][aria-expanded="true"] '
    + '[data-testid="stSidebarUserContent"]');
  const top = Math.max(main.getBoundingClientRect().top, 0);
  return Math.ceil(Math.max(main.scrollHeight + top, side ? side.getBoundingClientRect().bottom : 0));
}"""


def settle(page: Page, quiet: int = 3) -> None:
    """Wait until the page stands still: it has run, all is drawn, and its height stays for so many looks in a row."""
    before, same = -1, 0
    end = time.monotonic() + WAIT / 1000
    while same < quiet:
        page.wait_for_function(_STILL, timeout=WAIT)
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 40)))")
        height = page.evaluate(_HEIGHT) if page.evaluate(_STILL) else -1
        same = same + 1 if height == before != -1 else 0
        before = height
        if time.monotonic() > end:
            raise TimeoutError(f"{page.url} never stands still")


def open_app(page: Page, url: str, sample: bool = False) -> None:
    """Open the app on its first page, with the sample in view or with nobody."""
    page.goto(url)
    settle(page)
    if sample:
        page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI", timeout=WAIT)
        settle(page)


def go(page: Page, screen: Screen) -> None:
    """Turn to another page in the same session, as the browser's own Back does; the frame's links fold on a phone."""
    page.evaluate("path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }",
                  f"/{screen.path}")  # fmt: skip
    settle(page)


def whole_height(page: Page) -> int:
    """Pixels that the page needs to be seen whole: Streamlit scrolls a container, so the document never says."""
    return int(page.evaluate(_HEIGHT))
