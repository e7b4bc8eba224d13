"""Short ways to write triples of the vocabularies that describe datasets."""

from __future__ import annotations

from datetime import datetime

import pyoxigraph as ox

from twingraph.iris import PREFIXES

NAMESPACES = PREFIXES | {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "media": "https://www.iana.org/assignments/media-types/",
    "void": "http://rdfs.org/ns/void#",
    "spdx": "http://spdx.org/rdf/terms#",
}
Term = ox.NamedNode | ox.Literal


def node(name: str) -> ox.NamedNode:
    """Return the node of a CURIE of :data:`NAMESPACES`, or of an IRI.

    >>> node("dcat:Dataset").value, node("https://e.example/x").value
    ('http://www.w3.org/ns/dcat#Dataset', 'https://e.example/x')
    """
    prefix, _, local = name.partition(":")
    return ox.NamedNode(NAMESPACES[prefix] + local if prefix in NAMESPACES else name)


def say(subject: str, predicate: str, value: Term | str | float) -> ox.Triple:
    """Return a triple; a string is a CURIE or an IRI, a number becomes a literal."""
    term = (
        node(value) if isinstance(value, str) else _number(value) if isinstance(value, int | float) else value
    )
    return ox.Triple(node(subject), node(predicate), term)


def text(value: str, language: str = "en") -> ox.Literal:
    """Return words of a language."""
    return ox.Literal(value, language=language)


def moment(value: str) -> ox.Literal:
    """Return a time, ISO 8601 with its offset, as xsd:dateTime; what is none as it is."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return ox.Literal(value)
    return ox.Literal(value, datatype=node("xsd:dateTime"))


def _number(value: float) -> ox.Literal:
    if isinstance(value, int):
        return ox.Literal(value)
    return ox.Literal(f"{value:.3f}", datatype=node("xsd:decimal"))
