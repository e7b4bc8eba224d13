"""What a write does to a remote engine: one update, or one request of the Graph Store Protocol."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from twingraph.engine.changes import NoGraphError, Order, read_triples
from twingraph.errors import EngineError, QueryError
from twingraph.store.dialect import read_update
from twingraph.store.remote import RemoteStore
from twingraph.store.tokens import join_updates


def write_there(store: RemoteStore, order: Order, content: bytes) -> dict[str, Any]:
    """Carry out an order; of what it came to, the engine tells nothing but whether the graph was there.

    Raises:
        SyntaxError: If the update, or *content*, is not what it should be.
        NoGraphError: If the graph is not there.
        QueryError: If the engine finds that it cannot be done.
        EngineError: If the engine cannot do it, or only half of it.
        StoreError: If the engine does not answer.
    """
    if order.graph in store.hidden:
        raise QueryError(f"<{order.graph}> is kept for other use; take another name")
    if order.kind == "update":
        existed = _update(store, order)
    elif order.kind == "delete":
        existed = _delete(store, order.graph)
    elif order.kind == "patch":
        existed = _patch(store, order)
    else:
        existed = _load(store, order, content)
    untold = dict.fromkeys(("generation", "changed", "added", "removed", "write"))
    return {**untold, "existed": existed}


def _update(store: RemoteStore, order: Order) -> bool:
    needs_base = read_update(order.updates, order.base)
    text = join_updates(order.updates)
    if text is None:
        raise EngineError("a prefix is declared twice with two meanings; declare two, at the start")
    store.send_update(f"BASE <{order.base}>\n{text}" if needs_base else text)
    return True


def _delete(store: RemoteStore, graph: str | None) -> bool:
    if store.send_graph("DELETE", graph) is None and graph is not None:
        raise NoGraphError(f"there is no graph <{graph}>")
    return True


def _load(store: RemoteStore, order: Order, content: bytes) -> bool:
    triples = read_triples(order.parts, content, order.graph)
    existed = _exists(store, order.graph)
    ntriples = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    if ntriples or order.kind == "put":
        _send(store, order.kind.upper(), order.graph, ntriples)
    return existed


def _send(store: RemoteStore, method: str, graph: str | None, ntriples: bytes) -> None:
    if not ntriples and not store.dialect.keeps_empty:
        method = "DELETE"
    store.send_graph(method, graph, ntriples if method != "DELETE" else None)


def _patch(store: RemoteStore, order: Order) -> bool:
    """Apply an update to a copy of one graph, and send the engine the difference, or the whole graph."""
    if order.graph is not None and not _exists(store, order.graph):
        raise NoGraphError(f"there is no graph <{order.graph}>")
    before = {quad.triple for quad in store.quads(order.graph)}
    after = _apply(before, order)
    added, removed = after - before, before - after
    if not (added or removed):
        return True
    if store.dialect.is_atomic and not any(map(_has_blank, removed)):
        store.send_update(_difference(order.graph, added, removed))
    else:
        _send(store, "PUT", order.graph, ox.serialize(after, format=ox.RdfFormat.N_TRIPLES) or b"")
    return True


def _apply(triples: set[ox.Triple], order: Order) -> set[ox.Triple]:
    alone = ox.Store()
    alone.extend(ox.Quad(*triple) for triple in triples)
    for update in order.updates:
        alone.update(update, base_iri=order.graph or order.base)
    if any(True for _ in alone.named_graphs()):
        raise QueryError("a PATCH changes the graph that it is sent to, and no other; leave GRAPH out")
    return {quad.triple for quad in alone}


def _difference(graph: str | None, added: set[ox.Triple], removed: set[ox.Triple]) -> str:
    def block(triples: set[ox.Triple]) -> str:
        text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        return f"{{ GRAPH <{graph}> {{\n{text}}} }}" if graph else f"{{\n{text}}}"

    parts = [f"{verb} DATA {block(part)}" for verb, part in (("DELETE", removed), ("INSERT", added)) if part]
    return " ;\n".join(parts)


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _exists(store: RemoteStore, graph: str | None) -> bool:
    if graph is None or not store.dialect.keeps_empty:
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        return bool(store.query(f"ASK {{ {pattern} }}"))
    return store.send_graph("HEAD", graph) is not None
