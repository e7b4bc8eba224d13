"""``twingraph build`` with the real stages, on the sample releases and on rubbish."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from commands import Done, run, run_process
from twingraph.settings import resource_dir

SAMPLES = sorted((resource_dir("data") / "releases").glob("*.txt"))


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Two of the sample releases: enough to build on, quick to read."""
    (tmp_path / "releases").mkdir()
    for path in SAMPLES[:2]:
        shutil.copy(path, tmp_path / "releases")
    return tmp_path / "releases"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """All samples, built by a process of its own: the store, and what the process said."""
    store = tmp_path_factory.mktemp("samples") / "store"
    return store, run_process("build", *SAMPLES, "--store", store, PYTHONHASHSEED="1")


def test_the_samples_build_without_a_miss_and_conform(built: tuple[Path, Done]) -> None:
    store, result = built
    assert (result.returncode, result.stderr) == (0, "")
    assert f"releases     {len(SAMPLES)} ({len(SAMPLES)} read, 0 known from before)" in result.stdout
    assert run("validate", "--store", store).returncode == 0
    assert f"{len(SAMPLES)} releases, " in run("info", "--store", store).stdout
    again = run("build", resource_dir("data") / "releases", "--store", store)
    assert "(unchanged)" in again.stdout
    assert f"(0 read, {len(SAMPLES)} known from before)" in again.stdout


def test_folder_order_and_hash_seed_change_no_byte(built: tuple[Path, Done], tmp_path: Path) -> None:
    shuffled = list(SAMPLES)
    random.Random(3).shuffle(shuffled)
    for number, path in enumerate(shuffled):
        (tmp_path / f"part{number % 3}").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / f"part{number % 3}" / path.name)
    parts = [tmp_path / "part2", tmp_path / "part0", tmp_path / "part1"]
    other = tmp_path / "store"
    assert run_process("build", *parts, "--store", other, PYTHONHASHSEED="2").returncode == 0
    for store, name in ((built[0], "one"), (other, "two")):
        assert run("export", "--store", store, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_rubbish_is_told_file_by_file_and_the_rest_is_built(releases: Path, tmp_path: Path) -> None:
    (releases / "empty.txt").write_bytes(b"")
    (releases / "blank.txt").write_bytes(b" \r\n\t\n")
    (releases / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (releases / "undecodable.txt").write_bytes(b"K\xf6ln \x81 \x8d\n" * 9)
    (releases / "directory.txt").mkdir()
    with (releases / "zeros.txt").open("wb") as file:
        file.truncate(50_000_000)
    result = run("build", releases, "--store", tmp_path / "store")
    assert result.returncode == 3
    assert "releases     2 " in result.stdout
    told = [line for line in result.stdout.splitlines() if line.startswith("  ")]
    assert len(told) == 5
    for name in ("empty", "blank", "binary", "undecodable", "zeros"):
        assert any(f"{name}.txt: " in line and ";" in line for line in told), name


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        pytest.param(lambda p: p.mkdir(), "no release in this folder", id="empty folder"),
        pytest.param(lambda _: None, "no such file or folder", id="absent"),
        pytest.param(lambda p: p.write_bytes(b""), "no release could be used", id="one empty file"),
        pytest.param(
            lambda p: [p.mkdir(), (p / "a.txt").write_bytes(b""), (p / "b.txt").write_bytes(b"\0")],
            "no release could be used",
            id="folder of rubbish",
        ),
    ],
)
def test_where_nothing_can_be_built_the_store_stays(
    prepare: object, message: str, releases: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    assert run("build", releases, "--store", store).returncode == 0
    before = run("info", "--store", store).stdout
    prepare(tmp_path / "rubbish")  # type: ignore[operator]
    result = run("build", tmp_path / "rubbish", "--store", store)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert message in result.stderr
    assert "generation" not in result.stdout
    assert run("info", "--store", store).stdout == before


def test_of_several_paths_one_without_releases_is_skipped(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    good = releases / SAMPLES[0].name
    result = run("build", tmp_path / "empty", tmp_path / "missing", good, "--store", tmp_path / "store")
    assert (result.returncode, result.stderr) == (3, "")
    assert "releases     1 " in result.stdout
    assert [line for line in result.stdout.splitlines() if line.startswith("  ")] == [
        f"  {tmp_path / 'empty'}: no release in this folder; put .txt, .md, .pdf, .html, .htm, .xhtml, "
        f".eml or .zip files there",
        f"  {tmp_path / 'missing'}: no such file or folder; check the path",
    ]


def test_where_no_folder_can_be_made_it_is_said(releases: Path) -> None:
    result = run("build", releases, "--store", "/proc/twingraph")  # no one can make a folder there
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "this folder is not there and cannot be made; give another --store" in result.stderr


def test_a_changed_and_a_removed_release_are_the_only_ones_touched(releases: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copy(SAMPLES[2], releases)
    run("build", releases, "--store", store)
    (releases / SAMPLES[0].name).unlink()
    changed = releases / SAMPLES[1].name
    changed.write_bytes(changed.read_bytes() + b"\n")
    result = run("build", releases, "--store", store)
    assert "releases     2 (1 read, 1 known from before)" in result.stdout
    exported = run("export", "--store", store).stdout
    assert SAMPLES[0].stem not in exported
    assert SAMPLES[2].stem in exported


def test_the_base_is_a_setting_and_the_vocabulary_is_not(releases: Path, tmp_path: Path) -> None:
    base = "https://stadt.example/graph/"
    assert run("build", releases, "--store", tmp_path / "store", "--base", base).returncode == 0
    exported = run("export", "--store", tmp_path / "store").stdout
    assert "<https://w3id.org/twingraph/id/" not in exported
    assert f"<{base}id/release/" in exported
    assert "<https://w3id.org/twingraph/kind/" in exported
