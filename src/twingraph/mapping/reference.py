"""What no release says: the places of the gazetteer and the vocabulary itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from twingraph.iris import BASE, VOCABULARY_GRAPH, expand, mint_local
from twingraph.mapping.terms import Term, decimal, describe, node, sort_quads, typed
from twingraph.model import Place


def map_places(places: Mapping[str, Place], base: str = BASE) -> list[ox.Quad]:
    """Return the gazetteer's graph, sorted: what GeoNames knows of each city (*places* maps city IRIs)."""
    graph = node(mint_local("graph", "gazetteer", base))
    quads: set[ox.Quad] = set()
    for iri, place in places.items():
        quads.update(describe(graph, node(iri), _describe_place(place)))
    return sort_quads(quads)


def map_vocabulary(paths: Iterable[Path]) -> list[ox.Quad]:
    """Return the vocabulary's graph, sorted: the triples of Turtle files, blank nodes named in order."""
    graph, names = node(VOCABULARY_GRAPH), dict[str, ox.NamedNode]()

    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, node(f"{VOCABULARY_GRAPH}/genid/{len(names) + 1}"))
        return term

    triples = (
        triple for path in sorted(paths) for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    )
    return sort_quads({ox.Quad(named(t.subject), t.predicate, named(t.object), graph) for t in triples})


def _describe_place(place: Place) -> Iterator[tuple[str, Term]]:
    same = node(expand(f"gn:{place.geonames_id}/"))
    yield "skos:exactMatch", same
    yield "owl:sameAs", same
    yield "geo:lat", typed(decimal(place.latitude), "decimal")
    yield "geo:long", typed(decimal(place.longitude), "decimal")
    yield "tg:country", ox.Literal(place.country)
    yield "tg:population", typed(str(place.population), "integer")
    yield "skos:prefLabel", ox.Literal(place.name)
    yield from (("skos:altLabel", ox.Literal(name)) for name in place.names if name != place.name)
