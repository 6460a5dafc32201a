"""`ssi`: the same core from a terminal. Text for people, ``--json`` for programs."""

from __future__ import annotations

import ipaddress
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ssi_core import __version__, cohort_command, prep_cli, records_cli, report_command, team_command
from ssi_core.options import (
    AsJson,
    Asked,
    Notebook,
    Out,
    RefusedError,
    day,
    minutes_of,
    notebook_file,
    put,
    reads,
    say,
    scores,
    stems,
    unspoken,
)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="An open, honest Social Selling Index, from your own LinkedIn export. Nothing leaves this machine.",
)

app.add_typer(records_cli.app, name="records")
records_cli.app.add_typer(prep_cli.app)

#: Seconds that the app's server is given to end.
GRACE_S = 5
#: Where the app listens unless it is told otherwise: what is opened there is someone's private export.
LOOPBACK = "127.0.0.1"


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


@app.command()
@scores
def project(
    asked: Asked,
    habits: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON: start, weekly, off, profile. Without: as now.")
    ] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="Weeks ahead.")] = 26,
    notebook: Notebook = None,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Say too how well it would have told, from your own archive.")
    ] = False,
) -> None:
    """What changed habits would do to the score, week by week, beside going on as now and stopping."""
    from ssi_core import api, text

    given, edited, book = api.load_habits(habits) if habits else {}, asked.edited(), notebook_file(notebook)
    found = asked.found()
    result = api.project(found, given, weeks, model=edited)
    asked.notebook(book, found, given, weeks, model=edited)
    told = api.backtest(found, model=edited) if backtest else None
    # Beyond the contract, and only where it was asked for.
    more = {"backtest": told.to_dict() if told else None} if backtest else {}
    asked.answer(
        lambda: {**result.to_dict(), **more},
        lambda: "\n".join([text.projection(result), *(text.backtest(told) if backtest else [])]),
    )


@app.command()
@scores
def compare(
    asked: Asked,
    habits: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="JSON as for project; repeat it for up to four.", show_default=False),
    ],
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; by default after --weeks.")] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="Weeks ahead, where no day is given.")] = 26,
) -> None:
    """Which of several scenarios leads further on a day, by how much, and for how much more time a week."""
    from ssi_core import api, compare_text

    edited, until = asked.edited(), day(on, "--on")
    given = dict(zip(stems(habits), map(api.load_habits, habits), strict=True))
    result = api.compare(asked.found(), given, until, weeks, model=edited)
    asked.answer(result.to_dict, lambda: compare_text.comparison(result))


@app.command()
@scores
def habits(asked: Asked) -> None:
    """Every habit: minutes and ceiling by the model, your own rate of the last 13 weeks, and what an action brings."""
    from ssi_core import api, text

    edited = asked.edited()
    table = api.prospect(asked.found(), model=edited).table
    asked.answer(table.to_dict, lambda: text.habits(table))


@app.command()
@scores
def plan(
    asked: Asked,
    by: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day to be there.", show_default=False)],
    target: Annotated[float | None, typer.Option(metavar="T", help="Points to reach.")] = None,
    hours: Annotated[float | None, typer.Option(metavar="H", help="Hours a week at most.")] = None,
    minutes: Annotated[
        list[str] | None, typer.Option(metavar="HABIT=MINUTES", help="What an action takes you; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="HABIT", help="A habit you will not do; may be repeated.")
    ] = None,
    checklist: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every week to tick off: .md, .ics or .html.")
    ] = None,
    notebook: Notebook = None,
) -> None:
    """The least that reaches a target by a day; without a target, the most that so many hours a week reach."""
    from ssi_core import api, plan_text

    edited, until, each = asked.edited(), day(by, "--by"), minutes_of(minutes or [])
    form = checklist.suffix.lower().removeprefix(".") if checklist else "md"
    if form not in ("md", "ics", "html"):
        raise RefusedError(f"--checklist {checklist}: end the name in .md, .ics or .html")
    if until is None:
        raise RefusedError("--by is missing: give the day to be there")
    book = notebook_file(notebook)
    found = asked.found()
    with unspoken():
        result = api.plan(
            found, target=target, by=until, hours=hours, minutes=each, without=without or (), model=edited
        )
        # The plan's own habits are the scenario of its notebook.
        given = {"target": target, "by": until, "hours": hours, "minutes": each, "without": without}
        scenario = {"weekly": result.weekly}
        asked.notebook(book, found, scenario, result.weeks, plan=given, model=edited, name="A plan")
    if checklist:
        checklist.write_bytes(api.agenda(result, form))
    asked.answer(result.to_dict, lambda: plan_text.plan(result))


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


@app.command("app")
def open_app(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    address: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listen there; 0.0.0.0 is every address, so sign-in is a must.")
    ] = LOOPBACK,
) -> None:
    """Open the app in a browser. It listens on this machine alone and sends no usage statistics."""
    from ssi_core import api

    beyond = not _is_loopback(address)
    if beyond:
        print(
            f"ssi: listening on {address}, so others reach this app. Unless they have to sign in (docs/team.md), "
            "everybody sees and changes the same records.", file=sys.stderr,
        )  # fmt: skip
    folder = api.app_folder()
    command = [
        sys.executable, "-m", "streamlit", "run", str(folder / "app.py"),
        "--server.address", address, "--server.port", str(port),
        "--server.headless", "true" if no_browser else "false", "--browser.gatherUsageStats", "false",
        # Who uses the app does not edit it, and watching every file of an installation costs a server its attention.
        "--server.fileWatcherType", "none",
        # To list its addresses, Streamlit would ask a service outside for the one that others know this machine by.
        "--logger.hideWelcomeMessage", "true" if beyond else "false",
    ]  # fmt: skip
    sys.exit(_serve(command, folder))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _serve(command: list[str], folder: Path) -> int:
    # Streamlit reads .streamlit/config.toml from the folder it is started in. Whoever stops `ssi app` stops it too, and
    # a server that waits for a browser's last connection is given a few seconds, not for ever.
    child = subprocess.Popen(command, cwd=folder)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.terminate()
        try:
            child.wait(GRACE_S)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            child.kill()
            child.wait()
        return 0


if __name__ == "__main__":
    main()
