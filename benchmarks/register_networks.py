"""The networks of imported registers, measured beside the one that KONECT publishes.

Run: ``python benchmarks/register_networks.py FOLDER`` with the folder of the three lists of :data:`LISTS`.
Each is measured twice: as it lists its places, and over the cities that they were resolved to.  Mean
distances are of the largest component, from some of its nodes by lot (``--sources``); the same lists give
the same figures.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from twingraph.lexicon import read_gazetteer, read_lexicon
from twingraph.registers import About, Known, Register, make_register, read_list

LISTS = {
    "wikidata_p190_2016-09_l3viathan.tsv": "wikidata",
    "wikidata_p190_germany_2017_rogorido.tsv": "wikidata",
    "wikipedia_en_twin_cities_2026-02_hekman.csv": "wikipedia",
}
KONECT = ("KONECT, twin (2017)", 14_274, 20_573, 2.88, 0.111, 10_320, 0.387, 7.65)
"""http://konect.cc/networks/twin/: from Wikidata too; its clustering is the share of closed triads."""

HEAD = ("network", "n", "m", "degree", "clustering", "largest", "assortativity", "distance")
REASONS = """Why they differ from KONECT's, as far as the lists tell:
- 2016, Wikidata: a crawl that began at Weimar and followed links, so it is one component by its making, and
  compares to KONECT's largest one (10,320) rather than to the whole: KONECT's other 3,954 nodes have few
  links and lower the mean degree.  It is a year older.
- 2017, Germany: partners of German places alone.  No link joins two places abroad, so triads hardly close;
  German places have many partners, most places abroad one or two, hence the negative assortativity.
- 2026, Wikipedia: another source, nine years later.  It spells one place in several ways ("Wales" and
  "Wales, United Kingdom"), which raises n.
- Resolved: such spellings become one node, so n, m and the closed triads they doubled go down; links of a
  city with itself drop out.  What is not found keeps a node of its own."""


def main() -> None:
    """Print the figures of all lists that are there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=300, help="nodes from which distances are measured")
    given = parser.parse_args()
    _show(HEAD)
    _show(KONECT)
    for name, kind in LISTS.items():
        if not (given.folder / name).is_file():
            print(f"{name}: not there")
            continue
        began = time.perf_counter()
        made = _import(given.folder / name, kind)
        took = time.perf_counter() - began
        _show(measure(f"{name[:26]} listed", made.joined, given.sources))
        _show(measure(f"{name[:26]} resolved", made.links, given.sources))
        print(f"    {len(made.joined)} rows in {took:.1f} s, {len(made.unplaced)} places not found")
    print(REASONS)


def _import(path: Path, kind: str) -> Register:
    """Return a list as a register, without a store."""
    table = read_list(path, kind, {})
    about = About.of(kind, path.stem, date(2026, 1, 1))
    return make_register(table, about, read_gazetteer(), read_lexicon(), Known())


def measure(name: str, links: Iterable[tuple[Any, Any]], sources: int) -> tuple[str | float, ...]:
    """Return name, nodes, edges, mean degree, clustering, largest component, assortativity, mean distance."""
    graph = nx.Graph((one, two) for one, two in links if one != two)
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    n, m = graph.number_of_nodes(), graph.number_of_edges()
    assortativity = nx.degree_assortativity_coefficient(graph)
    return (
        name, n, m, 2 * m / n, nx.transitivity(graph), len(largest), assortativity,
        mean_distance(largest, sources),
    )  # fmt: skip


def mean_distance(graph: Any, sources: int) -> float:
    """Return the mean steps between two nodes of a connected graph, from *sources* of them by lot."""
    nodes = sorted(graph, key=str)  # in one order, so that the lot falls alike each time
    chosen = random.Random(0).sample(nodes, min(sources, len(nodes)))
    steps = sum(sum(nx.single_source_shortest_path_length(graph, node).values()) for node in chosen)
    return float(steps / len(chosen) / (len(nodes) - 1))


def _show(cells: Iterable[str | float]) -> None:
    name, *values = cells
    told = (f"{value:>13.3f}" if isinstance(value, float) else f"{value:>13}" for value in values)
    print(f"{name:36}{''.join(told)}", flush=True)


if __name__ == "__main__":
    main()
