"""What tests of reports share: the sample's report with everything in it, a logo, a reader of HTML."""

from __future__ import annotations

import datetime as dt
import io
from html.parser import HTMLParser

import pypdf
from PIL import Image

from ssi_core import api

#: Letters of each kind that a report must show.
LATIN = "Łódź, façade, ñandú, Đà Nẵng, příliš žluťoučký"
GREEK, CYRILLIC = "Καλή δουλειά, Γιώργο", "Мы договорились, Юрий"
#: What would run, fetch, or be taken for a template or a sign of the renderer's own.
HOSTILE = "<script>alert(1)</script> {{ x }} {nb} **bold** &amp; \"quoted\" 'single' <img src=//a.example/x>"

VOID = {"meta", "img", "br"}


def logo(width: int = 300, height: int = 100, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#005a78").save(out, form)
    return out.getvalue()


def whole(found: api.Imported, **more: object) -> api.Report:
    """A report with every part."""
    given: dict[str, object] = {
        "plan": api.plan(found, target=70, by=dt.date(2026, 12, 29), hours=5),
        "notes": f"{LATIN}\n{GREEK}\n\n{CYRILLIC}",
        "name": "Zoë Σπύρος",
        "coach": "Ανδρέας Ćosić",
        "logo": logo(),
        "commitments": [
            api.Agreed("comment", 5, dt.date(2026, 5, 1), dt.date(2026, 7, 31), "kept, 44 in 60 days"),
            api.Agreed("post", 0.5, dt.date(2026, 5, 1), dt.date(2026, 7, 31)),
        ],
        "sessions": [api.Held(dt.date(2026, 6, 1)), api.Held(dt.date(2026, 5, 1), 67.2, (60.1, 74.6), "We began.")],
    }
    return api.report(found, **{**given, **more})  # type: ignore[arg-type]


class Page(HTMLParser):
    """A page read strictly: every tag is closed where it must be; texts, and attributes by tag."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return squeezed("".join(self.texts))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def squeezed(text: str) -> str:
    """Without blanks and line breaks, which a renderer puts where it likes."""
    return "".join(text.split())


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def page_numbers_gone(data: bytes) -> str:
    """The text without the number at the foot of each page, so that what goes on over two pages is one."""
    pages = [page.extract_text().split("\n") for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    return squeezed("".join("\n".join(line for line in lines if line != str(i)) for i, lines in enumerate(pages, 1)))


def figures(report: api.Report) -> list[str]:
    """Every number of a report as a person reads it, from the same results as ``--json``."""
    score, why = report.score, report.why
    out = [f"{score.total:.0f}", f"probably {api.between(score.interval)}", f"{score.coverage:.0%}"]
    out += [f"{p.points:.1f} ({api.between(p.interval)})" for p in score.pillars]
    out += [f"{p.points:.1f} of {p.max:.0f} ({api.between(p.interval)})" for p in score.pillars]
    out += [f"{s.points:.1f} of {s.max:g}" for s in score.signals]
    out += [s.level_words for s in score.signals]
    out += [api.PROVENANCE_WORDS[s.provenance] for s in score.signals]
    out += [f"{a.points_per_hour:.2f}{a.why}" for a in score.next_best_actions[:5]]
    out += [f"{why.start_total:.1f}", f"{why.end_total:.1f}"]
    if why.dated:
        out += [f"{s.label}{api.signed(s.change)}{api.signed(s.came_in)}{api.signed(s.aged_out)}{api.signed(s.stock)}"
                for s in why.movers if abs(s.change) >= 0.05]  # fmt: skip
    return [squeezed(text) for text in out]
