"""The folder of the embedded store: what stays, what goes, and what is said when it cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from made_releases import many, planned, twinning
from twingraph.errors import StoreError
from twingraph.mapping import map_facts, map_release, map_vocabulary
from twingraph.settings import Settings, resource_dir
from twingraph.store import EmbeddedStore, RemoteStore, generation_id, open_store

ONE = [*map_facts([twinning()]), *map_release(twinning())]
TWO = [*map_facts([planned()]), *map_release(planned())]
THREE = [*ONE, *TWO]


def files(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_the_id_is_the_digest_of_the_bytes(folder: Path) -> None:
    generation = EmbeddedStore(folder, create=True).publish(ONE)
    assert generation_id((folder / "generations" / generation / "dataset.nq").read_bytes()) == generation


def test_the_same_dataset_is_not_written_twice(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True)
    store.publish(ONE)
    before = files(folder)
    store.publish(reversed(ONE))
    assert files(folder) == before


def test_texts_are_kept_letter_for_letter(folder: Path) -> None:
    texts = {"a": "Köln\r\nLille\u2028\ufeff", "A": "other", "../x": "up", "n" * 300: "long", "e": ""}
    store = EmbeddedStore(folder, create=True)
    store.publish(ONE, texts)
    assert {name: store.text(name) for name in texts} == texts
    assert store.text("nobody") is None


def test_rollback_returns_step_by_step(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True)
    ids = [store.publish(quads) for quads in (ONE, TWO, THREE)]
    assert store.rollback() == ids[1] == store.generation
    assert set(store.quads()) == set(TWO)
    assert store.rollback() == ids[0]
    with pytest.raises(StoreError, match="no earlier generation"):
        store.rollback()
    assert store.generation == ids[0]


def test_an_earlier_dataset_that_comes_again_is_the_newest(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True)
    one, two = store.publish(ONE), store.publish(TWO)
    store.publish(ONE)
    assert [g.id for g in store.history()] == [one, two]


def test_only_the_newest_are_kept(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True, keep=2)
    ids = [store.publish(quads) for quads in (ONE, TWO, THREE)]
    assert [g.id for g in store.history()] == ids[:0:-1]
    assert {path.name for path in (folder / "generations").iterdir()} == set(ids[1:])


def test_history_says_how_much_each_holds(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True)
    ontology = resource_dir("ontology")
    quads = [*THREE, *map_vocabulary([ontology / "twingraph.ttl"])]
    store.publish(quads)
    (generation,) = store.history()
    assert generation.meta["quads"] == len(set(quads))
    assert generation.meta["releases"] == 2
    assert generation.meta["created"].endswith("+00:00")


def test_a_reader_keeps_reading_while_others_publish_and_sweep(folder: Path) -> None:
    writer = EmbeddedStore(folder, create=True, keep=1)
    writer.publish(ONE)
    reader = EmbeddedStore(folder)
    begun = iter(reader.query("SELECT * { ?s ?p ?o }"))  # type: ignore[arg-type]
    next(begun)
    writer.publish(TWO)
    assert sum(1 for _ in begun) == len(map_facts([twinning()])) - 1
    assert set(reader.quads()) == set(ONE)
    assert reader.reload()
    assert not reader.reload()
    assert set(reader.quads()) == set(TWO)


def test_two_builds_do_not_meet(folder: Path) -> None:
    first, second = EmbeddedStore(folder, create=True), EmbeddedStore(folder, create=True)
    with first.building(), pytest.raises(StoreError, match="another build is running"):
        second.publish(ONE)
    assert second.publish(ONE) == generation_id_of(folder)


def generation_id_of(folder: Path) -> str:
    return (folder / "current").read_text().split()[0]


def test_what_a_killed_build_left_is_swept(folder: Path) -> None:
    store = EmbeddedStore(folder, create=True)
    store.publish(ONE)
    left = folder / "generations" / ".new-dead"
    (left / "db").mkdir(parents=True)
    (left / "dataset.nq").write_text("half")
    (folder / "generations" / ".new-pointer").write_text("half")
    store.publish(TWO)
    assert not [path for path in (folder / "generations").iterdir() if path.name.startswith(".new-")]


@pytest.mark.parametrize("damage", ["dataset.nq", "db/CURRENT", "meta.json"])
def test_a_damaged_generation_is_written_anew(folder: Path, damage: str) -> None:
    generation = EmbeddedStore(folder, create=True).publish(ONE)
    (folder / "generations" / generation / damage).write_text("damaged")
    assert EmbeddedStore(folder, create=True).publish(ONE) == generation
    assert set(EmbeddedStore(folder).quads()) == set(ONE)
    assert EmbeddedStore(folder).history()[0].meta["quads"] == len(set(ONE))


def test_a_generation_that_cannot_be_opened_says_so(folder: Path) -> None:
    generation = EmbeddedStore(folder, create=True).publish(ONE)
    shutil.rmtree(folder / "generations" / generation / "db")
    with pytest.raises(StoreError, match="build again"):
        EmbeddedStore(folder)


@pytest.mark.parametrize(
    ("prepare", "create", "message"),
    [
        pytest.param(lambda _: None, False, "there is no store here; run `twingraph build", id="absent"),
        pytest.param(lambda p: p.mkdir(), False, "there is no store here", id="empty"),
        pytest.param(lambda p: p.write_text("x"), False, "there is no store here", id="file, read"),
        pytest.param(lambda p: p.write_text("x"), True, "give a folder as --store", id="file, build"),
        pytest.param(
            lambda p: (p.mkdir(), (p / "thesis.doc").write_text("x")),
            True,
            "holds other files",
            id="foreign",
        ),
    ],
)
def test_a_folder_that_is_no_store(folder: Path, prepare: object, create: bool, message: str) -> None:
    prepare(folder)  # type: ignore[operator]
    before = files(folder) if folder.is_dir() else None
    with pytest.raises(StoreError, match=message) as caught:
        EmbeddedStore(folder, create=create)
    assert "\n" not in str(caught.value)
    assert before is None or files(folder) == before


_CHILD = """
import resource, sys
from pathlib import Path
from test_generations import big_dataset
from twingraph.store import EmbeddedStore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    EmbeddedStore(Path(sys.argv[1]), create=True).publish(big_dataset(), {"x": "y" * 100_000})
except Exception as error:
    print(type(error).__name__, error)
"""


def big_dataset() -> list[object]:
    """A dataset of about a megabyte."""
    return [quad for linked in many(20) for quad in map_release(linked)]


@pytest.mark.parametrize("limit", [4_000, 90_000, 1_200_000])
def test_a_file_that_cannot_grow_leaves_the_old_generation(folder: Path, limit: int) -> None:
    EmbeddedStore(folder, create=True).publish(ONE)
    result = run_child(_CHILD, folder, limit)
    assert result.stdout.startswith("StoreError"), result
    assert len(result.stdout.splitlines()) == 1
    assert "ulimit" in result.stdout
    assert_intact(folder)


def run_child(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    source = Path(__file__).resolve().parents[1] / "src"
    environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{Path(__file__).parent}"}
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def assert_intact(folder: Path) -> None:
    assert set(EmbeddedStore(folder).quads()) == set(ONE)
    store = EmbeddedStore(folder, create=True)
    store.publish(TWO)
    assert not [path for path in (folder / "generations").iterdir() if path.name.startswith(".new-")]
    assert set(store.quads()) == set(TWO)


@pytest.mark.parametrize("kilobytes", [300, 1500])
def test_a_full_disk_leaves_the_old_generation(tmp_path: Path, kilobytes: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kilobytes + 600}k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system takes root; the limit on file size is tested above")
    try:
        folder = disk / "store"
        EmbeddedStore(folder, create=True).publish(ONE)
        (disk / "ballast").write_bytes(b"x" * max(0, free_bytes(disk) - kilobytes * 1000))
        with pytest.raises(StoreError, match="the disk is full; free some space") as caught:
            EmbeddedStore(folder, create=True).publish(big_dataset(), {"x": "y" * 100_000})  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)
        (disk / "ballast").unlink()
        assert_intact(folder)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def free_bytes(path: Path) -> int:
    stat = os.statvfs(path)
    return stat.f_bavail * stat.f_frsize


def test_a_read_only_folder_is_one_clear_line(folder: Path) -> None:
    EmbeddedStore(folder, create=True).publish(ONE)
    mounted = os.geteuid() == 0
    if mounted:  # root may write whatever the mode says, so the file system itself is made read-only
        bind = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
        if bind.returncode:
            pytest.skip("root without the right to mount: no folder is read-only")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    else:
        folder.chmod(0o500)
        (folder / "lock").chmod(0o400)
    try:
        with pytest.raises(StoreError, match=r"read-only|permission denied") as caught:
            EmbeddedStore(folder, create=True).publish(TWO)
        assert "\n" not in str(caught.value)
        assert set(EmbeddedStore(folder).quads()) == set(ONE)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            folder.chmod(0o700)


def test_settings_choose_the_store(folder: Path) -> None:
    assert isinstance(open_store(Settings(store=folder), create=True), EmbeddedStore)
    remote = open_store(Settings(store=Path("http://stadt.example:7878/query")))
    assert isinstance(remote, RemoteStore)
    assert remote.query_url == "http://stadt.example:7878/query"
