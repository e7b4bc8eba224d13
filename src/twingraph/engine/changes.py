"""What a write does to the dataset: a SPARQL update, or one graph replaced, added to, changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from twingraph.errors import QueryError
from twingraph.store.touched import Touches, touches_graphs, touches_quads, touches_update

GraphName = ox.NamedNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Part:
    """RDF of one media type."""

    media_type: str
    length: int


@dataclass(frozen=True, slots=True)
class Order:
    """One write.

    ``kind`` is "update" or "patch" with the ``updates`` of SPARQL that the request's ``text`` comes to, one
    after the other; or "put", "post" or "delete" of a graph.  ``graph`` is its IRI, None for the default
    graph.  ``parts`` tell what the bytes that follow are.
    """

    kind: str
    agent: str
    text: str = ""
    graph: str | None = None
    parts: tuple[Part, ...] = ()
    updates: tuple[str, ...] = ()
    base: str | None = None
    """What relative IRIs in an update are relative to."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a change found: whether the graph was there before."""

    existed: bool


class NoGraphError(QueryError):
    """The graph that is to be removed or changed is not there."""


Change = tuple[Callable[[ox.Store], Done], Touches]


def make_change(order: Order, content: bytes) -> Change:
    """Return what the write does to a database, and what of it that may touch.

    Raises:
        SyntaxError: If *content* is not what its media type says.
    """
    if order.kind == "update":
        return lambda store: _update(store, order), touches_update(*order.updates)
    graph = ox.NamedNode(order.graph) if order.graph is not None else ox.DefaultGraph()
    if order.kind == "patch":
        return lambda store: _patch(store, graph, order), touches_graphs(graph)
    if order.kind == "delete":
        return lambda store: _delete(store, graph), touches_graphs(graph)
    triples = read_triples(order.parts, content, order.graph or order.base)
    if order.kind == "put":
        return lambda store: _load(store, graph, triples, True), touches_graphs(graph)
    added = [_in_graph(triple, graph) for triple in triples]
    return lambda store: _load(store, graph, triples, False), touches_quads(added)


def read_triples(parts: Sequence[Part], content: bytes, base: str | None) -> list[ox.Triple]:
    """Return the triples of all parts; their blank nodes are no other's."""
    triples, start = [], 0
    for part in parts:
        piece, start = content[start : start + part.length], start + part.length
        wanted = ox.RdfFormat.from_media_type(part.media_type)
        assert wanted is not None
        quads = ox.parse(piece, format=wanted, base_iri=base, rename_blank_nodes=True)
        triples += [quad.triple for quad in quads]
    return triples


def _update(store: ox.Store, order: Order) -> Done:
    for update in order.updates:
        store.update(update, base_iri=order.base)
    return Done(existed=True)


def _load(store: ox.Store, graph: GraphName, triples: list[ox.Triple], is_new: bool) -> Done:
    existed = _exists(store, graph)
    if existed and is_new:
        store.clear_graph(graph)
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    store.extend(_in_graph(triple, graph) for triple in triples)
    return Done(existed)


def _delete(store: ox.Store, graph: GraphName) -> Done:
    _must_exist(store, graph)
    store.remove_graph(graph)
    return Done(existed=True)


def _patch(store: ox.Store, graph: GraphName, order: Order) -> Done:
    """Apply an update to one graph, which it sees as the default graph of a dataset without others."""
    _must_exist(store, graph)
    alone = ox.Store()
    alone.extend(
        _in_graph(quad.triple, ox.DefaultGraph()) for quad in store.quads_for_pattern(None, None, None, graph)
    )
    for update in order.updates:
        alone.update(update, base_iri=order.graph or order.base)
    if any(True for _ in alone.named_graphs()):
        raise QueryError("a PATCH changes the graph that it is sent to, and no other; leave GRAPH out")
    triples = [quad.triple for quad in alone.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    return _load(store, graph, triples, is_new=True)


def _must_exist(store: ox.Store, graph: GraphName) -> None:
    if isinstance(graph, ox.NamedNode) and not _exists(store, graph):
        raise NoGraphError(f"there is no graph {graph}")


def _exists(store: ox.Store, graph: GraphName) -> bool:
    if isinstance(graph, ox.DefaultGraph):
        return next(store.quads_for_pattern(None, None, None, graph), None) is not None
    return store.contains_named_graph(graph)


def _in_graph(triple: ox.Triple, graph: GraphName) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)
