"""A selection as a file: CSV, JSON, RDF, GeoJSON, GraphML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.engine.spreadsheet import disarm
from twingraph.iris import PREFIXES, expand
from twingraph.serve.networks.json_files import write_geojson
from twingraph.serve.networks.project import project_agreements
from twingraph.serve.networks.xml_files import write_graphml

if TYPE_CHECKING:
    from twingraph.serve.networks.net import Net
    from twingraph.serve.views.atlas import Bond
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


def _network(shown: Shown) -> Net:
    """Return parties as nodes and each agreement as an edge between each two of them."""
    return project_agreements(shown.bonds, shown.atlas, shown.language)


FILES: dict[str, tuple[str, str, Callable[[Shown], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", "csv", write_csv),
    "csv-excel": ("text/csv; charset=utf-8", "csv", write_excel_csv),
    "json": ("application/json", "json", write_json),
    "turtle": ("text/turtle; charset=utf-8", "ttl", lambda shown: write_rdf(shown, ox.RdfFormat.TURTLE)),
    "jsonld": ("application/ld+json", "jsonld", lambda shown: write_rdf(shown, ox.RdfFormat.JSON_LD)),
    "geojson": ("application/geo+json", "geojson", lambda shown: write_geojson(_network(shown))),
    "graphml": ("application/graphml+xml", "graphml", lambda shown: write_graphml(_network(shown))),
}
"""Media type, ending and writer of each format that ``?format=`` names."""


def file_name(shown: Shown, view: str, ending: str) -> str:
    """Return a name that tells view, selection and generation: ``agreements-country-de-1a2b3c4d.csv``."""
    parts = [view, *(part for pair in shown.asked.parameters(shown.base) for part in pair)]
    kept = "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in part) for part in parts)
    return f"{kept[:100]}-{(shown.atlas.generation or 'empty')[:8]}.{ending}".lower()
