"""The corpus of small inputs with the right answers, where it lies beside the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ssi_core.cli import main

CASES = Path(__file__).parents[2] / "shared" / "cases"
#: Without the folder there is nothing to run, and no test.
LIST = CASES / "cases.json"
FOUND: list[dict[str, Any]] = json.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else []


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """The corpus's own program: its comparison is used, not another one."""
    spec = spec_from_file_location("run_cases", CASES / "run_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if FOUND:

    @pytest.mark.parametrize("case", FOUND, ids=[c["id"] for c in FOUND])
    def test_a_case_holds(
        case: dict[str, Any],
        runner: ModuleType,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(CASES)
        with pytest.raises(SystemExit) as end:
            main(["read", *case["paths"], *case["args"], "--json"])
        code, said = int(end.value.code or 0), capsys.readouterr()
        assert code in case["accept_exit"], said.err
        if code:
            assert len(said.err.splitlines()) == 1
            return
        assert said.err == ""
        assert list(runner.compare(json.loads(said.out), case["expect"])) == [], case["why"]

    def test_the_corpus_own_program_says_so_too(tmp_path: Path) -> None:
        # A process per case takes a second: three of them here, all of them in this process above.
        program = [sys.executable, str(CASES / "run_cases.py"), f"{sys.executable} -m ssi_core.cli", str(CASES)]
        chosen = [c["id"] for c in FOUND[:: max(1, len(FOUND) // 3)]][:3]
        for case in chosen:
            program += ["--only", case]
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        done = subprocess.run(program, capture_output=True, text=True, cwd=tmp_path, env=env)
        assert done.stdout == f"{len(chosen)} of {len(chosen)} cases hold\n"


def test_this_file_passes_where_the_corpus_is_not(tmp_path: Path) -> None:
    there = tmp_path / "repository" / "tests"
    there.mkdir(parents=True)
    shutil.copy(__file__, there)
    program = (
        "import sys; sys.path.insert(0, 'tests'); import test_cases;"
        "print(test_cases.FOUND, hasattr(test_cases, 'test_a_case_holds'))"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=there.parent, env=env, check=True
    )
    assert done.stdout.strip() == "[] False"
