"""The servers that stories, pictures and benchmarks start."""

from __future__ import annotations

import time

from tests.browser.driver import started

TALKATIVE = """
import time
for _ in range(40):
    print("x" * 9999, flush=True)
print("done", flush=True)
time.sleep(60)
"""


def test_a_server_that_prints_more_than_a_pipe_holds_is_not_stopped_by_it() -> None:
    # A pipe holds 64 KiB on Linux; this is 400 kB.
    with started(["-c", TALKATIVE]) as server:
        for _ in range(600):
            if server.said().endswith("done\n"):
                break
            time.sleep(0.05)
        assert server.said() == ("x" * 9999 + "\n") * 40 + "done\n"
        assert server.process.poll() is None
    assert server.process.poll() is not None
