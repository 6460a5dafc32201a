"""A real Chromium before the real app."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
# A fresh, quiet Chromium: as root in a container, and without its own calls to the outside.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    return os.environ.get("SSI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def _server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ssi_core.cli", "app", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None:
                raise RuntimeError(f"the app stopped: {server.stdout.read().decode() if server.stdout else ''}")
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                    if answer.read() == b"ok":
                        break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError("the app did not answer within a minute")
        yield url
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        with suppress(ProcessLookupError):  # whatever of the group has outlived a polite request
            os.killpg(server.pid, signal.SIGKILL)
        if server.stdout:
            server.stdout.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The app, one server for all stories."""
    with _server() as url:
        yield url


@pytest.fixture
def fresh() -> Iterator[str]:
    """The app on a server that nobody has visited."""
    with _server() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium, or name one in SSI_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own, closed whatever becomes of the test."""
    with ExitStack() as opened:

        def new(**options: Any) -> Page:
            context = browser.new_context(**options)
            opened.callback(context.close)
            return context.new_page()

        yield new
