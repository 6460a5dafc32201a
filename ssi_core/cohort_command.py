"""`ssi cohort`: how the members of a team lie together, what they should do next, and how far they came."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from ssi_core.options import AsJson, Out, RefusedError, day, say, unspoken


def cohort(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATHS...]", help="Folders, zips, tables of many.", show_default=False),
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Forty invented members, to see what it is.")] = False,
    before: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="An earlier day, to tell how far they came.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option(metavar="H", help="Work out what each should do in so many hours a week.")
    ] = None,
    who: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV: name, group, consent (the day it was given).")
    ] = None,
    see: Annotated[
        str, typer.Option(metavar="aggregate|named|everything", help="Who sees whose.")
    ] = "aggregate",
    model: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML: an edited model.")] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html|FILE.pdf", help="Write how far they came as a report to hand over too."),
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="With --report: what the programme is called.")] = "",
    coach: Annotated[str, typer.Option(metavar="NAME", help="With --report: who gives it.")] = "",
    logo: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --report: the coach's logo, PNG or JPEG.")
    ] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """How many members lie together: medians and quartiles of five people or more, never a ranking."""
    from ssi_core import api, cohort_text

    if example == bool(paths):
        raise RefusedError("give the files of a team, or --example for an invented one")
    # Which words it takes is the sight's to say.
    sight, earlier = api.Sight(cast(Any, see)), day(before, "--before")
    edited = api.model_from(model) if model else None
    form = _form(report, name or coach or logo)
    picture = api.logo_from(logo.read_bytes(), str(logo)) if logo else None
    people = api.invented_team() if example else api.everybody_in(paths or [], api.remembered().mappings)
    groups, consents = api.who_from(_read(who)) if who else ({}, {})
    for one in people:
        if one.failed:
            print(f"ssi: {one.name}: {one.failed}", file=sys.stderr)
    people = api.grouped(people, groups)
    with unspoken():
        found = api.cohort_of(people, sight, before=earlier, hours=hours, model=edited, consents=consents)
    if report is not None:
        rows = api.programme_rows(people, sight, before=earlier, model=edited, consents=consents)
        told = api.programme_report(
            rows.before, rows.after, key=rows.key, levels=rows.levels, title=name, coach=coach, logo=picture
        )
        report.write_bytes(api.report_file(told, form))
    say(out, as_json, found.to_dict, lambda: cohort_text.cohort(found))


def _form(report: Path | None, about: object) -> str:
    if report is None:
        if about:
            raise RefusedError("--name, --coach and --logo are a report's: give --report FILE.html or FILE.pdf too")
        return ""
    form = report.suffix.lower().removeprefix(".")
    if form not in ("html", "pdf"):
        raise RefusedError(f"--report {report}: end the name in .html or .pdf")
    return form


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is no text in UTF-8") from None
