"""The graph as a notebook has it in hand: questions, networks, quotes, and all of it for rdflib."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pyoxigraph as ox

from twingraph.errors import QueryError, StoreError
from twingraph.iris import BASE
from twingraph.model import PartialDate
from twingraph.notebook.asked import as_text, bind_asked, read_asked
from twingraph.notebook.shown import html_table
from twingraph.notebook.table import Table
from twingraph.notebook.values import Term
from twingraph.query import find_city, load_queries
from twingraph.store.dialect import read_query

if TYPE_CHECKING:
    import rdflib

    from twingraph.notebook.endpoint import Endpoint
    from twingraph.notebook.explained import Explanation
    from twingraph.notebook.network import MultiNetwork, Network
    from twingraph.serve.views.atlas import Atlas
    from twingraph.store.base import Dataset, QueryResult
    from twingraph.store.embedded import EmbeddedStore

T = TypeVar("T")
Day = str | int | date | PartialDate | None
Words = str | Iterable[str] | None
_TRIES = 3
_COUNT = "SELECT ?class (COUNT(?thing) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"


class Graph:
    """A graph that is read; of a store it stays at one generation until :meth:`reload`.

    Args:
        store: A store's folder, opened, or an endpoint.
        address: What a user calls it.
    """

    def __init__(self, store: EmbeddedStore | Endpoint, address: str, base: str = BASE) -> None:
        self._store, self.address, self._base = store, address, base
        self._atlas: tuple[str | None, Atlas] | None = None

    @property
    def generation(self) -> str | None:
        """Id of the data, to be cited with a result; None where an endpoint does not say."""
        return self._store.generation

    def reload(self) -> bool:
        """Go over to what is published by now, as an endpoint always does; True where that changed."""
        return self._store.reload()

    def query(self, text: str | Path, /, **parameters: object) -> Table:
        """Return the answer to SPARQL, or to a question of :meth:`questions`, as a table.

        An ASK gives one row with ``answer``, a CONSTRUCT or DESCRIBE the triples as ``subject``,
        ``predicate``, ``object``.

        Args:
            text: SPARQL, the name of a question, or the path of a ``.rq`` file.
            **parameters: Values that are bound as terms: of a question by the types of its header, of other
                SPARQL by their own, where a text that is an http address is an IRI.
        Raises:
            QueryError: If it cannot be parsed, or a value does not fit.
            QueryRefused: If it is an update, or calls another server.
            UnknownNameError: If there is no such question.
            StoreError: If the store or endpoint does not answer, or not wholly.
        """
        from twingraph.serve.guard import inspect_query

        asked, dataset = read_asked(text), self._store.snapshot()
        sparql = bind_asked(dataset, asked, parameters)
        inspect_query(sparql)
        read_query(sparql, None)  # what cannot be read is told alike, whoever answers
        return _table(dataset.query(sparql), self._named(dataset))

    def _named(self, dataset: Dataset) -> str | None:
        """Return the generation of an answer; an endpoint is not asked once more for it."""
        return dataset.generation if dataset is not self._store else None

    def questions(self) -> Table:
        """Return the questions that :meth:`query` knows by name, with what they ask and take."""
        rows = []
        for name, question in load_queries().items():
            takes = ", ".join(
                f"{p.name}: {p.type}"
                + (f" = {p.default}" if p.default else " (optional)" if p.optional else "")
                for p in question.parameters
            )
            rows.append([ox.Literal(text) for text in (name, question.question.get("en", ""), takes)])
        return Table(("name", "question", "parameters"), rows)

    def network(
        self,
        *,
        at: Day = None,
        kind: Words = None,
        from_: Day = None,
        until: Day = None,
        project: str = "cities",
        city: Words = None,
        country: Words = None,
        topic: Words = None,
        language: str = "en",
    ) -> Network | MultiNetwork:
        """Return the network of agreements as a graph of networkx, which a notebook draws while it is small.

        Nodes are IRIs; their attributes and those of edges are the columns of ``twingraph network``.

        Args:
            at: Known to be in force on this day.
            kind: Only such agreements, "twinning" for instance; of several, any.
            from_: In force on this year, month or day, or later.
            until: In force on this year, month or day, or earlier.
            project: ``cities`` joins each two by one edge; in ``bipartite`` agreements are nodes too.
            city: Only agreements of this city, by name or IRI; of several, those of all.
            country: Only agreements with a city of this country (ISO code); of two, those between both.
            topic: Only agreements about this, "youth" for instance; of several, any.
            language: Language of the names.
        Raises:
            QueryError: If a value cannot be.
        """
        from twingraph.notebook.network import make_graph
        from twingraph.serve.networks.ask import make_network, parse_network
        from twingraph.serve.problem import Problem

        days = {"at": at, "from": from_, "until": until, "project": project}
        given = [(name, as_text(value)) for name, value in days.items()]
        lists = {"kind": kind, "country": country, "topic": topic, "city": map(self._city, _each(city))}
        given += [(name, value) for name, values in lists.items() for value in _each(values)]
        try:
            asked = parse_network(given, self._base)
        except Problem as error:
            raise QueryError(str(error)) from error
        return make_graph(make_network(self._read_atlas(), asked, language))

    def _city(self, name: str) -> str:
        try:
            return find_city(self._store, name).value
        except ValueError as error:
            raise QueryError(f"city={name!r} {error}") from error

    def _read_atlas(self) -> Atlas:
        from twingraph.serve.views.atlas import read_atlas

        generation = self._store.generation
        if self._atlas is None or generation is None or self._atlas[0] != generation:
            self._atlas = generation, self._wholly(read_atlas)
        return self._atlas[1]

    def explain(self, name: str) -> Explanation:
        """Return the facts of a thing with the words that say so, by IRI, CURIE, path or name.

        Raises:
            UnknownNameError: If the graph does not know it, or several have that name.
        """
        from twingraph.explain import explain
        from twingraph.notebook.explained import Explanation

        return Explanation(self._wholly(lambda dataset: explain(dataset, name, base=self._base)))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return everything for rdflib: facts in the default graph, each release in a named one."""
        from twingraph.notebook.as_rdflib import as_dataset

        return self._wholly(lambda dataset: as_dataset(dataset.quads()))

    def _wholly(self, read: Callable[[Dataset], T]) -> T:
        """Return what several queries read from one generation: an endpoint may change between two."""
        for _ in range(_TRIES):
            dataset = self._store.snapshot()
            before = dataset.generation
            result = read(dataset)
            if dataset.generation == before:
                return result
        raise StoreError(f"{self.address}: the data change faster than they can be read; try again")

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<twingraph.Graph of {self.address}, generation {self.generation}>"

    def _repr_html_(self) -> str:
        counted = self.query(_COUNT)
        rows = [(str(row["class"]).rpartition("#")[2], f"{row.things:,}") for row in counted]
        return f"{html_table(('things', 'number'), rows)}<p><small>generation {self.generation}</small></p>"


def _table(result: QueryResult, generation: str | None) -> Table:
    if isinstance(result, ox.QueryBoolean):
        return Table(("answer",), [(ox.Literal(bool(result)),)], generation)
    if isinstance(result, ox.QuerySolutions):
        names = [variable.value for variable in result.variables]
        return Table(names, [_terms(row) for row in result], generation)
    triples = [(triple.subject, triple.predicate, triple.object) for triple in result]
    return Table(("subject", "predicate", "object"), triples, generation)


def _terms(row: Any) -> tuple[Term | None, ...]:
    return tuple(row)


def _each(values: Words) -> list[str]:
    return [values] if isinstance(values, str) else list(values or ())
