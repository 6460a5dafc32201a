"""`ssi`: the same core from a terminal. Text for people, ``--json`` for programs."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ssi_core import __version__

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="An open, honest Social Selling Index, from your own LinkedIn export. Nothing leaves this machine.",
)

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATHS...", help="Zip, folder, CSV or XLSX, mixed.", show_default=False)
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day to stand on.")]
Owner = Annotated[str | None, typer.Option(help="Your name, where the files do not tell whose they are.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of printing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="JSON: seat, checklist, signals, target.")
]
ReadingsFile = Annotated[
    Path | None, typer.Option("--readings", metavar="FILE", help="Official readings: a log, or page data.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="JSON: what the columns of an unknown table are.")
]
ModelFile = Annotated[Path | None, typer.Option("--model", metavar="FILE", help="TOML: an edited model.")]


#: Seconds that the app's server is given to end.
GRACE_S = 5


class RefusedError(Exception):
    """Input that can't be used: one line on standard error, exit 2."""


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

    if hasattr(error, "format_message"):  # click's usage errors
        words = str(error.format_message())
    elif isinstance(error, (RefusedError, IngestError, WrongDaysError)):
        words = str(error)
    elif type(error).__name__ in ("Abort", "KeyboardInterrupt"):
        words = "stopped"
    elif isinstance(error, OSError):
        words = f"{error.filename or 'a file'}: {error.strerror or error}"
    else:
        return None
    return " ".join(words.split())


def _day(text: str | None, option: str = "--as-of") -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"{option} {text!r} is no day: write YYYY-MM-DD") from None


def _import(
    paths: list[Path],
    as_of: str | None,
    owner: str | None,
    mapping: Path | None,
    profile: Path | None = None,
    readings: Path | None = None,
) -> Any:
    from ssi_core import api

    kept = api.remembered()
    if kept.remark:
        print(f"ssi: {kept.remark}", file=sys.stderr)
    mappings = (*(api.load_mappings(mapping) if mapping else ()), *kept.mappings)
    stated, target = api.load_profile(profile) if profile else (None, None)
    return api.read(
        list(paths), owner=owner, as_of=_day(as_of), stated=stated, target=target, readings=readings, mappings=mappings
    )


def _model(path: Path | None) -> Any:
    from ssi_core import api

    return api.model_from(path) if path else None


def _print(out: Path | None, text: str) -> None:
    text = text if text.endswith("\n") else text + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


def _answer(out: Path | None, as_json: bool, data: Callable[[], dict[str, Any]], text: Callable[[], str]) -> None:
    _print(out, json.dumps(data(), ensure_ascii=False, allow_nan=False, indent=2) if as_json else text())


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
def read(
    paths: Paths,
    as_of: AsOf = None,
    owner: Owner = None,
    mapping: MappingFile = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Read files and say exactly what was done with each."""
    from ssi_core import text

    found = _import(paths, as_of, owner, mapping)
    _answer(out, as_json, found.to_dict, lambda: text.ledger(found))


@app.command()
def score(
    paths: Paths,
    as_of: AsOf = None,
    owner: Owner = None,
    profile: ProfileFile = None,
    readings: ReadingsFile = None,
    mapping: MappingFile = None,
    model: ModelFile = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Estimate the Social Selling Index, and show where every point comes from."""
    from ssi_core import api, text

    edited = _model(model)
    result = api.score(_import(paths, as_of, owner, mapping, profile, readings), model=edited)
    _answer(out, as_json, result.to_dict, lambda: text.score(result))


@app.command()
def history(
    paths: Paths,
    as_of: AsOf = None,
    owner: Owner = None,
    profile: ProfileFile = None,
    readings: ReadingsFile = None,
    mapping: MappingFile = None,
    model: ModelFile = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    out: Out = None,
) -> None:
    """The estimate for every day of the archive: date, total, four pillars, p10, p90."""
    from ssi_core import api, text

    if as_json and as_csv:
        raise RefusedError("--json and --csv together: choose one")
    edited = _model(model)
    result = api.history(_import(paths, as_of, owner, mapping, profile, readings), model=edited)
    if as_csv:
        _print(out, text.history_csv(result))
    else:
        _answer(out, as_json, result.to_dict, lambda: text.history(result))


@app.command()
def why(
    paths: Paths,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The earlier day; by default 90 before --to.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The later day; by default the one to stand on.")
    ] = None,
    as_of: AsOf = None,
    owner: Owner = None,
    profile: ProfileFile = None,
    readings: ReadingsFile = None,
    mapping: MappingFile = None,
    model: ModelFile = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Why the score moved between two days, and what leaves the look-back window next."""
    from ssi_core import api, text

    edited, first, last = _model(model), _day(start, "--from"), _day(end, "--to")
    found = _import(paths, as_of, owner, mapping, profile, readings)
    last = last or found.as_of
    result = api.why(found, first or last - dt.timedelta(days=api.DAYS_BACK), last, model=edited)
    # Looked ahead from the day to stand on, whichever days were asked about.
    ahead = api.ahead(found, model=edited)
    _answer(out, as_json, lambda: {**result.to_dict(), "ahead": ahead.rows()}, lambda: text.why(result, ahead))


@app.command()
def template(
    kind: Annotated[str, typer.Argument(metavar="answers|weekly_log", show_default=False)], out: Out = None
) -> None:
    """Print a CSV template to fill in: with it, no export is needed for a first score."""
    from ssi_core import api

    _print(out, api.template(kind))


@app.command()
def sample(folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)]) -> None:
    """Copy the files of an invented member into a folder, to try things on."""
    from ssi_core import api

    for path in api.copy_sample(folder):
        print(path)


@app.command("app")
def open_app(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in a browser. It listens on this machine alone and sends no usage statistics."""
    from ssi_core import api

    folder = api.app_folder()
    command = [
        sys.executable, "-m", "streamlit", "run", str(folder / "app.py"),
        "--server.address", "127.0.0.1", "--server.port", str(port),
        "--server.headless", "true" if no_browser else "false", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    sys.exit(_serve(command, folder))


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
