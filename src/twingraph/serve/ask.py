"""Short ways to ask a store: rows as dictionaries, pieces of SPARQL, labels of things."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import PREFIXES, compact
from twingraph.query import NamedQuery, bind_query, read_query
from twingraph.settings import resource_dir

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

Term = ox.NamedNode | ox.Literal
Row = dict[str, Term]

_PREFIXES = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def ask_rows(store: Dataset, sparql: str) -> list[Row]:
    """Return the rows of a SELECT, without the variables that are unbound; prefixes are given."""
    solutions = store.query(_PREFIXES + sparql)
    assert isinstance(solutions, ox.QuerySolutions)
    return _rows(solutions)


def ask_page(store: Dataset, name: str, **values: str) -> list[Row]:
    """Return the rows of a query of ``queries/pages`` with its parameters bound."""
    solutions = store.query(bind_query(store, page_query(name), values))
    assert isinstance(solutions, ox.QuerySolutions)
    return _rows(solutions)


@cache
def page_query(name: str) -> NamedQuery:
    """Return a query of ``queries/pages``."""
    return read_query(resource_dir("queries") / "pages" / f"{name}.rq")


def _rows(solutions: ox.QuerySolutions) -> list[Row]:
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term for name, term in zip(names, row, strict=True) if isinstance(term, Term)}
        for row in solutions
    ]


def values_of(iris: Iterable[str]) -> str:
    """Return IRIs as the content of a VALUES block; what is no IRI of an instance is left out."""
    return " ".join(str(ox.NamedNode(iri)) for iri in sorted(set(iris)))


def read_labels(store: Dataset, iris: Iterable[str], language: str) -> dict[str, ox.Literal]:
    """Return one label for each of *iris*: in *language*, else without language, else English, else any."""
    block = values_of(iris)
    if not block:
        return {}
    rows = ask_rows(
        store,
        f"SELECT DISTINCT ?iri ?label ?rank WHERE {{ VALUES ?iri {{ {block} }}\n"
        "{ ?iri rdfs:label ?label BIND(0 AS ?rank) } UNION\n"
        "{ GRAPH ?g { ?iri skos:prefLabel|rdfs:label|dcterms:title ?label } BIND(1 AS ?rank) } UNION\n"
        "{ GRAPH ?g { ?iri schema:name ?label } BIND(2 AS ?rank) } }",
    )
    ranks: dict[str | None, int] = {"en": 2, None: 1, language: 0}
    best: dict[str, tuple[tuple[int, str, str], ox.Literal]] = {}
    for row in rows:
        label = row["label"]
        assert isinstance(label, ox.Literal)
        rank = (ranks.get(label.language, 3), row["rank"].value, label.value)
        iri = row["iri"].value
        if iri not in best or rank < best[iri][0]:
            best[iri] = (rank, label)
    return {iri: label for iri, (_, label) in best.items()}


def short_name(iri: str) -> str:
    """Return what to call a thing that has no label: the CURIE, or the end of its IRI.

    >>> short_name("https://w3id.org/twingraph/id/city/bonn-2946447")
    'city/bonn-2946447'
    """
    name = compact(iri)
    return name.removeprefix("id:") if name != iri else iri.rstrip("/").rpartition("/")[2] or iri
