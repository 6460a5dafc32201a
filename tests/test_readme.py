"""README stays true to the word: every command in it is run, and every output in it is what came."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from benchmarks import calibration_study
from benchmarks.worlds import WORLDS
from ssi_core.cli import records_cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A line of a shown output that stands for any number of lines.
ELLIPSIS = "..."


def blocks() -> list[tuple[str, list[str]]]:
    """Commands in ``console`` blocks, each with the lines of output shown under it."""
    out: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                out.append((line[2:], []))
            else:
                out[-1][1].append(line)
    return out


def run(command: str, folder: Path) -> list[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8").splitlines()


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the output is the one shown, a line of ``...`` standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == ELLIPSIS else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


@pytest.mark.parametrize(("command", "shown"), blocks(), ids=[c for c, _ in blocks()])
def test_a_command_prints_what_readme_shows(command: str, shown: list[str], tmp_path: Path) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    printed = run(command, tmp_path)
    assert matches(shown, printed), "README shows:\n" + "\n".join(shown) + "\n\nbut it prints:\n" + "\n".join(printed)


def test_an_other_output_would_be_noticed() -> None:
    assert matches(["a", ELLIPSIS, "d"], ["a", "b", "c", "d"])
    assert not matches(["a", ELLIPSIS, "d"], ["a", "b", "c"])
    assert not matches(["a"], ["a", "b"])


def test_the_commands_of_the_project_are_the_ones_ci_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", README, re.MULTILINE))
    used = {name for pair in named for name in pair if name}
    assert {"app", "test"} <= used <= targets
    assert re.search(r"^make test\b", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_notebook_lines_run(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=120, check=False, text=True
    )
    assert printed.returncode == 0, printed.stderr
    shown = re.findall(r"^print\(.*?\)\s+# (.*)$", code, re.MULTILINE)
    assert shown == printed.stdout.splitlines()


def test_the_pages_that_readme_names_for_a_notebook_are_those_with_its_button() -> None:
    # The scenario bar is a part of What if.
    titles = {"plan": "Plan", "scenario_bar": "What if"}
    with_it = {p.stem for p in (ROOT / "pages").rglob("*.py") if "notebook_download.button(" in p.read_text("utf-8")}
    said = " ".join(README.split())
    [named] = re.findall(r"`--notebook FILE.ipynb` of `ssi project` and `ssi plan`, and a button on ([^.]*)\.", said)
    assert set(named.split(" and on ")) == {titles[stem] for stem in with_it}


def test_what_readme_calls_by_name_in_the_records_stands_on_the_pages() -> None:
    part = README[README.index("## Members that you coach") : README.index("## Many members")]
    screens = "".join(p.read_text("utf-8") for p in (ROOT / "pages").rglob("*.py"))
    names = re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", part)
    assert "Show me an example" in names
    assert [name for name in names if f'"{name}"' not in screens] == []
    # Every word after `ssi records` is a command of it, as is every lone one with a NAME behind it.
    told = set(re.findall(r"ssi records ([a-z]+)", part)) | set(re.findall(r"`([a-z]+) NAME`", part))
    known = set(typer.main.get_command(records_cli.app).commands)  # type: ignore[attr-defined]
    assert {"today", "prep", "check", "compare", "homework", "share", "bring"} <= told <= known


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), f"README links to {target}, which is not there"


def test_the_study_in_readme_and_on_the_method_page_is_one_as_measured() -> None:
    rows = list(csv.DictReader((ROOT / "pages" / "shared" / "study.csv").read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == calibration_study.COLUMNS
    assert len(rows) == len(WORLDS) * 2 * len(calibration_study.NUMBERS)
    assert calibration_study.summary(rows) in README
