"""The ontology as a page: its classes and properties with what they mean, and how often the data use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import CONCEPTS, VOCABULARY_GRAPH, compact, expand
from twingraph.serve.ask import ask_rows

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

Said = dict[str, tuple[ox.NamedNode | ox.Literal, ...]]
_CLASS, _PROPERTY = "classes", "properties"
_SORTS = {
    "owl:Class": _CLASS,
    "rdfs:Class": _CLASS,
    "owl:ObjectProperty": _PROPERTY,
    "owl:DatatypeProperty": _PROPERTY,
    "rdf:Property": _PROPERTY,
}


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A class or property; ``said`` holds what the ontology says of it by CURIE of the predicate.

    ``uses`` counts things of the class, or facts with the property, in the default graph.
    """

    iri: str
    name: str
    sort: str
    said: Said
    uses: int

    def text(self, predicate: str, language: str) -> str:
        """Return a text in *language*, else in English, else without language, else nothing."""
        texts = {
            term.language: term.value for term in self.said.get(predicate, ()) if isinstance(term, ox.Literal)
        }
        return texts.get(language) or texts.get("en") or texts.get(None) or ""

    def links(self, predicate: str) -> list[tuple[str, str]]:
        """Return CURIE and IRI of what a predicate leads to."""
        nodes = (term.value for term in self.said.get(predicate, ()) if isinstance(term, ox.NamedNode))
        return sorted((compact(iri), iri) for iri in nodes)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology: what it says of itself, and its terms in the order of their names."""

    about: DefinedTerm
    classes: tuple[DefinedTerm, ...]
    properties: tuple[DefinedTerm, ...]
    schemes: tuple[str, ...]


def read_vocabulary(store: Dataset) -> Vocabulary:
    """Return the ontology that *store* holds in its graph."""
    said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for quad in store.quads(VOCABULARY_GRAPH):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            of = said.setdefault(quad.subject.value, {})
            of.setdefault(compact(quad.predicate.value), []).append(quad.object)
    uses = _count(store)
    terms = [_term(iri, facts, uses) for iri, facts in sorted(said.items())]
    return Vocabulary(
        about=_term(VOCABULARY_GRAPH, said.get(VOCABULARY_GRAPH, {}), uses),
        classes=tuple(term for term in terms if term.sort == _CLASS),
        properties=tuple(term for term in terms if term.sort == _PROPERTY),
        schemes=tuple(expand(f"{name}:").rstrip("/") for name in CONCEPTS),
    )


def _term(iri: str, facts: dict[str, list[ox.NamedNode | ox.Literal]], uses: dict[str, int]) -> DefinedTerm:
    said = {name: tuple(sorted(values, key=str)) for name, values in facts.items()}
    kinds = {compact(kind.value) for kind in said.get("rdf:type", ())}
    sort = next((_SORTS[kind] for kind in _SORTS if kind in kinds), "")
    return DefinedTerm(iri, compact(iri), sort, said, uses.get(iri, 0))


def _count(store: Dataset) -> dict[str, int]:
    queries = (
        "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term",
        "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term",
    )
    return {row["term"].value: int(row["n"].value) for query in queries for row in ask_rows(store, query)}
