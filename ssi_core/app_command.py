"""`ssi app`: the app in a browser, on a server that ends with the command."""

from __future__ import annotations

import ipaddress
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

#: Seconds that the app's server is given to end.
GRACE_S = 5
#: Where the app listens unless it is told otherwise: what is opened there is someone's private export.
LOOPBACK = "127.0.0.1"


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
