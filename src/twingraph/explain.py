"""Why the graph says what it says of a thing: each fact with the words of the releases that say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.errors import UnknownNameError
from twingraph.iris import BASE, PREFIXES, compact, slug

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
_FACTS = "SELECT ?s ?p ?o { { VALUES ?s { %s } ?s ?p ?o } UNION { VALUES ?o { %s } ?s ?p ?o } }"
_QUOTES = """
SELECT ?s ?p ?o ?stem ?issued ?start ?end ?words ?rule ?confidence ?modality {
  { SELECT DISTINCT ?g ?statement {
      VALUES ?thing { %s } VALUES ?link { %s } GRAPH ?g { ?statement ?link ?thing } } }
  GRAPH ?g {
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; tg:rule ?rule ; tg:confidence ?confidence ;
               tg:modality ?modality ; tg:source ?release ; tg:span ?span .
    ?span oa:start ?start ; oa:end ?end ; oa:exact ?words .
    ?release dcterms:identifier ?stem .
    OPTIONAL { ?release dcterms:issued ?issued }
  }
}"""
_NAMES = "SELECT DISTINCT ?s { ?s a ?class }"
_DESCRIBED = "SELECT ?p ?o ?g { GRAPH ?g { %s ?p ?o } FILTER(?p != tg:span) }"
_STATED = """SELECT DISTINCT ?s ?p ?o {
  GRAPH ?g { ?x tg:source %s ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"""
_OWN_LABELS = "SELECT DISTINCT ?s ?name { ?s rdfs:label|foaf:name|skos:altLabel ?name }"
_OTHER_LABELS = """
SELECT DISTINCT ?s ?name { GRAPH ?g { ?s rdfs:label|skos:prefLabel|skos:altLabel|dcterms:title ?name } }"""

_SHAPES = "an IRI, a CURIE (id:city/bonn-2946447), a path (city/bonn-2946447) or a name (Bonn)"

Term = ox.NamedNode | ox.Literal
Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The words of one release behind a fact, in code points of its text, and the rule that read them."""

    release: str
    start: int
    end: int
    words: str
    rule: str
    confidence: str
    modality: str
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainedFact:
    """One fact as the graph holds it; without quotes it follows from other facts, or stands in *graph*."""

    subject: str
    predicate: str
    object: str
    quotes: tuple[Quote, ...]
    graph: str | None = None


def explain(store: Dataset, name: str, *, base: str = BASE) -> list[ExplainedFact]:
    """Return the facts that speak of a thing: its own first, then those of others that point to it.

    Of a thing that facts do not speak of, what named graphs say of it; of a release, also what it states.

    Args:
        name: Its IRI, a CURIE ("id:city/koeln-2886242", "kind:twinning"), the path after ``id/``, or a label.
    Raises:
        UnknownNameError: If the graph does not know it, or the label is that of several things, which are
            told; so are names that look alike.
    """
    iri = find_thing(store, name, base)
    facts = {_triple(row) for row in _rows(store, _FACTS % (iri, iri))}
    if facts:
        return _explained(facts, _quotes(store, iri, "rdf:subject rdf:object"), iri)
    stated = {_triple(row) for row in _rows(store, _STATED % iri)}
    return _described(store, iri) + _explained(stated, _quotes(store, iri, "tg:source"), iri)


def find_thing(store: Dataset, name: str, base: str = BASE) -> ox.NamedNode:
    """Return the thing that *name* means: by its IRI in any form, else by a label, accents and case aside.

    Raises:
        UnknownNameError: If the graph knows no such thing, or several.
    """
    if not name.strip():
        raise UnknownNameError(f"an empty name means nothing; give {_SHAPES}")
    iri = _known_iri(store, name, base)
    if iri is not None:
        return iri
    for labels in (_OWN_LABELS, _OTHER_LABELS):
        named = {
            row["s"].value for row in _rows(store, labels) if slug(row["name"].value) == slug(name) != ""
        }
        if len(named) == 1:
            return ox.NamedNode(named.pop())
        if named:
            several = ", ".join(sorted(map(compact, named)))
            raise UnknownNameError(f"{name!r} is the name of several things; give one of {several}")
    raise UnknownNameError(_unknown(store, name, base))


def _known_iri(store: Dataset, name: str, base: str) -> ox.NamedNode | None:
    try:
        iri = parse_name(name, base)
    except UnknownNameError:
        return None
    known = "ASK { VALUES ?x { %s } { ?x ?p ?o } UNION { ?s ?p ?x } UNION { GRAPH ?g { ?x ?p ?o } } }"
    return iri if store.query(known % iri) else None


def parse_name(name: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI that *name* means.

    >>> parse_name("id:city/x", "https://stadt.example/").value, parse_name("city/x").value
    ('https://stadt.example/id/city/x', 'https://w3id.org/twingraph/id/city/x')

    Raises:
        UnknownNameError: If it is no IRI at all.
    """
    prefix, colon, local = name.strip().strip("<>").partition(":")
    namespaces = {**PREFIXES, "id": f"{base}id/"}
    if not colon:
        text = f"{base}id/{prefix.removeprefix('/').removeprefix('id/')}"
    else:
        text = namespaces[prefix] + local if prefix in namespaces else f"{prefix}:{local}"
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise UnknownNameError(f"{name!r} is no IRI, CURIE or path; give {_SHAPES}") from error


def show_term(term: Term) -> str:
    """Return a term as people read it: a CURIE, or the words of a literal with its language or type."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if term.language:
        return f"{term.value} @{term.language}"
    return term.value


def _rows(store: Dataset, sparql: str) -> Iterator[Any]:
    solutions: Any = store.query(_PROLOGUE + sparql)
    return iter(solutions)


def _triple(row: Any) -> Triple:
    return row["s"], row["p"], row["o"]


def _quotes(store: Dataset, iri: ox.NamedNode, links: str) -> dict[Triple, set[Quote]]:
    """Return the quotes of the statements that point to *iri* by one of *links*."""
    quotes: dict[Triple, set[Quote]] = defaultdict(set)
    for row in _rows(store, _QUOTES % (iri, links)):
        quotes[_triple(row)].add(_quote(row))
    return quotes


def _explained(
    facts: Iterable[Triple], quotes: dict[Triple, set[Quote]], iri: ox.NamedNode
) -> list[ExplainedFact]:
    """Return *facts* in order, those of *iri* itself first."""
    ordered = sorted(facts, key=lambda fact: (fact[0] != iri, *map(str, fact)))
    return [
        ExplainedFact(show_term(s), show_term(p), show_term(o), tuple(sorted(quotes[s, p, o], key=_place)))
        for s, p, o in ordered
    ]


def _described(store: Dataset, iri: ox.NamedNode) -> list[ExplainedFact]:
    """Return what named graphs say of a thing."""
    rows = sorted(_rows(store, _DESCRIBED % iri), key=lambda row: tuple(map(str, row)))
    name = show_term(iri)
    return [ExplainedFact(name, show_term(p), show_term(o), (), show_term(g)) for p, o, g in rows]


def _quote(row: Any) -> Quote:
    return Quote(
        release=row["stem"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        words=row["words"].value,
        rule=row["rule"].value,
        confidence=row["confidence"].value,
        modality=compact(row["modality"].value).partition(":")[2],
        issued=row["issued"].value if row["issued"] is not None else None,
    )


def _place(quote: Quote) -> tuple[str, int, int]:
    return quote.release, quote.start, quote.end


def _unknown(store: Dataset, name: str, base: str) -> str:
    """Return what to say of a name that nothing has: names that look alike, by IRI or by label."""
    known = {compact(row["s"].value): row["s"] for row in _rows(store, _NAMES)}
    known |= {row["name"].value: row["s"] for row in _rows(store, _OWN_LABELS)}
    try:
        wanted = compact(parse_name(name, base).value) if re.search("[:/]", name) else name
    except UnknownNameError:
        wanted = name
    near = dict.fromkeys(compact(known[text].value) for text in get_close_matches(wanted, sorted(known), n=3))
    return f"no fact speaks of {name}; " + (f"did you mean {', '.join(near)}?" if near else f"give {_SHAPES}")
