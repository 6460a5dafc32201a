"""Run benchmarks: ``python -m benchmarks [NAME...]``. Exits 1 where a limit is broken."""

from __future__ import annotations

import sys

from benchmarks import app, calibration, command_line, kernel, plan, projection, reading, sessions, team, typical

BENCHMARKS = {
    "reading": reading.measure,
    "typical": typical.measure,
    "kernel": kernel.measure,
    "calibration": calibration.measure,
    "projection": projection.measure,
    "plan": plan.measure,
    "team": team.measure,
    "command_line": command_line.measure,
    "app": app.measure,
    "sessions": sessions.measure,
}


def main(names: list[str]) -> int:
    """Run benchmarks by name, all without one; a line a figure.

    Parameters
    ----------
    names : list of str
        Keys of :data:`BENCHMARKS`.

    Returns
    -------
    int
        0; 1 where a limit is broken; 2 where there is no such benchmark.
    """
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}: choose from {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    broken = False
    for name in names or BENCHMARKS:
        for result in BENCHMARKS[name]():
            print(result, flush=True)
            broken |= result.broken
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
