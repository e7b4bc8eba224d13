"""RDF about one thing: what the graph says of it, what names it, and the labels to read that with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import PREFIXES, expand, is_register

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_MOST = 10_000  # triples that name a thing


def read_about(store: Dataset, iri: str) -> list[ox.Triple]:
    """Return the triples about a thing, sorted; a release or an ontology brings its whole graph along."""
    own = _graph_of(store, iri)
    if own is not None:
        return sorted({quad.triple for quad in store.quads(own)}, key=str)
    node = ox.NamedNode(iri)
    triples = set(_construct(store, f"{{ {node} ?p ?o BIND({node} AS ?s) }}"))
    triples |= set(_construct(store, f"{{ GRAPH ?g {{ {node} ?p ?o }} BIND({node} AS ?s) }}"))
    if not triples:
        return []
    triples |= set(_construct(store, f"{{ ?s ?p {node} BIND({node} AS ?o) }} LIMIT {_MOST}"))
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    around = "{ { %s ?x ?s } UNION { ?s ?x %s } ?s rdfs:label ?o BIND(%s AS ?p) }" % (node, node, label)  # noqa: UP031
    triples |= set(_construct(store, around + f" LIMIT {_MOST}"))
    return sorted(triples, key=str)


def _graph_of(store: Dataset, iri: str) -> str | None:
    """Return the graph that a thing is the head of: its own name, or that of the release it is.

    A register holds 100,000 triples and more: of it there is what is said of the list, not the list.
    """
    graphs = store.graphs()
    if iri in graphs:
        return None if is_register(iri) else iri
    if "/id/release/" in iri:
        graph = iri.replace("/id/release/", "/id/graph/", 1)
        return graph if graph in graphs else None
    return None


def _construct(store: Dataset, where: str) -> Iterator[ox.Triple]:
    prefix = f"PREFIX rdfs: <{expand('rdfs:')}>"
    for triple in store.query(f"{prefix} CONSTRUCT {{ ?s ?p ?o }} WHERE {where}"):  # type: ignore[union-attr]
        assert isinstance(triple, ox.Triple)
        yield triple
