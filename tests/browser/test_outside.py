"""Nothing leaves this machine: neither from the browser nor from the server, whatever is shown or goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import driver
from tests.browser.faults import fail

pytestmark = pytest.mark.browser

# Python runs a module of this name at the start of every process that finds it: the app's server, and all it starts.
_WATCH = """
import os, sys

def _note(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        family, address = arguments[0].family.name, arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        family, address = "name", arguments[0]
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    with open(os.environ["SSI_SEEN"], "a") as seen:
        print(family, host, file=seen)

sys.addaudithook(_note)
with open(os.environ["SSI_SEEN"], "a") as seen:
    print("watching", os.getpid(), file=seen)
"""


@dataclass(frozen=True)
class Watched:
    url: str
    seen: Path

    def lines(self) -> list[str]:
        return self.seen.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """The app on a server that notes whom it calls."""
    (tmp_path / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    seen = tmp_path / "seen.txt"
    with driver.served({"PYTHONPATH": str(tmp_path), "SSI_SEEN": str(seen)}) as url:
        yield Watched(url, seen)


def test_no_page_calls_anyone_but_this_machine(visit: Callable[..., Page], watched: Watched) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))

    driver.open_app(page, watched.url)
    for screen in driver.screens():
        driver.go(page, screen)
    driver.open_app(page, watched.url, sample=True)
    for screen in driver.screens():
        driver.go(page, screen)
    for screen in driver.screens():
        driver.go(page, screen)
        fail(page, screen)

    outward = {url for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert {urlsplit(url).scheme for url in outward} == {"http", "ws"}, "the watch did not see what it should"
    assert {urlsplit(url).hostname for url in outward} == {"127.0.0.1"}, "a request left this machine"

    told = watched.lines()
    assert any(line.startswith("watching") for line in told), "the watch on the server did not run"
    called = [line for line in told if not line.startswith(("watching", "AF_UNIX"))]
    assert [line for line in called if line.split()[1] not in ("127.0.0.1", "localhost", "::1")] == []
