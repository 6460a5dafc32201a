"""Nothing leaves this machine: neither from the browser nor from the server, whatever is shown or goes wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from ssi_core import api
from tests.browser import coaching, driver
from tests.browser.driver import WAIT
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
    data: Path

    def lines(self) -> list[str]:
        return self.seen.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """The app on a server that notes whom it calls."""
    (tmp_path / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    seen = tmp_path / "seen.txt"
    data = tmp_path / "data"
    with driver.served({"PYTHONPATH": str(tmp_path), "SSI_SEEN": str(seen), "SSI_DATA_DIR": str(data)}) as url:
        yield Watched(url, seen, data)


def listened(page: Page) -> set[str]:
    """Addresses that the browser asks for, from now on."""
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))
    return asked


def assert_nobody_called(asked: set[str], watched: Watched) -> None:
    outward = {url for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert {urlsplit(url).scheme for url in outward} == {"http", "ws"}, "the watch did not see what it should"
    assert {urlsplit(url).hostname for url in outward} == {"127.0.0.1"}, "a request left this machine"

    told = watched.lines()
    assert any(line.startswith("watching") for line in told), "the watch on the server did not run"
    called = [line for line in told if not line.startswith(("watching", "AF_UNIX"))]
    assert [line for line in called if line.split()[1] not in ("127.0.0.1", "localhost", "::1")] == []


def test_no_page_calls_anyone_but_this_machine(visit: Callable[..., Page], watched: Watched) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    asked = listened(page)

    driver.open_app(page, watched.url)
    for screen in driver.screens():
        driver.go(page, screen)
    driver.open_app(page, watched.url, sample=True)
    for screen in driver.screens():
        driver.go(page, screen)
    for screen in driver.screens():
        driver.go(page, screen)
        fail(page, screen)
    driver.open_app(page, watched.url)
    for _ in coaching.walk(page):
        pass

    assert_nobody_called(asked, watched)


# An address for documentation, where nobody is (RFC 5737): as a picture, as a link, and as HTML.
_LURE = "![see](http://203.0.113.9/x.png) [go](http://203.0.113.9/y) <img src=http://203.0.113.9/z.png>"
_TABLE = f"""\
Name,Date,Brand,Find,Engage,Relationships,{_LURE}
N {_LURE},2026-06-29,11,9,9,15,1
N {_LURE},{_LURE},11,9,9,15,1
"""


def _lured(data: Path) -> str:
    """Name of a member whose every word is a lure; they have two sessions behind them and one tomorrow."""
    data.mkdir(exist_ok=True)
    name, today, found = f"M {_LURE}", api.today(), api.read(api.sample_files(), traces=True)
    with closing(api.records(f"sqlite:///{data}/records.sqlite3")) as records:
        id = records.save_member(name, found).id
        for weeks in (8, 4):
            day = today - dt.timedelta(weeks=weeks)
            records.sessions.add(id, api.Session(day, f"Private {_LURE}", f"Shared {_LURE}", api.snapshot(found)))
        records.sessions.add(id, api.Session(today + dt.timedelta(days=1), f"Private {_LURE}", f"Shared {_LURE}"))
        start, until = today - dt.timedelta(weeks=4), today + dt.timedelta(weeks=1)
        records.commitments.add(id, api.Commitment("comment", 2.0, start, until, f"When {_LURE}", f"Way {_LURE}"))
        records.check_in(id, api.CheckIn(today, (), f"Said {_LURE}"), None)
    return name


def test_words_of_members_and_of_a_spreadsheet_fetch_nothing(visit: Callable[..., Page], watched: Watched) -> None:
    name = _lured(watched.data)
    page = visit(viewport={"width": 1280, "height": 900})
    asked = listened(page)
    places: list[str] = []

    def seen() -> None:
        # As words they stand there; no element has made an address of them that is fetched.
        expect(page.get_by_test_id("stMain")).to_contain_text("203.0.113.9", timeout=WAIT)
        places.extend(page.evaluate(
            """() => [...document.querySelectorAll('img, iframe, link, source, object, embed')].map(
                 node => node.src || node.href || node.data || '').filter(address => address.includes('203.0.113.9'))"""
        ))  # fmt: skip

    driver.open_app(page, watched.url)
    coaching.turn(page, "today")
    coaching.unfold(page, f"{name}: Estimated SSI")
    coaching.unfold(page, "A message to ask for their files")
    coaching.press(page, "Plan", exact=True)
    expect(page.get_by_test_id("stAlert")).to_contain_text("203.0.113.9", timeout=WAIT)
    seen()
    coaching.spreadsheet(page, _TABLE, f"{_LURE.replace('/', '_')}.csv")
    seen()
    coaching.press(page, "Keep this client")
    expect(page.get_by_test_id("stAlert").filter(has_text="N ![see]")).to_be_visible(timeout=WAIT)
    seen()
    coaching.open_member(page, name)
    for words in ("Check in", "The prep sheet", "Ask them for their files"):
        coaching.unfold(page, words)
    seen()
    coaching.press(page, "Begin the session")
    coaching.unfold(page, "held against each other")
    page.get_by_role("textbox", name="Notes for the client").fill(f"Shared {_LURE}")
    coaching.press(page, "Save the notes")
    for number in range(1, 6):
        coaching.step(page, f"{number}. ")
        if number == 4:
            page.get_by_label("When in the week").fill(f"When {_LURE}")
            coaching.agree(page, "Posts")
            page.get_by_role("button", name="Take away").wait_for(timeout=WAIT)
        seen()
    coaching.turn(page, "present")
    seen()

    assert places == []
    assert_nobody_called(asked, watched)
