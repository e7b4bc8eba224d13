"""A register of city partnerships of any size in a store: what map and network are measured with.

Run: ``python benchmarks/made_register.py FOLDER`` makes 10,000 cities and 2,000 institutions with 16,000
agreements.  The cities are real, the agreements are made up: most within Europe, few cities with many.
Same numbers, same quads.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from made_stories import City, _city, line

from twingraph.iris import BASE, PREFIXES
from twingraph.mapping import map_vocabulary
from twingraph.settings import resource_dir
from twingraph.store import EmbeddedStore

_TG, _RDF, _RDFS, _XSD, _GEO, _SKOS = (PREFIXES[name] for name in ("tg", "rdf", "rdfs", "xsd", "geo", "skos"))
_KINDS = (
    ("twinning",) * 14 + ("friendship",) * 4 + ("contact", "project-partnership", "cooperation", "climate")
)


def main() -> None:
    """Make a register."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cities", type=int, default=10_000)
    parser.add_argument("--links", type=int, default=16_000)
    given = parser.parse_args()
    print(f"{given.folder}: generation {make_register(given.folder, given.cities, given.links)}")


def make_register(folder: Path, cities: int, links: int) -> str:
    """Put a register into an embedded store, where there is none yet; return its generation."""
    with EmbeddedStore(folder, create=True) as store:
        if store.generation:
            return store.generation
        nquads = "".join(_register(_read_cities(cities), links)).encode()
        return store.publish(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))


def _read_cities(count: int) -> list[City]:
    path = resource_dir("data") / "gazetteer" / "places.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        towns = [row for row in rows if row[0].isdigit()]
    towns.sort(key=lambda row: (-int(row[5]), row[0]))
    return [_city(row) for row in towns[:count]]


def _register(cities: list[City], links: int) -> Iterator[str]:
    pick = random.Random(11)
    for city in cities:
        yield from _entity(city.iri, "City", city.name)
    parties = [(city.iri, city.local, city.name) for city in cities]
    parties += [_institution(number, cities) for number in range(len(cities) // 5)]
    for iri, _, name in parties[len(cities) :]:
        yield from _entity(iri, "Institution", name)
    for one, two in _pairs(len(parties), len(cities), links, pick):
        yield from _agreement(parties[one], parties[two], pick)
    yield from _gazetteer(cities)
    ontology = (resource_dir("ontology") / name for name in ("twingraph.ttl", "concepts.ttl"))
    yield from (f"{quad} .\n" for quad in map_vocabulary(ontology))


def _institution(number: int, cities: list[City]) -> tuple[str, str, str]:
    city = cities[number * 4 % len(cities)]
    return f"<{BASE}id/institution/school.{city.local}>", f"school.{city.local}", f"School of {city.name}"


def _pairs(count: int, cities: int, links: int, pick: random.Random) -> Iterable[tuple[int, int]]:
    """Return pairs of parties: a few hubs, and everybody with one other at least."""
    found: dict[tuple[int, int], None] = {}
    for one in range(count):
        two = int(cities * pick.random() ** 2.2)
        found[(one, two if two != one else (one + 1) % cities)] = None
    while len(found) < links:
        one, two = int(cities * pick.random() ** 2.2), int(cities * pick.random() ** 1.4)
        if one != two and (two, one) not in found:
            found[(one, two)] = None
    return found


def _agreement(one: tuple[str, str, str], two: tuple[str, str, str], pick: random.Random) -> Iterator[str]:
    kind, year = pick.choice(_KINDS), pick.randint(1950, 2024)
    iri = f"<{BASE}id/agreement/{kind}.{'.'.join(sorted((one[1], two[1])))}>"
    yield from _entity(iri, "Agreement", f"{kind.title()} {one[2]} – {two[2]}")
    yield line(iri, f"<{_TG}kind>", f"<{BASE}kind/{kind}>")
    for party in (one, two):
        yield line(iri, f"<{_TG}party>", party[0])
    if pick.random() < 0.9:
        yield line(iri, f"<{_TG}validFrom>", f'"{year}"^^<{_XSD}gYear>')
        yield line(iri, f"<{_TG}activeFrom>", f'"{year}-01-01"^^<{_XSD}date>')
    if pick.random() < 0.1:
        yield line(iri, f"<{_TG}activeUntil>", f'"{min(year + 25, 2024)}-12-31"^^<{_XSD}date>')
    if pick.random() < 0.05:
        yield line(iri, f"<{_TG}status>", f"<{BASE}status/planned>")


def _entity(iri: str, kind: str, label: str) -> Iterator[str]:
    yield line(iri, f"<{_RDF}type>", f"<{_TG}{kind}>")
    yield line(iri, f"<{_RDFS}label>", f'"{label}"')


def _gazetteer(cities: list[City]) -> Iterator[str]:
    graph, decimal = f"<{BASE}id/graph/gazetteer>", f"<{_XSD}decimal>"
    for city in cities:
        yield line(city.iri, f"<{_TG}country>", f'"{city.country}"', graph)
        yield line(city.iri, f"<{_GEO}lat>", f'"{city.latitude}"^^{decimal}', graph)
        yield line(city.iri, f"<{_GEO}long>", f'"{city.longitude}"^^{decimal}', graph)
        yield line(city.iri, f"<{_SKOS}prefLabel>", f'"{city.name}"', graph)


if __name__ == "__main__":
    main()
