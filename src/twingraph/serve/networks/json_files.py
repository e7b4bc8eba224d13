"""A network as GeoJSON (RFC 7946) for maps, and as Cytoscape JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from twingraph.serve.networks.net import Net, Node, Value, Values, as_text
from twingraph.serve.problem import Problem
from twingraph.serve.views.sphere import Point, cut, great_circle

_PLACE = ("latitude", "longitude")


def write_geojson(net: Net) -> bytes:
    """Return nodes as points and edges as great circles, in two parts where they cross the antimeridian.

    What has no place is left out, as maps expect it.

    Raises:
        Problem: 422 where agreements are nodes: they are nowhere.
    """
    if any(node.values.get("type") == "Agreement" for node in net.nodes):
        raise Problem(422, "an agreement has no place on a map; choose project=cities", rule="project")
    places = {node.iri: place for node in net.nodes if (place := _place(node))}
    features = [_point(node, places[node.iri]) for node in net.nodes if node.iri in places]
    for edge in net.edges:
        if edge.source in places and edge.target in places:
            properties = {"source": edge.source, "target": edge.target, **_typed(edge.values)}
            line = _line(places[edge.source], places[edge.target])
            features.append(_feature(edge.id, line, properties))
    return _dump({"type": "FeatureCollection", "features": features})


def _place(node: Node) -> Point | None:
    latitude, longitude = (node.values.get(name) for name in _PLACE)
    return (longitude, latitude) if isinstance(longitude, float) and isinstance(latitude, float) else None


def _point(node: Node, place: Point) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": _short(place)}
    return _feature(node.iri, geometry, _typed({k: v for k, v in node.values.items() if k not in _PLACE}))


def _line(one: Point, two: Point) -> dict[str, Any]:
    pieces = cut(great_circle(one, two))
    return {"type": "MultiLineString", "coordinates": [list(map(_short, piece)) for piece in pieces]}


def _short(point: Point) -> list[float]:
    """Return degrees to a tenth of a metre, alike on every machine."""
    return [round(value, 6) + 0.0 for value in point]


def _feature(iri: str, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": iri, "geometry": geometry, "properties": properties}


def write_cytoscape(net: Net) -> bytes:
    """Return the JSON of Cytoscape and Cytoscape.js; ``value`` and ``name`` are what networkx reads too."""
    nodes = [_element(node) for node in net.nodes]
    edges = [
        {"data": {"id": e.id, "source": e.source, "target": e.target, **_typed(e.values)}} for e in net.edges
    ]
    return _dump(
        {
            "format_version": "1.0", "generated_by": "twingraph", "target_cytoscapejs_version": "~2.1",
            "directed": False, "multigraph": net.is_multi, "data": {"name": "twingraph"},
            "elements": {"nodes": nodes, "edges": edges},
        }
    )  # fmt: skip


def _element(node: Node) -> dict[str, Any]:
    own = {"id": node.iri, "value": node.iri, "name": node.values.get("label", node.iri)}
    element: dict[str, Any] = {"data": {**own, **_typed(node.values)}}
    place = _place(node)
    return element | {"position": {"x": place[0], "y": -place[1]}} if place else element


def _typed(values: Values) -> dict[str, Any]:
    """Return values as JSON has them: lists stay lists, a date is text."""
    return {name: _json(value) for name, value in values.items()}


def _json(value: Value) -> str | int | float | bool | list[str]:
    if isinstance(value, tuple):
        return list(value)
    return as_text(value) if isinstance(value, date) else value


def _dump(content: dict[str, Iterable[Any] | Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
