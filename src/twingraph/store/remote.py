"""A store behind a SPARQL 1.1 endpoint that also speaks the Graph Store Protocol."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

import pyoxigraph as ox

from twingraph.errors import StoreError
from twingraph.iris import expand, mint_local
from twingraph.store.address import Address
from twingraph.store.asking import Asked, send_query
from twingraph.store.base import EVERY_GRAPH, Generation, QueryResult, canonical_nquads, generation_id
from twingraph.store.dialect import GRAPH, Dialect, read_query
from twingraph.store.virtuoso import Virtuoso
from twingraph.store.wire import Answer, Wire, no_answer

_FIRST = 10.0  # seconds until an engine must say what it is


class RemoteStore:
    """A dataset on another server; follows the GraphStore protocol.

    The id of the generation stands in a graph of its own, ``<base>id/graph/generation``.  The protocol
    replaces graph by graph, so a publication is no single step there: the id is taken away first and comes
    back last, and while it is missing the dataset is not to be trusted.  Texts and originals are not kept.

    Args:
        address: Where the engine is, or the address of its SPARQL endpoint.
    """

    def __init__(self, address: Address | str) -> None:
        self.address = Address(address) if isinstance(address, str) else address
        self.query_url = self.address.query_url
        self.wire = Wire(self.address)
        self._marker = mint_local("graph", "generation", self.address.base)

    @cached_property
    def dialect(self) -> Dialect:
        """How the engine is asked, which its answers tell.

        Raises:
            StoreError: If it does not answer.
        """
        seconds = min(self.address.timeout, _FIRST)
        accept = {"Accept": "application/sparql-results+xml, application/sparql-results+json"}
        answer = self.wire.send("POST", self.query_url, b"query=ASK%20%7B%7D", accept, seconds)
        is_virtuoso = (answer.headers.get("Server") or "").startswith("Virtuoso")
        return Virtuoso(self.address, self.graphs) if is_virtuoso else Dialect(self.address)

    @property
    def graph_store_url(self) -> str:
        """The Graph Store Protocol's address."""
        return self.dialect.graph_store_url

    @property
    def hidden(self) -> frozenset[str]:
        """The named graphs that are the engine's, or ours, and not shown."""
        return self.dialect.hidden | {self._marker}

    @property
    def generation(self) -> str | None:
        identifier = expand("dcterms:identifier")
        rows: Any = self.query(
            f"SELECT ?id {{ GRAPH <{self._marker}> {{ <{self._marker}> <{identifier}> ?id }} }}"
        )
        return next((row["id"].value for row in rows), None)

    def snapshot(self) -> RemoteStore:
        """Return the store itself: the protocol pins no generation."""
        return self

    def reload(self) -> bool:
        """Return False: every query asks the server for what it serves now."""
        return False

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        asked = self.ask(sparql, default_graphs, named_graphs)
        try:
            return asked.read()
        except (SyntaxError, OSError, ValueError) as error:
            raise no_answer(self.query_url, error) from error

    def ask(
        self,
        sparql: str,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str | None = None,
    ) -> Asked:
        """Return the answer to a query as it comes in; relative IRIs in it are relative to *base*.

        Raises:
            QuerySyntaxError: If the query cannot be parsed.
            QueryRefused: If the engine would do more than answer it.
            EngineError: If the engine cannot answer it.
            StoreError: If there is no answer.
        """
        form, text = read_query(sparql, base)
        request = self.dialect.query(text, default_graphs, named_graphs)
        asked = send_query(self.address, self.dialect, request, form)
        return replace(asked, most=self._most_rows) if form == GRAPH and self.dialect.may_cut else asked

    @cached_property
    def _most_rows(self) -> int | None:
        form = urlencode({"query": self.dialect.probe}).encode()
        answer = self.wire.send("POST", self.query_url, form, {"Accept": "text/csv"}, self.address.timeout)
        if answer.status >= 300:
            raise self.dialect.failure(answer.status, answer.words)
        return self.dialect.most_rows(answer.headers)

    def quads(self, graph: str | None = EVERY_GRAPH) -> Iterator[ox.Quad]:
        for name in [None, *self.graphs()] if graph == EVERY_GRAPH else [graph]:
            answer = self.send_graph("GET", name)
            where = ox.NamedNode(name) if name else ox.DefaultGraph()
            if answer is not None:
                yield from self._read_graph(answer.body, where)

    def _read_graph(self, content: bytes, where: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        triples = list(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
        if self.dialect.may_cut and triples:
            name = [where.value] if isinstance(where, ox.NamedNode) else None
            rows: Any = self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=name)
            if int(next(rows)["n"].value) != len(triples):
                raise StoreError(f"{self.query_url}: the engine sends a part of {where} only")
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, where)

    def graphs(self) -> list[str]:
        rows: Any = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        hidden = self.hidden
        return sorted(row["g"].value for row in rows if row["g"].value not in hidden)

    def publish(self, quads: Iterable[ox.Quad], texts: Mapping[str, str] | None = None) -> str:  # noqa: ARG002
        nquads = canonical_nquads(quads)
        generation = generation_id(nquads)
        if generation == self.generation:
            return generation
        new = _split(nquads)
        vanished = set(self.graphs()) - {name for name in new if name}
        self.send_graph("DELETE", self._marker)
        for old in sorted(vanished):
            self.send_graph("DELETE", old)
        for name, content in new.items():
            self.send_graph("PUT" if content else "DELETE", name, content or None)
        identifier = f'<{self._marker}> <{expand("dcterms:identifier")}> "{generation}" .\n'
        self.send_graph("PUT", self._marker, identifier.encode())
        return generation

    def rollback(self) -> str:
        raise StoreError(f"{self.query_url}: a remote store keeps no earlier generation; build again")

    def history(self) -> list[Generation]:
        generation = self.generation
        return [Generation(generation, {})] if generation else []

    def text(self, release_id: str) -> str | None:  # noqa: ARG002
        return None

    def original(self, digest: str) -> bytes | None:  # noqa: ARG002
        return None

    def has_original(self, digest: str) -> bool:  # noqa: ARG002
        """Return True: there is no place for originals, so nothing needs to be kept."""
        return True

    def keep_original(self, data: bytes) -> None:
        """Keep nothing."""

    def building(self) -> AbstractContextManager[None]:
        """Return a block that keeps nobody out: the protocol knows no locks."""
        return nullcontext()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing stays open between two requests."""

    def send_graph(self, method: str, graph: str | None, content: bytes | None = None) -> Answer | None:
        """Send one request of the Graph Store Protocol; None where the graph is not there.

        Raises:
            StoreError: If it cannot be done.
        """
        url = f"{self.graph_store_url}?{self.dialect.graph(graph)}"
        sent = {"Content-Type": "application/n-triples"} if content is not None else {}
        answer = self.wire.send(
            method, url, content, {"Accept": "application/n-triples" if method == "GET" else "*/*", **sent}
        )
        if answer.status == 404 and method in ("GET", "HEAD", "DELETE"):
            return None
        if answer.status >= 300:
            raise self.dialect.failure(answer.status, answer.words)
        return answer

    def send_update(self, text: str) -> None:
        """Send an update that was parsed before.

        Raises:
            EngineError: If the engine cannot do it.
            QueryError: If it finds that it cannot be done.
            StoreError: If there is no answer.
        """
        request = self.dialect.update(text)
        form = urlencode([("update", request.text), *request.fields]).encode()
        answer = self.wire.send("POST", self.dialect.update_url, form)
        if answer.status >= 300:
            raise self.dialect.failure(answer.status, answer.words)


def _split(nquads: bytes) -> dict[str | None, bytes]:
    """Return the N-Triples of each graph of a canonical dataset; the default graph (None) is always there."""
    triples: dict[str | None, list[ox.Triple]] = defaultdict(list)
    triples[None] = []
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
        triples[name].append(quad.triple)
    return {name: ox.serialize(part, format=ox.RdfFormat.N_TRIPLES) or b"" for name, part in triples.items()}
