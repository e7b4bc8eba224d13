"""A network as GEXF 1.3, for Gephi and its timeline, and as GraphML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import networkx as nx

from twingraph.serve.networks.net import TIMES, Columns, Edge, Net, Node, as_text, plain

_GEXF, _VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"
_TYPES = {
    "string": "string",
    "strings": "string",
    "integer": "long",
    "double": "double",
    "boolean": "boolean",
}
_OWN = ("label", "weight", *TIMES)  # what GEXF has attributes of its own for


def write_gexf(net: Net) -> bytes:
    """Return GEXF 1.3: dated nodes and edges have spells, what has none is always there.

    Coordinates are attributes and, as degrees, the place of a node, so that Gephi opens a map.
    """
    root = Element("gexf", {"xmlns": _GEXF, "xmlns:viz": _VIZ, "version": "1.3"})
    SubElement(SubElement(root, "meta"), "creator").text = "twingraph"
    graph = SubElement(
        root,
        "graph",
        {
            "defaultedgetype": "undirected", "mode": "dynamic", "idtype": "string",
            "timeformat": "date", "timerepresentation": "interval",
        },
    )  # fmt: skip
    for kind, columns in (("node", net.node_columns), ("edge", net.edge_columns)):
        _attributes(graph, kind, columns)
    nodes = SubElement(graph, "nodes", {"count": str(len(net.nodes))})
    for node in net.nodes:
        _node(nodes, node, net.node_columns)
    edges = SubElement(graph, "edges", {"count": str(len(net.edges))})
    for edge in net.edges:
        _edge(edges, edge, net.edge_columns)
    indent(root, " ")
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _attributes(graph: Element, kind: str, columns: Columns) -> None:
    named = [name for name in columns if name not in _OWN]
    if named:
        parent = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
        for name in named:
            SubElement(parent, "attribute", {"id": name, "title": name, "type": _TYPES[columns[name]]})


def _node(parent: Element, node: Node, columns: Columns) -> None:
    element = SubElement(parent, "node", {"id": node.iri, "label": _clean(str(node.values.get("label", "")))})
    _describe(element, node, columns)
    if "longitude" in node.values and "latitude" in node.values:
        place = {"x": as_text(node.values["longitude"]), "y": as_text(node.values["latitude"]), "z": "0.0"}
        SubElement(element, "viz:position", place)


def _edge(parent: Element, edge: Edge, columns: Columns) -> None:
    ends = {"id": edge.id, "source": edge.source, "target": edge.target}
    own = {name: _clean(as_text(edge.values[name])) for name in ("label", "weight") if name in edge.values}
    _describe(SubElement(parent, "edge", ends | own), edge, columns)


def _describe(element: Element, thing: Node | Edge, columns: Columns) -> None:
    """Write the values of a node or an edge, and when it is: as bounds of its own, or as several spells."""
    named = [name for name in columns if name in thing.values and name not in _OWN]
    if named:
        values = SubElement(element, "attvalues")
        for name in named:
            SubElement(values, "attvalue", {"for": name, "value": _clean(as_text(thing.values[name]))})
    times = [
        {name: day.isoformat() for name, day in zip(("start", "end"), spell, strict=True) if day}
        for spell in thing.spells
    ]
    if len(times) == 1:
        element.attrib.update(times[0])
    elif times:
        spells = SubElement(element, "spells")
        for bounds in times:
            SubElement(spells, "spell", bounds)


def write_graphml(net: Net) -> bytes:
    """Return GraphML with typed keys; lists and dates are text."""
    return "\n".join(nx.generate_graphml(as_networkx(net), named_key_ids=True)).encode() + b"\n"


def as_networkx(net: Net, sort: Callable[[], Any] | None = None) -> Any:
    """Return a network for networkx, lists and dates as text; *sort* makes the graph that is filled."""
    graph = (sort or (nx.MultiGraph if net.is_multi else nx.Graph))()
    for node in net.nodes:
        graph.add_node(node.iri, **_safe(plain(node.values).items()))
    for edge in net.edges:
        key = {"key": edge.id} if net.is_multi else {}
        graph.add_edge(edge.source, edge.target, **key, **_safe(plain(edge.values).items()))
    return graph


def _safe(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values}


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold.

    >>> _clean("Bonn\\x00 am\\tRhein")
    'Bonn am\\tRhein'
    """
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
