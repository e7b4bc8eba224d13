"""Files in, a published generation and a report out."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from made_releases import planned
from made_stages import link, made_stages, write_releases
from twingraph.errors import ReadError, StoreError, ValidationError
from twingraph.export import export_quads
from twingraph.iris import expand
from twingraph.model import Evidence, Extraction, LinkedFact, LinkedRelease, Literal, Place, Span
from twingraph.pipeline import BuildReport, Stages, build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    write_releases(tmp_path / "releases", 3)
    return tmp_path / "releases"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


def run(releases: Path, settings: Settings, stages: Stages | None = None) -> BuildReport:
    return build([releases], settings, stages=stages or made_stages())


def exported(settings: Settings) -> bytes:
    with EmbeddedStore(settings.store) as store:
        return export_quads(store.quads(), "nquads")


def test_a_build_publishes_facts_releases_places_and_vocabulary(releases: Path, settings: Settings) -> None:
    report = run(releases, settings)
    assert (report.releases, report.extracted, report.from_cache, report.skipped) == (3, 3, 0, [])
    with EmbeddedStore(settings.store) as store:
        assert store.generation == report.generation
        assert len(store.graphs()) == 5
        assert store.text("r0001") == (releases / "r0001.txt").read_bytes().decode()
        assert report.quads == len(list(store.quads()))
        assert report.facts == len(list(store.quads(None)))


def test_an_unchanged_build_reads_and_writes_nothing(releases: Path, settings: Settings) -> None:
    first = run(releases, settings)
    generations = {p: p.stat().st_mtime_ns for p in (settings.store / "generations").rglob("*")}
    second = run(releases, settings)
    assert (second.extracted, second.from_cache) == (0, 3)
    assert (second.generation, second.is_new) == (first.generation, False)
    assert {p: p.stat().st_mtime_ns for p in (settings.store / "generations").rglob("*")} == generations


def test_only_what_changed_is_extracted_again(releases: Path, settings: Settings) -> None:
    run(releases, settings)
    text = (releases / "r0001.txt").read_text("utf-8")
    (releases / "r0001.txt").write_text(text.replace("1901", "1933"), "utf-8")
    (releases / "r0002.json").write_text("{}")  # a sidecar
    report = run(releases, settings)
    assert (report.extracted, report.from_cache, report.is_new) == (2, 1, True)


def test_a_new_version_of_the_rules_extracts_everything_again(releases: Path, settings: Settings) -> None:
    run(releases, settings)
    assert run(releases, settings, made_stages("2")).extracted == 3
    assert len(list((settings.store / "cache").glob("*.json"))) == 3


def test_a_withdrawn_release_leaves_nothing_behind(releases: Path, settings: Settings) -> None:
    (releases / "koeln-turin.txt").write_text(planned().release.text, "utf-8")
    run(releases, settings)
    assert b"Turin" in exported(settings)
    (releases / "koeln-turin.txt").unlink()
    run(releases, settings)
    data = exported(settings)
    assert b"koeln-turin" not in data
    assert b"friendship." not in data


@pytest.mark.parametrize("damage", [b"", b"garbage", b'0\n{"release": 1}'])
def test_a_damaged_cache_is_written_anew(releases: Path, settings: Settings, damage: bytes) -> None:
    first = run(releases, settings)
    for path in (settings.store / "cache").iterdir():
        path.write_bytes(damage)
    report = run(releases, settings)
    assert (report.extracted, report.generation) == (3, first.generation)
    assert run(releases, settings).from_cache == 3


def test_what_cannot_be_read_is_reported_and_the_build_goes_on(releases: Path, settings: Settings) -> None:
    (releases / "empty.txt").write_text("")
    report = run(releases, settings)
    assert report.skipped == [(str(releases / "empty.txt"), "the file is empty; remove it")]
    assert report.releases == 3


def test_where_nothing_can_be_read_nothing_is_published(
    releases: Path, settings: Settings, tmp_path: Path
) -> None:
    before = run(releases, settings).generation
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "empty.txt").write_text("")
    report = run(tmp_path / "bad", settings)
    assert (report.generation, report.releases, len(report.skipped)) == (None, 0, 1)
    with EmbeddedStore(settings.store) as store:
        assert store.generation == before


def test_a_folder_without_releases_is_an_error(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(ReadError, match="no release"):
        run(tmp_path / "none", settings)
    assert not settings.store.exists()


def test_a_store_among_the_releases_is_not_read(releases: Path) -> None:
    settings = Settings(store=releases / "store")
    first = run(releases, settings)
    assert run(releases, settings) == replace(first, extracted=0, from_cache=3, is_new=False)


def test_two_files_of_one_name(releases: Path, settings: Settings) -> None:
    (releases / "b").mkdir()
    shutil.copy(releases / "r0000.txt", releases / "b")
    (releases / "b" / "r0001.txt").write_text(
        "Köln und Turin wollen eine Städtefreundschaft schließen.", "utf-8"
    )
    report = run(releases, settings)
    ((path, reason),) = report.skipped
    assert report.releases == 3
    assert "r0001.txt" in path
    assert "r0001.txt has the same name and another text" in reason


def broken(kind: str) -> Stages:
    """Stages whose linking damages the facts of one release."""

    def link_badly(extractions: list[Extraction]) -> tuple[list[LinkedRelease], dict[str, Place]]:
        linked, places = link(extractions)
        facts = linked[1].facts
        if kind == "shape":
            facts = tuple(fact for fact in facts if fact.predicate != expand("foaf:name"))
        else:
            bad = Literal("2020-02-30", expand("xsd:date"))
            evidence = Evidence((Span(0, 4),), "made")
            facts += (LinkedFact(facts[0].subject, expand("tg:attestedOn"), bad, evidence),)
        linked[1] = replace(linked[1], facts=facts)
        if kind == "shape":  # the others must not heal what this one lacks
            linked[1] = LinkedRelease(linked[1].release, _renamed(linked[1].facts))
        return linked, places

    return replace(made_stages(), link=link_badly)


def _renamed(facts: tuple[LinkedFact, ...]) -> tuple[LinkedFact, ...]:
    def rename(value: object) -> object:
        return value.replace("ada-muster", "ida-muster") if isinstance(value, str) else value

    return tuple(replace(f, subject=rename(f.subject), object=rename(f.object)) for f in facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "reason"), [("shape", "a foaf:name"), ("literal", "no xsd:date")])
def test_a_release_that_breaks_the_shapes_is_skipped(
    kind: str, reason: str, releases: Path, settings: Settings
) -> None:
    report = run(releases, settings, broken(kind))
    assert [name for name, _ in report.skipped] == ["r0001"]
    assert reason in report.skipped[0][1]
    assert report.releases == 2
    assert b"id/release/r0001>" not in exported(settings)


def test_a_graph_that_no_release_is_to_blame_for_is_refused(releases: Path, settings: Settings) -> None:
    before = run(releases, settings).generation

    def link_twice(extractions: list[Extraction]) -> tuple[list[LinkedRelease], dict[str, Place]]:
        linked, places = link(extractions)
        # each of them is sound alone; together they give one signature two signatories
        facts = tuple(
            replace(f, object=f.object.replace("ada-muster", "ida-muster"))
            if f.predicate == expand("tg:signatory") and isinstance(f.object, str)
            else f
            for f in linked[1].facts
        )
        person = tuple(f for f in _renamed(facts) if "/person/ida-muster" in f.subject)
        linked[1] = replace(linked[1], facts=(*facts, *person))
        return linked, places

    with pytest.raises(ValidationError, match="exactly one tg:signatory"):
        run(releases, settings, replace(made_stages(), link=link_twice))
    with EmbeddedStore(settings.store) as store:
        assert store.generation == before


def test_progress_ends_where_it_should(releases: Path, settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    build([releases], settings, stages=made_stages(), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["read", "link", "map", "validate", "publish"]
    assert ("read", 3, 3) in told


_BUILD = """
import sys
from pathlib import Path
from made_stages import made_stages
from twingraph.pipeline import build
from twingraph.settings import Settings
print("ready", flush=True)
report = build([Path(p) for p in sys.argv[2:]], Settings(store=Path(sys.argv[1])), stages=made_stages())
print(report.generation)
"""


def start_build(store: Path, *paths: Path, seed: str = "0") -> subprocess.Popen[str]:
    source = Path(__file__).resolve().parents[1] / "src"
    path = f"{source}{os.pathsep}{Path(__file__).parent}"
    command = [sys.executable, "-c", _BUILD, str(store), *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finish(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return output.split()[-1]


def test_folder_order_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    one = write_releases(tmp_path / "one", 6)
    other = []
    for number, path in enumerate(one):
        (tmp_path / "elsewhere" / f"part{number % 2}").mkdir(parents=True, exist_ok=True)
        other.append(shutil.copy(path, tmp_path / "elsewhere" / f"part{number % 2}" / path.name))
    stores = [Settings(store=tmp_path / "s1"), Settings(store=tmp_path / "s2")]
    first = start_build(stores[0].store, *one, seed="1")
    second = start_build(stores[1].store, *reversed(other), seed="2")
    assert finish(first) == finish(second)
    assert exported(stores[0]) == exported(stores[1])


def test_a_second_build_waits_outside(releases: Path, settings: Settings) -> None:
    store = EmbeddedStore(settings.store, create=True)
    with store.building(), pytest.raises(StoreError, match="another build is running"):
        run(releases, settings)
    assert run(releases, settings).releases == 3


def test_a_build_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """Eight builds of forty releases, each killed at another point of its run."""
    write_releases(tmp_path / "old", 2)
    (tmp_path / "new").mkdir()
    for number in range(40):
        (tmp_path / "new" / f"plan{number}.txt").write_text(planned().release.text, "utf-8")
    settings = Settings(store=tmp_path / "store")
    old = run(tmp_path / "old", settings).generation
    begun = time.monotonic()
    new = finish(start_build(tmp_path / "measured", tmp_path / "new"))
    length = time.monotonic() - begun
    moments = random.Random(20191010)
    for _ in range(8):
        killed = start_build(settings.store, tmp_path / "new")
        assert killed.stdout is not None
        killed.stdout.readline()
        time.sleep(moments.random() * length)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        with EmbeddedStore(settings.store) as store:
            assert store.generation in (old, new)
            assert sum(1 for _ in store.quads()) > 0
            assert store.generation == old or len(store.graphs()) == 42
    assert finish(start_build(settings.store, tmp_path / "new")) == new
    assert exported(settings) == exported(Settings(store=tmp_path / "measured"))
    left = [path.name for path in (settings.store / "generations").iterdir()]
    assert sorted(left) == sorted({str(old), new})
