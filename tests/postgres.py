"""A real PostgreSQL for the tests: a throw-away cluster on loopback, from the system's package, never a mock.

It is started by the first test that asks for it, as user postgres where the tests run as root, on a free port and with
a password of its own. It ends with the process that started it, however that ends.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

USER = "tests"
#: Seconds until a server must answer or have ended.
PATIENCE_S = 60


def binaries() -> Path | None:
    """Folder of the newest server's programs; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    onpath = shutil.which("initdb")
    found = [*debian, *([Path(onpath).parent] if onpath else [])]
    return next((p for p in found if (p / "initdb").exists() and (p / "postgres").exists()), None)


class Cluster:
    """A cluster in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="ssi-postgres-"))
        self.data, self.log = self.folder / "data", self.folder / "log"
        self.password = secrets.token_hex(16)
        self.port = 0
        self.server: subprocess.Popen[bytes] | None = None
        word = self.folder / "password"
        word.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            shutil.chown(word, "postgres", "postgres")
        done = subprocess.run(
            [self.programs / "initdb", "-D", self.data, "-U", USER, "--auth=scram-sha-256", f"--pwfile={word}",
             "--encoding=UTF8", "--locale=C", "--no-sync"],
            cwd=self.folder, capture_output=True, check=False, timeout=PATIENCE_S, **self._as(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"initdb exited {done.returncode}: {done.stderr.decode(errors='replace')}")

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def emptied(self) -> str:
        """URL of a database in which there is nothing: the same one, emptied, which takes less time than another."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url()

    def start(self) -> None:
        """Start, on the port of last time where there was one, and wait until it answers."""
        for _ in range(3):
            if not self.port:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    self.port = probe.getsockname()[1]
            if self._started():
                return
            self.stop()
            self.port = 0  # somebody else took it
        raise RuntimeError(f"PostgreSQL did not come up: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End at once, as a power cut would."""
        if self.server is not None:
            if self.server.poll() is None:
                self.server.send_signal(signal.SIGQUIT)
            self.server.wait(PATIENCE_S)
            self.server = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self) -> bool:
        options = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off",
            "shared_buffers": "16MB", "max_connections": 40,
        }  # fmt: skip
        command = [self.programs / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_end_with_parent, **self._as(),
            )  # fmt: skip
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.server.poll() is None:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _as(self) -> dict[str, object]:
        # PostgreSQL refuses to run as root.
        return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _end_with_parent() -> None:
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def programs_or_skip() -> Path:
    """Folder of the server's programs."""
    programs = binaries()
    if programs is None:
        words = "PostgreSQL is not installed (on Debian: apt install postgresql)"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(words)
        pytest.skip(words)
    return programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A running cluster; where the system has none the test is skipped, and fails in CI."""
    cluster = Cluster(programs_or_skip())
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()
