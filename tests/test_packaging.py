"""The wheel carries the app, runs where the repository is not, and the lock files say exactly what to install."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

WINDOWS = os.name == "nt"
DATA = {".zip", ".xlsx", ".csv"}
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = PROJECT["project"]["version"]


def run(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build_wheel(source: Path, into: Path) -> Path:
    pip = (sys.executable, "-m", "pip", "--quiet", "wheel")
    run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-w", into, source, cwd=into)
    [wheel] = into.glob("*.whl")
    return wheel


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(repo, tmp_path_factory.mktemp("wheel"))


class Installed:
    """An environment that holds the wheel and sees the locked dependencies, but not the repository."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.venv = folder / "venv"
        self.elsewhere = folder / "elsewhere"
        home = folder / "home"
        self.elsewhere.mkdir()
        home.mkdir()
        # Nothing of whoever runs the tests leaks in: no import path, no Streamlit settings, no home.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "STREAMLIT_", "SSI_"))}
        self.env = kept | {"HOME": str(home), "USERPROFILE": str(home), "SSI_TODAY": "2026-07-01"}
        run(sys.executable, "-m", "venv", "--without-pip", self.venv, cwd=folder)
        self.scripts = self.venv / ("Scripts" if WINDOWS else "bin")
        self.python = self.scripts / ("python.exe" if WINDOWS else "python")
        self.ssi = self.scripts / ("ssi.exe" if WINDOWS else "ssi")
        pip = (sys.executable, "-m", "pip", "--quiet", "--python", self.python, "install")
        run(*pip, "--no-index", "--no-deps", wheel, cwd=folder)
        self.site = Path(self.ask("import sysconfig; print(sysconfig.get_path('purelib'))"))
        # A plain path line: the .pth files in that folder, the repository's editable install among them, stay unread.
        (self.site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    def ask(self, code: str) -> str:
        return run(self.python, "-c", code, cwd=self.elsewhere, env=self.env).strip()

    def call(self, *arguments: object) -> str:
        return run(self.ssi, *arguments, cwd=self.elsewhere, env=self.env)

    @property
    def app(self) -> Path:
        return self.site / "ssi_core" / "_app"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"), wheel)


# ------------------------------------------------------------------------------------------ what the wheel holds


def test_wheel_carries_the_app_and_the_sample(wheel: Path, repo: Path) -> None:
    pages = {
        p.relative_to(repo).as_posix()
        for p in (repo / "pages").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    sample = {p.relative_to(repo).as_posix() for p in (repo / "sample_data").rglob("*") if p.suffix in DATA}
    assert {Path(name).suffix for name in sample} == DATA
    assert sum(name.startswith("sample_data/later/") for name in sample) == 1
    expected = {"app.py", ".streamlit/config.toml"} | pages | sample
    assert {n.removeprefix("ssi_core/_app/") for n in names_in(wheel) if n.startswith("ssi_core/_app/")} == expected


def test_wheel_carries_the_whole_core_and_nothing_else(wheel: Path, repo: Path) -> None:
    core = {p.relative_to(repo).as_posix() for p in (repo / "ssi_core").rglob("*.py")} | {"ssi_core/py.typed"}
    assert "ssi_core/store/migrations/env.py" in core
    names = names_in(wheel)
    assert core <= names
    assert {name.split("/")[0] for name in names} == {"ssi_core", f"ssi_coach-{VERSION}.dist-info"}
    assert [n for n in names if "__pycache__" in n or n.endswith(".pyc") or "/tests/" in n or "make_sample" in n] == []


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, repo: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=repo)
    [archive] = tmp_path.glob("*.tar.gz")
    assert names_in(build_wheel(archive, tmp_path)) == names_in(wheel)


# --------------------------------------------------------------------------------------- the wheel, in another place


def test_the_installed_core_is_the_wheels(installed: Installed) -> None:
    assert Path(installed.ask("import ssi_core; print(ssi_core.__file__)")) == installed.site / "ssi_core/__init__.py"
    assert installed.call("--version").split()[-1] == VERSION


def test_the_installed_command_scores_its_own_sample(installed: Installed) -> None:
    sample = installed.elsewhere / "sample"
    installed.call("sample", sample)
    assert {p.suffix for p in sample.iterdir()} == DATA
    answer = json.loads(installed.call("score", *sorted(sample.glob("*.zip")), "--json"))
    assert answer["schema"] == 1
    assert sum(pillar["points"] for pillar in answer["pillars"]) == pytest.approx(answer["total"], abs=1e-9)


def test_the_installed_command_keeps_a_member(installed: Installed) -> None:
    # The migrations are read from the wheel.
    sample = installed.elsewhere / "sample-to-keep"
    installed.call("sample", sample)
    installed.call("records", "save", *sorted(sample.glob("*.zip")), "--name", "Mara")
    answer = json.loads(installed.call("records", "list", "--json"))
    assert [member["name"] for member in answer["members"]] == ["Mara"]


def test_the_installed_command_writes_reports_of_its_own_sample(installed: Installed) -> None:
    sample = installed.elsewhere / "reported"
    installed.call("sample", sample)
    for name, begun in (("r.html", b"<!doctype html>"), ("r.pdf", b"%PDF-")):
        installed.call("report", *sorted(sample.glob("*.zip")), "-o", name)
        assert (installed.elsewhere / name).read_bytes().startswith(begun)


def test_the_installed_app_draws_its_first_page(installed: Installed) -> None:
    # The folder of the script is importable under `streamlit run`; AppTest leaves that to us.
    code = f"""
import sys
sys.path.insert(0, {str(installed.app)!r})
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(installed.app / "app.py")!r}, default_timeout=60).run()
import pages
print(list(pages.__path__)[0], [error.message for error in app.exception])
"""
    assert installed.ask(code) == f"{installed.app / 'pages'} []"


@pytest.fixture
def served(installed: Installed) -> Iterator[int]:
    """The port on which `ssi app`, started from another folder, says that it is well."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = installed.elsewhere / "app.log"
    with log.open("w", encoding="utf-8") as out:
        app = subprocess.Popen(
            [str(installed.ssi), "app", "--port", str(port), "--no-browser"],
            cwd=installed.elsewhere,
            env=installed.env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 60
            while not is_well(port):
                assert app.poll() is None, f"ssi app exited {app.returncode}\n{log.read_text(encoding='utf-8')}"
                assert time.monotonic() < until, f"ssi app did not come up\n{log.read_text(encoding='utf-8')}"
                time.sleep(0.1)
            yield port
        finally:
            if WINDOWS:
                app.terminate()
            elif app.poll() is None:
                os.killpg(app.pid, signal.SIGTERM)  # the whole session: `ssi app` may run Streamlit as its child
            try:
                app.wait(timeout=30)
            finally:
                app.kill()
                app.wait()
            until = time.monotonic() + 30
            while reaches("127.0.0.1", port) and time.monotonic() < until:
                time.sleep(0.1)


def reaches(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


def is_well(port: int) -> bool:
    try:
        return get(port, "/_stcore/health") == (200, "ok")
    except (urllib.error.URLError, ConnectionError):
        return False


def test_the_installed_app_answers_on_this_machine_only(served: int) -> None:
    status, page = get(served, "/")
    assert status == 200
    assert "<html" in page
    # 127.0.0.2 is this machine too, but reaches only a server that listens on every address.
    assert not reaches("127.0.0.2", served)


# --------------------------------------------------------------------------------------------------- the lock files


def locked(path: Path) -> dict[str, set[str]]:
    """Requirement -> its hashes, of a lock file that holds nothing else."""
    pins: dict[str, set[str]] = {}
    for entry in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w.'\" ()=<>!]+)?", requirement), requirement
        assert requirement not in pins
        pins[requirement] = set(hashes)
    return pins


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_names_versions_markers_and_hashes_only(repo: Path, name: str) -> None:
    text = (repo / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in re.sub(r"^\S+==", "", text, flags=re.MULTILINE)
    assert "find-links" not in text
    for requirement, hashes in locked(repo / name).items():
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_the_lock_files_pin_what_the_project_asks_for(repo: Path) -> None:
    runtime, groups = PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]
    build, dev = groups["build"], [r for r in groups["dev"] if isinstance(r, str)]
    asked = {
        "requirements.lock": runtime + build,
        "requirements-dev.lock": runtime + build + dev,
    }
    for name, wanted in asked.items():
        pins = [Requirement(pin) for pin in locked(repo / name)]
        for requirement in map(Requirement, wanted):
            found = [pin for pin in pins if pin.name == requirement.name]
            assert found, f"{name} does not pin {requirement.name}"
            for pin in found:
                [version] = [spec.version for spec in pin.specifier]
                assert requirement.specifier.contains(version), f"{name} pins {pin}, the project asks for {requirement}"


def test_the_tests_run_on_the_versions_that_people_get(repo: Path) -> None:
    # On which systems a release is wanted may widen with what the tests ask for; which release it is may not change.
    app, dev = ({pin.split(" ; ")[0]: hashes for pin, hashes in locked(repo / name).items()} for name in LOCKS)
    assert {pin: hashes for pin, hashes in dev.items() if pin in app} == app
