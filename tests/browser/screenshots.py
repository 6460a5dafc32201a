"""Every page as people see it: ``python -m tests.browser.screenshots`` fills ``screenshots/``, with a contact sheet.

Each page in both themes, on a desk and on a phone, in three states: with nobody in view, with the sample, and after
something went wrong; those of a coach also view by view with invented members. Pages are found in the navigation, what
goes wrong on each in ``faults.py``, a coach's views in ``coaching.py``.
"""

from __future__ import annotations

import argparse
import html
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import coaching
from tests.browser.driver import ROOT, Screen, go, launched, open_app, screens, served, settle, whole_height
from tests.browser.faults import fail

OUT = ROOT / "screenshots"
THEMES = ("light", "dark")
WIDTHS = {1280: 900, 390: 844}
STATES = ("empty", "sample", "error")
#: The coach's views, as a state on the command line.
MEMBERS = "members"
COACHING = frozenset(view.page for view in coaching.VIEWS)


def picture(page: Page, path: Path, width: int) -> None:
    """The whole page: Streamlit scrolls a container inside the window, so the window is made as tall as the page."""
    page.set_viewport_size({"width": width, "height": max(WIDTHS[width], whole_height(page))})
    page.mouse.move(0, 0)
    settle(page)
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def name_of(screen: str, state: str, theme: str, width: int) -> str:
    """A picture's file name."""
    return f"{screen}-{state}-{theme}-{width}.png"


@contextmanager
def visitor(browser: Browser, theme: str, width: int) -> Iterator[Page]:
    """A page in a theme, on a desk or on a phone."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=theme,  # type: ignore[arg-type]
        locale="en-GB",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def walk(browser: Browser, url: str, shown: Sequence[Screen], state: str, theme: str, width: int, out: Path) -> int:
    """One visitor's way through the pages, a picture of each; how many were taken."""
    with visitor(browser, theme, width) as page:
        open_app(page, url, sample=state != "empty")
        for screen in shown:
            go(page, screen)
            # A page that is not about the member in view has an example of its own; a coach's is walked view by view.
            example = page.get_by_role("button", name="Show me an example")
            if state == "sample" and screen.name not in COACHING and example.count():
                example.click()
                settle(page)
            if state == "error":
                fail(page, screen)
            picture(page, out / name_of(screen.name, state, theme, width), width)
    return len(shown)


def walk_members(browser: Browser, url: str, shown: Sequence[Screen], theme: str, width: int, out: Path) -> int:
    """A coach's way through the invented members, a picture of each view; how many were taken."""
    wanted = {screen.name for screen in shown} & COACHING
    if not wanted:
        return 0
    taken = 0
    with visitor(browser, theme, width) as page:
        open_app(page, url)
        for view in coaching.walk(page):
            if view.page in wanted:
                picture(page, out / name_of(view.name, MEMBERS, theme, width), width)
                taken += 1
    return taken


def contact_sheet(out: Path) -> Path:
    """All pictures in one page: a row for each page and state, a column for each theme and width."""
    columns = [(theme, width) for width in WIDTHS for theme in THEMES]
    rows = []
    pictured = [(screen.name, screen.title, state) for screen in screens() for state in STATES]
    pictured += [(view.name, view.title, MEMBERS) for view in coaching.VIEWS]
    for name, title, state in pictured:
        cells = []
        for theme, width in columns:
            file = name_of(name, state, theme, width)
            words = html.escape(f"{title}, {state}, {theme}, {width} px")
            image = f'<a href="{file}"><img src="{file}" alt="{words}" loading="lazy"></a>'
            cells.append(f"<td>{image if (out / file).exists() else ''}</td>")
        rows.append(f"<tr><th>{html.escape(title)}<br>{state}</th>{''.join(cells)}</tr>")
    heads = "".join(f"<th>{width} px, {theme}</th>" for theme, width in columns)
    style = (
        "body{font:14px sans-serif;margin:1rem;background:#888}table{border-collapse:collapse}td,th{padding:6px;"
        "vertical-align:top}thead th{position:sticky;top:0;background:#888}img{width:300px;max-height:600px;"
        "object-fit:cover;object-position:top}td:nth-child(n+4) img{width:150px}"
    )
    sheet = out / "index.html"
    sheet.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>SSI Coach, every page</title><style>{style}'
        f"</style><table><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></html>\n",
        encoding="utf-8",
    )
    return sheet


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    names = [s.name for s in screens()]
    parser.add_argument("--page", choices=names, action="append", help="only this page; may be given several times")
    parser.add_argument("--state", choices=(*STATES, MEMBERS), action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--width", choices=list(WIDTHS), type=int, action="append")
    parser.add_argument("--out", type=Path, default=OUT)
    wanted = parser.parse_args(arguments)
    shown = [s for s in screens() if s.name in (wanted.page or names)]
    wanted.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    taken = 0
    with served({"SSI_TODAY": os.environ.get("SSI_TODAY", "2026-07-01")}) as url, launched() as browser:
        for theme in wanted.theme or THEMES:
            for width in wanted.width or WIDTHS:
                for state in wanted.state or (*STATES, MEMBERS):
                    if state == MEMBERS:
                        taken += walk_members(browser, url, shown, theme, width, wanted.out)
                    else:
                        taken += walk(browser, url, shown, state, theme, width, wanted.out)
    sheet = contact_sheet(wanted.out)
    print(f"{taken} pictures in {time.monotonic() - began:.0f} s: {sheet}")


if __name__ == "__main__":
    main()
