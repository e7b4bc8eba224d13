"""The wheel and the source archive: they carry what the program needs, and nothing of the workshop."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEAD = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
CARRIED = ("ontology", "queries", "data/gazetteer", "data/lexicon", "data/releases", "data/rules")

if importlib.util.find_spec("hatchling") is None:
    pytest.skip("hatchling builds the packages and is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a freshly built wheel and source archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def carried(wheel: Path) -> set[str]:
    """The files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder: str) -> set[str]:
    """Return the files below a folder of the checkout, without caches of tools and what npm fetched."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {path.relative_to(ROOT).as_posix() for path in found}
    return {name for name in names if not re.search(r"cache.*/|/node_modules/", name)}


@pytest.mark.parametrize("folder", CARRIED)
def test_the_wheel_carries_the_resources(carried: set[str], folder: str) -> None:
    expected = {f"twingraph/resources/{name}" for name in files(folder)}
    assert expected
    assert {name for name in carried if name.startswith(f"twingraph/resources/{folder}/")} == expected


def test_the_wheel_carries_the_whole_package(carried: set[str]) -> None:
    sources = {name for name in files("src/twingraph") if "/serve/islands/" not in name}
    assert {name.removeprefix("src/") for name in sources} <= carried


def test_the_wheel_carries_nothing_else(carried: set[str]) -> None:
    tops = {name.partition("/")[0] for name in carried}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"twingraph"}
    kinds = {name.split("/")[2] for name in carried if name.startswith("twingraph/resources/")}
    assert kinds == {"ontology", "queries", "data"}
    assert not any(re.search("__pycache__|/compile/|node_modules|/serve/islands/", name) for name in carried)


def test_the_wheel_names_its_licence_and_its_command(wheel: Path, carried: set[str]) -> None:
    info = next(name.partition("/")[0] for name in carried if ".dist-info/" in name)
    assert f"{info}/licenses/LICENSE" in carried
    with zipfile.ZipFile(wheel) as archive:
        assert b"twingraph = twingraph.cli:main" in archive.read(f"{info}/entry_points.txt")


def test_unpacked_elsewhere_it_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from twingraph.settings import resource_dir\n"
        "for name in ('ontology', 'queries', 'data'): print(resource_dir(name))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    resources = tmp_path / "site" / "twingraph" / "resources"
    assert run.stdout.split() == [str(resources / name) for name in ("ontology", "queries", "data")]


def test_the_source_archive_can_build_and_test(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "Makefile", ".ci/run", "tests/test_package.py"} <= names
    for folder in ("src/twingraph", *CARRIED, "data/compile"):
        assert files(folder) <= names, folder


def bundled() -> set[str]:
    """Return the names of what was bundled here."""
    folder = ROOT / "src" / "twingraph" / "serve" / "static" / "islands"
    return {path.name for path in folder.iterdir()}


def test_source_archive_and_wheel_carry_the_bundles_and_their_licences(dist: Path, carried: set[str]) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        packed = set(archive.getnames())
    assert {"manifest.json", "stamp", "licences.md"} < bundled()
    top = next(iter(packed)).partition("/")[0]
    for name in bundled():
        assert f"{top}/src/twingraph/serve/static/islands/{name}" in packed
        assert f"twingraph/serve/static/islands/{name}" in carried
    assert not [name for name in packed if "node_modules" in name]


@pytest.mark.parametrize("kind", ["*.tar.gz", "*.whl"])
def test_it_installs_without_node_and_without_the_registry(dist: Path, tmp_path: Path, kind: str) -> None:
    environ = {**os.environ, **DEAD, "PATH": "", "PYTHONPATH": ""}
    options = ["--no-deps", "--no-build-isolation", "--check-build-dependencies", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(tmp_path)]
    done = subprocess.run(
        [*command, str(next(dist.glob(kind)))], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = tmp_path / "twingraph" / "serve" / "static" / "islands"
    assert {path.name for path in found.iterdir()} == bundled()
