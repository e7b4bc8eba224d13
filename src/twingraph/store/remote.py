"""A store behind a SPARQL 1.1 endpoint that also speaks the Graph Store Protocol."""

from __future__ import annotations

import http.client
import warnings
from ast import literal_eval
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin
from urllib.request import Request, urlopen

import pyoxigraph as ox
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from twingraph.errors import QueryError, QuerySyntaxError, StoreError
from twingraph.iris import BASE, expand, mint_local
from twingraph.store.base import EVERY_GRAPH, Generation, QueryResult, canonical_nquads, generation_id

_TIMEOUT = 60
_ACCEPT = (
    "application/sparql-results+json, application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
)


class RemoteStore:
    """A dataset on another server; follows the GraphStore protocol.

    The id of the generation stands in a graph of its own, ``<base>id/graph/generation``.  The protocol
    replaces graph by graph, so a publication is no single step there: the id is taken away first and comes
    back last, and while it is missing the dataset is not to be trusted.  Texts and originals are not kept.

    Args:
        query_url: The SPARQL endpoint.
        graph_store_url: The Graph Store Protocol's address; by default ``store`` beside the endpoint.
    """

    def __init__(self, query_url: str, graph_store_url: str | None = None, *, base: str = BASE) -> None:
        self.query_url = query_url
        self.graph_store_url = graph_store_url or urljoin(query_url, "store")
        self._marker = mint_local("graph", "generation", base)

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
        request = SPARQLWrapper(self.query_url)
        request.setMethod(POST)
        request.setTimeout(_TIMEOUT)
        with warnings.catch_warnings():  # SPARQLWrapper warns of what is no query; the server says why
            warnings.simplefilter("ignore", RuntimeWarning)
            request.setQuery(sparql)
            if request.isSparqlUpdateRequest():
                raise QueryError("this is an update; give a SELECT, ASK, CONSTRUCT or DESCRIBE query")
        request.addCustomHttpHeader("Accept", _ACCEPT)
        for name, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs or ():
                request.addParameter(name, graph)
        try:
            with request.query().response as response:
                return _parse_answer(response.read(), response.headers.get_content_type())
        except QueryBadFormed as error:
            raise QuerySyntaxError(_server_words(error)) from error
        except (SPARQLWrapperException, OSError, http.client.HTTPException) as error:
            raise self._unreachable(self.query_url, error) from error

    def quads(self, graph: str | None = EVERY_GRAPH) -> Iterator[ox.Quad]:
        for name in [None, *self.graphs()] if graph == EVERY_GRAPH else [graph]:
            content = self._send("GET", name) or b""
            where = ox.NamedNode(name) if name else ox.DefaultGraph()
            for triple in ox.parse(content, format=ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, where)

    def graphs(self) -> list[str]:
        rows: Any = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted(row["g"].value for row in rows if row["g"].value != self._marker)

    def publish(self, quads: Iterable[ox.Quad], texts: Mapping[str, str] | None = None) -> str:  # noqa: ARG002
        nquads = canonical_nquads(quads)
        generation = generation_id(nquads)
        if generation == self.generation:
            return generation
        new = _split(nquads)
        vanished = set(self.graphs()) - {name for name in new if name}
        self._send("DELETE", self._marker)
        for old in sorted(vanished):
            self._send("DELETE", old)
        for name, content in new.items():
            self._send("PUT", name, content)
        identifier = f'<{self._marker}> <{expand("dcterms:identifier")}> "{generation}" .\n'
        self._send("PUT", self._marker, identifier.encode())
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

    def _send(self, method: str, graph: str | None, content: bytes | None = None) -> bytes | None:
        """Send one request of the Graph Store Protocol; None where the graph is not there."""
        which = f"graph={quote(graph, safe='')}" if graph else "default"
        headers = {"Accept": "application/n-triples"}
        if content is not None:
            headers["Content-Type"] = "application/n-triples"
        request = Request(f"{self.graph_store_url}?{which}", data=content, headers=headers, method=method)
        try:
            with urlopen(request, timeout=_TIMEOUT) as response:
                return bytes(response.read())
        except HTTPError as error:
            with error:
                if error.code == 404 and method in ("GET", "DELETE"):
                    return None
                raise self._unreachable(self.graph_store_url, error) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(self.graph_store_url, error) from error

    def _unreachable(self, url: str, error: Exception) -> StoreError:
        reason = error.reason if isinstance(error, URLError) else _server_words(error)
        return StoreError(
            f"{url}: the server does not answer as hoped ({reason}); check the address and the server"
        )


def _split(nquads: bytes) -> dict[str | None, bytes]:
    """Return the N-Triples of each graph of a canonical dataset; the default graph (None) is always there."""
    triples: dict[str | None, list[ox.Triple]] = defaultdict(list)
    triples[None] = []
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
        triples[name].append(quad.triple)
    return {name: ox.serialize(part, format=ox.RdfFormat.N_TRIPLES) or b"" for name, part in triples.items()}


def _parse_answer(content: bytes, media_type: str) -> QueryResult:
    results_format = ox.QueryResultsFormat.from_media_type(media_type)
    if results_format:
        return ox.parse_query_results(content, format=results_format)
    graph_format = ox.RdfFormat.from_media_type(media_type)
    if graph_format is None:
        raise StoreError(f"the server answers in {media_type}; ask for SPARQL at its query address")
    return (quad.triple for quad in ox.parse(content, format=graph_format))


def _server_words(error: Exception) -> str:
    """Return what the server itself said, which SPARQLWrapper quotes as bytes at the end of its message."""
    if isinstance(error.__context__, HTTPError):
        error.__context__.close()
    quoted = str(error).rpartition("Response:\n")[2]
    try:
        return bytes(literal_eval(quoted)).decode(errors="replace").strip()
    except (SyntaxError, ValueError, TypeError):
        return " ".join(str(error).split()) or type(error).__name__
