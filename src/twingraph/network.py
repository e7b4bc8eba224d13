"""Triples to a graph of cities, agreements, persons, institutions and projects, and its drawing.

The layout is springs between neighbours and a push between all nodes, computed in numpy from a start that is
derived from the names of the nodes: the same triples give the same picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import networkx as nx
import numpy as np
import pyoxigraph as ox

from twingraph.iris import PREFIXES

KINDS = ("City", "Agreement", "Institution", "Project", "Person")
"""Classes that are drawn, in the order in which a full picture keeps them."""

_TG, _RDF, _RDFS, _ORG = (PREFIXES[prefix] for prefix in ("tg", "rdf", "rdfs", "org"))
_LINKS = {
    _TG + name for name in ("party", "under", "replaces", "signedBy", "signedIn", "locatedIn", "participant")
}
_ROUNDS = 300
_REACH = 3.5  # a node pushes others up to this many ideal distances away, so that loose ones stay near
_HOME = 0.15  # how strongly all are drawn to the middle


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the picture; ``x`` and ``y`` are its place in units of the drawing.

    ``below`` says that a label stands better under the node, since its links go upwards.
    """

    iri: str
    kind: str
    label: str
    degree: int
    x: float
    y: float
    below: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes, given by their index in :attr:`Drawing.nodes`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn network; ``total`` says how many nodes there were before the cap."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int
    width: float
    height: float


def keep_kinds(graph: nx.Graph, kinds: Iterable[str]) -> nx.Graph:
    """Return the part of *graph* whose nodes are of *kinds*."""
    wanted = set(kinds)
    return graph.subgraph([iri for iri, kind in graph.nodes(data="kind") if kind in wanted])


def build_network(triples: Iterable[ox.Triple], *, on: date | None = None, language: str = "en") -> nx.Graph:
    """Return the things of *triples* as nodes (``kind``, ``label``) and their links as edges.

    Args:
        on: Only agreements in force on that day, and what is linked with the rest of the picture.
        language: Language of the labels where there is a choice.
    """
    known = list(triples)
    graph = nx.Graph()
    labels = _labels(known, language)
    for triple in known:
        kind = _local(triple.object, _TG)
        if triple.predicate.value == _RDF + "type" and kind in KINDS:
            iri = _iri(triple.subject)
            graph.add_node(iri, kind=kind, label=labels.get(iri, iri))
    graph.add_edges_from(pair for pair in _links(known) if pair[0] in graph and pair[1] in graph)
    return graph if on is None else _at(graph, known, on)


def _links(triples: Iterable[ox.Triple]) -> Iterable[tuple[str, str]]:
    members: dict[str, dict[str, str]] = {}
    for triple in triples:
        predicate = triple.predicate.value
        if predicate in _LINKS and isinstance(triple.object, ox.NamedNode):
            yield _iri(triple.subject), triple.object.value
        elif predicate in (_ORG + "member", _ORG + "organization"):
            members.setdefault(_iri(triple.subject), {})[predicate] = _iri(triple.object)
    for ends in members.values():
        if len(ends) == 2:
            yield ends[_ORG + "member"], ends[_ORG + "organization"]


def _at(graph: nx.Graph, triples: Iterable[ox.Triple], on: date) -> nx.Graph:
    """Return *graph* without agreements that are not in force on a day, and what then hangs loose."""
    bounds: dict[str, dict[str, str]] = {}
    for triple in triples:
        if name := _local(triple.predicate, _TG):
            bounds.setdefault(_iri(triple.subject), {})[name] = str(getattr(triple.object, "value", ""))
    day, kept = on.isoformat(), graph.copy()
    for iri, kind in graph.nodes(data="kind"):
        dates = bounds.get(iri, {})
        from_, until = dates.get("activeFrom", ""), dates.get("activeUntil", "9999")
        if kind == "Agreement" and not (from_ and from_ <= day <= until):
            kept.remove_node(iri)
    loose = [iri for iri in kept if kept.degree(iri) == 0 and graph.degree(iri) > 0]
    kept.remove_nodes_from(loose)
    return kept


def _labels(triples: Iterable[ox.Triple], language: str) -> dict[str, str]:
    ranks: dict[str | None, int] = {"en": 2, None: 1, language: 0}
    found: dict[str, tuple[int, str]] = {}
    for triple in triples:
        if triple.predicate.value == _RDFS + "label" and isinstance(triple.object, ox.Literal):
            rank = ranks.get(triple.object.language, len(ranks))
            iri, offer = _iri(triple.subject), (rank, triple.object.value)
            found[iri] = min(found.get(iri, offer), offer)
    return {iri: label for iri, (_, label) in found.items()}


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))


def _local(term: object, namespace: str) -> str:
    iri = _iri(term)
    return iri[len(namespace) :] if isinstance(term, ox.NamedNode) and iri.startswith(namespace) else ""


def draw_network(
    graph: nx.Graph, *, cap: int = 200, width: float = 1100, height: float = 640, margin: float = 40
) -> Drawing:
    """Return the places of at most *cap* nodes: cities first, then the other kinds, the most linked first."""
    ranked = sorted(graph, key=lambda iri: (KINDS.index(graph.nodes[iri]["kind"]), -graph.degree(iri), iri))
    kept = sorted(ranked[:cap])
    places = _layout(kept, graph.subgraph(kept), width - 2 * margin, height - 2 * margin) + margin
    index = {iri: number for number, iri in enumerate(kept)}
    drawn = graph.subgraph(kept)
    nodes = tuple(
        _node(iri, graph, places, [index[other] for other in drawn[iri]], index[iri]) for iri in kept
    )
    pairs = sorted(tuple(sorted((index[a], index[b]))) for a, b in drawn.edges)
    return Drawing(nodes, tuple(Edge(a, b) for a, b in pairs), len(graph), width, height)


Places = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def _node(iri: str, graph: nx.Graph, places: Places, others: list[int], own: int) -> Node:
    x, y = places[own]
    below = bool(others) and float(places[others, 1].mean()) < float(y)
    data = graph.nodes[iri]
    return Node(
        iri, data["kind"], data["label"], graph.degree(iri), round(float(x), 1), round(float(y), 1), below
    )


def _layout(order: list[str], graph: nx.Graph, width: float, height: float) -> Places:
    """Return a place for each node of *order* within the frame."""
    if not order:
        return np.zeros((0, 2))
    places, frame = _start(order), np.array([width, height])
    index = {iri: number for number, iri in enumerate(order)}
    ends = np.array(sorted(sorted((index[a], index[b])) for a, b in graph.edges), dtype=np.intp).reshape(
        -1, 2
    )
    ideal = 0.9 / np.sqrt(len(order))
    aspect = frame / frame.max()
    for step in range(_ROUNDS):
        here = places * aspect
        force = _push(here, ideal) + _pull(here, ends, ideal) - _HOME * (here - aspect / 2)
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        heat = 0.12 * (1 - step / _ROUNDS) + 0.001
        places = places + force / length * np.minimum(length, heat)
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray((places - low) / np.maximum(high - low, 1e-9) * frame, dtype=np.float64)


def _start(order: list[str]) -> Places:
    """Return places in the unit square that depend on nothing but the names."""
    digests = [hashlib.sha256(iri.encode()).digest() for iri in order]
    return np.array([[int.from_bytes(d[:4]), int.from_bytes(d[4:8])] for d in digests]) / 2**32


def _push(places: Places, ideal: float) -> Places:
    gaps = places[:, None, :] - places[None, :, :]
    square = np.maximum((gaps**2).sum(axis=2), 1e-6)
    near = square < (_REACH * ideal) ** 2
    return np.asarray((gaps * (near * ideal**2 / square)[:, :, None]).sum(axis=1))


def _pull(places: Places, ends: np.ndarray[tuple[int, int], np.dtype[np.intp]], ideal: float) -> Places:
    force = np.zeros_like(places)
    gaps = places[ends[:, 1]] - places[ends[:, 0]]
    pull = gaps * np.linalg.norm(gaps, axis=1, keepdims=True) / ideal
    np.add.at(force, ends[:, 0], pull)
    np.subtract.at(force, ends[:, 1], pull)
    return force
