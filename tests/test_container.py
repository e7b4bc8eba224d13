"""The image and its composition: linted, and the same steps taken in a clean folder, without Docker."""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "container"
Step = tuple[str, str]


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    parser = DockerfileParser(path=str(FOLDER / "Dockerfile"))
    return [(one["instruction"], one["value"]) for one in parser.structure if one["instruction"] != "COMMENT"]


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    composed: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
        (FOLDER / "compose.yaml").read_text("utf-8")
    )
    return composed["services"]


def last(steps: list[Step], name: str) -> str:
    return [value for instruction, value in steps if instruction == name][-1]


def variables(steps: list[Step]) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in last(steps, "ENV").split())
    return {name: value.strip('"') for name, _, value in pairs}


def test_the_linters_find_nothing() -> None:
    hadolint = shutil.which(
        "hadolint", path=f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    )
    if hadolint is None:
        pytest.skip("there is no hadolint for this machine")
    done = subprocess.run([hadolint, FOLDER / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    rules = "{extends: default, rules: {line-length: {max: 120}}}"
    command = [sys.executable, "-m", "yamllint", "--strict", "-d", rules, str(FOLDER / "compose.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_nobody_runs_as_root(steps: list[Step], services: dict[str, dict[str, Any]]) -> None:
    user = last(steps, "USER")
    assert user == "10001:10001"
    assert [name for name, _ in steps].index("USER") > [name for name, _ in steps].index("COPY")
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["tmpfs"] == ["/tmp"], name
        if service["image"] == "twingraph":
            assert service["user"] == user


def test_nothing_is_open_to_the_network_that_is_not_asked_for(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
    assert "server" in services
    assert not services["server"].get("profiles"), "`up` alone serves"


def test_what_the_composition_names_is_there(services: dict[str, dict[str, Any]]) -> None:
    for service in services.values():
        if "build" in service:
            assert (FOLDER / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        for other in service.get("depends_on", ()):
            assert other in services
        for name in service.get("environment", {}):
            known = (ROOT / "README.md").read_text("utf-8")
            assert f"`{name}`" in known or not name.startswith("TWINGRAPH_")


# ---- the same steps, in folders of the test instead of those of the image


def copy_context(target: Path) -> None:
    lines = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    ignored = [line.removeprefix("**/") for line in lines if line and not line.startswith("#")]

    def ignore(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == ROOT
        kept = ignored if top else [name for name in ignored if f"**/{name}" in lines]
        return {name for name in names for pattern in kept if fnmatch.fnmatch(name, pattern)}

    shutil.copytree(ROOT, target, ignore=ignore)


@pytest.fixture(scope="module")
def image(steps: list[Step], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first stage makes; its dependencies are those of this environment, to be quick."""
    root = tmp_path_factory.mktemp("image")
    copy_context(root / "source")
    environ = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_DEPS": "1"}
    [command] = [value for name, value in steps if name == "RUN" and "venv" in value]
    command = command.replace("/opt/", f"{root}/opt/").replace(
        "pip install", "pip install --no-build-isolation"
    )
    command = f'set -e; python() {{ {sys.executable} "$@"; }}; {command}'
    done = subprocess.run(
        ["bash", "-c", command], cwd=root / "source", env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def environment(image: Path, steps: list[Step], tmp_path: Path) -> dict[str, str]:
    """What a container has: the variables of the image, and a store to write to."""
    (tmp_path / "store").mkdir()
    given = variables(steps)
    path = given["PATH"].replace("/opt/", f"{image}/opt/").replace("$PATH", "/usr/bin:/bin")
    given |= {"PATH": path, "TWINGRAPH_STORE": str(tmp_path / "store"), "HOME": "/nonexistent"}
    return {**given, "PYTHONPATH": sysconfig.get_path("purelib"), "TMPDIR": str(tmp_path)}


def test_the_steps_build_serve_and_stay_healthy(
    image: Path, steps: list[Step], environment: dict[str, str]
) -> None:
    program = [shutil.which(json.loads(last(steps, "ENTRYPOINT"))[0], path=environment["PATH"]) or ""]
    assert program[0].startswith(str(image))
    made = subprocess.run(
        [*program, "build", str(image / "source" / "data" / "releases")],
        env=environment, cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [*program, *json.loads(last(steps, "CMD"))], env={**environment, "TWINGRAPH_PORT": port}, cwd="/"
    )
    try:
        for _ in range(120):
            if check_health(steps, environment, port) == 0:
                break
            time.sleep(0.5)
            assert server.poll() is None
        assert check_health(steps, environment, port) == 0
    finally:
        server.terminate()
        assert server.wait(timeout=60) is not None
    assert check_health(steps, environment, port) != 0, "a server that is gone is not healthy"


def check_health(steps: list[Step], environment: dict[str, str], port: str) -> int:
    """Return the exit code of the command by which the image looks after itself."""
    command = json.loads(last(steps, "HEALTHCHECK").partition("CMD ")[2])
    python = shutil.which(command[0], path=environment["PATH"])
    words = [python or "", *(word.replace(":8000", f":{port}") for word in command[1:])]
    return subprocess.run(words, env=environment, cwd="/", capture_output=True, check=False).returncode
