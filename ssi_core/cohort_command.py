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
    people = api.invented_team() if example else api.everybody_in(paths or [], api.remembered().mappings)
    groups, consents = api.who_from(_read(who)) if who else ({}, {})
    for one in people:
        if one.failed:
            print(f"ssi: {one.name}: {one.failed}", file=sys.stderr)
    with unspoken():
        found = api.cohort_of(
            api.grouped(people, groups), sight, before=earlier, hours=hours, model=edited, consents=consents
        )
    say(out, as_json, found.to_dict, lambda: cohort_text.cohort(found))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is no text in UTF-8") from None
