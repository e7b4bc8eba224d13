"""Media types of answers and content codings, each by the names that a client may ask for them with."""

from __future__ import annotations

import pyoxigraph as ox

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "application/json": "application/json",
    "application/xml": "application/xml",
    "text/xml": "text/xml",
}
"""Formats of SELECT; ASK has no CSV and no TSV."""

BOOLEANS = {name: kind for name, kind in TABLES.items() if name not in ("csv", "tsv")}

GRAPHS = {
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "ntriples": "application/n-triples",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "nq": "application/n-quads",
}

CODINGS = ("zstd", "br", "gzip")
"""Content codings, the preferred one first."""

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tab-separated-values": ox.QueryResultsFormat.TSV,
}


def results_format(media_type: str) -> ox.QueryResultsFormat:
    """Return the library's format of tables for a media type of :data:`TABLES`."""
    return next(found for name, found in _RESULTS.items() if media_type.endswith(name))


def rdf_format(media_type: str) -> ox.RdfFormat:
    """Return the library's format of graphs for a media type of :data:`GRAPHS`."""
    found = ox.RdfFormat.from_media_type(media_type)
    assert found is not None
    return found


def content_type(media_type: str) -> str:
    """Return the media type, with the charset where the type is text."""
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
