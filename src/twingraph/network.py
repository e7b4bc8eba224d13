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

    ``side`` is where its label stands free of others: above, below, right, left or, nowhere, hidden.
    """

    iri: str
    kind: str
    label: str
    degree: int
    x: float
    y: float
    side: str


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
    graph: nx.Graph,
    *,
    cap: int = 200,
    width: float = 1100,
    height: float = 640,
    margin: float = 40,
    type_size: float = 15,
) -> Drawing:
    """Return the places of at most *cap* nodes: the largest connected parts first, nothing that hangs loose.

    Args:
        type_size: Size of the letters of labels, in units of the drawing.
    """
    kept = sorted(_choose(graph, cap))
    drawn = graph.subgraph(kept)
    places = _layout(kept, drawn, width - 2 * margin, height - 2 * margin) + margin
    index = {iri: number for number, iri in enumerate(kept)}
    labels = [drawn.nodes[iri]["label"] if drawn.nodes[iri]["kind"] == "City" else None for iri in kept]
    sides = _place_labels(places, labels, [graph.degree(iri) for iri in kept], (width, height), type_size)
    nodes = tuple(_node(iri, graph, places[i], sides[i]) for i, iri in enumerate(kept))
    pairs = sorted(tuple(sorted((index[a], index[b]))) for a, b in drawn.edges)
    return Drawing(nodes, tuple(Edge(a, b) for a, b in pairs), len(graph), width, height)


def _node(iri: str, graph: nx.Graph, place: Places, side: str) -> Node:
    data, x, y = graph.nodes[iri], float(place[0]), float(place[1])
    return Node(iri, data["kind"], data["label"], graph.degree(iri), round(x, 1), round(y, 1), side)


def _choose(graph: nx.Graph, cap: int) -> list[str]:
    """Return the nodes of the parts that fit; where none does, cities first, the most linked first."""

    def rank(iri: str) -> tuple[int, int, str]:
        return KINDS.index(graph.nodes[iri]["kind"]), -graph.degree(iri), iri

    parts = [sorted(part, key=rank) for part in nx.connected_components(graph) if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), part))
    chosen: list[str] = []
    for part in parts:
        if len(chosen) + len(part) <= cap:
            chosen += part
    return chosen or [iri for part in parts or [sorted(graph, key=rank)] for iri in part][:cap]


Places = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


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


Box = tuple[float, float, float, float]


def _place_labels(
    places: Places, labels: list[str | None], degrees: list[int], frame: tuple[float, float], type_size: float
) -> list[str]:
    """Return on which side of its node each label covers no other label, and no node where that can be."""
    sides = ["hidden"] * len(labels)
    marks = [(x - 9, y - 9, x + 9, y + 9) for x, y in places.tolist()]
    cities = [mark for mark, label in zip(marks, labels, strict=True) if label]
    taken: list[Box] = []
    for i in sorted(range(len(labels)), key=lambda i: (-degrees[i], i)):
        if text := labels[i]:
            boxes = _label_boxes(places[i], text, type_size, frame)
            free = _first_free(boxes, taken + marks) or _first_free(boxes, taken + cities)
            if free:
                sides[i] = free[0]
                taken.append(free[1])
    return sides


def _first_free(boxes: list[tuple[str, Box]], taken: list[Box]) -> tuple[str, Box] | None:
    return next((offer for offer in boxes if not any(_overlap(offer[1], other) for other in taken)), None)


def _label_boxes(
    place: Places, text: str, type_size: float, frame: tuple[float, float]
) -> list[tuple[str, Box]]:
    """Return where in the frame a label can stand; a letter is taken to be 0.7 of its height in width."""
    x, y = float(place[0]), float(place[1])
    wide, high, gap = len(text) * type_size * 0.7, type_size * 1.3, 14
    boxes = {
        "above": (x - wide / 2, y - gap - high, x + wide / 2, y - gap),
        "below": (x - wide / 2, y + gap, x + wide / 2, y + gap + high),
        "right": (x + gap, y - high / 2, x + gap + wide, y + high / 2),
        "left": (x - gap - wide, y - high / 2, x - gap, y + high / 2),
    }
    return [(side, box) for side, box in boxes.items() if _within(box, frame)]


def _within(box: Box, frame: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
