"""Memory of a session: what the server holds more for each person with the sample in view, in a browser of theirs."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Result, machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Sessions that are open when the memory is read: the first ones load what all of them share.
AT = (2, 4, 6, 8, 10, 12)
#: The project's limit, MiB a session.
LIMIT_MIB = 25
#: What each of them opens after the score: the pages that hold most.
PAGES = ("what_if", "plan", "history")


def slope(numbers: Sequence[float], values: Sequence[float]) -> float:
    """Slope of the straight line through these points, by least squares."""
    x, y = sum(numbers) / len(numbers), sum(values) / len(values)
    over = sum((a - x) * (b - y) for a, b in zip(numbers, values, strict=True))
    return over / sum((a - x) ** 2 for a in numbers)


def resident_mib(pid: int) -> float:
    """Memory of a process and of all that it started, in MiB, as Linux has it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(resident_mib(int(child)) for child in children)


def measure() -> list[Result]:
    """MiB a session."""
    from tests.browser import driver

    if driver.chromium() is None or not Path("/proc/self/task").exists():
        print("sessions: no Chromium on this machine, or no /proc, so they are not measured", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory(prefix="ssi-benchmark-") as folder, driver.launched() as browser:
        held = opened(browser, {"SSI_TODAY": "2026-07-01", "SSI_CONFIG_DIR": folder, "SSI_DATA_DIR": folder}, AT)
    told = ", ".join(f"{number}: {mib:.0f}" for number, mib in zip(AT, held, strict=True))
    return [
        Result(
            "sessions, memory of one with the sample in view", slope(AT, held), LIMIT_MIB, "MiB",
            f"server's MiB by open sessions: {told}; on {machine()}",
        )
    ]  # fmt: skip


def opened(browser: Browser, environment: dict[str, str], at: Sequence[int]) -> list[float]:
    """The server's memory in MiB whenever so many sessions are open, each in a context of its own.

    Parameters
    ----------
    browser : Browser
        A running Chromium.
    environment : dict
        Variables of the server's process.
    at : sequence of int
        Numbers of open sessions, rising.
    """
    from tests.browser import driver

    pages = [screen for screen in driver.screens() if screen.name in PAGES]
    held, port = [], driver.free_port()
    command = ["-m", "ssi_core.cli", "app", "--no-browser", "--port", str(port)]
    with driver.started(command, environment) as server, ExitStack() as contexts:
        url = f"http://127.0.0.1:{port}"
        driver.until_healthy(server, url)
        for number in range(1, at[-1] + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            contexts.callback(context.close)
            page = context.new_page()
            driver.open_app(page, url, sample=True)
            for screen in pages:
                driver.go(page, screen)
            if number in at:
                held.append(resident_mib(server.process.pid))
    return held
