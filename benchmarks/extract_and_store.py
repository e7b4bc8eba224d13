"""Speed of the extraction, and of the store beside a plain bulk load of the same file.

Run: ``make bench``, or ``python benchmarks/extract_and_store.py --copies 20 --runs 5``

The figures are medians.  Loading lexicon and gazetteer, and the first pass over the releases, which
compiles the patterns, are timed on their own and count for nothing else.  The dataset of the second part is
that of the sample releases, each copied under *copies* names: publishing brings it to canonical N-Quads,
writes a generation and syncs it; the peer, pyoxigraph, bulk-loads the N-Quads file of that generation into a
new store on the same disk.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

import pyoxigraph as ox

from twingraph.extract import extract_release
from twingraph.iris import BASE
from twingraph.lexicon import Gazetteer, Lexicon, read_gazetteer, read_lexicon
from twingraph.mapping import map_facts, map_places, map_release
from twingraph.model import Extraction, PressRelease
from twingraph.read import find_releases, read_release
from twingraph.resolve import link_releases
from twingraph.settings import resource_dir
from twingraph.store import EmbeddedStore

Result = TypeVar("Result")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=20, help="names under which each release is stored")
    parser.add_argument("--runs", type=int, default=5, help="runs, of which the median is printed")
    parser.add_argument("--releases", type=Path, default=resource_dir("data") / "releases")
    given = parser.parse_args()
    releases = [read_release(path) for path in find_releases([given.releases])]
    loading, (lexicon, gazetteer) = timed(lambda: (read_lexicon(), read_gazetteer()))
    extractions = measure_extraction(releases, lexicon, gazetteer, loading, given.runs)
    measure_store(make_quads(extractions, gazetteer, given.copies), given.copies, given.runs)


def measure_extraction(
    releases: list[PressRelease], lexicon: Lexicon, gazetteer: Gazetteer, loading: float, runs: int
) -> list[Extraction]:
    """Print the speed of the extraction; return what it found."""
    characters = sum(len(release.text) for release in releases)

    def extract() -> list[Extraction]:
        return [extract_release(release, lexicon, gazetteer) for release in releases]

    first, extractions = timed(extract)
    seconds = median(timed(extract)[0] for _ in range(runs))
    print(f"extraction of {len(releases)} releases, {characters:,} characters, median of {runs} runs")
    print(f"  loading lexicon and gazetteer  {loading:10.2f} s")
    print(f"  first pass (compiles patterns) {first:10.2f} s")
    print(f"  extraction                     {seconds:10.2f} s {characters / seconds:12,.0f} characters/s")
    return extractions


def make_quads(extractions: list[Extraction], gazetteer: Gazetteer, copies: int) -> list[ox.Quad]:
    """Return the dataset of *copies* of each release: equal facts, each with statements of its own."""
    copied = [
        replace(found, release=replace(found.release, id=f"{found.release.id}-{number:04d}"))
        for found in extractions
        for number in range(copies)
    ]
    linked, places = link_releases(copied, gazetteer, BASE)
    statements = [quad for release in linked for quad in map_release(release)]
    return [*map_facts(linked), *statements, *map_places(places)]


def measure_store(quads: list[ox.Quad], copies: int, runs: int) -> None:
    """Print the speed of a publication beside that of a plain bulk load, run in turns."""
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as name:
        for run in range(runs):
            seconds, nquads = publish(Path(name) / f"ours-{run}", quads)
            ours.append(seconds)
            peers.append(bulk_load(Path(name) / f"peer-{run}", nquads))
    mine, peer = median(ours), median(peers)
    count = len(set(quads))
    print(f"store, {count:,} quads ({copies} copies), median of {runs} runs")
    print(f"  publishing a generation        {mine:10.2f} s {count / mine:12,.0f} quads/s")
    print(f"  bulk load, pyoxigraph {version('pyoxigraph'):8} {peer:10.2f} s {count / peer:12,.0f} quads/s")
    print(f"  publishing takes {mine / peer:.1f} times as long as the bulk load that it contains")


def publish(folder: Path, quads: list[ox.Quad]) -> tuple[float, Path]:
    """Publish to a new store; return the seconds, and the N-Quads file of the generation."""
    with EmbeddedStore(folder, create=True) as store:
        seconds, generation = timed(lambda: store.publish(quads))
    return seconds, folder / "generations" / generation / "dataset.nq"


def bulk_load(folder: Path, nquads: Path) -> float:
    """Load a file into a new store of pyoxigraph's own, and close it; return the seconds."""
    start = perf_counter()
    store = ox.Store(str(folder))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    gc.collect()  # pyoxigraph closes its files when the store is collected
    return perf_counter() - start


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return how many seconds *work* took, and what it returned."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


if __name__ == "__main__":
    main()
