"""What the Dockerfile, compose.yaml and docs/team.md say, held against the app: no image is built here."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from streamlit import auth_util
from streamlit.runtime.secrets import Secrets

from benchmarks import sessions
from ssi_core import api, app_command, cli
from tests.browser import driver
from tests.browser.test_outside import _WATCH
from tests.postgres import Cluster
from tests.test_packaging import build_wheel, get, names_in, reaches

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "team.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
APP, DB = COMPOSE["services"]["app"], COMPOSE["services"]["db"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, in order: word and rest, with continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def said(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def stages() -> list[list[tuple[str, str]]]:
    out: list[list[tuple[str, str]]] = []
    for name, rest in instructions():
        if name == "FROM":
            out.append([])
        out[-1].append((name, rest))
    return out


def command() -> list[str]:
    return json.loads(said("CMD")[-1])


def health() -> list[str]:
    [check] = said("HEALTHCHECK")
    return json.loads(check.split("CMD", 1)[1])


def copied() -> list[tuple[list[str], str]]:
    """Sources in this folder, and where they go."""
    rows = [rest.split() for rest in said("COPY") if "--from=" not in rest]
    return [(row[:-1], row[-1]) for row in rows]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path out: the last pattern that it, or a folder it is in, matches decides."""
    out = False
    parts = path.split("/")
    heads = ["/".join(parts[: i + 1]) for i in range(len(parts))]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!").removeprefix("**/")
        names = parts if line.removeprefix("!").startswith("**/") else heads
        if any(fnmatch.fnmatchcase(name, pattern) and name.count("/") == pattern.count("/") for name in names):
            out = not line.startswith("!")
    return out


# ------------------------------------------------------------------------------------------------------- the image


def test_every_base_is_a_slim_python_that_the_project_supports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    supported = [c.rpartition(" ")[2] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    bases = [rest.split()[0] for rest in said("FROM")]
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:(3\.\d+)-slim", bases[0])[1] in supported  # type: ignore[index]


def test_what_is_copied_is_there_and_sent() -> None:
    for sources, _ in copied():
        for source in sources:
            assert (ROOT / source).exists(), source
            assert not ignored(source), source
    for path in (ROOT / "pages").rglob("*.py"):
        assert not ignored(path.relative_to(ROOT).as_posix())


@pytest.mark.parametrize(
    "path",
    [".streamlit/secrets.toml", ".env", ".git/config", "Complete_LinkedInDataExport_01-01-2026.zip",
     "tests/conftest.py", "records.sqlite3", "pages/__pycache__/team.cpython-313.pyc", "secrets.toml",
     "ssi_core/store/__pycache__"],
)  # fmt: skip
def test_no_secret_and_no_export_is_sent(path: str) -> None:
    assert ignored(path)


def test_what_is_copied_makes_the_whole_package(tmp_path: Path) -> None:
    """The image's last install, rehearsed: the wheel from what is copied is the one from the repository."""
    source = tmp_path / "src"
    for sources, target in copied():
        for name in sources:
            place = source / target / ("" if (ROOT / name).is_dir() or target == name else name)
            place.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                for path in (ROOT / name).rglob("*"):
                    inside = path.relative_to(ROOT).as_posix()
                    if path.is_file() and not ignored(inside):
                        goal = place / path.relative_to(ROOT / name)
                        goal.parent.mkdir(parents=True, exist_ok=True)
                        shutil.copy(path, goal)
            else:
                shutil.copy(ROOT / name, place)
    [last] = [rest for rest in said("RUN") if rest.endswith(" .")]
    assert {"--no-deps", "--no-build-isolation", "--no-index"} <= set(last.split())
    (tmp_path / "copied").mkdir()
    (tmp_path / "whole").mkdir()
    assert names_in(build_wheel(source, tmp_path / "copied")) == names_in(build_wheel(ROOT, tmp_path / "whole"))


def test_what_is_installed_is_locked() -> None:
    installs = [part for rest in said("RUN") for part in rest.split("&&") if " install " in part and " pip " in part]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "apt-get" not in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_nobody_is_root_and_the_data_folder_is_theirs() -> None:
    last = stages()[-1]
    names = [name for name, _ in last]
    user = last[names.index("USER")][1]
    assert names.index("USER") < names.index("CMD")
    assert names.count("USER") == 1
    [made] = [rest for name, rest in last if name == "RUN"]
    assert f"useradd --uid 10001 --create-home {user}" in made
    assert f"install -d -o {user} -g {user} {said('VOLUME')[0]}" in made
    assert "10001" in DOCS
    [settings] = said("ENV")
    own = dict(pair.split("=", 1) for pair in settings.split())
    assert own["HOME"] == f"/home/{user}"
    assert all(own[name].startswith(said("VOLUME")[0] + "/") for name in ("SSI_CONFIG_DIR", "SSI_DATA_DIR"))


def test_what_was_installed_is_what_runs() -> None:
    [settings] = said("ENV")
    own = dict(pair.split("=", 1) for pair in settings.split())
    [moved] = [rest.split()[1:] for rest in said("COPY") if "--from=build" in rest]
    assert moved == ["/opt/ssi", "/opt/ssi"], "its commands name the folder that they were installed into"
    assert "python -m venv /opt/ssi " in said("RUN")[0]
    assert own["PATH"] == "/opt/ssi/bin:$PATH"


def test_the_command_is_one_that_ssi_takes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(app_command, "_serve", lambda command, folder: started.append(command) or 0)
    ssi, *arguments = command()
    assert ssi == "ssi"
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 0
    options = dict(zip(started[0][5::2], started[0][6::2], strict=False))
    assert options["--server.address"] == "0.0.0.0"
    assert options["--server.port"] == "8501"
    assert options["--server.headless"] == "true"
    assert "Unless they have to sign in (docs/team.md)" in capsys.readouterr().err


@pytest.mark.parametrize("given", [[], ["--address", "localhost"], ["--address", "::1"]])
def test_alone_on_this_machine_nothing_is_warned_of(
    given: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(app_command, "_serve", lambda command, folder: started.append(command) or 0)
    with pytest.raises(SystemExit):
        cli.main(["app", "--no-browser", *given])
    bound = started[0][started[0].index("--server.address") + 1]
    assert bound == (given[1] if given else "127.0.0.1")
    assert capsys.readouterr().err == ""


# ----------------------------------------------------------------------------------------------------- as it runs


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the app as the image starts it, but for the port; it must call nobody outside."""
    port = driver.free_port()
    arguments = [str(port) if part == "8501" else part for part in command()[1:]]
    folder = tmp_path_factory.mktemp("watched")
    (folder / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    path = os.pathsep.join([str(folder), str(ROOT)])
    watched = {"PYTHONPATH": path, "SSI_SEEN": str(folder / "seen.txt")}
    with driver.started(["-m", "ssi_core.cli", *arguments], watched) as server:
        driver.until_healthy(server, f"http://127.0.0.1:{port}")
        yield port
    told = (folder / "seen.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in told if line.startswith("watching")], "the watch did not run"
    called = {line for line in told if not line.startswith(("watching", "AF_UNIX"))}
    assert {line.split()[1] for line in called} <= {"127.0.0.1", "localhost", "::1", "0.0.0.0"}, "it called outside"


def test_the_image_answers_on_every_address_and_is_well(served: int) -> None:
    # 127.0.0.2 is this machine too, but reaches only a server that listens on every address.
    assert reaches("127.0.0.2", served)
    assert get(served, "/_stcore/health") == (200, "ok")


def checked(port: int) -> int:
    python, *arguments = health()
    assert python == "python"
    arguments = [part.replace(":8501/", f":{port}/") for part in arguments]
    environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False).returncode


def test_the_health_check_tells_well_from_gone(served: int) -> None:
    assert checked(served) == 0
    assert checked(driver.free_port()) != 0


# -------------------------------------------------------------------------------------------------------- compose


def test_one_port_in_all_of_them() -> None:
    assert said("EXPOSE") == ["8501"]
    assert command()[command().index("--port") + 1] == "8501"
    assert ":8501/_stcore/health" in health()[-1]
    assert APP["ports"] == ["127.0.0.1:8501:8501"]
    assert "server 127.0.0.1:8501;" in DOCS
    assert typer.main.get_command(cli.app).commands["app"].params[0].default == 8501  # type: ignore[attr-defined]


def test_no_password_stands_in_any_of_them() -> None:
    kept = re.findall(r"PASSWORD: (.*)", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert len(kept) == 2
    assert all(value.startswith("${POSTGRES_PASSWORD:?") for value in [*kept, APP["environment"]["PGPASSWORD"]])
    assert not re.search(r"://[^/\s]*:[^/\s]*@", APP["environment"]["SSI_DATABASE_URL"])
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8").lower()
    assert not [word for word in ("password", "secret", "token", "arg ") if word in docker]
    rules = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {COMPOSE["secrets"]["sign_in"]["file"], ".env"} <= set(rules)


def test_the_app_waits_for_a_database_that_is_well() -> None:
    assert APP["depends_on"] == {"db": {"condition": "service_healthy"}}
    test = DB["healthcheck"]["test"]
    assert test[:2] == ["CMD", "pg_isready"]
    user, name = DB["environment"]["POSTGRES_USER"], DB["environment"]["POSTGRES_DB"]
    assert test[test.index("-U") + 1] == user
    assert test[test.index("-d") + 1] == name
    assert APP["environment"]["SSI_DATABASE_URL"] == f"postgresql://{user}@db:5432/{name}"
    assert {v.split(":")[0] for s in (APP, DB) for v in s["volumes"]} == set(COMPOSE["volumes"])


def test_what_is_kept_outlives_its_container() -> None:
    assert APP["volumes"] == ["data:/data"]
    assert said("VOLUME") == ["/data"]
    # Where the image keeps its tables; from version 18 on it is another folder.
    assert DB["image"] == "postgres:17"
    assert DB["volumes"] == ["records:/var/lib/postgresql/data"]
    assert COMPOSE["volumes"] == {"records": None, "data": None}


def test_the_app_alone_is_reached_and_has_no_rights_that_it_does_not_need() -> None:
    assert "ports" not in DB
    assert APP["cap_drop"] == ["ALL"]
    assert APP["security_opt"] == ["no-new-privileges:true"]
    for more in ("privileged", "cap_add", "user", "network_mode", "pid"):
        assert more not in APP


def test_both_come_back_after_the_machine_did_and_no_process_stays_behind() -> None:
    assert (APP["restart"], DB["restart"]) == ("unless-stopped", "unless-stopped")
    assert APP["init"] is True  # who cleans up after processes that the app started
    assert APP["build"] == "."


def test_a_check_is_over_before_it_counts_as_failed_and_asks_as_the_app_does() -> None:
    [check] = said("HEALTHCHECK")
    [allowed] = re.findall(r"--timeout=(\d+)s", check)
    [waits] = re.findall(r"timeout=(\d+)\)", check)
    assert int(waits) < int(allowed)
    test = DB["healthcheck"]["test"]
    assert test[test.index("-h") + 1] == "127.0.0.1"  # on its socket it answers before it is set up


def test_the_sign_in_is_mounted_where_streamlit_looks() -> None:
    [mounted] = APP["secrets"]
    [settings] = said("ENV")
    home = dict(pair.split("=", 1) for pair in settings.split())["HOME"]
    assert mounted == {"source": "sign_in", "target": f"{home}/.streamlit/secrets.toml"}


def test_a_password_beside_the_address_opens_the_database(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = postgres.emptied()
    address = whole.replace(f":{postgres.password}@", "@")
    assert address != whole
    monkeypatch.setenv("PGPASSWORD", postgres.password)
    with closing(api.records(address, owner="https://login.example ana")) as records:
        assert records.members() == ()
    monkeypatch.setenv("PGPASSWORD", "another")
    with closing(api.records(address)) as records, pytest.raises(api.RecordsError):
        records.members()


# ----------------------------------------------------------------------------------------------------------- docs


def block(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    return found


def test_streamlit_takes_the_secrets_that_the_docs_show(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets()
    shown: dict[str, Any] = tomllib.loads(block("toml"))
    monkeypatch.setattr(secrets, "_secrets", shown)
    monkeypatch.setattr(auth_util, "secrets_singleton", secrets)
    auth_util.validate_auth_credentials("default")
    assert auth_util.get_validated_redirect_uri() == "https://coach.example.com/oauth2callback"
    for key in list(shown["auth"]):
        monkeypatch.setattr(secrets, "_secrets", {"auth": {k: v for k, v in shown["auth"].items() if k != key}})
        with pytest.raises(auth_util.StreamlitAuthError):
            auth_util.validate_auth_credentials("default")


def test_the_proxy_of_the_docs_hands_on_what_the_app_needs() -> None:
    shown = block("nginx")
    for line in ("ip_hash;", "proxy_set_header Host $http_host;", "proxy_set_header Upgrade $http_upgrade;",
                 'proxy_set_header Connection "upgrade";', "proxy_http_version 1.1;"):  # fmt: skip
        assert line in shown
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert "client_max_body_size 1g;" in shown
    assert config["server"]["maxUploadSize"] == 1024


def test_the_commands_of_the_docs_exist() -> None:
    top = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    named = re.findall(r"`ssi ([^`]+)`", DOCS)
    assert {"app", "records export --out everything.json", "records import everything.json"} <= set(named)
    for line in named:
        first, *rest = line.split()
        assert first in top
        if first == "records" and rest:
            assert rest[0] in top["records"].commands
    assert "`python -m benchmarks sessions`" in DOCS
    for line in re.findall(r"docker compose exec -T (\w+)", DOCS):
        assert line in COMPOSE["services"]


def test_the_figure_of_the_docs_is_within_the_limit() -> None:
    [figure] = re.findall(r"\*\*(\d+) MiB\*\*", DOCS)
    assert 0 < int(figure) <= sessions.LIMIT_MIB


def test_records_go_to_another_place_by_the_documented_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_dir: Path
) -> None:
    """Export here, import there: what the docs promise where nobody signs in."""
    [archive] = sample_dir.glob("*.zip")
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "here"))
    monkeypatch.chdir(tmp_path)

    def ssi(*arguments: str) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        assert ended.value.code == 0

    ssi("records", "save", str(archive), "--name", "Mara")
    ssi("records", "export", "--out", "everything.json")
    monkeypatch.setenv("SSI_DATA_DIR", str(tmp_path / "there"))
    ssi("records", "import", "everything.json")
    with closing(api.records()) as records:
        assert [m.name for m in records.members()] == ["Mara"]


# ------------------------------------------------------------------------------------------------------- benchmark


def test_a_slope_is_that_of_the_straight_line() -> None:
    assert sessions.slope([2, 4, 6], [110.0, 130.0, 150.0]) == pytest.approx(10)
    assert sessions.slope([0, 1, 2, 3], [0.0, 2.0, 1.0, 3.0]) == pytest.approx(0.8)  # by hand: 4 / 5


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc on this system")
def test_memory_is_that_of_a_process_and_of_those_it_started() -> None:
    hold = "held = bytearray(60 * 2**20); print('held', flush=True); input()"
    parent = (
        f"import subprocess, sys; c = subprocess.Popen([sys.executable, '-c', {hold!r}], stdin=subprocess.PIPE);"
        " input(); c.communicate(b'\\n')"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert 60 < sessions.resident_mib(process.pid) < 120
        process.communicate(b"\n")


def test_the_app_of_the_docs_is_the_one_that_is_served(served: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{served}/team", timeout=10) as answer:
        assert answer.status == 200
