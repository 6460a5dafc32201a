"""The HTML file is one page that fetches nothing, runs nothing, and can be read by whoever listens."""

from __future__ import annotations

import base64
import re

from ssi_core import api
from tests.report.samples import Page


def test_it_is_balanced_and_fetches_nothing(page: str) -> None:
    read = Page(page)
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import|<script|<link|<iframe|\bsrcset", page, re.IGNORECASE)
    assert [src[:22] for img in read.named("img") if (src := img["src"])] == ["data:image/png;base64,"]
    policy = next(m["content"] for m in read.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert all((a.get("href") or a.get("xlink:href") or "#").startswith("#") for _, a in read.tags)


def test_it_has_one_title_headings_in_order_and_a_language(page: str, report: api.Report) -> None:
    read = Page(page)
    levels = [int(name[1]) for name, _ in read.tags if re.fullmatch(r"h[1-6]", name)]
    assert levels == [1] + [2] * len(report.document.sections)
    assert read.named("html") == [{"lang": "en"}]
    assert [len(read.named(tag)) for tag in ("title", "main", "header", "footer")] == [1, 1, 1, 1]


def test_no_name_is_given_twice_and_every_reference_leads_somewhere(page: str) -> None:
    read = Page(page)
    names = [a["id"] for _, a in read.tags if a.get("id")]
    assert len(names) == len(set(names))
    asked = {a["aria-labelledby"] for _, a in read.tags if "aria-labelledby" in a}
    asked |= {href.removeprefix("#") for _, a in read.tags if (href := a.get("href"))}
    asked |= set(re.findall(r"url\(#([^)]+)\)", page))
    assert asked <= set(names)


def test_every_chart_and_table_is_named_and_reached_by_keyboard(page: str, report: api.Report) -> None:
    read = Page(page)
    pictures = read.named("svg")
    assert len(pictures) == 3
    assert all(p["role"] == "img" and p["aria-labelledby"] for p in pictures)
    assert len(read.named("caption")) == len(read.named("table")) == 9
    assert all(th["scope"] in ("col", "row") for th in read.named("th"))
    assert all(d["tabindex"] == "0" for d in read.named("div") if d.get("class") == "scroll")
    assert [img["alt"] for img in read.named("img")] == [f"Logo of {report.coach}"]


def test_it_is_made_for_print_and_for_dark_screens(page: str) -> None:
    assert "@media print" in page
    assert "@page" in page
    assert "break-inside:avoid" in page
    assert "prefers-color-scheme:dark" in page
    # What is drawn as text takes the colour of the text round it.
    assert "currentColor" in page
    assert "#1b2026" not in page.partition("</style>")[2]


def test_the_logo_is_the_picture_that_was_given(page: str, report: api.Report) -> None:
    (img,) = Page(page).named("img")
    assert report.logo is not None
    assert base64.b64decode((img["src"] or "").partition(",")[2]) == report.logo.png
