"""Coaches who sign in at a real provider on loopback: nothing before, each one's own members, nothing of each other."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ssi_core import api
from tests.browser import driver
from tests.browser.access import faults
from tests.store.conftest import small

pytestmark = pytest.mark.browser
WAIT = driver.WAIT
Visit = Callable[..., Page]

#: Coaches as the provider knows them, and whom each of them keeps.
COACHES = {"coach-a": "Ana Coach", "coach-b": "Ben Coach"}
KEPT = {"coach-a": "Mara Example", "coach-b": "Theo Example"}

_SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "of this test alone, and long enough"
client_id = "ssi"
client_secret = "any"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Room:
    """An app that asks for a sign-in, and the members that its coaches keep.

    Attributes
    ----------
    url, issuer, database : str
        Addresses of app, provider and records.
    members : dict
        Id of each coach's member, by coach.
    """

    url: str
    issuer: str
    database: str
    members: dict[str, str]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on loopback."""
    port = driver.free_port()
    users = [json.dumps({"sub": sub, "name": name, "email": f"{sub}@example.com"}) for sub, name in COACHES.items()]
    claims = [part for user in users for part in ("--user-claims", user)]
    with driver.started(["-m", "oidc_provider_mock", "--port", str(port), *claims]) as server:
        url, end = f"http://127.0.0.1:{port}", time.monotonic() + WAIT / 1000
        while True:
            try:
                urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=5).close()
                break
            except OSError:
                assert server.process.poll() is None, server.said()
                assert time.monotonic() < end, f"the provider did not answer within a minute: {server.said()}"
                time.sleep(0.2)
        yield url


@pytest.fixture(scope="module")
def room(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The app of two coaches, on a server that nobody has visited before the first test."""
    folder = tmp_path_factory.mktemp("room")
    database = f"sqlite:///{folder / 'records.sqlite3'}"
    members = {}
    for sub, name in KEPT.items():
        with closing(api.records(database, owner=f"{issuer} {sub}")) as records:
            members[sub] = records.save_member(name, small()).id
    secrets = folder / "secrets.toml"
    secrets.write_text(_SECRETS.format(issuer=issuer), encoding="utf-8")
    environment = {"STREAMLIT_SECRETS_FILES": str(secrets), "SSI_DATABASE_URL": database, "NO_PROXY": "127.0.0.1"}
    with driver.served(environment) as url:
        yield Room(url, issuer, database, members)


@pytest.fixture
def page(visit: Visit) -> Page:
    """A browser that reaches this machine alone: the provider's own screens would fetch a style sheet."""
    page = visit(viewport={"width": 1280, "height": 900})

    def here(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            route.abort()

    page.context.route("**/*", here)
    return page


# ---------------------------------------------------------------------------------- for whatever story comes to this


def sign_in(page: Page, room: Room, coach: str) -> None:
    """Sign in from the app's first page, at the provider, and back."""
    page.goto(room.url)
    page.get_by_role("button", name="Sign in").click(timeout=WAIT)
    page.get_by_role("button", name=coach, exact=True).click(timeout=WAIT)
    expect(page.get_by_text(f"Signed in: {COACHES[coach]}")).to_be_visible(timeout=WAIT)
    driver.settle(page)


def sign_out(page: Page) -> None:
    """Sign out, at the provider too, and come back to the sign-in."""
    page.get_by_role("button", name="Sign out").click(timeout=WAIT)
    page.get_by_role("button", name="End session").click(timeout=WAIT)
    expect_sign_in_alone(page)


def expect_sign_in_alone(page: Page) -> None:
    """Nothing but the sign-in: no page, no navigation, nobody's name."""
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=WAIT)
    driver.settle(page)
    assert page.get_by_test_id("stMain").get_by_role("heading").all_inner_texts() == ["SSI Coach"]
    assert page.get_by_test_id("stMain").get_by_role("button").all_inner_texts() == ["Sign in"]
    assert page.get_by_test_id("stSidebarNavLink").count() == 0
    for coach in COACHES:
        expect_nothing_of(page, coach)


def expect_nothing_of(page: Page, coach: str) -> None:
    """Neither the coach's member nor the coach is anywhere on the page, seen or hidden."""
    there = page.content()
    assert KEPT[coach] not in there
    assert COACHES[coach] not in there
    assert f"{coach}@example.com" not in there


def open_address_with_member_of(page: Page, room: Room, path: str, coach: str) -> None:
    """Open ``path?member=ID`` with the id of the member that this coach keeps."""
    page.goto(f"{room.url}/{path}?member={room.members[coach]}")
    driver.settle(page)


# ------------------------------------------------------------------------------------------------------- the stories


def test_every_address_shows_the_sign_in_alone(page: Page, room: Room) -> None:
    # Back to front: the first visitor of a fresh server comes by a link to a page that is not the first.
    for screen in reversed(driver.screens()):
        open_address_with_member_of(page, room, screen.path, "coach-a")
        expect_sign_in_alone(page)


def test_each_coach_sees_their_own_members_and_signing_out_leaves_nothing(page: Page, room: Room) -> None:
    for coach, other in (("coach-a", "coach-b"), ("coach-b", "coach-a")):
        sign_in(page, room, coach)
        assert page.get_by_test_id("stSidebarNavLink").count() == len(driver.screens())
        driver.go(page, next(s for s in driver.screens() if s.name == "team"))
        page.get_by_role("button", name="The members I keep").click(timeout=WAIT)
        expect(page.get_by_text("Groups, and who agreed to be named")).to_be_visible(timeout=WAIT)
        driver.settle(page)
        page.get_by_text("everybody: these are my own files").click()
        # The answer to the click may still be on its way when the page stands still.
        shown = "name => document.documentElement.outerHTML.includes(name)"
        page.wait_for_function(shown, arg=KEPT[coach], timeout=WAIT)
        driver.settle(page)
        expect_nothing_of(page, other)
        sign_out(page)


def test_guessing_the_id_of_anothers_member_in_the_address_gives_nothing(page: Page, room: Room) -> None:
    got: list[bytes] = []
    page.on("websocket", lambda socket: socket.on(
        "framereceived", lambda payload: got.append(payload if isinstance(payload, bytes) else payload.encode())
    ))  # fmt: skip
    sign_in(page, room, "coach-a")
    for path in ("session", "present"):
        open_address_with_member_of(page, room, path, "coach-b")
        expect(page.get_by_text("There is no such member among your records")).to_be_visible(timeout=WAIT)
        expect_nothing_of(page, "coach-b")
        # Their own is opened by its id, so the address is read.
        open_address_with_member_of(page, room, path, "coach-a")
        expect(page.get_by_role("heading", name=KEPT["coach-a"]).first).to_be_visible(timeout=WAIT)
    assert KEPT["coach-b"].encode() not in b"".join(got)
    assert KEPT["coach-a"].encode() in b"".join(got)
    page.goto(room.url)
    sign_out(page)


def test_what_one_had_in_view_is_not_offered_to_the_next_in_the_same_browser(page: Page, room: Room) -> None:
    offered = page.get_by_role("button", name="Bring it back")
    sign_in(page, room, "coach-a")
    page.get_by_role("button", name="Show me an example").click(timeout=WAIT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimated SSI", timeout=WAIT)
    driver.settle(page)
    # Closed without signing out, and somebody else signs in: the cookie that says who it is goes, the browser's stays.
    page.reload()
    expect(offered).to_be_visible(timeout=WAIT)
    page.context.clear_cookies(name="_streamlit_user")
    page.goto(room.url)
    expect_sign_in_alone(page)
    sign_in(page, room, "coach-b")
    assert offered.count() == 0
    sign_out(page)
    sign_in(page, room, "coach-a")
    expect(offered).to_be_visible(timeout=WAIT)
    sign_out(page)
    sign_in(page, room, "coach-a")
    assert offered.count() == 0


def test_who_is_refused_or_forges_a_cookie_is_not_signed_in(page: Page, room: Room) -> None:
    page.goto(room.url)
    page.get_by_role("button", name="Sign in").click(timeout=WAIT)
    page.get_by_role("button", name="Deny").click(timeout=WAIT)
    expect_sign_in_alone(page)
    told = json.dumps({"origin": room.url, "is_logged_in": True, "iss": room.issuer, "sub": "coach-a"})
    for value in ("nonsense", urllib.request.quote(told)):
        page.context.add_cookies([{"name": "_streamlit_user", "value": value, "url": room.url}])
        page.goto(room.url)
        expect_sign_in_alone(page)


def test_the_sign_in_and_the_sign_out_are_for_everyone(page: Page, room: Room) -> None:
    page.goto(room.url)
    expect_sign_in_alone(page)
    assert faults(page) == []
    # By the keyboard alone: as on any page, the menu comes first.
    button = page.get_by_role("button", name="Sign in")
    for _ in range(10):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("button", name="coach-a", exact=True).click(timeout=WAIT)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=WAIT)
    driver.settle(page)
    assert faults(page) == []


def test_who_comes_by_another_address_is_warned_where_nobody_signs_in(browser: Browser, address: str) -> None:
    warned = "Everybody who reaches this address sees and changes the same records"
    other = browser.browser_type.launch(
        executable_path=driver.chromium(), args=[*driver.FLAGS, "--host-resolver-rules=MAP coach.example 127.0.0.1"]
    )
    try:
        page = other.new_page()
        for url, number in ((address.replace("127.0.0.1", "coach.example"), 1), (address, 0)):
            page.goto(url)
            expect(page.get_by_role("button", name="Show me an example")).to_be_visible(timeout=WAIT)
            driver.settle(page)
            assert page.get_by_text(warned).count() == number
    finally:
        other.close()
