"""`ssi report`: what a client keeps, as one HTML file or as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssi_core.options import Asked, RefusedError, day, say, scores, unspoken

#: Bytes of a file of notes that are read; how many characters are taken, the report itself says.
_MOST_NOTES = 1 << 20


@scores
def report(
    asked: Asked,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Tell what moved since; by default 90 days back.")
    ] = None,
    notes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Notes to print: plain text, a blank line parts paragraphs.")
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="Whom it is about; by default --owner.")] = "",
    coach: Annotated[str, typer.Option(metavar="NAME", help="Who gives it.")] = "",
    logo: Annotated[Path | None, typer.Option(metavar="FILE", help="The coach's logo: PNG or JPEG.")] = None,
    target: Annotated[float | None, typer.Option(metavar="T", help="With --by: a plan that reaches T points.")] = None,
    by: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="With a plan until that day.")] = None,
    hours: Annotated[float | None, typer.Option(metavar="H", help="With --by: at most H hours a week.")] = None,
) -> None:
    """Write a report to hand over: give -o FILE.html, one page that needs no other file, or -o FILE.pdf."""
    from ssi_core import api

    form = asked.out.suffix.lower().removeprefix(".") if asked.out else ""
    if asked.out is None and not asked.as_json:
        raise RefusedError("-o is missing: give FILE.html or FILE.pdf")
    if asked.out is not None and form not in ("html", "pdf"):
        raise RefusedError(f"-o {asked.out}: end the name in .html or .pdf")
    first, until, edited = day(since, "--since"), day(by, "--by"), asked.edited()
    if until is None and (target is not None or hours is not None):
        raise RefusedError("--by is missing: give the day to be there")
    text, picture = _text(notes) if notes else "", api.logo_from(logo.read_bytes(), str(logo)) if logo else None
    found = asked.found()
    with unspoken():
        plan = api.plan(found, target=target, by=until, hours=hours, model=edited) if until is not None else None
    result = api.report(
        found, model=edited, since=first, plan=plan, notes=text, name=name or asked.owner or "", coach=coach,
        logo=picture,
    )  # fmt: skip
    if asked.out is not None:
        asked.out.write_bytes(api.report_file(result, form))
    say(None, asked.as_json, result.to_dict, lambda: f"{asked.out}: {result.score.headline}. {result.why.headline}")


def _text(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > _MOST_NOTES:
        raise RefusedError(f"--notes {path} has {len(data):,} bytes, {_MOST_NOTES:,} are read: shorten it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(f"--notes {path} is no UTF-8 text: save it as plain text in UTF-8") from None
