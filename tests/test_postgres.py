"""The throw-away PostgreSQL of the tests: there when asked for, gone when its process is, told where it is missing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.conftest import REPO

ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")


def running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@ONLY_LINUX
def test_it_ends_with_the_process_that_started_it_however_that_ends() -> None:
    programs = postgres.programs_or_skip()
    code = f"""
import sys, time
from pathlib import Path
from tests.postgres import Cluster
cluster = Cluster(Path({str(programs)!r}))
cluster.start()
print(cluster.folder, cluster.server.pid, cluster.url(), flush=True)
time.sleep(600)
"""
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=REPO, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder, pid, url = owner.stdout.readline().split()
    try:
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert "127.0.0.1" in url
        os.kill(owner.pid, signal.SIGKILL)
        owner.wait()
        owner.stdout.close()
        until = time.monotonic() + 30
        while running(int(pid)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not running(int(pid))
    finally:
        shutil.rmtree(folder)


def test_where_it_is_missing_a_developer_is_told_and_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt install postgresql"):
        postgres.programs_or_skip()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt install postgresql"):
        postgres.programs_or_skip()
