"""Graphs shaped like ours, of any size, to measure servers on.

Run: ``python benchmarks/made_graph.py FOLDER --quads 100000`` makes an embedded store of about that many.

A release of some city mentions nine of its partnerships, two of their instruments with who signed them, and
an institution with a project: about 2,200 quads, where our sample releases have 2,000.  Facts stand in the
default graph, once however many releases say so; each release has a named graph of statements and their
quotes; what the gazetteer knows of the cities, and the vocabulary, stand in graphs of their own.  Same
number, same quads.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from made_stories import City, Fact, Stories, line, read_cities

from twingraph.iris import BASE, PREFIXES
from twingraph.mapping import map_vocabulary
from twingraph.settings import resource_dir
from twingraph.store import EmbeddedStore

_VOCABULARY, _A_RELEASE = (
    3_500,
    2_200,
)  # quads that are always there; that one more release brings, in all graphs
_TG, _OA, _DC, _RDF = (PREFIXES[name] for name in ("tg", "oa", "dcterms", "rdf"))
_INTEGER = f"<{PREFIXES['xsd']}integer>"
_SAID = ("asserted",) * 17 + ("reported", "planned", "inferred")


def main() -> None:
    """Make a store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quads", type=int, default=100_000)
    given = parser.parse_args()
    print(f"{given.folder}: generation {make_store(given.folder, given.quads)}")


def make_store(folder: Path, quads: int) -> str:
    """Put a graph of about *quads* into an embedded store, where there is none yet; return its generation."""
    with EmbeddedStore(folder, create=True) as store:
        if store.generation:
            return store.generation
        nquads = b"".join(text.encode() for text in make_graph(quads))
        return store.publish(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))


def make_graph(quads: int) -> Iterator[str]:
    """Yield about *quads* lines of N-Quads; some come twice, as facts do that two releases state."""
    releases = max(2, round((quads - _VOCABULARY) / _A_RELEASE))
    cities, pick = read_cities(60 + releases // 2), random.Random(7)
    stories = Stories(cities, pick)
    told: dict[Fact, None] = {}
    for number in range(releases):
        home = cities[int(len(cities) * pick.random() ** 2)]
        facts = stories.release(home)
        told |= dict.fromkeys(facts)
        yield from _release(number, home, facts, pick)
    yield from (line(*fact) for fact in told)
    yield from (line(*fact) for fact in stories.derived(told))
    yield from _gazetteer(cities)
    ontology = (resource_dir("ontology") / name for name in ("twingraph.ttl", "concepts.ttl"))
    yield from (f"{quad} .\n" for quad in map_vocabulary(ontology))


def _release(number: int, home: City, facts: list[Fact], pick: random.Random) -> Iterator[str]:
    name = f"{home.local}-{number:06d}"
    graph, release = f"<{BASE}id/graph/{name}>", f"<{BASE}id/release/{name}>"
    issued = f"{pick.randint(1995, 2025)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"
    yield line(release, f"<{_RDF}type>", f"<{_TG}Release>", graph)
    for key, value in (
        ("identifier", f'"{name}"'),
        ("title", f'"{home.name} und die Partner, Meldung {number}"@de'),
        ("issued", f'"{issued}"^^<{PREFIXES["xsd"]}date>'),
        ("language", '"de"'),
        ("publisher", f'"Stadt {home.name}"'),
    ):
        yield line(release, f"<{_DC}{key}>", value, graph)
    yield line(release, f"<{_TG}triggers>", f'"{pick.randint(2, 9)}"^^{_INTEGER}', graph)
    for place, fact in enumerate(facts):
        yield from _statement(f"{name}.{place:016x}", fact, (graph, release), pick)
    yield from _unexplained(name, graph, release, pick)


def _statement(name: str, fact: Fact, where: tuple[str, str], pick: random.Random) -> Iterator[str]:
    graph, release = where
    start = pick.randint(0, 9_000)
    quote = _quote(fact, pick)
    statement, span = f"<{BASE}id/statement/{name}>", f"<{BASE}id/statement/{name}.{start}>"
    say = partial(line, statement)
    yield say(f"<{_RDF}type>", f"<{_TG}Statement>", graph)
    yield say(f"<{_RDF}subject>", fact[0], graph)
    yield say(f"<{_RDF}predicate>", fact[1], graph)
    yield say(f"<{_RDF}object>", fact[2], graph)
    yield say(f"<{_TG}source>", release, graph)
    yield say(f"<{_TG}confidence>", f'"0.{pick.randint(60, 98)}"^^<{PREFIXES["xsd"]}decimal>', graph)
    yield say(f"<{_TG}modality>", f"<{BASE}modality/{pick.choice(_SAID)}>", graph)
    yield say(f"<{_TG}rule>", f'"rule-{pick.randint(1, 60)}"', graph)
    yield say(f"<{_TG}span>", span, graph)
    yield from _span(span, start, quote, graph)


def _span(span: str, start: int, quote: str, graph: str) -> Iterator[str]:
    yield line(span, f"<{_RDF}type>", f"<{_OA}TextPositionSelector>", graph)
    yield line(span, f"<{_OA}start>", f'"{start}"^^{_INTEGER}', graph)
    yield line(span, f"<{_OA}end>", f'"{start + len(quote)}"^^{_INTEGER}', graph)
    yield line(span, f"<{_OA}exact>", f'"{quote}"', graph)


def _unexplained(name: str, graph: str, release: str, pick: random.Random) -> Iterator[str]:
    span = f"<{BASE}id/span/{name}.9100>"
    yield line(release, f"<{_TG}unexplained>", span, graph)
    yield from _span(span, 9_100, f"Ein Satz, den keine Regel erklärt, Nummer {pick.randint(1, 999)}.", graph)


def _quote(fact: Fact, pick: random.Random) -> str:
    """Return the sentence that a release says a fact with: of the length of real ones, few of them twice."""
    about = fact[0].rpartition("/")[2].strip(">")
    year, street = pick.randint(1950, 2025), pick.randint(1, 9_999)
    return (
        f"Seit {year} verbindet {about} eine Partnerschaft, die der Rat in Sitzung {street} "
        f"bekräftigt hat{pick.choice(_ENDS)}"
    )


_ENDS = (
    ".",
    ", sagte die Oberbürgermeisterin beim Empfang im Rathaus.",
    "; Schulen, Vereine und Chöre besuchen einander jedes Jahr.",
    " und die mit einer Urkunde besiegelt wurde.",
)


def _gazetteer(cities: list[City]) -> Iterator[str]:
    graph = f"<{BASE}id/graph/gazetteer>"
    decimal = f"<{PREFIXES['xsd']}decimal>"
    for city in cities:
        say = partial(line, city.iri)
        same = f"<{PREFIXES['gn']}{city.geonames_id}/>"
        yield say(f"<{PREFIXES['owl']}sameAs>", same, graph)
        yield say(f"<{PREFIXES['skos']}exactMatch>", same, graph)
        yield say(f"<{_TG}country>", f'"{city.country}"', graph)
        yield say(f"<{_TG}population>", f'"{city.population}"^^{_INTEGER}', graph)
        yield say(f"<{PREFIXES['geo']}lat>", f'"{city.latitude}"^^{decimal}', graph)
        yield say(f"<{PREFIXES['geo']}long>", f'"{city.longitude}"^^{decimal}', graph)
        yield say(f"<{PREFIXES['skos']}prefLabel>", f'"{city.name}"', graph)
        for other in city.names:
            yield say(f"<{PREFIXES['skos']}altLabel>", f'"{other}"', graph)


if __name__ == "__main__":
    main()
