"""A selection as a file: CSV, JSON, RDF, GeoJSON, GraphML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from twingraph.engine.spreadsheet import disarm
from twingraph.iris import PREFIXES, expand

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Bond, Place
    from twingraph.serve.views.shown import Shown

_FIELDS = (
    "agreement",
    "name",
    "kind",
    "parties",
    "party_iris",
    "since",
    "signed",
    "until",
    "status",
    "topics",
)


def write_csv(shown: Shown) -> bytes:
    """Return the rows in UTF-8, a comma between cells; no cell is a formula."""
    return _csv(shown, ",").encode()


def write_excel_csv(shown: Shown) -> bytes:
    """Return the rows as a spreadsheet with German settings opens them: a byte order mark, semicolons."""
    return _csv(shown, ";").encode("utf-8-sig")


def _csv(shown: Shown, delimiter: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    for record in _records(shown):
        cells = (value if isinstance(value, str) else "; ".join(value) for value in record.values())
        writer.writerow(map(disarm, cells))
    return out.getvalue()


def write_json(shown: Shown) -> bytes:
    """Return the rows as a list of objects; what may come several times is a list."""
    return json.dumps(list(_records(shown)), ensure_ascii=False, indent=1).encode()


def _records(shown: Shown) -> Iterator[dict[str, Any]]:
    def names(iris: tuple[str, ...]) -> list[str]:
        return [shown.name(iri) for iri in iris]

    for bond in shown.bonds:
        values = (
            bond.iri, shown.bond_name(bond), names(bond.kinds), names(bond.parties), list(bond.parties),
            list(bond.since), list(bond.signed), list(bond.until), names(bond.statuses), names(bond.topics),
        )  # fmt: skip
        yield dict(zip(_FIELDS, values, strict=True))


def write_rdf(shown: Shown, wanted: ox.RdfFormat) -> bytes:
    """Return what the graph says of the agreements, with the names of their parties."""
    triples = [triple for bond in shown.bonds for triple in _triples(shown, bond)]
    parties = sorted({party for bond in shown.bonds for party in bond.parties})
    triples += [triple for party in parties for triple in _named(shown, party)]
    return ox.serialize(triples, format=wanted, prefixes=PREFIXES) or b""


_Property = tuple[str, Callable[["Bond"], tuple[str, ...]]]
_THINGS: tuple[_Property, ...] = (
    ("party", lambda bond: bond.parties),
    ("kind", lambda bond: bond.kinds),
    ("status", lambda bond: bond.statuses),
    ("topic", lambda bond: bond.topics),
)
_DATES: tuple[_Property, ...] = (
    ("signedOn", lambda bond: bond.signed),
    ("validFrom", lambda bond: bond.since if bond.since != bond.signed else ()),
    ("validUntil", lambda bond: bond.until),
)


def _triples(shown: Shown, bond: Bond) -> Iterator[ox.Triple]:
    subject = ox.NamedNode(bond.iri)
    yield ox.Triple(subject, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("tg:Agreement")))
    yield from _named(shown, bond.iri)
    for name, values in _THINGS:
        for value in values(bond):
            yield ox.Triple(subject, ox.NamedNode(expand(f"tg:{name}")), ox.NamedNode(value))
    for name, values in _DATES:
        for value in values(bond):
            kind = ("gYear", "gYearMonth", "date")[value.count("-")]
            literal = ox.Literal(value, datatype=ox.NamedNode(expand(f"xsd:{kind}")))
            yield ox.Triple(subject, ox.NamedNode(expand(f"tg:{name}")), literal)


def _named(shown: Shown, iri: str) -> Iterator[ox.Triple]:
    for language, name in sorted(shown.atlas.names.get(iri, {}).items(), key=str):
        literal = ox.Literal(name, language=language) if language else ox.Literal(name)
        yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(expand("rdfs:label")), literal)


def write_geojson(shown: Shown) -> bytes:
    """Return parties as points, agreements as lines between them, cut at the antimeridian (RFC 7946)."""
    places = {iri: shown.atlas.places[iri] for bond in shown.bonds for iri in bond.parties}
    features = [_point(shown, place) for _, place in sorted(places.items()) if _is_placed(place)]
    features += [feature for bond in shown.bonds for feature in _lines(shown, bond)]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _is_placed(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _feature(geometry: dict[str, Any], iri: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": iri, "geometry": geometry, "properties": properties}


def _point(shown: Shown, place: Place) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return _feature(geometry, place.iri, {"name": shown.name(place.iri), "country": place.country})


def _lines(shown: Shown, bond: Bond) -> Iterator[dict[str, Any]]:
    placed = [p for p in (shown.atlas.places[iri] for iri in bond.parties) if _is_placed(p)]
    for a, b in combinations(placed, 2):
        geometry = {"type": "MultiLineString", "coordinates": cut_line(_at(a), _at(b))}
        properties = {
            "name": shown.bond_name(bond),
            "kind": [shown.name(kind) for kind in bond.kinds],
            "since": bond.since,
            "until": bond.until,
            "parties": [a.iri, b.iri],
        }
        yield _feature(geometry, bond.iri, properties)


def _at(place: Place) -> tuple[float, float]:
    assert place.longitude is not None
    assert place.latitude is not None
    return place.longitude, place.latitude


Point = tuple[float, float]


def cut_line(a: Point, b: Point) -> list[list[Point]]:
    """Return the short way from *a* to *b* (longitude, latitude), in two parts where it crosses 180 degrees.

    >>> cut_line((170.0, 0.0), (-170.0, 10.0))
    [[(170.0, 0.0), (180.0, 5.0)], [(-180.0, 5.0), (-170.0, 10.0)]]
    """
    if abs(b[0] - a[0]) <= 180:
        return [[a, b]]
    edge = 180.0 if a[0] > 0 else -180.0
    there = b[0] + 2 * edge
    latitude = a[1] + (b[1] - a[1]) * (edge - a[0]) / (there - a[0])
    return [[a, (edge, latitude)], [(-edge, latitude), b]]


def write_graphml(shown: Shown) -> bytes:
    """Return parties as nodes and agreements as edges, for Gephi and its like."""
    graph = nx.MultiGraph()
    for bond in shown.bonds:
        for party in bond.parties:
            graph.add_node(party, **_node(shown, shown.atlas.places[party]))
        for a, b in combinations(bond.parties, 2):
            graph.add_edge(a, b, key=bond.iri, **_edge(shown, bond))
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)).encode() + b"\n"


def _node(shown: Shown, place: Place) -> dict[str, str | float]:
    values = {
        "label": shown.name(place.iri), "kind": place.kind, "country": place.country,
        "latitude": place.latitude, "longitude": place.longitude,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def _edge(shown: Shown, bond: Bond) -> dict[str, str]:
    values = {
        "label": shown.bond_name(bond), "agreement": bond.iri, "kind": "; ".join(map(shown.name, bond.kinds)),
        "since": "; ".join(bond.since), "until": "; ".join(bond.until),
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


FILES: dict[str, tuple[str, str, Callable[[Shown], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", "csv", write_csv),
    "csv-excel": ("text/csv; charset=utf-8", "csv", write_excel_csv),
    "json": ("application/json", "json", write_json),
    "turtle": ("text/turtle; charset=utf-8", "ttl", lambda shown: write_rdf(shown, ox.RdfFormat.TURTLE)),
    "jsonld": ("application/ld+json", "jsonld", lambda shown: write_rdf(shown, ox.RdfFormat.JSON_LD)),
    "geojson": ("application/geo+json", "geojson", write_geojson),
    "graphml": ("application/graphml+xml", "graphml", write_graphml),
}
"""Media type, ending and writer of each format that ``?format=`` names."""


def file_name(shown: Shown, view: str, ending: str) -> str:
    """Return a name that tells view, selection and generation: ``agreements-country-de-1a2b3c4d.csv``."""
    parts = [view, *(part for pair in shown.asked.parameters(shown.base) for part in pair)]
    kept = "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in part) for part in parts)
    return f"{kept[:100]}-{(shown.atlas.generation or 'empty')[:8]}.{ending}".lower()
