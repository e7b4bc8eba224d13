"""RDF about one thing: what the graph says of it, the words behind that, what names it, and labels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import PREFIXES, expand, is_register
from twingraph.serve.results import Written, write_graph

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_MOST = 10_000  # triples that name a thing
_WITH_GRAPHS = ("application/trig", "application/n-quads")

_STATED = "{{ ?s rdf:subject {node} }} UNION {{ ?x rdf:subject {node} ; tg:span ?s }}"


def read_about(store: Dataset, iri: str) -> list[ox.Quad]:
    """Return the quads about a thing, sorted; a release or an ontology brings its whole graph along."""
    own = _graph_of(store, iri)
    if own is not None:
        return sorted(store.quads(own), key=str)
    node = ox.NamedNode(iri)
    quads = _select(store, f"{{ {node} ?p ?o BIND({node} AS ?s) }}")
    quads |= _select(store, f"{{ GRAPH ?g {{ {node} ?p ?o }} BIND({node} AS ?s) }}")
    if not quads:
        return []
    quads |= _select(store, f"{{ ?s ?p {node} BIND({node} AS ?o) }} LIMIT {_MOST}")
    quads |= _select(store, f"{{ GRAPH ?g {{ {_STATED.format(node=node)} ?s ?p ?o }} }} LIMIT {_MOST}")
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    around = "{ { %s ?x ?s } UNION { ?s ?x %s } ?s rdfs:label ?o BIND(%s AS ?p) }" % (node, node, label)  # noqa: UP031
    quads |= _select(store, around + f" LIMIT {_MOST}")
    return sorted(quads, key=str)


def read_around(store: Dataset, iri: str) -> list[ox.Triple]:
    """Return the facts about a thing, what the gazetteer knows of it, and the facts about its neighbours."""
    node = ox.NamedNode(iri)
    near = f"{{ {{ {node} ?x ?s }} UNION {{ ?s ?x {node} }} ?s ?p ?o }} LIMIT {_MOST}"
    beyond = f"{{ {node} ?x ?y }} UNION {{ ?y ?x {node} }} ?y ?z ?s . ?s ?p ?o"
    named = f"{{ {beyond} FILTER(?p IN (rdfs:label, rdf:type)) }} LIMIT {_MOST}"
    own = f"{{ {{ {node} ?p ?o }} UNION {{ GRAPH ?any {{ {node} ?p ?o }} }} BIND({node} AS ?s) }}"
    return sorted({quad.triple for where in (own, near, named) for quad in _select(store, where)}, key=str)


def write_about(quads: Iterable[ox.Quad], media_type: str, cap: int) -> Written:
    """Return *quads* in a format: with their graphs where these are read, else each triple once."""
    if media_type in _WITH_GRAPHS:
        return write_graph(quads, media_type, cap)
    return write_graph(sorted({quad.triple for quad in quads}, key=str), media_type, cap)


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


def _select(store: Dataset, where: str) -> set[ox.Quad]:
    prefixes = "".join(f"PREFIX {name}: <{expand(name + ':')}>\n" for name in ("rdf", "rdfs", "tg"))
    rows = store.query(f"{prefixes}SELECT ?s ?p ?o ?g {where}")
    assert isinstance(rows, ox.QuerySolutions)
    return {ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in rows}
