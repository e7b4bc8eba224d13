"""What a query may name: classes, properties and concepts, each with its meaning and how often it occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.iris import PREFIXES, compact
from twingraph.serve.ask import ask_rows, read_labels

if TYPE_CHECKING:
    from twingraph.serve.site import Site
    from twingraph.store.base import Dataset

Term = dict[str, Any]
_USES = {
    "class": "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term",
    "property": "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term",
    "concept": "SELECT ?term (COUNT(*) AS ?n) { VALUES ?p { tg:kind tg:topic tg:status tg:signingMode "
    "org:role tg:modality } ?s ?p ?term } GROUP BY ?term",
}
_IN_GRAPHS = "SELECT ?term (COUNT(*) AS ?n) { GRAPH ?g { ?s ?term ?o } } GROUP BY ?term"
_DECLARED = """SELECT DISTINCT ?term ?kind ?comment {
  GRAPH ?g {
    { ?term a owl:Class BIND("class" AS ?kind) }
    UNION { ?term a ?property FILTER(?property IN (owl:ObjectProperty, owl:DatatypeProperty, rdf:Property))
            BIND("property" AS ?kind) }
    UNION { ?term a skos:Concept BIND("concept" AS ?kind) }
    OPTIONAL { ?term rdfs:comment|skos:definition ?comment }
  }
}"""


def read_schema(store: Dataset, language: str) -> dict[str, Any]:
    """Return the terms that the vocabulary declares, and those of others that the data use."""
    found = _declared(store, language)
    for kind, query in _USES.items():
        _count(found, kind, _uses(store, query))
    _count(found, "property", _uses(store, _IN_GRAPHS), key="inGraphs")
    labels = read_labels(store, found, language)
    for iri, term in found.items():
        term["label"] = labels[iri].value if iri in labels else ""
    terms = sorted(found.values(), key=lambda term: (-term["count"], term["curie"]))
    return {"prefixes": PREFIXES, "language": language, "terms": terms}


def _declared(store: Dataset, language: str) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for row in ask_rows(store, _DECLARED):
        iri, comment = row["term"].value, row.get("comment")
        term = found.setdefault(iri, _term(iri, row["kind"].value))
        if isinstance(comment, ox.Literal) and (comment.language == language or not term["comment"]):
            term["comment"] = comment.value
    return found


def _term(iri: str, kind: str) -> Term:
    return {"iri": iri, "curie": compact(iri), "kind": kind, "comment": "", "count": 0}


def _uses(store: Dataset, query: str) -> Counter[str]:
    return Counter(
        {row["term"].value: int(row["n"].value) for row in ask_rows(store, query) if "term" in row}
    )


def _count(found: dict[str, Term], kind: str, uses: Counter[str], key: str = "count") -> None:
    for iri, number in uses.items():
        if iri in found or (kind != "concept" and compact(iri) != iri):
            found.setdefault(iri, _term(iri, kind))[key] = number


def describe_iris(site: Site, iris: Iterable[str], language: str) -> dict[str, dict[str, Any]]:
    """Return the label of each of *iris*, and where on earth it is, as far as that is known."""
    asked, atlas = [iri for iri in iris if _is_iri(iri)], site.atlas()
    labels = read_labels(site.store, asked, language)
    found: dict[str, dict[str, Any]] = {}
    for iri in asked:
        about = found[iri] = {}
        if iri in atlas.names:
            about["label"] = atlas.name(iri, language)
        elif iri in labels:
            about["label"] = labels[iri].value
        place = atlas.places.get(iri)
        if place and place.latitude is not None:
            about |= {"lat": place.latitude, "long": place.longitude}
    return found


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
