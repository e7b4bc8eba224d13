"""What the servers are asked: the mix of a graph of partnerships, and each question of ``queries/``."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.query import NamedQuery, bind_query, load_queries
from twingraph.store.base import Dataset

_MOST = 400  # different texts of one question


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the table: the texts that are asked in turn, equal but for the thing they ask about."""

    name: str
    texts: tuple[str, ...]
    is_mix: bool = True


def read_questions(store: Dataset) -> list[Question]:
    """Return the questions with values from the data."""
    cities = _column(store, "SELECT DISTINCT ?x { ?x tg:partnerOf ?y } ORDER BY MD5(STR(?x))")[:_MOST]
    mix = [
        Question("nothing (ASK {})", ("ASK {}",)),
        Question("partners of a city", tuple(_full(_PARTNERS % city) for city in cities)),
        Question("degree of all cities", (_full(_DEGREE),)),
        Question("country by country", (_full(_COUNTRIES),)),
        Question("signed in one year", tuple(_full(_SIGNED % year) for year in range(1985, 2020))),
        Question("substring of all quotes", tuple(_full(_QUOTES % n) for n in range(1_000, 1_000 + _MOST))),
        Question("2 MB of rows", (_ROWS,)),
    ]
    return mix + [_named(store, query, cities[:24]) for query in load_queries().values()]


_PARTNERS = (
    "SELECT ?partner ?name WHERE { <%s> tg:partnerOf ?partner . ?partner rdfs:label ?name } ORDER BY ?name"
)
_DEGREE = (
    "SELECT ?city (COUNT(DISTINCT ?partner) AS ?degree) WHERE { ?city tg:partnerOf ?partner }\n"
    "GROUP BY ?city ORDER BY DESC(?degree) ?city"
)
_COUNTRIES = (
    "SELECT ?one ?other (COUNT(DISTINCT ?agreement) AS ?agreements) WHERE {\n"
    "  ?agreement tg:party ?a, ?b . FILTER(STR(?a) < STR(?b))\n"
    "  GRAPH ?gazetteer { ?a tg:country ?one . ?b tg:country ?other }\n"
    "} GROUP BY ?one ?other ORDER BY DESC(?agreements) ?one ?other"
)
_SIGNED = (
    "SELECT ?agreement ?day WHERE { ?agreement a tg:Agreement ; tg:signedOn ?day\n"
    'FILTER(STRSTARTS(STR(?day), "%d")) } ORDER BY ?day ?agreement'
)
_QUOTES = (
    "SELECT ?span ?words WHERE { GRAPH ?graph\n"
    '{ ?span oa:exact ?words FILTER(CONTAINS(?words, "Sitzung %d")) } }'
)
_ROWS = "SELECT ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } } LIMIT 7600"


def _named(store: Dataset, query: NamedQuery, cities: list[str]) -> Question:
    """Return a question of ``queries/`` with a value for each parameter that needs one, and for each city."""
    names = {parameter.name: parameter.type for parameter in query.parameters}
    about = next((name for name in ("city", "about") if name in names), None)
    chosen = [{about: city} for city in cities] if about else [{}]
    texts = tuple(bind_query(store, query, {k: v for k, v in values.items() if k}) for values in chosen)
    return Question(query.name, texts, is_mix=False)


def _column(store: Dataset, query: str) -> list[str]:
    rows = store.query(_full(query))
    assert isinstance(rows, ox.QuerySolutions)
    return [row["x"].value for row in rows]


def _full(query: str) -> str:
    """Return a query with the prefixes that it uses."""
    used = [name for name in PREFIXES if f" {name}:" in query]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + query
