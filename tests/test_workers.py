"""Several processes read releases: the graph is the same, and what goes wrong in them is made good."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from multiprocessing import parent_process
from pathlib import Path

import pytest

from made_stages import extract, made_stages, read, write_releases
from twingraph.export import export_quads
from twingraph.model import Extraction
from twingraph.pipeline import BuildReport, build
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore
from twingraph.workers import Reader, count_workers


def make_reader(broken: str = "") -> Reader:
    """Return the reader of the made stages; at the release *broken* its process ends."""

    def read_one(path: Path) -> Extraction:
        if path.stem == broken:
            os._exit(7)
        assert parent_process() is not None, "this is to run in another process"
        return extract(read(path))

    return read_one


def build_with(workers: int, folder: Path, releases: Path, broken: str = "") -> tuple[BuildReport, bytes]:
    stages = replace(made_stages(), make_reader=partial(make_reader, broken))
    settings = Settings(store=folder / f"store-{workers}-{broken}", workers=workers)
    report = build([releases], settings, stages=stages)
    with EmbeddedStore(settings.store) as store:
        return report, export_quads(store.quads(), "nquads")


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    write_releases(tmp_path / "releases", 12)
    (tmp_path / "releases" / "r0003.txt").write_text(" ")
    return tmp_path / "releases"


def test_two_processes_make_the_graph_that_one_makes(tmp_path: Path, releases: Path) -> None:
    one, quads = build_with(1, tmp_path, releases)
    two, same = build_with(2, tmp_path, releases)
    assert (one.extracted, len(one.skipped)) == (11, 1)
    assert two == one
    assert same == quads


def test_what_is_in_the_cache_is_read_by_nobody(tmp_path: Path, releases: Path) -> None:
    build_with(2, tmp_path, releases)
    again, _ = build_with(2, tmp_path, releases)
    assert (again.extracted, again.from_cache) == (0, 11)


def test_this_process_reads_what_another_died_over(tmp_path: Path, releases: Path) -> None:
    _, quads = build_with(1, tmp_path, releases)
    report, same = build_with(2, tmp_path, releases, broken="r0005")
    assert report.extracted == 11
    assert same == quads


def test_few_releases_are_read_by_one_process(releases: Path) -> None:
    paths = sorted(releases.iterdir())
    assert count_workers(paths, 0) == 1
    assert count_workers(paths, 4) == 4
    assert count_workers(paths[:2], 4) == 2
    assert count_workers([], 0) == 1
