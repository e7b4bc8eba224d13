"""How long a search takes among many things, most of it names: the store is a made-up register.

Run: ``python benchmarks/search.py [--cities 40000] [--links 60000]``; prints the least and the median of each
text in milliseconds, without HTTP.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from made_register import make_register

from twingraph.serve.search import find_pair, search
from twingraph.serve.search_index import SearchIndex, read_index
from twingraph.serve.views.atlas import read_atlas
from twingraph.store import EmbeddedStore

_TEXTS = (
    "Düsseldorf", "dus", "o", "a", "saint", "Mosaku", "Düseldorf", "Sankt Petersbrug", "twinning berlin",
    "berlin twinning", "Berlin Paris", "partnership of cities", "Xyzzyqwert",
)  # fmt: skip
_RUNS = 15


def main() -> None:
    """Make a register, search it, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cities", type=int, default=40_000)
    parser.add_argument("--links", type=int, default=60_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_register(Path(folder) / "store", given.cities, given.links)
        with EmbeddedStore(Path(folder) / "store") as store:
            index = read_index(store.snapshot(), read_atlas(store.snapshot()))
    print(f"{len(index.things)} things, {len(index.names)} names")
    for text in _TEXTS:
        times = [_time(index, text) for _ in range(_RUNS)]
        print(f"{text:24} least {min(times):6.1f} ms, median {statistics.median(times):6.1f} ms")


def _time(index: SearchIndex, text: str) -> float:
    began = time.perf_counter()
    search(index, text)
    find_pair(index, text)
    index.words.find_quotes(text, 20)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
