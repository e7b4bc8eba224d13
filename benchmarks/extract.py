"""Speed, memory and scaling of the extraction, from text to facts.

Run: ``make bench``, or ``python benchmarks/extract.py --releases 2000 --runs 3``

Two kinds of text.  Made-up releases of mixed size stand for what municipalities publish: most of it is not
about partnerships (``made_newsletters.py`` states the mix).  The sample releases and the annotated texts of
the tests are the other extreme: short, and every sentence a fact.  Figures are medians of the processor's
time, over other releases in each run; loading lexicon and gazetteer and a first pass, which compiles the
patterns, are timed apart.  Nothing is kept from one release to the next but what single words mean.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from made_newsletters import make_releases

from twingraph.cache import ExtractionCache
from twingraph.extract import extract_release
from twingraph.lexicon import Gazetteer, Lexicon, read_gazetteer, read_lexicon
from twingraph.model import PressRelease
from twingraph.pipeline import make_reader
from twingraph.settings import Settings, resource_dir
from twingraph.workers import read_ahead

ANNOTATED = Path(__file__).parents[1] / "tests" / "gold" / "read"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=2_000, help="how many releases are made up")
    parser.add_argument("--runs", type=int, default=3, help="runs, of which the median is printed")
    given = parser.parse_args()
    start = process_time()
    lexicon, gazetteer = read_lexicon(), read_gazetteer()
    print(f"loading lexicon and gazetteer    {process_time() - start:8.2f} s")
    start = process_time()
    extract(make_releases(lexicon, gazetteer, 10, seed=1), lexicon, gazetteer)
    print(f"first releases, patterns compile {process_time() - start:8.2f} s")
    for part in (given.releases // 4, given.releases // 2, given.releases):
        measure_made(part, lexicon, gazetteer, given.runs)
    measure_dense(lexicon, gazetteer, given.runs)
    print(f"peak memory of this process      {peak_megabytes():8.0f} MB")
    measure_processes(list(make_releases(lexicon, gazetteer, given.releases)))


def measure_made(count: int, lexicon: Lexicon, gazetteer: Gazetteer, runs: int) -> None:
    """Print the speed over *count* releases, others in each run: the same for every count, where linear."""
    rows = []
    for run in range(runs):
        releases = make_releases(lexicon, gazetteer, count, seed=1_000 * run + count)
        rows.append(extract(releases, lexicon, gazetteer))
    rows.sort(key=lambda row: row[0] / row[1])
    show(f"{count:,} made-up releases", *rows[len(rows) // 2])


def measure_dense(lexicon: Lexicon, gazetteer: Gazetteer, runs: int) -> None:
    """Print the speed over texts of which every sentence tells a fact."""
    paths = [*(resource_dir("data") / "releases").glob("*.txt"), *ANNOTATED.glob("*.txt")]
    texts = [path.read_text("utf-8") for path in sorted(paths)]
    releases = [
        PressRelease(f"t{i}", text, sha256(text.encode()).hexdigest(), "") for i, text in enumerate(texts)
    ]
    measured = sorted(extract(releases, lexicon, gazetteer) for _ in range(max(runs, 5)))
    show(f"{len(releases)} dense texts", *measured[len(measured) // 2])


def measure_processes(releases: list[PressRelease]) -> None:
    """Print how much faster two processes read the releases from files than one does."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{release.id}.txt" for release in releases]
        for path, release in zip(paths, releases, strict=True):
            path.write_text(release.text, "utf-8")
        one, two = time_one(paths), time_two(paths)
    print(f"from files, one process          {one:8.2f} s")
    print(f"from files, two processes        {two:8.2f} s {one / two:11.2f} times as fast")


WARM = 50
"""Releases that processes read before the clock starts: they load the lexicon and compile the patterns."""


def time_one(paths: Sequence[Path]) -> float:
    """Return the seconds that this process takes for all *paths* but the first."""
    read = make_reader(Settings())
    for path in paths[:WARM]:
        read(path)
    start = perf_counter()
    for path in paths[WARM:]:
        read(path)
    return perf_counter() - start


def time_two(paths: Sequence[Path]) -> float:
    """Return the seconds that two other processes take for the same, until this one has all results."""
    keys = {path: path.stem for path in paths}
    with read_ahead(keys, partial(make_reader, Settings()), ExtractionCache(None).put, 2) as ahead:
        for path in paths[:WARM]:
            ahead[path].result()
        start, used = perf_counter(), process_time()
        for path in paths[WARM:]:
            ahead[path].result()
        print(f"to collect what others extracted {process_time() - used:8.2f} s")
        return perf_counter() - start


def extract(
    releases: Iterable[PressRelease], lexicon: Lexicon, gazetteer: Gazetteer
) -> tuple[int, float, int]:
    """Return the characters of *releases*, the seconds of the processor for them, and the number of facts.

    Releases are made one by one, and their making does not count.
    """
    characters, seconds, facts = 0, 0.0, 0
    for release in releases:
        start = process_time()
        extraction = extract_release(release, lexicon, gazetteer)
        seconds += process_time() - start
        characters += len(release.text)
        facts += len(extraction.facts)
    return characters, seconds, facts


def show(name: str, characters: int, seconds: float, facts: int) -> None:
    """Print one line."""
    told = f"{characters:12,} characters {facts:9,} facts"
    print(f"{name:28} {told} {seconds:8.2f} s {characters / seconds:12,.0f} characters/s")


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    main()
