"""Quads to the bytes of an RDF format: equal datasets give equal bytes in every format."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from twingraph.errors import UnknownNameError
from twingraph.iris import PREFIXES, expand

FORMATS: dict[str, ox.RdfFormat] = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Names of the formats; those below JSON-LD hold one graph only."""

DATASET_FORMATS = tuple(name for name, rdf_format in FORMATS.items() if rdf_format.supports_datasets)


_LISTED = "`twingraph info --graphs` lists them"


def export_quads(quads: Iterable[ox.Quad], format_name: str, *, graph: str | None = None) -> bytes:
    """Return *quads* written in the format called *format_name*, sorted.

    Args:
        graph: IRI or CURIE of the one graph to write, as if it were the default graph.  Without it a format
            for datasets holds every graph, and a format for one graph holds the default graph.
    Raises:
        UnknownNameError: If there is no such format, or *graph* is no IRI or holds nothing.
    """
    rdf_format = find_format(format_name)
    chosen: list[ox.Quad] = list(quads)
    if graph is not None:
        chosen = _only(chosen, _graph_node(graph))
        if not chosen:
            raise UnknownNameError(f"no graph {graph} in the dataset; {_LISTED}")
    elif not rdf_format.supports_datasets:
        chosen = _only(chosen, ox.DefaultGraph())
    # a graph stands together, a subject within it too; N-Quads has no blocks and sorts whole lines
    key = str if rdf_format == ox.RdfFormat.N_QUADS else _block
    return _serialize(sorted(set(chosen), key=key), rdf_format)


def find_format(name: str) -> ox.RdfFormat:
    """Return the format called *name*.

    >>> find_format("turtle").file_extension
    'ttl'

    Raises:
        UnknownNameError: If there is none.
    """
    try:
        return FORMATS[name]
    except KeyError as error:
        raise UnknownNameError(f"no format {name!r}; choose one of {', '.join(FORMATS)}") from error


def _graph_node(graph: str) -> ox.NamedNode:
    """Return the graph that an IRI or a CURIE names."""
    try:
        return ox.NamedNode(expand(graph) if graph.partition(":")[0] in PREFIXES else graph)
    except ValueError as error:
        raise UnknownNameError(f"{graph!r} is no IRI of a graph; {_LISTED}") from error


def _only(quads: Iterable[ox.Quad], graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    return [ox.Quad(q.subject, q.predicate, q.object) for q in quads if q.graph_name == graph]


def _block(quad: ox.Quad) -> tuple[str, str, str, str]:
    named = isinstance(quad.graph_name, ox.NamedNode)
    return str(quad.graph_name) if named else "", str(quad.subject), str(quad.predicate), str(quad.object)


def _serialize(quads: list[ox.Quad], rdf_format: ox.RdfFormat) -> bytes:
    if rdf_format.supports_datasets:
        return ox.serialize(quads, format=rdf_format, prefixes=PREFIXES) or b""
    triples = [quad.triple for quad in quads]
    return ox.serialize(triples, format=rdf_format, prefixes=PREFIXES) or b""
