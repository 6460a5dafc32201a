"""Two months with a client, from the first save to the report, and what the client's screen is sent meanwhile."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ssi_core import api
from tests.browser import driver
from tests.browser.driver import WAIT, settle

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

NAME = "Mara Lindqvist"
PRIVATE = "She wants to leave her job; tell nobody."
SHARED = "A good start. Keep commenting on Tuesdays."
#: The same as the page has them within a text, where punctuation is escaped.
SENT, HELD_BACK = b"Keep commenting on Tuesdays", b"wants to leave her job"


@contextmanager
def coaching(folder: Path, today: str) -> Iterator[str]:
    """The app's address, on a day, with records in a folder."""
    with driver.served({"SSI_DATA_DIR": str(folder), "SSI_TODAY": today}) as url:
        yield url


def click(page: Page, name: str | re.Pattern[str]) -> None:
    settle(page)
    page.get_by_role("button", name=name).click(timeout=WAIT)
    settle(page)


def turn(page: Page, name: str, heading: str) -> None:
    page.get_by_role("link", name=name, exact=True).click(timeout=WAIT)
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible(timeout=WAIT)
    settle(page)


def step(page: Page, name: str) -> None:
    settle(page)  # a click on what is just being drawn anew may go astray
    chosen = page.get_by_role("radiogroup", name="Step").get_by_role("radio", name=name)
    chosen.click(timeout=WAIT)
    expect(chosen).to_be_checked(timeout=WAIT)
    settle(page)


def agree(page: Page, what: str, weekly: int, number: int) -> None:
    """Agree on something by hand, as the how-manieth."""
    settle(page)
    page.get_by_role("radiogroup", name="What").get_by_text(what, exact=True).click(timeout=WAIT)
    page.get_by_label("How many a week").fill(str(weekly))
    page.get_by_role("button", name="Agree on this").click()
    expect(page.get_by_role("button", name="Take away")).to_have_count(number, timeout=WAIT)
    settle(page)


def note(page: Page) -> None:
    page.get_by_role("textbox", name="Notes for the client").fill(SHARED)
    page.get_by_role("textbox", name="For your eyes only").fill(PRIVATE)
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible(timeout=WAIT)


def downloaded(page: Page, name: str) -> bytes:
    settle(page)  # a click on what still unfolds goes astray
    with page.expect_download(timeout=WAIT) as held:
        page.get_by_role("button", name=name).click(timeout=WAIT)
    return Path(held.value.path()).read_bytes()


def test_two_months_with_a_client(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with coaching(tmp_path, "2026-07-01") as url:
        page = visit(viewport={"width": 1280, "height": 1000})
        driver.open_app(page, url, sample=True)
        turn(page, "Today", "Today")
        page.get_by_label("Keep them as").fill(NAME, timeout=WAIT)
        click(page, "Save")
        expect(page.get_by_text(f"{NAME} is kept.")).to_be_visible(timeout=WAIT)
        turn(page, "Session", f"Session with {NAME}")
        click(page, "Begin the session")
        before = api.score(api.read(api.sample_files()))
        expect(page.get_by_text(f"Begun on 1 July 2026 at {before.total:.1f}")).to_be_visible(timeout=WAIT)
        step(page, "4. Agree")
        agree(page, "Comments", 10, 1)
        agree(page, "Posts", 2, 2)
        click(page, "Take them from the plan")
        expect(page.get_by_role("button", name="Take away")).to_have_count(3, timeout=WAIT)
        note(page)

    with closing(api.records(f"sqlite:///{tmp_path}/records.sqlite3")) as records:
        [mara] = records.members()
        kept = [c.content for c in records.commitments.of(mara.id)]
    assert {"comment": 10.0, "post": 2.0}.items() <= {c.habit: c.weekly for c in kept}.items()

    monkeypatch.setenv("SSI_TODAY", "2026-09-02")
    with coaching(tmp_path, "2026-09-02") as url:
        page = visit(viewport={"width": 1280, "height": 1000})
        driver.open_app(page, url)
        turn(page, "Today", "Today")
        page.get_by_role("button", name=re.compile(f"^Open( {NAME})?$")).first.click(timeout=WAIT)
        expect(page.get_by_role("heading", name=f"Session with {NAME}")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("can't be seen, the files speak of none of the days").first).to_be_visible(timeout=WAIT)
        later = api.later_sample_files()
        page.locator("input[type=file]").first.set_input_files(later, timeout=WAIT)
        expect(page.get_by_text("were there already and count once")).to_be_visible(timeout=WAIT)
        whole = api.read([*api.sample_files(), *later])
        checks = {c.habit: c for c in api.check_all(whole, kept, today=api.today())}
        assert (checks["comment"].verdict, checks["post"].verdict) == ("kept", "partly")
        for check in checks.values():
            expect(page.get_by_text(check.sentence).first).to_be_visible(timeout=WAIT)
        click(page, "Begin the session")
        note(page)
        page.get_by_role("link", name=re.compile("^Present: the same")).click(timeout=WAIT)
        after = api.score(whole)
        expect(page.get_by_role("heading", name=after.headline)).to_be_visible(timeout=WAIT)
        settle(page)
        expect(page.get_by_text(checks["comment"].sentence)).to_be_visible()
        expect(page.get_by_text(SHARED)).to_be_visible()
        assert page.get_by_text(PRIVATE).count() == 0
        assert page.get_by_test_id("stSidebarNav").count() == 0
        page.get_by_role("link", name="Back to the session").click()
        expect(page.get_by_role("heading", name=f"Session with {NAME}")).to_be_visible(timeout=WAIT)
        step(page, "5. Take home")
        page.get_by_text("A report to keep", exact=True).click(timeout=WAIT)
        html = downloaded(page, "Report as a page (HTML)").decode()
        pdf = PdfReader(io.BytesIO(downloaded(page, "Report to print (PDF)")))
        text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
        for words in (NAME, SHARED, f"{after.total:.1f}", "10 comments"):
            assert words in text
            assert words in html
        for words in (PRIVATE, "tell nobody"):
            assert words not in text
            assert words not in html


def _seen(page: Page) -> list[bytes]:
    """All that the browser receives from now on, as bytes."""
    got: list[bytes] = []

    def frame(payload: bytes | str) -> None:
        got.append(payload.encode() if isinstance(payload, str) else payload)

    page.on("websocket", lambda socket: socket.on("framereceived", frame))
    page.on("response", lambda answer: got.append(answer.body()) if "/media/" in answer.url else None)
    return got


def test_present_is_sent_neither_private_notes_nor_anybody_else(visit: Visit, tmp_path: Path) -> None:
    with closing(api.records(f"sqlite:///{tmp_path}/records.sqlite3")) as records:
        found = api.read(api.sample_files())
        mara = records.save_member(NAME, found).id
        other = records.save_member("Zebedee Other-Client", found).id
        for member, shared in ((mara, SHARED), (other, "Zebedee only")):
            records.sessions.add(
                member, api.Session(api.today(), private=PRIVATE, shared=shared, snapshot=api.snapshot(found))
            )
    with coaching(tmp_path, "2026-07-01") as url:
        page = visit(viewport={"width": 1280, "height": 1000})
        got = _seen(page)
        page.goto(f"{url}/present?member={mara}")
        expect(page.get_by_role("heading", name=api.score(found).headline)).to_be_visible(timeout=WAIT)
        settle(page)
        whole = b"".join(got)
        assert SENT in whole, "the watch saw what it should"
        assert NAME.encode() in whole
        for words in (HELD_BACK, b"Zebedee", b"Client", other.encode()):
            assert words not in whole

        # By way of Session, where the coach's own notes are shown: from the step to Present on, they come no more.
        page.get_by_role("link", name="Back to the session").click()
        expect(page.get_by_role("textbox", name="For your eyes only")).to_have_value(PRIVATE, timeout=WAIT)
        assert HELD_BACK in b"".join(got), "the session shows them to the coach"
        got.clear()
        page.get_by_role("link", name=re.compile("^Present: the same")).click(timeout=WAIT)
        expect(page.get_by_role("heading", name=api.score(found).headline)).to_be_visible(timeout=WAIT)
        settle(page)
        whole = b"".join(got)
        assert SENT in whole
        for words in (HELD_BACK, b"Zebedee", b"Client", other.encode()):
            assert words not in whole
