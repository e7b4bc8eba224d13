"""Writes and builds at a time, in several processes, some of which are killed or find the disk full."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from made_releases import many
from made_stages import made_stages, write_releases
from made_writes import ONE, TWO, WHO, assert_agree, insides, put, quad, take
from twingraph.errors import StoreError
from twingraph.mapping import map_release
from twingraph.pipeline import build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore

# Builds and writes at a time


def test_a_write_does_not_wait_for_a_build_and_is_not_lost(store: EmbeddedStore) -> None:
    builder = EmbeddedStore(store.folder, create=True)
    with builder.building():
        builder.keep_original(b"just kept")
        put(store, quad("x"))
        assert (store.folder / "originals").is_dir()
        assert list((store.folder / "originals").iterdir()), "a write sweeps no originals"
        builder.publish(TWO)
    assert set(builder.quads()) == {*TWO, quad("x")}


def test_a_build_of_releases_keeps_a_write_that_comes_while_it_reads(tmp_path: Path) -> None:
    write_releases(tmp_path / "releases", 3)
    settings, stages = Settings(store=tmp_path / "store"), made_stages()
    build([tmp_path / "releases"], settings, stages=stages)

    def progress(step: str, done: int, _: int) -> None:
        if (step, done) == ("read", 1):
            with EmbeddedStore(settings.store) as store:
                put(store, quad("x"))
                take(store, next(iter(store.quads(None))))

    report = build([tmp_path / "releases"], settings, stages=stages, progress=progress)
    assert (report.kept, report.withdrawn) == (1, 1)
    with EmbeddedStore(settings.store) as store:
        assert quad("x") in set(store.quads())
    again = build([tmp_path / "releases"], settings, stages=stages)
    assert (again.is_new, again.generation, again.kept, again.withdrawn) == (False, report.generation, 1, 1)
    forgetful = build([tmp_path / "releases"], settings, stages=stages, forget_writes=True)
    assert (forgetful.is_new, forgetful.kept, forgetful.withdrawn) == (True, 0, 0)


def test_a_build_waits_for_a_write_that_runs(store: EmbeddedStore) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def change(db: ox.Store) -> None:
        entered.set()
        go_on.wait(60)
        db.add(quad("slow"))

    writer = threading.Thread(target=lambda: EmbeddedStore(store.folder).write(change, WHO, wait=60))
    builder = threading.Thread(target=lambda: EmbeddedStore(store.folder, create=True).publish(TWO))
    writer.start()
    assert entered.wait(60)
    builder.start()
    builder.join(0.3)
    assert builder.is_alive()
    go_on.set()
    writer.join(60)
    builder.join(60)
    store.reload()
    assert set(store.quads()) == {*TWO, quad("slow")}


# Other processes

_CHILD = """
import sys
from pathlib import Path
from made_writes import WHO, quad
from twingraph.store import EmbeddedStore
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    written = EmbeddedStore(Path(sys.argv[1])).write(
        lambda db: db.add(quad(f"{sys.argv[2]}-{number}")), WHO, wait=300)
    print(written.generation, flush=True)
"""


def start(*arguments: object) -> subprocess.Popen[str]:
    source = Path(__file__).resolve().parents[1] / "src"
    environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{Path(__file__).parent}"}
    command = [sys.executable, "-c", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_of_two_that_write_at_a_time_nothing_is_lost(store: EmbeddedStore) -> None:
    children = [start(_CHILD, store.folder, name, 20) for name in "ab"]
    told = [child.communicate(timeout=300)[0].split()[1:] for child in children]
    assert len({*told[0], *told[1]}) == 40
    store.reload()
    assert set(store.quads()) - set(ONE) == {quad(f"{name}-{n}") for name in "ab" for n in range(20)}
    assert store.history()[0].meta["writes"] == 40
    assert_agree(store)


def test_who_is_killed_while_writing_leaves_a_sound_store(store: EmbeddedStore) -> None:
    chance = random.Random(7)
    for number in range(20):
        child = start(_CHILD, store.folder, f"killed-{number}", 1_000)
        assert child.stdout
        child.stdout.readline()
        time.sleep(0.002 + chance.random() * 0.2)
        child.kill()
        child.communicate(timeout=60)
        with EmbeddedStore(store.folder) as after:
            assert after._generations.is_sound(str(after.generation))
            pinned, there = after.snapshot(), set(after.quads())
            assert put(after, quad(f"after-{number}")).added == 1
            assert set(after.quads()) == {*there, quad(f"after-{number}")}
            assert set(pinned.quads()) == there, "what is read is not swept away"
            assert_agree(after)


_LIMITED = """
import resource, sys
from pathlib import Path
from made_writes import WHO
from test_write_processes import big
from twingraph.store import EmbeddedStore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    EmbeddedStore(Path(sys.argv[1])).write(lambda db: db.extend(big()), WHO, wait=1)
except Exception as error:
    print(type(error).__name__, error)
"""


def big() -> list[ox.Quad]:
    """About a megabyte."""
    return [one for linked in many(20) for one in map_release(linked)]


@pytest.mark.parametrize("limit", [10_000, 150_000, 700_000])
def test_a_file_that_cannot_grow_leaves_the_old_generation(store: EmbeddedStore, limit: int) -> None:
    before = store.generation
    told = start(_LIMITED, store.folder, limit).communicate(timeout=120)[0]
    assert told.startswith("StoreError"), told
    assert len(told.splitlines()) == 1
    assert (EmbeddedStore(store.folder).generation, insides(store.folder)) == (before, {before})
    put(store, quad("x"))
    assert set(store.quads()) == {*ONE, quad("x")}


def test_what_a_killed_write_left_is_swept_by_the_next(store: EmbeddedStore) -> None:
    left = store.folder / "generations" / ".new-dead"
    (left / "db").mkdir(parents=True)
    put(store, quad("x"))
    assert not left.exists()


def test_a_full_disk_leaves_the_old_generation(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=3000k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system takes root; the limit on file size is tested above")
    try:
        with EmbeddedStore(disk / "store", create=True) as store:
            before = store.publish(ONE)
            with pytest.raises(StoreError, match="the disk is full; free some space") as caught:
                store.write(lambda db: db.extend([*big(), quad("x" * 4_000_000)]), WHO, wait=1)
            assert "\n" not in str(caught.value)
            assert (store.generation, insides(store.folder)) == (before, {before})
            put(store, quad("x"))
            assert set(store.quads()) == {*ONE, quad("x")}
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
