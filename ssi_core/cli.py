"""`ssi`: the same core from a terminal. Text for people, ``--json`` for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ssi_core import (
    __version__,
    ahead_command,
    app_command,
    cohort_command,
    prep_cli,
    records_cli,
    report_command,
    team_command,
)
from ssi_core.options import (
    AsJson,
    Asked,
    Out,
    RefusedError,
    day,
    put,
    reads,
    say,
    scores,
)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="An open, honest Social Selling Index, from your own LinkedIn export. Nothing leaves this machine.",
)

app.add_typer(records_cli.app, name="records")
records_cli.app.add_typer(prep_cli.app)


def main(argv: list[str] | None = None) -> None:
    """Run the command line; exits 0, or 2 with one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or a pipe may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    command = typer.main.get_command(app)
    try:
        code = command.main(args=argv, prog_name="ssi", standalone_mode=False)
    except Exception as error:
        line = _line(error)
        if line is None:
            raise
        print(f"ssi: {line}", file=sys.stderr)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _line(error: Exception) -> str | None:
    # Words of an error that is the input's fault; None for one that is ours.
    from ssi_core.ingest.errors import IngestError
    from ssi_core.moved import WrongDaysError
    from ssi_core.store.errors import RecordsError

    if hasattr(error, "format_message"):  # click's usage errors
        words = str(error.format_message())
    elif isinstance(error, (RefusedError, IngestError, RecordsError, WrongDaysError)):
        words = str(error)
    elif type(error).__name__ in ("Abort", "KeyboardInterrupt"):
        words = "stopped"
    elif isinstance(error, OSError):
        words = f"{error.filename or 'a file'}: {error.strerror or error}"
    else:
        return None
    return " ".join(words.split())


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        print(f"ssi {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
@reads
def read(asked: Asked) -> None:
    """Read files and say exactly what was done with each."""
    from ssi_core import api, text

    found = asked.found()
    held = api.heard(found)
    # Beyond the contract, and only where there is something to tell.
    said = {"heard": [{"key": h.key, "said": h.said, "shown": h.shown} for h in held]} if held else {}
    asked.answer(lambda: {**found.to_dict(), **said}, lambda: text.ledger(found))


@app.command()
@scores
def score(asked: Asked) -> None:
    """Estimate the Social Selling Index, and show where every point comes from."""
    from ssi_core import api, text

    edited = asked.edited()
    result = api.score(asked.found(), model=edited)
    asked.answer(result.to_dict, lambda: text.score(result))


@app.command()
@scores
def history(
    asked: Asked,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """The estimate for every day of the archive: date, total, four pillars, p10, p90."""
    from ssi_core import api, text

    if asked.as_json and as_csv:
        raise RefusedError("--json and --csv together: choose one")
    edited = asked.edited()
    result = api.history(asked.found(), model=edited)
    if as_csv:
        put(asked.out, text.history_csv(result))
    else:
        asked.answer(result.to_dict, lambda: text.history(result))


@app.command()
@scores
def why(
    asked: Asked,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The earlier day; by default 90 before --to.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The later day; by default the one to stand on.")
    ] = None,
) -> None:
    """Why the score moved between two days, and what leaves the look-back window next."""
    from ssi_core import api, text

    edited, first, last = asked.edited(), day(start, "--from"), day(end, "--to")
    found = asked.found()
    result = api.why(found, first, last, model=edited)
    # Looked ahead from the day to stand on, whichever days were asked about.
    ahead = api.ahead(found, model=edited)
    asked.answer(lambda: {**result.to_dict(), "ahead": ahead.rows()}, lambda: text.why(result, ahead))


@app.command()
@scores
def sensitivity(asked: Asked) -> None:
    """What the total rests on: why there is an interval, and which weights and caps matter most."""
    from ssi_core import api, text

    edited = asked.edited()
    result = api.sensitivity(asked.found(), model=edited)
    asked.answer(result.to_dict, lambda: text.sensitivity(result))


@app.command()
@scores
def playbook(asked: Asked) -> None:
    """The five strategies with your own figures: what is missing, what to do, and what each step is worth."""
    from ssi_core import api, coach_text

    edited = asked.edited()
    result = api.playbook(asked.found(), model=edited)
    asked.answer(result.to_dict, lambda: coach_text.playbook(result))


@app.command()
@reads
def results(
    asked: Asked,
    meetings: Annotated[float | None, typer.Option(help="Meetings in the last 90 days, as you count them.")] = None,
    meetings_before: Annotated[float | None, typer.Option(help="The same for the 90 days before.")] = None,
) -> None:
    """What came back, the last 90 days against the 90 before: invitations, messages, replies, reach. No points."""
    from ssi_core import api, coach_text

    found = asked.found()
    try:
        result = api.outcomes(found, meetings=(meetings, meetings_before))
    except ValueError as error:
        raise RefusedError(str(error)) from None
    asked.answer(result.to_dict, lambda: coach_text.results(result))


@app.command()
@reads
def activity(
    asked: Asked,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day; by default the archive's.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day; by default the one to stand on.")
    ] = None,
) -> None:
    """When you act, day by day, and what became of invitations and conversations, quarter by quarter."""
    from ssi_core import api, coach_text

    first, last = day(start, "--from"), day(end, "--to")
    try:
        result = api.rhythm(asked.found(), start=first, end=last)
    except ValueError as error:
        raise RefusedError(str(error)) from None
    asked.answer(result.to_dict, lambda: coach_text.activity(result))


app.command()(ahead_command.project)
app.command()(ahead_command.compare)
app.command()(ahead_command.habits)
app.command()(ahead_command.plan)
app.command()(report_command.report)


@app.command()
def guide(as_json: AsJson = False, out: Out = None) -> None:
    """How to ask LinkedIn for your data, what comes when, and how many points rest on it."""
    from ssi_core import api, coach_text

    say(out, as_json, api.guide, lambda: coach_text.guide(api.guide()))


@app.command()
def template(
    kind: Annotated[str, typer.Argument(metavar="answers|weekly_log", show_default=False)], out: Out = None
) -> None:
    """Print a CSV template to fill in: with it, no export is needed for a first score."""
    from ssi_core import api

    put(out, api.template(kind))


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    later: Annotated[bool, typer.Option("--later", help="Their export of two months later, alone.")] = False,
) -> None:
    """Copy the files of an invented member into a folder, to try things on."""
    from ssi_core import api

    for path in api.copy_sample(folder, later=later):
        print(path)


app.command()(team_command.team)
app.command()(cohort_command.cohort)
app.command()(team_command.levels)
app.command("app")(app_command.open_app)


if __name__ == "__main__":
    main()
