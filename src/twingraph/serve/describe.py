"""The facts about one thing, in panels of items, each fact with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import PREFIXES, compact, expand
from twingraph.serve.ask import Row, Term, ask_page, ask_rows, read_labels, short_name
from twingraph.serve.evidence import FactKey, Quote, read_evidence

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

PANELS: dict[str, tuple[str, ...]] = {
    "City": ("city_partners", "city_agreements", "city_people", "city_projects", "city_institutions"),
    "Agreement": ("thing_facts", "agreement_signatures", "agreement_related"),
    "Person": ("person_roles", "person_signatures"),
    "Institution": ("thing_facts", "city_agreements", "city_projects", "city_people"),
    "Project": ("thing_facts",),
    "Concept": ("concept_uses",),
    "Scheme": ("scheme_members",),
    "Vocabulary": ("scheme_members",),
}
"""Queries that fill the page of each class; a thing of another class shows all that is said."""

_ANY = ("thing_facts", "thing_incoming")
_CLASSES = ("Release", "City", "Agreement", "Person", "Institution", "Project", "Statement", "Signature")
_OTHERS = {
    expand("schema:City"): "City",  # that only registers list
    expand("skos:Concept"): "Concept",
    expand("skos:ConceptScheme"): "Scheme",
    expand("owl:Ontology"): "Vocabulary",
}
_DERIVED = ("tg:partnerOf", "tg:signedBy", "tg:activeFrom", "tg:activeUntil")
_PROSE = ("skos:definition", "rdfs:comment")


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact to show; ``about`` is its subject where that is not the thing it stands under."""

    predicate: str
    value: Term
    about: str | None
    quotes: tuple[Quote, ...]
    derived: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that a panel lists, and the facts under it; None is the thing of the page itself."""

    iri: str | None
    facts: tuple[ShownFact, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of a page."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """All that the page of a thing shows; ``labels`` names every IRI on it."""

    iri: str
    kind: str
    label: ox.Literal
    panels: tuple[Panel, ...]
    described: tuple[Row, ...]
    releases: tuple[Row, ...]
    naming: tuple[Quote, ...]
    labels: dict[str, ox.Literal]


def read_kind(store: Dataset, iri: str) -> str | None:
    """Return the class of a thing by its local name, "Thing" for another, None for a thing unknown."""
    node = ox.NamedNode(iri)
    rows = ask_rows(
        store,
        f"SELECT DISTINCT ?type WHERE {{ {{ {node} ?p ?o }} UNION {{ GRAPH ?g {{ {node} ?q ?r }} }}\n"
        f"OPTIONAL {{ {node} a ?plain }} OPTIONAL {{ GRAPH ?h {{ {node} a ?named }} }}\n"
        "BIND(COALESCE(?plain, ?named) AS ?type) }",
    )
    types = {row["type"].value for row in rows if "type" in row}
    kinds = [name for name in _CLASSES if expand(f"tg:{name}") in types]
    kinds += [name for concept, name in _OTHERS.items() if concept in types]
    return kinds[0] if kinds else ("Thing" if rows else None)


def describe_thing(
    store: Dataset, iri: str, kind: str, language: str, panels: Sequence[str] | None = None
) -> Described:
    """Return what the page of a thing shows, with the panels of its class where none are named."""
    wanted = PANELS.get(kind, _ANY) if panels is None else panels
    answers = {name: ask_page(store, name, entity=iri) for name in wanted}
    answers = {name: [row for row in rows if _readable(row, language)] for name, rows in answers.items()}
    rows = [row for answer in answers.values() for row in answer]
    evidence = read_evidence(store, {row["subject"].value for row in rows if "subject" in row} | {iri})
    filled = [Panel(name, _items(iri, answer, evidence)) for name, answer in answers.items()]
    described = tuple(ask_page(store, "thing_described", entity=iri))
    releases = tuple(ask_page(store, "thing_releases", entity=iri))
    labels = read_labels(store, _iris(iri, (*rows, *described)), language)
    label = labels.get(iri) or ox.Literal(short_name(iri))
    naming = [q for key, quotes in evidence.items() if _names(key, iri) for q in quotes]
    kept = tuple(panel for panel in filled if panel.items)
    return Described(iri, kind, label, kept, described, releases, tuple(_one_each(naming)), labels)


def _readable(row: Row, language: str) -> bool:
    """Return whether a row is for readers of *language*: definitions stand there in several."""
    if "predicate" not in row or compact(row["predicate"].value) not in _PROSE:
        return True
    return isinstance(row["object"], ox.Literal) and row["object"].language in (language, None)


def _names(key: FactKey, iri: str) -> bool:
    return key[0] == iri and key[1] in (PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type")


def _one_each(quotes: Iterable[Quote]) -> Iterable[Quote]:
    """Return the first quote of each release."""
    return {quote.release: quote for quote in reversed(list(quotes))}.values()


def _iris(iri: str, rows: Sequence[Row]) -> set[str]:
    return {iri} | {term.value for row in rows for term in row.values() if isinstance(term, ox.NamedNode)}


def describe_items(store: Dataset, page: str, rows: Sequence[Row]) -> tuple[Item, ...]:
    """Return *rows* as the items of a panel of the page of *page*, with the evidence for each fact."""
    evidence = read_evidence(store, {row["subject"].value for row in rows})
    return _items(page, rows, evidence)


def _items(page: str, rows: Sequence[Row], evidence: dict[FactKey, list[Quote]]) -> tuple[Item, ...]:
    facts: dict[str | None, dict[FactKey, ShownFact]] = {}
    for row in rows:
        item = row["item"].value if "item" in row else None
        key = (row["subject"].value, row["predicate"].value, row["object"])
        facts.setdefault(item, {})[key] = _fact(key, {page, item}, evidence.get(key, []))
    return tuple(Item(None if iri == page else iri, tuple(shown.values())) for iri, shown in facts.items())


def _fact(key: FactKey, known: set[str | None], quotes: list[Quote]) -> ShownFact:
    """Return a fact for a page; where a signature is signed, what was signed is the value."""
    subject, predicate, value = key
    if compact(predicate) == "tg:signature":
        return ShownFact(predicate, ox.NamedNode(subject), None, tuple(quotes), derived=False)
    about = None if subject in known or "/signature/" in subject or "/membership/" in subject else subject
    return ShownFact(predicate, value, about, tuple(quotes), compact(predicate) in _DERIVED)
