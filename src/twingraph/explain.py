"""Why the graph says what it says of a thing: each fact with the words of the releases that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.errors import UnknownNameError
from twingraph.iris import BASE, PREFIXES, compact

if TYPE_CHECKING:
    from twingraph.store.base import GraphStore

_PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
_FACTS = "SELECT ?s ?p ?o { { VALUES ?s { %s } ?s ?p ?o } UNION { VALUES ?o { %s } ?s ?p ?o } }"
_QUOTES = """
SELECT ?s ?p ?o ?stem ?issued ?start ?end ?words ?rule ?confidence ?modality {
  { SELECT ?g ?statement { { VALUES ?s { %s } GRAPH ?g { ?statement rdf:subject ?s } }
                     UNION { VALUES ?o { %s } GRAPH ?g { ?statement rdf:object ?o } } } }
  GRAPH ?g {
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; tg:rule ?rule ; tg:confidence ?confidence ;
               tg:modality ?modality ; tg:source ?release ; tg:span ?span .
    ?span oa:start ?start ; oa:end ?end ; oa:exact ?words .
    ?release dcterms:identifier ?stem .
    OPTIONAL { ?release dcterms:issued ?issued }
  }
}"""
_NAMES = "SELECT DISTINCT ?s { ?s a ?class }"

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
    """One fact as the graph holds it; without quotes it follows from other facts."""

    subject: str
    predicate: str
    object: str
    quotes: tuple[Quote, ...]


def explain(store: GraphStore, name: str, *, base: str = BASE) -> list[ExplainedFact]:
    """Return the facts that speak of a thing: its own first, then those of others that point to it.

    Args:
        name: Its IRI, a CURIE ("id:city/koeln-2886242", "kind:twinning"), or the path after ``id/``.
    Raises:
        UnknownNameError: If no fact speaks of it; names that look alike are told.
    """
    iri = parse_name(name, base)
    facts = {_triple(row) for row in _rows(store, _FACTS % (iri, iri))}
    if not facts:
        raise UnknownNameError(_unknown(store, name, iri))
    quotes: dict[Triple, set[Quote]] = defaultdict(set)
    for row in _rows(store, _QUOTES % (iri, iri)):
        quotes[_triple(row)].add(_quote(row))
    ordered = sorted(facts, key=lambda fact: (fact[0] != iri, *map(str, fact)))
    return [_explained(fact, quotes[fact]) for fact in ordered]


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
        example = "id:city/duesseldorf-2934246"
        raise UnknownNameError(f"{name!r} is no IRI, CURIE or path; give one such as {example}") from error


def show_term(term: Term) -> str:
    """Return a term as people read it: a CURIE, or the words of a literal with its language or type."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if term.language:
        return f"{term.value} @{term.language}"
    return term.value


def _rows(store: GraphStore, sparql: str) -> Iterator[Any]:
    solutions: Any = store.query(_PROLOGUE + sparql)
    return iter(solutions)


def _triple(row: Any) -> Triple:
    return row["s"], row["p"], row["o"]


def _explained(fact: Triple, quotes: Iterable[Quote]) -> ExplainedFact:
    subject, predicate, value = map(show_term, fact)
    return ExplainedFact(subject, predicate, value, tuple(sorted(quotes, key=_place)))


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


def _unknown(store: GraphStore, name: str, iri: ox.NamedNode) -> str:
    known = sorted(compact(row["s"].value) for row in _rows(store, _NAMES))
    near = get_close_matches(compact(iri.value), known, n=3)
    cure = f"did you mean {', '.join(near)}?" if near else "`twingraph query` asks by name"
    return f"no fact speaks of {name}; {cure}"
