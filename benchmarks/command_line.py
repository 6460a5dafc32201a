"""`ssi score` on the sample, against importing the libraries that it stands on."""

from __future__ import annotations

import json

from benchmarks.measure import ROOT, Result, alternate, child, seconds

#: The project's limit: at most 2.5 x the time of this import.
LIMIT = 2.5
_FLOOR = ("-c", "import numpy, pandas, pyarrow.csv")
#: None of these may be imported on the way.
_HEAVY = ("pandas", "plotly", "streamlit", "scipy.optimize")


def command() -> tuple[str, ...]:
    """Arguments of python for ``ssi score`` on the sample's archive and workbook."""
    files = sorted(str(p) for p in (ROOT / "sample_data").iterdir() if p.suffix in (".zip", ".xlsx"))
    return ("-m", "ssi_core.cli", "score", *files)


def answer() -> dict[str, object]:
    """What ``ssi score --json`` says of the sample."""
    told: dict[str, object] = json.loads(child(*command(), "--json"))
    return told


def heavy() -> list[str]:
    """Heavy libraries that ``ssi score`` imports."""
    look = (
        "import sys, ssi_core.cli as cli\ntry:\n    cli.main(sys.argv[1:])\nfinally:\n"
        f"    print('HEAVY', *(m for m in {_HEAVY!r} if m in sys.modules))"
    )
    return child("-c", look, *command()[2:]).rpartition("HEAVY")[2].split()


def measure() -> list[Result]:
    """Time of the command from start to exit."""
    told, loaded = answer(), heavy()
    child(*_FLOOR)  # both are warm now: their files in the page cache, their bytecode written
    ratio = alternate(lambda: seconds(lambda: child(*_FLOOR)), lambda: seconds(lambda: child(*command())), LIMIT)
    words = f"total {told['total']:.1f}; imported of {', '.join(_HEAVY)}: {', '.join(loaded) or 'none'}"
    return [Result("command line", ratio.value, LIMIT, details=f"{ratio}; {words}")]
