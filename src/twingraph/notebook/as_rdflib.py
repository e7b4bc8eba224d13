"""The whole dataset for rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from twingraph.iris import PREFIXES

Node = rdflib.URIRef | rdflib.BNode | rdflib.Literal


def as_dataset(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """Return *quads* as a dataset of rdflib, facts in its default graph; prefixes are bound.

    Literals keep their form: "01"^^xsd:integer stays two digits.
    """
    dataset = rdflib.Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    facts = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    dataset.addN(
        (as_node(q.subject), as_node(q.predicate), as_node(q.object), _graph(dataset, facts, q))
        for q in quads
    )
    return dataset


def _graph(dataset: rdflib.Dataset, facts: rdflib.Graph, quad: ox.Quad) -> rdflib.Graph:
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return facts
    return dataset.get_context(as_node(quad.graph_name))


@lru_cache(maxsize=100_000)
def as_node(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    """Return a term of pyoxigraph as one of rdflib.

    >>> as_node(ox.Literal("Köln", language="de"))
    rdflib.term.Literal('Köln', lang='de')
    """
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    is_plain = term.datatype.value == PREFIXES["xsd"] + "string"
    datatype = None if is_plain else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
