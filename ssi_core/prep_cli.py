"""`ssi records prep`, `compare`, `homework`: what a coach reads before a session, and gives after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssi_core.options import AsJson, Out, RefusedError, day, put, say

if TYPE_CHECKING:
    from ssi_core.store.filed import Session

SCHEMA = 1

#: Its commands stand among those of `ssi records`.
app = typer.Typer(rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of a member, as you saved them.", show_default=False)]


@app.command()
def prep(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A member.", show_default=False)] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the session; without NAME, all planned for it."),
    ] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Print what to know before a session: score, what was agreed and moved, notes (private ones too), what to ask."""
    from ssi_core import api

    when = day(on, "--on")
    if name is None and when is None:
        raise RefusedError("give a NAME, or --on YYYY-MM-DD for all sessions of a day")
    with closing(api.records()) as records:
        if name is None:
            assert when is not None
            sheets = api.preps(records, when)
        else:
            one = records.find(name)
            sheets = (api.prep(records, one.id, when or one.next_session or api.today()),)
    say(
        out, as_json, lambda: {"schema": SCHEMA, "sheets": [sheet.to_dict() for sheet in sheets]},
        lambda: "\n".join(sheet.markdown for sheet in sheets) or f"No session is planned for {when}.",
    )  # fmt: skip


@app.command()
def compare(
    name: Name,
    start: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Of the earlier session.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Of the later session.")] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Hold two sessions against each other, by what they froze; by default the last two that were begun."""
    from ssi_core import api

    first, last = day(start, "--from"), day(end, "--to")
    with closing(api.records()) as records:
        one = records.find(name)
        begun = [s.content for s in records.sessions.of(one.id) if s.content.snapshot is not None]
    after = _session(begun, begun, last, "--to", one.name)
    earlier = [s for s in begun if s is not after and s.day <= after.day]
    before = _session(earlier, begun, first, "--from", one.name)
    result = api.held_against(before, after)
    say(
        out, as_json, lambda: {"schema": SCHEMA, "member": one.name, **result.to_dict()},
        lambda: "\n".join([f"{result.headline}.", *(f"  {said}" for said in result.words)]),
    )  # fmt: skip


@app.command()
def homework(
    name: Name,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there: .md, or .ics for a calendar.")
    ] = None,
    coach: Annotated[str, typer.Option("--coach", metavar="NAME", help="Who gives it; stands under a checklist.")] = "",
) -> None:
    """Write what a member means to do, week by week, and the notes that they read; never private ones."""
    from ssi_core import api

    form = "md" if out is None else out.suffix.lower().removeprefix(".")
    if form not in api.HOMEWORK_FORMS:
        raise RefusedError(f"--out {out}: end the name in .md or .ics")
    with closing(api.records()) as records:
        one = records.find(name)
        promised = [c.content for c in records.commitments.of(one.id) if c.content.until >= api.today()]
        held = [s.content for s in records.sessions.of(one.id) if s.content.snapshot is not None]
    data = api.homework(promised, form, name=one.name, shared=held[-1].shared if held else "", coach=coach)
    if out is None:
        put(None, data.decode())
    else:
        out.write_bytes(data)


def _session(
    fit: Sequence[Session], begun: Sequence[Session], on: dt.date | None, option: str, name: str
) -> Session:
    # Of those that fit, the last one of a day that was named, else the last one.
    if found := [s for s in fit if on is None or s.day == on]:
        return found[-1]
    if len(begun) < 2:
        there = "one: hold another" if begun else "none: hold two"
        raise RefusedError(f"it takes two sessions of {name} that were begun, there is {there}")
    days = ", ".join(s.day.isoformat() for s in begun)
    if on is not None and on not in (s.day for s in begun):
        raise RefusedError(f"{option} {on}: no session of {name} was begun on that day; begun were: {days}")
    raise RefusedError(f"{option}: name the day of a session before the other one; begun were: {days}")
