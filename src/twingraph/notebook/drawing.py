"""A small network as SVG: cities as dots, institutions as squares, agreements as small dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np

from twingraph.network_layout import Places, lay_out
from twingraph.serve.views.svg import SOFT, Labels, colour_of, document, mark, title

MOST = 150
"""Nodes that are drawn: of more, names and lines cover each other."""

_WIDTH, _HEIGHT, _MARGIN = 760.0, 480.0, 60.0
Point = tuple[float, float]


def draw(graph: nx.Graph[Any]) -> str:
    """Return *graph* as SVG, with the names for which there is room; the same graph gives the same bytes."""
    places = _places(graph)
    name = f"Network of {len(graph)} nodes and {graph.number_of_edges()} edges"
    return document(_WIDTH, _HEIGHT, name, [*_lines(graph, places), *_marks(graph, places)])


def _places(graph: nx.Graph[Any]) -> Mapping[Any, Point]:
    nodes = sorted(graph, key=str)
    number = {node: i for i, node in enumerate(nodes)}
    ends = np.array([(number[one], number[two]) for one, two in graph.edges()], np.intp).reshape(-1, 2)
    start = np.array([_degrees(graph.nodes[node], i) for i, node in enumerate(nodes)], np.complex64)
    return dict(zip(nodes, _fitted(lay_out(start, ends)), strict=True))


def _degrees(about: Mapping[str, Any], number: int) -> complex:
    """Return where a node is on earth, north above; what is nowhere begins on a spiral."""
    longitude, latitude = about.get("longitude"), about.get("latitude")
    if isinstance(longitude, float) and isinstance(latitude, float):
        return complex(longitude, -latitude)
    return complex(10, -50) + complex(np.exp(2.4j * number)) * (1 + number) / 10


def _fitted(places: Places) -> Iterator[Point]:
    """Yield the places, moved and stretched to fill the frame."""
    for axis, size in ((places.real, _WIDTH), (places.imag, _HEIGHT)):
        low, wide = float(axis.min()), float(axis.max() - axis.min())
        axis -= low
        axis *= (size - 2 * _MARGIN) / wide if wide else 0
        axis += _MARGIN if wide else size / 2
    return ((float(place.real), float(place.imag)) for place in places)


def _lines(graph: nx.Graph[Any], places: Mapping[Any, Point]) -> Iterator[str]:
    for one, two, about in graph.edges(data=True):
        (x1, y1), (x2, y2) = places[one], places[two]
        kind = str(about.get("kinds", "")).partition(";")[0]
        dash = ' stroke-dasharray="5 4"' if about.get("planned") is True else ""
        width = min(1 + 0.5 * float(about.get("weight", 1)), 4)
        yield (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour_of(kind)}" '
            f'stroke-opacity="0.6" stroke-width="{width:g}"{dash}>{title(_told(about))}</line>'
        )


def _told(about: Mapping[str, Any]) -> str:
    named = (str(about[name]) for name in ("label", "kinds", "since") if about.get(name))
    return ", ".join(named)


def _marks(graph: nx.Graph[Any], places: Mapping[Any, Point]) -> Iterator[str]:
    labels = Labels(_WIDTH, _HEIGHT)
    for node in sorted(graph, key=lambda node: (-graph.degree(node), str(node))):
        about, (x, y) = graph.nodes[node], places[node]
        name, sort = str(about.get("label", node)), about.get("type", "City")
        size = min(4 + graph.degree(node) ** 0.5, 12)
        if sort == "Agreement":
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{SOFT}">{title(name)}</circle>'
            continue
        yield mark(x, y, size, name, is_city=sort == "City")
        yield labels.place(x, y, name, gap=size + 4) or ""
